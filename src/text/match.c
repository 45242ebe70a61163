/* SPDX-License-Identifier: Apache-2.0 */
/* match: patterns of paths, and the files of a folder that they match. */
#include "text/files.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>

/* ---- one path ---- */

/*
 * Where to go on after a mismatch: the pattern behind a star, and the first
 * byte of the path that the star did not take yet. One star of each kind is
 * enough: what stands between two stars is best found as early as possible.
 */
struct star {
	uint32_t pattern, path;
	bool set;
	bool folders; /* takes whole parts with their slashes: a part that is nothing but two stars */
};

static bool begins_part(struct str s, uint32_t i)
{
	return i == 0 || s.p[i - 1] == '/';
}

/* Is the byte at I the dot of a hidden name, which only the dot of a pattern's part takes? */
static bool hidden(struct str path, uint32_t i)
{
	return path.p[i] == '.' && begins_part(path, i);
}

static uint32_t next_char(struct str s, uint32_t i)
{
	i++;
	while (i < s.n && ((unsigned char)s.p[i] & 0xc0) == 0x80)
		i++;
	return i;
}

/* Lets STAR take one character more, or one part; false if it cannot. */
static bool take_more(struct star *star, struct str path, bool slashes)
{
	uint32_t i = star->path;

	if (!star->set || i == path.n || hidden(path, i) || (!slashes && path.p[i] == '/'))
		return false;
	if (star->folders) {
		const char *slash = memchr(path.p + i, '/', path.n - i);

		if (!slash)
			return false;
		star->path = (uint32_t)(slash - path.p) + 1;
	} else {
		star->path = next_char(path, i);
	}
	return true;
}

/* The star at P of PATTERN, met at I of the path. */
static struct star star_at(struct str pattern, uint32_t p, uint32_t i, bool *deep)
{
	uint32_t end = p;
	bool part;

	while (end < pattern.n && pattern.p[end] == '*')
		end++;
	*deep = end - p > 1;
	part = *deep && begins_part(pattern, p) && end < pattern.n && pattern.p[end] == '/';
	return (struct star){part ? end + 1 : end, i, true, part};
}

bool files_match(struct str pattern, struct str path)
{
	struct star shallow = {0}, any = {0};
	uint32_t p = 0, i = 0;

	while (p < pattern.n || i < path.n) {
		char c = p < pattern.n ? pattern.p[p] : '\0';

		if (c == '*') {
			bool deep;
			struct star star = star_at(pattern, p, i, &deep);

			p = star.pattern;
			shallow = deep ? (struct star){0} : star;
			if (deep)
				any = star;
		} else if (c == '?' && i < path.n && path.p[i] != '/' && !hidden(path, i)) {
			p++;
			i = next_char(path, i);
		} else if (p < pattern.n && c != '?' && i < path.n && c == path.p[i] &&
			   (!hidden(path, i) || begins_part(pattern, p))) {
			p++;
			i++;
		} else if (take_more(&shallow, path, false)) {
			p = shallow.pattern;
			i = shallow.path;
		} else if (take_more(&any, path, true)) {
			shallow.set = false;
			p = any.pattern;
			i = any.path;
		} else {
			return false;
		}
	}
	return true;
}

/* ---- a folder ---- */

struct matching {
	struct files *files;
	file_names *out;
	struct str folder;  /* what all names begin with, with a slash or empty */
	struct str pattern; /* the rest */
};

static void add_match(void *arg, const char *name)
{
	struct matching *m = arg;

	if (files_match(m->pattern, str_of(name)))
		VEC_PUSH(m->files->arena, m->out,
			 arena_printf(m->files->arena, STR_FMT "%s", STR_ARG(m->folder), name));
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The bytes of PATTERN up to the part with the first wildcard, or up to the last part. */
static uint32_t without_wildcards(struct str pattern)
{
	uint32_t folder = 0;

	for (uint32_t i = 0; i < pattern.n && pattern.p[i] != '*' && pattern.p[i] != '?'; i++) {
		if (pattern.p[i] == '/')
			folder = i + 1;
	}
	return folder;
}

/* How many folders deep PATTERN can match, 1 for files right in the folder. */
static unsigned depth_of(struct str pattern)
{
	unsigned depth = 1;

	for (uint32_t i = 0; i < pattern.n; i++) {
		if (pattern.p[i] == '*' && i + 1 < pattern.n && pattern.p[i + 1] == '*')
			return UINT_MAX;
		depth += pattern.p[i] == '/';
	}
	return depth;
}

/* Has PATTERN a part that matches names with a dot in front? */
static bool wants_hidden(struct str pattern)
{
	for (uint32_t i = 0; i < pattern.n; i++)
		if (hidden(pattern, i))
			return true;
	return false;
}

enum file_state files_matching(struct files *files, const char *from, struct str pattern, file_names *out, int *error)
{
	const struct file_reader *r = &files->reader;
	struct matching m = {.files = files, .out = out};
	uint32_t n, first = out->n;
	int status;

	*error = !pattern.n ? ENOENT : memchr(pattern.p, '\0', pattern.n) ? EINVAL : !r->list ? ENOSYS : 0;
	if (*error)
		return FILE_UNREADABLE;
	if (pattern.p[0] == '/')
		return FILE_ABSOLUTE;
	pattern = str_of(files_path(files, "", pattern));
	n = without_wildcards(pattern);
	m.folder = str_make(pattern.p, n);
	m.pattern = str_make(pattern.p + n, pattern.n - n);
	status = r->list(r->ctx, files_path(files, from, m.folder), depth_of(m.pattern), wants_hidden(m.pattern),
			 add_match, &m);
	if (status < 0) {
		out->n = first;
		*error = -status;
		return *error == EXDEV ? FILE_OUTSIDE : FILE_UNREADABLE;
	}
	if (out->n > first)
		qsort(out->v + first, out->n - first, sizeof *out->v, by_bytes);
	return FILE_READ;
}
