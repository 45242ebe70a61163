/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_EXPLAIN_PLACES_H
#define WK8S_EXPLAIN_PLACES_H

/*
 * places: where in the objects values of a struct stand: for each kind the
 * shortest way to it, those of the kinds with the shortest ways first.
 */

#include "explain/subject.h"

/* A way from a kind, as a subject of its own. */
struct place_of_type {
	const char *text; /* "Pod.spec.containers" */
	struct subject at;
};

struct places {
	VEC(struct place_of_type) v; /* a few */
	uint32_t kinds;              /* in how many there is one */
};

void places_find(struct explain *x, type_id type, struct places *out);

#endif
