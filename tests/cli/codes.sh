#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# `wk8sc explain CODE`, and the pages in docs/codes behind it: every code has
# one; its wrong example gives that code and nothing else, and its right one no
# message at all.
. "${top_srcdir:-.}/tests/check.inc"
top_srcdir=$(cd "$top_srcdir" && pwd)
pages=$top_srcdir/docs/codes

# Pages without examples.
E0102='bytes that are no UTF-8 cannot stand in a page'
E0501='it takes hundreds of brackets'
E0502='it takes a file of a gigabyte'
E0504='it takes hundreds of locals'
E0601='it depends on the libraries that wk8sc was built with'
N0001='it is an answer'

# take PAGE: the files of its examples into wrong/ and right/, their arguments into wrong.args and right.args
take() {
	rm -rf "$tmp/wrong" "$tmp/right" "$tmp"/*.args
	mkdir "$tmp/wrong" "$tmp/right"
	awk -v tmp="$tmp" '
		function begin(name) {
			file = tmp "/" which "/" name
			folder = file
			sub(/\/[^\/]*$/, "", folder)
			system("mkdir -p \"" folder "\"")
			printf "" > file
			blank = 0
		}
		/^-- (wrong|right)(: .*)? --$/ {
			which = substr($0, 4, 5)
			if (which == "right") system("cp -R " tmp "/wrong/. " tmp "/right")
			args[which] = substr($0, 11, length($0) - 13)
			if (args[which] == "") args[which] = which == "wrong" ? "shop.wk8s" : args["wrong"]
			print args[which] > (tmp "/" which ".args")
			begin("shop.wk8s")
			next
		}
		/^-- file .* --$/ { begin(substr($0, 9, length($0) - 11)); next }
		file == "" { next }
		/^$/ { blank++; next }
		{
			while (blank) { print "" > file; blank-- }
			print > file
		}' "$1"
}

# try WHICH: runs its example; $got is the exit code, $tmp/err what was said
try() {
	read -r args < "$tmp/$1.args"
	(cd "$tmp/$1" && exec "$WK8SC" $args) > "$tmp/out" 2> "$tmp/err" < /dev/null
	got=$?
}

# The codes in the messages, each once.
codes_said() {
	sed -n 's/^[^ ]*: [a-z]*\[\([EWN][0-9]*\)\]: .*/\1/p' "$tmp/err" | sort -u | tr '\n' ' '
}

# What `explain` says must have all lines of the page, in their order.
lines_in_order() {
	grep -v -e '^$' -e '^-- .* --$' -e '^# SPDX' "$1" > "$tmp/want"
	sed -e 's/^    //' -e '/^$/d' "$2" > "$tmp/have"
	! diff "$tmp/want" "$tmp/have" | grep '^<'
}

try_wrong() {
	try wrong
	check "$code: its wrong example gives it and nothing else, not $(codes_said)" test "$(codes_said)" = "$code "
	case $code in
	E*) check "$code: the wrong example is an error" test $got -ne 0 ;;
	W*) check "$code: the wrong example gives a result all the same" test $got -eq 0 ;;
	esac
	sed 's/^./    &/' "$tmp/err" > "$tmp/want"
	sed -e '1,/^`wk8sc .*` says:$/d' "$tmp/said" | sed -e '1d' -e '/^Right/,$d' > "$tmp/have"
	echo >> "$tmp/want"
	check "$code: explain shows what the command says" cmp "$tmp/want" "$tmp/have"
}

try_right() {
	try right
	check "$code: its right example is good" test $got -eq 0
	check "$code: its right example gives no message" test ! -s "$tmp/err"
}

