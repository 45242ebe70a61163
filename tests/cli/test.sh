#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# `wk8sc test`: which files, and what is told of them, word for word.
. "${top_srcdir:-.}/tests/check.inc"
cd "$tmp" || exit 1

mkdir -p deploy/sub/.hidden empty
cat > deploy/web.wk8s <<'END'
param image: string
param replicas: int = 2
app web {
  Deployment web { replicas: replicas, containers.web { image: image, ports.http: 8080 } }
  Service web { ports.http: 80 }
  if replicas > 1 { PodDisruptionBudget web { maxUnavailable: 1 } }
}
END
cat > deploy/web.test.wk8s <<'END'
include "web.wk8s" { image: "web:4", replicas: 3 }

assert Deployment.web.replicas == 3, "the replicas follow"
assert Service.web.spec.ports[0].targetPort == 8080, "the # of the port"
for w in resources(Workloads) {
  assert count(matching(w.selector)) == 1, "${w.name} selects itself"
}
warn Deployment.web.replicas > 5, "few"
END
cat > deploy/sub/one.test.wk8s <<'END'
include "../web.wk8s" { image: "web:4", replicas: 1 }
assert count(resources(PodDisruptionBudget)) == 0, "no budget for one pod"
END
cp deploy/sub/one.test.wk8s deploy/sub/.hidden/two.test.wk8s

# tells CODE ARGS...: the exit code, and standard output as on standard input
tells() {
	want=$1
	shift
	cat > wanted
	"$WK8SC" test "$@" > out 2> err < /dev/null
	got=$?
	if [ $got = "$want" ] && cmp -s wanted out; then
		good
	else
		bad "test $*: exit code $got"
		diff -u wanted out
		cat err
	fi
}

# A selector by itself is looked for in all namespaces, that of an object in its own.
mkdir spaces
cat > spaces/a.test.wk8s <<'END'
app a {
  namespace: "one"
  Deployment a { containers.a { image: "x:1", ports.http: 8080 } }
  Service a { ports.http: 80 }
}
Pod b { namespace: "two", labels."app.kubernetes.io/name": "a", containers.b.image: "x:1" }
assert count(matching(Deployment.a)) == 1, "its own"
assert count(matching(Service.a)) == 1, "that of the app"
assert count(matching(Deployment.a.selector)) == 2, "both"
END
tells 0 spaces <<'END'
TAP version 13
ok 1 - spaces/a.test.wk8s:7: its own
ok 2 - spaces/a.test.wk8s:8: that of the app
ok 3 - spaces/a.test.wk8s:9: both
1..3
END
rm -r spaces

tells 0 deploy <<'END'
TAP version 13
ok 1 - deploy/sub/one.test.wk8s:2: no budget for one pod
ok 2 - deploy/web.test.wk8s:3: the replicas follow
ok 3 - deploy/web.test.wk8s:4: the \# of the port
ok 4 - deploy/web.test.wk8s:6: web selects itself
1..4
END
check "a warning is told as always" grep -q 'warning\[W0804\]: few' err

touch deploy/wk8s.root
(cd deploy/sub && "$WK8SC" test > ../../out) && good || bad "the current folder"
check "the current folder is meant where none is named" grep -q '^ok 1 - one.test.wk8s:2' out

expect "a folder is compiled without its tests" 0 "$WK8SC" deploy -D image=web:4
check "its objects are there once" test "$(grep -c '^kind: Deployment' out)" = 1

cat > bad.test.wk8s <<'END'
include "deploy/web.wk8s" {
  image: "web:4"
}
assert Deployment.web.containers.web.image == "web:5", "the image is \"new\""
assert Deployment.web.replicas == 3, "as many as they should be"
assert Deployment.web.securityContext.runAsUser > 999, "no system user"
assert true, "this is so"
END
tells 1 bad.test.wk8s deploy/sub/one.test.wk8s <<'END'
TAP version 13
not ok 1 - bad.test.wk8s:4: the image is "new"
  ---
  message: "the image is \"new\""
  found: "`Deployment.web.containers.web.image` is \"web:4\""
  at: "bad.test.wk8s:4:1"
  set: "bad.test.wk8s:2:10"
  ...
not ok 2 - bad.test.wk8s:5: as many as they should be
  ---
  message: "as many as they should be"
  found: "`Deployment.web.replicas` is 2"
  at: "bad.test.wk8s:5:1"
  set: "deploy/web.wk8s:2:23"
  ...
not ok 3 - bad.test.wk8s:6: no system user
  ---
  message: "no system user"
  found: "`Deployment.web.securityContext.runAsUser` is absent"
  at: "bad.test.wk8s:6:1"
  ...
ok 4 - bad.test.wk8s:7: this is so
ok 5 - deploy/sub/one.test.wk8s:2: no budget for one pod
1..5
END

# What does not compile, what asserts nothing, what an included file asserts of its parameter.
echo 'include "deploy/web.wk8s" { image: "web:4", replicsa: 3 }' > wrong.test.wk8s
echo 'include "deploy/web.wk8s" { image: "web:4" }' > quiet.test.wk8s
printf 'param n: int\nassert n < 3, "too many"\nConfigMap c { data.n: "${n}" }\n' > part.wk8s
printf 'include "part.wk8s" { n: 4 }\nassert true, "never told"\n' > part.test.wk8s
tells 1 wrong.test.wk8s quiet.test.wk8s part.test.wk8s <<'END'
TAP version 13
not ok 1 - wrong.test.wk8s: does not compile
ok 2 - quiet.test.wk8s: compiles
ok 3 - part.test.wk8s:2: never told
not ok 4 - part.test.wk8s: does not compile
1..4
END
check "with a message" grep -q 'error\[E0318\]' err
check "an assertion of another file is an error" grep -q 'error\[E0803\]: too many' err

printf 'param n: int = 1\nassert n == 5, "n is given"\n' > given.test.wk8s
tells 0 given.test.wk8s -D n=5 <<'END'
TAP version 13
ok 1 - given.test.wk8s:2: n is given
1..1
END

expect "a folder without tests" 3 "$WK8SC" test empty
check "is said to have none" grep -q 'no files `\*.test.wk8s` in `empty`' err
expect "a file that is not there" 3 "$WK8SC" test nosuch.test.wk8s
expect "an unknown option" 2 "$WK8SC" test --tap
expect "help" 0 "$WK8SC" test --help
"$WK8SC" test deploy > /dev/full 2> err
check "a full disk" test $? = 3
finish
