/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expand: the uses of texts: files that are given, files that are included,
 * instances of components. What is in them is found as if it stood there.
 *
 * Note [static graph]: files form no circle (load/). For components that is
 * seen twice: a use within itself is never expanded, and every component is
 * looked at once with nothing known of its parameters (components_check),
 * which finds circles in branches that nobody takes too.
 */
#include "eval/shape.h"

#include "eval/text.h"
#include "schema/nearest.h"

/* What a use takes of memory beside its objects, counted in values. */
#define USE_VALUES 24

ast_id use_at(const struct unit *u, const struct expansion *e)
{
	struct head head;

	if (e->module)
		return ast_first(u->tree, e->item);
	shape_head(u, e->item, &head);
	return head.name;
}

static struct expansion *new_use(struct unit *u, struct expansion *up, ast_id item)
{
	struct expansion *e = arena_zalloc(u->arena, sizeof *e);

	e->up = up;
	e->item = item;
	return e;
}

/* A file's settings are an app without wiring. */
static struct app *new_file(struct unit *u, struct expansion *in, ast_id root, struct scope *scope)
{
	struct app *file = arena_zalloc(u->arena, sizeof *file);

	file->file = true;
	file->file_index = (uint16_t)u->roots.n;
	file->item = file->block = root;
	file->scope = scope;
	file->in = in;
	file->serial = u->apps.n;
	if (!u->dry)
		VEC_PUSH(u->arena, &u->apps, file);
	return file;
}

/* ---- files that are given ---- */

static void root(struct unit *u, struct module *m)
{
	struct expansion *e = new_use(u, NULL, AST_NIL);

	e->module = m;
	e->scope = scope_of_file(u, m->root, e);
	e->app = new_file(u, e, m->root, e->scope);
	VEC_PUSH(u->arena, &u->roots, e);
}

void expand_roots(struct unit *u)
{
	for (uint32_t i = 0; i < u->modules->all.n; i++) {
		struct module *m = u->modules->all.v[i];
		if (m->given && !m->named && m->root)
			root(u, m);
	}
	uint32_t errors = u->diags->errors;
	params_from_command(u);
	bool told = u->diags->errors > errors; /* what is missing may be what was misspelled */
	for (uint32_t i = 0; i < u->roots.n; i++) {
		struct expansion *e = u->roots.v[i];
		const struct use_block use = {.use = e, .params = e->scope};
		const struct around inside = {e->scope, e->app, e};
		params_missing(u, &use, told);
		shape_block(u, e->module->root, &inside);
	}
}

/* ---- files that are included ---- */

static void pass_through(struct unit *u, const struct expansion *e)
{
	struct raw raw = {e->module->file->text, e->module->file->path, e->item, 0};

	if (e->prefix || e->suffix || e->namespace_at)
		diag_help(diag_label(diag_add(u->diags, E0317, unit_span(u, use_at(u, e)),
					      "a text that is passed through cannot be changed"),
				     "here a prefix, a suffix or a namespace is given for it"),
			  "leave out `verbatim`, or what is to be changed");
	if (!u->dry)
		shape_raw(u, &raw);
}

void expand_include(struct unit *u, ast_id item, const struct around *a)
{
	struct module *m = modules_used(u->modules, item);
	ast_id block = ast_next(u->tree, ast_first(u->tree, item));

	if (block && ast_kind(u->tree, block) == AST_WORD)
		block = ast_next(u->tree, block);
	if (!m || (!m->root && !m->raw) || !spend_values(u, USE_VALUES, item))
		return;
	struct expansion *e = new_use(u, a->in, item);
	e->module = m;
	e->scope = m->raw ? NULL : scope_of_file(u, m->root, e);
	const struct use_block use = {.use = e, .params = e->scope, .include = true};
	uint32_t errors = u->diags->errors;
	params_from_block(u, block && ast_kind(u->tree, block) == AST_BLOCK ? block : AST_NIL, a, &use);
	params_missing(u, &use, u->diags->errors > errors);
	if (unit_node(u, item)->flags & AST_AS) {
		struct local *l = scope_find(a->scope, unit_node(u, ast_child(u->tree, item, 1))->sym);
		if (l && l->kind == LOCAL_INSIDE && l->decl == item)
			l->inside = e;
	}
	if (m->raw) {
		pass_through(u, e);
		return;
	}
	if (u->dry) {
		u->unseen = true;
		return; /* the file is looked at where it is used for good */
	}
	e->app = new_file(u, e, m->root, e->scope);
	e->app->outside = a->app;
	e->app->file_index = a->app->file_index;
	const struct around inside = {e->scope, e->app, e};
	VEC_PUSH(u->arena, &u->uses, e);
	e->number = u->uses.n;
	shape_block(u, m->root, &inside);
}

