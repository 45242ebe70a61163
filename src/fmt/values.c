/* SPDX-License-Identifier: Apache-2.0 */
/* values: expressions, names and paths. */
#include "fmt/write.h"

/* ---- paths and names ---- */

void write_key(struct writer *w, ast_id id)
{
	const struct ast_node *n = node(w, id);

	if (n->kind == AST_KEY_EXPR) {
		put_at(w, "(", n->beg);
		write_value(w, n->first);
		put_at(w, ")", end_of(w, id) - 1);
	} else if (n->kind == AST_INTERP) {
		write_string(w, id);
	} else {
		write_spelling(w, id);
	}
}

void write_path(struct writer *w, ast_id path)
{
	AST_EACH (w->tree, path, key) {
		if (key != ast_first(w->tree, path))
			PUT(w, ".");
		write_key(w, key);
	}
}

/* ---- brackets ---- */

/* Has ID lines of its own, if it is long? */
static bool has_lines(const struct writer *w, ast_id id)
{
	enum ast_kind kind = ast_kind(w->tree, id);

	return kind == AST_BLOCK || kind == AST_LIST || kind == AST_LIST_FOR || is_multi(w, id);
}

/* Is there nothing in ID where a line could end, as far as brackets in it do not count? */
static bool is_one_piece(const struct writer *w, ast_id id)
{
	switch (ast_kind(w->tree, id)) {
	case AST_BINARY:
	case AST_COND:
	case AST_PAREN:
	case AST_CALL:
	case AST_UNARY:
	case AST_RANGE:
	case AST_PAIR:
		return false;
	default:
		return true;
	}
}

/*
 * Needs ID, the only thing in the brackets AT, no line of its own? Not if it
 * has lines itself, nor as an argument that would win nothing by it. It does
 * if there are comments between them.
 */
static bool hugs(const struct writer *w, struct span at, ast_id id)
{
	const struct ast_node *n = node(w, id);
	bool argument = n->kind == AST_ARG;
	uint32_t end = end_of(w, id);

	if (argument)
		id = n->first;
	if (!has_lines(w, id) && !(argument && is_one_piece(w, id)))
		return false;
	return w->next >= n->beg && !memchr(bytes_at(w, end), '#', at.end - end);
}

static void write_paren(struct writer *w, ast_id id)
{
	struct span at = ast_span(w->tree, id);
	ast_id value = ast_first(w->tree, id);
	bool loose = w->loose;

	come_to(w, at.beg);
	w->loose = true;
	if (hugs(w, at, value)) {
		PUT(w, "(");
		write_value(w, value);
		PUT(w, ")");
	} else {
		uint32_t group = open_group(w, GROUP_BODY, line_ends(w, at.beg + 1));
		PUT(w, "(");
		break_before(w, group, begin_of(w, value), BREAK_TIGHT);
		w->direct = true;
		write_value(w, value);
		break_before(w, group, at.end - 1, BREAK_CLOSE);
		PUT(w, ")");
		layout_close(w->layout, group);
	}
	w->loose = loose;
}

static void write_in_lines(struct writer *w, ast_id first, struct span at, bool round,
			   void (*each)(struct writer *, ast_id))
{
	uint32_t group = open_group(w, GROUP_BRACKET, first && line_ends(w, at.beg + 1));
	unsigned between = round ? BREAK_BLANK : BREAK_COMMA;

	put_n(w, round ? "(" : "[", 1);
	for (ast_id c = first; c; c = ast_next(w->tree, c)) {
		if (c != first && round)
			PUT(w, ",");
		break_before(w, group, begin_of(w, c), c == first ? BREAK_TIGHT : between);
		each(w, c);
	}
	break_before(w, group, at.end - 1, BREAK_CLOSE | (!first ? BREAK_TIGHT : round ? BREAK_TRAILING : 0));
	put_n(w, round ? ")" : "]", 1);
	layout_close(w->layout, group);
}

void write_listed(struct writer *w, ast_id first, struct span at, bool round, void (*each)(struct writer *, ast_id))
{
	come_to(w, at.beg);
	if (!first && w->next >= at.end) {
		put_n(w, round ? "()" : "[]", 2);
	} else if (first && !ast_next(w->tree, first) && hugs(w, at, first)) {
		put_n(w, round ? "(" : "[", 1);
		each(w, first);
		put_n(w, round ? ")" : "]", 1);
	} else {
		write_in_lines(w, first, at, round, each);
	}
}

static void write_arg(struct writer *w, ast_id id)
{
	const struct ast_node *n = node(w, id);

	if (n->sym != SYM_EMPTY) {
		come_to(w, n->beg);
		put_sym(w, n->sym);
		PUT(w, " = ");
	}
	write_value(w, n->first);
}

