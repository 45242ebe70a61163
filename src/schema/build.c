/* SPDX-License-Identifier: Apache-2.0 */
/*
 * build: the order in which declarations become tables.
 *
 * Names first, then kinds and sets of them (types of fields and directives
 * speak of them), then fields, then annotations, which change rows of all of
 * these, and what follows from them: lift paths, derivations, their order.
 */
#include "schema/build.h"

#include "schema/build_state.h"
#include "schema/slots.h"

#define LOAD(b, vec, rows, count)                                                                                      \
	do {                                                                                                           \
		VEC_RESERVE((b)->arena, &(b)->vec, (count));                                                           \
		memcpy((b)->vec.v, (rows), (size_t)(count) * sizeof *(b)->vec.v);                                      \
		(b)->vec.n = (count);                                                                                  \
	} while (0)

/* Begins with the rows of what the modules add to. */
static void load_base(struct build *b, const struct schema *s)
{
	LOAD(b, types, s->types, s->ntypes);
	LOAD(b, fields, s->fields, s->nfields);
	LOAD(b, paths, s->paths, s->npaths);
	LOAD(b, steps, s->steps, s->nsteps);
	LOAD(b, lifts, s->lifts, s->nlifts);
	LOAD(b, prefers, s->prefers, s->nprefers);
	LOAD(b, words, s->words, s->nwords);
	LOAD(b, kinds, s->kinds, s->nkinds);
	LOAD(b, kindsets, s->kindsets, s->nkindsets);
	LOAD(b, kindlist, s->kindlist, s->nkindlist);
	LOAD(b, immutables, s->immutables, s->nimmutables);
	LOAD(b, derives, s->derives, s->nderives);
	LOAD(b, rules, s->rules, s->nrules);
	LOAD(b, bounds, s->bounds, s->nbounds);
	LOAD(b, lib, s->lib, s->nlib);
	LOAD(b, externs, s->externs, s->nexterns);
	for (uint32_t t = 1; t < s->ntypes; t++)
		for (uint32_t i = 0; s->types[t].form == TYPE_STRUCT && i < s->types[t].ndirs; i++)
			build_own_dir(b, (type_id)t, &s->dirs[s->types[t].dirs + i]);
	for (uint32_t i = 1; i < s->nkinds; i++)
		VEC_PUSH(b->arena, &b->more, ((struct kind_more){0}));
	for (uint32_t i = 1; i < s->nderives; i++) {
		VEC_PUSH(b->arena, &b->derive_nodes, AST_NIL);
		VEC_PUSH(b->arena, &b->derive_modules, 0);
	}
	b->model = s->model;
	b->settings = s->settings;
	b->oldest = s->oldest;
	b->newest = s->newest;
	for (uint32_t i = 1; i < s->nkinds; i++)
		if (s->kinds[i].rank > b->rank)
			b->rank = s->kinds[i].rank;
}

static void widen(struct build *b, uint8_t since, uint8_t until)
{
	if (since && (!b->oldest || since - 1 < b->oldest))
		b->oldest = (uint8_t)(since - 1);
	if (until && (!b->oldest || until < b->oldest))
		b->oldest = until;
	if (since > b->newest)
		b->newest = since;
	if (until && until + 1 > b->newest)
		b->newest = (uint8_t)(until + 1);
}

/* The versions that the declarations tell apart. */
static void find_versions(struct build *b)
{
	for (uint32_t i = 1; i < b->fields.n; i++)
		widen(b, b->fields.v[i].since, b->fields.v[i].until);
	for (uint32_t i = 1; i < b->kinds.n; i++)
		widen(b, b->kinds.v[i].since, b->kinds.v[i].until);
}

/* Kinds without a rank come last; in the base the last rank is theirs already. */
static void finish_ranks(struct build *b)
{
	for (uint32_t i = 1; i < b->kinds.n; i++)
		if (!b->kinds.v[i].rank)
			b->kinds.v[i].rank = (uint8_t)(b->rank + !b->in->base);
}

/* Numbers of rows have 16 bits: what does not fit was left out. */
static bool check_sizes(struct build *b)
{
	const struct {
		const char *what;
		uint32_t n;
	} all[] = {
		{"types", b->types.n},
		{"fields", b->fields.n},
		{"paths", b->paths.n},
		{"steps", b->steps.n},
		{"words", b->words.n},
		{"directives", b->dirs.n},
		{"kinds", b->kinds.n},
		{"sets of kinds", b->kindsets.n},
		{"members of sets", b->kindlist.n},
		{"lift steps", b->lifts.n},
		{"bounds", b->bounds.n},
		{"immutable fields", b->immutables.n},
	};

	uint32_t errors = b->diags->errors;

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (all[i].n > UINT16_MAX)
			diag_add(b->diags, E0702, SPAN_NONE, "there are more than 65535 %s, the library's among them",
				 all[i].what);
	if (b->rank > 250)
		diag_add(b->diags, E0702, SPAN_NONE, "there are more than 250 ranks");
	return b->diags->errors == errors;
}

