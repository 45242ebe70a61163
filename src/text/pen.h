/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_TEXT_PEN_H
#define WK8S_TEXT_PEN_H

/*
 * pen: for the renderers, characters that are safe on a terminal, and colours.
 *
 * What is drawn comes from files and names that somebody else wrote: control
 * characters and those that turn the writing direction are shown, not sent.
 */

#include "base/buf.h"
#include "text/diag.h"

/* What all parts of the human renderer need. */
struct pen {
	struct buf *out;
	struct sources *sources;
	bool colour;
	enum diag_level level; /* of the diagnostic being drawn */
	int gutter;            /* digits of the largest line number shown */
};

enum paint {
	PAINT_LEVEL, /* red or yellow */
	PAINT_GUTTER,
	PAINT_HELP,
	PAINT_BOLD
};

/* Begins and ends a colour, if there are colours. */
void pen_paint(const struct pen *pen, enum paint what);
void pen_unpaint(const struct pen *pen);

#define PEN_TAB 8u

/* One character as it is drawn: N bytes that take WIDTH columns. */
struct pen_cell {
	char text[PEN_TAB];
	uint32_t n, width;
};

/* Reads the character at P, before END, that is drawn at column COL. Returns what follows. */
const char *pen_read(struct pen_cell *cell, const char *p, const char *end, uint32_t col);

/* Writes words; a newline in them is followed by INDENT blanks, INDENT 0 shows it. */
void pen_words(struct buf *out, const char *c, size_t indent);

/* "path:line:col: ", or "wk8sc: " for no place. */
void pen_place(struct buf *out, const struct place *at);

#endif
