#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Several outputs in one run, and the order of the source.
. "${top_srcdir:-.}/tests/check.inc"
cd "$tmp" || exit 1

echo 'ConfigMap a { data.KEY: "1" }' > a.wk8s
echo 'ConfigMap b { data.KEY: "2" }' > b.wk8s
echo 'ConfigMap c { dat.KEY: "3" }' > bad.wk8s
mkdir folder && cp a.wk8s b.wk8s folder/
"$WK8SC" a.wk8s > a.good
"$WK8SC" b.wk8s > b.good
"$WK8SC" a.wk8s b.wk8s > ab.good

expect "two outputs" 0 "$WK8SC" a.wk8s -o a.yaml b.wk8s -o b.yaml
check "are as two runs would make them" cmp a.yaml a.good
check "both" cmp b.yaml b.good
rm -f *.yaml
expect "outputs first" 0 "$WK8SC" -o a.yaml a.wk8s -f yaml -o ab.yaml a.wk8s b.wk8s
check "hold what is behind them" cmp a.yaml a.good
check "all of it" cmp ab.yaml ab.good
rm -f *.yaml
expect "one output between its paths" 0 "$WK8SC" a.wk8s -o ab.yaml b.wk8s
check "has both" cmp ab.yaml ab.good
expect "one output before them" 0 "$WK8SC" -o ab.yaml folder
check "has both too" cmp ab.yaml ab.good
rm -f *.yaml
expect "a file and a folder of files" 0 "$WK8SC" a.wk8s b.wk8s -o ab.yaml folder -O made
check "the file" cmp ab.yaml ab.good
check "the folder" cmp made/configmap-a.yaml a.good
expect "check of both" 0 "$WK8SC" a.wk8s b.wk8s -o ab.yaml folder -O made --check
expect "check finds any" 1 "$WK8SC" a.wk8s -o ab.yaml folder -O made --check
said "and says which" err '^wk8sc: `ab.yaml` would change$'
expect "check finds the other" 1 "$WK8SC" a.wk8s b.wk8s -o ab.yaml a.wk8s -O made --check
said "and says which" err 'made/configmap-b.yaml. would be removed'
expect "an option for all" 0 "$WK8SC" a.wk8s -o a.yaml b.wk8s -o b.yaml -n staging
check "holds for all" test "$(grep -l 'namespace: staging' a.yaml b.yaml | wc -l)" = 2
expect "standard output as one of them" 0 "$WK8SC" a.wk8s -o - b.wk8s -o b.yaml
check "has its part" cmp "$tmp/out" a.good
rm -f *.yaml

expect "a mistake in one" 1 "$WK8SC" bad.wk8s -o bad.yaml a.wk8s -o a.yaml
check "does not keep the others from being written" cmp a.yaml a.good
check "keeps its own" test ! -e bad.yaml
expect "the worst exit code" 3 "$WK8SC" bad.wk8s -o bad.yaml none.wk8s -o none.yaml a.wk8s -o a.yaml
expect "in any order" 3 "$WK8SC" a.wk8s -o a.yaml none.wk8s -o none.yaml bad.wk8s -o bad.yaml
expect "statistics" 0 "$WK8SC" a.wk8s -o a.yaml b.wk8s -o b.yaml --stats
said "say of what" err '^a.yaml:$'

expect "paths without an output" 2 "$WK8SC" a.wk8s -o a.yaml b.wk8s -o b.yaml bad.wk8s
said "are named" err '`bad.wk8s` has no output: with several, each stands behind its paths'
expect "an output without paths" 2 "$WK8SC" a.wk8s -o a.yaml -o b.yaml
said "is named" err '`-o b.yaml` has no path before it, behind `-o a.yaml`'
expect "an output at the beginning without paths" 2 "$WK8SC" -o a.yaml -O made b.wk8s
said "is named" err '`-o a.yaml` has no path behind it'
expect "an output only" 2 "$WK8SC" -o a.yaml
said "is explained" err 'nothing to compile'
rm -f a.yaml
expect "one output twice" 2 "$WK8SC" a.wk8s -o a.yaml b.wk8s -o a.yaml
said "is said" err '`a.yaml` is the output of two groups of paths'
: > a.yaml
expect "in two spellings" 2 "$WK8SC" a.wk8s -o a.yaml b.wk8s -o ./a.yaml
expect "an output that another group reads" 2 "$WK8SC" a.wk8s -o a.yaml b.wk8s a.yaml -o b.yaml
said "is said" err 'the output `a.yaml` is a source as well'
expect "standard input twice" 2 "$WK8SC" - -o a.yaml - -o b.yaml

# Standard input that several groups include or take their parameters from.
for name in a b; do
	printf 'include "-"\nConfigMap %s { data.KEY: "1" }\n' $name > in-$name.wk8s
done
cat a.good | sed 's/name: a/name: input/' > input.yaml
"$WK8SC" in-a.wk8s -o a.yaml in-b.wk8s -o b.yaml < input.yaml 2> "$tmp/err"
check "standard input for two groups" test $? = 0
check "is there for both" test "$(grep -l 'name: input' a.yaml b.yaml | wc -l)" = 2
{ sleep 0.1; cat input.yaml; } | "$WK8SC" in-a.wk8s -o a.yaml in-b.wk8s -o ./b2.yaml 2> "$tmp/err"
check "a pipe too" cmp b.yaml b2.yaml

cat > order.wk8s <<'WK8S'
app web { Deployment web { containers.web { image: "nginx:1.27" } } }
include "raw.yaml" { verbatim: true }
ConfigMap last { data.KEY: "1" }
if true { ConfigMap very-last { data.KEY: "1" } }
WK8S
echo 'kind: Raw' > raw.yaml
expect "the order of applying" 0 "$WK8SC" order.wk8s
check "is by kinds" test "$(sed -n 's/^kind: //p' "$tmp/out" | tr '\n' ' ')" = 'ConfigMap ConfigMap Deployment Raw '
expect "the order of the source" 0 "$WK8SC" order.wk8s --order=source
check "is by places" test "$(sed -n 's/^kind: //p' "$tmp/out" | tr '\n' ' ')" = 'Deployment Raw ConfigMap ConfigMap '
expect "in files" 0 "$WK8SC" order.wk8s --order source -O made2
check "it is in the manifest" test "$(sed -n 's/^[0-9a-f]* \(.*\)-.*/\1/p' made2/.wk8sc | tr '\n' ' ')" = \
	'deployment verbatim configmap configmap-very '
expect "another order" 2 "$WK8SC" order.wk8s --order=name
said "lists those there are" err 'apply, source'
finish
