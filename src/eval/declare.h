/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_EVAL_DECLARE_H
#define WK8S_EVAL_DECLARE_H

/*
 * declare: what users say of types and kinds, `type`, `kind`, `annotate`,
 * `derive` and `extern kind`, added to the library's tables.
 *
 * It holds for the whole compilation, whichever file says it. Where no file
 * says anything the tables are the library's, and nothing is done.
 */

#include "eval/unit.h"

/* The schema for MODULES: BASE, or BASE and what they declare. False if that is wrong (reported). */
bool declare_schema(struct arena *arena, const struct schema *base, struct modules *modules, struct declared *out);

/* The names that a row of the user's own sees: the functions and constants of its file, and the library's. */
struct scope *declared_scope(struct unit *u, ast_id row_value);

#endif
