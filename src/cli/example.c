/* SPDX-License-Identifier: Apache-2.0 */
/*
 * example: runs the command on an example. The arguments stand in a page of
 * docs/codes, so what is wrong with them is wrong with the page; the tests
 * compare what comes out with what the command says of real files.
 */
#include "cli/example.h"

#include "cli/cli.h"

#include <errno.h>
#include <string.h>

enum { OPT_AGAINST = OPT_UNIT_END, OPT_FORMAT, OPT_IMAGES };

/* Of the options of `build`, `why` and `list` those that an example may need. */
static const struct option_row rows[] = {
	{"against", 0, "FILE", "", OPT_AGAINST},
	{"format", 'f', "yaml|json", "", OPT_FORMAT},
	{"images", 0, NULL, "", OPT_IMAGES},
	UNIT_OPTIONS,
};

static const struct command command_example = {
	.name = "example",
	.options = rows,
	.noptions = sizeof rows / sizeof rows[0],
};

#define MAX_WORDS 16
#define MAX_LINE 256

struct example {
	const struct page_example *page;
	size_t at[PAGE_FILES]; /* how far each file is read */
	struct unit_options unit;
	const char *source, *against;
	struct wk8s_why why;   /* `object` and `path` of the arguments */
	struct wk8s_list list; /* `images` */
};

/* ---- its files ---- */

static bool is_called(struct page_part name, const char *path)
{
	return strlen(path) == name.n && memcmp(path, name.p, name.n) == 0;
}

static int open_file(void *ctx, const char *path, bool named, uint64_t *size)
{
	struct example *e = ctx;

	if (named && (path[0] == '/' || strncmp(path, "../", 3) == 0))
		return -EXDEV;
	for (size_t i = 0; i < e->page->nfiles; i++) {
		if (is_called(e->page->files[i].name, path)) {
			e->at[i] = 0;
			*size = e->page->files[i].text.n;
			return (int)i;
		}
	}
	return -ENOENT;
}

static long read_file(void *ctx, int handle, char *p, size_t n)
{
	struct example *e = ctx;
	struct page_part text = e->page->files[handle].text;
	size_t left = text.n - e->at[handle];

	if (n > left)
		n = left;
	memcpy(p, text.p + e->at[handle], n);
	e->at[handle] += n;
	return (long)n;
}

static void close_file(void *ctx, int handle)
{
	(void)ctx;
	(void)handle;
}

/* The result is not what is asked for. */
static int write_nothing(void *ctx, const char *p, size_t n)
{
	(void)ctx;
	(void)p;
	(void)n;
	return 0;
}

/* ---- its arguments ---- */

/* Splits ARGUMENTS at blanks into ARGS, NULL at the end; the words stand in LINE. False: there is no room. */
static bool split(struct page_part arguments, char *line, char **args)
{
	size_t n = 0;

	if (arguments.n >= MAX_LINE)
		return false;
	memcpy(line, arguments.p, arguments.n);
	line[arguments.n] = '\0';
	for (char *word = strtok(line, " "); word; word = strtok(NULL, " ")) {
		if (n + 1 >= MAX_WORDS)
			return false;
		args[n++] = word;
	}
	args[n] = NULL;
	return n > 0;
}

/* A source, an object, a path: in this order. */
static int take_argument(struct example *e, const char *word)
{
	if (!e->source)
		e->source = word;
	else if (!e->why.object)
		e->why.object = word;
	else
		e->why.path = word;
	return WK8S_DONE;
}

static int take(void *ctx, int id, const char *value)
{
	struct example *e = ctx;

	switch (id) {
	case OPTION_PATH:
		return take_argument(e, value);
	case OPT_AGAINST:
		e->against = value;
		return WK8S_DONE;
	case OPT_FORMAT:
		e->unit.job.output = strcmp(value, "json") == 0 ? WK8S_JSON : WK8S_YAML;
		return WK8S_DONE;
	case OPT_IMAGES:
		e->list.images = true;
		return WK8S_DONE;
	}
	return unit_take(&e->unit, id, value) ? WK8S_DONE : WK8S_USAGE;
}

static void set_job(struct example *e, struct wk8s_writer out, bool colour)
{
	struct wk8s_build *job = &e->unit.job;

	job->paths = &e->source;
	job->npaths = 1;
	job->against = &e->against;
	job->nagainst = e->against ? 1 : 0;
	job->defines = e->unit.defines;
	job->colour = colour;
	job->reader = (struct wk8s_reader){e, open_file, read_file, close_file, NULL};
	job->out = (struct wk8s_writer){NULL, write_nothing};
	job->err = out;
	e->why.build = job;
	e->list.build = job;
}

void example_run(const struct page_example *page, struct wk8s_writer out, bool colour)
{
	struct example e = {.page = page};
	char line[MAX_LINE], *args[MAX_WORDS];
	bool why, list;
	int status;

	if (!split(page->arguments, line, args))
		return;
	why = strcmp(args[0], "why") == 0;
	list = strcmp(args[0], "list") == 0;
	if (options_take(&command_example, why || list ? args + 1 : args, take, &e, &status)) {
		set_job(&e, out, colour);
		if (why)
			wk8s_why(&e.why);
		else if (list)
			wk8s_list(&e.list);
		else
			wk8s_build(&e.unit.job);
	}
	unit_free(&e.unit);
}
