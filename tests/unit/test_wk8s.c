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

/* Who takes parts: writes down what it is told, and fails at the part FAIL_AT (from 1; -1: at the plan). */
struct taker {
	struct world *w;
	char plan[256];
	int next, fail_at;
};

static int taker_plan(void *ctx, const struct wk8s_part *parts, size_t n)
{
	struct taker *t = ctx;

	assert_int_equal(t->w->nout, 0);
	for (size_t i = 0; i < n; i++) {
		const struct wk8s_part *p = &parts[i];
		size_t at = strlen(t->plan);

		snprintf(t->plan + at, sizeof t->plan - at, "%s/%s/%s/%s%s|", p->kind, p->group, p->namespace_, p->name,
			 p->verbatim ? "!" : "");
	}
	return t->fail_at < 0 ? ENOSPC : 0;
}

static int taker_next(void *ctx)
{
	struct taker *t = ctx;

	keep(t->w->out, &t->w->nout, "|", 1);
	return ++t->next == t->fail_at ? EIO : 0;
}

static void parts_come_one_by_one(void **state)
{
	static const char *const paths[] = {"a.wk8s"};
	static const char three[] = "app a {\nPodDisruptionBudget p { maxUnavailable: 1 }\n"
				    "Deployment d { containers.c.image: \"i:1\" }\n}\nConfigMap c { data.A: \"1\" }\n";
	static const int fails[] = {0, -1, 1, 2};

	(void)state;
	for (size_t i = 0; i < sizeof fails / sizeof fails[0]; i++) {
		struct world w = {0};
		struct taker t = {.w = &w, .fail_at = fails[i]};
		struct wk8s_build job = job_in(&w, paths, 1);

		w.text = three;
		w.n = sizeof three - 1;
		job.default_namespace = "n";
		job.order = WK8S_SOURCE;
		job.parts = (struct wk8s_parts){&t, taker_plan, taker_next};
		assert_int_equal(wk8s_build(&job), fails[i] ? WK8S_FAILED : WK8S_DONE);
		assert_string_equal(w.err, "");
		assert_string_equal(t.plan, "PodDisruptionBudget/policy/n/p|Deployment/apps/n/d|ConfigMap//n/c|");
		assert_int_equal(t.next, fails[i] == 0 ? 3 : fails[i] < 0 ? 0 : fails[i]);
		/* A part that is refused leaves no byte. */
		assert_int_equal(strncmp(w.out, "|apiVersion: policy/v1\n", 23) == 0, fails[i] == 0 || fails[i] == 2);
		assert_null(strstr(w.out, "Deployment") && fails[i] ? w.out : NULL);
		assert_null(strstr(w.out, "---"));
	}
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
		cmocka_unit_test(reads_in_pieces),     cmocka_unit_test(parts_come_one_by_one),
		cmocka_unit_test(reading_fails),       cmocka_unit_test(size_is_limited),
		cmocka_unit_test(options_are_checked), cmocka_unit_test(names_nearest),
		cmocka_unit_test(the_same_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
