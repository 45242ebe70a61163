/* SPDX-License-Identifier: Apache-2.0 */
/*
 * strings: where a string ends, and what it means: the indentation that all
 * lines of a multi-line one share is removed, then escapes are decoded.
 */
#include "base/utf8.h"
#include "syntax/lexer.h"
#include "syntax/parser.h"

enum piece_end {
	END_QUOTE,
	END_HOLE,
	END_BROKEN /* the line's or the text's end */
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* ---- finding the end ---- */

static bool quotes_at(const struct lexer *lx, const char *p, char quote, bool multi)
{
	if (!multi)
		return *p == quote;
	return lx->lim - p >= 3 && p[0] == quote && p[1] == quote && p[2] == quote;
}

/* A byte below 0x20, or 0x7f, at P: said if it may not stand in a string. */
static void check_control(struct lexer *lx, const char *p)
{
	if (*p == '\t' || (*p == '\r' && p + 1 < lx->lim && p[1] == '\n'))
		return;
	diag_add(lx->diags, E0103, lexer_span_of(lx, p, p + 1), "control character U+%04X in a string",
		 (unsigned)(unsigned char)*p);
}

/* Scans from *P to the end of the piece; *ESCAPES if there is a backslash. */
static enum piece_end scan(struct lexer *lx, const char **p, char quote, bool multi, bool *escapes)
{
	const char *q = *p;

	for (; q < lx->lim; q++) {
		unsigned char c = (unsigned char)*q;

		if (c == (unsigned char)quote && quotes_at(lx, q, quote, multi)) {
			*p = q;
			return END_QUOTE;
		}
		if (c == '$' && quote == '"' && q + 1 < lx->lim && q[1] == '{') {
			*p = q;
			return END_HOLE;
		}
		if (c == '\\' && quote == '"') {
			*escapes = true;
			if (q + 1 < lx->lim && q[1] != '\n' && q[1] != '\r')
				q++;
		} else if (c == '\n') {
			if (!multi)
				break;
			lx->bol = (uint32_t)(q + 1 - lx->text);
		} else if (c < 0x20 || c == 0x7f) {
			check_control(lx, q);
		}
	}
	*p = q;
	return END_BROKEN;
}

/*
 * A string is not closed on its line, which ends at EOL. Brackets that were
 * opened on the line before the string are probably closed on it: the string
 * ends before them.
 */
static const char *guess_end(const struct lexer *lx, const char *beg, const char *eol)
{
	const char *p = eol;

	while (p > beg && (is_blank(p[-1]) || p[-1] == '\r'))
		p--;
	eol = p;
	/* From the outermost bracket of the line inwards. */
	for (uint32_t d = 1; d <= lx->depth; d++) {
		const char *q = p;

		if (lx->open[d].bol != lx->bol || lx->open[d].kind == OPEN_HOLE)
			continue;
		while (q > beg && (is_blank(q[-1]) || q[-1] == ','))
			q--;
		if (q > beg && q[-1] == *bracket_spelling((enum open_kind)lx->open[d].kind, true))
			p = q - 1;
	}
	if (p == eol && p > beg && p[-1] == ',')
		p--;
	while (p > beg && is_blank(p[-1]))
		p--;
	return p;
}

/* A string that began at offset POS ends at END without quotes. */
static void complain_broken(struct lexer *lx, uint32_t pos, const char *end, bool multi)
{
	struct span at = lexer_span(lx, pos, multi ? pos + 3 : (uint32_t)(end - lx->text));
	const char *quotes = multi ? (lx->text[pos] == '"' ? "\"\"\"" : "'''") : (lx->text[pos] == '"' ? "\"" : "'");
	struct diag *d;

	if (multi) {
		d = diag_add(lx->diags, E0106, at, "a string is not closed");
		diag_label(d, "no %s up to the end of the file", quotes);
		for (uint32_t i = 1; i <= lx->depth; i++)
			lx->open[i].unclosed = true;
		return;
	}
	d = diag_add(lx->diags, E0106, at, "a string is not closed");
	diag_label(d, "no %s up to the end of the line", quotes);
	diag_help(d, "a string of several lines is written in ''' or \"\"\"");
	diag_edit(d, lexer_span_of(lx, end, end), quotes, EDIT_MAYBE);
}

/* ---- escapes ---- */

/* Reads up to MOST hexadecimal digits. */
static bool hex(const char **p, const char *end, int least, int most, uint32_t *value)
{
	int n = 0;

	for (*value = 0; n < most && *p < end; n++, (*p)++) {
		char c = **p;
		uint32_t digit = c >= '0' && c <= '9'   ? (uint32_t)(c - '0')
				 : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10)
				 : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A' + 10)
							: 16;
		if (digit == 16)
			break;
		*value = *value * 16 + digit;
	}
	return n >= least;
}

