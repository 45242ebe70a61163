/* SPDX-License-Identifier: Apache-2.0 */
#include "explain/page.h"

#include "text/pen.h"

/* Columns of a line, of the labels of facts, and the most for names and types of fields. */
#define WIDTH 96u
#define LABEL 16u
#define NAME_MOST 36u
#define TYPE_MOST 30u

struct page {
	struct explain *x;
	struct buf *out;
	struct pen pen;
};

static void put_bold(const struct page *p, const char *text)
{
	pen_paint(&p->pen, PAINT_BOLD);
	pen_words(p->out, text, 0);
	pen_unpaint(&p->pen);
}

static void put_dim(const struct page *p, const char *text)
{
	pen_paint(&p->pen, PAINT_GUTTER);
	pen_words(p->out, text, 0);
	pen_unpaint(&p->pen);
}

/* The words of TEXT, which begins at column AT; further lines begin at column INDENT. Ends the line. */
static void put_wrapped(const struct page *p, const char *text, size_t at, size_t indent)
{
	bool first = true;

	while (*text) {
		size_t n = strcspn(text, " ");
		if (!first && at + 1 + n > WIDTH) {
			buf_putc(p->out, '\n');
			buf_fill(p->out, ' ', indent);
			at = indent;
			first = true;
		}
		if (!first)
			buf_putc(p->out, ' ');
		pen_words(p->out, arena_strndup(p->x->arena, text, n), 0);
		at += n + !first;
		first = false;
		text += n;
		while (*text == ' ')
			text++;
	}
	buf_putc(p->out, '\n');
}

/* ---- facts ---- */

static const char *joined(struct explain *x, const struct fact *f)
{
	const char *text = "";

	for (uint32_t i = 0; i < f->texts.n; i++)
		text = arena_printf(x->arena, "%s%s%s", text, i ? ", " : "", f->texts.v[i]);
	return text;
}

static void put_fact(const struct page *p, const struct fact *f)
{
	size_t n = strlen(f->label);

	buf_puts(p->out, "  ");
	put_dim(p, f->label);
	buf_fill(p->out, ' ', n < LABEL - 3 ? LABEL - 2 - n : 1);
	if (f->form != FACT_LINES) {
		put_wrapped(p, joined(p->x, f), LABEL, LABEL);
		return;
	}
	for (uint32_t i = 0; i < f->texts.n; i++) {
		if (i)
			buf_fill(p->out, ' ', LABEL);
		put_wrapped(p, f->texts.v[i], LABEL, LABEL + 2);
	}
}

/* ---- fields ---- */

static void measure(const struct field_group *g, size_t *name, size_t *type)
{
	*name = *type = 0;
	for (uint32_t i = 0; i < g->rows.n; i++) {
		size_t n = strlen(g->rows.v[i].name), t = strlen(g->rows.v[i].type);
		*name = n > *name && n <= NAME_MOST ? n : *name;
		*type = t > *type && t <= TYPE_MOST ? t : *type;
	}
}

static const char *notes_text(struct explain *x, const struct field_row *row)
{
	const char *text = row->required && row->derived ? "required, derived in an app"
			   : row->required               ? "required"
			   : row->derived                ? "derived in an app"
			   : row->server                 ? "by the server"
							 : "";

	for (uint32_t i = 0; i < row->notes.n; i++)
		text = arena_printf(x->arena, "%s%s%s", text, *text ? ", " : "", row->notes.v[i]);
	return text;
}

static void put_notes(const struct page *p, const struct field_row *row, size_t name, size_t type)
{
	const char *notes = notes_text(p->x, row);
	size_t n = strlen(row->name), t = strlen(row->type), at = 2 + name + 2 + type + 2;

	if (!*notes) {
		buf_putc(p->out, '\n');
		return;
	}
	if (n > name || t > type) {
		buf_putc(p->out, '\n');
		buf_fill(p->out, ' ', at);
	} else {
		buf_fill(p->out, ' ', type - t + 2);
	}
	put_wrapped(p, notes, at, at);
}

static void put_row(const struct page *p, const struct field_row *row, size_t name, size_t type)
{
	size_t n = strlen(row->name);

	buf_puts(p->out, "  ");
	put_bold(p, row->name);
	buf_fill(p->out, ' ', n < name ? name - n + 2 : 2);
	pen_words(p->out, row->type, 0);
	put_notes(p, row, name, type);
	if (row->full)
		buf_printf(p->out, "      only as `%s`\n", row->full);
}

static void put_group(const struct page *p, const struct field_group *g, bool titled)
{
	size_t name, type;

	buf_putc(p->out, '\n');
	if (titled && *g->where)
		put_dim(p, arena_printf(p->x->arena, "Fields of %s", g->where));
	else
		put_dim(p, titled ? "Fields of the object" : "Fields");
	buf_putc(p->out, '\n');
	measure(g, &name, &type);
	for (uint32_t i = 0; i < g->rows.n; i++)
		put_row(p, &g->rows.v[i], name, type);
}

/* ---- the sample ---- */

static void put_lines(const struct page *p, const char *text)
{
	while (*text) {
		size_t n = strcspn(text, "\n");
		if (n)
			buf_puts(p->out, "  ");
		pen_words(p->out, arena_strndup(p->x->arena, text, n), 0);
		buf_putc(p->out, '\n');
		text += n + (text[n] != 0);
	}
}

static void put_sample(const struct page *p, const struct explain_sample *sample)
{
	buf_putc(p->out, '\n');
	put_dim(p, "Example");
	buf_putc(p->out, '\n');
	put_lines(p, sample->source);
	buf_putc(p->out, '\n');
	put_dim(p, sample->part ? "It gives, with what is around it" : "It gives");
	buf_putc(p->out, '\n');
	put_lines(p, sample->yaml);
}

void page_write(struct explain *x, const struct facts *f, const struct explain_sample *sample)
{
	struct page p = {x, x->out, {.out = x->out, .colour = x->colour}};

	put_bold(&p, f->title);
	buf_puts(p.out, "  ");
	pen_words(p.out, f->what, 0);
	buf_puts(p.out, "\n");
	for (uint32_t i = 0; i < f->v.n; i++)
		put_fact(&p, &f->v.v[i]);
	for (uint32_t i = 0; i < f->groups.n; i++)
		put_group(&p, &f->groups.v[i], f->subject->kind && !f->subject->n);
	if (sample)
		put_sample(&p, sample);
}
