/* SPDX-License-Identifier: Apache-2.0 */
/*
 * format_time: cron schedules, time zones (their form only: which ones there
 * are is the cluster's knowledge) and points in time (RFC 3339).
 */

#include "schema/format_check.h"

/* ---- cron ---- */

struct cron_field {
	const char *what;
	uint8_t lo, hi;
	const char *names; /* three letters each, from lo on; or NULL */
};

static const struct cron_field cron_fields[5] = {
	{"minute", 0, 59, NULL},
	{"hour", 0, 23, NULL},
	{"day of the month", 1, 31, NULL},
	{"month", 1, 12, "janfebmaraprmayjunjulaugsepoctnovdec"},
	{"day of the week", 0, 6, "sunmontuewedthufrisat"},
};

static const char *cron_range(struct check *c, uint32_t at, const struct cron_field *f)
{
	return check_fail(c, at, arena_printf(c->arena, "the %s is %u to %u", f->what, f->lo, f->hi));
}

/* The number of a name at AT, or -1. */
static int cron_name(const struct check *c, uint32_t at, uint32_t end, const struct cron_field *f)
{
	if (!f->names || end - at != 3)
		return -1;
	for (int i = 0; f->names[3 * i]; i++) {
		bool same = true;

		for (int k = 0; k < 3; k++)
			same &= (c->s.p[at + (uint32_t)k] | 0x20) == f->names[3 * i + k];
		if (same)
			return f->lo + i;
	}
	return -1;
}

/* A number or name at *I. */
static const char *cron_value(struct check *c, uint32_t *i, uint32_t end, const struct cron_field *f, unsigned *value)
{
	uint32_t beg = *i;
	int named;

	while (*i < end && format_is_alnum(c->s.p[*i]))
		++*i;
	if (*i == beg) {
		if (beg < end)
			return check_char(c, beg);
		return check_fail(c, beg, arena_printf(c->arena, "the %s lacks a number", f->what));
	}
	named = cron_name(c, beg, *i, f);
	*value = 0;
	for (uint32_t k = beg; named < 0 && k < *i; k++) {
		if (!format_is_digit(c->s.p[k]))
			return check_fail(
				c, beg,
				arena_printf(c->arena, "`%.*s` is not a %s", (int)(*i - beg), c->s.p + beg, f->what));
		*value = *value * 10 + (unsigned)(c->s.p[k] - '0');
		if (*value > f->hi)
			return cron_range(c, beg, f);
	}
	if (named >= 0)
		*value = (unsigned)named;
	return *value < f->lo ? cron_range(c, beg, f) : NULL;
}

/* A step: any number but 0 at *I. */
static const char *cron_step(struct check *c, uint32_t *i, uint32_t end)
{
	uint32_t beg = *i;
	bool zero = true;

	for (; *i < end && format_is_digit(c->s.p[*i]); ++*i)
		zero &= c->s.p[*i] == '0';
	if (*i == beg)
		return check_fail(c, beg, "needs a number behind `/`");
	if (zero)
		return check_fail(c, beg, "a step of 0 never comes");
	return *i - beg > 9 ? check_fail(c, beg, "the step is too large") : NULL;
}

/* One item of a list: `*`, `5`, `1-5`, any of them with `/step`. */
static const char *cron_item(struct check *c, uint32_t beg, uint32_t end, const struct cron_field *f)
{
	uint32_t i = beg;
	unsigned lo, hi;
	const char *reason = NULL;

	if (i < end && (c->s.p[i] == '*' || c->s.p[i] == '?')) {
		i++;
	} else {
		reason = cron_value(c, &i, end, f, &lo);
		if (!reason && i < end && c->s.p[i] == '-') {
			i++;
			reason = cron_value(c, &i, end, f, &hi);
			if (!reason && hi < lo)
				return check_fail(c, beg, "the range ends before it begins");
		}
	}
	if (!reason && i < end && c->s.p[i] == '/') {
		i++;
		reason = cron_step(c, &i, end);
	}
	if (reason)
		return reason;
	return i == end ? NULL : check_char(c, i);
}

static const char *cron_list(struct check *c, uint32_t beg, uint32_t end, const struct cron_field *f)
{
	for (uint32_t i = beg; i <= end; i++) {
		if (i == end || c->s.p[i] == ',') {
			const char *reason = cron_item(c, beg, i, f);

			if (reason)
				return reason;
			beg = i + 1;
		}
	}
	return NULL;
}

static const char *cron_descriptor(struct check *c)
{
	static const char *const known[] = {"@yearly", "@annually", "@monthly", "@weekly",
					    "@daily",  "@midnight", "@hourly"};
	static const char every[] = "@every ";
	uint32_t n = sizeof every - 1;

	if (c->s.n >= n && memcmp(c->s.p, every, n) == 0) {
		struct check inner = {c->arena, str_make(c->s.p + n, c->s.n - n), "a duration", c->at};
		const char *reason = check_duration(&inner);

		if (reason)
			*c->at += n;
		return reason;
	}
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		if (str_is(c->s, known[i]))
			return NULL;
	}
	return check_fail(c, 0, "`@` is followed by yearly, monthly, weekly, daily, hourly or every and a duration");
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

