/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_TESTS_MEMIO_H
#define WK8S_TESTS_MEMIO_H

/*
 * memio: for tests, a compilation of texts in memory: nothing is read from or
 * written to files. A line `#file NAME` begins the text of another file, which
 * the one before it may import, include or read.
 */

#include "wk8s.h"

#include <errno.h>
#include <string.h>

struct memio {
	const char *text;
	size_t n;
	size_t at, end;    /* of the open file: what is left */
	size_t out, err;   /* bytes written */
	int open;          /* texts opened and not closed */
	size_t fail_after; /* bytes of output after which writing fails; 0: never */
};

#define MEMIO_FILE "#file "

/* Where the line after FROM that begins another file is; the end if there is none. */
static inline size_t memio_next(const struct memio *io, size_t from)
{
	size_t k = sizeof MEMIO_FILE - 1;

	for (size_t i = from; i + k <= io->n; i++)
		if ((i == 0 || io->text[i - 1] == '\n') && memcmp(io->text + i, MEMIO_FILE, k) == 0)
			return i;
	return io->n;
}

/* Sets IO to the text of PATH; what is not NAMED is the first one. */
static inline bool memio_find(struct memio *io, const char *path, bool named)
{
	size_t n = strlen(path), k = sizeof MEMIO_FILE - 1;

	io->at = 0;
	io->end = memio_next(io, 0);
	while (named && io->end < io->n) {
		size_t name = io->end + k, line = name;
		while (line < io->n && io->text[line] != '\n')
			line++;
		io->at = line < io->n ? line + 1 : io->n;
		io->end = memio_next(io, io->at);
		if (line - name == n && memcmp(io->text + name, path, n) == 0)
			return true;
	}
	return !named;
}

static inline int memio_open(void *ctx, const char *path, bool named, uint64_t *size)
{
	struct memio *io = ctx;

	if (!memio_find(io, path, named))
		return -ENOENT;
	io->open++;
	*size = io->end - io->at;
	return 0;
}

static inline long memio_read(void *ctx, int handle, char *p, size_t n)
{
	struct memio *io = ctx;

	(void)handle;
	if (n > io->end - io->at)
		n = io->end - io->at;
	if (n)
		memcpy(p, io->text + io->at, n);
	io->at += n;
	return (long)n;
}

static inline void memio_close(void *ctx, int handle)
{
	struct memio *io = ctx;

	(void)handle;
	io->open--;
}

static inline int memio_out(void *ctx, const char *p, size_t n)
{
	struct memio *io = ctx;

	(void)p;
	io->out += n;
	return io->fail_after && io->out > io->fail_after ? 28 : 0;
}

static inline int memio_err(void *ctx, const char *p, size_t n)
{
	struct memio *io = ctx;

	(void)p;
	io->err += n;
	return 0;
}

/* A job that compiles IO's text; the caller may change its other options. */
static inline struct wk8s_build memio_job(struct memio *io, const char *const *path)
{
	struct wk8s_build job = {
		.paths = path,
		.npaths = 1,
		.reader = {io, memio_open, memio_read, memio_close},
		.out = {io, memio_out},
		.err = {io, memio_err},
	};

	return job;
}

#endif
