/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Canonical JSON: numbers and order of RFC 8785, and SHA-256 of what comes out.
 */

#include "base/sha256.h"
#include "emit/canonical.h"

#include "fixture.h"

static const char *written(struct fixture *s)
{
	return arena_strndup(&s->arena, s->out.p, s->out.n);
}

static const char *number(struct fixture *s, const char *text)
{
	s->out.n = 0;
	canonical_number(&s->out, str_of(text));
	return written(s);
}

/* What ECMAScript prints. */
static void numbers(void **state)
{
	static const char *const rows[][2] = {
		{"0", "0"},
		{"-0", "0"},
		{"0.0", "0"},
		{"1", "1"},
		{"-1", "-1"},
		{"1.50", "1.5"},
		{"100", "100"},
		{"0.1", "0.1"},
		{"0.000001", "0.000001"},
		{"0.0000001", "1e-7"},
		{"0.00000012", "1.2e-7"},
		{"123456789012345680000", "123456789012345680000"},
		{"999999999999999900000", "999999999999999900000"},
		{"1000000000000000000000", "1e+21"},
		{"1234500000000000000000", "1.2345e+21"},
		{"9007199254740991", "9007199254740991"},
		{"9007199254740993", "9007199254740992"},
		{"9223372036854775807", "9223372036854776000"},
		{"333333333.33333329", "333333333.3333333"},
		{"4.50", "4.5"},
		{"0.002", "0.002"},
		{"123.456", "123.456"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_string_equal(number(*state, rows[i][0]), rows[i][1]);
}

static int order(const char *a, const char *b)
{
	return canonical_order(str_of(a), str_of(b));
}

static void utf16_order(void **state)
{
	(void)state;
	assert_int_equal(order("a", "a"), 0);
	assert_true(order("", "a") < 0);
	assert_true(order("a", "ab") < 0);
	assert_true(order("b", "ab") > 0);
	assert_true(order("1", "a") < 0);
	assert_true(order("\xc3\xb6", "\xe2\x82\xac") < 0); /* U+00F6, U+20AC */
	/* U+1F600 is D83D DE00 in UTF-16, so below U+FB33 and U+E000, but above U+20AC and U+D7FF */
	assert_true(order("\xf0\x9f\x98\x80", "\xef\xac\xb3") < 0);
	assert_true(order("\xee\x80\x80", "\xf0\x9f\x98\x80") > 0);
	assert_true(order("\xf0\x9f\x98\x80", "\xe2\x82\xac") > 0);
	assert_true(order("\xf0\x9f\x98\x80", "\xed\x9f\xbf") > 0);
	assert_true(order("\xf0\x9f\x98\x80", "\xf0\x9f\x98\x81") < 0);
	assert_true(order("\xee\x80\x80", "\xef\xac\xb3") < 0);
}

static struct node text(struct fixture *s, const char *c)
{
	return node_text(sym_of(&s->names, c), 0, 0);
}

static struct node *at(struct fixture *s, struct node map, const char *key)
{
	return map_add(&s->arena, map.map, sym_of(&s->names, key), 0);
}

static void values(void **state)
{
	struct fixture *s = *state;
	struct node root = node_map(&s->arena, 0, 0), list = node_list(&s->arena, 0, 0);

	*at(s, root, "\xf0\x9f\x98\x80") = text(s, "a\n\"\\\x01\x7f\xc3\xb6");
	*at(s, root, "\xef\xac\xb3") = node_int(-5, 0, 0);
	*at(s, root, "b") = list;
	*at(s, root, "a") = node_bool(true, 0, 0);
	at(s, root, "gone")->kind = OBJ_ABSENT;
	*list_add(&s->arena, list.list) = node_map(&s->arena, 0, 0);
	list_add(&s->arena, list.list)->kind = OBJ_ABSENT;
	list_add(&s->arena, list.list);
	canonical_json(&s->out, &s->names, &s->arena, &root);
	assert_string_equal(written(s),
			    "{\"a\":true,\"b\":[{},null],"
			    "\"\xf0\x9f\x98\x80\":\"a\\n\\\"\\\\\\u0001\x7f\xc3\xb6\",\"\xef\xac\xb3\":-5}");
}

/* The hash of N times TEXT. */
static const char *hash(struct fixture *s, const char *c, uint32_t n)
{
	struct sha256 sum;
	char hex[SHA256_HEX];

	if (!sha256_begin(&sum))
		skip();
	for (uint32_t i = 0; i < n; i++)
		sha256_add(&sum, c, strlen(c));
	sha256_end(&sum, hex);
	return arena_strndup(&s->arena, hex, sizeof hex);
}

/* The vectors of FIPS 180. */
static void hashes(void **state)
{
	assert_string_equal(hash(*state, "", 1), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	assert_string_equal(hash(*state, "abc", 1), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	assert_string_equal(hash(*state, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1),
			    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
	assert_string_equal(hash(*state, "aaaaaaaaaa", 100000),
			    "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(numbers, setup, teardown),
		cmocka_unit_test_setup_teardown(utf16_order, setup, teardown),
		cmocka_unit_test_setup_teardown(values, setup, teardown),
		cmocka_unit_test_setup_teardown(hashes, setup, teardown),
	};

	return cmocka_run_group_tests_name("canonical", tests, NULL, NULL);
}
