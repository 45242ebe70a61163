/* SPDX-License-Identifier: Apache-2.0 */
/*
 * strings: texts of one line and of several, and what stands in their holes.
 *
 * The lines of a text are moved as a whole: the indentation that they share
 * is no part of the value. So a line keeps what it has beyond that, and a
 * line of blanks only keeps what it has beyond that too.
 */
#include "fmt/write.h"

/* A string of several lines while its lines are collected. */
struct collector {
	struct writer *w;
	VEC(struct line) lines;
	uint32_t shared; /* bytes of indentation; NONE: no line counts, so all keep theirs */
	bool raw;        /* the line that is being collected began in a hole; its bytes are in w->scratch */
};

#define NONE UINT32_MAX

bool is_multi(const struct writer *w, ast_id id)
{
	const struct ast_node *n = node(w, id);

	return (n->kind == AST_STRING || n->kind == AST_INTERP) && (n->flags & AST_MULTI);
}

/* ---- holes ---- */

/*
 * Behind the `${` at P: the child of an INTERP that stands in it, which is C
 * or one after it. Behind what it is then the next `}`.
 */
static ast_id in_hole(const struct writer *w, ast_id c, uint32_t pos)
{
	while (c && begin_of(w, c) < pos)
		c = ast_next(w->tree, c);
	return c;
}

static uint32_t end_of_hole(const struct writer *w, ast_id value)
{
	const char *p = bytes_at(w, end_of(w, value));

	while (*p != '}')
		p++;
	return w->base + (uint32_t)(p - w->text);
}

/* Where the piece of a string that begins at POS ends: at a hole, or at END. */
static uint32_t end_of_piece(const struct writer *w, uint32_t pos, uint32_t end)
{
	const char *p = bytes_at(w, pos), *last = bytes_at(w, end);

	for (; p < last; p++) {
		if (*p == '\\')
			p++;
		else if (*p == '$' && p[1] == '{')
			break;
	}
	return p < last ? w->base + (uint32_t)(p - w->text) : end;
}

static void write_hole(struct writer *w, ast_id value)
{
	bool hole = w->hole;

	w->hole = true;
	put_opening(w, "${", value);
	write_value(w, value);
	PUT(w, "}");
	w->hole = hole;
}

/* An INTERP on one line. */
static void write_interp(struct writer *w, ast_id id)
{
	struct span at = ast_span(w->tree, id);
	ast_id c = ast_first(w->tree, id);
	uint32_t pos = at.beg + 1, begin = at.beg;

	come_to(w, at.beg);
	for (;;) {
		uint32_t end = end_of_piece(w, pos, at.end - 1);

		if (end == at.end - 1)
			break;
		put_bytes(w, bytes_at(w, begin), end - begin);
		c = in_hole(w, c, end + 2);
		write_hole(w, c);
		begin = pos = end_of_hole(w, c) + 1;
	}
	put_bytes(w, bytes_at(w, begin), at.end - begin);
}

/* ---- several lines ---- */

static bool blank_at(const char *p)
{
	return *p == ' ' || *p == '\t';
}

/* The indentation that the lines of the string at AT share, those of blanks left out; holes are stepped over. */
static uint32_t shared_indent(const struct writer *w, struct span at, ast_id c, bool holes)
{
	uint32_t shared = NONE, last = at.end - 3;

	for (uint32_t pos = at.beg + 3; pos < last;) {
		uint32_t end = holes ? end_of_piece(w, pos, last) : last;
		const char *p = bytes_at(w, pos), *q, *stop = bytes_at(w, end);

		while ((p = memchr(p, '\n', (size_t)(stop - p)))) {
			for (q = ++p; q < stop && blank_at(q);)
				q++;
			if ((q == stop ? end < last : *q != '\n' && *q != '\r') && (uint32_t)(q - p) < shared)
				shared = (uint32_t)(q - p);
		}
		if (end == last)
			break;
		c = in_hole(w, c, end + 2);
		pos = end_of_hole(w, c) + 1;
	}
	return shared;
}

static bool is_all_blank(const struct buf *text)
{
	for (size_t i = 0; i < text->n; i++) {
		if (!blank_at(text->p + i))
			return false;
	}
	return true;
}

/* The line being collected ends. INSIDE: the next one begins in a hole. */
static void end_line(struct collector *k, bool inside)
{
	struct buf *text = k->w->scratch;
	uint32_t n = (uint32_t)text->n;

	if (n && text->p[n - 1] == '\r')
		n--;
	VEC_PUSH(k->w->arena, &k->lines, ((struct line){arena_strndup(k->w->arena, text->p, n), n, k->raw}));
	text->n = 0;
	k->raw = inside || k->shared == NONE;
}

/* The bytes from P to END go to it, of the text or (INSIDE) of a hole that is left as it is. */
static void collect(struct collector *k, const char *p, const char *end, bool inside)
{
	const char *eol;

	while ((eol = memchr(p, '\n', (size_t)(end - p)))) {
		buf_put(k->w->scratch, p, (size_t)(eol - p));
		end_line(k, inside);
		p = eol + 1;
		for (uint32_t i = 0; !k->raw && i < k->shared && p < end && blank_at(p); i++)
			p++;
	}
	buf_put(k->w->scratch, p, (size_t)(end - p));
}

/* A hole is laid out anew if it is on one line. */
static void collect_hole(struct collector *k, ast_id value, uint32_t beg, uint32_t end)
{
	struct writer *w = k->w;
	struct layout *outer = w->layout;

	if (line_between(w, beg, end)) {
		collect(k, bytes_at(w, beg), bytes_at(w, end), true);
		return;
	}
	w->layout = &w->inner;
	write_hole(w, value);
	layout_run(&w->inner);
	w->layout = outer;
}

static void write_multi(struct writer *w, ast_id id)
{
	struct span at = ast_span(w->tree, id);
	bool holes = node(w, id)->kind == AST_INTERP;
	struct collector k = {.w = w, .shared = shared_indent(w, at, ast_first(w->tree, id), holes)};
	struct lines *lines = ARENA_NEW(w->arena, struct lines, 1);
	ast_id c = ast_first(w->tree, id);
	uint32_t last = at.end - 3;

	come_to(w, at.beg);
	for (uint32_t pos = at.beg + 3;;) {
		uint32_t end = holes ? end_of_piece(w, pos, last) : last;

		collect(&k, bytes_at(w, pos), bytes_at(w, end), false);
		if (end == last)
			break;
		c = in_hole(w, c, end + 2);
		pos = end_of_hole(w, c) + 1;
		collect_hole(&k, c, end, pos);
	}
	lines->hang = is_all_blank(w->scratch);
	if (!lines->hang)
		end_line(&k, false);
	w->scratch->n = 0;
	/* The first line is what stands behind the quotes: nothing. */
	lines->v = k.lines.v + 1;
	lines->n = k.lines.n - 1;
	lines->quotes = bytes_at(w, at.beg);
	layout_lines(w->layout, lines);
}

void write_string(struct writer *w, ast_id id)
{
	if (is_multi(w, id))
		write_multi(w, id);
	else if (node(w, id)->kind == AST_INTERP)
		write_interp(w, id);
	else
		write_spelling(w, id);
}
