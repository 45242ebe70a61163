/* SPDX-License-Identifier: Apache-2.0 */
/* build_rows: rows that say the same are one row. */
#include "schema/build_state.h"

#define ROW_ZERO(b, vec, type) VEC_PUSH((b)->arena, &(b)->vec, ((type){0}))

void build_rows_init(struct build *b)
{
	ROW_ZERO(b, decls, struct decl);
	ROW_ZERO(b, types, struct schema_type);
	ROW_ZERO(b, fields, struct schema_field);
	ROW_ZERO(b, paths, struct schema_path);
	VEC_PUSH(b->arena, &b->steps, 0);
	VEC_PUSH(b->arena, &b->lifts, 0);
	VEC_PUSH(b->arena, &b->prefers, 0);
	VEC_PUSH(b->arena, &b->words, SYM_EMPTY);
	ROW_ZERO(b, dirs, struct schema_dir);
	ROW_ZERO(b, kinds, struct schema_kind);
	ROW_ZERO(b, more, struct kind_more);
	ROW_ZERO(b, kindsets, struct schema_kindset);
	VEC_PUSH(b->arena, &b->kindlist, 0);
	ROW_ZERO(b, immutables, struct schema_immutable);
	ROW_ZERO(b, derives, struct schema_derive);
	VEC_PUSH(b->arena, &b->derive_nodes, AST_NIL);
	VEC_PUSH(b->arena, &b->derive_modules, 0);
	ROW_ZERO(b, rules, struct schema_rule);
	ROW_ZERO(b, bounds, struct schema_bounds);
	ROW_ZERO(b, lib, struct schema_name);
	ROW_ZERO(b, named, struct schema_named);
	VEC_PUSH(b->arena, &b->externs, AST_NIL);
}

static bool same_type(const struct schema_type *a, const struct schema_type *b)
{
	return a->form == b->form && a->format == b->format && a->flags == b->flags && a->key_format == b->key_format &&
	       a->elem == b->elem && a->keyed == b->keyed && a->first == b->first && a->count == b->count &&
	       a->dirs == b->dirs && a->ndirs == b->ndirs && a->refs == b->refs && a->bounds == b->bounds &&
	       a->name == b->name;
}

type_id build_type_row(struct build *b, const struct schema_type *row)
{
	for (uint32_t i = 1; i < b->types.n; i++)
		if (same_type(&b->types.v[i], row))
			return (type_id)i;
	if (b->types.n > UINT16_MAX)
		return 0; /* check_sizes says so */
	VEC_PUSH(b->arena, &b->types, *row);
	return (type_id)(b->types.n - 1);
}

path_id build_path_row(struct build *b, const field_id *steps, unsigned count)
{
	struct schema_path row = {(uint16_t)b->steps.n, (uint16_t)count};

	for (uint32_t i = 1; i < b->paths.n; i++) {
		const struct schema_path *p = &b->paths.v[i];
		if (p->count == count && (!count || !memcmp(b->steps.v + p->first, steps, count * sizeof *steps)))
			return (path_id)i;
	}
	for (unsigned i = 0; i < count; i++)
		VEC_PUSH(b->arena, &b->steps, steps[i]);
	VEC_PUSH(b->arena, &b->paths, row);
	return (path_id)(b->paths.n - 1);
}

void build_word_row(struct build *b, const sym *v, uint32_t n, uint16_t *first, uint16_t *count)
{
	struct run run = {b->words.n, n};

	*first = 0;
	*count = (uint16_t)n;
	if (!n)
		return;
	for (uint32_t i = 0; i < b->wordruns.n; i++) {
		const struct run *r = &b->wordruns.v[i];
		if (r->count >= n && !memcmp(b->words.v + r->first, v, n * sizeof *v)) {
			*first = (uint16_t)r->first;
			return;
		}
	}
	for (uint32_t i = 0; i < n; i++) {
		sym word = v[i];
		VEC_PUSH(b->arena, &b->words, word);
	}
	VEC_PUSH(b->arena, &b->wordruns, run);
	*first = (uint16_t)run.first;
}

uint16_t build_bounds_row(struct build *b, int64_t lo, int64_t hi)
{
	struct schema_bounds row = {lo, hi};

	for (uint32_t i = 1; i < b->bounds.n; i++)
		if (b->bounds.v[i].lo == lo && b->bounds.v[i].hi == hi)
			return (uint16_t)i;
	VEC_PUSH(b->arena, &b->bounds, row);
	return (uint16_t)(b->bounds.n - 1);
}

kinds_id build_kinds_row(struct build *b, sym name, const kind_id *v, uint32_t n)
{
	struct schema_kindset row = {name, (uint16_t)b->kindlist.n, (uint16_t)n};

	for (uint32_t i = 1; i < b->kindsets.n; i++) {
		const struct schema_kindset *s = &b->kindsets.v[i];
		if (s->count != n || memcmp(b->kindlist.v + s->first, v, n * sizeof *v))
			continue;
		if (s->name == name)
			return (kinds_id)i;
		row.first = s->first;
	}
	if (row.first == b->kindlist.n)
		for (uint32_t i = 0; i < n; i++)
			VEC_PUSH(b->arena, &b->kindlist, v[i]);
	VEC_PUSH(b->arena, &b->kindsets, row);
	return (kinds_id)(b->kindsets.n - 1);
}

uint32_t sym_map_get(const struct sym_map *map, sym key)
{
	return key < map->n ? map->v[key] : 0;
}

void sym_map_set(struct build *b, struct sym_map *map, sym key, uint32_t value)
{
	if (key >= map->n) {
		uint32_t n = map->n ? map->n : 256;
		while (n <= key)
			n *= 2;
		map->v = arena_grow(b->arena, map->v, map->n * sizeof *map->v, n * sizeof *map->v);
		memset(map->v + map->n, 0, (n - map->n) * sizeof *map->v);
		map->n = n;
	}
	map->v[key] = value;
}
