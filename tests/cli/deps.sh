#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# -MD and its like: rules of make with all files that were read.
. "${top_srcdir:-.}/tests/check.inc"
cd "$tmp" || exit 1

mkdir -p conf/sub conf/.hidden params lib raw
cat > main.wk8s <<'WK8S'
import "lib/a.wk8s" as lib
include "raw/crd.yaml" { verbatim: true }
param x: string = "1"
ConfigMap all { data: files("conf/*.txt") }
ConfigMap main {
  data.ONE: file("one.txt")
  data.X: x
  data.LIB: lib.y
}
WK8S
echo 'import "b.wk8s" as b
let y = b.z' > lib/a.wk8s
echo 'let z = "1"' > lib/b.wk8s
echo 'kind: Raw' > raw/crd.yaml
echo 1 > conf/a.txt
echo 1 > conf/other
echo 1 > conf/sub/c.txt
echo 1 > one.txt
echo 'x: "2"' > params/p.yaml

# names FILE NAME...: the rule of FILE has exactly these prerequisites
names() {
	file=$1
	shift
	printf '%s\n' "$@" | sort > "$tmp/wanted"
	awk '/^[^ ].*:/ { n++ } n == 1 { print }' "$file" | sed -e 's/^[^ ]*:\( \|$\)//' -e 's/\\$//' -e 's/^ *//' -e 's/ *$//' |
		grep . | sort | diff "$tmp/wanted" -
}

expect "-MD" 0 "$WK8SC" main.wk8s -p params/p.yaml -o main.yaml -MD
check "has the output's name and .d" test -f main.yaml.d
check "is for the output" test "$(sed -n '1s/:.*//p' main.yaml.d)" = main.yaml
check "has all files, and folders that were listed" names main.yaml.d main.wk8s params/p.yaml lib/a.wk8s lib/b.wk8s \
	raw/crd.yaml conf conf/a.txt one.txt
touch -d '2020-01-01' main.yaml.d
expect "again" 0 "$WK8SC" main.wk8s -p params/p.yaml -o main.yaml -MD
check "a depfile that is right stays" test -z "$(find main.yaml.d -newermt 2020-01-02)"
echo wrong > main.yaml.d
expect "a wrong depfile, an output that is right" 0 "$WK8SC" main.wk8s -p params/p.yaml -o main.yaml -MD
check "is written" names main.yaml.d main.wk8s params/p.yaml lib/a.wk8s lib/b.wk8s raw/crd.yaml conf conf/a.txt one.txt

sed 's,conf/\*,conf/**/*,' main.wk8s > deep.wk8s
expect "files in deep folders" 0 "$WK8SC" deep.wk8s -o deep.yaml -MFdeep.d
check "-MF, and each folder that matters" names deep.d deep.wk8s lib/a.wk8s lib/b.wk8s raw/crd.yaml conf conf/a.txt \
	conf/sub conf/sub/c.txt one.txt
expect "a folder of sources" 0 "$WK8SC" lib -o lib.yaml -MF lib.d -MT any -MP
check "has the folder" names lib.d lib lib/a.wk8s lib/b.wk8s
check "-MT names the target" test "$(sed -n '1s/:.*//p' lib.d)" = any
check "-MP has empty rules" test "$(grep -c '^lib.*:$' lib.d)" = 3
echo 'ConfigMap inner { data.KEY: "1" }' > in.wk8s
"$WK8SC" - -MD -o in.yaml < in.wk8s
check "standard input is no file" test "$(cat in.yaml.d)" = 'in.yaml:'
expect "standard output" 0 "$WK8SC" in.wk8s -MF in.d -MT in.yaml
check "can have one" names in.d in.wk8s
expect "several outputs" 0 "$WK8SC" in.wk8s -o in.yaml main.wk8s -O made -MD
check "have one each" names in.yaml.d in.wk8s
check "that of a folder is beside it" test "$(sed -n '1s/:.*//p' made.d)" = made/.wk8sc
rm -f in.yaml in.yaml.d
expect "a check" 1 "$WK8SC" in.wk8s -o in.yaml -MD --check
check "writes none" test ! -e in.yaml.d

