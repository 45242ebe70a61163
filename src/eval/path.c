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
#include "eval/text.h"
#include "eval/trace.h"

static bool is_scalar(const struct schema_type *t)
{
	return t->form != TYPE_STRUCT && t->form != TYPE_MAP && t->form != TYPE_LIST && t->form != TYPE_ANY &&
	       t->form != TYPE_NOTHING;
}

/* The value of KEY in MAP as a container of TYPE, made if need be; false after a mistake. */
static bool enter(struct unit *u, const struct container *in, sym key, uint32_t order, type_id type, ast_id at,
		  bool written, struct container *out)
{
	const struct schema_type *t = unit_type(u, type);
	bool list = t->form == TYPE_LIST;
	struct map *map = in->map;
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
		if (slot->kind != (list ? OBJ_LIST : OBJ_MAP) || (list && !(slot->flags & OBJ_KEYED)) ||
		    (slot->flags & OBJ_WHOLE)) {
			complain_added(u, at, slot, key);
			return false;
		}
		node_own(u->arena, slot);
	}
	if (written)
		slot->flags |= OBJ_WRITTEN;
	*out = container_of(u, slot, type);
	out->old = old_at(u, in->old, key, 0);
	out->mask = mask_at(u, in, key);
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
	reference_placed(u, owner, inst, ref, ref->at);
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
	if (e->value.kind == OBJ_TEXT && (e->value.flags & OBJ_KEYED))
		complain_key_inside(u, at, e->value.origin, key);
	else
		complain_twice(u, at, &e->value, key);
}

/* A map that has been computed is an object as a block is: short names and all. */
static bool is_given_object(const struct unit *u, ast_id id, type_id type)
{
	return !id && u->given && u->given->kind == OBJ_MAP && u->given->type != type &&
	       unit_type(u, type)->form == TYPE_STRUCT;
}

static void assign_now(struct unit *u, const struct container *in, sym key, uint32_t order, type_id type, ast_id id,
		       struct scope *scope, ast_id at);

/* Sets the field KEY (place ORDER) of the map IN to the value ID; blocks merge with what is there. */
static void assign(struct unit *u, const struct container *in, sym key, uint32_t order, type_id type, ast_id id,
		   struct scope *scope, ast_id at)
{
	const struct node *old = u->old;
	bool replacing = u->replacing, old_used = u->old_used;

	if (in->mask && is_masked(mask_at(u, in, key))) {
		if (in->kind != IN_STRUCT && !map_get(in->map, key))
			*map_add(u->arena, in->map, key, order) = node_null(); /* keeps the place */
		scope_mark_words(u, id, scope);
		return;
	}
	bool traced = trace_begin(u, at);
	if (u->patching)
		u->old = old_head(u, old_at(u, in->old, key, 0), type, id);
	u->old_used = false;
	assign_now(u, in, key, order, type, id, scope, at);
	trace_end(u, traced);
	if (!u->patching)
		return;
	struct entry *e = map_get(in->map, key);
	if (e && u->probing && u->old_used)
		e->value = node_map(u->arena, 0, at); /* it is made of what was there, which counts then */
	else if (e && replacing && (e->value.kind == OBJ_MAP || e->value.kind == OBJ_LIST))
		e->value.flags |= OBJ_REPLACES;
	u->old = old;
	u->replacing = replacing;
	u->old_used |= old_used;
}

static void assign_now(struct unit *u, const struct container *in, sym key, uint32_t order, type_id type, ast_id id,
		       struct scope *scope, ast_id at)
{
	struct container inner;
	ast_id value = unwrap(u, id);
	struct map *map = in->map;

	u->replacing = false; /* what is inside is in a map that replaces anyway */
	if (is_given_object(u, id, type)) {
		if (enter(u, in, key, order, type, at, true, &inner))
			path_put_values(u, &inner, u->given->map, at);
		u->nulled = false;
		return;
	}
	if (ast_kind(u->tree, value) == AST_BLOCK && takes_block(unit_type(u, type)) &&
	    !(unit_type(u, type)->form == TYPE_LIST && node_is_data(u, value))) {
		if (enter(u, in, key, order, type, at, true, &inner))
			block_items(u, value, scope_of_block(u, value, scope), &inner);
		u->nulled = false;
		return;
	}
	struct node v = eval_slot(u, id, scope, type);
	if (v.kind == OBJ_MAP || v.kind == OBJ_LIST)
		v.flags |= OBJ_WHOLE;
	u->nulled = v.kind == OBJ_NULL;
	if (!u->nulled)
		put(u, map, key, order, &v, at);
}

