/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ast: storage of nodes in chunks that never move, and walking them.
 */
#include "syntax/ast.h"

void ast_init(struct ast *tree, struct arena *arena, const struct ast_node *fixed, uint32_t nfixed)
{
	memset(tree, 0, sizeof *tree);
	tree->arena = arena;
	tree->fixed = fixed;
	tree->nfixed = nfixed;
	tree->count = nfixed;
	if (nfixed == 0)
		ast_new(tree, AST_NONE, SPAN_NONE);
}

ast_id ast_new(struct ast *tree, enum ast_kind kind, struct span span)
{
	ast_id id = tree->count++;
	uint32_t index = id - tree->nfixed;
	struct ast_node *n;

	if ((index >> AST_CHUNK_BITS) == tree->chunks.n)
		VEC_PUSH(tree->arena, &tree->chunks, ARENA_NEW(tree->arena, struct ast_node, AST_CHUNK));
	n = &tree->chunks.v[index >> AST_CHUNK_BITS][index & (AST_CHUNK - 1)];
	n->kind = (uint8_t)kind;
	n->flags = 0;
	n->sym = SYM_EMPTY;
	n->first = AST_NIL;
	n->next = AST_NIL;
	n->beg = span.beg;
	n->len = (uint16_t)(span.end - span.beg);
	if (span.end - span.beg >= AST_LONG)
		ast_set_span(tree, id, span);
	return id;
}

/* The place of ID among the long spans, or where it would be. */
static uint32_t find_long(const struct ast *tree, ast_id id)
{
	uint32_t lo = 0, hi = tree->longs.n;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (tree->longs.v[mid].id < id)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

uint32_t ast_long_end(const struct ast *tree, ast_id id)
{
	return tree->longs.v[find_long(tree, id)].end;
}

void ast_set_span(struct ast *tree, ast_id id, struct span span)
{
	struct ast_node *n = ast_edit(tree, id);
	uint32_t at, len = span.end - span.beg;

	n->beg = span.beg;
	n->len = (uint16_t)(len < AST_LONG ? len : AST_LONG);
	if (len < AST_LONG)
		return;
	at = find_long(tree, id);
	if (at == tree->longs.n || tree->longs.v[at].id != id) {
		struct ast_long none = {0, 0};

		VEC_PUSH(tree->arena, &tree->longs, none);
		memmove(&tree->longs.v[at + 1], &tree->longs.v[at], (tree->longs.n - 1 - at) * sizeof none);
	}
	tree->longs.v[at].id = id;
	tree->longs.v[at].end = span.end;
}

struct ast_node *ast_edit(struct ast *tree, ast_id id)
{
	id -= tree->nfixed;
	return &tree->chunks.v[id >> AST_CHUNK_BITS][id & (AST_CHUNK - 1)];
}

ast_id ast_child(const struct ast *tree, ast_id id, unsigned index)
{
	ast_id c = ast_first(tree, id);

	while (c && index--)
		c = ast_next(tree, c);
	return c;
}

/* Trees are at most a few thousand nodes tall (syntax/make.h), so this recursion ends. */
ast_id ast_copy(struct ast *to, const struct ast *from, ast_id id)
{
	const struct ast_node *old = ast_at(from, id);
	ast_id copy = ast_new(to, (enum ast_kind)old->kind, ast_span(from, id));
	struct ast_node *n = ast_edit(to, copy);
	ast_id last = AST_NIL;

	n->flags = old->flags;
	n->sym = old->sym;
	AST_EACH (from, id, c) {
		ast_id kid = ast_copy(to, from, c);

		if (last)
			ast_edit(to, last)->next = kid;
		else
			ast_edit(to, copy)->first = kid;
		last = kid;
	}
	return copy;
}

const char *ast_kind_name(enum ast_kind kind)
{
	static const char *const names[] = {
#define NODE(name, text) text,
#include "syntax/ast.def"
#undef NODE
	};
	return names[kind];
}

const char *ast_op_name(enum ast_op op)
{
	static const char *const names[OP_COUNT] = {
		"??", "||", "&&", "==", "!=", "<", "<=", ">", ">=", "in", "+", "-", "*", "/", "%", "-", "!",
	};
	return names[op];
}
