/* SPDX-License-Identifier: Apache-2.0 */
/*
 * picture: one copy of a source line may stand above several underlines.
 *
 * A span is drawn as a `struct mark`. Columns here are those of the terminal
 * and count from 0, unlike the characters that a header counts.
 */

#include "text/picture.h"

/* Columns of source shown; longer lines are cut around the span. */
#define WINDOW 160u
/* Columns kept before the span in a line that is cut. */
#define BEFORE 60u

struct mark {
	struct place at;
	uint32_t beg, end; /* offsets in the file's text, within the line */
	uint32_t c0, c1;   /* columns, at least one apart */
	const char *label;
	bool primary, drawn;
};

/* "   |" with no space behind: what follows brings its own. */
static void put_bar(const struct pen *pen)
{
	pen_paint(pen, PAINT_GUTTER);
	buf_fill(pen->out, ' ', (size_t)pen->gutter + 1);
	buf_putc(pen->out, '|');
	pen_unpaint(pen);
}

/* Makes MARK the part of SPAN that is in its first line. False: it has no place. */
static bool mark_init(struct mark *mark, struct sources *sources, struct span span, const char *label)
{
	const struct source *file;
	uint32_t end;

	memset(mark, 0, sizeof *mark);
	mark->at = sources_place(sources, span.beg);
	file = mark->at.file;
	if (!file)
		return false;
	mark->label = label;
	mark->beg = span.beg - file->base;
	if (mark->beg > mark->at.eol)
		mark->beg = mark->at.eol;
	end = span.end < span.beg ? span.beg : span.end;
	end -= file->base;
	mark->end = end > mark->at.eol ? mark->at.eol : end;
	return true;
}

/* Finds the columns of MARK. */
static void measure(struct mark *mark)
{
	const char *text = mark->at.file->text.p;
	const char *p = text + mark->at.bol, *end = text + mark->at.eol;
	struct pen_cell cell;
	uint32_t col = 0;

	while (p < text + mark->beg) {
		p = pen_read(&cell, p, end, col);
		col += cell.width;
	}
	mark->c0 = col;
	while (p < text + mark->end) {
		p = pen_read(&cell, p, end, col);
		col += cell.width;
	}
	mark->c1 = col > mark->c0 ? col : mark->c0 + 1;
}

/* The columns of a line that are shown, and what stands before them. */
struct window {
	uint32_t beg, end;
	uint32_t shift; /* columns that the dots take before beg */
};

/* True if the line of MARK has more than WIDTH columns. */
static bool is_wider(const struct mark *mark, uint32_t width)
{
	const char *p = mark->at.file->text.p + mark->at.bol, *end = mark->at.file->text.p + mark->at.eol;
	struct pen_cell cell;
	uint32_t col = 0;

	while (p < end && col <= width) {
		p = pen_read(&cell, p, end, col);
		col += cell.width;
	}
	return col > width;
}

static struct window choose_window(const struct mark *mark)
{
	struct window window = {0, WINDOW, 0};

	if (!is_wider(mark, WINDOW)) {
		window.end = UINT32_MAX;
		return window;
	}
	if (mark->c1 + BEFORE / 2 > WINDOW) {
		window.beg = mark->c0 > BEFORE ? mark->c0 - BEFORE : 0;
		window.end = window.beg + WINDOW;
		window.shift = window.beg ? 3 : 0;
	}
	return window;
}

/* The source line of MARK, cut to WINDOW, behind its number. */
static void put_line(const struct pen *pen, const struct mark *mark, const struct window *window)
{
	const char *p = mark->at.file->text.p + mark->at.bol, *end = mark->at.file->text.p + mark->at.eol;
	struct pen_cell cell;
	uint32_t col = 0;

	pen_paint(pen, PAINT_GUTTER);
	buf_printf(pen->out, "%*u |", pen->gutter, mark->at.line);
	pen_unpaint(pen);
	if (p < end)
		buf_putc(pen->out, ' ');
	buf_fill(pen->out, '.', window->shift);
	for (; p < end; col += cell.width) {
		p = pen_read(&cell, p, end, col);
		if (col + cell.width > window->end) {
			buf_puts(pen->out, "...");
			break;
		}
		if (col >= window->beg && (cell.width || col > window->beg || !window->beg))
			buf_put(pen->out, cell.text, cell.n);
		else if (col + cell.width > window->beg)
			buf_fill(pen->out, ' ', col + cell.width - window->beg);
	}
	buf_putc(pen->out, '\n');
}

/* True if MARK begins in WINDOW and touches none of the N at ROW. */
static bool fits(const struct mark *mark, const struct window *window, struct mark *const *row, uint32_t n)
{
	uint32_t i;

	if (mark->c0 < window->beg || mark->c0 >= window->end)
		return false;
	for (i = 0; i < n; i++)
		if (mark->c0 < row[i]->c1 && row[i]->c0 < mark->c1)
			return false;
	return true;
}

/* Moves to column COL of the picture from *AT, where the gutter's bar is at -1. */
static void move_to(const struct pen *pen, uint32_t *at, uint32_t col)
{
	buf_fill(pen->out, ' ', col - *at);
	*at = col;
}

static void paint_mark(const struct pen *pen, const struct mark *mark)
{
	pen_paint(pen, mark->primary ? PAINT_LEVEL : PAINT_GUTTER);
}

