/* SPDX-License-Identifier: Apache-2.0 */
/* expect: "expected a value or `)`", from the names of tokens. */
#include "syntax/expect.h"

#include <string.h>

static bool one_of(const char *name, const char *const *list)
{
	for (; *list; list++) {
		if (strcmp(name, *list) == 0)
			return true;
	}
	return false;
}

bool expects(const char *const *list, int n, const char *name)
{
	for (int i = 0; i < n; i++) {
		if (strcmp(list[i], name) == 0)
			return true;
	}
	return false;
}

/* Tokens that go on with what could also have ended; they are never what was forgotten. */
static bool goes_on(const char *name)
{
	static const char *const list[] = {"??", "||", "&&", "==", "!=", "<",        "<=",     ">", ">=", "+",
					   "-",  "*",  "/",  "%",  "?",  "an index", "a call", ".", NULL};
	return one_of(name, list);
}

/* The same behind a value; elsewhere they are. */
static bool goes_on_value(const char *name)
{
	static const char *const list[] = {"in", "..", "->", NULL};
	return one_of(name, list);
}

/* Tokens that begin a value, and are covered by saying so. */
static bool begins_value(const char *name)
{
	static const char *const list[] = {
		"a name", "a number", "a quantity", "a port", "a string", "a string with ${}",
		"[",      "{",        "(",          "a call", "an index", "-",
		"!",      "..",       "true",       "false",  "null",     "if",
		"for",    "...",      NULL};
	return one_of(name, list);
}

static bool begins_type(const char *name)
{
	static const char *const list[] = {"a name", "a string", "[", "an index", "{", NULL};
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

/* What other words of the message say already, or what is never worth saying. */
static bool covered(const struct wanted *w, const char *name, const char *const *list, int n, bool keyword)
{
	if (one_of(name, (const char *const[]){"a new line", ",", "a comma", "a broken block", NULL}))
		return true;
	if (goes_on(name) || (goes_on_value(name) && expects(list, n, "&&")))
		return true;
	if ((w->value && begins_value(name)) || (w->type && begins_type(name)) || (w->name && begins_name(name)))
		return true;
	if (is_soft(name) && (w->name || w->value || w->type))
		return true;
	if (w->item && strcmp(name, "...") == 0)
		return true;
	if (keyword && (strcmp(name, ":") == 0 || strcmp(name, "{") == 0))
		return true;
	if (strcmp(name, "the end of the file") == 0)
		return w->newline || w->name;
	if (strcmp(name, "the end of the index") == 0)
		return expects(list, n, "]");
	if (strcmp(name, "the rest of the string") == 0)
		return expects(list, n, "the end of the string");
	return strcmp(name, "a string with ${}") == 0 && expects(list, n, "a string");
}

void expect_fold(struct wanted *w, const char *const *list, int n, bool keyword, bool separated)
{
	bool word = expects(list, n, "a name");

	memset(w, 0, sizeof *w);
	w->value = expects(list, n, "a quantity");
	w->type = word && !w->value && expects(list, n, "{") && expects(list, n, "[");
	w->name = word && !w->value && !w->type;
	w->item = w->name && expects(list, n, "...") && expects(list, n, "if");
	w->newline = !separated && expects(list, n, "a new line");
	/* Where a new line would do as well, it is what people know. */
	w->comma = expects(list, n, "a comma") || (expects(list, n, ",") && !expects(list, n, "a new line"));
	for (int i = 0; i < n; i++) {
		if (covered(w, list[i], list, n, keyword))
			continue;
		if (w->n < 8)
			w->other[w->n] = list[i];
		w->n++;
	}
}

/* ---- spelling ---- */

struct words {
	char *out;
	size_t size;
	int all, said;
};

static void say(struct words *s, const char *text, bool quoted)
{
	size_t n = strlen(s->out), m = strlen(text);
	const char *join = s->said == 0 ? "" : s->said + 1 == s->all ? " or " : ", ";
	size_t j = strlen(join);

	s->said++;
	if (n + j + m + 3 > s->size)
		return;
	memcpy(s->out + n, join, j);
	n += j;
	if (quoted)
		s->out[n++] = '`';
	memcpy(s->out + n, text, m);
	n += m;
	if (quoted)
		s->out[n++] = '`';
	s->out[n] = '\0';
}

/* The token called NAME as people know it. */
static void say_token(struct words *s, const char *name)
{
	if (strcmp(name, "the end of the index") == 0)
		say(s, "]", true);
	else if (strcmp(name, "the end of the string") == 0)
		say(s, "}", true);
	else
		say(s, name, strncmp(name, "a ", 2) != 0 && strncmp(name, "the ", 4) != 0);
}

void expect_spell(const struct wanted *w, bool list, char *out, size_t size)
{
	bool comma = w->comma || (w->newline && list), newline = w->newline && !list;
	struct words s = {out, size, w->n + w->name + w->value + w->type + w->item + newline + comma, 0};

	*out = '\0';
	if (s.all > 6 || w->n > 6)
		return;
	if (w->value)
		say(&s, "a value", false);
	if (w->type)
		say(&s, "a type", false);
	if (w->name)
		say(&s, w->item ? "a field" : "a name", false);
	if (w->item)
		say(&s, "a declaration", false);
	for (int i = 0; i < w->n; i++)
		say_token(&s, w->other[i]);
	if (comma)
		say(&s, ",", true);
	if (newline)
		say(&s, "a new line", false);
}
