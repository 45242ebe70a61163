/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rows: the engine that runs the library's derive rows, stratum by stratum.
 *
 * A row gives a value to a path of an object (or of a struct value) inside an
 * app, where nothing is written and nothing is dropped. Maps that `merges`
 * get the keys that they do not have; lists with a key the items whose key
 * they do not have.
 */
#include "wire/wire.h"

#include "eval/declare.h"
#include "wire/wiring.h"

/* A row's path in the struct of the kind at hand: kinds of one row have the names in common, not the fields. */
struct way {
	const struct schema_derive *row;
	field_id steps[12];
	unsigned n;
	type_id type;  /* of the slot: of the key's value, where the row sets a key */
	type_id whole; /* of what the path leads to */
};

static bool find_way(const struct unit *u, const struct schema_derive *row, type_id from, struct way *way)
{
	way->row = row;
	way->n = schema_path_in(u->schema, row->path, from, way->steps, 12);
	if (!way->n)
		return false;
	way->whole = u->schema->fields[way->steps[way->n - 1]].type;
	way->type = row->key ? unit_type(u, way->whole)->elem : way->whole;
	return true;
}

/* ---- may the row set something here? ---- */

enum room {
	ROOM_NONE, /* written or dropped */
	ROOM_FREE,
	ROOM_MERGE /* something is there that takes more */
};

static bool takes_more(const struct unit *u, const struct way *way, const struct node *v)
{
	const struct schema_type *t = unit_type(u, way->whole);

	return (t->flags & TYPE_MERGES) && (v->kind == OBJ_MAP || (v->kind == OBJ_LIST && t->keyed));
}

static enum room room_for(const struct unit *u, const struct way *way, const struct map *map)
{
	const struct node *v = NULL;

	for (unsigned i = 0; i < way->n; i++) {
		struct entry *e = map_get(map, u->schema->fields[way->steps[i]].name);
		if (!e)
			return ROOM_FREE;
		v = &e->value;
		if (i + 1 == way->n)
			break;
		if (v->kind != OBJ_MAP)
			return ROOM_NONE;
		map = v->map;
	}
	if (v->kind == OBJ_REF)
		return ROOM_NONE;
	if (!way->row->key)
		return takes_more(u, way, v) ? ROOM_MERGE : ROOM_NONE;
	return v->kind == OBJ_MAP && !map_get(v->map, way->row->key) ? ROOM_FREE : ROOM_NONE;
}

/* ---- setting ---- */

static void merge_lists(struct unit *u, struct node *there, const struct node *more)
{
	uint32_t n = there->list->n;

	for (uint32_t i = 0; i < more->list->n; i++) {
		sym key = keyed_key(u, &more->list->v[i], more->type);
		bool found = false;
		for (uint32_t k = 0; k < n && !found; k++)
			found = keyed_key(u, &there->list->v[k], there->type) == key;
		if (!found)
			*list_add(u->arena, there->list) = more->list->v[i];
	}
}

/* Keys that are not there come behind the derived ones and before what is written. */
static void merge_maps(struct unit *u, struct map *there, const struct map *more, origin from)
{
	uint32_t at = 0;

	while (at < there->n && (there->v[at].value.flags & OBJ_DERIVED))
		at++;
	for (uint32_t i = 0; i < more->n; i++) {
		struct entry e = more->v[i];
		if (e.value.kind == OBJ_ABSENT || map_get(there, e.key))
			continue;
		e.value.flags |= OBJ_DERIVED;
		if (unit_in_row(u, e.value.origin))
			e.value.origin = from;
		map_add(u->arena, there, e.key, 0);
		memmove(&there->v[at + 1], &there->v[at], (there->n - 1 - at) * sizeof e);
		there->v[at++] = e;
		map_unindex(there);
	}
}

/* The value at the end of the way, made empty if need be; NULL if something else is in between. */
static struct node *reach(struct unit *u, const struct way *way, struct map *map, bool *fresh)
{
	for (unsigned i = 0;; i++) {
		const struct schema_field *f = &u->schema->fields[way->steps[i]];
		struct entry *e = map_get(map, f->name);
		struct node *v = e ? &e->value : map_add(u->arena, map, f->name, f->order);
		if (!e)
			*v = node_map(u->arena, f->type, way->row->value);
		*fresh = !e;
		if (i + 1 == way->n)
			return v;
		if (v->kind != OBJ_MAP)
			return NULL;
		map = v->map;
	}
}

