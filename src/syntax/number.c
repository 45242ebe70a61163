/* SPDX-License-Identifier: Apache-2.0 */
/*
 * number: where something that begins like a number ends. Versions, dates,
 * addresses and the like run on, and are one token, good for a string only.
 */
#include "syntax/lexer.h"
#include "syntax/parser.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static char at(const struct lexer *lx, const char *p)
{
	return p < lx->lim ? *p : '\0';
}

/* Is the `-` at P the first of a date: digits, `-`, something? */
static bool date_at(const struct lexer *lx, const char *p)
{
	const char *q = p + 1;

	while (is_digit(at(lx, q)))
		q++;
	return q > p + 1 && at(lx, q) == '-' && is_word(at(lx, q + 1));
}

/*
 * Does the token, which has SEPARATORS (`.`, `:`, `-`) so far, run on over P?
 * Over letters and digits; over `.` before a digit; over `:`; over `/` and
 * `-` once there are two separators, or where a date is plain.
 */
static bool runs_on(const struct lexer *lx, const char *p, unsigned separators)
{
	char next = at(lx, p + 1);

	switch (at(lx, p)) {
	case '.':
		return is_digit(next);
	case ':':
		return is_word(next) || next == ':' || (separators && next == '/');
	case '/':
		return separators >= 2 && is_word(next);
	case '-':
		return is_word(next) && (separators >= 2 || (separators == 0 && date_at(lx, p)));
	default:
		return is_word(at(lx, p));
	}
}

static unsigned count_separators(const char *p, const char *end)
{
	unsigned n = 0;

	for (; p < end; p++)
		n += *p == '.' || *p == ':';
	return n;
}

/* `0755`: octal to some readers, decimal to others. */
static void leading_zero(struct lexer *lx, const char *beg)
{
	const char *p = beg;
	bool octal = true;
	struct span s = lexer_span_of(lx, beg, lx->cur);
	int n = (int)(lx->cur - beg);
	struct diag *d;

	while (p < lx->cur && *p == '0')
		p++;
	for (const char *q = p; q < lx->cur; q++)
		octal = octal && *q >= '0' && *q <= '7';
	d = diag_add(lx->diags, E0104, s, "`%.*s` has a leading zero", n, beg);
	if (octal) {
		const char *digits = p == lx->cur ? p - 1 : p;
		char *text = arena_printf(lx->arena, "0o%.*s", (int)(lx->cur - digits), digits);
		diag_help(d, "an octal number is written `%s`, and a text is quoted: \"%.*s\"", text, n, beg);
		diag_edit(d, s, text, EDIT_MAYBE);
	} else {
		diag_help(d, "drop the zero, or quote it if it is a text: \"%.*s\"", n, beg);
	}
}

int number_end(struct lexer *lx, struct val *val, const char *beg, int code)
{
	const char *p = lx->cur;
	unsigned separators;

	/* `25%` is a percentage, `25%n` a remainder. */
	if (p[-1] == '%' && (is_word(at(lx, p)) || at(lx, p) == '(')) {
		p = --lx->cur;
		code = T_NUMBER;
	}
	separators = count_separators(beg, p);
	while (p[-1] != '%' && runs_on(lx, p, separators)) {
		separators += *p == '.' || *p == ':' ? 1 : *p == '-' ? 2 : 0;
		p++;
	}
	val->flags = 0;
	if (p > lx->cur) {
		lx->cur = p;
		code = T_NUMBER;
		val->flags = AST_RUNON;
	} else if (*beg == '0' && (is_digit(at(lx, beg + 1)) || at(lx, beg + 1) == '_') && code != T_PORT) {
		leading_zero(lx, beg);
	}
	val->sym = sym_intern_borrow(lx->names, beg, (size_t)(p - beg));
	return lexer_emit(lx, beg, code);
}
