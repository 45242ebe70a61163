/* SPDX-License-Identifier: Apache-2.0 */
/*
 * merge: spreads. A base gives what the block itself does not say; two bases
 * may not disagree.
 */
#include "eval/block.h"
#include "eval/keyindex.h"

static bool both_keyed(const struct unit *u, const struct node *a, const struct node *b)
{
	return a->kind == OBJ_LIST && b->kind == OBJ_LIST && a->type && a->type == b->type &&
	       unit_type(u, a->type)->keyed && (a->flags & OBJ_KEYED) && (b->flags & OBJ_KEYED);
}

static struct node *item_of(struct unit *u, const struct node *list, sym key)
{
	return keyindex_find(u, list->list, list->type, key);
}

/* What a base holds may be held by others too: marked, so that a change makes a copy. */
static struct node borrowed(const struct node *v)
{
	struct node n = *v;

	if (n.kind == OBJ_MAP || n.kind == OBJ_LIST)
		n.flags |= OBJ_SHARED;
	return n;
}

/* Reports the conflicts that are left in V, which the block takes as it is. */
static void report_conflicts(struct unit *u, const struct node *v)
{
	if (!u->conflicts.n)
		return;
	if (v->kind == OBJ_MAP) {
		for (uint32_t i = 0; i < v->map->n; i++)
			report_conflicts(u, &v->map->v[i].value);
	} else if (v->kind == OBJ_LIST) {
		for (uint32_t i = 0; i < v->list->n; i++)
			report_conflicts(u, &v->list->v[i]);
	} else if (v->kind == OBJ_POISON && (v->flags & OBJ_CONFLICT)) {
		const struct conflict *c = &u->conflicts.v[v->ref];
		struct diag *d = diag_add(u->diags, E0221, unit_span(u, c->at), "the spreads disagree on `" STR_FMT "`",
					  STR_ARG(unit_str(u, c->key)));
		diag_also(d, unit_span(u, c->a), "from one spread");
		diag_also(d, unit_span(u, c->b), "from the other");
		diag_help(d, "write `" STR_FMT "` in the block itself: that wins over both",
			  STR_ARG(unit_str(u, c->key)));
	}
}

/* The base's entries in their order, then those that only OWN has. */
static struct map *merge_maps(struct unit *u, const struct map *own, const struct map *base)
{
	struct map *merged = arena_zalloc(u->arena, sizeof *merged);

	for (uint32_t i = 0; i < base->n; i++) {
		const struct entry *b = &base->v[i];
		struct entry *o = map_get(own, b->key);
		struct node value = o ? o->value : borrowed(&b->value);
		if (o)
			merge_under(u, &value, &b->value);
		else
			report_conflicts(u, &b->value);
		*map_add(u->arena, merged, b->key, b->order) = value;
	}
	for (uint32_t i = 0; i < own->n; i++)
		if (!map_get(merged, own->v[i].key))
			*map_add(u->arena, merged, own->v[i].key, own->v[i].order) = own->v[i].value;
	return merged;
}

/* The first BEFORE items of OWN come first: they stand in front of the spread. */
static struct list *merge_lists(struct unit *u, const struct node *own, const struct node *base, uint32_t before)
{
	struct list *merged = arena_zalloc(u->arena, sizeof *merged);

	for (uint32_t i = 0; i < before; i++) {
		sym key = keyed_key(u, &own->list->v[i], own->type);
		if (!key || !item_of(u, base, key))
			*list_add(u->arena, merged) = own->list->v[i];
	}
	for (uint32_t i = 0; i < base->list->n; i++) {
		const struct node *b = &base->list->v[i];
		sym key = keyed_key(u, b, base->type);
		struct node *o = item_of(u, own, key);
		struct node value = o ? *o : borrowed(b);
		if (o && (o->flags & OBJ_GONE)) {
			u->gone -= u->gone > 0;
			continue;
		}
		if (o)
			merge_under(u, &value, b);
		else
			report_conflicts(u, b);
		*list_add(u->arena, merged) = value;
	}
	struct node so_far = *own;
	so_far.list = merged;
	for (uint32_t i = before; i < own->list->n; i++) {
		sym key = keyed_key(u, &own->list->v[i], own->type);
		bool gone = (own->list->v[i].flags & OBJ_GONE) && item_of(u, base, key);
		if (!gone && (!key || !item_of(u, &so_far, key)))
			*list_add(u->arena, merged) = own->list->v[i];
	}
	return merged;
}

void merge_under(struct unit *u, struct node *own, const struct node *base)
{
	if (own->flags & OBJ_REPLACES)
		return;
	if (own->kind == OBJ_MAP && base->kind == OBJ_MAP)
		own->map = merge_maps(u, own->map, base->map);
	else if (both_keyed(u, own, base))
		own->list = merge_lists(u, own, base, 0);
}

