/* SPDX-License-Identifier: Apache-2.0 */
/*
 * types: declared types of locals and parameters, as rows of the schema, and
 * whether their values suit them.
 */
#include "eval/block.h"

#include "schema/builtin.h"
#include "schema/nearest.h"

type_id type_plain(struct unit *u, enum type_form form, type_id elem)
{
	for (uint32_t i = 1; i < u->schema->ntypes; i++) {
		const struct schema_type *t = &u->schema->types[i];
		if (t->form == form && t->elem == elem && !t->flags && !t->format && !t->count && !t->refs &&
		    !t->bounds && !t->keyed && !t->key_format)
			return (type_id)i;
	}
	return type_add(u, &(struct schema_type){.form = (uint8_t)form, .elem = elem});
}

static bool contains(struct str s, const char *part)
{
	size_t n = strlen(part);

	for (uint32_t i = 0; i + n <= s.n; i++)
		if (memcmp(s.p + i, part, n) == 0)
			return true;
	return false;
}

/* What stands behind the last dot. */
static struct str short_name(struct str full)
{
	uint32_t i = full.n;

	while (i > 0 && full.p[i - 1] != '.')
		i--;
	return str_make(full.p + i, full.n - i);
}

static bool ends_with_name(struct str full, struct str name)
{
	return str_eq(short_name(full), name);
}

/* What the files declare by this name, a type of any form; 0 if nothing. */
static type_id type_declared(const struct unit *u, sym name)
{
	for (uint32_t i = 1; i < u->schema->nnamed; i++)
		if (u->schema->named[i].name == name)
			return u->schema->named[i].type;
	return 0;
}

/* "Container", or "core.v1.Container"; of several versions a stable one. */
type_id type_struct(const struct unit *u, sym name)
{
	struct str s = unit_str(u, name);
	type_id found = type_declared(u, name);

	if (found && unit_type(u, found)->form == TYPE_STRUCT)
		return found;
	found = 0;

	for (uint32_t i = 1; i < u->schema->ntypes; i++) {
		const struct schema_type *t = &u->schema->types[i];
		if (t->form != TYPE_STRUCT || (t->flags & ~TYPE_OPEN) || t->refs)
			continue;
		struct str full = unit_str(u, t->name);
		if (t->name == name)
			return (type_id)i;
		bool beta = contains(full, "beta") || contains(full, "alpha");
		if (ends_with_name(full, s) && (!found || !beta))
			found = (type_id)i;
	}
	return found;
}

/* A number as a port has it: as the library says of its own fields. */
static type_id port_row(struct unit *u)
{
	for (uint32_t i = 1; i < u->schema->ntypes; i++) {
		const struct schema_type *t = &u->schema->types[i];
		const struct schema_bounds *b = &u->schema->bounds[t->bounds];
		if (t->form == TYPE_INT32 && t->bounds && b->lo == 1 && b->hi == 65535 && !t->refs && !t->flags)
			return (type_id)i;
	}
	return type_plain(u, TYPE_INT32, 0);
}

static type_id named(struct unit *u, ast_id id)
{
	sym name = unit_node(u, id)->sym;
	struct str s = unit_str(u, name);

	if (builtin_form(s) != TYPE_NOTHING)
		return type_plain(u, builtin_form(s), 0);
	type_id found = type_declared(u, name);
	if (found)
		return found;
	if (str_is(s, "Port"))
		return port_row(u);
	found = type_struct(u, name);
	if (found)
		return found;
	complain_unknown_type(u, id, name);
	return 0;
}

void complain_unknown_type(struct unit *u, ast_id at, sym name)
{
	struct str s = unit_str(u, name);
	struct nearest n;

	nearest_init(&n, s);
	for (size_t i = 0; builtin_at(i); i++)
		nearest_feed(&n, str_of(builtin_at(i)));
	for (uint32_t i = 1; i < u->schema->nnamed; i++)
		nearest_feed(&n, unit_str(u, u->schema->named[i].name));
	for (uint32_t i = 1; i < u->schema->ntypes; i++) {
		struct str full = unit_str(u, u->schema->types[i].name);
		if (full.n)
			nearest_feed(&n, short_name(full));
	}
	struct diag *d = diag_add(u->diags, E0301, unit_span(u, at), "there is no type `" STR_FMT "`", STR_ARG(s));
	if (n.best.n)
		diag_label(d, "did you mean `" STR_FMT "`?", STR_ARG(n.best));
}

/* `"small" | "large"` and `dev | prod`: a string that is one of these. */
static type_id union_row(struct unit *u, ast_id id)
{
	struct schema_type t = {.form = TYPE_STRING, .flags = TYPE_CLOSED};
	VEC(sym) words = {0};

	AST_EACH (u->tree, id, one) {
		const struct ast_node *n = unit_node(u, one);
		if (n->kind != AST_TYPE_TEXT && n->kind != AST_TYPE_NAME) {
			diag_label(diag_add(u->diags, E0202, unit_span(u, one), "a choice is between strings or words"),
				   "for values of several types leave the type out, or write `any`");
			return 0;
		}
		VEC_PUSH(u->arena, &words, n->sym);
	}
	t.first = words_add(u, words.v, words.n);
	t.count = (uint16_t)words.n;
	return t.first ? type_add(u, &t) : 0;
}

