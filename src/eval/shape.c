/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shape: which apps and objects there are, what they are called and where.
 *
 * Three rounds. The first walks all blocks and finds the items; the second
 * those inside `if` and `for`, whose headers may use parameters, locals and
 * the names that the first has found. The third, when every name is known,
 * evaluates the settings (which may name objects), gives each instance its
 * namespace and indexes it.
 */
#include "eval/block.h"

/* instance.written */
#define WRITES_NAMESPACE 1

static void walk(struct unit *u, ast_id block, struct scope *scope, struct app *app);

/* ---- items ---- */

static bool is_underscore(const struct unit *u, ast_id name)
{
	return ast_kind(u->tree, name) == AST_WORD && str_is(unit_str(u, unit_node(u, name)->sym), "_");
}

/* A name's place: a word is that literal name. */
static bool name_text(struct unit *u, ast_id name, struct scope *scope, sym *out)
{
	*out = SYM_EMPTY;
	if (is_underscore(u, name))
		return true;
	if (ast_kind(u->tree, name) == AST_WORD) {
		*out = unit_node(u, name)->sym;
		return true;
	}
	if (!eval_text(u, name, scope, out))
		return false;
	if (*out)
		return true;
	diag_add(u->diags, E0211, unit_span(u, name), "the name is empty");
	return false;
}

static struct instance *new_instance(struct unit *u, ast_id item, struct scope *scope, struct app *app)
{
	const struct ast_node *n = unit_node(u, item);
	ast_id path = n->first, next = ast_next(u->tree, path), gv = AST_NIL;

	if (ast_kind(u->tree, next) == AST_GV) {
		gv = next;
		next = ast_next(u->tree, next);
	}
	kind_id kind = shape_kind(u, path, gv);
	sym name;
	/* in a loop over nothing the name is not known, but the body can be looked at */
	if (!kind || (!name_text(u, next, scope, &name) && !u->dry))
		return NULL;
	struct instance *inst = arena_zalloc(u->arena, sizeof *inst);
	ast_id body = ast_next(u->tree, next);
	if (body && ast_kind(u->tree, body) == AST_WORD) {
		inst->as = unit_node(u, body)->sym;
		body = ast_next(u->tree, body);
	}
	inst->o.kind = kind;
	inst->o.name = name;
	inst->o.item = item;
	inst->o.file = app->file_index;
	inst->app = app;
	inst->scope = scope;
	inst->body = body && ast_kind(u->tree, body) == AST_BLOCK ? body : AST_NIL;
	return inst;
}

/* The format of the kind's names; the body is looked at all the same. */
static void check_name(struct unit *u, const struct instance *inst, const struct schema_kind *k)
{
	struct str name = unit_str(u, inst->o.name);
	uint32_t bad;
	const char *why =
		k->name_format ? format_check(u->arena, (enum schema_format)k->name_format, name, &bad) : NULL;

	if (why)
		diag_label(diag_add(u->diags, E0211, unit_span(u, instance_name_at(u, inst)),
				    "`" STR_FMT "` cannot be the name of %s " STR_FMT, STR_ARG(name),
				    strchr("AEIO", unit_str(u, k->name).p[0]) ? "an" : "a",
				    STR_ARG(unit_str(u, k->name))),
			   "%s", why);
}

static void resource_item(struct unit *u, ast_id item, struct scope *scope, struct app *app)
{
	struct instance *inst = new_instance(u, item, scope, app);
	const struct schema_kind *k;

	if (!inst)
		return;
	k = &u->schema->kinds[inst->o.kind];
	if (inst->o.name)
		check_name(u, inst, k);
	if (u->dry) {
		VEC_PUSH(u->arena, &u->untaken, inst);
		return;
	}
	inst->number = inst->o.seq = u->instances.n;
	VEC_PUSH(u->arena, &u->instances, inst);
	VEC_PUSH(u->arena, &app->members, inst);
}

