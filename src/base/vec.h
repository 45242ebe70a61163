/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_BASE_VEC_H
#define WK8S_BASE_VEC_H

/*
 * vec: typed growing arrays in an arena.
 *
 *	struct { struct span *v; uint32_t n, cap; } spans = {0};
 *	VEC_PUSH(arena, &spans, span);
 *
 * Any struct with members v, n and cap will do. Growing may move `v`.
 */

#include "base/arena.h"

/* A new name for the common shape. */
#define VEC(type)                                                                                                      \
	struct {                                                                                                       \
		type *v;                                                                                               \
		uint32_t n, cap;                                                                                       \
	}

/* Makes room for EXTRA more elements. */
#define VEC_RESERVE(arena, vec, extra)                                                                                 \
	do {                                                                                                           \
		if ((vec)->cap - (vec)->n < (uint32_t)(extra))                                                         \
			(vec)->v = vec_grow((arena), (vec)->v, (vec)->n, &(vec)->cap, (uint32_t)(extra),               \
					    sizeof *(vec)->v);                                                         \
	} while (0)

/* Appends ITEM. */
#define VEC_PUSH(arena, vec, item)                                                                                     \
	do {                                                                                                           \
		VEC_RESERVE((arena), (vec), 1);                                                                        \
		(vec)->v[(vec)->n++] = (item);                                                                         \
	} while (0)

/* For VEC_RESERVE: doubles *CAP until N + EXTRA elements of SIZE bytes fit. */
void *vec_grow(struct arena *arena, void *v, uint32_t n, uint32_t *cap, uint32_t extra, size_t size);

#endif
