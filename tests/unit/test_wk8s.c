/* SPDX-License-Identifier: Apache-2.0 */
/* wk8s: the public interface, with readers and writers that misbehave. */
#include "wk8s.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

static const char source[] = "ConfigMap settings { data.GREETING: \"hello\" }\n";

/* A reader that gives one byte at a time, interrupted before each, and may fail; a writer that keeps everything. */
struct world {
	const char *text;
	size_t n, at, fail_at;
	bool interrupted;
	uint64_t claimed; /* the size that open says */
	int open;
	char out[4096], err[4096];
	size_t nout, nerr;
};

static int world_open(void *ctx, const char *path, bool named, uint64_t *size)
{
	struct world *w = ctx;

	(void)named;

	if (strcmp(path, "missing.wk8s") == 0)
		return -ENOENT;
	w->open++;
	w->at = 0;
	*size = w->claimed;
	return 7;
}

static long world_read(void *ctx, int handle, char *p, size_t n)
{
	struct world *w = ctx;

	assert_int_equal(handle, 7);
	assert_true(n > 0);
	w->interrupted = !w->interrupted;
	if (w->interrupted)
		return -EINTR;
	if (w->fail_at && w->at >= w->fail_at)
		return -EIO;
	if (w->at == w->n)
		return 0;
	*p = w->text[w->at++];
	return 1;
}

static void world_close(void *ctx, int handle)
{
	struct world *w = ctx;

	assert_int_equal(handle, 7);
	w->open--;
}

static int keep(char *to, size_t *have, const char *p, size_t n)
{
	assert_true(*have + n < 4096);
	memcpy(to + *have, p, n);
	*have += n;
	to[*have] = '\0';
	return 0;
}

static int world_out(void *ctx, const char *p, size_t n)
{
	struct world *w = ctx;

	return keep(w->out, &w->nout, p, n);
}

static int world_err(void *ctx, const char *p, size_t n)
{
	struct world *w = ctx;

	return keep(w->err, &w->nerr, p, n);
}

static struct wk8s_build job_in(struct world *w, const char *const *paths, size_t n)
{
	struct wk8s_build job = {
		.paths = paths,
		.npaths = n,
		.reader = {w, world_open, world_read, world_close},
		.out = {w, world_out},
		.err = {w, world_err},
	};

	w->text = source;
	w->n = sizeof source - 1;
	return job;
}

static void reads_in_pieces(void **state)
{
	static const char *const paths[] = {"a.wk8s"};
	struct world w = {0}, lying = {.claimed = 3};
	struct wk8s_build job = job_in(&w, paths, 1), other = job_in(&lying, paths, 1);

	(void)state;
	assert_int_equal(wk8s_build(&job), WK8S_DONE);
	assert_string_equal(w.err, "");
	assert_non_null(strstr(w.out, "GREETING: hello\n"));
	assert_int_equal(job.stats.read_bytes, sizeof source - 1);
	assert_int_equal(job.stats.written, w.nout);
	assert_int_equal(job.stats.objects, 1);
	assert_true(job.stats.peak_memory > 0);
	/* A file that grows while it is read. */
	assert_int_equal(wk8s_build(&other), WK8S_DONE);
	assert_string_equal(w.out, lying.out);
}

static void reading_fails(void **state)
{
	static const char *const paths[] = {"a.wk8s", "missing.wk8s"};
	struct world w = {.fail_at = 5};
	struct wk8s_build job = job_in(&w, paths, 2);

	(void)state;
	assert_int_equal(wk8s_build(&job), WK8S_FAILED);
	assert_int_equal(w.open, 0);
	assert_int_equal(w.nout, 0);
	assert_non_null(strstr(w.err, "cannot read `a.wk8s`: "));
	assert_non_null(strstr(w.err, "cannot read `missing.wk8s`: No such file"));
}

static void size_is_limited(void **state)
{
	static const char *const paths[] = {"a.wk8s"};
	struct world w = {.claimed = UINT64_MAX};
	struct wk8s_build job = job_in(&w, paths, 1);

	(void)state;
	assert_int_equal(wk8s_build(&job), WK8S_MISTAKES);
	assert_int_equal(w.open, 0);
	assert_non_null(strstr(w.err, "error[E0502]: `a.wk8s` is too large"));
}

static void options_are_checked(void **state)
{
	static const char *const paths[] = {"a.wk8s"};
	struct world w = {0};
	struct wk8s_build job = job_in(&w, paths, 1);

	(void)state;
	job.target = wk8s_newest() + 1;
	assert_int_equal(wk8s_build(&job), WK8S_USAGE);
	job.target = wk8s_oldest() - 1;
	assert_int_equal(wk8s_build(&job), WK8S_USAGE);
	job.target = wk8s_oldest();
	assert_int_equal(wk8s_build(&job), WK8S_DONE);
	job.default_namespace = "Not a name";
	w.nout = 0;
	assert_int_equal(wk8s_build(&job), WK8S_USAGE);
	assert_int_equal(w.nout, 0);
	assert_non_null(strstr(w.err, "bad namespace `Not a name`"));
}

static void names_nearest(void **state)
{
	static const char *const names[] = {"output", "namespace", "color"};

	(void)state;
	assert_string_equal(wk8s_nearest("namspace", names, 3), "namespace");
	assert_string_equal(wk8s_nearest("colr", names, 3), "color");
	assert_null(wk8s_nearest("replicas", names, 3));
}

static void the_same_twice(void **state)
{
	static const char *const paths[] = {"a.wk8s"};
	struct world w = {0}, v = {0};
	struct wk8s_build first = job_in(&w, paths, 1), second = job_in(&v, paths, 1);

	(void)state;
	assert_int_equal(wk8s_build(&first), WK8S_DONE);
	assert_int_equal(wk8s_build(&second), WK8S_DONE);
	assert_string_equal(w.out, v.out);
	assert_int_equal(first.stats.peak_memory, second.stats.peak_memory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_in_pieces), cmocka_unit_test(reading_fails),
		cmocka_unit_test(size_is_limited), cmocka_unit_test(options_are_checked),
		cmocka_unit_test(names_nearest),   cmocka_unit_test(the_same_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
