/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tests of text/: positions, the list of diagnostics, and what is printed.
 */

#include "base/arena.h"
#include "base/buf.h"
#include "text/diag.h"
#include "text/render.h"
#include "text/source.h"

#include "fixture.h"

static void add(struct fixture *f, const char *path, const char *text)
{
	assert_int_not_equal(sources_add(&f->sources, path, str_of(text)), UINT32_MAX);
}

/* The span of the NTH (from 0) place of WORD in the last file. */
static struct span nth(const struct fixture *f, const char *word, int n)
{
	const struct source *file = &f->sources.files.v[f->sources.files.n - 1];
	const char *p = strstr(file->text.p, word);
	struct span span;

	while (n-- > 0)
		p = strstr(p + 1, word);
	assert_non_null(p);
	span.beg = file->base + (uint32_t)(p - file->text.p);
	span.end = span.beg + (uint32_t)strlen(word);
	return span;
}

static struct span at(const struct fixture *f, const char *word)
{
	return nth(f, word, 0);
}

static void expect_as(struct fixture *f, enum render_format format, bool colour, const char *text)
{
	diags_sort(&f->diags);
	render_diags(&f->out, &f->sources, &f->diags, format, colour);
	buf_putc(&f->out, '\0');
	assert_string_equal(f->out.p, text);
	f->out.n = 0;
}

static void expect(struct fixture *f, const char *text)
{
	expect_as(f, RENDER_HUMAN, false, text);
}

static void check_place(struct fixture *f, uint32_t pos, uint32_t line, uint32_t col, uint32_t bol, uint32_t eol)
{
	struct place place = sources_place(&f->sources, pos);

	assert_non_null(place.file);
	assert_int_equal(place.line, line);
	assert_int_equal(place.col, col);
	assert_int_equal(place.bol, bol);
	assert_int_equal(place.eol, eol);
}

static void source_places(void **state)
{
	struct fixture *f = *state;

	assert_null(sources_at(&f->sources, 1));
	add(f, "a", "one\r\ntw\xc3\xb6x\n\nend");
	add(f, "b", "");
	add(f, "c", "\xef\xbb\xbfx\n");
	assert_null(sources_at(&f->sources, 0));
	assert_null(sources_place(&f->sources, 0).file);
	assert_string_equal(sources_at(&f->sources, 1)->path, "a");
	assert_string_equal(sources_at(&f->sources, 16)->path, "a");
	assert_string_equal(sources_at(&f->sources, 17)->path, "b");
	assert_string_equal(sources_at(&f->sources, 18)->path, "c");
	assert_string_equal(sources_at(&f->sources, 20)->path, "c");
	assert_null(sources_at(&f->sources, 21));
	check_place(f, 1, 1, 1, 0, 3);
	check_place(f, 4, 1, 4, 0, 3);
	check_place(f, 5, 1, 4, 0, 3);
	check_place(f, 6, 2, 1, 5, 10);
	check_place(f, 10, 2, 4, 5, 10);
	check_place(f, 12, 3, 1, 11, 11);
	check_place(f, 16, 4, 4, 12, 15);
	check_place(f, 17, 1, 1, 0, 0);
	check_place(f, 18, 1, 1, 0, 1);
	check_place(f, 20, 2, 1, 2, 2);
	assert_int_equal(f->sources.files.v[2].bom, 3);
	assert_true(str_is(sources_text(&f->sources, (struct span){13, 16}), "end"));
	assert_int_equal(sources_text(&f->sources, SPAN_NONE).n, 0);
}

static void source_space_ends(void **state)
{
	struct fixture *f = *state;

	/* Only lengths count here: nothing looks at the bytes but for the BOM. */
	assert_int_equal(sources_add(&f->sources, "a", str_make("    ", UINT32_MAX - 10)), 0);
	assert_int_equal(sources_add(&f->sources, "b", str_make("    ", 10)), UINT32_MAX);
	assert_int_equal(sources_add(&f->sources, "c", str_make("    ", 8)), 1);
	assert_int_equal(sources_add(&f->sources, "d", str_make("", 0)), UINT32_MAX);
	assert_string_equal(sources_at(&f->sources, UINT32_MAX)->path, "c");
}

