/* SPDX-License-Identifier: Apache-2.0 */
/*
 * function: the table of functions written in C. All are pure.
 */
#include "eval/function.h"
#include "eval/text.h"

#include "schema/nearest.h"

#include <stdlib.h>

/* ---- arguments ---- */

static bool text_arg(struct unit *u, const struct arguments *a, uint32_t i, struct str *out)
{
	sym s;

	if (!value_text(u, &a->v[i], &s)) {
		diag_add(u->diags, E0220, unit_span(u, a->at[i]), "expected a string, found %s",
			 value_kind_text(u, &a->v[i]));
		return false;
	}
	*out = unit_str(u, s);
	return true;
}

static bool list_arg(struct unit *u, const struct arguments *a, uint32_t i)
{
	if (a->v[i].kind == OBJ_LIST)
		return true;
	diag_add(u->diags, E0220, unit_span(u, a->at[i]), "expected a list, found %s", value_kind_text(u, &a->v[i]));
	return false;
}

static bool map_arg(struct unit *u, const struct arguments *a, uint32_t i)
{
	if (a->v[i].kind == OBJ_MAP)
		return true;
	diag_add(u->diags, E0220, unit_span(u, a->at[i]), "expected a map, found %s", value_kind_text(u, &a->v[i]));
	return false;
}

static struct node text_result(struct unit *u, const struct arguments *a, const char *p, size_t n)
{
	return (struct node){.kind = OBJ_TEXT, .text = sym_intern(u->names, p, n), .origin = a->call};
}

/* ---- strings ---- */

static struct node fn_replace(struct unit *u, const struct arguments *a)
{
	struct str s, from, to;
	struct text out = {NULL, 0, 0};

	if (!text_arg(u, a, 0, &s) || !text_arg(u, a, 1, &from) || !text_arg(u, a, 2, &to))
		return node_poison();
	for (uint32_t i = 0; i < s.n;) {
		bool hit = from.n && s.n - i >= from.n && memcmp(s.p + i, from.p, from.n) == 0;
		struct str piece = hit ? to : str_make(s.p + i, 1);
		if (!text_add(u, &out, piece, a->call))
			return node_poison();
		i += hit ? from.n : 1;
	}
	return text_result(u, a, out.n ? out.p : "", out.n);
}

static struct node fn_split(struct unit *u, const struct arguments *a)
{
	struct node list = node_list(u->arena, 0, a->call);
	struct str s, by;
	uint32_t from = 0;

	if (!text_arg(u, a, 0, &s) || !text_arg(u, a, 1, &by))
		return node_poison();
	if (!by.n) {
		diag_add(u->diags, E0220, unit_span(u, a->at[1]), "the separator of `split` is empty");
		return node_poison();
	}
	for (uint32_t i = 0; i + by.n <= s.n;) {
		if (memcmp(s.p + i, by.p, by.n) != 0) {
			i++;
			continue;
		}
		*list_add(u->arena, list.list) = text_result(u, a, s.p + from, i - from);
		from = i += by.n;
	}
	*list_add(u->arena, list.list) = text_result(u, a, s.p + from, s.n - from);
	return list;
}

static struct node fn_join(struct unit *u, const struct arguments *a)
{
	struct text out = {NULL, 0, 0};
	struct str by = {"", 0};

	if (!list_arg(u, a, 0) || (a->n > 1 && !text_arg(u, a, 1, &by)))
		return node_poison();
	for (uint32_t i = 0; i < a->v[0].list->n; i++) {
		struct arguments one = {.v = {a->v[0].list->v[i]}, .at = {a->at[0]}, .n = 1, .call = a->call};
		struct str s;
		if (!text_arg(u, &one, 0, &s))
			return node_poison();
		if ((i && !text_add(u, &out, by, a->call)) || !text_add(u, &out, s, a->call))
			return node_poison();
	}
	return text_result(u, a, out.n ? out.p : "", out.n);
}

static struct node fn_lower(struct unit *u, const struct arguments *a)
{
	struct str s;

	if (!text_arg(u, a, 0, &s))
		return node_poison();
	char *out = arena_strndup(u->arena, s.p, s.n);
	for (uint32_t i = 0; i < s.n; i++)
		if (out[i] >= 'A' && out[i] <= 'Z')
			out[i] = (char)(out[i] + 32);
	return text_result(u, a, out, s.n);
}