void merge_list_under(struct unit *u, struct node *own, const struct node *base, uint32_t before)
{
	own->list = merge_lists(u, own, base, before);
}

/* ---- layers: patches ---- */

static struct list *list_over(struct unit *u, const struct node *below, const struct node *over)
{
	struct list *merged = arena_zalloc(u->arena, sizeof *merged);

	for (uint32_t i = 0; i < below->list->n; i++) {
		const struct node *b = &below->list->v[i];
		sym key = keyed_key(u, b, below->type);
		const struct node *o = key ? item_of(u, over, key) : NULL;
		if (o && (o->flags & OBJ_GONE)) {
			u->gone -= u->gone > 0;
			continue;
		}
		struct node *item = list_add(u->arena, merged);
		*item = o ? *b : borrowed(b);
		if (o)
			merge_over(u, item, o);
	}
	for (uint32_t i = 0; i < over->list->n; i++) {
		const struct node *o = &over->list->v[i];
		sym key = keyed_key(u, o, below->type);
		if (key && item_of(u, below, key))
			continue;
		if (o->flags & OBJ_GONE) {
			u->gone -= u->gone > 0;
			complain_no_item(u, below, below->type, key, o->origin);
			continue;
		}
		*list_add(u->arena, merged) = *o;
	}
	return merged;
}

void merge_over(struct unit *u, struct node *below, const struct node *over)
{
	bool whole = over->flags & (OBJ_REPLACES | OBJ_WHOLE);

	if (over->kind == OBJ_MAP && below->kind == OBJ_MAP && !whole) {
		below->flags |= OBJ_SHARED; /* what is below may be held by others: the base of a spread */
		node_own(u->arena, below);
		for (uint32_t i = 0; i < over->map->n; i++) {
			const struct entry *o = &over->map->v[i];
			struct entry *b = map_get(below->map, o->key);
			if (b)
				merge_over(u, &b->value, &o->value);
			else
				*map_add(u->arena, below->map, o->key, o->order) = o->value;
		}
		return;
	}
	if (over->kind == OBJ_LIST && below->kind == OBJ_LIST && !whole && (over->flags & OBJ_KEYED) &&
	    unit_type(u, below->type)->keyed) {
		below->list = list_over(u, below, over);
		below->flags &= (uint8_t) ~(OBJ_SHARED | OBJ_WHOLE);
		return;
	}
	*below = *over;
	below->flags &= (uint8_t)~OBJ_REPLACES;
}

static void add_bases(struct unit *u, struct node *a, const struct node *b, sym key, ast_id at);

static void add_base_maps(struct unit *u, struct map *a, const struct map *b, ast_id at)
{
	for (uint32_t i = 0; i < b->n; i++) {
		struct entry *e = map_get(a, b->v[i].key);
		if (e)
			add_bases(u, &e->value, &b->v[i].value, e->key, at);
		else
			*map_add(u->arena, a, b->v[i].key, b->v[i].order) = borrowed(&b->v[i].value);
	}
}

static void add_base_lists(struct unit *u, struct node *a, const struct node *b, ast_id at)
{
	for (uint32_t i = 0; i < b->list->n; i++) {
		sym key = keyed_key(u, &b->list->v[i], b->type);
		struct node *item = item_of(u, a, key);
		if (item)
			add_bases(u, item, &b->list->v[i], key, at);
		else
			*list_add(u->arena, a->list) = borrowed(&b->list->v[i]);
	}
}

static void add_bases(struct unit *u, struct node *a, const struct node *b, sym key, ast_id at)
{
	if (a->kind == OBJ_POISON || b->kind == OBJ_POISON)
		return;
	node_own(u->arena, a);
	if (a->kind == OBJ_MAP && b->kind == OBJ_MAP) {
		add_base_maps(u, a->map, b->map, at);
	} else if (both_keyed(u, a, b)) {
		add_base_lists(u, a, b, at);
	} else if (!node_equal(a, b)) {
		struct conflict c = {key, a->origin, b->origin, at};
		*a = node_poison();
		a->flags = OBJ_CONFLICT;
		a->ref = u->conflicts.n;
		VEC_PUSH(u->arena, &u->conflicts, c);
	}
}

void merge_spread(struct unit *u, struct node *base, const struct node *v, ast_id at)
{
	if (v->kind == OBJ_POISON || v->kind == OBJ_NULL)
		return;
	if (v->kind != base->kind) {
		complain_wrong_type(u, at, base->type, value_kind_text(u, v));
		return;
	}
	if (v->kind == OBJ_LIST) {
		base->flags |= OBJ_KEYED;
		struct node keyed = *v;
		keyed.flags |= OBJ_KEYED;
		add_bases(u, base, &keyed, SYM_EMPTY, at);
		return;
	}
	add_bases(u, base, v, SYM_EMPTY, at);
}
