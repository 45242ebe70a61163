/* SPDX-License-Identifier: Apache-2.0 */
#include "explain/subject.h"

#include "explain/deeper.h"
#include "explain/spell.h"
#include "schema/builtin.h"
#include "schema/nearest.h"
#include "syntax/spelling.h"

#include <strings.h>

/* What costs no more than this in `nearest` was surely meant. */
#define SURE 4u

static struct str text_of(const struct explain *x, sym s)
{
	return sym_str(x->names, s);
}

bool subject_serves(const struct explain *x, const struct schema_field *field)
{
	return schema_served(field->since, field->until, x->target);
}

bool subject_of_server(const struct explain *x, const struct subject *subject)
{
	for (uint32_t i = 0; i < subject->n; i++)
		if (x->schema->fields[subject->steps[i].field].flags & FIELD_SERVER)
			return true;
	return false;
}

type_id subject_inner(const struct schema *s, type_id type)
{
	while (s->types[type].form == TYPE_LIST || s->types[type].form == TYPE_MAP)
		type = s->types[type].elem;
	return type;
}

struct str subject_base_name(struct str full)
{
	uint32_t at = full.n;

	while (at && full.p[at - 1] != '.')
		at--;
	return str_make(full.p + at, full.n - at);
}

/* ---- kinds ---- */

static bool same_word(struct str a, struct str b)
{
	return a.n && a.n == b.n && strncasecmp(a.p, b.p, a.n) == 0;
}

static bool is_called(const struct explain *x, const struct schema_kind *k, struct str word)
{
	if (same_word(word, text_of(x, k->name)) || same_word(word, text_of(x, k->plural)))
		return true;
	for (uint32_t i = 0; i < k->nshorts; i++)
		if (same_word(word, text_of(x, x->schema->words[k->shorts + i])))
			return true;
	return false;
}

/* The name of the kind that people call WORD; SYM_EMPTY if there is none. */
static sym kind_called(const struct explain *x, struct str word)
{
	sym exact = sym_find(x->names, word);

	if (exact != UINT32_MAX && schema_kind(x->schema, exact))
		return exact;
	for (uint32_t i = 1; i < x->schema->nkinds; i++) {
		const struct schema_kind *k = &x->schema->kinds[i];
		if (!(k->flags & KIND_LIST) && is_called(x, k, word))
			return k->name;
	}
	return SYM_EMPTY;
}

/* False after a diagnostic if the target has not what these limits are of. */
static bool served(struct explain *x, const char *what, sym name, uint8_t since, uint8_t until)
{
	if (schema_served(since, until, x->target))
		return true;
	if (since && since > x->target)
		diag_add(x->diags, E0315, SPAN_NONE, "%s `" STR_FMT "` needs Kubernetes 1.%u, the target is 1.%u", what,
			 STR_ARG(text_of(x, name)), since, x->target);
	else
		diag_add(x->diags, E0222, SPAN_NONE,
			 "%s `" STR_FMT "` was last served by Kubernetes 1.%u, the target is 1.%u", what,
			 STR_ARG(text_of(x, name)), until, x->target);
	return false;
}

/* Why the target does not have the kind NAME in VERSION (empty: in any). */
static void complain_unserved(struct explain *x, sym name, struct str version)
{
	const struct schema *s = x->schema;
	kind_id first = schema_kind(s, name);
	const char *versions = NULL;

	for (kind_id k = first; k; k = s->kinds[k].next) {
		if (version.n && str_eq(text_of(x, s->kinds[k].api_version), version)) {
			(void)served(x, "version", s->kinds[k].api_version, s->kinds[k].since, s->kinds[k].until);
			return;
		}
		if (schema_served(s->kinds[k].since, s->kinds[k].until, x->target))
			versions = arena_printf(x->arena, "%s%s`" STR_FMT "`", versions ? versions : "",
						versions ? ", " : "", STR_ARG(text_of(x, s->kinds[k].api_version)));
	}
	if (!version.n) {
		(void)served(x, "kind", name, s->kinds[first].since, s->kinds[first].until);
		return;
	}
	struct diag *d = diag_add(x->diags, E0217, SPAN_NONE, "`" STR_FMT "` does not serve " STR_FMT, STR_ARG(version),
				  STR_ARG(text_of(x, name)));
	if (versions)
		diag_help(d, "it is served by %s", versions);
}

