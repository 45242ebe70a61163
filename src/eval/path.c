/* SPDX-License-Identifier: Apache-2.0 */
/*
 * path: where a key leads.
 *
 * The first key of a resource's body is looked up along the kind's lift path,
 * every other one in the type that the key before led to: a field of a
 * struct, a key of a map (in a map of scalars the whole rest is one key), an
 * item of a keyed list.
 */
#include "eval/block.h"

bool wish_step(struct unit *u, sym key, struct wish *saved)
{
	saved->want = u->want;
	saved->n = u->nwant;
	if (!u->nwant)
		return true;
	if (u->want[0] != key)
		return false;
	u->want++;
	u->nwant--;
	return true;
}

uint32_t path_steps(struct unit *u, ast_id path, struct scope *scope, struct step *out)
{
	uint32_t n = 0;

	AST_EACH(u->tree, path, key) {
		if (n == MAX_STEPS) {
			diag_add(u->diags, E0501, unit_span(u, path), "a path may have %d keys at most", MAX_STEPS);
			return 0;
		}
		out[n].at = key;
		if (!eval_key(u, key, scope, &out[n].name))
			return 0;
		n++;
	}
	return n;
}

static bool is_scalar(const struct schema_type *t)
{
	return t->form != TYPE_STRUCT && t->form != TYPE_MAP && t->form != TYPE_LIST && t->form != TYPE_ANY &&
	       t->form != TYPE_NOTHING;
}

/* The value of KEY in MAP as a container of TYPE, made if need be; false after a mistake. */
static bool enter(struct unit *u, struct map *map, sym key, uint32_t order, type_id type, ast_id at, bool written,
		  struct container *out)
{
	const struct schema_type *t = unit_type(u, type);
	bool list = t->form == TYPE_LIST;
	struct entry *e = map_get(map, key);
	struct node *slot;

	if (list && !t->keyed) {
		complain_wrong_type(u, at, type, "a map");
		return false;
	}
	if (!e) {
		slot = map_add(u->arena, map, key, order);
		*slot = list ? node_list(u->arena, type, at) : node_map(u->arena, type, at);
		slot->flags = list ? OBJ_KEYED : 0;
	} else {
		slot = &e->value;
		if (slot->kind == OBJ_POISON)
			return false;
		if (slot->kind != (list ? OBJ_LIST : OBJ_MAP) || (list && !(slot->flags & OBJ_KEYED))) {
			complain_twice(u, at, slot->origin, key);
			return false;
		}
	}
	if (written)
		slot->flags |= OBJ_WRITTEN;
	*out = container_of(u, slot, type);
	return true;
}

/* ---- values at the end of a path ---- */

static ast_id unwrap(const struct unit *u, ast_id id)
{
	while (ast_kind(u->tree, id) == AST_PAREN)
		id = ast_first(u->tree, id);
	return id;
}

static bool takes_block(const struct schema_type *t)
{
	return t->form == TYPE_STRUCT || t->form == TYPE_MAP || t->form == TYPE_ANY || t->form == TYPE_NOTHING ||
	       (t->form == TYPE_LIST && t->keyed);
}

/* After a reference has filled the name of a struct: what the API wants beside it. */
static void fill_beside(struct unit *u, struct map *map, type_id owner)
{
	struct instance *inst = u->referred;
	const struct reference *ref = u->reference;

	u->referred = NULL;
	u->reference = NULL;
	if (!inst || unit_type(u, owner)->form != TYPE_STRUCT)
		return;
	reference_placed(u, owner, inst, ref->at);
	reference_beside(u, map, owner, inst, ref, ref->at);
}

static void put(struct unit *u, struct map *map, sym key, uint32_t order, const struct node *v, ast_id at)
{
	struct entry *e = map_get(map, key);

	if (!e) {
		*map_add(u->arena, map, key, order) = *v;
		return;
	}
	if (e->value.kind == OBJ_POISON || v->kind == OBJ_POISON)
		return;
	complain_twice(u, at, e->value.origin, key);
}

void eval_assign(struct unit *u, struct map *map, sym key, uint32_t order, type_id type, ast_id id,
		 struct scope *scope, ast_id at)
{
	struct container inner;
	ast_id value = unwrap(u, id);

