/* SPDX-License-Identifier: Apache-2.0 */
/*
 * operator: `+ - * / % == != < <= > >= && || ! in`.
 */
#include "eval/eval.h"

#include "eval/decimal.h"
#include "eval/text.h"

#include <string.h>

/* Is V a quantity or a duration that has its type already, from a parameter or a field? */
static bool is_measure(const struct unit *u, const struct node *v)
{
	enum type_form form = (enum type_form)unit_type(u, v->type)->form;

	return v->kind == OBJ_TEXT && (form == TYPE_QUANTITY || form == TYPE_DURATION);
}

static bool number_of(struct unit *u, const struct node *v, struct decimal *out)
{
	if (v->kind == OBJ_INT) {
		*out = (struct decimal){.m = v->i};
		return true;
	}
	return (v->kind == OBJ_LITERAL || v->kind == OBJ_NUMBER || is_measure(u, v)) &&
	       decimal_parse(unit_str(u, v->text), out) == DECIMAL_OK;
}

static struct node bad_operands(struct unit *u, ast_id id, enum ast_op op, const struct node *a, const struct node *b)
{
	bool unsure = node_unsure(u, a);

	if (!node_unsure(u, b) && !unsure)
		diag_add(u->diags, E0219, unit_span(u, id), "`%s` does not go between %s and %s", ast_op_name(op),
			 value_kind_text(u, a), value_kind_text(u, b));
	return node_poison();
}

/* How `5m` is written so that it means one thing only. */
static void suggest_units(struct unit *u, struct diag *d, struct decimal x)
{
	struct decimal milli = {.m = x.m, .scale = (uint8_t)(x.scale + 3)};
	struct decimal minutes = {.m = x.m, .scale = x.scale}, sixty = {.m = 60}, seconds;
	const char *why;

	if (x.unit != UNIT_M || milli.scale > 18 || !decimal_compute('*', minutes, sixty, &seconds, &why))
		return;
	diag_help(d, "write `" STR_FMT "` or `" STR_FMT "s`",
		  STR_ARG(unit_str(u, decimal_text(u->arena, u->names, &milli))),
		  STR_ARG(unit_str(u, decimal_text(u->arena, u->names, &seconds))));
}

static struct node arithmetic(struct unit *u, ast_id id, enum ast_op op, const struct node *a, const struct node *b)
{
	static const char signs[OP_COUNT] = {
		[OP_ADD] = '+', [OP_SUB] = '-', [OP_MUL] = '*', [OP_DIV] = '/', [OP_MOD] = '%'};
	struct decimal x, y, z;
	const char *why = "";

	if (!number_of(u, a, &x) || !number_of(u, b, &y))
		return bad_operands(u, id, op, a, b);
	if (!decimal_compute(signs[op], x, y, &z, &why)) {
		struct diag *d = diag_add(u->diags, E0223, unit_span(u, id), "this cannot be computed");
		diag_label(d, "%s", why);
		suggest_units(u, d, x.unit == UNIT_M ? x : y);
		return node_poison();
	}
	struct node v = {.kind = OBJ_LITERAL, .text = decimal_text(u->arena, u->names, &z), .origin = id};
	return v;
}

static struct node joined(struct unit *u, ast_id id, const struct node *a, const struct node *b)
{
	if (a->kind == OBJ_TEXT) {
		struct text text = {NULL, 0, 0};
		if (!text_add(u, &text, unit_str(u, a->text), id) || !text_add(u, &text, unit_str(u, b->text), id))
			return node_poison();
		return (struct node){.kind = OBJ_TEXT, .text = text_sym(u, &text), .origin = id};
	}
	if (!spend_values(u, a->list->n, id) || !spend_values(u, b->list->n, id))
		return node_poison();
	struct node list = node_list(u->arena, a->type == b->type ? a->type : 0, id);
	for (uint32_t i = 0; i < a->list->n; i++)
		*list_add(u->arena, list.list) = a->list->v[i];
	for (uint32_t i = 0; i < b->list->n; i++)
		*list_add(u->arena, list.list) = b->list->v[i];
	return list;
}

/* Same value: numbers by value, texts and literals by spelling. */
static bool same(struct unit *u, const struct node *a, const struct node *b)
{
	struct decimal x, y;
	sym s, t;

	if (u->ruling && a->kind == OBJ_ABSENT && b->kind == OBJ_ABSENT)
		return false; /* nobody knows whether what is not there is the same */
	if (a->kind == OBJ_NULL || a->kind == OBJ_ABSENT || b->kind == OBJ_NULL || b->kind == OBJ_ABSENT)
		return (a->kind == OBJ_NULL || a->kind == OBJ_ABSENT) && (b->kind == OBJ_NULL || b->kind == OBJ_ABSENT);
	if (number_of(u, a, &x) && number_of(u, b, &y) && decimal_align(&x, &y))
		return x.m == y.m;
	if (a->kind == OBJ_OBJECT && b->kind == OBJ_OBJECT)
		return a->ref == b->ref;
	if (a->kind != OBJ_BOOL && b->kind != OBJ_BOOL && value_text(u, a, &s) && value_text(u, b, &t))
		return s == t;
	return node_equal(a, b);
}

static bool is_quantity(const struct unit *u, const struct node *v)
{
	return v->kind == OBJ_TEXT && unit_type(u, v->type)->form == TYPE_QUANTITY;
}

static bool order_holds(enum ast_op op, int c)
{
	switch (op) {
	case OP_EQ:
		return c == 0;
	case OP_NE:
		return c != 0;
	case OP_LT:
		return c < 0;
	case OP_LE:
		return c <= 0;
	case OP_GT:
		return c > 0;
	default:
		return c >= 0;
	}
}

