/* SPDX-License-Identifier: Apache-2.0 */
/*
 * place: where objects are: settings of files and apps, namespaces, and the
 * index that finds objects by place and name.
 */
#include "eval/shape.h"

/* instance.written */
#define WRITES_NAMESPACE 1
#define MOVED 2 /* and does not count */

/* ---- settings and namespaces ---- */

static void evaluate_settings(struct unit *u, struct app *app)
{
	struct node value = node_map(u->arena, u->schema->settings, app->item);
	struct container in = container_of(u, &value, u->schema->settings);

	app->settings = value.map;
	u->app = app;
	for (uint32_t i = 0; i < app->items.n; i++) {
		const struct ast_node *n = unit_node(u, app->items.v[i].item);
		struct scope *scope = app->items.v[i].scope;
		struct step steps[MAX_STEPS];
		if (n->flags & AST_SIMPLE) {
			steps[0] = (struct step){.name = n->sym, .at = app->items.v[i].item};
			path_set(u, &in, steps, 1, n->first, scope);
			continue;
		}
		uint32_t count = path_steps(u, n->first, scope, steps);
		if (count)
			path_set(u, &in, steps, count, ast_next(u->tree, n->first), scope);
	}
}

/* The namespace of an included file: what the include says counts more than what the file does. */
static sym said_namespace(struct unit *u, struct app *app)
{
	struct expansion *in = app->in;
	field_id f = schema_field(u->schema, u->schema->settings, u->word.namespace_);

	if (!in->namespace_at)
		return app->namespace_;
	u->app = app->outside;
	struct node v = eval_slot(u, in->namespace_at, in->namespace_scope, u->schema->fields[f].type);
	in->moves = v.kind == OBJ_TEXT;
	return in->moves ? v.text : app->namespace_;
}

static void resolve_app(struct unit *u, struct app *app)
{
	if (app->resolved)
		return;
	struct app *from = app->up ? app->up : app->outside;

	app->resolved = true;
	if (from)
		resolve_app(u, from);
	app->namespace_ = from ? from->namespace_ : SYM_EMPTY;
	evaluate_settings(u, app);
	struct node *ns = map_value(app->settings, u->word.namespace_);
	if (ns && ns->kind == OBJ_TEXT)
		app->namespace_ = ns->text;
	if (!app->file)
		return;
	if (app->outside)
		app->namespace_ = said_namespace(u, app);
	else if (u->namespace_option)
		app->namespace_ = u->namespace_option;
}

/* The name of the INDEX-th step of the path to metadata.namespace. */
static sym model_step(const struct unit *u, path_id path, uint32_t index)
{
	return u->schema->fields[u->schema->steps[u->schema->paths[path].first + index]].name;
}

/* Does the body say its namespace itself? A look at the keys only. */
static bool writes_namespace(const struct unit *u, const struct instance *inst)
{
	path_id path = u->schema->model.namespace_;
	sym first = model_step(u, path, 0), last = model_step(u, path, u->schema->paths[path].count - 1u);

	AST_EACH (u->tree, inst->body, item) {
		const struct ast_node *n = unit_node(u, item);
		if (n->kind == AST_SPREAD || n->kind == AST_IF || n->kind == AST_FOR)
			return true;
		if (n->kind != AST_FIELD)
			continue;
		sym key = n->flags & AST_SIMPLE ? n->sym : unit_node(u, ast_first(u->tree, n->first))->sym;
		if (key == first || key == last)
			return true;
	}
	return false;
}

static void place(struct unit *u, struct instance *inst)
{
	const struct schema_kind *k = &u->schema->kinds[inst->o.kind];
	struct node ns;

	if (!(k->flags & KIND_NAMESPACED))
		return;
	if (inst->external) {
		inst->o.namespace_ = extern_namespace(u, inst);
		return;
	}
	inst->o.namespace_ = inst->app->namespace_;
	if (!inst->body || !writes_namespace(u, inst))
		return;
	if (inst->data && inst->in->moves) {
		inst->written |=
			MOVED; /* a file of data has no default that could be replaced: it is each object's own */
		return;
	}
	u->placing = true;
	bool said = eval_field(u, inst, u->schema->model.namespace_, inst->o.item, &ns);
	u->placing = false;
	if (said) {
		inst->written |= WRITES_NAMESPACE;
		if (ns.kind == OBJ_TEXT)
			inst->o.namespace_ = ns.text;
	}
}

