/* SPDX-License-Identifier: Apache-2.0 */
/*
 * quantity: numbers with units, `500m`, `2Gi`, `1h30m`.
 */

#include "schema/format_check.h"

/* ---- quantities ---- */

static bool is_suffix(struct str s)
{
	static const char known[][3] = {"",  "Ki", "Mi", "Gi", "Ti", "Pi", "Ei", "n",
					"u", "m",  "k",  "M",  "G",  "T",  "P",  "E"};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		if (str_is(s, known[i]))
			return true;
	}
	return false;
}

/* `e3`, `E-2`: whole, and small enough to be read. */
static bool is_exponent(struct str s)
{
	uint32_t i = 1, digits;

	if (s.n < 2 || (s.p[0] != 'e' && s.p[0] != 'E'))
		return false;
	if (s.p[1] == '+' || s.p[1] == '-')
		i++;
	digits = s.n - i;
	for (; i < s.n; i++) {
		if (!format_is_digit(s.p[i]))
			return false;
	}
	return digits > 0 && digits <= 18;
}

/* The end of sign, digits and dots. */
static uint32_t number_end(struct str s)
{
	uint32_t i = s.n > 0 && (s.p[0] == '+' || s.p[0] == '-');

	while (i < s.n && (format_is_digit(s.p[i]) || s.p[i] == '.'))
		i++;
	return i;
}

const char *check_quantity(struct check *c)
{
	uint32_t end = number_end(c->s), digits = 0, dots = 0;
	struct str suffix = str_make(c->s.p + end, c->s.n - end);

	if (c->s.n == 0)
		return check_fail(c, 0, "must not be empty");
	for (uint32_t i = 0; i < end; i++) {
		digits += format_is_digit(c->s.p[i]);
		if (c->s.p[i] == '.' && ++dots == 2)
			return check_fail(c, i, "has two dots");
	}
	if (digits == 0)
		return check_fail(c, 0, "must begin with a number");
	if (is_suffix(suffix) || is_exponent(suffix))
		return NULL;
	if (suffix.p[0] == ' ')
		return check_fail(c, end, "has a blank behind the number");
	if (suffix.p[0] == ',' || suffix.p[0] == '_')
		return check_fail(c, end, arena_printf(c->arena, "`%c` is not allowed in a number", suffix.p[0]));
	return check_fail(c, end, arena_printf(c->arena, "`" STR_FMT "` is not a unit of quantities", STR_ARG(suffix)));
}

/* ---- what was meant ---- */

/* Other spellings, in lower case, and the units meant by them. */
static const struct spelling {
	char wrong[12], right[3];
} spellings[] = {
	{"k", "Ki"},        {"ki", "Ki"},        {"kb", "Ki"},  {"kib", "Ki"},  {"m", "Mi"},     {"mi", "Mi"},
	{"mb", "Mi"},       {"mib", "Mi"},       {"g", "Gi"},   {"gi", "Gi"},   {"gb", "Gi"},    {"gib", "Gi"},
	{"gig", "Gi"},      {"t", "Ti"},         {"ti", "Ti"},  {"tb", "Ti"},   {"tib", "Ti"},   {"p", "Pi"},
	{"pi", "Pi"},       {"pb", "Pi"},        {"pib", "Pi"}, {"e", "Ei"},    {"ei", "Ei"},    {"eb", "Ei"},
	{"eib", "Ei"},      {"b", ""},           {"byte", ""},  {"bytes", ""},  {"core", ""},    {"cores", ""},
	{"cpu", ""},        {"cpus", ""},        {"mcpu", "m"}, {"mcore", "m"}, {"mcores", "m"}, {"millicpu", "m"},
	{"millicore", "m"}, {"millicores", "m"},
};

/* S without blanks and `_`, with a dot for a comma before one or two digits; its length. */
static uint32_t cleaned(struct str s, char *out)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < s.n; i++) {
		char b = s.p[i];
		uint32_t k = i + 1;

		if (b == ' ' || b == '_')
			continue;
		while (b == ',' && k < s.n && format_is_digit(s.p[k]))
			k++;
		if (b == ',' && (k - i == 2 || k - i == 3))
			b = '.';
		out[n++] = b;
	}
	return n;
}

static bool is_spelling(struct str s, const char *wrong)
{
	for (uint32_t i = 0; i < s.n; i++) {
		char lower = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] | 0x20) : s.p[i];

		if (lower != wrong[i])
			return false;
	}
	return wrong[s.n] == '\0';
}

static bool is_quantity(struct arena *arena, struct str s)
{
	uint32_t at;
	struct check c = {arena, s, "a quantity", &at};

	return !check_quantity(&c);
}

