/* SPDX-License-Identifier: Apache-2.0 */
/*
 * node: building and reading the tree that becomes YAML.
 */

#include "object/node.h"

#define INDEX_FROM 32 /* entries from which a free map gets an index */

/* Key to entry number + 1, linear probing; a slot is checked against the map, so a copy may share it. */
struct map_index {
	uint32_t mask;
	uint32_t slots[];
};

static struct node node_of(enum node_kind kind, type_id type, origin from)
{
	struct node n = {.kind = (uint8_t)kind, .type = type, .origin = from};

	n.i = 0;
	return n;
}

struct node node_text(sym text, type_id type, origin from)
{
	struct node n = node_of(OBJ_TEXT, type, from);

	n.text = text;
	return n;
}

struct node node_int(int64_t i, type_id type, origin from)
{
	struct node n = node_of(OBJ_INT, type, from);

	n.i = i;
	return n;
}

struct node node_bool(bool b, type_id type, origin from)
{
	struct node n = node_of(OBJ_BOOL, type, from);

	n.b = b;
	return n;
}

struct node node_list(struct arena *arena, type_id type, origin from)
{
	struct node n = node_of(OBJ_LIST, type, from);

	n.list = arena_zalloc(arena, sizeof *n.list);
	return n;
}

struct node node_map(struct arena *arena, type_id type, origin from)
{
	struct node n = node_of(OBJ_MAP, type, from);

	n.map = arena_zalloc(arena, sizeof *n.map);
	return n;
}

/* ---- maps ---- */

/* The slot of KEY: its own or a free one; mask + 1 when it is absent and nothing is free. */
static uint32_t index_slot(const struct map *map, const struct map_index *index, sym key)
{
	uint32_t at = (key * 2654435761u) >> 7 & index->mask;

	for (uint32_t i = 0; i <= index->mask; i++, at = (at + 1) & index->mask) {
		uint32_t slot = index->slots[at];

		if (slot == 0 || (slot <= map->n && map->v[slot - 1].key == key))
			return at;
	}
	return index->mask + 1;
}

/* Arrays that may have an index have room for its address in front: one entry more. */
static uint32_t front(uint32_t cap)
{
	return cap >= INDEX_FROM;
}

static struct map_index **index_of(const struct map *map)
{
	return (struct map_index **)(void *)(map->v - 1);
}

static void index_make(struct arena *arena, struct map *map)
{
	struct map_index *index;
	uint32_t size = 4 * INDEX_FROM;

	while (size < map->n * 4)
		size *= 2;
	index = arena_zalloc(arena, sizeof *index + size * sizeof index->slots[0]);
	index->mask = size - 1;
	for (uint32_t i = 0; i < map->n; i++)
		index->slots[index_slot(map, index, map->v[i].key)] = i + 1;
	*index_of(map) = index;
	map->indexed = 1;
}

/* Notes the newest entry, which is the last one. */
static void index_last(struct arena *arena, struct map *map)
{
	struct map_index *index = map->indexed ? *index_of(map) : NULL;
	uint32_t at;

	if (!index || map->n * 2 > index->mask) {
		index_make(arena, map);
		return;
	}
	at = index_slot(map, index, map->v[map->n - 1].key);
	if (at > index->mask)
		index_make(arena, map);
	else
		index->slots[at] = map->n;
}

struct entry *map_get(const struct map *map, sym key)
{
	if (map->indexed) {
		const struct map_index *index = *index_of(map);
		uint32_t at = index_slot(map, index, key);
		uint32_t slot = at > index->mask ? 0 : index->slots[at];

		return slot ? &map->v[slot - 1] : NULL;
	}
	for (uint32_t i = 0; i < map->n; i++) {
		if (map->v[i].key == key)
			return &map->v[i];
	}
	return NULL;
}

struct node *map_value(const struct map *map, sym key)
{
	struct entry *e = map_get(map, key);

	return e && e->value.kind != OBJ_ABSENT ? &e->value : NULL;
}

/* Most maps and lists are small and many: little room at first, half as much again later. */
static uint32_t more_room(uint32_t cap)
{
	return cap < 4 ? cap + 1 : cap + cap / 2;
}

