/* SPDX-License-Identifier: Apache-2.0 */
/*
 * difference: what differs between an object and what it is now.
 *
 * The server fills in much that nobody writes. Where the library knows a
 * default, an absent field is compared by it; else, of an object that was at
 * a server, an absent field is taken to have been filled in, unless it is
 * named itself as one that cannot change. What is found is never too much.
 */
#include "against/parts.h"

#include "eval/decimal.h"
#include "schema/format.h"

static bool absent(const struct node *n)
{
	return !n || n->kind == OBJ_ABSENT || n->kind == OBJ_NULL;
}

static bool is_scalar(const struct node *n)
{
	return n->kind != OBJ_MAP && n->kind != OBJ_LIST;
}

/* ---- the same value ---- */

static bool same_scalar(struct unit *u, const struct node *a, const struct node *b, type_id type)
{
	struct decimal x, y;
	int64_t i, k;
	sym s, t;

	if (node_equal(a, b))
		return true;
	if (!value_text(u, a, &s) || !value_text(u, b, &t))
		return false;
	switch ((enum type_form)unit_type(u, type)->form) {
	case TYPE_STRING:
		return s == t;
	case TYPE_QUANTITY:
	case TYPE_NUMBER:
		return s == t || (decimal_parse(unit_str(u, s), &x) == DECIMAL_OK &&
				  decimal_parse(unit_str(u, t), &y) == DECIMAL_OK && decimal_same(x, y));
	case TYPE_DURATION:
		return duration_parse(unit_str(u, s), &i) && duration_parse(unit_str(u, t), &k) && i == k;
	default:
		return false;
	}
}

static type_id entry_type(const struct unit *u, type_id type, sym key)
{
	const struct schema_type *t = unit_type(u, type);

	if (t->form == TYPE_STRUCT)
		return u->schema->fields[schema_field(u->schema, type, key)].type;
	return t->form == TYPE_MAP ? t->elem : 0;
}

static bool same_entries(struct unit *u, const struct map *a, const struct map *b, type_id type)
{
	for (uint32_t i = 0; i < a->n; i++) {
		const struct entry *e = &a->v[i];
		if (!absent(&e->value) && !same_value(u, &e->value, map_value(b, e->key), entry_type(u, type, e->key)))
			return false;
	}
	for (uint32_t i = 0; i < b->n; i++)
		if (!absent(&b->v[i].value) && absent(map_value(a, b->v[i].key)))
			return false;
	return true;
}

bool same_value(struct unit *u, const struct node *a, const struct node *b, type_id type)
{
	const struct schema_type *t = unit_type(u, type);

	if (absent(a) || absent(b))
		return absent(a) && absent(b);
	if (a->kind == OBJ_MAP && b->kind == OBJ_MAP)
		return same_entries(u, a->map, b->map, type);
	if (a->kind != OBJ_LIST || b->kind != OBJ_LIST)
		return is_scalar(a) && is_scalar(b) && same_scalar(u, a, b, type);
	if (a->list->n != b->list->n)
		return false;
	for (uint32_t i = 0; i < a->list->n; i++)
		if (!same_value(u, &a->list->v[i], &b->list->v[i], t->form == TYPE_LIST ? t->elem : 0))
			return false;
	return true;
}

/* ---- defaults ---- */

/* Is all that N says what the server fills in anyway, for FIELD in a struct like BASE? */
static bool says_nothing(struct unit *u, const struct node *n, const struct node *base, field_id field)
{
	struct node dflt = eval_default(u, base, field);

	if (absent(n) || (field && (u->schema->fields[field].flags & FIELD_SERVER)))
		return true;
	if (!absent(&dflt) && same_value(u, n, &dflt, u->schema->fields[field].type))
		return true;
	if (n->kind == OBJ_LIST)
		return !n->list->n;
	if (n->kind != OBJ_MAP)
		return false;
	for (uint32_t i = 0; i < n->map->n; i++) {
		const struct entry *e = &n->map->v[i];
		field_id f = unit_type(u, n->type)->form == TYPE_STRUCT ? schema_field(u->schema, n->type, e->key) : 0;
		if (!says_nothing(u, &e->value, n, f))
			return false;
	}
	return true;
}

/* ---- finding ---- */

