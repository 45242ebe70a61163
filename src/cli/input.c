/* SPDX-License-Identifier: Apache-2.0 */
/* input: paths of sources: folders as lists of files, each file once; bytes in memory. */
#include "cli/cli.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool bytes_room(struct bytes *text, size_t n)
{
	size_t cap = (text->cap > n ? text->cap : n) * 2;
	char *grown;

	if (text->cap - text->n >= n)
		return true;
	grown = realloc(text->p, cap);
	if (!grown)
		return false;
	text->p = grown;
	text->cap = cap;
	return true;
}

int bytes_add(struct bytes *text, const char *p, size_t n)
{
	if (!bytes_room(text, n))
		return ENOMEM;
	if (n)
		memcpy(text->p + text->n, p, n);
	text->n += n;
	return 0;
}

bool paths_push(struct paths *paths, char *path)
{
	if (path && paths->n == paths->cap) {
		size_t cap = paths->cap ? paths->cap * 2 : 16;
		char **v = realloc(paths->v, cap * sizeof *v);

		if (!v) {
			free(path);
			path = NULL;
		} else {
			paths->v = v;
			paths->cap = cap;
		}
	}
	if (!path) {
		complain("out of memory");
		return false;
	}
	paths->v[paths->n++] = path;
	return true;
}

void paths_free(struct paths *paths)
{
	for (size_t i = 0; i < paths->n; i++)
		free(paths->v[i]);
	free(paths->v);
	*paths = (struct paths){0};
}

char *path_join(const char *folder, const char *name)
{
	size_t n = strlen(folder), room = n + strlen(name) + 2;
	char *path = malloc(room);

	if (!path)
		return NULL;
	if (strcmp(folder, ".") == 0)
		snprintf(path, room, "%s", name);
	else
		snprintf(path, room, "%s%s%s", folder, folder[n - 1] == '/' ? "" : "/", name);
	return path;
}

static bool is_source(const char *name)
{
	size_t n = strlen(name);

	/* tests are for `wk8sc test`, and no part of what is deployed */
	return name[0] != '.' && n > 5 && strcmp(name + n - 5, ".wk8s") == 0 &&
	       !(n > 10 && strcmp(name + n - 10, ".test.wk8s") == 0);
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool add_folder(struct paths *paths, const char *folder)
{
	size_t first = paths->n;
	DIR *dir = opendir(folder);
	struct dirent *e;
	bool good = true;

	if (!dir) {
		complain("cannot read folder `%s`: %s", folder, strerror(errno));
		return false;
	}
	for (errno = 0; good && (e = readdir(dir)) != NULL; errno = 0) {
		if (is_source(e->d_name))
			good = paths_push(paths, path_join(folder, e->d_name));
	}
	if (good && errno) {
		complain("cannot read folder `%s`: %s", folder, strerror(errno));
		good = false;
	}
	closedir(dir);
	if (good && paths->n == first) {
		complain("folder `%s` has no .wk8s files", folder);
		return false;
	}
	if (good)
		qsort(paths->v + first, paths->n - first, sizeof *paths->v, by_bytes);
	return good;
}

/* ---- folders in folders ---- */

/* Deeper than any project is. */
#define DEPTH_MAX 64

static bool search(struct paths *paths, const char *folder, bool (*wanted)(const char *name), unsigned depth);

static bool look_at_entry(struct paths *paths, char *path, const char *name, bool (*wanted)(const char *name),
			  unsigned depth)
{
	struct stat st;
	bool good = true;

	if (!path)
		return paths_push(paths, path);
	if (lstat(path, &st) == 0 && S_ISDIR(st.st_mode))
		good = search(paths, path, wanted, depth + 1);
	else if (wanted(name))
		return paths_push(paths, path);
	free(path);
	return good;
}

static bool search(struct paths *paths, const char *folder, bool (*wanted)(const char *name), unsigned depth)
{
	DIR *dir = depth < DEPTH_MAX ? opendir(folder) : NULL;
	struct dirent *e;
	bool good = true;

	if (!dir) {
		complain("cannot read folder `%s`: %s", folder, depth < DEPTH_MAX ? strerror(errno) : "it is too deep");
		return false;
	}
	for (errno = 0; good && (e = readdir(dir)) != NULL; errno = 0) {
		if (e->d_name[0] != '.')
			good = look_at_entry(paths, path_join(folder, e->d_name), e->d_name, wanted, depth);
	}
	if (good && errno) {
		complain("cannot read folder `%s`: %s", folder, strerror(errno));
		good = false;
	}
	closedir(dir);
	return good;
}

bool paths_add_below(struct paths *paths, const char *folder, bool (*wanted)(const char *name))
{
	size_t first = paths->n;

	if (!search(paths, folder, wanted, 0))
		return false;
	if (paths->n > first)
		qsort(paths->v + first, paths->n - first, sizeof *paths->v, by_bytes);
	return true;
}

/* ---- paths as they are given ---- */

bool paths_add_file(struct paths *paths, const char *path)
{
	return paths_push(paths, strdup(path));
}

bool paths_add(struct paths *paths, const char *path)
{
	struct stat st;

	if (strcmp(path, "-") != 0 && stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return add_folder(paths, path);
	return paths_add_file(paths, path);
}

/* Which file a path is, and its place among the paths. */
struct identity {
	dev_t dev;
	ino_t ino;
	size_t at;
};

static int by_file(const void *a, const void *b)
{
	const struct identity *x = a, *y = b;

	if (x->dev != y->dev)
		return x->dev < y->dev ? -1 : 1;
	if (x->ino != y->ino)
		return x->ino < y->ino ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

/* A folder and a file in it, or two spellings of one path. Only regular files: a pipe has its text once anyway. */
bool paths_once(struct paths *paths)
{
	struct identity *ids = malloc((paths->n ? paths->n : 1) * sizeof *ids);
	struct stat st;
	size_t n = 0, kept = 0;

	if (!ids) {
		complain("out of memory");
		return false;
	}
	for (size_t i = 0; i < paths->n; i++) {
		if (strcmp(paths->v[i], "-") != 0 && stat(paths->v[i], &st) == 0 && S_ISREG(st.st_mode))
			ids[n++] = (struct identity){st.st_dev, st.st_ino, i};
	}
	qsort(ids, n, sizeof *ids, by_file);
	for (size_t i = 1; i < n; i++) {
		if (ids[i].dev == ids[i - 1].dev && ids[i].ino == ids[i - 1].ino) {
			free(paths->v[ids[i].at]);
			paths->v[ids[i].at] = NULL;
		}
	}
	free(ids);
	for (size_t i = 0; i < paths->n; i++) {
		if (paths->v[i])
			paths->v[kept++] = paths->v[i];
	}
	paths->n = kept;
	return true;
}
