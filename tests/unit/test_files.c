/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of text/files and text/match: plain paths, each file once, what cannot be read, patterns. */
#include "text/files.h"

#include <errno.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* A folder in memory, all its files in it; a reader of it that is interrupted before everything it does. */
struct disk {
	const char *const *names;
	size_t n;
	const char *outside; /* what begins so is not below the project's folder */
	uint64_t claimed;    /* the size that open says; 0: unknown */
	int read_error;
	bool interrupted, endless;
	char opened[256]; /* the path of the last text */
	bool named;
	size_t at;
	int opens, open, lists;
	unsigned depth; /* what the last list was asked for */
	bool hidden;
};

struct world {
	struct mem mem;
	struct arena arena;
	struct disk disk;
	struct files files;
};

static bool interrupt(struct disk *d)
{
	d->interrupted = !d->interrupted;
	return d->interrupted;
}

static int disk_open(void *ctx, const char *path, bool named, uint64_t *size)
{
	struct disk *d = ctx;

	if (interrupt(d))
		return -EINTR;
	d->opens++;
	snprintf(d->opened, sizeof d->opened, "%s", path);
	d->named = named;
	d->at = 0;
	if (named && d->outside && strncmp(path, d->outside, strlen(d->outside)) == 0)
		return -EXDEV;
	if (strstr(path, "missing"))
		return -ENOENT;
	*size = d->claimed;
	d->open++;
	return 3;
}

/* The text of a file is its path. */
static long disk_read(void *ctx, int handle, char *p, size_t n)
{
	struct disk *d = ctx;

	assert_int_equal(handle, 3);
	assert_true(n > 0);
	if (interrupt(d))
		return -EINTR;
	if (d->endless) {
		p[0] = 'x';
		return (long)n;
	}
	if (d->read_error && d->at == 2)
		return -d->read_error;
	if (!d->opened[d->at])
		return 0;
	*p = d->opened[d->at++];
	return 1;
}

static void disk_close(void *ctx, int handle)
{
	struct disk *d = ctx;

	assert_int_equal(handle, 3);
	d->open--;
}

static int disk_list(void *ctx, const char *path, unsigned depth, bool hidden,
		     void (*each)(void *arg, const char *name), void *arg)
{
	struct disk *d = ctx;
	size_t n = strlen(path);

	d->lists++;
	d->depth = depth;
	d->hidden = hidden;
	if (d->outside && strncmp(path, d->outside, strlen(d->outside)) == 0)
		return -EXDEV;
	if (strstr(path, "missing"))
		return -ENOENT;
	for (size_t i = 0; i < d->n; i++) {
		if (strcmp(path, ".") == 0)
			each(arg, d->names[i]);
		else if (strncmp(d->names[i], path, n) == 0 && d->names[i][n] == '/')
			each(arg, d->names[i] + n + 1);
	}
	return 0;
}

static int begin(void **state)
{
	struct world *w = calloc(1, sizeof *w);
	const struct file_reader reader = {&w->disk, disk_open, disk_read, disk_close, disk_list};

	mem_init(&w->mem);
	arena_init(&w->arena, &w->mem);
	files_init(&w->files, &w->arena, &reader);
	*state = w;
	return 0;
}

static int end(void **state)
{
	struct world *w = *state;

	assert_int_equal(w->disk.open, 0);
	arena_free(&w->arena);
	assert_int_equal(w->mem.used, 0);
	free(w);
	return 0;
}

static void path_is(struct world *w, const char *from, const char *name, const char *want)
{
	const char *got = files_path(&w->files, from, str_of(name));

	assert_non_null(got);
	assert_string_equal(got, want);
}

static void paths_are_plain(void **state)
{
	struct world *w = *state;

	path_is(w, "x", "a/b", "a/b");
	path_is(w, "x", "./a", "a");
	path_is(w, "x", "a/./b", "a/b");
	path_is(w, "x", "a//b", "a/b");
	path_is(w, "x", "a/b/", "a/b");
	path_is(w, "x", "a/x/../b", "a/b");
	path_is(w, "x", "a/x/y/../../b", "a/b");
	path_is(w, "x", "../x", "../x");
	path_is(w, "x", "../../x", "../../x");
	path_is(w, "x", "../a/../x", "../x");
	path_is(w, "x", "../a/../../x", "../../x");
	path_is(w, "x", "a/..", ".");
	path_is(w, "x", "a/../..", "..");
	path_is(w, "x", ".", ".");
	path_is(w, "x", "", ".");
	path_is(w, "x", "a/.../b", "a/.../b");
	path_is(w, "x", "..a/b..", "..a/b..");
	path_is(w, "d/x", "a", "d/a");
	path_is(w, "d/x", "../a", "a");
	path_is(w, "d/x", "../../a", "../a");
	path_is(w, "../d/x", "../a", "../a");
	path_is(w, "../d/x", "../../a", "../../a");
	path_is(w, "/x", "a", "/a");
	path_is(w, "/x", "../a", "/a");
	path_is(w, "/d/x", "..", "/");
	path_is(w, "/d/e/x", "../a", "/d/a");
	path_is(w, "/d/x", "../../../a/b", "/a/b");
	path_is(w, "<stdin>", "a/b", "a/b");
	assert_null(files_path(&w->files, "x", str_of("/a")));
}

