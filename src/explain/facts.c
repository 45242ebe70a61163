/* SPDX-License-Identifier: Apache-2.0 */
#include "explain/facts.h"

#include "explain/places.h"
#include "explain/spell.h"
#include "schema/builtin.h"
#include "schema/format.h"

void fact_add(struct explain *x, struct facts *f, const char *key, const char *label, enum fact_form form,
	      const char *text)
{
	struct fact *last = f->v.n ? &f->v.v[f->v.n - 1] : NULL;

	if (!last || strcmp(last->key, key) != 0) {
		VEC_PUSH(x->arena, &f->v, ((struct fact){.key = key, .label = label, .form = form}));
		last = &f->v.v[f->v.n - 1];
	}
	VEC_PUSH(x->arena, &last->texts, text);
}

/* ---- kinds ---- */

static const char *minor(struct explain *x, unsigned version)
{
	return arena_printf(x->arena, "1.%u", version);
}

static void add_limits(struct explain *x, struct facts *f, uint8_t since, uint8_t until)
{
	if (since)
		fact_add(x, f, "since", "since", FACT_TEXT, minor(x, since));
	if (until)
		fact_add(x, f, "until", "until", FACT_TEXT, minor(x, until));
}

/* The other versions of the kind that the target serves. */
static void add_versions(struct explain *x, struct facts *f, const struct schema_kind *k)
{

	for (kind_id i = schema_kind(x->schema, k->name); i; i = x->schema->kinds[i].next) {
		const struct schema_kind *other = &x->schema->kinds[i];
		if (other != k && schema_served(other->since, other->until, x->target))
			fact_add(x, f, "otherVersions", "also in", FACT_WORDS, spell_sym(x, other->api_version));
	}
}

static void add_lift(struct explain *x, struct facts *f, const struct schema_kind *k)
{

	for (uint32_t i = 0; i < k->nlift; i++)
		fact_add(x, f, "lift", "keys lead to", FACT_WORDS, spell_path(x, x->schema->lifts[k->lift + i]));
}

static void kind_facts(struct explain *x, struct facts *f)
{
	const struct schema_kind *k = &x->schema->kinds[f->subject->kind];

	fact_add(x, f, "apiVersion", "version", FACT_TEXT, spell_sym(x, k->api_version));
	add_versions(x, f, k);
	add_limits(x, f, k->since, k->until);
	fact_add(x, f, "scope", "scope", FACT_TEXT, k->flags & KIND_NAMESPACED ? "Namespaced" : "Cluster");
	fact_add(x, f, "plural", "plural", FACT_TEXT, spell_sym(x, k->plural));
	for (uint32_t i = 0; i < k->nshorts; i++)
		fact_add(x, f, "shortNames", "short", FACT_WORDS, spell_sym(x, x->schema->words[k->shorts + i]));
	if (k->name_format)
		fact_add(x, f, "nameFormat", "name", FACT_TEXT, format_title((enum schema_format)k->name_format));
	for (uint32_t i = 0; i < k->nkeys; i++)
		fact_add(x, f, "keys", "has keys", FACT_WORDS, spell_path(x, x->schema->lifts[k->keys + i]));
	add_lift(x, f, k);
}

/* ---- what is no kind ---- */

/* Other structs of the same short name. */
static void add_namesakes(struct explain *x, struct facts *f)
{
	const struct schema *s = x->schema;
	struct str name = sym_str(x->names, s->types[f->subject->from].name), base = subject_base_name(name);

	for (uint32_t i = 1; i < s->ntypes; i++) {
		struct str other = sym_str(x->names, s->types[i].name);
		bool before = str_eq(other, name);
		for (uint32_t j = 1; j < i && !before; j++)
			before = s->types[j].name == s->types[i].name;
		if (s->types[i].form == TYPE_STRUCT && !before && str_eq(subject_base_name(other), base))
			fact_add(x, f, "namesakes", "also", FACT_WORDS, arena_strndup(x->arena, other.p, other.n));
	}
}

static void struct_facts(struct explain *x, struct facts *f)
{
	struct places places;

	fact_add(x, f, "fullName", "full name", FACT_TEXT, spell_sym(x, x->schema->types[f->subject->from].name));
	add_namesakes(x, f);
	places_find(x, f->subject->from, &places);
	for (uint32_t i = 0; i < places.v.n; i++)
		fact_add(x, f, "places", "stands in", FACT_LINES, places.v.v[i].text);
}

static void set_facts(struct explain *x, struct facts *f)
{
	const struct schema_kindset *set = &x->schema->kindsets[f->subject->set];
	sym before = SYM_EMPTY;

	for (uint32_t i = 0; i < set->count; i++) {
		sym name = x->schema->kinds[x->schema->kindlist[set->first + i]].name;
		if (name != before)
			fact_add(x, f, "kinds", "kinds", FACT_WORDS, spell_sym(x, name));
		before = name;
	}
}

