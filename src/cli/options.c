/* SPDX-License-Identifier: Apache-2.0 */
/* options: `--name value`, `--name=value`, `-n value`, `-nvalue`, `-abc`, `-MD`, `--`; help and complaints. */
#include "cli/cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_NAMES 64

/* What option_next may return beside the ids of the rows and OPTION_PATH. */
#define OPTION_END 0
#define OPTION_BAD -2 /* reported */

struct options {
	const struct command *command;
	char **args;         /* the rest, NULL at the end */
	const char *letters; /* the rest of a cluster, `-xyz` */
	bool only_paths;     /* behind `--` */
	const char *value;   /* the argument */
};

static void say(const char *fmt, va_list args)
{
	fputs("wk8sc: ", stderr);
	vfprintf(stderr, fmt, args);
	fputc('\n', stderr);
}

void complain(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	say(fmt, args);
	va_end(args);
}

int usage_error(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	say(fmt, args);
	va_end(args);
	fputs("Try `wk8sc --help`.\n", stderr);
	return WK8S_USAGE;
}

static bool has_one_dash(const struct option_row *row)
{
	return row->name[0] >= 'A' && row->name[0] <= 'Z';
}

static int unknown_option(const struct command *c, const char *word, size_t n)
{
	const char *names[MAX_NAMES], *near;
	char name[64];
	size_t count = 0;

	snprintf(name, sizeof name, "%.*s", (int)n, word);
	for (size_t i = 0; i < c->noptions && count < MAX_NAMES; i++)
		if (!has_one_dash(&c->options[i]))
			names[count++] = c->options[i].name;
	near = wk8s_nearest(name, names, count);
	if (near)
		usage_error("unknown option `--%s`, did you mean `--%s`?", name, near);
	else
		usage_error("unknown option `--%s`", name);
	return OPTION_BAD;
}

/* Takes the argument: VALUE if it stands in the same word, else the next word. */
static int with_value(struct options *o, const struct option_row *row, const char *value)
{
	if (!value && *o->args)
		value = *o->args++;
	if (!value) {
		if (has_one_dash(row))
			usage_error("`-%s` needs an argument: %s", row->name, row->arg);
		else if (row->letter)
			usage_error("`--%s` (`-%c`) needs an argument: %s", row->name, row->letter, row->arg);
		else
			usage_error("`--%s` needs an argument: %s", row->name, row->arg);
		return OPTION_BAD;
	}
	o->value = value;
	return row->id;
}

static int long_option(struct options *o, const char *word)
{
	const struct command *c = o->command;
	size_t n = strcspn(word, "=");

	for (size_t i = 0; i < c->noptions; i++) {
		const struct option_row *row = &c->options[i];

		if (has_one_dash(row) || strlen(row->name) != n || strncmp(row->name, word, n) != 0)
			continue;
		if (row->arg)
			return with_value(o, row, word[n] ? word + n + 1 : NULL);
		if (!word[n])
			return row->id;
		usage_error("`--%s` takes no argument", row->name);
		return OPTION_BAD;
	}
	return unknown_option(c, word, n);
}

/* `-MF file` or `-MFfile`; 0 if it is no such option. */
static int one_dash_option(struct options *o)
{
	const struct command *c = o->command;

	for (size_t i = 0; i < c->noptions; i++) {
		const struct option_row *row = &c->options[i];
		size_t n = strlen(row->name);
		const char *rest = o->letters + n;

		if (!has_one_dash(row) || strncmp(row->name, o->letters, n) != 0 || (*rest && !row->arg))
			continue;
		o->letters = NULL;
		return row->arg ? with_value(o, row, *rest ? rest : NULL) : row->id;
	}
	return 0;
}

static int short_option(struct options *o)
{
	const struct command *c = o->command;
	char letter = *o->letters++;

	for (size_t i = 0; i < c->noptions; i++) {
		const struct option_row *row = &c->options[i];

		if (row->letter != letter)
			continue;
		if (row->arg) {
			const char *rest = *o->letters ? o->letters : NULL;

			o->letters = NULL;
			return with_value(o, row, rest);
		}
		if (!*o->letters)
			o->letters = NULL;
		return row->id;
	}
	usage_error("unknown option `-%c%s`", letter, letter == 'M' ? o->letters : "");
	return OPTION_BAD;
}

/* The id of the next option, or one of OPTION_; its argument, or the path, is in o->value. */
static int option_next(struct options *o)
{
	const char *word;
	int id;

	if (o->letters)
		return short_option(o);
	word = *o->args;
	if (!word)
		return OPTION_END;
	o->args++;
	if (!o->only_paths && strcmp(word, "--") == 0) {
		o->only_paths = true;
		return option_next(o);
	}
	if (o->only_paths || word[0] != '-' || !word[1]) {
		o->value = word;
		return OPTION_PATH;
	}
	if (word[1] == '-')
		return long_option(o, word + 2);
	o->letters = word + 1;
	id = one_dash_option(o);
	return id ? id : short_option(o);
}

bool options_take(const struct command *c, char **args, int (*take)(void *ctx, int id, const char *value), void *ctx,
		  int *status)
{
	struct options o = {.command = c, .args = args};
	int id;

	*status = WK8S_DONE;
	while ((id = option_next(&o)) != OPTION_END) {
		if (id == OPT_HELP) {
			option_help(c);
			return false;
		}
		*status = id == OPTION_BAD ? WK8S_USAGE : take(ctx, id, o.value);
		if (*status != WK8S_DONE)
			return false;
	}
	return true;
}

void option_list(const struct command *c)
{
	for (size_t i = 0; i < c->noptions; i++) {
		const struct option_row *row = &c->options[i];
		char left[64], letter[8] = "    ";

		if (row->letter)
			snprintf(letter, sizeof letter, "-%c, ", row->letter);
		if (has_one_dash(row))
			snprintf(letter, sizeof letter, "-");
		snprintf(left, sizeof left, "%s%s%s%s%s", letter, has_one_dash(row) ? "" : "--", row->name,
			 row->arg ? " " : "", row->arg ? row->arg : "");
		printf("  %-34s %s\n", left, row->help);
	}
}

void option_help(const struct command *c)
{
	printf("Usage: wk8sc %s %s\n\n%s\n", c->name, c->args, c->summary);
	if (c->noptions)
		puts("\nOptions:");
	option_list(c);
}

bool option_choice(const char *option, const char *word, const char *const *names, size_t n, unsigned *out)
{
	char all[128] = "";
	size_t used = 0;

	for (size_t i = 0; i < n; i++) {
		if (strcmp(names[i], word) == 0) {
			*out = (unsigned)i;
			return true;
		}
	}
	for (size_t i = 0; i < n && used < sizeof all; i++)
		used += (size_t)snprintf(all + used, sizeof all - used, "%s%s", i ? ", " : "", names[i]);
	usage_error("`%s` cannot be `%s`, only one of: %s", option, word, all);
	return false;
}

long option_number(const char *option, const char *word, long lo, long hi)
{
	char *end;
	long n;

	errno = 0;
	n = strtol(word, &end, 10);
	if (end == word || *end || errno || n < lo || n > hi) {
		usage_error("`%s` needs a whole number from %ld to %ld, not `%s`", option, lo, hi, word);
		return -1;
	}
	return n;
}
