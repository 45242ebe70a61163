/* SPDX-License-Identifier: Apache-2.0 */
/* explain: what a kind, a field, a type or the code of a message is. */
#include "cli/cli.h"
#include "cli/codes.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { OPT_LIST = OPT_UNIT_END, OPT_FORMAT };

static const struct option_row rows[] = {
	{"list", 0, "kinds|fields|codes", "list what can be asked, one a line", OPT_LIST},
	{"format", 'f', "text|json", "how to answer (default: text)", OPT_FORMAT},
	{"k8s", 0, "1.NN", "the version of Kubernetes to speak of (default: the newest)", OPT_TARGET},
	MESSAGE_OPTIONS,
};

enum list { LIST_NOTHING, LIST_KINDS, LIST_FIELDS, LIST_CODES };

struct explain_options {
	struct unit_options unit;
	struct wk8s_explain job;
	enum list list;
	bool coloured; /* --color was given */
};

static const char topics[] = "Usage: wk8sc explain KIND[@GROUP/VERSION][.FIELD...]\n"
			     "       wk8sc explain TYPE[.FIELD...]\n"
			     "       wk8sc explain CODE\n\n"
			     "Says what a kind, a field, a type or the code of a message is, with an example.\n"
			     "  wk8sc explain Deployment                    a kind and its fields\n"
			     "  wk8sc explain deploy.containers.image       a field, as short as it may be written\n"
			     "  wk8sc explain Deployment.spec.template      or by its path in the API\n"
			     "  wk8sc explain Container                     a type of the API\n"
			     "  wk8sc explain Quantity                      how such a value is written\n"
			     "  wk8sc explain E0204                         an error or a warning\n"
			     "  wk8sc explain unknown-field                 the same by its name\n\n"
			     "  wk8sc explain --list=kinds                  all kinds\n"
			     "  wk8sc explain --list=fields Deployment      the fields of a kind, or below a field\n"
			     "  wk8sc explain --list=codes                  all codes of messages\n\n"
			     "More: wk8sc explain --help\n";

static int take(void *ctx, int id, const char *value)
{
	struct explain_options *e = ctx;
	static const char *const lists[] = {"kinds", "fields", "codes"};
	static const char *const formats[] = {"text", "json"};
	unsigned choice;

	switch (id) {
	case OPTION_PATH:
		if (e->job.word)
			return usage_error("`%s` is one argument too many", value);
		e->job.word = value;
		return WK8S_DONE;
	case OPT_LIST:
		if (!option_choice("--list", value, lists, 3, &choice))
			return WK8S_USAGE;
		e->list = (enum list)(choice + 1);
		return WK8S_DONE;
	case OPT_FORMAT:
		if (!option_choice("--format", value, formats, 2, &choice))
			return WK8S_USAGE;
		e->job.json = choice == 1;
		return WK8S_DONE;
	case OPT_COLOUR:
		e->coloured = strcmp(value, "auto") != 0;
		break;
	}
	return unit_take(&e->unit, id, value) ? WK8S_DONE : WK8S_USAGE;
}

static int ask(struct explain_options *e)
{
	static const int out = 1, err = 2;

	e->unit.job.out = fd_writer(&out);
	e->unit.job.err = fd_writer(&err);
	e->job.build = &e->unit.job;
	e->job.what = e->list == LIST_KINDS    ? WK8S_EXPLAIN_KINDS
		      : e->list == LIST_FIELDS ? WK8S_EXPLAIN_FIELDS
					       : WK8S_EXPLAIN_WORD;
	return (int)wk8s_explain(&e->job);
}

static int run_job(struct explain_options *e, char **args)
{
	int status;

	if (!options_take(&command_explain, args, take, e, &status))
		return status;
	if (e->list && e->job.json)
		return usage_error("`--list` has one form only");
	if (e->list == LIST_FIELDS && !e->job.word)
		return usage_error("`--list=fields` needs a kind, as in `wk8sc explain --list=fields Deployment`");
	if (e->job.word && (e->list == LIST_KINDS || e->list == LIST_CODES))
		return usage_error("`%s` is one argument too many", e->job.word);
	if (e->list == LIST_CODES) {
		codes_list();
		return WK8S_DONE;
	}
	if (!e->list && !e->job.word) {
		fputs(topics, stdout);
		return WK8S_DONE;
	}
	e->job.colour = e->coloured ? e->unit.job.colour : want_colour("auto") && isatty(1);
	if (!e->list && codes_meant(e->job.word))
		return codes_explain(e->job.word, e->job.json, e->job.colour);
	status = ask(e);
	if (status == WK8S_MISTAKES && !e->list)
		codes_suggest(e->job.word);
	return status;
}

static int run(const struct command *self, char **args)
{
	struct explain_options e = {.unit.job.colour = want_colour("auto")};
	int status = run_job(&e, args);

	(void)self;
	unit_free(&e.unit);
	return status;
}

const struct command command_explain = {
	.name = "explain",
	.args = "WORD [OPTION...]",
	.summary = "Says what a kind, a field, a type or the code of a message is, with an example.",
	.options = rows,
	.noptions = sizeof rows / sizeof rows[0],
	.run = run,
};
