#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# `wk8sc init`: what it writes works, and it never writes over anything.
. "${top_srcdir:-.}/tests/check.inc"
cd "$tmp" || exit 1

all='.gitignore Makefile app.test.wk8s app.wk8s wk8s.root'

# has FOLDER: all files of a project, and nothing else
has() {
	test "$(cd "$1" && find . -type f | sed 's,^\./,,' | sort | tr '\n' ' ')" = "$all "
}

expect "a new folder" 0 "$WK8SC" init shop
check "has the files" has shop
for file in $all; do
	said "$file is told" out "^wrote shop/$file\$"
done
said "a command for the YAML" out '^  make -C shop$'
said "a command for the tests" out '^  wk8sc test shop$'
check "there are no messages" test ! -s "$tmp/err"
check "the files are those of the source" cmp shop/app.wk8s "$top_srcdir/src/cli/init/app.wk8s"
check "the Makefile too" cmp shop/Makefile "$top_srcdir/src/cli/init/Makefile"

mkdir here
cd here || exit 1
expect "the current folder" 0 "$WK8SC" init
cd ..
check "has the files" has here
said "the command needs no folder" out '^  make$'
said "nor does the other" out '^  wk8sc test$'
check "two projects are the same" diff -r shop here

expect "a name that a shell takes apart" 0 "$WK8SC" init "it's a shop"
said "is quoted" out "^  wk8sc test 'it'.''s a shop'\$"
expect "a folder with other files" 0 "$WK8SC" init ./a/
check "of any spelling" has a
mkdir busy
touch busy/notes.txt
expect "a folder with other files" 0 "$WK8SC" init busy
check "they stay" test -e busy/notes.txt
(umask 027 && "$WK8SC" init masked > /dev/null)
check "modes are the umask's" test "$(stat -c %a masked masked/app.wk8s | tr '\n' ' ')" = "750 640 "

# ---- it works ----

expect "the source" 0 "$WK8SC" shop/app.wk8s
check "compiles without a message" test ! -s "$tmp/err"
cp "$tmp/out" direct.yaml
expect "with parameters" 0 "$WK8SC" shop/app.wk8s -D image=example.com/web:2 -D replicas=5
said "takes them" out '^  replicas: 5$'
said "takes them" out 'image: example.com/web:2$'
expect "a parameter out of its range" 1 "$WK8SC" shop/app.wk8s -D replicas=50
expect "for the oldest Kubernetes" 0 "$WK8SC" shop/app.wk8s --k8s 1.29
expect "its tests" 0 "$WK8SC" test shop
said "are two" out '^1\.\.2$'
check "both are good" test "$(grep -c '^ok ' "$tmp/out")" = 2
sed -i 's/8080$/8081/; s/ports.http: 8080/ports.http: 9090/' here/app.wk8s
expect "they find a mistake" 1 "$WK8SC" test here
said "which is the port" out '^not ok 2 '

