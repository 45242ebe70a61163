/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yamlreport: libyaml's complaints in the reader's words. libyaml says which
 * rule it was at; what people did is looked for in the text around.
 */
#include "syntax/yamlpart.h"

#include "base/utf8.h"

/* Where libyaml is, and where what it was reading began. */
struct scene {
	struct yamlread *r;
	uint32_t pos, from;
	const char *problem, *context;
};

/* ---- the text around ---- */

static uint32_t line_begin(const struct yamlread *r, uint32_t pos)
{
	while (pos > r->file->base && yaml_byte(r, pos - 1) != '\n')
		pos--;
	return pos;
}

static bool at_end_of_line(const struct yamlread *r, uint32_t pos)
{
	char c = yaml_byte(r, pos);

	return c == '\0' || c == '\n' || c == '\r';
}

static uint32_t skip_spaces(const struct yamlread *r, uint32_t pos)
{
	while (yaml_byte(r, pos) == ' ')
		pos++;
	return pos;
}

/* From POS to the next blank, at most 40 bytes; at the end of a file nothing. */
static struct span word_at(const struct yamlread *r, uint32_t pos)
{
	struct span at = {pos, pos};
	uint32_t end = r->file->base + r->file->text.n;

	while (at.end < end && at.end - pos < 40 && !at_end_of_line(r, at.end) && yaml_byte(r, at.end) != ' ' &&
	       yaml_byte(r, at.end) != '\t')
		at.end++;
	while (at.end < end && (yaml_byte(r, at.end) & 0xc0) == 0x80)
		at.end++;
	return at;
}

/* The character at POS. */
static struct span char_at(const struct yamlread *r, uint32_t pos)
{
	struct span at = {pos, pos};
	uint32_t end = r->file->base + r->file->text.n;

	if (at.end < end && !at_end_of_line(r, pos))
		at.end++;
	while (at.end < end && at.end > pos && (yaml_byte(r, at.end) & 0xc0) == 0x80)
		at.end++;
	return at;
}

/* Is `{{` in the line of POS or the one before, outside of quotes and comments? Then *AT is where. */
static bool find_template(const struct yamlread *r, uint32_t pos, struct span *at)
{
	uint32_t p = line_begin(r, pos);

	if (p > r->file->base)
		p = line_begin(r, p - 1);
	for (bool skip = false; p < r->file->base + r->file->text.n; p++) {
		char c = yaml_byte(r, p);

		if (c == '\n' && p >= pos)
			return false;
		skip = c != '\n' && (skip || c == '"' || c == '\'' || c == '#');
		if (!skip && c == '{' && yaml_byte(r, p + 1) == '{') {
			*at = (struct span){p, p + 2};
			return true;
		}
	}
	return false;
}

/* ---- what people do ---- */

static void say_tab(const struct scene *s)
{
	struct diag *d = diag_add(s->r->diags, E0112, char_at(s->r, s->pos), "YAML is indented with spaces, not tabs");

	diag_label(d, "a tab");
}

static void say_quote_it(const struct scene *s, uint32_t pos)
{
	struct span at = char_at(s->r, pos);
	struct span line = at;
	struct diag *d;

	while (!at_end_of_line(s->r, line.end))
		line.end++;
	if (yaml_byte(s->r, pos) == '`')
		d = diag_add(s->r->diags, E0112, at, "a text that begins with a backtick needs quotes");
	else
		d = diag_add(s->r->diags, E0112, at, "a text that begins with `%c` needs quotes", yaml_byte(s->r, pos));
	if (line.end - line.beg <= 60)
		diag_help(d, "write \"%.*s\"", (int)(line.end - line.beg),
			  s->r->file->text.p + (line.beg - s->r->file->base));
}

static void cannot_start(const struct scene *s)
{
	if (yaml_byte(s->r, s->pos) == '\t')
		say_tab(s);
	else
		say_quote_it(s, s->pos);
}

static void bad_name(const struct scene *s)
{
	say_quote_it(s, s->from);
}

/* A `:` where no key can be: in a value, or of a key that is too deep or was not begun as one. */
static void second_colon(const struct scene *s)
{
	struct yamlread *r = s->r;
	uint32_t key = skip_spaces(r, line_begin(r, s->pos));
	struct diag *d;

	for (uint32_t p = key; p < s->pos; p++) {
		if (yaml_byte(r, p) != ':' || yaml_byte(r, p + 1) != ' ')
			continue;
		d = diag_add(r->diags, E0112, char_at(r, s->pos), "a second `:` in one line");
		diag_label(d, "the value began behind the first one");
		diag_help(d, "quote a text that has `: ` in it");
		return;
	}
	d = diag_add(r->diags, E0112, word_at(r, key), "no key can be here");
	diag_label(d, "this goes on with the text of the line before");
	diag_help(d,
		  "align this line with the keys it belongs to; a text over several lines is quoted, or follows `|`");
}

