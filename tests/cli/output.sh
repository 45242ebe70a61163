#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# -o: the old file stays unless everything went well, and when nothing changed.
. "${top_srcdir:-.}/tests/check.inc"
cd "$tmp" || exit 1

cat > good.wk8s <<'END'
ConfigMap settings { data.GREETING: "hello" }
END
cat > other.wk8s <<'END'
ConfigMap settings { data.GREETING: "hello, world" }
END
cat > bad.wk8s <<'END'
ConfigMap settings { dat.GREETING: "hello" }
END

expect "write" 0 "$WK8SC" good.wk8s -o out.yaml
check "something is there" test -s out.yaml
check "standard output is empty" test ! -s "$tmp/out"
"$WK8SC" good.wk8s > direct.yaml
check "the same as standard output" cmp out.yaml direct.yaml

cp out.yaml before.yaml
chmod 640 out.yaml
touch -d '2020-01-01' out.yaml
expect "again" 0 "$WK8SC" good.wk8s -o out.yaml
check "not touched" test -z "$(find out.yaml -newermt 2020-01-02)"
expect "check" 0 "$WK8SC" good.wk8s -o out.yaml --check
expect "check finds a difference" 1 "$WK8SC" other.wk8s -o out.yaml --check
said "and says so" err 'out.yaml. would change'
check "and writes nothing" cmp out.yaml before.yaml
expect "check of a file that is not there" 1 "$WK8SC" good.wk8s -o none.yaml --check
check "it still is not" test ! -e none.yaml

expect "errors" 1 "$WK8SC" bad.wk8s -o out.yaml
check "keep the old file" cmp out.yaml before.yaml
expect "errors without an old file" 1 "$WK8SC" bad.wk8s -o new.yaml
check "make none" test ! -e new.yaml

expect "another text" 0 "$WK8SC" other.wk8s -o out.yaml
check "is written" grep -q world out.yaml
check "the mode stays" test "$(stat -c %a out.yaml)" = 640
expect "a shorter text" 0 "$WK8SC" good.wk8s -o out.yaml
check "is written too" cmp out.yaml before.yaml

{ cat before.yaml; echo "# more"; } > out.yaml
expect "an old file that goes on" 0 "$WK8SC" good.wk8s -o out.yaml
check "is cut off" cmp out.yaml before.yaml

(umask 027 && "$WK8SC" good.wk8s -o masked.yaml)
check "a new file's mode is the umask's" test "$(stat -c %a masked.yaml)" = 640

mkdir real && cp other.wk8s real/x && ln -s real/x link.yaml
expect "through a link" 0 "$WK8SC" good.wk8s -o link.yaml
check "the link stays" test -L link.yaml
check "its target changes" cmp real/x before.yaml

expect "no such folder" 3 "$WK8SC" good.wk8s -o nowhere/out.yaml
said "is said" err 'cannot write .nowhere/out.yaml.: No such file'
expect "a folder" 3 "$WK8SC" good.wk8s -o real
expect "a source" 2 "$WK8SC" good.wk8s -o ./good.wk8s
check "is not lost" grep -q hello good.wk8s
echo 'replicas: 3' > params.yaml
expect "a file of parameters" 2 "$WK8SC" good.wk8s -p params.yaml -o ./params.yaml
said "is said" err 'the output `./params.yaml` is a file of parameters as well'
check "is not lost" grep -q replicas params.yaml

if [ -c /dev/full ]; then
	expect "a full disk" 3 "$WK8SC" good.wk8s -o /dev/full
	said "is said" err 'No space left'
	"$WK8SC" good.wk8s > /dev/full 2> "$tmp/err"
	check "standard output on a full disk" test $? = 3
	"$WK8SC" --help > /dev/full 2> "$tmp/err"
	check "help on a full disk" test $? = 3
fi
# A file system that is full: the limit on file sizes does the same.
i=0
while [ $i -lt 3000 ]; do
	echo "ConfigMap c$i { data.KEY: \"a value of some length, so that the limit is met\" }"
	i=$((i + 1))
done > large.wk8s
cp before.yaml out.yaml
(ulimit -f 64 && "$WK8SC" large.wk8s -o out.yaml) 2> "$tmp/err"
check "a file that cannot grow" test $? = 3
check "the old file is as before" cmp out.yaml before.yaml

"$WK8SC" good.wk8s 2> "$tmp/err" >&-
check "standard output is closed" test $? = 3
{ sleep 0.2; "$WK8SC" large.wk8s 2> "$tmp/err"; echo $? > "$tmp/status"; } | :
check "a closed pipe" test "$(cat "$tmp/status")" = 3
said "is said" err 'Broken pipe'

check "no temporary file is left" test -z "$(find . -name '.wk8sc*')"
finish
