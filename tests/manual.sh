#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The examples of man/wk8s.5, man/wk8s-functions.7 and man/wk8s-coming-from.7
# compile, and give what the pages show; so does the README's. The grammar has
# all that the parser knows. man/wk8sc.1 has all options, its commands run, and
# those of all READMEs, and the map of the code names all of it.
#
# A comment before a block says what it is:
#
#	.\" example [FLAGS]       a source: it must compile, without a message
#	.\" run [FILE]            lines `wk8sc ...`, or `something | wk8sc ...` with the file
#	                          FILE in place of what something writes
#	.\" yaml                  lines of the output of the example or command before it,
#	                          without the indentation that they share
#	.\" wrong CODE [FLAGS]    a source with this error, and no other one
#	.\" calls [FLAGS]         lines `EXPRESSION  # VALUE`, the value in JSON
#	.\" pairs [FLAGS]         the same behind a text and two or more blanks
#	.\" file NAME             a file that the examples of the page may read
#	.\" grammar               the grammar on one page
#
# The flag needs:WORD leaves an example out where wk8sc was built without WORD.
. "${top_srcdir:-.}/tests/check.inc"
pages=
for page in wk8s.5 wk8s-functions.7 wk8s-coming-from.7; do
	pages="$pages $top_srcdir/man/$page"
done
cd "$tmp" || exit 1

