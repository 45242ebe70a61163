/* SPDX-License-Identifier: Apache-2.0 */
/* nearest: see nearest.h. A banded edit distance over three rows on the stack. */
#include "schema/nearest.h"

#define LONGEST 96 /* names longer than this are compared for case only */
#define EDIT 4     /* the cost of one edit */
#define CASE 1     /* of a letter in the other case */

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static uint32_t least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

static bool equal_but_case(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (uint32_t i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return false;
	return true;
}

static uint32_t replace_cost(char a, char b)
{
	if (a == b)
		return 0;
	return lower(a) == lower(b) ? CASE : EDIT;
}

/* Optimal string alignment; gives up with LIMIT + 1 when a row is dearer than LIMIT. */
static uint32_t distance(struct str a, struct str b, uint32_t limit)
{
	uint32_t rows[3][LONGEST + 1];
	uint32_t *before = rows[0], *above = rows[1], *row = rows[2];

	for (uint32_t j = 0; j <= b.n; j++)
		above[j] = j * EDIT;
	for (uint32_t i = 1; i <= a.n; i++) {
		uint32_t low = row[0] = i * EDIT;
		for (uint32_t j = 1; j <= b.n; j++) {
			uint32_t c = least(above[j], row[j - 1]) + EDIT;
			c = least(c, above[j - 1] + replace_cost(a.p[i - 1], b.p[j - 1]));
			if (i > 1 && j > 1 && lower(a.p[i - 1]) == lower(b.p[j - 2]) &&
			    lower(a.p[i - 2]) == lower(b.p[j - 1]))
				c = least(c, before[j - 2] + EDIT);
			row[j] = c;
			low = least(low, c);
		}
		if (low > limit)
			return limit + 1;
		uint32_t *spare = before;
		before = above;
		above = row;
		row = spare;
	}
	return above[b.n];
}

/* One name is the other's beginning, or the other with a plural ending. */
static uint32_t prefix_cost(struct str a, struct str b)
{
	struct str s = a.n < b.n ? a : b, l = a.n < b.n ? b : a;
	struct str head = {l.p, s.n};

	if (s.n < 3 || !equal_but_case(s, head))
		return UINT32_MAX;
	if (l.n == s.n + 1 && l.p[s.n] == 's')
		return 2;
	if (l.n == s.n + 2 && l.p[s.n] == 'e' && l.p[s.n + 1] == 's')
		return 2;
	return s.n * 2 >= l.n ? EDIT + 1 : UINT32_MAX;
}

void nearest_init(struct nearest *n, struct str wrong)
{
	n->wrong = wrong;
	n->best = str_make("", 0);
	n->cost = UINT32_MAX;
	n->limit = wrong.n > 1 ? (wrong.n + 1) / 3 * EDIT : CASE;
}

void nearest_feed(struct nearest *n, struct str candidate)
{
	uint32_t cost, limit = least(n->limit, n->cost);

	/* What is the same word, and does not do here, is no help. */
	if (!candidate.n || !n->wrong.n || str_eq(n->wrong, candidate))
		return;
	if (equal_but_case(n->wrong, candidate)) {
		cost = CASE;
	} else {
		uint32_t apart = n->wrong.n > candidate.n ? n->wrong.n - candidate.n : candidate.n - n->wrong.n;
		cost = prefix_cost(n->wrong, candidate);
		if (candidate.n <= LONGEST && n->wrong.n <= LONGEST && apart * EDIT <= limit)
			cost = least(cost, distance(n->wrong, candidate, limit));
		/* A name with nothing in common is no help, however short. */
		if (cost >= EDIT * least(n->wrong.n, candidate.n))
			return;
	}
	if (cost <= n->limit && cost < n->cost) {
		n->cost = cost;
		n->best = candidate;
	}
}
