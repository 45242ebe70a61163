#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The files for Vim, in Vim and in Neovim: colours, indentation, messages, file
# type. What is tested stands in check-vim.vim, which both editors run.
set -u
runtime=$top_srcdir/grammar/editors/vim
passed=0 failed=0

# counted PROGRAM [ARGUMENT...]: runs the tests in this editor, adds up what they count
counted() {
	rm -f vim-results.txt
	timeout 300 "$@" --cmd "let &runtimepath = '$runtime,' . &runtimepath" -c 'filetype plugin indent on' -c 'syntax on' \
		-S "$EDITORS/check-vim.vim" < /dev/null > vim-output.txt 2>&1
	sed "s/^FAIL/FAIL $1:/" vim-results.txt 2> /dev/null | grep '^FAIL'
	line=$(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' vim-results.txt 2> /dev/null)
	[ -n "$line" ] || { echo "FAIL $1: did not come to an end: $(tail -n 3 vim-output.txt)"; line="0 1"; }
	set -- $line
	passed=$((passed + $1)) failed=$((failed + $2))
}

PATH=$(dirname "$WK8SC"):$PATH
export PATH
counted vim.basic -N -u NONE -i NONE -n -es
counted nvim --headless -u NORC -i NONE -n -es
echo "$passed passed, $failed failed"
