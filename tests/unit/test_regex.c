/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Regular expressions: what matches where, bad patterns, and that none can
 * take more than the budget.
 */

#include "base/regex.h"

#define FIXTURE_MORE                                                                                                   \
	struct regexes all;                                                                                            \
	uint32_t groups[2 * REGEX_GROUPS];
#include "fixture.h"

static int begin(void **state)
{
	struct fixture *f;

	setup(state);
	f = *state;
	regexes_init(&f->all, &f->arena);
	return 0;
}

static enum regex_status match(struct fixture *s, const char *pattern, const char *text)
{
	struct regex *re;
	const char *why;
	uint32_t at;
	enum regex_status status = regex_compile(&s->all, str_of(pattern), &re, &why, &at);

	if (status == REGEX_MISSING)
		skip();
	assert_int_equal(status, REGEX_OK);
	return regex_match(&s->all, re, str_of(text), 0, s->groups);
}

static void matching(void **state)
{
	struct fixture *s = *state;

	assert_int_equal(match(s, "b+", "abbc"), REGEX_OK);
	assert_int_equal(s->groups[0], 1);
	assert_int_equal(s->groups[1], 3);
	assert_int_equal(s->groups[2], UINT32_MAX);
	assert_int_equal(match(s, "^b", "abbc"), REGEX_NO);
	assert_int_equal(match(s, "c$", "abc\n"), REGEX_NO);
	assert_int_equal(match(s, "^.$", "\xc3\xb6"), REGEX_OK);
	assert_int_equal(match(s, "(x)|(a)", "a"), REGEX_OK);
	assert_int_equal(s->groups[2], UINT32_MAX);
	assert_int_equal(s->groups[4], 0);
	assert_int_equal(match(s, "(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)", "aaaaaaaaaaaa"), REGEX_OK);
	assert_int_equal(s->groups[19], 9);
	assert_int_equal(match(s, "", ""), REGEX_OK);
}

static void bad_patterns(void **state)
{
	static const struct {
		const char *pattern;
		uint32_t at;
	} rows[] = {{"(a", 2}, {"a)", 1}, {"*", 0}, {"[z-a]", 3}, {"\\C", 2}, {"(?<n>a)(?<n>b)", 12}};
	struct fixture *s = *state;
	struct regex *re;
	const char *why;
	uint32_t at;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		enum regex_status status = regex_compile(&s->all, str_of(rows[i].pattern), &re, &why, &at);

		if (status == REGEX_MISSING)
			skip();
		assert_int_equal(status, REGEX_BAD);
		assert_int_equal(at, rows[i].at);
		assert_true(strlen(why) > 5);
	}
}

/* Patterns that try for ages on texts that are no match. */
static void limits(void **state)
{
	static const char *const patterns[] = {"^(a+)+[bc]$",
					       "^(a|a)*[bc]$",
					       "(a*)*[bc]",
					       "(.*)(.*)(.*)(.*)(.*)[bc]",
					       "(?:(?:(?:a?){9}){9}){9}[bc]",
					       "(?R)?a*(?R)?[bc]"};
	static char text[5000];
	struct fixture *s = *state;

	memset(text, 'a', sizeof text - 1);
	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
		regexes_init(&s->all, &s->arena);
		assert_int_equal(match(s, patterns[i], text), REGEX_LIMIT);
	}
	assert_true(s->mem.peak < (size_t)256 << 20);
}

/* The budget is one for all: many harmless matches use it up too. */
static void together(void **state)
{
	struct fixture *s = *state;
	uint64_t before = s->all.left;

	assert_int_equal(match(s, "b", "aaaa"), REGEX_NO);
	assert_int_equal(match(s, "a*b?c", "aaaa"), REGEX_NO);
	assert_true(s->all.left < before);
	s->all.left = 3;
	assert_int_equal(match(s, "a+a+a+", "aaaa"), REGEX_LIMIT);
	assert_int_equal(s->all.left, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(matching, begin, teardown),
		cmocka_unit_test_setup_teardown(bad_patterns, begin, teardown),
		cmocka_unit_test_setup_teardown(limits, begin, teardown),
		cmocka_unit_test_setup_teardown(together, begin, teardown),
	};

	return cmocka_run_group_tests_name("regex", tests, NULL, NULL);
}
