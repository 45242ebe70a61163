#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# `make install`: which files come where, and that they work there; `make
# uninstall`: that these go and others stay. share/install.sh by itself.
. "${top_srcdir:-.}/tests/check.inc"
cd "$tmp" || exit 1
# Our own make must not tell this one what to do.
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEFILES DESTDIR
umask 022

# The folders as configure sets them by default, whatever it was told for this build.
places='bashcompletiondir=$(datadir)/bash-completion/completions zshcompletiondir=$(datadir)/zsh/site-functions
fishcompletiondir=$(datadir)/fish/vendor_completions.d vimdir=$(datadir)/vim/vimfiles nvimdir=$(datadir)/nvim/site
emacsdir=$(datadir)/emacs/site-lisp'

# run_make TARGET VARIABLE=VALUE...
run_make() {
	# The words of $places are meant to be split.
	"${MAKE:-make}" -C "$top_builddir" DESTDIR="$tmp/dest dir" prefix=/usr exec_prefix=/usr bindir=/usr/bin \
		datarootdir=/usr/share datadir=/usr/share mandir=/usr/share/man program_transform_name=s,x,x, $places "$@"
}

# installed: the files and links that are there
installed() {
	(cd "$tmp/dest dir" && find . ! -type d) | sed 's,^\.,,' | sort
}

# The files of the tree as they should be named when they are installed. One
# that nobody has said the place of keeps its name, so that it is seen.
(cd "$top_srcdir" && find man share grammar/editors -type f 2>/dev/null) |
	grep -v -E '/(node_modules|build)/|/\.gitignore$|^man/wk8s-stdlib|^share/install\.sh$' > tree
grep '^grammar/editors/vim/.*\.vim$' tree | sed 's,^grammar/editors/vim,/usr/share/nvim/site,' > second
{
	echo /usr/bin/wk8sc
	echo /usr/share/man/man7/wk8s-stdlib.7
	cat second
	sed -e 's,^man/\(.*\.\([1-8]\)\)$,/usr/share/man/man\2/\1,' \
		-e 's,^share/wk8s/,/usr/share/wk8s/,' \
		-e 's,^share/completions/\(.*\)\.bash$,/usr/share/bash-completion/completions/\1,' \
		-e 's,^share/completions/\(_.*\),/usr/share/zsh/site-functions/\1,' \
		-e 's,^share/completions/\(.*\.fish\)$,/usr/share/fish/vendor_completions.d/\1,' \
		-e 's,^grammar/editors/\(.*/README\.md\)$,/usr/share/wk8s/editors/\1,' \
		-e 's,^grammar/editors/vim/,/usr/share/vim/vimfiles/,' \
		-e 's,^grammar/editors/emacs/,/usr/share/emacs/site-lisp/,' \
		-e 's,^grammar/editors/,/usr/share/wk8s/editors/,' tree
} | sort > expected
check "there is something to install" test "$(wc -l < expected)" -ge 9

expect "make install" 0 run_make install
installed > got
check "installs these files: $(diff expected got | grep '^[<>]' | tr '\n' ' ')" cmp -s expected got
find "dest dir" -type f ! -name wk8sc -perm /111 > modes
find "dest dir" ! -type l ! -perm -444 >> modes
check "that can be read, and not run: $(tr '\n' ' ' < modes)" test ! -s modes
expect "again" 0 run_make install
installed > got
check "changes nothing" cmp -s expected got

# What is installed works.
bin="$tmp/dest dir/usr/bin" share="$tmp/dest dir/usr/share"
echo 'ConfigMap a { data.KEY: "1" }' > a.wk8s
expect "the compiler" 0 "$bin/wk8sc" a.wk8s
said "compiles" out '^kind: ConfigMap$'
if make --version 2> /dev/null | grep -q GNU; then
	ln -s "$share/wk8s/wk8s.mk" wk8s.mk
	printf 'all: a.yaml\ninclude wk8s.mk\n' > Makefile
	PATH=$bin:$PATH expect "the rules for make" 0 make
	check "compile" grep -q '^kind: ConfigMap$' a.yaml
	rm wk8s.mk Makefile
