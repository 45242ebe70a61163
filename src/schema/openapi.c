/* SPDX-License-Identifier: Apache-2.0 */
/*
 * openapi: from files to files. Reading, merging and writing are in
 * openapi_read.c, openapi_merge.c and openapi_write.c.
 */

#include "schema/openapi.h"
#include "schema/openapi_model.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void read_inputs(struct api *api, const struct openapi_options *options)
{
	const char *const facts[] = {options->enums, options->fields, options->resources};
	struct str text;

	for (size_t i = 0; i < options->nfiles; i++)
		if (api_slurp(api, options->files[i], &text))
			api_add_document(api, options->files[i], text.p, text.n);
	for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
		if (facts[i] && api_slurp(api, facts[i], &text))
			api_add_facts(api, (enum api_fact_file)i, facts[i], text.p, text.n);
	if (!options->nfiles)
		api_error(api, "no OpenAPI document is given");
}

/* Has the file at PATH these bytes already? */
static bool same(const char *path, const char *p, size_t n)
{
	char chunk[4096];
	FILE *f = fopen(path, "rb");
	size_t got, at = 0;
	bool equal = f != NULL;

	while (equal && (got = fread(chunk, 1, sizeof chunk, f)) > 0) {
		equal = got <= n - at && !memcmp(chunk, p + at, got);
		at += got;
	}
	equal = equal && !ferror(f) && at == n;
	if (f)
		fclose(f);
	return equal;
}

/* Writes all N bytes to FD and closes it; false with errno set. */
static bool write_all(int fd, const char *p, size_t n)
{
	int error = 0;

	while (n && !error) {
		ssize_t k = write(fd, p, n);
		if (k >= 0) {
			p += k;
			n -= (size_t)k;
		} else if (errno != EINTR) {
			error = errno;
		}
	}
	if (!error && fchmod(fd, 0644))
		error = errno;
	if (close(fd) && !error)
		error = errno;
	errno = error;
	return !error;
}

static int write_file(struct api *api, const char *dir, const char *module, const char *p, size_t n)
{
	char *path = arena_printf(&api->arena, "%s/%s.wk8s", dir, module);
	char *aside = arena_printf(&api->arena, "%s/.%s.wk8s.XXXXXX", dir, module);
	int fd;

	if (same(path, p, n))
		return 0;
	fd = mkstemp(aside);
	if (fd >= 0 && write_all(fd, p, n) && !rename(aside, path))
		return 0;
	api_error(api, "%s: cannot be written: %s", path, strerror(errno));
	if (fd >= 0)
		unlink(aside);
	return 3;
}

/* All modules are made before the first is written: a mistake leaves the directory as it was. */
static int write_modules(struct api *api, const char *dir)
{
	struct str *texts = arena_alloc(&api->arena, api->modules.n * sizeof *texts);
	const char **names = arena_alloc(&api->arena, api->modules.n * sizeof *names);
	uint32_t n = 0;
	int status = 0;

	for (uint32_t i = 0; i < api->modules.n; n++) {
		names[n] = api->modules.v[i]->module;
		api->out.n = 0;
		i = api_write_module(api, &api->out, i);
		texts[n] = str_make(arena_strndup(&api->arena, api->out.p, api->out.n), api->out.n);
	}
	if (api->nerrors)
		return 1;
	if (mkdir(dir, 0777) && errno != EEXIST) {
		api_error(api, "%s: cannot be made: %s", dir, strerror(errno));
		return 3;
	}
	for (uint32_t i = 0; i < n && !status; i++)
		status = write_file(api, dir, names[i], texts[i].p, texts[i].n);
	return status;
}

static int run(struct api *api, const struct openapi_options *options, struct buf *errors)
{
	int status = 1;

	read_inputs(api, options);
	if (!api->nerrors)
		api_merge(api);
	if (!api->nerrors && !api->modules.n)
		api_error(api, "the documents define nothing");
	if (!api->nerrors)
		status = write_modules(api, options->outdir);
	if (api->unread)
		status = 3;
	if (api->nerrors > API_MAX_ERRORS)
		buf_printf(errors, "%u more errors\n", api->nerrors - API_MAX_ERRORS);
	return status;
}

/* Runs with a way to give the JSON trees back when memory is out: they are not the arena's. */
static int guarded(struct api *api, const struct openapi_options *options, struct buf *errors, jmp_buf *outer)
{
	jmp_buf here;

	if (setjmp(here)) {
		api->mem->unwind = outer;
		api_free(api);
		longjmp(*outer, 1);
	}
	api->mem->unwind = &here;
	return run(api, options, errors);
}

int openapi_types(const struct openapi_options *options, struct mem *mem, struct buf *errors)
{
	jmp_buf *outer = mem->unwind;
	struct api api;
	int status;

	api_init(&api, mem, errors);
	status = outer ? guarded(&api, options, errors, outer) : run(&api, options, errors);
	mem->unwind = outer;
	api_free(&api);
	return status;
}
