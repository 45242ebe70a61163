/* SPDX-License-Identifier: Apache-2.0 */
/*
 * targets: what a Service and its like would be for, and what they are for now.
 *
 * A selector that matches none of the pods that are there leaves everything
 * behind it without pods until new ones run. And a workload that gets the name
 * of such an object becomes its target, which is the one way in which adding
 * something to an app changes what is there.
 */
#include "against/parts.h"

/* ---- pods that are there ---- */

/* The live pods of NAMESPACE that may match SELECTOR: those with one of its labels, the fewest; else all. */
static const struct bucket *candidates(const struct against *a, const struct node *selector, sym namespace_)
{
	const struct node *plain = plain_labels(a->u, selector);
	const struct bucket *best = bucket_find(&a->pods, bucket_key(namespace_, 0, 0, 1));

	for (uint32_t i = 0; best && plain && plain->kind == OBJ_MAP && i < plain->map->n; i++) {
		const struct entry *e = &plain->map->v[i];
		const struct bucket *b =
			e->value.kind == OBJ_TEXT
				? bucket_find(&a->pods, bucket_key(namespace_, e->key, e->value.text, 0))
				: best;
		if (!b || b->v.n < best->v.n)
			best = b;
	}
	return best;
}

/* The first that SELECTOR matches, NULL if none; *MOVED: there is one whose own selector is to change. */
static struct instance *first_match(const struct against *a, const struct node *selector, sym namespace_, bool *moved)
{
	static const struct map none = {0};
	const struct bucket *b = candidates(a, selector, namespace_);
	struct instance *found = NULL;

	*moved = false;
	for (uint32_t i = 0; b && i < b->v.n; i++) {
		const struct node *labels = pod_labels(a->u, b->v.v[i]);
		if (!selector_matches(a->u, selector, labels ? labels->map : &none))
			continue;
		if (!found)
			found = b->v.v[i];
		*moved |= ((struct live *)b->v.v[i])->moved;
	}
	return found;
}

/* ---- what was meant ---- */

/* What a user writes for V at PATH of INST; NULL if that is long. */
static const char *line_of(struct unit *u, const struct instance *inst, path_id path, const struct node *v,
			   const struct instance *named)
{
	const struct schema *s = u->schema;
	field_id fields[16];
	struct step steps[16];
	struct difference d = {.path = steps};
	const char *value =
		named ? arena_printf(u->arena, STR_FMT, STR_ARG(unit_str(u, named->o.name))) : notation_value(u, v);
	bool exact;

	d.n = schema_path_in(s, path, s->kinds[inst->o.kind].type, fields, 16);
	for (uint32_t i = 0; i < d.n; i++)
		steps[i] = (struct step){s->fields[fields[i]].name, fields[i], 0};
	return value ? arena_printf(u->arena, "%s: %s", notation_path(u, inst, &d, &exact), value) : NULL;
}

/* The only object of NAMESPACE that the text NAME, in a place for references to KINDS, names. */
static struct instance *only_named(const struct unit *u, sym name, kinds_id kinds, sym namespace_)
{
	struct instance *found = NULL;
	uint32_t n = 0;

	for (struct index_entry *e = index_first(&u->by_place, namespace_, name); e; e = index_next(e)) {
		if (e->inst->o.name != name || !schema_kind_in(u->schema, kinds, e->inst->o.kind))
			continue;
		found = e->inst;
		n++;
	}
	return n == 1 ? found : NULL;
}

/* The object of the unit that V, a live selector or reference, is for; NULL if there is none, or not only one. */
static struct instance *meant(struct unit *u, const struct node *v, sym namespace_)
{
	struct instance *found[2];

	if (v->kind != OBJ_MAP)
		return NULL;
	if (schema_dir_of(u->schema, v->type, DIR_LABELS) || (unit_type(u, v->type)->flags & TYPE_SELECTOR))
		return selected(wiring_of(u), v, namespace_, found, 2) == 1 ? found[0] : NULL;
	for (uint32_t i = 0; i < v->map->n; i++) {
		const struct node *part = &v->map->v[i].value;
		kinds_id kinds = unit_type(u, part->type)->refs;
		struct instance *named =
			kinds && part->kind == OBJ_TEXT ? only_named(u, part->text, kinds, namespace_) : NULL;
		if (named)
			return named;
	}
	return NULL;
}

/* ---- new workloads ---- */

/* The message on a new workload, which may become the target of several. */
struct newcomer {
	struct instance *target;
	struct diag *d;
};

typedef VEC(struct newcomer) newcomers;

