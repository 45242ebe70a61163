/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yamltext: from libyaml's positions, which count characters, to ours.
 */
#include "syntax/yamlpart.h"

#include "base/utf8.h"

/* A mark every so many characters. */
#define STRIDE 64u

/* ---- JSON's surrogate pairs ---- */

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 32;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The value of `\uXXXX` at P, or 0. */
static unsigned escape_at(const char *p, const char *end)
{
	unsigned value = 0;

	if (end - p < 6 || p[0] != '\\' || p[1] != 'u')
		return 0;
	for (int i = 2; i < 6; i++) {
		if (hex(p[i]) < 0)
			return 0;
		value = value << 4 | (unsigned)hex(p[i]);
	}
	return value;
}

/* The code point that the pair of escapes at P stands for, or 0. */
static uint32_t pair_at(const char *p, const char *end)
{
	unsigned high = escape_at(p, end), low;

	if (high < 0xd800 || high > 0xdbff)
		return 0;
	low = escape_at(p + 6, end);
	if (low < 0xdc00 || low > 0xdfff)
		return 0;
	return 0x10000 + ((high - 0xd800) << 10 | (low - 0xdc00));
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static uint32_t leading_blanks(struct str s)
{
	uint32_t n = 0;

	while (n < s.n && is_blank(s.p[n]))
		n++;
	return n;
}

/* Tabs around JSON, where libyaml sees indentation: spaces before it, nothing behind it. */
static void soften_tabs(struct yamlread *r, uint32_t leading)
{
	while (r->text.n && is_blank(r->text.p[r->text.n - 1]))
		r->text.n--;
	if (leading && memchr(r->text.p, '\t', leading)) {
		char *copy = arena_strndup(&r->scratch, r->text.p, r->text.n);

		for (uint32_t i = 0; i < leading; i++)
			copy[i] = copy[i] == '\t' ? ' ' : copy[i];
		r->text.p = copy;
	}
}

/*
 * JSON writes what is above U+FFFF as two escapes, which YAML does not have:
 * in a text that looks like JSON each pair becomes YAML's `\UXXXXXXXX`, which
 * is two bytes shorter. (What was no text in double quotes is complained of by
 * yaml_scalar.)
 */
static void join_pairs(struct yamlread *r)
{
	const char *p = r->text.p, *end = p + r->text.n;
	char *out = NULL, *q = NULL;

	while (p < end) {
		uint32_t c = *p == '\\' ? pair_at(p, end) : 0;

		if (c && !out) {
			size_t before = (size_t)(p - r->text.p);

			out = arena_alloc(&r->scratch, r->text.n + 1);
			memcpy(out, r->text.p, before);
			q = out + before;
		}
		if (c) {
			static const char digits[] = "0123456789abcdef";

			VEC_PUSH(&r->scratch, &r->pairs, (uint32_t)(q - out));
			*q++ = '\\';
			*q++ = 'U';
			for (int shift = 28; shift >= 0; shift -= 4)
				*q++ = digits[c >> shift & 15];
			p += 12;
			continue;
		}
		/* Of `\\` the second one begins nothing. */
		if (*p == '\\' && p + 1 < end) {
			if (out)
				*q++ = *p;
			p++;
		}
		if (out)
			*q++ = *p;
		p++;
	}
	if (out)
		r->text = str_make(out, (size_t)(q - out));
}

/* ---- positions ---- */

static void mark_characters(struct yamlread *r)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < r->text.n; i++) {
		if (((unsigned char)r->text.p[i] & 0xc0) == 0x80)
			continue;
		if (n++ % STRIDE == 0)
			VEC_PUSH(&r->scratch, &r->marks, i);
	}
	if (n == r->text.n)
		r->marks.n = 0;
}

void yaml_text(struct yamlread *r)
{
	uint32_t blanks;

	r->text = r->file->text;
	blanks = leading_blanks(r->text);
	if (blanks < r->text.n && (r->text.p[blanks] == '{' || r->text.p[blanks] == '[')) {
		soften_tabs(r, blanks);
		join_pairs(r);
	}
	mark_characters(r);
}

static size_t byte_of(const struct yamlread *r, size_t index)
{
	size_t at;

	if (!r->marks.n)
		return index < r->text.n ? index : r->text.n;
	if (index / STRIDE >= r->marks.n)
		return r->text.n;
	at = r->marks.v[index / STRIDE];
	for (size_t left = index % STRIDE; left && at < r->text.n; left--) {
		at++;
		while (at < r->text.n && ((unsigned char)r->text.p[at] & 0xc0) == 0x80)
			at++;
	}
	return at;
}

