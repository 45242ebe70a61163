/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Exact numbers: rounding, and whole parts of quotients.
 */

#include "eval/decimal.h"

#include "fixture.h"

static struct decimal number(const char *text)
{
	struct decimal d;

	assert_int_equal(decimal_parse(str_of(text), &d), DECIMAL_OK);
	return d;
}

static const char *shown(struct fixture *s, const struct decimal *d)
{
	struct str text = sym_str(&s->names, decimal_text(&s->arena, &s->names, d));

	return arena_strndup(&s->arena, text.p, text.n);
}

static void rounding(void **state)
{
	static const struct {
		const char *number;
		unsigned digits;
		const char *down, *up, *half;
	} rows[] = {
		{"1.5", 0, "1", "2", "2"},
		{"-1.5", 0, "-2", "-1", "-2"},
		{"2.5", 0, "2", "3", "3"},
		{"-2.5", 0, "-3", "-2", "-3"},
		{"2.4", 0, "2", "3", "2"},
		{"-2.4", 0, "-3", "-2", "-2"},
		{"-2.6", 0, "-3", "-2", "-3"},
		{"3", 0, "3", "3", "3"},
		{"3.000", 0, "3", "3", "3"},
		{"1.005", 2, "1", "1.01", "1.01"},
		{"-1.005", 2, "-1.01", "-1", "-1.01"},
		{"0.999999999999999999", 0, "0", "1", "1"},
		{"9.223372036854775807", 17, "9.2233720368547758", "9.22337203685477581", "9.22337203685477581"},
		{"1.5Gi", 0, "1Gi", "2Gi", "2Gi"},
		{"12.5%", 0, "12%", "13%", "13%"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct decimal down = number(rows[i].number), up = down, half = down;

		decimal_round(&down, rows[i].digits, ROUND_DOWN);
		decimal_round(&up, rows[i].digits, ROUND_UP);
		decimal_round(&half, rows[i].digits, ROUND_HALF);
		assert_string_equal(shown(*state, &down), rows[i].down);
		assert_string_equal(shown(*state, &up), rows[i].up);
		assert_string_equal(shown(*state, &half), rows[i].half);
	}
}

static void whole_quotients(void **state)
{
	static const char *const rows[][3] = {
		{"10", "3", "3"},        {"-10", "3", "-4"},   {"10", "-3", "-4"},    {"-10", "-3", "3"},
		{"9", "3", "3"},         {"-9", "3", "-3"},    {"1", "0.3", "3"},     {"0.7", "0.2", "3"},
		{"10Gi", "3", "3Gi"},    {"10Gi", "3Gi", "3"}, {"1Gi", "300Mi", "3"}, {"1h", "7m30s", "8"},
		{"10s", "4", "2s500ms"}, {"50%", "3", "16%"},  {"0", "5", "0"},
	};
	struct decimal out;
	const char *why;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_true(decimal_divide_whole(number(rows[i][0]), number(rows[i][1]), &out, &why));
		assert_string_equal(shown(*state, &out), rows[i][2]);
	}
	assert_false(decimal_divide_whole(number("1"), number("0"), &out, &why));
	assert_string_equal(why, "the divisor is zero");
	assert_false(decimal_divide_whole(number("1"), number("1Gi"), &out, &why));
	assert_string_equal(why, "the units do not go together");
	assert_false(decimal_divide_whole(number("100m"), number("3"), &out, &why));
	assert_false(decimal_divide_whole(number("9223372036854775807"), number("0.1"), &out, &why));
	assert_string_equal(why, "the numbers are too large");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(rounding, setup, teardown),
		cmocka_unit_test_setup_teardown(whole_quotients, setup, teardown),
	};

	return cmocka_run_group_tests_name("decimal", tests, NULL, NULL);
}
