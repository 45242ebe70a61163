#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# `wk8sc explain`: answers, lists and complaints, word for word. Each file of
# explain/ has lines `$ wk8sc explain ...` and behind each what that writes, to
# both outputs, and the exit code where it is not 0. That every example of an
# answer compiles is tests/property/prop_explain.c.
#
#	explain.sh [--bless]	--bless writes what came out into the files
. "${top_srcdir:-.}/tests/check.inc"
folder=$(cd "$top_srcdir/tests/cli/explain" && pwd) || exit 1
case $WK8SC in
/*) ;;
*) WK8SC=$(pwd)/$WK8SC ;;
esac
cd "$tmp" || exit 1

# answers FILE: the commands of the file, each with what it says
answers() {
	grep '^\$ wk8sc explain' "$1" | while read -r line; do
		printf '%s\n' "$line"
		# The words of the line are meant to be split; none of them is a pattern.
		set -f
		set -- ${line#\$ wk8sc }
		set +f
		"$WK8SC" "$@" < /dev/null 2>&1
		got=$?
		[ $got = 0 ] || echo "exit $got"
	done
}

for file in "$folder"/*.txt; do
	answers "$file" > out
	if cmp -s "$file" out; then
		good
	elif [ "${1-}" = --bless ]; then
		cp out "$file"
	else
		bad "${file##*/}"
		diff -u "$file" out
	fi
done

expect "what can be asked" 0 "$WK8SC" explain
said "what can be asked" out '--list=fields'

# Colours only where they are wanted.
expect "plain" 0 "$WK8SC" explain ConfigMap
if grep -q "$(printf '\033')" out; then bad "colours without a terminal"; else good; fi
expect "colours" 0 "$WK8SC" explain ConfigMap --color=always
said "colours" out "$(printf '\033')"

# No line is wider than 100 columns, but those of examples, which are sources.
for word in $("$WK8SC" explain --list=kinds); do
	"$WK8SC" explain "$word" | sed '/^Example/,$d' | awk -v w="$word" 'length($0) > 100 { print w ": " $0 }'
done > wide
if [ -s wide ]; then
	bad "lines that are too wide:"
	cat wide
else
	good
fi

# Both forms of all kinds are written, and the second one is JSON that has the same example.
if command -v python3 > /dev/null 2>&1; then
	for word in Deployment Service.ports Quantity dns-label Workloads Container; do
		"$WK8SC" explain "$word" -f json | python3 -c 'import json, sys; json.load(sys.stdin)["name"]' 2> /dev/null &&
			continue
		echo "$word"
	done > unread
	if [ -s unread ]; then
		bad "JSON that cannot be read: $(tr '\n' ' ' < unread)"
	else
		good
	fi
fi

expect "closed output" 3 sh -c "'$WK8SC' explain Deployment > /dev/full"
finish
