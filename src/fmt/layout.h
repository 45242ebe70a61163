/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_FMT_LAYOUT_H
#define WK8S_FMT_LAYOUT_H

/*
 * layout: which lines are broken, and where.
 *
 * What is to be written comes as texts and breaks. A break belongs to a group
 * and is either a blank (or nothing) or a new line: all breaks of a group are
 * new lines if it is forced, or if it does not fit into the line together with
 * what stands behind it up to the next break. A group within another decides
 * for itself, so `f({` may stay on one line with a body of several.
 *
 * A line stands one level further in than the line of the bracket around it,
 * or two if it goes on with what the line before has begun. So editors can
 * tell its place from the brackets and the line before.
 *
 * Time and memory are linear: widths are sums that are known when a group
 * ends, and each group is decided once, when its beginning is written.
 */

#include "base/buf.h"
#include "base/vec.h"

enum group_kind {
	GROUP_BODY,    /* braces, and parentheses around operands: broken if anything in it is */
	GROUP_BRACKET, /* other brackets */
	GROUP_CHAIN,   /* operands: lines behind the first go one level further in */
	GROUP_LEVEL    /* the same, where they stay on the level of what is around */
};

/* How a break looks where it is no new line. */
#define BREAK_BLANK 0x01 /* " " */
#define BREAK_COMMA 0x02 /* ", " */
/* Where it is one. */
#define BREAK_TRAILING 0x04 /* a comma before it */
#define BREAK_EMPTY 0x08    /* an empty line behind it */
#define BREAK_CLOSE 0x10    /* at the indentation of the line in which the bracket stands */
/* For who makes the break: an empty line there is not kept. */
#define BREAK_TIGHT 0x20

/* No group: its breaks are never new lines. */
#define NO_GROUP UINT32_MAX

/* A line of a string that has several. */
struct line {
	const char *p;
	uint32_t n;
	bool raw; /* inside a hole: stays where it is */
};

/* Such a string; its lines come without the indentation that they share. */
struct lines {
	const struct line *v;
	uint32_t n;
	const char *quotes; /* three */
	bool hang;          /* the closing quotes stand on a line of their own */
};

struct op;
struct group;

struct layout {
	struct arena *arena;
	struct buf *out;
	VEC(struct op) ops;
	VEC(char) bytes; /* of all texts */
	VEC(struct group) groups;
	VEC(uint32_t) open;   /* groups that have not ended */
	VEC(uint32_t) behind; /* groups that ended behind the last break: their line goes on */
	uint32_t total;       /* columns so far, were it all one line */
	uint32_t around;      /* the innermost group of brackets that has not ended, NO_GROUP if there is none */
	uint32_t col, indent; /* of the line that is being written */
};

void layout_init(struct layout *l, struct arena *arena, struct buf *out);

/* The N bytes at P, which are copied and WIDTH columns wide: none for a comment, which breaks no line. */
void layout_text(struct layout *l, const char *p, uint32_t n, uint32_t width);
/* Takes blanks away that the last text ends with. */
void layout_trim(struct layout *l);
/* LINES, which live until layout_run. */
void layout_lines(struct layout *l, const struct lines *lines);

uint32_t layout_open(struct layout *l, enum group_kind kind, bool forced);
void layout_break(struct layout *l, uint32_t group, unsigned flags);
void layout_close(struct layout *l, uint32_t group);
/* GROUP, which is open, is broken whatever its width. */
void layout_force(struct layout *l, uint32_t group);
/* A new line that is no break: a comment stands where no line ends. */
void layout_line(struct layout *l);

/* Writes what has come so far, which has no open group, and forgets it. The line is not ended. */
void layout_run(struct layout *l);

#endif
