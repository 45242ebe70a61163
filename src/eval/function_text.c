/* SPDX-License-Identifier: Apache-2.0 */
/*
 * function_text: functions of strings. They work on bytes, and cut between
 * characters only; letters are those of ASCII, so that no table of Unicode
 * decides what comes out.
 */
#include "eval/function.h"

#include "base/utf8.h"

static bool at(struct str s, uint32_t i, struct str part)
{
	return s.n - i >= part.n && memcmp(s.p + i, part.p, part.n) == 0;
}

/* Where PART, which is not empty, begins in S from I on; s.n if nowhere. */
static uint32_t find(struct str s, uint32_t i, struct str part)
{
	while (i < s.n) {
		const char *p = memchr(s.p + i, part.p[0], s.n - i);

		if (!p)
			break;
		i = (uint32_t)(p - s.p);
		if (at(s, i, part))
			return i;
		i++;
	}
	return s.n;
}

/* ---- searching ---- */

struct node fn_contains(struct unit *u, const struct arguments *a)
{
	struct str s, part;

	if (a->v[0].kind == OBJ_LIST || a->v[0].kind == OBJ_MAP) {
		diag_help(arg_mistake(u, a, 0, "`contains` looks into strings"), "write `x in %s`",
			  a->v[0].kind == OBJ_LIST ? "list" : "map");
		return node_poison();
	}
	if (!arg_text(u, a, 0, &s) || !arg_text(u, a, 1, &part))
		return node_poison();
	return node_bool(!part.n || find(s, 0, part) < s.n, 0, a->call);
}

struct node fn_starts_with(struct unit *u, const struct arguments *a)
{
	struct str s, with;

	if (!arg_text(u, a, 0, &s) || !arg_text(u, a, 1, &with))
		return node_poison();
	return node_bool(at(s, 0, with), 0, a->call);
}

struct node fn_ends_with(struct unit *u, const struct arguments *a)
{
	struct str s, with;

	if (!arg_text(u, a, 0, &s) || !arg_text(u, a, 1, &with))
		return node_poison();
	return node_bool(s.n >= with.n && at(s, s.n - with.n, with), 0, a->call);
}

struct node fn_bytes(struct unit *u, const struct arguments *a)
{
	struct str s;

	return arg_text(u, a, 0, &s) ? node_int(s.n, 0, a->call) : node_poison();
}

/* ---- taking apart and putting together ---- */

struct node fn_replace(struct unit *u, const struct arguments *a)
{
	struct str s, from, to;
	struct text out = {NULL, 0, 0};

	if (!arg_text(u, a, 0, &s) || !arg_text(u, a, 1, &from) || !arg_text(u, a, 2, &to))
		return node_poison();
	if (!from.n) {
		arg_mistake(u, a, 1, "what `replace` looks for is empty");
		return node_poison();
	}
	for (uint32_t i = 0; i < s.n;) {
		uint32_t hit = find(s, i, from);

		if (!text_add(u, &out, str_make(s.p + i, hit - i), a->call) ||
		    (hit < s.n && !text_add(u, &out, to, a->call)))
			return node_poison();
		i = hit < s.n ? hit + from.n : s.n;
	}
	return result_built(u, a, &out);
}

struct node fn_split(struct unit *u, const struct arguments *a)
{
	struct node list = result_list(u, a);
	struct str s, by;

	if (!arg_text(u, a, 0, &s) || !arg_text(u, a, 1, &by))
		return node_poison();
	if (!by.n) {
		arg_mistake(u, a, 1, "the separator of `split` is empty");
		return node_poison();
	}
	for (uint32_t i = 0, hit;; i = hit + by.n) {
		hit = find(s, i, by);
		if (!spend_values(u, 1, a->call))
			return node_poison();
		*list_add(u->arena, list.list) = result_text(u, a, s.p + i, hit - i);
		if (hit == s.n)
			return list;
	}
}

struct node fn_join(struct unit *u, const struct arguments *a)
{
	struct text out = {NULL, 0, 0};
	struct str by = {"", 0};

	if (!arg_list(u, a, 0) || (a->n > 1 && !arg_text(u, a, 1, &by)))
		return node_poison();
	for (uint32_t i = 0; i < a->v[0].list->n; i++) {
		struct str s;

		if (!item_text(u, a, 0, &a->v[0].list->v[i], &s))
			return node_poison();
		if ((i && !text_add(u, &out, by, a->call)) || !text_add(u, &out, s, a->call))
			return node_poison();
	}
	return result_built(u, a, &out);
}

