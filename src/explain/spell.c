/* SPDX-License-Identifier: Apache-2.0 */
#include "explain/spell.h"

#include "explain/subject.h"
#include "schema/builtin.h"
#include "syntax/spelling.h"

const char *spell_sym(struct explain *x, sym s)
{
	struct str text = sym_str(x->names, s);

	return arena_strndup(x->arena, text.p, text.n);
}

/* ---- types and paths ---- */

const char *spell_type(struct explain *x, type_id type)
{
	const struct schema_type *t = &x->schema->types[type];
	struct str name;

	switch ((enum type_form)t->form) {
	case TYPE_LIST:
		return arena_printf(x->arena, "[%s]", spell_type(x, t->elem));
	case TYPE_MAP:
		return arena_printf(x->arena, "{string: %s}", spell_type(x, t->elem));
	case TYPE_STRUCT:
		name = subject_base_name(sym_str(x->names, t->name));
		return arena_strndup(x->arena, name.p, name.n);
	default:
		return builtin_name((enum type_form)t->form);
	}
}

const char *spell_key(struct explain *x, sym s)
{
	const char *text = spelling_key(x->arena, sym_str(x->names, s));

	return text ? text : spell_sym(x, s);
}

const char *spell_field(struct explain *x, field_id field)
{
	return spell_key(x, x->schema->fields[field].name);
}

const char *spell_steps(struct explain *x, const field_id *steps, uint32_t n)
{
	const char *text = "";

	for (uint32_t i = 0; i < n; i++)
		text = arena_printf(x->arena, "%s%s%s", text, i ? "." : "", spell_field(x, steps[i]));
	return text;
}

const char *spell_path(struct explain *x, path_id path)
{
	const struct schema_path *p = &x->schema->paths[path];

	return spell_steps(x, x->schema->steps + p->first, p->count);
}

const char *spell_dir_path(struct explain *x, const struct schema_dir *d)
{
	const char *path = spell_path(x, d->a);

	return d->word ? arena_printf(x->arena, "%s.%s", path, spelling_key(x->arena, sym_str(x->names, d->word)))
		       : path;
}

/* "Secret, ConfigMap". */
static const char *kinds_text(struct explain *x, const struct schema_kindset *k)
{
	const struct schema *s = x->schema;
	const char *text = "";

	for (uint32_t i = 0; i < k->count; i++) {
		const struct schema_kind *kind = &s->kinds[s->kindlist[k->first + i]];
		bool before = !schema_served(kind->since, kind->until, x->target);
		for (uint32_t j = 0; j < i; j++) {
			const struct schema_kind *other = &s->kinds[s->kindlist[k->first + j]];
			before |= other->name == kind->name && schema_served(other->since, other->until, x->target);
		}
		if (!before)
			text = arena_printf(x->arena, "%s%s%s", text, *text ? ", " : "", spell_sym(x, kind->name));
	}
	return text;
}

const char *spell_one_of(struct explain *x, kinds_id set, bool full)
{
	const struct schema_kindset *k = &x->schema->kindsets[set];
	const char *kinds = kinds_text(x, k), *text = k->name ? spell_sym(x, k->name) : kinds;

	if (k->name && full)
		text = arena_printf(x->arena, "%s (%s)", text, kinds);
	return arena_printf(x->arena, "%s %s", *text && strchr("AEIOU", *text) ? "an" : "a", text);
}

/* ---- expressions ---- */

static void put_expr(struct explain *x, struct buf *out, ast_id at);

static void put_each(struct explain *x, struct buf *out, ast_id first, const char *between)
{
	for (ast_id c = first; c; c = ast_next(x->tree, c)) {
		if (c != first)
			buf_puts(out, between);
		put_expr(x, out, c);
	}
}

static void put_string(struct explain *x, struct buf *out, sym s)
{
	const char *text = spelling_string(x->arena, sym_str(x->names, s));

	buf_puts(out, text ? text : "\"...\"");
}

/* The pieces of a text and what is between them. */
static void put_interp(struct explain *x, struct buf *out, ast_id at)
{
	buf_putc(out, '"');
	AST_EACH (x->tree, at, c) {
		const struct ast_node *n = ast_at(x->tree, c);
		const char *piece = n->kind == AST_STRING ? spelling_string(x->arena, sym_str(x->names, n->sym)) : NULL;
		if (piece) {
			buf_put(out, piece + 1, strlen(piece) - 2);
			continue;
		}
		buf_puts(out, "${");
		put_expr(x, out, c);
		buf_putc(out, '}');
	}
	buf_putc(out, '"');
}

/* A field of a map: a name, or a path, and its value. */
static void put_field(struct explain *x, struct buf *out, ast_id at)
{
	const struct ast_node *n = ast_at(x->tree, at);
	ast_id value = n->flags & AST_SIMPLE ? n->first : ast_next(x->tree, n->first);

	if (n->flags & AST_SIMPLE)
		buf_puts(out, spelling_key(x->arena, sym_str(x->names, n->sym)));
	else
		put_expr(x, out, n->first);
	buf_puts(out, ": ");
	put_expr(x, out, value);
}

static void put_block(struct explain *x, struct buf *out, ast_id at)
{
	ast_id first = ast_first(x->tree, at);

	buf_puts(out, first ? "{ " : "{");
	put_each(x, out, first, ", ");
	buf_puts(out, first ? " }" : "}");
}

