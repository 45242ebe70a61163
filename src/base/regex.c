/* SPDX-License-Identifier: Apache-2.0 */
/*
 * regex: PCRE2's interpreter (not its JIT: patterns here are short and texts
 * too), with memory from an arena.
 *
 * Note [counting]: a callout before every part of the pattern adds the way
 * from the place of the one before to the steps, and one. What happens
 * between two callouts is one scan over the text at most, which that way
 * counts; and starting at the next byte is a callout again.
 */
#include "base/regex.h"

void regexes_init(struct regexes *all, struct arena *arena)
{
	*all = (struct regexes){.arena = arena, .left = REGEX_STEPS};
}

#ifdef HAVE_PCRE2

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#define MATCH_LIMIT 10000000u /* callouts stop it long before */
#define DEPTH_LIMIT 100000u
#define HEAP_LIMIT 32768u /* KiB */

struct regex {
	pcre2_code *code;
	uint32_t groups;
};

/* What PCRE2 does once and keeps. */
struct context {
	pcre2_general_context *general;
	pcre2_compile_context *compile;
	pcre2_match_context *match;
	pcre2_match_data *data;
	uint64_t left; /* steps of this match */
	size_t place;  /* of the callout before */
};

/* ---- memory: a block that is given back is kept for the next request that it fits ---- */

struct block {
	uint64_t size;
};

static void *give(size_t size, void *ctx)
{
	struct regexes *all = ctx;
	struct block *block = all->kept;

	if (block && all->kept_size >= size) {
		all->kept = NULL;
		all->kept_size = 0;
	} else {
		block = arena_alloc(all->arena, sizeof *block + size);
		block->size = size;
	}
	return block + 1;
}

static void take(void *p, void *ctx)
{
	struct regexes *all = ctx;
	struct block *block = p;

	if (!p || (--block)->size <= all->kept_size)
		return;
	all->kept = block;
	all->kept_size = (size_t)block->size;
}

/* ---- counting ---- */

/* See note [counting]. */
static int count(pcre2_callout_block *at, void *ctx)
{
	struct context *c = ctx;
	size_t way =
		at->current_position > c->place ? at->current_position - c->place : c->place - at->current_position;

	c->place = at->current_position;
	if (way + 1 > c->left) {
		c->left = 0;
		return PCRE2_ERROR_CALLOUT;
	}
	c->left -= way + 1;
	return 0;
}

static struct context *context_of(struct regexes *all)
{
	struct context *c = all->context;

	if (c)
		return c;
	c = arena_zalloc(all->arena, sizeof *c);
	c->general = pcre2_general_context_create(give, take, all);
	c->compile = pcre2_compile_context_create(c->general);
	c->match = pcre2_match_context_create(c->general);
	c->data = pcre2_match_data_create(REGEX_GROUPS, c->general);
	pcre2_set_max_pattern_length(c->compile, REGEX_MAX_PATTERN);
	pcre2_set_match_limit(c->match, MATCH_LIMIT);
	pcre2_set_depth_limit(c->match, DEPTH_LIMIT);
	pcre2_set_heap_limit(c->match, HEAP_LIMIT);
	pcre2_set_callout(c->match, count, c);
	all->context = c;
	return c;
}

enum regex_status regex_compile(struct regexes *all, struct str pattern, struct regex **out, const char **why,
				uint32_t *at)
{
	struct context *c = context_of(all);
	struct regex *re = ARENA_NEW(all->arena, struct regex, 1);
	PCRE2_UCHAR message[256];
	PCRE2_SIZE place;
	int error;

	re->code = pcre2_compile((PCRE2_SPTR)pattern.p, pattern.n,
				 PCRE2_UTF | PCRE2_AUTO_CALLOUT | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C,
				 &error, &place, c->compile);
	if (!re->code) {
		pcre2_get_error_message(error, message, sizeof message);
		*why = arena_strndup(all->arena, (const char *)message, strlen((const char *)message));
		*at = place < pattern.n ? (uint32_t)place : pattern.n;
		return REGEX_BAD;
	}
	pcre2_pattern_info(re->code, PCRE2_INFO_CAPTURECOUNT, &re->groups);
	re->groups++;
	*out = re;
	return REGEX_OK;
}

enum regex_status regex_match(struct regexes *all, struct regex *re, struct str s, uint32_t from,
			      uint32_t groups[2 * REGEX_GROUPS])
{
	struct context *c = context_of(all);

	c->left = all->left;
	c->place = from;
	/* the first look at a text checks it as a whole */
	int n = pcre2_match(re->code, (PCRE2_SPTR)s.p, s.n, from, from ? PCRE2_NO_UTF_CHECK : 0, c->data, c->match);
	uint32_t reading = 1 + (from ? 0 : s.n / 16);

	all->left = c->left > reading ? c->left - reading : 0;
	if (n == PCRE2_ERROR_NOMATCH)
		return REGEX_NO;
	if (n < 0)
		return REGEX_LIMIT;
	const PCRE2_SIZE *found = pcre2_get_ovector_pointer(c->data);

	for (uint32_t i = 0; i < 2 * REGEX_GROUPS; i++) {
		bool set = (n == 0 || i < 2 * (uint32_t)n) && found[i] != PCRE2_UNSET;

		groups[i] = set ? (uint32_t)found[i] : UINT32_MAX;
	}
	return REGEX_OK;
}

uint32_t regex_groups(const struct regex *re)
{
	return re->groups;
}

#else

enum regex_status regex_compile(struct regexes *all, struct str pattern, struct regex **out, const char **why,
				uint32_t *at)
{
	(void)all;
	(void)pattern;
	(void)out;
	(void)why;
	(void)at;
	return REGEX_MISSING;
}

enum regex_status regex_match(struct regexes *all, struct regex *re, struct str s, uint32_t from,
			      uint32_t groups[2 * REGEX_GROUPS])
{
	(void)all;
	(void)re;
	(void)s;
	(void)from;
	(void)groups;
	return REGEX_MISSING;
}

uint32_t regex_groups(const struct regex *re)
{
	(void)re;
	return 0;
}

#endif