static void each_is_read_once(void **state)
{
	struct world *w = *state;
	struct file *f = files_given(&w->files, "./d//a.wk8s");

	assert_int_equal(f->state, FILE_READ);
	assert_string_equal(f->path, "d/a.wk8s");
	/* What the command is given is opened as it was given. */
	assert_string_equal(w->disk.opened, "./d//a.wk8s");
	assert_false(w->disk.named);
	assert_true(str_is(f->text, "./d//a.wk8s"));
	assert_int_equal(f->text.p[f->text.n], '\0');
	assert_ptr_equal(files_named(&w->files, "d/b.wk8s", str_of("a.wk8s")), f);
	assert_ptr_equal(files_named(&w->files, "b.wk8s", str_of("x/../d/a.wk8s")), f);
	assert_int_equal(w->disk.opens, 1);

	f = files_named(&w->files, "d/a.wk8s", str_of("../b.wk8s"));
	assert_string_equal(w->disk.opened, "b.wk8s");
	assert_true(w->disk.named);
	assert_ptr_equal(files_given(&w->files, "b.wk8s"), f);
	assert_int_equal(w->disk.opens, 2);
	assert_int_equal(w->files.all.n, 2);
	assert_int_equal(w->files.bytes, strlen("./d//a.wk8s") + strlen("b.wk8s"));
}

static void standard_input(void **state)
{
	struct world *w = *state;
	struct file *f = files_given(&w->files, "-");

	assert_string_equal(f->path, "<stdin>");
	assert_true(str_is(f->text, "-"));
	assert_ptr_equal(files_given(&w->files, "-"), f);
	assert_ptr_equal(files_named(&w->files, "d/a", str_of("-")), f);
	assert_int_equal(w->disk.opens, 1);
	/* Files that are called so. */
	assert_string_equal(files_named(&w->files, "<stdin>", str_of("./-"))->path, "-");
	assert_string_equal(w->disk.opened, "./-");
	assert_ptr_not_equal(files_named(&w->files, "<stdin>", str_of("<stdin>")), f);
	assert_int_equal(w->disk.opens, 3);
}

static void many_files(void **state)
{
	struct world *w = *state;
	char name[16];

	for (int i = 0; i < 20000; i++) {
		snprintf(name, sizeof name, "f%d", i % 10000);
		assert_int_equal(files_named(&w->files, "a", str_of(name))->state, FILE_READ);
	}
	assert_int_equal(w->disk.opens, 10000);
	assert_int_equal(w->files.all.n, 10000);
	assert_string_equal(w->files.all.v[9999]->path, "f9999");
}

static void what_cannot_be_named(void **state)
{
	static const char nul[] = "a\0b";
	struct world *w = *state;
	struct file *f = files_given(&w->files, "/p/a");

	w->disk.outside = "..";
	assert_int_equal(f->state, FILE_READ);
	assert_string_equal(f->path, "/p/a");
	f = files_named(&w->files, "/p/b", str_of("/p/a"));
	assert_int_equal(f->state, FILE_ABSOLUTE);
	assert_string_equal(f->path, "/p/a");
	assert_int_equal(files_named(&w->files, "/p/b", str_of("a"))->state, FILE_READ);
	f = files_named(&w->files, "a", str_make(nul, 3));
	assert_int_equal(f->state, FILE_UNREADABLE);
	assert_int_equal(f->error, EINVAL);
	f = files_named(&w->files, "a", str_make(NULL, 0));
	assert_int_equal(f->state, FILE_UNREADABLE);
	assert_int_equal(f->error, ENOENT);
	assert_int_equal(w->disk.opens, 1);

	assert_int_equal(files_named(&w->files, "a", str_of("../x"))->state, FILE_OUTSIDE);
	assert_int_equal(files_named(&w->files, "a", str_of("../x"))->state, FILE_OUTSIDE);
	assert_int_equal(w->disk.opens, 2);
	/* The command may be given it nevertheless, and then everybody has it. */
	assert_int_equal(files_given(&w->files, "../x")->state, FILE_READ);
	assert_int_equal(files_named(&w->files, "a", str_of("../x"))->state, FILE_READ);
	assert_int_equal(w->disk.opens, 3);
}

