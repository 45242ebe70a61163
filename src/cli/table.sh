#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# table.sh NAME FOLDER FILE...: the files, whose paths are from the folder, as a
# table in C that is called NAME. A licence on a file's first line is that of
# the source and no part of its text. A file `gitignore` gets a dot: with it, it
# would hold here too.
set -eu
export LC_ALL=C
table=$1 root=$2
shift 2
echo '/* Written by src/cli/table.sh. */'
echo '#include "cli/cli.h"'
echo
printf 'const struct text_file %s[] = {\n' "$table"
for file; do
	name=${file##*/}
	[ "$name" != gitignore ] || name=.gitignore
	printf '\t{"%s",\n' "$name"
	# `??` would begin a trigraph.
	sed -e '1{/^# SPDX-License-Identifier:/d;}' -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/??/?\\?/g' \
		-e 's/^/\t "/' -e 's/$/\\n"/' "$root/$file"
	printf '\t},\n'
done
echo '	{NULL, NULL},'
echo '};'
