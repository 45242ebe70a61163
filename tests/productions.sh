#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every production of the grammar is used wrongly by a test in golden/syntax, and
# so has a message that somebody has looked at. tests/productions/cover.awk says
# what counts; by hand, `tests/productions.sh --list` says which test has which.
. "${top_srcdir:-.}/tests/check.inc"

made=$top_builddir/tests/productions
[ -x "$made/mistakes" ] || { bad "there is no $made/mistakes: make check builds it"; finish; }

# The deepest ones have nothing new, and a trace as deep as they are, for each token.
ls "$top_srcdir"/tests/golden/syntax/*.err | grep -v /too-deep | sed 's/err$/wk8s/' > "$tmp/files"
"$made/mistakes" $(cat "$tmp/files") 2> "$tmp/trace"
check "the tests can be parsed" test $? = 0
if [ "${1-}" = --list ]; then
	awk -v all=1 -f "$top_srcdir/tests/productions/cover.awk" "$made/traced.output" "$tmp/trace"
	exit
fi
awk -f "$top_srcdir/tests/productions/cover.awk" "$made/traced.output" "$tmp/trace" > "$tmp/missing"
check "the trace can be read" test $? = 0
if [ -s "$tmp/missing" ]; then
	bad "no test in golden/syntax uses wrongly:"
	sed 's/^/  /' "$tmp/missing"
else
	good
fi
finish
