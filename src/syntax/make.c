/* SPDX-License-Identifier: Apache-2.0 */
/*
 * make: the tree makers. Children are linked while they are chains, so a node
 * costs the same however long its chain is. Each part knows how tall it is:
 * whoever walks the tree later may recur.
 */
#include "syntax/make.h"

/* Nodes of a string that is not finished yet. */

struct val make_leaf(struct parser *ps, enum ast_kind kind, struct span at, sym name, unsigned flags)
{
	struct val v = nothing();
	struct ast_node *n;

	v.first = v.last = ast_new(ps->tree, kind, at);
	v.depth = 1;
	n = ast_edit(ps->tree, v.first);
	n->sym = name;
	n->flags = (uint8_t)flags;
	return v;
}

struct val make_none(struct parser *ps, struct span at)
{
	at.beg = at.end;
	return make_leaf(ps, AST_NONE, at, SYM_EMPTY, 0);
}

struct val or_none(struct parser *ps, struct val v, struct span at)
{
	return v.first ? v : make_none(ps, at);
}

static struct val too_tall(struct parser *ps, struct span at)
{
	if (!ps->too_tall)
		report_depth(&ps->lx, at);
	ps->too_tall = true;
	return make_leaf(ps, AST_ERROR, at, SYM_EMPTY, 0);
}

struct val make(struct parser *ps, enum ast_kind kind, struct span at, sym name, unsigned flags, struct val kids)
{
	struct val v;

	if (kids.depth >= PARSE_MAX_HEIGHT)
		return too_tall(ps, at);
	v = make_leaf(ps, kind, at, name, flags);
	ast_edit(ps->tree, v.first)->first = kids.first;
	v.depth = (uint16_t)(kids.depth + 1);
	return v;
}

struct val cat(struct parser *ps, struct val a, struct val b)
{
	if (!a.first)
		return b;
	if (!b.first)
		return a;
	ast_edit(ps->tree, a.last)->next = b.first;
	a.last = b.last;
	a.depth = a.depth > b.depth ? a.depth : b.depth;
	return a;
}

/* ---- paths and fields ---- */

struct val make_key(struct parser *ps, struct span at, struct val word)
{
	return make_leaf(ps, AST_KEY, at, word.sym, 0);
}

struct val make_string_key(struct parser *ps, struct val string)
{
	struct ast_node *n = ast_edit(ps->tree, string.first);

	if (n->kind == AST_STRING) {
		n->kind = AST_KEY;
		n->flags = AST_QUOTED;
	}
	return string;
}

struct val make_path(struct parser *ps, struct span at, struct val keys)
{
	return make(ps, AST_PATH, at, SYM_EMPTY, 0, keys);
}

struct val make_field(struct parser *ps, struct span at, struct val keys, unsigned flags, struct val value)
{
	struct ast_node *n = ast_edit(ps->tree, keys.first);

	if (keys.first != keys.last || n->kind != AST_KEY || n->flags & AST_QUOTED) {
		struct span path = {n->beg, ast_span(ps->tree, keys.last).end};
		return make(ps, AST_FIELD, at, SYM_EMPTY, flags, cat(ps, make_path(ps, path, keys), value));
	}
	if (value.depth >= PARSE_MAX_HEIGHT)
		return too_tall(ps, at);
	/* By far the commonest: the key's node becomes the field. */
	n->kind = AST_FIELD;
	n->flags = (uint8_t)(AST_SIMPLE | flags);
	ast_set_span(ps->tree, keys.first, (struct span){n->beg, at.end});
	n->first = value.first;
	keys.depth = (uint16_t)(value.depth + 1);
	return keys;
}

/* The bytes of the text at AT without blanks and quotes, as a name. */
struct val make_joined(struct parser *ps, enum ast_kind kind, struct span at)
{
	struct lexer *lx = &ps->lx;
	const char *p = lx->text + (at.beg - lx->file->base), *end = lx->text + (at.end - lx->file->base);
	const char *q = p;
	sym name;

	while (q < end && *q != ' ' && *q != '\t' && *q != '"' && *q != '\'')
		q++;
	if (q == end) {
		name = sym_intern_borrow(lx->names, p, (size_t)(end - p));
	} else {
		lx->scratch.n = 0;
		for (q = p; q < end; q++) {
			if (*q != ' ' && *q != '\t' && *q != '"' && *q != '\'')
				VEC_PUSH(lx->arena, &lx->scratch, *q);
		}
		name = sym_intern(lx->names, lx->scratch.v, lx->scratch.n);
	}
	return make_leaf(ps, kind, at, name, 0);
}

/* ---- operators ---- */

