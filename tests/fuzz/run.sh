#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds the fuzzing programs with clang and runs each for some seconds, from
# the golden sources and examples as seeds; `make fuzz` calls it. What was found
# stays in the folder fuzz/ of the build.
set -eu
clang=$1 flags=$2 seconds=$3 srcdir=$4 sources=$5 generated=$6 libs=$7
shift 7

[ -n "$clang" ] || { echo "fuzzing needs clang. On Debian: apt-get install clang" >&2; exit 1; }
mkdir -p fuzz/objects fuzz/seeds fuzz/seeds-yaml fuzz/seeds-openapi
find "$srcdir/tests/golden" "$srcdir/examples" -name '*.wk8s' ! -name 'too-*' ! -name 'doubling*' | while read -r f; do
	cp "$f" "fuzz/seeds/$(echo "${f#"$srcdir"/}" | tr / _)"
done
find "$srcdir/tests/golden" "$srcdir/tests/reference" "$srcdir/examples" -name '*.yaml' | while read -r f; do
	cp "$f" "fuzz/seeds-yaml/$(echo "${f#"$srcdir"/}" | tr / _)"
done
# Folders of several files as one text, as tests/memio.h reads it; each file is the first once.
find "$srcdir/tests/golden" "$srcdir/examples" -name 'expected.*' | while read -r expected; do
	folder=$(dirname "$expected")
	for first in "$folder"/*.wk8s; do
		[ -f "$first" ] || continue
		{
			cat "$first"
			find "$folder" -type f ! -name 'expected.*' ! -path "$first" | while read -r f; do
				printf '\n#file %s\n' "${f#"$folder"/}"
				cat "$f"
			done
		} > "fuzz/seeds/$(echo "${first#"$srcdir"/}" | tr / _)"
	done
done
# Two documents and the facts, with a NUL between, as fuzz_openapi reads them.
for f in v1.29 v1.36 enums fields resources; do
	cat "$srcdir/tests/fuzz/openapi/$f.json"
	printf '\0'
done > fuzz/seeds-openapi/all
# The library once, the programs after it.
objects=
for f in $sources $generated; do
	case $f in *.c) ;; *) continue ;; esac
	[ -f "$f" ] || f=$srcdir/$f
	o=fuzz/objects/$(echo "$f" | tr /. __).o
	objects="$objects $o"
	[ -f "$o" ] && [ "$o" -nt "$f" ] || $clang $flags -c -o "$o" "$f"
done
for f; do
	name=$(basename "$f" .c)
	$clang $flags -I"$srcdir" -o "fuzz/$name" "$srcdir/$f" $objects $libs
	mkdir -p "fuzz/corpus-$name"
	case $name in
	fuzz_yaml) seeds=fuzz/seeds-yaml ;;
	fuzz_openapi) seeds=fuzz/seeds-openapi ;;
	*) seeds=fuzz/seeds ;;
	esac
	"fuzz/$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
		-artifact_prefix="fuzz/$name-" "fuzz/corpus-$name" $seeds
done
