/* SPDX-License-Identifier: Apache-2.0 */
/*
 * function_args: what functions in C take and give, and what is said when an
 * argument does not fit.
 */
#include "eval/function.h"

#include <inttypes.h>

/* The name of parameter I; the last one is repeated. */
static struct str parameter(const struct function *f, uint32_t i)
{
	const char *p = f->params;

	for (const char *comma; i > 0 && (comma = strchr(p, ',')) != NULL; i--)
		p = comma + 2;
	return str_make(p, strcspn(p, ",?."));
}

static bool is_poison(const struct node *v)
{
	return v->kind == OBJ_POISON;
}

bool arg_wrong(struct unit *u, const struct arguments *a, uint32_t i, const char *what)
{
	struct str name = parameter(a->f, i), type = str_of(what);
	struct span at = unit_span(u, a->at[i]);

	if (is_poison(&a->v[i]))
		return false;
	/* "a list as its `list`" says it twice */
	if (type.n > 2 && str_eq(name, str_make(what + 2, type.n - 2)))
		diag_add(u->diags, E0220, at, "`%s` needs %s, found %s", a->f->name, what,
			 value_kind_text(u, &a->v[i]));
	else
		diag_add(u->diags, E0220, at, "`%s` needs %s as its `" STR_FMT "`, found %s", a->f->name, what,
			 STR_ARG(name), value_kind_text(u, &a->v[i]));
	return false;
}

bool item_wrong(struct unit *u, const struct arguments *a, uint32_t i, const struct node *element, const char *what)
{
	struct span arg = unit_span(u, a->at[i]), at = arg;
	bool written = origin_written(u, element->origin);
	struct span here = written ? unit_span(u, element->origin) : arg;

	if (is_poison(element))
		return false;
	if (arg.beg <= here.beg && here.end <= arg.end)
		at = here;
	struct diag *d = diag_add(u->diags, E0220, at, "`%s` needs %s in its list, found %s", a->f->name, what,
				  value_kind_text(u, element));

	if (at.beg != here.beg)
		diag_also(d, here, "this one");
	return false;
}

struct diag *arg_mistake(struct unit *u, const struct arguments *a, uint32_t i, const char *message)
{
	return diag_add(u->diags, E0220, unit_span(u, a->at[i]), "%s", message);
}

bool arg_text(struct unit *u, const struct arguments *a, uint32_t i, struct str *out)
{
	sym s;

	if (!value_text(u, &a->v[i], &s) || a->v[i].kind == OBJ_BOOL)
		return arg_wrong(u, a, i, "a string");
	*out = unit_str(u, s);
	return true;
}

bool item_text(struct unit *u, const struct arguments *a, uint32_t i, const struct node *element, struct str *out)
{
	sym s;

	if (!value_text(u, element, &s))
		return item_wrong(u, a, i, element, "strings");
	*out = unit_str(u, s);
	return true;
}

bool arg_list(struct unit *u, const struct arguments *a, uint32_t i)
{
	return a->v[i].kind == OBJ_LIST || arg_wrong(u, a, i, "a list");
}

bool arg_map(struct unit *u, const struct arguments *a, uint32_t i)
{
	return a->v[i].kind == OBJ_MAP || arg_wrong(u, a, i, "a map");
}

bool node_decimal(const struct unit *u, const struct node *v, struct decimal *out)
{
	if (v->kind == OBJ_INT) {
		*out = (struct decimal){.m = v->i};
		return true;
	}
	return (v->kind == OBJ_LITERAL || v->kind == OBJ_NUMBER) &&
	       decimal_parse(unit_str(u, v->text), out) == DECIMAL_OK;
}

bool arg_number(struct unit *u, const struct arguments *a, uint32_t i, struct decimal *out)
{
	return node_decimal(u, &a->v[i], out) || arg_wrong(u, a, i, "a number");
}

bool arg_whole(struct unit *u, const struct arguments *a, uint32_t i, int64_t lo, int64_t hi, int64_t *out)
{
	struct decimal d;

	if (!node_decimal(u, &a->v[i], &d) || d.unit != UNIT_NONE || !decimal_integer(&d, out))
		return arg_wrong(u, a, i, "a whole number");
	if (*out >= lo && *out <= hi)
		return true;
	struct diag *bad =
		diag_add(u->diags, E0220, unit_span(u, a->at[i]), "`%s` cannot have %" PRId64 " as its `" STR_FMT "`",
			 a->f->name, *out, STR_ARG(parameter(a->f, i)));

	if (*out < lo)
		diag_label(bad, "expected %" PRId64 " or more", lo);
	else
		diag_label(bad, "expected at most %" PRId64, hi);
	return false;
}

struct node result_text(struct unit *u, const struct arguments *a, const char *p, size_t n)
{
	return (struct node){.kind = OBJ_TEXT, .text = sym_intern(u->names, p, n), .origin = a->call};
}

struct node result_built(struct unit *u, const struct arguments *a, const struct text *text)
{
	return result_text(u, a, text->n ? text->p : "", text->n);
}

struct node result_number(struct unit *u, const struct arguments *a, const struct decimal *d)
{
	return (struct node){.kind = OBJ_LITERAL, .text = decimal_text(u->arena, u->names, d), .origin = a->call};
}

struct node result_list(struct unit *u, const struct arguments *a)
{
	return node_list(u->arena, 0, a->call);
}
