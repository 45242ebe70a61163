/* SPDX-License-Identifier: Apache-2.0 */
/*
 * function_regex: functions of regular expressions. A pattern is compiled
 * once a unit, whatever loop it stands in.
 */
#include "eval/function.h"

#include "base/regex.h"

struct pattern {
	struct regex *re;
	enum regex_status status;
	const char *why; /* REGEX_BAD */
	uint32_t at;     /* at which byte of it */
};

struct patterns {
	struct regexes all;
	struct map numbers; /* from the texts to places in v */
	VEC(struct pattern) v;
	bool told; /* that the budget is used up */
};

#define PATTERN_VALUES 256 /* what compiling one counts as */

static struct patterns *patterns_of(struct unit *u)
{
	if (!u->patterns) {
		u->patterns = arena_zalloc(u->arena, sizeof *u->patterns);
		regexes_init(&u->patterns->all, u->arena);
	}
	return u->patterns;
}

/* What S has been compiled to; NULL when there were too many. */
static const struct pattern *pattern_of(struct unit *u, const struct arguments *a, struct str s)
{
	struct patterns *all = patterns_of(u);
	sym name = sym_intern(u->names, s.p, s.n);
	const struct node *known = map_value(&all->numbers, name);
	struct pattern p = {.re = NULL};

	if (known)
		return &all->v.v[known->i];
	if (!spend_values(u, PATTERN_VALUES, a->call))
		return NULL;
	*map_add(u->arena, &all->numbers, name, 0) = node_int(all->v.n, 0, 0);
	p.status = regex_compile(&all->all, s, &p.re, &p.why, &p.at);
	VEC_PUSH(u->arena, &all->v, p);
	return &all->v.v[all->v.n - 1];
}

/* Byte AT of the pattern in argument I, where that is a string written as it is; else the argument. */
static struct span place_in(struct unit *u, const struct arguments *a, uint32_t i, struct str pattern, uint32_t at)
{
	struct span span = unit_span(u, a->at[i]);
	struct str text = sources_text(u->sources, span);

	if (text.n == pattern.n + 2 && memcmp(text.p + 1, pattern.p, pattern.n) == 0) {
		span.beg += 1 + at;
		span.end = span.beg + (at < pattern.n);
	}
	return span;
}

static void complain_pattern(struct unit *u, const struct arguments *a, uint32_t i, struct str s,
			     const struct pattern *p)
{
	if (p->status == REGEX_MISSING)
		diag_label(diag_add(u->diags, E0601, unit_span(u, a->call), "this wk8sc has no `%s`", a->f->name),
			   "it was built without the library PCRE2");
	else if (s.n > REGEX_MAX_PATTERN)
		diag_label(arg_mistake(u, a, i, "the regular expression is too long"), "it may have %d bytes",
			   REGEX_MAX_PATTERN);
	else
		diag_label(diag_add(u->diags, E0220, place_in(u, a, i, s, p->at), "this is no regular expression"),
			   "%s", p->why);
}

/* The pattern in argument I; NULL if it is none (reported). */
static struct regex *pattern_arg(struct unit *u, const struct arguments *a, uint32_t i)
{
	struct str s;

	if (!arg_text(u, a, i, &s))
		return NULL;
	const struct pattern *p = pattern_of(u, a, s);

	if (p && p->status != REGEX_OK)
		complain_pattern(u, a, i, s, p);
	return p ? p->re : NULL;
}

/* Matches, and says so where that takes too long. */
static enum regex_status match(struct unit *u, const struct arguments *a, struct regex *re, struct str s, uint32_t from,
			       uint32_t groups[2 * REGEX_GROUPS])
{
	struct patterns *all = patterns_of(u);
	enum regex_status status = all->all.left ? regex_match(&all->all, re, s, from, groups) : REGEX_LIMIT;

	if (status == REGEX_LIMIT && !all->told) {
		all->told = all->all.left == 0;
		diag_label(diag_add(u->diags, E0503, unit_span(u, a->at[1]), "matching takes too long"),
			   "this pattern has too many ways to match");
	}
	return status;
}