static bool find_kind(struct explain *x, sym name, struct str version, struct subject *out)
{
	sym gv = version.n ? sym_intern(x->names, version.p, version.n) : SYM_EMPTY;
	kind_id kind = schema_kind_served(x->schema, name, gv, x->target);

	if (!kind) {
		complain_unserved(x, name, version);
		return false;
	}
	out->kind = kind;
	out->from = x->schema->kinds[kind].type;
	if (!(x->schema->kinds[kind].flags & KIND_LIST)) {
		out->sort = SUBJECT_KIND;
		return true;
	}
	out->kind = 0; /* a struct of the API that has the form of an object and is none */
	out->sort = SUBJECT_STRUCT;
	return true;
}

/* ---- structs ---- */

/* How much the version in "core.v1beta2.Pod" is to be preferred: a released one, then the newest. */
static uint32_t version_rank(struct str full)
{
	struct str base = subject_base_name(full);
	uint32_t at = 0, numbers[2] = {0, 0}, k = 0, stage = 2;

	while (at + base.n < full.n && full.p[at] != '.')
		at++;
	for (at++; at + base.n + 1 < full.n; at++) {
		char c = full.p[at];
		if (c >= '0' && c <= '9')
			numbers[k] = numbers[k] * 10 + (uint32_t)(c - '0');
		else if (c == 'a' || c == 'b')
			stage = c == 'b', k = 1;
	}
	return stage << 16 | (numbers[0] & 0xff) << 8 | (numbers[1] & 0xff);
}

static type_id struct_called(const struct explain *x, struct str word)
{
	type_id best = 0;

	for (uint32_t i = 1; i < x->schema->ntypes; i++) {
		const struct schema_type *t = &x->schema->types[i];
		struct str name = text_of(x, t->name);
		if (t->form != TYPE_STRUCT || !name.n)
			continue;
		if (str_eq(name, word))
			return (type_id)i;
		if (!str_eq(subject_base_name(name), word))
			continue;
		if (!best || version_rank(name) > version_rank(text_of(x, x->schema->types[best].name)))
			best = (type_id)i;
	}
	return best;
}

/* The kind whose objects are of the struct TYPE; 0 if there is none. */
static kind_id kind_of_struct(const struct explain *x, type_id type)
{
	for (uint32_t i = 1; i < x->schema->nkinds; i++)
		if (x->schema->types[x->schema->kinds[i].type].name == x->schema->types[type].name)
			return (kind_id)i;
	return 0;
}

/* The full name of a struct at the beginning of QUESTION: it has dots itself. */
static uint32_t full_name_length(const struct explain *x, struct str question)
{
	uint32_t best = 0;

	for (uint32_t i = 1; i < x->schema->ntypes; i++) {
		struct str name = text_of(x, x->schema->types[i].name);
		if (x->schema->types[i].form != TYPE_STRUCT || name.n > question.n || name.n <= best ||
		    memcmp(name.p, question.p, name.n) != 0)
			continue;
		if (name.n == question.n || question.p[name.n] == '.')
			best = name.n;
	}
	return best;
}

/* ---- the first word ---- */

static void complain_word(struct explain *x, struct str word)
{
	const struct schema *s = x->schema;
	struct nearest n;
	struct diag *d = diag_add(x->diags, E0201, SPAN_NONE, "there is no kind or type `" STR_FMT "`", STR_ARG(word));

	nearest_init(&n, word);
	for (uint32_t i = 1; i < s->nkinds; i++)
		if (!(s->kinds[i].flags & KIND_LIST))
			nearest_feed(&n, text_of(x, s->kinds[i].name));
	for (uint32_t i = 1; i < s->nkinds; i++)
		if (!(s->kinds[i].flags & KIND_LIST))
			nearest_feed(&n, text_of(x, s->kinds[i].plural));
	for (uint32_t i = 1; i < s->ntypes; i++)
		if (s->types[i].form == TYPE_STRUCT)
			nearest_feed(&n, subject_base_name(text_of(x, s->types[i].name)));
	for (size_t i = 0; builtin_at(i); i++)
		nearest_feed(&n, str_of(builtin_at(i)));
	if (n.best.n)
		diag_help(d, "did you mean `" STR_FMT "`?", STR_ARG(n.best));
	else
		diag_help(d, "`wk8sc explain --list=kinds` lists the kinds");
}

/* What is no kind, no set of kinds and no struct. */
static bool find_other(struct explain *x, struct str word, struct subject *out)
{
	out->sort = SUBJECT_BUILT_IN;
	out->from = (type_id)builtin_form(word);
	if (out->from != TYPE_NOTHING)
		return true;
	out->sort = SUBJECT_FORMAT;
	out->format = format_find(word);
	if (out->format)
		return true;
	complain_word(x, word);
	return false;
}