/* After null was set below KEY of MAP: what only led there is not there either. */
static void tidy(struct unit *u, struct map *map, sym key)
{
	struct entry *e = u->nulled ? map_get(map, key) : NULL;

	if (!e || (e->value.flags & OBJ_WRITTEN) || map->indexed)
		return;
	if ((e->value.kind == OBJ_MAP && !e->value.map->n) || (e->value.kind == OBJ_LIST && !e->value.list->n)) {
		size_t behind = (size_t)(map->v + map->n - (e + 1));
		memmove(e, e + 1, behind * sizeof *e);
		map->n--;
	}
}

/* ---- structs ---- */

static sym last_step(const struct unit *u, path_id path)
{
	const struct schema_path *p = &u->schema->paths[path];

	return u->schema->fields[u->schema->steps[p->first + p->count - 1u]].name;
}

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
	if (!range || n != 1 || node_is_data(u, step->at))
		return false;
	type_id map_type = schema_slot_type(u->schema, range->a, in->type);
	bool traced = trace_key(u, last_step(u, range->a), step) || trace_key(u, last_step(u, range->b), step);
	bool good = range_ends(u, id, scope, unit_type(u, map_type)->elem, ends);
	trace_end(u, traced);
	if (!good)
		return true;
	for (unsigned k = 0; k < 2; k++) {
		struct node root = {.kind = OBJ_MAP, .type = in->type, .map = in->map};
		if (ends[k].kind == OBJ_ABSENT || ends[k].kind == OBJ_NULL)
			continue;
		struct node *m = node_make(u->schema, u->arena, &root, k ? range->b : range->a, step->at);
		if (m && m->kind == OBJ_NULL)
			*m = node_map(u->arena, map_type, step->at);
		if (m && (m->flags & OBJ_WHOLE))
			complain_added(u, step->at, m, last_step(u, k ? range->b : range->a));
		else if (m && m->kind == OBJ_MAP &&
			 check_map_key(u, m->type ? m->type : map_type, step->name, step->at))
			put(u, m->map, step->name, 0, &ends[k], step->at);
	}
	return true;
}

/*
 * An object within another one, as the template of a pod is: a short name is
 * looked up as in an object of its own, or, where no kind has this type, in
 * its metadata.
 */
static uint32_t embedded(struct unit *u, const struct container *in, sym name, struct lift_result *lift)
{
	field_id metadata = schema_field(u->schema, in->type, u->word.metadata);

	*lift = (struct lift_result){.count = 0};
	if (!metadata)
		return 0;
	for (uint32_t i = 1; i < u->schema->nkinds && !lift->count; i++)
		if (u->schema->kinds[i].type == in->type && !(u->schema->kinds[i].flags & KIND_LIST))
			schema_lift(u->schema, (kind_id)i, name, u->target, lift);
	field_id inner = schema_field(u->schema, u->schema->fields[metadata].type, name);
	if (!lift->count && inner) {
		lift->steps[0] = metadata;
		lift->steps[1] = inner;
		lift->count = 2;
	}
	return lift->count;
}

/* Fields that an open struct has no place for come behind the others, in order of writing. */
#define ORDER_OPEN UINT16_MAX

#define MAX_WAY 12
#define REPORTED UINT32_MAX

/* The fields that STEP leads through from IN; 0 if there is no such field, or REPORTED. */
static uint32_t resolve(struct unit *u, const struct container *in, const struct step *step, field_id *out)
{
	struct lift_result lift;

	out[0] = schema_field(u->schema, in->type, step->name);
	if (node_is_data(u, step->at))
		return out[0] != 0;
	if (!in->lift && out[0])
		return 1;
	if (in->lift || embedded(u, in, step->name, &lift)) {
		if (in->lift)
			schema_lift(u->schema, in->lift, step->name, u->target, &lift);
		if (lift.count && lift.other) {
			complain_ambiguous_field(u, step->at, in->lift, step->name, &lift);
			return REPORTED;
		}
		for (uint32_t i = 0; i < lift.count; i++)
			out[i] = lift.steps[i];
		return lift.count;
	}
	return 0;
}

/*
 * Reports STEP. Where another field was probably meant, that one is there
 * from then on, so that it is not said to be missing as well.
 */
