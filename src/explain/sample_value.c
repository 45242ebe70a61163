/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sample_value: values of scalar types, made from what the library says of
 * them: the first of the words, a text that has the format, a number within
 * the bounds, the name of an object that is declared beside the sample.
 */
#include "explain/sample_tree.h"

#include "explain/spell.h"
#include "schema/format.h"
#include "syntax/spelling.h"

#include <inttypes.h>

/* ---- words and texts ---- */

/* TEXT in the language; what may stand as a word does so where the type knows it. */
static const char *word_or_string(struct maker *m, const struct schema_type *t, sym s)
{
	struct str text = sym_str(m->x->names, s);

	return schema_word(m->x->schema, t, s) && spelling_is_word(text) ? spell_sym(m->x, s)
									 : spelling_string(m->x->arena, text);
}

/* What the server fills in for the field at hand: a word; else SYM_EMPTY. */
static sym default_word(const struct maker *m)
{
	const struct schema_field *f = &m->x->schema->fields[m->nway ? m->way[m->nway - 1] : 0];

	return f->dflt ? ast_at(m->x->tree, f->dflt)->sym : SYM_EMPTY;
}

/* The first word of the type, or the first that is no default. */
static sym first_word(const struct maker *m, const struct schema_type *t)
{
	sym besides = m->how & SAMPLE_RULES ? default_word(m) : SYM_EMPTY;

	for (uint32_t i = 0; i < t->count; i++) {
		sym word = m->x->schema->words[t->first + i];
		if (word && word != besides)
			return word;
	}
	return SYM_EMPTY;
}

static const char *string_value(struct maker *m, const struct schema_type *t)
{
	const char *text;

	if (first_word(m, t))
		return word_or_string(m, t, first_word(m, t));
	if (t->refs && m->how & SAMPLE_REFERENCES) {
		text = sample_reference(m, t->refs, MEMBER_NONE);
		if (text)
			return text;
	}
	if (t->flags & TYPE_IMAGE)
		return "\"registry.example.com/shop/web:1.4\"";
	return spelling_string(m->x->arena, str_of(format_sample((enum schema_format)t->format)));
}

/* ---- numbers ---- */

static int64_t clamp(int64_t i, const struct schema_bounds *b)
{
	return i < b->lo ? b->lo : i > b->hi ? b->hi : i;
}

static const char *int_value(struct maker *m, const struct schema_type *t)
{
	const struct schema_bounds *b = &m->x->schema->bounds[t->bounds];
	int64_t i = t->flags & TYPE_SECONDS ? 30 : 3;

	if (t->bounds)
		i = b->hi == 65535 ? clamp(8080, b) : clamp(i, b); /* that is how far ports go */
	if (t->flags & TYPE_SECONDS)
		return arena_printf(m->x->arena, "%" PRId64 "s", i);
	return arena_printf(m->x->arena, "%" PRId64, i);
}

static const char *int_or_string(struct maker *m, const struct schema_type *t)
{
	(void)m;
	if (t->flags & (TYPE_PORT_HERE | TYPE_PORT_THERE) || t->format == FORMAT_PORT)
		return "8080";
	return t->format == FORMAT_PERCENT ? "25%" : "1";
}

const char *sample_scalar(struct maker *m, type_id type)
{
	const struct schema_type *t = &m->x->schema->types[type];

	switch ((enum type_form)t->form) {
	case TYPE_BOOL:
		return "true";
	case TYPE_INT32:
	case TYPE_INT64:
		return int_value(m, t);
	case TYPE_NUMBER:
		return "0.5";
	case TYPE_BYTES:
		return "\"aGVsbG8=\"";
	case TYPE_QUANTITY:
		return "1Gi";
	case TYPE_DURATION:
		return "30s";
	case TYPE_TIME:
		return "\"2026-11-22T10:00:00Z\"";
	case TYPE_MICROTIME:
		return "\"2026-11-22T10:00:00.000000Z\"";
	case TYPE_INT_OR_STRING:
		return int_or_string(m, t);
	case TYPE_ANY:
		return "{ key: \"value\" }";
	default:
		return string_value(m, t);
	}
}

