/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unit: making one, and the list of eval/'s own phases.
 */
#include "eval/unit.h"

#include "eval/shape.h"

static void intern_words(struct unit *u)
{
	struct symtab *t = u->names;

	u->word.it = sym_of(t, "it");
	u->word.self = sym_of(t, "self");
	u->word.app = sym_of(t, "app");
	u->word.namespace_ = sym_of(t, "namespace");
	u->word.metadata = sym_of(t, "metadata");
	u->word.keys = sym_of(t, "keys");
	u->word.selector = sym_of(t, "selector");
	u->word.ports = sym_of(t, "ports");
	u->word.star = sym_of(t, "*");
	u->word.name = sym_of(t, "name");
	u->word.fqdn = sym_of(t, "fqdn");
	u->word.old = sym_of(t, "old");
	u->word.prefix = sym_of(t, "namePrefix");
	u->word.suffix = sym_of(t, "nameSuffix");
	u->word.verbatim = sym_of(t, "verbatim");
}

/* The library's functions and constants, as the outermost scope. */
static struct scope *library_scope(struct unit *u)
{
	const struct schema *s = u->schema;
	struct scope *scope = scope_new(u, NULL, s->nlib ? s->nlib - 1 : 0); /* row 0 is empty */

	for (uint32_t i = 1; i < s->nlib; i++) {
		bool fn = ast_kind(u->tree, s->lib[i].item) == AST_FN;
		scope->v[i - 1] = (struct local){.name = s->lib[i].name,
						 .kind = fn ? LOCAL_FN : LOCAL_LET,
						 .used = true,
						 .decl = s->lib[i].item,
						 .scope = scope};
	}
	scope_seal(scope);
	return scope;
}

static const char *about_self(struct unit *u, struct span span)
{
	if (!u->self || u->self->library || u->self->o.item < u->tree->nfixed || span.beg == SPAN_NONE.beg)
		return NULL;
	struct span item = ast_span(u->tree, u->self->o.item);
	if (span.beg >= item.beg && span.end <= item.end)
		return NULL;
	/* what has a declared type is wrong by itself */
	for (const struct reading *r = u->reading; r; r = r->up) {
		const struct ast_node *n = r->local ? unit_node(u, r->local->decl) : NULL;
		struct span decl = n ? ast_span(u->tree, r->local->decl) : SPAN_NONE;
		struct span given = r->local && r->local->given ? ast_span(u->tree, r->local->given) : SPAN_NONE;
		bool inside = (decl.beg <= span.beg && span.end <= decl.end) ||
			      (given.beg <= span.beg && span.end <= given.end);
		if (n && inside && (n->kind == AST_PARAM || (n->flags & AST_TYPED)))
			return NULL;
	}
	/* a setting is evaluated for an object, but is not about it */
	for (const struct app *app = u->self->app; app; app = app->up)
		for (uint32_t i = 0; i < app->items.n; i++) {
			struct span setting = ast_span(u->tree, app->items.v[i].item);
			if (span.beg >= setting.beg && span.end <= setting.end)
				return NULL;
		}
	return arena_printf(u->arena, "in " STR_FMT " `" STR_FMT "`",
			    STR_ARG(unit_str(u, u->schema->kinds[u->self->o.kind].name)),
			    STR_ARG(unit_str(u, u->self->o.name)));
}

/* Does SPAN lie in the text that E is a use of? */
static bool in_text(const struct unit *u, const struct expansion *e, struct span span)
{
	struct span text = ast_span(u->tree, e->decl ? e->decl : e->module->root);

	return span.beg >= text.beg && span.end <= text.end;
}

/* A mistake in a component or an included file: the use that led there, and what led to that one. */
#define USES_SHOWN 4

static void about_uses(struct unit *u, struct diag *d)
{
	const struct expansion *e = u->self ? u->self->in : u->using;
	struct span span = d->span;
	uint32_t n = 0;

	for (; e && e->item; e = e->up) {
		if (!in_text(u, e, span))
			continue;
		span = unit_span(u, use_at(u, e));
		if (++n > USES_SHOWN && e->up && e->up->item)
			continue; /* of a long way its two ends */
		struct diag_span use = {span, e->decl ? arena_printf(u->arena, "in this `" STR_FMT "`",
								     STR_ARG(unit_str(u, unit_node(u, e->decl)->sym)))
						      : "included here"};
		VEC_PUSH(d->arena, &d->also, use);
	}
}