	if (ast_kind(u->tree, value) == AST_BLOCK && takes_block(unit_type(u, type))) {
		if (enter(u, map, key, order, type, at, true, &inner))
			block_items(u, value, scope_of_block(u, value, scope), &inner);
		return;
	}
	struct node v = eval_slot(u, id, scope, type);
	if (v.kind != OBJ_NULL)
		put(u, map, key, order, &v, at);
}

/* ---- structs ---- */

/* `cpu: a..b` in a struct with a range: the lower end goes to one map, the upper to another. */
static bool set_range_key(struct unit *u, const struct container *in, const struct step *step, uint32_t n, ast_id id,
			  struct scope *scope)
{
	const struct schema_type *t = unit_type(u, in->type);
	const struct schema_dir *range = NULL;
	struct node ends[2];

	for (uint32_t i = 0; i < t->ndirs && !range; i++)
		if (u->schema->dirs[t->dirs + i].op == DIR_RANGE)
			range = &u->schema->dirs[t->dirs + i];
	if (!range || n != 1)
		return false;
	type_id map_type = schema_slot_type(u->schema, range->a, in->type);
	if (!range_ends(u, id, scope, unit_type(u, map_type)->elem, ends))
		return true;
	for (unsigned k = 0; k < 2; k++) {
		struct node root = {.kind = OBJ_MAP, .type = in->type, .map = in->map};
		if (ends[k].kind == OBJ_ABSENT || ends[k].kind == OBJ_NULL)
			continue;
		struct node *m = node_make(u->schema, u->arena, &root, k ? range->b : range->a, step->at);
		if (m && m->kind == OBJ_NULL)
			*m = node_map(u->arena, map_type, step->at);
		if (m && m->kind == OBJ_MAP && check_map_key(u, m->type ? m->type : map_type, step->name, step->at))
			put(u, m->map, step->name, 0, &ends[k], step->at);
	}
	return true;
}

/* The fields that STEP leads through from IN; 0 after reporting. */
static uint32_t resolve(struct unit *u, const struct container *in, const struct step *step, field_id *out)
{
	if (in->lift) {
		struct lift_result lift;
		schema_lift(u->schema, in->lift, step->name, u->target, &lift);
		if (lift.count && lift.other) {
			complain_ambiguous_field(u, step->at, in->lift, step->name, &lift);
			return 0;
		}
		for (uint32_t i = 0; i < lift.count; i++)
			out[i] = lift.steps[i];
		return lift.count;
	}
	out[0] = schema_field(u->schema, in->type, step->name);
	return out[0] ? 1 : 0;
}

static void set_in_struct(struct unit *u, const struct container *in, const struct step *steps, uint32_t n, ast_id id,
			  struct scope *scope)
{
	field_id way[12];
	uint32_t count = resolve(u, in, &steps[0], way);
	struct container at = *in, inner;
	struct wish saved = {u->want, u->nwant}, ignored;

	if (!count) {
		if (!set_range_key(u, in, steps, n, id, scope))
			complain_unknown_field(u, steps[0].at, steps[0].name, in->type, in->lift);
		return;
	}
	for (uint32_t i = 0; i < count; i++) {
		const struct schema_field *f = &u->schema->fields[way[i]];
		if (!wish_step(u, f->name, &ignored))
			goto out;
		if (!served_or_complain(u, steps[0].at, "field", f->name, f->since, f->until))
			goto out;
		if (i + 1 == count && n == 1) {
			u->referred = NULL;
			eval_assign(u, at.map, f->name, f->order, f->type, id, scope, steps[0].at);
			fill_beside(u, at.map, at.type);
			goto out;
		}
		const struct schema_type *t = unit_type(u, f->type);
		if (i + 1 == count && (is_scalar(t) || (t->form == TYPE_LIST && !t->keyed))) {
			complain_no_members(u, steps[1].at, f->name, f->type, steps[1].name);
			goto out;
		}
		if (!enter(u, at.map, f->name, f->order, f->type, steps[0].at, false, &inner))
			goto out;
		at = inner;
	}
	path_set(u, &at, steps + 1, n - 1, id, scope);
out:
	wish_back(u, saved);
}

/* ---- maps ---- */

