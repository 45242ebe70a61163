/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scalar: deciding how a string is written, and writing it.
 */

#include "emit/scalar.h"

#include <string.h>

/* ---- what bytes are ---- */

/* Inside a string: what needs a closer look. */
#define B_ESCAPE 0x01 /* a control character: only as an escape */
#define B_BREAK 0x02  /* the newline */
#define B_TAB 0x04
#define B_SHARP 0x08 /* ends plain text behind a blank */
#define B_COLON 0x10 /* ends plain text before a blank */
#define B_QUOTE 0x20 /* `"` and the backslash */
#define B_WIDE 0x40  /* may begin a character that is not printable */
/* As the first byte: not plain. */
#define B_INDICATOR 0x80

/* clang-format off */
static const uint8_t bytes[256] = {
	[0x00] = B_ESCAPE, [0x01] = B_ESCAPE, [0x02] = B_ESCAPE, [0x03] = B_ESCAPE,
	[0x04] = B_ESCAPE, [0x05] = B_ESCAPE, [0x06] = B_ESCAPE, [0x07] = B_ESCAPE,
	[0x08] = B_ESCAPE, ['\t'] = B_TAB, ['\n'] = B_BREAK, [0x0b] = B_ESCAPE, [0x0c] = B_ESCAPE,
	['\r'] = B_ESCAPE, [0x0e] = B_ESCAPE, [0x0f] = B_ESCAPE, [0x10] = B_ESCAPE,
	[0x11] = B_ESCAPE, [0x12] = B_ESCAPE, [0x13] = B_ESCAPE, [0x14] = B_ESCAPE,
	[0x15] = B_ESCAPE, [0x16] = B_ESCAPE, [0x17] = B_ESCAPE, [0x18] = B_ESCAPE,
	[0x19] = B_ESCAPE, [0x1a] = B_ESCAPE, [0x1b] = B_ESCAPE, [0x1c] = B_ESCAPE,
	[0x1d] = B_ESCAPE, [0x1e] = B_ESCAPE, [0x1f] = B_ESCAPE, [0x7f] = B_ESCAPE,
	[' '] = B_INDICATOR, ['!'] = B_INDICATOR, ['%'] = B_INDICATOR, ['&'] = B_INDICATOR,
	['*'] = B_INDICATOR, [','] = B_INDICATOR, ['>'] = B_INDICATOR, ['?'] = B_INDICATOR,
	['@'] = B_INDICATOR, ['['] = B_INDICATOR, [']'] = B_INDICATOR, ['`'] = B_INDICATOR,
	['{'] = B_INDICATOR, ['|'] = B_INDICATOR, ['}'] = B_INDICATOR, ['\''] = B_INDICATOR,
	['"'] = B_INDICATOR | B_QUOTE, ['\\'] = B_QUOTE, ['#'] = B_INDICATOR | B_SHARP,
	[':'] = B_INDICATOR | B_COLON, [0xc2] = B_WIDE, [0xe2] = B_WIDE, [0xef] = B_WIDE,
};
/* clang-format on */

static uint8_t byte_class(char c)
{
	return bytes[(unsigned char)c];
}

/*
 * The code point of a character that YAML can only write escaped and that
 * begins at P: C1 controls, NEL, U+2028, U+2029, BOM, U+FFFE, U+FFFF. Else 0.
 */
static unsigned unprintable(const char *p, size_t n)
{
	const unsigned char *u = (const unsigned char *)p;

	if (n >= 2 && u[0] == 0xc2 && u[1] >= 0x80 && u[1] <= 0x9f)
		return u[1];
	if (n < 3)
		return 0;
	if (u[0] == 0xe2 && u[1] == 0x80 && (u[2] == 0xa8 || u[2] == 0xa9))
		return 0x2000u | (u[2] & 0x3fu);
	if (u[0] == 0xef && u[1] == 0xbb && u[2] == 0xbf)
		return 0xfeff;
	if (u[0] == 0xef && u[1] == 0xbf && u[2] >= 0xbe)
		return 0xffc0u | (u[2] & 0x3fu);
	return 0;
}

static bool has_unprintable(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if ((byte_class(p[i]) & B_WIDE) && unprintable(p + i, n - i))
			return true;
	}
	return false;
}

