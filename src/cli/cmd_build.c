/* SPDX-License-Identifier: Apache-2.0 */
/* build: the main job, from sources to YAML. */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { OPT_OUTPUT = OPT_UNIT_END, OPT_FORMAT, OPT_CHECK, OPT_AGAINST, OPT_STATS, OPT_DUMP, OPT_ANNOTATE };

static const struct option_row rows[] = {
	{"output", 'o', "FILE", "write to FILE instead of standard output, only if it changes", OPT_OUTPUT},
	UNIT_OPTIONS,
	{"format", 'f', "yaml|json", "what to write (default: yaml)", OPT_FORMAT},
	{"check", 0, NULL, "write nothing; exit 1 if the file of -o would change", OPT_CHECK},
	{"against", 0, "FILE", "YAML of the cluster: what cannot change from it is an error; may be repeated",
	 OPT_AGAINST},
	{"annotate", 0, NULL, "write behind each value where it comes from", OPT_ANNOTATE},
	{"stats", 0, NULL, "say on standard error where the time went", OPT_STATS},
	{"dump", 0, "tokens|ast|objects", "write what is inside the compiler instead", OPT_DUMP},
	MESSAGE_OPTIONS,
};

struct build_options {
	struct unit_options unit;
	struct paths against;
	const char *output;
	bool check, stats, help;
};

static bool take_option(struct build_options *b, int id, const char *value)
{
	static const char *const formats[] = {"yaml", "json"};
	static const char *const dumps[] = {"tokens", "ast", "objects"};
	unsigned choice;

	switch (id) {
	case OPT_OUTPUT:
		b->output = value;
		return true;
	case OPT_FORMAT:
		if (!option_take_choice("--format", value, formats, 2, &choice))
			return false;
		b->unit.job.output = (enum wk8s_output)choice;
		return true;
	case OPT_CHECK:
		b->check = true;
		return true;
	case OPT_AGAINST:
		return unit_take_path(&b->unit, value) && paths_add_file(&b->against, value);
	case OPT_ANNOTATE:
		b->unit.job.annotate = true;
		return true;
	case OPT_STATS:
		b->stats = true;
		return true;
	case OPT_DUMP:
		if (!option_take_choice("--dump", value, dumps, 3, &choice))
			return false;
		b->unit.job.dump = (enum wk8s_dump)(choice + 1);
		return true;
	case OPT_HELP:
		b->help = true;
		return true;
	}
	return unit_take(&b->unit, id, value);
}

/* ---- statistics ---- */

static uint64_t monotonic(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void print_stats(const struct wk8s_stats *s)
{
	uint64_t all = 0;

	for (int i = 0; i < WK8S_PHASES; i++)
		all += s->ns[i];
	for (int i = 0; i < WK8S_PHASES; i++)
		fprintf(stderr, "%-10s %10.3f ms %5.1f %%\n", wk8s_phase_name((enum wk8s_phase)i),
			(double)s->ns[i] / 1e6, all ? 100.0 * (double)s->ns[i] / (double)all : 0.0);
	fprintf(stderr, "%-10s %10.3f ms\n", "total", (double)all / 1e6);
	fprintf(stderr, "%-10s %10zu bytes\n", "source", s->read_bytes);
	fprintf(stderr, "%-10s %10zu bytes\n", "output", s->written);
	fprintf(stderr, "%-10s %10zu\n", "objects", s->objects);
	fprintf(stderr, "%-10s %10zu bytes\n", "memory", s->peak_memory);
}

/* ---- running ---- */

/* Is the output OUT one of the files that are read? It would be lost. */
static bool is_one_of(const struct stat *out, const struct paths *paths)
{
	struct stat in;

	for (size_t i = 0; i < paths->n; i++) {
		if (stat(paths->v[i], &in) == 0 && in.st_dev == out->st_dev && in.st_ino == out->st_ino)
			return true;
	}
	return false;
}

static bool overwrites_source(const struct build_options *b)
{
	struct stat out;
	bool source;

	if (!b->output || stat(b->output, &out) < 0 || !S_ISREG(out.st_mode))
		return false;
	source = is_one_of(&out, &b->unit.paths);
	if (!source && !is_one_of(&out, &b->unit.params))
		return false;
	usage_error("the output `%s` is a %s as well", b->output, source ? "source" : "file of parameters");
	return true;
}

static int compile(struct build_options *b)
{
	static const int err = 2;
	struct output out;
	int status;

	if (!output_open(&out, b->output, b->check))
		return WK8S_FAILED;
	b->unit.job.against = (const char *const *)b->against.v;
	b->unit.job.nagainst = b->against.n;
	b->unit.job.out = output_writer(&out);
	b->unit.job.err = fd_writer(&err);
	b->unit.job.stats.clock = b->stats ? monotonic : NULL;
	status = (int)wk8s_build(&b->unit.job);
	if (!output_close(&out, status == WK8S_DONE || (!b->output && b->unit.job.dump)))
		return WK8S_FAILED;
	if (b->stats)
		print_stats(&b->unit.job.stats);
	if (status == WK8S_DONE && out.differs && b->check) {
		complain("`%s` would change", b->output);
		return WK8S_MISTAKES;
	}
	return status;
}

static int compile_project(struct build_options *b)
{
	struct project project;
	int status = unit_open(&b->unit, &project);

	if (status == WK8S_DONE)
		status = compile(b);
	project_close(&project);
	return status;
}

static int run_job(struct build_options *b, char **args)
{
	struct options o = {.command = &command_build, .args = args};
	int id;

	while ((id = option_next(&o)) != OPTION_END) {
		if (id == OPTION_BAD || !take_option(b, id, o.value))
			return WK8S_USAGE;
		if (b->help) {
			option_help(&command_build);
			return WK8S_DONE;
		}
		if (id == OPTION_PATH && !paths_add(&b->unit.paths, o.value))
			return WK8S_FAILED;
	}
	if (!b->unit.paths.n)
		return usage_error("nothing to compile: name a file, a folder or `-`");
	if (b->check && (!b->output || strcmp(b->output, "-") == 0))
		return usage_error("`--check` needs `-o FILE`, the file to compare with");
	if (b->unit.job.annotate && b->unit.job.output == WK8S_JSON)
		return usage_error("`--annotate` writes comments, which JSON does not have");
	if (b->unit.paths.n > 1 && !paths_once(&b->unit.paths))
		return WK8S_FAILED;
	if (overwrites_source(b))
		return WK8S_USAGE;
	return compile_project(b);
}

static int run(const struct command *self, char **args)
{
	struct build_options b = {.unit.job.colour = want_colour("auto")};
	int status = run_job(&b, args);

	(void)self;
	unit_free(&b.unit);
	paths_free(&b.against);
	return status;
}

const struct command command_build = {
	.name = "build",
	.args = "PATH... [OPTION...]",
	.summary = "Compiles files, folders (all *.wk8s in them) or standard input (`-`), together as one unit.",
	.options = rows,
	.noptions = sizeof rows / sizeof rows[0],
	.run = run,
};
