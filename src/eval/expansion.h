/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_EVAL_EXPANSION_H
#define WK8S_EVAL_EXPANSION_H

/*
 * expansion: uses of texts, and what hangs on them: the names in them, the
 * patches written in them, the order of what they hold.
 */

#include "eval/index.h"
#include "load/load.h"
#include "object/node.h"

struct app;
struct instance;
struct scope;

/* Names as they are written in one use of a text, where others know them by other names or not at all. */
struct names {
	struct name_index by_place; /* by namespace and name */
	struct name_index by_name;  /* by name alone, the namespace empty */
};

/*
 * One use of a text: a file that was given, one that is included, or an
 * instance of a component. They form a tree, and so do their names.
 */
struct expansion {
	struct expansion *up;  /* around it; NULL for a file that was given */
	struct module *module; /* the file; NULL for a component */
	ast_id decl;           /* the COMPONENT node; AST_NIL for a file */
	ast_id item;           /* the INCLUDE or RESOURCE item that made it; AST_NIL for a file that was given */
	sym name, as;          /* of an instance: its name, and what the text around calls its objects of that name */
	struct app *app;       /* around its items */
	struct scope *scope;   /* of its text; NULL if it declares nothing */
	sym prefix, suffix;    /* for the names in it */
	ast_id namespace_at;   /* `namespace:` of the include; AST_NIL: none */
	ast_id prefix_at, suffix_at;
	struct scope *namespace_scope;
	bool moves;              /* and it says one */
	struct names *names;     /* NULL: all names are as the expansion around has them */
	uint32_t number;         /* in u->uses, from 1; 0: of a file that was given */
	void *plan;              /* rules/: what holds for the objects in it */
	struct patches *patches; /* those written in its text, and in the blocks of what it uses; NULL: none */
};

/* A PATCH, PATCH_ON or DROP_OBJECT item. */
struct patch {
	ast_id item;
	struct scope *scope;
	struct expansion *below; /* of this use only (it stands in its block); NULL: of all below the text */
	bool hit;                /* something was there for it */
	bool known;              /* PATCH_ON: types are there */
	bool all;                /* PATCH_ON: `Object`, every object */
	VEC(kinds_id) sets;      /* PATCH_ON: the sets of kinds that it is for, as the library names them */
	VEC(sym) types;          /* PATCH_ON: the names of the structs it is for; none after a mistake */
	bool dry;                /* in a branch that is not taken */
};

/* One in a branch that is not taken, or in a component looked at by itself. */
struct untaken_patch {
	struct patch *patch;
	struct expansion *in; /* the use of the text that it stands in */
};

struct patches {
	VEC(struct patch *) v; /* in order of writing */
	bool many;             /* there are some `on` types */
};

/* A patch that is for an object. */
struct patch_hit {
	struct patch_hit *next;
	struct patch *patch;
	struct expansion *layer; /* in whose text it is written */
};

/* Where items stand. */
struct around {
	struct scope *scope;
	struct app *app;
	struct expansion *in;
};

/* Objects in order of the source: some, and in between what `if` and `for` will turn out to hold. */
struct sequence {
	struct sequence_part *first, **last;
};

struct sequence_part {
	struct sequence_part *next;
	struct instance *inst; /* or */
	struct sequence *within;
	uint32_t raw; /* or, where both are NULL, a number in u->raws */
};

/* Is IN the use OUTER, or within it? */
static inline bool expansion_holds(const struct expansion *outer, const struct expansion *in)
{
	while (in && in != outer)
		in = in->up;
	return in != NULL;
}

#endif
