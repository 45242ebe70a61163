/* SPDX-License-Identifier: Apache-2.0 */
/* why: where a value of the result comes from. */
#include "cli/cli.h"

#include <string.h>

enum { OPT_LINE = OPT_UNIT_END };

static const struct option_row rows[] = {
	{"line", 0, "N", "ask about line N of the YAML instead of naming an object and a field", OPT_LINE},
	UNIT_OPTIONS,
	MESSAGE_OPTIONS,
};

struct why_options {
	struct unit_options unit;
	struct wk8s_why job;
};

/* The arguments: sources, then KIND/NAME, which is told by the first that is no file, then a path. */
static int take_argument(struct why_options *w, const char *arg)
{
	struct stat st;

	if (w->job.object && w->job.path)
		return usage_error("`%s` is one argument too many", arg);
	if (w->job.object) {
		w->job.path = arg;
		return WK8S_DONE;
	}
	if (w->unit.paths.n && strcmp(arg, "-") != 0 && strchr(arg, '/') && stat(arg, &st) != 0) {
		w->job.object = arg;
		return WK8S_DONE;
	}
	return unit_take(&w->unit, OPTION_PATH, arg) && paths_add(&w->unit.paths, arg) ? WK8S_DONE : WK8S_USAGE;
}

static int take(void *ctx, int id, const char *value)
{
	struct why_options *w = ctx;
	long line;

	switch (id) {
	case OPTION_PATH:
		return take_argument(w, value);
	case OPT_LINE:
		line = option_number("--line", value, 1, 1000000000);
		w->job.line = line > 0 ? (unsigned long)line : 0;
		return line > 0 ? WK8S_DONE : WK8S_USAGE;
	}
	return unit_take(&w->unit, id, value) ? WK8S_DONE : WK8S_USAGE;
}

static int ask(struct why_options *w)
{
	static const int out = 1, err = 2;
	struct project project;
	int status = unit_open(&w->unit, &project);

	w->unit.job.out = fd_writer(&out);
	w->unit.job.err = fd_writer(&err);
	w->job.build = &w->unit.job;
	if (status == WK8S_DONE)
		status = (int)wk8s_why(&w->job);
	project_close(&project);
	return status;
}

static int run_job(struct why_options *w, char **args)
{
	int status;

	if (!options_take(&command_why, args, take, w, &status))
		return status;
	if (!w->unit.paths.n)
		return usage_error("`wk8sc why` needs a source, as in `wk8sc why shop.wk8s Deployment/web replicas`");
	if (!w->job.object && !w->job.line)
		return usage_error("`wk8sc why` needs an object, as in `Deployment/web`, or `--line N`");
	if (w->job.object && w->job.line)
		return usage_error("`--line` and an object are two questions");
	return ask(w);
}

static int run(const struct command *self, char **args)
{
	struct why_options w = {.unit.job.colour = want_colour("auto")};
	int status = run_job(&w, args);

	(void)self;
	unit_free(&w.unit);
	return status;
}

const struct command command_why = {
	.name = "why",
	.args = "PATH... KIND/NAME [FIELD.PATH] [OPTION...]",
	.summary =
		"Says where a value of the result comes from: what sets it, or which rule of the library derives it.",
	.options = rows,
	.noptions = sizeof rows / sizeof rows[0],
	.run = run,
};
