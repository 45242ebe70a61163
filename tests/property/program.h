/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_TESTS_PROPERTY_PROGRAM_H
#define WK8S_TESTS_PROPERTY_PROGRAM_H

/*
 * program: programs made at random, with white space and comments at random
 * wherever they may stand. Most of them parse; they mean nothing.
 */

#include "base/buf.h"

struct maker {
	uint64_t seed;
	struct buf out;
	unsigned depth;
	unsigned wild; /* percent of places with something unusual */
	unsigned comments;
	bool round; /* in parentheses: a new line is nothing */
	bool hole;  /* in ${ }: there is none */
};

static uint32_t pick(struct maker *m, uint32_t n)
{
	m->seed = m->seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(m->seed >> 33) % n;
}

static bool often(struct maker *m, unsigned percent)
{
	return pick(m, 100) < percent;
}

static void put(struct maker *m, const char *text)
{
	buf_puts(&m->out, text);
}

static void put_one(struct maker *m, const char *const *texts, uint32_t n)
{
	put(m, texts[pick(m, n)]);
}

#define ONE(m, ...)                                                                                                    \
	put_one((m), (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

/* ---- white space ---- */

/* Where blanks may stand. */
static void blank(struct maker *m)
{
	if (often(m, m->wild))
		ONE(m, "  ", "\t", "     ", "");
}

/* Where one must stand. */
static void space(struct maker *m)
{
	put(m, " ");
	blank(m);
}

/* A new line, perhaps behind a comment, perhaps with comments and empty lines. */
static void line(struct maker *m)
{
	unsigned more = often(m, m->wild) ? pick(m, 3) : 0;

	if (often(m, m->comments))
		buf_printf(&m->out, " # behind %u", pick(m, 1000));
	put(m, often(m, 3) ? "\r\n" : "\n");
	while (more--) {
		blank(m);
		if (often(m, m->comments))
			buf_printf(&m->out, "%s %u  ", often(m, 20) ? "## alone" : "# alone", pick(m, 1000));
		put(m, "\n");
	}
	blank(m);
}

/* Behind what must go on: a blank or a new line. */
static void joint(struct maker *m)
{
	if (!m->hole && often(m, m->wild))
		line(m);
	else
		space(m);
}

/* In parentheses anything may stand between tokens. */
static void gap(struct maker *m)
{
	if (m->round && !m->hole && often(m, m->wild / 3))
		line(m);
	else
		space(m);
}

/* Behind an opening bracket, or before a closing one. */
static void inside(struct maker *m)
{
	if (!m->hole && often(m, m->wild))
		line(m);
	else
		blank(m);
}

/* Between items or elements. */
static void separator(struct maker *m)
{
	if (!m->hole && often(m, 60)) {
		line(m);
		return;
	}
	blank(m);
	put(m, ",");
	if (!m->hole && often(m, m->wild))
		line(m);
	else
		blank(m);
}

/* ---- values ---- */

static void value(struct maker *m);
static void items(struct maker *m, uint32_t most);

static void name(struct maker *m)
{
	ONE(m, "a", "name-with-dashes", "image", "replicas", "x", "aNameThatIsQuiteLongSoThatLinesGetFull", "type",
	    "on");
}

static void hole(struct maker *m)
{
	bool was = m->hole;

	put(m, "${");
	m->hole = true;
	blank(m);
	value(m);
	blank(m);
	m->hole = was;
	put(m, "}");
}

static void string(struct maker *m)
{
	switch (pick(m, m->hole ? 4 : 8)) {
	case 0:
		put(m, "'as it is ${x} \\n'");
		break;
	case 1:
		put(m, "\"\"");
		break;
	case 2:
		put(m, "\"wide \xe4\xb8\xad\xe6\x96\x87 \\u{1f600}, a text of some length # no comment\"");
		break;
	case 3:
	case 4:
		put(m, "\"a ");
		if (m->depth < 4)
			hole(m);
		put(m, " \\\" z\"");
		break;
	case 5:
		put(m, "'''\n");
		ONE(m, "   one\n     two\n\n  three\n  ", "\t one\n\t   \n\t two\n\t", "  only", "", "   \n \n");
		put(m, "'''");
		break;
	default:
		put(m, "\"\"\"\n    first $x\n      ");
		if (m->depth < 4)
			hole(m);
		ONE(m, " rest\n    ", "\n   \n    x${a\n  +   b}\n       y\n  ", "\n\n");
		put(m, "\"\"\"");
	}
}

static void literal(struct maker *m)
{
	ONE(m, "1", "0x1f", "1.5", "1_000", "250m", "2Gi", "1h30m", "25%", "53/UDP", "1.12.1", "12:30", "2026-11-22",
	    "true", "null");
}

static void arguments(struct maker *m)
{
	uint32_t n = pick(m, 4);
	bool was = m->round;

	m->round = true;
	put(m, "(");
	inside(m);
	for (uint32_t i = 0; i < n; i++) {
		if (i) {
			put(m, ",");
			gap(m);
		}
		if (often(m, 20)) {
			name(m);
			gap(m);
			put(m, "=");
			gap(m);
		}
		value(m);
	}
	if (n && often(m, 20))
		put(m, ",");
	inside(m);
	put(m, ")");
	m->round = was;
}

static void list(struct maker *m)
{
	uint32_t n = pick(m, 5);
	bool was = m->round;

	m->round = false;
	put(m, "[");
	inside(m);
	for (uint32_t i = 0; i < n; i++) {
		if (i)
			separator(m);
		if (often(m, 10))
			put(m, "...");
		value(m);
	}
	inside(m);
	put(m, "]");
	m->round = was;
}

static void list_for(struct maker *m)
{
	bool was = m->round;

	m->round = false;
	put(m, "[");
	inside(m);
	put(m, "for x");
	if (often(m, 30))
		put(m, ",  y");
	put(m, " in");
	joint(m);
	value(m);
	if (often(m, 30)) {
		put(m, " if ");
		value(m);
	}
	blank(m);
	put(m, ": ");
	value(m);
	inside(m);
	put(m, "]");
	m->round = was;
}

static void block(struct maker *m)
{
	bool was = m->round;

	m->round = false;
	put(m, "{");
	inside(m);
	items(m, 3);
	inside(m);
	put(m, "}");
	m->round = was;
}

static void paren(struct maker *m)
{
	bool was = m->round;

	m->round = true;
	put(m, "(");
	inside(m);
	if (often(m, 50)) {
		put(m, "if ");
		value(m);
		gap(m);
		put(m, "then");
		gap(m);
		value(m);
		gap(m);
		put(m, "else ");
		if (often(m, 40)) {
			put(m, "if");
			gap(m);
			value(m);
			put(m, " then ");
			value(m);
			gap(m);
			put(m, "else ");
		}
	}
	value(m);
	inside(m);
	put(m, ")");
	m->round = was;
}

static void operand(struct maker *m)
{
	switch (pick(m, m->depth > 5 ? 4 : 12)) {
	case 0:
	case 1:
		name(m);
		break;
	case 2:
		literal(m);
		break;
	case 3:
		string(m);
		break;
	case 4:
		put(m, often(m, 50) ? "!" : "-");
		name(m);
		break;
	case 5:
		name(m);
		arguments(m);
		break;
	case 6:
		put(m, "x.y[0]?.z.\"quoted key\".(");
		name(m);
		put(m, ")");
		break;
	case 7:
		list(m);
		break;
	case 8:
		list_for(m);
		break;
	case 9:
		if (!m->hole)
			block(m);
		else
			name(m);
		break;
	default:
		paren(m);
	}
}

static void value(struct maker *m)
{
	m->depth++;
	operand(m);
	while (m->depth < 6 && often(m, 25)) {
		gap(m);
		ONE(m, "??", "||", "&&", "+", "*", "/");
		joint(m);
		operand(m);
	}
	m->depth--;
}

/* ---- types ---- */

static void type(struct maker *m, unsigned depth)
{
	switch (pick(m, depth > 2 ? 2 : 6)) {
	case 0:
		put(m, "string");
		break;
	case 1:
		put(m, "lib.Size");
		break;
	case 2:
		put(m, "[");
		inside(m);
		type(m, depth + 1);
		blank(m);
		put(m, "]");
		break;
	case 3:
		put(m, "{");
		inside(m);
		type(m, depth + 1);
		blank(m);
		put(m, ":");
		blank(m);
		type(m, depth + 1);
		blank(m);
		put(m, "}");
		break;
	case 4:
		put(m, "\"small\" |");
		joint(m);
		put(m, "\"large\"|\"a value of the type that is rather long, so that it gets a line\"");
		break;
	default:
		put(m, "int");
		blank(m);
		put(m, "?");
	}
}

static void parameter(struct maker *m)
{
	name(m);
	blank(m);
	if (often(m, 60)) {
		put(m, ":");
		blank(m);
		type(m, 1);
	}
	if (often(m, 50)) {
		blank(m);
		put(m, "=");
		joint(m);
		value(m);
	}
	if (often(m, 20))
		put(m, " where 1 .. 10");
}

static void parameters(struct maker *m)
{
	uint32_t n = pick(m, 4);
	bool was = m->round;

	m->round = true;
	put(m, "(");
	for (uint32_t i = 0; i < n; i++) {
		if (i)
			put(m, ",");
		inside(m);
		parameter(m);
	}
	inside(m);
	put(m, ")");
	m->round = was;
}

/* ---- items ---- */

static void declaration(struct maker *m)
{
	switch (pick(m, 9)) {
	case 0:
		put(m, "fn f");
		parameters(m);
		ONE(m, " = ", "->int =", " -> [string] =\n ");
		value(m);
		break;
	case 1:
		put(m, "component Web");
		parameters(m);
		put(m, "  ");
		block(m);
		break;
	case 2:
		put(m, "type T = ");
		type(m, 0);
		break;
	case 3:
		put(m, "type T {");
		inside(m);
		put(m, "a : string required,\"b\":int=");
		joint(m);
		put(m, "3 where  it > 2");
		inside(m);
		put(m, "... Other . T");
		inside(m);
		put(m, "}");
		break;
	case 4:
		put(m, "annotate T {");
		inside(m);
		put(m, "lift  [ a.b ,c");
		inside(m);
		put(m, "]");
		line(m);
		put(m, "x.y:  range 0 .. 9 |");
		joint(m);
		put(m, "immutable, default z =");
		joint(m);
		value(m);
		inside(m);
		put(m, "}");
		break;
	case 5:
		ONE(m, "derive A.b in app=", "derive A.\"b\" in app =  ");
		joint(m);
		ONE(m, "the  K  k where k.x == 1", "self . name else error  \"no ${x}\"", "(a) else b");
		break;
	case 6:
		ONE(m, "kind K in example.com/v1  plural \"ks\" {  }", "extern kind K in  a.b/v1", "extern Secret s",
		    "import  \"x\"  as y", "include \"x.yaml\"", "drop  K@v1  a", "drop a . b", "allow x :  \"why\"");
		break;
	case 7:
		put(m, "rule r  on  T as t ");
		block(m);
		break;
	default:
		put(m, "param ");
		parameter(m);
	}
}

static void item(struct maker *m)
{
	m->depth++;
	switch (pick(m, m->depth > 5 ? 3 : 13)) {
	case 0:
	case 1:
	case 2:
		ONE(m, "a", "image", "type", "if", "labels.\"a.b/c\"", "(x).y");
		blank(m);
		put(m, ":");
		blank(m);
		if (m->depth > 6)
			literal(m);
		else if (often(m, 15))
			ONE(m, "1 .. 5", "..2Gi", "250m ..", "80->web", "a  -> - 5", "x ..(a+b)");
		else
			value(m);
		break;
	case 3:
		ONE(m, "containers.web ", "spec", "(x) ");
		block(m);
		break;
	case 4:
		ONE(m, "Deployment web ", "K@apps/v1  \"a b\" as x", "Service  (name) ");
		block(m);
		break;
	case 5:
		put(m, "if ");
		value(m);
		put(m, " ");
		block(m);
		if (often(m, 40)) {
			put(m, " else if x ");
			block(m);
		}
		if (often(m, 40)) {
			put(m, "else");
			block(m);
		}
		break;
	case 6:
		ONE(m, "for x in ", "for x,y in\n  ");
		value(m);
		put(m, " ");
		block(m);
		break;
	case 7:
		put(m, "let x =");
		joint(m);
		ONE(m, "", "", "if a then b else if c then d else ");
		value(m);
		break;
	case 8:
		ONE(m, "...", "... ");
		value(m);
		break;
	case 9:
		ONE(m, "assert ", "warn ");
		value(m);
		put(m, ",");
		joint(m);
		value(m);
		break;
	case 10:
		ONE(m, "patch K  x ", "patch on A|B as c if x", "app  shop ", "app shop as s");
		block(m);
		break;
	default:
		declaration(m);
	}
	m->depth--;
}

static void items(struct maker *m, uint32_t most)
{
	uint32_t n = pick(m, most + 1);

	for (uint32_t i = 0; i < n; i++) {
		if (i)
			separator(m);
		item(m);
	}
}

/* A program into m->out; its seed goes on in M. */
static void program(struct maker *m)
{
	m->out.n = 0;
	m->depth = 0;
	m->round = m->hole = false;
	m->wild = pick(m, 50);
	m->comments = pick(m, 3) ? 0 : pick(m, 50);
	items(m, 8);
}

#endif
