#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The completions, as `make install` installs them, in bash (with and without
# the package bash-completion, and with other word breaks), zsh and fish: each
# case below is typed into each of them. typing.zsh does that.
. "$top_srcdir/tests/check.inc"
export LC_ALL=C.UTF-8
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEFILES
share=$tmp/installed/usr/share
expect "make install" 0 make -C "$top_builddir" install DESTDIR="$tmp/installed" prefix=/usr datarootdir=/usr/share \
	datadir=/usr/share 'bashcompletiondir=$(datadir)/bash-completion/completions' \
	'zshcompletiondir=$(datadir)/zsh/site-functions' 'fishcompletiondir=$(datadir)/fish/vendor_completions.d'

# The shells have no configuration but ours.
HOME=$tmp/home XDG_CONFIG_HOME=$tmp/home/.config XDG_DATA_HOME=$tmp/home/.local XDG_CACHE_HOME=$tmp/home/.cache
XDG_DATA_DIRS=$share:/usr/local/share:/usr/share
PATH=$tmp/bin:$PATH
export HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME XDG_DATA_DIRS PATH
# Without this folder fish begins to read all manual pages.
mkdir -p "$XDG_DATA_HOME/fish/generated_completions" "$XDG_CACHE_HOME" "$XDG_CONFIG_HOME" "$tmp/bin" "$tmp/yard"
cp "$WK8SC" "$tmp/bin/wk8sc"

# The folder where the lines are typed.
cd "$tmp/yard" || exit 1
mkdir prod 'two words' test
cat > shop.wk8s <<-'END'
	param text: string = "1"
	app shop {
	  Deployment shop-web { containers.web.image: "nginx:1.27" }
	  ConfigMap shop-conf { data.A: text }
	}
END
cp shop.wk8s 'my app.wk8s'
cp shop.wk8s prod/base.wk8s
cp shop.wk8s "it's.wk8s"
cp shop.wk8s 'colon:at@.wk8s'
cp shop.wk8s größe.wk8s
cp shop.wk8s "$HOME/home.wk8s"
cp shop.wk8s wild.wk8s
cp shop.wk8s 'wild*.wk8s'
echo 'include "shop.wk8s"' > shop.test.wk8s
touch values.yaml values2.yml api.json api2.json prod/values.yaml .hidden.wk8s rules.d rules.mk
# Files that are wanted where all are.
touch notes.txt values.txt api.txt shop.txt prod/notes.txt

# ---- the cases: a line, and what must be offered for its last word, or what Tab makes of it ----

n=0
mkdir "$tmp/want"
offers() {
	n=$((n + 1))
	printf '%s\n' "$1" >> "$tmp/lines"
	shift
	printf '%s\n' "$@" | grep . | LC_ALL=C sort -u > "$tmp/want/$n.all"
}

becomes() {
	n=$((n + 1))
	printf '%s\n' "$1" >> "$tmp/lines"
	printf '%s\n' "$2" > "$tmp/want/$n.tab"
}

# The left column of a help text: options and their arguments, without what is said of them.
left() {
	sed -n 's/^  \([ -].\{33\}\).*/\1/p' "$1"
}

"$WK8SC" help > "$tmp/help"
commands=$(sed -n '/^Commands:$/,/^$/s/^  \([a-z]*\) .*/\1/p' "$tmp/help")
versions=$("$WK8SC" --version | sed 's/.*Kubernetes 1\.\([0-9]*\) to 1\.\([0-9]*\).*/\1 \2/')
versions=$(seq -f '1.%.0f' ${versions% *} ${versions#* })
check "help has commands" test "$(echo "$commands" | wc -l)" -ge 7
check "help has versions" test "$(echo "$versions" | wc -l)" -ge 5

# options LINE FILE: all options of a help text, and the values of those with a fixed set, in both forms.
options() {
	words=$(left "$2" | grep -o -e '-[A-Za-z0-9-]*')
	# The words of $words are meant to be split.
	offers "$1-" $words
	offers "$1--" $(printf '%s\n' $words | grep '^--')
	left "$2" | sed -n 's/.*\(--[a-z0-9-]*\) \([^ ]*|[^ ]*\|1\.NN\) *$/\1 \2/p' > "$tmp/fixed"
	while read -r name values; do
		case $values in
		1.NN) values=$versions ;;
		*) values=$(echo "$values" | tr '|' ' ') ;;
		esac
		fixed=$((fixed + 1))
		offers "$1$name=" $values
		offers "$1$name " $values
	done < "$tmp/fixed"
}

fixed=0
options 'wk8sc ' "$tmp/help"
for command in $commands; do
	"$WK8SC" help "$command" > "$tmp/help.$command"
	options "wk8sc $command " "$tmp/help.$command"
