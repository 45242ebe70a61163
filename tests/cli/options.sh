#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Options, help, colours and exit codes.
. "${top_srcdir:-.}/tests/check.inc"
cd "$tmp" || exit 1

echo 'ConfigMap a { data.KEY: "1" }' > a.wk8s
echo 'ConfigMap a { dat.KEY: "1" }' > bad.wk8s
esc=$(printf '\033')

expect "version" 0 "$WK8SC" --version
said "has the version and that of Kubernetes" out '^wk8sc [0-9.]* (Kubernetes 1\.[0-9]* to 1\.[0-9]*)$'
expect "version, short" 0 "$WK8SC" -V
expect "help" 0 "$WK8SC" --help
said "names the commands" out '^  types '
said "and the options" out '-o, --output'
expect "help of a command" 0 "$WK8SC" help build
said "names its options" out '--k8s 1.NN'
expect "the same as an option" 0 "$WK8SC" build --help
said "names its options" out '--k8s 1.NN'
expect "help of types" 0 "$WK8SC" types -h
expect "help of nothing" 2 "$WK8SC" help nothing
expect "help of help" 0 "$WK8SC" help --help
said "names the commands" out '^  types '

expect "no argument" 2 "$WK8SC"
expect "options only" 2 "$WK8SC" -f yaml
expect "an unknown option" 2 "$WK8SC" a.wk8s --colr=never
said "suggests" err 'unknown option .--colr., did you mean .--color.'
expect "an unknown letter" 2 "$WK8SC" a.wk8s -x
expect "a missing argument" 2 "$WK8SC" a.wk8s -o
said "is named" err 'needs an argument: FILE'
expect "an argument too many" 2 "$WK8SC" a.wk8s --check=yes
expect "a misspelt command" 2 "$WK8SC" biuld a.wk8s
said "suggests" err 'did you mean .build.'
expect "a bad format" 2 "$WK8SC" a.wk8s -f toml
said "lists the others" err 'yaml, json'
expect "a version too old" 2 "$WK8SC" a.wk8s --k8s 1.9
said "names the range" err 'from 1\.[0-9]* to 1\.[0-9]*'
expect "a version too new" 2 "$WK8SC" a.wk8s --k8s=1.99
expect "a version with a blank" 2 "$WK8SC" a.wk8s --k8s "1. 30"
expect "no version" 2 "$WK8SC" a.wk8s --k8s newest
expect "a bad namespace" 2 "$WK8SC" a.wk8s -n 'Not_a_name'
expect "a bad number" 2 "$WK8SC" a.wk8s --max-errors none
expect "check without a file" 2 "$WK8SC" a.wk8s --check

for word in replicas =3 .a=3 a.=3 a..b=3 3a=3 a-=3 -a=3 a--b=3 'a b=3' ''; do
	expect "-D '$word'" 2 "$WK8SC" a.wk8s -D "$word"
done
expect "a definition without a value" 2 "$WK8SC" a.wk8s -Dreplicas
said "is explained" err '`-D` needs NAME=VALUE, `replicas` has no `=`'
expect "a definition of no name" 2 "$WK8SC" a.wk8s --define=3a=x
said "is explained" err '`-D` needs the name of a parameter before `=`, not `3a`'
expect "a definition of nothing" 2 "$WK8SC" a.wk8s -D
said "names its form" err '`--define` (`-D`) needs an argument: NAME=VALUE'
expect "parameters of nowhere" 2 "$WK8SC" a.wk8s -p ''
said "are explained" err 'a path is empty'
expect "parameters and sources from standard input" 2 "$WK8SC" - -p -
said "cannot be" err 'once only'
expect "a root that is a file" 2 "$WK8SC" a.wk8s --root bad.wk8s
said "is none" err '`--root` needs a folder, `bad.wk8s` is none'
expect "a root that is not there" 2 "$WK8SC" a.wk8s --root=nowhere
said "is none" err '`--root nowhere`: No such file'
expect "another folder as root" 0 "$WK8SC" a.wk8s --root /

expect "a good file" 0 "$WK8SC" a.wk8s --k8s 1.30 -fyaml
check "no messages" test ! -s "$tmp/err"
expect "a namespace" 0 "$WK8SC" a.wk8s -n staging
said "is used" out '^  namespace: staging$'
expect "json" 0 "$WK8SC" a.wk8s -f json
said "is a list" out '"kind": "List"'

expect "errors" 1 "$WK8SC" bad.wk8s
said "are for people" err '^bad.wk8s:1:15: error\[E0204\]: '
check "without colours" test -z "$(grep "$esc" "$tmp/err")"
expect "errors in colour" 1 "$WK8SC" bad.wk8s --color=always
said "have colours" err "$esc"
NO_COLOR=1 "$WK8SC" bad.wk8s --color=always 2> "$tmp/err"
said "an option is stronger than NO_COLOR" err "$esc"
if script -qec true /dev/null > /dev/null 2>&1; then
	TERM=xterm script -qec "'$WK8SC' bad.wk8s" /dev/null > "$tmp/err" < /dev/null
	said "colours on a terminal" err "$esc"
	NO_COLOR=1 TERM=xterm script -qec "'$WK8SC' bad.wk8s" /dev/null > "$tmp/err" < /dev/null
	check "not with NO_COLOR" test -z "$(grep "$esc" "$tmp/err")"
	TERM=dumb script -qec "'$WK8SC' bad.wk8s" /dev/null > "$tmp/err" < /dev/null
	check "not on a dumb one" test -z "$(grep "$esc" "$tmp/err")"
fi
expect "errors as gcc writes them" 1 "$WK8SC" bad.wk8s --error-format=gcc
check "one line" test "$(wc -l < "$tmp/err")" = 1
said "with what is likely" err '^bad.wk8s:1:15: error: unknown field `dat` in ConfigMap: did you mean `data`? \[E0204\]$'
expect "errors as JSON" 1 "$WK8SC" bad.wk8s --error-format=json
said "with the code" err '"E0204"'
for i in 1 2 3 4 5; do echo "ConfigMap c$i { dat$i: \"1\" }"; done > many.wk8s
expect "a limit of errors" 1 "$WK8SC" many.wk8s --max-errors 2
check "is kept" test "$(grep -c 'error\[E0204\]' "$tmp/err")" = 2

expect "statistics" 0 "$WK8SC" a.wk8s --stats
said "have phases" err '^load  *[0-9.]* ms'
expect "tokens" 0 "$WK8SC" a.wk8s --dump=tokens
check "are written" test -s "$tmp/out"
expect "the tree" 0 "$WK8SC" a.wk8s --dump=ast
check "is written" test -s "$tmp/out"
expect "objects" 0 "$WK8SC" a.wk8s --dump=objects
check "are written" test -s "$tmp/out"

expect "types without a document" 2 "$WK8SC" types -O x
expect "types without a folder" 2 "$WK8SC" types a.wk8s
if [ -n "${HAVE_TYPES-yes}" ]; then
	expect "types of something else" 1 "$WK8SC" types -O x a.wk8s
	check "write nothing" test -z "$(ls x 2>/dev/null)"
	expect "types of nothing" 3 "$WK8SC" types -O x none.json
	said "is said" err '^none.json: cannot be read: No such file'
	expect "types of a folder" 3 "$WK8SC" types -O x .
	said "is said" err '^\.: cannot be read: Is a directory'
fi
finish
