/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lexer: the tokens of wk8s, for re2c. The text has been found to be valid
 * UTF-8 already, so bytes above 0x7f need no distinction; it is not
 * NUL-terminated, and reading past its end gives 0.
 */
#include "syntax/lexer.h"
#include "syntax/parser.h"
#include "base/utf8.h"

/* After these a newline does not separate: the item cannot have ended. */
static bool joins_lines(const struct lexer *lx, int code)
{
	switch (code) {
	case T_LBRACE:
	case T_LBRACK:
	case T_INDEX:
	case T_LPAREN:
	case T_CALL:
	case T_NL:
	case T_SEP:
	case T_COMMA:
	case T_ASSIGN:
	case T_ARROW:
	case T_BECOMES:
	case T_BAR:
	case T_OROR:
	case T_ANDAND:
	case T_COALESCE:
	case T_EQ:
	case T_NE:
	case T_LT:
	case T_LE:
	case T_GT:
	case T_GE:
	case T_PLUS:
	case T_MINUS:
	case T_STAR:
	case T_SLASH:
	case T_PERCENT:
		return true;
	case T_IN:
		return !lx->dotted;
	default:
		return false;
	}
}

int lexer_emit(struct lexer *lx, const char *beg, int code)
{
	lx->prev_beg = lx->beg;
	lx->prev_end = lx->end;
	lx->beg = (uint32_t)(beg - lx->text);
	lx->end = (uint32_t)(lx->cur - lx->text);
	lx->joins = joins_lines(lx, code);
	lx->prev = code;
	return code;
}

static int word(struct lexer *lx, struct val *val, const char *beg, const char *cur, int code)
{
	lx->cur = cur;
	val->sym = sym_intern_borrow(lx->names, beg, (size_t)(cur - beg));
	lx->dotted = lx->prev == T_DOT;
	return lexer_emit(lx, beg, code);
}

/* `(` or `[` at BEG directly behind what may be called or indexed? */
static bool adjacent(const struct lexer *lx, const char *beg)
{
	if (beg != lx->text + lx->end || beg == lx->text)
		return false;
	switch (lx->prev) {
	case T_IDENT:
	case T_STRING:
	case T_STAIL:
	case T_RPAREN:
	case T_RBRACK:
	case T_IEND:
	case T_QUERY:
		return true;
	case T_IF:
	case T_THEN:
	case T_ELSE:
	case T_FOR:
	case T_IN:
	case T_TRUE:
	case T_FALSE:
	case T_NULL:
		return lx->dotted;
	default:
		return lx->prev >= T_ALLOW && lx->prev <= T_THE;
	}
}