static void format_facts(struct explain *x, struct facts *f)
{
	fact_add(x, f, "meaning", "meaning", FACT_TEXT, format_title(f->subject->format));
	fact_add(x, f, "sample", "such as", FACT_TEXT, format_sample(f->subject->format));
}

/* How values of the types that are built in are written. */
static void built_in_facts(struct explain *x, struct facts *f)
{
	static const struct {
		enum type_form form;
		const char *meaning, *written;
	} rows[] = {
		{TYPE_ANY, "any value", "`1`, `\"text\"`, `[1, 2]`, `{ a: 1 }`"},
		{TYPE_BOOL, "a truth value", "`true` or `false`"},
		{TYPE_INT32, "a whole number of 32 bits", "`3`; where it counts time, also a duration, `1m30s`"},
		{TYPE_INT64, "a whole number of 64 bits", "`3`; where it counts time, also a duration, `1h`"},
		{TYPE_NUMBER, "a number", "`0.5`"},
		{TYPE_STRING, "a text", "`\"text\"`, `\"a ${name}\"`; words that the field knows without quotes"},
		{TYPE_BYTES, "bytes, as base64 text", "`\"aGVsbG8=\"`, `base64(\"hello\")`"},
		{TYPE_QUANTITY, "an amount, perhaps with a unit",
		 "`1`, `500m`, `1.5`, `2Gi`, `10M`; calculated with, `2 * 500m`"},
		{TYPE_DURATION, "a time span", "`30s`, `1h30m`, `100ms`"},
		{TYPE_TIME, "a time to the second, RFC 3339", "`\"2026-11-22T10:00:00Z\"`"},
		{TYPE_MICROTIME, "a time to the microsecond, RFC 3339", "`\"2026-11-22T10:00:00.000000Z\"`"},
		{TYPE_INT_OR_STRING, "a whole number or a text", "`8080`, `\"http\"`; percentages as `25%`"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].form == (enum type_form)f->subject->from) {
			fact_add(x, f, "meaning", "meaning", FACT_TEXT, rows[i].meaning);
			fact_add(x, f, "written", "written", FACT_TEXT, rows[i].written);
		}
}

/* ---- all together ---- */

/* "Deployment.spec.template.spec.containers.image". */
static const char *title_of(struct explain *x, const struct subject *subject)
{
	const char *text;

	switch (subject->sort) {
	case SUBJECT_KIND:
		text = spell_sym(x, x->schema->kinds[subject->kind].name);
		break;
	case SUBJECT_STRUCT:
		text = spell_type(x, subject->from);
		break;
	case SUBJECT_SET:
		return spell_sym(x, x->schema->kindsets[subject->set].name);
	case SUBJECT_BUILT_IN:
		return builtin_name((enum type_form)subject->from);
	default:
		return format_name(subject->format);
	}
	for (uint32_t i = 0; i < subject->n; i++)
		text = arena_printf(x->arena, "%s.%s%s%s", text, spell_field(x, subject->steps[i].field),
				    subject->steps[i].key ? "." : "",
				    subject->steps[i].key ? spell_key(x, subject->steps[i].key) : "");
	return text;
}

static void way_facts(struct explain *x, struct facts *f)
{
	f->what = "field";
	facts_of_field(x, f);
	facts_of_type(x, f, f->subject->type);
	facts_of_use(x, f);
	facts_fields(x, f);
}

void facts_collect(struct explain *x, const struct subject *subject, struct facts *out)
{
	static const char *const sorts[] = {
		[SUBJECT_KIND] = "kind",     [SUBJECT_STRUCT] = "type",   [SUBJECT_SET] = "set of kinds",
		[SUBJECT_BUILT_IN] = "type", [SUBJECT_FORMAT] = "format",
	};

	*out = (struct facts){.subject = subject, .title = title_of(x, subject), .what = sorts[subject->sort]};
	if (subject->n) {
		way_facts(x, out);
		return;
	}
	switch (subject->sort) {
	case SUBJECT_KIND:
		kind_facts(x, out);
		facts_of_type(x, out, subject->from);
		facts_rules(x, out);
		facts_fields(x, out);
		break;
	case SUBJECT_STRUCT:
		struct_facts(x, out);
		facts_of_type(x, out, subject->from);
		facts_rules(x, out);
		facts_fields(x, out);
		break;
	case SUBJECT_SET:
		set_facts(x, out);
		break;
	case SUBJECT_BUILT_IN:
		built_in_facts(x, out);
		break;
	case SUBJECT_FORMAT:
		format_facts(x, out);
		break;
	}
}
