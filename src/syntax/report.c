/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report: messages about syntax, in the reader's words: what was found, what
 * could have stood there instead (expect.c), and what the habit is that
 * probably led to it (YAML's lists and indented blocks above all).
 */
#include "syntax/expect.h"
#include "syntax/make.h"
#include "syntax/parser.h"

void report_depth(struct lexer *lx, struct span at)
{
	if (lx->ended)
		return;
	lx->ended = true;
	diag_label(diag_add(lx->diags, E0501, at, "blocks, brackets and operators are nested too deeply"),
		   "the limits are %d brackets, and %d operators or `else if` in a row", PARSE_MAX_DEPTH,
		   PARSE_MAX_HEIGHT);
}

/* ---- what was found ---- */

static const char *found(const struct lexer *lx)
{
	const char *text = lx->text + lx->beg;
	uint32_t n = lx->end - lx->beg;

	switch (lx->prev) {
	case T_NL:
		return "the end of the line";
	case T_END:
		return "the end of the file";
	case T_STRING:
		return "a string";
	case T_SHEAD:
		return "a string";
	case T_SMID:
	case T_STAIL:
		return "`}`";
	default:
		if (n > 40)
			return arena_printf(lx->arena, "`%.40s...`", text);
		return arena_printf(lx->arena, "`%.*s`", (int)n, text);
	}
}

/* What is being read: the construct that the item begins, and its right form. */
struct construct {
	int token;
	const char *what, *form;
};

static const struct construct *construct_of(int token)
{
	static const struct construct table[] = {
		{T_IMPORT, "an import", "import \"path\" as name"},
		{T_INCLUDE, "an include", "include \"path\" as name { ... }"},
		{T_PARAM, "a parameter", "param name: type = default"},
		{T_LET, "a local", "let name = value"},
		{T_FN, "a function", "fn name(a: type) -> type = value"},
		{T_COMPONENT, "a component", "component Name(a: type) { ... }"},
		{T_TYPE, "a type", "type Name { field: type }` or `type Name = type"},
		{T_KIND, "a kind", "kind Name in group/version { field: type }"},
		{T_ANNOTATE, "an annotation", "annotate Type { ... }"},
		{T_DERIVE, "a derivation", "derive Kind.field in app = value"},
		{T_ALLOW, "an exception", "allow rule: \"reason\""},
		{T_RULE, "a rule", "rule name on Type as x { ... }"},
		{T_ASSERT, "an assertion", "assert condition, \"message\""},
		{T_WARN, "a warning", "warn condition, \"message\""},
		{T_APP, "an app", "app name { ... }"},
		{T_PATCH, "a patch", "patch Kind name { ... }` or `patch on Type as x { ... }"},
		{T_DROP, "a drop", "drop Kind name` or `drop field.path"},
		{T_EXTERN, "an extern", "extern Kind name` or `extern kind Name in group/version"},
		{T_FOR, "a loop", "for x in list { ... }"},
		{T_IF, "a condition", "if condition { ... } else { ... }"},
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		if (table[i].token == token)
			return &table[i];
	}
	return NULL;
}

/* The bracket that holds the last token. */
static struct open *holder(struct lexer *lx)
{
	struct open *o = lexer_top(lx);
	int code = lx->prev;
	bool opener = code == T_LBRACE || code == T_LBRACK || code == T_INDEX || code == T_LPAREN || code == T_CALL ||
		      code == T_SHEAD;
	bool closer = code == T_RBRACE || code == T_RBRACK || code == T_IEND || code == T_RPAREN;

	/* What was popped last is still there. */
	return opener && o > lx->open ? o - 1 : closer ? o + 1 : o;
}

/* Does the last token stand in the braces of a type, a kind or an annotation? That one's token, or 0. */
static int declares(struct lexer *lx)
{
	const struct open *o = holder(lx);

	if (o->kind != OPEN_BLOCK || (o[-1].token != T_TYPE && o[-1].token != T_KIND && o[-1].token != T_ANNOTATE))
		return 0;
	return o[-1].token;
}

static const char *place_name(struct lexer *lx)
{
	if (lx->prev == T_SMID || lx->prev == T_STAIL)
		return "`${ }`";
	switch (holder(lx)->kind) {
	case OPEN_LIST:
		return "a list";
	case OPEN_INDEX:
		return "an index";
	case OPEN_PAREN:
		return "parentheses";
	case OPEN_HOLE:
		return "`${ }`";
	case OPEN_BLOCK:
		return declares(lx) == T_TYPE ? "a struct"
		       : declares(lx)         ? construct_of(declares(lx))->what
					      : "a block";
	default:
		return "the file";
	}
}

/* The item's construct, if its keyword is one here and not a field's name. */
static const struct construct *construct_here(struct lexer *lx)
{
	const struct open *o = holder(lx);

	if ((o->kind != OPEN_FILE && o->kind != OPEN_BLOCK) || o->item >= lx->beg || lx->prev == T_SMID ||
	    lx->prev == T_STAIL || lexer_begins_field(lx, o))
		return NULL;
	return construct_of(o->token);
}

/* ---- habits ---- */

static const char *line_start(const struct lexer *lx, const char *p)
{
	while (p > lx->text && p[-1] != '\n')
		p--;
	return p;
}

static const char *line_end(const struct lexer *lx, const char *p)
{
	const char *nl = p < lx->lim ? memchr(p, '\n', (size_t)(lx->lim - p)) : NULL;

	return nl ? nl : lx->lim;
}

static const char *text_of_line(const struct lexer *lx, const char *p)
{
	while (p < lx->lim && (*p == ' ' || *p == '\t'))
		p++;
	return p;
}

static bool dash_at(const struct lexer *lx, const char *p)
{
	return p < lx->lim && *p == '-' && (p + 1 == lx->lim || p[1] == ' ' || p[1] == '\n' || p[1] == '\r');
}

/*
 * Skips the lines after lx->cur that are indented deeper than INDENT (as
 * YAML's blocks are), and with DASHES also its lists at INDENT itself.
 */
static void skip_deeper(struct lexer *lx, uint32_t indent, bool dashes)
{
	const char *p = lx->cur;

	if (p == lx->lim)
		return;
	if (lx->prev != T_NL)
		p = line_end(lx, p);
	else
		p--;
	/* P is at the newline before the next line. */
	for (;;) {
		const char *bol = p + 1, *text;

		if (p >= lx->lim || bol >= lx->lim)
			break;
		text = text_of_line(lx, bol);
		if (text < lx->lim && *text != '\n' && *text != '\r' && (uint32_t)(text - bol) <= indent &&
		    !(dashes && (uint32_t)(text - bol) == indent && dash_at(lx, text)))
			break;
		p = line_end(lx, bol);
	}
	if (lx->prev == T_NL && p < lx->lim)
		p++;
	lx->cur = p;
	lx->bol = (uint32_t)(line_start(lx, p) - lx->text);
	lx->joins = false;
}

/* The name before the last token, for "`args:`". */
static const char *key_before(struct lexer *lx)
{
	const char *p = lx->text + holder(lx)->item, *q = p;

	while (q < lx->text + lx->prev_end && *q != ':' && *q != '\r' && *q != ' ' && *q != '\n' && q - p < 60)
		q++;
	return arena_printf(lx->arena, "%.*s", (int)(q - p), p);
}

/* `key:` at the end of a line. */
static bool yaml_block(struct parser *ps, const char *const *expected, int n)
{
	struct lexer *lx = &ps->lx;
	const struct open *o = holder(lx);
	const char *next = lx->cur, *text, *bol = line_start(lx, lx->text + o->item);
	uint32_t indent = lexer_indent(lx, (uint32_t)(bol - lx->text));
	struct span at = lexer_span(lx, lx->prev_beg, lx->prev_end);
	const char *key;
	struct diag *d;

	if (lx->prev != T_NL || !expects(expected, n, "a quantity") || lx->text[lx->prev_beg] != ':' ||
	    (o->kind != OPEN_BLOCK && o->kind != OPEN_FILE))
		return false;
	key = key_before(lx);
	for (;;) {
		text = text_of_line(lx, next);
		if (text >= lx->lim || (*text != '\n' && *text != '\r' && *text != '#'))
			break;
		next = line_end(lx, text);
		if (next >= lx->lim)
			return false;
		next++;
	}
	if (text < lx->lim && dash_at(lx, text) && (uint32_t)(text - next) >= indent) {
		d = diag_add(lx->diags, E0110, at, "`%s:` is followed by a list as YAML writes it", key);
		diag_help(d, "a list stands in brackets: `%s: [\"a\", \"b\"]`, or an item a line between `[` and `]`",
			  key);
		skip_deeper(lx, indent, true);
		return true;
	}
	if (text < lx->lim && (uint32_t)(text - next) > indent) {
		d = diag_add(lx->diags, E0110, at, "`%s:` is followed by an indented block as YAML writes it", key);
		diag_help(d, "a block stands in braces: `%s { ... }`", key);
		skip_deeper(lx, indent, false);
		return true;
	}
	d = diag_add(lx->diags, E0101, at, "`%s:` has no value", key);
	diag_help(d, "the value stands on the line of the `:`; a field that is not to be set is left out");
	return true;
}

/* `- item` where an item of a block begins; `key: |` and `key: >`. */
static bool yaml_line(struct parser *ps)
{
	struct lexer *lx = &ps->lx;
	const struct open *o = holder(lx);
	struct span at = lexer_span(lx, lx->beg, lx->end);
	const char *rest = text_of_line(lx, lx->cur);
	uint32_t indent = lexer_indent(lx, (uint32_t)(line_start(lx, lx->text + lx->beg) - lx->text));
	struct diag *d;

	if (o->kind != OPEN_BLOCK && o->kind != OPEN_FILE)
		return false;
	if (lx->prev == T_MINUS && o->item == lx->beg) {
		d = diag_add(lx->diags, E0110, at, "`-` begins no item here: a list stands in brackets");
		diag_help(d, "write `field: [\"a\", \"b\"]`, or an item a line between `[` and `]`");
		skip_deeper(lx, indent, true);
		return true;
	}
	if ((lx->prev == T_BAR || lx->prev == T_GT) && lx->prev_end > 0 && lx->text[lx->prev_beg] == ':') {
		if (rest < lx->lim && (*rest == '-' || *rest == '+'))
			rest++;
		rest = text_of_line(lx, rest);
		if (rest < lx->lim && *rest != '\n' && *rest != '\r')
			return false;
		d = diag_add(lx->diags, E0110, at, "`%c` begins no text here", lx->text[lx->beg]);
		diag_help(d, "a text of several lines stands between ''' and '''");
		skip_deeper(lx, indent, false);
		return true;
	}
	return false;
}

/* `Kind name: {` and `key = value`. */
static bool wrong_sign(struct parser *ps, const char *const *expected, int n)
{
	struct lexer *lx = &ps->lx;
	const struct open *o = holder(lx);
	struct span at = lexer_span(lx, lx->beg, lx->end);
	const char *rest = text_of_line(lx, lx->cur);
	struct diag *d;

	if ((o->kind != OPEN_BLOCK && o->kind != OPEN_FILE) || o->item >= lx->beg)
		return false;
	if (lx->prev == T_COLON && rest < lx->lim && *rest == '{') {
		d = diag_add(lx->diags, E0101, at, "no `:` stands between a name and its block");
		diag_edit(diag_help(d, "drop the `:`"), at, "", EDIT_SAFE);
		return true;
	}
	if (lx->prev == T_ASSIGN && expects(expected, n, ":") && !construct_here(lx) && !declares(lx)) {
		const char *key = arena_printf(lx->arena, "%.*s", (int)(lx->prev_end - o->item), lx->text + o->item);

		d = diag_add(lx->diags, E0101, at, "a field is set with `:`, not with `=`");
		if (o->token == T_IDENT && lx->prev_beg == o->item)
			d = diag_help(d, "write `%s: ...`; a local is declared with `let %s = ...`", key, key);
		else
			d = diag_help(d, "write `%s: ...`", key);
		diag_edit(d, at, ":", EDIT_MAYBE);
		return true;
	}
	return false;
}

/*
 * Is the last token in the braces of a type of maps? *OUTSIDE is the depth
 * around them, where the parser is going to look for what comes next.
 */
static bool in_map_type(struct lexer *lx, const char *const *expected, int n, uint32_t *outside)
{
	const struct open *o = holder(lx);
	const char *p = lx->text + o->pos;
	struct wanted w;

	if (o->kind != OPEN_BLOCK || expects(expected, n, "a new line"))
		return false;
	while (p > lx->text && (p[-1] == ' ' || p[-1] == '\t' || p[-1] == '\n' || p[-1] == '\r'))
		p--;
	if (p == lx->text || !strchr("=:|[{>", p[-1]))
		return false;
	expect_fold(&w, expected, n, false, false);
	if (!w.type && !(expects(expected, n, "|") && (expects(expected, n, "}") || expects(expected, n, ":"))))
		return false;
	*outside = (uint32_t)(o - lx->open) - 1;
	return true;
}

/* `[type` or `{type: type` without its end, at a separator: the parser goes on there by itself. */
static bool unclosed_type(struct parser *ps, const char *const *expected, int n)
{
	struct lexer *lx = &ps->lx;
	const struct open *o = lexer_top(lx);
	uint32_t outside;
	bool list = o->kind == OPEN_LIST && (lx->prev == T_NL || lx->prev == T_SEP) && expects(expected, n, "]") &&
		    !expects(expected, n, "a new line");
	bool map = lx->prev == T_NL && expects(expected, n, "}") && in_map_type(lx, expected, n, &outside);

	if (!list && !map)
		return false;
	diag_label(
		diag_add(lx->diags, E0108, lexer_span(lx, o->pos, o->pos + 1), "`%s` is not closed", list ? "[" : "{"),
		"needs a `%s`", list ? "]" : "}");
	bracket_drop(lx, lx->depth - 1);
	return true;
}

/* The innermost bracket was opened on a line above, and this line stands no deeper: it was never closed. */
static bool unclosed(struct parser *ps, const char *const *expected, int n)
{
	struct lexer *lx = &ps->lx;
	struct open *o = holder(lx);
	const char *bol = line_start(lx, lx->text + lx->beg);
	uint32_t line = (uint32_t)(bol - lx->text);
	struct diag *d;

	if (lx->prev == T_NL || lx->prev == T_SEP || lx->prev == T_COMMA || lx->prev == T_STRING || lx->prev == T_SHEAD)
		return false;
	if (o->kind != OPEN_PAREN && o->kind != OPEN_INDEX && o->kind != OPEN_LIST)
		return false;
	if (!expects(expected, n, o->kind == OPEN_PAREN ? ")" : o->kind == OPEN_LIST ? "]" : "the end of the index"))
		return false;
	if (o->bol >= line || lexer_indent(lx, line) > lexer_indent(lx, o->bol))
		return false;
	d = diag_add(lx->diags, E0108, lexer_span(lx, o->pos, o->pos + 1), "`%s` is not closed",
		     bracket_spelling((enum open_kind)o->kind, false));
	diag_label(d, "needs a `%s`", bracket_spelling((enum open_kind)o->kind, true));
	diag_also(d, lexer_span(lx, lx->beg, lx->end), "before this");
	o->unclosed = true;
	lexer_restart(lx);
	return true;
}

/* ---- the message ---- */

static bool ends_word(const struct lexer *lx)
{
	uint32_t at = lx->prev_end;
	char c = at ? lx->text[at - 1] : ' ';

	return lx->prev_end > lx->prev_beg && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
}

/*
 * The item went on to this line for want of a value (`let x =`, `a +`), took
 * its first word for it, and the last token shows that it is a new item.
 */
static bool missing_value(struct parser *ps, const char *const *expected, int n)
{
	struct lexer *lx = &ps->lx;
	const struct open *o = holder(lx);
	const char *word = lx->text + lx->prev_beg, *bol = line_start(lx, word), *p = bol;

	if ((o->kind != OPEN_FILE && o->kind != OPEN_BLOCK) || !expects(expected, n, "a new line") ||
	    text_of_line(lx, bol) != word || o->item >= (uint32_t)(bol - lx->text) || lx->prev == T_STRING ||
	    line_start(lx, lx->text + lx->beg) != bol || (lx->prev != T_IDENT && lx->prev != T_COLON))
		return false;
	while (p > lx->text && (p[-1] == ' ' || p[-1] == '\t' || p[-1] == '\n' || p[-1] == '\r'))
		p--;
	diag_label(
		diag_add(lx->diags, E0101, lexer_span_of(lx, p - 1, p), "expected a value, found the end of the line"),
		"the value stands here or on the next line");
	lexer_restart(lx);
	return true;
}

/* A closing bracket on a later line where a value is missing: the line before it is what is wrong. */
static bool missing_before(struct lexer *lx)
{
	const char *bol = line_start(lx, lx->text + lx->beg);

	if ((lx->prev != T_RBRACE && lx->prev != T_RBRACK && lx->prev != T_RPAREN) || lx->prev_end <= lx->prev_beg ||
	    lx->prev_end >= (uint32_t)(bol - lx->text))
		return false;
	diag_label(diag_add(lx->diags, E0101, lexer_span(lx, lx->prev_end - 1, lx->prev_end),
			    "expected a value, found the end of the line"),
		   "the value stands here or on the next line");
	return true;
}

/* A value has ended, a new line could follow, and something else does. */
static const char *behind_value(struct lexer *lx)
{
	char before = lx->prev_end ? lx->text[lx->prev_end - 1] : ' ';
	bool list = holder(lx)->kind == OPEN_LIST;

	if (lx->prev == T_COLON && list)
		return "a block stands in braces, in a list as well: `[{ a: 1 }]`";
	if (lx->prev == T_COLON && ends_word(lx))
		return "a text with a `:` in it is quoted";
	if ((lx->prev == T_STRING || lx->prev == T_SHEAD) && !list && (before == '"' || before == '\''))
		return "strings are joined with `+`";
	if ((lx->prev == T_IDENT || lx->prev == T_NUMBER) && ends_word(lx))
		return "a text of several words is quoted";
	return NULL;
}

/* How it is written; NULL if nobody knows what was meant. */
static const char *right_form(struct lexer *lx, const char *const *expected, int n, const struct wanted *w)
{
	const struct construct *c = construct_here(lx);
	bool parens = holder(lx)->kind == OPEN_PAREN, ended = expects(expected, n, "&&");

	if (lx->prev == T_COLON && parens && expects(expected, n, "="))
		return "an argument is named with `=`: `f(a = 1)`";
	if (lx->prev == T_ASSIGN && w->value && lx->text[lx->prev_beg] == ':')
		return "`:` alone sets a field";
	if (parens && expects(expected, n, "where"))
		return "a parameter is written `name: type = default`";
	if (lx->prev == T_RANGE && (w->value || ended))
		return "a range has two ends at most";
	if (lx->prev == T_IF && w->value)
		return "an `if` inside an expression stands in parentheses";
	if (lx->prev == T_FOR && w->value)
		return "a `for` in a value stands in brackets, alone: `[for x in list: value]`";
	if (ended && ((lx->prev >= T_EQ && lx->prev <= T_GE) || lx->prev == T_IN))
		return "comparisons do not chain: join them with `&&`";
	if (ended && w->newline)
		return behind_value(lx);
	if (c)
		return arena_printf(lx->arena, "%s is written `%s`", c->what, c->form);
	if (declares(lx) == T_ANNOTATE && (w->name || expects(expected, n, ":")))
		return "a line is `directive path` or `field: directive path`";
	if (declares(lx) && declares(lx) != T_ANNOTATE &&
	    (w->type || expects(expected, n, "...") || expects(expected, n, ":")))
		return "a field is declared `name: type`";
	return NULL;
}

/* `name value` where a field begins, and `Kind name` without its block. */
static const char *field_form(struct lexer *lx, const char *const *expected, int n, const struct wanted *w)
{
	const struct open *o = holder(lx);
	const char *key = key_before(lx);

	if ((o->kind != OPEN_BLOCK && o->kind != OPEN_FILE) || construct_here(lx) || declares(lx) || w->value ||
	    !expects(expected, n, "{") || expects(expected, n, "a new line"))
		return NULL;
	if (lx->prev == T_SLASH)
		return "a key with a `/` stands in quotes, as in `\"example.com/size\": 1`";
	if (o->token == T_IDENT)
		return arena_printf(lx->arena, "a field is written `%s: value`, a resource `Kind name { ... }`", key);
	return expects(expected, n, ":") ? arena_printf(lx->arena, "a field is written `%s: value`", key) : NULL;
}

static void plain(struct parser *ps, const char *const *expected, int n)
{
	struct lexer *lx = &ps->lx;
	const struct open *o = holder(lx);
	struct span at = lexer_span(lx, lx->beg, lx->end);
	const struct construct *c = construct_here(lx);
	uint32_t outside;
	bool map = in_map_type(lx, expected, n, &outside);
	const char *place = c ? c->what : map ? "the type of a map" : place_name(lx), *help;
	bool lines = o->kind == OPEN_FILE || o->kind == OPEN_BLOCK || o->kind == OPEN_LIST;
	char before = lx->prev_end ? lx->text[lx->prev_end - 1] : '\n';
	struct wanted w;
	char want[256];
	struct diag *d;

	expect_fold(&w, expected, n, c && o->item == lx->prev_beg, !lines || before == ',' || before == '\n');
	if (w.value && missing_before(lx))
		return;
	w.item = w.item && !declares(lx);
	expect_spell(&w, o->kind == OPEN_LIST, want, sizeof want);
	if (*want)
		d = diag_add(lx->diags, E0101, at, "expected %s in %s, found %s", want, place, found(lx));
	else
		d = diag_add(lx->diags, E0101, at, "%s cannot stand here in %s", found(lx), place);
	help = map ? "the type of a map is written `{string: type}`" : field_form(lx, expected, n, &w);
	if (!help)
		help = right_form(lx, expected, n, &w);
	if (help)
		diag_help(d, "%s", help);
}

void report_syntax(struct parser *ps, const char *const *expected, int n)
{
	struct lexer *lx = &ps->lx;
	uint32_t outside;

	/* The lexer has said it, or what is wrong follows from what it said. */
	if (lx->ended)
		return;
	if (lx->prev != T_BAD && !lx->made_up && !lx->skipped) {
		if (unclosed(ps, expected, n) || unclosed_type(ps, expected, n) || missing_value(ps, expected, n))
			return;
		if (!yaml_block(ps, expected, n) && !yaml_line(ps) && !wrong_sign(ps, expected, n))
			plain(ps, expected, n);
	}
	if (!lx->ended && in_map_type(lx, expected, n, &outside))
		lexer_panic_below(lx, outside);
	else
		lexer_panic(lx);
}
