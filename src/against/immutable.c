/* SPDX-License-Identifier: Apache-2.0 */
/*
 * immutable: what the library says cannot change once an object is there.
 */
#include "against/parts.h"

#include "wire/wire.h"

/* As many differences in one value are told one by one. */
#define ONE_BY_ONE 3

/* A message, and where it points. */
struct told {
	ast_id at;
	struct diag *d;
};

struct change {
	struct against *a;
	struct instance *inst;
	struct live *live;
	VEC(struct told) told;
};

/* Does the condition of ROW hold? One that cannot be told does not: nothing is reported that might be right. */
static bool holds(const struct change *c, const struct schema_immutable *row)
{
	struct unit *u = c->a->u;
	struct scope *scope;
	bool known, yes;

	if (!row->when)
		return true;
	scope = scope_new(u, u->library, 2);
	scope->v[0] = (struct local){.name = sym_of(u->names, "live"), .kind = LOCAL_VALUE, .used = true};
	scope->v[1] = (struct local){.name = u->word.self, .kind = LOCAL_VALUE, .used = true};
	scope->v[0].value = c->live->inst.o.root;
	scope->v[1].value = c->inst->o.root;
	scope_seal(scope);
	wire_look_at(u, c->inst);
	u->diags->quiet = true;
	yes = eval_condition(u, row->when, scope, &known);
	u->diags->quiet = false;
	return known && yes;
}

/* ---- places ---- */

/* The path of ROW as steps by the fields of the object's own kind. */
static bool begin_path(struct differences *d, const struct instance *inst)
{
	const struct schema *s = d->a->u->schema;
	field_id steps[16];
	unsigned n = schema_path_in(s, d->row->path, s->kinds[inst->o.kind].type, steps, 16);

	d->path.n = 0;
	for (unsigned i = 0; i < n; i++) {
		struct step step = {s->fields[steps[i]].name, steps[i], 0};
		VEC_PUSH(d->a->u->arena, &d->path, step);
	}
	return n > 0;
}

/* How deep the row's path is in what other rows hold. */
static uint32_t depth_of(const struct differences *d)
{
	const struct schema *s = d->a->u->schema;
	const struct schema_path *p = &s->paths[d->row->path];

	for (uint32_t i = 0; i < d->kind->nimmutable; i++) {
		const struct schema_immutable *other = &s->immutables[d->kind->immutable + i];
		const struct schema_path *q = &s->paths[other->path];
		if (!other->free && q->count < p->count &&
		    memcmp(s->steps + q->first, s->steps + p->first, q->count * sizeof *s->steps) == 0)
			return 1;
	}
	return 0;
}

/* Is the row's value one that nobody may read, as that of a Secret is? */
static bool is_secret(const struct differences *d)
{
	const struct schema *s = d->a->u->schema;

	for (uint32_t i = 0; (d->kind->flags & KIND_HIDDEN) && i < d->kind->nkeys; i++)
		if (s->lifts[d->kind->keys + i] == d->row->path)
			return true;
	return false;
}

/* ---- messages ---- */

static const char *kind_text(const struct change *c)
{
	const struct unit *u = c->a->u;

	return arena_printf(u->arena, STR_FMT, STR_ARG(unit_str(u, u->schema->kinds[c->inst->o.kind].name)));
}

/* PATH: of a second value in one message; else NULL. */
static void to_live_line(const struct change *c, struct diag *d, const struct node *live, const char *path)
{
	if (live && live->origin)
		diag_also(d, live_place(c->a, live->origin), path ? "the old value of `%s`" : "the old value", path);
}

static void help_keep(const struct change *c, struct diag *d, const struct difference *x, const char *path,
		      const char *value)
{
	const char *kind = kind_text(c);

	if (x->how == DIFFERENCE_ADDED)
		diag_help(d, "leave `%s` out, or delete the %s before you apply this", path, kind);
	else if (value)
		diag_help(d, "keep it, `%s: %s`, or delete the %s before you apply this", path, value, kind);
	else
		diag_help(d, "keep it as it is, or delete the %s before you apply this", kind);
}

/* What it is now, as a clause. */
static const char *now_text(const struct change *c, const struct difference *x)
{
	struct unit *u = c->a->u;
	const char *old = x->live ? notation_value(u, x->live) : NULL;
	const char *dflt = x->dflt.kind != OBJ_NULL ? notation_value(u, &x->dflt) : NULL;

	if (x->live && !old)
		return x->self ? "in the cluster it is another" : "in the cluster it is there";
	if (!x->live && !dflt)
		return "in the cluster it is not set";
	if (!x->live)
		return arena_printf(u->arena, "in the cluster it is `%s`, the default", dflt);
	if (!x->self && dflt)
		return arena_printf(u->arena, "in the cluster it is `%s`, left out it is `%s`", old, dflt);
	return arena_printf(u->arena, "in the cluster it is `%s`", old);
}

