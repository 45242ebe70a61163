/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_BASE_STR_H
#define WK8S_BASE_STR_H

/*
 * str: a slice of bytes that somebody else owns. Not NUL-terminated.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
	const char *p;
	uint32_t n;
};

#define STR_FMT "%.*s"
#define STR_ARG(s) (int)(s).n, (s).p

/* The slice of a C string; C must live as long as the slice. */
static inline struct str str_of(const char *c)
{
	struct str s = {c, (uint32_t)strlen(c)};
	return s;
}

/* N bytes at P, at most UINT32_MAX: longer texts are refused where they come in or are made. */
static inline struct str str_make(const char *p, size_t n)
{
	struct str s = {p, (uint32_t)n};
	return s;
}

static inline bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool str_is(struct str a, const char *c)
{
	return str_eq(a, str_of(c));
}

/* Byte order, shorter first where one is the other's beginning. */
static inline int str_cmp(struct str a, struct str b)
{
	uint32_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, n) : 0;
	return c ? c : (a.n > b.n) - (a.n < b.n);
}

#endif
