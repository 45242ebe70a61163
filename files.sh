#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Writes files.am, the list of what stands in the tree, after a file was added
# or removed: `./files.sh > files.am`. tests/policy.sh finds a list that is old.
set -eu
export LC_ALL=C
cd "$(dirname "$0")"

# list NAME FILE...: an assignment, one file a line
list() {
	name=$1
	shift
	printf '\n%s =' "$name"
	for f; do
		[ -e "$f" ] && printf ' \\\n\t%s' "$f"
	done
	printf '\n'
}

# The same without the extension .c: programs; or with another one.
strip() {
	name=$1 ext=$2
	shift 2
	printf '\n%s =' "$name"
	for f; do
		[ -e "$f" ] && printf ' \\\n\t%s%s' "${f%.c}" "$ext"
	done
	printf '\n'
}

room() {
	list "$1_files" src/"$1"/*.[ch] src/"$1"/*.def
}

except() {
	pattern=$1
	shift
	for f; do
		case ${f##*/} in
		$pattern) ;;
		*) echo "$f" ;;
		esac
	done
}

cat <<'HEAD'
# SPDX-License-Identifier: Apache-2.0
# What stands in the tree. Written by files.sh; see there.
HEAD
room base
room text
# What bison and re2c make stands here too after a build in the source tree.
list syntax_files $(except 'parser.[ch]' $(except 'lexer.c' src/syntax/*.[ch])) src/syntax/*.def
strip syntax_objects '.$(OBJEXT)' $(except 'parser.c' $(except 'lexer.c' src/syntax/*.c))
room load
list schema_files $(except 'openapi*.c' src/schema/*.[ch]) src/schema/*.def
list openapi_files src/schema/openapi*.c
room object
room eval
room wire
room rules
room against
room query
room explain
room emit
room fmt
room cli
list init_files src/cli/init/*
list stdlib_files stdlib/*.wk8s stdlib/rules/*.wk8s stdlib/k8s/*.wk8s
list mkstdlib_files stdlib/*.[ch]
list man_files $(except 'wk8s-stdlib.7' man/*.[1-8])
strip unit_programs '' $(except 'test_openapi.c' tests/unit/test_*.c)
strip openapi_programs '' tests/unit/test_openapi*.c
list unit_helpers $(except 'test_*.c' tests/unit/*.[ch])
strip property_programs '' tests/property/prop_*.c
list property_helpers $(except 'prop_*.c' tests/property/*.[ch])
list completion_files share/completions/*
# What npm and the like leave in a folder is no part of it.
list editor_files $(find grammar/editors -name node_modules -prune -o -name build -prune -o \
	-type f ! -name .gitignore -print 2>/dev/null | sort)
list doc_files docs/*.*
list code_files docs/codes/*.txt
list cli_scripts tests/cli/*.sh
list fuzz_files tests/fuzz/fuzz_*.c
