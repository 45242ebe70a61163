/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mkman: the manual's tables of shorthands, read off the schema.
 *
 * A table of all kinds, then the types that have shorthands, by API group: one
 * list a type, one row a field or form of value. What several versions of the
 * API say alike is one row. mdoc(7) macros behind man/wk8s-stdlib.head.
 */
#include "mkstdlib.h"

#include <stdlib.h>

/* A row of the page. */
struct entry {
	const char *group, *type; /* "apps", "StatefulSetSpec" */
	uint8_t rank;             /* forms of the whole value stand before fields */
	const char *what, *how;
};

struct page {
	struct buf *out;
	const struct schema *s;
	struct arena *arena;
	bool *written; /* by type: it may stand in what users write */
	struct {
		struct entry *v;
		uint32_t n, cap;
	} entries;
};

enum { RANK_VALUE, RANK_FIELD };

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

/* Longer lists than this are those of the API's own resources and groups. */
#define MANY 50

static const char *words_text(const struct page *p, const struct schema_type *t)
{
	const char *text = "", *open = t->flags & TYPE_OPEN ? ", or a string" : "";
	uint32_t n = t->count > MANY ? 3 : t->count;

	for (uint32_t i = 0; i < n; i++) {
		struct str w = name_of(p, p->s->words[t->first + i]);
		text = arena_printf(p->arena, "%s%s%s" STR_FMT, text, i ? ", " : "", w.n ? "" : "\"\"", STR_ARG(w));
	}
	if (n < t->count)
		return arena_printf(p->arena, "%s and so on, %u words%s", text, (unsigned)t->count, open);
	return arena_printf(p->arena, "%s%s", text, open);
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

/* The group of "networking.v1.Ingress"; "" of the library's own types. */
static const char *group_name(const struct page *p, type_id type)
{
	struct str s = name_of(p, p->s->types[type].name);
	uint32_t at = s.n;

	for (unsigned dots = 0; at && dots < 2; at--)
		dots += s.p[at - 1] == '.';
	return arena_strndup(p->arena, s.p, at);
}

static const char *text_of(const struct page *p, struct str s)
{
	return arena_strndup(p->arena, s.p, s.n);
}

/* ---- rows ---- */

static void add(struct page *p, type_id type, uint8_t rank, const char *what, const char *how)
{
	struct entry e = {"", "", rank, what, how};

	if (type) {
		e.group = group_name(p, type);
		e.type = text_of(p, type_name(p, type));
	}
	VEC_PUSH(p->arena, &p->entries, e);
}

static int entry_cmp(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int c = strcmp(x->group, y->group);

	c = c ? c : strcmp(x->type, y->type);
	c = c ? c : x->rank - y->rank;
	c = c ? c : strcmp(x->what, y->what);
	return c ? c : strcmp(x->how, y->how);
}

static void sort_entries(struct page *p)
{
	if (p->entries.n)
		qsort(p->entries.v, p->entries.n, sizeof *p->entries.v, entry_cmp);
}

/* Text with what roff would take for its own protected. */
static void put_chars(struct buf *out, const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (text[i] == '\\')
			buf_puts(out, "\\e");
		else if (text[i] == '-')
			buf_puts(out, "\\-");
		else if (text[i] == '"')
			buf_puts(out, "\\(dq");
		else
			buf_putc(out, text[i]);
	}
}

/* Words of TEXT on lines that are short enough for people and for roff's lints. */
#define LINE 68

static void put_text(struct buf *out, const char *text)
{
	size_t column = 0;

	while (*text) {
		size_t n = strcspn(text, " ");

		if (column && column + 1 + n > LINE) {
			buf_putc(out, '\n');
			column = 0;
		}
		buf_puts(out, column ? " " : "\\&");
		put_chars(out, text, n);
		column += n + 1;
		text += n;
		while (*text == ' ')
			text++;
	}
	buf_putc(out, '\n');
}

