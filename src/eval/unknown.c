/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unknown: what to say of a field that the type does not have.
 *
 * The nearest spelling; else where the field is, one level up or down; else
 * the fields there are.
 */
#include "eval/eval.h"

#include "schema/nearest.h"

static const char *kind_name(const struct unit *u, kind_id kind)
{
	return arena_printf(u->arena, STR_FMT, STR_ARG(unit_str(u, u->schema->kinds[kind].name)));
}

void nearest_fields(struct unit *u, struct nearest *n, type_id type)
{
	const struct schema_type *t = unit_type(u, type);

	for (uint32_t i = 0; t->form == TYPE_STRUCT && i < t->count; i++) {
		const struct schema_field *f = &u->schema->fields[t->first + i];
		if (schema_served(f->since, f->until, u->target))
			nearest_feed(n, unit_str(u, f->name));
	}
}

/* All types that short names of KIND are looked up in. */
static void feed_lifted(struct unit *u, struct nearest *n, kind_id kind)
{
	const struct schema_kind *k = &u->schema->kinds[kind];

	nearest_fields(u, n, k->type);
	for (uint32_t i = 0; i < k->nlift; i++)
		nearest_fields(u, n, schema_path_type(u->schema, u->schema->lifts[k->lift + i], k->type));
}

/* ---- down ---- */

/* Does a value of TYPE, a struct, have NAME: as a field or as a key of its range? */
static bool has(const struct unit *u, type_id type, sym name)
{
	const struct schema_type *t = unit_type(u, type);

	if (t->form != TYPE_STRUCT)
		return false;
	if (schema_field(u->schema, type, name))
		return true;
	for (uint32_t i = 0; i < t->ndirs; i++) {
		const struct schema_dir *d = &u->schema->dirs[t->dirs + i];
		if (d->op != DIR_RANGE)
			continue;
		const struct schema_type *map = unit_type(u, schema_slot_type(u->schema, d->a, type));
		return map->count && schema_word(u->schema, map, name);
	}
	return false;
}

/* "httpGet.path", "containers.NAME.image": where NAME is below TYPE, at most LEVELS down; NULL if nowhere. */
static const char *down(struct unit *u, type_id type, sym name, unsigned levels)
{
	const struct schema_type *t = unit_type(u, type);
	const char *best = NULL;

	for (uint32_t i = 0; t->form == TYPE_STRUCT && i < t->count; i++) {
		const struct schema_field *f = &u->schema->fields[t->first + i];
		const struct schema_type *ft = unit_type(u, f->type);
		type_id inner = ft->form == TYPE_LIST ? ft->elem : f->type;
		const char *item = ft->form != TYPE_LIST ? "" : ft->keyed ? ".NAME" : "[...]";
		const char *rest = NULL;

		if ((f->flags & FIELD_SERVER) || !schema_served(f->since, f->until, u->target))
			continue;
		if (levels == 1 && has(u, inner, name))
			rest = arena_printf(u->arena, STR_FMT, STR_ARG(unit_str(u, name)));
		else if (levels > 1 && ft->form == TYPE_STRUCT)
			rest = down(u, inner, name, levels - 1);
		/* the containers of a pod rather than its init containers: what the API requires comes first */
		if (rest && (!best || (f->flags & FIELD_REQUIRED)))
			best = arena_printf(u->arena, STR_FMT "%s.%s", STR_ARG(unit_str(u, f->name)), item, rest);
		if (rest && (f->flags & FIELD_REQUIRED))
			break;
	}
	return best;
}

/* The same from all steps of a kind's lift path, innermost last. */
static const char *down_lifted(struct unit *u, type_id type, kind_id lift, sym name, unsigned levels)
{
	const struct schema_kind *k = &u->schema->kinds[lift];
	const char *found = NULL;

	if (!lift)
		return down(u, type, name, levels);
	for (uint32_t i = k->nlift; i > 0 && !found; i--)
		found = down(u, schema_path_type(u->schema, u->schema->lifts[k->lift + i - 1u], k->type), name, levels);
	return found ? found : down(u, type, name, levels);
}

