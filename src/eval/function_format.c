/* SPDX-License-Identifier: Apache-2.0 */
/*
 * function_format: `format("%03d", n)`. Numbers are written from their exact
 * decimals; nothing goes through the C library's floating point.
 */
#include "eval/function.h"

#include <inttypes.h>
#include <stdio.h>

#define MOST_WIDTH 1000
#define MOST_DIGITS 18

/* `%-05.2f`: one place of the template. */
struct directive {
	bool left, zeros;
	uint32_t width;
	int digits; /* behind the point, -1: all */
	char kind;
};

struct formatting {
	struct unit *u;
	const struct arguments *a;
	struct text out;
	uint32_t next; /* argument */
};

static uint32_t read_count(struct str s, uint32_t *i)
{
	uint32_t n = 0;

	for (; *i < s.n && s.p[*i] >= '0' && s.p[*i] <= '9'; (*i)++)
		n = n > MOST_WIDTH ? n : n * 10 + (uint32_t)(s.p[*i] - '0');
	return n;
}

/* Reads what stands behind a `%` at *I; false if it is none. */
static bool read_directive(struct str s, uint32_t *i, struct directive *d)
{
	*d = (struct directive){.digits = -1};
	for (; *i < s.n && (s.p[*i] == '-' || s.p[*i] == '0'); (*i)++) {
		d->left |= s.p[*i] == '-';
		d->zeros |= s.p[*i] == '0';
	}
	d->width = read_count(s, i);
	if (*i < s.n && s.p[*i] == '.') {
		++*i;
		d->digits = (int)read_count(s, i);
	}
	if (*i >= s.n)
		return false;
	d->kind = s.p[(*i)++];
	return strchr("sdxXf%", d->kind) && d->width <= MOST_WIDTH && d->digits <= MOST_DIGITS &&
	       (d->digits < 0 || d->kind == 'f');
}

static uint32_t characters(struct str s)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return n;
}

static bool fill(struct formatting *f, char c, uint32_t n)
{
	for (; n > 0; n--)
		if (!text_add(f->u, &f->out, str_make(&c, 1), f->a->call))
			return false;
	return true;
}

/* Writes S in its width; zeros go behind the sign of a number. */
static bool put(struct formatting *f, const struct directive *d, struct str s, bool number)
{
	uint32_t n = characters(s), room = d->width > n ? d->width - n : 0;
	bool zeros = d->zeros && number && !d->left;
	uint32_t sign = zeros && s.n && s.p[0] == '-';

	if (!d->left && !zeros && !fill(f, ' ', room))
		return false;
	if (sign && !text_add(f->u, &f->out, str_make("-", 1), f->a->call))
		return false;
	if (zeros && !fill(f, '0', room))
		return false;
	return text_add(f->u, &f->out, str_make(s.p + sign, s.n - sign), f->a->call) &&
	       (!d->left || fill(f, ' ', room));
}

static bool put_text(struct formatting *f, const struct directive *d, uint32_t arg)
{
	const struct node *v = &f->a->v[arg];
	sym s;

	if (!value_text(f->u, v, &s))
		return arg_wrong(f->u, f->a, arg, "a string, number, `true` or `false`");
	return put(f, d, unit_str(f->u, s), v->kind != OBJ_TEXT && v->kind != OBJ_BOOL);
}

static bool put_whole(struct formatting *f, const struct directive *d, uint32_t arg)
{
	char text[32];
	int64_t i;

	if (!arg_whole(f->u, f->a, arg, INT64_MIN, INT64_MAX, &i))
		return false;
	uint64_t magnitude = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
	const char *sign = i < 0 ? "-" : "";
	int n = d->kind == 'd'   ? snprintf(text, sizeof text, "%s%" PRIu64, sign, magnitude)
		: d->kind == 'x' ? snprintf(text, sizeof text, "%s%" PRIx64, sign, magnitude)
				 : snprintf(text, sizeof text, "%s%" PRIX64, sign, magnitude);

	return put(f, d, str_make(text, (size_t)n), true);
}

static bool put_decimal(struct formatting *f, const struct directive *d, uint32_t arg)
{
	char text[64];
	struct decimal x;

	if (!node_decimal(f->u, &f->a->v[arg], &x) || x.unit != UNIT_NONE)
		return arg_wrong(f->u, f->a, arg, "a number without a unit");
	if (d->digits >= 0)
		decimal_round(&x, (unsigned)d->digits, ROUND_HALF);
	struct str s = unit_str(f->u, decimal_text(f->u->arena, f->u->names, &x));
	const char *point = memchr(s.p, '.', s.n);
	uint32_t whole = point ? (uint32_t)(point - s.p) : s.n, have = point ? s.n - whole - 1 : 0;
	size_t n = s.n;

	memcpy(text, s.p, s.n);
	if (d->digits > 0 && !point)
		text[n++] = '.';
	for (int i = (int)have; i < d->digits; i++)
		text[n++] = '0';
	return put(f, d, str_make(text, n), true);
}

static bool put_next(struct formatting *f, const struct directive *d)
{
	uint32_t arg = f->next++;

	if (arg >= f->a->n) {
		diag_label(arg_mistake(f->u, f->a, 0, "the template of `format` has more places than there are values"),
			   "there %s %u", f->a->n == 2 ? "is" : "are", f->a->n - 1);
		return false;
	}
	return d->kind == 's' ? put_text(f, d, arg) : d->kind == 'f' ? put_decimal(f, d, arg) : put_whole(f, d, arg);
}

static bool format_directive(struct formatting *f, struct str template, uint32_t *i)
{
	uint32_t from = *i - 1;
	struct directive d;

	if (!read_directive(template, i, &d)) {
		struct str found = str_make(template.p + from, *i - from);
		diag_label(
			arg_mistake(f->u, f->a, 0,
				    arena_printf(f->u->arena, "`format` does not know `" STR_FMT "`", STR_ARG(found))),
			"it knows `%%s`, `%%d`, `%%x`, `%%X`, `%%f`, as in `%%-10s`, `%%03d`, `%%.2f`, and `%%%%`");
		return false;
	}
	return d.kind == '%' ? text_add(f->u, &f->out, str_make("%", 1), f->a->call) : put_next(f, &d);
}

struct node fn_format(struct unit *u, const struct arguments *a)
{
	struct formatting f = {.u = u, .a = a, .next = 1};
	struct str template;

	if (!arg_text(u, a, 0, &template))
		return node_poison();
	for (uint32_t i = 0; i < template.n;) {
		const char *percent = memchr(template.p + i, '%', template.n - i);
		uint32_t to = percent ? (uint32_t)(percent - template.p) : template.n;

		if (!text_add(u, &f.out, str_make(template.p + i, to - i), a->call))
			return node_poison();
		i = to + 1;
		if (percent && !format_directive(&f, template, &i))
			return node_poison();
	}
	if (f.next < a->n) {
		diag_label(arg_mistake(u, a, f.next, "the template of `format` has no place for this value"),
			   "it has %u", f.next - 1);
		return node_poison();
	}
	return result_built(u, a, &f.out);
}