static void put_tag(struct buf *out, const char *macro, const char *text)
{
	buf_printf(out, ".It %s \"\\&", macro);
	put_chars(out, text, strlen(text));
	buf_puts(out, "\\&\"\n");
}

/* The rows of one list from FIRST on; what one field has several of stands behind each other. */
static uint32_t put_rows(struct page *p, uint32_t first)
{
	const struct entry *v = p->entries.v;
	uint32_t i = first;

	while (i < p->entries.n && !strcmp(v[i].group, v[first].group) && !strcmp(v[i].type, v[first].type)) {
		uint32_t begin = i;
		const char *text = v[i].how;

		for (i++; i < p->entries.n && !strcmp(v[i].type, v[begin].type) && v[i].rank == v[begin].rank &&
			  !strcmp(v[i].group, v[begin].group) && !strcmp(v[i].what, v[begin].what);
		     i++)
			if (strcmp(v[i].how, v[i - 1].how) != 0)
				text = arena_printf(p->arena, "%s; %s", text, v[i].how);
		put_tag(p->out, v[begin].rank == RANK_VALUE ? "Em" : "Va", v[begin].what);
		put_text(p->out, text);
	}
	return i;
}

/* ---- kinds ---- */

static const char *lift_text(const struct page *p, const struct schema_kind *k)
{
	const char *text = "";

	for (uint32_t i = 0; i < k->nlift; i++)
		text = arena_printf(p->arena, "%s%s%s", text, *text ? ", " : "",
				    path_text(p, p->s->lifts[k->lift + i]));
	return *text ? text : "the object only";
}

/* "Deployment (deploy)". */
static const char *kind_text(const struct page *p, const struct schema_kind *k)
{
	const char *text = text_of(p, name_of(p, k->name));

	for (uint32_t i = 0; i < k->nshorts; i++)
		text = arena_printf(p->arena, "%s%s" STR_FMT "%s", text, i ? ", " : " (",
				    STR_ARG(name_of(p, p->s->words[k->shorts + i])), i + 1 == k->nshorts ? ")" : "");
	return text;
}

static void kinds(struct page *p)
{
	for (uint32_t i = 1; i < p->s->nkinds; i++) {
		const struct schema_kind *k = &p->s->kinds[i];
		if (!(k->flags & KIND_LIST))
			add(p, 0, RANK_FIELD, kind_text(p, k), lift_text(p, k));
	}
	sort_entries(p);
	buf_puts(p->out, ".Sh KINDS\n"
			 "Where the first key of a resource's body is looked up, by kind: at the object\n"
			 "itself, then at these of its parts, in this order.\n"
			 "In parentheses what kubectl calls the kind.\n"
			 ".Bl -tag -compact -width 34n\n");
	if (p->entries.n)
		put_rows(p, 0);
	buf_puts(p->out, ".El\n");
	p->entries.n = 0;
}

/* ---- what is derived ---- */

static void derived(struct page *p)
{
	uint32_t all = 0;

	for (uint32_t i = 1; i < p->s->nkinds; i++)
		all += !(p->s->kinds[i].flags & KIND_LIST);
	for (uint32_t i = 1; i < p->s->nderives; i++) {
		const struct schema_derive *d = &p->s->derives[i];
		const char *path = path_text(p, d->path), *what;

		if (d->key)
			path = arena_printf(p->arena, "%s.\"" STR_FMT "\"", path, STR_ARG(name_of(p, d->key)));
		if (d->type)
			what = text_of(p, type_name(p, d->type));
		else
			what = p->s->kindsets[d->kinds].count >= all ? "every object" : kinds_text(p, d->kinds);
		add(p, 0, d->type ? RANK_FIELD : RANK_VALUE, what, path);
	}
	sort_entries(p);
	buf_puts(p->out,
		 ".Sh DERIVED FIELDS\n"
		 "What is derived inside\n.Ic app\nwhere it is absent: of objects, and of types wherever they stand.\n"
		 "How, is said in\n.Xr wk8s 5 .\n"
		 ".Bl -tag -width 24n\n");
	if (p->entries.n)
		put_rows(p, 0);
	buf_puts(p->out, ".El\n");
	p->entries.n = 0;
}

