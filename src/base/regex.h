/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_BASE_REGEX_H
#define WK8S_BASE_REGEX_H

/*
 * regex: regular expressions, by the library PCRE2, within a budget.
 *
 * A pattern can make a matcher try for ages. So all matching of a compilation
 * together may take `left` steps: a step is a part of a pattern that is tried
 * or a byte that it goes over. They are counted, not timed, so that the same
 * sources give the same answer everywhere. PCRE2's own limits are set as well.
 *
 * Texts are UTF-8; `.` is a character other than a newline, `$` the very end.
 */

#include "base/arena.h"
#include "base/str.h"

struct regex;

struct regexes {
	struct arena *arena;
	uint64_t left; /* steps */
	void *context; /* of PCRE2, made on first use */
	void *kept;    /* a block that PCRE2 has given back */
	size_t kept_size;
};

#define REGEX_STEPS UINT64_C(100000000)
#define REGEX_MAX_PATTERN 4096 /* bytes */
#define REGEX_GROUPS 10        /* $0 to $9 */

enum regex_status {
	REGEX_OK,
	REGEX_NO,      /* it does not match */
	REGEX_MISSING, /* wk8sc was built without PCRE2 */
	REGEX_BAD,     /* the pattern is none */
	REGEX_LIMIT    /* the budget is used up, or one of PCRE2's limits */
};

/* No memory is taken before the first pattern. */
void regexes_init(struct regexes *all, struct arena *arena);

/* Makes *OUT of PATTERN. REGEX_BAD: *WHY says why and *AT at which byte. */
enum regex_status regex_compile(struct regexes *all, struct str pattern, struct regex **out, const char **why,
				uint32_t *at);

/* Where RE matches S from byte FROM on: beginnings and ends of the groups, UINT32_MAX for one that has no part. */
enum regex_status regex_match(struct regexes *all, struct regex *re, struct str s, uint32_t from,
			      uint32_t groups[2 * REGEX_GROUPS]);

/* How many groups RE has, the whole included. */
uint32_t regex_groups(const struct regex *re);

#endif
