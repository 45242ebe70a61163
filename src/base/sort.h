/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_BASE_SORT_H
#define WK8S_BASE_SORT_H

/*
 * sort: a stable sort of pointers in n log n steps that takes its memory from
 * an arena; what the C library has is neither.
 */

#include "base/arena.h"

/* Sorts the N pointers at V by COMPARE (below, at or above 0); equal ones stay in order. */
void sort_stable(struct arena *arena, const void **v, size_t n, int (*compare)(void *ctx, const void *, const void *),
		 void *ctx);

#endif
