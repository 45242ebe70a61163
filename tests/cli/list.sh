#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# `wk8sc list`: the tables and lists, word for word.
. "${top_srcdir:-.}/tests/check.inc"
cd "$tmp" || exit 1

cat > lib.wk8s <<'END'
component Web(image: string) {
  app (name) {
    Deployment (name) { containers.main { image: image, ports.http: 8080 } }
    Service (name) { ports.http: 80 }
  }
}
END
cat > base.yaml <<'END'
apiVersion: v1
kind: ConfigMap
metadata: {name: c}
---
apiVersion: v1
kind: Pod
metadata: {name: p}
spec: {containers: [{name: a, image: "b:1"}]}
END
cat > shop.wk8s <<'END'
import "lib.wk8s"
include "raw.txt" { verbatim: true }
include "base.yaml"
include "base.yaml" as moved { namespace: "far", namePrefix: "x-" }
param tag: string = "1.4"
param odd: string = "c:1"

Web shop { image: "registry.example.com/shop:${tag}" }
Web pay { image: "b:1" }
Namespace far {}
Pod _ {
  metadata.generateName: "run-"
  containers.a.image: odd
  initContainers.b.image: "b:1"
  ephemeralContainers.c { image: "B:1" }
  volumes.v: { image: "files:1" }
}
END
echo "kind: Unknown" > raw.txt

# lists ARGUMENT...: what is written stands on standard input, and there are no messages
lists() {
	cat > wanted
	"$WK8SC" list "$@" > out 2> err < /dev/null
	got=$?
	if [ $got = 0 ] && cmp -s wanted out && [ ! -s err ]; then
		good
	else
		bad "list $*: exit code $got"
		diff -u wanted out
		cat err
	fi
}

lists shop.wk8s <<'END'
KIND         NAMESPACE   NAME   SOURCE
Namespace    -           far    shop.wk8s:10
ConfigMap    -           c      base.yaml:1
ConfigMap    far         x-c    base.yaml:1
Service      -           shop   lib.wk8s:4
Service      -           pay    lib.wk8s:4
Pod          -           p      base.yaml:5
Pod          far         x-p    base.yaml:5
Deployment   -           shop   lib.wk8s:3
Deployment   -           pay    lib.wk8s:3
Pod          -           -      shop.wk8s:11
-            -           -      raw.txt
END

# The order is that of the YAML.
for order in apply source; do
	"$WK8SC" shop.wk8s --order=$order | sed -n 's/^kind: //p' > kinds
	"$WK8SC" list shop.wk8s --order=$order | sed -e 1d -e 's/ .*//' -e 's/^-$/Unknown/' > listed
	check "the order $order" cmp -s kinds listed
done

lists base.yaml -n shop --order=source <<'END'
KIND        NAMESPACE   NAME   SOURCE
ConfigMap   shop        c      base.yaml:1
Pod         shop        p      base.yaml:5
END

printf 'ConfigMap c { namespace: "shop" }\n' > small.wk8s
lists small.wk8s -f json <<'END'
[
  {
    "kind": "ConfigMap",
    "apiVersion": "v1",
    "name": "c",
    "namespace": "shop",
    "file": "small.wk8s",
    "line": 1
  }
]
END

cat > odd.wk8s <<'END'
include "raw.txt" { verbatim: true }
Pod _ { metadata.generateName: "run-", containers.a.image: "a:1" }
END
lists odd.wk8s -f json --order=source <<'END'
[
  {
    "kind": null,
    "apiVersion": null,
    "name": null,
    "namespace": null,
    "file": "raw.txt",
    "line": null
  },
  {
    "kind": "Pod",
    "apiVersion": "v1",
    "name": null,
    "namespace": null,
    "file": "odd.wk8s",
    "line": 2
  }
]
END

# Without a path it is the current folder; standard input has a name of its own.
mkdir folder
cp small.wk8s folder/
(cd folder && "$WK8SC" list) > out 2>&1
check "the current folder" grep -q '^ConfigMap   shop        c      small.wk8s:1$' out
"$WK8SC" list - < small.wk8s > out 2>&1
check "standard input" grep -q '^ConfigMap   shop        c      <stdin>:1$' out

