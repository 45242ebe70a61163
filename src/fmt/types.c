/* SPDX-License-Identifier: Apache-2.0 */
/* types: types and parameters, and what only declarations have. */
#include "fmt/write.h"

/* FIRST | B | C, over several lines if need be. */
static void write_union(struct writer *w, ast_id first, void (*each)(struct writer *, ast_id))
{
	ast_id second = ast_next(w->tree, first);
	uint32_t group = NO_GROUP;

	if (second && !w->braced)
		group = open_group(w, GROUP_CHAIN, line_between(w, end_of(w, first), begin_of(w, second)));
	each(w, first);
	for (ast_id c = second; c; c = ast_next(w->tree, c)) {
		PUT(w, " |");
		break_before(w, group, begin_of(w, c), BREAK_BLANK | BREAK_TIGHT);
		each(w, c);
	}
	layout_close(w->layout, group);
}

void write_type(struct writer *w, ast_id id)
{
	const struct ast_node *n = node(w, id);
	bool braced = w->braced;

	switch ((enum ast_kind)n->kind) {
	case AST_TYPE_LIST:
		w->braced = true;
		put_at(w, "[", n->beg);
		write_type(w, n->first);
		put_at(w, "]", end_of(w, id) - 1);
		break;
	case AST_TYPE_MAP:
		w->braced = true;
		come_to(w, n->beg);
		put_opening(w, "{", n->first);
		write_type(w, n->first);
		PUT(w, ": ");
		write_type(w, ast_next(w->tree, n->first));
		put_at(w, "}", end_of(w, id) - 1);
		break;
	case AST_TYPE_OPT:
		write_type(w, n->first);
		/* Two of them must not become the operator. */
		if (ast_kind(w->tree, n->first) == AST_TYPE_OPT)
			PUT(w, " ");
		PUT(w, "?");
		break;
	case AST_TYPE_UNION:
		write_union(w, n->first, write_type);
		break;
	case AST_TYPE_NAME:
		come_to(w, n->beg);
		put_sym(w, n->sym);
		break;
	default: /* AST_TYPE_TEXT */
		write_spelling(w, id);
	}
	w->braced = braced;
}

/* ---- parameters ---- */

void write_param(struct writer *w, ast_id id)
{
	ast_id type = ast_first(w->tree, id), value = ast_next(w->tree, type), where = ast_next(w->tree, value);

	come_to(w, begin_of(w, id));
	put_sym(w, node(w, id)->sym);
	if (!is_absent(w, type)) {
		PUT(w, ": ");
		write_type(w, type);
	}
	if (!is_absent(w, value))
		write_assigned(w, value);
	if (!is_absent(w, where)) {
		PUT(w, " where ");
		write_value(w, where);
	}
}

void write_params(struct writer *w, ast_id id)
{
	bool loose = w->loose;

	w->loose = true;
	write_listed(w, ast_first(w->tree, id), ast_span(w->tree, id), true, write_param);
	w->loose = loose;
}

/* ---- members ---- */

void write_mods(struct writer *w, ast_id id)
{
	AST_EACH (w->tree, id, mod) {
		const struct ast_node *n = node(w, mod);

		PUT(w, " ");
		put_sym(w, n->sym);
		if (n->first) {
			PUT(w, " ");
			write_value(w, n->first);
		}
	}
}

static void write_spread(struct writer *w, ast_id id)
{
	PUT(w, "...");
	write_path(w, ast_first(w->tree, id));
}

static void write_member(struct writer *w, ast_id id)
{
	ast_id key = ast_first(w->tree, id), type = ast_next(w->tree, key);

	if (ast_kind(w->tree, id) == AST_SPREAD) {
		write_spread(w, id);
		return;
	}
	write_key(w, key);
	PUT(w, ": ");
	write_type(w, type);
	write_mods(w, ast_next(w->tree, type));
}

void write_members(struct writer *w, ast_id id)
{
	write_body(w, id, write_member);
}

/* ---- annotations ---- */

static void write_operand(struct writer *w, ast_id id)
{
	if (ast_kind(w->tree, id) == AST_PATH)
		write_path(w, id);
	else
		write_value(w, id);
}

static void write_directive(struct writer *w, ast_id id)
{
	static const char *const signs[] = {[AST_DIR_SET] = " = ", [AST_DIR_RANGE] = "..", [AST_DIR_TO] = " => "};
	const struct ast_node *n = node(w, id);

	put_sym(w, n->sym);
	if (n->flags == AST_DIR_WORD)
		return;
	PUT(w, " ");
	if (n->flags == AST_DIR_LIST) {
		uint32_t name = (uint32_t)sym_str(w->names, n->sym).n;
		struct span at = {token_from(w, n->beg + name), end_of(w, id)};
		write_listed(w, n->first, at, false, write_path);
		return;
	}
	write_operand(w, n->first);
	if (n->flags == AST_DIR_PATH)
		return;
	put_n(w, signs[n->flags], (uint32_t)strlen(signs[n->flags]));
	write_operand(w, ast_next(w->tree, n->first));
}

/* `PATH: A | B`, or what is said of the whole type. */
static void write_directive_item(struct writer *w, ast_id id)
{
	ast_id path = ast_first(w->tree, id), alt = ast_next(w->tree, path);

	if (ast_kind(w->tree, id) == AST_DIR) {
		write_directive(w, id);
		return;
	}
	write_path(w, path);
	PUT(w, ": ");
	write_union(w, alt, write_directive);
}

void write_directives(struct writer *w, ast_id id)
{
	write_body(w, id, write_directive_item);
}