struct node fn_indent(struct unit *u, const struct arguments *a)
{
	static const char blanks[] = "                                                                ";
	struct text out = {NULL, 0, 0};
	struct str s;
	int64_t n;

	if (!arg_text(u, a, 0, &s) || !arg_whole(u, a, 1, 0, (int64_t)sizeof blanks - 1, &n))
		return node_poison();
	for (uint32_t i = 0; i < s.n;) {
		const char *end = memchr(s.p + i, '\n', s.n - i);
		uint32_t next = end ? (uint32_t)(end - s.p) + 1 : s.n;

		/* the first line stands where it is put, and an empty one stays empty */
		if (i && s.p[i] != '\n' && !text_add(u, &out, str_make(blanks, (size_t)n), a->call))
			return node_poison();
		if (!text_add(u, &out, str_make(s.p + i, next - i), a->call))
			return node_poison();
		i = next;
	}
	return result_built(u, a, &out);
}

/* ---- cutting ---- */

/* Is the character of the N bytes at P one of SET? */
static bool one_of(const char *p, uint32_t n, struct str set)
{
	for (const char *c = set.p, *end = set.p + set.n; c < end;) {
		const char *from = c;

		utf8_next(&c, end);
		if ((uint32_t)(c - from) == n && memcmp(from, p, n) == 0)
			return true;
	}
	return false;
}

static bool inside(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80; /* of a character: not its first byte */
}

struct node fn_trim(struct unit *u, const struct arguments *a)
{
	struct str s, set = str_of(" \t\r\n");
	uint32_t beg = 0, end;

	if (!arg_text(u, a, 0, &s) || (a->n > 1 && !arg_text(u, a, 1, &set)))
		return node_poison();
	for (end = s.n; beg < end;) {
		uint32_t n = 1;

		while (beg + n < end && inside(s.p[beg + n]))
			n++;
		if (!one_of(s.p + beg, n, set))
			break;
		beg += n;
	}
	while (end > beg) {
		uint32_t n = 1;

		while (n < end - beg && inside(s.p[end - n]))
			n++;
		if (!one_of(s.p + end - n, n, set))
			break;
		end -= n;
	}
	return result_text(u, a, s.p + beg, end - beg);
}

struct node fn_trim_prefix(struct unit *u, const struct arguments *a)
{
	struct str s, part;

	if (!arg_text(u, a, 0, &s) || !arg_text(u, a, 1, &part))
		return node_poison();
	uint32_t cut = at(s, 0, part) ? part.n : 0;

	return result_text(u, a, s.p + cut, s.n - cut);
}

struct node fn_trim_suffix(struct unit *u, const struct arguments *a)
{
	struct str s, part;

	if (!arg_text(u, a, 0, &s) || !arg_text(u, a, 1, &part))
		return node_poison();
	return result_text(u, a, s.p, s.n >= part.n && at(s, s.n - part.n, part) ? s.n - part.n : s.n);
}

struct node fn_trunc(struct unit *u, const struct arguments *a)
{
	struct str s;
	int64_t most;

	if (!arg_text(u, a, 0, &s) || !arg_whole(u, a, 1, 0, UINT32_MAX, &most))
		return node_poison();
	uint32_t n = most < (int64_t)s.n ? (uint32_t)most : s.n;

	while (n < s.n && n > 0 && inside(s.p[n]))
		n--;
	return result_text(u, a, s.p, n);
}

/* ---- letters ---- */

static struct node shifted(struct unit *u, const struct arguments *a, char from, char to, int by)
{
	struct text out = {NULL, 0, 0};
	struct str s;

	if (!arg_text(u, a, 0, &s) || !text_add(u, &out, s, a->call))
		return node_poison();
	for (uint32_t i = 0; i < out.n; i++)
		if (out.p[i] >= from && out.p[i] <= to)
			out.p[i] = (char)(out.p[i] + by);
	return result_built(u, a, &out);
}

struct node fn_lower(struct unit *u, const struct arguments *a)
{
	return shifted(u, a, 'A', 'Z', 'a' - 'A');
}

struct node fn_upper(struct unit *u, const struct arguments *a)
{
	return shifted(u, a, 'a', 'z', 'A' - 'a');
}