/* ---- what looks like another type ---- */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool all_of(const char *p, size_t n, const char *set)
{
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '\0' || !strchr(set, p[i]))
			return false;
	}
	return true;
}

static bool is_word(const char *p, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++) {
		if (lower(p[i]) != word[i])
			return false;
	}
	return word[n] == '\0';
}

/* null, booleans, merge and value keys, without regard to case. */
static bool is_special_word(const char *p, size_t n)
{
	static const char words[][6] = {"~", "=", "y", "n", "<<", "no", "on", "yes", "off", "null", "true", "false"};

	if (n > 5)
		return false;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (is_word(p, n, words[i]))
			return true;
	}
	return false;
}

/* What C reads as a number behind a sign, and readers that ask C or their own library first. */
static bool is_infinite(const char *p, size_t n)
{
	return (n == 3 && (is_word(p, n, "inf") || is_word(p, n, "nan"))) || (n == 8 && is_word(p, n, "infinity"));
}

/*
 * Everything made of what numbers, sexagesimals and dates are made of, in any
 * order: YAML 1.1 takes even 1.2.3 for a number, and readers add forms.
 */
static bool is_numeric(const char *p, size_t n)
{
	if (*p == '+' || *p == '-') {
		p++;
		n--;
		if (is_infinite(p, n))
			return true;
	}
	if (n == 4 && (is_word(p, n, ".inf") || is_word(p, n, ".nan")))
		return true;
	if (n > 2 && p[0] == '0' && strchr("xXoObB", p[1]) && p[1] != '\0')
		return all_of(p + 2, n - 2, "0123456789abcdefABCDEF_");
	return all_of(p, n, "0123456789_.:+-eE TtZz,");
}

static bool may_be_numeric(const char *p, size_t n)
{
	if (is_digit(p[0]))
		return true;
	if (p[0] != '+' && p[0] != '-' && p[0] != '.')
		return false;
	return n == 1 || is_digit(p[1]) || strchr("._iInN", p[1]) || p[0] == '.';
}

static bool looks_typed(const char *p, size_t n)
{
	return is_special_word(p, n) || (may_be_numeric(p, n) && is_numeric(p, n));
}

/* ---- the decision ---- */

/* The first byte, with the one behind, would begin something else than text. */
static bool bad_start(const char *p, size_t n)
{
	if (byte_class(p[0]) & B_INDICATOR)
		return true;
	if (p[0] == '-' && (n == 1 || p[1] == ' '))
		return true;
	return n >= 3 && (memcmp(p, "---", 3) == 0 || memcmp(p, "...", 3) == 0);
}

/* Does a comment or a mapping begin inside? */
static bool breaks_off(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (p[i] == ':' && (i + 1 == n || p[i + 1] == ' '))
			return true;
		if (p[i] == '#' && i > 0 && p[i - 1] == ' ')
			return true;
	}
	return false;
}

/*
 * Can the text stand as literal lines? Not where it has only blanks and
 * newlines, and not where its first line begins with a tab: readers differ.
 */
static bool fits_literal(const char *p, size_t n)
{
	bool begun = false;

	for (size_t i = 0; i < n; i++) {
		if (p[i] == '\t' && !begun)
			return false;
		if (p[i] != '\n' && p[i] != ' ' && p[i] != '\t')
			return true;
		if (p[i] == ' ')
			begun = true;
	}
	return false;
}

uint8_t scalar_style(const char *p, size_t n)
{
	uint8_t seen = 0;

	if (n == 0)
		return SCALAR_DOUBLE;
	for (size_t i = 0; i < n; i++)
		seen |= byte_class(p[i]);
	if ((seen & B_ESCAPE) || ((seen & B_WIDE) && has_unprintable(p, n)))
		return SCALAR_ESCAPED;
	if (seen & B_BREAK)
		return fits_literal(p, n) ? SCALAR_LITERAL : SCALAR_ESCAPED;
	if (seen & B_TAB)
		return SCALAR_ESCAPED;
	if (bad_start(p, n) || p[n - 1] == ' ' || ((seen & (B_COLON | B_SHARP)) && breaks_off(p, n)) ||
	    looks_typed(p, n))
		return seen & B_QUOTE ? SCALAR_SINGLE : SCALAR_DOUBLE;
	return SCALAR_PLAIN;
}