static struct node fn_starts_with(struct unit *u, const struct arguments *a)
{
	struct str s, with;

	if (!text_arg(u, a, 0, &s) || !text_arg(u, a, 1, &with))
		return node_poison();
	return node_bool(s.n >= with.n && memcmp(s.p, with.p, with.n) == 0, 0, a->call);
}

static struct node fn_ends_with(struct unit *u, const struct arguments *a)
{
	struct str s, with;

	if (!text_arg(u, a, 0, &s) || !text_arg(u, a, 1, &with))
		return node_poison();
	return node_bool(s.n >= with.n && memcmp(s.p + s.n - with.n, with.p, with.n) == 0, 0, a->call);
}

static struct node fn_base64(struct unit *u, const struct arguments *a)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	struct str s;

	if (!text_arg(u, a, 0, &s))
		return node_poison();
	char *out = ARENA_NEW(u->arena, char, s.n / 3 * 4 + 5);
	size_t n = 0;
	for (uint32_t i = 0; i < s.n; i += 3) {
		uint32_t left = s.n - i, x = 0;
		for (uint32_t k = 0; k < 3; k++)
			x = x << 8 | (k < left ? (unsigned char)s.p[i + k] : 0);
		out[n++] = digits[x >> 18];
		out[n++] = digits[x >> 12 & 63];
		out[n++] = left > 1 ? digits[x >> 6 & 63] : '=';
		out[n++] = left > 2 ? digits[x & 63] : '=';
	}
	return text_result(u, a, out, n);
}

/* ---- lists and maps ---- */

static struct node fn_keys(struct unit *u, const struct arguments *a)
{
	struct node list = node_list(u->arena, 0, a->call);

	if (!map_arg(u, a, 0))
		return node_poison();
	for (uint32_t i = 0; i < a->v[0].map->n; i++)
		*list_add(u->arena, list.list) =
			(struct node){.kind = OBJ_TEXT, .text = a->v[0].map->v[i].key, .origin = a->call};
	return list;
}

static struct node fn_count(struct unit *u, const struct arguments *a)
{
	const struct node *v = &a->v[0];

	if (v->kind == OBJ_NULL)
		return node_int(0, 0, a->call);
	if (v->kind == OBJ_MAP)
		return node_int(v->map->n, 0, a->call);
	return list_arg(u, a, 0) ? node_int(v->list->n, 0, a->call) : node_poison();
}

static struct node fn_first(struct unit *u, const struct arguments *a)
{
	if (a->v[0].kind == OBJ_NULL)
		return node_null();
	if (!list_arg(u, a, 0))
		return node_poison();
	return a->v[0].list->n ? a->v[0].list->v[0] : node_null();
}

static struct node fn_unique(struct unit *u, const struct arguments *a)
{
	struct node list = node_list(u->arena, 0, a->call);

	if (!list_arg(u, a, 0))
		return node_poison();
	for (uint32_t i = 0; i < a->v[0].list->n; i++) {
		bool seen = false;
		for (uint32_t k = 0; k < list.list->n && !seen; k++)
			seen = node_equal(&list.list->v[k], &a->v[0].list->v[i]);
		if (!seen)
			*list_add(u->arena, list.list) = a->v[0].list->v[i];
	}
	return list;
}

/* Sorting strings by bytes; insertion keeps equal ones in order. */
static struct node fn_sort(struct unit *u, const struct arguments *a)
{
	struct node list = node_list(u->arena, 0, a->call);

	if (!list_arg(u, a, 0))
		return node_poison();
	for (uint32_t i = 0; i < a->v[0].list->n; i++) {
		struct arguments one = {.v = {a->v[0].list->v[i]}, .at = {a->at[0]}, .n = 1, .call = a->call};
		struct str s, t;
		if (!text_arg(u, &one, 0, &s))
			return node_poison();
		list_add(u->arena, list.list);
		uint32_t k = list.list->n - 1;
		for (; k > 0; k--) {
			sym before;
			value_text(u, &list.list->v[k - 1], &before);
			t = unit_str(u, before);
			if (str_cmp(t, s) <= 0)
				break;
			list.list->v[k] = list.list->v[k - 1];
		}
		list.list->v[k] = one.v[0];
	}
	return list;
}

static struct node fn_get(struct unit *u, const struct arguments *a)
{
	sym key;
	struct node *found;

