/* SPDX-License-Identifier: Apache-2.0 */
/* test: the assertions of test files, told in the Test Anything Protocol. */
#include "cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct option_row rows[] = {
	UNIT_OPTIONS,
	MESSAGE_OPTIONS,
};

struct test_run {
	struct unit_options unit; /* its sources are one of the files, one after the other */
	struct paths files;
	unsigned long count, failed;
	unsigned long of_file; /* assertions of the file at hand */
	bool any;
};

/* ---- finding ---- */

static bool is_test(const char *name)
{
	static const char end[] = ".test.wk8s";
	size_t n = strlen(name), k = sizeof end - 1;

	return n > k && strcmp(name + n - k, end) == 0;
}

static bool add_path(struct test_run *t, const char *path)
{
	size_t first = t->files.n;
	struct stat st;

	if (stat(path, &st) < 0) {
		complain("cannot read `%s`: %s", path, strerror(errno));
		return false;
	}
	if (!S_ISDIR(st.st_mode))
		return paths_add_file(&t->files, path);
	if (!paths_add_below(&t->files, path, is_test))
		return false;
	if (t->files.n == first)
		complain("there are no files `*.test.wk8s` in `%s`", path);
	return t->files.n > first;
}

/* ---- telling ---- */

/* Of a line of TAP: `#` would begin a directive, a line end end it. */
static void print_title(const char *text)
{
	for (; *text; text++) {
		if (*text == '#' || *text == '\\')
			putchar('\\');
		putchar((unsigned char)*text < ' ' ? ' ' : *text);
	}
}

/* Inside double quotes of YAML. */
static void print_escaped(const char *text)
{
	for (; *text; text++) {
		if (*text == '\n')
			fputs("\\n", stdout);
		else if (*text == '"' || *text == '\\')
			printf("\\%c", *text);
		else if ((unsigned char)*text < ' ')
			printf("\\x%02x", (unsigned char)*text);
		else
			putchar(*text);
	}
}

static void print_field(const char *name, const char *text)
{
	printf("  %s: \"", name);
	print_escaped(text);
	puts("\"");
}

static void print_place(const char *name, const char *file, unsigned line, unsigned column)
{
	printf("  %s: \"", name);
	print_escaped(file);
	printf(":%u:%u\"\n", line, column);
}

static void on_assertion(void *ctx, const struct wk8s_assertion *a)
{
	struct test_run *t = ctx;

	t->of_file++;
	t->failed += !a->good;
	printf("%s %lu - ", a->good ? "ok" : "not ok", ++t->count);
	print_title(a->file);
	printf(":%u: ", a->line);
	print_title(a->message);
	putchar('\n');
	if (a->good)
		return;
	puts("  ---");
	print_field("message", a->message);
	if (*a->found)
		print_field("found", a->found);
	print_place("at", a->file, a->line, a->column);
	if (a->set_line)
		print_place("set", a->set_file, a->set_line, a->set_column);
	puts("  ...");
}

/* A file that does not compile fails as a whole; one that asserts nothing shows that it does. */
static void tell_file(struct test_run *t, const char *path, int status)
{
	if (status == WK8S_DONE && t->of_file)
		return;
	t->failed += status != WK8S_DONE;
	printf("%s %lu - ", status == WK8S_DONE ? "ok" : "not ok", ++t->count);
	print_title(path);
	puts(status == WK8S_DONE ? ": compiles" : ": does not compile");
}

/* ---- running ---- */

static int discard(void *ctx, const char *p, size_t n)
{
	(void)ctx;
	(void)p;
	(void)n;
	return 0;
}

static int run_file(struct test_run *t, char **path)
{
	static const int err = 2;
	struct wk8s_build *job = &t->unit.job;
	struct project project;
	int status;

	t->unit.paths = (struct paths){path, 1, 1};
	status = unit_open(&t->unit, &project);
	job->out = (struct wk8s_writer){NULL, discard};
	job->err = fd_writer(&err);
	job->tests = (struct wk8s_listener){t, on_assertion};
	if (status == WK8S_DONE) {
		t->of_file = 0;
		status = (int)wk8s_build(job);
		tell_file(t, *path, status);
		fflush(stdout); /* messages of the next file come behind it */
	}
	t->unit.paths = (struct paths){0};
	project_close(&project);
	return status;
}

static int run_all(struct test_run *t)
{
	int worst = WK8S_DONE;

	puts("TAP version 13");
	for (size_t i = 0; i < t->files.n; i++) {
		int status = run_file(t, &t->files.v[i]);

		if (status == WK8S_USAGE)
			return status;
		if (status == WK8S_FAILED)
			worst = status;
	}
	printf("1..%lu\n", t->count);
	return worst != WK8S_DONE ? worst : t->failed ? WK8S_MISTAKES : WK8S_DONE;
}

static int take(void *ctx, int id, const char *value)
{
	struct test_run *t = ctx;

	if (id != OPTION_PATH)
		return unit_take(&t->unit, id, value) ? WK8S_DONE : WK8S_USAGE;
	t->any = true;
	return add_path(t, value) ? WK8S_DONE : WK8S_FAILED;
}

static int run_job(struct test_run *t, char **args)
{
	int status;

	if (!options_take(&command_test, args, take, t, &status))
		return status;
	if (!t->any && !add_path(t, "."))
		return WK8S_FAILED;
	if (!paths_once(&t->files))
		return WK8S_FAILED;
	return run_all(t);
}

static int run(const struct command *self, char **args)
{
	struct test_run t = {.unit.job.colour = want_colour("auto")};
	int status = run_job(&t, args);

	(void)self;
	paths_free(&t.files);
	unit_free(&t.unit);
	return status;
}

const struct command command_test = {
	.name = "test",
	.args = "[PATH...] [OPTION...]",
	.summary = "Runs the assertions of test files (all *.test.wk8s in and below folders), each by itself.",
	.options = rows,
	.noptions = sizeof rows / sizeof rows[0],
	.run = run,
};