static void set(struct unit *u, const struct way *way, struct map *map, struct node *v)
{
	bool fresh, merges = !way->row->key && v->kind == OBJ_MAP && (unit_type(u, way->whole)->flags & TYPE_MERGES);
	struct node *there = merges && !v->map->n ? NULL : reach(u, way, map, &fresh);

	if (!there)
		return;
	v->flags |= OBJ_DERIVED;
	if (unit_in_row(u, v->origin))
		v->origin = way->row->value; /* what is asked of it later */
	if (way->row->key) {
		struct entry e = {way->row->key, 0, *v};
		struct map one = {.n = 1, .cap = 1, .v = &e};
		if (there->kind == OBJ_MAP)
			merge_maps(u, there->map, &one, way->row->value);
	} else if (merges && there->kind == OBJ_MAP) {
		merge_maps(u, there->map, v->map, way->row->value);
	} else if (fresh) {
		*there = *v;
	} else if (there->kind == OBJ_LIST && v->kind == OBJ_LIST) {
		merge_lists(u, there, v);
	}
}

/* ---- errors ---- */

/* The words of the row, or where it has none those for several answers to `the K x`. */
static const char *trouble_text(struct wiring *w, struct scope *scope, struct instance *object, const char *slot)
{
	struct unit *u = w->u;
	ast_id other = w->row->otherwise;
	sym message;

	if (!other || ast_kind(u->tree, other) != AST_ERROR_TEXT)
		return arena_printf(u->arena, "cannot tell what `%s` of " STR_FMT " `" STR_FMT "` is", slot,
				    STR_ARG(unit_str(u, u->schema->kinds[object->o.kind].name)),
				    STR_ARG(unit_str(u, object->o.name)));
	if (!eval_text(u, ast_first(u->tree, other), scope, &message))
		return NULL;
	return arena_printf(u->arena, STR_FMT, STR_ARG(unit_str(u, message)));
}

static void tell_trouble(struct wiring *w, struct scope *scope, struct instance *object, const struct way *way)
{
	struct unit *u = w->u;
	const struct trouble *t = &w->trouble;
	struct str s = unit_str(u, u->schema->fields[way->steps[way->n - 1]].name);
	const char *slot = arena_printf(u->arena, STR_FMT, STR_ARG(s));
	const char *text = trouble_text(w, scope, object, slot);
	uint32_t shown = t->ncandidates < CANDIDATES ? t->ncandidates : CANDIDATES;

	if (!text)
		return;
	struct diag *d = diag_add(u->diags, t->code, unit_span(u, instance_name_at(u, object)), "%s", text);
	if (t->label)
		diag_label(d, "%s", t->label);
	for (uint32_t i = 0; i < shown; i++)
		diag_also(d, unit_span(u, instance_name_at(u, t->candidates[i])), i ? "and this one" : "this one");
	if (t->help)
		diag_help(d, "%s", t->help);
	else if (shown)
		diag_help(d, "write it: `%s: " STR_FMT "`", slot, STR_ARG(unit_str(u, t->candidates[0]->o.name)));
}

/* ---- one row on one value ---- */

static struct node eval_row(struct wiring *w, struct scope *scope, type_id type)
{
	struct unit *u = w->u;

	if (ast_kind(u->tree, w->row->value) != AST_THE)
		return eval_slot(u, w->row->value, scope, type);
	struct node v = eval_the(w, w->row->value, scope);
	if (v.kind == OBJ_NULL && w->trouble.code == DIAG_CODES && w->row->otherwise &&
	    ast_kind(u->tree, w->row->otherwise) == AST_ERROR_TEXT) {
		w->trouble.code = E0405;
		w->trouble.label = "the app has none";
	}
	if (v.kind != OBJ_OBJECT)
		return v;
	if (unit_type(u, type)->form == TYPE_STRING)
		return node_text(u->instances.v[v.ref]->o.name, type, w->row->value);
	return fit(u, &v, type, w->row->value);
}

/* `app.x`, `f()`: what reads nothing but the app has one value for all of it. */
static bool reads_app_only(const struct unit *u, ast_id id)
{
	const struct ast_node *n = unit_node(u, id);

	if (n->kind == AST_CALL)
		return ast_kind(u->tree, n->first) == AST_WORD && !ast_next(u->tree, n->first);
	while (n->kind == AST_MEMBER)
		n = unit_node(u, n->first);
	return n->kind == AST_WORD && n->sym == u->word.app;
}

static void enter_row(struct wiring *w, const struct schema_derive *row)
{
	struct unit *u = w->u;

	w->row = row;
	w->state = &w->states[row - u->schema->derives];
	if (w->state->seen)
		return;
	w->state->seen = true;
	if (reads_app_only(u, row->value))
		w->state->constants = arena_zalloc(u->arena, u->apps.n * sizeof *w->state->constants);
}