/* What follows `\u` at *P: four digits (two such for a surrogate pair), or {digits}. */
static bool code_point(const char **p, const char *end, uint32_t *c)
{
	uint32_t low;

	if (*p < end && **p == '{') {
		++*p;
		if (!hex(p, end, 1, 6, c) || *p == end || **p != '}')
			return false;
		++*p;
	} else if (!hex(p, end, 4, 4, c)) {
		return false;
	} else if (*c >= 0xd800 && *c < 0xdc00 && end - *p >= 2 && (*p)[0] == '\\' && (*p)[1] == 'u') {
		*p += 2;
		if (!hex(p, end, 4, 4, &low) || low < 0xdc00 || low > 0xdfff)
			return false;
		*c = 0x10000 + ((*c - 0xd800) << 10) + (low - 0xdc00);
	}
	return *c <= 0x10ffff && (*c < 0xd800 || *c > 0xdfff);
}

/* Decodes the escape at *P to OUT; returns the bytes written. */
static size_t escape(struct lexer *lx, const char **p, const char *end, char *out)
{
	static const char from[] = "\"\\/$bfnrt", to[] = "\"\\/$\b\f\n\r\t";
	const char *beg = *p, *found;
	uint32_t c;
	struct diag *d;

	if (end - beg >= 2 && beg[1] && (found = strchr(from, beg[1]))) {
		*out = to[found - from];
		*p += 2;
		return 1;
	}
	if (end - beg >= 2 && beg[1] == 'u') {
		*p += 2;
		if (code_point(p, end, &c))
			return utf8_put(out, c);
		d = diag_add(lx->diags, E0105, lexer_span_of(lx, beg, *p),
			     "`\\u` is not followed by a character's number");
		diag_help(d, "write four digits (`\\u00e9`), or up to six in braces (`\\u{1f600}`)");
		return 0;
	}
	*p = beg + 1;
	if (*p < end && *beg)
		(void)utf8_next(p, end);
	if (beg + 1 < end && (beg[1] == '\n' || beg[1] == '\r'))
		*p = beg + 1;
	d = diag_add(lx->diags, E0105, lexer_span_of(lx, beg, *p), "unknown escape `%.*s`", (int)(*p - beg), beg);
	diag_help(d, "escapes are \\\" \\\\ \\/ \\$ \\b \\f \\n \\r \\t \\u0000; in '...' a backslash is itself");
	return 0;
}

/* ---- indentation ---- */

/* The indentation that the lines of a string share. */
struct indent {
	const char *line; /* of the first line that counts; NULL if there was none yet */
	uint32_t n;
	bool bad;
};

/* The line at P, whose text begins at Q, counts. */
static void share_indent(struct lexer *lx, struct indent *in, const char *p, const char *q)
{
	uint32_t n = (uint32_t)(q - p), k = 0;
	struct diag *d;

	if (!in->line) {
		in->line = p;
		in->n = n;
		return;
	}
	while (k < n && k < in->n && p[k] == in->line[k])
		k++;
	if (k < n && k < in->n && !in->bad) {
		in->bad = true;
		d = diag_add(lx->diags, E0107, lexer_span_of(lx, p + k, p + k + 1),
			     "the lines of this string are indented differently: a %s here, a %s above",
			     p[k] == '\t' ? "tab" : "space", in->line[k] == '\t' ? "tab" : "space");
		diag_also(d, lexer_span_of(lx, in->line + k, in->line + k + 1), "above");
	}
	if (k < in->n)
		in->n = k;
}

/* Counts the lines that begin in the piece P..END; the closing line of the LAST piece does not count. */
static void measure(struct lexer *lx, struct indent *in, const char *p, const char *end, bool last)
{
	while ((p = memchr(p, '\n', (size_t)(end - p)))) {
		const char *q = ++p;

		while (q < end && is_blank(*q))
			q++;
		if (q == end ? !last : (*q != '\n' && *q != '\r'))
			share_indent(lx, in, p, q);
	}
}

/* Text behind the opening quotes at P is a mistake; returns where the text begins. */
static const char *first_line(struct lexer *lx, const char *p, const char *end, bool last)
{
	const char *q = p;
	struct diag *d;

	while (q < end && (is_blank(*q) || *q == '\r'))
		q++;
	if (q < end && *q == '\n')
		return q + 1;
	if (q < end || !last) {
		d = diag_add(lx->diags, E0101, lexer_span_of(lx, q, q < end ? q + 1 : q + 2),
			     "the text of a multi-line string begins on the line after its quotes");
		diag_help(d, "for a text of one line write \"...\" or '...'");
	}
	return p;
}