	if (!map_arg(u, a, 0) || !value_text(u, &a->v[1], &key))
		return node_poison();
	found = map_value(a->v[0].map, key);
	return found ? *found : a->n > 2 ? a->v[2] : node_null();
}

static struct node fn_merge(struct unit *u, const struct arguments *a)
{
	struct node map = node_map(u->arena, 0, a->call);

	for (uint32_t i = 0; i < a->n; i++) {
		if (a->v[i].kind == OBJ_NULL)
			continue;
		if (!map_arg(u, a, i))
			return node_poison();
		for (uint32_t k = 0; k < a->v[i].map->n; k++) {
			const struct entry *e = &a->v[i].map->v[k];
			struct entry *there = map_get(map.map, e->key);
			if (there)
				there->value = e->value;
			else
				*map_add(u->arena, map.map, e->key, 0) = e->value;
		}
	}
	return map;
}

/* Sorted by name. */
static const struct function functions[] = {
	{"base64", 1, 1, fn_base64},
	{"count", 1, 1, fn_count},
	{"endsWith", 2, 2, fn_ends_with},
	{"first", 1, 1, fn_first},
	{"get", 2, 3, fn_get},
	{"join", 1, 2, fn_join},
	{"keys", 1, 1, fn_keys},
	{"lower", 1, 1, fn_lower},
	{"merge", 1, 6, fn_merge},
	{"replace", 3, 3, fn_replace},
	{"sort", 1, 1, fn_sort},
	{"split", 2, 2, fn_split},
	{"startsWith", 2, 2, fn_starts_with},
	{"unique", 1, 1, fn_unique},
};

/* Functions of the design that this version does not have yet. */
static const char *const later[] = {"trunc",  "matches", "format", "file", "fileBase64", "files",
				    "dotenv", "bytes",   "sha256", "json", "yaml"};

#define NFUNCTIONS (sizeof functions / sizeof *functions)
#define NLATER (sizeof later / sizeof *later)

const struct function *function_find(struct str name)
{
	for (size_t i = 0; i < NFUNCTIONS; i++)
		if (str_is(name, functions[i].name))
			return &functions[i];
	return NULL;
}

bool function_is_later(struct str name)
{
	for (size_t i = 0; i < NLATER; i++)
		if (str_is(name, later[i]))
			return true;
	return false;
}

static bool add_argument(struct unit *u, const struct function *f, struct arguments *args, ast_id id,
			 struct scope *scope)
{
	if (args->n == f->most) {
		diag_add(u->diags, E0220, unit_span(u, id), "`%s` takes at most %d argument%s", f->name, f->most,
			 f->most == 1 ? "" : "s");
		return false;
	}
	args->at[args->n] = id;
	args->v[args->n] = eval_value(u, id, scope);
	return args->v[args->n++].kind != OBJ_POISON;
}

struct node function_call(struct unit *u, const struct function *f, ast_id call, ast_id receiver, struct scope *scope)
{
	struct arguments args = {.call = call};
	bool ok = true;

	if (receiver)
		ok = add_argument(u, f, &args, receiver, scope);
	for (ast_id a = ast_next(u->tree, ast_first(u->tree, call)); a && ok; a = ast_next(u->tree, a)) {
		if (unit_node(u, a)->sym) {
			diag_add(u->diags, E0220, unit_span(u, a), "`%s` takes its arguments without names", f->name);
			return node_poison();
		}
		ok = add_argument(u, f, &args, ast_first(u->tree, a), scope);
	}
	if (!ok)
		return node_poison();
	if (args.n < f->least) {
		diag_add(u->diags, E0220, unit_span(u, call), "`%s` needs %d argument%s, found %u", f->name, f->least,
			 f->least == 1 ? "" : "s", args.n);
		return node_poison();
	}
	return f->call(u, &args);
}

const char *function_nearest(struct unit *u, struct str name, struct scope *scope)
{
	struct nearest n;

	nearest_init(&n, name);
	for (; scope; scope = scope->up)
		for (uint32_t i = 0; i < scope->n; i++)
			if (scope->v[i].kind == LOCAL_FN)
				nearest_feed(&n, unit_str(u, scope->v[i].name));
	for (size_t i = 0; i < NFUNCTIONS; i++)
		nearest_feed(&n, str_of(functions[i].name));
	return n.best.n ? arena_strndup(u->arena, n.best.p, n.best.n) : NULL;
}
