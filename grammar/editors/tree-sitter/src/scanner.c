/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scanner: the tokens of wk8s that need more than a regular expression, for
 * tree-sitter. It does what ../../../lexer.re and src/syntax/ do: strings with
 * holes, numbers that run on, and whether a newline separates, for which it
 * keeps the stack of what is open. That stack is its whole state.
 *
 * A token is what the text says, also where the parser cannot take it; what
 * the lexer of wk8sc complains of is no token, and so becomes an error.
 * What is valid is asked only where the lexer looks at the token before: is
 * `-` or `(` behind an operand, may the line end here? When tree-sitter looks
 * for its feet after a mistake everything is valid.
 *
 * false leaves the text to the regular expressions of the grammar: operators,
 * most keywords, and newlines that separate.
 */
#include "scan_number.h"
#include "scan_string.h"
#include "tree_sitter/alloc.h"

#include <string.h>

/* ---- brackets ---- */

static bool open_brace(struct scan *c)
{
	take(c);
	mark(c);
	/* `{{` is of another language. */
	return peek(c) != '{' && push(c->s, OPEN_BLOCK) && emit(c, LBRACE);
}

static bool closes(enum open kind, int32_t ch)
{
	switch (kind) {
	case OPEN_BLOCK:
	case OPEN_HOLE:
		return ch == '}';
	case OPEN_LIST:
	case OPEN_INDEX:
		return ch == ']';
	case OPEN_PAREN:
		return ch == ')';
	default:
		return false;
	}
}

/* A closing bracket: of the innermost one, or else of one further out, whose inner ones are forgotten. */
static bool close_bracket(struct scan *c)
{
	struct scanner *s = c->s;
	int32_t ch = peek(c);
	uint32_t d = s->depth;

	take_as(c, CLOSE);
	if (closes(top(s), ch)) {
		s->depth--;
		end_with_line(c);
		return true;
	}
	while (d && !closes((enum open)s->open[d - 1], ch) && s->open[d - 1] != OPEN_HOLE)
		d--;
	if (d && closes((enum open)s->open[d - 1], ch))
		s->depth = d - 1;
	return emit(c, STRAY);
}

/* ---- words ---- */

/* Those that the grammar has as texts. */
static bool is_keyword(const char *word)
{
	static const char *const words[] = {
		"allow", "annotate", "app", "as",     "component", "derive", "drop", "else",  "extern", "false",
		"fn",    "for",      "if",  "import", "in",        "kind",   "let",  "null",  "on",     "param",
		"patch", "rule",     "the", "then",   "true",      "type",   "warn", "where",
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (!strcmp(words[i], word))
			return true;
	}
	return false;
}

/* Letters, digits, `_`, and `-` between them. */
static bool word(struct scan *c)
{
	char text[12]; /* longer than each keyword */
	size_t n = 0;

	do {
		if (n < sizeof text - 1)
			text[n++] = (char)peek(c);
		take(c);
		if (is_word(peek(c)))
			continue;
		mark(c);
		if (peek(c) != '-')
			break;
		take(c);
		if (is_word(peek(c)) && n < sizeof text - 1)
			text[n++] = '-';
	} while (is_word(peek(c)));
	text[n] = '\0';
	/* No value begins with `then`, but one may with `the`, which the grammar would find in it. */
	if (!strcmp(text, "then") && c->valid[MINUS] && !c->valid[STRAY])
		return emit(c, STRAY);
	if (is_keyword(text))
		return false;
	return emit(c, !strcmp(text, "include") ? KW_INCLUDE : !strcmp(text, "assert") ? KW_ASSERT : IDENTIFIER);
}

/* ---- what stands between tokens ---- */

static bool comment(struct scan *c)
{
	bool doc;

	for (uint32_t d = 0; d < c->s->depth; d++) {
		if (c->s->open[d] == OPEN_HOLE)
			return false;
	}
	take(c);
	doc = peek(c) == '#';
	while (!at_end(c) && !is_control(peek(c)))
		take(c);
	mark(c);
	return emit(c, doc ? DOC_COMMENT : COMMENT);
}

/* Is the newline that follows none that separates? */
static bool joins(const struct scan *c)
{
	switch (top(c->s)) {
	case OPEN_FILE:
	case OPEN_BLOCK:
	case OPEN_LIST:
		return c->valid[JOINS_LINES] && !c->valid[STRAY];
	default:
		return true;
	}
}

