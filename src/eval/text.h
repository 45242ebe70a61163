/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_EVAL_TEXT_H
#define WK8S_EVAL_TEXT_H

/*
 * text: strings that are put together from pieces, and the budgets that keep
 * doubling values from filling the memory.
 */

#include "eval/unit.h"

struct text {
	char *p;
	size_t n, cap;
};

/* Counts N bytes of text; false (reported once, at AT) when the unit's budget of them is used up. */
bool spend_bytes(struct unit *u, size_t n, ast_id at);

/* Appends S; false (reported once, at AT) when the unit's budget of bytes is used up. */
bool text_add(struct unit *u, struct text *text, struct str s, ast_id at);

/* The finished text. */
sym text_sym(struct unit *u, const struct text *text);

/* Counts N values made by an operator or function at AT; false (reported once) when there were too many. */
bool spend_values(struct unit *u, uint32_t n, ast_id at);

#endif
