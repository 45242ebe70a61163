/* SPDX-License-Identifier: Apache-2.0 */
#include "eval/decimal.h"

#include "schema/format.h"

#include <inttypes.h>
#include <stdio.h>

static const char *const suffixes[] = {"Ki", "Mi", "Gi", "Ti", "Pi", "Ei", "n", "u", "k", "M", "G", "T", "P", "E"};

/* ---- reading ---- */

static enum decimal_status read_based(struct str s, unsigned base, struct decimal *out)
{
	int64_t m = 0;

	for (uint32_t i = 2; i < s.n; i++) {
		int c = s.p[i] | 32;
		int digit = s.p[i] == '_' ? -1 : c >= 'a' ? c - 'a' + 10 : s.p[i] - '0';
		if (digit < 0)
			continue;
		if ((unsigned)digit >= base)
			return DECIMAL_BAD;
		if (__builtin_mul_overflow(m, (int64_t)base, &m) || __builtin_add_overflow(m, digit, &m))
			return DECIMAL_OVERFLOW;
	}
	out->m = m;
	out->respelled = true;
	return DECIMAL_OK;
}

static bool push_digit(struct decimal *d, char c, bool fraction)
{
	if (__builtin_mul_overflow(d->m, (int64_t)10, &d->m) || __builtin_add_overflow(d->m, (int64_t)(c - '0'), &d->m))
		return false;
	d->scale = (uint8_t)(d->scale + fraction);
	return d->scale <= 18;
}

static enum decimal_status read_exponent(struct str rest, struct decimal *d)
{
	int e = 0;
	uint32_t i = 1;
	bool minus = i < rest.n && rest.p[i] == '-';

	i += i < rest.n && (rest.p[i] == '-' || rest.p[i] == '+');
	if (i == rest.n)
		return DECIMAL_BAD;
	for (; i < rest.n; i++) {
		if (rest.p[i] < '0' || rest.p[i] > '9')
			return DECIMAL_BAD;
		e = e * 10 + (rest.p[i] - '0');
		if (e > 40)
			return DECIMAL_OVERFLOW;
	}
	for (; e > 0; e--) {
		if (minus ? d->scale == 18 : d->scale == 0 && __builtin_mul_overflow(d->m, (int64_t)10, &d->m))
			return DECIMAL_OVERFLOW;
		if (minus)
			d->scale++;
		else if (d->scale)
			d->scale--;
	}
	d->respelled = true;
	return DECIMAL_OK;
}

static enum decimal_status read_unit(struct str s, struct str rest, struct decimal *d)
{
	if (rest.n == 1 && rest.p[0] == '%') {
		d->unit = UNIT_PERCENT;
		return DECIMAL_OK;
	}
	if (rest.n == 1 && rest.p[0] == 'm') {
		d->unit = UNIT_M;
		return DECIMAL_OK;
	}
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
		if (!str_is(rest, suffixes[i]))
			continue;
		d->unit = UNIT_QUANTITY;
		memcpy(d->suffix, suffixes[i], strlen(suffixes[i]) + 1);
		return DECIMAL_OK;
	}
	int64_t ns;
	if (duration_parse(s, &ns)) {
		*d = (struct decimal){.m = ns, .unit = UNIT_DURATION};
		return DECIMAL_OK;
	}
	return DECIMAL_BAD;
}

enum decimal_status decimal_parse(struct str s, struct decimal *out)
{
	uint32_t i = 0;
	bool fraction = false, digits = false;

	*out = (struct decimal){0};
	if (s.n > 1 && s.p[0] == '-') { /* the result of an operator; in the source `-` is one */
		enum decimal_status status = decimal_parse(str_make(s.p + 1, s.n - 1), out);
		out->m = -out->m;
		return status;
	}
	if (s.n > 2 && s.p[0] == '0' && (s.p[1] == 'x' || s.p[1] == 'o'))
		return read_based(s, s.p[1] == 'x' ? 16 : 8, out);
	for (; i < s.n; i++) {
		char c = s.p[i];
		if (c == '_') {
			out->respelled = true;
		} else if (c == '.' && !fraction) {
			fraction = true;
		} else if (c >= '0' && c <= '9') {
			digits = true;
			if (!push_digit(out, c, fraction))
				return DECIMAL_OVERFLOW;
		} else {
			break;
		}
	}
	struct str rest = {s.p + i, s.n - i};
	if (!digits)
		return DECIMAL_BAD;
	if (!rest.n)
		return DECIMAL_OK;
	if ((rest.p[0] == 'e' || rest.p[0] == 'E') && rest.n > 1)
		return read_exponent(rest, out);
	return read_unit(s, rest, out);
}

/* ---- writing ---- */

