#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A file is a component: what a golden source makes, a file that includes it makes as well.
. "${top_srcdir:-.}/tests/check.inc"

# same SOURCE GOLDEN: a file on standard input that includes SOURCE gives GOLDEN
same() {
	(cd "$(dirname "$1")" && printf 'include "%s"\n' "$(basename "$1")" | "$WK8SC" --root . - ) > "$tmp/out" 2> "$tmp/err"
	if cmp -s "$tmp/out" "$2"; then
		good
	else
		bad "$1, included, gives something else:"
		diff "$2" "$tmp/out" | head -20
		head -20 "$tmp/err"
	fi
}

for golden in $(find "$top_srcdir/tests/golden" "$top_srcdir/examples" -name '*.yaml' | sort); do
	source=${golden%.yaml}.wk8s
	[ -f "$source" ] || continue
	head -n 1 "$source" | grep -q '^# flags:' && continue
	same "$source" "$golden"
done
finish