/* A mistake in what is given to a typed parameter: where its type is said. */
static void about_argument(struct unit *u, struct diag *d)
{
	const struct local *l = u->reading ? u->reading->local : NULL;
	struct span given = l && l->given ? ast_span(u->tree, l->given) : SPAN_NONE;

	if (!given.beg || d->span.beg < given.beg || d->span.end > given.end || unit_library(u, l->decl) ||
	    !local_type(u, l))
		return;
	struct diag_span declared = {unit_span(u, l->decl), "the parameter"};
	VEC_PUSH(d->arena, &d->also, declared);
}

/*
 * A message inside a local, function or loop does not show which object it is
 * about; one inside the object's own block does.
 */
static void about(void *ctx, struct diag *d)
{
	struct unit *u = ctx;
	const char *self = about_self(u, d->span);

	if (self)
		d->context = self;
	if (d->span.beg == SPAN_NONE.beg)
		return;
	about_uses(u, d);
	about_argument(u, d);
}

struct unit *unit_new(struct arena *arena, const struct declared *declared, struct modules *modules,
		      const struct unit_options *options)
{
	struct unit *u = arena_zalloc(arena, sizeof *u);

	u->arena = arena;
	u->schema = declared->schema;
	u->rows.v = declared->rows.v;
	u->rows.n = declared->rows.n;
	u->modules = modules;
	u->names = modules->names;
	u->sources = modules->sources;
	u->diags = modules->diags;
	u->tree = modules->tree;
	u->files = modules->files;
	u->params = options->params;
	u->nparams = options->nparams;
	u->target = options->target ? options->target : u->schema->newest;
	u->namespace_option = sym_intern(u->names, options->namespace_.p, options->namespace_.n);
	u->limits.nodes = UNIT_DEFAULT_NODES;
	u->limits.depth = UNIT_DEFAULT_DEPTH;
	u->limits.bytes = UNIT_DEFAULT_BYTES;
	intern_words(u);
	u->diags->about = about;
	u->diags->about_ctx = u;
	u->library = library_scope(u);
	return u;
}

/* The drops of an app and of those around it. */
static void apply_app_drops(struct unit *u, struct instance *inst)
{
	for (struct app *app = inst->app; app; app = app->up)
		for (uint32_t i = 0; i < app->drops.n; i++)
			eval_drop(u, app->drops.v[i].item, app->drops.v[i].scope, inst->o.root.map, inst->o.root.type,
				  inst->o.kind);
}

/* What is in no namespace may not say one. */
static void check_namespace(struct unit *u, const struct instance *inst, const struct schema_kind *kind)
{
	struct node *metadata = map_value(inst->o.root.map, u->word.metadata);
	struct node *v = metadata && metadata->kind == OBJ_MAP ? map_value(metadata->map, u->word.namespace_) : NULL;

	if (!v || (kind->flags & KIND_NAMESPACED) || v->kind == OBJ_POISON)
		return;
	diag_label(diag_add(u->diags, E0225, unit_span(u, v->origin), "a " STR_FMT " is in no namespace",
			    STR_ARG(unit_str(u, kind->name))),
		   "it is there for the whole cluster: leave this out");
}

/* What has no name leaves it to the API server, which needs something to begin it with. */
static void check_named(struct unit *u, const struct instance *inst)
{
	const struct schema_path *p = &u->schema->paths[u->schema->model.generate_name];
	const struct node *v = node_at(u->schema, &inst->o.root, u->schema->model.generate_name);

	if (inst->o.name || !p->count || (v && v->kind != OBJ_NULL && v->kind != OBJ_ABSENT))
		return;
	struct str prefix = unit_str(u, u->schema->fields[u->schema->steps[p->first + p->count - 1u]].name);
	struct diag *d = diag_add(u->diags, E0205, unit_span(u, instance_name_at(u, inst)),
				  "a " STR_FMT " without a name needs the field `" STR_FMT "`",
				  STR_ARG(unit_str(u, u->schema->kinds[inst->o.kind].name)), STR_ARG(prefix));
	diag_label(d, "`_` leaves the name to the API server");
	diag_help(d, "write a name here, or what it begins with: `" STR_FMT ": \"...-\"`", STR_ARG(prefix));
}

