/* SPDX-License-Identifier: Apache-2.0 */
/* build: the main job, from sources to YAML. */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
	OPT_OUTPUT = 1,
	OPT_NAMESPACE,
	OPT_DEFINE,
	OPT_PARAMS,
	OPT_ROOT,
	OPT_TARGET,
	OPT_FORMAT,
	OPT_CHECK,
	OPT_MESSAGES,
	OPT_COLOUR,
	OPT_MAX_ERRORS,
	OPT_STATS,
	OPT_DUMP,
	OPT_HELP
};

static const struct option_row rows[] = {
	{"output", 'o', "FILE", "write to FILE instead of standard output, only if it changes", OPT_OUTPUT},
	{"namespace", 'n', "NAMESPACE", "the default namespace, instead of that of the files", OPT_NAMESPACE},
	{"define", 'D', "NAME=VALUE", "the value of a parameter of the files; may be repeated", OPT_DEFINE},
	{"params", 'p', "FILE", "a file with values of parameters; may be repeated", OPT_PARAMS},
	{"root", 0, "DIR", "the project's folder, which files that sources name must be in", OPT_ROOT},
	{"k8s", 0, "1.NN", "the version of Kubernetes to write for (default: the newest)", OPT_TARGET},
	{"format", 'f', "yaml|json", "what to write (default: yaml)", OPT_FORMAT},
	{"check", 0, NULL, "write nothing; exit 1 if the file of -o would change", OPT_CHECK},
	{"error-format", 0, "human|gcc|json", "how messages are written (default: human)", OPT_MESSAGES},
	{"color", 0, "auto|always|never", "colours in messages (default: auto)", OPT_COLOUR},
	{"colour", 0, "auto|always|never", "the same", OPT_COLOUR},
	{"max-errors", 0, "N", "show at most N errors (default: 100)", OPT_MAX_ERRORS},
	{"stats", 0, NULL, "say on standard error where the time went", OPT_STATS},
	{"dump", 0, "tokens|ast|objects", "write what is inside the compiler instead", OPT_DUMP},
	{"help", 'h', NULL, "this text", OPT_HELP},
};

struct build_options {
	struct wk8s_build job;
	struct paths paths, params;
	struct wk8s_define *defines;
	const char *output, *root;
	bool check, stats, help;
	bool stdin_taken;
};

/* "1.30" as 30. */
static bool take_target(struct build_options *b, const char *word)
{
	unsigned lo = wk8s_oldest(), hi = wk8s_newest();
	char version[16];

	for (unsigned minor = lo; minor <= hi; minor++) {
		snprintf(version, sizeof version, "1.%u", minor);
		if (strcmp(word, version) == 0) {
			b->job.target = minor;
			return true;
		}
	}
	usage_error("`--k8s` needs a version from 1.%u to 1.%u, not `%s`", lo, hi, word);
	return false;
}

static bool want_colour(const char *when)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	if (strcmp(when, "auto") != 0)
		return strcmp(when, "always") == 0;
	return isatty(2) && !(no && *no) && !(term && strcmp(term, "dumb") == 0);
}

/* PATH is to be read: a source or a file of parameters. */
static bool take_path(struct build_options *b, const char *path)
{
	if (strcmp(path, "-") == 0) {
		if (b->stdin_taken) {
			usage_error("standard input `-` can be read once only");
			return false;
		}
		b->stdin_taken = true;
	}
	if (!*path) {
		usage_error("a path is empty");
		return false;
	}
	return true;
}

