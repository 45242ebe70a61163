/* SPDX-License-Identifier: Apache-2.0 */
/* items: what stands in a block, a line each. */
#include "fmt/write.h"

/* ---- bodies ---- */

/* The children of ID in its braces; GROUP is open. */
static void write_lines(struct writer *w, ast_id id, uint32_t group, void (*each)(struct writer *, ast_id))
{
	struct span at = ast_span(w->tree, id);
	ast_id first = ast_first(w->tree, id);
	bool loose = w->loose;

	if (!first && w->next >= at.end) {
		put_at(w, "{}", at.beg);
		return;
	}
	w->loose = false;
	put_at(w, "{", at.beg);
	for (ast_id c = first; c; c = ast_next(w->tree, c)) {
		break_before(w, group, begin_of(w, c), c == first ? BREAK_TIGHT | BREAK_BLANK : BREAK_COMMA);
		each(w, c);
	}
	break_before(w, group, at.end - 1, BREAK_CLOSE | BREAK_BLANK | (first ? 0 : BREAK_TIGHT));
	put_at(w, "}", at.end - 1);
	w->loose = loose;
}

void write_body(struct writer *w, ast_id id, void (*each)(struct writer *, ast_id))
{
	uint32_t group = open_group(w, GROUP_BODY, ast_first(w->tree, id) && line_ends(w, begin_of(w, id) + 1));

	write_lines(w, id, group, each);
	layout_close(w->layout, group);
}

void write_block(struct writer *w, ast_id id)
{
	write_body(w, id, write_item);
}

/* " ID" if there is one. */
static void write_block_behind(struct writer *w, ast_id id)
{
	if (is_absent(w, id))
		return;
	PUT(w, " ");
	write_block(w, id);
}

/* ---- parts of items ---- */

/* " as NAME" if the flag AST_AS is set; the child behind it. */
static ast_id write_as(struct writer *w, const struct ast_node *n, ast_id id)
{
	if (!(n->flags & AST_AS))
		return id;
	PUT(w, " as ");
	write_spelling(w, id);
	return ast_next(w->tree, id);
}

/* `Kind@version name` of N, whose path is its first child; the child behind it. */
static ast_id write_object(struct writer *w, const struct ast_node *n)
{
	ast_id id = n->first;

	write_path(w, id);
	id = ast_next(w->tree, id);
	if (n->flags & AST_GV_GIVEN) {
		write_spelling(w, id);
		id = ast_next(w->tree, id);
	}
	PUT(w, " ");
	write_value(w, id);
	return ast_next(w->tree, id);
}

static void write_field(struct writer *w, ast_id id)
{
	const struct ast_node *n = node(w, id);
	ast_id value = n->first;

	if (n->flags & AST_SIMPLE) {
		put_sym(w, n->sym);
	} else {
		write_path(w, value);
		value = ast_next(w->tree, value);
	}
	if (n->flags & AST_BRACE)
		PUT(w, " ");
	else
		PUT(w, ": ");
	write_value(w, value);
}

/* A chain of ifs is one group: if one of its blocks is broken, all are. */
static void write_if(struct writer *w, ast_id id)
{
	ast_id block = ast_next(w->tree, ast_first(w->tree, id));
	uint32_t group = open_group(w, GROUP_BODY, ast_first(w->tree, block) && line_ends(w, begin_of(w, block) + 1));

	for (;;) {
		ast_id cond = ast_first(w->tree, id), other;

		PUT(w, "if ");
		write_value(w, cond);
		PUT(w, " ");
		block = ast_next(w->tree, cond);
		write_lines(w, block, group, write_item);
		other = ast_next(w->tree, block);
		if (is_absent(w, other))
			break;
		PUT(w, " else ");
		if (ast_kind(w->tree, other) == AST_BLOCK) {
			write_lines(w, other, group, write_item);
			break;
		}
		id = other;
	}
	layout_close(w->layout, group);
}

