/* SPDX-License-Identifier: Apache-2.0 */
/*
 * collect: one walk over each written object, before anything is derived in it.
 *
 * It notes the values that derive rows on types (`derive Probe.x`) work on,
 * so that the engine need not look for them, and fills in discriminators that
 * follow from the one member that is set.
 */
#include "wire/wiring.h"

/* Rows on types by type: the first row of each and a chain. */
struct interest {
	uint16_t *first; /* by type_id: row + 1 */
	uint16_t *next;  /* by row: row + 1 */
};

static void note_interest(const struct unit *u, struct interest *in)
{
	const struct schema *s = u->schema;

	in->first = arena_zalloc(u->arena, s->ntypes * sizeof *in->first);
	in->next = arena_zalloc(u->arena, (s->nderives + 1) * sizeof *in->next);
	for (uint32_t r = s->nderives; r-- > 1;) {
		if (!s->derives[r].type)
			continue;
		/* the rows of one struct share its name, whatever slot they are in */
		for (uint32_t t = 1; t < s->ntypes; t++) {
			if (s->types[t].form != TYPE_STRUCT || s->types[t].name != s->types[s->derives[r].type].name)
				continue;
			if (t == s->derives[r].type)
				in->next[r] = in->first[t];
			in->first[t] = (uint16_t)(r + 1);
		}
	}
}

static const struct schema_field *last_field(const struct unit *u, path_id path)
{
	const struct schema_path *p = &u->schema->paths[path];

	return &u->schema->fields[u->schema->steps[p->first + p->count - 1u]];
}

/* Two members are set, and each says another thing of the discriminator. */
static void complain_both_set(struct unit *u, const struct node *root, const struct schema_dir *d, origin member,
			      origin before)
{
	struct diag *diag = diag_add(u->diags, E0405, unit_span(u, member), "cannot tell what `" STR_FMT "` of %s is",
				     STR_ARG(unit_str(u, last_field(u, d->a)->name)), type_text(u, root->type));

	diag_label(diag, "by this it is `" STR_FMT "`", STR_ARG(unit_str(u, d->word)));
	diag_also(diag, unit_span(u, before), "and by this it is another");
}

static void set_discriminator(struct unit *u, struct map *map, type_id type, const struct schema_dir *d)
{
	struct node root = {.kind = OBJ_MAP, .type = type, .map = map};
	struct node *member = node_at(u->schema, &root, d->b), *set = node_at(u->schema, &root, d->a);

	if (member && set && (set->flags & OBJ_DERIVED) && set->text != d->word)
		complain_both_set(u, &root, d, member->origin, set->origin);
	if (!member || set)
		return;
	const struct schema_field *f = last_field(u, d->a);
	struct node v = node_text(d->word, f->type, member->origin);
	v.flags |= OBJ_DERIVED;
	put_at(u, &root, d->a, SYM_EMPTY, &v, member->origin);
}

/* The structs around a value live on the stack of the walk: those of a work are copied. */
static const struct surround *kept(struct unit *u, struct surround *s)
{
	struct surround *copy;

	if (!s || s->kept)
		return s ? s->kept : NULL;
	copy = ARENA_NEW(u->arena, struct surround, 1);
	*copy = *s;
	copy->up = kept(u, (struct surround *)s->up);
	s->kept = copy;
	return copy;
}

static void walk(struct wiring *w, struct node *n, const struct surround *up)
{
	const struct interest *in = w->interest;
	struct unit *u = w->u;

	node_own(u->arena, n); /* what is derived for this object is not for others that took the same value */
	if (n->kind == OBJ_LIST) {
		for (uint32_t i = 0; i < n->list->n; i++)
			walk(w, &n->list->v[i], up);
		return;
	}
	if (n->kind != OBJ_MAP)
		return;
	const struct schema_type *t = unit_type(u, n->type);
	struct surround self = {.map = n->map, .type = n->type, .origin = n->origin, .up = up};
	if (t->form == TYPE_STRUCT) {
		up = &self;
		for (uint32_t i = 0; i < t->ndirs; i++)
			if (u->schema->dirs[t->dirs + i].op == DIR_WHEN)
				set_discriminator(u, n->map, n->type, &u->schema->dirs[t->dirs + i]);
		for (uint32_t r = in->first[n->type]; r; r = in->next[r - 1]) {
			struct work work = {kept(u, &self), (uint16_t)(r - 1)};
			VEC_PUSH(u->arena, &w->works, work);
		}
	} else if (t->form == TYPE_MAP && unit_type(u, t->elem)->form != TYPE_STRUCT) {
		return;
	}
	for (uint32_t i = 0; i < n->map->n; i++)
		if (n->map->v[i].value.kind == OBJ_MAP || n->map->v[i].value.kind == OBJ_LIST)
			walk(w, &n->map->v[i].value, up);
}

void collect_begin(struct wiring *w)
{
	struct unit *u = w->u;
	struct interest *in = ARENA_NEW(u->arena, struct interest, 1);

	note_interest(u, in);
	w->interest = in;
	w->collected = u->instances.n;
	w->first_work = arena_zalloc(u->arena, (u->instances.n + 1) * sizeof *w->first_work);
}

void collect_object(struct wiring *w, struct instance *inst)
{
	if (!inst->external)
		walk(w, &inst->o.root, NULL);
	w->first_work[inst->number + 1] = w->works.n;
}
