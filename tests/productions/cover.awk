# SPDX-License-Identifier: Apache-2.0
# Which productions of the grammar are used wrongly by a test? Reads bison's report
# with item sets, then the trace of tests/productions/mistakes.
#
# Where a mistake is found, the parser might have ended what it had just read
# in any way that the grammar has, so it stood at each of these ends. The
# mistake is a wrong use of the productions that it stood in, behind the first
# token of theirs (behind their second part if they have none), and of those
# that it could end. One with `error` is used by any mistake.
#
# Prints the productions that no mistake is of; with -v all=1 every one with
# the files whose mistakes are of it.

# Splits the production S into part[1..n]; names of tokens stand in quotes and may have blanks.
function split_parts(s,    n, i, c, quoted, word) {
	n = 0
	word = ""
	quoted = 0
	for (i = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		if (c == "\"")
			quoted = !quoted
		if (c != " " || quoted)
			word = word c
		if ((c == " " && !quoted) || i == length(s)) {
			if (word != "")
				part[++n] = word
			word = ""
		}
	}
	return n
}

# The production R is S: how long is it, and how far must the dot in it be?
function learn(r, s,    n, i) {
	n = split_parts(s)
	text[r] = s
	rules = r
	size[r] = n
	if (part[1] == "ε" || part[1] == "%empty")
		size[r] = 0
	need[r] = n < 2 ? n : 2
	for (i = n; i > 0; i--) {
		if (part[i] == "error")
			by_error[r] = 1
		if (substr(part[i], 1, 1) == "\"")
			need[r] = i
	}
}

# What holds a mistake in all its productions makes those that name it hold one too.
function spread_errors(    again, r, i, n, all_of) {
	do {
		again = 0
		for (r = 1; r <= rules; r++)
			all_of[name[r]] = 1
		for (r = 1; r <= rules; r++)
			if (!(r in by_error))
				all_of[name[r]] = 0
		for (r = 1; r <= rules; r++) {
			n = split_parts(text[r])
			for (i = 1; i <= n && !(r in by_error); i++)
				if (all_of[part[i]])
					again = by_error[r] = 1
		}
	} while (again)
}

# The production R as S has it stands in STATE.
function item(state, r, s,    n, i) {
	n = split_parts(s)
	for (i = 1; i <= n && part[i] != "•" && part[i] != "."; i++)
		;
	if (size[r] == 0 || i > size[r])
		ends[state] = ends[state] " " r
	else if (i - 1 >= need[r])
		inside[state] = inside[state] " " r
}

function credit(r) {
	wrong[r]++
	if (!((r, file) in seen)) {
		seen[r, file] = 1
		where[r] = where[r] " " file
	}
}

# STACK with what is left of it when R ends.
function after(stack, r,    n, i, s, top) {
	n = split(stack, states, " ") - size[r]
	for (i = 1; i <= n; i++)
		s = s " " states[i]
	top = states[n]
	return ((top, name[r]) in goes) ? s " " goes[top, name[r]] : ""
}

# All productions that the parser is in or at the end of with STACK.
function mistake(stack,    queue, head, tail, known, now, n, i, list, done, next_stack, top) {
	queue[1] = stack
	tail = 1
	for (head = 1; head <= tail; head++) {
		now = queue[head]
		n = split(now, list, " ")
		top = list[n]
		n = split(inside[top], list, " ")
		for (i = 1; i <= n; i++)
			done[list[i]] = 1
		n = split(ends[top], list, " ")
		for (i = 1; i <= n; i++) {
			next_stack = after(now, list[i])
			if (next_stack == "")
				continue
			done[list[i]] = 1
			if (!(next_stack in known)) {
				known[next_stack] = 1
				queue[++tail] = next_stack
			}
		}
	}
	for (i in done)
		credit(i)
}

FNR == 1 {
	files++
}

# ---- the report ----

files == 1 && /^Grammar/ {
	grammar = 1
}
files == 1 && /^State [0-9]+$/ {
	if (grammar)
		spread_errors()
	state = $2
	grammar = 0
}
files == 1 && /^ +[0-9]+ +([a-z_0-9$]+:|[|]) / {
	r = $1
	body = $0
	sub(/^ +[0-9]+ +/, "", body)
	if (grammar && body !~ /^[|]/) {
		lhs = body
		sub(/:.*/, "", lhs)
	}
	sub(/^([a-z_0-9$]+:|[|]) +/, "", body)
	if (grammar) {
		name[r] = lhs
		learn(r, body)
	} else {
		item(state, r, body)
	}
}
files == 1 && / go to state / {
	goes[state, $1] = $NF
}
files == 1 {
	next
}

# ---- the trace ----

/^File / {
	file = $2
	sub(/.*\//, "", file)
	sub(/\.wk8s$/, "", file)
}
/^Stack now / {
	stack = substr($0, 11)
}
/^Reducing stack by rule / && $5 in by_error {
	credit($5)
}
/^Reducing stack by rule / {
	reduced = reduced " " $5
}
/^Shifting token / {
	reduced = ""
}
/^Mistake$/ {
	mistakes++
	mistake(stack)
	n = split(reduced, list, " ")
	for (i = 1; i <= n; i++)
		credit(list[i])
}

END {
	for (r = 1; r <= rules; r++) {
		if (all)
			printf "%s: %s <-%s\n", name[r], text[r], where[r]
		else if (!wrong[r])
			printf "%s: %s\n", name[r], text[r]
	}
	if (!rules || !mistakes)
		print "nothing was read"
}
