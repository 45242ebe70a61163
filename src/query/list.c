/* SPDX-License-Identifier: Apache-2.0 */
/*
 * list: rows of cells become a table, values become JSON.
 */
#include "query/list.h"

#include "base/sort.h"
#include "emit/json.h"
#include "text/pen.h"

/* ---- tables ---- */

#define COLUMNS 4
#define GAP 3 /* blanks between columns */

struct row {
	struct str cells[COLUMNS];
};

struct table {
	struct unit *u;
	uint32_t columns;
	VEC(struct row) rows; /* the first one is the header */
};

static void add_row(struct table *t, struct row row)
{
	VEC_PUSH(t->u->arena, &t->rows, row);
}

/* Draws TEXT, to OUT unless that is NULL: its width. */
static uint32_t draw(struct buf *out, struct str text)
{
	struct pen_cell cell;
	uint32_t width = 0;

	for (const char *p = text.p, *end = p + text.n; p < end;) {
		p = pen_read(&cell, p, end, width);
		width += cell.width;
		if (out)
			buf_put(out, cell.text, cell.n);
	}
	return width;
}

static void write_table(const struct table *t, struct buf *out)
{
	uint32_t widths[COLUMNS] = {0};

	for (uint32_t i = 0; i < t->rows.n; i++) {
		for (uint32_t k = 0; k + 1 < t->columns; k++) {
			uint32_t width = draw(NULL, t->rows.v[i].cells[k]);
			widths[k] = width > widths[k] ? width : widths[k];
		}
	}
	for (uint32_t i = 0; i < t->rows.n; i++) {
		for (uint32_t k = 0; k < t->columns; k++) {
			uint32_t width = draw(out, t->rows.v[i].cells[k]);
			if (k + 1 < t->columns)
				buf_fill(out, ' ', widths[k] - width + GAP);
		}
		buf_putc(out, '\n');
	}
}

/* ---- JSON ---- */

static struct node text_node(struct unit *u, struct str s)
{
	return node_text(sym_intern(u->names, s.p, s.n), 0, 0);
}

/* What is not there is null, so that all items have the same keys. */
static struct node name_node(const struct unit *u, sym name)
{
	return unit_str(u, name).n ? node_text(name, 0, 0) : (struct node){.kind = OBJ_NULL};
}

static void put(struct unit *u, struct node *map, const char *key, struct node value)
{
	*map_add(u->arena, map->map, sym_of(u->names, key), 0) = value;
}

static void write_json(struct unit *u, const struct node *list, struct buf *out)
{
	json_value(out, u->names, list, 2);
	buf_putc(out, '\n');
}

/* ---- objects ---- */

static const struct schema_kind *kind_of(const struct unit *u, const struct object *o)
{
	return &u->schema->kinds[o->kind];
}

static struct place place_of(const struct unit *u, const struct object *o)
{
	return sources_place(u->sources, unit_span(u, o->item).beg);
}

static struct str source_text(const struct unit *u, const struct piece *p)
{
	struct place at;

	if (!p->object)
		return str_of(p->raw->path);
	at = place_of(u, p->object);
	return str_of(at.file ? arena_printf(u->arena, "%s:%u", at.file->path, at.line) : "-");
}

static struct str or_dash(struct str s)
{
	return s.n ? s : str_of("-");
}

static void objects_table(struct unit *u, const struct piece *v, uint32_t n, struct buf *out)
{
	struct table t = {.u = u, .columns = 4};
	struct str none = str_of("-");

	add_row(&t, (struct row){{str_of("KIND"), str_of("NAMESPACE"), str_of("NAME"), str_of("SOURCE")}});
	for (uint32_t i = 0; i < n; i++) {
		const struct object *o = v[i].object;
		struct str source = source_text(u, &v[i]);
		if (o)
			add_row(&t, (struct row){{unit_str(u, kind_of(u, o)->name), or_dash(unit_str(u, o->namespace_)),
						  or_dash(unit_str(u, o->name)), source}});
		else
			add_row(&t, (struct row){{none, none, none, source}});
	}
	write_table(&t, out);
}

static struct node piece_node(struct unit *u, const struct piece *p)
{
	const struct object *o = p->object;
	struct node map = node_map(u->arena, 0, 0), nothing = {.kind = OBJ_NULL};
	struct place at = o ? place_of(u, o) : (struct place){0};

	put(u, &map, "kind", o ? name_node(u, kind_of(u, o)->name) : nothing);
	put(u, &map, "apiVersion", o ? name_node(u, kind_of(u, o)->api_version) : nothing);
	put(u, &map, "name", o ? name_node(u, o->name) : nothing);
	put(u, &map, "namespace", o ? name_node(u, o->namespace_) : nothing);
	put(u, &map, "file",
	    !o        ? text_node(u, str_of(p->raw->path))
	    : at.file ? text_node(u, str_of(at.file->path))
		      : nothing);
	put(u, &map, "line", at.file ? node_int(at.line, 0, 0) : nothing);
	return map;
}