static void diag_sorts(void **state)
{
	struct fixture *f = *state;
	struct span late = {20, 21}, early = {5, 9};

	add(f, "a", "0123456789012345678901234567890");
	diag_add(&f->diags, E0204, late, "a");
	diag_add(&f->diags, E0205, early, "b");
	diag_add(&f->diags, E0204, early, "c");
	diag_add(&f->diags, W0314, early, "d");
	diag_add(&f->diags, E0602, SPAN_NONE, "file %d", 1);
	diag_add(&f->diags, E0602, SPAN_NONE, "file %d", 2);
	diag_add(&f->diags, E0602, SPAN_NONE, "file %d", 1);
	diag_label(diag_add(&f->diags, E0204, late, "again"), "x");
	diags_sort(&f->diags);
	assert_int_equal(f->diags.list.n, 6);
	assert_int_equal(f->diags.errors, 5);
	assert_int_equal(f->diags.warnings, 1);
	assert_string_equal(f->diags.list.v[0]->message, "file 1");
	assert_string_equal(f->diags.list.v[1]->message, "file 2");
	assert_string_equal(f->diags.list.v[2]->message, "b");
	assert_string_equal(f->diags.list.v[3]->message, "c");
	assert_string_equal(f->diags.list.v[4]->message, "d");
	assert_string_equal(f->diags.list.v[5]->message, "a");
	assert_string_equal(f->diags.list.v[5]->label, "");
}

/* 200,000 mistakes: all counted, a hundred kept, repetitions not at all. */
static void diag_limits(void **state)
{
	struct fixture *f = *state;
	struct span span;
	uint32_t i, k;
	char *text = arena_alloc(&f->arena, 200001);

	memset(text, '\n', 200000);
	text[200000] = '\0';
	add(f, "a", text);
	for (k = 0; k < 2; k++) {
		for (i = 1; i <= 200000; i++) {
			span.beg = i;
			span.end = i + 1;
			diag_edit(diag_help(diag_note(diag_also(diag_add(&f->diags, E0204, span, "bad"), span, "here"),
						      "n"),
					    "h"),
				  span, "x", EDIT_SAFE);
		}
		diag_add(&f->diags, W0314, span, "unused");
	}
	diags_sort(&f->diags);
	assert_int_equal(f->diags.errors, 200000);
	assert_int_equal(f->diags.warnings, 1);
	assert_int_equal(f->diags.list.n, 101);
	render_diags(&f->out, &f->sources, &f->diags, RENDER_HUMAN, false);
	buf_putc(&f->out, '\0');
	assert_non_null(strstr(f->out.p, "\n\n200000 errors (the first 100 are shown), 1 warning\n"));
}

static void diag_codes(void **state)
{
	int code;

	(void)state;
	assert_string_equal(diag_code_text(E0204), "E0204");
	assert_string_equal(diag_code_name(W0314), "unused");
	assert_string_equal(diag_code_title(E0101), "syntax error");
	assert_int_equal(diag_code_level(E0204), DIAG_ERROR);
	assert_int_equal(diag_code_level(W0314), DIAG_WARNING);
	assert_int_equal(diag_code_named(str_of("unused")), W0314);
	assert_int_equal(diag_code_named(str_of("unuse")), DIAG_CODES);
	/* The table's cells have fixed sizes; what fills one has no NUL in it. */
	for (code = 0; code < DIAG_CODES; code++) {
		assert_in_range(strlen(diag_code_text((enum diag_code)code)), 5, 5);
		assert_in_range(strlen(diag_code_name((enum diag_code)code)), 1, 31);
		assert_in_range(strlen(diag_code_title((enum diag_code)code)), 1, 95);
		assert_int_equal(diag_code_text((enum diag_code)code)[0] == 'W',
				 diag_code_level((enum diag_code)code) == DIAG_WARNING);
	}
}

