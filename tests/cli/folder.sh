#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# -O: a file for each resource; what is there from before, and what is not ours.
. "${top_srcdir:-.}/tests/check.inc"
cd "$tmp" || exit 1

cat > web.wk8s <<'WK8S'
app web {
  Service web { ports.http: 80 }
  Deployment web { containers.web { image: "nginx:1.27", ports.http: 80 } }
}
ConfigMap settings { data.GREETING: "hello" }
WK8S
grep -v ConfigMap web.wk8s > less.wk8s
sed 's/hello/hello, world/' web.wk8s > other.wk8s

# has DIR NAME...: these files and the manifest are all that is in DIR
has() {
	dir=$1
	shift
	printf '%s\n' .wk8sc "$@" | sort > "$tmp/wanted"
	ls -A "$dir" | sort | diff "$tmp/wanted" -
}

expect "a folder that is not there" 0 "$WK8SC" web.wk8s -O made
check "has a file for each" has made configmap-settings.yaml deployment-web.yaml service-web.yaml
check "says nothing" test ! -s "$tmp/out" -a ! -s "$tmp/err"
"$WK8SC" web.wk8s > all.yaml
first=yes
for name in $(sed -n 's/^[0-9a-f]\{16\} //p' made/.wk8sc); do
	[ $first = yes ] || echo '---'
	first=no
	cat "made/$name"
done > joined.yaml
check "the manifest has the order of applying" cmp joined.yaml all.yaml

