/* SPDX-License-Identifier: Apache-2.0 */
/*
 * function_number: functions of numbers, which are exact and keep their units.
 */
#include "eval/function.h"

static struct node cannot_compute(struct unit *u, const struct arguments *a, const char *why)
{
	diag_label(diag_add(u->diags, E0223, unit_span(u, a->call), "this cannot be computed"), "%s", why);
	return node_poison();
}

/* ---- one number ---- */

struct node fn_abs(struct unit *u, const struct arguments *a)
{
	struct decimal d;

	if (!arg_number(u, a, 0, &d))
		return node_poison();
	if (d.m == INT64_MIN)
		return cannot_compute(u, a, "the result is too large");
	d.m = d.m < 0 ? -d.m : d.m;
	return result_number(u, a, &d);
}

static struct node rounded(struct unit *u, const struct arguments *a, enum decimal_rounding how)
{
	struct decimal d;

	if (!arg_number(u, a, 0, &d))
		return node_poison();
	if (d.unit == UNIT_M)
		return cannot_compute(u, a, "`m` may mean milli-units or minutes here");
	if (d.unit == UNIT_DURATION) {
		diag_label(arg_mistake(u, a, 0, arena_printf(u->arena, "`%s` does not take durations", a->f->name)),
			   "expected a number");
		return node_poison();
	}
	decimal_round(&d, 0, how);
	return result_number(u, a, &d);
}

struct node fn_ceil(struct unit *u, const struct arguments *a)
{
	return rounded(u, a, ROUND_UP);
}

struct node fn_floor(struct unit *u, const struct arguments *a)
{
	return rounded(u, a, ROUND_DOWN);
}

struct node fn_round(struct unit *u, const struct arguments *a)
{
	return rounded(u, a, ROUND_HALF);
}

struct node fn_div(struct unit *u, const struct arguments *a)
{
	struct decimal x, y, z;
	const char *why;

	if (!arg_number(u, a, 0, &x) || !arg_number(u, a, 1, &y))
		return node_poison();
	return decimal_divide_whole(x, y, &z, &why) ? result_number(u, a, &z) : cannot_compute(u, a, why);
}

struct node fn_number(struct unit *u, const struct arguments *a)
{
	struct str s;
	struct decimal d;

	if (!arg_text(u, a, 0, &s))
		return node_poison();
	bool begins = s.n && ((s.p[0] >= '0' && s.p[0] <= '9') || (s.n > 1 && s.p[0] == '-'));

	switch (begins ? decimal_parse(s, &d) : DECIMAL_BAD) {
	case DECIMAL_OK:
		return result_number(u, a, &d);
	case DECIMAL_OVERFLOW:
		return cannot_compute(u, a, "the number is too large or has too many digits");
	case DECIMAL_BAD:
		break;
	}
	arg_mistake(u, a, 0, arena_printf(u->arena, "\"" STR_FMT "\" is not a number", STR_ARG(s)));
	return node_poison();
}

/* ---- several numbers ---- */

/* Numbers given one by one, or in one list. */
struct numbers {
	const struct node *v;
	uint32_t n;
	bool list;
};

static struct numbers numbers_of(const struct arguments *a)
{
	if (a->n == 1 && a->v[0].kind == OBJ_LIST)
		return (struct numbers){a->v[0].list->v, a->v[0].list->n, true};
	return (struct numbers){a->v, a->n, false};
}

static bool number_at(struct unit *u, const struct arguments *a, const struct numbers *all, uint32_t i,
		      struct decimal *out)
{
	if (!all->list)
		return arg_number(u, a, i, out);
	return node_decimal(u, &all->v[i], out) || item_wrong(u, a, 0, &all->v[i], "numbers");
}

/* The one that is furthest in the direction of SIGN; null of none. */
static struct node furthest(struct unit *u, const struct arguments *a, int sign)
{
	struct numbers all = numbers_of(a);
	struct decimal best = {0}, d;
	const struct node *found = NULL;

	for (uint32_t i = 0; i < all.n; i++) {
		if (!number_at(u, a, &all, i, &d))
			return node_poison();
		struct decimal x = d, y = best;

		if (found && !decimal_align(&x, &y))
			return cannot_compute(u, a,
					      d.unit == UNIT_M || best.unit == UNIT_M
						      ? "`m` may mean milli-units or minutes here"
						      : "the units do not go together");
		if (!found || (sign > 0 ? x.m > y.m : x.m < y.m)) {
			found = &all.v[i];
			best = d;
		}
	}
	return found ? *found : node_null();
}

struct node fn_max(struct unit *u, const struct arguments *a)
{
	return furthest(u, a, 1);
}

struct node fn_min(struct unit *u, const struct arguments *a)
{
	return furthest(u, a, -1);
}

struct node fn_sum(struct unit *u, const struct arguments *a)
{
	struct decimal sum = {0}, d;
	const char *why;

	if (!arg_list(u, a, 0))
		return node_poison();
	struct numbers all = numbers_of(a);

	for (uint32_t i = 0; i < all.n; i++) {
		if (!number_at(u, a, &all, i, &d))
			return node_poison();
		if (i == 0)
			sum = d;
		else if (!decimal_compute('+', sum, d, &sum, &why))
			return cannot_compute(u, a, why);
	}
	return result_number(u, a, &sum);
}