/* Cuts the first word, and the version behind it, off QUESTION. */
static struct str first_word(struct str *question, struct str *version)
{
	uint32_t end = 0, from;

	while (end < question->n && !strchr(".@[", question->p[end]))
		end++;
	struct str word = str_make(question->p, end);
	if (end < question->n && question->p[end] == '@') {
		from = ++end;
		for (uint32_t i = from; i < question->n && !strchr("\"'[", question->p[i]); i++)
			if (question->p[i] == '/')
				end = i; /* a group may have dots, a version has none */
		while (end < question->n && !strchr(".[", question->p[end]))
			end++;
		*version = str_make(question->p + from, end - from);
	}
	*question = str_make(question->p + end, question->n - end);
	return word;
}

static bool find_start(struct explain *x, struct str *path, struct subject *out)
{
	uint32_t full = full_name_length(x, *path);
	struct str version = {"", 0}, word;
	kind_id kind;
	sym name;

	if (full) {
		out->sort = SUBJECT_STRUCT;
		out->from = struct_called(x, str_make(path->p, full));
		*path = str_make(path->p + full, path->n - full);
		kind = kind_of_struct(x, out->from);
		return !kind ||
		       find_kind(x, x->schema->kinds[kind].name, text_of(x, x->schema->kinds[kind].api_version), out);
	}
	word = first_word(path, &version);
	name = sym_find(x->names, word);
	out->set = name == UINT32_MAX || schema_kind(x->schema, name) ? 0 : schema_kindset(x->schema, name);
	if (out->set) {
		out->sort = SUBJECT_SET;
		return true;
	}
	name = kind_called(x, word);
	if (name)
		return find_kind(x, name, version, out);
	out->sort = SUBJECT_STRUCT;
	out->from = struct_called(x, word);
	return out->from || find_other(x, word, out);
}

/* ---- the way ---- */

static bool add_step(struct explain *x, struct subject *out, field_id field)
{
	if (out->n == SUBJECT_ROOM) {
		diag_add(x->diags, E0612, SPAN_NONE, "the path is too long");
		return false;
	}
	out->steps[out->n++] = (struct subject_step){.field = field};
	out->type = x->schema->fields[field].type;
	return true;
}

static void feed_fields(const struct explain *x, struct nearest *n, type_id type)
{
	const struct schema_type *t = &x->schema->types[type];

	for (uint32_t i = 0; t->form == TYPE_STRUCT && i < t->count; i++)
		if (subject_serves(x, &x->schema->fields[t->first + i]))
			nearest_feed(n, text_of(x, x->schema->fields[t->first + i].name));
}

static void complain_no_field(struct explain *x, const struct subject *at, type_id type, struct str name)
{
	const struct schema_kind *k = at->n ? NULL : &x->schema->kinds[at->kind];
	struct nearest n;
	struct diag *d = diag_add(x->diags, E0612, SPAN_NONE, "%s has no field `" STR_FMT "`", spell_type(x, type),
				  STR_ARG(name));
	const char *deeper;

	nearest_init(&n, name);
	feed_fields(x, &n, type);
	for (uint32_t i = 0; k && i < k->nlift; i++)
		feed_fields(x, &n, schema_path_type(x->schema, x->schema->lifts[k->lift + i], k->type));
	deeper = n.best.n && n.cost <= SURE
			 ? NULL
			 : deeper_field(x, at->n ? 0 : at->kind, type, sym_intern(x->names, name.p, name.n));
	if (deeper)
		diag_help(d, "it is a field further down: `%s`", deeper);
	else if (n.best.n)
		diag_help(d, "did you mean `" STR_FMT "`?", STR_ARG(n.best));
}

/* A short name that the library has on purpose at two places. */
static void complain_two_places(struct explain *x, kind_id kind, const struct lift_result *lift)
{
	const struct schema_kind *k = &x->schema->kinds[kind];
	const char *first = spell_steps(x, lift->steps, lift->count), *second = "";
	struct str name = text_of(x, x->schema->fields[lift->other].name);

	if (lift->other_at)
		second = spell_path(x, x->schema->lifts[k->lift + lift->other_at - 1]);
	diag_help(diag_add(x->diags, E0216, SPAN_NONE, "`" STR_FMT "` is found at two places in " STR_FMT,
			   STR_ARG(name), STR_ARG(text_of(x, k->name))),
		  "say which one: `%s` or `%s%s" STR_FMT "`", first, second, *second ? "." : "", STR_ARG(name));
}

