/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pen: which characters are drawn as they are.
 */

#include "text/pen.h"

#include "base/utf8.h"

void pen_paint(const struct pen *pen, enum paint what)
{
	if (!pen->colour)
		return;
	switch (what) {
	case PAINT_LEVEL:
		buf_puts(pen->out, pen->level == DIAG_ERROR     ? "\033[1;31m"
				   : pen->level == DIAG_WARNING ? "\033[1;33m"
								: "\033[1;36m");
		break;
	case PAINT_GUTTER:
		buf_puts(pen->out, "\033[1;34m");
		break;
	case PAINT_HELP:
		buf_puts(pen->out, "\033[1;32m");
		break;
	case PAINT_BOLD:
		buf_puts(pen->out, "\033[1m");
		break;
	}
}

void pen_unpaint(const struct pen *pen)
{
	if (pen->colour)
		buf_puts(pen->out, "\033[0m");
}

/* True for what would act on the terminal, or turn the text around, if drawn. */
static bool is_unsafe(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x61c || c == 0x200e || c == 0x200f ||
	       (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

/* The picture of C, if there is one, else the replacement character. */
static uint32_t placeholder(uint32_t c)
{
	if (c < 0x20)
		return 0x2400 + c;
	return c == 0x7f ? 0x2421 : 0xfffd;
}

const char *pen_read(struct pen_cell *cell, const char *p, const char *end, uint32_t col)
{
	size_t room = (size_t)(end - p);
	uint32_t c = 0xfffd;

	if (*p == '\t') {
		cell->n = cell->width = PEN_TAB - col % PEN_TAB;
		memset(cell->text, ' ', cell->n);
		return p + 1;
	}
	/* Files that are not UTF-8 are drawn too: the message about it needs it. */
	if (utf8_valid(p, room < 4 ? room : 4) == 0)
		p++;
	else
		c = utf8_next(&p, end);
	if (is_unsafe(c))
		c = placeholder(c);
	cell->n = (uint32_t)utf8_put(cell->text, c);
	cell->width = (uint32_t)utf8_width(c);
	return p;
}

void pen_words(struct buf *out, const char *c, size_t indent)
{
	const char *end = c + strlen(c);
	struct pen_cell cell;

	while (c < end) {
		if (*c == '\n' && indent) {
			buf_putc(out, '\n');
			if (*++c != '\n' && c < end)
				buf_fill(out, ' ', indent);
		} else if (*c == '\t') {
			buf_putc(out, ' ');
			c++;
		} else {
			c = pen_read(&cell, c, end, 0);
			buf_put(out, cell.text, cell.n);
		}
	}
}

void pen_place(struct buf *out, const struct place *at)
{
	if (!at->file) {
		buf_puts(out, "wk8sc: ");
		return;
	}
	pen_words(out, at->file->path, 0);
	buf_printf(out, ":%u:%u: ", at->line, at->col);
}
