# SPDX-License-Identifier: Apache-2.0
#
# Completion of wk8sc for fish; it belongs into a folder of
# $fish_complete_path, where `make install` puts it.
#
# Commands, options, what they are for and the words that an option takes are
# those that `wk8sc help` prints, asked for once, when fish reads this file.
# Only what help cannot say is written here: which files an option or command
# wants.

# The answer of the wk8sc that is being completed; not of what the first word
# is, should that be `sudo`.
function __wk8sc_ask
    set -l program (commandline -opc)[1]
    string match -qr '(^|/)wk8sc$' -- "$program"; or set program wk8sc
    string match -q '~/*' -- $program; and set program $HOME(string sub -s 2 -- $program)
    command $program $argv 2>/dev/null </dev/null
end

# ---- conditions ----

# Is this the command on the line? None named means build.
function __wk8sc_in
    set -l words (commandline -opc)
    contains -- "$words[2]" $__wk8sc_commands; or set words[2] build
    test $words[2] = $argv[1]
end

# Is the first word being written?
function __wk8sc_first
    test (count (commandline -opc)) -lt 2
end

# Is the word behind the command being written?
function __wk8sc_second
    test (count (commandline -opc)) = 2
end

# ---- what stands in the place of a word ----

# The files that the current word begins, of those that end in one of the
# arguments, and folders; `-` as an ending stands for the standard input.
function __wk8sc_files
    set -l word (commandline -ct | string replace -r -- '^(--[^=]*=|-[a-zA-Z])' '')
    set -l endings / (string match -v -- - $argv | string escape --style=regex)
    # fish has files for a command that it does not know.
    complete -C "__wk8sc_no_command $word" | string match -r -- "^[^\t]*(?:"(string join '|' $endings)")(?=\t|\$)"
    contains -- - $argv; and printf '%s\t%s\n' - 'standard input'
end

# The sources. As the first word, a folder that is called like a command is not
# what wk8sc takes it for.
function __wk8sc_sources
    set -l sources (__wk8sc_files .wk8s .yaml .yml .json -)
    __wk8sc_first; and set sources (string match -rv -- '^('(string join '|' $__wk8sc_commands)')/$' $sources)
    printf '%s\n' $sources
end

# What `wk8sc explain` explains: kinds and codes, behind a dot the fields.
function __wk8sc_subjects
    # One thing at a time: nothing may be left without options and their arguments.
    set -l asked (string join ' ' -- '' (commandline -opc)[3..] | string replace -ra -- ' -[^ =]+ [^ ]+| -[^ ]+' '')
    test -z "$asked"; or return
    set -l path (string match -r -- '^(.*)\.' (commandline -ct))
    if set -q path[2]
        __wk8sc_ask explain --list=fields $path[2]
    else
        __wk8sc_ask explain --list=kinds
        __wk8sc_ask explain --list=codes
    end
end

# The objects that the sources on the line make, as KIND/NAME.
function __wk8sc_objects
    set -l asked (commandline -opc)[3..]
    set -q asked[1]; or return
    # Kind, namespace and name.
    __wk8sc_ask list (string replace -r -- '^~/' $HOME/ $asked) | string match -rv '^KIND ' |
        string replace -rf -- '^(\S+) +\S+ +(\S+) .*' '$1/$2' | string match -v '*/-'
end

# The operands of `why`: sources, then an object, then a field.
function __wk8sc_why
    set -l object
    for word in (commandline -opc)[3..]
        string match -qr -- '^[^-].*/' $word; and not test -e (string replace -r -- '^~/' $HOME/ $word); and set object $word
    end
    if set -q object[1]
        set -l path (string replace -r -- '/.*' '' $object).(commandline -ct)
        __wk8sc_ask explain --list=fields (string replace -r -- '\.[^.]*$' '' $path) | string replace -r -- '^[^.]*\.' ''
        return
    end
    __wk8sc_sources
    __wk8sc_objects
end

# ---- the table ----

# What completes the argument of an option: of the command $argv[1] the option
# $argv[2], whose argument is called $argv[3] in the help.
function __wk8sc_values
    switch $argv[3]
        case 1.NN
            set -l range (__wk8sc_ask --version | string match -r '1\.(\d+) to 1\.(\d+)')
            set -q range[3]; and printf '1.%s ' (seq $range[2] $range[3])
        case '*|*'
            string replace -a -- '|' ' ' $argv[3]
        case DIR
            echo '(__wk8sc_files)'
        case TARGET
            echo "(__wk8sc_files '')"
        case FILE
            switch $argv[1]$argv[2]
                case '*--output'
                    echo '(__wk8sc_files .yaml .yml .json)'
                case '*--params'
                    echo '(__wk8sc_files .wk8s .yaml .yml .json -)'
                case '*--against'
                    echo '(__wk8sc_files .yaml .yml .json -)'
                case 'types*'
                    echo '(__wk8sc_files .json)'
                case '*'
                    echo "(__wk8sc_files '')"
            end
    end
end

# The options of the command $argv[1] that the lines $argv[2..] of a help text have.
function __wk8sc_options
    for line in $argv[2..]
        set -l row (string match -r -- '^  (-[A-Za-z], |    |)(--?[A-Za-z0-9][A-Za-z0-9-]*)( [^ ]+|)  *([^ ].*)$' $line)
        set -q row[5]; or continue
        set -l spec -c wk8sc -d $row[5]
        switch $row[3]
            case '--*'
                set -a spec -l (string sub -s 3 -- $row[3])
            case '-?'
                set -a spec -s (string sub -s 2 -- $row[3])
            case '*'
                set -a spec -o (string sub -s 2 -- $row[3])
        end
        string match -q -- '-*' $row[2]; and set -a spec -s (string sub -s 2 -l 1 -- $row[2])
        test -n "$row[4]"; and set -a spec -x -k -a (__wk8sc_values $argv[1] $row[3] (string trim $row[4]) | string collect -a)
        # The version is asked for without a command.
        if test $row[3] = --version
            complete $spec -n __wk8sc_first
        else
            complete $spec -n "__wk8sc_in $argv[1]"
        end
    end
end

# ---- the rest of the file is run once ----

complete -c wk8sc -f
set -g __wk8sc_commands
for line in (__wk8sc_ask help | string match -r -- '^  [a-z].*')
    set -l row (string match -r -- '^  ([a-z-]+) +(.*)' $line)
    set -ga __wk8sc_commands $row[2]
    complete -c wk8sc -n __wk8sc_first -a $row[2] -d $row[3]
    complete -c wk8sc -n '__wk8sc_in help; and __wk8sc_second' -a $row[2] -d $row[3]
    __wk8sc_options $row[2] (__wk8sc_ask help $row[2])
    set -l operands '(__wk8sc_sources)'
    switch $row[2]
        case help
            continue
        case init
            complete -c wk8sc -n '__wk8sc_in init; and __wk8sc_second' -a '(__wk8sc_files)'
            continue
        case types
            set operands '(__wk8sc_files .json)'
        case test
            set operands '(__wk8sc_files .test.wk8s)'
        case fmt
            set operands '(__wk8sc_files .wk8s -)'
        case explain
            set operands '(__wk8sc_subjects)'
        case why
            set operands '(__wk8sc_why)'
    end
    complete -c wk8sc -n "__wk8sc_in $row[2]" -a $operands
end
__wk8sc_options build (__wk8sc_ask help | string match -r -- '.*--version .*')