static void make_room(struct arena *arena, struct map *map)
{
	uint32_t old = map->cap, cap = more_room(old), was = front(old), is = front(cap);
	struct entry *v = map->v ? map->v - was : NULL;

	v = arena_grow(arena, v, (old ? old + was : 0) * sizeof *v, (cap + is) * sizeof *v);
	if (is && !was)
		memmove(v + 1, v, map->n * sizeof *v);
	map->v = v + is;
	map->cap = cap & 0x7fffffffu;
}

struct node *map_add(struct arena *arena, struct map *map, sym key, uint32_t order)
{
	uint32_t at = map->n;

	if (map->n == map->cap)
		make_room(arena, map);
	while (at > 0 && map->v[at - 1].order > order)
		at--;
	if (at < map->n)
		memmove(&map->v[at + 1], &map->v[at], (map->n - at) * sizeof *map->v);
	map->n++;
	map->v[at] = (struct entry){key, order, node_of(OBJ_NULL, 0, 0)};
	/* A struct has few fields and takes them in any order: only free maps are worth an index. */
	if (order != 0 || at + 1 != map->n)
		map_unindex(map);
	else if (map->n >= INDEX_FROM)
		index_last(arena, map);
	return &map->v[at].value;
}

struct node *list_add(struct arena *arena, struct list *list)
{
	if (list->n == list->cap) {
		uint32_t cap = more_room(list->cap);

		list->v = arena_grow(arena, list->v, list->cap * sizeof *list->v, cap * sizeof *list->v);
		list->cap = cap;
	}
	list->v[list->n] = node_of(OBJ_NULL, 0, 0);
	return &list->v[list->n++];
}

/* ---- sharing ---- */

static bool is_list(const struct node *node)
{
	return node->kind == OBJ_LIST || node->kind == OBJ_RANGE || node->kind == OBJ_PAIR;
}

static void share(struct node *node)
{
	if (is_list(node) || node->kind == OBJ_MAP)
		node->flags |= OBJ_SHARED;
}

static struct list *list_copy(struct arena *arena, const struct list *old)
{
	struct list *list = ARENA_NEW(arena, struct list, 1);

	*list = (struct list){old->n, old->n, NULL};
	if (old->n) {
		list->v = ARENA_NEW(arena, struct node, old->n);
		memcpy(list->v, old->v, old->n * sizeof *old->v);
	}
	for (uint32_t i = 0; i < list->n; i++)
		share(&list->v[i]);
	return list;
}

static struct map *map_copy(struct arena *arena, const struct map *old)
{
	struct map *map = ARENA_NEW(arena, struct map, 1);

	*map = (struct map){.n = old->n, .cap = old->n & 0x7fffffffu};
	if (old->n) {
		map->v = ARENA_NEW(arena, struct entry, old->n + front(old->n)) + front(old->n);
		memcpy(map->v, old->v, old->n * sizeof *old->v);
	}
	for (uint32_t i = 0; i < map->n; i++)
		share(&map->v[i].value);
	if (old->indexed)
		index_make(arena, map);
	return map;
}

void node_own(struct arena *arena, struct node *node)
{
	if (!(node->flags & OBJ_SHARED))
		return;
	if (is_list(node))
		node->list = list_copy(arena, node->list);
	else if (node->kind == OBJ_MAP)
		node->map = map_copy(arena, node->map);
	node->flags &= (uint8_t)~OBJ_SHARED;
}

/* ---- paths ---- */

struct node *node_at(const struct schema *s, const struct node *node, path_id path)
{
	const struct schema_path *p = &s->paths[path];

	for (uint32_t i = 0; i < p->count; i++) {
		if (node->kind != OBJ_MAP)
			return NULL;
		node = map_value(node->map, s->fields[s->steps[p->first + i]].name);
		if (!node)
			return NULL;
	}
	return (struct node *)node;
}

struct node *node_make(const struct schema *s, struct arena *arena, struct node *node, path_id path, origin from)
{
	const struct schema_path *p = &s->paths[path];