/* `for k, v in list`, as far as both loops have it; what follows the list. */
static ast_id put_for(struct explain *x, struct buf *out, ast_id at)
{
	ast_id second = ast_first(x->tree, at), list = ast_next(x->tree, second);

	buf_printf(out, "for %s", spell_sym(x, ast_at(x->tree, at)->sym));
	if (ast_kind(x->tree, second) != AST_NONE)
		buf_printf(out, ", %s", spell_sym(x, ast_at(x->tree, second)->sym));
	buf_puts(out, " in ");
	put_expr(x, out, list);
	return ast_next(x->tree, list);
}

static void put_list_for(struct explain *x, struct buf *out, ast_id at)
{
	ast_id cond;

	buf_putc(out, '[');
	cond = put_for(x, out, at);
	if (ast_kind(x->tree, cond) != AST_NONE) {
		buf_puts(out, " if ");
		put_expr(x, out, cond);
	}
	buf_puts(out, ": ");
	put_expr(x, out, ast_next(x->tree, cond));
	buf_putc(out, ']');
}

/* Two or three values with words before and between. */
static void put_words(struct explain *x, struct buf *out, ast_id first, const char *const words[3])
{
	for (unsigned i = 0; first; first = ast_next(x->tree, first), i++) {
		buf_puts(out, words[i]);
		put_expr(x, out, first);
	}
}

static void put_binary(struct explain *x, struct buf *out, const struct ast_node *n)
{
	put_expr(x, out, n->first);
	buf_printf(out, " %s ", ast_op_name(ast_op(n)));
	put_expr(x, out, ast_next(x->tree, n->first));
}

static void put_the(struct explain *x, struct buf *out, const struct ast_node *n)
{
	buf_puts(out, "the ");
	put_expr(x, out, n->first);
	buf_printf(out, " %s where ", spell_sym(x, n->sym));
	put_expr(x, out, ast_next(x->tree, n->first));
}

static void put_call(struct explain *x, struct buf *out, const struct ast_node *n)
{
	put_expr(x, out, n->first);
	buf_putc(out, '(');
	put_each(x, out, ast_next(x->tree, n->first), ", ");
	buf_putc(out, ')');
}

/* What has children of its own around which something stands. */
static void put_compound(struct explain *x, struct buf *out, ast_id at)
{
	static const char *const cond[] = {"if ", " then ", " else "}, *const range[] = {"", "..", ""},
				 *const pair[] = {"", " -> ", ""}, *const member[] = {"", ".", ""},
				 *const index[] = {"", "[", ""};
	const struct ast_node *n = ast_at(x->tree, at);

	switch ((enum ast_kind)n->kind) {
	case AST_COND:
		put_words(x, out, n->first, cond);
		return;
	case AST_RANGE:
		put_words(x, out, n->first, range);
		return;
	case AST_PAIR:
		put_words(x, out, n->first, pair);
		return;
	case AST_MEMBER:
		put_words(x, out, n->first, member);
		return;
	case AST_INDEX:
		put_words(x, out, n->first, index);
		buf_putc(out, ']');
		return;
	case AST_FOR:
		put_expr(x, out, put_for(x, out, at));
		return;
	case AST_ARG:
		if (n->sym)
			buf_printf(out, "%s = ", spell_sym(x, n->sym));
		put_expr(x, out, n->first);
		return;
	default:
		put_each(x, out, n->first, ".");
	}
}

static void put_leaf(struct explain *x, struct buf *out, const struct ast_node *n)
{
	switch ((enum ast_kind)n->kind) {
	case AST_STRING:
		put_string(x, out, n->sym);
		return;
	case AST_KEY:
		buf_puts(out, spelling_key(x->arena, sym_str(x->names, n->sym)));
		return;
	case AST_TRUE:
		buf_puts(out, "true");
		return;
	case AST_FALSE:
		buf_puts(out, "false");
		return;
	case AST_NULL:
		buf_puts(out, "null");
		return;
	case AST_NONE:
		return;
	default:
		buf_str(out, sym_str(x->names, n->sym));
	}
}

static void put_around(struct explain *x, struct buf *out, const char *before, ast_id first, const char *behind)
{
	buf_puts(out, before);
	put_each(x, out, first, ", ");
	buf_puts(out, behind);
}

static void put_expr(struct explain *x, struct buf *out, ast_id at)
{
	const struct ast_node *n = ast_at(x->tree, at);

	switch ((enum ast_kind)n->kind) {
	case AST_INTERP:
		put_interp(x, out, at);
		return;
	case AST_BLOCK:
		put_block(x, out, at);
		return;
	case AST_FIELD:
		put_field(x, out, at);
		return;
	case AST_LIST_FOR:
		put_list_for(x, out, at);
		return;
	case AST_BINARY:
		put_binary(x, out, n);
		return;
	case AST_UNARY:
		put_around(x, out, ast_op_name(ast_op(n)), n->first, "");
		return;
	case AST_PAREN:
	case AST_KEY_EXPR:
		put_around(x, out, "(", n->first, ")");
		return;
	case AST_LIST:
		put_around(x, out, "[", n->first, "]");
		return;
	case AST_SPREAD:
		put_around(x, out, "...", n->first, "");
		return;
	case AST_OPTIONAL:
		put_around(x, out, "", n->first, "?");
		return;
	case AST_CALL:
		put_call(x, out, n);
		return;
	case AST_THE:
		put_the(x, out, n);
		return;
	default:
		if (n->first)
			put_compound(x, out, at);
		else
			put_leaf(x, out, n);
	}
}

const char *spell_expr(struct explain *x, ast_id at)
{
	const char *text;

	x->scratch->n = 0;
	put_expr(x, x->scratch, at);
	text = arena_strndup(x->arena, x->scratch->p, x->scratch->n);
	x->scratch->n = 0;
	return text;
}
