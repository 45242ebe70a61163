/* SPDX-License-Identifier: Apache-2.0 */
/*
 * order: a radix sort, one pass a byte of the key that is not the same in all.
 */

#include "emit/order.h"

#define DIGITS 5 /* four of seq, then the rank */

static unsigned digit(const struct schema *s, const struct object *o, unsigned which)
{
	if (which < DIGITS - 1)
		return o->seq >> 8 * which & 0xff;
	return s ? s->kinds[o->kind].rank : 0;
}

/* Moves FROM to TO by one digit; false, and nothing done, where it is the same in all. */
static bool pass(const struct schema *s, struct object **from, struct object **to, size_t n, unsigned which)
{
	size_t counts[256] = {0}, sum = 0;

	for (size_t i = 0; i < n; i++)
		counts[digit(s, from[i], which)]++;
	if (counts[digit(s, from[0], which)] == n)
		return false;
	for (unsigned d = 0; d < 256; d++) {
		size_t count = counts[d];

		counts[d] = sum;
		sum += count;
	}
	for (size_t i = 0; i < n; i++)
		to[counts[digit(s, from[i], which)]++] = from[i];
	return true;
}

void order_objects(const struct schema *s, struct arena *arena, struct object **v, size_t n)
{
	struct object **from = v, **to;

	if (n < 2)
		return;
	to = ARENA_NEW(arena, struct object *, n);
	for (unsigned which = 0; which < DIGITS; which++) {
		if (pass(s, from, to, n, which)) {
			struct object **swap = from;

			from = to;
			to = swap;
		}
	}
	if (from != v)
		memcpy(v, from, n * sizeof *v);
}
