#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# GNU make with share/wk8s/wk8s.mk, and ninja with depfiles: what is compiled
# again after which change, and what follows from that.
. "${top_srcdir:-.}/tests/check.inc"
cd "$tmp" || exit 1
# Our own make must not tell this one what to do.
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEFILES

write() {
	mkdir -p shop apps conf
	printf 'import "lib.wk8s" as lib\nConfigMap a { data.A: lib.x }\n' > a.wk8s
	printf 'import "lib.wk8s" as lib\nConfigMap b { data.A: "1" }\n' > b.wk8s
	printf 'ConfigMap c { data.A: file("../conf/c.txt") }\n' > apps/c.wk8s
	printf 'ConfigMap shop { data: files("../conf/*.conf") }\n' > shop/shop.wk8s
	echo 'let x = "1"' > lib.wk8s
	echo 1 > conf/c.txt
	echo 1 > conf/one.conf
	rm -f ./*.yaml ./*.used
}

# runs WHAT WORDS: the tool compiles and uses exactly these, in any order.
runs() {
	what=$1 words=$2
	sleep 0.02
	"$tool" > "$tmp/out" 2> "$tmp/err"
	got=$?
	got="$got: $(sed -n -e 's/.*-o \([a-z/]*\)\.yaml.*/\1/p' -e 's/.*used by \([a-z/]*\).*/use-\1/p' "$tmp/out" |
		sort -u | tr '\n' ' ')"
	if [ "$got" = "$words " ] || [ "$got" = "$words" ]; then
		good
	else
		bad "$tool, $what: $got instead of $words"
		cat "$tmp/out" "$tmp/err"
	fi
}

scenario() {
	write
	runs "the first time" "0: a apps/c b shop use-a use-apps/c use-b use-shop"
	runs "the second time" "0: "
	touch lib.wk8s
	cp -p a.yaml before.yaml
	runs "an imported file is touched" "0: a b"
	check "$tool: an output that does not change keeps its time" test -z "$(find a.yaml -newer before.yaml)"
	runs "again" "0: "
	echo 'let x = "2"' > lib.wk8s
	runs "an imported file changes" "0: a b use-a"
	runs "again" "0: "
	echo 2 > conf/c.txt
	runs "a file that is read changes" "0: apps/c use-apps/c"
	echo 1 > conf/two.conf
	runs "a file comes into a folder that is read" "0: shop use-shop"
	rm conf/one.conf
	runs "one goes" "0: shop use-shop"
	echo 'ConfigMap more { data.A: "1" }' > shop/more.wk8s
	runs "a source comes into a folder" "0: shop use-shop"
	runs "again" "0: "
	rm b.yaml
	runs "an output is removed" "0: b use-b"
	echo 'ConfigMap a { dat.A: "1" }' > a.wk8s
	runs "a mistake" "$broken: a"
	check "$tool: it is said" grep -q -r 'E0204' "$tmp/out" "$tmp/err"
	runs "again" "$broken: a"
	check "$tool: the old output stays" cmp -s a.yaml a.yaml.used
	printf 'import "none.wk8s" as lib\nConfigMap a { data.A: lib.x }\n' > a.wk8s
	runs "a file that is not there" "$broken: a"
	echo 'let x = "3"' > none.wk8s
	runs "then it is" "0: a use-a"
	mv none.wk8s other.wk8s
	printf 'import "other.wk8s" as lib\nConfigMap a { data.A: lib.x }\n' > a.wk8s
	runs "it gets another name" "0: a"
	runs "at last" "0: "
}

if make --version 2> /dev/null | grep -q GNU; then
	printf '%s\n' 'all: a.yaml.used b.yaml.used apps/c.yaml.used shop.yaml.used' \
		'%.used: %' '	@echo used by $(<:.yaml=)' '	@cp $< $@' 'include wk8s.mk' > Makefile
	cp "$top_srcdir/share/wk8s/wk8s.mk" .
	export WK8SC
	tool=make broken=2
	scenario
	# More of make.
	rm a.yaml.used
	runs "what uses it" "0: use-a"
	rm -rf .wk8s
	runs "no state" "0: a apps/c b shop"
	runs "again" "0: "
	make -n -B > "$tmp/out" 2>&1
	check "make -n writes nothing" test -z "$(find . -newer .wk8s/shop.yaml.stamp -name '*.yaml')"
	make WK8SCFLAGS="-n 'shop'" -B a.yaml > "$tmp/out" 2>&1
	check "options" grep -q 'namespace: shop' a.yaml
	mkdir second && cp a.wk8s other.wk8s second/
	check "parallel" make -C second -f ../wk8s.mk -j4 a.yaml other.yaml
	rm -rf Makefile wk8s.mk .wk8s
else
	echo "there is no GNU make: not tested with it"
fi

if command -v ninja > /dev/null 2>&1; then
	rm -rf shop apps conf other.wk8s ./*.yaml.used apps/*.used
	cat > build.ninja <<-NINJA
		rule wk8sc
		  command = $WK8SC \$in -o \$out -MD
		  depfile = \$out.d
		  deps = gcc
		  restat = 1
		  description = \$in -o \$out
		rule use
		  command = cp \$in \$out
		  description = used by \$in
		build a.yaml: wk8sc a.wk8s
		build b.yaml: wk8sc b.wk8s
		build apps/c.yaml: wk8sc apps/c.wk8s
		build shop.yaml: wk8sc shop
		build a.yaml.used: use a.yaml
		build b.yaml.used: use b.yaml
		build apps/c.yaml.used: use apps/c.yaml
		build shop.yaml.used: use shop.yaml
	NINJA
	tool=ninja broken=1
	scenario
else
	echo "there is no ninja: not tested with it"
fi
finish
