# SPDX-License-Identifier: Apache-2.0
#
# Completion of wk8sc for bash. It needs nothing beside bash; where the package
# bash-completion is installed, `make install` puts it where that finds it. By
# hand: `. wk8sc.bash` in ~/.bashrc.
#
# Commands, options and the words that an option takes are those that `wk8sc
# help` prints, asked for at each completion, which takes a few milliseconds.
# Only what help cannot say is written here: which files an option or command
# wants.
#
# _wk8sc at the end is where bash enters. The functions share its locals:
#
#	program   the wk8sc that answers
#	words     the words before the cursor without their quotes, the last of them cut at the cursor
#	cur       that last one
#	lead      what of it bash does not replace: `--format=` where it breaks words at `=`
#	commands  the names of all commands
#	command   that on the line, empty where none is named
#	first     the number of the first word behind it
#	options   a line for each spelling of an option, and the name of its argument: "-o FILE"
#	operands  the words before cur that are neither options nor their arguments

# The answer of wk8sc to a command.
_wk8sc_ask() {
	"$program" "$@" 2> /dev/null < /dev/null
}

# Sets $plain to a word of the command line without its quotes.
_wk8sc_unquote() {
	local word=$1 quote= c i
	plain=
	for ((i = 0; i < ${#word}; i++)); do
		c=${word:i:1}
		case $quote$c in
		\'\' | \"\") quote= ;;
		\' | \") quote=$c ;;
		\\ | \"\\)
			i=$((i + 1))
			plain+=${word:i:1} ;;
		*) plain+=$c ;;
		esac
	done
}

# Sets words and cur from the line up to the cursor; $redirected if cur stands
# behind `<` or `>`. bash has split the line too, but at characters that users
# choose (COMP_WORDBREAKS), so that `--opt=value` can be one word or three.
_wk8sc_split() {
	local line=${COMP_LINE:0:COMP_POINT} raw= quote= inside= c i plain
	words=() redirected=
	for ((i = 0; i < ${#line}; i++)); do
		c=${line:i:1}
		case $quote$c in
		[[:blank:]] | $'\n' | [\<\>])
			# `2` of `2>` and the target of a redirection are no words of the command.
			if [[ $inside && ! $redirected && ! ($c == [\<\>] && $raw =~ ^[0-9]+$) ]]; then
				_wk8sc_unquote "$raw"
				words+=("$plain")
			fi
			[[ $c == [\<\>] || ($redirected && ! $inside) ]] && redirected=yes || redirected=
			raw= inside=
			continue ;;
		\'\' | \"\") quote= ;;
		\' | \") quote=$c ;;
		\\ | \"\\)
			raw+=$c
			i=$((i + 1))
			c=${line:i:1} ;;
		esac
		raw+=$c inside=yes
	done
	_wk8sc_unquote "$raw"
	cur=$plain
	words+=("$cur")
}

# Sets options to those of a help text.
_wk8sc_options() {
	local line row='^  (-[A-Za-z], |    )?(--?[A-Za-z0-9][A-Za-z0-9-]*)( ([^ ]+))?  *[^ ]'
	options=
	while IFS= read -r line; do
		[[ $line =~ $row ]] || continue
		options+="${BASH_REMATCH[2]} ${BASH_REMATCH[4]}"$'\n'
		case ${BASH_REMATCH[1]} in
		-*) options+="${BASH_REMATCH[1]%%,*} ${BASH_REMATCH[4]}"$'\n' ;;
		esac
	done <<< "$1"
}

# Sets $argument to the name of an option's argument, empty if it takes none;
# fails if there is no such option.
_wk8sc_option() {
	local all=$'\n'$options
	argument=
	[[ $1 && $all == *$'\n'"$1 "* ]] || return 1
	argument=${all#*$'\n'"$1 "}
	argument=${argument%%$'\n'*}
}

# Offers each word that begins with $cur; none of them with a blank.
_wk8sc_offer() {
	local word
	for word; do
		[[ $word == "$cur"* ]] && COMPREPLY+=("$word")
	done
}

# Offers the lines of $1 behind the prefix $2, whatever the case of letters is.
_wk8sc_offer_lines() {
	local line was
	was=$(shopt -p nocasematch)
	shopt -s nocasematch
	while IFS= read -r line; do
		[[ $line && $2$line == "$cur"* ]] && COMPREPLY+=("$2$line")
	done <<< "$1"
	$was
}

# Offers behind the prefix $1 the files that the rest of $cur begins, those that
# end in one of the other arguments, and folders; `-` as an ending stands for
# the standard input, `*` for all files.
_wk8sc_offer_files() {
	local prefix=$1 part=${cur#"$1"} file path ending
	shift
	while IFS= read -r file; do
		[[ $file && $file == "$part"* ]] || continue
		# Hidden files are for those who ask for them.
		[[ ${file##*/} == .* && ${part##*/} != .* ]] && continue
		path=$file
		[[ $path == \~/* ]] && path=$HOME/${path#*/}
		if [[ -d $path ]]; then
			if [[ ! $lead && $prefix ]]; then
				# To readline this is one word, and no folder.
				file+=/
				compopt -o nospace 2> /dev/null
			fi
			COMPREPLY+=("$prefix$file")
			continue
		fi
		for ending; do
			[[ $ending != - && ($ending == '*' || $file == *"$ending") ]] || continue
			COMPREPLY+=("$prefix$file")
			break
		done
	done <<< "$(compgen -f -- "$part")"
	if [[ ${#COMPREPLY[@]} -gt 0 ]]; then
		compopt -o filenames 2> /dev/null
	fi
	for ending; do
		[[ $ending == - && - == "$part"* ]] && COMPREPLY+=("$prefix-")
	done
}

# Offers values of an option behind the prefix $3 of $cur: of the option $1
# whose argument is called $2.
_wk8sc_offer_values() {
	local minor range
	case $2 in
	1.NN)
		range=$(_wk8sc_ask --version)
		[[ $range =~ 1\.([0-9]+)\ to\ 1\.([0-9]+) ]] || return
		for ((minor = BASH_REMATCH[1]; minor <= BASH_REMATCH[2]; minor++)); do
			_wk8sc_offer "${3}1.$minor"
		done ;;
	*'|'*) _wk8sc_offer_lines "${2//|/$'\n'}" "$3" ;;
	DIR) _wk8sc_offer_files "$3" ;;
	TARGET) _wk8sc_offer_files "$3" '*' ;;
	FILE)
		case $command$1 in
		*-o | *--output) _wk8sc_offer_files "$3" .yaml .yml .json ;;
		*-p | *--params) _wk8sc_offer_files "$3" .wk8s .yaml .yml .json - ;;
		*--against) _wk8sc_offer_files "$3" .yaml .yml .json - ;;
		types*) _wk8sc_offer_files "$3" .json ;;
		*) _wk8sc_offer_files "$3" '*' ;;
		esac ;;
	esac
}

# Offers what `wk8sc explain` explains: kinds and codes, behind a dot the fields.
_wk8sc_offer_subjects() {
	if [[ $cur == *.* ]]; then
		_wk8sc_offer_lines "$(_wk8sc_ask explain --list=fields "${cur%.*}")" ''
	else
		_wk8sc_offer_lines "$(_wk8sc_ask explain --list=kinds)" ''
		_wk8sc_offer_lines "$(_wk8sc_ask explain --list=codes)" ''
	fi
	# A dot and a field may follow.
	compopt -o nospace 2> /dev/null
}

# Offers the objects that the sources on the line make, as KIND/NAME.
_wk8sc_offer_objects() {
	local -a asked
	local i kind namespace name rest
	asked=(list)
	for ((i = first; i < ${#words[@]} - 1; i++)); do
		asked+=("${words[i]/#\~\//$HOME/}")
	done
	while read -r kind namespace name rest; do
		[[ $kind != KIND && $name && $name != - ]] && _wk8sc_offer "$kind/$name"
	done <<< "$(_wk8sc_ask "${asked[@]}")"
}

# Offers the operands of `why`: sources, then an object, then a field.
_wk8sc_offer_why() {
	local word object=
	for word in ${operands[@]+"${operands[@]}"}; do
		[[ $word == */* && ! -e ${word/#\~\//$HOME/} ]] && object=$word
	done
	if [[ $object ]]; then
		local whole=$cur
		cur=${object%%/*}.$cur
		_wk8sc_offer_lines "$(_wk8sc_ask explain --list=fields "${cur%.*}")" ''
		COMPREPLY=(${COMPREPLY[@]+"${COMPREPLY[@]#*.}"})
		cur=$whole
		compopt -o nospace 2> /dev/null
		return
	fi
	_wk8sc_offer_files '' .wk8s .yaml .yml .json -
	[[ ${#operands[@]} -gt 0 ]] && _wk8sc_offer_objects
}

# Offers what the command takes beside options.
_wk8sc_offer_operands() {
	case $command in
	help) [[ ${#operands[@]} -gt 0 ]] || _wk8sc_offer $commands ;;
	init) [[ ${#operands[@]} -gt 0 ]] || _wk8sc_offer_files '' ;;
	types) _wk8sc_offer_files '' .json ;;
	test) _wk8sc_offer_files '' .test.wk8s ;;
	fmt) _wk8sc_offer_files '' .wk8s - ;;
	explain) [[ ${#operands[@]} -gt 0 ]] || _wk8sc_offer_subjects ;;
	why) _wk8sc_offer_why ;;
	*) _wk8sc_offer_files '' .wk8s .yaml .yml .json - ;;
	esac
}

# Offers the commands, and the sources that may stand in their place. A folder
# that is called like a command is not what wk8sc takes it for.
_wk8sc_offer_first() {
	local all word i
	command=
	_wk8sc_offer_operands
	all=(${COMPREPLY[@]+"${COMPREPLY[@]}"})
	COMPREPLY=()
	for ((i = 0; i < ${#all[@]}; i++)); do
		case " $commands " in
		*" ${all[i]} "*) ;;
		*) COMPREPLY+=("${all[i]}") ;;
		esac
	done
	[[ ${#COMPREPLY[@]} -gt 0 ]] || compopt +o filenames 2> /dev/null
	_wk8sc_offer $commands
}

# Goes through the words before the cursor: sets operands, $waiting to the
# option that $cur is the argument of, $closed if `--` has ended the options.
_wk8sc_walk() {
	local i word
	operands=() waiting= closed=
	for ((i = first; i < ${#words[@]} - 1; i++)); do
		word=${words[i]}
		if [[ $waiting ]]; then
			waiting=
		elif [[ $closed || $word == - || $word != -* ]]; then
			operands+=("$word")
		elif [[ $word == -- ]]; then
			closed=yes
		elif _wk8sc_option "$word" && [[ $argument ]]; then
			waiting=$word
		fi
	done
}

# Offers options, or values of one that stands in the same word as its value:
# `--name=value`, `-nvalue`, `-MFvalue`.
_wk8sc_offer_options() {
	local name rest argument
	if [[ $cur == --*=* ]]; then
		_wk8sc_option "${cur%%=*}" && _wk8sc_offer_values "${cur%%=*}" "$argument" "${cur%%=*}="
		return
	fi
	while read -r name rest; do
		[[ $name ]] || continue
		_wk8sc_offer "$name"
		[[ $name != --* && $rest && $cur == "$name"?* ]] && _wk8sc_offer_values "$name" "$rest" "$name"
	done <<< "$options"
}

# bash calls this with the name of the command and the part of the word that it
# is going to replace.
_wk8sc() {
	local program=wk8sc words cur redirected commands command= first=1 options operands waiting closed
	local argument plain lead help i IFS=$' \t\n'
	COMPREPLY=()
	_wk8sc_split
	# Not what the first word is, should that be another name or `sudo`.
	[[ ${words[0]##*/} == wk8sc ]] && program=${words[0]/#\~\//$HOME/}
	_wk8sc_unquote "$2"
	lead=
	[[ $cur == *"$plain" ]] && lead=${cur%"$plain"}
	help=$(_wk8sc_ask help)
	commands=$(sed -n '/^Commands:/,/^$/s/^  \([a-z][a-z-]*\) .*/\1/p' <<< "$help" | tr '\n' ' ')
	if [[ $redirected ]]; then
		_wk8sc_offer_files '' '*'
	else
		if [[ ${#words[@]} -gt 2 ]]; then
			case " $commands " in
			*" ${words[1]} "*) command=${words[1]} first=2 ;;
			esac
			help=$(_wk8sc_ask help "${command:-build}")
		fi
		_wk8sc_options "$help"
		_wk8sc_walk
		if [[ $waiting ]]; then
			_wk8sc_option "$waiting"
			_wk8sc_offer_values "$waiting" "$argument" ''
		elif [[ $cur == -* && ! $closed ]]; then
			_wk8sc_offer_options
			[[ $cur == - ]] && _wk8sc_offer_operands
		elif [[ ${#words[@]} -eq 2 ]]; then
			_wk8sc_offer_first
		else
			_wk8sc_offer_operands
		fi
	fi
	for ((i = 0; i < ${#COMPREPLY[@]}; i++)); do
		COMPREPLY[i]=${COMPREPLY[i]#"$lead"}
	done
}

complete -F _wk8sc wk8sc