uint32_t yaml_position_of_byte(const struct yamlread *r, size_t offset)
{
	uint32_t lo = 0, hi = r->pairs.n;

	if (offset > r->text.n)
		offset = r->text.n;
	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (r->pairs.v[mid] < offset)
			lo = mid + 1;
		else
			hi = mid;
	}
	return r->file->base + (uint32_t)offset + 2 * lo;
}

uint32_t yaml_position(const struct yamlread *r, size_t index)
{
	return yaml_position_of_byte(r, byte_of(r, index));
}

char yaml_byte(const struct yamlread *r, uint32_t pos)
{
	uint32_t at = pos - r->file->base;

	return at < r->file->text.n ? r->file->text.p[at] : '\0';
}

/* Is C part of the name of an anchor? Something else may follow at once, as in `&a:`. */
static bool is_name(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
}

/* Behind the anchor, the tag and the comments that begin at POS, at most END. */
static uint32_t skip_properties(const struct yamlread *r, uint32_t pos, uint32_t end)
{
	for (;;) {
		char c = yaml_byte(r, pos);

		if (pos >= end || (c != '&' && c != '!' && c != '#'))
			return pos;
		pos++;
		if (c == '&')
			while (pos < end && is_name(yaml_byte(r, pos)))
				pos++;
		else
			while (pos < end && (c == '#' ? yaml_byte(r, pos) != '\n' : !is_blank(yaml_byte(r, pos))))
				pos++;
		if (!is_blank(yaml_byte(r, pos)))
			return pos;
		while (pos < end && is_blank(yaml_byte(r, pos)))
			pos++;
	}
}

struct span yaml_span(const struct yamlread *r)
{
	const yaml_event_t *e = &r->event;
	struct span at = {yaml_position(r, e->start_mark.index), yaml_position(r, e->end_mark.index)};
	uint32_t all = r->file->base + r->file->text.n;

	switch (e->type) {
	case YAML_SCALAR_EVENT:
		if (e->data.scalar.anchor || e->data.scalar.tag)
			at.beg = skip_properties(r, at.beg, at.end);
		/* The end of a block scalar is where the next thing begins. */
		while (at.end > at.beg && is_blank(yaml_byte(r, at.end - 1)))
			at.end--;
		break;
	case YAML_SEQUENCE_START_EVENT:
		if (e->data.sequence_start.anchor || e->data.sequence_start.tag)
			at.beg = skip_properties(r, at.beg, all);
		break;
	case YAML_MAPPING_START_EVENT:
		if (e->data.mapping_start.anchor || e->data.mapping_start.tag)
			at.beg = skip_properties(r, at.beg, all);
		break;
	default:
		break;
	}
	if (at.end < at.beg)
		at.end = at.beg;
	return at;
}

struct span yaml_unquoted(const struct yamlread *r, struct span at, sym text)
{
	char c = yaml_byte(r, at.beg);

	if ((c != '"' && c != '\'') || at.end - at.beg != sym_str(r->names, text).n + 2)
		return at;
	return (struct span){at.beg + 1, at.end - 1};
}

struct span yaml_key_span(const struct yamlread *r, ast_id field)
{
	struct span at = ast_span(r->tree, field);
	uint32_t n = sym_str(r->names, ast_at(r->tree, field)->sym).n;

	/* An escape of two bytes may stand for a character of three. */
	if (at.end - at.beg > n)
		at.end = at.beg + n;
	return at;
}

uint32_t yaml_pair_at(const struct yamlread *r, uint32_t pos)
{
	const char *p = r->file->text.p + (pos - r->file->base);

	return pair_at(p, r->file->text.p + r->file->text.n);
}

struct span yaml_tag_span(const struct yamlread *r)
{
	struct span at = {yaml_position(r, r->event.start_mark.index), 0};

	if (yaml_byte(r, at.beg) == '&') {
		do
			at.beg++;
		while (is_name(yaml_byte(r, at.beg)));
		while (is_blank(yaml_byte(r, at.beg)))
			at.beg++;
	}
	at.end = at.beg;
	while (yaml_byte(r, at.end) && !is_blank(yaml_byte(r, at.end)) && yaml_byte(r, at.end) != ',')
		at.end++;
	return at;
}