static void expected_key(const struct scene *s)
{
	struct yamlread *r = s->r;
	uint32_t first = skip_spaces(r, line_begin(r, s->pos));
	struct diag *d;

	if (first < s->pos) {
		d = diag_add(r->diags, E0112, word_at(r, s->pos), "the value ended before this");
		diag_help(d, "quote all of it; inside of '...' a quote is written ''");
		return;
	}
	if (yaml_byte(r, first) == ':') {
		diag_add(r->diags, E0112, char_at(r, first), "there is no key before this `:`");
		return;
	}
	if (yaml_byte(r, first) == '-' && yaml_byte(r, first + 1) == ' ')
		d = diag_add(r->diags, E0112, char_at(r, first), "an item of a list where a key is expected");
	else
		d = diag_add(r->diags, E0112, word_at(r, first), "this line is indented like no line before it");
	diag_also(d, word_at(r, s->from), "the keys of this map begin here");
}

static void expected_item(const struct scene *s)
{
	struct diag *d = diag_add(s->r->diags, E0112, word_at(s->r, s->pos),
				  "the next item of the list, `- ...`, is expected here");

	diag_also(d, char_at(s->r, s->from), "the list begins here");
	diag_help(d, "what belongs to an item is indented deeper than its `-`");
}

/* In a flow list or map. */
static void in_brackets(const struct scene *s)
{
	struct yamlread *r = s->r;
	char open = yaml_byte(r, s->from);
	uint32_t line = line_begin(r, s->pos);
	struct diag *d;

	/* What is in the next line is seldom meant as a part of it. */
	if (s->pos >= r->file->base + r->file->text.n || line > s->from) {
		d = diag_add(r->diags, E0112, char_at(r, s->from), "this `%c` is not closed", open);
		if (s->pos < r->file->base + r->file->text.n)
			diag_also(d, word_at(r, s->pos), "here a `,` or `%c` is missing", open == '[' ? ']' : '}');
		return;
	}
	if (yaml_byte(r, s->pos) == ':')
		d = diag_add(r->diags, E0112, char_at(r, s->pos), "a `,` is missing before the key of this `:`");
	else
		d = diag_add(r->diags, E0112, char_at(r, s->pos), "a %s is missing before this",
			     open == '[' ? "`,` or `]`" : "`:`, `,` or `}`");
	diag_also(d, char_at(r, s->from), "opened here");
}

static void open_string(const struct scene *s)
{
	struct diag *d = diag_add(s->r->diags, E0112, char_at(s->r, s->from), "this string is not closed");

	if (yaml_byte(s->r, s->from) == '\'')
		diag_help(d, "inside of '...' a quote is written ''");
}

static void missing_colon(const struct scene *s)
{
	struct diag *d = diag_add(s->r->diags, E0112, word_at(s->r, s->from), "a `:` is missing behind this key");

	diag_help(d, "a line of a map is `key: value`, with a space behind the `:`");
}

/* Where the escape that libyaml is at, or behind, begins. */
static uint32_t escape_begin(const struct scene *s)
{
	uint32_t pos = s->pos;

	while (yaml_byte(s->r, pos) != '\\' && pos > s->from)
		pos--;
	return pos;
}

static void bad_escape(const struct scene *s)
{
	struct yamlread *r = s->r;
	uint32_t pos = escape_begin(s);
	struct span at;
	struct diag *d;

	at = (struct span){pos, char_at(r, pos + 1).end};
	d = diag_add(r->diags, E0112, at, "no such escape: `%.*s`", (int)(at.end - at.beg),
		     r->file->text.p + (at.beg - r->file->base));
	diag_help(d, "a `\\` itself is written `\\\\`, or the text in single quotes");
}

/* Half of a pair, or the first one of two halves, which JSON would join. */
static void bad_unicode(const struct scene *s)
{
	uint32_t pos = escape_begin(s), c = yaml_pair_at(s->r, pos);
	struct span at;
	struct diag *d;
	char *text;

	at = (struct span){pos, pos + (c ? 12 : 2)};
	d = diag_add(s->r->diags, E0112, at,
		     c ? "YAML has one escape for such a character, not two" : "this escape is no character");
	if (!c)
		return;
	text = arena_printf(&s->r->scratch, "\\U%08x", c);
	diag_help(d, "write `%s`", text);
	diag_edit(d, at, text, EDIT_SAFE);
}

static void bad_digits(const struct scene *s)
{
	uint32_t pos = escape_begin(s);
	char c = yaml_byte(s->r, pos + 1);

	diag_add(s->r->diags, E0112, (struct span){pos, pos + 2}, "`\\%c` is followed by %d hexadecimal digits", c,
		 c == 'x'   ? 2
		 : c == 'u' ? 4
			    : 8);
}