/* Evaluated once an app where that is possible; what is kept is copied by `set`. */
static struct node row_value(struct wiring *w, struct scope *scope, type_id type)
{
	struct node **kept = w->state->constants ? &w->state->constants[w->u->app->serial] : NULL;

	if (kept && *kept && (*kept)->type == type)
		return **kept;
	struct node v = eval_row(w, scope, type);
	if (kept && v.type == type && (v.kind == OBJ_MAP || v.kind == OBJ_TEXT)) {
		*kept = ARENA_NEW(w->u->arena, struct node, 1);
		**kept = v;
	}
	return v;
}

static void mark_poison(struct unit *u, const struct way *way, struct map *map)
{
	struct node v = node_poison();

	if (!way->row->key && room_for(u, way, map) == ROOM_FREE)
		set(u, way, map, &v);
}

static void run(struct wiring *w, struct instance *object, const struct surround *self, const struct node *self_value,
		const struct way *way)
{
	struct unit *u = w->u;
	struct map *map = self ? self->map : object->o.root.map;
	uint32_t errors = u->diags->errors;

	if (room_for(u, way, map) == ROOM_NONE)
		return;
	struct local local = {.name = u->word.self, .kind = LOCAL_VALUE, .used = true, .value = *self_value};
	struct scope room = {.up = declared_scope(u, way->row->value), .v = &local, .n = 1}, *scope = &room;
	w->object = object;
	w->self = self;
	w->trouble.code = DIAG_CODES;
	w->trouble.label = w->trouble.help = NULL;
	w->trouble.ncandidates = 0;
	u->self = object;
	u->diags->quiet = object->broken;
	struct node v = row_value(w, scope, way->type);
	if ((v.kind == OBJ_NULL || v.kind == OBJ_ABSENT) && w->trouble.code != DIAG_CODES)
		tell_trouble(w, scope, object, way);
	else if (v.kind == OBJ_NULL && w->row->otherwise && ast_kind(u->tree, w->row->otherwise) != AST_ERROR_TEXT)
		v = eval_slot(u, w->row->otherwise, scope, way->type);
	if (v.kind != OBJ_NULL && v.kind != OBJ_ABSENT)
		set(u, way, map, &v);
	else if (u->diags->errors > errors)
		mark_poison(u, way, map);
	u->diags->quiet = false;
}

/* ---- which objects a row works on ---- */

/* What is not set comes from the outer app; of `labels` and the like each key is a setting of its own. */
static void inherit(struct unit *u, struct map *m, const struct map *outer)
{
	for (uint32_t i = 0; i < outer->n; i++) {
		const struct entry *e = &outer->v[i];
		struct entry *own = map_get(m, e->key);
		if (!own) {
			*map_add(u->arena, m, e->key, e->order) = e->value;
			continue;
		}
		if (own->value.kind != OBJ_MAP || e->value.kind != OBJ_MAP ||
		    unit_type(u, own->value.type)->form == TYPE_ANY)
			continue;
		struct node both = node_map(u->arena, own->value.type, own->value.origin);
		inherit(u, both.map, own->value.map);
		inherit(u, both.map, e->value.map);
		own->value = both;
	}
}

/* The settings of an app with what it inherits, and its name. */
static struct map *settings_of(struct wiring *w, struct app *app)
{
	struct unit *u = w->u;

	if (w->app_settings[app->serial])
		return w->app_settings[app->serial];
	struct map *m = arena_zalloc(u->arena, sizeof *m);
	*map_add(u->arena, m, u->word.name, 0) = app->name ? node_text(app->name, 0, app->item) : node_null();
	if (app->settings)
		inherit(u, m, app->settings);
	if (app->up)
		inherit(u, m, settings_of(w, app->up));
	w->app_settings[app->serial] = m;
	return m;
}

void enter_app(struct wiring *w, struct app *app)
{
	if (w->u->app == app && w->settings)
		return;
	w->u->app = app;
	w->settings = settings_of(w, app);
}

/* The rows of one stratum for the objects of one kind. */
struct plan {
	struct way *v;
	uint32_t n, cap;
};

static void plan_row(struct unit *u, const struct schema_derive *row, const bool *used, struct plan *plans)
{
	const struct schema_kindset *set = &u->schema->kindsets[row->kinds];

	for (uint32_t k = 0; k < set->count; k++) {
		kind_id kind = u->schema->kindlist[set->first + k];
		struct way way;
		if (used[kind] && find_way(u, row, u->schema->kinds[kind].type, &way))
			VEC_PUSH(u->arena, &plans[kind], way);
	}
}

