#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What the READMEs of examples/environments and examples/platform say beside the
# commands: which mistakes are errors, and what wins.
. "${top_srcdir:-.}/tests/check.inc"

cp -R "$top_srcdir/examples/environments" "$top_srcdir/examples/platform" "$tmp/"
chmod -R u+w "$tmp"/*
cd "$tmp/environments" || exit 1

# edit FILE SCRIPT: FILE as it is shipped, changed by a script of sed
edit() {
	sed "$2" "$top_srcdir/examples/$1" > "$tmp/$1"
	check "$1 is changed by $2" test -n "$(cmp "$top_srcdir/examples/$1" "$tmp/$1")"
}

expect "production needs its tag" 1 "$WK8SC" prod
said "and says so" err 'E0312.*`tag`'
expect "from a file" 0 "$WK8SC" prod -p prod/release.yaml
said "the file's tag" out 'image: mirror.example.com/shop-web:1\.7\.3$'
said "no replicas beside the autoscaler" out 'minReplicas: 6'
expect "both" 0 "$WK8SC" -D tag=2.0.0 prod -p prod/release.yaml
said "the option wins" out 'image: mirror.example.com/shop-web:2\.0\.0$'
expect "a default" 0 "$WK8SC" staging
said "is used" out 'shop-web:1\.8\.0-rc\.2$'
expect "the base alone" 0 "$WK8SC" base.wk8s
expect "from elsewhere" 0 sh -c 'cd / && "$0" "$1"' "$WK8SC" "$tmp/environments/dev"
expect "two environments at once" 0 "$WK8SC" dev staging
check "two Deployments each" test "$(grep -c '^kind: Deployment' "$tmp/out")" = 4

edit environments/prod/prod.wk8s 's/logLevel: warn/logLevel: wran/; s/size: {/sise: {/; s/patch Deployment catalog/patch Deployment catlog/'
expect "misspelt names" 1 "$WK8SC" prod -D tag=1
said "of a choice" err 'did you mean `warn`'
said "of a parameter" err 'did you mean `size`'
said "of an object" err 'did you mean `catalog`'
said "and no others" err '^3 errors$'

cd "$tmp/platform" || exit 1
edit platform/payments.wk8s 's/class: large/class: huge/; s/replicas: 4/replicas: 400/'
expect "values that the platform does not take" 1 "$WK8SC" .
said "at the team's line" err '^payments.wk8s:[0-9]*:[0-9]*: error\[E0206\]: `huge`'
said "with the declaration" err 'class: "small" | "medium" | "large" = "small"'
said "and the range" err 'may not be `400`'
edit platform/payments.wk8s 's/WebService ledger/WebService book/; s/patch Deployment ledger/patch Deployment book/; s/containers.ledger/containers.book/'
expect "a renamed ledger" 1 "$WK8SC" .
said "is missed where it is used" err 'E0301.*nothing is called `ledger`'
edit platform/platform.wk8s 's/readinessProbe.httpGet/readinesProbe.httpGet/'
expect "a mistake in a component" 1 "$WK8SC" platform.wk8s
said "is found without an instance" err 'did you mean `readinessProbe`'
finish