/* `!a in b` was probably meant as `!(a in b)`. */
static void warn_not_in(struct parser *ps, ast_id left, struct span at)
{
	const struct ast_node *n = ast_at(ps->tree, left);
	struct span not = {n->beg, n->beg + 1};
	struct span end = {at.end, at.end};
	struct diag *d;

	if (n->kind != AST_UNARY || ast_op(n) != OP_NOT)
		return;
	d = diag_add(ps->lx.diags, W0111, at, "`!` negates only what is left of `in`");
	diag_help(d, "write `!(a in b)`, or `(!a) in b` if that is meant");
	diag_edit(d, not, "!(", EDIT_MAYBE);
	diag_edit(d, end, ")", EDIT_MAYBE);
}

struct val make_op(struct parser *ps, enum ast_kind kind, struct span at, enum ast_op op, struct val kids)
{
	struct val v;

	if (op == OP_IN)
		warn_not_in(ps, kids.first, at);
	v = make(ps, kind, at, SYM_EMPTY, 0, kids);
	ast_edit(ps->tree, v.first)->flags = (uint8_t)op;
	return v;
}

/* ---- strings with ${} ---- */

struct val make_piece(struct parser *ps, struct val token)
{
	struct span at = {token.first, token.last};
	struct val v = make_leaf(ps, AST_STRING, at, SYM_EMPTY, 0);

	ast_edit(ps->tree, v.first)->flags = AST_PIECE;
	return v;
}

/* Takes the pieces that are empty out of the chain below INTERP. */
static void drop_empty(struct ast *tree, ast_id interp)
{
	ast_id last = AST_NIL;

	AST_EACH (tree, interp, c) {
		struct ast_node *n = ast_edit(tree, c);

		if (n->kind == AST_STRING && (n->flags & AST_PIECE)) {
			n->flags = 0;
			if (n->sym == SYM_EMPTY)
				continue;
		}
		if (last)
			ast_edit(tree, last)->next = c;
		else
			ast_edit(tree, interp)->first = c;
		last = c;
	}
	if (last)
		ast_edit(tree, last)->next = AST_NIL;
}

struct val make_interp(struct parser *ps, struct span at, struct val pieces)
{
	bool multi = pieces.flags & AST_MULTI;
	struct val v = make(ps, AST_INTERP, at, SYM_EMPTY, multi ? AST_MULTI : 0, pieces);

	if (ast_kind(ps->tree, v.first) == AST_INTERP) {
		string_finish(&ps->lx, ps->tree, v.first, multi);
		drop_empty(ps->tree, v.first);
	}
	return v;
}

/* ---- if ---- */

/*
 * A chain of ifs while it is read: `first` is the first IF, `last` the last;
 * `flags` counts them, since each else is one deeper in the tree.
 */
struct val make_if(struct parser *ps, struct span at, struct val cond, struct val block)
{
	struct val v = make(ps, AST_IF, at, SYM_EMPTY, 0, cat(ps, cond, block));

	v.flags = 1;
	return v;
}

/* Hangs OTHER behind the condition and block of the last IF of CHAIN. */
static void hang_else(struct parser *ps, struct val chain, ast_id other)
{
	ast_id block = ast_child(ps->tree, chain.last, 1);

	if (block)
		ast_edit(ps->tree, block)->next = other;
}

struct val make_elif(struct parser *ps, struct val chain, struct span at, struct val cond, struct val block)
{
	struct val v = make_if(ps, at, cond, block);

	if (chain.flags + v.depth >= PARSE_MAX_HEIGHT || ast_kind(ps->tree, v.first) != AST_IF) {
		too_tall(ps, at);
		return chain;
	}
	hang_else(ps, chain, v.first);
	v.depth = (uint16_t)(v.depth + chain.flags);
	chain.depth = chain.depth > v.depth ? chain.depth : v.depth;
	chain.last = v.first;
	chain.flags++;
	return chain;
}

struct val make_if_end(struct parser *ps, struct val chain, struct span at, struct val other)
{
	ast_id n = chain.first;

	if (ast_kind(ps->tree, n) != AST_IF)
		return chain;
	if (chain.flags + other.depth >= PARSE_MAX_HEIGHT)
		other = too_tall(ps, at);
	if (chain.depth < chain.flags + other.depth)
		chain.depth = (uint16_t)(chain.flags + other.depth);
	hang_else(ps, chain, or_none(ps, other, at).first);
	/* Each of them goes on to the end of the last. */
	for (;;) {
		ast_set_span(ps->tree, n, (struct span){ast_at(ps->tree, n)->beg, at.end});
		if (n == chain.last)
			break;
		n = ast_child(ps->tree, n, 2);
	}
	chain.last = chain.first;
	chain.flags = 0;
	return chain;
}
