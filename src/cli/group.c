/* SPDX-License-Identifier: Apache-2.0 */
/* group: paths and the outputs they belong to. */
#include "cli/group.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static struct group *add_group(struct groups *g)
{
	if (g->n == g->cap) {
		size_t cap = g->cap ? g->cap * 2 : 4;
		struct group *v = realloc(g->v, cap * sizeof *v);

		if (!v) {
			complain("out of memory");
			return NULL;
		}
		g->v = v;
		g->cap = cap;
	}
	g->v[g->n] = (struct group){0};
	return &g->v[g->n++];
}

static struct group *last_group(const struct groups *g)
{
	return g->n ? &g->v[g->n - 1] : NULL;
}

int groups_path(struct groups *g, const char *path)
{
	struct group *group = last_group(g);
	struct stat st;

	if (!group || group->closed)
		group = add_group(g);
	if (!group || !paths_add(&group->paths, path))
		return WK8S_FAILED;
	if (strcmp(path, "-") != 0 && stat(path, &st) == 0 && S_ISDIR(st.st_mode) &&
	    !paths_add_file(&group->folders, path))
		return WK8S_FAILED;
	return WK8S_DONE;
}

int groups_output(struct groups *g, const char *output, bool folder)
{
	struct group *group = last_group(g);

	if (!*output)
		return usage_error("the name of an output is empty");
	if (!group)
		g->leading = true;
	if (g->leading)
		group = add_group(g);
	else if (group->closed)
		return usage_error("`-%c %s` has no path before it, behind `-%c %s`", folder ? 'O' : 'o', output,
				   group->folder ? 'O' : 'o', group->output);
	if (!group)
		return WK8S_FAILED;
	group->output = output;
	group->folder = folder;
	group->closed = !g->leading;
	g->outputs++;
	return WK8S_DONE;
}

/* Moves all of FROM to the end of TO. */
static bool move_paths(struct paths *to, struct paths *from)
{
	size_t n = from->n;

	from->n = 0;
	for (size_t i = 0; i < n; i++) {
		if (paths_push(to, from->v[i]))
			continue;
		while (++i < n)
			free(from->v[i]);
		return false;
	}
	return true;
}

/* The only output has paths on both sides. */
static bool join_groups(struct groups *g)
{
	return move_paths(&g->v[0].paths, &g->v[1].paths) && move_paths(&g->v[0].folders, &g->v[1].folders);
}

static bool same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

static bool is_one_of(const struct stat *out, const struct paths *paths)
{
	struct stat in;

	for (size_t i = 0; i < paths->n; i++) {
		if (stat(paths->v[i], &in) == 0 && same_file(&in, out))
			return true;
	}
	return false;
}

bool groups_read(const struct groups *g, const struct paths *params, const char *what, const char *file)
{
	struct stat out;
	bool source = false;

	if (stat(file, &out) < 0 || !S_ISREG(out.st_mode))
		return false;
	for (size_t i = 0; i < g->n; i++)
		source |= is_one_of(&out, &g->v[i].paths);
	if (!source && !is_one_of(&out, params))
		return false;
	usage_error("the %s `%s` is a %s as well", what, file, source ? "source" : "file of parameters");
	return true;
}

bool same_output(const char *a, const char *b)
{
	struct stat sa, sb;

	if (stat(a, &sa) < 0 || stat(b, &sb) < 0)
		return strcmp(a, b) == 0;
	/* A device or a pipe may take several texts. */
	return (S_ISREG(sa.st_mode) || S_ISDIR(sa.st_mode)) && same_file(&sa, &sb);
}

static int check_outputs(const struct groups *g, const struct paths *params)
{
	for (size_t i = 0; i < g->n; i++) {
		const char *output = g->v[i].output;

		if (!output)
			continue;
		if (groups_read(g, params, "output", output))
			return WK8S_USAGE;
		for (size_t k = 0; k < i; k++)
			if (same_output(g->v[k].output, output))
				return usage_error("`%s` is the output of two groups of paths", output);
	}
	return WK8S_DONE;
}

int groups_end(struct groups *g, const struct paths *params)
{
	struct group *last = last_group(g);

	if (!last || (g->n == 1 && !last->paths.n))
		return usage_error("nothing to compile: name a file, a folder or `-`");
	if (g->outputs == 1 && g->n == 2) {
		if (!join_groups(g))
			return WK8S_FAILED;
		g->n = 1;
		paths_free(&last->paths);
		paths_free(&last->folders);
	} else if (g->outputs && !last->output) {
		return usage_error("`%s` has no output: with several, each stands behind its paths", last->paths.v[0]);
	}
	for (size_t i = 0; i < g->n; i++) {
		if (!g->v[i].paths.n)
			return usage_error("`-%c %s` has no path behind it", g->v[i].folder ? 'O' : 'o',
					   g->v[i].output);
		if (g->v[i].paths.n > 1 && !paths_once(&g->v[i].paths))
			return WK8S_FAILED;
	}
	return check_outputs(g, params);
}

void groups_free(struct groups *g)
{
	for (size_t i = 0; i < g->n; i++) {
		paths_free(&g->v[i].paths);
		paths_free(&g->v[i].folders);
	}
	free(g->v);
}
