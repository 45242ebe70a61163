/* SPDX-License-Identifier: Apache-2.0 */
/*
 * value: expressions where no type is expected: operands, conditions, names,
 * the pieces of an interpolated string.
 */
#include "eval/eval.h"
#include "eval/decimal.h"
#include "eval/text.h"

#include <inttypes.h>
#include <stdio.h>

sym int_sym(struct unit *u, int64_t i)
{
	char text[24];
	int n = snprintf(text, sizeof text, "%" PRId64, i);

	return sym_intern(u->names, text, (size_t)n);
}

const char *value_type_text(struct unit *u, type_id type)
{
	const char *text = type_text(u, type);

	if (unit_type(u, type)->form == TYPE_STRING)
		return unit_type(u, type)->flags & TYPE_CLOSED ? "a string" : arena_printf(u->arena, "a %s", text);
	return unit_type(u, type)->form == TYPE_STRUCT
		       ? arena_printf(u->arena, "%s %s", strchr("AEIO", *text) ? "an" : "a", text)
		       : text;
}

const char *value_kind_text(struct unit *u, const struct node *v)
{
	switch ((enum node_kind)v->kind) {
	case OBJ_NULL:
	case OBJ_ABSENT:
		return "null";
	case OBJ_BOOL:
		return v->b ? "true" : "false";
	case OBJ_INT:
		return arena_printf(u->arena, "the number %" PRId64, v->i);
	case OBJ_NUMBER:
	case OBJ_LITERAL:
		return arena_printf(u->arena, "`" STR_FMT "`", STR_ARG(unit_str(u, v->text)));
	case OBJ_TEXT:
		return "a string";
	case OBJ_LIST:
		return "a list";
	case OBJ_MAP:
	case OBJ_STRUCT:
		return "a map";
	case OBJ_RANGE:
		return "a range";
	case OBJ_PAIR:
		return "a pair `a -> b`";
	case OBJ_OBJECT:
		return arena_printf(u->arena, "a %.*s",
				    STR_ARG(unit_str(u, u->schema->kinds[u->instances.v[v->ref]->o.kind].name)));
	case OBJ_REF:
		return "a selector";
	case OBJ_KINDS:
		return "a set of kinds";
	case OBJ_POISON:
		break;
	}
	return "a value";
}

bool value_text(struct unit *u, const struct node *v, sym *out)
{
	switch ((enum node_kind)v->kind) {
	case OBJ_TEXT:
	case OBJ_LITERAL:
	case OBJ_NUMBER:
		*out = v->text;
		return true;
	case OBJ_INT:
		*out = int_sym(u, v->i);
		return true;
	case OBJ_BOOL:
		*out = sym_of(u->names, v->b ? "true" : "false");
		return true;
	default:
		return false;
	}
}

bool eval_interp(struct unit *u, ast_id id, struct scope *scope, sym *out)
{
	struct text text = {NULL, 0, 0};
	bool ok = true;

	AST_EACH (u->tree, id, piece) {
		struct node v = eval_value(u, piece, scope);
		sym s = SYM_EMPTY;
		if (u->telling && v.kind == OBJ_ABSENT)
			s = sym_of(u->names, "(absent)");
		else if (!value_text(u, &v, &s)) {
			if (!node_unsure(u, &v))
				diag_label(diag_add(u->diags, E0219, unit_span(u, piece), "%s cannot stand in a string",
						    value_kind_text(u, &v)),
					   "expected a string, number, true or false");
			ok = false;
			continue;
		}
		ok &= text_add(u, &text, unit_str(u, s), piece);
	}
	if (ok)
		*out = text_sym(u, &text);
	return ok;
}

bool eval_text(struct unit *u, ast_id id, struct scope *scope, sym *out)
{
	switch (ast_kind(u->tree, id)) {
	case AST_STRING:
		*out = unit_node(u, id)->sym;
		return true;
	case AST_INTERP:
		return eval_interp(u, id, scope, out);
	default:
		break;
	}
	struct node v = eval_value(u, id, scope);
	if (value_text(u, &v, out))
		return true;
	if (!node_unsure(u, &v))
		diag_add(u->diags, E0219, unit_span(u, id), "expected a string, found %s", value_kind_text(u, &v));
	return false;
}

bool eval_key(struct unit *u, ast_id key, struct scope *scope, sym *out)
{
	switch (ast_kind(u->tree, key)) {
	case AST_KEY:
		*out = unit_node(u, key)->sym;
		return true;
	case AST_KEY_EXPR:
		return eval_text(u, ast_first(u->tree, key), scope, out);
	default:
		return eval_text(u, key, scope, out);
	}
}

bool eval_condition(struct unit *u, ast_id id, struct scope *scope, bool *known)
{
	struct node v = eval_value(u, id, scope);

	*known = v.kind == OBJ_BOOL;
	if (!*known && !node_unsure(u, &v))
		diag_label(diag_add(u->diags, E0219, unit_span(u, id), "a condition must be true or false, found %s",
				    value_kind_text(u, &v)),
			   "compare it, as in `x != null`");
	return *known && v.b;
}