static void extern_item(struct unit *u, ast_id item, struct scope *scope, struct app *app, bool library)
{
	struct instance *inst = new_instance(u, item, scope, app);

	if (!inst || u->dry)
		return;
	inst->external = true;
	inst->library = library;
	inst->number = u->instances.n;
	VEC_PUSH(u->arena, &u->instances, inst);
}

static void app_item(struct unit *u, ast_id item, struct scope *scope, struct app *up)
{
	ast_id name = ast_first(u->tree, item), block = ast_next(u->tree, name);
	struct app *app = arena_zalloc(u->arena, sizeof *app);

	if (ast_kind(u->tree, block) == AST_WORD)
		block = ast_next(u->tree, block);
	/* a bad name gets into no label, where it would be wrong once more */
	if (!name_text(u, name, scope, &app->name) ||
	    !check_format(u, FORMAT_LABEL_VALUE, app->name, name, "the name of an app"))
		app->name = SYM_EMPTY;
	app->up = up;
	app->item = item;
	app->block = block;
	app->file_index = up->file_index;
	app->scope = scope_of_block(u, block, scope);
	app->serial = u->apps.n;
	if (!u->dry)
		VEC_PUSH(u->arena, &u->apps, app);
	walk(u, block, app->scope, app);
}

static void branch(struct unit *u, ast_id block, struct scope *scope, struct app *app, bool taken)
{
	u->dry += !taken;
	walk(u, block, scope_of_block(u, block, scope), app);
	u->dry -= !taken;
}

static void if_item(struct unit *u, ast_id item, struct scope *scope, struct app *app)
{
	ast_id cond = ast_first(u->tree, item), then = ast_next(u->tree, cond), other = ast_next(u->tree, then);
	bool known;
	bool yes = eval_condition(u, cond, scope, &known);

	branch(u, then, scope, app, known && yes);
	if (!other || ast_kind(u->tree, other) == AST_NONE)
		return;
	if (ast_kind(u->tree, other) != AST_IF) {
		branch(u, other, scope, app, known && !yes);
		return;
	}
	u->dry += !(known && !yes);
	if_item(u, other, scope, app);
	u->dry -= !(known && !yes);
}

static void for_item(struct unit *u, ast_id item, struct scope *scope, struct app *app)
{
	struct loop loop;

	loop_begin(u, item, scope, &loop);
	while (loop_next(u, &loop)) {
		/* the instances keep their scope: each round needs its own */
		struct scope *round = scope_new(u, scope, loop.scope->n);
		memcpy(round->v, loop.scope->v, loop.scope->n * sizeof *round->v);
		branch(u, ast_child(u->tree, item, 2), round, app, !loop.dry);
	}
}

static const char *unsupported(enum ast_kind kind)
{
	switch (kind) {
	case AST_COMPONENT:
		return "`component`";
	case AST_IMPORT:
		return "`import`";
	case AST_INCLUDE:
		return "`include`";
	case AST_PATCH:
	case AST_PATCH_ON:
		return "`patch`";
	case AST_DROP_OBJECT:
		return "`drop` of a resource";
	case AST_EXTERN_KIND:
		return "`extern kind`";
	case AST_ALLOW:
		return "`allow`";
	case AST_RULE:
		return "`rule`";
	case AST_ASSERT:
	case AST_WARN:
		return "`assert` and `warn`";
	case AST_TYPE:
		return "`type`";
	case AST_KIND:
		return "`kind`";
	case AST_ANNOTATE:
		return "`annotate`";
	case AST_DERIVE:
		return "`derive`";
	case AST_SPREAD:
		return "a spread among resources";
	default:
		return NULL;
	}
}

/* Its header may name objects that stand further down: it waits for the second round. */
static void conditional(struct unit *u, ast_id item, struct scope *scope, struct app *app)
{
	struct late late = {item, scope, app, 0};

	if (!u->late_now)
		VEC_PUSH(u->arena, &u->late, late);
	else if (ast_kind(u->tree, item) == AST_IF)
		if_item(u, item, scope, app);
	else
		for_item(u, item, scope, app);
}