static void unknown_field(struct unit *u, const struct container *in, const struct step *step)
{
	struct step meant = *step;
	field_id way[MAX_WAY];
	struct map *map = in->map;

	meant.name =
		complain_unknown_field(u, step->at, step->name, in->type, node_is_data(u, step->at) ? 0 : in->lift);
	uint32_t count = meant.name ? resolve(u, in, &meant, way) : 0;
	for (uint32_t i = 0; count != REPORTED && i < count; i++) {
		const struct schema_field *f = &u->schema->fields[way[i]];
		struct entry *e = map_get(map, f->name);
		if (e && (i + 1 == count || e->value.kind != OBJ_MAP))
			return;
		const struct schema_type *t = unit_type(u, f->type);
		struct node *slot = e ? &e->value : map_add(u->arena, map, f->name, f->order);
		if (!e)
			*slot = is_scalar(t)           ? node_poison()
				: t->form == TYPE_LIST ? node_list(u->arena, f->type, step->at)
						       : node_map(u->arena, f->type, step->at);
		if (slot->kind == OBJ_LIST)
			slot->flags |= OBJ_KEYED;
		map = slot->map;
	}
}

static void set_in_free(struct unit *u, const struct container *in, uint32_t order, type_id type,
			const struct step *steps, uint32_t n, ast_id id, struct scope *scope);

/* A field of an open struct that nobody has declared. */
static void set_in_open(struct unit *u, const struct container *in, const struct step *steps, uint32_t n, ast_id id,
			struct scope *scope)
{
	struct wish saved = wish_now(u), ignored;

	if (wish_step(u, steps[0].name, &ignored))
		set_in_free(u, in, ORDER_OPEN, type_plain(u, TYPE_ANY, 0), steps, n, id, scope);
	wish_back(u, saved);
}

static void set_in_struct(struct unit *u, const struct container *in, const struct step *steps, uint32_t n, ast_id id,
			  struct scope *scope)
{
	field_id way[MAX_WAY];
	uint32_t count = steps[0].unknown ? REPORTED : resolve(u, in, &steps[0], way);
	struct container at = *in, inner;
	struct wish saved = wish_now(u), ignored;
	struct where here = {.up = u->place, .name = steps[0].name};
	struct map *maps[MAX_WAY];

	if (count == REPORTED)
		return;
	if (!count) {
		if (unit_type(u, in->type)->flags & TYPE_OPEN)
			set_in_open(u, in, steps, n, id, scope);
		else if (!set_range_key(u, in, steps, n, id, scope))
			unknown_field(u, in, &steps[0]);
		return;
	}
	here.type = u->schema->fields[way[count - 1]].type;
	u->place = &here;
	for (uint32_t i = 0; i < count; i++) {
		const struct schema_field *f = &u->schema->fields[way[i]];
		if (!wish_step(u, f->name, &ignored))
			goto out;
		if (!served_or_complain(u, steps[0].at, "field", f->name, f->since, f->until))
			goto out;
		if (i + 1 == count && n == 1) {
			u->referred = NULL;
			assign(u, &at, f->name, f->order, f->type, id, scope, steps[0].at);
			if (f->flags & FIELD_REQUIRED)
				check_filled(u, map_value(at.map, f->name));
			fill_beside(u, at.map, at.type);
			goto out;
		}
		const struct schema_type *t = unit_type(u, f->type);
		if (i + 1 == count && (is_scalar(t) || (t->form == TYPE_LIST && !t->keyed))) {
			complain_no_members(u, steps[1].at, f->name, f->type);
			goto out;
		}
		maps[i] = at.map;
		if (!enter(u, &at, f->name, f->order, f->type, steps[0].at, false, &inner))
			goto out;
		at = inner;
	}
	path_set(u, &at, steps + 1, n - 1, id, scope);
	for (uint32_t i = count; i > 0; i--)
		tidy(u, maps[i - 1], u->schema->fields[way[i - 1]].name);
out:
	u->place = here.up;
	wish_back(u, saved);
}

/* ---- maps ---- */

/* "a.b.c" of the steps. */
static sym joined(struct unit *u, const struct step *steps, uint32_t n)
{
	if (n == 1)
		return steps[0].name;
	struct text text = {NULL, 0, 0};

	for (uint32_t i = 0; i < n; i++) {
		if (i && !text_add(u, &text, str_of("."), steps[i].at))
			break;
		if (!text_add(u, &text, unit_str(u, steps[i].name), steps[i].at))
			break;
	}
	return text_sym(u, &text);
}

static void set_in_map(struct unit *u, const struct container *in, const struct step *steps, uint32_t n, ast_id id,
		       struct scope *scope)
{
	const struct schema_type *t = unit_type(u, in->type);
	struct wish saved = wish_now(u), ignored;
	struct container inner;