static struct diag *message_on(struct against *a, newcomers *all, const struct namesake *n)
{
	struct unit *u = a->u;
	struct newcomer new = {.target = n->target};

	for (uint32_t i = 0; i < all->n; i++)
		if (all->v[i].target == n->target)
			return all->v[i].d;
	u->self = NULL;
	new.d = diag_add(u->diags, E0903, unit_span(u, instance_name_at(u, n->target)),
			 "the new %s would change what others of its name are for", object_text(u, n->target));
	diag_label(new.d, "it is their target by its name");
	VEC_PUSH(u->arena, all, new);
	return new.d;
}

/* Is what OBJECT is for something else than before, because of a workload that is new? */
static bool is_new_target(struct against *a, const struct namesake *n, const struct live *there)
{
	struct unit *u = a->u;
	const struct node *self = node_at(u->schema, &n->object->o.root, n->path);
	const struct node *live = node_at(u->schema, &there->inst.o.root, n->path);
	type_id type = schema_slot_type(u->schema, n->path, u->schema->kinds[n->object->o.kind].type);

	return self && live && !same_value(u, self, live, type) && !live_of(a, n->target);
}

static void complain_newcomer(struct against *a, newcomers *all, const struct namesake *n, const struct live *there)
{
	struct unit *u = a->u;
	const struct node *live = node_at(u->schema, &there->inst.o.root, n->path);
	struct instance *before = meant(u, live, n->object->o.namespace_);
	const char *line = line_of(u, n->object, n->path, live, before);
	struct diag *d = message_on(a, all, n);

	diag_also(d, unit_span(u, instance_name_at(u, n->object)), "this %s is for %s now",
		  arena_printf(u->arena, STR_FMT, STR_ARG(unit_str(u, u->schema->kinds[n->object->o.kind].name))),
		  before ? object_text(u, before) : "something else");
	if (line)
		diag_help(d, "write `%s` in %s, or give the new one another name", line, object_text(u, n->object));
	else
		diag_help(d, "write in %s what it is for, or give the new one another name", object_text(u, n->object));
}

/* ---- lost pods ---- */

static void check_selector(struct against *a, struct instance *inst, const struct live *there)
{
	struct unit *u = a->u;
	path_id path = u->schema->kinds[inst->o.kind].selects;
	const struct node *self = own_selector(wiring_of(u), inst),
			  *live = node_at(u->schema, &there->inst.o.root, path);
	sym here = there->inst.o.namespace_;
	struct instance *lost;
	const char *line;
	struct diag *d;
	bool moved, other;

	if (!self || !live || first_match(a, self, here, &other))
		return;
	lost = first_match(a, live, here, &moved);
	if (!lost || moved)
		return; /* it follows from what was told of the workload */
	u->self = inst;
	d = diag_add(u->diags, E0902, unit_span(u, instance_place(u, inst, self->origin)),
		     "%s would select none of the pods that are there", object_text(u, inst));
	diag_label(d, "no pods in the cluster have these labels");
	diag_also(d, live_place(a, live->origin), "the selector now");
	diag_also(d, live_place(a, instance_name_at(u, lost)), "it matches %sthis %s",
		  u->schema->paths[u->schema->kinds[lost->o.kind].pods].count ? "the pods of " : "",
		  arena_printf(u->arena, STR_FMT, STR_ARG(unit_str(u, u->schema->kinds[lost->o.kind].name))));
	line = line_of(u, inst, path, live, meant(u, live, inst->o.namespace_));
	diag_help(d, "keep the selector until pods with the new labels run%s%s%s", line ? ": `" : "", line ? line : "",
		  line ? "`" : "");
}

/* ---- all ---- */

void check_targets(struct against *a)
{
	struct unit *u = a->u;
	const struct wiring *w = wiring_of(u);
	uint8_t *told = arena_zalloc(u->arena, u->instances.n + 1);
	newcomers all = {0};

	for (uint32_t i = 0; i < w->namesakes.n; i++) {
		const struct namesake *n = &w->namesakes.v[i];
		const struct live *there = live_of(a, n->object);
		if (!there || !is_new_target(a, n, there))
			continue;
		complain_newcomer(a, &all, n, there);
		told[n->object->number] = 1;
	}
	for (uint32_t i = 0; i < u->instances.n; i++) {
		struct instance *inst = u->instances.v[i];
		const struct schema_kind *k = &u->schema->kinds[inst->o.kind];
		const struct live *there;
		if (inst->external || inst->o.root.kind != OBJ_MAP || !k->selects || k->pods || told[inst->number])
			continue;
		there = live_of(a, inst);
		if (there)
			check_selector(a, inst, there);
	}
}