/* ---- components ---- */

/* `m.Name`: the name in the file that `m` stands for. */
static struct local *in_module(struct unit *u, const struct local *l, ast_id key)
{
	struct local *found = l->names ? scope_here(l->names, unit_node(u, key)->sym) : NULL;
	struct nearest n;

	if (found && found->kind == LOCAL_COMPONENT)
		return found;
	struct str name = unit_str(u, unit_node(u, key)->sym);
	struct diag *d = diag_add(u->diags, E0201, unit_span(u, key), "`" STR_FMT "` has no component `" STR_FMT "`",
				  STR_ARG(unit_str(u, l->name)), STR_ARG(name));
	nearest_init(&n, name);
	for (uint32_t i = 0; l->names && i < l->names->n; i++)
		if (l->names->v[i].kind == LOCAL_COMPONENT)
			nearest_feed(&n, unit_str(u, l->names->v[i].name));
	if (n.best.n)
		diag_label(d, "did you mean `" STR_FMT "`?", STR_ARG(n.best));
	return NULL;
}

struct local *component_named(struct unit *u, ast_id path, struct scope *scope)
{
	ast_id key = ast_first(u->tree, path), second = ast_next(u->tree, key);
	sym name = unit_node(u, key)->sym;

	if (!second && schema_kind(u->schema, name))
		return NULL; /* kinds cannot be declared again: component_declared */
	struct local *l = scope_find(scope, name);
	if (l && l->kind == LOCAL_CLASH) {
		complain_clash(u, path, l);
		return NULL;
	}
	if (l && second && l->kind == LOCAL_MODULE && !ast_next(u->tree, second)) {
		l->used = true;
		l = in_module(u, l, second);
	}
	return l && l->kind == LOCAL_COMPONENT ? l : NULL;
}

static ast_id component_body(const struct unit *u, ast_id decl)
{
	return ast_next(u->tree, ast_first(u->tree, decl));
}

/* Is a use of DECL here within one? Reports the way. */
static bool is_within_itself(struct unit *u, ast_id item, ast_id decl, const struct expansion *in)
{
	const struct expansion *e = in;
	struct head head;

	while (e && e->decl != decl)
		e = e->up;
	if (!e)
		return false;
	shape_head(u, item, &head);
	struct diag *d = diag_add(u->diags, E0307, unit_span(u, head.kind), "the component `" STR_FMT "` holds itself",
				  STR_ARG(unit_str(u, unit_node(u, decl)->sym)));
	for (const struct expansion *way = in; way != e; way = way->up) {
		shape_head(u, way->item, &head);
		diag_also(d, unit_span(u, head.kind), "by way of this");
	}
	diag_also(d, decl_span(u, decl), "declared here");
	return true;
}

void expand_instance(struct unit *u, ast_id item, struct local *component, const struct around *a)
{
	ast_id decl = component->decl;
	struct head head;
	sym name;

	component->used = true;
	shape_head(u, item, &head);
	if (head.gv)
		diag_label(diag_add(u->diags, E0217, unit_span(u, head.gv), "a component has no versions"),
			   "leave this out");
	if (!shape_name(u, head.name, a->scope, &name)) {
		if (!u->dry)
			return;
		name = SYM_EMPTY;
	}
	if (is_within_itself(u, item, decl, a->in) || !spend_values(u, USE_VALUES, item))
		return;
	struct expansion *e = new_use(u, a->in, item);
	e->decl = decl;
	e->name = name;
	e->as = head.as;
	e->app = a->app;
	struct node text = name ? node_text(name, 0, head.name) : node_poison();
	struct scope *params = component_scope(u, decl, component->scope, text);
	params->in = e;
	const struct use_block use = {.use = e, .params = params};
	uint32_t errors = u->diags->errors;
	params_from_block(u, head.block, a, &use);
	params_missing(u, &use, u->diags->errors > errors);
	if (u->dry) {
		component_edge(u, decl, item);
		check_locals(u, params);
		return; /* what is in it is looked at once, by itself */
	}
	e->scope = scope_of_block(u, component_body(u, decl), params);
	const struct around inside = {e->scope, a->app, e};
	VEC_PUSH(u->arena, &u->uses, e);
	e->number = u->uses.n;
	shape_block(u, component_body(u, decl), &inside);
}
