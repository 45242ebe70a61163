/* SPDX-License-Identifier: Apache-2.0 */
/* types: declarations in the wk8s language from the OpenAPI documents of Kubernetes. */
#include "cli/cli.h"

#include <stddef.h>

enum { OPT_FOLDER = OPT_HELP + 1, OPT_ENUMS, OPT_FIELDS, OPT_RESOURCES };

static const struct option_row rows[] = {
	{"output-dir", 'O', "DIR", "the folder to write the modules to", OPT_FOLDER},
	{"enums", 0, "FILE", "JSON: words of fields that the documents do not list", OPT_ENUMS},
	{"fields", 0, "FILE", "JSON: order, defaults and list keys of fields", OPT_FIELDS},
	{"resources", 0, "FILE", "JSON: scope, plurals, verbs and subresources of kinds", OPT_RESOURCES},
	{"help", 'h', NULL, "this text", OPT_HELP},
};

struct types_options {
	struct wk8s_types job;
	struct paths files;
};

static int take(void *ctx, int id, const char *value)
{
	struct types_options *t = ctx;

	switch (id) {
	case OPT_FOLDER:
		t->job.folder = value;
		return WK8S_DONE;
	case OPT_ENUMS:
		t->job.enums = value;
		return WK8S_DONE;
	case OPT_FIELDS:
		t->job.fields = value;
		return WK8S_DONE;
	case OPT_RESOURCES:
		t->job.resources = value;
		return WK8S_DONE;
	}
	return paths_add_file(&t->files, value) ? WK8S_DONE : WK8S_FAILED;
}

static int run_job(struct types_options *t, char **args)
{
	static const int err = 2;
	int status;

	if (!options_take(&command_types, args, take, t, &status))
		return status;
	if (!t->files.n)
		return usage_error("`wk8sc types` needs at least one OpenAPI document");
	if (!t->job.folder)
		return usage_error("`wk8sc types` needs `-O DIR`, the folder to write to");
	t->job.files = (const char *const *)t->files.v;
	t->job.nfiles = t->files.n;
	t->job.err = fd_writer(&err);
	return (int)wk8s_types(&t->job);
}

static int run(const struct command *self, char **args)
{
	struct types_options t = {0};
	int status = run_job(&t, args);

	(void)self;
	paths_free(&t.files);
	return status;
}

const struct command command_types = {
	.name = "types",
	.args = "-O DIR FILE... [OPTION...]",
	.summary = "Writes type declarations from OpenAPI v2 documents (v1.NN.json), one module a group and version.",
	.options = rows,
	.noptions = sizeof rows / sizeof rows[0],
	.run = run,
};