/* Skips blanks and newlines; false at a newline that separates, or one that stands in a string of one line. */
static bool skip_blanks(struct scan *c)
{
	bool line = in_line_string(c->s);

	for (;; c->adjacent = false) {
		int32_t ch = peek(c);

		if (ch == ' ' || ch == '\t') {
			skip(c);
			c->blank = true;
			continue;
		}
		if (ch != '\n' && ch != '\r')
			return true;
		if (line || !joins(c))
			return false;
		skip(c);
		if (ch == '\r' && peek(c) != '\n')
			return false;
		if (ch == '\n') {
			c->blank = false;
			c->broke = true;
		}
	}
}

/* A newline in a hole of a string that is to end on its line: the string has ended. */
static bool break_hole(struct scan *c)
{
	c->s->depth = hole_depth(c->s) - 1;
	return take_as(c, STRAY);
}

/* `-` between two values has white space on both sides, or on none. */
static bool minus(struct scan *c)
{
	bool after;

	take(c);
	if (peek(c) == '>')
		return c->broke && emit(c, LINE_BREAK);
	after = peek(c) == ' ' || peek(c) == '\t' || peek(c) == '\n' || peek(c) == '\r';
	if (c->valid[OPERATOR_MINUS] && c->blank != after)
		return false;
	mark(c);
	return emit(c, c->valid[OPERATOR_MINUS] ? OPERATOR_MINUS : MINUS);
}

static bool query(struct scan *c)
{
	take(c);
	mark(c);
	return peek(c) != '?' && emit(c, QUERY);
}

static bool token(struct scan *c)
{
	int32_t ch = peek(c);

	if (is_digit(ch))
		return number(c);
	if (is_word(ch))
		return word(c);
	switch (ch) {
	case '[':
		return open_bracket(c, OPEN_LIST, LBRACK);
	case '{':
		return open_brace(c);
	case '}':
	case ']':
	case ')':
		return close_bracket(c);
	case '"':
	case '\'':
		return open_string(c);
	case '?':
		return query(c);
	case '#':
		return comment(c);
	default:
		return false;
	}
}

static bool scan(struct scan *c)
{
	if (is_string(top(c->s)))
		return string_part(c);
	if (!skip_blanks(c))
		return in_line_string(c->s) && (peek(c) == '\n' || peek(c) == '\r') && break_hole(c);
	mark(c);
	if (at_end(c))
		return top(c->s) == OPEN_FILE && c->valid[CLOSE] && !c->valid[STRAY] && emit(c, CLOSE);
	/* For these three it matters what stands before them. */
	if (peek(c) == '(')
		return open_bracket(c, OPEN_PAREN, c->adjacent && c->valid[CALL_LPAREN] ? CALL_LPAREN : LPAREN);
	if (peek(c) == '[' && c->adjacent && c->valid[INDEX_LBRACK])
		return open_bracket(c, OPEN_INDEX, INDEX_LBRACK);
	if (peek(c) == '-')
		return minus(c);
	/* The regular expressions know of no newlines that do not separate. */
	return c->broke ? emit(c, LINE_BREAK) : token(c);
}

/* ---- what tree-sitter calls ---- */

void *tree_sitter_wk8s_external_scanner_create(void)
{
	return ts_calloc(1, sizeof(struct scanner));
}

void tree_sitter_wk8s_external_scanner_destroy(void *payload)
{
	ts_free(payload);
}

unsigned tree_sitter_wk8s_external_scanner_serialize(void *payload, char *buffer)
{
	const struct scanner *s = payload;

	memcpy(buffer, s->open, s->depth);
	return s->depth;
}

void tree_sitter_wk8s_external_scanner_deserialize(void *payload, const char *buffer, unsigned length)
{
	struct scanner *s = payload;

	s->depth = length < MAX_DEPTH ? length : MAX_DEPTH;
	if (s->depth)
		memcpy(s->open, buffer, s->depth);
}

bool tree_sitter_wk8s_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid_symbols)
{
	struct scan c = {.s = payload, .lx = lexer, .valid = valid_symbols, .adjacent = true};

	return scan(&c);
}
