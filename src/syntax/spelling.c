/* SPDX-License-Identifier: Apache-2.0 */
/* spelling: what needs quotes, and what stands in them. */
#include "syntax/spelling.h"

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_word_char(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9');
}

bool spelling_is_word(struct str s)
{
	static const char *const reserved[] = {"if", "then", "else", "for", "in", "true", "false", "null"};

	if (!s.n || !is_letter(s.p[0]))
		return false;
	for (uint32_t i = 1; i < s.n; i++)
		if (!is_word_char(s.p[i]) && (s.p[i] != '-' || i + 1 == s.n || !is_word_char(s.p[i + 1])))
			return false;
	for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
		if (str_is(s, reserved[i]))
			return false;
	return true;
}

const char *spelling_string(struct arena *arena, struct str s)
{
	char *text = arena_alloc(arena, 2 * (size_t)s.n + 3), *p = text;

	*p++ = '"';
	for (uint32_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (((unsigned char)c < ' ' && c != '\n' && c != '\t') || c == 0x7f)
			return NULL;
		if (c == '"' || c == '\\' || c == '\n' || c == '\t' || (c == '$' && i + 1 < s.n && s.p[i + 1] == '{'))
			*p++ = '\\';
		*p++ = c == '\n' ? 'n' : c == '\t' ? 't' : c;
	}
	*p++ = '"';
	*p = 0;
	return text;
}

const char *spelling_key(struct arena *arena, struct str s)
{
	return spelling_is_word(s) ? arena_strndup(arena, s.p, s.n) : spelling_string(arena, s);
}

struct str spelling_next(struct str *path, bool *index)
{
	const char *p = path->p, *end = p + path->n, *from;
	char quote = 0;

	*index = p < end && *p == '[';
	p += *index || (p < end && *p == '.');
	if (p < end && (*p == '"' || *p == '\'')) {
		quote = *p++;
		for (from = p; p < end && *p != quote; p++)
			;
	} else {
		for (from = p; p < end && *p != '[' && *p != (*index ? ']' : '.'); p++)
			;
	}
	struct str name = str_make(from, (size_t)(p - from));
	p += quote && p < end;
	p += *index && p < end && *p == ']';
	*path = str_make(p, (size_t)(end - p));
	return name;
}
