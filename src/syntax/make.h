/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_SYNTAX_MAKE_H
#define WK8S_SYNTAX_MAKE_H

/*
 * make: what the grammar's actions call to build the tree; private to this
 * room. A part is a chain of nodes (often one, perhaps none), and a node is
 * made by giving it a chain of children.
 */

#include "syntax/lexer.h"

/* A tree may be this tall: brackets, and what stands between them. */
#define PARSE_MAX_HEIGHT (4 * PARSE_MAX_DEPTH)

struct parser {
	struct lexer lx;
	struct ast *tree;
	struct val root;
	bool too_tall; /* E0501 has been said about the tree */
};

/* The chain of nothing. */
static inline struct val nothing(void)
{
	struct val v = {0, AST_NIL, AST_NIL, 0, 0};
	return v;
}

/* A node that keeps the place of something absent. */
struct val make_none(struct parser *ps, struct span at);
/* A node without children. */
struct val make_leaf(struct parser *ps, enum ast_kind kind, struct span at, sym name, unsigned flags);
/* A node with the chain KIDS as children. */
struct val make(struct parser *ps, enum ast_kind kind, struct span at, sym name, unsigned flags, struct val kids);
/* The chain of A and B. */
struct val cat(struct parser *ps, struct val a, struct val b);
/* V, or a NONE node if it is nothing. */
struct val or_none(struct parser *ps, struct val v, struct span at);

/* A word in a path. */
struct val make_key(struct parser *ps, struct span at, struct val word);
/* A string in a path: a KEY if nothing is interpolated. */
struct val make_string_key(struct parser *ps, struct val string);
struct val make_path(struct parser *ps, struct span at, struct val keys);
/* `keys: value` or, with AST_BRACE, `keys {..}`. */
struct val make_field(struct parser *ps, struct span at, struct val keys, unsigned flags, struct val value);
/* Unary and binary operators. */
struct val make_op(struct parser *ps, enum ast_kind kind, struct span at, enum ast_op op, struct val kids);
/* The text at AT as one name, without blanks and quotes. */
struct val make_joined(struct parser *ps, enum ast_kind kind, struct span at);
/* A piece of an interpolated string. */
struct val make_piece(struct parser *ps, struct val token);
struct val make_interp(struct parser *ps, struct span at, struct val pieces);
/* if, else if, else. */
struct val make_if(struct parser *ps, struct span at, struct val cond, struct val block);
struct val make_elif(struct parser *ps, struct val chain, struct span at, struct val cond, struct val block);
struct val make_if_end(struct parser *ps, struct val chain, struct span at, struct val other);

/* ---- report.c ---- */

/* The last token is a mistake; the N names of tokens that were possible are at EXPECTED. */
void report_syntax(struct parser *ps, const char *const *expected, int n);
/* Blocks, brackets or operators at AT are nested too deeply. */
void report_depth(struct lexer *lx, struct span at);

#endif