static struct node compared(struct unit *u, ast_id id, enum ast_op op, const struct node *a, const struct node *b)
{
	struct decimal x, y;
	int c;

	/* beside a quantity that comes from a field, `m` can only be milli-units */
	if ((is_quantity(u, a) || is_quantity(u, b)) && number_of(u, a, &x) && number_of(u, b, &y))
		return node_bool(order_holds(op, decimal_above(x, y) - decimal_above(y, x)), 0, id);
	if ((op == OP_EQ || op == OP_NE) && number_of(u, a, &x) && number_of(u, b, &y) &&
	    (x.unit == UNIT_M) != (y.unit == UNIT_M)) {
		diag_label(diag_add(u->diags, E0223, unit_span(u, id), "these cannot be compared"),
			   "`m` may mean milli-units or minutes here");
		return node_poison();
	}
	if (op == OP_EQ || op == OP_NE)
		return node_bool(same(u, a, b) == (op == OP_EQ), 0, id);
	if (number_of(u, a, &x) && number_of(u, b, &y)) {
		if (!decimal_align(&x, &y)) {
			diag_label(diag_add(u->diags, E0223, unit_span(u, id), "these cannot be compared"),
				   "the units do not go together");
			return node_poison();
		}
		c = (x.m > y.m) - (x.m < y.m);
	} else if (a->kind == OBJ_TEXT && b->kind == OBJ_TEXT) {
		c = str_cmp(unit_str(u, a->text), unit_str(u, b->text));
	} else {
		return bad_operands(u, id, op, a, b);
	}
	return node_bool(order_holds(op, c), 0, id);
}

struct node eval_in(struct unit *u, ast_id id, const struct node *a, const struct node *b)
{
	sym key;

	if (node_missing(u, a))
		return node_poison();
	if (b->kind == OBJ_LIST) {
		if (!spend_values(u, b->list->n / 16, id))
			return node_poison();
		for (uint32_t i = 0; i < b->list->n; i++)
			if (a->kind == OBJ_TEXT && b->list->v[i].kind == OBJ_TEXT ? a->text == b->list->v[i].text
										  : same(u, a, &b->list->v[i]))
				return node_bool(true, 0, id);
		return node_bool(false, 0, id);
	}
	if (b->kind == OBJ_MAP && value_text(u, a, &key))
		return node_bool(map_value(b->map, key) != NULL, 0, id);
	if (b->kind == OBJ_RANGE && b->list->n == 2) {
		struct node lo = node_bool(true, 0, id), hi = lo;
		if (b->list->v[0].kind != OBJ_ABSENT)
			lo = compared(u, id, OP_GE, a, &b->list->v[0]);
		if (b->list->v[1].kind != OBJ_ABSENT)
			hi = compared(u, id, OP_LE, a, &b->list->v[1]);
		if (lo.kind != OBJ_BOOL || hi.kind != OBJ_BOOL)
			return node_poison();
		return node_bool(lo.b && hi.b, 0, id);
	}
	return bad_operands(u, id, OP_IN, a, b);
}

/* `&&` and `||`: the right side counts only where the left does not decide. */
static struct node logical(struct unit *u, ast_id id, enum ast_op op, struct scope *scope)
{
	ast_id left = ast_first(u->tree, id), right = ast_next(u->tree, left);
	bool known, known_right;
	bool a = eval_condition(u, left, scope, &known);
	bool decided = known && a == (op == OP_OR);

	if (decided && (u->ruling || unit_in_row(u, id)))
		return node_bool(a, 0, id);
	u->dry += decided;
	bool b = eval_condition(u, right, scope, &known_right);
	u->dry -= decided;
	if (decided)
		return node_bool(a, 0, id);
	return known && known_right ? node_bool(b, 0, id) : node_poison();
}

struct node eval_binary(struct unit *u, ast_id id, struct scope *scope)
{
	enum ast_op op = ast_op(unit_node(u, id));
	ast_id left = ast_first(u->tree, id);

	if (op == OP_AND || op == OP_OR)
		return logical(u, id, op, scope);
	struct node a = eval_value(u, left, scope);
	struct node b = eval_value(u, ast_next(u->tree, left), scope);
	if (a.kind == OBJ_POISON || b.kind == OBJ_POISON)
		return node_poison();
	switch (op) {
	case OP_EQ:
	case OP_NE:
	case OP_LT:
	case OP_LE:
	case OP_GT:
	case OP_GE:
		return compared(u, id, op, &a, &b);
	case OP_IN:
		return eval_in(u, id, &a, &b);
	case OP_ADD:
		if ((a.kind == OBJ_TEXT && b.kind == OBJ_TEXT) || (a.kind == OBJ_LIST && b.kind == OBJ_LIST))
			return joined(u, id, &a, &b);
		return arithmetic(u, id, op, &a, &b);
	default:
		return arithmetic(u, id, op, &a, &b);
	}
}

struct node eval_unary(struct unit *u, ast_id id, struct scope *scope)
{
	ast_id operand = ast_first(u->tree, id);
	struct decimal d;

	if (ast_op(unit_node(u, id)) == OP_NOT) {
		bool known;
		bool b = eval_condition(u, operand, scope, &known);
		return known ? node_bool(!b, 0, id) : node_poison();
	}
	struct node v = eval_value(u, operand, scope);
	if (v.kind == OBJ_POISON)
		return v;
	if (node_missing(u, &v))
		return node_poison();
	if (!number_of(u, &v, &d) || d.m == INT64_MIN) {
		diag_add(u->diags, E0219, unit_span(u, id), "`-` needs a number, found %s", value_kind_text(u, &v));
		return node_poison();
	}
	d.m = -d.m;
	return (struct node){.kind = OBJ_LITERAL, .text = decimal_text(u->arena, u->names, &d), .origin = id};
}
