/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_TESTS_MEMIO_H
#define WK8S_TESTS_MEMIO_H

/*
 * memio: for tests, a compilation of one text in memory: nothing is read from
 * or written to files.
 */

#include "wk8s.h"

#include <string.h>

struct memio {
	const char *text;
	size_t n, at;
	size_t out, err;   /* bytes written */
	int open;          /* texts opened and not closed */
	size_t fail_after; /* bytes of output after which writing fails; 0: never */
};

static inline int memio_open(void *ctx, const char *path, bool named, uint64_t *size)
{
	struct memio *io = ctx;

	(void)path;
	(void)named;
	io->open++;
	io->at = 0;
	*size = io->n;
	return 0;
}

static inline long memio_read(void *ctx, int handle, char *p, size_t n)
{
	struct memio *io = ctx;

	(void)handle;
	if (n > io->n - io->at)
		n = io->n - io->at;
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