static void sets(struct page *p)
{
	for (uint32_t i = 1; i < p->s->nkindsets; i++) {
		const struct schema_kindset *k = &p->s->kindsets[i];
		const char *text = "";
		if (!k->name)
			continue;
		for (uint32_t j = 0; j < k->count; j++) {
			const char *name = text_of(p, name_of(p, p->s->kinds[p->s->kindlist[k->first + j]].name));
			if (!strstr(arena_printf(p->arena, ", %s,", text), arena_printf(p->arena, ", %s,", name)))
				text = arena_printf(p->arena, "%s%s%s", text, *text ? ", " : "", name);
		}
		add(p, 0, RANK_FIELD, text_of(p, name_of(p, k->name)), text);
	}
	sort_entries(p);
	buf_puts(p->out, ".Sh SETS OF KINDS\n"
			 "Names that the tables below use for several kinds.\n"
			 ".Bl -tag -compact -width 14n\n");
	if (p->entries.n)
		put_rows(p, 0);
	buf_puts(p->out, ".El\n");
	p->entries.n = 0;
}

/* ---- forms of the whole value ---- */

static const char *keyed_path(const struct page *p, const struct schema_dir *d)
{
	const char *path = path_text(p, d->a);

	return d->word ? arena_printf(p->arena, "%s." STR_FMT, path, STR_ARG(name_of(p, d->word))) : path;
}

static void directive(struct page *p, type_id type, const struct schema_dir *d)
{
	static const char *const members[] = {[MEMBER_NONE] = "", [MEMBER_KEY] = ".key", [MEMBER_PORT] = ".port"};
	const char *path = d->a ? path_text(p, d->a) : "";

	switch ((enum dir_op)d->op) {
	case DIR_HEAD:
		add(p, type, RANK_VALUE, "one value", keyed_path(p, d));
		break;
	case DIR_WITH:
		add(p, type, RANK_VALUE, "one value", arena_printf(p->arena, "with %s", keyed_path(p, d)));
		break;
	case DIR_FROM:
		add(p, type, RANK_VALUE, arena_printf(p->arena, "%s%s", kinds_text(p, d->kinds), members[d->member]),
		    path);
		break;
	case DIR_RANGE:
		add(p, type, RANK_VALUE, "key: a..b", arena_printf(p->arena, "%s and %s", path, path_text(p, d->b)));
		break;
	case DIR_PAIR:
		add(p, type, RANK_VALUE, "a -> b", arena_printf(p->arena, "%s and %s", path, path_text(p, d->b)));
		break;
	case DIR_LABELS:
		add(p, type, RANK_VALUE, "\"a=b\"", path);
		break;
	case DIR_TERMS:
		add(p, type, RANK_VALUE, "\"a in (b, c)\", ...", path);
		break;
	case DIR_WHEN:
		add(p, type, RANK_FIELD, path,
		    arena_printf(p->arena, "is " STR_FMT " where %s is set", STR_ARG(name_of(p, d->word)),
				 path_text(p, d->b)));
		break;
	case DIR_NOTHING:
	case DIR_PORTS:
		break;
	}
}

/* ---- fields ---- */

/* The type that things are said of: of the items of lists and the values of maps. */
static const struct schema_type *leaf(const struct page *p, type_id type)
{
	while (p->s->types[type].form == TYPE_LIST || (p->s->types[type].form == TYPE_MAP && !p->s->types[type].refs))
		type = p->s->types[type].elem;
	return &p->s->types[type];
}

