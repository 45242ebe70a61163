#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# table.sh FOLDER FILE...: the files, whose paths are from the folder, as a table
# in C. A file `gitignore` gets a dot: with it, it would hold here too.
set -eu
export LC_ALL=C
root=$1
shift
echo '/* Written by src/cli/init/table.sh. */'
echo '#include "cli/cli.h"'
echo
echo 'const struct init_file init_files[] = {'
for file; do
	name=${file##*/}
	[ "$name" != gitignore ] || name=.gitignore
	printf '\t{"%s",\n' "$name"
	# `??` would begin a trigraph.
	sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/??/?\\?/g' -e 's/^/\t "/' -e 's/$/\\n"/' "$root/$file"
	printf '\t},\n'
done
echo '	{NULL, NULL},'
echo '};'
