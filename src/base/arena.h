/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_BASE_ARENA_H
#define WK8S_BASE_ARENA_H

/*
 * arena: memory with one lifetime, freed as a whole.
 *
 * Blocks of 64 KiB, the first of 4 KiB; a request too large for that gets a block of its own,
 * which arena_grow can resize in place of copying. What is allocated is not
 * cleared unless the function says so. All results are aligned to 8 bytes.
 */

#include "base/mem.h"

#include <stdint.h>

struct arena_block;

/* A smaller place that arena_grow leaves is given to the next array that grows to its size. */
#define ARENA_KEPT 1024

struct arena {
	struct mem *mem;
	struct arena_block *blocks; /* all blocks, the current one first */
	char *next;                 /* free part of the current block */
	char *end;
	void *kept[ARENA_KEPT / 8 + 1]; /* places that arena_grow left, by size; each holds the next */
};

/* Makes ARENA empty; its blocks will come from MEM. */
void arena_init(struct arena *arena, struct mem *mem);

/* Frees everything in ARENA and makes it empty again. */
void arena_free(struct arena *arena);

/* For arena_alloc: SIZE bytes that the current block has no room for. */
void *arena_more(struct arena *arena, size_t size);

/* SIZE bytes that live as long as ARENA. SIZE 0 gives a valid pointer. */
static inline void *arena_alloc(struct arena *arena, size_t size)
{
	char *p = arena->next;

	/* Block ends are aligned: what fits still fits when rounded up. */
	if (size > (size_t)(arena->end - p))
		return arena_more(arena, size);
	arena->next = p + ((size + 7) & ~(size_t)7);
	return p;
}

/* The same, filled with zero bytes. */
void *arena_zalloc(struct arena *arena, size_t size);

/*
 * Grows P, which has OLD bytes, to NEW bytes and returns its new place; the
 * old one may be used again at once. In place where P is the newest or has
 * its own block.
 */
void *arena_grow(struct arena *arena, void *p, size_t old, size_t new_size);

/* A copy of the N bytes at P with a NUL behind. */
char *arena_strndup(struct arena *arena, const char *p, size_t n);

/* A printf into ARENA; NUL-terminated. */
char *arena_printf(struct arena *arena, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Room for N objects of TYPE, not cleared. */
#define ARENA_NEW(arena, type, n) ((type *)arena_alloc((arena), sizeof(type) * (size_t)(n)))

#endif
