/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sort: merging runs of 1, 2, 4, ... pointers from one array into the other.
 */
#include "base/sort.h"

#include <string.h>

struct order {
	int (*compare)(void *ctx, const void *, const void *);
	void *ctx;
};

static void merge(const struct order *order, const void **from, size_t beg, size_t mid, size_t end, const void **to)
{
	size_t a = beg, b = mid;

	for (size_t i = beg; i < end; i++) {
		if (a < mid && (b == end || order->compare(order->ctx, from[a], from[b]) <= 0))
			to[i] = from[a++];
		else
			to[i] = from[b++];
	}
}

void sort_stable(struct arena *arena, const void **v, size_t n, int (*compare)(void *ctx, const void *, const void *),
		 void *ctx)
{
	struct order order = {compare, ctx};
	const void **from = v, **to;

	if (n < 2)
		return;
	to = ARENA_NEW(arena, const void *, n);
	for (size_t width = 1; width < n; width *= 2) {
		const void **swap = from;

		for (size_t beg = 0; beg < n; beg += 2 * width) {
			size_t mid = n - beg < width ? n : beg + width;
			size_t end = n - mid < width ? n : mid + width;

			merge(&order, from, beg, mid, end, to);
		}
		from = to;
		to = swap;
	}
	if (from != v)
		memcpy(v, from, n * sizeof *v);
}