/* ---- up ---- */

/* "containers.web": the way from below TOP to FROM. */
static const char *way_text(struct unit *u, const struct where *top, const struct where *from)
{
	const char *text = NULL;

	for (const struct where *p = from; p != top; p = p->up)
		if (p->name)
			text = arena_printf(u->arena, STR_FMT "%s%s", STR_ARG(unit_str(u, p->name)), text ? "." : "",
					    text ? text : "");
	return text ? text : "this block";
}

static bool kind_has(const struct unit *u, sym name)
{
	struct lift_result lift;

	if (!u->self)
		return false;
	schema_lift(u->schema, u->self->o.kind, name, u->target, &lift);
	return lift.count != 0;
}

/* Is NAME a field of something around the struct of TYPE? *OWNER is called what, *WAY leads from there to here. */
static bool up(struct unit *u, type_id type, sym name, const char **owner, const char **way)
{
	const struct where *here = u->place;

	if (!here || here->type != type)
		return false;
	for (const struct where *p = here->up; p; p = p->up) {
		if (unit_type(u, p->type)->form != TYPE_STRUCT || !schema_field(u->schema, p->type, name))
			continue;
		*owner = type_text(u, p->type);
		*way = way_text(u, p, here);
		return true;
	}
	if (!kind_has(u, name))
		return false;
	*owner = kind_name(u, u->self->o.kind);
	*way = way_text(u, NULL, here);
	return true;
}

static bool wrong_level(struct unit *u, ast_id at, sym name, type_id type, kind_id lift)
{
	const char *where = lift ? kind_name(u, lift) : type_text(u, type);
	const char *path = down_lifted(u, type, lift, name, 1), *owner = NULL, *way = NULL;
	bool above = !path && !lift && up(u, type, name, &owner, &way);

	if (!path && !above)
		path = down_lifted(u, type, lift, name, 2);
	if (!path && !above)
		return false;
	struct diag *d = diag_add(u->diags, E0207, unit_span(u, at), "`" STR_FMT "` is not a field of %s",
				  STR_ARG(unit_str(u, name)), where);
	if (above)
		diag_label(d, "it is a field of %s: move it out of `%s`", owner, way);
	else
		diag_label(d, "it is a field further down: `%s`", path);
	return true;
}

/* ---- the message ---- */

/* A key of labels or annotations without these words before it. */
static bool looks_like_label(struct str s)
{
	return memchr(s.p, '/', s.n) != NULL;
}

sym complain_unknown_field(struct unit *u, ast_id at, sym name, type_id type, kind_id lift)
{
	struct nearest n;
	struct str s = unit_str(u, name);
	const char *where = lift ? kind_name(u, lift) : type_text(u, type);

	if (type == u->schema->settings) {
		complain_unknown_setting(u, at, name);
		return SYM_EMPTY;
	}
	if (u->diags->errors >= u->diags->limit) {
		diag_add(u->diags, E0204, unit_span(u, at), "unknown field"); /* counted only */
		return SYM_EMPTY;
	}
	nearest_init(&n, s);
	if (lift)
		feed_lifted(u, &n, lift);
	else
		nearest_fields(u, &n, type);
	bool sure = n.best.n && n.cost <= 4;
	if (!sure && wrong_level(u, at, name, type, lift))
		return SYM_EMPTY;
	struct diag *d =
		diag_add(u->diags, E0204, unit_span(u, at), "unknown field `" STR_FMT "` in %s", STR_ARG(s), where);
	if (n.best.n) {
		diag_label(d, "did you mean `" STR_FMT "`?", STR_ARG(n.best));
		diag_edit(d, unit_span(u, at), arena_strndup(u->arena, n.best.p, n.best.n), EDIT_MAYBE);
		return sym_intern(u->names, n.best.p, n.best.n);
	}
	if (looks_like_label(s))
		diag_label(d, "a label or an annotation? write `labels.\"...\"` or `annotations.\"...\"`");
	else if (!lift)
		diag_label(d, "it has %s", fields_text(u, type));
	return SYM_EMPTY;
}
