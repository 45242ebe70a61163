/* SPDX-License-Identifier: Apache-2.0 */
/*
 * intern: two open hash tables, the build-time one before the growing one.
 *
 * A slot of the growing table holds index + 1 in as many low bits as the
 * table is wide, and above them the hash's bits of the same places. The low
 * bits of the hash chose the slot; the high ones thus tell nearly every
 * stranger apart without a look at the entries.
 */

#include "base/intern.h"

#define FIRST_CAP 64u
#define NOT_FOUND UINT32_MAX

static uint64_t load64(const char *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof w);
	return w;
}

static uint64_t load32(const char *p)
{
	uint32_t w;

	memcpy(&w, p, sizeof w);
	return w;
}

/* The last 1 to 8 of N bytes as one word; may read some twice, never outside. */
static uint64_t load_tail(const char *p, size_t n)
{
	if (n >= 8)
		return load64(p + n - 8);
	if (n >= 4)
		return load32(p) << 32 | load32(p + n - 4);
	if (n == 0)
		return 0;
	return (uint64_t)(unsigned char)p[0] << 16 | (uint64_t)(unsigned char)p[n / 2] << 8 | (unsigned char)p[n - 1];
}

static uint64_t mix(uint64_t h, uint64_t word)
{
	h = (h ^ word) * 0x9e3779b97f4a7c15u;
	return h ^ h >> 32;
}

uint32_t sym_hash(const char *p, size_t n)
{
	uint64_t h = n;
	size_t i;

	for (i = 0; i + 8 < n; i += 8)
		h = mix(h, load64(p + i));
	h = mix(h, load_tail(p, n));
	h *= 0xd6e8feb86659fd93u;
	return (uint32_t)(h >> 32);
}

void symtab_init(struct symtab *tab, struct arena *arena, const struct sym_fixed *fixed)
{
	memset(tab, 0, sizeof *tab);
	tab->fixed = fixed;
	tab->arena = arena;
}

/* The first number that is not fixed; without a table only "" is. */
static uint32_t first_own(const struct symtab *tab)
{
	return tab->fixed ? tab->fixed->count : 1;
}

static sym find_fixed(const struct sym_fixed *fixed, const char *p, size_t n, uint32_t hash)
{
	uint32_t at = hash & fixed->mask, slot;

	for (; (slot = fixed->slots[at]) != 0; at = (at + 1) & fixed->mask) {
		uint32_t beg = fixed->offsets[slot - 1];

		if (fixed->offsets[slot] - beg == n && memcmp(fixed->pool + beg, p, n) == 0)
			return slot - 1;
	}
	return NOT_FOUND;
}

/* The index of the entry, or NOT_FOUND with *FREE the slot where it would be. */
static uint32_t find_own(const struct symtab *tab, const char *p, size_t n, uint32_t hash, uint32_t *free)
{
	uint32_t mask = tab->mask, at = hash & mask, slot;

	for (; (slot = tab->slots[at]) != 0; at = (at + 1) & mask) {
		const struct sym_entry *e;

		if ((slot ^ hash) & ~mask)
			continue;
		e = &tab->entries[(slot & mask) - 1];
		if (e->n == n && memcmp(e->p, p, n) == 0)
			return (slot & mask) - 1;
	}
	*free = at;
	return NOT_FOUND;
}

/* Twice the room, and the slots filled anew. */
static void grow(struct symtab *tab)
{
	uint32_t cap = tab->cap ? tab->cap * 2 : FIRST_CAP;
	uint32_t mask = cap * 2 - 1, old_slots = tab->cap * 2, i;

	tab->entries =
		arena_grow(tab->arena, tab->entries, tab->cap * sizeof *tab->entries, cap * sizeof *tab->entries);
	tab->marks = arena_grow(tab->arena, tab->marks, tab->cap, cap);
	memset(tab->marks + tab->cap, 0, cap - tab->cap);
	tab->slots = arena_grow(tab->arena, tab->slots, old_slots * sizeof *tab->slots,
				((size_t)mask + 1) * sizeof *tab->slots);
	memset(tab->slots, 0, ((size_t)mask + 1) * sizeof *tab->slots);
	tab->cap = cap;
	tab->mask = mask;
	for (i = 0; i < tab->count; i++) {
		uint32_t hash = tab->entries[i].hash, at = hash & mask;

		while (tab->slots[at])
			at = (at + 1) & mask;
		tab->slots[at] = (hash & ~mask) | (i + 1);
	}
}

static sym intern(struct symtab *tab, const char *p, size_t n, bool copy)
{
	uint32_t hash, index, at = 0;
	struct sym_entry *e;

	if (n == 0)
		return SYM_EMPTY;
	hash = sym_hash(p, n);
	if (tab->fixed) {
		sym s = find_fixed(tab->fixed, p, n, hash);

		if (s != NOT_FOUND)
			return s;
	}
	if (tab->count == tab->cap)
		grow(tab);
	index = find_own(tab, p, n, hash, &at);
	if (index != NOT_FOUND)
		return first_own(tab) + index;
	index = tab->count;
	e = &tab->entries[index];
	e->p = copy ? arena_strndup(tab->arena, p, n) : p;
	e->n = (uint32_t)n;
	e->hash = hash;
	tab->slots[at] = (hash & ~tab->mask) | (index + 1);
	tab->count++;
	return first_own(tab) + index;
}

sym sym_intern(struct symtab *tab, const char *p, size_t n)
{
	return intern(tab, p, n, true);
}

sym sym_intern_borrow(struct symtab *tab, const char *p, size_t n)
{
	return intern(tab, p, n, false);
}

sym sym_find(const struct symtab *tab, struct str s)
{
	uint32_t hash, index, at;

	if (s.n == 0)
		return SYM_EMPTY;
	hash = sym_hash(s.p, s.n);
	if (tab->fixed) {
		sym found = find_fixed(tab->fixed, s.p, s.n, hash);

		if (found != NOT_FOUND)
			return found;
	}
	if (tab->count == 0)
		return NOT_FOUND;
	index = find_own(tab, s.p, s.n, hash, &at);
	return index == NOT_FOUND ? NOT_FOUND : first_own(tab) + index;
}

void sym_set_mark(struct symtab *tab, sym s, uint8_t mark)
{
	uint32_t own = first_own(tab);

	if (s >= own)
		tab->marks[s - own] = mark;
}
