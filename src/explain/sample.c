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
#define DEEPEST 6u

static void fill_slot(struct maker *m, type_id type, struct sprig *s, uint32_t at);
static void fill_struct(struct maker *m, type_id type, struct sprig *s, uint32_t at);

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

/* Is what N STEPS lead to from the struct at m->way set by the key of the item that this is in? */
static bool is_set_by_key(const struct maker *m, const field_id *steps, uint32_t n)
{
	if (!m->ndone || m->ndone != m->nway + n || memcmp(m->done, m->way, m->nway * sizeof *m->way) != 0)
		return false;
	return !n || memcmp(m->done + m->nway, steps, n * sizeof *steps) == 0;
}

/* Is the field at m->way? */
static bool is_done(const struct maker *m)
{
	return is_set_by_key(m, NULL, 0);
}

/* The path of every object's name or of its labels, from the struct TYPE on; 0 if it has none. */
static unsigned model_path(const struct maker *m, path_id path, type_id type, field_id *steps)
{
	const struct schema *s = m->x->schema;
	const struct schema_path *p = &s->paths[path];

	for (unsigned i = 0; i < p->count; i++) {
		steps[i] = schema_field(s, type, s->fields[s->steps[p->first + i]].name);
		if (!steps[i])
			return 0;
		type = s->fields[steps[i]].type;
	}
	return p->count;
}

/* Is the field at m->way the object's metadata, or its name? The head has that. */
static bool is_head(const struct maker *m)
{
	field_id steps[SUBJECT_ROOM];
	unsigned n = model_path(m, m->x->schema->model.name, m->x->schema->kinds[m->subject->kind].type, steps);

	return m->nway <= n && memcmp(steps, m->way, m->nway * sizeof *steps) == 0;
}

/* Is the field at m->way on the way to where short names lead? An object without it is of no use. */
static bool is_body(const struct maker *m)
{
	const struct schema *s = m->x->schema;
	const struct schema_kind *k = &s->kinds[m->subject->kind];

	for (uint32_t i = 0; i < k->nlift; i++) {
		const struct schema_path *p = &s->paths[s->lifts[k->lift + i]];
		if (p->count >= m->nway && memcmp(s->steps + p->first, m->way, m->nway * sizeof *m->way) == 0)
			return true;
	}
	return false;
}

/* Is it on the way to the labels of the object's pods, which its selector asks for? */
static bool is_label(const struct maker *m)
{
	const struct schema *s = m->x->schema;
	const struct schema_kind *k = &s->kinds[m->subject->kind];
	field_id steps[SUBJECT_ROOM];
	unsigned n, more;

	if (!(m->how & SAMPLE_LABELS) || !k->pods || !k->selects)
		return false;
	n = schema_path_in(s, k->pods, k->type, steps, SUBJECT_ROOM / 2);
	more = n ? model_path(m, s->model.labels, schema_path_type(s, k->pods, k->type), steps + n) : 0;
	return more && m->nway > n && m->nway <= n + more && memcmp(steps, m->way, m->nway * sizeof *steps) == 0;
}