static void trim(struct decimal *d)
{
	while (d->scale && d->m % 10 == 0) {
		d->m /= 10;
		d->scale--;
	}
}

bool decimal_integer(const struct decimal *d, int64_t *out)
{
	struct decimal t = *d;

	trim(&t);
	*out = t.m;
	return t.scale == 0 && (t.unit == UNIT_NONE || t.unit == UNIT_PERCENT);
}

static int put_duration(char *out, size_t size, int64_t ns)
{
	static const struct {
		const char *name;
		int64_t ns;
	} units[] = {{"h", 3600000000000}, {"m", 60000000000}, {"s", 1000000000},
		     {"ms", 1000000},      {"us", 1000},       {"ns", 1}};
	int n = 0;

	if (ns == 0)
		return snprintf(out, size, "0s");
	for (size_t i = 0; i < sizeof units / sizeof *units && ns; i++) {
		int64_t count = ns / units[i].ns;
		ns %= units[i].ns;
		if (count)
			n += snprintf(out + n, size - (size_t)n, "%" PRId64 "%s", count, units[i].name);
	}
	return n;
}

sym decimal_text(struct arena *arena, struct symtab *names, const struct decimal *d)
{
	struct decimal t = *d;
	char text[96];
	int n;

	(void)arena;
	trim(&t);
	if (t.unit == UNIT_DURATION) {
		n = put_duration(text, sizeof text, t.m);
		return sym_intern(names, text, (size_t)n);
	}
	uint64_t magnitude = t.m < 0 ? 0 - (uint64_t)t.m : (uint64_t)t.m;
	uint64_t ten = 1;
	for (unsigned i = 0; i < t.scale; i++)
		ten *= 10;
	n = snprintf(text, sizeof text, "%s%" PRIu64, t.m < 0 ? "-" : "", magnitude / ten);
	if (t.scale)
		n += snprintf(text + n, sizeof text - (size_t)n, ".%0*" PRIu64, (int)t.scale, magnitude % ten);
	n += snprintf(text + n, sizeof text - (size_t)n, "%s",
		      t.unit == UNIT_PERCENT ? "%"
		      : t.unit == UNIT_M     ? "m"
					     : t.suffix);
	return sym_intern(names, text, (size_t)n);
}

/* ---- computing ---- */

/* The power of 1024 (binary) or 1000 (decimal) that a suffix stands for. */
static int power_of(const char *suffix, bool *binary)
{
	static const char letters[] = "KMGTPE";

	*binary = suffix[0] && suffix[1] == 'i';
	switch (suffix[0]) {
	case '\0':
		return 0;
	case 'n':
		return -3;
	case 'u':
		return -2;
	case 'k':
		return 1;
	default:
		return (int)(strchr(letters, suffix[0]) - letters) + 1;
	}
}

static bool rescale(struct decimal *d, uint8_t scale)
{
	while (d->scale < scale) {
		if (__builtin_mul_overflow(d->m, (int64_t)10, &d->m))
			return false;
		d->scale++;
	}
	return true;
}

static bool same_suffix(struct decimal *a, struct decimal *b)
{
	bool abin, bbin;
	int pa = power_of(a->suffix, &abin), pb = power_of(b->suffix, &bbin);
	struct decimal *big = pa > pb ? a : b, *small = pa > pb ? b : a;

	if (strcmp(a->suffix, b->suffix) == 0)
		return true;
	if (abin != bbin)
		return false;
	for (int i = pa > pb ? pa - pb : pb - pa; i > 0; i--)
		if (__builtin_mul_overflow(big->m, (int64_t)(abin ? 1024 : 1000), &big->m))
			return false;
	memcpy(big->suffix, small->suffix, sizeof big->suffix);
	return true;
}

bool decimal_align(struct decimal *a, struct decimal *b)
{
	if (a->unit == UNIT_M || b->unit == UNIT_M || a->unit != b->unit)
		return false;
	if (a->unit == UNIT_QUANTITY && !same_suffix(a, b))
		return false;
	trim(a);
	trim(b);
	return rescale(a, b->scale) && rescale(b, a->scale);
}

static bool multiply(struct decimal a, struct decimal b, struct decimal *out, const char **why)
{
	*out = a.unit == UNIT_NONE ? b : a;
	if (a.unit != UNIT_NONE && b.unit != UNIT_NONE) {
		*why = "only one side of `*` may have a unit";
		return false;
	}
	trim(&a);
	trim(&b);
	if (__builtin_mul_overflow(a.m, b.m, &out->m) || a.scale + b.scale > 18) {
		*why = "the result is too large";
		return false;
	}
	out->scale = (uint8_t)(a.scale + b.scale);
	if (out->unit == UNIT_DURATION && out->scale) {
		trim(out);
		if (out->scale) {
			*why = "the result is a fraction of a nanosecond";
			return false;
		}
	}
	return true;
}

