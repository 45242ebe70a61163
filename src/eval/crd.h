/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_EVAL_CRD_H
#define WK8S_EVAL_CRD_H

/*
 * crd: the kinds that a file of data declares, as a file of wk8s would.
 *
 * Which objects declare kinds is said in the library (`declares kinds`); what
 * they look like inside is said here and nowhere else: the schema in them is
 * a language of its own, which somebody has to read, and annotations that
 * name its words one by one would only be these files in another place.
 *
 * The declarations are nodes of the same tree, each at the place in the data
 * that it comes from. Patterns, lengths and conditions have no word in the
 * language: the API server checks them.
 */

#include "eval/unit.h"
#include "schema/build.h"

struct crds {
	struct arena *arena;
	struct modules *modules;
	const struct schema *base;
	VEC(struct build_module) found;
	VEC(uint8_t) taken; /* by number: a full name that a type has */

	/* the version of the kind that is read now */
	struct module *file;
	const char *in;     /* "example.com.v1" */
	ast_id block, last; /* its declarations, and the last of them */
};

/* Adds a module for each version of each kind that the objects in FILE declare. How many objects declare some. */
uint32_t crd_read(struct crds *c, struct module *file);

/* ---- between crd.c and crdtype.c ---- */

/* The value of KEY in a BLOCK of data, AST_NIL if it is not there. */
ast_id crd_value(const struct crds *c, ast_id block, const char *key);
/* Its text; "" if it is none. */
struct str crd_text(const struct crds *c, ast_id block, const char *key);
bool crd_true(const struct crds *c, ast_id block, const char *key);
/* A node at the place of AT, with the children FIRST. */
ast_id crd_node(struct crds *c, enum ast_kind kind, ast_id at, sym name, unsigned flags, ast_id first);
ast_id crd_mod(struct crds *c, const char *word, ast_id at, ast_id arg);
/* Adds an item to the declarations. */
void crd_add(struct crds *c, ast_id item);

/* Children in the making. */
struct crd_kids {
	ast_id first, last;
};
void crd_kid(struct crds *c, struct crd_kids *kids, ast_id id);

/*
 * The MEMBERS of what SCHEMA (AST_NIL: nothing) says of the struct NAME, whose
 * types are added. TOP: of an object, whose metadata is that of every object;
 * SERVER: the member that the server writes, or NULL.
 */
ast_id crd_members(struct crds *c, ast_id schema, struct str name, ast_id at, bool top, const char *server);

#endif
