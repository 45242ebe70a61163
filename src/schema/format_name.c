/* SPDX-License-Identifier: Apache-2.0 */
/*
 * format_name: names, of objects, labels, keys, ports and domains.
 */

#include "schema/format_check.h"

/* ---- runs of allowed bytes, perhaps in segments ---- */

#define LOWER 0x01
#define UPPER 0x02
#define DIGIT 0x04
#define DASH 0x08
#define DOT 0x10
#define LINE 0x20 /* _ */
#define SLASH 0x40
#define ALNUM (LOWER | UPPER | DIGIT)

struct name_rule {
	uint8_t inside;     /* bytes of a segment */
	uint8_t first;      /* of its beginning */
	uint8_t last;       /* and of its end */
	uint8_t separators; /* between segments; 0: there is one segment */
	uint16_t max;       /* bytes in all, 0 for no limit */
};

static const struct name_rule dns_label = {LOWER | DIGIT | DASH, LOWER | DIGIT, LOWER | DIGIT, 0, 63};
static const struct name_rule dns_1035 = {LOWER | DIGIT | DASH, LOWER, LOWER | DIGIT, 0, 63};
static const struct name_rule dns_subdomain = {LOWER | DIGIT | DASH, LOWER | DIGIT, LOWER | DIGIT, DOT, 253};
static const struct name_rule dns_line = {LOWER | DIGIT | DASH | LINE, LOWER | DIGIT | LINE, LOWER | DIGIT, DOT, 253};
static const struct name_rule dns_caseless = {ALNUM | DASH, ALNUM, ALNUM, DOT, 253};
static const struct name_rule csi_driver = {ALNUM | DASH, ALNUM, ALNUM, DOT, 63};
static const struct name_rule cronjob_name = {LOWER | DIGIT | DASH, LOWER | DIGIT, LOWER | DIGIT, DOT, 52};
static const struct name_rule job_name = {LOWER | DIGIT | DASH, LOWER | DIGIT, LOWER | DIGIT, DOT, 63};
static const struct name_rule pool_name = {LOWER | DIGIT | DASH, LOWER | DIGIT, LOWER | DIGIT, DOT | SLASH, 253};
static const struct name_rule signer_path = {LOWER | DIGIT | DASH, LOWER | DIGIT, LOWER | DIGIT, DOT, 0};
static const struct name_rule label_value = {ALNUM | DASH | LINE | DOT, ALNUM, ALNUM, 0, 63};
static const struct name_rule c_identifier = {ALNUM | LINE, LOWER | UPPER | LINE, ALNUM | LINE, 0, 0};
static const struct name_rule config_key = {ALNUM | DASH | LINE | DOT, ALNUM | DASH | LINE | DOT,
					    ALNUM | DASH | LINE | DOT, 0, 253};
static const struct name_rule http_header = {ALNUM | DASH, ALNUM | DASH, ALNUM | DASH, 0, 0};
static const struct name_rule sysctl = {LOWER | DIGIT | DASH | LINE, LOWER | DIGIT, LOWER | DIGIT, DOT | SLASH, 253};
static const struct name_rule port_name = {LOWER | DIGIT | DASH, LOWER | DIGIT, LOWER | DIGIT, 0, 15};

static unsigned class_of(char c)
{
	if (c >= 'a' && c <= 'z')
		return LOWER;
	if (c >= '0' && c <= '9')
		return DIGIT;
	if (c >= 'A' && c <= 'Z')
		return UPPER;
	switch (c) {
	case '-':
		return DASH;
	case '.':
		return DOT;
	case '_':
		return LINE;
	case '/':
		return SLASH;
	default:
		return 0;
	}
}

static const char *bad_byte(struct check *c, uint32_t at, const struct name_rule *rule)
{
	if (class_of(c->s.p[at]) == UPPER && (rule->inside & LOWER))
		return check_fail(
			c, at,
			arena_printf(c->arena, "upper case, %s, is not allowed in %s", check_shown(c, at), c->title));
	return check_char(c, at);
}