/* The row of underlines, with the label of the last behind it. */
static void put_underlines(const struct pen *pen, struct mark *const *row, uint32_t n, const struct window *window)
{
	uint32_t at = 0, i;

	put_bar(pen);
	for (i = 0; i < n; i++) {
		const struct mark *mark = row[i];
		uint32_t end = mark->c1 < window->end ? mark->c1 : window->end;

		/* One column more: a blank parts the gutter from the line. */
		move_to(pen, &at, mark->c0 - window->beg + window->shift + 1);
		paint_mark(pen, mark);
		buf_fill(pen->out, mark->primary ? '^' : '-', end - mark->c0);
		at += end - mark->c0;
		if (i == n - 1 && *mark->label) {
			buf_putc(pen->out, ' ');
			pen_words(pen->out, mark->label, 0);
		}
		pen_unpaint(pen);
	}
	buf_putc(pen->out, '\n');
}

/* A row with a stroke below each of the first N marks that has a label; LAST's label ends it. */
static void put_strokes(const struct pen *pen, struct mark *const *row, uint32_t n, const struct mark *last,
			const struct window *window)
{
	uint32_t at = 0, i;

	put_bar(pen);
	for (i = 0; i < n; i++) {
		if (!*row[i]->label)
			continue;
		move_to(pen, &at, row[i]->c0 - window->beg + window->shift + 1);
		paint_mark(pen, row[i]);
		buf_putc(pen->out, '|');
		pen_unpaint(pen);
		at++;
	}
	if (last) {
		move_to(pen, &at, last->c0 - window->beg + window->shift + 1);
		paint_mark(pen, last);
		pen_words(pen->out, last->label, 0);
		pen_unpaint(pen);
	}
	buf_putc(pen->out, '\n');
}

static void put_picture(const struct pen *pen, struct mark *const *row, uint32_t n, const struct window *window)
{
	bool first = true;
	uint32_t i;

	put_line(pen, row[0], window);
	put_underlines(pen, row, n, window);
	for (i = n - 1; i-- > 0;) {
		if (!*row[i]->label)
			continue;
		if (first)
			put_strokes(pen, row, i + 1, NULL, window);
		first = false;
		put_strokes(pen, row, i, row[i], window);
	}
}

/* Puts MARK among the N of ROW, which are ordered by column. */
static void insert_mark(struct mark **row, uint32_t n, struct mark *mark)
{
	for (; n > 0 && row[n - 1]->c0 > mark->c0; n--)
		row[n] = row[n - 1];
	row[n] = mark;
}

/* Draws MARKS[FIRST] and with it the later ones of its line that fit. ROW has room for all. */
static void draw_line(const struct pen *pen, struct mark *marks, uint32_t n, uint32_t first, struct mark **row)
{
	struct window window;
	uint32_t used = 0, i;

	measure(&marks[first]);
	window = choose_window(&marks[first]);
	for (i = first; i < n; i++) {
		struct mark *mark = &marks[i];

		if (mark->drawn || mark->at.file != marks[first].at.file || mark->at.line != marks[first].at.line)
			continue;
		measure(mark);
		if (!fits(mark, &window, row, used))
			continue;
		insert_mark(row, used++, mark);
		mark->drawn = true;
	}
	put_picture(pen, row, used, &window);
}

/* Draws all MARKS, in their order; AT is the file that the header named. */
static void draw_marks(const struct pen *pen, struct mark *marks, uint32_t n, const struct source *at,
		       struct mark **row)
{
	uint32_t drawn = 0, i;

	for (i = 0; i < n; i++) {
		if (marks[i].drawn)
			continue;
		if (marks[i].at.file != at) {
			at = marks[i].at.file;
			pen_paint(pen, PAINT_GUTTER);
			buf_fill(pen->out, ' ', (size_t)pen->gutter);
			buf_puts(pen->out, "-->");
			pen_unpaint(pen);
			buf_putc(pen->out, ' ');
			pen_words(pen->out, at->path, 0);
			buf_printf(pen->out, ":%u:%u\n", marks[i].at.line, marks[i].at.col);
		} else if (drawn < 2) {
			/* Around the primary's picture; the others stand close together. */
			put_bar(pen);
			buf_putc(pen->out, '\n');
		}
		draw_line(pen, marks, n, i, row);
		drawn++;
	}
}

static int digits(uint32_t n)
{
	int d = 1;

	while (n >= 10) {
		n /= 10;
		d++;
	}
	return d;
}

void picture_draw(struct pen *pen, const struct diag *d)
{
	/* Room in the diagnostic's arena: it ends with the compilation, as the text does. */
	struct mark *marks = ARENA_NEW(d->arena, struct mark, (size_t)d->also.n + 1);
	struct mark **row = ARENA_NEW(d->arena, struct mark *, (size_t)d->also.n + 1);
	const struct source *file = NULL;
	uint32_t n = 0, i;

	pen->gutter = 2;
	if (mark_init(&marks[0], pen->sources, d->span, d->label)) {
		marks[0].primary = true;
		file = marks[0].at.file;
		n = 1;
	}
	for (i = 0; i < d->also.n; i++)
		n += mark_init(&marks[n], pen->sources, d->also.v[i].span, d->also.v[i].label);
	if (n == 0)
		return;
	pen->gutter = 1;
	for (i = 0; i < n; i++)
		if (digits(marks[i].at.line) > pen->gutter)
			pen->gutter = digits(marks[i].at.line);
	draw_marks(pen, marks, n, file, row);
}