/* Appends what the piece BEG..END means to the scratch space. */
static void decode(struct lexer *lx, const char *beg, const char *end, bool escapes, const struct indent *in, bool last)
{
	bool bol = in && beg > lx->text && beg[-1] == '\n';
	const char *p = beg;

	VEC_RESERVE(lx->arena, &lx->scratch, end - beg + 4);
	while (p < end) {
		if (bol) {
			const char *q = p;

			bol = false;
			while (p < end && p - q < (ptrdiff_t)in->n && is_blank(*p))
				p++;
			for (q = p; last && q < end && is_blank(*q);)
				q++;
			if (last && q == end)
				return;
			continue;
		}
		if (*p == '\\' && escapes) {
			lx->scratch.n += (uint32_t)escape(lx, &p, end, lx->scratch.v + lx->scratch.n);
		} else if (*p == '\r' && p + 1 < end && p[1] == '\n') {
			p++;
		} else {
			bol = in && *p == '\n';
			lx->scratch.v[lx->scratch.n++] = *p++;
		}
	}
}

static sym intern_scratch(const struct lexer *lx)
{
	return sym_intern(lx->names, lx->scratch.v, lx->scratch.n);
}

/* ---- tokens ---- */

/* The value of a string in one piece. */
static sym value(struct lexer *lx, const char *beg, const char *end, bool multi, bool escapes)
{
	struct indent in = {NULL, 0, false};

	if (!multi && !escapes)
		return sym_intern_borrow(lx->names, beg, (size_t)(end - beg));
	lx->scratch.n = 0;
	if (multi) {
		const char *text = first_line(lx, beg, end, true);
		measure(lx, &in, beg, end, true);
		beg = text;
	}
	decode(lx, beg, end, escapes, multi ? &in : NULL, true);
	return intern_scratch(lx);
}

/*
 * The piece that begins at P, of a string that began at offset POS. TOKEN is
 * where the token begins, HOLE and END what it is called when a hole and when
 * the quotes follow.
 */
static int piece(struct lexer *lx, struct val *val, const char *token, const char *p, uint32_t pos, char quote,
		 bool multi, int hole, int end)
{
	const char *q = p;
	bool escapes = false;
	enum piece_end how = scan(lx, &q, quote, multi, &escapes);

	if (how == END_BROKEN) {
		if (!multi)
			q = guess_end(lx, p, q);
		complain_broken(lx, pos, q, multi);
	}
	lx->cur = q + (how == END_BROKEN ? 0 : how == END_HOLE ? 2 : multi ? 3 : 1);
	val->flags = (uint16_t)((multi ? AST_MULTI : 0) | (quote == '\'' ? AST_RAW : 0));
	val->first = lexer_span_of(lx, p, q).beg;
	val->last = lexer_span_of(lx, p, q).end;
	if (how == END_HOLE)
		return lexer_emit(lx, token, bracket_push(lx, pos, OPEN_HOLE, multi) ? hole : T_END);
	if (end == T_STRING)
		val->sym = value(lx, p, q, multi, escapes);
	return lexer_emit(lx, token, end);
}

int string_open(struct lexer *lx, struct val *val, const char *beg)
{
	return piece(lx, val, beg, lx->cur, (uint32_t)(beg - lx->text), *beg, lx->cur - beg == 3, T_SHEAD, T_STRING);
}

int string_more(struct lexer *lx, struct val *val, const char *beg, const struct open *hole)
{
	return piece(lx, val, beg, lx->cur, hole->pos, '"', hole->multi, T_SMID, T_STAIL);
}

void string_finish(struct lexer *lx, struct ast *tree, ast_id interp, bool multi)
{
	struct indent in = {NULL, 0, false};
	uint32_t base = lx->file->base;

	for (int pass = multi ? 0 : 1; pass < 2; pass++) {
		AST_EACH (tree, interp, c) {
			struct ast_node *n = ast_edit(tree, c);
			bool last = !n->next;
			const char *beg = lx->text + (n->beg - base), *end = lx->text + (ast_span(tree, c).end - base);

			if (n->kind != AST_STRING || !(n->flags & AST_PIECE))
				continue;
			if (pass == 0) {
				measure(lx, &in, beg, end, last);
				continue;
			}
			if (multi && c == ast_first(tree, interp))
				beg = first_line(lx, beg, end, last);
			lx->scratch.n = 0;
			decode(lx, beg, end, true, multi ? &in : NULL, last);
			n->sym = intern_scratch(lx);
		}
	}
}
