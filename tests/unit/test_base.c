/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tests of base/: memory that runs out, blocks, names, buffers, UTF-8.
 */

#include "base/arena.h"
#include "base/buf.h"
#include "base/intern.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/utf8.h"
#include "base/vec.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static void mem_counts(void **state)
{
	struct mem mem;
	char *p;

	(void)state;
	mem_init(&mem);
	p = mem_resize(&mem, NULL, 0, 100);
	p[99] = 'x';
	p = mem_resize(&mem, p, 100, 1000);
	assert_int_equal(p[99], 'x');
	p = mem_resize(&mem, p, 1000, 10);
	assert_int_equal(mem.used, 10);
	assert_int_equal(mem.peak, 1000);
	assert_null(mem_resize(&mem, p, 10, 0));
	assert_int_equal(mem.used, 0);
}

/* True if asking MEM for SIZE bytes unwinds; else gives them back. */
static bool fails(struct mem *mem, size_t size)
{
	jmp_buf unwind;

	mem->unwind = &unwind;
	if (setjmp(unwind))
		return true;
	mem_resize(mem, mem_resize(mem, NULL, 0, size), size, 0);
	return false;
}

static void mem_unwinds(void **state)
{
	struct mem mem;

	(void)state;
	mem_init(&mem);
	mem.limit = 1000;
	assert_false(fails(&mem, 1000));
	assert_true(fails(&mem, 1001));
	mem.limit = 0;
	assert_false(fails(&mem, 1001));
	assert_true(fails(&mem, SIZE_MAX));
	mem.fail_at = 2;
	assert_false(fails(&mem, 1));
	assert_true(fails(&mem, 1));
	assert_false(fails(&mem, 1));
	assert_int_equal(mem.used, 0);
}

static void arena_keeps_all(void **state)
{
	static const size_t sizes[] = {0, 1, 7, 8, 9, 100, 5000, 17000, 65000, 65536, 70000, 1000000};
	enum { N = sizeof sizes / sizeof *sizes, ROUNDS = 20 };
	unsigned char *p[N * ROUNDS];
	struct mem mem;
	struct arena arena;
	size_t i, k;

	(void)state;
	mem_init(&mem);
	arena_init(&arena, &mem);
	for (i = 0; i < N * ROUNDS; i++) {
		p[i] = arena_alloc(&arena, sizes[i % N]);
		assert_non_null(p[i]);
		assert_int_equal((uintptr_t)p[i] % 8, 0);
		memset(p[i], (int)i & 0xff, sizes[i % N]);
	}
	for (i = 0; i < N * ROUNDS; i++)
		for (k = 0; k < sizes[i % N]; k++)
			if (p[i][k] != (i & 0xff))
				fail_msg("allocation %zu was overwritten at %zu", i, k);
	arena_free(&arena);
	assert_int_equal(mem.used, 0);
	arena_alloc(&arena, 10);
	assert_in_range(mem.used, 10, 4096);
	arena_free(&arena);
	assert_int_equal(mem.used, 0);
}

static void arena_grows(void **state)
{
	struct mem mem;
	struct arena arena;
	size_t size, i;
	char *p, *q;

	(void)state;
	mem_init(&mem);
	arena_init(&arena, &mem);
	p = arena_alloc(&arena, 16);
	memcpy(p, "0123456789abcdef", 16);
	assert_ptr_equal(arena_grow(&arena, p, 16, 32), p);
	arena_alloc(&arena, 1);
	q = arena_grow(&arena, p, 32, 64);
	assert_ptr_not_equal(q, p);
	for (size = 64; size < 4u << 20; size *= 2) {
		arena_alloc(&arena, 100);
		q = arena_grow(&arena, q, size, size * 2);
		memset(q + size, 'z', size);
	}
	assert_memory_equal(q, "0123456789abcdef", 16);
	for (i = 64; i < size; i++)
		if (q[i] != 'z')
			fail_msg("byte %zu was lost", i);
	/* Growing large things in place leaves no copies behind. */
	assert_in_range(mem.used, size, size + size / 8);
	assert_non_null(arena_grow(&arena, NULL, 0, 0));
	arena_free(&arena);
	assert_int_equal(mem.used, 0);
}