# One file a block, N.KIND; its flags and place are in N.flags and N.line.
awk '
/^\.\\" (example|run|yaml|wrong|calls|pairs|file|grammar)( |$)/ { kind = $2; sub(/^[^ ]* [^ ]* */, ""); flags = $0; next }
/^\.Bd / && kind != "" {
	block = sprintf("%03d", ++n)
	file = block "." kind
	if (kind == "file") {
		file = flags
		if (sub(/[^\/]*$/, "", flags) && flags != "")
			system("mkdir -p " flags)
	}
	printf "" > file
	print flags > (block ".flags")
	page = FILENAME
	sub(/.*\//, "", page)
	print page ", line " FNR > (block ".line")
	next
}
/^\.Ed/ { if (file != "") close(file); kind = file = ""; next }
file != "" {
	sub(/^\\&/, "")
	gsub(/\\-/, "-")
	gsub(/\\\(aq/, "\047")
	gsub(/\\\(ga/, "`")
	gsub(/\\\(ha/, "^")
	gsub(/\\\(ti/, "~")
	gsub(/\\e/, "\\")
	if (kind == "pairs")
		sub(/^[^ ]+( [^ ]+)*  +/, "")
	print > file
}
' $pages

# lacking WORD: was wk8sc built without it?
lacking() {
	case " ${LACKS-} " in
	*" $1 "*) return 0 ;;
	*) return 1 ;;
	esac
}

# asked CALLS: a source that holds `good` for each call whose value is as shown
asked() {
	awk '
	BEGIN { print "ConfigMap calls {\n  data {" }
	{
		for (at = length($0); at > 0 && substr($0, at, 4) != "  # "; at--)
			;
		call = substr($0, 1, at - 1)
		printf "    line%d: if json(%s) == \047%s\047 then \"good\" else json(%s)\n", NR, call, substr($0, at + 4), call
	}
	END { print "  }\n}" }' "$1"
}

# shows LINES OUTPUT: the lines follow each other somewhere in the output, all
# of them indented by the same number of blanks more.
shows() {
	awk '
	function indent(s) { match(s, /^ */); return RLENGTH }
	NR == FNR { want[++n] = $0; next }
	{ have[++m] = $0 }
	END {
		for (i = 1; n && i + n - 1 <= m; i++) {
			more = indent(have[i]) - indent(want[1])
			for (k = 1; k <= n; k++) {
				line = want[k]
				if (line != "" && line != "---")
					for (j = 0; j < more; j++)
						line = " " line
				if (more < 0 || line != have[i + k - 1])
					break
			}
			if (k > n)
				exit 0
		}
		exit 1
	}' "$1" "$2"
}

# runs WHERE: each line of standard input that is a command of wk8sc is run, up to
# a `|`, a `>` or a comment, in the current folder.
runs() {
	while read -r line; do
		case $line in
		'wk8sc '*) line=${line%% |*} line=${line%%  #*} line=${line%% >*} ;;
		*) continue ;;
		esac
		case $line in
		*"'"* | *'"'* | *'`'* | *'$'*) bad "$1: $line: quotes are not run"; continue ;;
		esac
		# The words of the line are meant to be split.
		set -- "$1" ${line#wk8sc }
		where=$1
		shift
		expect "$where: wk8sc $*" 0 "$WK8SC" "$@"
		set -- "$where"
	done
}

for block in [0-9]*.example [0-9]*.run [0-9]*.yaml [0-9]*.wrong [0-9]*.calls [0-9]*.pairs; do
	[ ! -e "$block" ] || echo "$block"
done | sort > blocks
skipping=no
while read -r block; do
	n=${block%%.*}
	read -r where < "$n.line"
	read -r flags < "$n.flags"
	case $flags in
	needs:*)
		skipping=no
		lacking "${flags#needs:}" && skipping=yes
		flags= ;;
	*) case $block in *.yaml) ;; *) skipping=no ;; esac ;;
	esac
	[ $skipping = no ] || continue
	case $block in
	*.calls | *.pairs)
		asked "$block" > calls.wk8s
		expect "$where: the calls" 0 "$WK8SC" calls.wk8s
		grep '^  line' out | grep -v ': good$' > calls.bad
		check "$where: their values: $(cat calls.bad)" test ! -s calls.bad
		check "$where: all of them" test "$(grep -c '^  line' out)" = "$(wc -l < "$block")" ;;
	*.example)
		# The words of flags are meant to be split.
		expect "$where: the example" 0 "$WK8SC" $flags "$block"
		cp out output
		check "$where: without a message" test ! -s err
		"$WK8SC" fmt - < "$block" > laid-out.wk8s
		check "$where: the example is laid out: $(diff "$block" laid-out.wk8s)" cmp -s "$block" laid-out.wk8s
		expect "$where: the example, laid out" 0 "$WK8SC" $flags laid-out.wk8s
		check "$where: laid out it gives the same" cmp -s out output
		;;
	*.run)
		sed 's/^.* | wk8sc /wk8sc /' "$block" > commands
		check "$where: nothing but commands" test "$(grep -c '^wk8sc ' commands)" = "$(wc -l < "$block")"
		stdin=${flags:-/dev/null}
		runs "$where" < commands
		stdin=/dev/null
		cp out output
		check "$where: without a message" test ! -s err
		;;
	*.yaml)
		check "$where: it is in the output" shows "$block" output
		;;
	*.wrong)
		code=${flags%% *}
		flags=${flags#"$code"}
		expect "$where: the mistake" 1 "$WK8SC" $flags --error-format=gcc "$block"
		check "$where: is $code" test "$(sed -n 's/.*: error: .*\[\(E[0-9]*\)\]$/\1/p' err)" = "$code"
		;;
	esac
done < blocks

check "there are examples" test "$(grep -c example blocks)" -ge 15

# The grammar has each keyword and operator of the parser, and its names are all
# defined and used: a production is `name = ... ;`, what is quoted is a token.
cat [0-9]*.grammar > grammar
grep '^%token' "$top_srcdir/grammar/parser.y" | grep -o '"[^"]*"' | grep -v ' ' | sort -u > tokens
check "the parser has tokens" test "$(wc -l < tokens)" -ge 60
while read -r token; do
	grep -q -F -e "$token" grammar || echo "$token"
done < tokens > missing
check "wk8s.5, GRAMMAR: it lacks the tokens $(tr '\n' ' ' < missing)" test ! -s missing
grep -o '"[^"]*"' grammar | sort -u | comm -23 - tokens > unknown
check "wk8s.5, GRAMMAR: these are no tokens: $(tr '\n' ' ' < unknown)" test ! -s unknown
sed 's/"[^"]*"//g' grammar | awk '
{
	if ($2 == "=") {
		if (defined[$1]++)
			print $1 " twice"
		$1 = ""
	}
	n = split($0, word, /[^a-z0-9]+/)
	for (i = 1; i <= n; i++)
		if (word[i] ~ /^[a-z]/)
			used[word[i]] = 1
}
END {
	for (w in used)
		if (!defined[w])
			print w " is not defined"
	for (w in defined)
		if (!used[w] && w != "file")
			print w " is not used"
}' > wrong
check "wk8s.5, GRAMMAR: $(tr '\n' ',' < wrong)" test ! -s wrong

# Each function has its entry.
sed -n 's/^FUNCTION("\([A-Za-z0-9]*\)".*/\1/p' "$top_srcdir/src/eval/function.def" | while read -r name; do
	grep -q "\"\\\\&$name(" "$top_srcdir/man/wk8s-functions.7" || echo "$name"
done > unexplained
check "wk8s-functions.7 explains all functions: $(tr '\n' ' ' < unexplained)" test ! -s unexplained

# wk8sc(1) explains the options that the commands have, and no others.
for command in build why list explain fmt init types; do
	"$WK8SC" $command --help
done | sed -n -e 's/^  [ -][a-zA-Z ][ ,] --\([a-z0-9-]*\).*/\1/p' -e 's/^  -\([A-Z][A-Z]\) .*/\1/p' | sort -u > options
sed -n 's/^\.It Fl //p' "$top_srcdir/man/wk8sc.1" | grep -o -e '\\-[a-z0-9-]*' -e '^M[A-Z]' | sed 's/^\\-//' | sort -u > explained
check "the commands have options" test "$(wc -l < options)" -ge 10
check "wk8sc.1 explains the options: $(diff options explained | tr '\n' ' ')" cmp -s options explained

# README.md shows a part of the output of its example.
awk '/^```/ { file = "" } file != "" { print > file } /^```wk8s$/ { file = "readme.wk8s" } /^```yaml$/ { file = "shown" }' \
	"$top_srcdir/README.md"
expect "README.md: the example" 0 "$WK8SC" readme.wk8s
check "README.md: what it shows is in the output" shows shown out

# The commands of the READMEs, in a copy of the examples.
cp -R "$top_srcdir/examples" examples
chmod -R u+w examples
cp readme.wk8s postgres.wk8s
for readme in README.md $(cd "$top_srcdir" && find examples -name README.md | sort); do
	awk '/^```/ { shell = 0 } shell { print } /^```sh$/ { shell = 1 }' "$top_srcdir/$readme" > commands
	runs "$readme" < commands
done
check "there are commands in READMEs" test "$passed" -ge 100

# Those of wk8sc.1, in a folder that has what they name.
rm -rf commands.d
cp -R examples/environments commands.d
cp -R examples commands.d/
cp readme.wk8s commands.d/postgres.wk8s
mkdir commands.d/shop
cp commands.d/base.wk8s commands.d/shop/shop.wk8s
printf 'include "shop/shop.wk8s"\nassert count(resources(Workloads)) > 0, "something runs"\n' > commands.d/shop.test.wk8s
"$WK8SC" commands.d/shop > commands.d/live.yaml
sed -n '/^\.Sh EXAMPLES/,/^\.Sh DIAG/p' "$top_srcdir/man/wk8sc.1" |
	sed -n 's/^\.Dl //; s/\\-/-/g; s/\\&//g; s/^generate | *wk8sc - /wk8sc postgres.wk8s /; /^wk8sc /p' > commands
check "wk8sc.1 has commands" test "$(wc -l < commands)" -ge 6
cd commands.d || exit 1
runs wk8sc.1 < ../commands
sed -n '/^\.\\" makefile/,/^\.Ed/{/^\./!{s/\\-/-/g;p;};}' "$top_srcdir/man/wk8sc.1" > Makefile
MAKEFLAGS= PATH=${WK8SC%/*}:$PATH expect "wk8sc.1: make" 0 make deploy.yaml
check "wk8sc.1: make has made it" test -s deploy.yaml
rm -rf rendered postgres.yaml
MAKEFLAGS= PATH=${WK8SC%/*}:$PATH expect "wk8sc.1: make" 0 make rendered/.wk8sc postgres.yaml
check "wk8sc.1: make has made them" test -s rendered/statefulset-postgres.yaml -a -s postgres.yaml
if command -v ninja > /dev/null 2>&1; then
	sed -n '/^\.\\" ninja/,/^\.Ed/{/^\./!{s/\\-/-/g;p;};}' "$top_srcdir/man/wk8sc.1" > build.ninja
	rm -f shop.yaml
	PATH=${WK8SC%/*}:$PATH expect "wk8sc.1: ninja" 0 ninja
	check "wk8sc.1: ninja has made it" test -s shop.yaml
else
	echo "wk8sc.1: there is no ninja: its example is not run"
fi
cd ..

# Each file of the rooms stands in src/README.md, without its extension or with it.
for file in "$top_srcdir"/src/*/*.[chd]*; do
	name=${file##*/}
	case $file in
	*/syntax/lexer.c | */syntax/parser.[ch] | *.o | *.gcno | *.gcda | *.dirstamp) continue ;;
	esac
	grep -q -F -e "\`${name%.*}\`" -e "\`$name\`" "$top_srcdir/src/README.md" || echo "$name"
done > unnamed
check "src/README.md names all files: $(tr '\n' ' ' < unnamed)" test ! -s unnamed

# That what is shown can be wrong.
printf 'a:\n  b: 1\n' > right
printf '  b: 2\n' > wrong
if shows wrong right; then bad "lines that are not there are found"; else good; fi
if shows right right; then good; else bad "lines that are there are not found"; fi
finish