/* The end of the identifier at P, as the language spells them; P itself if there is none. */
static const char *after_identifier(const char *p)
{
	static const char rest[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";

	if (!*p || !strchr(rest, *p) || (*p >= '0' && *p <= '9'))
		return p;
	p += strspn(p, rest);
	while (*p == '-' && p[1] && strchr(rest, p[1]))
		p += 1 + strspn(p + 1, rest);
	return p;
}

/* The bytes of the name in `NAME=VALUE`: identifiers with dots between; 0 if there is no such thing. */
static size_t define_name(const char *word)
{
	const char *p = word;

	for (;;) {
		const char *end = after_identifier(p);

		if (end == p || (*end != '.' && *end != '='))
			return 0;
		if (*end == '=')
			return (size_t)(end - word);
		p = end + 1;
	}
}

static bool out_of_memory(void)
{
	complain("out of memory");
	return false;
}

static bool take_define(struct build_options *b, const char *word)
{
	size_t n = define_name(word), have = b->job.ndefines;
	struct wk8s_define *grown;
	char *name;

	if (!n) {
		if (strchr(word, '='))
			usage_error("`-D` needs the name of a parameter before `=`, not `%.*s`",
				    (int)strcspn(word, "="), word);
		else
			usage_error("`-D` needs NAME=VALUE, `%s` has no `=`", word);
		return false;
	}
	grown = realloc(b->defines, (have + 1) * sizeof *grown);
	if (!grown)
		return out_of_memory();
	b->defines = grown;
	name = strndup(word, n);
	if (!name)
		return out_of_memory();
	grown[have] = (struct wk8s_define){name, word + n + 1};
	b->job.ndefines = have + 1;
	return true;
}

/* One of the words; *OUT gets its index. */
static bool take_choice(const char *option, const char *word, const char *const *names, size_t n, unsigned *out)
{
	int i = option_choice(option, word, names, n);

	if (i >= 0)
		*out = (unsigned)i;
	return i >= 0;
}

static bool take_option(struct build_options *b, int id, const char *value)
{
	static const char *const formats[] = {"yaml", "json"};
	static const char *const messages[] = {"human", "gcc", "json"};
	static const char *const colours[] = {"auto", "always", "never"};
	static const char *const dumps[] = {"tokens", "ast", "objects"};
	unsigned choice;
	long number;

	switch (id) {
	case OPT_OUTPUT:
		b->output = value;
		return true;
	case OPT_NAMESPACE:
		b->job.default_namespace = value;
		return true;
	case OPT_DEFINE:
		return take_define(b, value);
	case OPT_PARAMS:
		return take_path(b, value) && paths_add_file(&b->params, value);
	case OPT_ROOT:
		b->root = value;
		return true;
	case OPT_TARGET:
		return take_target(b, value);
	case OPT_FORMAT:
		if (!take_choice("--format", value, formats, 2, &choice))
			return false;
		b->job.output = (enum wk8s_output)choice;
		return true;
	case OPT_CHECK:
		b->check = true;
		return true;
	case OPT_MESSAGES:
		if (!take_choice("--error-format", value, messages, 3, &choice))
			return false;
		b->job.messages = (enum wk8s_messages)choice;
		return true;
	case OPT_COLOUR:
		if (!take_choice("--color", value, colours, 3, &choice))
			return false;
		b->job.colour = want_colour(value);
		return true;
	case OPT_MAX_ERRORS:
		number = option_number("--max-errors", value, 1, 1000000);
		b->job.max_errors = (uint32_t)number;
		return number > 0;
	case OPT_STATS:
		b->stats = true;
		return true;
	case OPT_DUMP:
		if (!take_choice("--dump", value, dumps, 3, &choice))
			return false;
		b->job.dump = (enum wk8s_dump)(choice + 1);
		return true;
	case OPT_HELP:
		b->help = true;
		return true;
	}
	return take_path(b, value);
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
	source = is_one_of(&out, &b->paths);
	if (!source && !is_one_of(&out, &b->params))
		return false;
	usage_error("the output `%s` is a %s as well", b->output, source ? "source" : "file of parameters");
	return true;
}

static int compile(struct build_options *b, struct project *project)
{
	static const int err = 2;
	struct output out;
	int status;

	if (!output_open(&out, b->output, b->check))
		return WK8S_FAILED;
	b->job.paths = (const char *const *)b->paths.v;
	b->job.npaths = b->paths.n;
	b->job.params = (const char *const *)b->params.v;
	b->job.nparams = b->params.n;
	b->job.defines = b->defines;
	b->job.reader = file_reader(project);
	b->job.out = output_writer(&out);
	b->job.err = fd_writer(&err);
	b->job.stats.clock = b->stats ? monotonic : NULL;
	status = (int)wk8s_build(&b->job);
	if (!output_close(&out, status == WK8S_DONE || (!b->output && b->job.dump)))
		return WK8S_FAILED;
	if (b->stats)
		print_stats(&b->job.stats);
	if (status == WK8S_DONE && out.differs && b->check) {
		complain("`%s` would change", b->output);
		return WK8S_MISTAKES;
	}
	return status;
}

static int compile_project(struct build_options *b)
{
	struct project project;
	int status = project_open(&project, b->root, b->paths.v[0]);

	if (status == WK8S_DONE)
		status = compile(b, &project);
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
		if (id == OPTION_PATH && !paths_add(&b->paths, o.value))
			return WK8S_FAILED;
	}
	if (!b->paths.n)
		return usage_error("nothing to compile: name a file, a folder or `-`");
	if (b->check && (!b->output || strcmp(b->output, "-") == 0))
		return usage_error("`--check` needs `-o FILE`, the file to compare with");
	if (b->paths.n > 1 && !paths_once(&b->paths))
		return WK8S_FAILED;
	if (overwrites_source(b))
		return WK8S_USAGE;
	return compile_project(b);
}

static int run(const struct command *self, char **args)
{
	struct build_options b = {.job.colour = want_colour("auto")};
	int status = run_job(&b, args);

	(void)self;
	paths_free(&b.paths);
	paths_free(&b.params);
	for (size_t i = 0; i < b.job.ndefines; i++)
		free((char *)b.defines[i].name);
	free(b.defines);
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
