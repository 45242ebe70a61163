/* SPDX-License-Identifier: Apache-2.0 */
/* init: a small project that works. Either all of its files are written, or none. */
#include "cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct option_row rows[] = {
	{"help", 'h', NULL, "this text", OPT_HELP},
};

struct init {
	const char *folder;
	bool made;          /* the folder was not there */
	struct paths files; /* in the order of init_files */
	size_t written;     /* of them */
};

static bool failed(const char *what, const char *path, int error)
{
	complain("cannot %s `%s`: %s", what, path, strerror(error));
	return false;
}

/* ---- looking ---- */

/* Is nothing in the way? All that is, is said. */
static bool look_at_files(const struct init *in)
{
	struct stat st;
	bool good = true;

	for (size_t i = 0; i < in->files.n; i++) {
		if (lstat(in->files.v[i], &st) == 0) {
			complain("`%s` is there already", in->files.v[i]);
			good = false;
		} else if (errno != ENOENT) {
			return failed("look for", in->files.v[i], errno);
		}
	}
	if (!good)
		complain("nothing is written: `wk8sc init` replaces no file");
	return good;
}

static bool look_at_folder(const struct init *in, bool *there)
{
	struct stat st;

	*there = stat(in->folder, &st) == 0;
	if (!*there)
		return errno == ENOENT || failed("look for", in->folder, errno);
	return S_ISDIR(st.st_mode) || failed("make folder", in->folder, ENOTDIR);
}

/* ---- writing ---- */

static bool write_files(struct init *in)
{
	in->made = mkdir(in->folder, 0777) == 0;
	if (!in->made && errno != EEXIST)
		return failed("make folder", in->folder, errno);
	for (; in->written < in->files.n; in->written++) {
		const char *path = in->files.v[in->written];
		const char *text = init_files[in->written].text;
		int error = write_new(path, text, strlen(text), 0); /* not over a file that has come since */

		if (error)
			return failed("write", path, error);
	}
	return true;
}

static void take_back(const struct init *in)
{
	for (size_t i = 0; i < in->written; i++)
		unlink(in->files.v[i]);
	if (in->made)
		rmdir(in->folder);
}

/* ---- telling ---- */

/* As a shell takes it for one word. */
static void print_word(const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=:,./@%";

	if (!word[strspn(word, plain)]) {
		fputs(word, stdout);
		return;
	}
	putchar('\'');
	for (; *word; word++) {
		if (*word == '\'')
			fputs("'\\''", stdout);
		else
			putchar(*word);
	}
	putchar('\'');
}

static void tell(const struct init *in)
{
	for (size_t i = 0; i < in->files.n; i++)
		printf("wrote %s\n", in->files.v[i]);
	puts("\nNow there are two commands, one for the YAML and one for the tests:\n");
	if (strcmp(in->folder, ".") != 0) {
		fputs("  make -C ", stdout);
		print_word(in->folder);
		fputs("\n  wk8sc test ", stdout);
		print_word(in->folder);
		putchar('\n');
	} else {
		puts("  make\n  wk8sc test");
	}
}

static int init(struct init *in)
{
	bool there;

	for (const struct text_file *f = init_files; f->name; f++) {
		if (!paths_push(&in->files, path_join(in->folder, f->name)))
			return WK8S_FAILED;
	}
	if (!look_at_folder(in, &there) || (there && !look_at_files(in)))
		return WK8S_FAILED;
	if (!write_files(in)) {
		take_back(in);
		return WK8S_FAILED;
	}
	tell(in);
	return WK8S_DONE;
}

static int take(void *ctx, int id, const char *value)
{
	struct init *in = ctx;

	(void)id; /* there are only paths */
	if (in->folder)
		return usage_error("`%s` is one folder too many", value);
	if (!*value)
		return usage_error("a path is empty");
	if (strcmp(value, "-") == 0)
		return usage_error("`wk8sc init` needs a folder, not standard input");
	in->folder = value;
	return WK8S_DONE;
}

static int run(const struct command *self, char **args)
{
	struct init in = {0};
	int status;

	if (!options_take(self, args, take, &in, &status))
		return status;
	if (!in.folder)
		in.folder = ".";
	status = init(&in);
	paths_free(&in.files);
	return status;
}

const struct command command_init = {
	.name = "init",
	.args = "[DIR]",
	.summary = "Writes a small project to a folder (default: the current one), made if it is not there.",
	.options = rows,
	.noptions = sizeof rows / sizeof rows[0],
	.run = run,
};
