/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fields: the fields that a block may have: of a kind in groups, by where its
 * short names lead, of a struct all together.
 */
#include "explain/facts.h"

#include "explain/spell.h"

/* Longer lists of words, and defaults, are told of the field alone. */
#define SHORT_WORDS 60
#define SHORT_DEFAULT 32

static void note(struct explain *x, struct field_row *row, const char *text)
{
	VEC_PUSH(x->arena, &row->notes, text);
}

/* ---- notes ---- */

static void words_note(struct explain *x, struct field_row *row, const struct schema_type *t)
{
	const char *text = "";

	for (uint32_t i = 0; i < t->count; i++) {
		struct str word = sym_str(x->names, x->schema->words[t->first + i]);
		text = arena_printf(x->arena, "%s%s%s", text, *text ? " | " : "",
				    word.n ? spell_sym(x, x->schema->words[t->first + i]) : "\"\"");
		if (strlen(text) > SHORT_WORDS) {
			note(x, row,
			     arena_printf(x->arena, "%u words%s", (unsigned)t->count,
					  t->flags & TYPE_OPEN ? " or others" : ""));
			return;
		}
	}
	if (*text)
		note(x, row, t->flags & TYPE_OPEN ? arena_printf(x->arena, "%s | ...", text) : text);
}

/* What may stand in place of a struct. */
static void struct_note(struct explain *x, struct field_row *row, type_id type)
{
	const struct schema_type *t = &x->schema->types[type];
	const struct schema_dir *head = schema_dir_of(x->schema, type, DIR_HEAD);
	static const char *const members[] = {[MEMBER_NONE] = "", [MEMBER_KEY] = ".key", [MEMBER_PORT] = ".port"};
	const char *from = "";

	if (head)
		note(x, row, arena_printf(x->arena, "or just its %s", spell_dir_path(x, head)));
	for (uint32_t i = 0; i < t->ndirs; i++) {
		const struct schema_dir *d = &x->schema->dirs[t->dirs + i];
		if (d->op == DIR_FROM)
			from = arena_printf(x->arena, "%s%s%s%s", from, *from ? " or " : "or ",
					    spell_one_of(x, d->kinds, false), members[d->member]);
	}
	if (*from)
		note(x, row, from);
	if (schema_dir_of(x->schema, type, DIR_RANGE))
		note(x, row, "or ranges");
	if (schema_dir_of(x->schema, type, DIR_PAIR))
		note(x, row, "or a -> b");
	if (schema_dir_of(x->schema, type, DIR_LABELS))
		note(x, row, "or \"a=b\"");
}

static void type_notes(struct explain *x, struct field_row *row, type_id type)
{
	const struct schema_type *t = &x->schema->types[type];

	if (t->form == TYPE_LIST && t->keyed)
		note(x, row, arena_printf(x->arena, "map by %s", spell_path(x, t->keyed)));
	if (t->form == TYPE_STRUCT)
		struct_note(x, row, type);
	else if (t->form == TYPE_LIST)
		type_notes(x, row, t->elem);
	else if (t->form != TYPE_MAP && t->count && !(t->flags & (TYPE_PLURALS | TYPE_GROUPS)))
		words_note(x, row, t);
	if (t->refs)
		note(x, row,
		     arena_printf(x->arena, t->flags & TYPE_SELECTOR ? "or %s" : "%s",
				  spell_one_of(x, t->refs, false)));
	if (t->flags & TYPE_PORT_HERE)
		note(x, row, "a port of the container");
	if (t->flags & TYPE_PORT_THERE)
		note(x, row, "a port of the pods");
	if (t->flags & TYPE_SECONDS)
		note(x, row, "or 1m30s");
}

/* ---- rows ---- */

/* STEPS lead to the field, of KIND or 0; the last one is it. */
static void add_row(struct explain *x, struct field_group *group, kind_id kind, const field_id *steps, uint32_t n)
{
	const struct schema_field *field = &x->schema->fields[steps[n - 1]];
	struct field_row row = {
		.field = steps[n - 1],
		.name = spell_sym(x, field->name),
		.type = spell_type(x, field->type),
		.required = field->flags & FIELD_REQUIRED,
		.server = field->flags & FIELD_SERVER,
		.derived = facts_derived(x, kind, steps, n),
	};

	if (field->since)
		note(x, &row, arena_printf(x->arena, "since 1.%u", (unsigned)field->since));
	if (field->until)
		note(x, &row, arena_printf(x->arena, "until 1.%u", (unsigned)field->until));
	if (field->dflt && strlen(spell_expr(x, field->dflt)) <= SHORT_DEFAULT)
		note(x, &row, arena_printf(x->arena, "default %s", spell_expr(x, field->dflt)));
	else if (field->dflt)
		note(x, &row, "a default");
	type_notes(x, &row, field->type);
	if (kind) {
		struct lift_result lift;
		schema_lift(x->schema, kind, field->name, x->target, &lift);
		if (lift.other || lift.count != n || lift.steps[n - 1] != steps[n - 1])
			row.full = spell_steps(x, steps, n);
	}
	VEC_PUSH(x->arena, &group->rows, row);
}