/* Items whose names the rest of the file may use. */
static bool brings_names(enum ast_kind kind)
{
	return kind == AST_COMPONENT || kind == AST_IMPORT || kind == AST_INCLUDE || kind == AST_EXTERN_KIND ||
	       kind == AST_KIND;
}

/* Calls EACH for all items that stand among resources, in blocks within BLOCK too. */
static bool any_item(struct unit *u, ast_id block, bool (*each)(struct unit *u, ast_id item, enum ast_kind kind))
{
	bool any = false;

	AST_EACH (u->tree, block, item) {
		enum ast_kind kind = ast_kind(u->tree, item);
		any |= each(u, item, kind);
		if (kind != AST_APP && kind != AST_IF && kind != AST_FOR)
			continue;
		AST_EACH (u->tree, item, inner) {
			if (ast_kind(u->tree, inner) == AST_BLOCK)
				any |= any_item(u, inner, each);
		}
	}
	return any;
}

static bool is_bringing(struct unit *u, ast_id item, enum ast_kind kind)
{
	(void)u;
	(void)item;
	return brings_names(kind);
}

static bool tell_unsupported(struct unit *u, ast_id item, enum ast_kind kind)
{
	const char *what = unsupported(kind);

	if (what)
		complain_not_supported(u, item, what);
	return what != NULL;
}

bool shape_incomplete(struct unit *u)
{
	bool any = false;

	for (uint32_t i = 0; i < u->apps.n; i++)
		any |= any_item(u, u->apps.v[i]->block, is_bringing);
	for (uint32_t i = 0; any && i < u->apps.n; i++)
		any_item(u, u->apps.v[i]->block, tell_unsupported);
	return any;
}

static void one_item(struct unit *u, ast_id item, struct scope *scope, struct app *app)
{
	struct setting setting = {item, scope};
	enum ast_kind kind = ast_kind(u->tree, item);

	switch (kind) {
	case AST_RESOURCE:
		resource_item(u, item, scope, app);
		break;
	case AST_APP:
		app_item(u, item, scope, app);
		break;
	case AST_FIELD:
		if (!u->dry)
			VEC_PUSH(u->arena, &app->items, setting);
		break;
	case AST_DROP:
		if (app->file)
			diag_label(diag_add(u->diags, E0310, unit_span(u, item), "`drop` has no effect here"),
				   "it belongs into an app or a resource's body");
		else if (!u->dry)
			VEC_PUSH(u->arena, &app->drops, item);
		break;
	case AST_EXTERN:
		extern_item(u, item, scope, app, false);
		break;
	case AST_IF:
	case AST_FOR:
		conditional(u, item, scope, app);
		break;
	case AST_LET:
	case AST_PARAM:
	case AST_FN:
	case AST_ERROR:
		break;
	default:
		complain_not_supported(u, item, unsupported(kind));
	}
}

static void walk(struct unit *u, ast_id block, struct scope *scope, struct app *app)
{
	AST_EACH (u->tree, block, item) {
		one_item(u, item, scope, app);
	}
}

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
			steps[0] = (struct step){n->sym, app->items.v[i].item};
			path_set(u, &in, steps, 1, n->first, scope);
			continue;
		}
		uint32_t count = path_steps(u, n->first, scope, steps);
		if (count)
			path_set(u, &in, steps, count, ast_next(u->tree, n->first), scope);
	}
}

static void resolve_app(struct unit *u, struct app *app)
{
	if (app->resolved)
		return;
	app->resolved = true;
	if (app->up)
		resolve_app(u, app->up);
	app->namespace_ = app->up ? app->up->namespace_ : SYM_EMPTY;
	evaluate_settings(u, app);
	struct node *ns = map_value(app->settings, u->word.namespace_);
	if (ns && ns->kind == OBJ_TEXT)
		app->namespace_ = ns->text;
	if (app->file && u->namespace_option)
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
	if (eval_field(u, inst, u->schema->model.namespace_, inst->o.item, &ns)) {
		inst->written |= WRITES_NAMESPACE;
		if (ns.kind == OBJ_TEXT)
			inst->o.namespace_ = ns.text;
	}
}

