/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files of lines `KEY=value`: each form of a value, and what is said of lines
 * that are none.
 */

#include "text/dotenv.h"

#include "fixture.h"

/* All entries of TEXT as `KEY<value>`, mistakes as `!beg-end`. */
static const char *entries(struct fixture *s, const char *text)
{
	const char *all = "";
	struct dotenv d;
	enum dotenv_status status;

	dotenv_begin(&d, &s->arena, str_of(text));
	while ((status = dotenv_next(&d)) != DOTENV_END) {
		if (status == DOTENV_BAD)
			all = arena_printf(&s->arena, "%s!%u-%u", all, d.beg, d.end);
		else
			all = arena_printf(&s->arena, "%s" STR_FMT "<" STR_FMT ">", all, STR_ARG(d.key),
					   STR_ARG(d.value));
	}
	return all;
}

static void plain_values(void **state)
{
	assert_string_equal(entries(*state, ""), "");
	assert_string_equal(entries(*state, "\n \n# comment\n\t# another"), "");
	assert_string_equal(entries(*state, "A=1"), "A<1>");
	assert_string_equal(entries(*state, "A=1\nB=2\n"), "A<1>B<2>");
	assert_string_equal(entries(*state, "A=1\r\nB=2\r\n"), "A<1>B<2>");
	assert_string_equal(entries(*state, "  A = two words \t\n"), "A<two words>");
	assert_string_equal(entries(*state, "A="), "A<>");
	assert_string_equal(entries(*state, "A= # nothing"), "A<>");
	assert_string_equal(entries(*state, "A=a#b # c"), "A<a#b>");
	assert_string_equal(entries(*state, "A=a=b"), "A<a=b>");
	assert_string_equal(entries(*state, "A=$HOME/\\n"), "A<$HOME/\\n>");
	assert_string_equal(entries(*state, "a.b-c_1=x"), "a.b-c_1<x>");
	assert_string_equal(entries(*state, "A=it's"), "A<it's>");
}

static void exports(void **state)
{
	assert_string_equal(entries(*state, "export A=1\n export\tB=2"), "A<1>B<2>");
	assert_string_equal(entries(*state, "export=1"), "export<1>");
	assert_string_equal(entries(*state, "export =1"), "export<1>");
	assert_string_equal(entries(*state, "exported=1"), "exported<1>");
}

static void quoted_values(void **state)
{
	assert_string_equal(entries(*state, "A='a b' # c\nB=\"x\""), "A<a b>B<x>");
	assert_string_equal(entries(*state, "A='a\\n\"'"), "A<a\\n\">");
	assert_string_equal(entries(*state, "A=\"a\\n\\t\\r\\\\\\\"\\$#'\""), "A<a\n\t\r\\\"$#'>");
	assert_string_equal(entries(*state, "A='one\ntwo'\nB=1"), "A<one\ntwo>B<1>");
	assert_string_equal(entries(*state, "A=\"one\ntwo\""), "A<one\ntwo>");
	assert_string_equal(entries(*state, "A=''"), "A<>");
}

static void mistakes(void **state)
{
	assert_string_equal(entries(*state, "A\nB=1"), "!0-1B<1>");
	assert_string_equal(entries(*state, "=1"), "!0-2");
	assert_string_equal(entries(*state, "A B=1\nC=2"), "!0-5C<2>");
	assert_string_equal(entries(*state, "export A\nC=2"), "!7-8C<2>");
	assert_string_equal(entries(*state, "A='x' y\nB=1"), "!6-7B<1>");
	assert_string_equal(entries(*state, "A=\"x\\q\"\nB=1"), "!4-6B<1>");
	assert_string_equal(entries(*state, "A='x\nB=1\n"), "!2-3");
	assert_string_equal(entries(*state, "A=\""), "!2-3");
	assert_string_equal(entries(*state, "A=\"\\"), "!3-4");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(plain_values, setup, teardown),
		cmocka_unit_test_setup_teardown(exports, setup, teardown),
		cmocka_unit_test_setup_teardown(quoted_values, setup, teardown),
		cmocka_unit_test_setup_teardown(mistakes, setup, teardown),
	};

	return cmocka_run_group_tests_name("dotenv", tests, NULL, NULL);
}