static void write_fn(struct writer *w, const struct ast_node *n)
{
	ast_id params = n->first, result = ast_next(w->tree, params);

	PUT(w, "fn ");
	put_sym(w, n->sym);
	write_params(w, params);
	if (!is_absent(w, result)) {
		PUT(w, " -> ");
		write_type(w, result);
	}
	write_assigned(w, ast_next(w->tree, result));
}

static void write_let(struct writer *w, const struct ast_node *n)
{
	ast_id value = n->first;

	PUT(w, "let ");
	put_sym(w, n->sym);
	if (n->flags & AST_TYPED) {
		PUT(w, ": ");
		write_type(w, value);
		value = ast_next(w->tree, value);
	}
	write_assigned(w, value);
}

/* `patch on A | B as NAME if COND { }` */
static void write_patch_on(struct writer *w, const struct ast_node *n)
{
	ast_id paths = n->first, id = ast_next(w->tree, paths);

	PUT(w, "patch on ");
	AST_EACH (w->tree, paths, path) {
		if (path != ast_first(w->tree, paths))
			PUT(w, " | ");
		write_path(w, path);
	}
	id = write_as(w, n, id);
	if (!is_absent(w, id)) {
		PUT(w, " if ");
		write_value(w, id);
	}
	write_block_behind(w, ast_next(w->tree, id));
}

/* The bytes of a group and version, which may stand in pieces. */
static void write_gv(struct writer *w, ast_id id)
{
	const char *p = bytes_at(w, begin_of(w, id)), *end = bytes_at(w, end_of(w, id));

	come_to(w, begin_of(w, id));
	while (p < end) {
		const char *q = p;

		while (q < end && *q != ' ' && *q != '\t')
			q++;
		if (q > p)
			put_bytes(w, p, (uint32_t)(q - p));
		p = q + (q < end);
	}
}

static void write_derive(struct writer *w, const struct ast_node *n)
{
	ast_id derived = ast_next(w->tree, n->first), other = ast_next(w->tree, derived);

	PUT(w, "derive ");
	write_path(w, n->first);
	PUT(w, " in ");
	put_sym(w, n->sym);
	if (ast_kind(w->tree, derived) == AST_THE) {
		ast_id kind = ast_first(w->tree, derived);

		PUT(w, " = ");
		put_at(w, "the ", begin_of(w, derived));
		write_path(w, kind);
		PUT(w, " ");
		put_sym(w, node(w, derived)->sym);
		PUT(w, " where ");
		write_value(w, ast_next(w->tree, kind));
	} else {
		write_assigned(w, derived);
	}
	if (is_absent(w, other))
		return;
	PUT(w, " else ");
	if (ast_kind(w->tree, other) == AST_ERROR_TEXT) {
		put_sym(w, node(w, other)->sym);
		PUT(w, " ");
		other = ast_first(w->tree, other);
	}
	write_value(w, other);
}

/* `type NAME = TYPE MODS`, or with members. */
static void write_type_item(struct writer *w, const struct ast_node *n)
{
	ast_id type = n->first;

	PUT(w, "type ");
	put_sym(w, n->sym);
	if (ast_kind(w->tree, type) == AST_MEMBERS) {
		PUT(w, " ");
		write_members(w, type);
		return;
	}
	PUT(w, " = ");
	write_type(w, type);
	write_mods(w, ast_next(w->tree, type));
}

/* `NAME in GV MODS`; the child behind that. */
static ast_id write_kind_head(struct writer *w, const struct ast_node *n)
{
	ast_id gv = n->first, mods = ast_next(w->tree, gv);

	put_sym(w, n->sym);
	PUT(w, " in ");
	write_gv(w, gv);
	write_mods(w, mods);
	return ast_next(w->tree, mods);
}

/* ---- items ---- */

