#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What the README shows is what the compiler does.
. "${top_srcdir:-.}/tests/check.inc"
cd "$tmp" || exit 1

awk '/^```wk8s$/ { on = 1; next } /^```$/ { on = 0 } on' "$top_srcdir/README.md" > postgres.wk8s
check "there is an example" test -s postgres.wk8s
expect "it compiles" 0 "$WK8SC" postgres.wk8s
check "without a message" test ! -s "$tmp/err"
check "to four objects" test "$(grep -c '^kind: ' "$tmp/out")" = 4

sed 's/credentials\.password/credentials.pasword/' postgres.wk8s > wrong.wk8s && mv wrong.wk8s postgres.wk8s
expect "the mistake is found" 1 "$WK8SC" postgres.wk8s
head -n 1 "$tmp/err" > said
grep '^postgres\.wk8s:[0-9]*:[0-9]*: error' "$top_srcdir/README.md" > promised
check "as shown" diff promised said
finish