static const char *skip_blanks(const struct lexer *lx, const char *p)
{
	while (p < lx->lim && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r'))
		p++;
	return p;
}

/* `else` at P, followed by a block or `if`? */
static bool else_at(const struct lexer *lx, const char *p)
{
	if (lx->lim - p < 5 || memcmp(p, "else", 4) != 0)
		return false;
	for (p += 4; p < lx->lim && *p == ' ';)
		p++;
	return p < lx->lim && (*p == '{' || (lx->lim - p > 3 && memcmp(p, "if ", 3) == 0));
}

/*
 * In a broken item: do the brackets it opened look as if they were never
 * closed, because the line at CUR stands no deeper than where they began?
 */
static bool abandoned(const struct lexer *lx, const char *cur)
{
	const char *p = skip_blanks(lx, cur), *bol = p;

	if (lx->holes || p == lx->lim || *p == ')' || *p == ']' || *p == '}')
		return false;
	while (bol > cur && bol[-1] != '\n')
		bol--;
	return (uint32_t)(p - bol) <= lexer_indent(lx, lx->open[lx->panic_depth + 1].bol);
}

/*
 * Does the newline before CUR separate? Not in parentheses, not where the
 * item must go on; and `{` or `else` on a line of its own is taken for what
 * it is, with one message.
 */
static bool separates(struct lexer *lx, const char *cur)
{
	enum open_kind kind = (enum open_kind)lexer_top(lx)->kind;
	const char *p;

	if (lx->panic && lx->depth > lx->panic_depth && abandoned(lx, cur)) {
		bracket_drop(lx, lx->panic_depth);
		return true;
	}
	if (kind != OPEN_FILE && kind != OPEN_BLOCK && kind != OPEN_LIST)
		return false;
	if (lx->joins)
		return false;
	if (kind == OPEN_LIST || lx->panic)
		return true;
	p = skip_blanks(lx, cur);
	if (p == lx->lim)
		return true;
	if (*p == '{' && lx->prev != T_RBRACE && !(p + 1 < lx->lim && p[1] == '{')) {
		struct diag *d = diag_add(lx->diags, E0101, lexer_span_of(lx, p, p + 1),
					  "`{` stands on the line of what it belongs to");
		diag_also(d, lexer_span(lx, lx->beg, lx->end), "move it behind this");
		return false;
	}
	if (*p == 'e' && lx->prev == T_RBRACE && else_at(lx, p)) {
		struct diag *d = diag_add(lx->diags, E0101, lexer_span_of(lx, p, p + 4),
					  "`else` stands on the line of the `}` before it");
		diag_also(d, lexer_span(lx, lx->beg, lx->end), "move it behind this");
		return false;
	}
	return true;
}

static void comment(struct lexer *lx, const char *beg, const char *cur)
{
	struct ast_comment c = {lexer_span_of(lx, beg, cur), cur - beg > 1 && beg[1] == '#'};

	VEC_PUSH(lx->arena, &lx->tree->comments, c);
}

static int hole_comment(struct lexer *lx, const char *beg)
{
	diag_add(lx->diags, E0103, lexer_span_of(lx, beg, beg + 1), "no comment can stand inside `${ }`");
	lx->cur = beg + 1;
	return lexer_emit(lx, beg, T_BAD);
}

/* A newline in the hole of a string that is to end on its line. */
static int broken_hole(struct lexer *lx, const char *cur)
{
	uint32_t d = lx->depth;

	while (lx->open[d].kind != OPEN_HOLE)
		d--;
	diag_label(diag_add(lx->diags, E0106, lexer_span(lx, lx->open[d].pos, lx->open[d].pos + 1),
			    "a string is not closed"),
		   "begins here, and its `${` is still open at the end of the line");
	bracket_drop(lx, d - 1);
	lx->cur = cur;
	return lexer_emit(lx, cur, T_BAD);
}

static bool in_line_string(const struct lexer *lx)
{
	for (uint32_t d = lx->depth; d; d--) {
		if (lx->open[d].kind == OPEN_HOLE)
			return !lx->open[d].multi;
	}
	return false;
}

/* `-` between two values with white space on one side only is said to be so. */
static int minus(struct lexer *lx, const char *beg, const char *cur)
{
	bool before = beg > lx->text && (beg[-1] == ' ' || beg[-1] == '\t');
	bool after = cur < lx->lim && (*cur == ' ' || *cur == '\t' || *cur == '\n' || *cur == '\r');
	int p = lx->prev;
	bool operand = p == T_IDENT || p == T_NUMBER || p == T_QTY || p == T_STRING || p == T_STAIL ||
		       p == T_RPAREN || p == T_RBRACK || p == T_IEND;

	if (operand && before != after && !lx->panic && !(p == T_STRING && before))
		diag_label(diag_add(lx->diags, E0101, lexer_span_of(lx, beg, cur),
				    "`-` between two values has white space on both sides, or on none"),
			   "%s", before ? "white space before it only" : "white space behind it only");
	lx->cur = cur;
	return lexer_emit(lx, beg, T_MINUS);
}

/* `{{ ... }}` on one line; the token for it is BAD. */
static int template(struct lexer *lx, const char *beg, const char *cur)
{
	const char *p = cur;
	struct diag *d;

	while (p < lx->lim && *p != '\n' && !(*p == '}' && p + 1 < lx->lim && p[1] == '}'))
		p++;
	if (p < lx->lim && *p == '}')
		p += 2;
	d = diag_add(lx->diags, E0110, lexer_span_of(lx, beg, p), "`{{ }}` of a Helm template means nothing here");
	diag_help(d, "declare the input with `param name: string` and write its name, or `${name}` inside \"...\"");
	lx->cur = p;
	return lexer_emit(lx, beg, T_BAD);
}

/* A character that no token begins with. */
static int bad_char(struct lexer *lx, const char *beg)
{
	const char *end = beg;
	uint32_t c = utf8_next(&end, lx->lim);
	struct span at = lexer_span_of(lx, beg, end);
	struct diag *d;

	lx->cur = end;
	if (c < 0x20 || c == 0x7f) {
		diag_add(lx->diags, E0103, at, "control character U+%04X", (unsigned)c);
		lx->skipped = true;
		return 0;
	}
	if (lx->panic)
		return lexer_emit(lx, beg, T_BAD);
	d = diag_add(lx->diags, E0103, at, "the character `%.*s` does not belong here", (int)(end - beg), beg);
	switch (c) {
	case '&':
		diag_edit(diag_help(d, "and is written `&&`"), at, "&&", EDIT_MAYBE);
		break;
	case '$':
		diag_help(d, "`${name}` stands inside a string: \"...${name}...\"; alone it is `name`");
		break;
	case '`':
		diag_help(d, "strings stand in \"...\" or '...'");
		break;
	case 0x2018:
	case 0x2019:
	case 0x201c:
	case 0x201d:
		diag_help(d, "use the plain quotes \" or '");
		break;
	case 0xa0:
		diag_label(d, "a no-break space; use an ordinary one");
		break;
	default:
		if (c >= 0x80)
			diag_help(d, "names have letters of ASCII, digits, `_` and `-`; anything else is quoted");
	}
	return lexer_emit(lx, beg, T_BAD);
}

/* Text from BEG to CUR that other languages have and this one does not; it is skipped. */
static struct diag *foreign(struct lexer *lx, const char *beg, const char *cur, const char *message)
{
	return diag_add(lx->diags, E0110, lexer_span_of(lx, beg, cur), "%s", message);
}

static const char *line_end(const struct lexer *lx, const char *p)
{
	const char *nl = memchr(p, '\n', (size_t)(lx->lim - p));

	return nl ? nl : lx->lim;
}

/* `//` and `/ *`: said, and taken for the comments they are. */
static const char *foreign_comment(struct lexer *lx, const char *beg, const char *cur)
{
	const char *end = line_end(lx, cur);

	foreign(lx, beg, cur, "a comment begins with `#`");
	if (beg[1] == '*') {
		for (const char *p = cur; p + 1 < lx->lim; p++) {
			if (p[0] == '*' && p[1] == '/')
				return p + 2;
			if (p[0] == '\n')
				lx->bol = (uint32_t)(p + 1 - lx->text);
		}
		end = lx->lim;
	}
	return end > cur && end[-1] == '\r' ? end - 1 : end;
}

#define YYPEEK() (cur < lim ? (unsigned char)*cur : (unsigned char)0)
#define YYSKIP() ++cur
#define YYBACKUP() mark = cur
#define YYRESTORE() cur = mark
#define WORD(code) return word(lx, val, beg, cur, (code))
#define TOKEN(code) \
	do { \
		lx->cur = cur; \
		return lexer_emit(lx, beg, (code)); \
	} while (0)
#define NUMERIC(code) \
	do { \
		lx->cur = cur; \
		return number_end(lx, val, beg, (code)); \
	} while (0)

int lexer_scan(struct lexer *lx, struct val *val)
{
	const char *cur = lx->cur, *lim = lx->lim, *mark, *beg;
	int code;

again:
	beg = cur;
	mark = cur;
	(void)mark;
	/*!re2c
	re2c:api = custom;
	re2c:yyfill:enable = 0;
	re2c:define:YYCTYPE = "unsigned char";

	digits = [0-9]+ ("_" [0-9]+)*;
	dec = digits ("." digits)?;
	ident = [A-Za-z_][A-Za-z0-9_]* ("-" [A-Za-z0-9_]+)*;
	alnum = [A-Za-z0-9];

	[ \t]+ { goto again; }
	"\r"? "\n" {
		lx->bol = (uint32_t)(cur - lx->text);
		if (lx->holes && in_line_string(lx))
			return broken_hole(lx, beg);
		if (!separates(lx, cur))
			goto again;
		TOKEN(T_NL);
	}
	"#" [^\x00-\x08\x0a-\x1f\x7f]* {
		if (lx->holes)
			return hole_comment(lx, beg);
		comment(lx, beg, cur);
		goto again;
	}
	"//" | "/*" { cur = foreign_comment(lx, beg, cur); goto again; }
	";" {
		diag_help(diag_add(lx->diags, E0103, lexer_span_of(lx, beg, cur), "`;` is no separator"),
			  "a comma or a new line separates");
		TOKEN(T_SEP);
	}
	"---" {
		if (lx->bol == (uint32_t)(beg - lx->text)) {
			cur = line_end(lx, cur);
			diag_help(foreign(lx, beg, cur, "`---` separates nothing here: resources follow each other"),
				  "YAML as it is can be included: `include \"file.yaml\"`, or `include \"-\"` for what is piped");
			goto again;
		}
		cur = beg + 1;
		return minus(lx, beg, cur);
	}

	"if" { WORD(T_IF); }
	"then" { WORD(T_THEN); }
	"else" { WORD(T_ELSE); }
	"for" { WORD(T_FOR); }
	"in" { WORD(T_IN); }
	"true" { WORD(T_TRUE); }
	"false" { WORD(T_FALSE); }
	"null" { WORD(T_NULL); }
	"allow" { WORD(T_ALLOW); }
	"app" { WORD(T_APP); }
	"component" { WORD(T_COMPONENT); }
	"import" { WORD(T_IMPORT); }
	"include" { WORD(T_INCLUDE); }
	"param" { WORD(T_PARAM); }
	"let" { WORD(T_LET); }
	"fn" { WORD(T_FN); }
	"type" { WORD(T_TYPE); }
	"kind" { WORD(T_KIND); }
	"rule" { WORD(T_RULE); }
	"on" { WORD(T_ON); }
	"as" { WORD(T_AS); }
	"assert" { WORD(T_ASSERT); }
	"warn" { WORD(T_WARN); }
	"patch" { WORD(T_PATCH); }
	"drop" { WORD(T_DROP); }
	"extern" { WORD(T_EXTERN); }
	"where" { WORD(T_WHERE); }
	"annotate" { WORD(T_ANNOTATE); }
	"derive" { WORD(T_DERIVE); }
	"the" { WORD(T_THE); }
	ident { WORD(T_IDENT); }

	dec ([eE] [+-]? [0-9]+)? { NUMERIC(T_NUMBER); }
	"0x" [0-9a-fA-F]+ ("_" [0-9a-fA-F]+)* { NUMERIC(T_NUMBER); }
	"0o" [0-7]+ ("_" [0-7]+)* { NUMERIC(T_NUMBER); }
	dec ([numkMGTPE] | [KMGTPE] "i") { NUMERIC(T_QTY); }
	(dec ("h" | "m" | "s" | "ms" | "us" | "ns"))+ { NUMERIC(T_QTY); }
	dec "%" { NUMERIC(T_QTY); }
	[0-9]+ "/" ("TCP" | "UDP" | "SCTP") { NUMERIC(T_PORT); }

	"@" alnum [A-Za-z0-9.-]* ("/" alnum [A-Za-z0-9.-]*)? {
		val->sym = sym_intern_borrow(lx->names, beg + 1, (size_t)(cur - beg - 1));
		TOKEN(T_GV);
	}

	["'] | ["]{3} | [']{3} { lx->cur = cur; return string_open(lx, val, beg); }

	"{{" { return template(lx, beg, cur); }
	"{" { lx->cur = cur; return bracket_open(lx, beg, OPEN_BLOCK, T_LBRACE); }
	"(" {
		lx->cur = cur;
		return bracket_open(lx, beg, OPEN_PAREN, adjacent(lx, beg) ? T_CALL : T_LPAREN);
	}
	"[" {
		lx->cur = cur;
		if (adjacent(lx, beg))
			return bracket_open(lx, beg, OPEN_INDEX, T_INDEX);
		return bracket_open(lx, beg, OPEN_LIST, T_LBRACK);
	}
	"}" {
		lx->cur = cur;
		if (lexer_top(lx)->kind == OPEN_HOLE) {
			struct open hole = *lexer_top(lx);
			bracket_drop(lx, lx->depth - 1);
			return string_more(lx, val, beg, &hole);
		}
		code = bracket_close(lx, beg);
		if (!code)
			goto again;
		return code;
	}
	")" | "]" {
		lx->cur = cur;
		code = bracket_close(lx, beg);
		if (!code)
			goto again;
		return code;
	}

	"," {
		enum open_kind kind = (enum open_kind)lexer_top(lx)->kind;
		TOKEN(kind == OPEN_FILE || kind == OPEN_BLOCK || kind == OPEN_LIST ? T_SEP : T_COMMA);
	}
	":" { TOKEN(T_COLON); }
	"." { TOKEN(T_DOT); }
	"=" { TOKEN(T_ASSIGN); }
	"?" { TOKEN(T_QUERY); }
	"|" { TOKEN(T_BAR); }
	".." { TOKEN(T_RANGE); }
	"..." { TOKEN(T_SPREAD); }
	"->" { TOKEN(T_ARROW); }
	"=>" { TOKEN(T_BECOMES); }
	"==" { TOKEN(T_EQ); }
	"!=" { TOKEN(T_NE); }
	"<" { TOKEN(T_LT); }
	"<=" { TOKEN(T_LE); }
	">" { TOKEN(T_GT); }
	">=" { TOKEN(T_GE); }
	"&&" { TOKEN(T_ANDAND); }
	"||" { TOKEN(T_OROR); }
	"??" { TOKEN(T_COALESCE); }
	"!" { TOKEN(T_NOT); }
	"+" { TOKEN(T_PLUS); }
	"-" { return minus(lx, beg, cur); }
	"*" { TOKEN(T_STAR); }
	"/" { TOKEN(T_SLASH); }
	"%" { TOKEN(T_PERCENT); }

	[\x00] {
		if (beg >= lim) {
			lx->cur = lim;
			return bracket_end(lx);
		}
		code = bad_char(lx, beg);
		cur = lx->cur;
		if (!code)
			goto again;
		return code;
	}
	* {
		code = bad_char(lx, beg);
		cur = lx->cur;
		if (!code)
			goto again;
		return code;
	}
	*/
}