touch -d '2020-01-01' made/* made/.wk8sc
expect "again" 0 "$WK8SC" web.wk8s -O made/
check "nothing is touched" test -z "$(find made -type f -newermt 2020-01-02)"
expect "check" 0 "$WK8SC" web.wk8s -O made --check
expect "check finds a change" 1 "$WK8SC" other.wk8s -O made --check
said "and says which" err '^wk8sc: `made/configmap-settings.yaml` would change$'
expect "check finds what is too much" 1 "$WK8SC" less.wk8s -O made --check
said "and says it" err '`made/configmap-settings.yaml` would be removed'
expect "check of no folder" 1 "$WK8SC" web.wk8s -O none --check
said "and says it" err '`none/service-web.yaml` would be made'
check "makes none" test ! -e none
check "nothing is touched by it" test -z "$(find made -type f -newermt 2020-01-02)"

chmod 640 made/configmap-settings.yaml
expect "a change" 0 "$WK8SC" other.wk8s -O made
check "is written" grep -q world made/configmap-settings.yaml
check "the mode stays" test "$(stat -c %a made/configmap-settings.yaml)" = 640
check "others are not touched" test -z "$(find made -name '*-web.yaml' -newermt 2020-01-02)"

echo 'for people' > made/README
echo 'kind: Mine' > made/mine.yaml
expect "fewer resources" 0 "$WK8SC" less.wk8s -O made
check "what is not made any more goes, what is not ours stays" \
	has made README deployment-web.yaml mine.yaml service-web.yaml

"$WK8SC" web.wk8s -O made
echo '# by hand' >> made/configmap-settings.yaml
expect "a stale file that somebody changed" 0 "$WK8SC" less.wk8s -O made
said "is told of" err '^wk8sc: `made/configmap-settings.yaml` is not made any more, but was changed by somebody else: it stays$'
check "and stays" grep -q 'by hand' made/configmap-settings.yaml
expect "the next time" 0 "$WK8SC" less.wk8s -O made
said "it is told of again" err 'configmap-settings.yaml. is not made any more'
expect "when it is made again" 0 "$WK8SC" web.wk8s -O made
check "it is as it should be" test "$(grep -c 'by hand' made/configmap-settings.yaml)" = 0

# What is in the way.
"$WK8SC" less.wk8s -O made
echo 'kind: Mine' > made/configmap-settings.yaml
cp -a made before
expect "a foreign file in the way" 3 "$WK8SC" other.wk8s -O made --k8s 1.30
said "is said" err '^wk8sc: `made/configmap-settings.yaml` is in the way: wk8sc did not make it$'
check "nothing is written" diff -r before made
sed 's/1\.27/1.28/' web.wk8s > newer.wk8s
expect "even if others would change" 3 "$WK8SC" newer.wk8s -O made
check "nothing is written then" diff -r before made
rm made/configmap-settings.yaml && mkdir made/configmap-settings.yaml
expect "a folder in the way" 3 "$WK8SC" newer.wk8s -O made
said "is said" err 'configmap-settings.yaml. is in the way: it is a folder'
rmdir made/configmap-settings.yaml && ln -s ../web.wk8s made/configmap-settings.yaml
expect "a link in the way" 3 "$WK8SC" newer.wk8s -O made
said "is said" err 'it is no regular file'
check "what it leads to is as before" grep -q '^app web' web.wk8s
rm made/configmap-settings.yaml
"$WK8SC" web.wk8s -O made && rm made/.wk8sc
expect "the same files without a manifest" 0 "$WK8SC" web.wk8s -O made
check "are ours from then on" grep -q configmap-settings.yaml made/.wk8sc

# What cannot be.
expect "a file" 3 "$WK8SC" web.wk8s -O all.yaml
said "is said" err 'cannot write `all.yaml`: Not a directory'
expect "below a folder that is not there" 3 "$WK8SC" web.wk8s -O no/where
said "is said" err 'cannot write `no/where`: No such file'
if [ "$(id -u)" != 0 ]; then
	mkdir locked && chmod 555 locked
	expect "a folder that may not be written" 3 "$WK8SC" web.wk8s -O locked
	said "is said" err 'cannot write `locked`: Permission denied'
fi
echo '../../etc/passwd' > made/.wk8sc
expect "a manifest that is none" 3 "$WK8SC" web.wk8s -O made
said "is said" err '^wk8sc: `made/.wk8sc`, line 1: wk8sc did not write this; without the file it begins anew$'
echo 'victim' > victim.yaml
printf '0123456789abcdef ../victim.yaml\n' > made/.wk8sc
expect "one that leads out of the folder" 3 "$WK8SC" web.wk8s -O made
check "removes nothing there" test -f victim.yaml
rm made/.wk8sc && mkdir made/.wk8sc
expect "one that is a folder" 3 "$WK8SC" web.wk8s -O made
rmdir made/.wk8sc
echo 'ConfigMap settings { dat.GREETING: "hello" }' > bad.wk8s
"$WK8SC" web.wk8s -O made && rm -rf before && cp -a made before
expect "mistakes" 1 "$WK8SC" bad.wk8s -O made
check "change nothing" diff -r before made
expect "mistakes and no folder" 1 "$WK8SC" bad.wk8s -O new
check "make none" test ! -e new
expect "a dump" 2 "$WK8SC" web.wk8s -O made --dump=ast
expect "no name" 2 "$WK8SC" web.wk8s -O ''
large=$(printf '%02000d' 0)
echo "ConfigMap large { data.KEY: \"$large\" }" > large.wk8s
(ulimit -f 1 && "$WK8SC" large.wk8s -O made) 2> "$tmp/err"
check "a full disk" test $? = 3
said "is said" err 'File too large'
check "changes nothing" diff -r before made

# Where new files wait: what a killed run has left goes, what is behind a link does not.
mkdir made/.wk8sc.new && echo half > made/.wk8sc.new/service-web.yaml
expect "what a killed run has left" 0 "$WK8SC" web.wk8s -O made
check "goes" test ! -e made/.wk8sc.new
mkdir precious && echo mine > precious/file
ln -s ../precious made/.wk8sc.new
expect "a link in its place" 3 "$WK8SC" other.wk8s -O made
said "is said" err 'cannot write `made/.wk8sc.new`: Not a directory'
check "nothing goes behind it" test -f precious/file
rm made/.wk8sc.new && mkdir -p made/.wk8sc.new/deep
expect "a folder within" 3 "$WK8SC" other.wk8s -O made
rm -r made/.wk8sc.new
check "changes nothing" diff -r before made

# Names.
cat > names.wk8s <<'WK8S'
extern Namespace a
extern Namespace b
app one { namespace: a, ConfigMap web { data.A: "1" } }
app two { namespace: b, ConfigMap web { data.A: "2" }, ConfigMap own { data.A: "2" } }
ClusterRole "system:web" { rules: [] }
ClusterRole "x:y" { rules: [] }
ClusterRole "X:y" { rules: [] }
include "part.yml" { verbatim: true }
include "part.yml" { verbatim: true }
WK8S
printf 'kind: Part' > part.yml
expect "names" 0 "$WK8SC" names.wk8s -O names
check "are short, and longer where two would be the same" has names a_configmap-web.yaml b_configmap-web.yaml \
	configmap-own.yaml clusterrole-system_web.yaml clusterrole.rbac.authorization.k8s.io-x_3ay.yaml \
	clusterrole.rbac.authorization.k8s.io-_58_3ay.yaml verbatim-part.yml_1.yaml verbatim-part.yml_2.yaml
check "a text that is passed through" test "$(cat names/verbatim-part.yml_1.yaml)" = 'kind: Part'
long=$(printf '%0240d' 0 | tr 0 a)
printf 'ClusterRole "%sb" { rules: [] }\nClusterRole "%sc" { rules: [] }\n' "$long" "$long" > long.wk8s
expect "long names" 0 "$WK8SC" long.wk8s -O long
check "are cut" test "$(ls long | wc -l)" = 2
expect "JSON" 0 "$WK8SC" web.wk8s -O json -f json
check "has files of its own" has json configmap-settings.json deployment-web.json service-web.json
check "of one object each" grep -q '^  "kind": "Service",$' json/service-web.json
expect "from JSON to YAML" 0 "$WK8SC" web.wk8s -O json
check "the others go" has json configmap-settings.yaml deployment-web.yaml service-web.yaml
: > nothing.wk8s
expect "no resource at all" 0 "$WK8SC" nothing.wk8s -O json
check "leaves nothing" has json

# Killed at any moment: each file is the old one or the new one, and the next run knows them all.
i=0
while [ $i -lt 100 ]; do
	echo "ConfigMap c$i { data.KEY: \"VALUE\" }"
	i=$((i + 1))
done > template
sed 's/VALUE/old/' template > old.wk8s
sed -e 's/VALUE/new/' -e 's/c\([0-9]\) /d\1 /' template > new.wk8s
"$WK8SC" new.wk8s -O new
began=$(date +%s%N)
"$WK8SC" old.wk8s -O old
whole=$((($(date +%s%N) - began) / 1000))
"$WK8SC" old.wk8s -O killed
(cd old && cksum *.yaml) > sums.old
(cd new && cksum *.yaml) > sums.new
cat sums.old sums.new > known
i=0 torn=0 halves=0 cut=0
while [ $i -lt 24 ]; do
	[ $((i % 2)) = 0 ] && next=new || next=old
	"$WK8SC" $next.wk8s -O killed &
	sleep "$(printf '0.%06d' $((whole * i / 20)))"
	kill -9 $! 2> /dev/null
	wait $! 2> /dev/null || cut=$((cut + 1))
	(cd killed && cksum *.yaml) > sums
	grep -v -x -F -f known sums && torn=$((torn + 1))
	grep -q -x -F -f sums.old sums && grep -q -x -F -f sums.new sums && halves=$((halves + 1))
	"$WK8SC" $next.wk8s -O killed 2> "$tmp/err" || bad "after a kill: $(cat "$tmp/err")"
	diff -r $next killed > differs || bad "a run after a kill does not do all: $(head -n 3 differs)"
	i=$((i + 1))
done > torn 2> /dev/null
check "no file is half: $(head -n 3 torn)" test $torn = 0
echo "$cut of $i runs were killed, $halves while they replaced files"
check "some runs were killed" test $cut -gt 0
check "nothing is left over" test -z "$(find . -name '.wk8sc?*')"
finish
