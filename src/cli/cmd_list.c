/* SPDX-License-Identifier: Apache-2.0 */
/* list: the objects of the result and where they are written, or the images that they use. */
#include "cli/cli.h"

enum { OPT_FORMAT = OPT_UNIT_END, OPT_ORDER, OPT_IMAGES };

static const struct option_row rows[] = {
	{"images", 0, NULL, "list the images of containers, and which objects use them", OPT_IMAGES},
	{"format", 'f', "table|json", "how to list (default: table)", OPT_FORMAT},
	{"order", 0, "apply|source", "in which order (default: that of applying)", OPT_ORDER},
	UNIT_OPTIONS,
	MESSAGE_OPTIONS,
};

struct list_options {
	struct unit_options unit;
	struct wk8s_list job;
};

static int take(void *ctx, int id, const char *value)
{
	struct list_options *l = ctx;
	static const char *const formats[] = {"table", "json"};
	static const char *const orders[] = {"apply", "source"};
	unsigned choice;

	switch (id) {
	case OPT_IMAGES:
		l->job.images = true;
		return WK8S_DONE;
	case OPT_FORMAT:
		if (!option_choice("--format", value, formats, 2, &choice))
			return WK8S_USAGE;
		l->job.json = choice == 1;
		return WK8S_DONE;
	case OPT_ORDER:
		if (!option_choice("--order", value, orders, 2, &choice))
			return WK8S_USAGE;
		l->unit.job.order = (enum wk8s_order)choice;
		return WK8S_DONE;
	}
	if (!unit_take(&l->unit, id, value))
		return WK8S_USAGE;
	return id != OPTION_PATH || paths_add(&l->unit.paths, value) ? WK8S_DONE : WK8S_FAILED;
}

static int list(struct list_options *l)
{
	static const int err = 2;
	struct project project;
	struct output out;
	int status;

	if (!output_open(&out, NULL, false))
		return WK8S_FAILED;
	status = unit_open(&l->unit, &project);
	l->unit.job.out = output_writer(&out);
	l->unit.job.err = fd_writer(&err);
	l->job.build = &l->unit.job;
	if (status == WK8S_DONE)
		status = (int)wk8s_list(&l->job);
	project_close(&project);
	return output_close(&out, status == WK8S_DONE) ? status : WK8S_FAILED;
}

static int run_job(struct list_options *l, char **args)
{
	int status;

	if (!options_take(&command_list, args, take, l, &status))
		return status;
	if ((!l->unit.paths.n && !paths_add(&l->unit.paths, ".")) || !paths_once(&l->unit.paths))
		return WK8S_FAILED;
	return list(l);
}

static int run(const struct command *self, char **args)
{
	struct list_options l = {.unit.job.colour = want_colour("auto")};
	int status = run_job(&l, args);

	(void)self;
	unit_free(&l.unit);
	return status;
}

const struct command command_list = {
	.name = "list",
	.args = "[PATH...] [OPTION...]",
	.summary = "Lists the objects of the result and where they are written, or the images that they use.",
	.options = rows,
	.noptions = sizeof rows / sizeof rows[0],
	.run = run,
};
