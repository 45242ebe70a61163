/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_SYNTAX_PARSE_H
#define WK8S_SYNTAX_PARSE_H

/*
 * parse: one text to one tree.
 *
 * The lexer is grammar/lexer.re, the grammar grammar/parser.y. A mistake gives
 * one diagnostic and an ERROR node; parsing goes on behind it.
 */

#include "base/buf.h"
#include "syntax/ast.h"
#include "text/diag.h"

/* Blocks and brackets may be nested this deeply. */
#define PARSE_MAX_DEPTH 500
/* Bytes that one file may have. */
#define PARSE_MAX_BYTES (1u << 30)

/*
 * Parses FILE into TREE and returns its root, a BLOCK with AST_ROOT. Always
 * returns a root; DIAGS has what was wrong.
 */
ast_id parse(struct ast *tree, struct symtab *names, const struct source *file, struct diags *diags);

/* Is FILE a text of a size that can be parsed at all? If not, DIAGS says why. */
bool parse_is_text(const struct source *file, struct diags *diags);

/* Writes the tokens of FILE, or the tree below ID, for --dump and the tests. */
void dump_tokens(struct buf *out, struct arena *scratch, const struct source *file);
void dump_ast(struct buf *out, const struct ast *tree, const struct symtab *names, ast_id id);

#endif
