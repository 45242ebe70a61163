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
	bool help;
};

/* The arguments: sources, then KIND/NAME, which is told by the first that is no file, then a path. */
static bool take_argument(struct why_options *w, const char *arg)
{
	struct stat st;

	if (w->job.object && w->job.path)
		return usage_error("`%s` is one argument too many", arg) == WK8S_DONE;
	if (w->job.object) {
		w->job.path = arg;
		return true;
	}
	if (w->unit.paths.n && strcmp(arg, "-") != 0 && strchr(arg, '/') && stat(arg, &st) != 0) {
		w->job.object = arg;
		return true;
	}
	return unit_take(&w->unit, OPTION_PATH, arg) && paths_add(&w->unit.paths, arg);
}

static bool take(struct why_options *w, int id, const char *value)
{
	long line;

	switch (id) {
	case OPTION_PATH:
		return take_argument(w, value);
	case OPT_LINE:
		line = option_number("--line", value, 1, 1000000000);
		w->job.line = line > 0 ? (unsigned long)line : 0;
		return line > 0;
	case OPT_HELP:
		w->help = true;
		return true;
	}
	return unit_take(&w->unit, id, value);
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
	struct options o = {.command = &command_why, .args = args};
	int id;

	while ((id = option_next(&o)) != OPTION_END) {
		if (id == OPTION_BAD || !take(w, id, o.value))
			return WK8S_USAGE;
		if (w->help) {
			option_help(&command_why);
			return WK8S_DONE;
		}
	}
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