static void push(struct differences *d, sym name, field_id field, uint32_t item)
{
	struct step s = {name, field, item};

	VEC_PUSH(d->a->u->arena, &d->path, s);
}

static void note(struct differences *d, enum difference_how how, const struct node *self, const struct node *live,
		 const struct node *dflt, const struct node *around)
{
	struct arena *arena = d->a->u->arena;
	struct step *path = ARENA_NEW(arena, struct step, d->path.n + 1);
	struct difference found = {how, path, d->path.n, self, live, dflt ? *dflt : node_null(), around};

	memcpy(path, d->path.v, d->path.n * sizeof *path);
	VEC_PUSH(arena, &d->v, found);
}

/* Does another row of the kind speak of the very path at hand? Then that one says what may be. */
static bool said_elsewhere(const struct differences *d)
{
	const struct schema *s = d->a->u->schema;

	for (uint32_t i = 0; i < d->kind->nimmutable; i++) {
		const struct schema_immutable *row = &s->immutables[d->kind->immutable + i];
		const struct schema_path *p = &s->paths[row->path];
		uint32_t at = 0, k = 0;
		for (; at < d->path.n && k < p->count; at++) {
			if (d->path.v[at].field && d->path.v[at].field != s->steps[p->first + k])
				break;
			k += d->path.v[at].field != 0;
		}
		if (row != d->row && at == d->path.n && k == p->count && d->path.v[at - 1].field)
			return true;
	}
	return false;
}

static void one_absent(struct differences *d, const struct node *self, const struct node *live, field_id field,
		       const struct node *around, uint32_t depth)
{
	struct unit *u = d->a->u;
	struct node dflt = eval_default(u, d->lacking, field);
	const struct node *there = absent(self) ? live : self;

	if (says_nothing(u, there, d->lacking, field))
		return;
	if (!absent(&dflt) && is_scalar(&dflt))
		note(d, DIFFERENCE_CHANGED, self, live, &dflt, around);
	else if (!absent(self))
		note(d, DIFFERENCE_ADDED, self, live, NULL, around);
	else if (!d->served || !depth)
		note(d, DIFFERENCE_REMOVED, self, live, NULL, around);
}

/* ---- maps ---- */

/* Entries of a map by its first level are what its name says: nobody else adds to them. */
static uint32_t deeper(const struct unit *u, type_id type, uint32_t depth)
{
	return depth || unit_type(u, type)->form == TYPE_STRUCT ? depth + 1 : 0;
}

static void entry(struct differences *d, const struct node *self, const struct node *live, type_id type, sym key,
		  uint32_t depth)
{
	const struct unit *u = d->a->u;
	const struct schema_type *t = unit_type(u, type);
	field_id field = t->form == TYPE_STRUCT ? schema_field(u->schema, type, key) : 0;

	if (u->schema->fields[field].flags & FIELD_SERVER)
		return;
	push(d, key, field, 0);
	d->lacking = map_value(self->map, key) ? live : self;
	differences_find(d, map_value(self->map, key), map_value(live->map, key), entry_type(u, type, key), field, self,
			 deeper(u, type, depth));
	d->path.n--;
}

/* A struct of a few plain values means one thing, as a reference does: it is told as a whole. */
static bool is_one_thing(const struct node *n)
{
	for (uint32_t i = 0; i < n->map->n; i++)
		if (!is_scalar(&n->map->v[i].value))
			return false;
	return n->map->n <= 4;
}

static void maps(struct differences *d, const struct node *self, const struct node *live, type_id type,
		 const struct node *around, uint32_t depth)
{
	uint32_t before = d->v.n;

	for (uint32_t i = 0; i < self->map->n; i++)
		entry(d, self, live, type, self->map->v[i].key, depth);
	for (uint32_t i = 0; i < live->map->n; i++)
		if (!map_get(self->map, live->map->v[i].key))
			entry(d, self, live, type, live->map->v[i].key, depth);
	if (d->v.n == before || depth || unit_type(d->a->u, type)->form != TYPE_STRUCT || !is_one_thing(self) ||
	    !is_one_thing(live))
		return;
	d->v.n = before;
	note(d, DIFFERENCE_CHANGED, self, live, NULL, around);
}

/* ---- lists ---- */