if make --version 2> /dev/null | grep -q GNU; then
	unset MAKEFLAGS MFLAGS MAKELEVEL
	export WK8SC
	expect "make" 0 make -C shop
	check "compiles" cmp shop/app.yaml direct.yaml
	cp shop/app.yaml first.yaml
	expect "make again" 0 make -C shop
	said "has nothing to do" out 'Nothing to be done'
	check "nothing changes" cmp shop/app.yaml first.yaml
	expect "make test" 0 make -C shop test
	said "runs the tests" out '^ok 2 '
	expect "make check" 0 make -C shop check
	said "runs them too" out '^ok 2 '
	echo 'let untidy=1' > shop/untidy.wk8s
	expect "make check finds what is not laid out" 2 make -C shop check
	said "and names it" out '^untidy\.wk8s$'
	expect "make fmt" 0 make -C shop fmt
	check "lays it out" test "$(cat shop/untidy.wk8s)" = 'let untidy = 1'
	expect "then make check" 0 make -C shop check
	rm shop/untidy.wk8s
	# An imported file is one that make looks at.
	echo 'let port = 8080' > shop/ports.wk8s
	sed -i -e '1i import "ports.wk8s"' -e 's/ports.http: 8080/ports.http: port/' shop/app.wk8s
	touch -d '2 seconds ago' shop/app.wk8s shop/ports.wk8s
	touch -d '4 seconds ago' shop/app.yaml
	expect "make after a change" 0 make -C shop
	said "compiles" out 'app.wk8s .*-o app.yaml'
	check "to the same" cmp shop/app.yaml first.yaml
	expect "make again" 0 make -C shop
	said "has nothing to do" out 'Nothing to be done'
	touch -d '2 seconds' shop/ports.wk8s
	echo 'let port = 8081' > shop/ports.wk8s
	touch -d '2 seconds' shop/ports.wk8s
	expect "make after a change of what is imported" 0 make -C shop
	check "sees it" grep -q 'containerPort: 8081' shop/app.yaml
	expect "make check finds the mistake" 2 make -C shop check
	said "in the test" out '^not ok 2 '
	expect "make clean" 0 make -C shop clean
	check "removes the outputs" test ! -e shop/app.yaml -a ! -e shop/app.yaml.d
	if git --version > /dev/null 2>&1; then
		make -C a > /dev/null 2>&1
		git init -q a > /dev/null 2>&1
		check "git sees the sources only" \
			test "$(cd a && git status --porcelain -uall | sed 's/^?? //' | sort | tr '\n' ' ')" = "$all "
	fi
else
	echo "there is no GNU make: not tested with it"
fi

# ---- it does not write over anything ----

for file in $all; do
	rm -rf taken
	mkdir taken
	echo mine > taken/$file
	expect "$file is there" 3 "$WK8SC" init taken
	said "and is named" err "^wk8sc: \`taken/$file\` is there already"
	check "alone" test "$(grep -c 'is there already' "$tmp/err")" = 1
	check "nothing is written" test "$(ls -A taken)" = $file
	check "it stays" grep -q '^mine$' taken/$file
	check "nothing is told" test ! -s "$tmp/out"
done
expect "a project again" 3 "$WK8SC" init masked
check "names all that are there" test "$(grep -c 'is there already' "$tmp/err")" = 5
rm -rf taken && mkdir taken && ln -s nowhere taken/app.wk8s
expect "a link to nothing" 3 "$WK8SC" init taken
check "is not followed" test ! -e taken/nowhere -a ! -e taken/Makefile

# ---- wrong use ----

echo mine > file
expect "a file for a folder" 3 "$WK8SC" init file
said "is said" err 'cannot make folder `file`: Not a directory'
check "it stays" grep -q '^mine$' file
expect "a folder in a file" 3 "$WK8SC" init file/shop
said "is said" err 'Not a directory'
expect "a folder in one that is not there" 3 "$WK8SC" init none/shop
said "is said" err 'cannot make folder `none/shop`: No such file'
check "it is not made" test ! -e none
mkdir -m 555 closed
if [ -w closed ]; then
	echo "this user may write everywhere: not tested with a folder that cannot be written"
else
	expect "a folder that cannot be written" 3 "$WK8SC" init closed
	said "is said" err 'cannot write `closed/[A-Za-z.]*`: Permission denied'
	check "nothing is there" test -z "$(ls -A closed)"
	expect "a folder in it" 3 "$WK8SC" init closed/shop
fi
# No file may have a byte: the first is made, and taken back.
{ ulimit -f 0 && "$WK8SC" init small 2>&1; echo "exit $?"; } | cat > "$tmp/out"
said "a file that cannot be written to its end" out '^exit 3$'
said "is said" out 'cannot write `small/'
check "nothing is left" test ! -e small

expect "two folders" 2 "$WK8SC" init x y
expect "an unknown option" 2 "$WK8SC" init --force x
said "is said" err 'unknown option `--force`'
expect "standard input" 2 "$WK8SC" init -
expect "an empty path" 2 "$WK8SC" init ''
check "write nothing" test ! -e x -a ! -e y
expect "help" 0 "$WK8SC" init --help
said "has the usage" out '^Usage: wk8sc init \[DIR\]'
finish
