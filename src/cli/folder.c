/* SPDX-License-Identifier: Apache-2.0 */
/*
 * folder: a folder with a file for each resource, of which those of an earlier
 * run are replaced or removed.
 *
 * Note [aside]: new files wait in a folder of their own until all is known to
 * be well. Before the first one takes its place the manifest names the old
 * files and the new ones, so that a run that is killed leaves no file of which
 * nobody knows who made it; at the end it names the new ones alone.
 */
#include "cli/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ASIDE_NAME ".wk8sc.new"

/* In the folder aside: the manifest for the time of replacing, and that of the end. No part is called so. */
#define MANIFEST_BOTH ".both"
#define MANIFEST_LAST ".last"

static bool fail(struct folder *f, const char *path, int error)
{
	if (!f->failed)
		complain("cannot write `%s`: %s", path, strerror(error));
	f->failed = true;
	return false;
}

static bool fail_memory(struct folder *f)
{
	return fail(f, f->path, ENOMEM);
}

/* ---- the folder aside ---- */

/* Removes what a run that was killed has left there, and the folder. 0 or an errno value. */
static int clear_aside(const struct folder *f)
{
	/* Never through a link: what is behind it is not ours. */
	int fd = open(f->aside, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), error = fd < 0 ? errno : 0;
	DIR *dir = error ? NULL : fdopendir(fd);
	struct dirent *e;

	if (error)
		return error == ENOENT ? 0 : error;
	if (!dir) {
		error = errno;
		close(fd);
		return error;
	}
	while (!error && (e = readdir(dir)) != NULL) {
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0 &&
		    unlinkat(dirfd(dir), e->d_name, 0) < 0)
			error = errno;
	}
	closedir(dir);
	if (!error && rmdir(f->aside) < 0)
		error = errno;
	return error;
}

/* Makes the folders, if that has not been done. */
static bool begin_aside(struct folder *f)
{
	if (f->made_aside)
		return true;
	if (mkdir(f->path, 0777) == 0)
		f->made = true;
	else if (errno != EEXIST)
		return fail(f, f->path, errno);
	if (mkdir(f->aside, 0777) < 0)
		return fail(f, f->aside, errno);
	f->made_aside = true;
	return true;
}

/* A file NAME aside with the N bytes at P; MODE 0: what the umask says. */
static bool put_aside(struct folder *f, const char *name, const char *p, size_t n, mode_t mode)
{
	char *path = begin_aside(f) ? path_join(f->aside, name) : NULL;
	int error;

	if (!path)
		return f->failed ? false : fail_memory(f);
	error = write_new(path, p, n, mode);
	if (error)
		fail(f, path, error);
	free(path);
	return !error;
}

/* ---- comparing with what is there ---- */

