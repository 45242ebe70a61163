#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The grammar for tree-sitter: that its generated files are what the generator
# makes of grammar.js today, that it takes for right what wk8sc does (laws.mjs),
# that edits are followed, and that its queries give what they should (queries.mjs).
set -u
here=$EDITORS/tree-sitter
grammar=$top_srcdir/grammar/editors/tree-sitter
tmp=tree-sitter
rm -rf "$tmp"
mkdir "$tmp"
passed=0 failed=0

good() {
	passed=$((passed + 1))
}

bad() {
	failed=$((failed + 1))
	echo "FAIL $1"
	[ ! -s "$tmp/out" ] || sed 's/^/  /' "$tmp/out"
}

# A test in JavaScript; its last line is `N passed, N failed`.
script() {
	node "$here/$1" "$tmp/harness" > "$tmp/out" 2>&1
	status=$?
	sum=$(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$tmp/out" | tail -n 1)
	set -- "$1" ${sum:-0 1}
	[ $status = 0 ] || [ "$3" -gt 0 ] || set -- "$1" "$2" 1
	[ "$3" = 0 ] || cat "$tmp/out"
	passed=$((passed + $2)) failed=$((failed + $3))
}

# ---- what is generated ----

(cd "$grammar" && sha256sum --quiet -c "$here/generated.sha256") > "$tmp/out" 2>&1 && good ||
	bad "the generated files are not of this grammar.js: tests/editors/tree-sitter/generate"

if command -v cargo > /dev/null 2>&1; then
	mkdir "$tmp/again"
	cp "$grammar/grammar.js" "$grammar/tree-sitter.json" "$tmp/again/"
	if "$here/generate" "$tmp/again" > "$tmp/out" 2>&1; then
		for f in $(cd "$tmp/again" && ls src/*.* src/tree_sitter/*); do
			cmp "$grammar/$f" "$tmp/again/$f" > "$tmp/out" 2>&1 && good ||
				bad "$f is not what the generator makes: tests/editors/tree-sitter/generate"
		done
	else
		bad "the generator fails"
	fi
else
	echo "not generated again, for want of cargo"
fi

# ---- what it does ----

# The project's own files with all warnings, the generated one with those that it is written for.
build() {
	flags="-std=c11 -g -fsanitize=address,undefined -fno-sanitize-recover=all -Wall -Wextra -Werror -I$grammar/src"
	strict="-Wpedantic -Wshadow -Wconversion"
	for f in "$here/harness.c" "$grammar/src/scanner.c"; do
		${CC:-cc} $flags $strict -c "$f" -o "$tmp/$(basename "$f" .c).o" || return
	done
	${CC:-cc} $flags "$grammar/src/parser.c" "$tmp/scanner.o" "$tmp/harness.o" -ltree-sitter -o "$tmp/harness"
}

if build > "$tmp/out" 2>&1; then
	good
	script laws.mjs
	script queries.mjs
	"$tmp/harness" edit 100 sample.wk8s "$top_srcdir/tests/golden/syntax/all-nodes.wk8s" "$top_srcdir"/examples/job/*.wk8s \
		> "$tmp/out" 2>&1 && good || bad "edits are not followed"
else
	bad "the parser does not build without warnings"
fi

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
