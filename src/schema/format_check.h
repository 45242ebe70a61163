/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_SCHEMA_FORMAT_CHECK_H
#define WK8S_SCHEMA_FORMAT_CHECK_H

/*
 * format_check: what the files behind format.h share.
 *
 * A checker returns NULL or the reason; the good way through it neither
 * allocates nor formats. Reasons are made by the complaints below, which note
 * the place of the first bad byte.
 */

#include "schema/format.h"

struct check {
	struct arena *arena;
	struct str s;
	const char *title; /* what S is to be, "a DNS label" */
	uint32_t *at;      /* the first bad byte */
};

/* Complaints (format.c): each sets *c->at to AT. */
const char *check_fail(struct check *c, uint32_t at, const char *reason);
/* "`_` is not allowed in a DNS label", about the character at AT. */
const char *check_char(struct check *c, uint32_t at);
/* "must be at most MAX characters, this has N", where S.n > MAX. */
const char *check_length(struct check *c, uint32_t max);
/* The character at AT with backquotes, or what it is called. */
const char *check_shown(struct check *c, uint32_t at);

/* Names of all sorts (format_name.c); NULL for formats that are none. */
const char *check_names(struct check *c, enum schema_format format);

/* Addresses (format_net.c). */
#define NET_CANONICAL 1 /* in the one spelling of RFC 5952 */
#define NET_ENDPOINT 2  /* not loopback, link-local or unspecified */
const char *check_ip(struct check *c, unsigned flags);
const char *check_cidr(struct check *c, unsigned flags);

/* Times (format_time.c). */
const char *check_cron(struct check *c);
const char *check_time_zone(struct check *c);
const char *check_time(struct check *c);

/* Numbers with units (quantity.c). */
const char *check_duration(struct check *c);
const char *check_quantity(struct check *c);

static inline bool format_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool format_is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool format_is_alnum(char c)
{
	return format_is_digit(c) || format_is_letter(c);
}

#endif