static void behind_document(const struct scene *s)
{
	struct diag *d = diag_add(s->r->diags, E0112, word_at(s->r, s->pos), "the document ended before this");

	diag_help(d, "documents are separated by a line `---`");
}

static void missing_value(const struct scene *s)
{
	diag_add(s->r->diags, E0112, char_at(s->r, s->pos), "a value is missing before this");
}

static void list_in_line(const struct scene *s)
{
	struct diag *d =
		diag_add(s->r->diags, E0112, char_at(s->r, s->pos), "a list cannot begin in the line of its key");

	diag_help(d,
		  "put each `- ` on a line of its own, or write `[a, b]`; a text that begins with `- ` needs quotes");
}

static void behind_block_sign(const struct scene *s)
{
	struct diag *d = diag_add(s->r->diags, E0112, word_at(s->r, s->pos), "the text begins in the next line");

	diag_label(d, "behind `|` and `>` the line ends");
}

static void bad_handle(const struct scene *s)
{
	diag_add(s->r->diags, E0112, word_at(s->r, s->pos), "the beginning of this tag is not declared");
}

static void bad_version(const struct scene *s)
{
	diag_add(s->r->diags, E0112, word_at(s->r, s->pos), "this version of YAML is not known: 1.1 and 1.2 are");
}

static void key_in_line(const struct scene *s)
{
	say_quote_it(s, s->pos);
}

static const struct {
	char problem[56], context[32]; /* what libyaml says; "" for any */
	void (*say)(const struct scene *s);
} rows[] = {
	{"found character that cannot start any token", "", cannot_start},
	{"found a tab character", "", say_tab},
	{"mapping values are not allowed", "", second_colon},
	{"mapping keys are not allowed", "", key_in_line},
	{"block sequence entries are not allowed", "", list_in_line},
	{"did not find expected key", "", expected_key},
	{"did not find expected '-' indicator", "", expected_item},
	{"did not find expected ',' or", "", in_brackets},
	{"did not find expected node content", "", missing_value},
	{"did not find expected <document start>", "", behind_document},
	{"did not find expected alphabetic", "while scanning an a", bad_name},
	{"did not find expected hexdecimal number", "", bad_digits},
	{"did not find expected comment", "while scanning a block scalar", behind_block_sign},
	{"found unexpected end of stream", "while scanning a quoted", open_string},
	{"found unexpected document indicator", "while scanning a quoted", open_string},
	{"could not find expected ':'", "", missing_colon},
	{"found unknown escape character", "", bad_escape},
	{"found invalid Unicode character", "", bad_unicode},
	{"found undefined tag handle", "", bad_handle},
	{"found incompatible YAML document", "", bad_version},
};

static bool begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

/* What is told by where libyaml was only. */
static void say_context(const struct scene *s)
{
	struct span at = word_at(s->r, s->pos);

	if (strstr(s->context, "tag"))
		diag_add(s->r->diags, E0112, word_at(s->r, s->from), "this tag is malformed");
	else if (strstr(s->context, "directive") || strstr(s->problem, "directive"))
		diag_add(s->r->diags, E0112, word_at(s->r, s->from),
			 "this line, which begins with `%%`, is no directive of YAML");
	else
		diag_add(s->r->diags, E0112, at, "this is not valid YAML: %s", s->problem);
}

/* The bytes themselves are refused before anything is read. */
static void say_character(struct yamlread *r)
{
	uint32_t pos = yaml_position_of_byte(r, r->parser.problem_offset);
	const char *p = r->file->text.p + (pos - r->file->base), *end = r->file->text.p + r->file->text.n;
	uint32_t c = p < end ? utf8_next(&p, end) : 0;
	struct diag *d;

	d = diag_add(r->diags, E0112, (struct span){pos, (uint32_t)(p - r->file->text.p) + r->file->base},
		     "the character U+%04X cannot be in YAML as it is", c);
	diag_help(d, "in double quotes it is written `\\%c%0*X`", c < 0x100 ? 'x' : 'u', c < 0x100 ? 2 : 4, c);
}

void yaml_report(struct yamlread *r)
{
	const yaml_parser_t *p = &r->parser;
	struct scene s = {.r = r, .problem = p->problem ? p->problem : "", .context = p->context ? p->context : ""};
	struct span at;

	if (p->error == YAML_READER_ERROR) {
		say_character(r);
		return;
	}
	s.pos = yaml_position(r, p->problem_mark.index);
	s.from = p->context ? yaml_position(r, p->context_mark.index) : s.pos;
	if (find_template(r, s.pos, &at)) {
		yaml_complain_template(r, at);
		return;
	}
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (begins(s.problem, rows[i].problem) && begins(s.context, rows[i].context)) {
			rows[i].say(&s);
			return;
		}
	}
	say_context(&s);
}
