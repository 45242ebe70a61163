/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mkman: the manual's tables of shorthands, read off the schema.
 *
 * Each section is a set of entries (what, how) that are sorted by text; what
 * several API versions say alike is one entry. man(7) macros.
 */
#include "mkstdlib.h"

#include <stdlib.h>

struct entry {
	const char *what, *how;
};

struct page {
	struct buf *out;
	const struct schema *s;
	struct arena *arena;
	struct {
		struct entry *v;
		uint32_t n, cap;
	} entries;
};

static struct str name_of(const struct page *p, sym s)
{
	const struct sym_fixed *n = &p->s->names;

	return str_make(n->pool + n->offsets[s], n->offsets[s + 1] - n->offsets[s]);
}

/* "StatefulSetSpec" of "apps.v1.StatefulSetSpec". */
static struct str type_name(const struct page *p, type_id type)
{
	struct str s = name_of(p, p->s->types[type].name);
	uint32_t at = s.n;

	while (at && s.p[at - 1] != '.')
		at--;
	return str_make(s.p + at, s.n - at);
}

static const char *path_text(const struct page *p, path_id path)
{
	const struct schema_path *row = &p->s->paths[path];
	const char *text = "";

	for (uint32_t i = 0; i < row->count; i++)
		text = arena_printf(p->arena, "%s%s" STR_FMT, text, i ? "." : "",
				    STR_ARG(name_of(p, p->s->fields[p->s->steps[row->first + i]].name)));
	return text;
}

static const char *words_text(const struct page *p, const struct schema_type *t)
{
	const char *text = "";

	for (uint32_t i = 0; i < t->count; i++) {
		struct str w = name_of(p, p->s->words[t->first + i]);
		text = arena_printf(p->arena, "%s%s%s" STR_FMT, text, i ? ", " : "", w.n ? "" : "\"\"", STR_ARG(w));
	}
	return t->flags & TYPE_OPEN ? arena_printf(p->arena, "%s, or any other string", text) : text;
}

/* The set's own name, or the names of its kinds, each once. */
static const char *kinds_text(const struct page *p, kinds_id set)
{
	const struct schema_kindset *k = &p->s->kindsets[set];
	const char *text = "";

	if (k->name)
		return arena_printf(p->arena, STR_FMT, STR_ARG(name_of(p, k->name)));
	for (uint32_t i = 0; i < k->count; i++) {
		sym name = p->s->kinds[p->s->kindlist[k->first + i]].name;
		bool before = false;
		for (uint32_t j = 0; j < i; j++)
			before = before || p->s->kinds[p->s->kindlist[k->first + j]].name == name;
		if (!before)
			text = arena_printf(p->arena, "%s%s" STR_FMT, text, *text ? ", " : "",
					    STR_ARG(name_of(p, name)));
	}
	return text;
}

static void add(struct page *p, const char *what, const char *how)
{
	struct entry e = {what, how};

	VEC_PUSH(p->arena, &p->entries, e);
}

static int entry_cmp(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int c = strcmp(x->what, y->what);

	return c ? c : strcmp(x->how, y->how);
}

/* Text with what roff would take for its own protected. */
static void put_text(struct buf *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '\\')
			buf_puts(out, "\\e");
		else if (*text == '-')
			buf_puts(out, "\\-");
		else if (*text == '"')
			buf_puts(out, "\\(dq");
		else
			buf_putc(out, *text);
	}
}

static void section(struct page *p, const char *title, const char *intro)
{
	const struct entry *last = NULL;

	if (p->entries.n)
		qsort(p->entries.v, p->entries.n, sizeof *p->entries.v, entry_cmp);
	buf_printf(p->out, ".SH %s\n%s\n", title, intro);
	for (uint32_t i = 0; i < p->entries.n; i++) {
		const struct entry *e = &p->entries.v[i];
		if (last && !entry_cmp(last, e))
			continue;
		if (last && !strcmp(last->what, e->what)) {
			buf_puts(p->out, ".br\n\\&");
		} else {
			buf_puts(p->out, ".TP\n.B \"");
			put_text(p->out, e->what);
			buf_puts(p->out, "\"\n\\&");
		}
		put_text(p->out, e->how);
		buf_putc(p->out, '\n');
		last = e;
	}
	p->entries.n = 0;
}

