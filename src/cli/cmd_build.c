/* SPDX-License-Identifier: Apache-2.0 */
/* build: the main job, from sources to YAML. */
#include "cli/folder.h"
#include "cli/group.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
	OPT_OUTPUT = OPT_UNIT_END,
	OPT_FOLDER,
	OPT_FORMAT,
	OPT_ORDER,
	OPT_CHECK,
	OPT_AGAINST,
	OPT_DEPS,
	OPT_DEPS_FILE,
	OPT_DEPS_TARGET,
	OPT_DEPS_PHONY,
	OPT_STATS,
	OPT_DUMP,
	OPT_ANNOTATE
};

static const struct option_row rows[] = {
	{"output", 'o', "FILE", "write to FILE instead of standard output, only if it changes", OPT_OUTPUT},
	{"output-dir", 'O', "DIR", "write a file for each resource to DIR", OPT_FOLDER},
	UNIT_OPTIONS,
	{"format", 'f', "yaml|json", "what to write (default: yaml)", OPT_FORMAT},
	{"order", 0, "apply|source", "in which order (default: that of applying)", OPT_ORDER},
	{"check", 0, NULL, "write nothing; exit 1 if what -o or -O names would change", OPT_CHECK},
	{"against", 0, "FILE", "YAML of the cluster: what cannot change from it is an error; may be repeated",
	 OPT_AGAINST},
	{"annotate", 0, NULL, "write behind each value where it comes from", OPT_ANNOTATE},
	{"MD", 0, NULL, "write for make what was read, to FILE.d or DIR.d", OPT_DEPS},
	{"MF", 0, "FILE", "the same, to FILE", OPT_DEPS_FILE},
	{"MT", 0, "TARGET", "what depends on that, instead of the output", OPT_DEPS_TARGET},
	{"MP", 0, NULL, "with an empty rule for each file, so that it may go", OPT_DEPS_PHONY},
	{"stats", 0, NULL, "say on standard error where the time went", OPT_STATS},
	{"dump", 0, "tokens|ast|objects", "write what is inside the compiler instead", OPT_DUMP},
	MESSAGE_OPTIONS,
};

struct build_options {
	struct unit_options unit;
	struct paths against;
	struct groups groups;
	struct deps deps;
	struct input input; /* where several groups may read it */
	bool check, stats;
};

