/* SPDX-License-Identifier: Apache-2.0 */
/*
 * render: a diagnostic for people is a header, pictures of the source, then
 * notes and helps; for tools it is a line.
 */

#include "text/render.h"

#include "base/utf8.h"
#include "text/picture.h"

static const char *level_text(enum diag_level level)
{
	return level == DIAG_ERROR ? "error" : level == DIAG_WARNING ? "warning" : "note";
}

static void put_header(const struct pen *pen, const struct diag *d)
{
	struct place at = sources_place(pen->sources, d->span.beg);

	pen_paint(pen, PAINT_BOLD);
	pen_place(pen->out, &at);
	pen_unpaint(pen);
	pen_paint(pen, PAINT_LEVEL);
	if (d->level == DIAG_NOTE)
		buf_puts(pen->out, level_text(d->level));
	else
		buf_printf(pen->out, "%s[%s]", level_text(d->level), diag_code_text(d->code));
	pen_unpaint(pen);
	pen_paint(pen, PAINT_BOLD);
	buf_puts(pen->out, ": ");
	pen_words(pen->out, d->message, 0);
	pen_unpaint(pen);
	buf_putc(pen->out, '\n');
}

/* "   = " */
static void put_equals(const struct pen *pen)
{
	pen_paint(pen, PAINT_GUTTER);
	buf_fill(pen->out, ' ', (size_t)pen->gutter + 1);
	buf_putc(pen->out, '=');
	pen_unpaint(pen);
	buf_putc(pen->out, ' ');
}

/* "   = note: WORDS", further lines below the first. */
static void put_remark(const struct pen *pen, const char *kind, enum paint colour, const char *words)
{
	put_equals(pen);
	pen_paint(pen, colour);
	buf_puts(pen->out, kind);
	buf_putc(pen->out, ':');
	pen_unpaint(pen);
	buf_putc(pen->out, ' ');
	pen_words(pen->out, words, (size_t)pen->gutter + 5 + strlen(kind));
	buf_putc(pen->out, '\n');
}

/* The words of an edit without the blanks around them, which matter only in the file. */
static struct str trimmed(const char *text)
{
	struct str s = str_of(text);