fi
for page in "$share"/man/man*/*; do
	name=${page##*/}
	if command -v groff > /dev/null 2>&1; then
		groff -mandoc -Tascii -ww "$page" > page.txt 2> page.err
		check "$name is a page without warnings: $(head -n 3 page.err)" test ! -s page.err -a "$(wc -l < page.txt)" -gt 50
	fi
	if man -w > /dev/null 2>&1; then
		man -M "$share/man" -w "${name##*.}" "${name%.*}" > where 2>&1
		check "man finds $name: $(head -n 3 where)" grep -q -F -x "$page" where
	fi
done

# What is not ours stays, in folders of ours too; all else goes.
mkdir -p "$share/wk8s/editors/mine"
: > "$share/wk8s/editors/mine/file"
: > "$share/wk8s/other.mk"
expect "make uninstall" 0 run_make uninstall
installed > got
printf '%s\n' /usr/share/wk8s/editors/mine/file /usr/share/wk8s/other.mk > expected
check "leaves what others have put there: $(tr '\n' ' ' < got)" cmp -s expected got
(cd "$share/wk8s" && find . -type d) | sort > got
printf '%s\n' . ./editors ./editors/mine > expected
check "and no other folder of ours: $(tr '\n' ' ' < got)" cmp -s expected got
rm -rf "$share/wk8s"
expect "make install" 0 run_make install
expect "make uninstall" 0 run_make uninstall
check "leaves no file" test -z "$(installed)"
check "and no folder of ours" test ! -e "$share/wk8s"

# Folders of one's own.
expect "other folders" 0 run_make install bashcompletiondir=/etc/bash fishcompletiondir= zshcompletiondir=no
check "the one that was named is used" test -f "dest dir/etc/bash/wk8sc"
check "no folder, no file" test -z "$(find . -name _wk8sc -o -name wk8sc.fish)"
expect "and back" 0 run_make uninstall bashcompletiondir=/etc/bash fishcompletiondir= zshcompletiondir=no
check "leaves no file" test -z "$(installed)"

# share/install.sh with a tree of files for editors.
for file in vim/syntax/wk8s.vim vim/after/ftplugin/wk8s.vim emacs/wk8s-mode.el vscode/package.json vscode/a/b/c.json; do
	mkdir -p "tree with blanks/grammar/editors/${file%/*}"
	echo "$file" > "tree with blanks/grammar/editors/$file"
done
# place ACTION FILE...
place() {
	srcdir='tree with blanks' DESTDIR="$tmp/dest dir" MKDIR_P='mkdir -p' INSTALL_DATA='install -c -m 644' \
		bashcompletiondir=/b zshcompletiondir=/z fishcompletiondir=/f vimdir=/v nvimdir=/n emacsdir=/e wk8sdatadir=/w \
		sh "$top_srcdir/share/install.sh" "$@"
}
files=$(cd 'tree with blanks' && find grammar -type f)
# The words of $files are meant to be split.
expect "a tree" 0 place install $files
installed > got
printf '%s\n' /e/wk8s-mode.el /n/after/ftplugin/wk8s.vim /n/syntax/wk8s.vim /v/after/ftplugin/wk8s.vim \
	/v/syntax/wk8s.vim /w/editors/vscode/a/b/c.json /w/editors/vscode/package.json > expected
check "keeps its folders: $(tr '\n' ' ' < got)" cmp -s expected got
check "and what is in files" test "$(cat "dest dir/w/editors/vscode/a/b/c.json")" = vscode/a/b/c.json
: > "dest dir/w/editors/vscode/a/mine"
expect "a tree goes" 0 place uninstall $files
installed > got
echo /w/editors/vscode/a/mine > expected
check "but for what is not of it: $(tr '\n' ' ' < got)" cmp -s expected got
check "and empty folders" test ! -e "dest dir/w/editors/vscode/a/b"
expect "a file without a place" 1 place install man/wk8sc.1
said "is an error" err 'nobody has said where man/wk8sc.1 goes'
expect "a file that is not there" 1 place install grammar/editors/vim/none.vim
finish
