/* SPDX-License-Identifier: Apache-2.0 */
/*
 * patch: which objects patches and drops are for.
 *
 * A patch is for what comes from the uses in its text (files that it includes,
 * instances of components), never for what is written in the text itself. One
 * in the block of a use is for that use only. Names are those that the text
 * sees: with the prefixes of what is within, without its own.
 */
#include "eval/shape.h"

#include "schema/nearest.h"

void patch_add(struct unit *u, ast_id item, struct scope *scope, struct expansion *in, struct expansion *below)
{
	struct patch *p = arena_zalloc(u->arena, sizeof *p);

	p->item = item;
	p->scope = scope;
	p->below = below;
	p->dry = u->dry > 0;
	if (p->dry) { /* it is for nothing, but its mistakes count: patches_look */
		struct untaken_patch one = {p, in};
		VEC_PUSH(u->arena, &u->untaken_patches, one);
		return;
	}
	if (!in->patches) {
		in->patches = arena_zalloc(u->arena, sizeof *in->patches);
		VEC_PUSH(u->arena, &u->patchers, in);
	}
	in->patches->many |= ast_kind(u->tree, item) == AST_PATCH_ON;
	VEC_PUSH(u->arena, &in->patches->v, p);
}

/* Is INST one that the patch P, written in the text of IN, may be for? */
bool patch_reaches(const struct patch *p, const struct expansion *in, const struct instance *inst)
{
	if (inst->external || inst->dropped || !inst->in)
		return false;
	return p->below ? expansion_holds(p->below, inst->in) : inst->in != in && expansion_holds(in, inst->in);
}

/* The name by which INST goes in the text of IN; inside the use IN for patches in its block. */
static sym name_seen(struct unit *u, const struct instance *inst, const struct expansion *in)
{
	sym name = inst->own;

	for (const struct expansion *e = inst->in; e && e != in; e = e->up)
		name = names_around(u, e, name);
	return name;
}

static bool same_kind(const struct unit *u, kind_id a, kind_id b)
{
	const struct schema_kind *x = &u->schema->kinds[a], *y = &u->schema->kinds[b];

	return x->name == y->name && x->group == y->group;
}

struct target {
	struct patch *patch;
	struct expansion *in;
	struct head head;
	kind_id kind;
	sym name;
};

static const struct expansion *seen_from(const struct target *t)
{
	return t->patch->below ? t->patch->below : t->in;
}

static void feed_names(struct unit *u, const struct target *t, struct nearest *n, const struct instance **other)
{
	for (uint32_t i = 0; i < u->instances.n; i++) {
		const struct instance *inst = u->instances.v[i];
		if (!patch_reaches(t->patch, t->in, inst))
			continue;
		sym seen = name_seen(u, inst, seen_from(t));
		if (same_kind(u, inst->o.kind, t->kind))
			nearest_feed(n, unit_str(u, seen));
		else if (seen == t->name && !*other)
			*other = inst;
	}
}

/* The object of that kind and name that is written in the text itself; NULL if there is none. */
static const struct instance *written_here(struct unit *u, const struct target *t)
{
	for (uint32_t i = 0; i < u->instances.n; i++) {
		const struct instance *inst = u->instances.v[i];
		if (inst->in == t->in && !inst->external && inst->own == t->name && same_kind(u, inst->o.kind, t->kind))
			return inst;
	}
	return NULL;
}

static void complain_no_target(struct unit *u, const struct target *t)
{
	bool drop = ast_kind(u->tree, t->patch->item) == AST_DROP_OBJECT;
	struct str kind = unit_str(u, u->schema->kinds[t->kind].name);
	const struct instance *here = written_here(u, t), *other = NULL;
	struct nearest n;

	if (u->diags->errors && u->torn)
		return;
	struct diag *d =
		diag_add(u->diags, E0316, unit_span(u, t->head.name), "there is no " STR_FMT " `" STR_FMT "` to %s",
			 STR_ARG(kind), STR_ARG(unit_str(u, t->name)), drop ? "drop" : "patch");
	if (here) {
		diag_label(d, "it is written in this text: change it there");
		diag_also(d, unit_span(u, instance_name_at(u, here)), "here");
		return;
	}
	nearest_init(&n, unit_str(u, t->name));
	feed_names(u, t, &n, &other);
	if (n.best.n) {
		diag_label(d, "did you mean `" STR_FMT "`?", STR_ARG(n.best));
	} else if (other) {
		diag_label(d, "there is a " STR_FMT " of this name",
			   STR_ARG(unit_str(u, u->schema->kinds[other->o.kind].name)));
		diag_also(d, unit_span(u, instance_name_at(u, other)), "here");
	} else if (t->patch->below && t->patch->below->module) {
		diag_label(d, "`%s` makes none of this kind and name", t->patch->below->module->file->path);
	} else if (t->patch->below) {
		diag_label(d, "`" STR_FMT "` makes none of this kind and name",
			   STR_ARG(unit_str(u, unit_node(u, t->patch->below->decl)->sym)));
	} else {
		diag_label(d, "a patch is for what comes from includes and components of this file");
	}
}

static void hit(struct unit *u, const struct target *t, struct instance *inst)
{
	struct patch_hit *h, **end = &inst->hits;

	t->patch->hit = true;
	if (ast_kind(u->tree, t->patch->item) == AST_DROP_OBJECT) {
		inst->dropped = t->patch->item;
		return;
	}
	while (*end)
		end = &(*end)->next;
	h = arena_zalloc(u->arena, sizeof *h);
	*h = (struct patch_hit){.patch = t->patch, .layer = t->in};
	*end = h;
}

/* Finds what the PATCH or DROP_OBJECT item of P is for. */
static void find_target(struct unit *u, struct patch *p, struct expansion *in)
{
	struct target t = {.patch = p, .in = in};

	shape_head(u, p->item, &t.head);
	t.kind = shape_kind(u, t.head.kind, t.head.gv, p->scope);
	if (!t.kind || !shape_name(u, t.head.name, p->scope, &t.name)) {
		p->hit = true; /* reported */
		return;
	}
	bool fixed = u->schema->kinds[t.kind].flags & KIND_FIXED;
	sym final = fixed ? t.name : shape_outward(u, seen_from(&t), t.name);
	for (struct index_entry *e = index_first(&u->by_name, SYM_EMPTY, final); e; e = index_next(e))
		if (e->inst->o.name == final && same_kind(u, e->inst->o.kind, t.kind) && patch_reaches(p, in, e->inst))
			hit(u, &t, e->inst);
	if (!p->hit)
		complain_no_target(u, &t);
}

static void find_all(struct unit *u, enum ast_kind kind)
{
	for (uint32_t i = 0; i < u->patchers.n; i++) {
		struct expansion *in = u->patchers.v[i];
		for (uint32_t k = 0; k < in->patches->v.n; k++)
			if (ast_kind(u->tree, in->patches->v.v[k]->item) == kind)
				find_target(u, in->patches->v.v[k], in);
	}
}

static void forget_dropped(struct unit *u)
{
	for (uint32_t i = 0; i < u->apps.n; i++) {
		struct app *app = u->apps.v[i];
		uint32_t kept = 0;
		for (uint32_t k = 0; k < app->members.n; k++)
			if (!app->members.v[k]->dropped)
				app->members.v[kept++] = app->members.v[k];
		app->members.n = kept;
	}
}

void patches_find(struct unit *u)
{
	if (!u->patchers.n)
		return;
	know_names(u);
	find_all(u, AST_PATCH); /* what is patched and dropped is no mistake: an outer file may do without it */
	find_all(u, AST_DROP_OBJECT);
	forget_dropped(u);
}
