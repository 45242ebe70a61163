/* SPDX-License-Identifier: Apache-2.0 */
/* fmt: sources in their one layout: files are replaced, or only compared. */
#include "cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { OPT_CHECK = OPT_UNIT_END, OPT_DIFF };

static const struct option_row rows[] = {
	{"check", 0, NULL, "write nothing; name the files that would change, and fail if there are any", OPT_CHECK},
	{"diff", 0, NULL, "write nothing; show what would change", OPT_DIFF},
	MESSAGE_OPTIONS,
};

struct fmt_options {
	struct unit_options unit; /* its source is one of the files, one after the other */
	struct paths files;
	bool check, diff;
	bool differs; /* one of them */
};

/* ---- what is laid out ---- */

static bool is_source(const char *name)
{
	size_t n = strlen(name);

	return n > 5 && strcmp(name + n - 5, ".wk8s") == 0;
}

static bool is_data(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot && (strcmp(dot, ".yaml") == 0 || strcmp(dot, ".yml") == 0 || strcmp(dot, ".json") == 0);
}

static int add_folder(struct fmt_options *f, const char *path)
{
	size_t first = f->files.n;

	if (!paths_add_below(&f->files, path, is_source))
		return WK8S_FAILED;
	if (f->files.n > first)
		return WK8S_DONE;
	complain("there are no files `*.wk8s` in `%s`", path);
	return WK8S_FAILED;
}

static int add_path(struct fmt_options *f, const char *path)
{
	bool is_input = strcmp(path, "-") == 0;
	struct stat st;

	if (!unit_take_path(&f->unit, path))
		return WK8S_USAGE;
	if (!is_input && stat(path, &st) == 0) {
		if (S_ISDIR(st.st_mode))
			return add_folder(f, path);
		if (!S_ISREG(st.st_mode))
			return usage_error("`%s` is no file that can be replaced; `-` is standard input", path);
	}
	if (is_data(path))
		return usage_error("`%s` is no wk8s source, and has no layout of its own", path);
	return paths_add_file(&f->files, path) ? WK8S_DONE : WK8S_FAILED;
}

static int take(void *ctx, int id, const char *value)
{
	struct fmt_options *f = ctx;

	switch (id) {
	case OPT_CHECK:
		f->check = true;
		return WK8S_DONE;
	case OPT_DIFF:
		f->diff = true;
		return WK8S_DONE;
	case OPTION_PATH:
		return add_path(f, value);
	}
	return unit_take(&f->unit, id, value) ? WK8S_DONE : WK8S_USAGE;
}

static int keep(void *ctx, const char *p, size_t n)
{
	return bytes_add(ctx, p, n);
}

/* ---- differences ---- */

/* The file TEXT is in; one that nobody else sees, for standard input. False after reporting. */
static bool make_temp(char *path, size_t room, const struct bytes *text)
{
	const char *folder = getenv("TMPDIR");
	int fd, error = 0;

	snprintf(path, room, "%s/wk8sc.XXXXXX", folder && *folder ? folder : "/tmp");
	fd = mkstemp(path);
	if (fd >= 0) {
		struct wk8s_writer w = fd_writer(&fd);
		error = w.write(w.ctx, text->p, text->n);
		close(fd);
	}
	if (fd >= 0 && !error)
		return true;
	if (fd >= 0)
		unlink(path);
	complain("cannot write `%s`: %s", path, strerror(error ? error : errno));
	return false;
}

/* In the child: the program diff, which reads the new text from FD. */
static void run_diff(int fd, const char *old, const char *label)
{
	if (dup2(fd, 0) < 0)
		_exit(127);
	close(fd);
	execlp("diff", "diff", "-u", "-L", label, "-L", label, "--", old, "-", (char *)NULL);
	_exit(127);
}

