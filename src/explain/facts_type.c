/* SPDX-License-Identifier: Apache-2.0 */
/* facts_type: what a value of a type may be, and the short ways to write it. */
#include "explain/facts.h"

#include "explain/spell.h"
#include "schema/format.h"

#include <inttypes.h>

/* Longer lists are those of the API's own kinds and groups. */
#define MANY_WORDS 50

static void line(struct explain *x, struct facts *f, const char *text)
{
	fact_add(x, f, "shorthands", "shorthands", FACT_LINES, text);
}

/* ---- scalars ---- */

static void add_words(struct explain *x, struct facts *f, const struct schema_type *t)
{
	const struct schema *s = x->schema;
	const char *of = t->flags & TYPE_PLURALS  ? "the plurals of all kinds"
			 : t->flags & TYPE_GROUPS ? "the groups of all kinds"
						  : NULL;

	if (of || t->count > MANY_WORDS)
		fact_add(x, f, "valuesOf", "values", FACT_TEXT, of ? of : "those of the API");
	else
		for (uint32_t i = 0; i < t->count; i++) {
			struct str word = sym_str(x->names, s->words[t->first + i]);
			fact_add(x, f, "values", "values", FACT_WORDS,
				 word.n ? spell_sym(x, s->words[t->first + i]) : "\"\"");
		}
	if ((t->count || of) && (t->flags & TYPE_OPEN))
		fact_add(x, f, "open", "others", FACT_TRUE, "other values are allowed, in quotes");
}

static const char *port_text(const struct schema_type *t)
{
	return t->flags & TYPE_PORT_HERE    ? "a bare word names a port of the container"
	       : t->flags & TYPE_PORT_THERE ? "a bare word names a port of the pods that are meant"
					    : NULL;
}

static void scalar_facts(struct explain *x, struct facts *f, const struct schema_type *t)
{
	const struct schema_bounds *b = &x->schema->bounds[t->bounds];

	if (t->form != TYPE_MAP && t->form != TYPE_LIST && t->form != TYPE_STRUCT)
		add_words(x, f, t);
	if (t->format)
		fact_add(x, f, "format", "format", FACT_TEXT,
			 arena_printf(x->arena, "%s (%s)", format_title((enum schema_format)t->format),
				      format_name((enum schema_format)t->format)));
	if (t->bounds && b->hi >= INT32_MAX)
		fact_add(x, f, "range", "range", FACT_TEXT, arena_printf(x->arena, "at least %" PRId64, b->lo));
	else if (t->bounds)
		fact_add(x, f, "range", "range", FACT_TEXT,
			 arena_printf(x->arena, "%" PRId64 " to %" PRId64, b->lo, b->hi));
	if (t->flags & (TYPE_SECONDS | TYPE_MILLIS))
		fact_add(x, f, "unit", "unit", FACT_TEXT,
			 t->flags & TYPE_SECONDS ? "seconds; a duration may be written, `1m30s`"
						 : "milliseconds; a duration may be written, `1s`");
	if (t->refs)
		fact_add(x, f, "references", "references", FACT_TEXT,
			 arena_printf(x->arena,
				      t->flags & TYPE_SELECTOR ? "a bare word names %s: its pods are selected"
							       : "a bare word names %s",
				      spell_one_of(x, t->refs, true)));
	if (port_text(t))
		fact_add(x, f, "ports", "ports", FACT_TEXT, port_text(t));
	if (t->flags & TYPE_IMAGE)
		fact_add(x, f, "image", "image", FACT_TRUE, "the name of a container image");
}

/* ---- structs ---- */

/* The value that comes with a head, `accessModes: [ReadWriteOnce]`. */
static const char *with_text(struct explain *x, const struct schema_type *t)
{
	const char *text = "";

	for (uint32_t i = 0; i < t->ndirs; i++) {
		const struct schema_dir *d = &x->schema->dirs[t->dirs + i];
		if (d->op == DIR_WITH)
			text = arena_printf(x->arena, "%s%s `%s: %s`", text, *text ? "," : ", with",
					    spell_dir_path(x, d), spell_expr(x, d->expr));
	}
	return text;
}

