/* SPDX-License-Identifier: Apache-2.0 */
/*
 * format_net: IP addresses and ranges, as strict as the API server is since 1.36:
 * no leading zeros, no IPv4 inside IPv6 (::ffff:1.2.3.4), no bits behind the prefix.
 */

#include "schema/format_check.h"

#include <stdio.h>

struct address {
	uint8_t b[16];
	unsigned size; /* bytes: 4 or 16 */
};

/* ---- reading ---- */

/* An IPv4 address from BEG to END. */
static const char *read_v4(struct check *c, uint32_t beg, uint32_t end, uint8_t *out)
{
	uint32_t i = beg;

	for (int part = 0; part < 4; part++) {
		uint32_t start = i, value = 0;

		for (; i < end && format_is_digit(c->s.p[i]); i++) {
			value = value * 10 + (uint32_t)(c->s.p[i] - '0');
			if (value > 255)
				return check_fail(c, start, "a part of an IP address is at most 255");
		}
		if (i == start && i < end && c->s.p[i] != '.')
			return check_char(c, i);
		if (i == start)
			return check_fail(c, i, "needs four numbers with dots between");
		if (i - start > 1 && c->s.p[start] == '0')
			return check_fail(c, start, "a part of an IP address must not begin with a zero");
		out[part] = (uint8_t)value;
		if (part == 3)
			break;
		if (i == end || c->s.p[i] != '.')
			return i < end ? check_char(c, i) : check_fail(c, i, "needs four numbers with dots between");
		i++;
	}
	return i == end ? NULL : check_fail(c, i, "has something behind the fourth number");
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* One group of IPv6 at *I; *VALUE is what it says. */
static const char *read_group(struct check *c, uint32_t *i, uint32_t end, unsigned *value)
{
	uint32_t start = *i;

	for (*value = 0; *i < end && hex_value(c->s.p[*i]) >= 0; ++*i)
		*value = (*value << 4 | (unsigned)hex_value(c->s.p[*i])) & 0xffff;
	if (*i == start)
		return check_char(c, start);
	return *i - start > 4 ? check_fail(c, start + 4, "a group of an IPv6 address has at most four digits") : NULL;
}

/* Puts zeros where `::` was, N bytes being there. */
static const char *fill_gap(struct check *c, uint8_t out[16], unsigned n, int gap, uint32_t end)
{
	if (gap < 0)
		return n == 16 ? NULL : check_fail(c, end, "needs eight groups, or `::` in place of zeros");
	if (n == 16)
		return check_fail(c, end, "`::` must stand for at least one group");
	memmove(out + 16 - (n - (unsigned)gap), out + gap, n - (unsigned)gap);
	memset(out + gap, 0, 16 - n);
	return NULL;
}

static const char *read_v6(struct check *c, uint32_t end, uint8_t out[16])
{
	unsigned n = 0, value;
	int gap = -1;
	uint32_t i = 0;

	if (end >= 2 && c->s.p[0] == ':' && c->s.p[1] == ':') {
		gap = 0;
		i = 2;
	}
	while (i < end) {
		uint32_t start = i;
		const char *reason = read_group(c, &i, end, &value);

		if (i > start && i < end && c->s.p[i] == '.' && n <= 12) {
			reason = read_v4(c, start, end, out + n);
			if (reason)
				return reason;
			n += 4;
			break;
		}
		if (reason)
			return reason;
		if (n == 16)
			return check_fail(c, start, "has more than eight groups");
		out[n++] = (uint8_t)(value >> 8);
		out[n++] = (uint8_t)value;
		if (i == end)
			break;
		if (c->s.p[i] != ':')
			return check_char(c, i);
		if (++i == end)
			return check_fail(c, i - 1, "must not end with `:`");
		if (c->s.p[i] == ':') {
			if (gap >= 0)
				return check_fail(c, i - 1, "`::` is allowed once");
			gap = (int)n;
			i++;
		}
	}
	return fill_gap(c, out, n, gap, end);
}

static const char *read_address(struct check *c, uint32_t end, struct address *a)
{
	static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};
	const char *reason;

	memset(a, 0, sizeof *a);
	if (end == 0)
		return check_fail(c, 0, "must not be empty");
	if (!memchr(c->s.p, ':', end)) {
		a->size = 4;
		return read_v4(c, 0, end, a->b);
	}
	a->size = 16;
	reason = read_v6(c, end, a->b);
	if (!reason && memcmp(a->b, mapped, 12) == 0)
		return check_fail(c, 0,
				  arena_printf(c->arena, "an IPv4 address is written alone: `%u.%u.%u.%u`", a->b[12],
					       a->b[13], a->b[14], a->b[15]));
	return reason;
}

/* ---- the usual spelling (RFC 5952) ---- */

static unsigned group(const struct address *a, unsigned i)
{
	return (unsigned)a->b[2 * i] << 8 | a->b[2 * i + 1];
}