static void human_label(void **state)
{
	struct fixture *f = *state;
	struct diag *d;

	add(f, "postgres.wk8s", "\n\n\n\n\n\n\n\n\n\n      replica: 3\n");
	d = diag_add(&f->diags, E0204, at(f, "replica"), "unknown field `%s` in %s", "replica", "StatefulSet");
	diag_label(d, "did you mean `replicas`?");
	diag_edit(d, d->span, "replicas", EDIT_SAFE);
	expect(f, "postgres.wk8s:11:7: error[E0204]: unknown field `replica` in StatefulSet\n"
		  "   |\n"
		  "11 |       replica: 3\n"
		  "   |       ^^^^^^^ did you mean `replicas`?\n");
}

static void human_secondary(void **state)
{
	struct fixture *f = *state;
	struct diag *d;

	add(f, "shop.wk8s",
	    "app a\n  Deployment api-v1 {\n\n  Deployment api-v2 {\n\n\n\n\n\n  Service api { ports.http: 80 }\n");
	d = diag_add(&f->diags, E0402, at(f, "api {"), "cannot tell which workload Service `api` selects");
	d->span.end -= 2;
	diag_label(d, "no workload is called `api`, and the app has two");
	diag_also(d, at(f, "api-v1"), "this one");
	diag_also(d, at(f, "api-v2"), "and this one");
	d->context = "in app `a`";
	diag_note(d, "a fact:\n\texpected x\n   found y");
	diag_help(d, "name one: `selector: api-v1`");
	diag_edit(d, d->span, "unseen", EDIT_SAFE);
	expect(f, "shop.wk8s:10:11: error[E0402]: cannot tell which workload Service `api` selects\n"
		  "   |\n"
		  "10 |   Service api { ports.http: 80 }\n"
		  "   |           ^^^ no workload is called `api`, and the app has two\n"
		  "   |\n"
		  " 2 |   Deployment api-v1 {\n"
		  "   |              ------ this one\n"
		  " 4 |   Deployment api-v2 {\n"
		  "   |              ------ and this one\n"
		  "   = in app `a`\n"
		  "   = note: a fact:\n"
		  "            expected x\n"
		  "              found y\n"
		  "   = help: name one: `selector: api-v1`\n");
}

static void human_no_place(void **state)
{
	struct fixture *f = *state;
	struct diag *d = diag_add(&f->diags, E0602, SPAN_NONE, "cannot read `x`");

	d->context = "in the shop";
	diag_note(d, "no such file");
	expect(f, "wk8sc: error[E0602]: cannot read `x`\n"
		  "   = in the shop\n"
		  "   = note: no such file\n");
}

static void human_edits(void **state)
{
	struct fixture *f = *state;
	struct span here;
	struct diag *d;

	add(f, "a", "x\ny\nz\nw\n");
	d = diag_add(&f->diags, E0204, at(f, "x"), "m");
	diag_edit(d, d->span, " good\n", EDIT_MAYBE);
	d = diag_add(&f->diags, E0204, at(f, "y"), "m");
	here = d->span;
	here.end = here.beg;
	diag_edit(d, here, "more", EDIT_SAFE);
	d = diag_add(&f->diags, E0204, at(f, "z"), "m");
	diag_edit(d, d->span, "<name>", EDIT_PLACEHOLDER);
	d = diag_add(&f->diags, W0314, at(f, "w"), "m");
	diag_edit(d, d->span, "", EDIT_SAFE);
	expect(f, "a:1:1: error[E0204]: m\n"
		  "  |\n"
		  "1 | x\n"
		  "  | ^\n"
		  "  = help: write `good`\n"
		  "\n"
		  "a:2:1: error[E0204]: m\n"
		  "  |\n"
		  "2 | y\n"
		  "  | ^\n"
		  "  = help: insert `more`\n"
		  "\n"
		  "a:3:1: error[E0204]: m\n"
		  "  |\n"
		  "3 | z\n"
		  "  | ^\n"
		  "\n"
		  "a:4:1: warning[W0314]: m\n"
		  "  |\n"
		  "4 | w\n"
		  "  | ^\n"
		  "  = help: remove it\n"
		  "\n"
		  "3 errors, 1 warning\n");
}