static void arena_strings(void **state)
{
	struct mem mem;
	struct arena arena;
	unsigned char *z;
	size_t i;

	(void)state;
	mem_init(&mem);
	arena_init(&arena, &mem);
	memset(arena_alloc(&arena, 500), 0xff, 500);
	z = arena_zalloc(&arena, 3000);
	for (i = 0; i < 3000; i++)
		assert_int_equal(z[i], 0);
	assert_string_equal(arena_strndup(&arena, "abcdef", 3), "abc");
	assert_string_equal(arena_strndup(&arena, NULL, 0), "");
	assert_string_equal(arena_printf(&arena, "%d-%s", 42, "x"), "42-x");
	assert_int_equal(strlen(arena_printf(&arena, "%100000d", 1)), 100000);
	arena_free(&arena);
}

static void vec_pushes(void **state)
{
	VEC(uint32_t) v = {0};
	struct mem mem;
	struct arena arena;
	jmp_buf unwind;
	uint32_t i;

	(void)state;
	mem_init(&mem);
	arena_init(&arena, &mem);
	for (i = 0; i < 100000; i++)
		VEC_PUSH(&arena, &v, i * 3);
	assert_int_equal(v.n, 100000);
	for (i = 0; i < v.n; i++)
		assert_int_equal(v.v[i], i * 3);
	VEC_RESERVE(&arena, &v, 200000);
	assert_in_range(v.cap, 300000, 600000);
	mem.unwind = &unwind;
	if (setjmp(unwind) == 0) {
		VEC_RESERVE(&arena, &v, UINT32_MAX);
		fail_msg("more elements than can be counted");
	}
	assert_in_range(v.cap, 300000, 600000);
	arena_free(&arena);
}

static void intern_numbers(void **state)
{
	enum { N = 100000 };
	struct mem mem;
	struct arena arena;
	struct symtab tab;
	char name[64];
	uint32_t i;

	(void)state;
	mem_init(&mem);
	arena_init(&arena, &mem);
	symtab_init(&tab, &arena, NULL);
	assert_int_equal(sym_of(&tab, ""), SYM_EMPTY);
	assert_int_equal(sym_str(&tab, SYM_EMPTY).n, 0);
	assert_int_equal(sym_find(&tab, str_of("name0")), UINT32_MAX);
	for (i = 0; i < N; i++) {
		snprintf(name, sizeof name, "name%u%.*s", i, (int)(i % 30), "------------------------------");
		assert_int_equal(sym_of(&tab, name), i + 1);
	}
	for (i = 0; i < N; i++) {
		struct str s = sym_str(&tab, i + 1);

		snprintf(name, sizeof name, "name%u%.*s", i, (int)(i % 30), "------------------------------");
		assert_true(str_is(s, name));
		assert_int_equal(s.p[s.n], '\0');
		assert_int_equal(sym_find(&tab, s), i + 1);
		assert_int_equal(sym_of(&tab, name), i + 1);
	}
	assert_int_equal(sym_find(&tab, str_of("other")), UINT32_MAX);
	arena_free(&arena);
}

