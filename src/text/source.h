/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_TEXT_SOURCE_H
#define WK8S_TEXT_SOURCE_H

/*
 * source: the texts of a compilation, and positions in them.
 *
 * All texts share one 32-bit address space: each file begins where the one
 * before ended (plus one, so that its end is a position too). A position is
 * one number, a span two; the file, line and column are computed only for
 * what is printed.
 */

#include "base/arena.h"
#include "base/str.h"
#include "base/vec.h"

/* Bytes beg up to but not including end. {0, 0} is "no place". */
struct span {
	uint32_t beg, end;
};

#define SPAN_NONE ((struct span){0, 0})

struct source {
	const char *path; /* as the user wrote it; "<stdin>" for - */
	struct str text;  /* without a BOM; lives as long as the sources */
	uint32_t base;    /* position of its first byte, at least 1 */
	uint32_t bom;     /* bytes of the file before text: 3 for a BOM, else 0 */
	uint32_t *lines;  /* offsets of line starts, made on first use */
	uint32_t nlines;
};

struct sources {
	struct arena *arena;
	VEC(struct source) files;
};

struct place {
	const struct source *file; /* NULL for "no place" */
	uint32_t line, col;        /* from 1; col counts characters (code points) */
	uint32_t bol, eol;         /* offsets of the line's bytes in file->text */
};

/* Makes ALL empty; line tables will come from ARENA. */
void sources_init(struct sources *all, struct arena *arena);

/*
 * Adds a text and returns its number, or UINT32_MAX when the address space
 * is full (2^32 - 2 bytes in all). A BOM is skipped. PATH and TEXT must live
 * as long as ALL.
 */
uint32_t sources_add(struct sources *all, const char *path, struct str text);

/* The file that holds position POS; NULL if none. It moves when one is added. */
struct source *sources_at(const struct sources *all, uint32_t pos);

/* File, line and column of POS. */
struct place sources_place(struct sources *all, uint32_t pos);

/* The bytes of SPAN, which lies within one file. */
struct str sources_text(const struct sources *all, struct span span);

/* From the beginning of A to the end of B. */
static inline struct span span_join(struct span a, struct span b)
{
	struct span s = {a.beg, b.end};
	return s;
}

#endif
