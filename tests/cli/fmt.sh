#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# fmt: files, folders and standard input; what is written and what is left; and
# the law that a program laid out anew is the same program.
. "${top_srcdir:-.}/tests/check.inc"
golden=$top_srcdir/tests/golden

# The project's own sources have the layout.
expect "the library, examples and templates are laid out" 0 \
	"$WK8SC" fmt --check "$top_srcdir/stdlib" "$top_srcdir/examples" "$top_srcdir/src/cli/init"
check "no file is named" test ! -s "$tmp/out"

# All goldens and examples, laid out, give what they gave.
mkdir "$tmp/all"
cp -R "$golden" "$top_srcdir/examples" "$tmp/all"
chmod -R u+w "$tmp/all"
"$WK8SC" fmt "$tmp/all" > "$tmp/changed" 2> /dev/null
check "many files change" test "$(wc -l < "$tmp/changed")" -gt 100
expect "their results do not" 0 "$top_srcdir/tests/golden/run" --results "$tmp/all"
cat "$tmp/out"
check "they are many" test "$(sed -n 's/^\([0-9]*\) passed, 0 failed$/\1/p' "$tmp/out")" -gt 150
"$WK8SC" fmt "$tmp/all" > "$tmp/again" 2> /dev/null
check "twice is as good as once" test ! -s "$tmp/again"

# Files.
cd "$tmp" || exit 1
printf 'let a=1\n' > a.wk8s
cp a.wk8s untidy
chmod 640 a.wk8s
expect "--check finds it" 1 "$WK8SC" fmt --check a.wk8s
said "--check names it" out '^a\.wk8s$'
check "--check writes nothing" cmp -s a.wk8s untidy
expect "--diff shows it" 0 "$WK8SC" fmt --diff a.wk8s
said "--diff: before" out '^-let a=1$'
said "--diff: after" out '^+let a = 1$'
check "--diff writes nothing" cmp -s a.wk8s untidy
expect "--check --diff shows it and fails" 1 "$WK8SC" fmt --check --diff a.wk8s
said "--check --diff: after" out '^+let a = 1$'
expect "fmt" 0 "$WK8SC" fmt a.wk8s
said "fmt names what it changed" out '^a\.wk8s$'
printf 'let a = 1\n' > tidy
check "it is laid out" cmp -s a.wk8s tidy
check "its mode is as it was" test "$(ls -l a.wk8s | cut -c1-10)" = -rw-r-----
touch -t 202001010000 a.wk8s
expect "again" 0 "$WK8SC" fmt a.wk8s
check "nothing is said" test ! -s out
check "and the file is not touched" test ! a.wk8s -nt untidy
expect "--diff of what is good" 0 "$WK8SC" fmt --check --diff a.wk8s
check "says nothing" test ! -s out

# The result of --diff is a patch.
cp untidy a.wk8s
"$WK8SC" fmt --diff a.wk8s > a.patch
if command -v patch > /dev/null; then
	patch -s -p0 < a.patch
	check "--diff gives a patch" cmp -s a.wk8s tidy
fi
rm -f a.wk8s

# Standard input.
stdin=untidy
expect "-" 0 "$WK8SC" fmt -
check "- writes it" cmp -s out tidy
expect "--check -" 1 "$WK8SC" fmt --check -
said "--check - names it" out '^<stdin>$'
expect "--diff -" 0 "$WK8SC" fmt --diff -
said "--diff -" out '^+let a = 1$'
stdin=tidy
expect "--check - of what is good" 0 "$WK8SC" fmt --check -
stdin=/dev/null
expect "nothing is nothing" 0 "$WK8SC" fmt -
check "nothing comes out" test ! -s out

# What does not parse is left; the other files are not.
mkdir -p d/below d/.hidden
cp untidy d/good.wk8s
cp untidy d/below/x.test.wk8s
cp untidy d/.hidden/h.wk8s
printf 'let a = = 1\n' > d/bad.wk8s
cp d/bad.wk8s bad
cp untidy target
ln -s ../target d/link.wk8s
expect "a folder with a bad file" 1 "$WK8SC" fmt d
said "the error" err '^d/bad\.wk8s:1:9: error\[E0101\]'
check "the bad file is as it was" cmp -s d/bad.wk8s bad
check "the good one is laid out" cmp -s d/good.wk8s tidy
check "the one below too" cmp -s d/below/x.test.wk8s tidy
check "a hidden one is not" test "$(cat d/.hidden/h.wk8s)" = 'let a=1'
check "a link is followed, not replaced" test -L d/link.wk8s
check "what it leads to is laid out" cmp -s target tidy
check "nothing else was left there" test "$(ls d)" = "$(printf 'bad.wk8s\nbelow\ngood.wk8s\nlink.wk8s')"
expect "-, and it is bad" 1 sh -c '"$WK8SC" fmt - < bad'
check "no output" test ! -s out
printf 'let b  = !x in y\r\n' > crlf.wk8s
expect "a warning is for who compiles" 0 "$WK8SC" fmt crlf.wk8s
check "no message" test ! -s err
printf 'let b = !x in y\n' | cmp -s - crlf.wk8s
check "lines end in LF" test $? = 0
printf '\357\273\277let b = 1\n' > bom.wk8s
expect "a byte order mark" 0 "$WK8SC" fmt bom.wk8s
check "goes" test "$(cat bom.wk8s)" = 'let b = 1'

# Wrong use.
expect "no path" 2 "$WK8SC" fmt
said "no path" err 'nothing to lay out'
expect "YAML" 2 "$WK8SC" fmt x.yaml
said "YAML" err 'no wk8s source'
expect "a device" 2 "$WK8SC" fmt /dev/null
said "a device" err 'no file that can be replaced'
expect "no such file" 3 "$WK8SC" fmt nothing.wk8s
mkdir empty
expect "an empty folder" 3 "$WK8SC" fmt empty
said "an empty folder" err 'no files'
expect "a bad option" 2 "$WK8SC" fmt --chekc a.wk8s
said "a bad option" err -- '--check'
if [ -e /dev/full ]; then
	stdin=untidy
	expect "a full disk" 3 sh -c '"$WK8SC" fmt - > /dev/full'
	stdin=/dev/null
fi
cp untidy a.wk8s
chmod a-w a.wk8s
if ! [ -w a.wk8s ]; then
	expect "what may not be written" 3 "$WK8SC" fmt a.wk8s
	check "stays" cmp -s a.wk8s untidy
fi
finish
