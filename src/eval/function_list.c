/* SPDX-License-Identifier: Apache-2.0 */
/*
 * function_list: functions of lists and maps. What they give are new lists
 * and maps that share what is inside.
 */
#include "eval/function.h"

/* Appends V; false when there are too many values. */
static bool add(struct unit *u, const struct arguments *a, struct node *list, const struct node *v)
{
	if (!spend_values(u, 1, a->call))
		return false;
	*list_add(u->arena, list->list) = also_here(v);
	return true;
}

static bool is_null(const struct node *v)
{
	return v->kind == OBJ_NULL || v->kind == OBJ_ABSENT;
}

/* ---- maps ---- */

static struct node entries(struct unit *u, const struct arguments *a, bool keys)
{
	struct node list = result_list(u, a);

	if (!arg_map(u, a, 0))
		return node_poison();
	for (uint32_t i = 0; i < a->v[0].map->n; i++) {
		const struct entry *e = &a->v[0].map->v[i];
		struct node key = {.kind = OBJ_TEXT, .text = e->key, .origin = a->call};

		if (e->value.kind != OBJ_ABSENT && !add(u, a, &list, keys ? &key : &e->value))
			return node_poison();
	}
	return list;
}

struct node fn_keys(struct unit *u, const struct arguments *a)
{
	return entries(u, a, true);
}

struct node fn_values(struct unit *u, const struct arguments *a)
{
	return entries(u, a, false);
}

struct node fn_get(struct unit *u, const struct arguments *a)
{
	struct str key;

	if (!arg_map(u, a, 0) || !arg_text(u, a, 1, &key))
		return node_poison();
	sym s = sym_find(u->names, key);
	const struct node *found = s == UINT32_MAX ? NULL : map_value(a->v[0].map, s);

	return found ? also_here(found) : a->n > 2 ? a->v[2] : node_null();
}

static bool merge_one(struct unit *u, const struct arguments *a, const struct map *from, struct map *into)
{
	for (uint32_t k = 0; k < from->n; k++) {
		const struct entry *e = &from->v[k];
		struct entry *there = map_get(into, e->key);

		if (e->value.kind == OBJ_ABSENT)
			continue;
		if (there) {
			there->value = also_here(&e->value);
			continue;
		}
		if (!spend_values(u, 1, a->call))
			return false;
		*map_add(u->arena, into, e->key, 0) = also_here(&e->value);
	}
	return true;
}

struct node fn_merge(struct unit *u, const struct arguments *a)
{
	struct node map = node_map(u->arena, 0, a->call);

	for (uint32_t i = 0; i < a->n; i++) {
		if (is_null(&a->v[i]))
			continue;
		if (!arg_map(u, a, i) || !merge_one(u, a, a->v[i].map, map.map))
			return node_poison();
	}
	return map;
}

/* ---- lists ---- */

struct node fn_count(struct unit *u, const struct arguments *a)
{
	const struct node *v = &a->v[0];
	uint32_t n = 0;

	if (is_null(v))
		return node_int(0, 0, a->call);
	if (v->kind == OBJ_LIST)
		return node_int(v->list->n, 0, a->call);
	if (v->kind == OBJ_TEXT) {
		diag_help(arg_mistake(u, a, 0, "`count` needs a list or a map, found a string"),
			  "the length of a string is `bytes(text)`");
		return node_poison();
	}
	if (v->kind != OBJ_MAP) {
		arg_wrong(u, a, 0, "a list or a map");
		return node_poison();
	}
	for (uint32_t i = 0; i < v->map->n; i++)
		n += v->map->v[i].value.kind != OBJ_ABSENT;
	return node_int(n, 0, a->call);
}

struct node fn_first(struct unit *u, const struct arguments *a)
{
	if (is_null(&a->v[0]))
		return node_null();
	if (!arg_list(u, a, 0))
		return node_poison();
	return a->v[0].list->n ? also_here(&a->v[0].list->v[0]) : node_null();
}

struct node fn_last(struct unit *u, const struct arguments *a)
{
	if (is_null(&a->v[0]))
		return node_null();
	if (!arg_list(u, a, 0))
		return node_poison();
	return a->v[0].list->n ? also_here(&a->v[0].list->v[a->v[0].list->n - 1]) : node_null();
}

struct node fn_reverse(struct unit *u, const struct arguments *a)
{
	struct node list = result_list(u, a);

	if (!arg_list(u, a, 0))
		return node_poison();
	for (uint32_t i = a->v[0].list->n; i-- > 0;)
		if (!add(u, a, &list, &a->v[0].list->v[i]))
			return node_poison();
	return list;
}

/* One level: the elements of those that are lists. */
struct node fn_flatten(struct unit *u, const struct arguments *a)
{
	struct node list = result_list(u, a);

	if (!arg_list(u, a, 0))
		return node_poison();
	for (uint32_t i = 0; i < a->v[0].list->n; i++) {
		const struct node *v = &a->v[0].list->v[i];

		if (v->kind != OBJ_LIST && !add(u, a, &list, v))
			return node_poison();
		for (uint32_t k = 0; v->kind == OBJ_LIST && k < v->list->n; k++)
			if (!add(u, a, &list, &v->list->v[k]))
				return node_poison();
	}
	return list;
}

struct node fn_range(struct unit *u, const struct arguments *a)
{
	struct node list = result_list(u, a);
	int64_t from = 0, end;

	if ((a->n > 1 && !arg_whole(u, a, 0, INT32_MIN, INT32_MAX, &from)) ||
	    !arg_whole(u, a, a->n - 1, INT32_MIN, INT32_MAX, &end))
		return node_poison();
	for (; from < end; from++) {
		/* a literal, as if it had been written there */
		struct node n = {.kind = OBJ_LITERAL, .text = int_sym(u, from), .origin = a->call};

		if (!add(u, a, &list, &n))
			return node_poison();
	}
	return list;
}

/* ---- lists of true and false ---- */

/* Is there one that is WANTED? */
static struct node look_for_one(struct unit *u, const struct arguments *a, bool wanted)
{
	bool found = false;

	if (!arg_list(u, a, 0))
		return node_poison();
	for (uint32_t i = 0; i < a->v[0].list->n; i++) {
		const struct node *v = &a->v[0].list->v[i];

		if (v->kind != OBJ_BOOL) {
			item_wrong(u, a, 0, v, "`true` and `false`");
			return node_poison();
		}
		found |= v->b == wanted;
	}
	return node_bool(found, 0, a->call);
}

struct node fn_any(struct unit *u, const struct arguments *a)
{
	return look_for_one(u, a, true);
}

struct node fn_all(struct unit *u, const struct arguments *a)
{
	struct node v = look_for_one(u, a, false);

	v.b = v.kind == OBJ_BOOL && !v.b;
	return v;
}
