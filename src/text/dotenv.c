/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dotenv: reading files of lines `KEY=value`.
 */
#include "text/dotenv.h"

void dotenv_begin(struct dotenv *d, struct arena *arena, struct str text)
{
	*d = (struct dotenv){.arena = arena, .text = text};
}

/* ---- characters; at the end of the text a newline is seen ---- */

static char peek(const struct dotenv *d, uint32_t at)
{
	return at < d->text.n ? d->text.p[at] : '\n';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static bool is_name(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
	       c == '-';
}

static uint32_t skip_blanks(const struct dotenv *d, uint32_t at)
{
	while (is_blank(peek(d, at)))
		at++;
	return at;
}

static uint32_t line_end(const struct dotenv *d, uint32_t at)
{
	while (peek(d, at) != '\n')
		at++;
	return at;
}

/* What is wrong is BEG to END; goes on behind the line of END. */
static enum dotenv_status bad(struct dotenv *d, uint32_t beg, uint32_t end, const char *why)
{
	d->why = why;
	d->beg = beg;
	d->end = end < d->text.n ? end : d->text.n;
	d->at = line_end(d, end) + 1;
	return DOTENV_BAD;
}

/* ---- values ---- */

/* Without quotes: up to a comment or the end of the line. */
static enum dotenv_status bare_value(struct dotenv *d, uint32_t at)
{
	uint32_t beg = at, end = line_end(d, at);

	d->at = end + 1;
	for (; at < end; at++) {
		if (d->text.p[at] == '#' && (at == beg || is_blank(d->text.p[at - 1]))) {
			end = at;
			break;
		}
	}
	while (end > beg && is_blank(d->text.p[end - 1]))
		end--;
	d->value = str_make(d->text.p + beg, end - beg);
	return DOTENV_ENTRY;
}

static char escaped(char c)
{
	switch (c) {
	case 'n':
		return '\n';
	case 'r':
		return '\r';
	case 't':
		return '\t';
	case '"':
	case '\\':
	case '$':
		return c;
	default:
		return '\0';
	}
}

/* Between the quotes at AT and their pair. */
static enum dotenv_status quoted_value(struct dotenv *d, uint32_t at)
{
	char quote = d->text.p[at], *out = ARENA_NEW(d->arena, char, d->text.n - at);
	uint32_t open = at++, n = 0;

	for (; at < d->text.n && d->text.p[at] != quote; at++) {
		char c = d->text.p[at];

		if (quote == '"' && c == '\\') {
			c = escaped(peek(d, ++at));
			if (!c)
				return bad(
					d, at - 1, at + 1,
					"an unknown escape: known are `\\n`, `\\r`, `\\t`, `\\\"`, `\\\\` and `\\$`");
		}
		out[n++] = c;
	}
	if (at >= d->text.n) {
		enum dotenv_status status = bad(d, open, open + 1, "this quote is not closed");

		d->at = d->text.n; /* all that follows is inside of it */
		return status;
	}
	uint32_t rest = skip_blanks(d, ++at);

	if (peek(d, rest) != '\n' && peek(d, rest) != '#')
		return bad(d, rest, line_end(d, rest), "nothing may stand behind the closing quote");
	d->value = str_make(out, n);
	d->at = line_end(d, rest) + 1;
	return DOTENV_ENTRY;
}

/* ---- lines ---- */

/* Behind `export` and blanks, if it stands at AT and a name follows. */
static uint32_t skip_export(const struct dotenv *d, uint32_t at)
{
	static const char word[] = "export";
	uint32_t n = sizeof word - 1, behind;

	if (d->text.n - at < n || memcmp(d->text.p + at, word, n) != 0 || !is_blank(peek(d, at + n)))
		return at;
	behind = skip_blanks(d, at + n);
	return is_name(peek(d, behind)) ? behind : at;
}

static enum dotenv_status entry(struct dotenv *d, uint32_t at)
{
	uint32_t beg = skip_export(d, at), end = beg, equals;

	while (is_name(peek(d, end)))
		end++;
	if (end == beg)
		return bad(d, beg, line_end(d, beg), "expected `KEY=value`");
	equals = skip_blanks(d, end);
	if (peek(d, equals) != '=')
		return bad(d, beg, line_end(d, beg),
			   "expected `KEY=value`: a key has letters, digits, `_`, `.` and `-`");
	d->key = str_make(d->text.p + beg, end - beg);
	d->beg = beg;
	d->end = end;
	at = skip_blanks(d, equals + 1);
	return peek(d, at) == '"' || peek(d, at) == '\'' ? quoted_value(d, at) : bare_value(d, at);
}

enum dotenv_status dotenv_next(struct dotenv *d)
{
	while (d->at < d->text.n) {
		uint32_t at = skip_blanks(d, d->at);

		if (peek(d, at) != '\n' && peek(d, at) != '#')
			return entry(d, at);
		d->at = line_end(d, at) + 1;
	}
	return DOTENV_END;
}
