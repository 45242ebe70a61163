/* SPDX-License-Identifier: Apache-2.0 */
/*
 * format: the table of formats, and the checks that are short.
 */

#include "schema/format.h"

#include "schema/format_check.h"

/* ---- the table ---- */

struct format_row {
	const char *name, *title;
	enum diag_code code;
	const char *sample;
};

static const struct format_row rows[FORMAT_COUNT] = {
	[FORMAT_NONE] = {"", "a text", E0213, "text"},
#define FORMAT(id, name, code, title, sample) [FORMAT_##id] = {name, title, code, sample},
#include "schema/format.def"
#undef FORMAT
};

const char *format_name(enum schema_format format)
{
	return rows[format].name;
}

const char *format_title(enum schema_format format)
{
	return rows[format].title;
}

const char *format_sample(enum schema_format format)
{
	return rows[format].sample;
}

enum diag_code format_code(enum schema_format format)
{
	return rows[format].code;
}

enum schema_format format_find(struct str name)
{
	for (int i = FORMAT_NONE + 1; i < FORMAT_COUNT; i++) {
		if (str_is(name, rows[i].name))
			return (enum schema_format)i;
	}
	return FORMAT_NONE;
}

/* ---- complaints ---- */

const char *check_fail(struct check *c, uint32_t at, const char *reason)
{
	*c->at = at;
	return reason;
}

const char *check_shown(struct check *c, uint32_t at)
{
	unsigned char b = (unsigned char)c->s.p[at];
	uint32_t n = 1;

	if (b == ' ')
		return "a blank";
	if (b == '\n' || b == '\r')
		return "a line break";
	if (b < 0x20 || b == 0x7f)
		return "a control character";
	if (b == '`')
		return "a backquote";
	while (at + n < c->s.n && ((unsigned char)c->s.p[at + n] & 0xc0) == 0x80)
		n++;
	return arena_printf(c->arena, "`%.*s`", (int)n, c->s.p + at);
}

const char *check_char(struct check *c, uint32_t at)
{
	return check_fail(c, at, arena_printf(c->arena, "%s is not allowed in %s", check_shown(c, at), c->title));
}

const char *check_length(struct check *c, uint32_t max)
{
	return check_fail(c, max, arena_printf(c->arena, "must be at most %u characters, this has %u", max, c->s.n));
}

/* ---- numbers in strings ---- */

static const char *check_percent(struct check *c)
{
	uint32_t i = 0;

	while (i < c->s.n && format_is_digit(c->s.p[i]))
		i++;
	if (i == 0)
		return check_fail(c, 0, "must begin with a digit");
	if (i == c->s.n)
		return check_fail(c, i, "must end with `%`; a number is written without quotes");
	if (c->s.p[i] != '%')
		return check_char(c, i);
	return i + 1 == c->s.n ? NULL : check_fail(c, i + 1, "nothing may follow `%`");
}

static const char *check_whole_number(struct check *c)
{
	uint32_t beg = c->s.n > 0 && c->s.p[0] == '-', digits = c->s.n - beg;
	const char *limit = beg ? "9223372036854775808" : "9223372036854775807";

	for (uint32_t i = beg; i < c->s.n; i++) {
		if (!format_is_digit(c->s.p[i]))
			return check_char(c, i);
	}
	if (digits == 0)
		return check_fail(c, c->s.n, "needs a digit");
	if (c->s.p[beg] == '0' && c->s.n > 1)
		return check_fail(c, 0, beg && digits == 1 ? "zero has no sign" : "must not begin with a zero");
	if (digits > 19 || (digits == 19 && memcmp(c->s.p + beg, limit, 19) > 0))
		return check_fail(c, 0, "does not fit in 64 bits");
	return NULL;
}

static const char *check_uuid(struct check *c)
{
	for (uint32_t i = 0; i < c->s.n && i < 36; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;
		char b = c->s.p[i];

		if (dash ? b != '-' : !format_is_digit(b) && !(b >= 'a' && b <= 'f'))
			return dash ? check_fail(c, i, "needs `-` here") : check_char(c, i);
	}
	return c->s.n == 36 ? NULL : check_fail(c, c->s.n < 36 ? c->s.n : 36, "must have 36 characters");
}

/* ---- paths and other texts ---- */

static const char *check_absolute_path(struct check *c)
{
	if (c->s.n == 0)
		return check_fail(c, 0, "must not be empty");
	return c->s.p[0] == '/' ? NULL : check_fail(c, 0, "must begin with `/`");
}

static const char *check_relative_path(struct check *c)
{
	uint32_t start = 0;

	if (c->s.n == 0)
		return check_fail(c, 0, "must not be empty");
	if (c->s.p[0] == '/')
		return check_fail(c, 0, "must not begin with `/`");
	if (c->s.n >= 2 && memcmp(c->s.p, "..", 2) == 0)
		return check_fail(c, 0, "must not begin with `..`");
	for (uint32_t i = 0; i <= c->s.n; i++) {
		if (i < c->s.n && c->s.p[i] != '/')
			continue;
		if (i - start == 2 && memcmp(c->s.p + start, "..", 2) == 0)
			return check_fail(c, start, "must not contain `..`");
		start = i + 1;
	}
	return NULL;
}