/* The use by which B came to be, of the last text that A and B do not share; NULL if they stand in one use. */
static const struct expansion *apart(const struct instance *a, const struct instance *b)
{
	const struct expansion *last = NULL;

	for (const struct expansion *e = b->in; e; last = e, e = e->up)
		for (const struct expansion *f = a->in; f; f = f->up)
			if (e == f)
				return last;
	return NULL;
}

static void complain_duplicate(struct unit *u, const struct instance *a, const struct instance *b)
{
	const struct schema_kind *k = &u->schema->kinds[b->o.kind];
	const struct expansion *by = apart(a, b), *other = apart(b, a);

	if (a->o.item == b->o.item && by && other) {
		struct diag *twice =
			diag_add(u->diags, E0305, unit_span(u, use_at(u, by)), STR_FMT " `" STR_FMT "` is made twice",
				 STR_ARG(unit_str(u, k->name)), STR_ARG(unit_str(u, b->o.name)));
		diag_label(twice, "here");
		diag_also(twice, unit_span(u, use_at(u, other)), "and here before");
		diag_also(twice, unit_span(u, instance_name_at(u, b)), "both times by this");
		if (by->module && k->flags & KIND_FIXED)
			diag_help(twice,
				  "nothing is put around the name of a " STR_FMT
				  ": declare it in one file that is included once",
				  STR_ARG(unit_str(u, k->name)));
		else if (by->module)
			diag_help(twice, "give one of the two a %s`namePrefix` of its own",
				  k->flags & KIND_NAMESPACED ? "`namespace` or a " : "");
		return;
	}
	struct diag *d = diag_add(u->diags, E0305, unit_span(u, instance_name_at(u, b)),
				  STR_FMT " `" STR_FMT "` is declared twice", STR_ARG(unit_str(u, k->name)),
				  STR_ARG(unit_str(u, b->o.name)));

	if (b->o.namespace_)
		diag_note(d, "both are in namespace `" STR_FMT "`", STR_ARG(unit_str(u, b->o.namespace_)));
	diag_also(d, unit_span(u, instance_name_at(u, a)), "first declared here");
}

/* NAME is INST inside the text that IN is a use of. */
static void names_add(struct unit *u, struct expansion *in, sym ns, sym name, struct instance *inst)
{
	if (!in->names)
		in->names = arena_zalloc(u->arena, sizeof *in->names);
	index_add(u->arena, &in->names->by_place, ns, name, inst);
	index_add(u->arena, &in->names->by_name, SYM_EMPTY, name, inst);
}

/* The names by which INST goes inside the texts around it, from its own outward. */
static void index_within(struct unit *u, struct instance *inst)
{
	sym name = inst->own, ns = inst->o.namespace_;

	if (inst->as && inst->in->up)
		names_add(u, inst->in, ns, inst->as, inst);
	for (struct expansion *e = inst->in; e; e = e->up) {
		if (name && e->as && name == e->name)
			names_add(u, e->up, ns, e->as, inst);
		if (name && (e->prefix || e->suffix))
			names_add(u, e, ns, name, inst);
		if (!(u->schema->kinds[inst->o.kind].flags & KIND_FIXED))
			name = names_around(u, e, name);
	}
}

static void index_instance(struct unit *u, struct instance *inst)
{
	const struct schema_kind *k = &u->schema->kinds[inst->o.kind];

	if (inst->dropped)
		return;
	if (!inst->o.name)
		goto as;
	for (struct index_entry *e = index_first(&u->by_place, inst->o.namespace_, inst->o.name); e;
	     e = index_next(e)) {
		const struct schema_kind *other = &u->schema->kinds[e->inst->o.kind];
		if (e->inst->o.name != inst->o.name || other->name != k->name || other->group != k->group)
			continue;
		if (e->inst->library)
			e->inst = inst; /* what the user says of it counts */
		if (e->inst == inst || inst->library)
			return;
		if (inst->external && e->inst->external && inst->o.item == e->inst->o.item) {
			inst->dropped = inst->o.item; /* the same file once more says the same */
			return;
		}
		complain_duplicate(u, e->inst, inst);
		inst->broken = true;
		break;
	}
	index_add(u->arena, &u->by_place, inst->o.namespace_, inst->o.name, inst);
as:
	if (inst->in && !inst->external)
		index_within(u, inst);
	if (inst->as && inst->as != inst->o.name && !(inst->in && inst->in->up))
		index_add(u->arena, &u->by_place, inst->o.namespace_, inst->as, inst);
}