static void write_call(struct writer *w, ast_id id)
{
	ast_id function = ast_first(w->tree, id);
	struct span args = {end_of(w, function), end_of(w, id)};
	bool loose = w->loose;

	write_value(w, function);
	w->loose = true;
	write_listed(w, ast_next(w->tree, function), args, true, write_arg);
	w->loose = loose;
}

static void write_element(struct writer *w, ast_id id)
{
	if (node(w, id)->kind == AST_SPREAD) {
		put_at(w, "...", begin_of(w, id));
		id = ast_first(w->tree, id);
	}
	write_value(w, id);
}

static void write_list(struct writer *w, ast_id id)
{
	bool loose = w->loose;

	w->loose = false;
	write_listed(w, ast_first(w->tree, id), ast_span(w->tree, id), false, write_element);
	w->loose = loose;
}

ast_id write_for(struct writer *w, ast_id id)
{
	ast_id second = ast_first(w->tree, id), list = ast_next(w->tree, second);

	PUT(w, "for ");
	put_sym(w, node(w, id)->sym);
	if (!is_absent(w, second)) {
		PUT(w, ", ");
		write_spelling(w, second);
	}
	PUT(w, " in ");
	write_value(w, list);
	return ast_next(w->tree, list);
}

static void write_list_for(struct writer *w, ast_id id)
{
	struct span at = ast_span(w->tree, id);
	uint32_t group = open_group(w, GROUP_BRACKET, line_ends(w, at.beg + 1));
	bool loose = w->loose;
	ast_id cond;

	w->loose = false;
	put_at(w, "[", at.beg);
	break_before(w, group, token_from(w, at.beg + 1), BREAK_TIGHT);
	cond = write_for(w, id);
	if (!is_absent(w, cond)) {
		PUT(w, " if ");
		write_value(w, cond);
	}
	PUT(w, ": ");
	write_value(w, ast_next(w->tree, cond));
	break_before(w, group, at.end - 1, BREAK_CLOSE);
	put_at(w, "]", at.end - 1);
	layout_close(w->layout, group);
	w->loose = loose;
}

/* ---- operators ---- */

/* How tightly OP binds: operators of one level are one chain. */
static int level(enum ast_op op)
{
	static const int8_t levels[OP_COUNT] = {
		[OP_COALESCE] = 1, [OP_OR] = 2,  [OP_AND] = 3, [OP_EQ] = 4,  [OP_NE] = 4,
		[OP_LT] = 4,       [OP_LE] = 4,  [OP_GT] = 4,  [OP_GE] = 4,  [OP_IN] = 4,
		[OP_ADD] = 5,      [OP_SUB] = 5, [OP_MUL] = 6, [OP_DIV] = 6, [OP_MOD] = 6,
	};

	return levels[op];
}

/* Is the left operand of N part of its chain? */
static bool goes_on(const struct writer *w, const struct ast_node *n)
{
	const struct ast_node *left = node(w, n->first);

	return left->kind == AST_BINARY && level(ast_op(left)) == level(ast_op(n));
}

/* Operands that are chains themselves are on the same level. */
static void write_operand(struct writer *w, ast_id id, bool direct)
{
	w->direct = direct;
	write_value(w, id);
}

static void write_operands(struct writer *w, ast_id id, uint32_t group, bool direct)
{
	const struct ast_node *n = node(w, id);
	const char *op = ast_op_name(ast_op(n));
	ast_id right = ast_next(w->tree, n->first);

	if (goes_on(w, n))
		write_operands(w, n->first, group, direct);
	else
		write_operand(w, n->first, direct);
	PUT(w, " ");
	put_n(w, op, (uint32_t)strlen(op));
	break_before(w, group, begin_of(w, right), BREAK_BLANK | BREAK_TIGHT);
	write_operand(w, right, direct);
}

/* Comparisons and products stay together, so that what joins them shows. */
static bool may_break(enum ast_op op)
{
	return level(op) != level(OP_EQ) && level(op) != level(OP_MUL);
}

static void write_binary(struct writer *w, ast_id id, bool direct)
{
	ast_id first = id, left;
	uint32_t group = NO_GROUP;

	while (goes_on(w, node(w, first)))
		first = ast_first(w->tree, first);
	left = ast_first(w->tree, first);
	if (may_break(ast_op(node(w, id))))
		group = open_group(w, direct ? GROUP_LEVEL : GROUP_CHAIN,
				   line_between(w, end_of(w, left), begin_of(w, ast_next(w->tree, left))));
	write_operands(w, id, group, direct);
	layout_close(w->layout, group);
}