try_page() {
	page=$pages/$code.txt
	[ -f "$page" ] || { bad "$code: it has no page"; return; }
	awk 'length > 80 || /[^\t -~]/ || / $/ { print FILENAME ":" FNR ": " $0; bad = 1 } END { exit bad }' "$page"
	check "$code: its page has plain lines of at most 80 columns" test $? -eq 0
	expect "$code: explain knows it" 0 "$WK8SC" explain "$code"
	mv "$tmp/out" "$tmp/said"
	check "$code: explain prints the page" lines_in_order "$page" "$tmp/said"
	take "$page"
	eval "reason=\${$code-}"
	if [ -n "$reason" ]; then
		check "$code: it has no examples ($reason)" test ! -e "$tmp/wrong.args"
	elif [ -e "$tmp/wrong.args" ] && [ -e "$tmp/right.args" ]; then
		grep -n -E '^(  )* [^ ]' "$page" > "$tmp/odd"
		check "$code: its examples are indented by two: $(cat "$tmp/odd")" test ! -s "$tmp/odd"
		try_wrong
		try_right
	else
		bad "$code: it has no examples"
	fi
}

sed -n 's/^DIAG(\([EWN][0-9]*\), .*/\1/p' "$top_srcdir/src/text/diag.def" > "$tmp/codes"
check "there are codes" test -s "$tmp/codes"
for code in $(cat "$tmp/codes"); do
	try_page
done
ls "$pages" | sed 's/\.txt$//' | sort > "$tmp/have"
sort "$tmp/codes" > "$tmp/want"
check "no page is without a code" cmp "$tmp/want" "$tmp/have"

# ---- how one asks ----

expect "the list" 0 "$WK8SC" explain --list=codes
check "has all codes" cmp "$tmp/codes" "$tmp/out"
expect "a code" 0 "$WK8SC" explain E0203
cp "$tmp/out" "$tmp/said"
said "its name and title" out '^error E0203, set-twice: a field is set twice$'
said "the message" out '^    shop.wk8s:[0-9]*:[0-9]*: error\[E0203\]: `replicas` is set twice$'
check "nothing of the licence" test "$(grep -c SPDX "$tmp/out")" = 0
expect "in lower case" 0 "$WK8SC" explain e0203
check "is the same" cmp "$tmp/said" "$tmp/out"
expect "by its name" 0 "$WK8SC" explain set-twice
check "is the same" cmp "$tmp/said" "$tmp/out"
expect "a name without a hyphen" 0 "$WK8SC" explain cycle
said "is one too" out '^error E0307, cycle: '
expect "a warning" 0 "$WK8SC" explain W0314
said "is called so" out '^warning W0314, unused: '
expect "several files" 0 "$WK8SC" explain E0605
said "have their names" out '^  images.wk8s:$'
expect "a command of its own" 0 "$WK8SC" explain E0315
said "is shown" out '^`wk8sc shop.wk8s --k8s 1.30` says:$'
expect "a code that there is not" 1 "$WK8SC" explain W0203
said "is said" err 'there is no code `W0203`, did you mean `E0203`?'
check "nothing else is written" test ! -s "$tmp/out"
expect "a name that there is not" 1 "$WK8SC" explain set-twise
said "one that is near is said" err 'there is a code of the name `set-twice`'
expect "a name that is near nothing" 1 "$WK8SC" explain quite-another-thing
check "none is said" test "$(grep -c ' code ' "$tmp/err")" = 0
expect "a code and a second word" 2 "$WK8SC" explain E0203 E0204

# ---- for programs ----

expect "a page as JSON" 0 "$WK8SC" explain E0901 -f json
said "the code" out '^  "code": "E0901",$'
said "what it is" out '^  "level": "error",$'
said "the text" out '^  "text": "`--against` compares .*\\n",$'
said "the arguments" out '^    "arguments": "shop.wk8s --against live.yaml",$'
said "a file" out '^      {"name": "live.yaml", "text": "apiVersion: apps/v1\\n'
said "the message" out '^    "message": "shop.wk8s:2:14: error\[E0901\]: .*`\\"app=web\\"`\\n'
expect "one without examples" 0 "$WK8SC" explain E0502 -f json
said "has null there" out '^  "wrong": null,$'
expect "one with a tab" 0 "$WK8SC" explain E0107 -f json
said "has it escaped" out '\\n\\tworkers = 4\\n'
expect "colours" 0 "$WK8SC" explain E0203 --color always
said "are in the message too" out 'error\[E0203\].*\[0m'
expect "no colours" 0 "$WK8SC" explain E0203
check "where nobody asks for them" test "$(grep -c '\[0m' "$tmp/out")" = 0
finish
