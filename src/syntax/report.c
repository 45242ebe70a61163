/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report: messages about syntax, in the reader's words: what was found, what
 * could have stood there instead, and what the habit is that probably led to
 * it (YAML's lists and indented blocks above all).
 */
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

/* ---- what was expected ---- */

enum expect {
	EXPECT_NAME,
	EXPECT_VALUE,
	EXPECT_ITEM,
	EXPECT_OPERATOR, /* said only when nothing else is possible */
	EXPECT_NEWLINE,
	EXPECT_OTHER
};

static bool one_of(const char *name, const char *const *list)
{
	for (; *list; list++) {
		if (strcmp(name, *list) == 0)
			return true;
	}
	return false;
}

static bool is_operator(const char *name)
{
	static const char *const list[] = {"??", "||", "&&", "==",       "!=",     "<", "<=", ">",  ">=", "in", "+",
					   "*",  "/",  "%",  "an index", "a call", "?", ".",  "..", "->", NULL};
	return one_of(name, list);
}

/* Tokens that begin a value (or a name, or an item), and are covered by saying so. */
static bool begins_value(const char *name)
{
	static const char *const list[] = {
		"a name", "a number", "a quantity", "a port", "a string", "a string with ${}",
		"[",      "{",        "(",          "a call", "an index", "-",
		"!",      "..",       "true",       "false",  "null",     "if",
		"for",    "...",      NULL};
	return one_of(name, list);
}

static bool begins_name(const char *name)
{
	static const char *const list[] = {"a name", "a string", "a string with ${}",
					   "(",      "a call",   "if",
					   "then",   "else",     "for",
					   "in",     "true",     "false",
					   "null",   NULL};
	return one_of(name, list);
}

static bool is_soft(const char *name)
{
	static const char *const list[] = {"allow", "app",      "component", "import", "include", "param",
					   "let",   "fn",       "type",      "kind",   "rule",    "on",
					   "as",    "assert",   "warn",      "patch",  "drop",    "extern",
					   "where", "annotate", "derive",    "the",    NULL};
	return one_of(name, list);
}

struct wanted {
	bool name, value, item, newline, comma, quoted;
	const char *other[8];
	int n;
};

static bool has(const char *const *list, int n, const char *name)
{
	for (int i = 0; i < n; i++) {
		if (strcmp(list[i], name) == 0)
			return true;
	}
	return false;
}

/* Folds the N token names at LIST into few words; KEYWORD: right behind one, which could have been a field. */
static void fold(struct wanted *w, const char *const *list, int n, bool keyword)
{
	bool string, square;

	memset(w, 0, sizeof *w);
	w->value = has(list, n, "a number");
	w->name = has(list, n, "a name") && !w->value;
	w->item = w->name && has(list, n, "...") && has(list, n, "if");
	w->newline = has(list, n, "a new line");
	w->comma = has(list, n, "a comma");
	string = has(list, n, "a string");
	square = has(list, n, "]");
	for (int i = 0; i < n; i++) {
		const char *name = list[i];
		bool covered = (w->value && begins_value(name)) || (w->name && begins_name(name)) ||
			       ((w->name || w->value) && is_soft(name)) || (w->item && strcmp(name, "...") == 0) ||
			       (w->newline && strcmp(name, "the end of the file") == 0) ||
			       (square && strcmp(name, "the end of the index") == 0) ||
			       (string && strcmp(name, "a string with ${}") == 0) ||
			       (keyword && (strcmp(name, ":") == 0 || strcmp(name, "{") == 0));

		if (covered || is_operator(name) || strcmp(name, "a new line") == 0 || strcmp(name, ",") == 0 ||
		    strcmp(name, "a comma") == 0 || strcmp(name, "-") == 0 || strcmp(name, "a broken block") == 0)
			continue;
		if (w->n < 8)
			w->other[w->n] = name;
		w->n++;
	}
}

static void add(char *out, size_t size, const char *text, bool *first, bool last)
{
	size_t n = strlen(out);
	const char *join = *first ? "" : last ? " or " : ", ";
	size_t need = strlen(join) + strlen(text);

	if (n + need + 1 > size)
		return;
	memcpy(out + n, join, strlen(join));
	memcpy(out + n + strlen(join), text, strlen(text) + 1);
	*first = false;
}

/* "`:`, `{` or a name", or "" if too many things are possible. */
static void spell(const struct lexer *lx, const struct wanted *w, char *out, size_t size)
{
	int all = w->n + w->name + w->value + w->newline + w->comma, said = 0;
	bool first = true;
	bool list = lexer_top((struct lexer *)(uintptr_t)lx)->kind == OPEN_LIST;
	char quoted[40];

	*out = '\0';
	if (all > 6 || w->n > 6)
		return;
	if (w->value || w->name) {
		const char *what = w->value ? "a value" : w->item ? "a field or a declaration" : "a name";
		add(out, size, what, &first, ++said == all);
	}
	for (int i = 0; i < w->n; i++) {
		const char *name = w->other[i];
		bool plain =
			strncmp(name, "a ", 2) == 0 || strncmp(name, "the ", 4) == 0 || strncmp(name, "an ", 3) == 0;
		size_t n = strlen(name);

		if (n + 3 > sizeof quoted)
			continue;
		quoted[0] = '`';
		memcpy(quoted + 1, name, n);
		memcpy(quoted + 1 + n, "`", 2);
		add(out, size, plain ? name : quoted, &first, ++said == all);
	}
	if (w->comma)
		add(out, size, "`,`", &first, ++said == all);
	if (w->newline)
		add(out, size, list ? "`,`" : "a new line", &first, ++said == all);
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
		return "the `}` of `${ }`";
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
		{T_TYPE, "a type", "type Name { field: type }"},
		{T_KIND, "a kind", "kind Name in group/version { field: type }"},
		{T_ANNOTATE, "an annotation", "annotate Type { ... }"},
		{T_DERIVE, "a derivation", "derive Kind.field in app = value"},
		{T_ALLOW, "an exception", "allow rule: \"reason\""},
		{T_RULE, "a rule", "rule name on Type as x { ... }"},
		{T_ASSERT, "an assertion", "assert condition, \"message\""},
		{T_WARN, "a warning", "warn condition, \"message\""},
		{T_APP, "an app", "app name { ... }"},
		{T_PATCH, "a patch", "patch Kind name { ... }"},
		{T_DROP, "a drop", "drop path"},
		{T_EXTERN, "an extern", "extern Kind name { ... }"},
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

static const char *place_name(struct lexer *lx)
{
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
		return "a block";
	default:
		return "the file";
	}
}

/* The item's construct, if its keyword is one here and not a field's name. */
static const struct construct *construct_here(struct lexer *lx)
{
	const struct open *o = holder(lx);
	const char *p = lx->text + o->item;

	if ((o->kind != OPEN_FILE && o->kind != OPEN_BLOCK) || o->item >= lx->beg)
		return NULL;
	while (p < lx->lim && *p >= 'a' && *p <= 'z')
		p++;
	if (p < lx->lim && (*p == ':' || *p == '.'))
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

	while (q < lx->lim && *q != ':' && *q != '\r' && *q != ' ' && *q != '\n' && q - p < 60)
		q++;
	return arena_printf(lx->arena, "%.*s", (int)(q - p), p);
}

/* `key:` at the end of a line. */
static bool yaml_block(struct parser *ps)
{
	struct lexer *lx = &ps->lx;
	const struct open *o = holder(lx);
	const char *next = lx->cur, *text, *bol = line_start(lx, lx->text + o->item);
	uint32_t indent = lexer_indent(lx, (uint32_t)(bol - lx->text));
	struct span at = lexer_span(lx, lx->prev_beg, lx->prev_end);
	const char *key;
	struct diag *d;

	if (lx->prev != T_NL || lx->text[lx->prev_beg] != ':' || (o->kind != OPEN_BLOCK && o->kind != OPEN_FILE))
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
static bool wrong_sign(struct parser *ps)
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
	if (lx->prev == T_ASSIGN && o->token == T_IDENT) {
		d = diag_add(lx->diags, E0101, at, "a field is set with `:`, not with `=`");
		diag_edit(diag_help(d, "write `%s: ...`; a local is declared with `let %s = ...`", key_before(lx),
				    key_before(lx)),
			  at, ":", EDIT_MAYBE);
		return true;
	}
	return false;
}

/* `[type` without its `]`, at a separator: the parser goes on there by itself. */
static bool unclosed_type(struct parser *ps, const char *const *expected, int n)
{
	struct lexer *lx = &ps->lx;
	const struct open *o = lexer_top(lx);

	if ((lx->prev != T_NL && lx->prev != T_SEP) || o->kind != OPEN_LIST || !has(expected, n, "]") ||
	    has(expected, n, "a new line"))
		return false;
	diag_label(diag_add(lx->diags, E0108, lexer_span(lx, o->pos, o->pos + 1), "`[` is not closed"), "needs a `]`");
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
	if (!has(expected, n, o->kind == OPEN_PAREN ? ")" : o->kind == OPEN_LIST ? "]" : "the end of the index"))
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

	if ((o->kind != OPEN_FILE && o->kind != OPEN_BLOCK) || !has(expected, n, "a new line") ||
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

static void plain(struct parser *ps, const char *const *expected, int n)
{
	struct lexer *lx = &ps->lx;
	struct span at = lexer_span(lx, lx->beg, lx->end);
	const struct construct *c = construct_here(lx);
	bool word = lx->prev == T_IDENT || lx->prev == T_NUMBER;
	struct wanted w;
	char want[256];
	struct diag *d;

	fold(&w, expected, n, c && holder(lx)->item == lx->prev_beg);
	spell(lx, &w, want, sizeof want);
	if (*want)
		d = diag_add(lx->diags, E0101, at, "expected %s in %s, found %s", want, c ? c->what : place_name(lx),
			     found(lx));
	else
		d = diag_add(lx->diags, E0101, at, "%s cannot stand here in %s", found(lx),
			     c ? c->what : place_name(lx));
	if (lx->prev == T_COLON && holder(lx)->kind == OPEN_PAREN && has(expected, n, "="))
		diag_help(d, "an argument is named with `=`: `f(a = 1)`");
	else if (!c && holder(lx)->token == T_IDENT && has(expected, n, "{") && !has(expected, n, "a new line") &&
		 !w.value && (holder(lx)->kind == OPEN_BLOCK || holder(lx)->kind == OPEN_FILE))
		strchr(key_before(lx), '/')
			? diag_help(d, "a key with a `/` stands in quotes, as in `\"example.com/size\": 1`")
			: diag_help(d, "a field is written `%s: value`, a resource `Kind name { ... }`",
				    key_before(lx));
	else if ((lx->prev >= T_EQ && lx->prev <= T_GE) || lx->prev == T_IN)
		diag_help(d, "comparisons do not chain: join them with `&&`");
	else if (lx->prev == T_RANGE)
		diag_help(d, "a range has two ends at most");
	else if (lx->prev == T_IF)
		diag_help(d, "an `if` inside an expression stands in parentheses");
	else if (c)
		diag_help(d, "%s is written `%s`", c->what, c->form);
	else if (lx->prev == T_COLON && w.newline && ends_word(lx))
		diag_help(d, "a text with a `:` in it is quoted");
	else if (word && w.newline && ends_word(lx))
		diag_help(d, "a text of several words is quoted");
}

void report_syntax(struct parser *ps, const char *const *expected, int n)
{
	struct lexer *lx = &ps->lx;

	/* The lexer has said it, or what is wrong follows from what it said. */
	if (lx->ended)
		return;
	if (lx->prev != T_BAD && !lx->made_up && !lx->skipped) {
		if (unclosed(ps, expected, n) || unclosed_type(ps, expected, n) || missing_value(ps, expected, n))
			return;
		if (!yaml_block(ps) && !yaml_line(ps) && !wrong_sign(ps))
			plain(ps, expected, n);
	}
	lexer_panic(lx);
}
