/* SPDX-License-Identifier: Apache-2.0 */
/* project: the project's folder, and a reader that keeps what sources name in it. */
#define _XOPEN_SOURCE 700 /* realpath */

#include "cli/cli.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The file that marks a project's folder. */
static const char mark[] = "wk8s.root";

/* Is REAL the folder ROOT or below it? Both without links. */
static bool below(const char *root, const char *real)
{
	size_t n = strlen(root);

	if (strcmp(root, "/") == 0)
		return true;
	return strncmp(root, real, n) == 0 && (!real[n] || real[n] == '/');
}

/* Makes PATH that of the folder it is in; `.` if it names none, `/` for itself. */
static void to_folder(char *path)
{
	char *slash;
	size_t n = strlen(path);

	while (n > 1 && path[n - 1] == '/')
		path[--n] = '\0';
	slash = strrchr(path, '/');
	if (!slash)
		strcpy(path, ".");
	else
		slash[slash == path] = '\0';
}

/* ---- where it is ---- */

/* The real path of the folder that PATH, as the command was given it, is in; NULL if there is none. */
static char *folder_of(const char *path)
{
	char *folder, *real;

	if (strcmp(path, "-") == 0)
		return realpath(".", NULL);
	folder = malloc(strlen(path) + 2);
	if (!folder)
		return NULL;
	strcpy(folder, path);
	to_folder(folder);
	real = realpath(folder, NULL);
	free(folder);
	return real;
}

/* The nearest of FOLDER and those above it that has the mark; false if none has. Changes FOLDER to it. */
static bool climb(char *folder)
{
	for (;;) {
		struct stat st;
		char *path = path_join(folder, mark);
		bool found = path && stat(path, &st) == 0 && S_ISREG(st.st_mode);

		free(path);
		if (found)
			return true;
		if (strcmp(folder, "/") == 0)
			return false;
		to_folder(folder);
	}
}

static char *find_root(const char *first)
{
	char *here = realpath(".", NULL), *folder = folder_of(first), *marked = folder ? strdup(folder) : NULL;

	if (marked && climb(marked)) {
		free(here);
		free(folder);
		return marked;
	}
	free(marked);
	/* Where there is no such folder, reading FIRST is going to say so. */
	if (!folder || (here && below(here, folder))) {
		free(folder);
		return here;
	}
	free(here);
	return folder;
}

int project_open(struct project *project, const char *dir, const char *first)
{
	struct stat st;

	*project = (struct project){0};
	if (!dir) {
		project->root = find_root(first);
		return WK8S_DONE;
	}
	if (stat(dir, &st) < 0)
		return usage_error("`--root %s`: %s", dir, strerror(errno));
	if (!S_ISDIR(st.st_mode))
		return usage_error("`--root` needs a folder, `%s` is none", dir);
	project->root = realpath(dir, NULL);
	if (!project->root)
		return usage_error("`--root %s`: %s", dir, strerror(errno));
	return WK8S_DONE;
}

void project_close(struct project *project)
{
	paths_free(&project->listed);
	paths_free(&project->used);
	paths_free(&project->missing);
	free(project->root);
}

/* ---- is it inside? ---- */

/*
 * Why PATH, which has no real path because of ERROR, cannot be opened: that
 * it is not there is only for those to know who may look there.
 */
static int why_not(const struct project *project, const char *path, int error)
{
	char *folder = malloc(strlen(path) + 2), *real = NULL;
	bool inside;

	if (!folder)
		return -ENOMEM;
	strcpy(folder, path);
	while (!real && strcmp(folder, ".") != 0 && strcmp(folder, "/") != 0) {
		to_folder(folder);
		real = realpath(folder, NULL);
	}
	inside = real && project->root && below(project->root, real);
	free(real);
	free(folder);
	return inside ? -error : -EXDEV;
}

/* 0 and the path without links in *REAL, which is the caller's; or minus an errno value. */
static int resolve(const struct project *project, const char *path, char **real)
{
	*real = realpath(path, NULL);
	if (!*real)
		return why_not(project, path, errno);
	if (project->root && below(project->root, *real))
		return 0;
	free(*real);
	*real = NULL;
	return -EXDEV;
}

/* ---- reading ---- */