bool scalar_fits_key(struct str s, uint8_t style)
{
	/* At most four characters for a byte, `\x01`, twice a quote, and the quotes around. */
	static const uint32_t limits[] = {
		[SCALAR_UNKNOWN] = 255, [SCALAR_PLAIN] = 1024,  [SCALAR_DOUBLE] = 1022,
		[SCALAR_SINGLE] = 511,  [SCALAR_ESCAPED] = 255, [SCALAR_LITERAL] = 255,
	};

	return s.n <= limits[style];
}

/* ---- writing ---- */

static void write_single(struct buf *buf, struct str s)
{
	const char *p = s.p, *end = p + s.n;

	buf_putc(buf, '\'');
	for (const char *q; (q = memchr(p, '\'', (size_t)(end - p))); p = q + 1) {
		buf_put(buf, p, (size_t)(q + 1 - p));
		buf_putc(buf, '\'');
	}
	buf_put(buf, p, (size_t)(end - p));
	buf_putc(buf, '\'');
}

static void write_escape(struct buf *buf, unsigned c)
{
	static const char hex[] = "0123456789ABCDEF";
	char out[6] = {'\\'};
	size_t n = 2;

	if (c == '"' || c == '\\') {
		out[1] = (char)c;
	} else if (c == '\t') {
		out[1] = 't';
	} else if (c == '\n') {
		out[1] = 'n';
	} else if (c == '\r') {
		out[1] = 'r';
	} else {
		unsigned digits = c > 0xff ? 4 : 2;

		out[1] = c > 0xff ? 'u' : 'x';
		for (unsigned i = 0; i < digits; i++)
			out[n++] = hex[c >> 4 * (digits - 1 - i) & 15];
	}
	buf_put(buf, out, n);
}

static void write_escaped(struct buf *buf, struct str s)
{
	const char *p = s.p, *end = p + s.n, *kept = p;

	buf_putc(buf, '"');
	while (p < end) {
		uint8_t class = byte_class(*p);
		unsigned c = 0, size = 1;

		if (class & (B_ESCAPE | B_BREAK | B_TAB | B_QUOTE)) {
			c = (unsigned char)*p;
		} else if (class & B_WIDE) {
			c = unprintable(p, (size_t)(end - p));
			size = c > 0xff ? 3 : 2;
		} else {
			p++;
			continue;
		}
		/* NUL is the one escaped character whose number is 0. */
		if (c == 0 && *p != '\0') {
			p++;
			continue;
		}
		buf_put(buf, kept, (size_t)(p - kept));
		write_escape(buf, c);
		p += size;
		kept = p;
	}
	buf_put(buf, kept, (size_t)(end - kept));
	buf_putc(buf, '"');
}

void scalar_write(struct buf *buf, struct str s, uint8_t style)
{
	switch ((enum scalar_style)style) {
	case SCALAR_PLAIN:
		buf_str(buf, s);
		break;
	case SCALAR_DOUBLE:
		buf_putc(buf, '"');
		buf_str(buf, s);
		buf_putc(buf, '"');
		break;
	case SCALAR_SINGLE:
		write_single(buf, s);
		break;
	case SCALAR_UNKNOWN:
	case SCALAR_ESCAPED:
	case SCALAR_LITERAL:
		write_escaped(buf, s);
		break;
	}
}

void scalar_write_literal(struct buf *buf, struct str s, uint32_t indent)
{
	const char *p = s.p, *end = p + s.n;
	const char *first = p;

	while (first < end && *first == '\n')
		first++;
	buf_putc(buf, '|');
	/* Readers take the first line's blanks for the indentation unless told; it is always two. */
	if (first < end && *first == ' ')
		buf_putc(buf, '2');
	if (end[-1] != '\n')
		buf_putc(buf, '-');
	else if (end - p > 1 && end[-2] == '\n')
		buf_putc(buf, '+');
	buf_putc(buf, '\n');
	while (p < end) {
		const char *eol = memchr(p, '\n', (size_t)(end - p));

		if (!eol)
			eol = end;
		if (eol > p)
			buf_fill(buf, ' ', indent);
		buf_put(buf, p, (size_t)(eol - p));
		buf_putc(buf, '\n');
		p = eol + 1;
	}
}