/* What the edges of a segment may be. */
static const char *edge_text(unsigned classes)
{
	if ((classes & (LOWER | DIGIT)) == LOWER)
		return classes & LINE ? "a letter or `_`" : "a letter";
	return classes & LINE ? "a letter, a digit or `_`" : "a letter or a digit";
}

static const char *bad_first(struct check *c, uint32_t at, const struct name_rule *rule)
{
	if (at > 0 && rule->separators)
		return check_fail(
			c, at,
			arena_printf(c->arena, "%s is not allowed behind `%c`", check_shown(c, at), c->s.p[at - 1]));
	return check_fail(
		c, at,
		arena_printf(c->arena, "must begin with %s, not with %s", edge_text(rule->first), check_shown(c, at)));
}

/* The segment that ends before END is empty or ends badly. */
static const char *bad_last(struct check *c, uint32_t beg, uint32_t end, const struct name_rule *rule)
{
	if (end == beg && end == c->s.n)
		return check_fail(c, end, "must not be empty");
	if (end == beg || (end < c->s.n && (class_of(c->s.p[end - 1]) & rule->separators)))
		return check_fail(c, end,
				  arena_printf(c->arena, "%s stands where %s is needed", check_shown(c, end),
					       edge_text(rule->first)));
	if (end < c->s.n)
		return check_fail(
			c, end - 1,
			arena_printf(c->arena, "%s is not allowed before `%c`", check_shown(c, end - 1), c->s.p[end]));
	return check_fail(c, end - 1,
			  arena_printf(c->arena, "must end with %s, not with %s", edge_text(rule->last),
				       check_shown(c, end - 1)));
}

/* The bytes from BEG to END of S against RULE. */
static const char *check_part(struct check *c, uint32_t beg, uint32_t end, const struct name_rule *rule)
{
	unsigned before = 0; /* class of the byte before in this segment */
	uint32_t start = beg;

	for (uint32_t i = beg; i < end; i++) {
		unsigned class = class_of(c->s.p[i]);

		if (class & rule->separators) {
			if (!(before & rule->last))
				return bad_last(c, beg, i, rule);
			before = 0;
			start = i + 1;
			continue;
		}
		if (!(class & rule->inside))
			return bad_byte(c, i, rule);
		if (!before && !(class & rule->first))
			return bad_first(c, i, rule);
		/* A leading `_` in DNS names is an addition to an ordinary label. */
		if (rule->separators && before == LINE && i == start + 1 && !(class & (LOWER | DIGIT)))
			return bad_first(c, i, rule);
		before = class;
	}
	if (!(before & rule->last))
		return bad_last(c, beg, end, rule);
	if (rule->max && end - beg > rule->max)
		return check_fail(
			c, beg + rule->max,
			arena_printf(c->arena, "must be at most %u characters, this has %u", rule->max, end - beg));
	return NULL;
}

static const char *check_name(struct check *c, const struct name_rule *rule)
{
	return check_part(c, 0, c->s.n, rule);
}

/* ---- names with a rule of their own ---- */

static const char *check_wildcard(struct check *c)
{
	uint32_t beg = c->s.n >= 2 && memcmp(c->s.p, "*.", 2) == 0 ? 2 : 0;

	if (beg == 0 && c->s.n > 0 && c->s.p[0] == '*')
		return check_fail(c, 0, "`*` must be followed by `.` and a name");
	if (c->s.n > 253)
		return check_length(c, 253);
	c->title = "a DNS name";
	return check_part(c, beg, c->s.n, &dns_subdomain);
}

/* At least two labels. */
static const char *check_labels(struct check *c, uint32_t end)
{
	const char *reason = check_part(c, 0, end, &dns_subdomain);
	uint32_t start = 0, count = 1;

	for (uint32_t i = 0; !reason && i <= end; i++) {
		if (i < end && c->s.p[i] != '.')
			continue;
		if (i - start > 63)
			return check_fail(c, start + 63, "each part between dots must be at most 63 characters");
		count += i < end;
		start = i + 1;
	}
	if (!reason && count < 2)
		return check_fail(c, end, "must have at least two parts with a dot between");
	return reason;
}