static uint32_t slots_for(uint32_t n)
{
	uint32_t size = 16;

	while (size < 2 * n)
		size *= 2;
	return size;
}

static void hash_fields(struct arena *arena, struct schema *s)
{
	uint32_t size = slots_for(s->nfields);
	uint16_t *slots = arena_zalloc(arena, size * sizeof *slots);

	for (uint32_t f = 1; f < s->nfields; f++) {
		uint32_t i = slots_field(s->fields[f].owner, s->fields[f].name) & (size - 1);
		while (slots[i])
			i = (i + 1) & (size - 1);
		slots[i] = (uint16_t)f;
	}
	s->field_slots = slots;
	s->field_mask = size - 1;
}

static void hash_kinds(struct arena *arena, struct schema *s)
{
	uint32_t size = slots_for(s->nkinds);
	uint16_t *slots = arena_zalloc(arena, size * sizeof *slots);

	for (uint32_t k = 1; k < s->nkinds; k++) {
		uint32_t i = slots_kind(s->kinds[k].name) & (size - 1);
		if (!(s->kinds[k].flags & KIND_PREFERRED))
			continue;
		while (slots[i])
			i = (i + 1) & (size - 1);
		slots[i] = (uint16_t)k;
	}
	s->kind_slots = slots;
	s->kind_mask = size - 1;
}

void build_hash(struct arena *arena, struct schema *s)
{
	hash_fields(arena, s);
	hash_kinds(arena, s);
}

/* By name number, for a binary search. */
static void sort_lib(struct build *b)
{
	for (uint32_t i = 2; i < b->lib.n; i++)
		for (uint32_t j = i; j > 1 && b->lib.v[j].name < b->lib.v[j - 1].name; j--) {
			struct schema_name name = b->lib.v[j];
			b->lib.v[j] = b->lib.v[j - 1];
			b->lib.v[j - 1] = name;
		}
}

#define GIVE(out, b, vec) ((out)->vec = (b)->vec.v, (out)->n##vec = (b)->vec.n)

static void give(struct build *b, struct schema *out)
{
	memset(out, 0, sizeof *out);
	if (b->in->base)
		out->names = b->in->base->names;
	GIVE(out, b, types);
	GIVE(out, b, fields);
	GIVE(out, b, paths);
	GIVE(out, b, steps);
	GIVE(out, b, lifts);
	GIVE(out, b, prefers);
	GIVE(out, b, words);
	GIVE(out, b, dirs);
	GIVE(out, b, kinds);
	GIVE(out, b, kindsets);
	GIVE(out, b, kindlist);
	GIVE(out, b, immutables);
	GIVE(out, b, derives);
	GIVE(out, b, rules);
	GIVE(out, b, bounds);
	GIVE(out, b, lib);
	GIVE(out, b, named);
	GIVE(out, b, externs);
	out->settings = b->settings;
	out->model = b->model;
	out->oldest = b->oldest;
	out->newest = b->newest;
	build_hash(b->arena, out);
}

/* Each is compared with each. */
#define MOST_DERIVES 1000

bool build_schema(const struct build_input *in, struct schema *out)
{
	struct build *b = arena_zalloc(in->arena, sizeof *b);
	uint32_t errors = in->diags->errors;

	b->in = in;
	b->arena = in->arena;
	b->names = in->names;
	b->tree = in->tree;
	b->diags = in->diags;
	build_rows_init(b);
	if (in->base)
		load_base(b, in->base);
	b->model.api_version = sym_of(b->names, "apiVersion");
	b->model.kind = sym_of(b->names, "kind");
	build_declare(b);
	build_kinds(b);
	build_widen(b);
	build_kindsets(b);
	build_fields(b);
	if (!check_sizes(b))
		return false;
	build_annotate(b);
	build_immutables(b);
	build_lifts(b);
	finish_ranks(b);
	if (!in->base)
		find_versions(b);
	build_derives(b);
	build_named(b);
	if (b->derives.n > MOST_DERIVES)
		diag_add(b->diags, E0702, SPAN_NONE, "there are more than %d derivations", MOST_DERIVES);
	if (in->diags->errors == errors && !(in->base && b->derives.n == in->base->nderives))
		build_strata(b);
	sort_lib(b);
	check_sizes(b);
	give(b, out);
	return in->diags->errors == errors;
}