/* A message that points at the same place, as with all that is derived or left out; NULL if there is none. */
static struct diag *told_at(const struct change *c, ast_id at)
{
	for (uint32_t i = 0; i < c->told.n; i++)
		if (c->told.v[i].at == at)
			return c->told.v[i].d;
	return NULL;
}

static void report_one(struct change *c, const struct difference *x)
{
	static const char *const what[] = {
		[DIFFERENCE_CHANGED] = "cannot change",
		[DIFFERENCE_ADDED] = "cannot be added any more",
		[DIFFERENCE_REMOVED] = "cannot be removed",
	};
	struct unit *u = c->a->u;
	bool exact;
	const char *path = notation_path(u, c->inst, x, &exact);
	const struct node *old = x->live ? x->live : x->dflt.kind != OBJ_NULL ? &x->dflt : NULL;
	const struct node *at = x->self ? x->self : x->around;
	struct told told = {.at = instance_place(u, c->inst, at ? at->origin : 0)};
	const char *derived = x->self && !origin_written(u, x->self->origin) ? notation_value(u, x->self) : NULL;

	bool known;

	told.d = told_at(c, told.at);
	known = told.d != NULL;
	if (!known) {
		told.d = diag_add(u->diags, E0901, unit_span(u, told.at), "`%s` of %s %s", path,
				  object_text(u, c->inst), what[x->how]);
		diag_label(told.d, "%s", now_text(c, x));
		if (derived)
			diag_note(told.d, "derived for it here: `%s`", derived);
		VEC_PUSH(u->arena, &c->told, told);
	} else {
		diag_note(told.d, "`%s` %s either: %s", path, what[x->how], now_text(c, x));
	}
	to_live_line(c, told.d, x->live, known ? path : NULL);
	help_keep(c, told.d, x, path, exact && old ? notation_value(u, old) : NULL);
}

/* Many differences in one value: it is another one. */
static void report_all(const struct change *c, const struct differences *all)
{
	struct unit *u = c->a->u;
	struct difference whole = {.path = all->path.v, .n = all->path.n};
	struct diag *d = NULL;
	bool exact;
	const char *path = notation_path(u, c->inst, &whole, &exact);

	for (uint32_t i = 0; i < all->v.n && i < ONE_BY_ONE; i++) {
		const struct node *v = all->v.v[i].self;
		struct span at = unit_span(u, instance_place(u, c->inst, v ? v->origin : 0));
		if (d && v && origin_written(u, v->origin))
			diag_also(d, at, "and this");
		if (d)
			continue;
		d = diag_add(u->diags, E0901, at, "`%s` of %s cannot change", path, object_text(u, c->inst));
		diag_label(d, "in the cluster this is another");
	}
	diag_note(d, "%u values in it are others than in the cluster", all->v.n);
	diag_help(d, "keep it as it is, or delete the %s before you apply this", kind_text(c));
}

/* Neither the old value nor the new one is shown. */
static void report_secret(const struct change *c, const struct differences *d)
{
	const struct schema *s = c->a->u->schema;
	struct unit *u = c->a->u;
	const struct node *at = NULL;

	for (uint32_t i = 0; i < d->kind->nkeys && !at; i++)
		at = node_at(s, &c->inst->o.root, s->lifts[d->kind->keys + i]);
	diag_help(diag_label(diag_add(u->diags, E0901, unit_span(u, instance_place(u, c->inst, at ? at->origin : 0)),
				      "the values of %s cannot change", object_text(u, c->inst)),
			     "in the cluster they are others"),
		  "keep them as they are, or delete the %s before you apply this", kind_text(c));
}

/* ---- one object ---- */

static void check_row(struct change *c, struct differences *d)
{
	struct unit *u = c->a->u;
	const struct node *self = node_at(u->schema, &c->inst->o.root, d->row->path);
	const struct node *live = node_at(u->schema, &c->live->inst.o.root, d->row->path);
	uint32_t depth = depth_of(d);

	if (!begin_path(d, c->inst) || !holds(c, d->row))
		return;
	u->self = c->inst;
	if (is_secret(d)) {
		report_secret(c, d);
		return;
	}
	d->v.n = 0;
	d->lacking = NULL;
	differences_find(d, self, live, schema_slot_type(u->schema, d->row->path, d->kind->type),
			 d->path.v[d->path.n - 1].field, NULL, depth);
	c->live->moved |= d->v.n && d->row->path == d->kind->selects;
	if (d->v.n > ONE_BY_ONE)
		report_all(c, d);
	for (uint32_t i = 0; i < d->v.n && d->v.n <= ONE_BY_ONE; i++)
		report_one(c, &d->v.v[i]);
}

void check_immutable(struct against *a, struct instance *inst, struct live *live)
{
	const struct schema *s = a->u->schema;
	struct change c = {.a = a, .inst = inst, .live = live};
	struct differences d = {.a = a, .kind = &s->kinds[inst->o.kind], .served = live->served};

	for (uint32_t i = 0; i < d.kind->nimmutable; i++) {
		d.row = &s->immutables[d.kind->immutable + i];
		if (!d.row->free)
			check_row(&c, &d);
	}
}
