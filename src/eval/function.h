/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_EVAL_FUNCTION_H
#define WK8S_EVAL_FUNCTION_H

/*
 * function: the functions of the language that are written in C, one row of
 * function.def each. They are pure; what they read are files of the project.
 *
 * A function takes its arguments by arg_..., which say what is wrong with
 * them; after that it returns node_poison(). What an element or argument that
 * is poison leads to is poison as well, and nothing is said.
 */

#include "eval/decimal.h"
#include "eval/eval.h"
#include "eval/text.h"

#define ARGUMENTS_MAX 16

struct function;

struct arguments {
	const struct function *f;
	struct node v[ARGUMENTS_MAX];
	ast_id at[ARGUMENTS_MAX];
	uint32_t n;
	ast_id call;
};

struct function {
	const char *name;
	uint8_t least, most; /* arguments */
	const char *params;  /* their names, see function.def */
	struct node (*call)(struct unit *u, const struct arguments *args);
};

#define FUNCTION(name, symbol, least, most, params) struct node fn_##symbol(struct unit *, const struct arguments *);
#include "eval/function.def"
#undef FUNCTION

/* The function NAME, NULL if there is none. */
const struct function *function_find(struct str name);

/* Evaluates the arguments of the CALL node and calls F. */
struct node function_call(struct unit *u, const struct function *f, ast_id call, ast_id receiver, struct scope *scope);

/* The function or local whose name is nearest to NAME; NULL if none is near. */
const char *function_nearest(struct unit *u, struct str name, struct scope *scope);
/* What to write in place of NAME, a function that templates of others have; NULL if it is none. */
const char *function_foreign(struct str name);

/* ---- function_args.c ---- */

/* Reports that argument I is not WHAT ("a string"); nothing is said of poison. Returns false. */
bool arg_wrong(struct unit *u, const struct arguments *a, uint32_t i, const char *what);
/* The same for an ELEMENT of the list I, which needs WHAT ("strings"). */
bool item_wrong(struct unit *u, const struct arguments *a, uint32_t i, const struct node *element, const char *what);
/* A mistake in argument I other than its type. */
struct diag *arg_mistake(struct unit *u, const struct arguments *a, uint32_t i, const char *message);

bool arg_text(struct unit *u, const struct arguments *a, uint32_t i, struct str *out);
bool arg_list(struct unit *u, const struct arguments *a, uint32_t i);
bool arg_map(struct unit *u, const struct arguments *a, uint32_t i);
bool arg_number(struct unit *u, const struct arguments *a, uint32_t i, struct decimal *out);
/* A whole number without a unit, from LO to HI. */
bool arg_whole(struct unit *u, const struct arguments *a, uint32_t i, int64_t lo, int64_t hi, int64_t *out);
/* The text of ELEMENT, one of the list I. */
bool item_text(struct unit *u, const struct arguments *a, uint32_t i, const struct node *element, struct str *out);

/* Is V a number, and which? */
bool node_decimal(const struct unit *u, const struct node *v, struct decimal *out);

/* V in a second place: what it holds is copied before a change. */
static inline struct node also_here(const struct node *v)
{
	struct node shared = *v;

	if (v->kind == OBJ_MAP || v->kind == OBJ_LIST)
		shared.flags |= OBJ_SHARED;
	return shared;
}

struct node result_text(struct unit *u, const struct arguments *a, const char *p, size_t n);
/* What TEXT has become. */
struct node result_built(struct unit *u, const struct arguments *a, const struct text *text);
struct node result_number(struct unit *u, const struct arguments *a, const struct decimal *d);
struct node result_list(struct unit *u, const struct arguments *a);

/* ---- function_value.c ---- */

/*
 * V as a tree that the emitters take: numbers that have no type yet are
 * numbers or, with a unit, strings. False if it has what is no data (reported
 * for argument I) or poison.
 */
bool plain_value(struct unit *u, const struct arguments *a, uint32_t i, const struct node *v, struct node *out);

#endif
