/* SPDX-License-Identifier: Apache-2.0 */
/*
 * build_freeze: gives tables names and trees of their own.
 *
 * Type rows that nothing has are left out. The trees that rows refer to are copied side by side, so that they can be
 * printed as one array; names are numbered in the order in which the tables
 * mention them, so the same library always gives the same numbers.
 */
#include "schema/build_state.h"

struct freeze {
	struct arena *arena;
	const struct symtab *old;
	const struct ast *from;
	struct ast to;
	struct symtab names;
};

static sym renumber(struct freeze *f, sym s)
{
	struct str text = sym_str(f->old, s);

	return sym_intern(&f->names, text.p, text.n);
}

static ast_id copy(struct freeze *f, ast_id id)
{
	return id ? ast_copy(&f->to, f->from, id) : AST_NIL;
}

/* Marks T and what it is made of. */
static void mark_type(const struct schema *s, type_id *map, type_id t)
{
	for (; t && !map[t]; t = s->types[t].elem)
		map[t] = 1;
}

/*
 * Leaves out the rows that were only steps on the way to others (a list of
 * strings that directives made a list of words): no field has them.
 */
static void drop_unused_types(struct freeze *f, struct schema *s)
{
	type_id *map = arena_zalloc(f->arena, s->ntypes * sizeof *map), n = 1;
	struct schema_type *types = ARENA_NEW(f->arena, struct schema_type, s->ntypes);
	struct schema_field *fields = ARENA_NEW(f->arena, struct schema_field, s->nfields);
	struct schema_kind *kinds = ARENA_NEW(f->arena, struct schema_kind, s->nkinds);
	struct schema_derive *derives = ARENA_NEW(f->arena, struct schema_derive, s->nderives);
	struct schema_rule *rules = ARENA_NEW(f->arena, struct schema_rule, s->nrules);

	for (uint32_t i = 0; i < s->nfields; i++)
		mark_type(s, map, s->fields[i].type);
	for (uint32_t i = 1; i < s->ntypes; i++)
		if (s->types[i].form == TYPE_STRUCT)
			map[i] = 1;
	for (uint32_t i = 1; i < s->ntypes; i++)
		map[i] = map[i] ? n++ : 0;
	for (uint32_t i = 0; i < s->ntypes; i++) {
		struct schema_type t = s->types[i];
		if (i && !map[i])
			continue;
		t.elem = map[t.elem];
		types[map[i]] = t;
	}
	for (uint32_t i = 0; i < s->nfields; i++) {
		fields[i] = s->fields[i];
		fields[i].type = map[fields[i].type];
		fields[i].owner = map[fields[i].owner];
	}
	for (uint32_t i = 0; i < s->nkinds; i++) {
		kinds[i] = s->kinds[i];
		kinds[i].type = map[kinds[i].type];
	}
	for (uint32_t i = 0; i < s->nderives; i++) {
		derives[i] = s->derives[i];
		derives[i].type = map[derives[i].type];
	}
	for (uint32_t i = 0; i < s->nrules; i++) {
		rules[i] = s->rules[i];
		rules[i].type = map[rules[i].type];
	}
	s->rules = rules;
	s->types = types;
	s->ntypes = n;
	s->fields = fields;
	s->kinds = kinds;
	s->derives = derives;
	s->settings = map[s->settings];
}

static void freeze_types(struct freeze *f, struct schema *s)
{
	struct schema_type *types = ARENA_NEW(f->arena, struct schema_type, s->ntypes);
	struct schema_field *fields = ARENA_NEW(f->arena, struct schema_field, s->nfields);
	struct schema_dir *dirs = ARENA_NEW(f->arena, struct schema_dir, s->ndirs);
	sym *words = ARENA_NEW(f->arena, sym, s->nwords);

	memcpy(types, s->types, s->ntypes * sizeof *types);
	memcpy(fields, s->fields, s->nfields * sizeof *fields);
	memcpy(dirs, s->dirs, s->ndirs * sizeof *dirs);
	for (uint32_t i = 0; i < s->nfields; i++) {
		fields[i].name = renumber(f, fields[i].name);
		fields[i].of_value = copy(f, fields[i].of_value);
		fields[i].dflt = copy(f, fields[i].dflt);
	}
	for (uint32_t i = 0; i < s->nwords; i++)
		words[i] = renumber(f, s->words[i]);
	for (uint32_t i = 0; i < s->ntypes; i++)
		types[i].name = renumber(f, types[i].name);
	for (uint32_t i = 0; i < s->ndirs; i++) {
		dirs[i].word = renumber(f, dirs[i].word);
		dirs[i].expr = copy(f, dirs[i].expr);
	}
	s->types = types;
	s->fields = fields;
	s->dirs = dirs;
	s->words = words;
}

