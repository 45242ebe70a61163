/* SPDX-License-Identifier: Apache-2.0 */
/*
 * output: writing a file as a whole or not at all.
 *
 * Note [same]: as long as the bytes are those of the old file nothing is
 * written. At the first difference a temporary file is begun beside it with
 * what was equal so far; at the end it takes the old one's place. So a file
 * that would not change is not touched, and nobody ever sees half a file.
 */
/* For realpath. */
#define _XOPEN_SOURCE 700
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHUNK 65536

static int write_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t done = write(fd, p, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return errno;
		p += done;
		n -= (size_t)done;
	}
	return 0;
}

/* Up to N bytes of the old file from OFFSET on; fewer only at its end. */
static ssize_t read_old(const struct output *out, char *p, size_t n, uint64_t offset)
{
	size_t have = 0;

	while (have < n) {
		ssize_t got = pread(out->old, p + have, n - have, (off_t)(offset + have));

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		have += (size_t)got;
	}
	return (ssize_t)have;
}

static mode_t wanted_mode(const struct output *out)
{
	mode_t mask;

	if (out->old >= 0)
		return out->before.st_mode & 07777;
	mask = umask(0);
	umask(mask);
	return 0666 & ~mask;
}

/* Begins the temporary file in the target's folder, so that renaming is possible. */
static int begin_temp(struct output *out)
{
	const char *slash = strrchr(out->target, '/');
	int folder = slash ? (int)(slash - out->target) + 1 : 0;
	size_t room = (size_t)folder + sizeof ".wk8sc.XXXXXX";
	char *name = malloc(room);

	if (!name)
		return ENOMEM;
	snprintf(name, room, "%.*s.wk8sc.XXXXXX", folder, out->target);
	out->fd = mkstemp(name);
	if (out->fd < 0) {
		int error = errno;

		free(name);
		return error;
	}
	out->temp = name;
	return fchmod(out->fd, wanted_mode(out)) < 0 ? errno : 0;
}

/* See note [same]. */
static int begin_to_differ(struct output *out)
{
	char chunk[CHUNK];
	int error = begin_temp(out);

	for (uint64_t at = 0; !error && at < out->same;) {
		uint64_t left = out->same - at;
		ssize_t got = read_old(out, chunk, left < CHUNK ? (size_t)left : CHUNK, at);

		/* It was longer a moment ago: somebody else writes it. */
		if (got <= 0)
			return got < 0 ? errno : EBUSY;
		error = write_all(out->fd, chunk, (size_t)got);
		at += (uint64_t)got;
	}
	return error;
}

/* Compares N bytes with the old file and moves on; false at a difference. */
static bool still_same(struct output *out, const char *p, size_t n)
{
	char chunk[CHUNK];

	while (n) {
		size_t part = n < CHUNK ? n : CHUNK;
		ssize_t got = read_old(out, chunk, part, out->same);

		if (got != (ssize_t)part || memcmp(chunk, p, part) != 0)
			return false;
		out->same += part;
		p += part;
		n -= part;
	}
	return true;
}

static int put_file(struct output *out, const char *p, size_t n)
{
	if (!out->temp) {
		uint64_t same = out->same;

		if (out->old >= 0 && still_same(out, p, n))
			return 0;
		out->same = same;
		out->differs = true;
		if (out->check)
			return 0;
		out->error = begin_to_differ(out);
		if (out->error)
			return out->error;
	}
	return write_all(out->fd, p, n);
}

static int put(void *ctx, const char *p, size_t n)
{
	struct output *out = ctx;

	if (out->error || (out->check && out->differs))
		return out->error;
	out->error = out->target ? put_file(out, p, n) : write_all(out->fd, p, n);
	return out->error;
}

struct wk8s_writer output_writer(struct output *out)
{
	struct wk8s_writer w = {out, put};

	return w;
}

static int put_fd(void *ctx, const char *p, size_t n)
{
	return write_all(*(const int *)ctx, p, n);
}

struct wk8s_writer fd_writer(const int *fd)
{
	struct wk8s_writer w = {(void *)(uintptr_t)fd, put_fd};

	return w;
}

int write_new(const char *path, const char *p, size_t n, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666), error;

	if (fd < 0)
		return errno;
	error = write_all(fd, p, n);
	if (!error && mode && fchmod(fd, mode) < 0)
		error = errno;
	if (close(fd) < 0 && !error)
		error = errno;
	if (error)
		unlink(path);
	return error;
}

/* Finds out what PATH is: a file, something to write to directly, or not there yet. */
static int find_target(struct output *out, const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0) {
		/* A link to nowhere is followed by opening it, not by us: its target cannot be renamed onto safely. */
		if (errno != ENOENT)
			return errno;
		if (lstat(path, &st) == 0)
			return ENOENT;
		out->target = strdup(path);
		return out->target ? 0 : errno;
	}
	if (S_ISDIR(st.st_mode))
		return EISDIR;
	if (!S_ISREG(st.st_mode)) {
		out->fd = open(path, O_WRONLY | O_CLOEXEC);
		return out->fd < 0 ? errno : 0;
	}
	out->target = realpath(path, NULL);
	if (!out->target)
		return errno;
	/* What may not be written is not replaced either. */
	if (!out->check && access(out->target, W_OK) < 0)
		return errno;
	out->old = open(out->target, O_RDONLY | O_CLOEXEC);
	if (out->old < 0)
		return errno;
	return fstat(out->old, &out->before) < 0 ? errno : 0;
}

static bool output_failed(const struct output *out)
{
	complain("cannot write `%s`: %s", out->shown, strerror(out->error));
	return false;
}

/* Gives everything back; a temporary file that did not take its place goes. */
static void release(struct output *out)
{
	if (out->temp)
		unlink(out->temp);
	if (out->fd > 2)
		close(out->fd);
	if (out->old >= 0)
		close(out->old);
	free(out->temp);
	free(out->target);
}

bool output_open(struct output *out, const char *path, bool check)
{
	memset(out, 0, sizeof *out);
	out->fd = -1;
	out->old = -1;
	out->check = check;
	out->shown = path;
	if (!path || strcmp(path, "-") == 0) {
		out->shown = "<stdout>";
		out->fd = 1;
		return true;
	}
	out->error = find_target(out, path);
	if (!out->error)
		return true;
	release(out);
	return output_failed(out);
}

/* All bytes are given: what is left to do before the file can take its place. */
static int complete(struct output *out)
{
	if (out->target && !out->temp) {
		if (out->old >= 0 && (uint64_t)out->before.st_size == out->same)
			return 0;
		out->differs = true;
		if (out->check)
			return 0;
		out->error = begin_to_differ(out);
		if (out->error)
			return out->error;
	}
	if (out->fd > 2) {
		int fd = out->fd;

		out->fd = -1;
		if (close(fd) < 0 && errno != EINTR)
			return errno;
	}
	return 0;
}

bool output_prepare(struct output *out)
{
	if (!out->error)
		out->error = complete(out);
	return out->error == 0;
}

static int settle(struct output *out)
{
	if (!out->temp)
		return 0;
	if (rename(out->temp, out->target) < 0)
		return errno;
	free(out->temp);
	out->temp = NULL;
	return 0;
}

bool output_close(struct output *out, bool good)
{
	if (good && output_prepare(out))
		out->error = settle(out);
	release(out);
	return out->error ? output_failed(out) : true;
}