# Mistakes.
cp main.yaml before.yaml
sed -e 's,one\.txt,none.txt,' main.wk8s > gone.wk8s
expect "a file that is not there" 1 "$WK8SC" gone.wk8s -o gone.yaml -MD || true
check "is in the depfile" grep -q -x '  none.txt.*' gone.yaml.d
check "with an empty rule" grep -q -x 'none.txt:' gone.yaml.d
check "and no output is made" test ! -e gone.yaml
sed -i 's,lib/a,lib/none,' main.wk8s
expect "a mistake where there was none" 3 "$WK8SC" main.wk8s -p params/p.yaml -o main.yaml -MD
check "what was read before stays, behind a mark" grep -q -x '  lib/b.wk8s.*' main.yaml.d
check "with what was looked for" grep -q -x '  lib/none.wk8s.*' main.yaml.d
lines=$(wc -l < main.yaml.d)
expect "the same mistake again" 3 "$WK8SC" main.wk8s -p params/p.yaml -o main.yaml -MD
check "adds nothing" test "$(wc -l < main.yaml.d)" = "$lines"
sed -i 's,lib/none,lib/a,' main.wk8s
expect "the mistake mended" 0 "$WK8SC" main.wk8s -p params/p.yaml -o main.yaml -MD
check "leaves no mark" test -z "$(grep '^#' main.yaml.d)"

# Names that make has to be told of; make itself reads them.
mkdir odd && cd odd || exit 1
for name in 'a b' 'c#d' 'e$f' 'g%h' 'i:j' 'k\l' 'm\ n' '~o' 'p[1]'; do
	echo "let x = 1" > "$name.wk8s"
done
i=0
for file in *.wk8s; do
	i=$((i + 1))
	printf 'import "%s" as m%d\n' "$(printf '%s' "$file" | sed -e 's/\\/\\\\/g' -e 's/\$/\\$/g')" $i
done > ../odd-main && mv ../odd-main main.wk8s
expect "odd names" 0 "$WK8SC" main.wk8s -o 'o u$t#%.yaml' -MD -MP -MF d
printf 'include d\n%%.yaml:\n\ttouch $@\n' > Makefile
check "are read by make" make -q 'o u$t#%.yaml'
for file in *.wk8s; do
	sleep 0.02
	touch "$file"
	make -q 'o u$t#%.yaml' 2> ../err
	check "a change of $file" test $? = 1
	touch 'o u$t#%.yaml'
done
rm -f *\ *.wk8s *#*.wk8s *%*.wk8s *:*.wk8s ./~o.wk8s
make -q 'o u$t#%.yaml' 2> ../err
check "with -MP they may go" test $? = 1
cd .. || exit 1
echo 'let x = 1' > 'semi;colon.wk8s'
expect "a name that make cannot have" 3 "$WK8SC" in.wk8s 'semi;colon.wk8s' -o semi.yaml -MD
said "is said" err 'cannot write `semi.yaml.d`: no rule of make can name `semi;colon.wk8s`'
check "and nothing is written" test ! -e semi.yaml

# What cannot be.
rm -f in.yaml
expect "no such folder" 3 "$WK8SC" in.wk8s -o in.yaml -MF nowhere/in.d
said "is said" err 'cannot write `nowhere/in.d`: No such file'
check "the output is not written either" test ! -e in.yaml
"$WK8SC" in.wk8s -o in.yaml && cp in.yaml before.yaml
expect "a folder" 3 "$WK8SC" in.wk8s -o in.yaml -n other -MF conf
said "is said" err 'cannot write `conf`: Is a directory'
check "the output is as before" cmp in.yaml before.yaml
expect "the same with -O" 3 "$WK8SC" in.wk8s -O fresh -MF conf
check "makes no folder" test ! -e fresh
if [ -c /dev/full ]; then
	expect "a full disk" 3 "$WK8SC" in.wk8s -o in.yaml -n other -MF /dev/full
	check "the output is as before" cmp in.yaml before.yaml
fi
expect "a source" 2 "$WK8SC" in.wk8s -o in.yaml -MF in.wk8s
said "is said" err 'the depfile `in.wk8s` is a source as well'
expect "the output itself" 2 "$WK8SC" in.wk8s -o in.yaml -MF in.yaml
expect "-MD without an output" 2 "$WK8SC" in.wk8s -MD
said "is explained" err '`-MD` needs `-o FILE` or `-O DIR`'
expect "-MP alone" 2 "$WK8SC" in.wk8s -o in.yaml -MP
expect "-MT alone" 2 "$WK8SC" in.wk8s -o in.yaml -MT x
expect "-MF without a name" 2 "$WK8SC" in.wk8s -o in.yaml -MF
said "is explained" err '`-MF` needs an argument: FILE'
expect "-MF for several outputs" 2 "$WK8SC" in.wk8s -o in.yaml main.wk8s -o main.yaml -MF d
expect "a dump" 2 "$WK8SC" in.wk8s -o in.yaml -MD --dump=ast
expect "another -M" 2 "$WK8SC" in.wk8s -o in.yaml -MMD
said "is unknown" err 'unknown option `-MMD`'
expect "-MD is no long option" 2 "$WK8SC" in.wk8s -o in.yaml --MD
check "no temporary file is left" test -z "$(find . -name '.wk8sc.*')"
finish
