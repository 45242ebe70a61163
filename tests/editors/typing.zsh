# SPDX-License-Identifier: Apache-2.0
# Types command lines into a shell on a terminal of its own and looks at what
# its completion makes of them: zsh typing.zsh SHELL SETUP LINES ANSWERS
#
# SETUP is a command that the shell (bash, zsh or fish) runs first. For the
# Nth line of the file LINES there is afterwards in the folder ANSWERS:
#
#	N.tab  the command line after the key Tab
#	N.all  all completions of its last word, one on a line, without quotes,
#	       the slash of folders, and for a word `--name=value` without the name
#	screen what the shell has drawn
#
# The keys C-x a (all completions are put into the line) and C-x p (the line is
# written to a file and emptied) are bound for that.
setopt extendedglob
zmodload zsh/zpty zsh/zselect
shell=$1 setup=$2 lines=("${(@f)$(<$3)}") answers=$4:a
line=$answers/line
mkdir -p $answers || exit 1

case $shell in
bash*)
	start=(bash --norc --noprofile -i)
	setup="bind 'set bell-style none'; bind 'set completion-query-items -1'; bind 'set page-completions off'
bind 'set enable-bracketed-paste off'; bind '\"\\C-xa\": insert-completions'
typed() { printf '%s' \"\$READLINE_LINE\" > $line.new; mv $line.new $line; READLINE_LINE=; }
bind -x '\"\\C-xp\": typed'
$setup" ;;
zsh)
	start=(zsh -f -i)
	setup="unsetopt beep; autoload -Uz compinit
typed() { print -rn -- \"\$BUFFER\" > $line.new; mv $line.new $line; BUFFER= }
zle -N typed; bindkey '^Xp' typed
zle -C all complete-word _generic; bindkey '^Xa' all
zstyle ':completion:all:*' completer _all_matches _complete
zstyle ':completion:all:*' insert yes
$setup" ;;
fish)
	start=(fish -i)
	setup="function typed; commandline > $line.new; mv $line.new $line; commandline ''; end
bind \\cxp typed
$setup" ;;
esac

# Reads what the shell draws, or it would wait for us.
drain() {
	local drawn
	while zpty -r -t pty drawn; do
		print -rn -- "$drawn" >> $answers/screen
	done
}

# Waits until a file is there.
await() {
	repeat 1000; do
		[[ -e $1 ]] && return
		drain
		zselect -t 1
	done
	print -u2 "FAIL $shell does not answer after: $2"
	exit 1
}

# type LINE KEY: sets $typed to what the line is after the key.
type() {
	rm -f $line
	zpty -w -n pty "$1$2"$'\C-xp'
	await $line "$1"
	typed=$(<$line)
}

export PS1='> ' TERM=xterm
print -r -- "$setup" > $answers/setup
zpty pty "stty rows 50 columns 200 -echo; exec $start"
zpty -w pty "source $answers/setup; touch $answers/ready"
await $answers/ready "the setup"

for ((n = 1; n <= $#lines; n++)); do
	given=$lines[n]
	words=("${(@Q)${(@z)given}}")
	[[ $given == *[[:blank:]] ]] && words+=('')
	last=$words[-1]
	type "$given" $'\t'
	print -r -- "$typed" > $answers/$n.tab
	if [[ $shell == fish ]]; then
		zpty -w pty "complete -C ${(qq)given} > $answers/$n.raw; touch $answers/$n.done"
		await $answers/$n.done "$given"
		all=("${(@f)$(<$answers/$n.raw)}")
		all=("${(@)all%%$'\t'*}")
	else
		type "$given" $'\C-xa'
		all=("${(@Q)${(@z)typed}}")
		all=("${(@)all[$#words,-1]}")
	fi
	# Of `--name=value` the value; a name alone may come with its `=`.
	if [[ $last == --*=* ]]; then
		all=("${(@)all#${last%%=*}=}")
	else
		all=("${(@)all%=}")
	fi
	[[ $typed == "$given" && $shell != fish ]] && all=()
	print -rl -- "${(@)all%/}" | grep . | LC_ALL=C sort -u > $answers/$n.all
done
zpty -d pty
