/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_EVAL_FUNCTION_H
#define WK8S_EVAL_FUNCTION_H

/*
 * function: the functions of the language that are written in C. One row of
 * the table in function.c each.
 */

#include "eval/eval.h"

struct arguments {
	struct node v[6];
	ast_id at[6];
	uint32_t n;
	ast_id call;
};

struct function {
	const char *name;
	uint8_t least, most; /* arguments */
	struct node (*call)(struct unit *u, const struct arguments *args);
};

/* The function NAME, NULL if there is none. */
const struct function *function_find(struct str name);

/* Is NAME a function of the language that is not there yet? */
bool function_is_later(struct str name);

/* Evaluates the arguments of the CALL node and calls F. */
struct node function_call(struct unit *u, const struct function *f, ast_id call, ast_id receiver, struct scope *scope);

/* The function or local whose name is nearest to NAME; NULL if none is near. */
const char *function_nearest(struct unit *u, struct str name, struct scope *scope);

#endif
