/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For every kind and all fields two levels deep in the oldest version of
 * Kubernetes and three in the newest: `explain` answers; its example compiles,
 * taken out of the answer as a user would; and what that gives has the field
 * that was asked about. What the API server alone writes has no example.
 */
#include "wk8s.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- a compilation in memory ---- */

struct text {
	char *p;
	size_t n, cap, at;
};

static int take(void *ctx, const char *p, size_t n)
{
	struct text *t = ctx;

	if (t->n + n + 1 > t->cap) {
		t->cap = 2 * (t->n + n + 1);
		t->p = realloc(t->p, t->cap);
		if (!t->p)
			abort();
	}
	memcpy(t->p + t->n, p, n);
	t->n += n;
	t->p[t->n] = 0;
	return 0;
}

static int text_open(void *ctx, const char *path, bool named, uint64_t *size)
{
	struct text *t = ctx;

	(void)path;
	t->at = 0;
	*size = t->n;
	return named ? -ENOENT : 0;
}

static long text_read(void *ctx, int handle, char *p, size_t n)
{
	struct text *t = ctx;

	(void)handle;
	n = n < t->n - t->at ? n : t->n - t->at;
	memcpy(p, t->p + t->at, n);
	t->at += n;
	return (long)n;
}

static void text_close(void *ctx, int handle)
{
	(void)ctx;
	(void)handle;
}

/* ---- asking ---- */

static unsigned long passed, failed, without;

static void fail(const char *question, unsigned target, const char *why)
{
	failed++;
	printf("FAIL %s, 1.%u: %s\n", question, target, why);
}

static bool ask(const char *question, unsigned target, enum wk8s_explain_what what, struct text *out, struct text *err)
{
	struct wk8s_build build = {.target = target, .out = {out, take}, .err = {err, take}};
	struct wk8s_explain job = {.build = &build, .what = what, .word = question, .json = true};

	out->n = err->n = 0;
	take(out, "", 0);
	take(err, "", 0);
	return wk8s_explain(&job) == WK8S_DONE;
}

/* The string of JSON behind KEY, decoded; false if there is none. */
static bool json_text(const char *json, const char *key, struct text *out)
{
	const char *p = strstr(json, key);

	out->n = 0;
	if (!p)
		return false;
	for (p += strlen(key); *p && *p != '"'; p++) {
		char c = *p;
		if (c == '\\') {
			p++;
			c = *p == 'n' ? '\n' : *p == 't' ? '\t' : *p;
		}
		take(out, &c, 1);
	}
	return *p == '"';
}

static void check_source(const char *question, unsigned target, struct text *source)
{
	static const char *const paths[] = {"example.wk8s"};
	struct text out = {NULL, 0, 0, 0}, err = {NULL, 0, 0, 0};
	struct wk8s_build build = {
		.paths = paths,
		.npaths = 1,
		.target = target,
		.reader = {source, text_open, text_read, text_close, NULL},
		.out = {&out, take},
		.err = {&err, take},
	};

	if (wk8s_build(&build) != WK8S_DONE)
		fail(question, target, err.p ? err.p : "the example does not compile");
	else if (!out.n)
		fail(question, target, "the example gives nothing");
	else
		passed++;
	free(out.p);
	free(err.p);
}

/* The last name of QUESTION must stand in what the example gives. */
static void check_yaml(const char *question, unsigned target, const char *json)
{
	static struct text yaml;
	const char *name = strrchr(question, '.');

	if (!json_text(json, "\"yaml\": \"", &yaml))
		fail(question, target, "what the example gives is not shown");
	else if (name && !strstr(yaml.p, name + 1))
		fail(question, target, yaml.p);
	else
		passed++;
}

/* Nothing of what the server writes can be shown, nor anything inside of it. */
static bool is_servers(const char *json)
{
	return strstr(json, "\n  \"server\": true") != NULL;
}

static void check_answer(const char *question, unsigned target)
{
	static struct text out, err, source;

	if (!ask(question, target, WK8S_EXPLAIN_WORD, &out, &err)) {
		fail(question, target, err.p);
		return;
	}
	if (json_text(out.p, "\"source\": \"", &source)) {
		check_source(question, target, &source);
		check_yaml(question, target, out.p);
	} else if (is_servers(out.p)) {
		without++;
	} else {
		fail(question, target, "there is no example");
	}
}

static void check_below(const char *question, unsigned target, unsigned levels)
{
	struct text out = {NULL, 0, 0, 0}, err = {NULL, 0, 0, 0};
	char *rest = NULL;

	if (!ask(question, target, WK8S_EXPLAIN_FIELDS, &out, &err))
		fail(question, target, err.p);
	for (char *line = strtok_r(out.p, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		check_answer(line, target);
		if (levels > 1)
			check_below(line, target, levels - 1);
	}
	free(out.p);
	free(err.p);
}

static void check_kinds(unsigned target, unsigned levels)
{
	struct text out = {NULL, 0, 0, 0}, err = {NULL, 0, 0, 0};
	char *rest = NULL;
	unsigned n = 0;

	if (!ask(NULL, target, WK8S_EXPLAIN_KINDS, &out, &err))
		fail("--list=kinds", target, err.p);
	for (char *line = strtok_r(out.p, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest), n++) {
		check_answer(line, target);
		check_below(line, target, levels);
	}
	if (n < 50)
		fail("--list=kinds", target, "there are fewer kinds than Kubernetes has");
	free(out.p);
	free(err.p);
}

int main(void)
{
	check_kinds(wk8s_newest(), 3);
	check_kinds(wk8s_oldest(), 2);
	printf("%lu of the server alone\n", without);
	printf("%lu passed, %lu failed\n", passed, failed);
	return failed != 0 || passed == 0;
}
