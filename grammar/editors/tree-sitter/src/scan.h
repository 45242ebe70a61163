/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_SCAN_H
#define WK8S_SCAN_H

/*
 * scan: what the parts of the scanner share: the tokens, the stack of what is
 * open, and reading the text. Everything is in headers because editors compile
 * parser.c and scanner.c and nothing else.
 */
#include "tree_sitter/parser.h"

/* In the order of `externals` in grammar.js. */
enum token {
	LINE_BREAK,  /* newlines that do not separate, where nothing that is read here follows */
	JOINS_LINES, /* never read: valid where the line may end without ending the item */
	COMMENT,
	DOC_COMMENT,
	LPAREN,
	CALL_LPAREN, /* directly behind what may be called */
	LBRACK,
	INDEX_LBRACK, /* directly behind what may be indexed */
	LBRACE,
	CLOSE, /* the bracket that closes the innermost one; at the end of the text, the text */
	STRING_OPEN,
	RAW_OPEN,
	TEXT_OPEN,
	RAW_TEXT_OPEN,
	QUOTE_CLOSE,
	STRING_CONTENT,
	ESCAPE_SEQUENCE,
	HOLE_OPEN,
	NUMBER,
	QUANTITY,
	PORT,
	MINUS,
	OPERATOR_MINUS, /* behind an operand */
	QUERY,
	IDENTIFIER,
	KW_INCLUDE,
	KW_ASSERT,
	STRAY /* never valid but after a mistake: a bracket that closes nothing */
};

/* What may be open. */
enum open {
	OPEN_BLOCK,
	OPEN_LIST,
	OPEN_INDEX,
	OPEN_PAREN,
	OPEN_HOLE,
	OPEN_STRING,   /* "..." */
	OPEN_RAW,      /* '...' */
	OPEN_TEXT,     /* """...""" */
	OPEN_RAW_TEXT, /* '''...''' */
	OPEN_NEW_TEXT, /* the same two, of which nothing has been read */
	OPEN_NEW_RAW_TEXT,
	OPEN_FILE /* nothing is open; not on the stack */
};

/* wk8sc takes 500 brackets, and a hole has its string on the stack too. */
enum { MAX_DEPTH = 1000 };

struct scanner {
	uint32_t depth;
	uint8_t open[MAX_DEPTH];
};

/* One call of the scanner. */
struct scan {
	struct scanner *s;
	TSLexer *lx;
	const bool *valid;
	bool adjacent; /* nothing stands between the token before and the next one */
	bool blank;    /* a blank does, at the end */
	bool broke;    /* newlines do, which do not separate */
};

_Static_assert(MAX_DEPTH <= TREE_SITTER_SERIALIZATION_BUFFER_SIZE, "a byte for each level");

/* ---- the stack ---- */

static inline enum open top(const struct scanner *s)
{
	return s->depth ? (enum open)s->open[s->depth - 1] : OPEN_FILE;
}

static inline bool push(struct scanner *s, enum open kind)
{
	if (s->depth == MAX_DEPTH)
		return false;
	s->open[s->depth++] = (uint8_t)kind;
	return true;
}

static inline bool is_string(enum open kind)
{
	return kind >= OPEN_STRING && kind <= OPEN_NEW_RAW_TEXT;
}

/* May a string of this kind go on in the next line? */
static inline bool is_multi(enum open kind)
{
	return kind >= OPEN_TEXT && kind <= OPEN_NEW_RAW_TEXT;
}

static inline bool is_raw(enum open kind)
{
	return kind == OPEN_RAW || kind == OPEN_RAW_TEXT || kind == OPEN_NEW_RAW_TEXT;
}

/* The depth at which the innermost hole begins: its string is on top there. 0 in no hole. */
static inline uint32_t hole_depth(const struct scanner *s)
{
	uint32_t d = s->depth;

	while (d && s->open[d - 1] != OPEN_HOLE)
		d--;
	return d ? d - 1 : 0;
}

/* Is this in a hole of a string that is to end on its line? */
static inline bool in_line_string(const struct scanner *s)
{
	uint32_t d = hole_depth(s);

	return d && !is_multi((enum open)s->open[d - 1]);
}

/* ---- reading ---- */

static inline int32_t peek(const struct scan *c)
{
	return c->lx->lookahead;
}

static inline void take(struct scan *c)
{
	c->lx->advance(c->lx, false);
}

static inline void skip(struct scan *c)
{
	c->lx->advance(c->lx, true);
}

static inline void mark(struct scan *c)
{
	c->lx->mark_end(c->lx);
}

static inline bool at_end(const struct scan *c)
{
	return c->lx->eof(c->lx);
}

static inline bool emit(struct scan *c, enum token token)
{
	c->lx->result_symbol = (TSSymbol)token;
	return true;
}

/* Takes one character and ends the token behind it. */
static inline bool take_as(struct scan *c, enum token token)
{
	take(c);
	mark(c);
	return emit(c, token);
}

static inline bool is_digit(int32_t ch)
{
	return ch >= '0' && ch <= '9';
}

static inline bool is_word(int32_t ch)
{
	return is_digit(ch) || (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || ch == '_';
}

/* What may stand nowhere; a byte that is no UTF-8 is negative. */
static inline bool is_control(int32_t ch)
{
	return (ch < 0x20 && ch != '\t') || ch == 0x7f;
}

/* ---- what is open ---- */

/* Takes one character, which opens KIND. */
static inline bool open_bracket(struct scan *c, enum open kind, enum token token)
{
	return push(c->s, kind) && take_as(c, token);
}

/* A line string that is not closed ends with its line. */
static inline void end_with_line(struct scan *c)
{
	enum open kind = top(c->s);

	if ((kind == OPEN_STRING || kind == OPEN_RAW) && (at_end(c) || peek(c) == '\n' || peek(c) == '\r'))
		c->s->depth--;
}

#endif
