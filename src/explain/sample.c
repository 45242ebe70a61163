/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sample: which fields a sample has. On the way to what is asked about it has
 * what the API requires; the thing itself is written as short as it may be.
 */
#include "explain/sample.h"

#include "explain/facts.h"
#include "explain/sample_tree.h"
#include "explain/spell.h"
#include "schema/format.h"
#include "syntax/spelling.h"

/* In place of the number of steps taken: off the way, a value that is there because something must be. */
#define OFF UINT32_MAX
/* What is made up does not go deeper. */
#define DEEPEST 8u

static void fill_slot(struct maker *m, type_id type, struct sprig *s, uint32_t at);
static void fill_struct(struct maker *m, type_id type, struct sprig *s, uint32_t at, path_id done);

struct sprig *sprig_new(struct maker *m, struct sprig *in, const char *key, field_id field)
{
	struct sprig *s = ARENA_NEW(m->x->arena, struct sprig, 1);

	*s = (struct sprig){.key = key, .field = field};
	VEC_PUSH(m->x->arena, &in->kids, s);
	return s;
}

/* ---- structs ---- */

/* Does the way go on behind the first AT steps? */
static bool goes_on(const struct maker *m, uint32_t at)
{
	return at != OFF && at < m->subject->n;
}

/* Is FIELD the next step? */
static bool is_asked(const struct maker *m, uint32_t at, field_id field)
{
	return goes_on(m, at) && m->subject->steps[at].field == field;
}

static bool first_of(const struct maker *m, path_id path, field_id field)
{
	const struct schema_path *p = &m->x->schema->paths[path];

	return path && p->count == 1 && m->x->schema->steps[p->first] == field;
}

/* Is the field at m->way one that must be written, though nobody asked for it? */
static bool is_needed(struct maker *m, const struct schema_field *f)
{
	if (!(f->flags & FIELD_REQUIRED) || (f->flags & FIELD_SERVER) || !subject_serves(m->x, f))
		return false;
	if (m->in_app && facts_derived(m->x, m->subject->kind, m->way, m->nway)) {
		m->app = true;
		return false;
	}
	return true;
}

/* What a container runs is worth writing. */
static bool is_telling(const struct maker *m, const struct schema_field *f)
{
	return m->x->schema->types[f->type].flags & TYPE_IMAGE && m->depth < DEEPEST;
}

/* The fields on the way and those that are required, without what is DONE. */
static void fill_struct(struct maker *m, type_id type, struct sprig *s, uint32_t at, path_id done)
{
	const struct schema *schema = m->x->schema;
	const struct schema_type *t = &schema->types[type];

	m->depth++;
	for (uint32_t i = 0; i < t->count && m->nway < SUBJECT_ROOM; i++) {
		field_id field = (field_id)(t->first + i);
		const struct schema_field *f = &schema->fields[field];
		bool asked = is_asked(m, at, field);
		m->way[m->nway++] = field;
		if (!first_of(m, done, field) && (asked || is_needed(m, f) || is_telling(m, f)))
			fill_slot(m, f->type, sprig_new(m, s, spell_sym(m->x, f->name), field), asked ? at + 1 : OFF);
		m->nway--;
	}
	m->depth--;
}

/* ---- short forms of structs ---- */

/* Do the fields that are required all lie at the beginning of the head or of what comes with it? */
static bool head_is_enough(const struct maker *m, type_id type)
{
	const struct schema *s = m->x->schema;
	const struct schema_type *t = &s->types[type];

	for (uint32_t i = 0; i < t->count; i++) {
		const struct schema_field *f = &s->fields[t->first + i];
		bool covered = !(f->flags & FIELD_REQUIRED) || f->of || !subject_serves(m->x, f);
		for (uint32_t k = 0; k < t->ndirs && !covered; k++) {
			const struct schema_dir *d = &s->dirs[t->dirs + k];
			covered = (d->op == DIR_HEAD || d->op == DIR_WITH) && s->paths[d->a].count &&
				  s->steps[s->paths[d->a].first] == t->first + i;
		}
		if (!covered)
			return false;
	}
	return true;
}

/* The type of what stands for a struct that has a head. */
static type_id head_type(const struct maker *m, const struct schema_dir *head, type_id type)
{
	type_id slot = schema_slot_type(m->x->schema, head->a, type);

	return head->word ? m->x->schema->types[slot].elem : slot;
}

static const struct schema_dir *usable_head(const struct maker *m, type_id type)
{
	const struct schema_dir *head = schema_dir_of(m->x->schema, type, DIR_HEAD);

	return head && head_is_enough(m, type) ? head : NULL;
}