/* The quantity that S was meant to be, NULL if that is not clear. */
static const char *quantity_meant(struct arena *arena, struct str s)
{
	char text[40];
	struct str clean, unit;
	uint32_t end;

	if (s.n >= sizeof text)
		return NULL;
	clean = str_make(text, cleaned(s, text));
	if (is_quantity(arena, clean))
		return arena_strndup(arena, clean.p, clean.n);
	end = number_end(clean);
	unit = str_make(clean.p + end, clean.n - end);
	if (unit.n >= sizeof spellings[0].wrong || !is_quantity(arena, str_make(clean.p, end)))
		return NULL;
	for (size_t i = 0; i < sizeof spellings / sizeof spellings[0]; i++) {
		if (is_spelling(unit, spellings[i].wrong))
			return arena_printf(arena, "%.*s%s", (int)end, clean.p, spellings[i].right);
	}
	return NULL;
}

const char *quantity_check(struct arena *arena, struct str s, const char **hint)
{
	uint32_t at;
	struct check c = {arena, s, "a quantity", &at};
	const char *reason = check_quantity(&c);

	*hint = reason ? quantity_meant(arena, s) : NULL;
	return reason;
}

/* ---- durations ---- */

struct unit {
	char name[4];
	uint8_t n;
	int64_t ns;
};

/* Longer names before those that they begin with. The micro sign has two code points. */
static const struct unit units[] = {
	{"ns", 2, 1},       {"us", 2, 1000},      {"\xc2\xb5s", 3, 1000}, {"\xce\xbcs", 3, 1000},
	{"ms", 2, 1000000}, {"s", 1, 1000000000}, {"m", 1, 60000000000},  {"h", 1, 3600000000000},
};

static const struct unit *unit_at(struct str s, uint32_t at)
{
	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
		if (s.n - at >= units[i].n && memcmp(s.p + at, units[i].name, units[i].n) == 0)
			return &units[i];
	}
	return NULL;
}

/* Adds `1.5h` at *I, before UNIT, to *SUM; false if that does not fit. */
static bool add_part(struct str s, uint32_t beg, uint32_t end, int64_t unit, int64_t *sum)
{
	int64_t whole = 0, part = 0;
	uint32_t i = beg;

	for (; i < end && s.p[i] != '.'; i++) {
		int64_t digit = s.p[i] - '0';

		if (digit > INT64_MAX / unit || whole > (INT64_MAX / unit - digit) / 10)
			return false;
		whole = whole * 10 + digit;
	}
	/* From the last digit to the first: every step rounds down, and so does the whole. */
	for (uint32_t k = end; k > i + 1; k--)
		part = (part + (s.p[k - 1] - '0') * unit) / 10;
	if (*sum > INT64_MAX - part || *sum + part > INT64_MAX - whole * unit)
		return false;
	*sum += whole * unit + part;
	return true;
}

/* Reads numbers with units from FROM to the end. */
static const char *scan_duration(struct check *c, uint32_t from, int64_t *ns)
{
	uint32_t i = from;

	*ns = 0;
	while (i < c->s.n) {
		uint32_t beg = i, digits = 0, dots = 0;
		const struct unit *unit;

		for (; i < c->s.n && (format_is_digit(c->s.p[i]) || c->s.p[i] == '.'); i++) {
			digits += c->s.p[i] != '.';
			if (c->s.p[i] == '.' && ++dots == 2)
				return check_fail(c, i, "has two dots in a number");
		}
		if (digits == 0)
			return check_fail(c, beg, "needs a number before each unit");
		if (i == c->s.n)
			return check_fail(c, i, "needs a unit behind the number: h, m, s, ms, us or ns");
		unit = unit_at(c->s, i);
		if (!unit)
			return check_fail(c, i,
					  arena_printf(c->arena,
						       "%s is not a unit of time: there are h, m, s, ms, us and ns",
						       check_shown(c, i)));
		if (!add_part(c->s, beg, i, unit->ns, ns))
			return check_fail(c, beg, "is too long a time");
		i += unit->n;
	}
	return i == from ? check_fail(c, i, "must not be empty") : NULL;
}

/* As Go reads them: with a sign, and `0` without a unit. */
const char *check_duration(struct check *c)
{
	uint32_t from = c->s.n > 0 && (c->s.p[0] == '-' || c->s.p[0] == '+');
	int64_t ns;

	if (c->s.n - from == 1 && c->s.p[from] == '0')
		return NULL;
	return scan_duration(c, from, &ns);
}

bool duration_parse(struct str s, int64_t *ns)
{
	/* Without an arena: the first byte that cannot be part of a duration is found here. */
	uint32_t i = 0, at;
	struct check c = {NULL, s, "a duration", &at};

	while (i < s.n) {
		const struct unit *unit;

		if (!format_is_digit(s.p[i]) && s.p[i] != '.') {
			unit = unit_at(s, i);
			if (!unit)
				return false;
			i += unit->n;
		} else {
			i++;
		}
	}
	return !scan_duration(&c, 0, ns);
}
