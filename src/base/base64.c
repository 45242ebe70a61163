/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base64: three bytes are four digits.
 */
#include "base/base64.h"

struct str base64_encode(struct arena *arena, struct str s)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	char *out = ARENA_NEW(arena, char, (size_t)s.n / 3 * 4 + 4);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i += 3) {
		size_t left = s.n - i;
		uint32_t x = 0;

		for (size_t k = 0; k < 3; k++)
			x = x << 8 | (k < left ? (unsigned char)s.p[i + k] : 0);
		out[n++] = digits[x >> 18];
		out[n++] = digits[x >> 12 & 63];
		out[n++] = left > 1 ? digits[x >> 6 & 63] : '=';
		out[n++] = left > 2 ? digits[x & 63] : '=';
	}
	return str_make(out, n);
}

static int digit(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool base64_decode(struct arena *arena, struct str s, struct str *out)
{
	char *bytes = ARENA_NEW(arena, char, (size_t)s.n / 4 * 3 + 3);
	uint32_t x = 0, digits = 0, padding = 0;
	size_t n = 0;

	for (uint32_t i = 0; i < s.n; i++) {
		int d = digit(s.p[i]);

		if (is_space(s.p[i]))
			continue;
		if (s.p[i] == '=') {
			padding++;
			continue;
		}
		if (d < 0 || padding)
			return false;
		x = x << 6 | (uint32_t)d;
		if (++digits % 4 == 0) {
			bytes[n++] = (char)(x >> 16);
			bytes[n++] = (char)(x >> 8);
			bytes[n++] = (char)x;
			x = 0;
		}
	}
	/* what is left: two digits are one byte, three are two, and no bit of them may be lost */
	if (padding > 2 || (digits + padding) % 4 != 0)
		return false;
	if (padding == 1) {
		bytes[n++] = (char)(x >> 10);
		bytes[n++] = (char)(x >> 2);
	} else if (padding == 2) {
		bytes[n++] = (char)(x >> 4);
	}
	*out = str_make(bytes, n);
	return (x & (padding == 1 ? 3u : padding == 2 ? 15u : 0u)) == 0;
}
