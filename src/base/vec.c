/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vec: how typed arrays grow.
 */

#include "base/vec.h"

#define FIRST_CAP 8u

void *vec_grow(struct arena *arena, void *v, uint32_t n, uint32_t *cap, uint32_t extra, size_t size)
{
	uint64_t want = (uint64_t)n + extra;
	uint64_t room = *cap < FIRST_CAP ? FIRST_CAP : *cap;

	/* More than the count can say is out of memory, whatever there is. */
	if (want > UINT32_MAX)
		return arena_alloc(arena, SIZE_MAX);
	while (room < want)
		room *= 2;
	if (room > UINT32_MAX)
		room = UINT32_MAX;
	v = arena_grow(arena, v, *cap * size, (size_t)room * size);
	*cap = (uint32_t)room;
	return v;
}
