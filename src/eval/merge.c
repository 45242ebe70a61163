/* SPDX-License-Identifier: Apache-2.0 */
/*
 * merge: spreads. A base gives what the block itself does not say; two bases
 * may not disagree.
 */
#include "eval/block.h"

static bool both_keyed(const struct unit *u, const struct node *a, const struct node *b)
{
	return a->kind == OBJ_LIST && b->kind == OBJ_LIST && a->type && a->type == b->type &&
	       unit_type(u, a->type)->keyed && (a->flags & OBJ_KEYED) && (b->flags & OBJ_KEYED);
}

static struct node *item_of(struct unit *u, const struct node *list, sym key)
{
	for (uint32_t i = 0; key && i < list->list->n; i++)
		if (keyed_key(u, &list->list->v[i], list->type) == key)
			return &list->list->v[i];
	return NULL;
}

/* The base's entries in their order, then those that only OWN has. */
static void merge_maps(struct unit *u, struct map *own, const struct map *base)
{
	struct map merged = {0};

	for (uint32_t i = 0; i < base->n; i++) {
		const struct entry *b = &base->v[i];
		struct entry *o = map_get(own, b->key);
		struct node value = o ? o->value : b->value;
		if (o)
			merge_under(u, &value, &b->value);
		*map_add(u->arena, &merged, b->key, b->order) = value;
	}
	for (uint32_t i = 0; i < own->n; i++)
		if (!map_get(&merged, own->v[i].key))
			*map_add(u->arena, &merged, own->v[i].key, own->v[i].order) = own->v[i].value;
	*own = merged;
}

static void merge_lists(struct unit *u, struct node *own, const struct node *base)
{
	struct list merged = {0};

	for (uint32_t i = 0; i < base->list->n; i++) {
		const struct node *b = &base->list->v[i];
		sym key = keyed_key(u, b, base->type);
		struct node *o = item_of(u, own, key);
		struct node value = o ? *o : *b;
		if (o)
			merge_under(u, &value, b);
		*list_add(u->arena, &merged) = value;
	}
	struct node so_far = *own;
	so_far.list = &merged;
	for (uint32_t i = 0; i < own->list->n; i++) {
		sym key = keyed_key(u, &own->list->v[i], own->type);
		if (!key || !item_of(u, &so_far, key))
			*list_add(u->arena, &merged) = own->list->v[i];
	}
	*own->list = merged;
}

void merge_under(struct unit *u, struct node *own, const struct node *base)
{
	if (own->kind == OBJ_MAP && base->kind == OBJ_MAP)
		merge_maps(u, own->map, base->map);
	else if (both_keyed(u, own, base))
		merge_lists(u, own, base);
}

static void add_bases(struct unit *u, struct node *a, const struct node *b, ast_id at);

static void add_base_maps(struct unit *u, struct map *a, const struct map *b, ast_id at)
{
	for (uint32_t i = 0; i < b->n; i++) {
		struct entry *e = map_get(a, b->v[i].key);
		if (e)
			add_bases(u, &e->value, &b->v[i].value, at);
		else
			*map_add(u->arena, a, b->v[i].key, b->v[i].order) = b->v[i].value;
	}
}

static void add_bases(struct unit *u, struct node *a, const struct node *b, ast_id at)
{
	if (a->kind == OBJ_POISON || b->kind == OBJ_POISON)
		return;
	if (a->kind == OBJ_MAP && b->kind == OBJ_MAP) {
		add_base_maps(u, a->map, b->map, at);
	} else if (both_keyed(u, a, b)) {
		for (uint32_t i = 0; i < b->list->n; i++) {
			sym key = keyed_key(u, &b->list->v[i], b->type);
			struct node *item = item_of(u, a, key);
			if (item)
				add_bases(u, item, &b->list->v[i], at);
			else
				*list_add(u->arena, a->list) = b->list->v[i];
		}
	} else if (!node_equal(a, b)) {
		struct diag *d = diag_add(u->diags, E0221, unit_span(u, at),
					  "two spreads give this different values");
		diag_also(d, unit_span(u, a->origin), "from one spread");
		diag_also(d, unit_span(u, b->origin), "from the other");
		diag_help(d, "set the field in the block itself: that wins over both");
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
		add_bases(u, base, &keyed, at);
		return;
	}
	add_bases(u, base, v, at);
}