static int take_option(void *ctx, int id, const char *value)
{
	struct build_options *b = ctx;
	static const char *const formats[] = {"yaml", "json"};
	static const char *const orders[] = {"apply", "source"};
	static const char *const dumps[] = {"tokens", "ast", "objects"};
	unsigned choice;

	switch (id) {
	case OPT_OUTPUT:
	case OPT_FOLDER:
		return groups_output(&b->groups, value, id == OPT_FOLDER);
	case OPT_FORMAT:
		if (!option_choice("--format", value, formats, 2, &choice))
			return WK8S_USAGE;
		b->unit.job.output = (enum wk8s_output)choice;
		return WK8S_DONE;
	case OPT_ORDER:
		if (!option_choice("--order", value, orders, 2, &choice))
			return WK8S_USAGE;
		b->unit.job.order = (enum wk8s_order)choice;
		return WK8S_DONE;
	case OPT_CHECK:
		b->check = true;
		return WK8S_DONE;
	case OPT_AGAINST:
		return unit_take_path(&b->unit, value) && paths_add_file(&b->against, value) ? WK8S_DONE : WK8S_USAGE;
	case OPT_ANNOTATE:
		b->unit.job.annotate = true;
		return WK8S_DONE;
	case OPT_DEPS:
		b->deps.wanted = true;
		return WK8S_DONE;
	case OPT_DEPS_FILE:
		b->deps.wanted = true;
		b->deps.file = value;
		return WK8S_DONE;
	case OPT_DEPS_TARGET:
		b->deps.target = value;
		return WK8S_DONE;
	case OPT_DEPS_PHONY:
		b->deps.phony = true;
		return WK8S_DONE;
	case OPT_STATS:
		b->stats = true;
		return WK8S_DONE;
	case OPT_DUMP:
		if (!option_choice("--dump", value, dumps, 3, &choice))
			return WK8S_USAGE;
		b->unit.job.dump = (enum wk8s_dump)(choice + 1);
		return WK8S_DONE;
	}
	if (!unit_take(&b->unit, id, value))
		return WK8S_USAGE;
	return id == OPTION_PATH ? groups_path(&b->groups, value) : WK8S_DONE;
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

static bool is_stdout(const char *output)
{
	return !output || strcmp(output, "-") == 0;
}

/* Where a group's result goes: one of both. */
struct sink {
	struct output file;
	struct folder folder;
};

static bool sink_open(struct sink *sink, const struct build_options *b, const struct group *g, struct wk8s_build *job)
{
	if (!g->folder) {
		bool good = output_open(&sink->file, g->output, b->check);

		job->out = output_writer(&sink->file);
		return good;
	}
	job->out = folder_writer(&sink->folder);
	job->parts = folder_parts(&sink->folder);
	return folder_open(&sink->folder, g->output, job->output == WK8S_JSON ? ".json" : ".yaml", b->check);
}

/* The target of a rule for what GROUP writes: of a folder the file that says what is in it. From malloc. */
static char *target_of(const struct build_options *b, const struct group *g)
{
	if (b->deps.target)
		return strdup(b->deps.target);
	return g->folder ? path_join(g->output, MANIFEST_NAME) : strdup(g->output);
}

/* The depfile's name; from malloc. */
static char *depfile_of(const struct build_options *b, const struct group *g)
{
	size_t n;
	char *name;

	if (b->deps.file)
		return strdup(b->deps.file);
	n = strlen(g->output);
	while (g->folder && n > 1 && g->output[n - 1] == '/')
		n--;
	name = malloc(n + sizeof ".d");
	if (name)
		snprintf(name, n + sizeof ".d", "%.*s.d", (int)n, g->output);
	return name;
}

/* Before the output takes its place: whatever happens in between, make is going to compile again. */
static bool write_deps(const struct build_options *b, const struct group *g, const struct project *project, bool good)
{
	char *target, *file;
	bool done;

	if (!b->deps.wanted || b->check)
		return true;
	if (!project->record)
		return false;
	target = target_of(b, g);
	file = depfile_of(b, g);
	done = target && file && depfile_write(file, target, &g->folders, project, b->deps.phony, good);
	if (!target || !file)
		complain("out of memory");
	free(target);
	free(file);
	return done;
}

/* Prepares what SINK has, writes dependencies, and puts all in place. */
static int sink_close(struct sink *sink, const struct build_options *b, const struct group *g,
		      const struct project *project, int status)
{
	bool whole = status == WK8S_DONE || (!g->output && b->unit.job.dump);
	bool good = whole && (g->folder ? folder_prepare(&sink->folder) : output_prepare(&sink->file));

	if (!write_deps(b, g, project, good)) {
		good = false;
		status = WK8S_FAILED;
	}
	if (!(g->folder ? folder_close(&sink->folder, good) : output_close(&sink->file, good)))
		return WK8S_FAILED;
	if (status == WK8S_DONE && b->check && !g->folder && sink->file.differs)
		complain("`%s` would change", g->output);
	if (status == WK8S_DONE && b->check && (g->folder ? sink->folder.differs : sink->file.differs))
		return WK8S_MISTAKES;
	return status;
}

static int compile(struct build_options *b, const struct group *g, const struct project *project)
{
	static const int err = 2;
	struct wk8s_build job = b->unit.job;
	struct sink sink;
	int status;

	if (!sink_open(&sink, b, g, &job))
		return WK8S_FAILED;
	job.against = (const char *const *)b->against.v;
	job.nagainst = b->against.n;
	job.err = fd_writer(&err);
	job.stats.clock = b->stats ? monotonic : NULL;
	status = (int)wk8s_build(&job);
	status = sink_close(&sink, b, g, project, status);
	if (b->stats) {
		if (b->groups.n > 1)
			fprintf(stderr, "%s:\n", g->output);
		print_stats(&job.stats);
	}
	return status;
}

static int compile_group(struct build_options *b, const struct group *g)
{
	struct project project;
	int status;

	b->unit.paths = g->paths;
	status = unit_open(&b->unit, &project);
	project.record = b->deps.wanted;
	project.input = b->groups.n > 1 ? &b->input : NULL;
	if (status == WK8S_DONE)
		status = compile(b, g, &project);
	project_close(&project);
	b->unit.paths = (struct paths){0};
	return status;
}

/* Do the options go together? */
static int check_options(const struct build_options *b)
{
	const struct groups *g = &b->groups;
	bool to_stdout = !g->outputs, to_folder = false;

	for (size_t i = 0; i < g->n; i++) {
		to_folder |= g->v[i].folder;
		to_stdout |= !g->v[i].folder && is_stdout(g->v[i].output);
	}
	if (b->check && to_stdout)
		return usage_error("`--check` needs `-o FILE` or `-O DIR`, what to compare with");
	if (b->unit.job.annotate && b->unit.job.output == WK8S_JSON)
		return usage_error("`--annotate` writes comments, which JSON does not have");
	if (b->unit.job.dump && (to_folder || b->deps.wanted))
		return usage_error("`--dump` and `%s` do not go together", to_folder ? "-O" : "-MD");
	if (!b->deps.wanted && (b->deps.phony || b->deps.target))
		return usage_error("`%s` needs `-MD` or `-MF FILE`", b->deps.phony ? "-MP" : "-MT");
	if (b->deps.wanted && to_stdout && !(b->deps.file && b->deps.target))
		return usage_error("`-MD` needs `-o FILE` or `-O DIR`; or `-MF FILE` and `-MT TARGET`");
	if (g->n > 1 && (b->deps.file || b->deps.target))
		return usage_error("`%s` is for one output; with several each has a depfile of its own",
				   b->deps.file ? "-MF" : "-MT");
	if (b->deps.file && g->v[0].output && same_output(b->deps.file, g->v[0].output))
		return usage_error("`%s` cannot be the output and its depfile", b->deps.file);
	if (b->deps.file && groups_read(g, &b->unit.params, "depfile", b->deps.file))
		return WK8S_USAGE;
	return WK8S_DONE;
}

static int run_job(struct build_options *b, char **args)
{
	int status, worst = WK8S_DONE;

	if (!options_take(&command_build, args, take_option, b, &status))
		return status;
	status = groups_end(&b->groups, &b->unit.params);
	if (status == WK8S_DONE)
		status = check_options(b);
	if (status != WK8S_DONE)
		return status;
	for (size_t i = 0; i < b->groups.n; i++) {
		status = compile_group(b, &b->groups.v[i]);
		worst = status > worst ? status : worst;
	}
	return worst;
}

static int run(const struct command *self, char **args)
{
	struct build_options b = {.unit.job.colour = want_colour("auto")};
	int status = run_job(&b, args);

	(void)self;
	groups_free(&b.groups);
	free(b.input.text.p);
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
