/* SPDX-License-Identifier: Apache-2.0 */
/*
 * source: one address space for all texts; lines are looked for only when a
 * position is to be printed.
 */

#include "text/source.h"

void sources_init(struct sources *all, struct arena *arena)
{
	memset(all, 0, sizeof *all);
	all->arena = arena;
}

uint32_t sources_add(struct sources *all, const char *path, struct str text)
{
	struct source file = {.path = path, .text = text, .base = 1};

	if (text.n >= 3 && memcmp(text.p, "\xef\xbb\xbf", 3) == 0) {
		file.bom = 3;
		file.text = str_make(text.p + 3, text.n - 3);
	}
	if (all->files.n) {
		const struct source *last = &all->files.v[all->files.n - 1];
		uint32_t end = last->base + last->text.n;

		if (end == UINT32_MAX)
			return UINT32_MAX;
		file.base = end + 1;
	}
	if (file.text.n > UINT32_MAX - file.base)
		return UINT32_MAX;
	VEC_PUSH(all->arena, &all->files, file);
	return all->files.n - 1;
}

struct source *sources_at(const struct sources *all, uint32_t pos)
{
	uint32_t lo = 0, hi = all->files.n;
	struct source *file;

	/* The last file that does not begin behind POS. */
	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (all->files.v[mid].base <= pos)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == 0)
		return NULL;
	file = &all->files.v[lo - 1];
	return pos - file->base <= file->text.n ? file : NULL;
}

/* Counts the lines of FILE and, if LINES is not NULL, writes their starts. */
static uint32_t find_lines(const struct source *file, uint32_t *lines)
{
	const char *p = file->text.p, *end = p + file->text.n;
	uint32_t n = 0;

	for (;;) {
		if (lines)
			lines[n] = (uint32_t)(p - file->text.p);
		n++;
		if (p == end || !(p = memchr(p, '\n', (size_t)(end - p))))
			return n;
		p++;
	}
}

static void make_lines(struct arena *arena, struct source *file)
{
	uint32_t n = find_lines(file, NULL);

	file->lines = ARENA_NEW(arena, uint32_t, n);
	file->nlines = find_lines(file, file->lines);
}

/* The index of the line of FILE that byte AT is in. */
static uint32_t find_line(const struct source *file, uint32_t at)
{
	uint32_t lo = 1, hi = file->nlines;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (file->lines[mid] <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo - 1;
}

struct place sources_place(struct sources *all, uint32_t pos)
{
	struct place place = {0};
	struct source *file = sources_at(all, pos);
	const char *text;
	uint32_t at, line, i;

	if (!file)
		return place;
	if (!file->lines)
		make_lines(all->arena, file);
	text = file->text.p;
	at = pos - file->base;
	line = find_line(file, at);
	place.file = file;
	place.line = line + 1;
	place.bol = file->lines[line];
	place.eol = line + 1 < file->nlines ? file->lines[line + 1] - 1 : file->text.n;
	if (place.eol > place.bol && place.eol < file->text.n && text[place.eol - 1] == '\r')
		place.eol--;
	place.col = 1;
	for (i = place.bol; i < at && i < place.eol; i++)
		place.col += ((unsigned char)text[i] & 0xc0) != 0x80;
	return place;
}

struct str sources_text(const struct sources *all, struct span span)
{
	const struct source *file = sources_at(all, span.beg);

	if (!file)
		return str_make("", 0);
	return str_make(file->text.p + (span.beg - file->base), span.end - span.beg);
}