/* The values in INST that rows on types from FIRST up to LAST work on. */
static void run_on_works(struct wiring *w, struct instance *inst, uint32_t first, uint32_t last, const struct way *ways)
{
	for (uint32_t i = w->first_work[inst->number]; i < w->first_work[inst->number + 1]; i++) {
		const struct work *work = &w->works.v[i];
		if (work->row < first || work->row >= last || !ways[work->row].n)
			continue;
		struct node self = {.kind = OBJ_MAP,
				    .type = work->self->type,
				    .origin = work->self->origin,
				    .map = work->self->map};
		enter_row(w, &w->u->schema->derives[work->row]);
		run(w, inst, work->self, &self, &ways[work->row]);
	}
}

static void run_on_object(struct wiring *w, struct instance *inst, const struct plan *plan)
{
	struct node self = {.kind = OBJ_OBJECT, .ref = inst->number};

	for (uint32_t r = 0; r < plan->n; r++) {
		enter_row(w, plan->v[r].row);
		run(w, inst, NULL, &self, &plan->v[r]);
	}
}

/*
 * The rows from FIRST up to LAST, which do not depend on each other: object by
 * object, so that each is touched once a stratum.
 */
static void run_stratum(struct wiring *w, uint32_t first, uint32_t last, const bool *used, struct plan *plans,
			struct way *ways)
{
	struct unit *u = w->u;
	const struct schema *s = u->schema;

	for (uint32_t k = 0; k < s->nkinds; k++)
		plans[k].n = 0;
	for (uint32_t i = first; i < last; i++) {
		if (!s->derives[i].type)
			plan_row(u, &s->derives[i], used, plans);
		else if (!find_way(u, &s->derives[i], s->derives[i].type, &ways[i]))
			ways[i].n = 0;
	}
	for (uint32_t i = 0; i < u->instances.n; i++) {
		struct instance *inst = u->instances.v[i];
		if (first == 1 && i < w->collected)
			collect_object(w, inst);
		if (!wired(inst))
			continue;
		enter_app(w, inst->app);
		run_on_object(w, inst, &plans[inst->o.kind]);
		run_on_works(w, inst, first, last, ways);
	}
}

void run_rows(struct wiring *w)
{
	struct unit *u = w->u;
	const struct schema *s = u->schema;
	struct plan *plans = arena_zalloc(u->arena, s->nkinds * sizeof *plans);
	bool *used = arena_zalloc(u->arena, s->nkinds * sizeof *used);
	struct way *ways = arena_zalloc(u->arena, s->nderives * sizeof *ways);

	collect_begin(w);
	for (uint32_t i = 0; i < u->instances.n; i++)
		used[u->instances.v[i]->o.kind] |= wired(u->instances.v[i]);
	w->app_settings = arena_zalloc(u->arena, (u->apps.n + 1) * sizeof *w->app_settings);
	w->memos = arena_zalloc(u->arena, (u->apps.n + 1) * sizeof *w->memos);
	w->states = arena_zalloc(u->arena, s->nderives * sizeof *w->states);
	wire_words_init(w);
	u->hooks = (struct hooks){wire_call, wire_member, wire_word};
	for (uint32_t i = 1, last; i < s->nderives; i = last) {
		for (last = i + 1; last < s->nderives && s->derives[last].stratum == s->derives[i].stratum;)
			last++;
		run_stratum(w, i, last, used, plans, ways);
	}
	u->self = NULL;
}

/* ---- afterwards ---- */

const struct schema_derive *wire_row(const struct unit *u, origin from)
{
	for (uint32_t i = 1; from && i < u->schema->nderives; i++)
		if (u->schema->derives[i].value == from)
			return &u->schema->derives[i];
	return NULL;
}

struct node wire_again(struct unit *u, struct instance *inst, const struct schema_derive *row, const struct node *self)
{
	struct wiring *w = wiring_of(u);
	struct node object = {.kind = OBJ_OBJECT, .ref = inst->number};
	struct local local = {
		.name = u->word.self, .kind = LOCAL_VALUE, .used = true, .value = row->type ? *self : object};
	struct scope scope = {.up = declared_scope(u, row->value), .v = &local, .n = 1};
	struct surround outer = {.map = inst->o.root.map, .type = inst->o.root.type, .origin = inst->o.root.origin};
	struct surround around = {.map = self->map, .type = self->type, .origin = self->origin, .up = &outer};
	struct way way;

	if (!find_way(u, row, self->type, &way))
		return node_null();
	enter_app(w, inst->app);
	w->object = u->self = inst;
	w->self = row->type ? &around : NULL;
	w->row = row;
	u->diags->quiet = true;
	struct node v = eval_row(w, &scope, way.type);
	u->diags->quiet = false;
	u->self = NULL;
	return v;
}
