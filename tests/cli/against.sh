#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# --against: a result compared with itself has no findings, whatever is in it;
# where what to compare with comes from, and what becomes of the output.
. "${top_srcdir:-.}/tests/check.inc"
top_srcdir=$(cd "$top_srcdir" && pwd)

# ---- every golden source against its own output, as YAML and as JSON ----

for golden in $(find "$top_srcdir/tests/golden" "$top_srcdir/examples" -name '*.yaml' | sort); do
	source=${golden%.yaml}.wk8s
	[ -f "$source" ] && [ -s "$golden" ] || continue
	head -n 2 "$source" | grep -q -e '^# flags:' -e '^# needs:' && continue
	cd "$(dirname "$source")" || exit 1
	"$WK8SC" "$source" -f json > "$tmp/live.json" 2> /dev/null || rm -f "$tmp/live.json"
	for live in "$golden" "$tmp/live.json"; do
		[ -f "$live" ] || continue
		if "$WK8SC" "$source" --against "$live" > "$tmp/out" 2> "$tmp/err" && cmp -s "$tmp/out" "$golden"; then
			good
		else
			bad "$source against $live:"
			head -n 20 "$tmp/err"
		fi
	done
done
cd "$tmp" || exit 1

# ---- where it comes from ----

cat > web.wk8s <<'EOF'
Deployment web {
  selector: "app=web"
  template.labels.app: "web"
  containers.web.image: "nginx:1"
}
EOF
expect "a first run" 0 "$WK8SC" web.wk8s -o web.yaml
sed 's/app: web/app: old/' web.yaml > live
expect "a file" 1 "$WK8SC" web.wk8s --against live
said "a file" err '^web.wk8s:2:13: error\[E0901\]: .selector. of Deployment .web. cannot change$'
check "nothing on standard output" test ! -s out
expect "standard input" 1 sh -c '"$1" web.wk8s --against - < live' sh "$WK8SC"
said "standard input" err ' --> <stdin>:[0-9]*:'
expect "standard input twice" 2 sh -c '"$1" - --against - < live' sh "$WK8SC"
said "standard input twice" err 'standard input .-. can be read once only'
printf 'include "-"\n' > both.wk8s
expect "standard input, included too" 1 sh -c '"$1" both.wk8s --against - < live' sh "$WK8SC"
said "standard input, included too" err '^both.wk8s:1:9: error\[E0602\]: the standard input is what .--against. reads$'
expect "the last one counts" 0 "$WK8SC" web.wk8s --against live --against web.yaml
expect "the last one counts, the other way" 1 "$WK8SC" web.wk8s --against web.yaml --against live

# ---- what becomes of the output ----

cp web.yaml before
sed 's/app=web/app=new/; s/"web"$/"new"/' web.wk8s > new.wk8s
expect "with findings" 1 "$WK8SC" new.wk8s -o web.yaml --against before
check "nothing is written" cmp -s web.yaml before
expect "against what it replaces" 1 "$WK8SC" new.wk8s -o web.yaml --against web.yaml
check "nothing is written then either" cmp -s web.yaml before
sed 's/nginx:1/nginx:2/' web.wk8s > good.wk8s
expect "a change that may be" 0 "$WK8SC" good.wk8s -o web.yaml --against web.yaml
check "it is written" grep -q nginx:2 web.yaml
expect "with --check" 1 "$WK8SC" new.wk8s -o web.yaml --check --against web.yaml

# ---- what cannot be read ----

expect "a file that is not there" 3 "$WK8SC" web.wk8s --against nothing
said "a file that is not there" err 'cannot read .nothing.: No such file'
expect "a folder" 3 "$WK8SC" web.wk8s --against .
said "a folder" err 'cannot read .\..: Is a directory'
expect "an empty file" 3 "$WK8SC" web.wk8s --against /dev/null
said "an empty file" err 'error\[E0904\]: there is nothing in ./dev/null. to compare with'
expect "no path" 2 "$WK8SC" web.wk8s --against ''
printf 'apiVersion: v1\nkind: List\nitems: []\n' > none
expect "a cluster without objects" 0 "$WK8SC" web.wk8s --against none
finish