static bool is_base64(char c)
{
	return format_is_alnum(c) || c == '+' || c == '/';
}

/* Standard base64 with padding; line breaks do not count. */
static const char *check_base64(struct check *c)
{
	uint32_t count = 0, pad = 0;

	for (uint32_t i = 0; i < c->s.n; i++) {
		char b = c->s.p[i];

		if (b == '\n' || b == '\r')
			continue;
		if (b == '=' && count % 4 >= 2 && pad < 2)
			pad++;
		else if (pad || !is_base64(b))
			return pad ? check_fail(c, i, "nothing may follow the padding `=`") : check_char(c, i);
		count++;
	}
	if (count % 4)
		return check_fail(c, c->s.n, "its length must be a multiple of four: the padding `=` is missing");
	return NULL;
}

/* N letters or digits from FROM to the end. */
static const char *check_identifier(struct check *c, uint32_t from, uint32_t n)
{
	for (uint32_t i = from; i < c->s.n; i++) {
		if (!format_is_alnum(c->s.p[i]))
			return check_char(c, i);
	}
	if (c->s.n - from == n)
		return NULL;
	return check_fail(c, c->s.n, arena_printf(c->arena, "needs %u characters behind `%.4s`", n, c->s.p));
}

static const char *check_iscsi(struct check *c)
{
	static const char form[] = "iqn.0000-00.";
	uint32_t i = 0;

	if (c->s.n >= 4 && memcmp(c->s.p, "eui.", 4) == 0)
		return check_identifier(c, 4, 16);
	if (c->s.n >= 4 && memcmp(c->s.p, "naa.", 4) == 0)
		return check_identifier(c, 4, 32);
	for (; form[i]; i++) {
		if (i == c->s.n || (form[i] == '0' ? !format_is_digit(c->s.p[i]) : c->s.p[i] != form[i]))
			return check_fail(c, i, "must begin like `iqn.2026-11.`, `eui.` or `naa.`");
	}
	for (; i < c->s.n && c->s.p[i] != ':'; i++) {
		if (!format_is_alnum(c->s.p[i]) && c->s.p[i] != '-' && c->s.p[i] != '.')
			return check_char(c, i);
	}
	if (i == sizeof form - 1)
		return check_fail(c, i, "needs a name behind the date");
	if (i + 1 >= c->s.n)
		return check_fail(c, c->s.n, "needs `:` and a name at the end");
	for (i++; i < c->s.n; i++) {
		if ((unsigned char)c->s.p[i] <= ' ' || strchr(",;*&$|", c->s.p[i]))
			return check_char(c, i);
	}
	return NULL;
}

/* ---- dispatch ---- */

static const char *check_any(struct check *c, enum schema_format format)
{
	switch (format) {
	case FORMAT_PERCENT:
		return check_percent(c);
	case FORMAT_WHOLE_NUMBER:
		return check_whole_number(c);
	case FORMAT_UUID:
		return check_uuid(c);
	case FORMAT_IP:
		return check_ip(c, 0);
	case FORMAT_IP_CANONICAL:
		return check_ip(c, NET_CANONICAL);
	case FORMAT_ENDPOINT_IP:
		return check_ip(c, NET_ENDPOINT);
	case FORMAT_CIDR:
		return check_cidr(c, 0);
	case FORMAT_CIDR_CANONICAL:
		return check_cidr(c, NET_CANONICAL);
	case FORMAT_CRON:
		return check_cron(c);
	case FORMAT_TIME_ZONE:
		return check_time_zone(c);
	case FORMAT_TIME:
		return check_time(c);
	case FORMAT_GO_DURATION:
		return check_duration(c);
	case FORMAT_ABSOLUTE_PATH:
		return check_absolute_path(c);
	case FORMAT_RELATIVE_PATH:
		return check_relative_path(c);
	case FORMAT_ISCSI_NAME:
		return check_iscsi(c);
	case FORMAT_NOT_EMPTY:
		return c->s.n ? NULL : check_fail(c, 0, "must not be empty");
	case FORMAT_BASE64:
		return check_base64(c);
	case FORMAT_QUANTITY:
		return check_quantity(c);
	case FORMAT_NONE:
		return NULL;
	default:
		return check_names(c, format);
	}
}

const char *format_check(struct arena *arena, enum schema_format format, struct str s, uint32_t *at)
{
	struct check c = {arena, s, rows[format].title, at};
	uint32_t nowhere;

	if (!at)
		c.at = &nowhere;
	*c.at = s.n;
	return check_any(&c, format);
}
