/* SPDX-License-Identifier: Apache-2.0 */
/*
 * target: which workload a Service, budget, autoscaler or policy is for.
 *
 * The one that a reference in its selector names; else the one of its own
 * name; else the app's only one. Anything else is for the user to say.
 */
#include "wire/wiring.h"

bool is_of(const struct unit *u, const struct instance *inst, ast_id path)
{
	sym name = unit_node(u, ast_first(u->tree, path))->sym;
	kinds_id set = schema_kindset(u->schema, name);

	if (set)
		return schema_kind_in(u->schema, set, inst->o.kind);
	return u->schema->kinds[inst->o.kind].name == name;
}

/* What the reference in OBJECT's selector names. */
static struct instance *referred(const struct unit *u, struct instance *object)
{
	path_id path = u->schema->kinds[object->o.kind].selects;
	struct node *slot = path ? node_at(u->schema, &object->o.root, path) : NULL;

	return slot && slot->kind == OBJ_REF ? u->selectors.v[slot->ref].target : NULL;
}

static struct instance *of_same_name(const struct unit *u, const struct instance *object, kinds_id kinds)
{
	struct instance *found = NULL;
	struct index_entry *e = index_first(&u->by_place, object->o.namespace_, object->o.name);

	for (; e; e = index_next(e)) {
		if (e->inst->app != object->app || e->inst->external || e->inst->o.name != object->o.name ||
		    !schema_kind_in(u->schema, kinds, e->inst->o.kind))
			continue;
		if (found)
			return NULL;
		found = e->inst;
	}
	return found;
}

/* Members of the app that are of KINDS: how many, and the first few as candidates. */
static uint32_t members_of(const struct unit *u, const struct app *app, kinds_id kinds, struct instance **out,
			   uint32_t room)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < app->members.n && n <= room; i++)
		if (schema_kind_in(u->schema, kinds, app->members.v[i]->o.kind)) {
			if (n < room)
				out[n] = app->members.v[i];
			n++;
		}
	return n;
}

static const char *slot_name(const struct wiring *w)
{
	const struct schema_path *p = &w->u->schema->paths[w->row->path];
	const struct schema_field *f = &w->u->schema->fields[w->u->schema->steps[p->first + p->count - 1u]];

	return arena_printf(w->u->arena, STR_FMT, STR_ARG(unit_str(w->u, f->name)));
}

struct instance *target_of(struct wiring *w, struct instance *object, kinds_id kinds)
{
	struct unit *u = w->u;
	struct instance *found = referred(u, object);
	struct trouble *t = &w->trouble;
	struct str name = unit_str(u, object->o.name);

	if (!found)
		found = of_same_name(u, object, kinds);
	if (found)
		return found;
	t->ncandidates = members_of(u, object->app, kinds, t->candidates, 4);
	if (t->ncandidates == 1) {
		t->ncandidates = 0;
		return t->candidates[0];
	}
	t->code = E0402;
	if (!t->ncandidates) {
		t->label = "the app has no workload";
		t->help = arena_printf(u->arena, "if it is for pods that are not here: write its `%s`, or `drop %s`",
				       slot_name(w), slot_name(w));
		return NULL;
	}
	t->label = arena_printf(u->arena, "no workload is called `" STR_FMT "`, and the app has %s", STR_ARG(name),
				t->ncandidates == 2 ? "two" : t->ncandidates == 3 ? "three" : "several");
	t->ncandidates = t->ncandidates > 4 ? 4 : t->ncandidates;
	t->help = arena_printf(u->arena, "name one: `%s: " STR_FMT "`", slot_name(w),
			       STR_ARG(unit_str(u, t->candidates[0]->o.name)));
	return NULL;
}
