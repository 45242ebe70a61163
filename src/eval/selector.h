/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_EVAL_SELECTOR_H
#define WK8S_EVAL_SELECTOR_H

/*
 * selector: kubectl's selector syntax, "app in (web, api), tier!=db".
 */

#include "eval/eval.h"

/* TEXT, written at AT, as a struct of TYPE, which has the directives `labels` and `terms`. */
struct node selector_parse(struct unit *u, sym text, type_id type, ast_id at);

#endif