/* What tells the item apart in a list of TYPE: its key, or the first of the fields that do for the server. */
static sym item_key(struct unit *u, const struct node *item, type_id type)
{
	const struct schema_type *t = unit_type(u, type);
	const struct node *v;
	sym text;

	if (item->kind != OBJ_MAP || unit_type(u, t->elem)->form != TYPE_STRUCT)
		return SYM_EMPTY;
	v = t->keyed   ? node_at(u->schema, item, t->keyed)
	    : t->count ? map_value(item->map, u->schema->words[t->first])
		       : NULL;
	return v && is_scalar(v) && value_text(u, v, &text) ? text : SYM_EMPTY;
}

static const struct node *item_called(struct unit *u, const struct node *list, type_id type, sym key, uint32_t *count)
{
	const struct node *found = NULL;

	*count = 0;
	for (uint32_t i = 0; i < list->list->n; i++) {
		if (item_key(u, &list->list->v[i], type) != key)
			continue;
		found = &list->list->v[i];
		++*count;
	}
	return found;
}

/* Lists longer than this are compared item by item in order: a limit on time. */
#define KEYED_MOST 256

static bool all_keyed(struct unit *u, const struct node *list, type_id type)
{
	uint32_t count;

	for (uint32_t i = 0; i < list->list->n; i++) {
		sym key = item_key(u, &list->list->v[i], type);
		if (!key || list->list->n > KEYED_MOST)
			return false;
		item_called(u, list, type, key, &count);
		if (count != 1)
			return false;
	}
	return true;
}

static void keyed_lists(struct differences *d, const struct node *self, const struct node *live, type_id type,
			uint32_t depth)
{
	struct unit *u = d->a->u;
	type_id elem = unit_type(u, type)->elem;
	uint32_t count;

	for (uint32_t i = 0; i < self->list->n; i++) {
		const struct node *item = &self->list->v[i];
		sym key = item_key(u, item, type);
		push(d, key, 0, i);
		differences_find(d, item, item_called(u, live, type, key, &count), elem, 0, NULL, depth + 1);
		d->path.n--;
	}
	for (uint32_t i = 0; i < live->list->n; i++) {
		const struct node *item = &live->list->v[i];
		sym key = item_key(u, item, type);
		if (item_called(u, self, type, key, &count))
			continue;
		push(d, key, 0, i);
		differences_find(d, NULL, item, elem, 0, NULL, depth);
		d->path.n--;
	}
}

static void lists(struct differences *d, const struct node *self, const struct node *live, type_id type,
		  const struct node *around, uint32_t depth)
{
	struct unit *u = d->a->u;
	const struct schema_type *t = unit_type(u, type);

	if (unit_type(u, t->elem)->form == TYPE_STRUCT && all_keyed(u, self, type) && all_keyed(u, live, type)) {
		keyed_lists(d, self, live, type, depth);
		return;
	}
	if (self->list->n != live->list->n || unit_type(u, t->elem)->form != TYPE_STRUCT) {
		if (!same_value(u, self, live, type))
			note(d, DIFFERENCE_CHANGED, self, live, NULL, around);
		return;
	}
	for (uint32_t i = 0; i < self->list->n; i++) {
		push(d, SYM_EMPTY, 0, i);
		differences_find(d, &self->list->v[i], &live->list->v[i], t->elem, 0, NULL, depth + 1);
		d->path.n--;
	}
}

/* ---- all ---- */

void differences_find(struct differences *d, const struct node *self, const struct node *live, type_id type,
		      field_id field, const struct node *around, uint32_t depth)
{
	struct unit *u = d->a->u;
	bool selector = (unit_type(u, type)->flags & TYPE_SELECTOR) || schema_dir_of(u->schema, type, DIR_LABELS);

	if ((absent(self) && absent(live)) || said_elsewhere(d))
		return;
	if (absent(self) || absent(live))
		one_absent(d, self, live, field, around, depth);
	else if (!selector && self->kind == OBJ_MAP && live->kind == OBJ_MAP)
		maps(d, self, live, type, around, depth);
	else if (!selector && self->kind == OBJ_LIST && live->kind == OBJ_LIST)
		lists(d, self, live, type, around, depth);
	else if (!same_value(u, self, live, type))
		note(d, DIFFERENCE_CHANGED, self, live, NULL, around);
}