	for (uint32_t i = 0; i < p->count; i++) {
		const struct schema_field *f = &s->fields[s->steps[p->first + i]];
		struct entry *e;

		if (node->kind != OBJ_MAP)
			return NULL;
		node_own(arena, node);
		e = map_get(node->map, f->name);
		if (e) {
			node = &e->value;
			continue;
		}
		node = map_add(arena, node->map, f->name, f->order);
		*node = i + 1 < p->count ? node_map(arena, f->type, from) : node_of(OBJ_NULL, f->type, from);
	}
	return node;
}

/* ---- comparing ---- */

static bool list_equal(const struct list *a, const struct list *b)
{
	if (a == b)
		return true;
	if (a->n != b->n)
		return false;
	for (uint32_t i = 0; i < a->n; i++) {
		if (!node_equal(&a->v[i], &b->v[i]))
			return false;
	}
	return true;
}

static uint32_t map_count(const struct map *map)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < map->n; i++)
		count += map->v[i].value.kind != OBJ_ABSENT;
	return count;
}

/* The order of entries does not count; an absent one is none. */
static bool map_equal(const struct map *a, const struct map *b)
{
	if (a == b)
		return true;
	if (map_count(a) != map_count(b))
		return false;
	for (uint32_t i = 0; i < a->n; i++) {
		const struct entry *e = &a->v[i];
		const struct node *other;

		if (e->value.kind == OBJ_ABSENT)
			continue;
		other = i < b->n && b->v[i].key == e->key ? &b->v[i].value : map_value(b, e->key);
		if (!other || !node_equal(&e->value, other))
			return false;
	}
	return true;
}

bool node_equal(const struct node *a, const struct node *b)
{
	if (a->kind != b->kind)
		return false;
	switch ((enum node_kind)a->kind) {
	case OBJ_ABSENT:
	case OBJ_NULL:
	case OBJ_POISON:
		return true;
	case OBJ_BOOL:
		return a->b == b->b;
	case OBJ_INT:
		return a->i == b->i;
	case OBJ_NUMBER:
	case OBJ_TEXT:
	case OBJ_LITERAL:
		return a->text == b->text;
	case OBJ_LIST:
	case OBJ_RANGE:
	case OBJ_PAIR:
		return list_equal(a->list, b->list);
	case OBJ_MAP:
		return map_equal(a->map, b->map);
	case OBJ_REF:
	case OBJ_OBJECT:
	case OBJ_STRUCT:
	case OBJ_KINDS:
		return a->ref == b->ref;
	}
	return false;
}

/* ---- hashing ---- */

static uint32_t mixed(uint32_t hash, uint32_t x)
{
	hash = (hash ^ x) * 0x9e3779b1u;
	return hash ^ hash >> 15;
}

static uint32_t list_hash(const struct list *list)
{
	uint32_t hash = mixed(1, list->n);

	for (uint32_t i = 0; i < list->n; i++)
		hash = mixed(hash, node_hash(&list->v[i]));
	return hash;
}

/* A sum, because the order of entries does not count. */
static uint32_t map_hash(const struct map *map)
{
	uint32_t sum = 0;

	for (uint32_t i = 0; i < map->n; i++) {
		if (map->v[i].value.kind != OBJ_ABSENT)
			sum += mixed(mixed(2, map->v[i].key), node_hash(&map->v[i].value));
	}
	return mixed(3, sum);
}

uint32_t node_hash(const struct node *node)
{
	uint32_t hash = mixed(4, node->kind);

	switch ((enum node_kind)node->kind) {
	case OBJ_ABSENT:
	case OBJ_NULL:
	case OBJ_POISON:
		return hash;
	case OBJ_BOOL:
		return mixed(hash, node->b);
	case OBJ_INT:
		return mixed(mixed(hash, (uint32_t)node->i), (uint32_t)((uint64_t)node->i >> 32));
	case OBJ_NUMBER:
	case OBJ_TEXT:
	case OBJ_LITERAL:
		return mixed(hash, node->text);
	case OBJ_LIST:
	case OBJ_RANGE:
	case OBJ_PAIR:
		return mixed(hash, list_hash(node->list));
	case OBJ_MAP:
		return mixed(hash, map_hash(node->map));
	case OBJ_REF:
	case OBJ_OBJECT:
	case OBJ_STRUCT:
	case OBJ_KINDS:
		return mixed(hash, node->ref);
	}
	return hash;
}