/* ---- the sections ---- */

static const char *lift_text(const struct page *p, const struct schema_kind *k)
{
	const char *text = "the object";

	for (uint32_t i = 0; i < k->nlift; i++)
		text = arena_printf(p->arena, "%s, %s", text, path_text(p, p->s->lifts[k->lift + i]));
	return text;
}

/* The names of all kinds with that lift path, sorted. */
static const char *kinds_at(struct page *p, const char *lift)
{
	const char *text = "";
	uint32_t before = p->entries.n;

	for (uint32_t i = 1; i < p->s->nkinds; i++) {
		const struct schema_kind *k = &p->s->kinds[i];
		if (!(k->flags & KIND_LIST) && !strcmp(lift_text(p, k), lift))
			add(p, arena_printf(p->arena, STR_FMT, STR_ARG(name_of(p, k->name))), "");
	}
	qsort(p->entries.v + before, p->entries.n - before, sizeof *p->entries.v, entry_cmp);
	for (uint32_t i = before; i < p->entries.n; i++)
		if (i == before || strcmp(p->entries.v[i].what, p->entries.v[i - 1].what))
			text = arena_printf(p->arena, "%s%s%s", text, *text ? ", " : "", p->entries.v[i].what);
	p->entries.n = before;
	return text;
}

static void lifts(struct page *p)
{
	for (uint32_t i = 1; i < p->s->nkinds; i++) {
		const struct schema_kind *k = &p->s->kinds[i];
		bool before = false;
		for (uint32_t j = 0; j < p->entries.n; j++)
			before = before || !strcmp(p->entries.v[j].what, lift_text(p, k));
		if (!before && !(k->flags & KIND_LIST))
			add(p, lift_text(p, k), kinds_at(p, lift_text(p, k)));
	}
	section(p, "SHORT NAMES", "Where a short name of a field is looked up, by kind.");
}

static const char *field_text(const struct page *p, const struct schema_field *f)
{
	return arena_printf(p->arena, STR_FMT "." STR_FMT, STR_ARG(type_name(p, f->owner)),
			    STR_ARG(name_of(p, f->name)));
}

static void keyed(struct page *p)
{
	for (uint32_t i = 1; i < p->s->nfields; i++) {
		const struct schema_field *f = &p->s->fields[i];
		const struct schema_type *t = &p->s->types[f->type];
		if (t->form == TYPE_LIST && t->keyed)
			add(p, field_text(p, f), arena_printf(p->arena, "by %s", path_text(p, t->keyed)));
	}
	section(p, "KEYED LISTS", "Lists that may be written as a map, and the field that becomes the key.");
}

static const char *keyed_path(const struct page *p, const struct schema_dir *d)
{
	const char *path = path_text(p, d->a);

	return d->word ? arena_printf(p->arena, "%s." STR_FMT, path, STR_ARG(name_of(p, d->word))) : path;
}

/* For each directive OP of a struct, an entry with what TEXT says of it. */
static void directives(struct page *p, enum dir_op op,
		       const char *(*text)(const struct page *p, const struct schema_dir *d))
{
	for (uint32_t i = 1; i < p->s->ntypes; i++) {
		const struct schema_type *t = &p->s->types[i];
		for (uint32_t j = 0; t->form == TYPE_STRUCT && j < t->ndirs; j++)
			if (p->s->dirs[t->dirs + j].op == op)
				add(p, arena_printf(p->arena, STR_FMT, STR_ARG(type_name(p, (type_id)i))),
				    text(p, &p->s->dirs[t->dirs + j]));
	}
}

