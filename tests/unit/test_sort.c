/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sorting pointers, and base64 there and back.
 */

#include "base/base64.h"
#include "base/sort.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

static int by_tens(void *ctx, const void *a, const void *b)
{
	++*(size_t *)ctx;
	return *(const int *)a / 10 - *(const int *)b / 10;
}

/* Equal ones keep their order, and the steps are n log n. */
static void sort_is_stable(void **state)
{
	enum { N = 10007 };
	static int numbers[N];
	static const void *order[N];
	struct mem mem;
	struct arena arena;
	size_t steps = 0;

	(void)state;
	mem_init(&mem);
	arena_init(&arena, &mem);
	for (size_t n = 0; n < 20; n++) {
		for (size_t i = 0; i < n; i++) {
			numbers[i] = (int)(i * 7919 % 1000);
			order[i] = &numbers[i];
		}
		sort_stable(&arena, order, n, by_tens, &steps);
		for (size_t i = 1; i < n; i++)
			assert_true(*(const int *)order[i - 1] / 10 <= *(const int *)order[i] / 10);
	}
	for (size_t i = 0; i < N; i++) {
		numbers[i] = (int)(i * 7919 % 1000);
		order[i] = &numbers[i];
	}
	steps = 0;
	sort_stable(&arena, order, N, by_tens, &steps);
	for (size_t i = 1; i < N; i++) {
		int a = *(const int *)order[i - 1] / 10, b = *(const int *)order[i] / 10;

		assert_true(a < b || (a == b && order[i - 1] < order[i]));
	}
	assert_true(steps < (size_t)N * 14);
	arena_free(&arena);
	assert_int_equal(mem.used, 0);
}

static void base64_both_ways(void **state)
{
	/* the vectors of RFC 4648 */
	static const char *const rows[][2] = {{"", ""},
					      {"f", "Zg=="},
					      {"fo", "Zm8="},
					      {"foo", "Zm9v"},
					      {"foob", "Zm9vYg=="},
					      {"fooba", "Zm9vYmE="},
					      {"foobar", "Zm9vYmFy"},
					      {"\xff\xfe\xfb", "//77"}};
	static const char *const bad[] = {"Z", "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Z=m8", "Zm9v!", "====", "Zm-_"};
	struct mem mem;
	struct arena arena;
	struct str out;

	(void)state;
	mem_init(&mem);
	arena_init(&arena, &mem);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_true(str_is(base64_encode(&arena, str_of(rows[i][0])), rows[i][1]));
		assert_true(base64_decode(&arena, str_of(rows[i][1]), &out));
		assert_true(str_is(out, rows[i][0]));
	}
	assert_true(base64_decode(&arena, str_of(" Zm9v\n\tYmFy\r\n"), &out));
	assert_true(str_is(out, "foobar"));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(base64_decode(&arena, str_of(bad[i]), &out));
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sort_is_stable),
		cmocka_unit_test(base64_both_ways),
	};

	return cmocka_run_group_tests_name("sort", tests, NULL, NULL);
}
