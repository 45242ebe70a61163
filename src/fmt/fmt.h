/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_FMT_FMT_H
#define WK8S_FMT_FMT_H

/*
 * fmt: the one layout of a source.
 *
 * Only what stands between tokens changes: white space, and the commas that
 * separate. Names, values, their order and all comments stay.
 */

#include "base/buf.h"
#include "base/intern.h"
#include "syntax/ast.h"

/* Columns that a line may have, where it can be broken at all. */
#define FMT_WIDTH 100

/*
 * Writes SOURCE to OUT, laid out. ROOT is its tree, which parse() has made
 * without an error, in a TREE that has comments of no other text. Memory for
 * the work comes from the tree's arena, and SCRATCH is an empty buffer.
 */
void fmt(struct buf *out, struct buf *scratch, const struct ast *tree, const struct symtab *names,
	 const struct source *source, ast_id root);

#endif