/* A file descriptor of the regular file that a source calls PATH, or minus an errno value. */
static int open_inside(const struct project *project, const char *path, struct stat *st)
{
	char *real;
	int fd, error = resolve(project, path, &real);

	if (error)
		return error;
	/* The last part was no link a moment ago; and a pipe must not make us wait. */
	fd = open(real, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	error = fd < 0 ? errno : 0;
	free(real);
	if (fd >= 0 && fstat(fd, st) < 0)
		error = errno;
	else if (fd >= 0 && !S_ISREG(st->st_mode))
		error = S_ISDIR(st->st_mode) ? EISDIR : EINVAL;
	if (!error)
		return fd;
	if (fd >= 0)
		close(fd);
	return -error;
}

/* PATH was looked for; ERROR, minus an errno value, is what came of it. */
static void note(struct project *project, const char *path, int error)
{
	bool missing = error == -ENOENT || error == -ENOTDIR || error == -ELOOP;

	/* What is outside of the folder is not asked for again. */
	if (project->record && error != -EXDEV && error != -EINTR)
		project->record = paths_add_file(missing ? &project->missing : &project->used, path);
}

static int open_text(void *ctx, const char *path, bool named, uint64_t *size)
{
	struct project *project = ctx;
	struct stat st;
	int fd = 0;

	if (!named && strcmp(path, "-") == 0) {
		if (project->input)
			project->input->at = 0;
	} else if (named) {
		fd = open_inside(project, path, &st);
		note(project, path, fd < 0 ? fd : 0);
	} else {
		fd = open(path, O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			fd = -errno;
		note(project, path, fd < 0 ? fd : 0);
	}
	if (fd < 0)
		return fd;
	*size = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 ? (uint64_t)st.st_size : 0;
	return fd;
}

/* From what is kept of standard input, or the next bytes of it, which are kept then. */
static long read_input(struct input *in, char *p, size_t n)
{
	struct bytes *text = &in->text;
	ssize_t got;

	if (in->at == text->n) {
		if (!bytes_room(text, n))
			return -ENOMEM;
		got = read(0, text->p + text->n, n);
		if (got <= 0)
			return got < 0 ? -errno : 0;
		text->n += (size_t)got;
	}
	if (n > text->n - in->at)
		n = text->n - in->at;
	memcpy(p, text->p + in->at, n);
	in->at += n;
	return (long)n;
}

static long read_text(void *ctx, int fd, char *p, size_t n)
{
	const struct project *project = ctx;
	ssize_t got;

	if (fd == 0 && project->input)
		return read_input(project->input, p, n);
	got = read(fd, p, n);
	return got < 0 ? -errno : (long)got;
}

static void close_text(void *ctx, int fd)
{
	(void)ctx;
	if (fd != 0)
		close(fd);
}

/* ---- folders ---- */

struct walk {
	struct project *project;
	const char *path;     /* of the folder, as it was asked for */
	const char *top;      /* the real one */
	unsigned depth;       /* folders deeper than this are not wanted, */
	bool hidden;          /* nor are those with a dot in front, unless this says so */
	struct paths *files;  /* found, as paths from there */
	struct paths waiting; /* folders to look into, the same way */
};

/* A link at PATH counts as the file that it leads to, if that is one and inside. Folders behind links may be cycles. */
static bool leads_to_file(const struct walk *w, const char *path)
{
	struct stat st;
	char *real;
	bool good = resolve(w->project, path, &real) == 0 && lstat(real, &st) == 0 && S_ISREG(st.st_mode);

	free(real);
	return good;
}

/* Is the folder REL, which is called NAME, to be looked into? */
static bool wanted(const struct walk *w, const char *rel, const char *name)
{
	unsigned depth = 2;

	for (const char *p = rel; *p; p++)
		depth += *p == '/';
	return depth <= w->depth && (w->hidden || name[0] != '.');
}

/* Sorts the entry NAME of the folder FD, which is REL from the top. 0 or minus an errno value. */
static int take_entry(struct walk *w, int fd, const char *rel, const char *name)
{
	struct stat st;
	char *path, *full;
	bool good = true;

	if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		return 0;
	if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT ? 0 : -errno; /* gone meanwhile */
	path = path_join(rel, name);
	full = path ? path_join(w->top, path) : NULL;
	if (!full) {
		free(path);
		return -ENOMEM;
	}
	if (S_ISDIR(st.st_mode) && wanted(w, path, name))
		good = paths_push(&w->waiting, path);
	else if (S_ISREG(st.st_mode) || (S_ISLNK(st.st_mode) && leads_to_file(w, full)))
		good = paths_push(w->files, path);
	else
		free(path);
	free(full);
	return good ? 0 : -ENOMEM;
}

/* The entries of the folder REL; FULL is its path. */
static int look_into(struct walk *w, const char *rel, const char *full)
{
	DIR *dir = opendir(full);
	struct dirent *e;
	int error = 0;

	if (w->project->record) {
		char *path = strcmp(rel, ".") == 0 ? strdup(w->path) : path_join(w->path, rel);

		if (!paths_push(&w->project->used, path)) {
			if (dir)
				closedir(dir);
			return -ENOMEM;
		}
	}
	if (!dir)
		return errno == ENOENT && strcmp(rel, ".") != 0 ? 0 : -errno;
	for (errno = 0; !error && (e = readdir(dir)) != NULL; errno = 0)
		error = take_entry(w, dirfd(dir), rel, e->d_name);
	if (!error)
		error = -errno;
	closedir(dir);
	return error;
}

/* Without recursion: folders may be nested deeper than files may be open. */
static int walk(struct walk *w)
{
	int error = paths_add_file(&w->waiting, ".") ? 0 : -ENOMEM;

	while (!error && w->waiting.n) {
		char *rel = w->waiting.v[--w->waiting.n];
		char *full = strcmp(rel, ".") == 0 ? strdup(w->top) : path_join(w->top, rel);

		error = full ? look_into(w, rel, full) : -ENOMEM;
		free(full);
		free(rel);
	}
	paths_free(&w->waiting);
	return error;
}

static int list_folder(void *ctx, const char *path, unsigned depth, bool hidden,
		       void (*each)(void *arg, const char *name), void *arg)
{
	struct project *project = ctx;
	struct walk w = {
		.project = project,
		.path = path,
		.depth = depth,
		.hidden = hidden,
		.files = &project->listed,
	};
	char *real;
	int error = resolve(project, path, &real);

	if (error) {
		note(project, path, error);
		return error;
	}
	paths_free(&project->listed);
	w.top = real;
	error = walk(&w);
	free(real);
	/* EACH may not come back when memory is out; what is here then is freed with the project. */
	for (size_t i = 0; !error && i < project->listed.n; i++)
		each(arg, project->listed.v[i]);
	return error;
}

struct wk8s_reader file_reader(struct project *project)
{
	struct wk8s_reader r = {project, open_text, read_text, close_text, list_folder};

	return r;
}
