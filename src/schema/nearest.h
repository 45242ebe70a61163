/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_SCHEMA_NEAREST_H
#define WK8S_SCHEMA_NEAREST_H

/*
 * nearest: which of many names was probably meant.
 *
 *	struct nearest n;
 *	nearest_init(&n, wrong);
 *	for each name: nearest_feed(&n, name);
 *	if (n.best.n) diag_label(d, "did you mean `...`?");
 *
 * The distance counts inserted, deleted, replaced and swapped characters;
 * letters that differ in case only, a plural `s` and a cut-off end cost less.
 * Of names equally near the one fed first wins, so the order of feeding alone
 * decides.
 */

#include "base/str.h"

struct nearest {
	struct str wrong;
	struct str best; /* n is 0: nothing is near */
	uint32_t cost;   /* of best, in quarters of an edit */
	uint32_t limit;  /* the most a candidate may cost */
};

/* Looks for what is near WRONG, which must live as long as N. */
void nearest_init(struct nearest *n, struct str wrong);

/* Offers CANDIDATE; its bytes must live as long as the result is used. */
void nearest_feed(struct nearest *n, struct str candidate);

#endif