/* Is the field at m->way one that must be written, though nobody asked for it? */
static bool is_needed(struct maker *m, const struct schema_field *f)
{
	kind_id kind = m->subject->kind;

	if ((f->flags & FIELD_SERVER) || !subject_serves(m->x, f) || is_head(m))
		return false;
	if (is_body(m) || is_label(m) || m->all)
		return true;
	if (m->how & SAMPLE_RULES && f->dflt && m->x->schema->types[f->type].count &&
	    facts_ruled(m->x, kind, m->way, m->nway))
		return true;
	if (m->how & SAMPLE_DERIVED && facts_derived_or_wrong(m->x, kind, m->way, m->nway))
		return true;
	if (!(f->flags & FIELD_REQUIRED))
		return false;
	if (m->how & SAMPLE_APP && facts_derived(m->x, kind, m->way, m->nway)) {
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

/* The fields on the way and those that are required. */
static void fill_struct(struct maker *m, type_id type, struct sprig *s, uint32_t at)
{
	const struct schema *schema = m->x->schema;
	const struct schema_type *t = &schema->types[type];

	m->depth += !goes_on(m, at); /* the way itself may be long */
	for (uint32_t i = 0; i < t->count && m->nway < SUBJECT_ROOM; i++) {
		field_id field = (field_id)(t->first + i);
		const struct schema_field *f = &schema->fields[field];
		bool asked = is_asked(m, at, field);
		m->way[m->nway++] = field;
		if (!is_done(m) && (asked || is_needed(m, f) || is_telling(m, f)))
			fill_slot(m, f->type, sprig_new(m, s, spell_field(m->x, field), field), asked ? at + 1 : OFF);
		m->nway--;
	}
	m->depth -= !goes_on(m, at);
}

/* ---- short forms of structs ---- */

/* The type of what stands for a struct that has a head. */
static type_id head_type(const struct maker *m, const struct schema_dir *head, type_id type)
{
	type_id slot = schema_slot_type(m->x->schema, head->a, type);

	return head->word ? m->x->schema->types[slot].elem : slot;
}

/* Does the head, or what comes with it, begin with FIELD, or fill it as a reference does? */
static bool head_covers(const struct maker *m, type_id type, const struct schema_dir *head, field_id field)
{
	const struct schema *s = m->x->schema;
	const struct schema_type *t = &s->types[type];

	if (s->fields[field].of && m->how & SAMPLE_REFERENCES && s->types[head_type(m, head, type)].refs)
		return true;
	for (uint32_t i = 0; i < t->ndirs; i++) {
		const struct schema_dir *d = &s->dirs[t->dirs + i];
		if ((d->op == DIR_HEAD || d->op == DIR_WITH) && s->paths[d->a].count &&
		    s->steps[s->paths[d->a].first] == field)
			return true;
	}
	return false;
}

/* The head of a struct that needs nothing else; in place of a list that may be a map a map would be the struct. */
static const struct schema_dir *usable_head(const struct maker *m, type_id type)
{
	const struct schema *s = m->x->schema;
	const struct schema_type *t = &s->types[type];
	const struct schema_dir *head = schema_dir_of(s, type, DIR_HEAD);

	if (!head || s->types[head_type(m, head, type)].keyed ||
	    is_set_by_key(m, s->steps + s->paths[head->a].first, s->paths[head->a].count))
		return NULL;
	for (uint32_t i = 0; i < t->count; i++) {
		const struct schema_field *f = &s->fields[t->first + i];
		field_id field = (field_id)(t->first + i);
		if (f->flags & FIELD_REQUIRED && subject_serves(m->x, f) && !is_set_by_key(m, &field, 1) &&
		    !head_covers(m, type, head, (field_id)(t->first + i)))
			return NULL;
	}
	return head;
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

/* False if the head is a struct that needs a block: in its place that would be the outer one's. */
static bool fill_head(struct maker *m, type_id type, const struct schema_dir *head, struct sprig *s)
{
	struct sprig value = {.key = ""};
	type_id inner = head_type(m, head, type);

	m->depth++;
	fill_slot(m, inner, &value, OFF);
	m->depth--;
	if (m->x->schema->types[inner].form == TYPE_STRUCT && !value.value)
		return false;
	s->value = sample_inline(m, &value);
	return true;
}

/* The reference that a struct may be written as; false if it takes none. */
static bool fill_reference(struct maker *m, type_id type, struct sprig *s)
{
	const struct schema_dir *from = schema_dir_of(m->x->schema, type, DIR_FROM);

	if (!from || !(m->how & SAMPLE_REFERENCES))
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

/* What every object has and its head says. */
static bool is_common(const struct maker *m, field_id field)
{
	const struct schema *s = m->x->schema;
	sym name = s->fields[field].name;

	return m->nway == 0 && (name == s->model.api_version || name == s->model.kind ||
				name == s->fields[s->steps[s->paths[s->model.name].first]].name);
}

/* Would the field F, at m->way, show in a line what its struct is for? */
static bool shows(const struct maker *m, const struct schema_field *f)
{
	type_id inner = subject_inner(m->x->schema, f->type);
	bool simple = m->x->schema->types[inner].form != TYPE_STRUCT || usable_head(m, inner);

	return simple && !(f->flags & FIELD_SERVER) && subject_serves(m->x, f) && !f->of && !is_done(m);
}

/* The first field that takes a single value. */
static void fill_first(struct maker *m, type_id type, struct sprig *s)
{
	const struct schema_type *t = &m->x->schema->types[type];
	bool found = false;

	for (uint32_t i = 0; i < t->count && !found && m->nway < SUBJECT_ROOM; i++) {
		field_id field = (field_id)(t->first + i);
		const struct schema_field *f = &m->x->schema->fields[field];
		if (is_common(m, field))
			continue;
		m->way[m->nway++] = field;
		found = shows(m, f);
		if (found)
			fill_slot(m, f->type, sprig_new(m, s, spell_field(m->x, field), field), OFF);
		m->nway--;
	}
}

/* A whole struct, the shortest form that it has. */
static void fill_whole(struct maker *m, type_id type, struct sprig *s)
{
	const struct schema_dir *head = usable_head(m, type);

	if (m->depth > DEEPEST) {
		s->value = "{}";
		return;
	}
	if (head && fill_head(m, type, head, s))
		return;
	if (fill_reference(m, type, s) || fill_selector(m, type, s) || fill_range(m, type, s))
		return;
	fill_struct(m, type, s, OFF);
	if (!s->kids.n) {
		m->depth++;
		fill_first(m, type, s);
		m->depth--;
	}
	if (!s->kids.n)
		s->value = "{}";
}

/* ---- lists and maps ---- */

/* The struct that a value, an item or an entry is. */
static void fill_item(struct maker *m, type_id type, struct sprig *s, uint32_t at)
{
	const struct schema_dir *head = usable_head(m, type);

	if (!goes_on(m, at)) {
		fill_whole(m, type, s);
		return;
	}
	if (head && asks_head(m, type, head, at) && fill_head(m, type, head, s))
		return;
	fill_struct(m, type, s, at);
	if (!s->kids.n)
		s->value = "{}";
}

static const char *asked_key(struct maker *m, uint32_t at)
{
	sym key = m->how & SAMPLE_KEYS && at != OFF && at ? m->subject->steps[at - 1].key : SYM_EMPTY;

	return key ? spelling_key(m->x->arena, sym_str(m->x->names, key)) : NULL;
}

/* An item of a list that is written as a map. */
static void fill_keyed(struct maker *m, const struct schema_type *t, struct sprig *s, uint32_t at)
{
	const field_id *done_before = m->done;
	uint32_t ndone_before = m->ndone;
	type_id of = schema_slot_type(m->x->schema, t->keyed, t->elem);
	const char *key = asked_key(m, at);
	field_id done[2 * SUBJECT_ROOM];

	memcpy(done, m->way, m->nway * sizeof *done);
	m->done = done;
	m->ndone = m->nway + schema_path_in(m->x->schema, t->keyed, t->elem, done + m->nway, SUBJECT_ROOM);
	fill_item(m, t->elem, sprig_new(m, s, key ? key : sample_key(m, NULL, of), 0), at);
	m->done = done_before;
	m->ndone = ndone_before;
}

/* Are the items of the list at m->way terms of a selector? Such a term means nothing with a part of its fields. */
static bool holds_terms(const struct maker *m)
{
	const struct schema *s = m->x->schema;
	field_id field = m->way[m->nway - 1];
	const struct schema_dir *d = schema_dir_of(s, s->fields[field].owner, DIR_TERMS);

	return d && s->paths[d->a].count == 1 && s->steps[s->paths[d->a].first] == field;
}

static void fill_list(struct maker *m, const struct schema_type *t, struct sprig *s, uint32_t at)
{
	struct sprig item = {.key = ""};
	bool all = m->all;

	if (t->keyed) {
		fill_keyed(m, t, s, at);
		return;
	}
	m->all = m->nway && holds_terms(m);
	fill_slot(m, t->elem, &item, at);
	m->all = all;
	s->value = arena_printf(m->x->arena, "[%s]", sample_inline(m, &item));
}

static void fill_map(struct maker *m, const struct schema_type *t, struct sprig *s, uint32_t at)
{
	const char *key = asked_key(m, at);
	struct sprig *entry = sprig_new(m, s, key ? key : sample_key(m, t, 0), 0);

	fill_slot(m, t->elem, entry, at);
	if (m->x->schema->types[t->elem].form == TYPE_QUANTITY)
		entry->value = "1"; /* of whatever the key says, bytes or not */
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
		fill_item(m, type, s, at);
	else
		s->value = sample_scalar(m, type);
}

/* ---- the object ---- */

/* Is the question about what the head of the object says? */
static bool in_head(struct maker *m)
{
	const struct schema_model *model = &m->x->schema->model;
	const struct subject *q = m->subject;
	sym first = q->n ? m->x->schema->fields[q->steps[0].field].name : SYM_EMPTY;

	for (uint32_t i = 0; i < q->n; i++)
		m->way[i] = q->steps[i].field;
	m->nway = q->n;
	bool head = (q->n == 1 && (first == model->api_version || first == model->kind)) || (q->n && is_head(m));
	m->nway = 0;
	return head;
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

/* An object that needs nothing: a key where it has keys, else the first field that it has of its own. */
static void fill_empty(struct maker *m, const struct schema_kind *k, struct sprig *body)
{
	const struct schema *s = m->x->schema;
	const struct schema_path *keys = k->nkeys ? &s->paths[s->lifts[k->keys]] : NULL;
	field_id field;

	if (!keys || keys->count != 1) {
		fill_first(m, k->type, body);
		return;
	}
	field = s->steps[keys->first];
	fill_slot(m, s->fields[field].type, sprig_new(m, body, spell_field(m->x, field), field), OFF);
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
	fill_struct(m, k->type, &body, m->subject->n ? 0 : OFF);
	if (!body.kids.n)
		fill_empty(m, k, &body);
	const char *text = sample_write(m, &body, head_of(m));
	m->subject = asked;
	return text;
}

static bool names_keys(const struct subject *subject)
{
	for (uint32_t i = 0; i < subject->n; i++)
		if (subject->steps[i].key)
			return true;
	return false;
}

/* A sample that is made as HOW says; does it compile, and have what it is to have? */
static bool try_sample(struct explain *x, const struct subject *subject, unsigned how, struct explain_sample *out)
{
	struct maker m = {.x = x, .subject = subject, .how = how};

	*out = (struct explain_sample){.subject = subject, .part = subject->n > 0};
	out->source = make(&m);
	return x->compile(x->compile_ctx, out) && *out->yaml;
}

bool sample_find(struct explain *x, const struct subject *subject, struct explain_sample *out)
{
	enum { FULL = SAMPLE_APP | SAMPLE_REFERENCES };
	static const unsigned ways[] = {
		FULL,
		FULL | SAMPLE_RULES,
		FULL | SAMPLE_DERIVED,
		SAMPLE_REFERENCES | SAMPLE_LABELS,
		SAMPLE_REFERENCES | SAMPLE_LABELS | SAMPLE_RULES,
		SAMPLE_APP,
		SAMPLE_LABELS,
		SAMPLE_LABELS | SAMPLE_RULES,
	};
	const size_t n = sizeof ways / sizeof *ways;

	for (size_t i = 0; names_keys(subject) && i < n; i++)
		if (try_sample(x, subject, ways[i] | SAMPLE_KEYS, out))
			return true;
	for (size_t i = 0; i < n; i++)
		if (try_sample(x, subject, ways[i], out))
			return true;
	return false;
}
