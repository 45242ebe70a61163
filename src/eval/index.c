/* SPDX-License-Identifier: Apache-2.0 */
/*
 * index: instances by namespace and name, and by name alone.
 *
 * Both are hash tables of the same entries; the second is made only when
 * something is looked for across namespaces.
 */
#include "eval/index.h"

static uint32_t hash(sym namespace_, sym name)
{
	uint64_t x = ((uint64_t)namespace_ << 32 | name) * 0x9E3779B97F4A7C15u;

	return (uint32_t)(x >> 32);
}

static void link_entry(struct name_index *index, struct index_entry *e)
{
	uint32_t h = hash(e->namespace_, e->name) & index->mask;

	e->next = index->slots[h];
	index->slots[h] = e;
}

static void grow(struct arena *arena, struct name_index *index)
{
	uint32_t old = index->mask ? index->mask + 1 : 0, size = old ? old * 4 : 64;
	struct index_entry **slots = index->slots;

	index->slots = arena_zalloc(arena, size * sizeof *index->slots);
	index->mask = size - 1;
	for (uint32_t i = 0; i < old; i++) {
		struct index_entry *chain = NULL, *e = slots[i], *next;

		for (; e; e = next) { /* oldest first, so that the newest is in front again */
			next = e->next;
			e->next = chain;
			chain = e;
		}
		for (e = chain; e; e = next) {
			next = e->next;
			link_entry(index, e);
		}
	}
}

void index_add(struct arena *arena, struct name_index *index, sym namespace_, sym name, struct instance *inst)
{
	struct index_entry *e = ARENA_NEW(arena, struct index_entry, 1);

	*e = (struct index_entry){.namespace_ = namespace_, .name = name, .inst = inst};
	if (++index->n > index->mask)
		grow(arena, index);
	link_entry(index, e);
}

static struct index_entry *skip(struct index_entry *e, sym namespace_, sym name)
{
	while (e && (e->name != name || e->namespace_ != namespace_))
		e = e->next;
	return e;
}

struct index_entry *index_first(const struct name_index *index, sym namespace_, sym name)
{
	return index->slots ? skip(index->slots[hash(namespace_, name) & index->mask], namespace_, name) : NULL;
}

struct index_entry *index_next(const struct index_entry *e)
{
	return skip(e->next, e->namespace_, e->name);
}
