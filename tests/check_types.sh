#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# stdlib/k8s/ is what `wk8sc types` writes, byte for byte. The documents are
# large and not part of the project: K8S_DOCS names a folder with them.
. "${top_srcdir:-.}/tests/check.inc"

docs=${K8S_DOCS:-$top_srcdir/../shared/k8s}
if [ ! -d "$docs/openapi" ]; then
	echo "SKIP: the OpenAPI documents are not at hand (set K8S_DOCS)"
	exit 77
fi
if [ -z "${HAVE_TYPES-yes}" ]; then
	echo "SKIP: this wk8sc was built without jansson"
	exit 77
fi
export WK8SC
expect "the same files and bytes" 0 sh "$top_srcdir/stdlib/regenerate" --check "$docs"
cat "$tmp/out"
finish
