/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The decision how a string is written, and its exact form. That everything
 * reads back as it was is shown by tests/property/prop_scalar.c.
 */

#include "emit/scalar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

#define TEXT(s) s, sizeof(s) - 1

static const struct row {
	const char *p;
	size_t n;
	const char *written;
} rows[] = {
	/* plain: what people write */
	{TEXT("postgres"), "postgres"},
	{TEXT("postgres:16-alpine"), "postgres:16-alpine"},
	{TEXT("/var/lib/postgresql/data"), "/var/lib/postgresql/data"},
	{TEXT("-U"), "-U"},
	{TEXT("--verbose=1"), "--verbose=1"},
	{TEXT("10Gi"), "10Gi"},
	{TEXT("250m"), "250m"},
	{TEXT("50%"), "50%"},
	{TEXT("$(POD_NAME).db"), "$(POD_NAME).db"},
	{TEXT("echo \"hi\" && it's"), "echo \"hi\" && it's"},
	{TEXT("a, b [c] {d}"), "a, b [c] {d}"},
	{TEXT("C:\\temp"), "C:\\temp"},
	{TEXT("app.kubernetes.io/name"), "app.kubernetes.io/name"},
	{TEXT("10.0.0.0/24"), "10.0.0.0/24"},
	{TEXT("1h30m"), "1h30m"},
	{TEXT("0g"), "0g"},
	{TEXT(".dockerconfigjson"), ".dockerconfigjson"},
	{TEXT("~/a"), "~/a"},
	{TEXT("none"), "none"},
	{TEXT("Yesterday"), "Yesterday"},
	{TEXT("a#b:c"), "a#b:c"},
	{TEXT("\xc3\xa9t\xc3\xa9"), "\xc3\xa9t\xc3\xa9"},
	/* double quotes: looks like another type, or would not be read */
	{TEXT(""), "\"\""},
	{TEXT("1"), "\"1\""},
	{TEXT("0.5"), "\"0.5\""},
	{TEXT("1e3"), "\"1e3\""},
	{TEXT("0x1F"), "\"0x1F\""},
	{TEXT("0o17"), "\"0o17\""},
	{TEXT("1_000"), "\"1_000\""},
	{TEXT("12:30:45"), "\"12:30:45\""},
	{TEXT("1.12.1"), "\"1.12.1\""},
	{TEXT("2026-11-22"), "\"2026-11-22\""},
	{TEXT("2026-11-22T10:00:00Z"), "\"2026-11-22T10:00:00Z\""},
	{TEXT("-.Inf"), "\"-.Inf\""},
	{TEXT(".nan"), "\".nan\""},
	{TEXT("+inf"), "\"+inf\""},
	{TEXT("-Infinity"), "\"-Infinity\""},
	{TEXT("+nAn"), "\"+nAn\""},
	{TEXT("+info"), "+info"},
	{TEXT("infinity"), "infinity"},
	{TEXT("no"), "\"no\""},
	{TEXT("Y"), "\"Y\""},
	{TEXT("tRUE"), "\"tRUE\""},
	{TEXT("null"), "\"null\""},
	{TEXT("~"), "\"~\""},
	{TEXT("="), "\"=\""},
	{TEXT("<<"), "\"<<\""},
	{TEXT("-"), "\"-\""},
	{TEXT("- a"), "\"- a\""},
	{TEXT("---"), "\"---\""},
	{TEXT("..."), "\"...\""},
	{TEXT(" a"), "\" a\""},
	{TEXT("a "), "\"a \""},
	{TEXT("a: b"), "\"a: b\""},
	{TEXT("a:"), "\"a:\""},
	{TEXT("a #b"), "\"a #b\""},
	{TEXT("*"), "\"*\""},
	{TEXT("@x"), "\"@x\""},
	{TEXT("'x'"), "\"'x'\""},
	/* single quotes: the same with quotes or backslashes inside */
	{TEXT("{\"a\": 1}"), "'{\"a\": 1}'"},
	{TEXT("\"it's\""), "'\"it''s\"'"},
	{TEXT("*\\"), "'*\\'"},
	/* escapes */
	{TEXT("\t"), "\"\\t\""},
	{TEXT("a\tb"), "\"a\\tb\""},
	{TEXT("\n"), "\"\\n\""},
	{TEXT(" \n"), "\" \\n\""},
	{TEXT("\ta\n"), "\"\\ta\\n\""},
	{TEXT("a\r\n"), "\"a\\r\\n\""},
	{TEXT("\0a\x1b\x7f"), "\"\\x00a\\x1B\\x7F\""},
	{TEXT("\"\\\r"), "\"\\\"\\\\\\r\""},
	{TEXT("\xc2\x85"), "\"\\x85\""},
	{TEXT("\xe2\x80\xa8\xe2\x80\xa9"), "\"\\u2028\\u2029\""},
	{TEXT("\xef\xbb\xbfx"), "\"\\uFEFFx\""},
	{TEXT("\xef\xbf\xbe\xef\xbf\xbf"), "\"\\uFFFE\\uFFFF\""},
	{TEXT("\xef\xbf\xbd"), "\xef\xbf\xbd"},
	{TEXT("\x01\xf0\x9f\x98\x80"), "\"\\x01\xf0\x9f\x98\x80\""},
	/* literal blocks, their lines at column four */
	{TEXT("a\nb\n"), "|\n    a\n    b\n"},
	{TEXT("a\nb"), "|-\n    a\n    b\n"},
	{TEXT("a\n\n"), "|+\n    a\n\n"},
	{TEXT("a\n\nb\n"), "|\n    a\n\n    b\n"},
	{TEXT(" a\nb\n"), "|2\n     a\n    b\n"},
	{TEXT("\n a\n\n\n"), "|2+\n\n     a\n\n\n"},
	{TEXT("\na"), "|-\n\n    a\n"},
	{TEXT("a:\n\tb: \"c\" # d \n"), "|\n    a:\n    \tb: \"c\" # d \n"},
};

