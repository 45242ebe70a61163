/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_AGAINST_PARTS_H
#define WK8S_AGAINST_PARTS_H

/*
 * parts: what the files of this room share.
 */

#include "against/against.h"
#include "wire/wiring.h"

/* An object that is there. Its values have the types of their places; origins are nodes of its own text. */
struct live {
	struct instance inst; /* not one of the unit's */
	bool served;          /* it was at a server, which has filled in what nobody wrote */
	bool moved;           /* its selector of its own pods is to change, which was reported */
};

struct against {
	struct unit *u;
	VEC(struct live *) all;
	struct name_index by_place; /* by namespace and name */
	struct name_index by_name;  /* by name alone, the namespace empty */
	struct buckets pods;        /* those with pods, by namespace, and by a label there */
	bool told;                  /* that a namespace is missing */
};

/* ---- live.c ---- */

/* Adds the objects of MODULE. */
void live_read(struct against *a, const struct module *module);
/* What INST, an object of the unit, is now; NULL if it is new. */
struct live *live_of(struct against *a, struct instance *inst);
/* Where a value of a live object is written: the value, or of one of several lines its key or its first line. */
struct span live_place(const struct against *a, origin from);

/* ---- difference.c ---- */

/* One step from an object to a value in it. */
struct step {
	sym name;       /* of the field, of a map's entry, of an item with a key; SYM_EMPTY for an item without */
	field_id field; /* 0: an entry or an item */
	uint32_t item;  /* number of an item without a key */
};

enum difference_how { DIFFERENCE_CHANGED, DIFFERENCE_ADDED, DIFFERENCE_REMOVED };

struct difference {
	enum difference_how how;
	const struct step *path;
	uint32_t n;
	const struct node *self, *live; /* NULL: absent */
	struct node dflt;               /* what an absent one means; OBJ_NULL: nothing */
	const struct node *around;      /* the struct in SELF that has the last step; NULL if absent */
};

struct differences {
	struct against *a;
	const struct schema_kind *kind;
	const struct schema_immutable *row; /* the one at hand */
	bool served;
	const struct node *lacking; /* the struct without the value at hand, if it is absent in one; NULL: not known */
	VEC(struct step) path;      /* to the values at hand */
	VEC(struct difference) v;
};

/* Compares the values (NULL: absent) at D's path, of TYPE; DEPTH: how many steps below what is immutable by name. */
void differences_find(struct differences *d, const struct node *self, const struct node *live, type_id type,
		      field_id field, const struct node *around, uint32_t depth);
/* The same value, in whatever spelling? */
bool same_value(struct unit *u, const struct node *a, const struct node *b, type_id type);

/* ---- notation.c ---- */

/* The shortest way to write the path for an object of INST's kind: `selector`, `containers.web.image`. *EXACT becomes
 * false if it is only for reading. */
const char *notation_path(struct unit *u, const struct instance *inst, const struct difference *d, bool *exact);
/* V as it is written in the language; NULL if it is long. */
const char *notation_value(struct unit *u, const struct node *v);

/* ---- immutable.c, targets.c ---- */

/* "Deployment `web`" */
const char *object_text(const struct unit *u, const struct instance *inst);
/* Reports what cannot change from LIVE to INST. */
void check_immutable(struct against *a, struct instance *inst, struct live *live);
/* Reports selectors that would match no pods any more, and new workloads that become targets. */
void check_targets(struct against *a);

#endif