/* All of the regular file PATH, from malloc; NULL and errno otherwise. *ST: what it is. */
static char *read_whole(const char *path, struct stat *st, size_t *size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	char *p = NULL;
	size_t n = 0, room;
	ssize_t got = 0;

	if (fd < 0 || fstat(fd, st) < 0) {
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	room = (size_t)st->st_size + 1;
	p = malloc(room);
	while (p && n < room && ((got = read(fd, p + n, room - n)) > 0 || (got < 0 && errno == EINTR)))
		n += got > 0 ? (size_t)got : 0;
	close(fd);
	if (p && got < 0) {
		free(p);
		p = NULL;
	}
	*size = n;
	return p;
}

static bool in_the_way(struct folder *f, const char *path, const char *why)
{
	complain("`%s` is in the way: %s", path, why);
	f->failed = true;
	return false;
}

/* Looks at what is at PATH, where the text is to go: *FATE and the old file's mode. */
static bool look_at(struct folder *f, const char *name, const char *path, unsigned char *fate, mode_t *mode)
{
	struct stat st;
	size_t n;
	char *old;
	bool same;

	*fate = FATE_NEW;
	*mode = 0;
	if (lstat(path, &st) < 0)
		return errno == ENOENT ? true : fail(f, path, errno);
	if (!S_ISREG(st.st_mode))
		return in_the_way(f, path, S_ISDIR(st.st_mode) ? "it is a folder" : "it is no regular file");
	old = read_whole(path, &st, &n);
	if (!old)
		return fail(f, path, errno);
	same = n == f->text.n && (!n || memcmp(old, f->text.p, n) == 0);
	free(old);
	*fate = same ? FATE_SAME : FATE_CHANGED;
	*mode = st.st_mode & 07777;
	if (same || manifest_find(&f->before, name))
		return true;
	return in_the_way(f, path, "wk8sc did not make it");
}

/* ---- parts ---- */

/* The text of the last part is complete. */
static bool end_part(struct folder *f)
{
	struct made *made = f->at ? &f->after.v[f->at - 1] : NULL;
	unsigned char *fate = &f->fate[f->at ? f->at - 1 : 0];
	mode_t mode = 0;
	char *path;
	bool good;

	if (!made)
		return true;
	manifest_hash(f->text.p, f->text.n, made->hash);
	path = path_join(f->path, made->name);
	good = path ? look_at(f, made->name, path, fate, &mode) : fail_memory(f);
	if (good && *fate != FATE_SAME && f->check) {
		complain("`%s` would %s", path, *fate == FATE_NEW ? "be made" : "change");
		f->differs = true;
	}
	/* After a failure the others are only looked at: all that is in the way is said at once. */
	if (good && *fate != FATE_SAME && !f->check && !f->failed)
		put_aside(f, made->name, f->text.p, f->text.n, mode);
	free(path);
	f->text.n = 0;
	return true;
}

static int plan(void *ctx, const struct wk8s_part *parts, size_t n)
{
	static const char none[] = "0000000000000000";
	struct folder *f = ctx;
	char **names = part_names(parts, n, f->ending);
	bool good = names != NULL;

	f->fate = calloc(n + 1, 1);
	for (size_t i = 0; good && i < n; i++)
		good = manifest_add(&f->after, names[i], none);
	part_names_free(names, n);
	f->nparts = n;
	if (good && f->fate)
		return 0;
	fail_memory(f);
	return ENOMEM;
}

static int next(void *ctx)
{
	struct folder *f = ctx;

	end_part(f);
	f->at++;
	return 0;
}

static int put(void *ctx, const char *p, size_t n)
{
	struct folder *f = ctx;

	if (bytes_add(&f->text, p, n) != 0) {
		fail_memory(f);
		return ENOMEM;
	}
	return 0;
}

struct wk8s_parts folder_parts(struct folder *f)
{
	return (struct wk8s_parts){f, plan, next};
}

struct wk8s_writer folder_writer(struct folder *f)
{
	return (struct wk8s_writer){f, put};
}

/* ---- files of an earlier run ---- */

/* Is the file as it was when wk8sc made it? ROW: the first of its rows before. */
static bool untouched(const struct folder *f, const struct made *row, const char *path)
{
	char hash[MANIFEST_HASH + 1];
	struct stat st;
	size_t n;
	char *text = read_whole(path, &st, &n);
	bool found = false;

	if (!text)
		return false;
	manifest_hash(text, n, hash);
	free(text);
	for (const struct made *r = row; r < f->before.v + f->before.n && strcmp(r->name, row->name) == 0; r++)
		found |= strcmp(r->hash, hash) == 0;
	return found && S_ISREG(st.st_mode);
}

/* No part is called as ROW, the first of its name. */
static bool make_stale(struct folder *f, const struct made *row)
{
	char *path = path_join(f->path, row->name);
	struct stat st;
	bool good = true;

	if (!path)
		return fail_memory(f);
	if (lstat(path, &st) < 0) {
		/* Gone already. */
	} else if (untouched(f, row, path)) {
		f->differs = true;
		if (f->check)
			complain("`%s` would be removed", path);
		good = paths_add_file(&f->stale, row->name);
	} else {
		complain("`%s` is not made any more, but was changed by somebody else: it stays", path);
		good = manifest_add(&f->after, row->name, row->hash);
	}
	free(path);
	return good || fail_memory(f);
}

static bool find_stale(struct folder *f)
{
	struct manifest sorted = {0};
	bool good = true;

	for (size_t i = 0; good && i < f->nparts; i++)
		good = manifest_add(&sorted, f->after.v[i].name, f->after.v[i].hash);
	manifest_sort(&sorted);
	for (size_t i = 0; good && i < f->before.n; i++) {
		const struct made *row = &f->before.v[i];

		if ((!i || strcmp(row[-1].name, row->name) != 0) && !manifest_find(&sorted, row->name))
			good = make_stale(f, row);
	}
	manifest_free(&sorted);
	return good || fail_memory(f);
}

/* ---- manifests ---- */

/* Writes M aside as NAME. */
static bool put_manifest(struct folder *f, const char *name, const struct manifest *m)
{
	char *text = manifest_text(m);
	bool good = text ? put_aside(f, name, text, strlen(text), 0) : fail_memory(f);

	free(text);
	return good;
}

/* See note [aside]. */
static bool put_both(struct folder *f)
{
	struct manifest both = {0};
	bool good = true;

	for (size_t i = 0; good && i < f->before.n; i++)
		good = manifest_add(&both, f->before.v[i].name, f->before.v[i].hash);
	for (size_t i = 0; good && i < f->after.n; i++)
		good = manifest_add(&both, f->after.v[i].name, f->after.v[i].hash);
	good = good ? put_manifest(f, MANIFEST_BOTH, &both) : fail_memory(f);
	manifest_free(&both);
	return good;
}

/* Is the manifest in the folder another one than it has to be? */
static bool manifest_differs(const struct folder *f)
{
	char *path = path_join(f->path, MANIFEST_NAME), *text = manifest_text(&f->after);
	struct stat st;
	size_t n = 0;
	char *old = path ? read_whole(path, &st, &n) : NULL;
	bool same = old && text && n == strlen(text) && memcmp(old, text, n) == 0;

	free(old);
	free(text);
	free(path);
	return !same;
}

bool folder_prepare(struct folder *f)
{
	bool files;

	end_part(f);
	if (f->failed || !find_stale(f))
		return false;
	files = f->stale.n > 0;
	for (size_t i = 0; i < f->nparts; i++)
		files |= f->fate[i] != FATE_SAME;
	if (!files && !manifest_differs(f))
		return true;
	if (f->check) {
		/* Files that were made by hand and are right: what is missing is who made them. */
		if (!files)
			complain("`%s/%s` would change", f->path, MANIFEST_NAME);
		f->differs = true;
		return true;
	}
	return put_both(f) && put_manifest(f, MANIFEST_LAST, &f->after);
}

/* ---- putting in place ---- */

/* The file aside FROM becomes the folder's TO. */
static bool settle(struct folder *f, const char *from, const char *to)
{
	char *old = path_join(f->aside, from), *path = path_join(f->path, to);
	bool good = old && path ? rename(old, path) == 0 || fail(f, path, errno) : fail_memory(f);

	free(old);
	free(path);
	return good;
}

static bool remove_stale(struct folder *f, const char *name)
{
	char *path = path_join(f->path, name);
	bool good = path ? unlink(path) == 0 || errno == ENOENT || fail(f, path, errno) : fail_memory(f);

	free(path);
	return good;
}

static bool settle_all(struct folder *f)
{
	bool good;

	if (!f->made_aside)
		return true;
	good = settle(f, MANIFEST_BOTH, MANIFEST_NAME);
	for (size_t i = 0; good && i < f->nparts; i++)
		if (f->fate[i] != FATE_SAME)
			good = settle(f, f->after.v[i].name, f->after.v[i].name);
	for (size_t i = 0; good && i < f->stale.n; i++)
		good = remove_stale(f, f->stale.v[i]);
	return good && settle(f, MANIFEST_LAST, MANIFEST_NAME);
}

bool folder_close(struct folder *f, bool good)
{
	if (good && !f->check)
		good = settle_all(f);
	if (f->made_aside)
		clear_aside(f);
	/* Only if nothing is in it. */
	if (f->made && !good)
		rmdir(f->path);
	manifest_free(&f->before);
	manifest_free(&f->after);
	paths_free(&f->stale);
	free(f->fate);
	free(f->text.p);
	free(f->aside);
	return !f->failed;
}

/* ---- beginning ---- */

/* Can files be made in the folder? What a killed run has left goes. */
static bool begin(struct folder *f)
{
	struct stat st;
	int error = 0;

	if (stat(f->path, &st) < 0)
		return errno == ENOENT ? true : fail(f, f->path, errno);
	if (!S_ISDIR(st.st_mode))
		return fail(f, f->path, ENOTDIR);
	if (!f->check && access(f->path, W_OK | X_OK) < 0)
		return fail(f, f->path, errno);
	error = f->check ? 0 : clear_aside(f);
	if (error)
		return fail(f, f->aside, error);
	if (!manifest_read(&f->before, f->path)) {
		f->failed = true;
		return false;
	}
	manifest_sort(&f->before);
	return true;
}

bool folder_open(struct folder *f, const char *path, const char *ending, bool check)
{
	*f = (struct folder){.path = path, .ending = ending, .check = check};
	f->aside = path_join(path, ASIDE_NAME);
	if (f->aside ? begin(f) : fail_memory(f))
		return true;
	folder_close(f, false);
	return false;
}
