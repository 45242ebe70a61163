/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gaps: what stands between the tokens of a text and is not in its tree:
 * comments, new lines and empty lines.
 */
#include "base/utf8.h"
#include "fmt/write.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

bool line_ends(const struct writer *w, uint32_t pos)
{
	const char *p = bytes_at(w, pos), *end = w->text + w->size;

	while (p < end && is_blank(*p))
		p++;
	return p < end && (*p == '\n' || *p == '#');
}

bool line_between(const struct writer *w, uint32_t a, uint32_t b)
{
	return b > a && memchr(bytes_at(w, a), '\n', b - a);
}

bool empty_above(const struct writer *w, uint32_t pos)
{
	const char *p = bytes_at(w, pos);
	unsigned lines = 0;

	while (p > w->text && (is_blank(p[-1]) || p[-1] == '\n'))
		lines += *--p == '\n';
	return lines > 1 && p > w->text;
}

uint32_t token_from(const struct writer *w, uint32_t pos)
{
	const char *p = bytes_at(w, pos), *end = w->text + w->size, *eol;

	while (p < end && (is_blank(*p) || *p == '\n' || *p == '#')) {
		eol = *p == '#' ? memchr(p, '\n', (size_t)(end - p)) : NULL;
		p = *p != '#' ? p + 1 : eol ? eol : end;
	}
	return w->base + (uint32_t)(p - w->text);
}

/* ---- comments ---- */

/* The next comment if it stands before POS; else NULL. */
static const struct ast_comment *take_comment(struct writer *w, uint32_t pos)
{
	const struct ast_comment *c;

	if (w->next >= pos)
		return NULL;
	c = &w->tree->comments.v[w->comment++];
	w->next = w->comment < w->tree->comments.n ? w->tree->comments.v[w->comment].span.beg : UINT32_MAX;
	return c;
}

bool begins_line(const struct writer *w, uint32_t pos)
{
	const char *p = bytes_at(w, pos);

	while (p > w->text && is_blank(p[-1]))
		p--;
	return p == w->text || p[-1] == '\n';
}

/* The same if something stands before it on its line. */
static const struct ast_comment *take_trailing(struct writer *w, uint32_t pos)
{
	return w->next < pos && !begins_line(w, w->next) ? take_comment(w, pos) : NULL;
}

/* Bytes of the comment C without blanks at its end. */
static uint32_t comment_size(const struct writer *w, const struct ast_comment *c)
{
	const char *p = bytes_at(w, c->span.beg);
	uint32_t n = c->span.end - c->span.beg;

	while (n && is_blank(p[n - 1]))
		n--;
	return n;
}

static void put_comment(struct writer *w, const struct ast_comment *c)
{
	layout_text(w->layout, bytes_at(w, c->span.beg), comment_size(w, c), 0);
}

static void put_trailing(struct writer *w, const struct ast_comment *c)
{
	layout_trim(w->layout);
	layout_text(w->layout, "  ", 2, 0);
	put_comment(w, c);
}

void comments_within(struct writer *w, uint32_t pos)
{
	const struct ast_comment *c = take_trailing(w, pos);

	if (c)
		put_trailing(w, c);
	while ((c = take_comment(w, pos))) {
		layout_line(w->layout);
		put_comment(w, c);
	}
	layout_line(w->layout);
}

/* BREAK_EMPTY if there is an empty line above POS that is kept. */
static unsigned empty_line(const struct writer *w, uint32_t pos, unsigned flags)
{
	return !(flags & BREAK_TIGHT) && empty_above(w, pos) ? BREAK_EMPTY : 0;
}

void break_before(struct writer *w, uint32_t group, uint32_t pos, unsigned flags)
{
	const struct ast_comment *c;
	unsigned closing = flags & BREAK_CLOSE;

	if (group == NO_GROUP) {
		layout_break(w->layout, group, flags);
		come_to(w, pos);
		return;
	}
	if (w->next < pos) {
		layout_force(w->layout, group);
		if (flags & BREAK_TRAILING)
			PUT(w, ",");
		flags &= ~(unsigned)BREAK_TRAILING;
		c = take_trailing(w, pos);
		if (c)
			put_trailing(w, c);
		while ((c = take_comment(w, pos))) {
			layout_break(w->layout, group, (flags & ~closing) | empty_line(w, c->span.beg, flags));
			put_comment(w, c);
			flags &= BREAK_CLOSE;
		}
	}
	layout_break(w->layout, group, flags | (closing ? 0 : empty_line(w, pos, flags)));
}

void end_item(struct writer *w, uint32_t pos)
{
	struct buf *out = w->layout->out;
	const struct ast_comment *c = take_trailing(w, pos);

	if (c)
		put_trailing(w, c);
	if (w->layout->ops.n) {
		layout_run(w->layout);
		buf_putc(out, '\n');
	}
	while ((c = take_comment(w, pos))) {
		if (empty_above(w, c->span.beg))
			buf_putc(out, '\n');
		buf_put(out, bytes_at(w, c->span.beg), comment_size(w, c));
		buf_putc(out, '\n');
	}
	if (pos < w->base + w->size && empty_above(w, pos))
		buf_putc(out, '\n');
}

/* ---- spellings ---- */

/* Columns of the N bytes at P. */
static uint32_t width_of(const char *p, uint32_t n)
{
	const char *end = p + n;
	uint32_t width = 0;

	for (const char *q = p; q < end; q++) {
		if (*q & 0x80)
			goto wide;
	}
	return n;
wide:
	while (p < end)
		width += (uint32_t)utf8_width(utf8_next(&p, end));
	return width;
}

void put_bytes(struct writer *w, const char *p, uint32_t n)
{
	layout_text(w->layout, p, n, width_of(p, n));
}

void write_spelling(struct writer *w, ast_id id)
{
	struct span at = ast_span(w->tree, id);

	come_to(w, at.beg);
	put_bytes(w, bytes_at(w, at.beg), at.end - at.beg);
}