static void field(struct page *p, const struct schema_field *f)
{
	const struct schema_type *t = &p->s->types[f->type], *l = leaf(p, f->type);
	const char *name = text_of(p, name_of(p, f->name));

	if (t->form == TYPE_LIST && t->keyed)
		add(p, f->owner, RANK_FIELD, name, arena_printf(p->arena, "map by %s", path_text(p, t->keyed)));
	if (l->refs)
		add(p, f->owner, RANK_FIELD, name,
		    arena_printf(p->arena, "%s%s", l->flags & TYPE_SELECTOR ? "the pods of " : "names a ",
				 kinds_text(p, l->refs)));
	if (l->flags & TYPE_PORT_HERE)
		add(p, f->owner, RANK_FIELD, name, "a port of the container");
	if (l->flags & TYPE_PORT_THERE)
		add(p, f->owner, RANK_FIELD, name, "a port of the pods");
	if (l->flags & TYPE_IMAGE)
		add(p, f->owner, RANK_FIELD, name, "an image");
	if (l->flags & (TYPE_SECONDS | TYPE_MILLIS))
		add(p, f->owner, RANK_FIELD, name, l->flags & TYPE_SECONDS ? "seconds" : "milliseconds");
	if (l->form == TYPE_STRING && l->count)
		add(p, f->owner, RANK_FIELD, name, words_text(p, l));
}

/* What the API server writes and nobody else is not looked into. */
static void mark_written(struct page *p, type_id type)
{
	const struct schema_type *t = &p->s->types[type];

	if (p->written[type])
		return;
	p->written[type] = true;
	if (t->form == TYPE_LIST || t->form == TYPE_MAP)
		mark_written(p, t->elem);
	for (uint32_t i = 0; t->form == TYPE_STRUCT && i < t->count; i++)
		if (!(p->s->fields[t->first + i].flags & FIELD_SERVER))
			mark_written(p, p->s->fields[t->first + i].type);
}

static void types(struct page *p)
{
	p->written = arena_zalloc(p->arena, p->s->ntypes * sizeof *p->written);
	mark_written(p, p->s->settings);
	for (uint32_t i = 1; i < p->s->nkinds; i++)
		if (!(p->s->kinds[i].flags & KIND_LIST))
			mark_written(p, p->s->kinds[i].type);
	for (uint32_t i = 1; i < p->s->ntypes; i++) {
		const struct schema_type *t = &p->s->types[i];
		for (uint32_t j = 0; p->written[i] && t->form == TYPE_STRUCT && j < t->ndirs; j++)
			directive(p, (type_id)i, &p->s->dirs[t->dirs + j]);
	}
	for (uint32_t i = 1; i < p->s->nfields; i++)
		if (p->written[p->s->fields[i].owner] && !(p->s->fields[i].flags & FIELD_SERVER))
			field(p, &p->s->fields[i]);
	sort_entries(p);
	buf_puts(p->out, ".Sh TYPES\n"
			 "All types with shorthands, by API group and name.\n"
			 "First the forms that a value of the type may have besides a map of its fields,\n"
			 "and the field that they fill; then fields that can be written in a special way.\n");
	for (uint32_t i = 0; i < p->entries.n;) {
		const struct entry *e = &p->entries.v[i];
		if (!i || strcmp(e->group, e[-1].group) != 0) {
			buf_puts(p->out, ".Ss ");
			put_text(p->out, *e->group ? e->group : "settings");
		} else {
			buf_puts(p->out, ".Pp\n");
		}
		buf_puts(p->out, ".Sy ");
		put_text(p->out, e->type);
		buf_puts(p->out, ".Bl -tag -compact -offset indent -width 24n\n");
		i = put_rows(p, i);
		buf_puts(p->out, ".El\n");
	}
	p->entries.n = 0;
}

void mkstdlib_man(struct buf *out, const struct schema *s, struct arena *arena)
{
	struct page p = {out, s, arena, NULL, {NULL, 0, 0}};

	kinds(&p);
	sets(&p);
	derived(&p);
	types(&p);
	buf_puts(out, ".Sh SEE ALSO\n.Xr wk8sc 1 ,\n.Xr wk8s 5 ,\n.Xr wk8s-coming-from 7 ,\n.Xr wk8s-functions 7\n");
}
