/* SPDX-License-Identifier: Apache-2.0 */
#include "explain/places.h"

#include "explain/spell.h"

/* More would be a page of their own. */
#define MOST 4

/* A struct that the search has come to. */
struct visit {
	type_id type;
	field_id field; /* by which */
	uint32_t from;  /* the visit before */
	uint32_t depth;
};

struct search {
	struct explain *x;
	uint32_t *seen; /* by the first field of the struct: in which round */
	uint32_t round;
	VEC(struct visit) visits;
};

/* Rows of one struct share their fields, so these tell whether it is the same. */
static uint32_t struct_mark(const struct schema *s, type_id type)
{
	return s->types[type].form == TYPE_STRUCT && s->types[type].count ? s->types[type].first : 0;
}

static void visit(struct search *f, type_id type, field_id field, uint32_t from)
{
	uint32_t mark = struct_mark(f->x->schema, type);

	if (!mark || f->seen[mark] == f->round || f->visits.v[from].depth + 1 >= SUBJECT_ROOM)
		return;
	f->seen[mark] = f->round;
	VEC_PUSH(f->x->arena, &f->visits, ((struct visit){type, field, from, f->visits.v[from].depth + 1}));
}

/* The number of the visit to a struct like TYPE from the kind; 0 if there is none. */
static uint32_t search_kind(struct search *f, const struct schema_kind *k, type_id type)
{
	const struct schema *s = f->x->schema;

	f->round++;
	f->visits.n = 0;
	VEC_PUSH(f->x->arena, &f->visits, ((struct visit){.type = k->type}));
	for (uint32_t i = 0; i < f->visits.n; i++) {
		const struct schema_type *t = &s->types[f->visits.v[i].type];
		if (i && struct_mark(s, f->visits.v[i].type) == struct_mark(s, type))
			return i;
		/* what the API requires comes first: containers, not initContainers */
		for (uint32_t j = 0; j < 2u * t->count; j++) {
			field_id field = (field_id)(t->first + j % t->count);
			const struct schema_field *row = &s->fields[field];
			if (!(row->flags & FIELD_REQUIRED) == (j >= t->count) && !(row->flags & FIELD_SERVER) &&
			    subject_serves(f->x, row))
				visit(f, subject_inner(s, row->type), field, i);
		}
	}
	return 0;
}

static struct place_of_type place(struct search *f, kind_id kind, uint32_t at)
{
	struct explain *x = f->x;
	struct place_of_type p = {.at = {.sort = SUBJECT_KIND, .kind = kind, .from = x->schema->kinds[kind].type}};
	field_id steps[SUBJECT_ROOM];

	p.at.n = f->visits.v[at].depth;
	for (uint32_t i = p.at.n; at; at = f->visits.v[at].from) {
		steps[--i] = f->visits.v[at].field;
		p.at.steps[i] = (struct subject_step){.field = steps[i]};
	}
	p.at.type = x->schema->fields[steps[p.at.n - 1]].type;
	p.text = arena_printf(x->arena, "%s.%s", spell_sym(x, x->schema->kinds[kind].name),
			      spell_steps(x, steps, p.at.n));
	return p;
}

/* Keeps the shortest, and of equal ones those that came first. */
static void keep(struct explain *x, struct places *out, struct place_of_type p)
{
	uint32_t i = out->v.n;

	VEC_PUSH(x->arena, &out->v, p);
	for (; i > 0 && out->v.v[i - 1].at.n > p.at.n; i--)
		out->v.v[i] = out->v.v[i - 1];
	out->v.v[i] = p;
	if (out->v.n > MOST)
		out->v.n = MOST;
}

void places_find(struct explain *x, type_id type, struct places *out)
{
	const struct schema *s = x->schema;
	struct search f = {.x = x, .seen = arena_zalloc(x->arena, s->nfields * sizeof(uint32_t))};

	*out = (struct places){.kinds = 0};
	for (uint32_t i = 1; i < s->nkinds; i++) {
		const struct schema_kind *k = &s->kinds[i];
		uint32_t at;
		if ((k->flags & KIND_LIST) || schema_kind_served(s, k->name, SYM_EMPTY, x->target) != i)
			continue;
		at = search_kind(&f, k, type);
		if (!at)
			continue;
		out->kinds++;
		keep(x, out, place(&f, (kind_id)i, at));
	}
}
