/* SPDX-License-Identifier: Apache-2.0 */
/*
 * function_sort: the order of elements, and which of them are the same.
 */
#include "eval/function.h"

#include "base/sort.h"

/* ---- sort ---- */

struct item {
	const struct node *v;
	bool number;
	struct decimal d;
	struct str s;
};

struct sorting {
	struct unit *u;
	const struct arguments *a;
	const struct item *bad; /* a number that cannot be compared with `beside` */
	const struct item *beside;
};

/* Numbers by value, all else by its bytes. */
static int compare(void *ctx, const void *left, const void *right)
{
	struct sorting *s = ctx;
	const struct item *a = left, *b = right;

	if (!a->number)
		return str_cmp(a->s, b->s);
	struct decimal x = a->d, y = b->d;

	if (!decimal_align(&x, &y)) {
		s->bad = b;
		s->beside = a;
		return 0;
	}
	return (x.m > y.m) - (x.m < y.m);
}

static bool read_item(struct sorting *s, const struct node *v, struct item *item)
{
	item->v = v;
	item->number = node_decimal(s->u, v, &item->d);
	return item->number || item_text(s->u, s->a, 0, v, &item->s);
}

static struct node complain_mixed(struct sorting *s)
{
	diag_label(diag_add(s->u->diags, E0220, unit_span(s->u, s->a->at[0]), "`%s` cannot compare %s with %s",
			    s->a->f->name, value_kind_text(s->u, s->beside->v), value_kind_text(s->u, s->bad->v)),
		   "expected only strings, or only numbers of one unit");
	return node_poison();
}

struct node fn_sort(struct unit *u, const struct arguments *a)
{
	struct sorting s = {.u = u, .a = a};
	struct node list = result_list(u, a);

	if (!arg_list(u, a, 0))
		return node_poison();
	uint32_t n = a->v[0].list->n;
	struct item *items = ARENA_NEW(u->arena, struct item, n);
	const void **order = ARENA_NEW(u->arena, const void *, n);

	if (!spend_values(u, n, a->call))
		return node_poison();
	for (uint32_t i = 0; i < n; i++) {
		if (!read_item(&s, &a->v[0].list->v[i], &items[i]))
			return node_poison();
		order[i] = &items[i];
		if (items[i].number != items[0].number) {
			s.beside = &items[0];
			s.bad = &items[i];
			return complain_mixed(&s);
		}
	}
	sort_stable(u->arena, order, n, compare, &s);
	if (s.bad)
		return complain_mixed(&s);
	for (uint32_t i = 0; i < n; i++)
		*list_add(u->arena, list.list) = also_here(((const struct item *)order[i])->v);
	return list;
}

/* ---- unique ---- */

struct node fn_unique(struct unit *u, const struct arguments *a)
{
	struct node list = result_list(u, a);
	uint32_t mask = 15;

	if (!arg_list(u, a, 0) || !spend_values(u, a->v[0].list->n, a->call))
		return node_poison();
	while (mask / 2 < a->v[0].list->n)
		mask = mask * 2 + 1;
	uint32_t *slots = arena_zalloc(u->arena, ((size_t)mask + 1) * sizeof *slots); /* place in `list` + 1 */

	for (uint32_t i = 0; i < a->v[0].list->n; i++) {
		const struct node *v = &a->v[0].list->v[i];
		uint32_t at = node_hash(v) & mask;

		while (slots[at] && !node_equal(&list.list->v[slots[at] - 1], v))
			at = (at + 1) & mask;
		if (slots[at])
			continue;
		*list_add(u->arena, list.list) = also_here(v);
		slots[at] = list.list->n;
	}
	return list;
}
