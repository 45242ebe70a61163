/* SPDX-License-Identifier: Apache-2.0 */
/*
 * depfile: what was read as a rule for make, which ninja reads too.
 *
 * Note [missing]: a file that is not there would stop make, which has no rule
 * for it. So it always gets an empty one, and make asks wk8sc again, which says
 * where it is named; or make finds a rule that makes it.
 *
 * Note [kept]: a compilation with mistakes may not have come to all files. What
 * the last good one has read stays in the file behind a mark, so that nothing
 * is forgotten.
 */
#include "cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char mark[] = "\n# As it was before there were mistakes:\n";

/* Is there no way to write PATH? Only as long as make splits lines and rules at these. */
static bool impossible(const char *path)
{
	return strpbrk(path, "\n;|") != NULL;
}

/* Writes PATH as make reads it; LEFT of a rule, where `%` would stand for anything. */
static void put_path(FILE *out, const char *path, bool left)
{
	size_t slashes = 0;

	if (*path == '~')
		fputs("./", out);
	for (; *path; path++) {
		if (*path == ' ' || *path == '\t')
			/* What stands before an escaped blank is taken for escapes itself. */
			for (size_t i = 0; i <= slashes; i++)
				fputc('\\', out);
		else if (*path == '#' || *path == ':' || (left && *path == '%'))
			fputc('\\', out);
		else if (*path == '$')
			fputc('$', out);
		slashes = *path == '\\' ? slashes + 1 : 0;
		fputc(*path, out);
	}
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* All names of the N lists once, in order of their bytes; what begins a line like an assignment does comes last. */
static bool collect(struct paths *all, const struct paths *const *lists, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < lists[i]->n; k++)
			if (!paths_add_file(all, lists[i]->v[k]))
				return false;
	if (all->n)
		qsort(all->v, all->n, sizeof *all->v, by_name);
	for (size_t i = 0; i < all->n; i++) {
		if (kept && strcmp(all->v[kept - 1], all->v[i]) == 0)
			free(all->v[i]);
		else
			all->v[kept++] = all->v[i];
	}
	all->n = kept;
	for (size_t i = 0; i < all->n && strchr(all->v[0], '='); i++) {
		char *first = all->v[0];

		all->v[0] = all->v[i];
		all->v[i] = first;
	}
	return true;
}

/* The path among ALL that no rule of make can have, or NULL. */
static const char *find_impossible(const struct paths *all, const char *target)
{
	if (impossible(target) || strchr(target, '='))
		return target;
	for (size_t i = 0; i < all->n; i++)
		if (impossible(all->v[i]))
			return all->v[i];
	return all->n && strchr(all->v[0], '=') ? all->v[0] : NULL;
}

static void put_rule(FILE *out, const char *target, const struct paths *all)
{
	put_path(out, target, true);
	fputc(':', out);
	for (size_t i = 0; i < all->n; i++) {
		fputs(" \\\n  ", out);
		put_path(out, all->v[i], false);
	}
	fputc('\n', out);
}

static void put_empty_rules(FILE *out, const struct paths *names)
{
	for (size_t i = 0; i < names->n; i++) {
		if (strchr(names->v[i], '='))
			continue; /* an assignment for make */
		fputc('\n', out);
		put_path(out, names->v[i], true);
		fputs(":\n", out);
	}
}

/* See note [kept]. */
static void put_before(FILE *out, const char *file)
{
	FILE *in = fopen(file, "re");
	char *line = NULL;
	size_t room = 0;
	long begin = 0;

	if (!in)
		return;
	while (getline(&line, &room, in) >= 0)
		if (strcmp(line, mark + 1) == 0)
			begin = ftell(in);
	fputs(mark, out);
	clearerr(in);
	if (begin >= 0 && fseek(in, begin, SEEK_SET) == 0)
		while (getline(&line, &room, in) >= 0)
			fputs(line, out);
	free(line);
	fclose(in);
}

/* Replaces FILE by the N bytes at TEXT. */
static bool replace(const char *file, const char *text, size_t n)
{
	struct output out;
	struct wk8s_writer w;

	if (!output_open(&out, file, false))
		return false;
	w = output_writer(&out);
	w.write(w.ctx, text, n);
	return output_close(&out, true);
}

static bool write_rules(const char *file, const char *target, const struct paths *all, const struct paths *empty,
			bool good)
{
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);
	bool done = false;

	if (out) {
		put_rule(out, target, all);
		put_empty_rules(out, empty);
		if (!good)
			put_before(out, file);
		done = fclose(out) == 0;
	}
	if (done)
		done = replace(file, text, n);
	else
		complain("cannot write `%s`: %s", file, strerror(ENOMEM));
	free(text);
	return done;
}

bool depfile_write(const char *file, const char *target, const struct paths *folders, const struct project *project,
		   bool phony, bool good)
{
	const struct paths *lists[] = {&project->used, &project->missing, folders};
	struct paths all = {0}, empty = {0};
	const char *bad;
	bool done = collect(&all, lists, 3) && collect(&empty, phony ? lists : lists + 1, phony ? 3 : 1);

	bad = done ? find_impossible(&all, target) : NULL;
	if (bad) {
		complain("cannot write `%s`: no rule of make can name `%s`", file, bad);
		done = false;
	}
	done = done && write_rules(file, target, &all, &empty, good);
	paths_free(&all);
	paths_free(&empty);
	return done;
}
