/* SPDX-License-Identifier: Apache-2.0 */
/*
 * target: which workload a Service, budget, autoscaler or policy is for.
 *
 * The one that a reference in its selector names; else the one of its own
 * name; else the app's only one in its namespace. Anything else is for the
 * user to say.
 */
#include "wire/wiring.h"

/* What the reference in OBJECT's selector names. */
static struct instance *referred(const struct unit *u, struct instance *object)
{
	path_id path = u->schema->kinds[object->o.kind].selects;
	struct node *slot = path ? node_at(u->schema, &object->o.root, path) : NULL;

	return slot && slot->kind == OBJ_REF ? u->selectors.v[slot->ref].target : NULL;
}

static void add_candidate(struct trouble *t, struct instance *inst)
{
	if (t->ncandidates++ < CANDIDATES)
		t->candidates[t->ncandidates - 1] = inst;
}

/* Those of the app that have OBJECT's name. */
static void of_same_name(struct wiring *w, const struct instance *object, kinds_id kinds)
{
	const struct unit *u = w->u;
	struct index_entry *e = index_first(&u->by_place, object->o.namespace_, object->o.name);

	for (; e && object->o.name; e = index_next(e))
		if (e->inst->app == object->app && !e->inst->external && e->inst->o.name == object->o.name &&
		    schema_kind_in(u->schema, kinds, e->inst->o.kind))
			add_candidate(&w->trouble, e->inst);
}

/* Members of APP that are of KINDS, sorted by namespace at the first question; *ANY: one of any namespace, or NULL. */
static const struct bucket *members(struct wiring *w, const struct app *app, kinds_id kinds, sym namespace_,
				    const struct instance **any)
{
	struct unit *u = w->u;
	uint64_t key = bucket_key(app->serial, kinds, 0, 1);
	struct bucket *all = bucket_find(&w->members, key);

	if (!all) {
		all = bucket_make(u->arena, &w->members, key);
		for (uint32_t i = 0; i < app->members.n; i++) {
			struct instance *inst = app->members.v[i];
			if (inst->external || !schema_kind_in(u->schema, kinds, inst->o.kind))
				continue;
			struct bucket *b = bucket_make(u->arena, &w->members,
						       bucket_key(app->serial, kinds, inst->o.namespace_, 0));
			VEC_PUSH(u->arena, &b->v, inst);
			VEC_PUSH(u->arena, &all->v, inst);
		}
	}
	*any = all->v.n ? all->v.v[0] : NULL;
	return bucket_find(&w->members, bucket_key(app->serial, kinds, namespace_, 0));
}

/* "no Deployment, StatefulSet or ReplicaSet" */
static const char *none_of(const struct unit *u, kinds_id kinds)
{
	const struct schema_kindset *set = &u->schema->kindsets[kinds];
	const char *text = "no ";

	for (uint32_t i = 0; i < set->count; i++) {
		struct str name = unit_str(u, u->schema->kinds[u->schema->kindlist[set->first + i]].name);
		text = arena_printf(u->arena, "%s%s" STR_FMT, text,
				    !i                   ? ""
				    : i + 1 < set->count ? ", "
							 : " or ",
				    STR_ARG(name));
	}
	return text;
}

static const char *number_text(uint32_t n)
{
	return n == 2 ? "two" : n == 3 ? "three" : n == 4 ? "four" : "several";
}

static const struct schema_field *slot_of(const struct wiring *w)
{
	const struct schema_path *p = &w->u->schema->paths[w->row->path];

	return &w->u->schema->fields[w->u->schema->steps[p->first + p->count - 1u]];
}

static const char *slot_name(const struct wiring *w)
{
	return arena_printf(w->u->arena, STR_FMT, STR_ARG(unit_str(w->u, slot_of(w)->name)));
}

/* What the user may do where nothing can be derived. */
static const char *write_or_drop(const struct wiring *w, const char *when)
{
	const char *slot = slot_name(w);

	if (slot_of(w)->flags & FIELD_REQUIRED)
		return arena_printf(w->u->arena, "%swrite its `%s`", when, slot);
	return arena_printf(w->u->arena, "%swrite its `%s`, or `drop %s`", when, slot, slot);
}

static void help_to_name(struct wiring *w, bool with_kind)
{
	struct unit *u = w->u;
	const struct instance *first = w->trouble.candidates[0];
	struct str kind = unit_str(u, u->schema->kinds[first->o.kind].name), name = unit_str(u, first->o.name);

	if (with_kind)
		w->trouble.help = arena_printf(u->arena, "name one: `%s: " STR_FMT "." STR_FMT "`", slot_name(w),
					       STR_ARG(kind), STR_ARG(name));
	else
		w->trouble.help = arena_printf(u->arena, "name one: `%s: " STR_FMT "`", slot_name(w), STR_ARG(name));
}

struct instance *target_of(struct wiring *w, struct instance *object, kinds_id kinds)
{
	struct unit *u = w->u;
	struct trouble *t = &w->trouble;
	struct instance *found = referred(u, object);

	if (found)
		return found;
	t->ncandidates = 0;
	of_same_name(w, object, kinds);
	bool named = t->ncandidates > 1;
	const struct instance *any = NULL;
	if (!t->ncandidates) {
		const struct bucket *b = members(w, object->app, kinds, object->o.namespace_, &any);
		for (uint32_t i = 0; b && i < b->v.n && t->ncandidates <= CANDIDATES; i++)
			add_candidate(t, b->v.v[i]);
	}
	if (t->ncandidates == 1) {
		struct namesake by_name = {object, t->candidates[0], w->row->path};
		if (object->o.name == by_name.target->o.name)
			VEC_PUSH(u->arena, &w->namesakes, by_name);
		t->ncandidates = 0;
		return t->candidates[0];
	}
	t->code = E0402;
	if (!t->ncandidates) {
		t->label = any ? "the app's workloads are in other namespaces"
			       : arena_printf(u->arena, "the app has %s", none_of(u, kinds));
		t->help = write_or_drop(w, "if it is for pods that are not here: ");
		return NULL;
	}
	if (named)
		t->label = arena_printf(u->arena, "%s workloads have this name", number_text(t->ncandidates));
	else
		t->label = arena_printf(u->arena, "no workload is called `" STR_FMT "`, and the app has %s",
					STR_ARG(unit_str(u, object->o.name)), number_text(t->ncandidates));
	help_to_name(w, named);
	return NULL;
}

struct instance *behind(struct wiring *w, struct instance *object, kinds_id kinds)
{
	struct node *selector = own_selector(w, object);
	struct trouble *t = &w->trouble;
	struct instance *all[CANDIDATES + 4];

	if (!selector || selector_poisoned(w, object))
		return NULL;
	uint32_t n = selected(w, selector, object->o.namespace_, all, sizeof all / sizeof *all);
	for (uint32_t i = 0; i < n; i++)
		if (schema_kind_in(w->u->schema, kinds, all[i]->o.kind))
			add_candidate(t, all[i]);
	if (t->ncandidates == 1) {
		t->ncandidates = 0;
		return t->candidates[0];
	}
	if (plain_labels(w->u, selector) == selector && !selector->map->n)
		return NULL; /* it selects nothing, and that was written */
	t->code = E0405;
	t->label =
		t->ncandidates ? "its selector matches the pods of more than one" : "its selector matches no pods here";
	t->help = write_or_drop(w, "");
	return NULL;
}