static type_id new_row(struct unit *u, ast_id id)
{
	switch (ast_kind(u->tree, id)) {
	case AST_TYPE_NAME:
		return named(u, id);
	case AST_TYPE_OPT:
		return eval_type(u, ast_first(u->tree, id));
	case AST_TYPE_LIST: {
		type_id elem = eval_type(u, ast_first(u->tree, id));
		return elem ? type_plain(u, TYPE_LIST, elem) : 0;
	}
	case AST_TYPE_MAP: {
		type_id elem = eval_type(u, ast_child(u->tree, id, 1));
		return elem ? type_plain(u, TYPE_MAP, elem) : 0;
	}
	case AST_TYPE_UNION:
		return union_row(u, id);
	case AST_TYPE_TEXT: {
		struct schema_type t = {.form = TYPE_STRING, .flags = TYPE_CLOSED, .count = 1};
		t.first = words_add(u, &unit_node(u, id)->sym, 1);
		return t.first ? type_add(u, &t) : 0;
	}
	default:
		return 0;
	}
}

type_id eval_type(struct unit *u, ast_id id)
{
	for (uint32_t i = 0; i < u->types_known.n; i++)
		if (u->types_known.v[i].at == id)
			return u->types_known.v[i].type;
	struct known_type known = {id, new_row(u, id)};
	VEC_PUSH(u->arena, &u->types_known, known);
	return known.type;
}

ast_id local_expr(struct unit *u, struct local *l)
{
	const struct ast_node *n = unit_node(u, l->decl);

	if (l->given)
		return l->given;
	if (l->kind == LOCAL_THUNK)
		return l->decl;
	if (n->kind == AST_LET)
		return n->flags & AST_TYPED ? ast_next(u->tree, n->first) : n->first;
	ast_id dflt = ast_child(u->tree, l->decl, 1);
	return ast_kind(u->tree, dflt) != AST_NONE ? dflt : AST_NIL; /* params_missing has said so */
}

/* The type node behind the name of a local of the user; AST_NIL if there is none. */
static ast_id type_node(const struct unit *u, const struct local *l)
{
	const struct ast_node *n = unit_node(u, l->decl);

	if (l->kind != LOCAL_LET || unit_library(u, l->decl))
		return AST_NIL;
	if (n->kind == AST_LET)
		return n->flags & AST_TYPED ? n->first : AST_NIL;
	return n->kind == AST_PARAM && ast_kind(u->tree, n->first) != AST_NONE ? n->first : AST_NIL;
}

type_id local_type(struct unit *u, const struct local *l)
{
	ast_id type = type_node(u, l);
	type_id row = type ? eval_type(u, type) : 0;

	return unit_type(u, row)->form == TYPE_ANY ? 0 : row; /* any value is one of no type: the place gives it one */
}

bool local_optional(const struct unit *u, const struct local *l)
{
	ast_id type = type_node(u, l);

	return !type || ast_kind(u->tree, type) == AST_TYPE_OPT;
}

/* Where the value of a parameter is written. */
static ast_id value_at(struct unit *u, struct local *l)
{
	ast_id expr = local_expr(u, l);

	return l->filled || !expr ? l->decl : expr;
}

void check_where(struct unit *u, struct local *l, const struct node *v)
{
	ast_id where = ast_child(u->tree, l->decl, 2), at = value_at(u, l);
	struct node test;
	sym text;

	if (ast_kind(u->tree, where) == AST_NONE || v->kind == OBJ_NULL || v->kind == OBJ_POISON)
		return;
	if (ast_kind(u->tree, where) == AST_RANGE) {
		struct node range = eval_value(u, where, l->scope);
		test = eval_in(u, where, v, &range);
	} else {
		bool known, yes = eval_condition(u, where, l->scope, &known);
		test = known ? node_bool(yes, 0, where) : node_poison();
	}
	if (test.kind != OBJ_BOOL || test.b)
		return;
	l->wrong = true;
	struct diag *d = value_text(u, v, &text) ? diag_add(u->diags, E0226, unit_span(u, at),
							    "the parameter `" STR_FMT "` may not be `" STR_FMT "`",
							    STR_ARG(unit_str(u, l->name)), STR_ARG(unit_str(u, text)))
						 : diag_add(u->diags, E0226, unit_span(u, at),
							    "the parameter `" STR_FMT "` may not have this value",
							    STR_ARG(unit_str(u, l->name)));
	if (at == ast_child(u->tree, l->decl, 1))
		diag_label(d, "the default");
	diag_also(d, unit_span(u, where), "this does not allow it");
}

static void check_local(struct unit *u, struct local *l)
{
	bool used = l->used, param = ast_kind(u->tree, l->decl) == AST_PARAM;
	ast_id where = param ? ast_child(u->tree, l->decl, 2) : AST_NIL;
	bool limited = where && ast_kind(u->tree, where) != AST_NONE;

	if (l->unknown || l->wrong || (!l->filled && !local_expr(u, l)) || (!limited && !type_node(u, l)))
		return;
	struct node v = eval_local(u, l, l->decl, 0);
	l->used = used;
	if (limited)
		check_where(u, l, &v);
	l->used = used;
}

void check_locals(struct unit *u, struct scope *scope)
{
	for (uint32_t i = 0; scope && i < scope->n; i++)
		if (scope->v[i].kind == LOCAL_LET)
			check_local(u, &scope->v[i]);
}
