/* SPDX-License-Identifier: Apache-2.0 */
/*
 * component: declarations of components, each looked at once by itself.
 *
 * Nothing is known of its parameters but their types, so all its branches are
 * evaluated dry. The components that it uses are edges of a graph, in which
 * circles are looked for at the end.
 */
#include "eval/shape.h"

/* A component with the name of a kind would make a word mean two things. */
static void check_name(struct unit *u, ast_id decl)
{
	sym name = unit_node(u, decl)->sym;

	if (schema_kind(u->schema, name))
		diag_label(diag_add(u->diags, E0306, decl_span(u, decl), "`" STR_FMT "` is a kind of Kubernetes",
				    STR_ARG(unit_str(u, name))),
			   "give the component another name");
}

static void check_params(struct unit *u, ast_id decl)
{
	AST_EACH (u->tree, ast_first(u->tree, decl), p) {
		if (unit_node(u, p)->sym == u->word.name)
			diag_label(diag_add(u->diags, E0306, unit_span(u, p), "every component has `name` already"),
				   "it is the name of the instance");
		scope_check_case(u, &(struct local){.name = unit_node(u, p)->sym, .kind = LOCAL_LET, .decl = p});
	}
}

void component_declared(struct unit *u, ast_id item, struct scope *scope)
{
	struct declared_component c = {.decl = item, .scope = scope};

	if (index_first(&u->component_index, SYM_EMPTY, item))
		return; /* again, in another use of the text around it */
	index_add(u->arena, &u->component_index, SYM_EMPTY, item, NULL);
	check_name(u, item);
	check_params(u, item);
	VEC_PUSH(u->arena, &u->components, c);
}

void component_edge(struct unit *u, ast_id to, ast_id item)
{
	struct component_edge e = {u->checking, to, item};

	u->unseen = true; /* objects in it may be referred to, and nobody knows them here */
	if (u->checking)
		VEC_PUSH(u->arena, &u->component_edges, e);
}

struct scope *component_scope(struct unit *u, ast_id decl, struct scope *up, struct node name)
{
	ast_id params = ast_first(u->tree, decl);
	struct scope *scope;
	uint32_t n = 1;

	AST_EACH (u->tree, params, p) {
		n++;
	}
	scope = scope_new(u, up, n);
	scope->v[0] = (struct local){
		.name = u->word.name, .kind = LOCAL_VALUE, .used = true, .decl = decl, .scope = up, .value = name};
	n = 1;
	AST_EACH (u->tree, params, p) {
		scope->v[n++] =
			(struct local){.name = unit_node(u, p)->sym, .kind = LOCAL_LET, .decl = p, .scope = scope};
	}
	scope_seal(scope);
	return scope;
}

/* ---- looking at each ---- */

/* The parameters with nothing known of them but their types. */
static struct scope *unknown_params(struct unit *u, const struct declared_component *c)
{
	struct scope *scope = component_scope(u, c->decl, c->scope, node_text(u->word.name, 0, c->decl));

	scope->in = scope_in(c->scope);
	for (uint32_t i = 0; i < scope->n; i++)
		scope->v[i].unknown = scope->v[i].kind == LOCAL_LET;
	return scope;
}

/* The defaults against their types and `where`. */
static void check_defaults(struct unit *u, const struct declared_component *c)
{
	struct scope *scope = component_scope(u, c->decl, c->scope, node_text(u->word.name, 0, c->decl));

	scope_check_twice(u, scope);
	for (uint32_t i = 0; i < scope->n; i++)
		scope->v[i].unknown = scope->v[i].kind == LOCAL_LET && !local_expr(u, &scope->v[i]);
	u->dry++;
	check_locals(u, scope);
	u->dry--;
}

static void check(struct unit *u, const struct declared_component *c)
{
	struct scope *params = unknown_params(u, c), *scope;
	struct app *app = arena_zalloc(u->arena, sizeof *app);
	struct expansion *in = arena_zalloc(u->arena, sizeof *in);
	ast_id body = ast_next(u->tree, ast_first(u->tree, c->decl));

	check_defaults(u, c);
	app->file = app->resolved = app->anywhere = true;
	app->item = app->block = body;
	in->decl = c->decl;
	in->app = app;
	in->up = params->in;
	in->item = AST_NIL;
	scope = scope_of_block(u, body, params);
	u->checking = c->decl;
	u->naming = true;
	u->dry++;
	const struct around inside = {scope, app, in};
	shape_block(u, body, &inside);
	if (scope != params)
		check_locals(u, scope);
	u->dry--;
	u->naming = false;
	u->checking = AST_NIL;
	VEC_PUSH(u->arena, &u->checked_scopes, params);
	if (scope != params)
		VEC_PUSH(u->arena, &u->checked_scopes, scope);
}

void components_check(struct unit *u)
{
	/* those in files that are imported, and those in components */
	for (uint32_t i = 0; i < u->modules->all.n; i++) {
		struct scope *names = u->modules->all.v[i]->scope;
		for (uint32_t k = 0; names && k < names->n; k++)
			if (names->v[k].kind == LOCAL_COMPONENT)
				component_declared(u, names->v[k].decl, names->v[k].scope);
	}
	u->late_now = true;
	for (uint32_t i = 0; i < u->components.n; i++) {
		struct declared_component c = u->components.v[i];
		check(u, &c);
	}
}

void components_report(struct unit *u)
{
	for (uint32_t i = 0; i < u->checked_scopes.n; i++)
		scope_mark_unused(u, u->checked_scopes.v[i]);
	for (uint32_t i = 0; i < u->checked_scopes.n; i++)
		scope_report_unused(u, u->checked_scopes.v[i]);
}

/* ---- circles ---- */

enum { NEW, OPEN, DONE };

static struct declared_component *find(struct unit *u, ast_id decl)
{
	for (uint32_t i = 0; i < u->components.n; i++)
		if (u->components.v[i].decl == decl)
			return &u->components.v[i];
	return NULL;
}

static void complain_circle(struct unit *u, const struct component_edge *edge)
{
	struct head head;

	shape_head(u, edge->item, &head);
	struct diag *d = diag_add(u->diags, E0307, unit_span(u, head.kind), "the component `" STR_FMT "` holds itself",
				  STR_ARG(unit_str(u, unit_node(u, edge->to)->sym)));
	for (const struct declared_component *c = find(u, edge->to); c && c->decl != edge->from;) {
		shape_head(u, u->component_edges.v[c->edge].item, &head);
		diag_also(d, unit_span(u, head.kind), "by way of this");
		c = find(u, u->component_edges.v[c->edge].to);
	}
	diag_also(d, decl_span(u, edge->to), "declared here");
}

/* Below DEPTH nothing is expanded any more, so a circle there makes nothing; what is left out is visited for itself. */
static void visit(struct unit *u, struct declared_component *c, unsigned depth)
{
	c->mark = OPEN;
	for (uint32_t i = 0; i < u->component_edges.n; i++) {
		const struct component_edge *edge = &u->component_edges.v[i];
		struct declared_component *to = edge->from == c->decl ? find(u, edge->to) : NULL;
		c->edge = i;
		if (to && to->mark == NEW && depth)
			visit(u, to, depth - 1);
		else if (to && to->mark == OPEN)
			complain_circle(u, edge);
	}
	c->mark = DONE;
}

void components_circles(struct unit *u)
{
	for (uint32_t i = 0; i < u->components.n; i++)
		if (u->components.v[i].mark == NEW)
			visit(u, &u->components.v[i], 1000);
}