/* The first of the longest runs of zero groups, two or more; *FROM is 8 if there is none. */
static void longest_zeros(const struct address *a, unsigned *from, unsigned *to)
{
	*from = *to = 8;
	for (unsigned i = 0, beg = 0; i < 8; i++) {
		if (group(a, i)) {
			beg = i + 1;
		} else if (i + 1 - beg >= 2 && (*from == 8 || i + 1 - beg > *to - *from)) {
			*from = beg;
			*to = i + 1;
		}
	}
}

/* OUT gets the text; 40 bytes are enough. */
static void address_text(const struct address *a, char out[40])
{
	unsigned from, to;
	int n = 0;

	if (a->size == 4) {
		snprintf(out, 40, "%u.%u.%u.%u", a->b[0], a->b[1], a->b[2], a->b[3]);
		return;
	}
	longest_zeros(a, &from, &to);
	for (unsigned i = 0; i < 8; i++) {
		if (i == from) {
			n += snprintf(out + n, 40 - (size_t)n, "::");
			i = to - 1;
			continue;
		}
		n += snprintf(out + n, 40 - (size_t)n, i == 0 || i == to ? "%x" : ":%x", group(a, i));
	}
}

/* ---- what else is asked for ---- */

static bool is_local(const struct address *a)
{
	static const uint8_t none[16], one[16] = {[15] = 1};

	if (a->size == 4)
		return memcmp(a->b, none, 4) == 0 || a->b[0] == 127 || (a->b[0] == 169 && a->b[1] == 254) ||
		       (a->b[0] == 224 && a->b[1] == 0 && a->b[2] == 0);
	return memcmp(a->b, none, 16) == 0 || memcmp(a->b, one, 16) == 0 ||
	       (a->b[0] == 0xfe && (a->b[1] & 0xc0) == 0x80) || (a->b[0] == 0xff && a->b[1] == 2);
}

const char *check_ip(struct check *c, unsigned flags)
{
	struct address a;
	const char *reason = read_address(c, c->s.n, &a);
	char text[40];

	if (reason)
		return reason;
	if ((flags & NET_ENDPOINT) && is_local(&a))
		return check_fail(c, 0, "must not be a loopback, link-local or unspecified address");
	if (!(flags & NET_CANONICAL))
		return NULL;
	address_text(&a, text);
	if (str_is(c->s, text))
		return NULL;
	return check_fail(c, 0, arena_printf(c->arena, "must be written `%s`", text));
}

/* The number behind `/`. */
static const char *read_prefix(struct check *c, uint32_t slash, unsigned most, unsigned *bits)
{
	*bits = 0;
	if (slash + 1 == c->s.n)
		return check_fail(c, c->s.n, "needs a number behind `/`");
	for (uint32_t i = slash + 1; i < c->s.n; i++) {
		if (!format_is_digit(c->s.p[i]))
			return check_char(c, i);
		*bits = *bits * 10 + (unsigned)(c->s.p[i] - '0');
		if (*bits > most)
			return check_fail(c, slash + 1,
					  arena_printf(c->arena, "the number behind `/` is at most %u", most));
	}
	if (c->s.p[slash + 1] == '0' && slash + 2 < c->s.n)
		return check_fail(c, slash + 1, "the number behind `/` must not begin with a zero");
	return NULL;
}

/* Clears what is behind the first BITS bits; was there something? */
static bool mask(struct address *a, unsigned bits)
{
	bool any = false;

	for (unsigned i = 0; i < a->size; i++) {
		unsigned keep = bits >= 8 * (i + 1) ? 8 : bits > 8 * i ? bits - 8 * i : 0;
		uint8_t kept = (uint8_t)(a->b[i] & ~(0xffu >> keep));

		any |= kept != a->b[i];
		a->b[i] = kept;
	}
	return any;
}

const char *check_cidr(struct check *c, unsigned flags)
{
	const char *p = c->s.n ? memchr(c->s.p, '/', c->s.n) : NULL;
	uint32_t slash = p ? (uint32_t)(p - c->s.p) : c->s.n;
	struct address a;
	const char *reason = read_address(c, slash, &a);
	unsigned bits;
	char text[40];

	if (reason)
		return reason;
	if (!p)
		return check_fail(c, slash,
				  arena_printf(c->arena, "needs the length of the prefix, such as `/%u`", a.size * 8));
	reason = read_prefix(c, slash, a.size * 8, &bits);
	if (reason)
		return reason;
	if (mask(&a, bits)) {
		address_text(&a, text);
		return check_fail(
			c, 0,
			arena_printf(c->arena, "has bits set behind the prefix; the range is `%s/%u`", text, bits));
	}
	address_text(&a, text);
	if (!(flags & NET_CANONICAL) || str_eq(str_make(c->s.p, slash), str_of(text)))
		return NULL;
	return check_fail(c, 0, arena_printf(c->arena, "must be written `%s/%u`", text, bits));
}