static void what_cannot_be_read(void **state)
{
	struct world *w = *state;
	struct file *f = files_named(&w->files, "a", str_of("missing"));

	assert_int_equal(f->state, FILE_UNREADABLE);
	assert_int_equal(f->error, ENOENT);
	assert_ptr_equal(files_given(&w->files, "missing"), f);
	assert_int_equal(w->disk.opens, 1);

	w->disk.read_error = EIO;
	f = files_given(&w->files, "broken");
	assert_int_equal(f->state, FILE_UNREADABLE);
	assert_int_equal(f->error, EIO);
	assert_int_equal(f->text.n, 0);
	assert_int_equal(w->files.bytes, 0);
}

static void what_is_too_large(void **state)
{
	struct world *w = *state;
	jmp_buf out;

	w->disk.claimed = FILES_MAX_BYTES + 1ull;
	assert_int_equal(files_given(&w->files, "a")->state, FILE_TOO_LARGE);
	w->disk.claimed = UINT64_MAX;
	assert_int_equal(files_given(&w->files, "b")->state, FILE_TOO_LARGE);
	/* One that lies. */
	w->disk.claimed = 3;
	assert_int_equal(files_given(&w->files, "longer")->state, FILE_READ);

	/* Memory is out while a text is open. */
	w->disk.endless = true;
	w->mem.limit = w->mem.used + (1 << 20);
	w->mem.unwind = &out;
	if (setjmp(out) == 0) {
		files_given(&w->files, "endless");
		fail();
	}
	assert_int_equal(w->disk.open, 1);
	files_abort(&w->files);
	files_abort(&w->files);
	assert_int_equal(w->disk.open, 0);
}

/* ---- patterns ---- */

/* The meaning of patterns, said as simply as can be: P is at the pattern's byte, S at the path's. */
static bool means(const char *pattern, const char *p, const char *path, const char *s)
{
	bool part = p == pattern || p[-1] == '/', hidden = *s == '.' && (s == path || s[-1] == '/');

	if (!*p)
		return !*s;
	if (*p == '*' && p[1] == '*') {
		const char *rest = p + strspn(p, "*");

		if (part && *rest == '/') {
			const char *slash = hidden ? NULL : strchr(s, '/');

			/* No folder, or one and again. */
			return means(pattern, rest + 1, path, s) || (slash && means(pattern, p, path, slash + 1));
		}
		return means(pattern, rest, path, s) || (*s && !hidden && means(pattern, p, path, s + 1));
	}
	if (*p == '*')
		return means(pattern, p + 1, path, s) || (*s && *s != '/' && !hidden && means(pattern, p, path, s + 1));
	if (*p == '?')
		return *s && *s != '/' && !hidden && means(pattern, p + 1, path, s + 1);
	return *p == *s && (!hidden || part) && means(pattern, p + 1, path, s + 1);
}

/* The NUMBERth string over the N letters, with at most 7 of them. */
static void spell(char out[8], unsigned number, const char *letters, unsigned n)
{
	size_t len = 0;

	for (; number; number /= n + 1)
		if (number % (n + 1))
			out[len++] = letters[number % (n + 1) - 1];
	out[len] = '\0';
}

/* All short patterns and paths. */
static void patterns_match_what_they_mean(void **state)
{
	char pattern[8], path[8];
	size_t matched = 0;

	(void)state;
	for (unsigned i = 0; i < 7776; i++) {
		spell(pattern, i, "a*/.?", 5);
		for (unsigned k = 0; k < 3125; k++) {
			bool want;

			spell(path, k, "ab/.", 4);
			want = means(pattern, pattern, path, path);
			matched += want;
			if (files_match(str_of(pattern), str_of(path)) != want)
				fail_msg("`%s` and `%s`", pattern, path);
		}
	}
	assert_true(matched > 10000);
}

static void patterns(void **state)
{
	char path[4000];

	(void)state;
	assert_true(files_match(str_of("*.yaml"), str_of("a.yaml")));
	assert_false(files_match(str_of("*.yaml"), str_of("d/a.yaml")));
	assert_false(files_match(str_of("*.yaml"), str_of(".a.yaml")));
	assert_false(files_match(str_of("*.yaml"), str_of(".yaml")));
	assert_true(files_match(str_of(".*.yaml"), str_of(".a.yaml")));
	assert_true(files_match(str_of("**/*.yaml"), str_of("a.yaml")));
	assert_true(files_match(str_of("**/*.yaml"), str_of("d/e/a.yaml")));
	assert_false(files_match(str_of("**/*.yaml"), str_of("d/.e/a.yaml")));
	assert_true(files_match(str_of("d/**"), str_of("d/e/a")));
	assert_true(files_match(str_of("*/b*/c"), str_of("a/bb/c")));
	assert_true(files_match(str_of("?.wk8s"), str_of("\xc3\xa9.wk8s")));
	assert_false(files_match(str_of("?.wk8s"), str_of("ee.wk8s")));
	/* Many stars that nearly match. */
	memset(path, 'a', sizeof path);
	assert_false(files_match(str_of("*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b"), str_make(path, sizeof path)));
	assert_false(files_match(str_of("**a**a**a**a**a**a**a**a**a**a**b"), str_make(path, sizeof path)));
	assert_false(files_match(str_of("**a*a**a*a**a*a**a*a**a*b"), str_make(path, sizeof path)));
}