const char *check_cron(struct check *c)
{
	uint32_t i = 0, count = 0;

	if (c->s.n == 0)
		return check_fail(c, 0, "must not be empty");
	for (uint32_t k = 0; k + 1 < c->s.n; k++) {
		if (c->s.p[k] == 'T' && c->s.p[k + 1] == 'Z')
			return check_fail(c, k,
					  "a time zone is not allowed in the schedule, it has a field of its own");
	}
	if (c->s.p[0] == '@')
		return cron_descriptor(c);
	for (;; count++) {
		uint32_t beg;
		const char *reason;

		while (i < c->s.n && is_blank(c->s.p[i]))
			i++;
		if (i == c->s.n)
			break;
		if (count == 5)
			return check_fail(c, i, "has more than five fields");
		beg = i;
		while (i < c->s.n && !is_blank(c->s.p[i]))
			i++;
		reason = cron_list(c, beg, i, &cron_fields[count]);
		if (reason)
			return reason;
	}
	if (count == 5)
		return NULL;
	return check_fail(
		c, c->s.n,
		arena_printf(c->arena,
			     "needs five fields (minute, hour, day of the month, month, day of the week), this has %u",
			     count));
}

/* ---- time zones ---- */

static bool is_zone_byte(char c)
{
	return format_is_alnum(c) || c == '.' || c == '-' || c == '_' || c == '+';
}

static const char *zone_part(struct check *c, uint32_t beg, uint32_t end)
{
	struct str part = str_make(c->s.p + beg, end - beg);

	if (part.n == 0)
		return check_fail(c, beg, "has nothing beside a `/`");
	if (str_is(part, ".") || str_is(part, "..") || part.p[0] == '-')
		return check_fail(c, beg, "a part of a time zone must not be `.` or `..` nor begin with `-`");
	for (uint32_t i = beg; i < end; i++) {
		if (!is_zone_byte(c->s.p[i]))
			return check_char(c, i);
	}
	return part.n > 14 ? check_fail(c, beg + 14, "a part of a time zone has at most 14 characters") : NULL;
}

const char *check_time_zone(struct check *c)
{
	static const char local[] = "local";
	uint32_t beg = 0, same = 0;

	if (c->s.n == 0)
		return check_fail(c, 0, "must not be empty");
	while (c->s.n == 5 && same < 5 && (c->s.p[same] | 0x20) == local[same])
		same++;
	if (same == 5)
		return check_fail(c, 0, "must name a place or UTC, not the local zone");
	for (uint32_t i = 0; i <= c->s.n; i++) {
		const char *reason;

		if (i < c->s.n && c->s.p[i] != '/')
			continue;
		reason = zone_part(c, beg, i);
		if (reason)
			return reason;
		beg = i + 1;
	}
	return NULL;
}

/* ---- points in time ---- */

/* Two digits at AT; 100 if they are none. */
static unsigned two(const struct check *c, uint32_t at)
{
	if (at + 2 > c->s.n || !format_is_digit(c->s.p[at]) || !format_is_digit(c->s.p[at + 1]))
		return 100;
	return (unsigned)(c->s.p[at] - '0') * 10 + (unsigned)(c->s.p[at + 1] - '0');
}

static unsigned days_in(unsigned year, unsigned month)
{
	static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
		return 29;
	return days[month - 1];
}

/* Is there FORM at AT, where 0 stands for a digit? Else the place of the first difference goes to *BAD. */
static bool has_form(const struct check *c, uint32_t at, const char *form, uint32_t *bad)
{
	for (uint32_t i = 0; form[i]; i++) {
		*bad = at + i;
		if (at + i >= c->s.n)
			return false;
		if (form[i] == '0' ? !format_is_digit(c->s.p[at + i]) : c->s.p[at + i] != form[i])
			return false;
	}
	return true;
}

/* `Z` or `+01:00` at AT, and nothing behind. */
static const char *check_offset(struct check *c, uint32_t at)
{
	uint32_t bad;

	if (at == c->s.n)
		return check_fail(c, at, "needs a zone at the end: `Z` or `+01:00`");
	if (c->s.p[at] == 'Z')
		return at + 1 == c->s.n ? NULL : check_fail(c, at + 1, "nothing may follow `Z`");
	if (c->s.p[at] != '+' && c->s.p[at] != '-')
		return check_char(c, at);
	if (!has_form(c, at + 1, "00:00", &bad))
		return check_fail(c, bad, "a zone is written `Z` or `+01:00`");
	if (two(c, at + 1) > 23 || two(c, at + 4) > 59)
		return check_fail(c, at + 1, "there is no such zone");
	return at + 6 == c->s.n ? NULL : check_fail(c, at + 6, "nothing may follow the zone");
}

const char *check_time(struct check *c)
{
	uint32_t at = 19, bad;
	unsigned month, day;

	if (!has_form(c, 0, "0000-00-00T00:00:00", &bad))
		return check_fail(c, bad, "must be written like 2026-11-22T10:00:00Z");
	month = two(c, 5);
	day = two(c, 8);
	if (month < 1 || month > 12)
		return check_fail(c, 5, "the month is 01 to 12");
	if (day < 1 || day > days_in(two(c, 0) * 100 + two(c, 2), month))
		return check_fail(c, 8, "the month has no such day");
	if (two(c, 11) > 23)
		return check_fail(c, 11, "the hour is 00 to 23");
	if (two(c, 14) > 59)
		return check_fail(c, 14, "the minute is 00 to 59");
	if (two(c, 17) > 59)
		return check_fail(c, 17, "the second is 00 to 59");
	if (at < c->s.n && c->s.p[at] == '.') {
		for (at++; at < c->s.n && format_is_digit(c->s.p[at]); at++)
			;
		if (at == 20)
			return check_fail(c, at, "needs digits behind the dot");
	}
	return check_offset(c, at);
}