/* TEXT, or another name where an item has it already and a rule may forbid that. */
static const char *another(struct maker *m, const char *text)
{
	static const char *const others[] = {"other", "third", "fourth"};

	if (!(m->how & SAMPLE_RULES))
		return text;
	for (uint32_t i = 0, k = 0; i < m->keys.n && k < 3; i++)
		if (strcmp(m->keys.v[i], text) == 0) {
			text = others[k++];
			i = UINT32_MAX; /* from the first one again */
		}
	VEC_PUSH(m->x->arena, &m->keys, text);
	return text;
}

const char *sample_key(struct maker *m, const struct schema_type *map, type_id key)
{
	const struct schema_type *t = &m->x->schema->types[key];
	const char *text = NULL;

	if (map) {
		if (map->count)
			return spelling_key(m->x->arena, sym_str(m->x->names, m->x->schema->words[map->first]));
		return map->key_format
			       ? spelling_key(m->x->arena, str_of(format_sample((enum schema_format)map->key_format)))
			       : "key";
	}
	if (t->form == TYPE_STRING && !t->count && (!t->format || t->format == FORMAT_DNS_LABEL))
		return another(m, format_sample(FORMAT_DNS_LABEL));
	if (t->form == TYPE_STRING && t->format && !t->count)
		return spelling_key(m->x->arena, str_of(format_sample((enum schema_format)t->format)));
	for (uint32_t i = 0; i < t->count && !text; i++)
		text = spelling_key(m->x->arena, sym_str(m->x->names, m->x->schema->words[t->first + i]));
	return text ? text : arena_printf(m->x->arena, "\"%s\"", sample_scalar(m, key));
}

/* ---- references ---- */

/* "persistent-volume-claim", as people might call such an object. */
static const char *object_name(struct maker *m, const struct schema_kind *k)
{
	struct str name = sym_str(m->x->names, k->name);
	char *text = arena_alloc(m->x->arena, 2 * (size_t)name.n + 1), *p = text;
	uint32_t at;

	for (uint32_t i = 0; i < name.n; i++) {
		bool upper = name.p[i] >= 'A' && name.p[i] <= 'Z';
		bool lower_after = i + 1 < name.n && name.p[i + 1] >= 'a' && name.p[i + 1] <= 'z';
		bool lower_before = i && name.p[i - 1] >= 'a' && name.p[i - 1] <= 'z';
		if (upper && i && (lower_before || lower_after))
			*p++ = '-';
		*p++ = upper ? (char)(name.p[i] - 'A' + 'a') : name.p[i];
	}
	*p = 0;
	return format_check(m->x->arena, (enum schema_format)k->name_format, str_of(text), &at)
		       ? format_sample((enum schema_format)k->name_format)
		       : text;
}

static void declare(struct maker *m, const char *text)
{
	for (uint32_t i = 0; i < m->externs.n; i++)
		if (strcmp(m->externs.v[i], text) == 0)
			return;
	VEC_PUSH(m->x->arena, &m->externs, text);
}

/* The kind of the set that is best known: of several versions the preferred one. */
static const struct schema_kind *kind_of(const struct maker *m, kinds_id kinds)
{
	const struct schema *s = m->x->schema;
	const struct schema_kindset *set = &s->kindsets[kinds];

	for (uint32_t i = 0; i < set->count; i++) {
		kind_id kind = s->kindlist[set->first + i];
		if (schema_kind_served(s, s->kinds[kind].name, SYM_EMPTY, m->x->target) == kind)
			return &s->kinds[kind];
	}
	return NULL;
}

const char *sample_reference(struct maker *m, kinds_id kinds, enum dir_member member)
{
	static const char *const blocks[] = {
		[MEMBER_NONE] = "", [MEMBER_KEY] = " { keys: [key] }", [MEMBER_PORT] = " { ports.http: 80 }"};
	static const char *const behind[] = {[MEMBER_NONE] = "", [MEMBER_KEY] = ".key", [MEMBER_PORT] = ".http"};
	const struct schema_kind *k = kind_of(m, kinds);
	const char *name = k ? object_name(m, k) : NULL, *kind;

	if (!k)
		return NULL;
	kind = spell_sym(m->x, k->name);
	declare(m, arena_printf(m->x->arena, "extern %s %s%s", kind, spelling_key(m->x->arena, str_of(name)),
				blocks[member]));
	if (!spelling_is_word(str_of(name)))
		return arena_printf(m->x->arena, "%s.%s%s", kind, spelling_key(m->x->arena, str_of(name)),
				    behind[member]);
	return arena_printf(m->x->arena, "%s%s", name, behind[member]);
}
