/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Breaking lines: what fits, what its author has broken, what is broken within,
 * comments, operands, and texts of several lines.
 */

#define FIXTURE_MORE struct layout layout;
#include "fmt/fmt.h"
#include "fmt/layout.h"
#include "fixture.h"

/* N times C as a text. */
static void fill(struct layout *l, char c, uint32_t n)
{
	char text[200];

	memset(text, c, n);
	layout_text(l, text, n, n);
}

static void put(struct layout *l, const char *text)
{
	layout_text(l, text, (uint32_t)strlen(text), (uint32_t)strlen(text));
}

static struct layout *begin(void **state)
{
	struct fixture *f = *state;

	f->out.n = 0;
	layout_init(&f->layout, &f->arena, &f->out);
	return &f->layout;
}

static void is_written(void **state, const char *text)
{
	struct fixture *f = *state;

	layout_run(&f->layout);
	buf_putc(&f->out, '\0');
	assert_string_equal(f->out.p, text);
}

/* `NAME(A, B)BEHIND` with A of N columns. */
static void call(struct layout *l, uint32_t n, bool forced, const char *behind)
{
	uint32_t group = layout_open(l, GROUP_BRACKET, forced);

	put(l, "(");
	layout_break(l, group, 0);
	fill(l, 'a', n);
	put(l, ",");
	layout_break(l, group, BREAK_BLANK);
	put(l, "b");
	layout_break(l, group, BREAK_CLOSE | BREAK_TRAILING);
	put(l, ")");
	layout_close(l, group);
	put(l, behind);
}

static void fits(void **state)
{
	call(begin(state), 5, false, " x");
	is_written(state, "(aaaaa, b) x");
}

static void broken_by_its_author(void **state)
{
	call(begin(state), 5, true, " x");
	is_written(state, "(\n  aaaaa,\n  b,\n) x");
}

static const char *lines_of(char *room, uint32_t n, const char *before, const char *behind)
{
	size_t k = strlen(before);

	memcpy(room, before, k);
	memset(room + k, 'a', n);
	strcpy(room + k + n, behind);
	return room;
}

/* What stands behind the group counts, up to where a line may end. */
static void just_fits(void **state)
{
	char room[300];

	call(begin(state), FMT_WIDTH - 7, false, " x");
	is_written(state, lines_of(room, FMT_WIDTH - 7, "(", ", b) x"));
	call(begin(state), FMT_WIDTH - 6, false, " x");
	is_written(state, lines_of(room, FMT_WIDTH - 6, "(\n  ", ",\n  b,\n) x"));
}

/* A body within is broken; the call around it goes on in the same line, the body around that does not. */
static void broken_within(void **state)
{
	struct layout *l = begin(state);
	uint32_t outer = layout_open(l, GROUP_BODY, false), bracket, inner;

	put(l, "{");
	layout_break(l, outer, BREAK_BLANK);
	put(l, "x: f");
	bracket = layout_open(l, GROUP_BRACKET, false);
	put(l, "(");
	layout_break(l, bracket, 0);
	inner = layout_open(l, GROUP_BODY, true);
	put(l, "{");
	layout_break(l, inner, BREAK_BLANK);
	put(l, "y");
	layout_break(l, inner, BREAK_BLANK | BREAK_CLOSE);
	put(l, "}");
	layout_close(l, inner);
	layout_break(l, bracket, BREAK_CLOSE | BREAK_TRAILING);
	put(l, ")");
	layout_close(l, bracket);
	layout_break(l, outer, BREAK_BLANK | BREAK_CLOSE);
	put(l, "}");
	layout_close(l, outer);
	is_written(state, "{\n  x: f({\n    y\n  })\n}");
}

/* A comment has no width, forces its group, and takes no blank before a new line. */
static void comments(void **state)
{
	struct layout *l = begin(state);
	uint32_t group = layout_open(l, GROUP_CHAIN, false);

	put(l, "a +");
	layout_text(l, "  # c", 5, 0);
	layout_force(l, group);
	layout_break(l, group, BREAK_BLANK);
	put(l, "b = ");
	layout_line(l);
	put(l, "c");
	layout_line(l);
	put(l, "d");
	layout_close(l, group);
	is_written(state, "a +  # c\n  b =\n  c\n  d");
}

/* `x: (a && b)` with the operands in a group of KIND. */
static void operands(struct layout *l, enum group_kind kind)
{
	uint32_t paren, group;

	put(l, "x: ");
	paren = layout_open(l, GROUP_BODY, false);
	put(l, "(");
	layout_break(l, paren, 0);
	group = layout_open(l, kind, true);
	put(l, "a &&");
	layout_break(l, group, BREAK_BLANK);
	put(l, "b");
	layout_close(l, group);
	layout_break(l, paren, BREAK_CLOSE);
	put(l, ")");
	layout_close(l, paren);
}

/* Operands may be on the level of what is around, or further in. */
static void levels(void **state)
{
	operands(begin(state), GROUP_LEVEL);
	is_written(state, "x: (\n  a &&\n  b\n)");
	operands(begin(state), GROUP_CHAIN);
	is_written(state, "x: (\n  a &&\n    b\n)");
}

/* Lines of a string stand one level in; those that began in a hole stay. */
static void lines(void **state)
{
	static const struct line v[] = {{"one", 3, false}, {"", 0, false}, {"  two", 5, true}};
	struct lines hanging = {v, 3, "'''", true}, plain = {v, 1, "\"\"\"", false};
	struct layout *l = begin(state);
	uint32_t group = layout_open(l, GROUP_BODY, true);

	put(l, "{");
	layout_break(l, group, BREAK_BLANK);
	put(l, "a: ");
	layout_lines(l, &hanging);
	layout_break(l, group, BREAK_COMMA | BREAK_EMPTY);
	layout_lines(l, &plain);
	put(l, " x");
	layout_break(l, group, BREAK_CLOSE);
	put(l, "}");
	layout_close(l, group);
	is_written(state, "{\n  a: '''\n    one\n\n  two\n  '''\n\n  \"\"\"\n    one\"\"\" x\n}");
}

/* In a hole there are no groups, and breaks are blanks. */
static void without_a_group(void **state)
{
	struct layout *l = begin(state);

	fill(l, 'a', 150);
	layout_break(l, NO_GROUP, BREAK_COMMA);
	put(l, "b");
	layout_break(l, NO_GROUP, BREAK_CLOSE);
	layout_close(l, NO_GROUP);
	layout_run(l);
	assert_int_equal(((struct fixture *)*state)->out.n, 153);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(fits),      TEST(broken_by_its_author),
		TEST(just_fits), TEST(broken_within),
		TEST(comments),  TEST(levels),
		TEST(lines),     TEST(without_a_group),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