/* ---- kinds ---- */

/* Is this field itself on the way to one of the kind's groups, which has its fields? */
static bool leads_on(struct explain *x, const struct schema_kind *k, field_id field)
{
	for (uint32_t i = 0; i < k->nlift; i++) {
		const struct schema_path *p = &x->schema->paths[x->schema->lifts[k->lift + i]];
		if (p->count && x->schema->steps[p->first] == field)
			return true;
	}
	return false;
}

bool facts_no_namespace(const struct explain *x, kind_id kind, sym name)
{
	const struct schema *s = x->schema;
	const struct schema_path *p = &s->paths[s->model.namespace_];

	return kind && !(s->kinds[kind].flags & KIND_NAMESPACED) && p->count &&
	       s->fields[s->steps[p->first + p->count - 1]].name == name;
}

/* What the head of the object says: its kind, and the name. */
static bool in_head(const struct explain *x, sym name)
{
	return name == x->schema->model.api_version || name == x->schema->model.kind;
}

/* Does every object have what WAY leads to? That is less telling, and comes last. */
static bool common(const struct explain *x, path_id way)
{
	const struct schema *s = x->schema;
	const struct schema_path *p = &s->paths[way], *name = &s->paths[s->model.name];

	return p->count == 1 && name->count &&
	       s->fields[s->steps[p->first]].name == s->fields[s->steps[name->first]].name;
}

static void add_group(struct explain *x, struct facts *f, path_id way)
{
	const struct schema *s = x->schema;
	const struct schema_kind *k = &s->kinds[f->subject->kind];
	const struct schema_type *t = &s->types[way ? schema_path_type(s, way, k->type) : k->type];
	struct field_group group = {.where = way ? spell_path(x, way) : ""};
	field_id steps[SUBJECT_ROOM];
	uint32_t n = way ? schema_path_in(s, way, k->type, steps, SUBJECT_ROOM - 1) : 0;

	for (uint32_t i = 0; t->form == TYPE_STRUCT && i < t->count; i++) {
		const struct schema_field *field = &s->fields[t->first + i];
		if ((field->flags & FIELD_SERVER) || !subject_serves(x, field))
			continue;
		if (way && common(x, way) && facts_no_namespace(x, f->subject->kind, field->name))
			continue;
		if (!way && (in_head(x, field->name) || leads_on(x, k, (field_id)(t->first + i))))
			continue;
		steps[n] = (field_id)(t->first + i);
		add_row(x, &group, f->subject->kind, steps, n + 1);
	}
	if (group.rows.n)
		VEC_PUSH(x->arena, &f->groups, group);
}

static void kind_fields(struct explain *x, struct facts *f)
{
	const struct schema_kind *k = &x->schema->kinds[f->subject->kind];

	add_group(x, f, 0);
	for (uint32_t pass = 0; pass < 2; pass++)
		for (uint32_t i = 0; i < k->nlift; i++) {
			path_id way = x->schema->lifts[k->lift + i];
			if (common(x, way) == (pass == 1))
				add_group(x, f, way);
		}
}

/* Does the way begin with the metadata that every object has? */
static bool is_metadata(const struct explain *x, const struct subject *at)
{
	const struct schema *s = x->schema;
	const struct schema_path *name = &s->paths[s->model.name];

	return at->kind && at->n && s->fields[at->steps[0].field].name == s->fields[s->steps[name->first]].name;
}

bool facts_without(const struct explain *x, const struct subject *subject)
{
	return subject->n == x->schema->paths[x->schema->model.namespace_].count && is_metadata(x, subject) &&
	       facts_no_namespace(x, subject->kind, x->schema->fields[subject->steps[subject->n - 1].field].name);
}

static void struct_fields(struct explain *x, struct facts *f)
{
	const struct subject *at = f->subject;
	const struct schema_type *t = &x->schema->types[subject_inner(x->schema, at->type)];
	struct field_group group = {.where = ""};
	field_id steps[SUBJECT_ROOM + 1];

	for (uint32_t i = 0; i < at->n; i++)
		steps[i] = at->steps[i].field;
	for (uint32_t i = 0; t->form == TYPE_STRUCT && i < t->count; i++) {
		steps[at->n] = (field_id)(t->first + i);
		if (!subject_serves(x, &x->schema->fields[t->first + i]) ||
		    (at->n == 1 && is_metadata(x, at) &&
		     facts_no_namespace(x, at->kind, x->schema->fields[t->first + i].name)))
			continue;
		add_row(x, &group, 0, steps, at->n + 1);
		struct field_row *row = &group.rows.v[group.rows.n - 1];
		row->derived |= at->kind && facts_derived(x, at->kind, steps, at->n + 1);
	}
	if (group.rows.n)
		VEC_PUSH(x->arena, &f->groups, group);
}

void facts_fields(struct explain *x, struct facts *f)
{
	if (f->subject->kind && !f->subject->n)
		kind_fields(x, f);
	else
		struct_fields(x, f);
}