static void human_one_line(void **state)
{
	struct fixture *f = *state;
	struct diag *d;

	add(f, "a", "a: 1, bb: 2, a: 3\n");
	d = diag_add(&f->diags, E0203, nth(f, "a", 1), "`a` is set twice");
	diag_label(d, "again");
	diag_also(d, at(f, "a"), "first here");
	diag_also(d, at(f, "bb"), "not this");
	diag_also(d, at(f, "bb: 2, a"), "overlaps");
	expect(f, "a:1:14: error[E0203]: `a` is set twice\n"
		  "  |\n"
		  "1 | a: 1, bb: 2, a: 3\n"
		  "  | -     --     ^ again\n"
		  "  | |     |\n"
		  "  | |     not this\n"
		  "  | first here\n"
		  "  |\n"
		  "1 | a: 1, bb: 2, a: 3\n"
		  "  |       -------- overlaps\n");
}

static void human_two_files(void **state)
{
	struct fixture *f = *state;
	struct span lib, also;
	struct diag *d;

	add(f, "lib.wk8s", "x\n\n  type T {}\n");
	lib = at(f, "T");
	add(f, "main.wk8s", "use T\nlet y\n");
	also = at(f, "y");
	d = diag_add(&f->diags, E0202, at(f, "T"), "wrong");
	diag_also(d, lib, "declared here");
	diag_also(d, also, "used here");
	expect(f, "main.wk8s:1:5: error[E0202]: wrong\n"
		  "  |\n"
		  "1 | use T\n"
		  "  |     ^\n"
		  " --> lib.wk8s:3:8\n"
		  "3 |   type T {}\n"
		  "  |        - declared here\n"
		  " --> main.wk8s:2:5\n"
		  "2 | let y\n"
		  "  |     - used here\n");
}

static void human_tabs_and_width(void **state)
{
	struct fixture *f = *state;
	struct diag *d;

	add(f, "a",
	    "\tab\tcd\n"
	    "\xe4\xb8\xad\xe6\x96\x87: \xe6\x97\xa5x e\xcc\x81z\n"
	    "a\x1b[31m\x7f\xe2\x80\xae\xc2\x85z\n"
	    "ok \xff\xc3z\n");
	diag_label(diag_add(&f->diags, E0204, at(f, "cd"), "m"), "tab");
	diag_also(diag_add(&f->diags, E0204, at(f, "\t"), "m"), at(f, "b\tc"), "b");
	diag_add(&f->diags, E0204, at(f, "\xe6\x97\xa5x"), "wide");
	d = diag_add(&f->diags, E0204, at(f, "e\xcc\x81"), "combining");
	d->label = "\x1b[0m\nx";
	diag_add(&f->diags, E0204, nth(f, "z", 1), "control \x01");
	diag_add(&f->diags, E0204, nth(f, "z", 2), "not UTF-8");
	expect(f, "a:1:1: error[E0204]: m\n"
		  "  |\n"
		  "1 |         ab      cd\n"
		  "  | ^^^^^^^^ -------- b\n"
		  "\n"
		  "a:1:5: error[E0204]: m\n"
		  "  |\n"
		  "1 |         ab      cd\n"
		  "  |                 ^^ tab\n"
		  "\n"
		  "a:2:5: error[E0204]: wide\n"
		  "  |\n"
		  "2 | \xe4\xb8\xad\xe6\x96\x87: \xe6\x97\xa5x e\xcc\x81z\n"
		  "  |       ^^^\n"
		  "\n"
		  "a:2:8: error[E0204]: combining\n"
		  "  |\n"
		  "2 | \xe4\xb8\xad\xe6\x96\x87: \xe6\x97\xa5x e\xcc\x81z\n"
		  "  |           ^ \xe2\x90\x9b[0m\xe2\x90\x8ax\n"
		  "\n"
		  "a:3:10: error[E0204]: control \xe2\x90\x81\n"
		  "  |\n"
		  "3 | a\xe2\x90\x9b[31m\xe2\x90\xa1\xef\xbf\xbd\xef\xbf\xbdz\n"
		  "  |          ^\n"
		  "\n"
		  "a:4:6: error[E0204]: not UTF-8\n"
		  "  |\n"
		  "4 | ok \xef\xbf\xbd\xef\xbf\xbdz\n"
		  "  |      ^\n"
		  "\n"
		  "6 errors\n");
}