# What draws something else on a terminal is shown; wide letters are two columns.
printf 'ConfigMap c {}\n' > "$(printf 'a\033[2J.wk8s')"
lists "$(printf 'a\033[2J.wk8s')" <<'END'
KIND        NAMESPACE   NAME   SOURCE
ConfigMap   -           c      a␛[2J.wk8s:1
END

# ---- nothing ----

: > empty.wk8s
lists empty.wk8s <<'END'
KIND   NAMESPACE   NAME   SOURCE
END
lists empty.wk8s -f json <<'END'
[]
END
lists small.wk8s --images <<'END'
IMAGE   OBJECTS
END
lists small.wk8s --images -f json <<'END'
[]
END

# ---- images ----

sed 2d shop.wk8s > typed.wk8s
lists typed.wk8s --images <<'END'
IMAGE                           OBJECTS
B:1                             Pod/-
b:1                             Pod/p, Pod/far/x-p, Deployment/pay, Pod/-
c:1                             Pod/-
files:1                         Pod/-
registry.example.com/shop:1.4   Deployment/shop
END
lists typed.wk8s --images --order=source -D tag=2 -D odd=b:1 <<'END'
IMAGE                         OBJECTS
B:1                           Pod/-
b:1                           Pod/p, Pod/far/x-p, Deployment/pay, Pod/-
files:1                       Pod/-
registry.example.com/shop:2   Deployment/shop
END
lists base.yaml --images --format=json <<'END'
[
  {
    "image": "b:1",
    "objects": [
      {
        "kind": "Pod",
        "apiVersion": "v1",
        "name": "p",
        "namespace": null,
        "file": "base.yaml",
        "line": 5
      }
    ]
  }
]
END
# A text is JSON whatever is in it, and one line of the table.
lists typed.wk8s --images -D 'odd=日"
:x' <<'END'
IMAGE                           OBJECTS
B:1                             Pod/-
b:1                             Pod/p, Pod/far/x-p, Deployment/pay, Pod/-
files:1                         Pod/-
registry.example.com/shop:1.4   Deployment/shop
日"␊:x                          Pod/-
END
expect "an image in JSON" 0 "$WK8SC" list typed.wk8s --images -f json -D 'odd=日"
:x'
said "is escaped" out '"image": "日\\"\\n:x",'

expect "images where a text is passed through" 0 "$WK8SC" list shop.wk8s --images
said "a warning" err 'shop.wk8s:2:1: warning\[W0613\]: images in a text that is passed through are not in the list'
check "one" test "$(grep -c W0613 "$tmp/err")" = 1
said "the others are listed" out '^files:1 '
expect "the objects of it" 0 "$WK8SC" list shop.wk8s
check "need no warning" test ! -s "$tmp/err"

# Of one's own kinds: what an annotation says, in lists and maps too.
cat > own.wk8s <<'END'
kind Build in example.com/v1 { spec: BuildSpec }
type BuildSpec { base: string, tools: [string], stages: {string: Stage}, title: string }
type Stage { from: string }
annotate BuildSpec { base: image, tools: image }
annotate Stage { from: image }
Build b { base: "base:1", tools: ["t:1", "t:2", "t:1", ""], stages.x.from: "x:1", title: "none:1" }
END
lists own.wk8s --images <<'END'
IMAGE    OBJECTS
base:1   Build/b
t:1      Build/b
t:2      Build/b
x:1      Build/b
END

# ---- mistakes ----

printf 'Deployment web { replica: 1 }\n' > wrong.wk8s
for how in "" "-f json" "--images"; do
	# The words are meant to be split.
	expect "a source with mistakes $how" 1 "$WK8SC" list wrong.wk8s $how
	said "they are told" err 'E0204'
	check "nothing is listed" test ! -s "$tmp/out"
done
expect "mistakes as gcc writes them" 1 "$WK8SC" list wrong.wk8s --error-format=gcc
said "on a line" err '^wrong.wk8s:1:18: error: .*\[E0204\]$'
expect "a parameter that is not there" 1 "$WK8SC" list small.wk8s -D tag=1
expect "no such option" 2 "$WK8SC" list small.wk8s --image
said "is said" err 'unknown option `--image`'
expect "an option of build" 2 "$WK8SC" list small.wk8s -o out.txt
check "writes nothing" test ! -e out.txt
expect "no such form" 2 "$WK8SC" list small.wk8s -f xml
said "says which there are" err '`--format` cannot be `xml`, only one of: table, json'
expect "YAML is no form of a list" 2 "$WK8SC" list small.wk8s -f yaml
expect "no such order" 2 "$WK8SC" list small.wk8s --order=name
expect "no such version" 2 "$WK8SC" list small.wk8s --k8s 1.2
expect "a bad namespace" 2 "$WK8SC" list small.wk8s -n A_B
expect "a source that is not there" 3 "$WK8SC" list none.wk8s
mkdir bare
expect "a folder without sources" 3 "$WK8SC" list bare
expect "help" 0 "$WK8SC" list --help
said "has the options" out '^  *--images '
if [ -w /dev/full ]; then
	"$WK8SC" list small.wk8s > /dev/full 2> "$tmp/err"
	check "a full disk" test $? = 3
	said "is said" err 'No space left'
fi
finish