/* A key of a struct's range, `resources.cpu`, is one of the map for the lower end. */
static bool range_steps(struct explain *x, struct subject *out, type_id type, sym name)
{
	const struct schema *s = x->schema;
	const struct schema_dir *d = schema_dir_of(s, type, DIR_RANGE);
	field_id steps[SUBJECT_ROOM];
	unsigned n = d ? schema_path_in(s, d->a, type, steps, SUBJECT_ROOM) : 0;

	if (!n || !schema_word(s, &s->types[s->fields[steps[n - 1]].type], name))
		return false;
	for (unsigned i = 0; i < n; i++)
		if (!add_step(x, out, steps[i]))
			return false;
	out->steps[out->n - 1].inner = true;
	out->steps[out->n - 1].key = name;
	out->type = s->types[out->type].elem;
	return true;
}

static bool field_steps(struct explain *x, struct subject *out, type_id type, struct str name)
{
	const struct schema *s = x->schema;
	struct lift_result lift = {.count = 0};
	sym word = sym_intern(x->names, name.p, name.n);

	if (!out->n && out->kind) {
		schema_lift(s, out->kind, word, x->target, &lift);
	} else if (schema_field(s, type, word)) {
		lift.steps[0] = schema_field(s, type, word);
		lift.count = 1;
	}
	if (!lift.count && range_steps(x, out, type, word))
		return true;
	if (!lift.count) {
		complain_no_field(x, out, type, name);
		return false;
	}
	if (lift.other) {
		complain_two_places(x, out->kind, &lift);
		return false;
	}
	for (uint32_t i = 0; i < lift.count; i++)
		if (!add_step(x, out, lift.steps[i]))
			return false;
	const struct schema_field *f = &s->fields[lift.steps[lift.count - 1]];
	return served(x, "field", f->name, f->since, f->until);
}

/* Is NAME, behind which nothing follows, rather a field of an item than what an item is called? */
static bool is_misspelt(const struct explain *x, type_id item, struct str name)
{
	struct nearest n;

	nearest_init(&n, name);
	feed_fields(x, &n, item);
	return n.best.n && n.cost <= SURE;
}

/* An item of a list or an entry of a map, which the name may be or only be in. */
static bool inner_step(struct explain *x, struct subject *out, struct str name, bool index, bool last_name, bool *again)
{
	const struct schema_type *t = &x->schema->types[out->type];
	struct subject_step *last = &out->steps[out->n - 1];
	sym word = sym_intern(x->names, name.p, name.n);
	bool field = !index && schema_field(x->schema, t->elem, word);

	if (!field && !index && last_name && is_misspelt(x, t->elem, name)) {
		complain_no_field(x, out, t->elem, name);
		return false;
	}
	if (!field && !index && t->form == TYPE_LIST && !t->keyed && x->schema->types[t->elem].form != TYPE_LIST) {
		complain_no_field(x, out, t->elem, name);
		return false;
	}
	*again = field;
	if (!field && !index)
		last->key = word;
	last->inner = true;
	out->type = t->elem;
	return true;
}

static bool find_way(struct explain *x, struct str path, struct subject *out)
{
	while (path.n) {
		const struct schema_type *t = &x->schema->types[out->type];
		struct str before = path;
		bool index, again = false, good = false;
		struct str name = spelling_next(&path, &index);
		if (t->form == TYPE_STRUCT && !index)
			good = field_steps(x, out, out->type, name);
		else if ((t->form == TYPE_LIST || t->form == TYPE_MAP) && out->n)
			good = inner_step(x, out, name, index, !path.n, &again);
		else if (t->form == TYPE_ANY)
			diag_add(x->diags, E0612, SPAN_NONE,
				 "nothing is known of `" STR_FMT "`: any value may stand there", STR_ARG(name));
		else
			diag_add(x->diags, E0612, SPAN_NONE, "%s has no fields", spell_type(x, out->type));
		if (!good)
			return false;
		if (again)
			path = before;
	}
	return true;
}

bool subject_find(struct explain *x, struct str question, struct subject *out)
{
	struct str path = question;

	*out = (struct subject){.n = 0};
	if (!find_start(x, &path, out))
		return false;
	if (out->sort == SUBJECT_KIND || out->sort == SUBJECT_STRUCT) {
		out->type = out->from;
		return find_way(x, path, out);
	}
	if (path.n)
		diag_add(x->diags, E0612, SPAN_NONE, "`" STR_FMT "` has no fields",
			 STR_ARG(str_make(question.p, question.n - path.n)));
	return !path.n;
}