static void human_lines(void **state)
{
	struct fixture *f = *state;
	struct span all, end;

	add(f, "a", "one {\r\n  two\r\n}\r\n");
	all = at(f, "{\r\n  two\r\n}");
	diag_label(diag_add(&f->diags, E0203, all, "m"), "from here");
	end.beg = end.end = all.end + 2;
	diag_label(diag_add(&f->diags, E0101, end, "end"), "at the end");
	end.beg = all.beg + 1;
	end.end = end.beg + 1;
	diag_add(&f->diags, E0205, end, "line end");
	expect(f, "a:1:5: error[E0203]: m\n"
		  "  |\n"
		  "1 | one {\n"
		  "  |     ^ from here\n"
		  "\n"
		  "a:1:6: error[E0205]: line end\n"
		  "  |\n"
		  "1 | one {\n"
		  "  |      ^\n"
		  "\n"
		  "a:4:1: error[E0101]: end\n"
		  "  |\n"
		  "4 |\n"
		  "  | ^ at the end\n"
		  "\n"
		  "3 errors\n");
}

/* N times C. */
static const char *many(struct fixture *f, char c, size_t n)
{
	char *p = arena_alloc(&f->arena, n + 1);

	memset(p, c, n);
	p[n] = '\0';
	return p;
}

static void human_long_line(void **state)
{
	struct fixture *f = *state;
	const char *a = many(f, 'a', 1000);
	struct diag *d;

	add(f, "a", arena_printf(&f->arena, "key: %s X %s", a, a));
	d = diag_add(&f->diags, E0204, at(f, "X"), "m");
	diag_label(d, "here");
	diag_also(d, at(f, "key"), "key");
	diag_also(d, at(f, "aaaa"), "value");
	d->also.v[1].span.end = d->span.beg - 1;
	expect(f, arena_printf(&f->arena,
			       "a:1:1007: error[E0204]: m\n"
			       "  |\n"
			       "1 | ...%.59s X %.98s...\n"
			       "  | %63s^ here\n"
			       "  |\n"
			       "1 | key: %.155s...\n"
			       "  | ---  %s value\n"
			       "  | |\n"
			       "  | key\n",
			       a, a, "", a, many(f, '-', 155)));
}

static void human_colour(void **state)
{
	struct fixture *f = *state;
	struct diag *d;

	add(f, "a", "x y\n");
	d = diag_add(&f->diags, E0204, at(f, "x"), "m");
	diag_label(d, "l");
	diag_also(d, at(f, "y"), "k");
	diag_help(d, "h");
	diag_add(&f->diags, W0314, at(f, "y"), "w");
	expect_as(f, RENDER_HUMAN, true,
		  "\033[1ma:1:1: \033[0m\033[1;31merror[E0204]\033[0m\033[1m: m\033[0m\n"
		  "\033[1;34m  |\033[0m\n"
		  "\033[1;34m1 |\033[0m x y\n"
		  "\033[1;34m  |\033[0m \033[1;31m^\033[0m \033[1;34m- k\033[0m\n"
		  "\033[1;34m  |\033[0m \033[1;31m|\033[0m\n"
		  "\033[1;34m  |\033[0m \033[1;31ml\033[0m\n"
		  "\033[1;34m  =\033[0m \033[1;32mhelp:\033[0m h\n"
		  "\n"
		  "\033[1ma:1:3: \033[0m\033[1;33mwarning[W0314]\033[0m\033[1m: w\033[0m\n"
		  "\033[1;34m  |\033[0m\n"
		  "\033[1;34m1 |\033[0m x y\n"
		  "\033[1;34m  |\033[0m   \033[1;33m^\033[0m\n"
		  "\n"
		  "1 error, 1 warning\n");
}

