/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_EVAL_LOOK_H
#define WK8S_EVAL_LOOK_H

/*
 * look: which objects a word names, and what is said when it is not one.
 */

#include "eval/eval.h"

#define LOOK_ROOM 8

struct look {
	const struct reference *ref;
	type_id type;   /* the slot, or 0 */
	kinds_id kinds; /* or a set, or 0 for all */
	struct instance *found[LOOK_ROOM];
	uint32_t count;               /* of found; not counted further than its room */
	struct instance *other;       /* of the name, but not accepted */
	const struct expansion *view; /* the text that the reference stands in */
	bool declared;                /* in: what the library declares does not count */
	bool asked; /* other is of the kind that the reference names, or one that the slot nearly takes */
};

/* Does a slot of TYPE take a reference to an object of KIND, with or without a member? */
bool slot_accepts(const struct unit *u, type_id type, kind_id kind, bool member);

/* Where a scalar in a slot of TYPE ends up: behind heads, a type that is no struct; 0 if there is none. */
type_id type_behind_heads(const struct unit *u, type_id type);

/* Collects what LOOK's reference may name; several are narrowed by the member. */
void look_for(struct unit *u, struct look *look);

/* The one object, or NULL after reporting that it is none or several. */
struct instance *look_one(struct unit *u, const struct look *look);

/* Has INST the member NAME, other than what all objects have? Nothing is reported. */
bool instance_has(struct unit *u, struct instance *inst, sym name);

/* Is NAME a member that all objects have, and AT not an index (`creds["name"]`)? */
bool member_built_in(const struct unit *u, sym name, ast_id at);

/* Reports that MEMBER of INST is both built in and a key. */
void complain_both(struct unit *u, const struct instance *inst, sym member, ast_id at);

/*
 * Could the word at ID, or the word that the chain at ID begins with, which is
 * the local L, mean something else in a slot of TYPE? Reports it.
 */
bool word_is_ambiguous(struct unit *u, ast_id id, const struct local *l, type_id type);

#endif