static struct node pair_of(struct unit *u, ast_id id, struct scope *scope, enum node_kind kind)
{
	struct node v = node_list(u->arena, 0, id);

	v.kind = (uint8_t)kind;
	AST_EACH (u->tree, id, end) {
		struct node e = {.kind = OBJ_ABSENT};
		if (ast_kind(u->tree, end) != AST_NONE)
			e = eval_value(u, end, scope);
		*list_add(u->arena, v.list) = e;
	}
	return v;
}

static struct node word_value(struct unit *u, ast_id id, struct scope *scope)
{
	sym name = unit_node(u, id)->sym;
	struct local *l = scope_find(scope, name);
	struct node v;
	struct reference ref;
	uint32_t count;

	if (l)
		return eval_local(u, l, id, 0);
	if (u->patching && name == u->word.old)
		return old_value(u, id, 0);
	if (u->hooks.word && u->hooks.word(u, name, id, &v))
		return v;
	if (reference_parse(u, id, scope, &ref)) {
		reference_look(u, &ref, 0, &count);
		if (count)
			return reference_value(u, &ref);
	} else if (unit_library(u, id)) {
		return node_poison();
	}
	complain_unresolved(u, id, name, scope, 0);
	return node_poison();
}

/* A member of something that is no reference: of a local, a call, a literal. */
static struct node member_of(struct unit *u, ast_id id, struct scope *scope)
{
	ast_id base = ast_first(u->tree, id), step = ast_next(u->tree, base);
	struct node v = eval_value(u, base, scope);
	sym name;

	if (v.kind == OBJ_POISON || !eval_key(u, step, scope, &name))
		return node_poison();
	return member_value(u, &v, name, step);
}

static struct node chain_value(struct unit *u, ast_id id, struct scope *scope)
{
	struct reference ref;

	if (u->ruling && unit_library(u, id)) /* there are neither files nor references */
		return ast_kind(u->tree, id) == AST_INDEX ? index_value(u, id, scope) : member_of(u, id, scope);
	struct local *l = module_member(u, id, scope);
	if (l)
		return eval_local(u, l, id, 0);
	if (reference_parse(u, id, scope, &ref))
		return reference_value(u, &ref);
	if (ast_kind(u->tree, id) == AST_OPTIONAL) {
		diag_add(u->diags, E0219, unit_span(u, id), "`?` belongs behind a reference");
		return node_poison();
	}
	return ast_kind(u->tree, id) == AST_INDEX ? index_value(u, id, scope) : member_of(u, id, scope);
}

static struct node text_node(sym s, ast_id id)
{
	struct node v = {.kind = OBJ_TEXT, .text = s, .origin = id};

	return v;
}

/* A text from the command line: what it would be without quotes, if it is a number or so. */
static struct node spelled_value(struct unit *u, sym text, ast_id id)
{
	struct str s = unit_str(u, text);
	struct node v = {.kind = OBJ_LITERAL, .text = text, .origin = id};
	struct decimal d;

	if (str_is(s, "true") || str_is(s, "false"))
		return node_bool(str_is(s, "true"), 0, id);
	if (str_is(s, "null"))
		return node_null();
	return decimal_parse(s, &d) == DECIMAL_OK ? v : text_node(text, id);
}

static struct node in_parentheses(struct unit *u, ast_id id, struct scope *scope)
{
	u->depth++;
	struct node v = eval_value(u, id, scope);
	u->depth--;
	return v;
}

struct node eval_value(struct unit *u, ast_id id, struct scope *scope)
{
	const struct ast_node *n = unit_node(u, id);
	struct node v = {.origin = id};
	sym text;

	switch ((enum ast_kind)n->kind) {
	case AST_STRING:
		return n->flags & AST_SPELLED ? spelled_value(u, n->sym, id) : text_node(n->sym, id);
	case AST_INTERP:
		return eval_interp(u, id, scope, &text) ? text_node(text, id) : node_poison();
	case AST_NUMBER:
	case AST_QTY:
	case AST_PORT:
		v.kind = OBJ_LITERAL;
		v.text = n->sym;
		return v;
	case AST_NULL:
		return node_null();
	case AST_PAREN:
		if (ast_kind(u->tree, n->first) != AST_WORD && u->depth < u->limits.depth)
			return in_parentheses(u, n->first, scope);
		return eval_slot(u, id, scope, 0);
	case AST_TRUE:
	case AST_FALSE:
		return node_bool(n->kind == AST_TRUE, 0, id);
	case AST_WORD:
		return word_value(u, id, scope);
	case AST_MEMBER:
	case AST_INDEX:
	case AST_OPTIONAL:
		return chain_value(u, id, scope);
	case AST_RANGE:
		return pair_of(u, id, scope, OBJ_RANGE);
	case AST_PAIR:
		return pair_of(u, id, scope, OBJ_PAIR);
	case AST_UNARY:
		return eval_unary(u, id, scope);
	case AST_BINARY:
		if (ast_op(n) == OP_COALESCE)
			return eval_slot(u, id, scope, 0);
		return eval_binary(u, id, scope);
	default:
		return eval_slot(u, id, scope, 0);
	}
}