void shape_library_externs(struct unit *u)
{
	static const struct app none = {.file = true, .resolved = true};
	struct app *outside = ARENA_NEW(u->arena, struct app, 1);
	const struct around around = {u->library, outside, NULL};

	if (u->library_externs)
		return;
	u->library_externs = true;
	*outside = none;
	uint32_t dry = u->dry, first = u->instances.n;
	u->dry = 0;
	for (uint32_t i = 1; i < u->schema->nexterns; i++)
		shape_extern(u, u->schema->externs[i], &around, true);
	for (uint32_t i = first; i < u->instances.n; i++) {
		place(u, u->instances.v[i]);
		index_instance(u, u->instances.v[i]);
	}
	u->dry = dry;
}

static void check_app_names(struct unit *u)
{
	struct name_index seen = {0};

	for (uint32_t i = 0; i < u->apps.n; i++) {
		struct app *app = u->apps.v[i];
		if (app->file || !app->name)
			continue;
		struct index_entry *e = index_first(&seen, app->namespace_, app->name);
		if (!e) {
			index_add(u->arena, &seen, app->namespace_, app->name, NULL);
			continue;
		}
		struct diag *d = diag_add(u->diags, E0306, unit_span(u, ast_first(u->tree, app->item)),
					  "there are two apps called `" STR_FMT "` in one namespace",
					  STR_ARG(unit_str(u, app->name)));
		for (uint32_t k = 0; k < i; k++)
			if (u->apps.v[k]->name == app->name && u->apps.v[k]->namespace_ == app->namespace_) {
				diag_also(d, unit_span(u, ast_first(u->tree, u->apps.v[k]->item)), "the other one");
				break;
			}
	}
}

void place_unit(struct unit *u)
{
	for (uint32_t i = 0; i < u->instances.n; i++)
		if (!(u->schema->kinds[u->instances.v[i]->o.kind].flags & KIND_NAMESPACED))
			index_instance(u, u->instances.v[i]);
	for (uint32_t i = 0; i < u->apps.n; i++)
		resolve_app(u, u->apps.v[i]);
	for (uint32_t i = 0; i < u->instances.n; i++) {
		struct instance *inst = u->instances.v[i];
		if (inst->library || !(u->schema->kinds[inst->o.kind].flags & KIND_NAMESPACED))
			continue;
		u->app = inst->app;
		place(u, inst);
		index_instance(u, inst);
	}
	for (uint32_t i = 0; i < u->instances.n; i++)
		if (u->instances.v[i]->external && !u->instances.v[i]->library)
			extern_check(u, u->instances.v[i]);
	check_app_names(u);
}

/* ---- what stands in the object before its body is evaluated ---- */

static void put_text(struct unit *u, struct instance *inst, struct node *root, path_id path, sym text)
{
	const struct schema_path *p = &u->schema->paths[path];
	type_id type = u->schema->fields[u->schema->steps[p->first + p->count - 1u]].type;
	struct node v = node_text(text, type, instance_name_at(u, inst));

	put_at(u, root, path, SYM_EMPTY, &v, inst->o.item);
}

void shape_namespace(struct unit *u, struct instance *inst, struct node *root)
{
	if (inst->o.namespace_)
		put_text(u, inst, root, u->schema->model.namespace_, inst->o.namespace_);
}

void shape_identity(struct unit *u, struct instance *inst, struct node *root)
{
	const struct schema_model *m = &u->schema->model;
	const struct schema_kind *k = &u->schema->kinds[inst->o.kind];
	struct map *map = root->map;
	const struct schema_field *f = &u->schema->fields[schema_field(u->schema, k->type, m->api_version)];

	*map_add(u->arena, map, f->name, f->order) = node_text(k->api_version, f->type, inst->o.item);
	f = &u->schema->fields[schema_field(u->schema, k->type, m->kind)];
	*map_add(u->arena, map, f->name, f->order) = node_text(k->name, f->type, inst->o.item);
	if (inst->o.name)
		put_text(u, inst, root, m->name, inst->o.name);
	if (!inst->written)
		shape_namespace(u, inst, root);
}