static void intern_bytes(void **state)
{
	static const char bytes[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
	struct mem mem;
	struct arena arena;
	struct symtab tab;
	uint32_t i, first;

	(void)state;
	mem_init(&mem);
	arena_init(&arena, &mem);
	symtab_init(&tab, &arena, NULL);
	/* Every length is another name, and NUL is a byte like others. */
	for (i = 1; i < sizeof bytes; i++)
		assert_int_equal(sym_intern(&tab, bytes, i), i);
	first = sym_intern(&tab, "a\0b", 3);
	assert_int_not_equal(first, sym_intern(&tab, "a\0c", 3));
	assert_int_equal(first, sym_intern(&tab, "a\0b", 3));
	first = sym_intern_borrow(&tab, bytes + 3, 0);
	assert_int_equal(first, SYM_EMPTY);
	first = sym_intern_borrow(&tab, "borrowed", 8);
	assert_int_equal(sym_of(&tab, "borrowed"), first);
	assert_int_equal(sym_mark(&tab, first), 0);
	sym_set_mark(&tab, first, 7);
	assert_int_equal(sym_mark(&tab, first), 7);
	assert_int_equal(sym_mark(&tab, SYM_EMPTY), 0);
	for (i = 0; i < 5000; i++)
		sym_intern(&tab, (const char *)&i, sizeof i);
	assert_int_equal(sym_mark(&tab, first), 7);
	assert_int_equal(sym_mark(&tab, first + 1), 0);
	arena_free(&arena);
}

static void intern_fixed(void **state)
{
	static const char pool[] = "kindnamespec";
	static const uint32_t offsets[] = {0, 0, 4, 8, 12};
	static const uint8_t marks[] = {1, 2, 3, 4};
	uint32_t slots[8] = {0};
	struct sym_fixed fixed = {4, 7, offsets, pool, slots, marks};
	struct mem mem;
	struct arena arena;
	struct symtab tab;
	uint32_t i, at;

	(void)state;
	for (i = 1; i < 4; i++) {
		for (at = sym_hash(pool + offsets[i], 4) & 7; slots[at]; at = (at + 1) & 7)
			;
		slots[at] = i + 1;
	}
	mem_init(&mem);
	arena_init(&arena, &mem);
	symtab_init(&tab, &arena, &fixed);
	assert_int_equal(mem.used, 0);
	assert_int_equal(sym_of(&tab, ""), 0);
	assert_int_equal(sym_of(&tab, "kind"), 1);
	assert_int_equal(sym_of(&tab, "spec"), 3);
	assert_int_equal(sym_find(&tab, str_of("name")), 2);
	assert_int_equal(sym_find(&tab, str_of("mine")), UINT32_MAX);
	assert_int_equal(sym_of(&tab, "mine"), 4);
	assert_int_equal(sym_find(&tab, str_of("mine")), 4);
	assert_true(str_is(sym_str(&tab, 2), "name"));
	assert_true(str_is(sym_str(&tab, 4), "mine"));
	assert_true(str_is(sym_str(&tab, 0), ""));
	assert_int_equal(sym_mark(&tab, 2), 3);
	sym_set_mark(&tab, 2, 9);
	assert_int_equal(sym_mark(&tab, 2), 3);
	sym_set_mark(&tab, 4, 9);
	assert_int_equal(sym_mark(&tab, 4), 9);
	arena_free(&arena);
}

/* Names that differ in one place only, as generated ones do, must spread. */
static void hash_spreads(void **state)
{
	enum { N = 1 << 14 };
	static const char *const forms[][2] = {
		{"", ""}, {"app-", ""}, {"app-", "-service.default.svc"}, {"", "-configuration-of-a-thing"}};
	uint8_t used[N];
	char name[64];
	size_t form;
	uint32_t i, taken;

	(void)state;
	for (form = 0; form < sizeof forms / sizeof *forms; form++) {
		memset(used, 0, sizeof used);
		for (i = 0, taken = 0; i < N; i++) {
			uint32_t at;

			snprintf(name, sizeof name, "%s%u%s", forms[form][0], i, forms[form][1]);
			at = sym_hash(name, strlen(name)) & (N - 1);
			taken += !used[at];
			used[at] = 1;
		}
		/* A random function fills 63 percent of the slots. */
		assert_in_range(taken, N * 60 / 100, N);
	}
}

static void buf_grows(void **state)
{
	struct mem mem;
	struct buf buf;
	int i;

	(void)state;
	mem_init(&mem);
	buf_init(&buf, &mem);
	buf_put(&buf, NULL, 0);
	assert_int_equal(mem.used, 0);
	buf_puts(&buf, "a");
	buf_putc(&buf, 'b');
	buf_fill(&buf, 'c', 3);
	buf_int(&buf, INT64_MIN);
	buf_int(&buf, 0);
	buf_int(&buf, INT64_MAX);
	buf_printf(&buf, "<%s>", "x");
	buf_str(&buf, str_of("!"));
	assert_true(str_is(str_make(buf.p, buf.n), "abccc-922337203685477580809223372036854775807<x>!"));
	for (i = 0; i < 100000; i++)
		buf_printf(&buf, "%d\n", i);
	assert_int_equal(buf_flush(&buf), 0);
	assert_memory_equal(buf.p + buf.n - 6, "99999\n", 6);
	buf_printf(&buf, "%300000d", 7);
	assert_int_equal(buf.p[buf.n - 1], '7');
	buf_free(&buf);
	assert_int_equal(mem.used, 0);
}

struct taker {
	char *p;
	size_t n, cap, calls, fail_at;
};

static int take(void *ctx, const char *p, size_t n)
{
	struct taker *taker = ctx;

	if (++taker->calls == taker->fail_at)
		return 28;
	assert_true(n <= taker->cap - taker->n);
	memcpy(taker->p + taker->n, p, n);
	taker->n += n;
	return 0;
}

static void buf_sinks(void **state)
{
	enum { CAP = 2000000 };
	struct mem mem;
	struct arena arena;
	struct buf all, buf;
	struct taker taker = {.cap = CAP};
	int i;

	(void)state;
	mem_init(&mem);
	arena_init(&arena, &mem);
	taker.p = arena_alloc(&arena, CAP);
	buf_init(&all, &mem);
	buf_init_sink(&buf, &mem, take, &taker);
	for (i = 0; i < 50000; i++) {
		buf_printf(&all, "line %d\n", i);
		buf_puts(&buf, "line ");
		buf_int(&buf, i);
		buf_putc(&buf, '\n');
	}
	buf_put(&buf, all.p, all.n);
	buf_fill(&buf, '.', 200000);
	assert_int_equal(buf.cap, 65536);
	assert_int_equal(taker.n, taker.calls * 65536);
	assert_int_equal(buf_flush(&buf), 0);
	assert_int_equal(taker.n, all.n * 2 + 200000);
	assert_int_equal(buf.flushed, taker.n);
	assert_memory_equal(taker.p, all.p, all.n);
	assert_memory_equal(taker.p + all.n, all.p, all.n);
	buf_printf(&buf, "%70000d", 5);
	assert_int_equal(buf_flush(&buf), 0);
	assert_int_equal(taker.n, all.n * 2 + 270000);
	assert_int_equal(taker.p[taker.n - 1], '5');
	buf_free(&buf);
	buf_free(&all);
	arena_free(&arena);
	assert_int_equal(mem.used, 0);
}

static void buf_remembers_error(void **state)
{
	struct mem mem;
	struct arena arena;
	struct buf buf;
	struct taker taker = {.cap = 200000, .fail_at = 2};

	(void)state;
	mem_init(&mem);
	arena_init(&arena, &mem);
	taker.p = arena_alloc(&arena, taker.cap);
	buf_init_sink(&buf, &mem, take, &taker);
	buf_fill(&buf, 'x', 1000000);
	assert_int_equal(buf.error, 28);
	assert_int_equal(buf_flush(&buf), 28);
	assert_int_equal(taker.calls, 2);
	assert_int_equal(buf.flushed, 65536);
	buf_free(&buf);
	arena_free(&arena);
}

static void utf8_checks(void **state)
{
	static const struct {
		const char *bytes;
		size_t valid;
	} cases[] = {
		{"", 0},
		{"abc", 3},
		{"0123456789abcdef", 16},
		{"h\xc3\xa9llo w\xc3\xb6rld \xe2\x82\xac \xf0\x9f\x98\x80", 22},
		{"\xc0\x80", 0},
		{"\xc1\xbf", 0},
		{"\xe0\x9f\xbf", 0},
		{"\xe0\xa0\x80", 3},
		{"\xed\x9f\xbf", 3},
		{"\xed\xa0\x80", 0},
		{"\xf0\x8f\xbf\xbf", 0},
		{"\xf0\x90\x80\x80", 4},
		{"\xf4\x8f\xbf\xbf", 4},
		{"\xf4\x90\x80\x80", 0},
		{"\xf5\x80\x80\x80", 0},
		{"a\x80", 1},
		{"ab\xc3", 2},
		{"abcdefgh\xff", 8},
		{"abcdefghi\xe2\x82", 9},
		{"\xe2\x28\xa1", 0},
		{"\xf0\x9f\x98 ", 0},
		{"\xe2\x82 ", 0},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof cases / sizeof *cases; i++)
		if (utf8_valid(cases[i].bytes, strlen(cases[i].bytes)) != cases[i].valid)
			fail_msg("case %zu", i);
}

/* Every code point is written, checked and read as itself, and no surrogate is valid. */
static void utf8_round_trip(void **state)
{
	char out[4];
	uint32_t c;

	(void)state;
	for (c = 0; c < 0x110000; c++) {
		const char *p = out;
		size_t n = utf8_put(out, c);

		if (c >= 0xd800 && c <= 0xdfff) {
			if (utf8_valid(out, n) != 0)
				fail_msg("surrogate U+%04X", c);
			continue;
		}
		if (utf8_valid(out, n) != n || utf8_next(&p, out + n) != c || p != out + n)
			fail_msg("U+%04X", c);
	}
}

static void utf8_widths(void **state)
{
	static const struct {
		uint32_t c;
		int width;
	} cases[] = {
		{0, 0},       {'\n', 0},    {' ', 1},     {'~', 1},     {0x7f, 0},     {0x9f, 0},   {0xa0, 1},
		{0xad, 1},    {0xe9, 1},    {0x300, 0},   {0x36f, 0},   {0x370, 1},    {0x5d0, 1},  {0x1100, 2},
		{0x1160, 0},  {0x200b, 0},  {0x200d, 0},  {0x20ac, 1},  {0x2190, 1},   {0x3000, 2}, {0x3042, 2},
		{0x4e2d, 2},  {0xac00, 2},  {0xfe0f, 0},  {0xff21, 2},  {0xff71, 1},   {0xfffd, 1}, {0x1f600, 2},
		{0x1f1e6, 1}, {0x20000, 2}, {0x2fffd, 2}, {0xe0100, 0}, {0x10ffff, 1},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof cases / sizeof *cases; i++)
		if (utf8_width(cases[i].c) != cases[i].width)
			fail_msg("U+%04X has width %d", cases[i].c, utf8_width(cases[i].c));
}

static void str_compares(void **state)
{
	(void)state;
	assert_true(str_cmp(str_of("a"), str_of("b")) < 0);
	assert_true(str_cmp(str_of("ab"), str_of("a")) > 0);
	assert_true(str_cmp(str_make(NULL, 0), str_of("a")) < 0);
	assert_int_equal(str_cmp(str_of("\xff"), str_of("\xff")), 0);
	assert_true(str_cmp(str_of("\xff"), str_of("a")) > 0);
	assert_true(str_eq(str_make(NULL, 0), str_of("")));
	assert_false(str_is(str_of("ab"), "abc"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mem_counts),          cmocka_unit_test(mem_unwinds),
		cmocka_unit_test(arena_keeps_all),     cmocka_unit_test(arena_grows),
		cmocka_unit_test(arena_strings),       cmocka_unit_test(vec_pushes),
		cmocka_unit_test(intern_numbers),      cmocka_unit_test(intern_bytes),
		cmocka_unit_test(intern_fixed),        cmocka_unit_test(hash_spreads),
		cmocka_unit_test(buf_grows),           cmocka_unit_test(buf_sinks),
		cmocka_unit_test(buf_remembers_error), cmocka_unit_test(utf8_checks),
		cmocka_unit_test(utf8_round_trip),     cmocka_unit_test(utf8_widths),
		cmocka_unit_test(str_compares),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
