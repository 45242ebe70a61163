/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_SYNTAX_AST_H
#define WK8S_SYNTAX_AST_H

/*
 * ast: the tree of a source text, immutable once parsed.
 *
 * A node is 20 bytes and known by a number; children are a chain of numbers.
 * Several texts may share one tree (all files of a compilation do), so a
 * number says everything. What each kind holds is said in ast.def. A value in
 * braces, `{...}`, is a BLOCK as well. The spelling of a node is the source
 * text of its span; comments are kept beside the nodes, in order.
 */

#include "base/intern.h"
#include "base/vec.h"
#include "text/source.h"

typedef uint32_t ast_id;

#define AST_NIL 0u /* number 0 is no node */

enum ast_kind {
#define NODE(name, text) AST_##name,
#include "syntax/ast.def"
#undef NODE
	AST_KINDS
};

enum ast_op {
	OP_COALESCE, /* ?? */
	OP_OR,
	OP_AND,
	OP_EQ,
	OP_NE,
	OP_LT,
	OP_LE,
	OP_GT,
	OP_GE,
	OP_IN,
	OP_ADD,
	OP_SUB,
	OP_MUL,
	OP_DIV,
	OP_MOD,
	OP_NEG, /* unary */
	OP_NOT, /* unary */
	OP_COUNT
};

/* Flags; which kinds use which is said in ast.def. */
#define AST_ROOT 0x01
#define AST_SIMPLE 0x01
#define AST_BRACE 0x02
#define AST_GV_GIVEN 0x01
#define AST_AS 0x02
#define AST_TYPED 0x01
#define AST_QUOTED 0x01
#define AST_RAW 0x01
#define AST_MULTI 0x02
#define AST_PIECE 0x80 /* STRING: a piece of an interpolated text that is not decoded yet */
#define AST_SPELLED 0x08 /* STRING: a text without quotes, from a command line: a number where one is expected */
#define AST_DATA 0x40    /* any but UNARY and BINARY: from YAML or JSON, no short forms are understood in it */
#define AST_RUNON 0x04 /* NUMBER: runs on, as `1.12.1` does: good for a string only */
#define AST_DIR_WORD 0x00
#define AST_DIR_PATH 0x01
#define AST_DIR_SET 0x02
#define AST_DIR_RANGE 0x03
#define AST_DIR_TO 0x04
#define AST_DIR_LIST 0x05

struct ast_node {
	uint8_t kind;  /* enum ast_kind */
	uint8_t flags; /* of UNARY and BINARY: enum ast_op */
	uint16_t len;  /* bytes of its span; AST_LONG: see ast_span */
	uint32_t beg;  /* where its span begins, as in text/source.h */
	sym sym;
	ast_id first; /* first child, AST_NIL if none */
	ast_id next;  /* next sibling, AST_NIL if last */
};

_Static_assert(sizeof(struct ast_node) == 20, "many nodes: keep them small");

/* In ast_node.len: the span is longer than can be said there. */
#define AST_LONG 0xffffu

/* The end of a long span. */
struct ast_long {
	ast_id id;
	uint32_t end;
};

#define AST_CHUNK_BITS 12
#define AST_CHUNK (1u << AST_CHUNK_BITS)

struct ast_comment {
	struct span span;
	bool doc; /* `##` */
};

/*
 * Nodes below `nfixed` are the read-only ones of the standard library; the
 * others are in chunks that never move.
 */
struct ast {
	struct arena *arena;
	const struct ast_node *fixed;
	uint32_t nfixed;
	uint32_t count; /* of all nodes, so also the next number */
	VEC(struct ast_node *) chunks;
	VEC(struct ast_long) longs;       /* by number: the few nodes with long spans */
	VEC(struct ast_comment) comments; /* by position */
};

/* An empty tree that begins with the NFIXED nodes at FIXED (0: node 0 only). */
void ast_init(struct ast *tree, struct arena *arena, const struct ast_node *fixed, uint32_t nfixed);

/* Makes a node and returns its number. */
ast_id ast_new(struct ast *tree, enum ast_kind kind, struct span span);

/* For the makers; never after parsing. ID is not a fixed node. */
struct ast_node *ast_edit(struct ast *tree, ast_id id);

/* The node ID, for reading; it never moves. Below: its kind, first child and next sibling. */
static inline const struct ast_node *ast_at(const struct ast *tree, ast_id id)
{
	if (id < tree->nfixed)
		return &tree->fixed[id];
	id -= tree->nfixed;
	return &tree->chunks.v[id >> AST_CHUNK_BITS][id & (AST_CHUNK - 1)];
}

static inline enum ast_kind ast_kind(const struct ast *tree, ast_id id)
{
	return (enum ast_kind)ast_at(tree, id)->kind;
}

static inline ast_id ast_first(const struct ast *tree, ast_id id)
{
	return ast_at(tree, id)->first;
}

static inline ast_id ast_next(const struct ast *tree, ast_id id)
{
	return ast_at(tree, id)->next;
}

/* For ast_span: the end of ID, whose span is long. */
uint32_t ast_long_end(const struct ast *tree, ast_id id);

/* What ID stands for in the text; of a fixed node, which has none, an empty span at 0. */
static inline struct span ast_span(const struct ast *tree, ast_id id)
{
	const struct ast_node *n = ast_at(tree, id);
	struct span s = {n->beg, n->len == AST_LONG ? ast_long_end(tree, id) : n->beg + n->len};
	return s;
}

/* Moves the ends of the span of ID, for the makers. */
void ast_set_span(struct ast *tree, ast_id id, struct span span);

/* What a UNARY or BINARY node computes. */
static inline enum ast_op ast_op(const struct ast_node *n)
{
	return (enum ast_op)n->flags;
}

/* The INDEX-th child (from 0), AST_NIL if there are fewer. */
ast_id ast_child(const struct ast *tree, ast_id id, unsigned index);

/* For each child C of ID. */
#define AST_EACH(tree, id, c) for (ast_id c = ast_first((tree), (id)); c; c = ast_next((tree), c))

/* Copies the tree below ID of FROM into TO, without what comes after it; syms and spans are kept. */
ast_id ast_copy(struct ast *to, const struct ast *from, ast_id id);

/* "field", "resource", ... */
const char *ast_kind_name(enum ast_kind kind);
/* "+", "??", ... */
const char *ast_op_name(enum ast_op op);

#endif
