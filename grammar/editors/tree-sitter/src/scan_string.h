/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_SCAN_STRING_H
#define WK8S_SCAN_STRING_H

/*
 * scan_string: the tokens of strings: quotes, text, escapes, and the beginning
 * of holes. See src/syntax/strings.c, which also decodes them.
 */
#include "scan.h"

#include <string.h>

/* Quotes: one, two (an empty string), or the three of a multi-line string. */
static inline bool open_string(struct scan *c)
{
	int32_t quote = peek(c);
	bool raw = quote == '\'';

	take(c);
	mark(c);
	if (peek(c) == quote) {
		take(c);
		if (peek(c) == quote) {
			take_as(c, raw ? RAW_TEXT_OPEN : TEXT_OPEN);
			return push(c->s, raw ? OPEN_NEW_RAW_TEXT : OPEN_NEW_TEXT);
		}
		emit(c, raw ? RAW_OPEN : STRING_OPEN);
		return push(c->s, raw ? OPEN_RAW : OPEN_STRING);
	}
	emit(c, raw ? RAW_OPEN : STRING_OPEN);
	if (!push(c->s, raw ? OPEN_RAW : OPEN_STRING))
		return false;
	end_with_line(c);
	return true;
}

static inline bool is_surrogate(int32_t code, int32_t first)
{
	return code >= first && code < first + 0x400;
}

/* Up to MOST hexadecimal digits; their number. */
static inline int hex(struct scan *c, int most, int32_t *value)
{
	int n = 0;

	for (*value = 0; n < most; n++) {
		int32_t ch = peek(c), lower = ch | 0x20;

		if (!is_digit(ch) && !(lower >= 'a' && lower <= 'f'))
			break;
		*value = *value * 16 + (is_digit(ch) ? ch - '0' : lower - 'a' + 10);
		take(c);
	}
	return n;
}

/* Behind `\u`: {digits}, or four digits, or two times that for a character beyond U+FFFF. */
static inline bool code_point(struct scan *c)
{
	int32_t code, low;

	if (peek(c) == '{') {
		take(c);
		if (!hex(c, 6, &code) || peek(c) != '}' || code > 0x10ffff || is_surrogate(code, 0xd800) ||
		    is_surrogate(code, 0xdc00))
			return false;
		take(c);
		return true;
	}
	if (hex(c, 4, &code) < 4 || is_surrogate(code, 0xdc00))
		return false;
	if (!is_surrogate(code, 0xd800))
		return true;
	if (peek(c) != '\\')
		return false;
	take(c);
	if (peek(c) != 'u')
		return false;
	take(c);
	return hex(c, 4, &low) == 4 && is_surrogate(low, 0xdc00);
}

static inline bool escape(struct scan *c)
{
	int32_t ch;

	take(c);
	ch = peek(c);
	if (ch <= 0 || ch > 0x7f || !strchr("\"\\/$bfnrtu", (char)ch))
		return false;
	take(c);
	if (ch == 'u' && !code_point(c))
		return false;
	mark(c);
	end_with_line(c);
	return emit(c, ESCAPE_SEQUENCE);
}

/* Quotes that close a string of KIND are taken; of fewer in a multi-line string, those that are there. */
static inline bool closing_quotes(struct scan *c, enum open kind, int32_t quote)
{
	for (int n = is_multi(kind) ? 3 : 1; n; n--) {
		if (peek(c) != quote)
			return false;
		take(c);
	}
	return true;
}

/* Takes the blanks before the text of a multi-line string; is it in the next line? */
static inline bool first_line(struct scan *c, bool *taken, int32_t quote)
{
	for (; peek(c) == ' ' || peek(c) == '\t' || peek(c) == '\r'; *taken = true)
		take(c);
	return peek(c) == '\n' || peek(c) == quote;
}

/* How the text of a string goes on; what may not stand in it ends the piece. */
enum piece { PIECE_TEXT, PIECE_QUOTES, PIECE_HOLE, PIECE_ESCAPE, PIECE_END };

static inline enum piece next_piece(struct scan *c, enum open kind, int32_t quote)
{
	int32_t ch = peek(c);

	if (at_end(c) || (ch == '\n' && !is_multi(kind)))
		return PIECE_END;
	if (ch == '\\' && quote == '"')
		return PIECE_ESCAPE;
	if (ch == quote)
		return closing_quotes(c, kind, quote) ? PIECE_QUOTES : PIECE_TEXT;
	if (ch != '\n' && ch != '\r' && is_control(ch))
		return PIECE_END;
	take(c);
	if (ch == '\r' && (peek(c) != '\n' || !is_multi(kind)))
		return PIECE_END;
	return ch == '$' && quote == '"' && peek(c) == '{' ? PIECE_HOLE : PIECE_TEXT;
}

/* The next token of the string that is open. */
static inline bool string_part(struct scan *c)
{
	enum open kind = top(c->s);
	int32_t quote = is_raw(kind) ? '\'' : '"';
	bool taken = false;
	enum piece piece;

	if (kind >= OPEN_NEW_TEXT && !first_line(c, &taken, quote))
		return false;
	for (;; taken = true) {
		mark(c);
		if (kind >= OPEN_NEW_TEXT && peek(c) == '\n')
			kind = kind == OPEN_NEW_TEXT ? OPEN_TEXT : OPEN_RAW_TEXT;
		piece = next_piece(c, kind, quote);
		if (piece != PIECE_TEXT)
			break;
		if (kind >= OPEN_NEW_TEXT)
			return false;
	}
	if (taken) {
		c->s->open[c->s->depth - 1] = (uint8_t)kind;
		if (piece == PIECE_END)
			end_with_line(c);
		return emit(c, STRING_CONTENT);
	}
	switch (piece) {
	case PIECE_QUOTES:
		mark(c);
		c->s->depth--;
		return emit(c, QUOTE_CLOSE);
	case PIECE_HOLE:
		return open_bracket(c, OPEN_HOLE, HOLE_OPEN);
	case PIECE_ESCAPE:
		return escape(c);
	default:
		return false;
	}
}

#endif