	if (is_scalar(unit_type(u, t->elem))) {
		sym key = joined(u, steps, n);
		if (wish_step(u, key, &ignored) && check_map_key(u, in->type, key, steps[0].at))
			assign(u, in, key, 0, t->elem, id, scope, steps[0].at);
	} else if (wish_step(u, steps[0].name, &ignored) && check_map_key(u, in->type, steps[0].name, steps[0].at)) {
		if (n == 1)
			assign(u, in, steps[0].name, 0, t->elem, id, scope, steps[0].at);
		else if (enter(u, in, steps[0].name, 0, t->elem, steps[0].at, false, &inner)) {
			path_set(u, &inner, steps + 1, n - 1, id, scope);
			tidy(u, in->map, steps[0].name);
		}
	}
	wish_back(u, saved);
}

static void set_in_free(struct unit *u, const struct container *in, uint32_t order, type_id type,
			const struct step *steps, uint32_t n, ast_id id, struct scope *scope)
{
	struct container inner;

	if (n == 1)
		assign(u, in, steps[0].name, order, type, id, scope, steps[0].at);
	else if (enter(u, in, steps[0].name, order, type, steps[0].at, false, &inner)) {
		path_set(u, &inner, steps + 1, n - 1, id, scope);
		tidy(u, in->map, steps[0].name);
	}
}

void path_set(struct unit *u, const struct container *in, const struct step *steps, uint32_t n, ast_id id,
	      struct scope *scope)
{
	u->nulled = false;
	switch ((enum container_kind)in->kind) {
	case IN_STRUCT:
		set_in_struct(u, in, steps, n, id, scope);
		break;
	case IN_MAP:
		set_in_map(u, in, steps, n, id, scope);
		break;
	case IN_FREE:
		set_in_free(u, in, 0, in->type, steps, n, id, scope);
		break;
	case IN_LIST:
		keyed_set(u, in, steps, n, id, scope);
		break;
	}
}

void path_put_values(struct unit *u, const struct container *in, const struct map *values, ast_id at)
{
	const struct node *given = u->given;
	ast_id given_at = u->given_at;

	for (uint32_t i = 0; i < values->n; i++) {
		const struct node *v = &values->v[i].value;
		struct step step = {.name = values->v[i].key, .at = v->origin ? v->origin : at};
		if (v->kind == OBJ_ABSENT)
			continue;
		u->given = v;
		u->given_at = step.at;
		path_set(u, in, &step, 1, AST_NIL, NULL);
	}
	u->given = given;
	u->given_at = given_at;
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
		complain_dropped(u, at, e->value.origin, at, key);
	}
}

/* An app's drop reaches into what the object has, however that was written. */
static bool may_enter(struct entry *e)
{
	if (!e)
		return true;
	e->value.flags &= (uint8_t)~OBJ_WHOLE;
	return e->value.kind == OBJ_MAP || e->value.kind == OBJ_LIST;
}

void path_drop(struct unit *u, const struct container *in, const struct step *steps, uint32_t n, bool quiet)
{
	struct container at = *in, inner;
	struct wish saved = wish_now(u), ignored;
	field_id way[MAX_WAY];
	uint32_t count;

	switch ((enum container_kind)in->kind) {
	case IN_STRUCT:
		count = resolve(u, in, &steps[0], way);
		if (count == REPORTED)
			return;
		if (!count && (unit_type(u, in->type)->flags & TYPE_OPEN)) {
			mark_absent(u, in->map, joined(u, steps, n), ORDER_OPEN, steps[0].at, quiet);
			return;
		}
		if (!count) {
			if (!quiet)
				complain_unknown_field(u, steps[0].at, steps[0].name, in->type, in->lift);
			return;
		}
		for (uint32_t i = 0; i < count; i++) {
			const struct schema_field *f = &u->schema->fields[way[i]];
			if (!wish_step(u, f->name, &ignored))
				goto out; /* what is below is not there to look at */
			if (i + 1 == count && n == 1) {
				mark_absent(u, at.map, f->name, f->order, steps[0].at, quiet);
				goto out;
			}
			if (quiet && !may_enter(map_get(at.map, f->name)))
				goto out;
			if (!enter(u, &at, f->name, f->order, f->type, steps[0].at, false, &inner))
				goto out;
			at = inner;
		}
		path_drop(u, &at, steps + 1, n - 1, quiet);
	out:
		wish_back(u, saved);
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
