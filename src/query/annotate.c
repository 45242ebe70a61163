/* SPDX-License-Identifier: Apache-2.0 */
/*
 * annotate: what a value's comment is, is found by a walk of its own, which
 * meets the values in the order in which the emitter begins their lines. Each
 * object is written into a buffer, and its lines with the comments from there.
 */
#include "query/annotate.h"

#include "emit/yaml.h"
#include "wire/wire.h"

/* A value's line: where it begins in the text, and its comment. */
struct line {
	size_t at;
	const char *comment; /* NULL: none */
};

struct annotating {
	struct unit *u;
	struct buf *text; /* of one object */
	VEC(struct line) lines;
	uint32_t begun; /* of lines */
};

/* ---- what is said ---- */

static const char *place_text(struct unit *u, const struct node *v)
{
	struct place at = sources_place(u->sources, unit_span(u, v->origin).beg);

	return at.file ? arena_printf(u->arena, "%s%s:%u", v->flags & OBJ_DERIVED ? "derived from " : "", at.file->path,
				      at.line)
		       : NULL;
}

static const char *comment_of(struct unit *u, const struct node *v, const struct schema_derive *row)
{
	if (row)
		return arena_printf(u->arena, "derived by " STR_FMT ":%u", STR_ARG(unit_str(u, row->file)), row->line);
	return v->origin && !unit_library(u, v->origin) ? place_text(u, v) : NULL;
}

/* ROW: that derived what is around V; NULL: it is written. */
static void walk(struct annotating *a, const struct node *v, const struct schema_derive *row)
{
	if (v->flags & OBJ_DERIVED) {
		const struct schema_derive *own = wire_row(a->u, v->origin);
		row = own ? own : row;
	}
	for (uint32_t i = 0; v->kind == OBJ_MAP && i < v->map->n; i++) {
		const struct node *value = &v->map->v[i].value;
		struct line line = {0, NULL};
		if (value->kind == OBJ_ABSENT)
			continue;
		if (value->kind != OBJ_MAP && value->kind != OBJ_LIST) {
			const struct schema_derive *own =
				value->flags & OBJ_DERIVED ? wire_row(a->u, value->origin) : NULL;
			line.comment = comment_of(a->u, value, own ? own : row);
		}
		VEC_PUSH(a->u->arena, &a->lines, line);
		walk(a, value, row);
	}
	for (uint32_t i = 0; v->kind == OBJ_LIST && i < v->list->n; i++) {
		const struct node *item = &v->list->v[i];
		struct line line = {0, NULL};
		if (item->kind == OBJ_ABSENT)
			continue;
		if (item->kind != OBJ_MAP && item->kind != OBJ_LIST)
			line.comment = comment_of(a->u, item, row);
		VEC_PUSH(a->u->arena, &a->lines, line);
		walk(a, item, row);
	}
}

/* ---- writing ---- */

static void begins(void *ctx, const struct node *value)
{
	struct annotating *a = ctx;

	(void)value;
	a->lines.v[a->begun++].at = a->text->n;
}

/* The text, with the comments at the ends of the lines where the values begin. */
static void put_lines(const struct annotating *a, struct buf *out)
{
	size_t from = 0;

	for (uint32_t i = 0; i < a->lines.n; i++) {
		const struct line *line = &a->lines.v[i];
		const char *end;
		if (!line->comment)
			continue;
		end = memchr(a->text->p + line->at, '\n', a->text->n - line->at);
		size_t to = end ? (size_t)(end - a->text->p) : a->text->n;
		buf_put(out, a->text->p + from, to - from);
		buf_puts(out, "  # ");
		buf_puts(out, line->comment);
		from = to;
	}
	buf_put(out, a->text->p + from, a->text->n - from);
}

void annotate_yaml(struct unit *u, struct object *const *v, uint32_t n, struct buf *out, struct buf *scratch)
{
	struct annotating a = {.u = u, .text = scratch};
	struct yaml yaml;

	for (uint32_t i = 0; i < n; i++) {
		scratch->n = 0;
		a.lines.n = a.begun = 0;
		walk(&a, &v[i]->root, NULL);
		yaml_begin(&yaml, scratch, u->names);
		yaml.documents = i;
		yaml.begins = begins;
		yaml.begins_ctx = &a;
		yaml_document(&yaml, &v[i]->root);
		put_lines(&a, out);
	}
}
