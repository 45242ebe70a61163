/* SPDX-License-Identifier: Apache-2.0 */
/*
 * types: declared types of locals and parameters, as rows of the schema, and
 * whether their values suit them.
 */
#include "eval/block.h"

#include "schema/nearest.h"

static const struct {
	const char *name;
	enum type_form form;
} builtins[] = {
	{"string", TYPE_STRING},     {"int", TYPE_INT64},
	{"int32", TYPE_INT32},       {"int64", TYPE_INT64},
	{"bool", TYPE_BOOL},         {"number", TYPE_NUMBER},
	{"Quantity", TYPE_QUANTITY}, {"Duration", TYPE_DURATION},
	{"Time", TYPE_TIME},         {"IntOrString", TYPE_INT_OR_STRING},
	{"any", TYPE_ANY},
};

/* The plainest row of that form. */
static type_id plain_row(const struct unit *u, enum type_form form, type_id elem)
{
	for (uint32_t i = 1; i < u->schema->ntypes; i++) {
		const struct schema_type *t = &u->schema->types[i];
		if (t->form == form && t->elem == elem && !t->flags && !t->format && !t->count && !t->refs &&
		    !t->bounds && !t->keyed && !t->key_format)
			return (type_id)i;
	}
	return 0;
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

/* "Container", or "core.v1.Container"; of several versions a stable one. */
static type_id struct_row(const struct unit *u, sym name)
{
	struct str s = unit_str(u, name);
	type_id found = 0;

	for (uint32_t i = 1; i < u->schema->ntypes; i++) {
		const struct schema_type *t = &u->schema->types[i];
		if (t->form != TYPE_STRUCT || t->flags || t->refs)
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

static type_id named(struct unit *u, ast_id id)
{
	sym name = unit_node(u, id)->sym;
	struct str s = unit_str(u, name);
	struct nearest n;

	for (size_t i = 0; i < sizeof builtins / sizeof *builtins; i++)
		if (str_is(s, builtins[i].name))
			return plain_row(u, builtins[i].form, 0);
	if (str_is(s, "Port"))
		return plain_row(u, TYPE_INT32, 0);
	type_id found = struct_row(u, name);
	if (found)
		return found;
	nearest_init(&n, s);
	for (size_t i = 0; i < sizeof builtins / sizeof *builtins; i++)
		nearest_feed(&n, str_of(builtins[i].name));
	for (uint32_t i = 1; i < u->schema->ntypes; i++) {
		struct str full = unit_str(u, u->schema->types[i].name);
		if (full.n)
			nearest_feed(&n, short_name(full));
	}
	struct diag *d = diag_add(u->diags, E0301, unit_span(u, id), "there is no type `" STR_FMT "`", STR_ARG(s));
	if (n.best.n)
		diag_label(d, "did you mean `" STR_FMT "`?", STR_ARG(n.best));
	return 0;
}

/* The row of a written type; 0 if there is none (unknown names are reported). */
static type_id eval_type(struct unit *u, ast_id id)
{
	switch (ast_kind(u->tree, id)) {
	case AST_TYPE_NAME:
		return named(u, id);
	case AST_TYPE_OPT:
		return eval_type(u, ast_first(u->tree, id));
	case AST_TYPE_LIST: {
		type_id elem = eval_type(u, ast_first(u->tree, id));
		return elem ? plain_row(u, TYPE_LIST, elem) : 0;
	}
	case AST_TYPE_MAP: {
		type_id elem = eval_type(u, ast_child(u->tree, id, 1));
		return elem ? plain_row(u, TYPE_MAP, elem) : 0;
	}
	default:
		return 0;
	}
}

ast_id local_expr(struct unit *u, struct local *l)
{
	const struct ast_node *n = unit_node(u, l->decl);

	if (l->kind == LOCAL_THUNK)
		return l->decl;
	if (n->kind == AST_LET)
		return n->flags & AST_TYPED ? ast_next(u->tree, n->first) : n->first;
	ast_id dflt = ast_child(u->tree, l->decl, 1);
	if (ast_kind(u->tree, dflt) != AST_NONE)
		return dflt;
	diag_label(diag_add(u->diags, E0312, unit_span(u, l->decl), "the parameter `" STR_FMT "` has no value",
			    STR_ARG(unit_str(u, l->name))),
		   "this version of wk8sc cannot be given parameters yet: write a default, `= ...`");
	return AST_NIL;
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

	return type ? eval_type(u, type) : 0;
}

/* Lists and maps of which the schema has no row are looked at item by item, as far as they are written out. */
static bool suits(struct unit *u, ast_id type, ast_id expr, struct scope *scope)
{
	type_id row = eval_type(u, type);
	enum ast_kind form = ast_kind(u->tree, type), written = ast_kind(u->tree, expr);
	bool ok = true;

	if (row)
		return eval_slot(u, expr, scope, row).kind != OBJ_POISON;
	if (form == AST_TYPE_OPT)
		return suits(u, ast_first(u->tree, type), expr, scope);
	if (form == AST_TYPE_LIST && written == AST_LIST)
		AST_EACH (u->tree, expr, e) {
			if (ast_kind(u->tree, e) != AST_SPREAD)
				ok &= suits(u, ast_first(u->tree, type), e, scope);
		}
	if (form != AST_TYPE_MAP || written != AST_BLOCK)
		return ok;
	scope = scope_of_block(u, expr, scope);
	AST_EACH (u->tree, expr, e) {
		const struct ast_node *n = unit_node(u, e);
		ast_id value = n->flags & AST_SIMPLE ? n->first : ast_next(u->tree, n->first);
		if (n->kind == AST_FIELD)
			ok &= suits(u, ast_child(u->tree, type, 1), value, scope);
	}
	return ok;
}

bool local_suits(struct unit *u, struct local *l)
{
	ast_id type = l->checked ? AST_NIL : type_node(u, l), expr = type ? local_expr(u, l) : AST_NIL;
	struct wish all = {u->want, u->nwant};
	const struct where *place = u->place;
	const struct reference *reference = u->reference;
	struct instance *referred = u->referred;
	bool nulled = u->nulled;

	l->checked = true;
	if (!expr)
		return !l->wrong;
	u->nwant = 0;
	u->place = NULL;
	u->dry++;
	l->wrong = !suits(u, type, expr, l->scope);
	u->dry--;
	wish_back(u, all);
	u->place = place;
	u->reference = reference;
	u->referred = referred;
	u->nulled = nulled;
	return !l->wrong;
}

static void check_parameter(struct unit *u, struct local *l, ast_id where)
{
	bool used = l->used;
	ast_id dflt = ast_child(u->tree, l->decl, 1);
	struct node v = eval_local(u, l, l->decl, 0), test = v;
	sym text;

	if (v.kind == OBJ_NULL || v.kind == OBJ_POISON) {
		l->used = used;
		return;
	}
	if (ast_kind(u->tree, where) == AST_RANGE) {
		struct node range = eval_value(u, where, l->scope);
		test = eval_in(u, where, &v, &range);
	} else {
		bool known, yes = eval_condition(u, where, l->scope, &known);
		test = known ? node_bool(yes, 0, where) : node_poison();
	}
	l->used = used;
	if (test.kind != OBJ_BOOL || test.b)
		return;
	struct diag *d = value_text(u, &v, &text) ? diag_add(u->diags, E0226, unit_span(u, dflt),
							     "the parameter `" STR_FMT "` may not be `" STR_FMT "`",
							     STR_ARG(unit_str(u, l->name)), STR_ARG(unit_str(u, text)))
						  : diag_add(u->diags, E0226, unit_span(u, dflt),
							     "the parameter `" STR_FMT "` may not have this value",
							     STR_ARG(unit_str(u, l->name)));
	diag_label(d, "the default");
	diag_also(d, unit_span(u, where), "this does not allow it");
}

void check_locals(struct unit *u, struct scope *scope)
{
	for (uint32_t i = 0; scope && i < scope->n; i++) {
		struct local *l = &scope->v[i];
		bool param = ast_kind(u->tree, l->decl) == AST_PARAM;
		ast_id where = param ? ast_child(u->tree, l->decl, 2) : AST_NIL;
		if (l->kind != LOCAL_LET || (param && ast_kind(u->tree, ast_child(u->tree, l->decl, 1)) == AST_NONE))
			continue; /* without a value */
		if (local_suits(u, l) && where && ast_kind(u->tree, where) != AST_NONE)
			check_parameter(u, l, where);
	}
}