static void test_written(void **state)
{
	struct mem mem;

	(void)state;
	mem_init(&mem);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct str s = str_make(rows[i].p, rows[i].n);
		uint8_t style = scalar_style(rows[i].p, rows[i].n);
		struct buf buf;

		buf_init(&buf, &mem);
		if (style == SCALAR_LITERAL)
			scalar_write_literal(&buf, s, 4);
		else
			scalar_write(&buf, s, style);
		buf_putc(&buf, '\0');
		assert_string_equal(buf.p, rows[i].written);
		buf_free(&buf);
	}
	assert_int_equal(mem.used, 0);
}

/* A literal text on one line, as a key must be. */
static void test_key(void **state)
{
	struct mem mem;
	struct buf buf;

	(void)state;
	mem_init(&mem);
	buf_init(&buf, &mem);
	scalar_write(&buf, str_of("a\n\"b\""), SCALAR_LITERAL);
	buf_putc(&buf, '\0');
	assert_string_equal(buf.p, "\"a\\n\\\"b\\\"\"");
	buf_free(&buf);
}

static void test_fits_key(void **state)
{
	static const char text[2000] = {0};

	(void)state;
	assert_true(scalar_fits_key(str_make(text, 1024), SCALAR_PLAIN));
	assert_false(scalar_fits_key(str_make(text, 1025), SCALAR_PLAIN));
	assert_true(scalar_fits_key(str_make(text, 1022), SCALAR_DOUBLE));
	assert_false(scalar_fits_key(str_make(text, 1023), SCALAR_DOUBLE));
	assert_false(scalar_fits_key(str_make(text, 256), SCALAR_ESCAPED));
	assert_false(scalar_fits_key(str_make(text, 256), SCALAR_LITERAL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_written),
		cmocka_unit_test(test_key),
		cmocka_unit_test(test_fits_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