static const char *check_fqdn(struct check *c)
{
	uint32_t end = c->s.n;

	if (end > 1 && c->s.p[end - 1] == '.')
		end--;
	return check_labels(c, end);
}

/* Offset of the first C, or S.n. */
static uint32_t find(struct str s, char c)
{
	const char *p = s.n ? memchr(s.p, c, s.n) : NULL;

	return p ? (uint32_t)(p - s.p) : s.n;
}

/* `name` or `prefix/name`. */
static const char *check_qualified(struct check *c, const struct name_rule *prefix, bool wants_prefix)
{
	uint32_t slash = find(c->s, '/'), beg = slash < c->s.n ? slash + 1 : 0;
	const char *title = c->title, *reason;

	if (c->s.n == 0)
		return check_fail(c, 0, "must not be empty");
	if (slash < c->s.n) {
		if (slash == 0)
			return check_fail(c, 0, "the part before `/` must not be empty");
		if (slash + 1 == c->s.n)
			return check_fail(c, c->s.n, "the part behind `/` must not be empty");
		c->title = "the part before `/`";
		reason = check_part(c, 0, slash, prefix);
		c->title = title;
		if (reason)
			return reason;
		if (memchr(c->s.p + beg, '/', c->s.n - beg))
			return check_fail(c, beg + find(str_make(c->s.p + beg, c->s.n - beg), '/'),
					  "only one `/` is allowed");
	} else if (wants_prefix) {
		return check_fail(c, c->s.n, "needs a domain and `/` before the name");
	}
	return check_part(c, beg, c->s.n, &label_value);
}

static const char *check_finalizer(struct check *c)
{
	static const char *const known[] = {"kubernetes", "orphan", "foregroundDeletion"};

	if (find(c->s, '/') < c->s.n)
		return check_qualified(c, &dns_subdomain, true);
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		if (str_is(c->s, known[i]))
			return NULL;
	}
	return check_fail(c, c->s.n, "needs a domain and `/` before the name");
}

static const char *check_domain_path(struct check *c)
{
	uint32_t slash = find(c->s, '/');
	const char *title = c->title, *reason;

	if (slash == c->s.n)
		return check_fail(c, slash, "needs a domain, `/` and a path");
	c->title = "the part before `/`";
	reason = check_part(c, 0, slash, &dns_subdomain);
	c->title = title;
	if (reason)
		return reason;
	if (slash + 1 == c->s.n)
		return check_fail(c, c->s.n, "the part behind `/` must not be empty");
	for (uint32_t i = slash + 1; i < c->s.n; i++) {
		if (!format_is_alnum(c->s.p[i]) && (c->s.p[i] == '\0' || !strchr("/-._~%!$&'()*+,;=:", c->s.p[i])))
			return check_char(c, i);
	}
	return NULL;
}

static const char *check_signer(struct check *c)
{
	uint32_t slash = find(c->s, '/');
	const char *reason;

	if (slash == c->s.n)
		return check_fail(c, slash, "needs a domain, `/` and a path");
	if (c->s.n > 571)
		return check_length(c, 571);
	reason = check_labels(c, slash);
	return reason ? reason : check_part(c, slash + 1, c->s.n, &signer_path);
}

static const char *check_path_segment(struct check *c)
{
	c->title = "a name";
	if (c->s.n == 0)
		return check_fail(c, 0, "must not be empty");
	if (str_is(c->s, ".") || str_is(c->s, ".."))
		return check_fail(c, 0, "must not be `.` or `..`");
	for (uint32_t i = 0; i < c->s.n; i++) {
		if (c->s.p[i] == '/' || c->s.p[i] == '%')
			return check_char(c, i);
	}
	return NULL;
}

static const char *check_env_name(struct check *c)
{
	if (c->s.n == 0)
		return check_fail(c, 0, "must not be empty");
	for (uint32_t i = 0; i < c->s.n; i++) {
		if (c->s.p[i] < 0x20 || c->s.p[i] > 0x7e || c->s.p[i] == '=')
			return check_char(c, i);
	}
	return NULL;
}

