/* SPDX-License-Identifier: Apache-2.0 */
/*
 * brackets: the stack of open brackets. A closing bracket that does not fit
 * is either skipped, or the brackets that it leaves open are closed before
 * it; so the parser sees balanced brackets, and one message is given here.
 */
#include "syntax/lexer.h"
#include "syntax/make.h"
#include "syntax/parser.h"

const char *bracket_spelling(enum open_kind kind, bool closing)
{
	switch (kind) {
	case OPEN_BLOCK:
		return closing ? "}" : "{";
	case OPEN_LIST:
	case OPEN_INDEX:
		return closing ? "]" : "[";
	case OPEN_PAREN:
		return closing ? ")" : "(";
	case OPEN_HOLE:
		return closing ? "}" : "${";
	case OPEN_FILE:
		break;
	}
	return "";
}

static int closing_token(enum open_kind kind)
{
	switch (kind) {
	case OPEN_BLOCK:
		return T_RBRACE;
	case OPEN_LIST:
		return T_RBRACK;
	case OPEN_INDEX:
		return T_IEND;
	default:
		return T_RPAREN;
	}
}

bool bracket_push(struct lexer *lx, uint32_t pos, enum open_kind kind, bool multi)
{
	struct open *o;

	if (lx->depth == PARSE_MAX_DEPTH) {
		report_depth(lx, lexer_span(lx, pos, pos + 1));
		return false;
	}
	o = &lx->open[++lx->depth];
	memset(o, 0, sizeof *o);
	o->pos = pos;
	o->bol = lx->bol;
	o->item = (uint32_t)(lx->cur - lx->text);
	o->kind = (uint8_t)kind;
	o->multi = multi;
	lx->holes += kind == OPEN_HOLE;
	return true;
}

int bracket_open(struct lexer *lx, const char *beg, enum open_kind kind, int code)
{
	if (!bracket_push(lx, (uint32_t)(beg - lx->text), kind, false))
		code = T_END;
	return lexer_emit(lx, beg, code);
}

void bracket_drop(struct lexer *lx, uint32_t depth)
{
	while (lx->depth > depth) {
		lx->holes -= lexer_top(lx)->kind == OPEN_HOLE;
		lx->depth--;
	}
}

int bracket_make_up(struct lexer *lx)
{
	enum open_kind kind = (enum open_kind)lexer_top(lx)->kind;

	bracket_drop(lx, lx->depth - 1);
	lx->made_up = true;
	return lexer_emit(lx, lx->cur, closing_token(kind));
}

/* Says that bracket O is not closed; WHERE is where that was seen. */
static void complain_open(struct lexer *lx, const struct open *o, struct span where, const char *label)
{
	const char *open = bracket_spelling((enum open_kind)o->kind, false);
	struct span at = lexer_span(lx, o->pos, o->pos + 1);
	struct diag *d;

	if (o->unclosed || (lx->panic && lx->depth > lx->panic_depth))
		return;
	d = diag_add(lx->diags, E0108, at, "`%s` is not closed", open);
	diag_label(d, "needs a `%s`", bracket_spelling((enum open_kind)o->kind, true));
	if (label)
		diag_also(d, where, "%s", label);
}

/*
 * A `}` that begins its line closes the block at O. If it stands further to
 * the left than the line of the `{`, the `}` of that block is probably
 * missing; it is found out at the end of the text.
 */
static void note_suspect(struct lexer *lx, const struct open *o, const char *beg)
{
	uint32_t column = (uint32_t)(beg - lx->text) - lx->bol;

	if (lx->suspect.pos || o->bol == lx->bol || lexer_indent(lx, lx->bol) != column)
		return;
	if (column < lexer_indent(lx, o->bol)) {
		lx->suspect = *o;
		lx->suspect_close = (uint32_t)(beg - lx->text);
	}
}

/* The innermost bracket that C closes, 0 if there is none in this hole. */
static uint32_t find_below(const struct lexer *lx, char c)
{
	uint32_t d;

	for (d = lx->depth; d; d--) {
		if (*bracket_spelling((enum open_kind)lx->open[d].kind, true) == c)
			return d;
		if (lx->open[d].kind == OPEN_HOLE)
			break;
	}
	return 0;
}

static int close_top(struct lexer *lx, const char *beg)
{
	enum open_kind kind = (enum open_kind)lexer_top(lx)->kind;

	bracket_drop(lx, lx->depth - 1);
	return lexer_emit(lx, beg, closing_token(kind));
}

/* C, at BEG, closes nothing. */
static int stray(struct lexer *lx, const char *beg, char c)
{
	const struct open *top = lexer_top(lx);
	struct span at = lexer_span_of(lx, beg, beg + 1);
	bool wrong = top->kind == OPEN_PAREN || top->kind == OPEN_LIST || top->kind == OPEN_INDEX;
	const char *right = bracket_spelling((enum open_kind)top->kind, true);
	struct diag *d;

	if (!lx->panic || lx->depth == lx->panic_depth) {
		if (wrong) {
			d = diag_add(lx->diags, E0109, at, "`%c` does not close `%s`", c,
				     bracket_spelling((enum open_kind)top->kind, false));
			diag_also(d, lexer_span(lx, top->pos, top->pos + 1), "this one is open");
			diag_edit(diag_help(d, "write `%s`", right), at, right, EDIT_MAYBE);
		} else {
			diag_add(lx->diags, E0109, at, "`%c` closes nothing", c);
		}
	}
	lx->skipped = true;
	return wrong ? close_top(lx, beg) : 0;
}

int bracket_close(struct lexer *lx, const char *beg)
{
	struct open *top = lexer_top(lx);
	uint32_t below = find_below(lx, *beg);

	if (below && below == lx->depth) {
		if (top->kind == OPEN_BLOCK)
			note_suspect(lx, top, beg);
		return close_top(lx, beg);
	}
	/* A `)` or `]` in a block that began on an earlier line is a slip; the block goes on. */
	if (below == 0 || (top->kind == OPEN_BLOCK && top->bol != lx->bol))
		return stray(lx, beg, *beg);
	complain_open(lx, top, lexer_span_of(lx, beg, beg + 1), "before this");
	lx->cur = beg;
	return bracket_make_up(lx);
}

/* The text ends while brackets are open. */
static void complain_end(struct lexer *lx)
{
	const struct open *top = lexer_top(lx);
	struct span at = lexer_span(lx, top->pos, top->pos + 1);

	if (top->unclosed)
		return;
	if (top->kind == OPEN_HOLE)
		diag_label(diag_add(lx->diags, E0106, at, "a string is not closed"),
			   "begins here, and its `${` is still open at the end of the file");
	else if (lx->suspect.pos && top->kind == OPEN_BLOCK)
		complain_open(lx, &lx->suspect, lexer_span(lx, lx->suspect_close, lx->suspect_close + 1),
			      "by its indentation, this closes a block further out");
	else
		complain_open(lx, top, SPAN_NONE, NULL);
}

int bracket_end(struct lexer *lx)
{
	if (lx->depth == 0)
		return lexer_emit(lx, lx->cur, T_END);
	complain_end(lx);
	for (uint32_t d = 1; d <= lx->depth; d++)
		lx->open[d].unclosed = true;
	if (lexer_top(lx)->kind == OPEN_HOLE) {
		bracket_drop(lx, lx->depth - 1);
		lx->made_up = true;
		return lexer_emit(lx, lx->cur, T_BAD);
	}
	return bracket_make_up(lx);
}
