/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of cli/project: which folder is the project's, what may be opened from it, what is listed. */
#define _XOPEN_SOURCE 700 /* realpath */

#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/*
 * A folder of its own, which is the current one while a test runs:
 *
 *	p/a.wk8s
 *	p/.hidden/h.wk8s
 *	p/sub/b.wk8s
 *	p/sub/deep/c.wk8s
 *	pp/out.wk8s
 */
struct world {
	char top[64];
	char *real;
	struct project project;
};

static void put(const char *path)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_true(fputs(path, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static void make_folder(const char *path)
{
	assert_int_equal(mkdir(path, 0777), 0);
}

static int begin(void **state)
{
	struct world *w = calloc(1, sizeof *w);

	strcpy(w->top, "/tmp/wk8sc-project-XXXXXX");
	assert_non_null(mkdtemp(w->top));
	assert_int_equal(chdir(w->top), 0);
	w->real = realpath(".", NULL);
	make_folder("p");
	make_folder("p/.hidden");
	make_folder("p/sub");
	make_folder("p/sub/deep");
	make_folder("pp");
	put("p/a.wk8s");
	put("p/.hidden/h.wk8s");
	put("p/sub/b.wk8s");
	put("p/sub/deep/c.wk8s");
	put("pp/out.wk8s");
	*state = w;
	return 0;
}

static int end(void **state)
{
	struct world *w = *state;
	char command[128];

	assert_int_equal(chdir("/"), 0);
	snprintf(command, sizeof command, "rm -rf '%s'", w->top);
	assert_int_equal(system(command), 0);
	project_close(&w->project);
	free(w->real);
	free(w);
	return 0;
}

/* Where the project of the path FIRST is; WANT is said from the world's folder if it is not `/`. */
static void root_is(struct world *w, const char *dir, const char *first, const char *want)
{
	char *path = path_join(w->real, want);

	project_close(&w->project);
	assert_int_equal(project_open(&w->project, dir, first), WK8S_DONE);
	assert_non_null(w->project.root);
	assert_string_equal(w->project.root, !*want ? w->real : strcmp(want, "/") == 0 ? want : path);
	free(path);
}

static void the_root_is_found(void **state)
{
	struct world *w = *state;
	char *absolute;

	/* The current folder, where the source is below it. */
	root_is(w, NULL, "p/sub/b.wk8s", "");
	root_is(w, NULL, "-", "");
	root_is(w, NULL, "none.wk8s", "");
	root_is(w, NULL, "none/none.wk8s", "");
	root_is(w, "p", "pp/out.wk8s", "p");
	root_is(w, "p/sub/..", "-", "p");

	/* The source's own folder, where it is not. */
	assert_int_equal(chdir("pp"), 0);
	root_is(w, NULL, "../p/sub/b.wk8s", "p/sub");
	root_is(w, NULL, "../p//a.wk8s", "p");
	root_is(w, NULL, "out.wk8s", "pp");
	/* `pp` begins like `p`, and is not in it. */
	assert_int_equal(chdir("../p"), 0);
	root_is(w, NULL, "../pp/out.wk8s", "pp");

	/* The nearest mark at or above the source, wherever the command is. */
	put("wk8s.root");
	root_is(w, NULL, "sub/deep/c.wk8s", "p");
	root_is(w, NULL, "a.wk8s", "p");
	put("sub/wk8s.root");
	root_is(w, NULL, "sub/deep/c.wk8s", "p/sub");
	root_is(w, NULL, "-", "p");
	root_is(w, NULL, "../pp/out.wk8s", "pp");
	root_is(w, "sub/deep", "sub/deep/c.wk8s", "p/sub/deep");
	assert_int_equal(chdir("sub/deep"), 0);
	root_is(w, NULL, "-", "p/sub");
	root_is(w, NULL, "../../a.wk8s", "p");
	assert_int_equal(chdir("/"), 0);
	absolute = path_join(w->real, "p/sub/deep/c.wk8s");
	root_is(w, NULL, absolute, "p/sub");
	free(absolute);
	/* A folder is no mark. */
	assert_int_equal(chdir(w->real), 0);
	make_folder("pp/wk8s.root");
	root_is(w, NULL, "pp/out.wk8s", "");
}

static void a_root_is_a_folder(void **state)
{
	struct world *w = *state;

	assert_int_equal(project_open(&w->project, "p/a.wk8s", "-"), WK8S_USAGE);
	assert_int_equal(project_open(&w->project, "none", "-"), WK8S_USAGE);
	assert_int_equal(project_open(&w->project, "", "-"), WK8S_USAGE);
	assert_null(w->project.root);
}

/* What opening PATH gives: 0, or minus an errno value. */
static int opens(struct world *w, const char *path, bool named)
{
	struct wk8s_reader r = file_reader(&w->project);
	uint64_t size = 99;
	int fd = r.open(r.ctx, path, named, &size);
	char c;

	if (fd < 0)
		return fd;
	assert_true(size > 0);
	assert_int_equal(r.read(r.ctx, fd, &c, 1), 1);
	r.close(r.ctx, fd);
	return 0;
}

static void what_is_named_is_inside(void **state)
{
	struct world *w = *state;

	root_is(w, "p", "-", "p");
	assert_int_equal(opens(w, "p/a.wk8s", true), 0);
	assert_int_equal(opens(w, "p/sub/../sub/deep/c.wk8s", true), 0);
	assert_int_equal(opens(w, "pp/out.wk8s", true), -EXDEV);
	assert_int_equal(opens(w, "p/../pp/out.wk8s", true), -EXDEV);
	assert_int_equal(opens(w, "/etc/passwd", true), -EXDEV);
	assert_int_equal(opens(w, "..", true), -EXDEV);
	/* The command may be given anything. */
	assert_int_equal(opens(w, "pp/out.wk8s", false), 0);
	assert_int_equal(opens(w, "none.wk8s", false), -ENOENT);

	/* What is not there is missing inside, and nobody's business outside. */
	assert_int_equal(opens(w, "p/none.wk8s", true), -ENOENT);
	assert_int_equal(opens(w, "p/none/none.wk8s", true), -ENOENT);
	assert_int_equal(opens(w, "p/a.wk8s/b", true), -ENOTDIR);
	assert_int_equal(opens(w, "pp/none.wk8s", true), -EXDEV);
	assert_int_equal(opens(w, "none.wk8s", true), -EXDEV);
	assert_int_equal(opens(w, "../none/none.wk8s", true), -EXDEV);
	assert_int_equal(opens(w, "/none", true), -EXDEV);

	/* What is no regular file; a pipe would wait for its writer. */
	assert_int_equal(opens(w, "p/sub", true), -EISDIR);
	assert_int_equal(mkfifo("p/pipe", 0666), 0);
	assert_int_equal(opens(w, "p/pipe", true), -EINVAL);
}

static void links_are_followed(void **state)
{
	struct world *w = *state;

	assert_int_equal(symlink("sub/b.wk8s", "p/inside.wk8s"), 0);
	assert_int_equal(symlink("../pp/out.wk8s", "p/outside.wk8s"), 0);
	assert_int_equal(symlink("../pp", "p/folder"), 0);
	assert_int_equal(symlink("none", "p/dangling.wk8s"), 0);
	assert_int_equal(symlink("loop.wk8s", "p/loop.wk8s"), 0);
	assert_int_equal(symlink("p", "q"), 0);
	root_is(w, "p", "-", "p");
	assert_int_equal(opens(w, "p/inside.wk8s", true), 0);
	assert_int_equal(opens(w, "p/outside.wk8s", true), -EXDEV);
	assert_int_equal(opens(w, "p/folder/out.wk8s", true), -EXDEV);
	assert_int_equal(opens(w, "p/folder/none.wk8s", true), -EXDEV);
	assert_int_equal(opens(w, "p/dangling.wk8s", true), -ENOENT);
	assert_int_equal(opens(w, "p/loop.wk8s", true), -ELOOP);
	assert_int_equal(opens(w, "q/a.wk8s", true), 0);
	/* The root may be named through a link. */
	root_is(w, "q", "-", "p");
	assert_int_equal(opens(w, "p/a.wk8s", true), 0);
	root_is(w, "/", "-", "/");
	assert_int_equal(opens(w, "p/folder/out.wk8s", true), 0);
}

static void without_a_root_nothing_is_named(void **state)
{
	struct world *w = *state;

	assert_int_equal(opens(w, "p/a.wk8s", true), -EXDEV);
	assert_int_equal(opens(w, "p/none.wk8s", true), -EXDEV);
	assert_int_equal(opens(w, "p/a.wk8s", false), 0);
}

struct names {
	char all[1024];
	int n;
};

static void add(void *arg, const char *name)
{
	struct names *names = arg;

	assert_true(strlen(names->all) + strlen(name) + 2 < sizeof names->all);
	strcat(names->all, name);
	strcat(names->all, "|");
	names->n++;
}

static bool has(const struct names *names, const char *name)
{
	const char *p = strstr(names->all, name);

	return p && p[strlen(name)] == '|' && (p == names->all || p[-1] == '|');
}

static int list_some(struct world *w, const char *path, unsigned depth, bool hidden, struct names *names)
{
	struct wk8s_reader r = file_reader(&w->project);

	*names = (struct names){0};
	return r.list(r.ctx, path, depth, hidden, add, names);
}

static int list(struct world *w, const char *path, struct names *names)
{
	return list_some(w, path, UINT_MAX, true, names);
}

static void folders_are_listed(void **state)
{
	struct world *w = *state;
	struct names names;

	assert_int_equal(symlink("../a.wk8s", "p/sub/inside.wk8s"), 0);
	assert_int_equal(symlink("../../pp/out.wk8s", "p/sub/outside.wk8s"), 0);
	assert_int_equal(symlink("..", "p/sub/cycle"), 0);
	assert_int_equal(symlink("none", "p/sub/dangling.wk8s"), 0);
	assert_int_equal(mkfifo("p/sub/pipe", 0666), 0);
	root_is(w, "p", "-", "p");
	assert_int_equal(list(w, "p", &names), 0);
	assert_int_equal(names.n, 5);
	assert_true(has(&names, "a.wk8s"));
	assert_true(has(&names, ".hidden/h.wk8s"));
	assert_true(has(&names, "sub/b.wk8s"));
	assert_true(has(&names, "sub/inside.wk8s"));
	assert_true(has(&names, "sub/deep/c.wk8s"));
	assert_int_equal(list_some(w, "p", 1, true, &names), 0);
	assert_string_equal(names.all, "a.wk8s|");
	assert_int_equal(list_some(w, "p", 2, false, &names), 0);
	assert_int_equal(names.n, 3);
	assert_false(has(&names, ".hidden/h.wk8s"));
	assert_false(has(&names, "sub/deep/c.wk8s"));
	assert_int_equal(list(w, "p/sub/deep", &names), 0);
	assert_string_equal(names.all, "c.wk8s|");
	/* A folder that a pattern names itself may be behind a link that stays inside. */
	assert_int_equal(list(w, "p/sub/cycle/sub/deep", &names), 0);
	assert_string_equal(names.all, "c.wk8s|");

	assert_int_equal(list(w, "p/a.wk8s", &names), -ENOTDIR);
	assert_int_equal(list(w, "p/none", &names), -ENOENT);
	assert_int_equal(list(w, ".", &names), -EXDEV);
	assert_int_equal(list(w, "pp", &names), -EXDEV);
	assert_int_equal(list(w, "none", &names), -EXDEV);
	assert_int_equal(names.n, 0);
	assert_int_equal(chdir("p/sub/deep"), 0);
	assert_int_equal(list(w, ".", &names), 0);
	assert_string_equal(names.all, "c.wk8s|");
	assert_int_equal(list(w, "../deep", &names), 0);
	assert_string_equal(names.all, "c.wk8s|");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_root_is_found, begin, end),
		cmocka_unit_test_setup_teardown(a_root_is_a_folder, begin, end),
		cmocka_unit_test_setup_teardown(what_is_named_is_inside, begin, end),
		cmocka_unit_test_setup_teardown(links_are_followed, begin, end),
		cmocka_unit_test_setup_teardown(without_a_root_nothing_is_named, begin, end),
		cmocka_unit_test_setup_teardown(folders_are_listed, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