/* Did the parser skip something below ID? Then what is left may seem wrong only because of that. */
static bool has_hole(const struct unit *u, ast_id id)
{
	if (ast_kind(u->tree, id) == AST_ERROR)
		return true;
	AST_EACH (u->tree, id, c) {
		if (has_hole(u, c))
			return true;
	}
	return false;
}

/* An object of a file of data that was moved: its own namespace does not count, and its names follow. */
static void settle_data(struct unit *u, struct instance *inst)
{
	struct node *ns = node_at(u->schema, &inst->o.root, u->schema->model.namespace_);

	if (ns && ns->kind == OBJ_TEXT && inst->o.namespace_)
		ns->text = inst->o.namespace_;
	else if (!ns && (u->schema->kinds[inst->o.kind].flags & KIND_NAMESPACED))
		shape_namespace(u, inst, &inst->o.root);
	follow_names(u, inst);
}

static void evaluate_instance(struct unit *u, struct instance *inst)
{
	const struct schema_kind *kind = &u->schema->kinds[inst->o.kind];
	struct scope *scope = scope_of_block(u, inst->body, inst->scope);

	uint32_t errors = u->diags->errors;

	if (u->torn && has_hole(u, inst->o.item))
		return;
	u->self = inst;
	u->app = inst->app;
	inst->o.root = node_map(u->arena, kind->type, inst->o.item);
	shape_identity(u, inst, &inst->o.root);
	eval_body(u, inst, scope, &inst->o.root);
	if (inst->data)
		settle_data(u, inst);
	check_namespace(u, inst, kind);
	if (u->diags->errors == errors)
		check_named(u, inst);
	apply_app_drops(u, inst);
	if (scope != inst->scope)
		scope_mark_unused(u, scope);
	if (scope != inst->scope)
		scope_report_unused(u, scope);
	inst->evaluated = true;
	inst->broken |= u->diags->errors > errors;
}

/* A resource in a branch that is not taken, or in a loop over nothing: only its mistakes count. */
static void look_at_untaken(struct unit *u, struct instance *inst)
{
	struct node root = node_map(u->arena, u->schema->kinds[inst->o.kind].type, inst->o.item);

	for (const struct app *app = inst->app; app && !inst->o.namespace_; app = app->up)
		inst->o.namespace_ = app->namespace_;
	u->self = inst;
	u->app = inst->app;
	u->dry++;
	if (inst->body)
		eval_body(u, inst, scope_of_block(u, inst->body, inst->scope), &root);
	u->dry--;
}

/* What was given to the parameters of an instance or an included file, against their types. */
static void check_use(struct unit *u, struct expansion *e)
{
	struct scope *scope = e->scope;

	while (scope && scope->in != e)
		scope = scope->up;
	if (e->decl)
		check_locals(u, scope);
}

void eval_unit(struct unit *u)
{
	uint32_t nodes = u->tree->count - u->tree->nfixed;

	if (u->limits.nodes / UNIT_NODES_PER_NODE < nodes)
		u->limits.nodes = nodes < UINT32_MAX / UNIT_NODES_PER_NODE ? nodes * UNIT_NODES_PER_NODE : UINT32_MAX;
	shape_unit(u);
	for (uint32_t i = 0; i < u->instances.n; i++)
		if (!u->instances.v[i]->external && !u->instances.v[i]->dropped)
			evaluate_instance(u, u->instances.v[i]);
	u->self = NULL;
	for (uint32_t i = 0; i < u->uses.n; i++)
		check_use(u, u->uses.v[i]);
	components_check(u);
	for (uint32_t i = 0; i < u->untaken.n; i++)
		look_at_untaken(u, u->untaken.v[i]);
	u->self = NULL;
	patches_look(u);
	components_circles(u);
	patches_report(u);
	for (uint32_t i = 0; i < u->apps.n; i++)
		check_locals(u, u->apps.v[i]->scope);
	for (uint32_t i = 0; i < u->modules->all.n; i++)
		check_locals(u, u->modules->all.v[i]->scope);
	if (u->look_at_rules)
		u->look_at_rules(u);
	components_report(u);
	for (uint32_t i = 0; i < u->apps.n; i++)
		scope_mark_unused(u, u->apps.v[i]->scope);
	for (uint32_t i = 0; i < u->apps.n; i++)
		scope_report_unused(u, u->apps.v[i]->scope);
}