static const char *dir_text(struct explain *x, const struct schema_type *t, const struct schema_dir *d)
{
	static const char *const members[] = {[MEMBER_NONE] = "",
					      [MEMBER_KEY] = " and a key, `name.key`,",
					      [MEMBER_PORT] = " and a port, `name.port`,"};

	switch ((enum dir_op)d->op) {
	case DIR_HEAD:
		return arena_printf(x->arena, "a single value fills `%s`%s", spell_dir_path(x, d), with_text(x, t));
	case DIR_FROM:
		return arena_printf(x->arena, "the name of %s%s fills `%s`", spell_one_of(x, d->kinds, true),
				    members[d->member], spell_path(x, d->a));
	case DIR_RANGE:
		return arena_printf(x->arena, "`key: a..b` fills `%s` and `%s`; `a..` and `..b` one of them",
				    spell_path(x, d->a), spell_path(x, d->b));
	case DIR_PAIR:
		return arena_printf(x->arena, "`a -> b` fills `%s` and `%s`", spell_path(x, d->a), spell_path(x, d->b));
	case DIR_LABELS:
		return arena_printf(x->arena, "a text such as \"a=b, c=d\" fills `%s`", spell_path(x, d->a));
	case DIR_TERMS:
		return arena_printf(x->arena, "a text such as \"a in (b, c), d!=e\" fills `%s`", spell_path(x, d->a));
	case DIR_WHEN:
		return arena_printf(x->arena, "`%s` is %s where `%s` is set", spell_path(x, d->a),
				    spell_sym(x, d->word), spell_path(x, d->b));
	default:
		return NULL;
	}
}

static void struct_facts(struct explain *x, struct facts *f, const struct schema_type *t)
{
	for (uint32_t i = 0; i < t->ndirs; i++) {
		const char *text = dir_text(x, t, &x->schema->dirs[t->dirs + i]);
		if (text)
			line(x, f, text);
	}
	if (t->flags & TYPE_OPEN)
		fact_add(x, f, "openFields", "others", FACT_TRUE, "other fields are allowed, of any value");
}

/* ---- lists and maps ---- */

static void list_facts(struct explain *x, struct facts *f, const struct schema_type *t)
{
	if (t->keyed)
		line(x, f,
		     arena_printf(x->arena, "a map in place of the list: its keys fill `%s`", spell_path(x, t->keyed)));
	if (t->flags & TYPE_SET)
		fact_add(x, f, "set", "items", FACT_TRUE, "no two are the same");
}

/* The fields by which the API server tells items apart. */
static void identity_facts(struct explain *x, struct facts *f, const struct schema_type *t)
{
	for (uint32_t i = 0; i < t->count; i++)
		fact_add(x, f, "mapKeys", "unique by", FACT_WORDS, spell_sym(x, x->schema->words[t->first + i]));
}

static void map_facts(struct explain *x, struct facts *f, const struct schema_type *t)
{
	if (t->key_format)
		fact_add(x, f, "keyFormat", "keys", FACT_TEXT, format_title((enum schema_format)t->key_format));
	for (uint32_t i = 0; i < t->count && t->count <= MANY_WORDS; i++)
		fact_add(x, f, "knownKeys", "such as", FACT_WORDS, spell_sym(x, x->schema->words[t->first + i]));
	if (t->flags & TYPE_MERGES)
		fact_add(x, f, "merges", "merges", FACT_TRUE, "what is derived is added to what is written");
}

void facts_of_type(struct explain *x, struct facts *f, type_id type)
{
	const struct schema_type *t = &x->schema->types[type];

	scalar_facts(x, f, t);
	if (t->form == TYPE_STRUCT)
		struct_facts(x, f, t);
	if (t->form == TYPE_LIST)
		list_facts(x, f, t);
	if (t->form == TYPE_MAP)
		map_facts(x, f, t);
	if (t->form == TYPE_LIST || t->form == TYPE_MAP)
		facts_of_type(x, f, t->elem);
	if (t->form == TYPE_LIST)
		identity_facts(x, f, t);
}