void list_pieces(struct unit *u, const struct piece *v, uint32_t n, enum list_form form, struct buf *out)
{
	struct node list;

	if (form == LIST_TABLE) {
		objects_table(u, v, n, out);
		return;
	}
	list = node_list(u->arena, 0, 0);
	for (uint32_t i = 0; i < n; i++)
		*list_add(u->arena, list.list) = piece_node(u, &v[i]);
	write_json(u, &list, out);
}

/* ---- images ---- */

/* That an object uses an image. */
struct use {
	struct str image;
	const struct piece *piece;
};

struct uses {
	struct unit *u;
	const struct piece *piece; /* that is looked at */
	VEC(const void *) all;
};

static void walk(struct uses *s, const struct node *v, type_id type)
{
	const struct schema_type *t = unit_type(s->u, type);

	if (v->kind == OBJ_TEXT && t->flags & TYPE_IMAGE && unit_str(s->u, v->text).n) {
		struct use *use = ARENA_NEW(s->u->arena, struct use, 1);
		*use = (struct use){unit_str(s->u, v->text), s->piece};
		VEC_PUSH(s->u->arena, &s->all, use);
	}
	for (uint32_t i = 0; v->kind == OBJ_LIST && t->form == TYPE_LIST && i < v->list->n; i++)
		walk(s, &v->list->v[i], t->elem);
	for (uint32_t i = 0; v->kind == OBJ_MAP && i < v->map->n; i++) {
		const struct entry *e = &v->map->v[i];
		if (t->form == TYPE_MAP)
			walk(s, &e->value, t->elem);
		else if (t->form == TYPE_STRUCT)
			walk(s, &e->value, s->u->schema->fields[schema_field(s->u->schema, type, e->key)].type);
	}
}

static int by_image(void *ctx, const void *a, const void *b)
{
	(void)ctx;
	return str_cmp(((const struct use *)a)->image, ((const struct use *)b)->image);
}

/* The uses of one image, and what comes of them: each object once. */
struct image {
	struct str name;
	const char *objects; /* LIST_TABLE */
	struct node list;    /* LIST_JSON */
};

static void add_object(struct unit *u, struct image *image, const struct piece *p, enum list_form form)
{
	const struct object *o = p->object;
	struct str space = unit_str(u, o->namespace_);

	if (form == LIST_JSON)
		*list_add(u->arena, image->list.list) = piece_node(u, p);
	else
		image->objects = arena_printf(u->arena, "%s%s" STR_FMT "/" STR_FMT "%s" STR_FMT,
					      image->objects ? image->objects : "", image->objects ? ", " : "",
					      STR_ARG(unit_str(u, kind_of(u, o)->name)), STR_ARG(space),
					      space.n ? "/" : "", STR_ARG(or_dash(unit_str(u, o->name))));
}

/* The image whose uses begin at *AT, which moves behind them. */
static struct image next_image(struct uses *s, uint32_t *at, enum list_form form)
{
	const struct use *use = s->all.v[*at];
	struct image image = {.name = use->image};
	const struct piece *last = NULL;

	if (form == LIST_JSON)
		image.list = node_list(s->u->arena, 0, 0);
	for (; *at < s->all.n; ++*at) {
		use = s->all.v[*at];
		if (!str_eq(use->image, image.name))
			break;
		if (use->piece != last)
			add_object(s->u, &image, use->piece, form);
		last = use->piece;
	}
	return image;
}

static void find_uses(struct uses *s, const struct piece *v, uint32_t n)
{
	struct unit *u = s->u;

	for (uint32_t i = 0; i < n; i++) {
		s->piece = &v[i];
		if (v[i].object)
			walk(s, &v[i].object->root, kind_of(u, v[i].object)->type);
		else
			diag_label(diag_add(u->diags, W0613, unit_span(u, v[i].raw->item),
					    "images in a text that is passed through are not in the list"),
				   "nothing is known of what is in it");
	}
	sort_stable(u->arena, s->all.v, s->all.n, by_image, NULL);
}

void list_images(struct unit *u, const struct piece *v, uint32_t n, enum list_form form, struct buf *out)
{
	struct uses s = {.u = u};
	struct table t = {.u = u, .columns = 2};
	struct node list = node_list(u->arena, 0, 0);

	find_uses(&s, v, n);
	add_row(&t, (struct row){{str_of("IMAGE"), str_of("OBJECTS")}});
	for (uint32_t at = 0; at < s.all.n;) {
		struct image image = next_image(&s, &at, form);
		if (form == LIST_TABLE) {
			add_row(&t, (struct row){{image.name, str_of(image.objects)}});
			continue;
		}
		struct node item = node_map(u->arena, 0, 0);
		put(u, &item, "image", text_node(u, image.name));
		put(u, &item, "objects", image.list);
		*list_add(u->arena, list.list) = item;
	}
	if (form == LIST_TABLE)
		write_table(&t, out);
	else
		write_json(u, &list, out);
}