/* Do the steps behind the first AT lead to the head, and no further? */
static bool asks_head(const struct maker *m, type_id type, const struct schema_dir *head, uint32_t at)
{
	const struct subject *q = m->subject;
	field_id steps[SUBJECT_ROOM];
	unsigned n = schema_path_in(m->x->schema, head->a, type, steps, SUBJECT_ROOM);

	if (!n || q->n != at + n)
		return false;
	for (unsigned i = 0; i < n; i++)
		if (q->steps[at + i].field != steps[i])
			return false;
	return !head->word || q->steps[q->n - 1].key == head->word;
}

static void fill_head(struct maker *m, type_id type, const struct schema_dir *head, struct sprig *s)
{
	struct sprig value = {.key = ""};

	m->depth++;
	fill_slot(m, head_type(m, head, type), &value, OFF);
	m->depth--;
	s->value = m->x->schema->types[head_type(m, head, type)].form == TYPE_STRUCT && !value.value
			   ? NULL
			   : sample_inline(m, &value);
	if (!s->value)
		s->kids.n = 0;
}

/* The reference that a struct may be written as; false if it takes none. */
static bool fill_reference(struct maker *m, type_id type, struct sprig *s)
{
	const struct schema_dir *from = schema_dir_of(m->x->schema, type, DIR_FROM);

	if (!from || !m->references)
		return false;
	s->value = sample_reference(m, from->kinds, (enum dir_member)from->member);
	return s->value != NULL;
}

static bool fill_range(struct maker *m, type_id type, struct sprig *s)
{
	const struct schema_dir *d = schema_dir_of(m->x->schema, type, DIR_RANGE);
	const struct schema_type *map = d ? &m->x->schema->types[schema_slot_type(m->x->schema, d->a, type)] : NULL;

	if (!d || map->form != TYPE_MAP)
		return false;
	sprig_new(m, s, sample_key(m, map, 0), 0)->value = "1..2";
	return true;
}

/* A selector in kubectl's syntax. */
static bool fill_selector(struct maker *m, type_id type, struct sprig *s)
{
	const struct schema_dir *d = schema_dir_of(m->x->schema, type, DIR_LABELS);

	if (d)
		s->value = arena_printf(m->x->arena, "\"%s=%s\"", format_sample(FORMAT_LABEL_KEY),
					format_sample(FORMAT_LABEL_VALUE));
	return d != NULL;
}

/* A field that shows what the struct is for: the first one that takes a single value. */
static void fill_first(struct maker *m, type_id type, struct sprig *s)
{
	const struct schema *schema = m->x->schema;
	const struct schema_type *t = &schema->types[type];

	for (uint32_t i = 0; i < t->count && m->nway < SUBJECT_ROOM; i++) {
		const struct schema_field *f = &schema->fields[t->first + i];
		const struct schema_type *ft = &schema->types[subject_inner(schema, f->type)];
		bool simple = ft->form != TYPE_STRUCT || usable_head(m, subject_inner(schema, f->type));
		if ((f->flags & FIELD_SERVER) || !subject_serves(m->x, f) || !simple || f->of)
			continue;
		m->way[m->nway++] = (field_id)(t->first + i);
		fill_slot(m, f->type, sprig_new(m, s, spell_sym(m->x, f->name), (field_id)(t->first + i)), OFF);
		m->nway--;
		return;
	}
}

/* A whole struct, the shortest form that it has. */
static void fill_whole(struct maker *m, type_id type, struct sprig *s, path_id done)
{
	const struct schema_dir *head = usable_head(m, type);

	if (m->depth > DEEPEST) {
		s->value = "{}";
		return;
	}
	if (head) {
		fill_head(m, type, head, s);
		if (s->value)
			return;
	}
	if (fill_reference(m, type, s) || fill_selector(m, type, s) || fill_range(m, type, s))
		return;
	fill_struct(m, type, s, OFF, done);
	if (!s->kids.n && !done) {
		m->depth++;
		fill_first(m, type, s);
		m->depth--;
	}
	if (!s->kids.n)
		s->value = "{}";
}

/* ---- lists and maps ---- */

/* The struct that an item or entry is; DONE is given already. */
static void fill_item(struct maker *m, type_id type, struct sprig *s, uint32_t at, path_id done)
{
	const struct schema_dir *head = usable_head(m, type);

	if (!goes_on(m, at)) {
		fill_whole(m, type, s, done);
		return;
	}
	if (head && asks_head(m, type, head, at)) {
		fill_head(m, type, head, s);
		if (s->value)
			return;
	}
	fill_struct(m, type, s, at, done);
	if (!s->kids.n)
		s->value = "{}";
}

