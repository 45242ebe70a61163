#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The PostgreSQL example against documents written by hand, as parsed trees.
. "${top_srcdir:-.}/tests/check.inc"

example=$top_srcdir/examples/stateful-app/postgres.wk8s
expect "compile the example" 0 "$WK8SC" "$example" -o "$tmp/postgres.yaml"
check "equal to the reference" "$top_builddir/tests/yamlcmp" "$tmp/postgres.yaml" \
	"$top_srcdir/tests/reference/postgres.yaml"
expect "the folder gives the same" 0 "$WK8SC" "$top_srcdir/examples/stateful-app"
check "the same bytes" cmp -s "$tmp/out" "$tmp/postgres.yaml"

# That the comparison can fail.
sed 's/replicas: 3/replicas: 4/' "$tmp/postgres.yaml" > "$tmp/other.yaml"
expect "a difference is found" 1 "$top_builddir/tests/yamlcmp" "$tmp/other.yaml" \
	"$top_srcdir/tests/reference/postgres.yaml"
said "and named" out 'replicas'
finish