static void write_declaration(struct writer *w, const struct ast_node *n)
{
	ast_id id = n->first;

	switch ((enum ast_kind)n->kind) {
	case AST_TYPE:
		write_type_item(w, n);
		break;
	case AST_KIND:
		PUT(w, "kind ");
		id = write_kind_head(w, n);
		PUT(w, " ");
		write_members(w, id);
		break;
	case AST_EXTERN_KIND:
		PUT(w, "extern kind ");
		(void)write_kind_head(w, n);
		break;
	case AST_ANNOTATE:
		PUT(w, "annotate ");
		write_path(w, id);
		PUT(w, " ");
		write_directives(w, ast_next(w->tree, id));
		break;
	case AST_DERIVE:
		write_derive(w, n);
		break;
	case AST_LET:
		write_let(w, n);
		break;
	case AST_FN:
		write_fn(w, n);
		break;
	default: /* AST_COMPONENT */
		PUT(w, "component ");
		put_sym(w, n->sym);
		if (!is_absent(w, id))
			write_params(w, id);
		write_block_behind(w, ast_next(w->tree, id));
	}
}

/* Items about files, objects and rules, which begin with a word. */
static void write_statement(struct writer *w, const struct ast_node *n)
{
	ast_id id = n->first;

	switch ((enum ast_kind)n->kind) {
	case AST_APP:
		PUT(w, "app ");
		write_value(w, id);
		write_block_behind(w, write_as(w, n, ast_next(w->tree, id)));
		break;
	case AST_IMPORT:
		PUT(w, "import ");
		write_value(w, id);
		(void)write_as(w, n, ast_next(w->tree, id));
		break;
	case AST_INCLUDE:
		PUT(w, "include ");
		write_value(w, id);
		write_block_behind(w, write_as(w, n, ast_next(w->tree, id)));
		break;
	case AST_PATCH:
		PUT(w, "patch ");
		write_block_behind(w, write_object(w, n));
		break;
	case AST_PATCH_ON:
		write_patch_on(w, n);
		break;
	case AST_DROP:
		PUT(w, "drop ");
		write_path(w, id);
		break;
	case AST_DROP_OBJECT:
		PUT(w, "drop ");
		(void)write_object(w, n);
		break;
	case AST_EXTERN:
		PUT(w, "extern ");
		write_block_behind(w, write_object(w, n));
		break;
	case AST_ALLOW:
		PUT(w, "allow ");
		put_sym(w, n->sym);
		PUT(w, ": ");
		write_value(w, id);
		break;
	case AST_RULE:
		PUT(w, "rule ");
		put_sym(w, n->sym);
		PUT(w, " on ");
		write_path(w, id);
		write_block_behind(w, write_as(w, n, ast_next(w->tree, id)));
		break;
	default: /* AST_ASSERT, AST_WARN */
		put_n(w, n->kind == AST_ASSERT ? "assert " : "warn ", n->kind == AST_ASSERT ? 7 : 5);
		write_pair(w, id, ast_next(w->tree, id));
	}
}

void write_item(struct writer *w, ast_id id)
{
	const struct ast_node *n = node(w, id);

	switch ((enum ast_kind)n->kind) {
	case AST_FIELD:
		write_field(w, id);
		break;
	case AST_RESOURCE:
		write_block_behind(w, write_as(w, n, write_object(w, n)));
		break;
	case AST_SPREAD:
		PUT(w, "...");
		write_value(w, n->first);
		break;
	case AST_FOR:
		write_block_behind(w, write_for(w, id));
		break;
	case AST_IF:
		write_if(w, id);
		break;
	case AST_PARAM:
		PUT(w, "param ");
		write_param(w, id);
		break;
	case AST_TYPE:
	case AST_KIND:
	case AST_EXTERN_KIND:
	case AST_ANNOTATE:
	case AST_DERIVE:
	case AST_LET:
	case AST_FN:
	case AST_COMPONENT:
		write_declaration(w, n);
		break;
	default:
		write_statement(w, n);
	}
}