static void complain_duplicate(struct unit *u, const struct instance *a, const struct instance *b)
{
	const struct schema_kind *k = &u->schema->kinds[b->o.kind];
	struct diag *d = diag_add(u->diags, E0305, unit_span(u, instance_name_at(u, b)),
				  STR_FMT " `" STR_FMT "` is declared twice", STR_ARG(unit_str(u, k->name)),
				  STR_ARG(unit_str(u, b->o.name)));

	if (b->o.namespace_)
		diag_note(d, "both are in namespace `" STR_FMT "`", STR_ARG(unit_str(u, b->o.namespace_)));
	diag_also(d, unit_span(u, instance_name_at(u, a)), "first declared here");
}

static void index_instance(struct unit *u, struct instance *inst)
{
	const struct schema_kind *k = &u->schema->kinds[inst->o.kind];

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
		complain_duplicate(u, e->inst, inst);
		inst->broken = true;
		break;
	}
	index_add(u->arena, &u->by_place, inst->o.namespace_, inst->o.name, inst);
as:
	if (inst->as && inst->as != inst->o.name)
		index_add(u->arena, &u->by_place, inst->o.namespace_, inst->as, inst);
}

void shape_library_externs(struct unit *u)
{
	static const struct app none = {.file = true, .resolved = true};
	struct app *outside = ARENA_NEW(u->arena, struct app, 1);

	if (u->library_externs)
		return;
	u->library_externs = true;
	*outside = none;
	uint32_t dry = u->dry, first = u->instances.n;
	u->dry = 0;
	for (uint32_t i = 1; i < u->schema->nexterns; i++)
		extern_item(u, u->schema->externs[i], u->library, outside, true);
	for (uint32_t i = first; i < u->instances.n; i++) {
		place(u, u->instances.v[i]);
		index_instance(u, u->instances.v[i]);
	}
	u->dry = dry;
}

/* ---- the rounds ---- */

/* Puts what the second round made in its place in the output: where its `if` or `for` is written. */
static void number_in_order(struct unit *u)
{
	uint32_t plain = 0, made = u->late.n ? u->late.v[0].first : 0, end = made, seq = 0;

	for (uint32_t i = 0; i < u->late.n; i++) {
		uint32_t at = unit_span(u, u->late.v[i].item).beg;
		uint32_t next = i + 1 < u->late.n ? u->late.v[i + 1].first : u->instances.n;
		for (; plain < end && unit_span(u, u->instances.v[plain]->o.item).beg < at; plain++)
			u->instances.v[plain]->o.seq = seq++;
		for (; made < next; made++)
			u->instances.v[made]->o.seq = seq++;
	}
	for (; plain < end; plain++)
		u->instances.v[plain]->o.seq = seq++;
}

static void walk_late(struct unit *u)
{
	u->late_now = true;
	for (uint32_t i = 0; i < u->late.n; i++) {
		struct late *late = &u->late.v[i];
		late->first = u->instances.n;
		conditional(u, late->item, late->scope, late->app);
	}
	number_in_order(u);
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

void shape_unit(struct unit *u)
{
	uint32_t files = u->apps.n;

	u->naming = true;
	for (uint32_t i = 0; i < files; i++) {
		struct app *file = u->apps.v[i];
		file->scope = scope_of_block(u, file->block, NULL); /* functions of the library are found by calls */
		walk(u, file->block, file->scope, file);
	}
	walk_late(u);
	u->naming = false;
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
	if (inst->o.namespace_ && !(inst->written & WRITES_NAMESPACE))
		put_text(u, inst, root, m->namespace_, inst->o.namespace_);
}
