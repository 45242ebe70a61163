/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_EVAL_DECIMAL_H
#define WK8S_EVAL_DECIMAL_H

/*
 * decimal: the exact numbers of the language, with their units.
 *
 * A number is m * 10^-scale and a unit; 64 bits, and what does not fit is an
 * error, never rounded. Durations are counted in nanoseconds.
 */

#include "base/intern.h"

enum decimal_unit {
	UNIT_NONE,
	UNIT_PERCENT,
	UNIT_QUANTITY, /* with a suffix of Kubernetes' quantities */
	UNIT_DURATION, /* m is nanoseconds, scale 0 */
	UNIT_M         /* a lone `m`: milli-units or minutes, only a slot can say */
};

enum decimal_status {
	DECIMAL_OK,
	DECIMAL_BAD,     /* not a number */
	DECIMAL_OVERFLOW /* too large or too precise */
};

struct decimal {
	int64_t m;
	uint8_t scale;  /* digits behind the point, 0 to 18 */
	uint8_t unit;   /* enum decimal_unit */
	bool respelled; /* written in a way that only this language has: 0x1f, 0o644, 1_000 */
	char suffix[4]; /* UNIT_QUANTITY: "Mi", "k", ... NUL-terminated */
};

/* Reads a literal as spelled. */
enum decimal_status decimal_parse(struct str s, struct decimal *out);

/* The value as a whole number; false if it has a fraction or a unit other than percent. */
bool decimal_integer(const struct decimal *d, int64_t *out);

/* The shortest spelling, unit included. */
sym decimal_text(struct arena *arena, struct symtab *names, const struct decimal *d);

/*
 * Brings A and B to one scale and one unit (1Gi and 512Mi to Mi). False if
 * their units cannot be told or do not go together, or on overflow.
 */
bool decimal_align(struct decimal *a, struct decimal *b);

/* OP is one of + - * / %. *STATUS says why there is no result. */
bool decimal_compute(char op, struct decimal a, struct decimal b, struct decimal *out, const char **why);

enum decimal_rounding {
	ROUND_DOWN, /* to the next lower number */
	ROUND_UP,
	ROUND_HALF /* to the nearest one, from the middle away from zero */
};

/* Leaves at most DIGITS digits behind the point. */
void decimal_round(struct decimal *d, unsigned digits, enum decimal_rounding how);

/* The whole part of A / B, rounded down; both with one unit, or only A. *WHY says why there is none. */
bool decimal_divide_whole(struct decimal a, struct decimal b, struct decimal *out, const char **why);

/* Are A and B the same quantity: `1` and `1000m`, `1Gi` and `1024Mi`? False where that cannot be told. */
bool decimal_same(struct decimal a, struct decimal b);

/* Is A above B, both taken as quantities: `2` and `500m`, `1Gi` and `800M`? False where that cannot be told. */
bool decimal_above(struct decimal a, struct decimal b);

#endif