	while (s.n && strchr(" \t\r\n", s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n && strchr(" \t\r\n", s.p[s.n - 1]))
		s.n--;
	return s;
}

/* The edits in words, where neither a help nor the label says them already. */
static void put_edits(const struct pen *pen, const struct diag *d)
{
	uint32_t i;

	if (d->helps.n)
		return;
	for (i = 0; i < d->edits.n; i++) {
		const struct diag_edit *edit = &d->edits.v[i];
		bool insert = edit->span.beg == edit->span.end;
		struct str text = trimmed(edit->text);

		if (edit->trust == EDIT_PLACEHOLDER)
			continue;
		if (text.n == 0) {
			if (!insert)
				put_remark(pen, "help", PAINT_HELP, "remove it");
			continue;
		}
		/* A copy, for trimming took the NUL away. */
		if (strstr(d->label, arena_strndup(d->arena, text.p, text.n)))
			continue;
		put_remark(pen, "help", PAINT_HELP,
			   arena_printf(d->arena, "%s `" STR_FMT "`", insert ? "insert" : "write", STR_ARG(text)));
	}
}

static void put_human(struct pen *pen, const struct diag *d)
{
	uint32_t i;

	pen->level = d->level;
	put_header(pen, d);
	picture_draw(pen, d);
	if (*d->context) {
		put_equals(pen);
		if (strncmp(d->context, "in ", 3) != 0)
			buf_puts(pen->out, "in ");
		pen_words(pen->out, d->context, (size_t)pen->gutter + 3);
		buf_putc(pen->out, '\n');
	}
	for (i = 0; i < d->notes.n; i++)
		put_remark(pen, "note", PAINT_BOLD, d->notes.v[i]);
	for (i = 0; i < d->helps.n; i++)
		put_remark(pen, "help", PAINT_HELP, d->helps.v[i]);
	put_edits(pen, d);
}

/* "3 errors", and how many of them were shown if not all. */
static void put_count(struct buf *out, const char *what, uint32_t n, uint32_t shown)
{
	buf_printf(out, "%u %s%s", n, what, n == 1 ? "" : "s");
	if (shown == 1 && n > 1)
		buf_puts(out, " (the first is shown)");
	else if (shown < n)
		buf_printf(out, " (the first %u are shown)", shown);
}

static void put_summary(struct buf *out, const struct diags *diags)
{
	uint32_t shown[3] = {0, 0, 0}, i;

	if ((uint64_t)diags->errors + diags->warnings < 2)
		return;
	for (i = 0; i < diags->list.n; i++)
		shown[diags->list.v[i]->level]++;
	buf_putc(out, '\n');
	if (diags->errors)
		put_count(out, "error", diags->errors, shown[DIAG_ERROR]);
	if (diags->errors && diags->warnings)
		buf_puts(out, ", ");
	if (diags->warnings)
		put_count(out, "warning", diags->warnings, shown[DIAG_WARNING]);
	buf_putc(out, '\n');
}

static void put_gcc_note(struct buf *out, const struct place *at, const char *text)
{
	pen_place(out, at);
	buf_puts(out, "note: ");
	pen_words(out, text, 0);
	buf_putc(out, '\n');
}

static void put_gcc(struct buf *out, struct sources *sources, const struct diag *d)
{
	const struct place at = sources_place(sources, d->span.beg);
	struct place there;
	uint32_t i;

	pen_place(out, &at);
	buf_printf(out, "%s: ", level_text(d->level));
	pen_words(out, d->message, 0);
	/* The label has what is expected or likely, and an editor shows this line only. */
	if (*d->label) {
		buf_puts(out, ": ");
		pen_words(out, d->label, 0);
	}
	buf_printf(out, " [%s]\n", diag_code_text(d->code));
	for (i = 0; i < d->also.n; i++) {
		there = sources_place(sources, d->also.v[i].span.beg);
		put_gcc_note(out, &there, *d->also.v[i].label ? d->also.v[i].label : "see also here");
	}
	for (i = 0; i < d->notes.n; i++)
		put_gcc_note(out, &at, d->notes.v[i]);
	for (i = 0; i < d->helps.n; i++)
		put_gcc_note(out, &at, d->helps.v[i]);
}

/* True for what a JSON string holds as it is. */
static bool is_plain(char c)
{
	return (unsigned char)c >= 0x20 && (unsigned char)c < 0x80 && c != '"' && c != '\\';
}

/* C as a JSON string; bytes that are not UTF-8 become the replacement character. */
static void put_string(struct buf *out, const char *c)
{
	const char *end = c + strlen(c), *beg;

	buf_putc(out, '"');
	while (c < end) {
		size_t room = (size_t)(end - c);

		beg = c;
		if (is_plain(*c)) {
			while (c < end && is_plain(*c))
				c++;
			buf_put(out, beg, (size_t)(c - beg));
		} else if (*c == '"' || *c == '\\') {
			buf_printf(out, "\\%c", *c++);
		} else if (utf8_valid(c, room < 4 ? room : 4) == 0) {
			buf_puts(out, "\\ufffd");
			c++;
		} else if (utf8_next(&c, end) < 0x20) {
			buf_printf(out, "\\u%04x", (unsigned)*beg);
		} else {
			buf_put(out, beg, (size_t)(c - beg));
		}
	}
	buf_putc(out, '"');
}

/* "KEY":"C" */
static void put_member(struct buf *out, const char *key, const char *c)
{
	buf_printf(out, "\"%s\":", key);
	put_string(out, c);
}

/* The members that say where SPAN is; bytes count from the file's first, a BOM included. */
static void put_range(struct buf *out, struct sources *sources, struct span span)
{
	struct place beg = sources_place(sources, span.beg), end = sources_place(sources, span.end);

	if (end.file != beg.file)
		end = beg;
	put_member(out, "file", beg.file->path);
	buf_printf(out, ",\"line\":%u,\"column\":%u,\"endLine\":%u,\"endColumn\":%u", beg.line, beg.col, end.line,
		   end.col);
	buf_printf(out, ",\"byteStart\":%u,\"byteEnd\":%u", span.beg - beg.file->base + beg.file->bom,
		   span.end - beg.file->base + beg.file->bom);
}

/* One of "spans"; nothing for no place. Returns true if something was written. */
static bool put_span(struct buf *out, struct sources *sources, struct span span, const char *label, bool primary,
		     bool comma)
{
	if (!sources_at(sources, span.beg))
		return false;
	buf_puts(out, comma ? ",{" : "{");
	put_range(out, sources, span);
	buf_putc(out, ',');
	put_member(out, "label", label);
	buf_printf(out, ",\"primary\":%s}", primary ? "true" : "false");
	return true;
}

static void put_strings(struct buf *out, const char *key, const char *const *v, uint32_t n)
{
	uint32_t i;

	buf_printf(out, ",\"%s\":[", key);
	for (i = 0; i < n; i++) {
		if (i)
			buf_putc(out, ',');
		put_string(out, v[i]);
	}
	buf_putc(out, ']');
}

static const char *trust_text(enum edit_trust trust)
{
	switch (trust) {
	case EDIT_SAFE:
		return "safe";
	case EDIT_MAYBE:
		return "maybe";
	case EDIT_PLACEHOLDER:
		break;
	}
	return "placeholder";
}

static void put_json_edits(struct buf *out, struct sources *sources, const struct diag *d)
{
	bool comma = false;
	uint32_t i;

	buf_puts(out, ",\"edits\":[");
	for (i = 0; i < d->edits.n; i++) {
		const struct diag_edit *edit = &d->edits.v[i];

		if (!sources_at(sources, edit->span.beg))
			continue;
		buf_puts(out, comma ? ",{" : "{");
		comma = true;
		put_range(out, sources, edit->span);
		buf_putc(out, ',');
		put_member(out, "text", edit->text);
		buf_printf(out, ",\"trust\":\"%s\"}", trust_text(edit->trust));
	}
	buf_putc(out, ']');
}

static void put_json(struct buf *out, struct sources *sources, const struct diag *d)
{
	bool comma;
	uint32_t i;

	buf_printf(out, "{\"level\":\"%s\",\"code\":\"%s\",\"name\":\"%s\",", level_text(d->level),
		   diag_code_text(d->code), diag_code_name(d->code));
	put_member(out, "message", d->message);
	buf_putc(out, ',');
	put_member(out, "label", d->label);
	buf_putc(out, ',');
	put_member(out, "context", d->context);
	buf_puts(out, ",\"spans\":[");
	comma = put_span(out, sources, d->span, d->label, true, false);
	for (i = 0; i < d->also.n; i++)
		comma |= put_span(out, sources, d->also.v[i].span, d->also.v[i].label, false, comma);
	buf_putc(out, ']');
	put_strings(out, "notes", d->notes.v, d->notes.n);
	put_strings(out, "helps", d->helps.v, d->helps.n);
	put_json_edits(out, sources, d);
	buf_puts(out, "}\n");
}

void render_diags(struct buf *out, struct sources *sources, const struct diags *diags, enum render_format format,
		  bool colour)
{
	struct pen pen = {.out = out, .sources = sources, .colour = colour};
	uint32_t i;

	for (i = 0; i < diags->list.n; i++) {
		const struct diag *d = diags->list.v[i];

		switch (format) {
		case RENDER_HUMAN:
			if (i)
				buf_putc(out, '\n');
			put_human(&pen, d);
			break;
		case RENDER_GCC:
			put_gcc(out, sources, d);
			break;
		case RENDER_JSON:
			put_json(out, sources, d);
			break;
		}
	}
	if (format == RENDER_HUMAN)
		put_summary(out, diags);
}