static void freeze_kinds(struct freeze *f, struct schema *s)
{
	struct schema_kind *kinds = ARENA_NEW(f->arena, struct schema_kind, s->nkinds);
	struct schema_kindset *sets = ARENA_NEW(f->arena, struct schema_kindset, s->nkindsets);
	struct schema_immutable *immutables = ARENA_NEW(f->arena, struct schema_immutable, s->nimmutables);

	memcpy(kinds, s->kinds, s->nkinds * sizeof *kinds);
	memcpy(sets, s->kindsets, s->nkindsets * sizeof *sets);
	for (uint32_t i = 0; i < s->nkinds; i++) {
		kinds[i].name = renumber(f, kinds[i].name);
		kinds[i].group = renumber(f, kinds[i].group);
		kinds[i].version = renumber(f, kinds[i].version);
		kinds[i].api_version = renumber(f, kinds[i].api_version);
		kinds[i].plural = renumber(f, kinds[i].plural);
	}
	memcpy(immutables, s->immutables, s->nimmutables * sizeof *immutables);
	for (uint32_t i = 0; i < s->nimmutables; i++)
		immutables[i].when = copy(f, immutables[i].when);
	for (uint32_t i = 0; i < s->nkindsets; i++)
		sets[i].name = renumber(f, sets[i].name);
	s->model.api_version = renumber(f, s->model.api_version);
	s->model.kind = renumber(f, s->model.kind);
	s->kinds = kinds;
	s->kindsets = sets;
	s->immutables = immutables;
}

static void freeze_items(struct freeze *f, struct schema *s)
{
	struct schema_derive *derives = ARENA_NEW(f->arena, struct schema_derive, s->nderives);
	struct schema_rule *rules = ARENA_NEW(f->arena, struct schema_rule, s->nrules);
	struct schema_name *lib = ARENA_NEW(f->arena, struct schema_name, s->nlib);
	ast_id *externs = ARENA_NEW(f->arena, ast_id, s->nexterns);

	memcpy(derives, s->derives, s->nderives * sizeof *derives);
	memcpy(rules, s->rules, s->nrules * sizeof *rules);
	for (uint32_t i = 0; i < s->nderives; i++) {
		derives[i].key = renumber(f, derives[i].key);
		derives[i].file = renumber(f, derives[i].file);
		derives[i].value = copy(f, derives[i].value);
		derives[i].otherwise = copy(f, derives[i].otherwise);
	}
	for (uint32_t i = 0; i < s->nrules; i++) {
		rules[i].name = renumber(f, rules[i].name);
		rules[i].variable = renumber(f, rules[i].variable);
		rules[i].file = renumber(f, rules[i].file);
		rules[i].block = copy(f, rules[i].block);
	}
	for (uint32_t i = 0; i < s->nlib; i++) {
		struct schema_name n = {renumber(f, s->lib[i].name), copy(f, s->lib[i].item)};
		uint32_t at = i;
		for (; at && lib[at - 1].name > n.name; at--)
			lib[at] = lib[at - 1];
		lib[at] = n;
	}
	for (uint32_t i = 0; i < s->nexterns; i++)
		externs[i] = copy(f, s->externs[i]);
	s->derives = derives;
	s->rules = rules;
	s->lib = lib;
	s->externs = externs;
}

/* One array of the copied nodes; their places in the library's text mean nothing to a user. */
static void freeze_nodes(struct freeze *f, struct schema *s)
{
	struct ast_node *nodes = arena_zalloc(f->arena, f->to.count * sizeof *nodes);

	for (uint32_t i = 0; i < f->to.count; i++) {
		const struct ast_node *n = ast_at(&f->to, i);
		nodes[i] = *n;
		nodes[i].beg = nodes[i].len = 0;
		nodes[i].sym = renumber(f, n->sym);
	}
	s->nodes = nodes;
	s->nnodes = f->to.count;
}

static void freeze_names(struct freeze *f, struct schema *s)
{
	uint32_t count = f->names.count + 1, size = 16, bytes = 0; /* and the empty name, number 0 */

	while (size < 2 * count)
		size *= 2;
	uint32_t *offsets = ARENA_NEW(f->arena, uint32_t, count + 1);
	uint32_t *slots = arena_zalloc(f->arena, size * sizeof *slots);
	for (sym i = 0; i < count; i++) {
		offsets[i] = bytes;
		bytes += sym_str(&f->names, i).n;
	}
	offsets[count] = bytes;
	char *pool = arena_alloc(f->arena, bytes + 1u);
	for (sym i = 0; i < count; i++) {
		struct str text = sym_str(&f->names, i);
		uint32_t at = sym_hash(text.p, text.n) & (size - 1);
		memcpy(pool + offsets[i], text.p, text.n);
		while (slots[at])
			at = (at + 1) & (size - 1);
		slots[at] = i + 1;
	}
	pool[bytes] = 0;
	s->names = (struct sym_fixed){count, size - 1, offsets, pool, slots, NULL};
}

void build_freeze(struct arena *arena, struct schema *s, const struct symtab *names, const struct ast *tree,
		  const char *const *extra, uint32_t nextra)
{
	struct freeze f = {.arena = arena, .old = names, .from = tree};

	symtab_init(&f.names, arena, NULL);
	ast_init(&f.to, arena, NULL, 0);
	for (uint32_t i = 0; i < nextra; i++)
		sym_of(&f.names, extra[i]);
	drop_unused_types(&f, s);
	freeze_types(&f, s);
	freeze_kinds(&f, s);
	freeze_items(&f, s);
	freeze_nodes(&f, s);
	freeze_names(&f, s);
	build_hash(arena, s);
}
