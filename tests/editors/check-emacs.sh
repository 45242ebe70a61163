#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The mode for Emacs, in Emacs: colours, indentation, messages, commands. What
# is tested stands in check-emacs.el.
set -u
rm -rf emacs emacs-results.txt
mkdir emacs && cp "$top_srcdir/grammar/editors/emacs/wk8s-mode.el" emacs/ || exit 1
PATH=$(dirname "$WK8SC"):$PATH
export PATH
timeout 300 emacs -Q --batch -L emacs -l "$EDITORS/check-emacs.el" < /dev/null > emacs-output.txt 2>&1
if [ -s emacs-results.txt ]; then
	cat emacs-results.txt
else
	echo "FAIL did not come to an end: $(tail -n 3 emacs-output.txt)"
	echo "0 passed, 1 failed"
fi
