#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The rules of the house that a machine can see; src/README.md has the reasons.
. "${top_srcdir:-.}/tests/check.inc"
cd "$top_srcdir" || exit 1

rooms="base text syntax fmt load schema object emit eval wire rules against query explain"

# none WHAT: good when the file of violations is empty. What is tested writes
# that file: behind a pipe the counts of `good` and `bad` would be lost.
found=$tmp/violations
none() {
	if [ -s "$found" ]; then
		bad "$1:"
		sed 's/^/  /' "$found"
	else
		good
	fi
}

# What re2c and bison write is not looked at (a build in the source folder has it there), nor what tree-sitter does.
made='^(src/syntax/(parser\.[ch]|lexer\.c)|grammar/editors/tree-sitter/src/(parser\.c|tree_sitter/.*))$'

code() {
	find src grammar -name '*.[chy]' -o -name '*.re' -o -name '*.def' | grep -v -E "$made" | sort
}

# A room includes itself and those below it; cli/ nothing but wk8s.h.
below=
for room in $rooms; do
	below="$below $room"
	files=$(ls src/"$room"/*.[ch] 2>/dev/null | grep -v -E "$made")
	[ "$room" != syntax ] || files="$files $(ls grammar/*.re grammar/*.y 2>/dev/null)"
	[ -n "$files" ] || continue
	allowed=$(echo $below | tr ' ' '|')
	grep -n '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' $files |
		grep -v -E "\"($allowed)/[a-z0-9_]+\\.(h|def)\"" > "$found"
	none "src/$room includes a room above it"
done
grep -n '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' src/cli/*.[ch] |
	grep -v -e '"wk8s\.h"' -e '"cli/[a-z_]*\.h"' > "$found"
none "src/cli includes more than wk8s.h"

# Each .c of a room with a header of its name includes that first.
for c in $(code | grep '\.c$'); do
	h=${c%.c}.h h=${h#src/}
	[ -f "src/$h" ] || continue
	grep -m 1 '^#[[:space:]]*include' "$c" | grep -q "\"$h\"" || echo "$c"
done > "$found"
none "own header is not included first"

for h in $(code | grep '\.h$'); do
	${CC:-cc} -std=c11 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Werror -Isrc -I"$top_builddir/src" -fsyntax-only \
		-x c "$h" 2> "$tmp/why" && continue
	grep -q 'jansson.h: No such file' "$tmp/why" || { echo "$h"; sed 's/^/  /' "$tmp/why"; }
done > "$found"
none "a header does not compile alone"

# Objects that can be written, where the compiler adds none of its own.
if [ ! -f "$top_builddir/libwk8s.a" ]; then
	bad "there is no libwk8s.a"
elif nm "$top_builddir/libwk8s.a" 2>/dev/null | grep -q -e __asan -e __gcov; then
	echo "not looked for writable objects: this build is instrumented"
else
	objdump -t "$top_builddir/libwk8s.a" |
		awk '/file format/ { file = $1 }
		     # Of thread-local objects the flag `O` is not printed, but names of sections begin with a dot.
		     ($0 ~ / O / && ($0 ~ /[ \t](\.data|\.bss)/ || $0 ~ /\*COM\*/) && $0 !~ /\.data\.rel\.ro/) ||
		     ($0 ~ /[ \t](\.tdata|\.tbss)/ && $NF !~ /^\./) {
			print file, $NF }' > "$found"
	none "a global or static variable that can be written"
fi

{ code; ls stdlib/*.[ch] tests/*.[ch] tests/*/*.[ch] 2>/dev/null; } | sort -u | xargs wc -l |
	awk '$2 != "total" && $1 > 600 { print $2, $1 }' > "$found"
none "a file has more than 600 lines"

{
	code
	ls stdlib/*.[ch] stdlib/*.wk8s stdlib/k8s/*.wk8s tests/*.[ch] tests/*/*.[ch] tests/*.sh tests/*/*.sh tests/*/*.zsh \
		tests/golden/run examples/*/*.wk8s examples/*/*/*.wk8s configure.ac Makefile.am files.am bootstrap.sh .ci/run \
		.clang-format .gitignore share/*.sh share/*/* man/wk8s* docs/codes/* README.md */README.md */*/README* */*/*/README* \
		grammar/editors/*/*.el grammar/editors/*/*/*.vim tests/editors/check-* tests/editors/*.wk8s 2>/dev/null
} | sort -u | while read -r f; do
	head -n 3 "$f" | grep -q 'SPDX-License-Identifier: Apache-2\.0' || echo "$f"
done > "$found"
none "no SPDX line at the beginning"

# The words are spelt so that this file does not find itself.
grep -n -w -E 'TO[D]O|FIX[M]E|X[X]X|HA[C]K' $(code) stdlib/*.[ch] stdlib/*.wk8s 2>/dev/null > "$found"
none "unfinished"

# Knowledge of Kubernetes is in stdlib/: no kind is named in a string of the C code.
sed -n 's/^kind \([A-Z][A-Za-z]*\) in .*/\1/p' stdlib/k8s/*.wk8s 2>/dev/null | sort -u > "$tmp/kinds"
if [ -s "$tmp/kinds" ]; then
	{
		sed 's/.*/"&"/' "$tmp/kinds"
		grep '[A-Z][a-z]*[A-Z]' "$tmp/kinds" | sed 's/.*/"[^"]*\\b&\\b[^"]*"/'
	} > "$tmp/patterns"
	# Comments may name kinds.
	for f in $(code | grep '\.[chy]$'); do
		sed -e 's,/\*.*\*/,,' -e 's,/\*.*,,' -e 's,^[[:space:]]*\*.*,,' "$f" | grep -n -f "$tmp/patterns" | sed "s|^|$f:|"
	done > "$found"
	none "the C code names a kind of Kubernetes"
else
	bad "no kinds in stdlib/k8s"
fi

# Every diagnostic is shown by a test. Those of the library's makers and of what
# no golden file can hold are looked for in the other tests.
sed -n 's/^DIAG(\([EW][0-9]*\),.*/\1/p' src/text/diag.def | while read -r c; do
	case $c in
	E0601) ;; # of functions that a build may lack
	E07?? | E0112 | E0502 | E0505 | E0611 | E0612 | W0613) grep -r -l -q "$c" tests/unit tests/cli 2>/dev/null || echo "$c (tests/unit, tests/cli)" ;;
	*) grep -r -l -q --include='*.err' --include='*.warn' "\[$c\]" tests/golden examples 2>/dev/null || echo "$c" ;;
	esac
done > "$found"
none "a diagnostic without a golden test"

./files.sh > "$tmp/files.am"
diff -u files.am "$tmp/files.am" > "$found"
none "files.am is old: ./files.sh > files.am"

finish