/* "a.b.c" of the steps. */
static sym joined(struct unit *u, const struct step *steps, uint32_t n)
{
	if (n == 1)
		return steps[0].name;
	char *text = NULL;
	size_t used = 0;

	for (uint32_t i = 0; i < n; i++) {
		struct str s = unit_str(u, steps[i].name);
		text = arena_grow(u->arena, text, used, used + s.n + 1);
		memcpy(text + used, s.p, s.n);
		used += s.n;
		text[used++] = '.';
	}
	return sym_intern(u->names, text, used - 1);
}

static void set_in_map(struct unit *u, const struct container *in, const struct step *steps, uint32_t n, ast_id id,
		       struct scope *scope)
{
	const struct schema_type *t = unit_type(u, in->type);
	struct wish saved = {u->want, u->nwant}, ignored;
	struct container inner;

	if (is_scalar(unit_type(u, t->elem))) {
		sym key = joined(u, steps, n);
		if (wish_step(u, key, &ignored) && check_map_key(u, in->type, key, steps[0].at))
			eval_assign(u, in->map, key, 0, t->elem, id, scope, steps[0].at);
	} else if (wish_step(u, steps[0].name, &ignored) && check_map_key(u, in->type, steps[0].name, steps[0].at)) {
		if (n == 1)
			eval_assign(u, in->map, steps[0].name, 0, t->elem, id, scope, steps[0].at);
		else if (enter(u, in->map, steps[0].name, 0, t->elem, steps[0].at, false, &inner))
			path_set(u, &inner, steps + 1, n - 1, id, scope);
	}
	wish_back(u, saved);
}

static void set_in_free(struct unit *u, const struct container *in, const struct step *steps, uint32_t n, ast_id id,
			struct scope *scope)
{
	struct container inner;

	if (n == 1)
		eval_assign(u, in->map, steps[0].name, 0, in->type, id, scope, steps[0].at);
	else if (enter(u, in->map, steps[0].name, 0, in->type, steps[0].at, false, &inner))
		path_set(u, &inner, steps + 1, n - 1, id, scope);
}

void path_set(struct unit *u, const struct container *in, const struct step *steps, uint32_t n, ast_id id,
	      struct scope *scope)
{
	switch ((enum container_kind)in->kind) {
	case IN_STRUCT:
		set_in_struct(u, in, steps, n, id, scope);
		break;
	case IN_MAP:
		set_in_map(u, in, steps, n, id, scope);
		break;
	case IN_FREE:
		set_in_free(u, in, steps, n, id, scope);
		break;
	case IN_LIST:
		keyed_set(u, in, steps, n, id, scope);
		break;
	}
}

/* ---- drop ---- */

static void mark_absent(struct unit *u, struct map *map, sym key, uint32_t order, ast_id at, bool quiet)
{
	struct entry *e = map_get(map, key);

	if (!e) {
		struct node *slot = map_add(u->arena, map, key, order);
		slot->kind = OBJ_ABSENT;
		slot->origin = at;
	} else if (!quiet && e->value.kind != OBJ_POISON) {
		complain_twice(u, at, e->value.origin, key);
	}
}

void path_drop(struct unit *u, const struct container *in, const struct step *steps, uint32_t n, bool quiet)
{
	struct container at = *in, inner;
	field_id way[12];
	uint32_t count;

	switch ((enum container_kind)in->kind) {
	case IN_STRUCT:
		count = resolve(u, in, &steps[0], way);
		if (!count) {
			if (!quiet)
				complain_unknown_field(u, steps[0].at, steps[0].name, in->type, in->lift);
			return;
		}
		for (uint32_t i = 0; i < count; i++) {
			const struct schema_field *f = &u->schema->fields[way[i]];
			if (i + 1 == count && n == 1) {
				mark_absent(u, at.map, f->name, f->order, steps[0].at, quiet);
				return;
			}
			if (!enter(u, at.map, f->name, f->order, f->type, steps[0].at, false, &inner))
				return;
			at = inner;
		}
		path_drop(u, &at, steps + 1, n - 1, quiet);
		return;
	case IN_MAP:
	case IN_FREE:
		mark_absent(u, in->map, joined(u, steps, n), 0, steps[0].at, quiet);
		return;
	case IN_LIST:
		keyed_drop(u, in, steps, n, quiet);
		return;
	}
}
