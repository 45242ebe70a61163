#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Files, folders and standard input; what cannot be read.
. "${top_srcdir:-.}/tests/check.inc"
cd "$tmp" || exit 1

echo 'ConfigMap a { data.KEY: "1" }' > a.wk8s
echo 'ConfigMap b { data.KEY: "2" }' > b.wk8s
mkdir both && cp a.wk8s b.wk8s both/
echo 'not wk8s at all {' > both/notes.txt
echo 'not wk8s at all {' > both/.hidden.wk8s

expect "two files" 0 "$WK8SC" a.wk8s b.wk8s
cp "$tmp/out" two.yaml
check "both are there" test "$(grep -c '^kind: ConfigMap' two.yaml)" = 2
expect "a folder" 0 "$WK8SC" both
check "is the same" cmp "$tmp/out" two.yaml
expect "a folder with a slash" 0 "$WK8SC" both/
check "is the same" cmp "$tmp/out" two.yaml
expect "build is the same" 0 "$WK8SC" build a.wk8s b.wk8s
check "as without it" cmp "$tmp/out" two.yaml
expect "options anywhere" 0 "$WK8SC" a.wk8s -f yaml -- b.wk8s
check "are the same" cmp "$tmp/out" two.yaml

expect "a folder and a file of it, in two spellings" 0 "$WK8SC" both both/a.wk8s ./both/../both/b.wk8s
check "are read once" cmp "$tmp/out" two.yaml
ln -s a.wk8s again.wk8s
expect "a link to a source" 0 "$WK8SC" a.wk8s again.wk8s b.wk8s
check "is the same file" cmp "$tmp/out" two.yaml
rm again.wk8s

"$WK8SC" - < a.wk8s > stdin.yaml 2> "$tmp/err"
check "standard input" test $? = 0
"$WK8SC" a.wk8s > a.yaml
check "is the same as the file" cmp stdin.yaml a.yaml
cat a.wk8s | "$WK8SC" b.wk8s - > "$tmp/out"
check "a pipe and a file" test "$(grep -c '^kind: ConfigMap' "$tmp/out")" = 2
expect "standard input twice" 2 "$WK8SC" - -
said "is said" err 'once only'
echo 'ConfigMap a {' | "$WK8SC" - 2> "$tmp/err"
check "an error there" test $? = 1
said "is called <stdin>" err '^<stdin>:1:'

expect "no such file" 3 "$WK8SC" none.wk8s
said "is said" err 'E0602.*none.wk8s.*No such file'
expect "no such file beside a good one" 3 "$WK8SC" a.wk8s none.wk8s
check "gives no output" test ! -s "$tmp/out"
mkdir empty
expect "an empty folder" 3 "$WK8SC" empty
said "is said" err 'no .wk8s files'
if [ "$(id -u)" != 0 ]; then
	cp a.wk8s locked.wk8s && chmod 000 locked.wk8s
	expect "a file that may not be read" 3 "$WK8SC" locked.wk8s
	said "is said" err 'Permission denied'
fi
ln -s loop.wk8s loop.wk8s
expect "a link to itself" 3 "$WK8SC" loop.wk8s

truncate -s 1073741825 huge.wk8s
expect "a file over the limit" 1 "$WK8SC" huge.wk8s
said "is said" err 'E0502.*huge.wk8s.*too large'
: > nothing.wk8s
expect "an empty file" 0 "$WK8SC" nothing.wk8s
check "gives no output" test ! -s "$tmp/out"
printf 'ConfigMap a { data.KEY: "1" }' > no-newline.wk8s
expect "no newline at the end" 0 "$WK8SC" no-newline.wk8s
printf '\000\377\376' > bytes.wk8s
expect "any bytes" 1 "$WK8SC" bytes.wk8s
finish
