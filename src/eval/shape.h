/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_EVAL_SHAPE_H
#define WK8S_EVAL_SHAPE_H

/*
 * shape: finding all objects and what they are called: shape.c (items),
 * expand.c (uses of files and components), params.c (their parameters),
 * patch.c (which objects patches are for), place.c (where objects are).
 */

#include "eval/block.h"

/* ---- shape.c ---- */

/* The parts of a RESOURCE, PATCH, DROP_OBJECT or EXTERN item. */
struct head {
	ast_id kind; /* PATH */
	ast_id gv;   /* AST_NIL: none */
	ast_id name;
	sym as;       /* SYM_EMPTY: none */
	ast_id block; /* AST_NIL: none */
};
void shape_head(const struct unit *u, ast_id item, struct head *out);
/* The text in a name's place, SYM_EMPTY for `_`; a word is that literal name. False after a mistake. */
bool shape_name(struct unit *u, ast_id name, struct scope *scope, sym *out);
/* Finds the objects that the items of BLOCK make. */
void shape_block(struct unit *u, ast_id block, const struct around *a);
/* Adds a text that is passed through where the walk is now. */
void shape_raw(struct unit *u, const struct raw *raw);
void shape_extern(struct unit *u, ast_id item, const struct around *a, bool library);
/* Notes an ASSERT, WARN or RULE item among the items of A (NULL: in the body of SELF), and an ALLOW item. */
void note_ruling(struct unit *u, ast_id item, struct scope *scope, const struct around *a, struct instance *self);
void note_allow(struct unit *u, ast_id item, const struct allowance *for_what);
/* NAME with the prefix and suffix of IN around it; what it is outside of all uses from IN on. */
sym names_around(struct unit *u, const struct expansion *in, sym name);
sym shape_outward(struct unit *u, const struct expansion *in, sym name);

/* ---- expand.c ---- */

/* The roots of the unit: files that are given and not named by others. */
void expand_roots(struct unit *u);
/* The component that PATH, the head of a resource, names; NULL if it names none. */
struct local *component_named(struct unit *u, ast_id path, struct scope *scope);
void expand_instance(struct unit *u, ast_id item, struct local *component, const struct around *a);
void expand_include(struct unit *u, ast_id item, const struct around *a);
/* Notes the COMPONENT item, which stands in SCOPE: it is checked even if nobody uses it. */
void component_declared(struct unit *u, ast_id item, struct scope *scope);
/* The scope of the parameters of the component DECL: they, and `name`, which is the value NAME. */
struct scope *component_scope(struct unit *u, ast_id decl, struct scope *up, struct node name);
/* While a component is looked at by itself: it holds the instance ITEM of the component TO. */
void component_edge(struct unit *u, ast_id to, ast_id item);
/* Where to point for a use: the name of an instance, the path of an include. */
ast_id use_at(const struct unit *u, const struct expansion *e);

/* ---- params.c ---- */

/* What the block of an include says beside parameters. */
struct use_block {
	struct expansion *use;
	struct scope *params; /* with the PARAM locals; NULL: none */
	bool include;
};
/* Gives what BLOCK (AST_NIL: nothing) says to the parameters of the use, and notes its patches. */
void params_from_block(struct unit *u, ast_id block, const struct around *a, const struct use_block *use);
/* Reports the parameters without a value, unless something was TOLD that may be the reason. */
void params_missing(struct unit *u, const struct use_block *use, bool told);
/* Gives what the command says to the parameters of the roots. */
void params_from_command(struct unit *u);

/* ---- patch.c ---- */

/* Notes a PATCH, PATCH_ON or DROP_OBJECT item written in the text of IN; BELOW: in the block of this use. */
void patch_add(struct unit *u, ast_id item, struct scope *scope, struct expansion *in, struct expansion *below);
/* May the patch, written in the text of IN, be for INST? */
bool patch_reaches(const struct patch *p, const struct expansion *in, const struct instance *inst);
/* Finds what patches and drops are for. */
void patches_find(struct unit *u);

/* ---- place.c ---- */

/* Settings, namespaces, the index. */
void place_unit(struct unit *u);

#endif