static const char *asked_key(struct maker *m, uint32_t at)
{
	sym key = at != OFF && at ? m->subject->steps[at - 1].key : SYM_EMPTY;

	return key ? spelling_key(m->x->arena, sym_str(m->x->names, key)) : NULL;
}

static void fill_list(struct maker *m, const struct schema_type *t, struct sprig *s, uint32_t at)
{
	struct sprig item = {.key = ""};
	const char *key = asked_key(m, at);

	if (t->keyed) {
		type_id of = schema_slot_type(m->x->schema, t->keyed, t->elem);
		fill_item(m, t->elem, sprig_new(m, s, key ? key : sample_key(m, NULL, of), 0), at, t->keyed);
		return;
	}
	if (m->x->schema->types[t->elem].form == TYPE_STRUCT)
		fill_item(m, t->elem, &item, at, 0);
	else
		fill_slot(m, t->elem, &item, at);
	s->value = arena_printf(m->x->arena, "[%s]", sample_inline(m, &item));
}

static void fill_map(struct maker *m, const struct schema_type *t, struct sprig *s, uint32_t at)
{
	const char *key = asked_key(m, at);
	struct sprig *entry = sprig_new(m, s, key ? key : sample_key(m, t, 0), 0);

	if (m->x->schema->types[t->elem].form == TYPE_STRUCT)
		fill_item(m, t->elem, entry, at, 0);
	else
		fill_slot(m, t->elem, entry, at);
}

/* The value behind the first AT steps, or one that must be there. */
static void fill_slot(struct maker *m, type_id type, struct sprig *s, uint32_t at)
{
	const struct schema_type *t = &m->x->schema->types[type];

	if (t->form == TYPE_LIST)
		fill_list(m, t, s, at);
	else if (t->form == TYPE_MAP)
		fill_map(m, t, s, at);
	else if (t->form == TYPE_STRUCT)
		fill_item(m, type, s, at, 0);
	else
		s->value = sample_scalar(m, type);
}

/* ---- the object ---- */

/* Fields that the head of the object says. */
static bool in_head(const struct maker *m)
{
	const struct schema_model *model = &m->x->schema->model;
	const struct schema_path *name = &m->x->schema->paths[model->name];
	const struct subject *q = m->subject;
	sym first = q->n ? m->x->schema->fields[q->steps[0].field].name : SYM_EMPTY;

	if (q->n == 1 && (first == model->api_version || first == model->kind))
		return true;
	if (q->n != name->count)
		return false;
	for (uint32_t i = 0; i < q->n; i++)
		if (q->steps[i].field != m->x->schema->steps[name->first + i])
			return false;
	return true;
}

/* "Deployment example", "HorizontalPodAutoscaler@autoscaling/v1 example". */
static const char *head_of(struct maker *m)
{
	const struct schema_kind *k = &m->x->schema->kinds[m->subject->kind];
	bool preferred = schema_kind_served(m->x->schema, k->name, SYM_EMPTY, m->x->target) == m->subject->kind;
	struct str name = str_of("example");
	uint32_t at;

	if (format_check(m->x->arena, (enum schema_format)k->name_format, name, &at))
		name = str_of(format_sample((enum schema_format)k->name_format));
	return arena_printf(m->x->arena, "%s%s%s %s", spell_sym(m->x, k->name), preferred ? "" : "@",
			    preferred ? "" : spell_sym(m->x, k->api_version), spelling_key(m->x->arena, name));
}

static const char *make(struct maker *m)
{
	struct subject nothing = *m->subject;
	const struct subject *asked = m->subject;
	struct sprig body = {.key = ""};
	const struct schema_kind *k = &m->x->schema->kinds[asked->kind];

	if (in_head(m)) {
		nothing.n = 0; /* any object has it */
		m->subject = &nothing;
	}
	fill_struct(m, k->type, &body, m->subject->n ? 0 : OFF, 0);
	const char *text = sample_write(m, &body, head_of(m));
	m->subject = asked;
	return text;
}

bool sample_find(struct explain *x, const struct subject *subject, struct explain_sample *out)
{
	for (unsigned form = 0; form < 4; form++) {
		struct maker m = {.x = x, .subject = subject, .in_app = !(form & 1), .references = !(form & 2)};
		*out = (struct explain_sample){.subject = subject, .part = subject->n > 0};
		out->source = make(&m);
		if (x->compile(x->compile_ctx, out) && *out->yaml)
			return true;
	}
	return false;
}
