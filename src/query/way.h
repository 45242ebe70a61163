/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_QUERY_WAY_H
#define WK8S_QUERY_WAY_H

/*
 * way: from an object to one of its values, by a path as people write it.
 */

#include "eval/unit.h"

#define WAY_ROOM 32

struct way_step {
	sym name;           /* of the field, key or item */
	struct node *value; /* what is there; NULL: nothing, and nothing behind it */
	type_id type;       /* of the slot */
	bool item;          /* of a list, by its place */
	uint32_t at;        /* which */
};

struct way_to {
	struct instance *inst;
	struct way_step steps[WAY_ROOM];
	uint32_t n;
};

/* The object that TEXT names; NULL after a diagnostic. */
struct instance *way_object(struct unit *u, struct str text);
/* The way that PATH describes from OUT->inst; false after a diagnostic. */
bool way_find(struct unit *u, struct str path, struct way_to *out);
/* "spec.template.spec.containers.web.image", in full. */
const char *way_text(struct unit *u, const struct way_to *way);

#endif
