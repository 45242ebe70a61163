/* SPDX-License-Identifier: Apache-2.0 */
/*
 * buckets: objects by a hashed key, so that no rule has to look at all of
 * them. Keys are 64 bits of hash; who takes from a bucket checks what matters.
 */
#include "wire/wiring.h"

static uint64_t mix(uint64_t x, uint32_t more)
{
	x = (x ^ more) * 0x9E3779B97F4A7C15u;
	return x ^ x >> 29;
}

uint64_t bucket_key(uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
	return mix(mix(mix(mix(0x243F6A8885A308D3u, a), b), c), d);
}

struct bucket *bucket_find(const struct buckets *b, uint64_t key)
{
	struct bucket *found = b->slots ? b->slots[key & b->mask] : NULL;

	while (found && found->key != key)
		found = found->next;
	return found;
}

static void grow(struct arena *arena, struct buckets *b)
{
	struct buckets more = {.mask = b->slots ? b->mask * 4 + 3 : 63, .n = b->n};

	more.slots = arena_zalloc(arena, (more.mask + 1u) * sizeof *more.slots);
	for (uint32_t i = 0; b->slots && i <= b->mask; i++)
		for (struct bucket *e = b->slots[i], *next; e; e = next) {
			next = e->next;
			e->next = more.slots[e->key & more.mask];
			more.slots[e->key & more.mask] = e;
		}
	*b = more;
}

struct bucket *bucket_make(struct arena *arena, struct buckets *b, uint64_t key)
{
	struct bucket *e = bucket_find(b, key);

	if (e)
		return e;
	if (!b->slots || b->n > b->mask)
		grow(arena, b);
	e = arena_zalloc(arena, sizeof *e);
	e->key = key;
	e->next = b->slots[key & b->mask];
	b->slots[key & b->mask] = e;
	b->n++;
	return e;
}