static void files_of_a_folder(void **state)
{
	static const char *const names[] = {"d/b.yaml", "d/a.yaml", "d/e/c.yaml", "d/.h.yaml", "x.yaml", "d/B.yaml"};
	struct world *w = *state;
	file_names found = {0};
	int error;

	w->disk.names = names;
	w->disk.n = sizeof names / sizeof names[0];
	assert_int_equal(files_matching(&w->files, "d/x", str_of("*.yaml"), &found, &error), FILE_READ);
	assert_int_equal(found.n, 3);
	assert_string_equal(found.v[0], "B.yaml");
	assert_string_equal(found.v[1], "a.yaml");
	assert_string_equal(found.v[2], "b.yaml");
	assert_int_equal(w->disk.depth, 1);
	assert_false(w->disk.hidden);
	found.n = 0;
	assert_int_equal(files_matching(&w->files, "e/x", str_of("./../d/**/?.yaml"), &found, &error), FILE_READ);
	assert_int_equal(found.n, 4);
	assert_string_equal(found.v[0], "../d/B.yaml");
	assert_string_equal(found.v[3], "../d/e/c.yaml");
	assert_int_equal(w->disk.depth, UINT_MAX);
	assert_string_equal(files_named(&w->files, "e/x", str_of(found.v[3]))->path, "d/e/c.yaml");
	found.n = 0;
	assert_int_equal(files_matching(&w->files, "<stdin>", str_of("d/*/*"), &found, &error), FILE_READ);
	assert_int_equal(found.n, 1);
	assert_int_equal(w->disk.depth, 2);
	found.n = 0;
	assert_int_equal(files_matching(&w->files, "d/x", str_of("*/.[.]/x"), &found, &error), FILE_READ);
	assert_true(w->disk.hidden);
	found.n = 0;
	assert_int_equal(files_matching(&w->files, "a", str_of("x.yaml"), &found, &error), FILE_READ);
	assert_int_equal(found.n, 1);
	found.n = 0;
	assert_int_equal(files_matching(&w->files, "a", str_of("*.json"), &found, &error), FILE_READ);
	assert_int_equal(found.n, 0);
}

static void patterns_that_fail(void **state)
{
	struct world *w = *state;
	struct files without;
	struct file_reader reader = w->files.reader;
	file_names found = {0};
	int error;

	w->disk.outside = "..";
	assert_int_equal(files_matching(&w->files, "d/x", str_of("/d/*"), &found, &error), FILE_ABSOLUTE);
	assert_int_equal(files_matching(&w->files, "d/x", str_of("../../*"), &found, &error), FILE_OUTSIDE);
	assert_int_equal(files_matching(&w->files, "d/x", str_of("missing/*"), &found, &error), FILE_UNREADABLE);
	assert_int_equal(error, ENOENT);
	assert_int_equal(files_matching(&w->files, "d/x", str_make("*\0x", 3), &found, &error), FILE_UNREADABLE);
	assert_int_equal(error, EINVAL);
	assert_int_equal(files_matching(&w->files, "d/x", str_make(NULL, 0), &found, &error), FILE_UNREADABLE);
	assert_int_equal(error, ENOENT);
	assert_int_equal(w->disk.lists, 2);
	reader.list = NULL;
	files_init(&without, &w->arena, &reader);
	assert_int_equal(files_matching(&without, "d/x", str_of("*"), &found, &error), FILE_UNREADABLE);
	assert_int_equal(error, ENOSYS);
	assert_int_equal(found.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(paths_are_plain, begin, end),
		cmocka_unit_test_setup_teardown(each_is_read_once, begin, end),
		cmocka_unit_test_setup_teardown(standard_input, begin, end),
		cmocka_unit_test_setup_teardown(many_files, begin, end),
		cmocka_unit_test_setup_teardown(what_cannot_be_named, begin, end),
		cmocka_unit_test_setup_teardown(what_cannot_be_read, begin, end),
		cmocka_unit_test_setup_teardown(what_is_too_large, begin, end),
		cmocka_unit_test(patterns_match_what_they_mean),
		cmocka_unit_test(patterns),
		cmocka_unit_test_setup_teardown(files_of_a_folder, begin, end),
		cmocka_unit_test_setup_teardown(patterns_that_fail, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