static const char *check_config_key(struct check *c)
{
	const char *reason = check_name(c, &config_key);

	if (reason)
		return reason;
	if (str_is(c->s, "."))
		return check_fail(c, 0, "must not be `.`");
	if (c->s.n >= 2 && memcmp(c->s.p, "..", 2) == 0)
		return check_fail(c, 0, "must not begin with `..`");
	return NULL;
}

static bool all_digits(struct str s)
{
	for (uint32_t i = 0; i < s.n; i++) {
		if (!format_is_digit(s.p[i]))
			return false;
	}
	return s.n > 0;
}

static const char *check_port_name(struct check *c)
{
	const char *reason = check_name(c, &port_name);
	bool letter = false;

	for (uint32_t i = 0; !reason && i < c->s.n; i++) {
		letter |= class_of(c->s.p[i]) == LOWER;
		if (i > 0 && c->s.p[i] == '-' && c->s.p[i - 1] == '-')
			return check_fail(c, i, "`--` is not allowed in a port name");
	}
	if (!reason && !letter)
		return check_fail(c, c->s.n, "must have a letter");
	return reason;
}

static const char *check_port(struct check *c)
{
	c->title = "a port name";
	if (all_digits(c->s))
		return check_fail(c, 0, "a port number is written without quotes");
	return check_port_name(c);
}

/* ---- dispatch ---- */

const char *check_names(struct check *c, enum schema_format format)
{
	switch (format) {
	case FORMAT_DNS_LABEL:
		return check_name(c, &dns_label);
	case FORMAT_DNS_SUBDOMAIN:
		return check_name(c, &dns_subdomain);
	case FORMAT_DNS_SUBDOMAIN_UNDERSCORE:
		return check_name(c, &dns_line);
	case FORMAT_DNS_CASELESS:
		return check_name(c, &dns_caseless);
	case FORMAT_DNS_1035:
		return check_name(c, &dns_1035);
	case FORMAT_CRONJOB_NAME:
		c->title = "a DNS subdomain";
		return check_name(c, &cronjob_name);
	case FORMAT_JOB_NAME:
		c->title = "a DNS subdomain";
		return check_name(c, &job_name);
	case FORMAT_CSI_DRIVER:
		return check_name(c, &csi_driver);
	case FORMAT_RESOURCE_POOL:
		return check_name(c, &pool_name);
	case FORMAT_C_IDENTIFIER:
		return check_name(c, &c_identifier);
	case FORMAT_HTTP_HEADER:
		return check_name(c, &http_header);
	case FORMAT_SYSCTL:
		return check_name(c, &sysctl);
	case FORMAT_LABEL_VALUE:
		return c->s.n == 0 ? NULL : check_name(c, &label_value);
	case FORMAT_LABEL_KEY:
	case FORMAT_QUALIFIED_NAME:
		return check_qualified(c, &dns_subdomain, false);
	case FORMAT_ANNOTATION_KEY:
		return check_qualified(c, &dns_caseless, false);
	case FORMAT_DOMAIN_KEY:
		return check_qualified(c, &dns_subdomain, true);
	case FORMAT_DNS_WILDCARD:
		return check_wildcard(c);
	case FORMAT_FQDN:
		return check_fqdn(c);
	case FORMAT_PATH_SEGMENT:
		return check_path_segment(c);
	case FORMAT_ENV_NAME:
		return check_env_name(c);
	case FORMAT_CONFIG_KEY:
		return check_config_key(c);
	case FORMAT_FINALIZER:
		return check_finalizer(c);
	case FORMAT_DOMAIN_PATH:
		return check_domain_path(c);
	case FORMAT_SIGNER:
		return check_signer(c);
	case FORMAT_PORT_NAME:
		return check_port_name(c);
	case FORMAT_PORT:
		return check_port(c);
	default:
		return NULL;
	}
}
