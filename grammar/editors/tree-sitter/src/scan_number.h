/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_SCAN_NUMBER_H
#define WK8S_SCAN_NUMBER_H

/*
 * scan_number: what begins with a digit: numbers, quantities, ports, and what
 * runs on (versions, dates, addresses). See the regular expressions in
 * ../../../lexer.re, and src/syntax/number.c for what runs on.
 */
#include "scan.h"

#include <string.h>

struct number {
	struct scan *c;
	unsigned separators; /* as in src/syntax/number.c: `.` and `:` count one, `-` two */
	uint32_t n;
	char text[64]; /* what is longer is no quantity */
};

static inline void keep(struct number *num, int32_t ch)
{
	if (num->n < sizeof num->text - 1)
		num->text[num->n++] = (char)ch;
	mark(num->c);
}

static inline const char *digits(const char *p)
{
	const char *end = NULL;

	while (is_digit(*p)) {
		while (is_digit(*p))
			p++;
		end = p;
		if (*p == '_')
			p++;
	}
	return end;
}

/* Behind digits, and more behind a dot; NULL if there are none. */
static inline const char *decimal(const char *p)
{
	const char *end = digits(p), *fraction;

	if (!end || *end != '.')
		return end;
	fraction = digits(end + 1);
	return fraction ? fraction : end;
}

static inline bool is_decimal(const char *text)
{
	const char *end = decimal(text);

	return end && !*end;
}

static inline bool is_plain(const char *text)
{
	const char *p = decimal(text);

	if (p && (*p == 'e' || *p == 'E')) {
		p++;
		if (*p == '+' || *p == '-')
			p++;
		if (!is_digit(*p))
			return false;
		while (is_digit(*p))
			p++;
	}
	return p && !*p;
}

static inline bool is_duration(const char *p)
{
	while (*p) {
		p = decimal(p);
		if (!p || !*p || !strchr("hmsun", *p))
			return false;
		if (strchr("mun", *p) && p[1] == 's')
			p += 2;
		else if (strchr("hms", *p))
			p++;
		else
			return false;
	}
	return true;
}

static inline bool is_quantity(const char *text)
{
	const char *p = decimal(text);

	if (!p || !*p)
		return false;
	if (!p[1] && strchr("%numkMGTPE", *p))
		return true;
	return (strchr("KMGTPE", *p) && p[1] == 'i' && !p[2]) || is_duration(text);
}

/* Behind digits and `/`: the protocol of a port. */
static inline bool protocol(struct number *num)
{
	struct scan *c = num->c;
	const char *name = peek(c) == 'S' ? "SCTP" : peek(c) == 'T' ? "TCP" : "UDP";

	for (; *name; name++) {
		if (peek(c) != *name)
			return false;
		take(c);
	}
	keep(num, '/');
	return true;
}

/* At the first `-`: is this a date? */
static inline bool date(struct number *num)
{
	struct scan *c = num->c;

	if (!is_digit(peek(c)))
		return false;
	while (is_digit(peek(c)))
		take(c);
	if (peek(c) != '-')
		return false;
	take(c);
	num->separators = 2;
	return is_word(peek(c));
}

/* Over a sign that is part of the number because of what follows it; false where the number ends before it. */
static inline bool over_sign(struct number *num)
{
	struct scan *c = num->c;
	int32_t ch = peek(c);
	bool goes_on = false;

	if (ch != '.' && ch != ':' && ch != '/' && ch != '-' && ch != '%')
		return false;
	take(c);
	if (ch == '.')
		goes_on = is_digit(peek(c));
	else if (ch == ':')
		goes_on = is_word(peek(c)) || peek(c) == ':' || (num->separators && peek(c) == '/');
	else if (ch == '%')
		goes_on = is_decimal(num->text) && !is_word(peek(c)) && peek(c) != '(';
	else if (ch == '-')
		goes_on = num->separators >= 2 ? is_word(peek(c)) : num->separators == 0 && date(num);
	else if (num->separators >= 2)
		goes_on = is_word(peek(c));
	else if (num->n == strspn(num->text, "0123456789"))
		return protocol(num);
	if (goes_on)
		keep(num, ch);
	num->separators += ch == '.' || ch == ':' ? 1 : ch == '-' ? 2 : 0;
	return goes_on;
}

/* The sign of an exponent, between `e` and a digit. */
static inline bool exponent(struct number *num)
{
	int32_t ch = peek(num->c);

	if (ch != '+' && ch != '-')
		return true;
	take(num->c);
	if (!is_digit(peek(num->c)))
		return false;
	keep(num, ch);
	return true;
}

static inline bool number_end(struct number *num)
{
	const char *text = num->text;
	bool quantity = is_quantity(text);

	if (text[strspn(text, "0123456789")] == '/')
		return emit(num->c, text[num->n - 1] == '/' ? PORT : NUMBER);
	/* `0755`: octal to some readers, decimal to others. */
	if (text[0] == '0' && (is_digit(text[1]) || text[1] == '_') && (quantity || is_plain(text)))
		return false;
	return emit(num->c, quantity ? QUANTITY : NUMBER);
}

/* What begins with a digit; versions, dates and addresses run on. */
static inline bool number(struct scan *c)
{
	struct number num = {.c = c};

	for (;;) {
		int32_t ch = peek(c);

		num.text[num.n] = '\0';
		if (is_word(ch)) {
			bool scientific = (ch == 'e' || ch == 'E') && is_decimal(num.text);

			take(c);
			keep(&num, ch);
			if (scientific && !exponent(&num))
				break;
		} else if (!over_sign(&num) || ch == '%') {
			break;
		}
	}
	num.text[num.n] = '\0';
	return number_end(&num);
}

#endif