static void tool_formats(void **state)
{
	struct fixture *f = *state;
	struct span lib;
	struct diag *d;

	diag_add(&f->diags, E0602, SPAN_NONE, "cannot read \"\\\x01\xff\xc3\xa9\"\n");
	add(f, "lib", "\xef\xbb\xbfy\nT\n");
	lib = at(f, "T");
	add(f, "main", "x\n\xc3\xa9 bad\n");
	d = diag_add(&f->diags, W0314, at(f, "bad"), "m");
	diag_label(d, "l");
	diag_also(d, lib, "declared");
	diag_also(d, lib, "%s", "");
	d->context = "in c";
	diag_note(d, "n1");
	diag_note(d, "n2");
	diag_help(d, "h");
	diag_edit(d, d->span, "good", EDIT_MAYBE);
	diag_edit(d, lib, "", EDIT_PLACEHOLDER);
	expect_as(f, RENDER_GCC, true,
		  "wk8sc: error: cannot read \"\\\xe2\x90\x81\xef\xbf\xbd\xc3\xa9\"\xe2\x90\x8a [E0602]\n"
		  "main:2:3: warning: m: l [W0314]\n"
		  "lib:2:1: note: declared\n"
		  "lib:2:1: note: see also here\n"
		  "main:2:3: note: n1\n"
		  "main:2:3: note: n2\n"
		  "main:2:3: note: h\n");
	expect_as(
		f, RENDER_JSON, true,
		"{\"level\":\"error\",\"code\":\"E0602\",\"name\":\"unreadable\","
		"\"message\":\"cannot read \\\"\\\\\\u0001\\ufffd\xc3\xa9\\\"\\u000a\",\"label\":\"\",\"context\":\"\","
		"\"spans\":[],\"notes\":[],\"helps\":[],\"edits\":[]}\n"
		"{\"level\":\"warning\",\"code\":\"W0314\",\"name\":\"unused\","
		"\"message\":\"m\",\"label\":\"l\",\"context\":\"in c\",\"spans\":["
		"{\"file\":\"main\",\"line\":2,\"column\":3,\"endLine\":2,\"endColumn\":6,"
		"\"byteStart\":5,\"byteEnd\":8,\"label\":\"l\",\"primary\":true},"
		"{\"file\":\"lib\",\"line\":2,\"column\":1,\"endLine\":2,\"endColumn\":2,"
		"\"byteStart\":5,\"byteEnd\":6,\"label\":\"declared\",\"primary\":false},"
		"{\"file\":\"lib\",\"line\":2,\"column\":1,\"endLine\":2,\"endColumn\":2,"
		"\"byteStart\":5,\"byteEnd\":6,\"label\":\"\",\"primary\":false}],"
		"\"notes\":[\"n1\",\"n2\"],\"helps\":[\"h\"],\"edits\":["
		"{\"file\":\"main\",\"line\":2,\"column\":3,\"endLine\":2,\"endColumn\":6,"
		"\"byteStart\":5,\"byteEnd\":8,\"text\":\"good\",\"trust\":\"maybe\"},"
		"{\"file\":\"lib\",\"line\":2,\"column\":1,\"endLine\":2,\"endColumn\":2,"
		"\"byteStart\":5,\"byteEnd\":6,\"text\":\"\",\"trust\":\"placeholder\"}]}\n");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(source_places), TEST(source_space_ends), TEST(diag_sorts),      TEST(diag_limits),
		TEST(diag_codes),    TEST(human_label),       TEST(human_secondary), TEST(human_no_place),
		TEST(human_edits),   TEST(human_one_line),    TEST(human_two_files), TEST(human_tabs_and_width),
		TEST(human_lines),   TEST(human_long_line),   TEST(human_colour),    TEST(tool_formats),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