/* Exact or not at all: the quotient may have up to 18 digits behind the point. */
static bool divide(struct decimal a, struct decimal b, struct decimal *out, const char **why)
{
	if (b.m == 0) {
		*why = "the divisor is zero";
		return false;
	}
	if (b.unit != UNIT_NONE && !decimal_align(&a, &b)) {
		*why = "the units of `/` do not go together";
		return false;
	}
	*out = a;
	if (b.unit != UNIT_NONE)
		*out = (struct decimal){.m = a.m};
	else
		trim(&b);
	out->scale = b.unit != UNIT_NONE ? 0 : a.scale;
	for (unsigned i = 0; b.unit == UNIT_NONE && i < b.scale; i++) {
		if (out->scale)
			out->scale--;
		else if (__builtin_mul_overflow(out->m, (int64_t)10, &out->m))
			break;
	}
	while (out->m % b.m) {
		if (out->unit == UNIT_DURATION || out->scale >= 18 ||
		    __builtin_mul_overflow(out->m, (int64_t)10, &out->m)) {
			*why = "the quotient is not exact";
			return false;
		}
		out->scale++;
	}
	out->m /= b.m;
	return true;
}

bool decimal_compute(char op, struct decimal a, struct decimal b, struct decimal *out, const char **why)
{
	if (a.unit == UNIT_M || b.unit == UNIT_M) {
		*why = "`m` may mean milli-units or minutes here";
		return false;
	}
	if (op == '*')
		return multiply(a, b, out, why);
	if (op == '/')
		return divide(a, b, out, why);
	if (!decimal_align(&a, &b)) {
		*why = "the units do not go together";
		return false;
	}
	*out = a;
	*why = "the result is too large";
	if (op == '+')
		return !__builtin_add_overflow(a.m, b.m, &out->m);
	if (op == '-')
		return !__builtin_sub_overflow(a.m, b.m, &out->m);
	if (b.m == 0) {
		*why = "the divisor is zero";
		return false;
	}
	if (a.m == INT64_MIN && b.m == -1)
		return false;
	out->m = a.m % b.m;
	return true;
}

static int64_t floor_of(int64_t m, int64_t by)
{
	return m / by - (m % by != 0 && (m < 0) != (by < 0));
}

void decimal_round(struct decimal *d, unsigned digits, enum decimal_rounding how)
{
	int64_t power = 1;

	trim(d);
	if (d->scale <= digits)
		return;
	for (; d->scale > digits; d->scale--)
		power *= 10;
	int64_t low = floor_of(d->m, power), rest = d->m - low * power;
	bool up = how == ROUND_UP ? rest > 0 : how == ROUND_HALF && (d->m < 0 ? 2 * rest > power : 2 * rest >= power);

	d->m = low + up;
}

bool decimal_divide_whole(struct decimal a, struct decimal b, struct decimal *out, const char **why)
{
	if (a.unit == UNIT_M || b.unit == UNIT_M) {
		*why = "`m` may mean milli-units or minutes here";
		return false;
	}
	if (b.m == 0) {
		*why = "the divisor is zero";
		return false;
	}
	if (b.unit != UNIT_NONE && !decimal_align(&a, &b)) {
		*why = "the units do not go together";
		return false;
	}
	trim(&a);
	trim(&b);
	if (!rescale(&a, b.scale) || !rescale(&b, a.scale) || (a.m == INT64_MIN && b.m == -1)) {
		*why = "the numbers are too large";
		return false;
	}
	*out = b.unit == UNIT_NONE ? a : (struct decimal){0};
	out->scale = 0;
	out->m = floor_of(a.m, b.m);
	return true;
}

/* A quantity without its suffix. */
static bool spell_out(struct decimal *d)
{
	bool binary;
	int power = d->unit == UNIT_QUANTITY ? power_of(d->suffix, &binary) : d->unit == UNIT_M ? -1 : 0;

	if (d->unit != UNIT_QUANTITY && d->unit != UNIT_M && d->unit != UNIT_NONE)
		return false;
	for (; power < 0; power++)
		d->scale = (uint8_t)(d->scale + 3);
	for (; power > 0; power--)
		if (__builtin_mul_overflow(d->m, (int64_t)(binary ? 1024 : 1000), &d->m))
			return false;
	d->unit = UNIT_NONE;
	return true;
}

bool decimal_above(struct decimal a, struct decimal b)
{
	return spell_out(&a) && spell_out(&b) && decimal_align(&a, &b) && a.m > b.m;
}

bool decimal_same(struct decimal a, struct decimal b)
{
	return spell_out(&a) && spell_out(&b) && decimal_align(&a, &b) && a.m == b.m;
}