done
check "there are options with fixed values" test "$fixed" -ge 20
offers 'wk8sc shop.wk8s -' $(left "$tmp/help.build" | grep -o -e '-[A-Za-z0-9-]*')
offers 'wk8sc shop.wk8s --k8s 1.3' $(echo "$versions" | grep '^1\.3')
offers 'wk8sc list -f ' table json
offers 'wk8sc list -fj' -fjson
offers 'wk8sc build --f' --format
offers 'wk8sc build --check=' ''
offers 'wk8sc nothing --im' ''

# Commands.
offers 'wk8sc he' help
offers 'wk8sc te' test
offers 'wk8sc help ' $commands
offers 'wk8sc help build ' ''
offers 'wk8sc build ' - "api.json" "api2.json" 'colon:at@.wk8s' größe.wk8s "it's.wk8s" 'my app.wk8s' prod shop.test.wk8s shop.wk8s \
	test 'two words' values.yaml values2.yml 'wild*.wk8s' wild.wk8s
offers 'wk8sc ' $commands - "api.json" "api2.json" 'colon:at@.wk8s' größe.wk8s "it's.wk8s" 'my app.wk8s' prod shop.test.wk8s \
	shop.wk8s 'two words' values.yaml values2.yml 'wild*.wk8s' wild.wk8s
becomes 'wk8sc bui' 'wk8sc build '
becomes 'wk8sc tes' 'wk8sc test '
becomes 'wk8sc help ty' 'wk8sc help types '

# Files and folders.
becomes 'wk8sc build my' 'wk8sc build my\ app.wk8s '
becomes 'wk8sc build "my' 'wk8sc build "my app.wk8s" '
becomes "wk8sc build 'my a" "wk8sc build 'my app.wk8s' "
becomes 'wk8sc build my\ a' 'wk8sc build my\ app.wk8s '
becomes 'wk8sc my' 'wk8sc my\ app.wk8s '
becomes "wk8sc build it" "wk8sc build it\\'s.wk8s "
becomes 'wk8sc build gr' 'wk8sc build größe.wk8s '
becomes 'wk8sc build tw' 'wk8sc build two\ words/'
becomes 'wk8sc build pro' 'wk8sc build prod/'
becomes 'wk8sc build prod/b' 'wk8sc build prod/base.wk8s '
becomes 'wk8sc build ~/h' 'wk8sc build ~/home.wk8s '
becomes 'wk8sc build .hid' 'wk8sc build .hidden.wk8s '
offers 'wk8sc build colon:at' 'colon:at@.wk8s'
offers 'wk8sc build colon:at@' 'colon:at@.wk8s'
offers 'wk8sc build shop' shop.wk8s shop.test.wk8s
offers 'wk8sc build prod/' prod/base.wk8s prod/values.yaml
offers 'wk8sc -- pro' prod
offers 'wk8sc build -- sh' shop.wk8s shop.test.wk8s
offers 'wk8sc build -- --' ''
offers 'wk8sc build -- --format=' ''
offers 'wk8sc test ' prod shop.test.wk8s test 'two words'
offers 'wk8sc init ' prod test 'two words'
offers 'wk8sc init prod te' ''
offers 'wk8sc types ' api.json api2.json prod test 'two words'
offers 'wk8sc types --enums=' api.json api2.json prod test 'two words'
offers 'wk8sc types --fields a' api.json api2.json
offers 'wk8sc build -o val' values.yaml values2.yml
offers 'wk8sc build --output=a' api.json api2.json
becomes 'wk8sc build --output=pro' 'wk8sc build --output=prod/'
becomes 'wk8sc build --output=prod/val' 'wk8sc build --output=prod/values.yaml '
becomes 'wk8sc build --params=my' 'wk8sc build --params=my\ app.wk8s '
becomes 'wk8sc build -oapi2' 'wk8sc build -oapi2.json '
becomes 'wk8sc build -pmy' 'wk8sc build -pmy\ app.wk8s '
becomes 'wk8sc build -ppro' 'wk8sc build -pprod/'
offers 'wk8sc build --output-dir ' prod test 'two words'
offers 'wk8sc build -O ' prod test 'two words'
offers 'wk8sc build --root=' prod test 'two words'
offers 'wk8sc build -p v' values.yaml values2.yml
offers 'wk8sc build -p sh' shop.wk8s shop.test.wk8s
offers 'wk8sc build --against ' - api.json api2.json prod test 'two words' values.yaml values2.yml
offers 'wk8sc build -MF r' rules.d rules.mk
offers 'wk8sc build -MT n' notes.txt
offers 'wk8sc build -D ' ''
offers 'wk8sc build -n ' ''
offers 'wk8sc build --max-errors=' ''
offers 'wk8sc build -n prod shop.w' shop.wk8s
offers 'wk8sc build shop.wk8s > no' notes.txt
offers 'wk8sc build shop.wk8s 2>no' notes.txt
offers 'true; wk8sc hel' help
offers 'X=1 wk8sc hel' help
offers "$tmp/bin/wk8sc hel" help

