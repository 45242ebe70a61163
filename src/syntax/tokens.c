/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tokens: the tokens as the parser gets them. Between it and the rules of
 * lexer.re stands what happens after a mistake: note [panic] in lexer.h.
 */
#include "syntax/lexer.h"
#include "syntax/parser.h"

void lexer_init(struct lexer *lx, struct ast *tree, struct symtab *names, const struct source *file,
		struct diags *diags)
{
	memset(lx, 0, sizeof *lx);
	lx->file = file;
	lx->names = names;
	lx->diags = diags;
	lx->tree = tree;
	lx->arena = tree->arena;
	lx->text = lx->cur = file->text.n ? file->text.p : "";
	lx->lim = lx->text + file->text.n;
	lx->prev = T_NL;
	lx->joins = true;
	lx->fresh = true;
}

uint32_t lexer_indent(const struct lexer *lx, uint32_t bol)
{
	const char *p = lx->text + bol, *q = p;

	while (q < lx->lim && (*q == ' ' || *q == '\t'))
		q++;
	return (uint32_t)(q - p);
}

static bool holds_items(enum open_kind kind)
{
	return kind == OPEN_FILE || kind == OPEN_BLOCK;
}

static bool opens(int code)
{
	return code == T_LBRACE || code == T_LBRACK || code == T_INDEX || code == T_LPAREN || code == T_CALL ||
	       code == T_SHEAD || code == T_SMID;
}

void lexer_panic(struct lexer *lx)
{
	uint32_t level = lx->depth;
	int code = lx->prev;

	/* With these the parser finds its feet by itself. */
	if (lx->ended || code == T_NL || code == T_SEP || code == T_RBRACE || code == T_RBRACK || code == T_END)
		return;
	if (opens(code))
		level--;
	if (code == T_LBRACE && holds_items((enum open_kind)lx->open[level].kind)) {
		lx->resume = true;
		return;
	}
	lexer_panic_below(lx, level);
}

void lexer_panic_below(struct lexer *lx, uint32_t level)
{
	while (!holds_items((enum open_kind)lx->open[level].kind) && lx->open[level].kind != OPEN_LIST)
		level--;
	lx->panic = true;
	lx->panic_depth = level;
}

bool lexer_begins_field(const struct lexer *lx, const struct open *o)
{
	const char *p = lx->text + o->item;

	while (p < lx->lim && *p >= 'a' && *p <= 'z')
		p++;
	return p < lx->lim && (*p == ':' || *p == '.');
}

/* The last token, which was read when DEPTH brackets were open, may begin an item. */
static void note_item(struct lexer *lx, int code, uint32_t depth)
{
	struct open *o = &lx->open[depth < lx->depth ? depth : lx->depth];
	bool separator = code == T_NL || code == T_SEP, block = code == T_LBRACE || code == T_LBRACK;

	/* One comma belongs to these. */
	if (code == T_SEP && !o->comma && !lexer_begins_field(lx, o) &&
	    (o->token == T_ASSERT || o->token == T_WARN || o->token == T_FOR)) {
		o->comma = true;
		return;
	}
	if (lx->fresh && !separator && code != T_RESUME && depth <= lx->depth) {
		o->item = lx->beg;
		o->token = (short)code;
		o->comma = false;
	}
	lx->fresh = separator || block || code == T_RESUME;
}

void lexer_restart(struct lexer *lx)
{
	const char *p = lx->text + lx->beg;
	uint32_t level = lx->depth - (opens(lx->prev) ? 1 : 0);

	while (!holds_items((enum open_kind)lx->open[level].kind) && lx->open[level].kind != OPEN_LIST)
		level--;
	bracket_drop(lx, level);
	while (p > lx->text && p[-1] != '\n')
		p--;
	lx->cur = p;
	lx->bol = (uint32_t)(p - lx->text);
	lx->restart = true;
}

/* The token *CODE, read in a broken item while DEPTH brackets were open: does the parser get it? */
static bool ends_panic(const struct lexer *lx, int *code, uint32_t depth)
{
	if (*code == T_END || lx->depth < lx->panic_depth)
		return true;
	if (depth > lx->panic_depth && lx->depth >= lx->panic_depth && *code != T_NL)
		return false;
	if (*code == T_NL || *code == T_SEP)
		return lx->depth == lx->panic_depth;
	if (*code == T_LBRACE && holds_items((enum open_kind)lx->open[lx->panic_depth].kind)) {
		*code = T_RESUME;
		return true;
	}
	return false;
}

static int restarted(struct lexer *lx)
{
	lx->made_up = true;
	if (lexer_top(lx)->kind == OPEN_LIST && lexer_top(lx)->unclosed)
		return bracket_make_up(lx);
	lx->restart = false;
	return lexer_emit(lx, lx->cur, T_NL);
}

static int next_token(struct lexer *lx, struct val *val)
{
	int code;

	if (lx->restart)
		return restarted(lx);
	if (lx->resume) {
		lx->resume = false;
		lx->made_up = true;
		return T_RESUME;
	}
	for (;;) {
		uint32_t depth = lx->depth;

		code = lexer_scan(lx, val);
		if (!lx->panic)
			return code;
		if (ends_panic(lx, &code, depth)) {
			lx->panic = false;
			return code;
		}
	}
}

int lexer_next(struct lexer *lx, struct val *val, struct span *loc)
{
	uint32_t depth = lx->depth;
	int code;

	memset(val, 0, sizeof *val);
	if (lx->ended) {
		*loc = lexer_span(lx, lx->end, lx->end);
		return T_END;
	}
	lx->made_up = false;
	lx->skipped = false;
	code = next_token(lx, val);
	note_item(lx, code, depth);
	*loc = lexer_span(lx, lx->beg, lx->end);
	return code;
}
