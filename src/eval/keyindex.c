/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keyindex: one hash table of (list, key) for all lists of a unit.
 *
 * A list's own row, under the empty key, says how many of its items are in
 * the table; what has been added since is put in at the next search.
 */
#include "eval/keyindex.h"

#include "eval/eval.h"

/* Up to here a list is searched from its beginning. */
#define LINEAR 16

struct keyindex_row {
	const struct list *list; /* NULL: a free row */
	sym key;
	uint32_t at; /* number of the item; of the empty key: how many items are known */
};

struct keyindex {
	struct keyindex_row *rows;
	uint32_t n, mask;
};

static uint32_t row_hash(const struct list *list, sym key)
{
	uint64_t h = ((uint64_t)(uintptr_t)list >> 3) * 0x9e3779b97f4a7c15u + key;

	h *= 0xff51afd7ed558ccdu;
	return (uint32_t)(h >> 32);
}

/* The row of (LIST, KEY), or the free one where it belongs. */
static struct keyindex_row *row_of(const struct keyindex *index, const struct list *list, sym key)
{
	uint32_t i = row_hash(list, key) & index->mask;

	while (index->rows[i].list && (index->rows[i].list != list || index->rows[i].key != key))
		i = (i + 1) & index->mask;
	return &index->rows[i];
}

static void grow(struct unit *u, struct keyindex *index)
{
	struct keyindex old = *index;

	index->mask = old.mask ? old.mask * 2 + 1 : 255;
	index->rows = arena_zalloc(u->arena, sizeof *index->rows * ((size_t)index->mask + 1));
	for (uint32_t i = 0; old.rows && i <= old.mask; i++)
		if (old.rows[i].list)
			*row_of(index, old.rows[i].list, old.rows[i].key) = old.rows[i];
}

/* The row, made if need be. */
static struct keyindex_row *row_make(struct unit *u, const struct list *list, sym key, bool *made)
{
	struct keyindex *index = u->keyindex;

	if (!index->rows || index->n > index->mask / 2)
		grow(u, index);
	struct keyindex_row *row = row_of(index, list, key);
	*made = !row->list;
	index->n += *made;
	row->list = list;
	row->key = key;
	return row;
}

/* Puts the items in that are not in yet. */
static void catch_up(struct unit *u, const struct list *list, type_id list_type)
{
	bool made;
	uint32_t from = row_make(u, list, SYM_EMPTY, &made)->at;

	for (uint32_t i = from; i < list->n; i++) {
		sym key = keyed_key(u, &list->v[i], list_type);
		struct keyindex_row *row = key ? row_make(u, list, key, &made) : NULL;
		/* the first of several stays; a row from before keyindex_forget does not */
		if (row && (made || row->at >= i || keyed_key(u, &list->v[row->at], list_type) != key))
			row->at = i;
	}
	row_make(u, list, SYM_EMPTY, &made)->at = list->n;
}

struct node *keyindex_find(struct unit *u, const struct list *list, type_id list_type, sym key)
{
	if (!key)
		return NULL;
	if (list->n <= LINEAR) {
		for (uint32_t i = 0; i < list->n; i++)
			if (keyed_key(u, &list->v[i], list_type) == key)
				return &list->v[i];
		return NULL;
	}
	if (!u->keyindex)
		u->keyindex = arena_zalloc(u->arena, sizeof *u->keyindex);
	catch_up(u, list, list_type);
	const struct keyindex_row *row = row_of(u->keyindex, list, key);
	if (!row->list || row->at >= list->n || keyed_key(u, &list->v[row->at], list_type) != key)
		return NULL;
	return &list->v[row->at];
}

void keyindex_forget(struct unit *u, const struct list *list)
{
	bool made;

	if (u->keyindex && u->keyindex->rows)
		row_make(u, list, SYM_EMPTY, &made)->at = 0;
}
