/* SPDX-License-Identifier: Apache-2.0 */
/*
 * arena: the list of blocks behind the fast path of arena_alloc.
 *
 * The list is doubly linked because a block of its own moves when it grows.
 */

#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define FIRST_BLOCK ((size_t)4096)
#define BLOCK ((size_t)65536)
/* What a common block has room for; more always has a block of its own. */
#define BLOCK_ROOM (BLOCK - sizeof(struct arena_block))

struct arena_block {
	struct arena_block *next, *prev;
	size_t size; /* with this head */
	size_t pad;  /* keeps what follows aligned to 16 */
};

static size_t round8(size_t size)
{
	return (size + 7) & ~(size_t)7;
}

void arena_init(struct arena *arena, struct mem *mem)
{
	arena->mem = mem;
	arena->blocks = NULL;
	/* No room anywhere, but not NULL: an allocation of 0 bytes is a place. */
	arena->next = (char *)arena;
	arena->end = arena->next;
	memset(arena->kept, 0, sizeof arena->kept);
}

/* A place of SIZE bytes that an array has grown out of, NULL if there is none. */
static void *take(struct arena *arena, size_t size)
{
	void **p;

	if (size > ARENA_KEPT || size < sizeof *p)
		return NULL;
	p = arena->kept[size / 8];
	if (p)
		arena->kept[size / 8] = *p;
	return p;
}

static void keep(struct arena *arena, void *p, size_t size)
{
	if (size > ARENA_KEPT || size < sizeof(void *))
		return;
	*(void **)p = arena->kept[size / 8];
	arena->kept[size / 8] = p;
}

void arena_free(struct arena *arena)
{
	struct arena_block *block = arena->blocks;

	while (block) {
		struct arena_block *next = block->next;

		mem_resize(arena->mem, block, block->size, 0);
		block = next;
	}
	arena_init(arena, arena->mem);
}

/* A new block of SIZE bytes, linked behind AFTER, or at the front. */
static struct arena_block *add_block(struct arena *arena, struct arena_block *after, size_t size)
{
	struct arena_block *block = mem_resize(arena->mem, NULL, 0, size);

	block->size = size;
	block->prev = after;
	block->next = after ? after->next : arena->blocks;
	if (block->next)
		block->next->prev = block;
	if (after)
		after->next = block;
	else
		arena->blocks = block;
	return block;
}

void *arena_more(struct arena *arena, size_t size)
{
	struct arena_block *block;
	size_t block_size = BLOCK;

	/* A quarter of a block is too much to throw the current one's rest away for. */
	if (size > BLOCK_ROOM / 4) {
		if (size > SIZE_MAX - BLOCK)
			mem_resize(arena->mem, NULL, 0, SIZE_MAX);
		block = add_block(arena, arena->blocks, sizeof *block + round8(size));
		return block + 1;
	}
	if (!arena->blocks && size <= FIRST_BLOCK - sizeof *block)
		block_size = FIRST_BLOCK;
	block = add_block(arena, NULL, block_size);
	arena->next = (char *)(block + 1) + round8(size);
	arena->end = (char *)block + block_size;
	return block + 1;
}

void *arena_zalloc(struct arena *arena, size_t size)
{
	return memset(arena_alloc(arena, size), 0, size);
}

/* Grows the block of its own that P has. */
static void *grow_own(struct arena *arena, void *p, size_t new_size)
{
	struct arena_block *block = (struct arena_block *)p - 1;
	size_t size = sizeof *block + round8(new_size);

	if (new_size > SIZE_MAX - BLOCK)
		size = SIZE_MAX;
	if (size <= block->size)
		return p;
	block = mem_resize(arena->mem, block, block->size, size);
	block->size = size;
	if (block->next)
		block->next->prev = block;
	if (block->prev)
		block->prev->next = block;
	else
		arena->blocks = block;
	return block + 1;
}

void *arena_grow(struct arena *arena, void *p, size_t old, size_t new_size)
{
	void *q;

	if (p && (char *)p + round8(old) == arena->next && new_size <= (size_t)(arena->end - (char *)p)) {
		arena->next = (char *)p + round8(new_size);
		return p;
	}
	if (new_size <= old)
		return p ? p : arena_alloc(arena, 0);
	if (old > BLOCK_ROOM)
		return grow_own(arena, p, new_size);
	q = take(arena, round8(new_size));
	if (!q)
		q = arena_alloc(arena, new_size);
	if (old) {
		memcpy(q, p, old);
		keep(arena, p, old & ~(size_t)7);
	}
	return q;
}

char *arena_strndup(struct arena *arena, const char *p, size_t n)
{
	char *copy = arena_alloc(arena, n + 1);

	if (n)
		memcpy(copy, p, n);
	copy[n] = '\0';
	return copy;
}

char *arena_printf(struct arena *arena, const char *fmt, ...)
{
	va_list args;
	char *p;
	int n;

	va_start(args, fmt);
	n = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	if (n < 0)
		return arena_strndup(arena, "", 0);
	p = arena_alloc(arena, (size_t)n + 1);
	va_start(args, fmt);
	vsnprintf(p, (size_t)n + 1, fmt, args);
	va_end(args);
	return p;
}