/* Shows how TEXT differs from the file OLD, if it does. */
static int show_diff(struct fmt_options *f, const char *old, const char *label, const struct bytes *text)
{
	int ends[2], status;
	struct wk8s_writer w;
	pid_t child;

	fflush(stdout);
	if (pipe(ends) < 0) {
		complain("cannot run `diff`: %s", strerror(errno));
		return WK8S_FAILED;
	}
	child = fork();
	if (child == 0) {
		close(ends[1]);
		run_diff(ends[0], old, label);
	}
	close(ends[0]);
	w = fd_writer(&ends[1]);
	(void)w.write(w.ctx, text->p, text->n); /* if it does not read all of it, it says why itself */
	close(ends[1]);
	if (child < 0 || waitpid(child, &status, 0) < 0) {
		complain("cannot run `diff`: %s", strerror(errno));
		return WK8S_FAILED;
	}
	if (WIFEXITED(status) && WEXITSTATUS(status) < 2) {
		f->differs = f->differs || WEXITSTATUS(status) == 1;
		return WK8S_DONE;
	}
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		complain("cannot run `diff`, which `--diff` needs");
	return WK8S_FAILED;
}

static int show_diff_of_input(struct fmt_options *f, const struct bytes *old, const struct bytes *text)
{
	char path[4096];
	int status;

	if (!make_temp(path, sizeof path, old))
		return WK8S_FAILED;
	status = show_diff(f, path, "<stdin>", text);
	unlink(path);
	return status;
}

/* ---- one file ---- */

/* Lays PATH out into W; what is read of standard input goes to INPUT, if that is not NULL. */
static int lay_out(struct fmt_options *f, char **path, struct input *input, struct wk8s_writer w)
{
	static const int err = 2;
	struct wk8s_build *job = &f->unit.job;
	struct project project;
	int status;

	f->unit.paths = (struct paths){path, 1, 1};
	status = unit_open(&f->unit, &project);
	project.input = input;
	job->out = w;
	job->err = fd_writer(&err);
	if (status == WK8S_DONE)
		status = (int)wk8s_fmt(job);
	f->unit.paths = (struct paths){0};
	project_close(&project);
	return status;
}

/* For --diff, and for --check of standard input: the layout is kept in memory. */
static int compare(struct fmt_options *f, char **path, bool is_input)
{
	struct input input = {0};
	struct bytes *old = &input.text, text = {0};
	int status = lay_out(f, path, is_input ? &input : NULL, (struct wk8s_writer){&text, keep});

	if (status == WK8S_DONE && f->diff) {
		status = is_input ? show_diff_of_input(f, old, &text) : show_diff(f, *path, *path, &text);
	} else if (status == WK8S_DONE && (old->n != text.n || (old->n && memcmp(old->p, text.p, old->n) != 0))) {
		f->differs = true;
		puts("<stdin>");
	}
	free(old->p);
	free(text.p);
	return status;
}

static int fmt_file(struct fmt_options *f, char **path)
{
	bool is_input = strcmp(*path, "-") == 0, differs;
	struct output out;
	int status;

	if (f->diff || (is_input && f->check))
		return compare(f, path, is_input);
	if (!output_open(&out, is_input ? NULL : *path, f->check))
		return WK8S_FAILED;
	status = lay_out(f, path, NULL, output_writer(&out));
	differs = status == WK8S_DONE && output_prepare(&out) && (f->check ? out.differs : out.temp != NULL);
	if (!output_close(&out, status == WK8S_DONE))
		return WK8S_FAILED;
	if (differs) {
		f->differs = true;
		puts(*path);
	}
	return status;
}

/* ---- all of them ---- */

static int run_job(struct fmt_options *f, char **args)
{
	int status;

	if (!options_take(&command_fmt, args, take, f, &status))
		return status;
	if (!f->files.n)
		return usage_error("nothing to lay out: name a file, a folder or `-`");
	if (!paths_once(&f->files))
		return WK8S_FAILED;
	for (size_t i = 0; i < f->files.n; i++) {
		int one = fmt_file(f, &f->files.v[i]);

		/* What is wrong with one file is no reason to leave the others. */
		if (one > status)
			status = one;
	}
	return status == WK8S_DONE && f->check && f->differs ? WK8S_MISTAKES : status;
}

static int run(const struct command *self, char **args)
{
	struct fmt_options f = {.unit.job.colour = want_colour("auto")};
	int status = run_job(&f, args);

	(void)self;
	paths_free(&f.files);
	unit_free(&f.unit);
	return status;
}

const struct command command_fmt = {
	.name = "fmt",
	.args = "PATH... [OPTION...]",
	.summary = "Lays sources out in the one way that all have: files, all of a folder, or `-`.",
	.options = rows,
	.noptions = sizeof rows / sizeof rows[0],
	.run = run,
};