# Objects.
offers 'wk8sc why shop.wk8s Dep' Deployment/shop-web
offers 'wk8sc why prod ConfigMap/' ConfigMap/shop-conf
offers 'wk8sc why my\ app.wk8s Dep' Deployment/shop-web
offers 'wk8sc why ~/home.wk8s Dep' Deployment/shop-web
offers 'wk8sc why -n x shop.wk8s -D text=2 --color never ConfigMap/' ConfigMap/shop-conf
offers 'wk8sc why shop.wk8s --line 3 Dep' ''
offers 'wk8sc why sho' shop.wk8s shop.test.wk8s

# What is explained, and fields.
check "explain lists codes" test -n "$(wk8sc explain --list=codes)"
check "explain lists fields" test -n "$(wk8sc explain --list=fields Deployment.spec)"
offers 'wk8sc explain Stateful' StatefulSet
offers 'wk8sc explain stateful' StatefulSet
offers 'wk8sc explain Deployment Stateful' ''
offers 'wk8sc explain --k8s 1.30 Stateful' StatefulSet
offers 'wk8sc explain --k8s=1.30 Stateful' StatefulSet
offers 'wk8sc explain PodD' PodDisruptionBudget
offers 'wk8sc explain E020' $(wk8sc explain --list=codes | grep '^E020')
offers 'wk8sc explain e020' $(wk8sc explain --list=codes | grep '^E020')
offers 'wk8sc explain Deployment.spec.rep' $(wk8sc explain --list=fields Deployment.spec | grep -F Deployment.spec.rep)
offers 'wk8sc explain Deployment.' $(wk8sc explain --list=fields Deployment)
offers 'wk8sc why shop.wk8s Deployment/shop-web spec.rep' $(wk8sc explain --list=fields Deployment.spec | sed -n 's/^Deployment\.\(spec\.rep.*\)/\1/p')
offers 'wk8sc why shop.wk8s Deployment/shop-web spec' $(wk8sc explain --list=fields Deployment | sed -n 's/^Deployment\.\(spec.*\)/\1/p')

# ---- the shells ----

# in_shell NAME SHELL SETUP: begins to type all lines into a shell.
in_shell() {
	names="$names $1"
	zsh -f "$EDITORS/typing.zsh" "$2" "$3" "$tmp/lines" "$tmp/$1" > "$tmp/$1.said" 2>&1 &
}

# compare NAME: what came of it. The standard input is a file like others, and
# `-` the beginning of an option.
compare() {
	i=0
	while read -r line; do
		i=$((i + 1))
		for want in "$tmp/want/$i".*; do
			got=$tmp/$1/${want##*/}
			case $line in
			*' -') sed -i '/^-$/d' "$got" ;;
			esac
			if cmp -s "$want" "$got"; then
				good
			else
				bad "$1: $line: ${want##*.}: $(diff "$want" "$got" | grep '^[<>]' | head -n 20 | tr '\n' ' ')"
			fi
		done
	done < "$tmp/lines"
	check "$1: $(cat "$tmp/$1.said")" test ! -s "$tmp/$1.said"
}

names=
in_shell bash bash ". $share/bash-completion/completions/wk8sc"
in_shell bash-strict bash "set -u; COMP_WORDBREAKS=\$' \\t\\n\"'\\''><;|&('; . $share/bash-completion/completions/wk8sc"
in_shell bash-completion bash ". /usr/share/bash-completion/bash_completion"
in_shell zsh zsh "fpath=($share/zsh/site-functions \$fpath); compinit -D"
in_shell fish fish true
wait
for name in $names; do
	compare "$name"
done

# Where the shell can show them, the help's words stand beside commands and options.
at=$(grep -n -x -e 'wk8sc build --f' "$tmp/lines")
at=${at%%:*}
check "zsh explains commands" grep -q 'Compiles files, folders' "$tmp/zsh/screen"
check "zsh explains options" grep -q 'the version of Kubernetes to write for' "$tmp/zsh/screen"
check "fish explains options" grep -q "^--format.what to write" "$tmp/fish/$at.raw"
at=$(grep -n -x -e 'wk8sc he' "$tmp/lines")
check "fish explains commands" grep -q '^help.Says what a command does' "$tmp/fish/${at%%:*}.raw"
finish