static void write_unary(struct writer *w, ast_id id)
{
	const struct ast_node *n = node(w, id), *operand = node(w, n->first);

	put_at(w, ast_op(n) == OP_NEG ? "-" : "!", n->beg);
	/* `--` would be read otherwise, three of them at least. */
	if (ast_op(n) == OP_NEG && operand->kind == AST_UNARY && ast_op(operand) == OP_NEG)
		PUT(w, " ");
	write_value(w, n->first);
}

static void write_cond(struct writer *w, ast_id id)
{
	ast_id then = ast_next(w->tree, ast_first(w->tree, id)), other = ast_next(w->tree, then);
	uint32_t group = NO_GROUP;

	if (w->loose)
		group = open_group(w, GROUP_LEVEL, line_between(w, end_of(w, then), begin_of(w, other)));
	for (;; id = other) {
		ast_id cond = ast_first(w->tree, id);

		then = ast_next(w->tree, cond);
		other = ast_next(w->tree, then);
		put_at(w, "if ", begin_of(w, id));
		write_value(w, cond);
		PUT(w, " then ");
		write_value(w, then);
		break_before(w, group, token_from(w, end_of(w, then)), BREAK_BLANK | BREAK_TIGHT);
		PUT(w, "else ");
		if (ast_kind(w->tree, other) != AST_COND)
			break;
	}
	write_value(w, other);
	layout_close(w->layout, group);
}

void write_assigned(struct writer *w, ast_id id)
{
	bool alone = ast_kind(w->tree, id) == AST_COND && !w->loose;
	uint32_t group = alone ? open_group(w, GROUP_CHAIN, begins_line(w, begin_of(w, id))) : NO_GROUP;

	PUT(w, " =");
	break_before(w, group, begin_of(w, id), BREAK_BLANK | BREAK_TIGHT);
	write_value(w, id);
	layout_close(w->layout, group);
}

void write_pair(struct writer *w, ast_id a, ast_id b)
{
	uint32_t group = open_group(w, GROUP_CHAIN, line_between(w, end_of(w, a), begin_of(w, b)));

	write_value(w, a);
	PUT(w, ",");
	break_before(w, group, begin_of(w, b), BREAK_BLANK | BREAK_TIGHT);
	write_value(w, b);
	layout_close(w->layout, group);
}

/* ---- everything ---- */

/* Two nodes with a sign between them; the second or the first may be absent. */
static void write_between(struct writer *w, ast_id id, const char *sign)
{
	ast_id a = ast_first(w->tree, id), b = ast_next(w->tree, a);

	if (!is_absent(w, a))
		write_value(w, a);
	else
		come_to(w, begin_of(w, id));
	put_n(w, sign, (uint32_t)strlen(sign));
	if (!is_absent(w, b))
		write_value(w, b);
}

static void write_index(struct writer *w, ast_id id)
{
	ast_id value = ast_first(w->tree, id);
	bool loose = w->loose;

	write_value(w, value);
	w->loose = true;
	PUT(w, "[");
	write_value(w, ast_next(w->tree, value));
	put_at(w, "]", end_of(w, id) - 1);
	w->loose = loose;
}

static void write_member(struct writer *w, ast_id id)
{
	ast_id value = ast_first(w->tree, id);

	write_value(w, value);
	PUT(w, ".");
	write_key(w, ast_next(w->tree, value));
}

static void write_optional(struct writer *w, ast_id id)
{
	ast_id value = ast_first(w->tree, id);

	write_value(w, value);
	/* Two of them must not become the operator. */
	if (ast_kind(w->tree, value) == AST_OPTIONAL)
		PUT(w, " ");
	PUT(w, "?");
}

void write_value(struct writer *w, ast_id id)
{
	bool direct = w->direct;

	w->direct = false; /* what stands within is not */
	switch (ast_kind(w->tree, id)) {
	case AST_STRING:
	case AST_INTERP:
		write_string(w, id);
		break;
	case AST_PAREN:
		write_paren(w, id);
		break;
	case AST_BLOCK:
		write_block(w, id);
		break;
	case AST_LIST:
		write_list(w, id);
		break;
	case AST_LIST_FOR:
		write_list_for(w, id);
		break;
	case AST_UNARY:
		write_unary(w, id);
		break;
	case AST_BINARY:
		write_binary(w, id, direct);
		break;
	case AST_RANGE:
		write_between(w, id, "..");
		break;
	case AST_PAIR:
		write_between(w, id, " -> ");
		break;
	case AST_COND:
		write_cond(w, id);
		break;
	case AST_MEMBER:
		write_member(w, id);
		break;
	case AST_INDEX:
		write_index(w, id);
		break;
	case AST_CALL:
		write_call(w, id);
		break;
	case AST_OPTIONAL:
		write_optional(w, id);
		break;
	default:
		write_spelling(w, id);
	}
}
