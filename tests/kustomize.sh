#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# examples/from-kustomize: what `kubectl kustomize` makes of the kustomizations in
# the READMEs is what wk8sc makes of the sources. A block of YAML begins with the
# name of its file.
. "${top_srcdir:-.}/tests/check.inc"

if ! kubectl kustomize --help > /dev/null 2>&1; then
	echo "skipped: there is no kubectl"
	exit 77
fi

for dir in "$top_srcdir"/examples/from-kustomize/*/; do
	name=$(basename "$dir")
	mkdir "$tmp/$name"
	cd "$tmp/$name" || exit 1
	awk '
	/^```yaml$/ { block = 1; next }
	/^```/ { block = 0; file = "" }
	block && file == "" {
		file = $2
		if (file ~ "/")
			system("mkdir -p " substr(file, 1, match(file, "/[^/]*$") - 1))
		next
	}
	block { print > file }' "$dir/README.md"
	check "$name: a kustomization" test -s kustomization.yaml
	if [ -d base ]; then to=base; else to=.; fi
	for file in "$dir"/*; do
		case $file in
		*.wk8s | */expected.yaml | */README.md) ;;
		*) cp "$file" $to ;;
		esac
	done
	expect "$name: kustomize" 0 kubectl kustomize .
	mv "$tmp/out" "$tmp/$name.yaml"
	cd "$top_srcdir" || exit 1
	"$top_builddir/tests/yamlcmp" "$tmp/$name.yaml" "$dir/expected.yaml" > "$tmp/difference" 2>&1
	same=$?
	check "$name: is the same: $(head -n 5 "$tmp/difference")" test $same = 0
done
finish