static const char *with_text(const struct page *p, const struct schema_dir *d)
{
	return arena_printf(p->arena, "with %s", keyed_path(p, d));
}

static const char *from_text(const struct page *p, const struct schema_dir *d)
{
	const char *kinds = kinds_text(p, d->kinds), *path = path_text(p, d->a);

	if (d->member == MEMBER_KEY)
		return arena_printf(p->arena, "a key of %s goes to %s", kinds, path);
	if (d->member == MEMBER_PORT)
		return arena_printf(p->arena, "a port of %s goes to %s", kinds, path);
	return arena_printf(p->arena, "%s goes to %s", kinds, path);
}

static const char *range_text(const struct page *p, const struct schema_dir *d)
{
	return arena_printf(p->arena, "%s .. %s", path_text(p, d->a), path_text(p, d->b));
}

static const char *pair_text(const struct page *p, const struct schema_dir *d)
{
	return arena_printf(p->arena, "%s -> %s", path_text(p, d->a), path_text(p, d->b));
}

static const char *when_text(const struct page *p, const struct schema_dir *d)
{
	return arena_printf(p->arena, "%s is " STR_FMT " where %s is set", path_text(p, d->a),
			    STR_ARG(name_of(p, d->word)), path_text(p, d->b));
}

/* The type that things are said of: of the items of lists and the values of maps. */
static const struct schema_type *leaf(const struct page *p, type_id type)
{
	while (p->s->types[type].form == TYPE_LIST || (p->s->types[type].form == TYPE_MAP && !p->s->types[type].refs))
		type = p->s->types[type].elem;
	return &p->s->types[type];
}

static void references(struct page *p)
{
	for (uint32_t i = 1; i < p->s->nfields; i++) {
		const struct schema_field *f = &p->s->fields[i];
		const struct schema_type *t = leaf(p, f->type);
		if (t->refs)
			add(p, field_text(p, f),
			    t->flags & TYPE_SELECTOR ? arena_printf(p->arena, "the pods of %s", kinds_text(p, t->refs))
						     : kinds_text(p, t->refs));
	}
	directives(p, DIR_FROM, from_text);
	section(p, "REFERENCES", "Fields and objects that a bare word may fill, and the kinds that it may name.");
}

static void units(struct page *p)
{
	for (uint32_t i = 1; i < p->s->nfields; i++) {
		const struct schema_field *f = &p->s->fields[i];
		uint16_t flags = leaf(p, f->type)->flags;
		if (flags & (TYPE_SECONDS | TYPE_MILLIS))
			add(p, field_text(p, f), flags & TYPE_SECONDS ? "seconds" : "milliseconds");
	}
	section(p, "UNITS", "Whole numbers that may be written as a duration, such as 1m30s.");
}

static void words(struct page *p)
{
	for (uint32_t i = 1; i < p->s->nfields; i++) {
		const struct schema_field *f = &p->s->fields[i];
		const struct schema_type *t = leaf(p, f->type);
		if (t->form == TYPE_STRING && t->count)
			add(p, field_text(p, f), words_text(p, t));
	}
	section(p, "WORDS", "Fields whose values are bare words.");
}

void mkstdlib_man(struct buf *out, const struct schema *s, struct arena *arena)
{
	struct page p = {out, s, arena, {NULL, 0, 0}};

	lifts(&p);
	keyed(&p);
	directives(&p, DIR_HEAD, keyed_path);
	directives(&p, DIR_WITH, with_text);
	section(&p, "HEADS", "Objects that a single value may stand for, and the field that it fills.");
	references(&p);
	directives(&p, DIR_RANGE, range_text);
	section(&p, "RANGES", "Objects with a field for each end of a range.");
	directives(&p, DIR_PAIR, pair_text);
	section(&p, "PAIRS", "Objects with a field for each side of an arrow.");
	directives(&p, DIR_WHEN, when_text);
	section(&p, "DISCRIMINATORS", "Fields that follow from which other field is set.");
	units(&p);
	words(&p);
}