struct node fn_matches(struct unit *u, const struct arguments *a)
{
	uint32_t groups[2 * REGEX_GROUPS];
	struct str s;

	if (!arg_text(u, a, 0, &s))
		return node_poison();
	struct regex *re = pattern_arg(u, a, 1);
	enum regex_status status = re ? match(u, a, re, s, 0, groups) : REGEX_BAD;

	return status == REGEX_OK || status == REGEX_NO ? node_bool(status == REGEX_OK, 0, a->call) : node_poison();
}

/* ---- replaceMatches ---- */

/* Appends WITH, in which $1 stands for a group and $$ for a dollar. */
static bool add_replacement(struct unit *u, const struct arguments *a, struct text *out, struct str s, struct str with,
			    const uint32_t groups[2 * REGEX_GROUPS])
{
	for (uint32_t i = 0; i < with.n;) {
		const char *dollar = memchr(with.p + i, '$', with.n - i);
		uint32_t to = dollar ? (uint32_t)(dollar - with.p) : with.n;
		char next = to + 1 < with.n ? with.p[to + 1] : '\0';
		uint32_t group = (uint32_t)(next - '0') * 2;
		struct str piece = str_of(next == '$' ? "$" : "");

		if (!text_add(u, out, str_make(with.p + i, to - i), a->call))
			return false;
		if (next >= '0' && next <= '9' && groups[group] != UINT32_MAX)
			piece = str_make(s.p + groups[group], groups[group + 1] - groups[group]);
		if (!text_add(u, out, piece, a->call))
			return false;
		i = to + 2;
	}
	return true;
}

/* Is every `$` of argument 2 one that there is? */
static bool good_replacement(struct unit *u, const struct arguments *a, struct str with, uint32_t groups)
{
	for (uint32_t i = 0; i < with.n; i++) {
		char next = i + 1 < with.n ? with.p[i + 1] : '\0';

		if (with.p[i] != '$')
			continue;
		if (next >= '0' && next <= '9' && (uint32_t)(next - '0') < groups) {
			i++;
		} else if (next >= '0' && next <= '9') {
			diag_label(arg_mistake(u, a, 2,
					       arena_printf(u->arena, "the pattern has no group for `$%c`", next)),
				   "it has %u", groups - 1);
			return false;
		} else if (next == '$') {
			i++;
		} else {
			diag_label(arg_mistake(u, a, 2, "`$` stands for a group here, as in `$1`"),
				   "a dollar itself is `$$`");
			return false;
		}
	}
	return true;
}

struct node fn_replace_matches(struct unit *u, const struct arguments *a)
{
	uint32_t groups[2 * REGEX_GROUPS], done = 0;
	struct text out = {NULL, 0, 0};
	struct str s, with;
	enum regex_status status;

	if (!arg_text(u, a, 0, &s) || !arg_text(u, a, 2, &with))
		return node_poison();
	struct regex *re = pattern_arg(u, a, 1);

	if (!re || !good_replacement(u, a, with, regex_groups(re)))
		return node_poison();
	for (uint32_t from = 0; from <= s.n; from = groups[1]) {
		status = match(u, a, re, s, from, groups);
		if (status == REGEX_LIMIT)
			return node_poison();
		/* \K can make a match end before it begins: nothing good can come of that */
		if (status == REGEX_NO || groups[0] > groups[1] || groups[0] < done)
			break;
		if (!text_add(u, &out, str_make(s.p + done, groups[0] - done), a->call) ||
		    !add_replacement(u, a, &out, s, with, groups))
			return node_poison();
		done = groups[1];
		/* behind an empty match the next one begins at the next character */
		if (groups[0] == groups[1])
			do
				groups[1]++;
			while (groups[1] < s.n && ((unsigned char)s.p[groups[1]] & 0xc0) == 0x80);
	}
	if (!text_add(u, &out, str_make(s.p + done, s.n - done), a->call))
		return node_poison();
	return result_built(u, a, &out);
}
