/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unit: the options that say what is compiled, for all commands that compile:
 * the sources, their parameters and folder, the target, how messages look.
 */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* "1.30" as 30. */
static bool take_target(struct unit_options *b, const char *word)
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

bool want_colour(const char *when)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	if (strcmp(when, "auto") != 0)
		return strcmp(when, "always") == 0;
	return isatty(2) && !(no && *no) && !(term && strcmp(term, "dumb") == 0);
}

bool unit_take_path(struct unit_options *b, const char *path)
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

static bool take_define(struct unit_options *b, const char *word)
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

bool unit_take(struct unit_options *b, int id, const char *value)
{
	static const char *const messages[] = {"human", "gcc", "json"};
	static const char *const colours[] = {"auto", "always", "never"};
	unsigned choice;
	long number;

	switch (id) {
	case OPT_NAMESPACE:
		b->job.default_namespace = value;
		return true;
	case OPT_DEFINE:
		return take_define(b, value);
	case OPT_PARAMS:
		return unit_take_path(b, value) && paths_add_file(&b->params, value);
	case OPT_ROOT:
		b->root = value;
		return true;
	case OPT_TARGET:
		return take_target(b, value);
	case OPT_MESSAGES:
		if (!option_choice("--error-format", value, messages, 3, &choice))
			return false;
		b->job.messages = (enum wk8s_messages)choice;
		return true;
	case OPT_COLOUR:
		if (!option_choice("--color", value, colours, 3, &choice))
			return false;
		b->job.colour = want_colour(value);
		return true;
	case OPT_MAX_ERRORS:
		number = option_number("--max-errors", value, 1, 1000000);
		b->job.max_errors = (uint32_t)number;
		return number > 0;
	}
	return unit_take_path(b, value);
}

int unit_open(struct unit_options *b, struct project *project)
{
	int status = project_open(project, b->root, b->paths.v[0]);

	b->job.paths = (const char *const *)b->paths.v;
	b->job.npaths = b->paths.n;
	b->job.params = (const char *const *)b->params.v;
	b->job.nparams = b->params.n;
	b->job.defines = b->defines;
	b->job.reader = file_reader(project);
	return status;
}

void unit_free(struct unit_options *b)
{
	paths_free(&b->paths);
	paths_free(&b->params);
	for (size_t i = 0; i < b->job.ndefines; i++)
		free((char *)b->defines[i].name);
	free(b->defines);
}
