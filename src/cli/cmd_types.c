/* SPDX-License-Identifier: Apache-2.0 */
/* types: declarations in the wk8s language from the OpenAPI documents of Kubernetes. */
#include "cli/cli.h"

#include <stddef.h>

enum { OPT_FOLDER = OPT_UNIT_END, OPT_ENUMS, OPT_FIELDS, OPT_RESOURCES };

static const struct option_row rows[] = {
	{"output-dir", 'O', "DIR", "the folder to write the modules to", OPT_FOLDER},
	{"enums", 0, "FILE", "JSON: words of fields that the documents do not list", OPT_ENUMS},
	{"fields", 0, "FILE", "JSON: order, defaults and list keys of fields", OPT_FIELDS},
	{"resources", 0, "FILE", "JSON: scope, plurals, verbs and subresources of kinds", OPT_RESOURCES},
	{"help", 'h', NULL, "this text", OPT_HELP},
};

static int types(struct wk8s_types *job, struct paths *files, char **args)
{
	static const int err = 2;
	struct options o = {.command = &command_types, .args = args};
	int id;

	while ((id = option_next(&o)) != OPTION_END) {
		switch (id) {
		case OPTION_BAD:
			return WK8S_USAGE;
		case OPT_FOLDER:
			job->folder = o.value;
			break;
		case OPT_ENUMS:
			job->enums = o.value;
			break;
		case OPT_FIELDS:
			job->fields = o.value;
			break;
		case OPT_RESOURCES:
			job->resources = o.value;
			break;
		case OPT_HELP:
			option_help(&command_types);
			return WK8S_DONE;
		case OPTION_PATH:
			if (!paths_add_file(files, o.value))
				return WK8S_FAILED;
		}
	}
	if (!files->n)
		return usage_error("`wk8sc types` needs at least one OpenAPI document");
	if (!job->folder)
		return usage_error("`wk8sc types` needs `-O DIR`, the folder to write to");
	job->files = (const char *const *)files->v;
	job->nfiles = files->n;
	job->err = fd_writer(&err);
	return (int)wk8s_types(job);
}

static int run(const struct command *self, char **args)
{
	struct wk8s_types job = {0};
	struct paths files = {0};
	int status = types(&job, &files, args);

	(void)self;
	paths_free(&files);
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
