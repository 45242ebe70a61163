/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_EVAL_BLOCK_H
#define WK8S_EVAL_BLOCK_H

/*
 * block: the containers that the items of a block are put into, shared by
 * block.c (items), path.c (where a key leads) and merge.c (spreads).
 */

#include "eval/eval.h"

enum container_kind {
	IN_STRUCT, /* map of a struct type; keys are fields */
	IN_MAP,    /* map of a MAP type; keys are the user's */
	IN_FREE,   /* map of no type or of ANY; keys are the user's */
	IN_LIST    /* keyed list; keys are those of its items */
};

struct container {
	uint8_t kind; /* enum container_kind */
	type_id type;
	kind_id lift; /* IN_STRUCT: the kind whose body this is, so that short names are looked up; else 0 */
	struct map *map;
	struct list *list;
	const struct node *old;  /* in a patch: what lower layers have here; NULL: nothing */
	const struct node *mask; /* what outer layers replace or drop here, whatever it was; NULL: nothing */
};

/* One step of a path as written. */
struct step {
	sym name;
	ast_id at;
	bool unknown; /* computed from what is not known: name stands for it */
};

/* In a patch: what KEY of OLD (a map, or a list of type LIST_TYPE) is; NULL if it is not there. */
const struct node *old_at(struct unit *u, const struct node *old, sym key, type_id list_type);

/* OLD for the expression VALUE in a slot of TYPE: where a head is written, the head. */
const struct node *old_head(struct unit *u, const struct node *old, type_id type, ast_id value);
/* What the mask says of KEY in IN. */
const struct node *mask_at(struct unit *u, const struct container *in, sym key);
/* Is that the end of it: another value, or none? Then what IN's own text says is not evaluated. */
static inline bool is_masked(const struct node *mask)
{
	if (!mask)
		return false;
	return (mask->kind != OBJ_MAP && mask->kind != OBJ_LIST) ||
	       (mask->flags & (OBJ_REPLACES | OBJ_WHOLE | OBJ_GONE));
}

#define MAX_STEPS 32

/* Evaluates the items of BLOCK into IN. */
void block_items(struct unit *u, ast_id block, struct scope *scope, const struct container *in);

/* The container that a value of TYPE in BLOCK's form is. */
struct container container_of(struct unit *u, struct node *value, type_id type);

/* Sets what STEPS lead to within IN to the value ID. */
void path_set(struct unit *u, const struct container *in, const struct step *steps, uint32_t n, ast_id id,
	      struct scope *scope);
/* Sets what the keys of VALUES lead to, as if they were written in a block at AT. */
void path_put_values(struct unit *u, const struct container *in, const struct map *values, ast_id at);
/* Leaves a mark there that the field is absent for good. QUIET: no message when there is no such field. */
void path_drop(struct unit *u, const struct container *in, const struct step *steps, uint32_t n, bool quiet);
/* The same for a keyed list, whose first step is an item's key. */
void keyed_set(struct unit *u, const struct container *in, const struct step *steps, uint32_t n, ast_id id,
	       struct scope *scope);
/* Is BLOCK, in the place of a keyed list, one of its items by mistake (reported)? */
bool keyed_is_item(struct unit *u, const struct container *in, ast_id block);
/* May a key of the list type T have several items? */
bool keyed_may_repeat(const struct unit *u, const struct schema_type *t);
/* Takes out of V what was dropped and was never there, with a message. */
void purge_gone(struct unit *u, struct node *v);
void keyed_drop(struct unit *u, const struct container *in, const struct step *steps, uint32_t n, bool quiet);
/* The steps of a FIELD's or DROP's PATH; 0 after a mistake. */
uint32_t path_steps(struct unit *u, ast_id path, struct scope *scope, struct step *out);
/* The steps of the FIELD item, and its value; 0 after a mistake. */
uint32_t field_steps(struct unit *u, ast_id item, struct scope *scope, struct step *out, ast_id *value);

/* `want` (unit.h): goes one step further; false if KEY is not on the way. */
struct wish {
	const sym *want;
	uint32_t n;
	uint32_t traced; /* how far on the way of unit.trace */
};
struct wish wish_now(const struct unit *u);
bool wish_step(struct unit *u, sym key, struct wish *saved);
void wish_back(struct unit *u, struct wish saved);

/* OWN, a keyed list whose first BEFORE items stand in front of the spread, over what BASE has. */
void merge_list_under(struct unit *u, struct node *own, const struct node *base, uint32_t before);
/* Adds what V (from a spread at AT) has to *BASE; a leaf that differs is an error. */
void merge_spread(struct unit *u, struct node *base, const struct node *v, ast_id at);

#endif
