#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The part of `make install` and `make uninstall` that automake has no words
# for: completions for shells, which get other names, and the files for
# editors, which are trees of folders. Called by Makefile.am:
#
#	sh share/install.sh install|uninstall FILE...
#
# FILEs are named as in files.am, seen from $srcdir. The folders where they go
# come in variables: $bashcompletiondir, $zshcompletiondir, $fishcompletiondir,
# $vimdir, $nvimdir, $emacsdir and $wk8sdatadir. One that is empty or `no` gets
# nothing.
set -eu
action=$1
shift

# place FILE: where a file goes.
place() {
	name=${1##*/} inner=${1#grammar/editors/*/}
	case $1 in
	share/completions/*.bash) at "$bashcompletiondir" "${name%.bash}" ;;
	share/completions/*.fish) at "$fishcompletiondir" "$name" ;;
	share/completions/_*) at "$zshcompletiondir" "$name" ;;
	# The folders of editors are for everybody's files: what is to be read is with the rest.
	grammar/editors/*/README.md) at "$wk8sdatadir" "${1#grammar/}" ;;
	grammar/editors/vim/*)
		at "$vimdir" "$inner"
		at "$nvimdir" "$inner" ;;
	grammar/editors/emacs/*) at "$emacsdir" "$inner" ;;
	grammar/editors/*) at "$wk8sdatadir" "${1#grammar/}" ;;
	*)
		echo "$0: nobody has said where $1 goes" >&2
		exit 1 ;;
	esac
}

# at FOLDER NAME: does it with $file there.
at() {
	case $1 in
	'' | no) ;;
	*) "${action}_as" "${DESTDIR-}$1/$2" ;;
	esac
}

install_as() {
	echo " $INSTALL_DATA $srcdir/$file '$1'"
	# The words of commands are meant to be split.
	$MKDIR_P "${1%/*}"
	$INSTALL_DATA "$srcdir/$file" "$1"
}

# Only folders of our own go too, and only when they are empty.
uninstall_as() {
	echo " rm -f '$1'"
	rm -f "$1"
	[ -n "$wk8sdatadir" ] || return 0
	folder=${1%/*}
	while case $folder in "${DESTDIR-}$wk8sdatadir"/*) ;; *) false ;; esac; do
		rmdir "$folder" 2> /dev/null || break
		folder=${folder%/*}
	done
}

for file; do
	place "$file"
done
# What automake has installed there is gone by now.
if [ "$action" = uninstall ] && [ -n "$wk8sdatadir" ]; then
	rmdir "${DESTDIR-}$wk8sdatadir" 2> /dev/null || :
fi
