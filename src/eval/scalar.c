/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scalar: literals, texts and booleans against scalar types. One function a
 * form of type.
 */
#include "eval/eval.h"

#include "eval/decimal.h"
#include "schema/format.h"

#include <inttypes.h>

static struct node wrong(struct unit *u, const struct node *v, type_id type, ast_id at)
{
	complain_wrong_type(u, at, type, value_kind_text(u, v));
	return node_poison();
}

/* ---- strings ---- */

static bool word_allowed(struct unit *u, const struct schema_type *t, sym s)
{
	return !(t->flags & TYPE_CLOSED) || schema_word(u->schema, t, s);
}

static void complain_enum(struct unit *u, const struct schema_type *t, sym s, ast_id at)
{
	struct diag *d = diag_add(u->diags, E0206, unit_span(u, at),
				  "`" STR_FMT "` is not one of the values allowed here", STR_ARG(unit_str(u, s)));
	const char *near = nearest_word(u, t, s);

	if (near)
		diag_label(d, "did you mean `%s`?", near);
	else
		diag_label(d, "expected %s", words_text(u, t));
	if (near)
		diag_note(d, "allowed: %s", words_text(u, t));
}

static const char *quoted(struct unit *u, struct str s)
{
	return s.n ? arena_printf(u->arena, "`" STR_FMT "`", STR_ARG(s)) : "the empty string";
}

bool check_format(struct unit *u, enum schema_format format, sym s, ast_id at, const char *what)
{
	struct str text = unit_str(u, s);
	uint32_t bad;
	const char *why = format ? format_check(u->arena, format, text, &bad) : NULL;

	if (!why)
		return true;
	diag_label(diag_add(u->diags, format_code(format), unit_span(u, at), "%s is not %s%s%s", quoted(u, text),
			    format_title(format), *what ? ", which is needed for " : "", what),
		   "%s", why);
	return false;
}

bool check_text(struct unit *u, type_id type, sym s, ast_id at)
{
	const struct schema_type *t = unit_type(u, type);

	if (!word_allowed(u, t, s)) {
		complain_enum(u, t, s, at);
		return false;
	}
	/* the API server takes the empty text for nothing; where it does not, see check_filled */
	if (!t->format || (!s && t->format != FORMAT_NOT_EMPTY) ||
	    ((t->flags & TYPE_OPEN) && schema_word(u->schema, t, s)))
		return true;
	return check_format(u, (enum schema_format)t->format, s, at, "");
}

void check_filled(struct unit *u, const struct node *v)
{
	if (!v || v->kind != OBJ_TEXT || v->text || !v->type || !origin_written(u, v->origin))
		return;
	const struct schema_type *t = unit_type(u, v->type);
	if (t->form == TYPE_STRING || t->form == TYPE_INT_OR_STRING)
		check_format(u, t->format == FORMAT_PORT ? FORMAT_PORT_NAME : (enum schema_format)t->format, SYM_EMPTY,
			     v->origin, "");
}

bool check_map_key(struct unit *u, type_id type, sym key, ast_id at)
{
	const struct schema_type *t = unit_type(u, type);

	if (t->count && (t->flags & TYPE_CLOSED) && !schema_word(u->schema, t, key)) {
		complain_enum(u, t, key, at);
		return false;
	}
	if (t->count && schema_word(u->schema, t, key))
		return true;
	return check_format(u, (enum schema_format)t->key_format, key, at, "");
}

/* Where the spelling of a number may stand for a string: not for names, words and references. */
static bool plain_string(const struct schema_type *t)
{
	return !t->count && !t->refs;
}

static struct node fit_string(struct unit *u, const struct node *v, type_id type, ast_id at)
{
	const struct schema_type *t = unit_type(u, type);
	struct str s;

	if (v->kind == OBJ_INT) { /* from a map or list of a declared type: as good as the number that was written */
		struct node written = as_written(u, *v);
		return fit_string(u, &written, type, at);
	}
	switch ((enum node_kind)v->kind) {
	case OBJ_TEXT:
		return check_text(u, type, v->text, at) ? node_text(v->text, type, v->origin ? v->origin : at)
							: node_poison();
	case OBJ_LITERAL:
		s = unit_str(u, v->text);
		if (plain_string(t) && !memchr(s.p, '_', s.n) && !(s.n > 1 && s.p[0] == '0' && (s.p[1] | 32) > '9'))
			return check_text(u, type, v->text, at) ? node_text(v->text, type, at) : node_poison();
		if (t->count && (t->flags & TYPE_CLOSED)) {
			complain_enum(u, t, v->text, at);
			return node_poison();
		}
		diag_edit(diag_label(diag_add(u->diags, E0202, unit_span(u, at),
					      "expected a string, found `" STR_FMT "`", STR_ARG(s)),
				     "write it in quotes: `\"" STR_FMT "\"`", STR_ARG(s)),
			  unit_span(u, at), arena_printf(u->arena, "\"" STR_FMT "\"", STR_ARG(s)), EDIT_MAYBE);
		return node_poison();
	case OBJ_BOOL:
		diag_edit(diag_label(diag_add(u->diags, E0202, unit_span(u, at), "expected a string, found %s",
					      v->b ? "true" : "false"),
				     "for the text write `\"%s\"`", v->b ? "true" : "false"),
			  unit_span(u, at), v->b ? "\"true\"" : "\"false\"", EDIT_MAYBE);
		return node_poison();
	default:
		return wrong(u, v, type, at);
	}
}

/* ---- numbers ---- */

static bool in_bounds(struct unit *u, const struct schema_type *t, int64_t i, ast_id at)
{
	int64_t lo = t->form == TYPE_INT64 ? INT64_MIN : INT32_MIN;
	int64_t hi = t->form == TYPE_INT64 ? INT64_MAX : INT32_MAX;

	if (t->bounds) {
		const struct schema_bounds *b = &u->schema->bounds[t->bounds];
		lo = b->lo > lo ? b->lo : lo;
		hi = b->hi < hi ? b->hi : hi;
	}
	if (i >= lo && i <= hi)
		return true;
	struct str spelled = sources_text(u->sources, unit_span(u, at));
	bool octal = spelled.n > 2 && spelled.p[0] == '0' && spelled.p[1] == 'o';
	struct diag *d = octal ? diag_add(u->diags, E0214, unit_span(u, at),
					  "`" STR_FMT "`, %" PRId64 ", is out of range", STR_ARG(spelled), i)
			       : diag_add(u->diags, E0214, unit_span(u, at), "%" PRId64 " is out of range", i);
	if (hi == INT64_MAX || (hi == INT32_MAX && i < lo))
		diag_label(d, "must be at least %" PRId64, lo);
	else if (octal)
		diag_label(d, "must be from %" PRId64 " to 0o%" PRIo64, lo, (uint64_t)hi);
	else
		diag_label(d, "must be from %" PRId64 " to %" PRId64, lo, hi);
	return false;
}

/* A duration literal in whole units of PER nanoseconds. */
static bool duration_units(struct unit *u, struct str s, int64_t per, const char *unit, ast_id at, int64_t *out)
{
	int64_t ns;

	if (!duration_parse(s, &ns)) {
		diag_label(diag_add(u->diags, E0209, unit_span(u, at), "`" STR_FMT "` is not a duration", STR_ARG(s)),
			   "expected %s, as in `30s`, `5m` or `1h30m`", unit);
		return false;
	}
	if (ns % per) {
		diag_label(diag_add(u->diags, E0209, unit_span(u, at), "`" STR_FMT "` is not a whole number of %s",
				    STR_ARG(s), unit),
			   "this field counts whole %s", unit);
		return false;
	}
	*out = ns / per;
	return true;
}

static struct node fit_int(struct unit *u, const struct node *v, type_id type, ast_id at)
{
	const struct schema_type *t = unit_type(u, type);
	int64_t i;

	/* a parameter of type Duration is as good as the duration that was given */
	bool duration = v->kind == OBJ_TEXT && unit_type(u, v->type)->form == TYPE_DURATION &&
			(t->flags & (TYPE_SECONDS | TYPE_MILLIS));

	if (v->kind == OBJ_INT) {
		i = v->i;
	} else if (v->kind == OBJ_LITERAL || duration) {
		struct str s = unit_str(u, v->text);
		struct decimal d;
		enum decimal_status st = decimal_parse(s, &d);
		if (st == DECIMAL_OK && d.unit == UNIT_NONE) {
			if (!decimal_integer(&d, &i)) {
				diag_label(diag_add(u->diags, E0202, unit_span(u, at),
						    "expected a whole number%s, found `" STR_FMT "`",
						    t->flags & TYPE_SECONDS ? " of seconds" : "", STR_ARG(s)),
					   "this field takes no fractions");
				return node_poison();
			}
		} else if (st == DECIMAL_OVERFLOW) {
			diag_label(diag_add(u->diags, E0214, unit_span(u, at), "`" STR_FMT "` is out of range",
					    STR_ARG(s)),
				   "must fit in %d bits", t->form == TYPE_INT64 ? 64 : 32);
			return node_poison();
		} else if (t->flags & (TYPE_SECONDS | TYPE_MILLIS)) {
			bool ms = (t->flags & TYPE_MILLIS) != 0;
			if (!duration_units(u, s, ms ? 1000000 : 1000000000, ms ? "milliseconds" : "seconds", at, &i))
				return node_poison();
		} else {
			return wrong(u, v, type, at);
		}
	} else if (v->kind == OBJ_TEXT && (t->flags & (TYPE_SECONDS | TYPE_MILLIS)) && !node_is_data(u, at) &&
		   duration_parse(unit_str(u, v->text), &i)) {
		struct diag *dg = diag_add(u->diags, E0202, unit_span(u, at), "expected a number, found a string");
		diag_label(dg, "without quotes: `" STR_FMT "`", STR_ARG(unit_str(u, v->text)));
		return node_poison();
	} else {
		return wrong(u, v, type, at);
	}
	return in_bounds(u, t, i, at) ? node_int(i, type, v->origin ? v->origin : at) : node_poison();
}

static struct node fit_number(struct unit *u, const struct node *v, type_id type, ast_id at)
{
	struct decimal d;

	if (v->kind == OBJ_INT)
		return node_int(v->i, type, at);
	if (v->kind != OBJ_LITERAL || decimal_parse(unit_str(u, v->text), &d) != DECIMAL_OK || d.unit != UNIT_NONE)
		return wrong(u, v, type, at);
	struct node n = node_text(decimal_text(u->arena, u->names, &d), type, at);
	n.kind = OBJ_NUMBER;
	return n;
}

/* ---- booleans ---- */

static struct node fit_bool(struct unit *u, const struct node *v, type_id type, ast_id at)
{
	struct str s;

	if (v->kind == OBJ_BOOL)
		return node_bool(v->b, type, v->origin ? v->origin : at);
	if (v->kind == OBJ_TEXT && ((s = unit_str(u, v->text)), str_is(s, "true") || str_is(s, "false"))) {
		diag_edit(diag_label(
				  diag_add(u->diags, E0202, unit_span(u, at), "expected true or false, found a string"),
				  "without quotes: `" STR_FMT "`", STR_ARG(s)),
			  unit_span(u, at), s.p[0] == 't' ? "true" : "false", EDIT_SAFE);
		return node_poison();
	}
	return wrong(u, v, type, at);
}

/* ---- quantities, durations, times ---- */

static struct node fit_quantity(struct unit *u, const struct node *v, type_id type, ast_id at)
{
	const char *hint = NULL;
	struct decimal d;
	sym text;

	if (v->kind == OBJ_INT) {
		return node_text(int_sym(u, v->i), type, at);
	} else if (v->kind != OBJ_TEXT && v->kind != OBJ_LITERAL) {
		return wrong(u, v, type, at);
	}
	text = v->text;
	/* 1_000 and 0x10 are ours, not Kubernetes' */
	if (v->kind == OBJ_LITERAL && decimal_parse(unit_str(u, text), &d) == DECIMAL_OK && d.respelled)
		text = decimal_text(u->arena, u->names, &d);
	const char *why = quantity_check(u->arena, unit_str(u, text), &hint);
	if (!why)
		return node_text(text, type, v->origin ? v->origin : at);
	struct diag *dg = diag_add(u->diags, E0208, unit_span(u, at), "%s is not a quantity: %s",
				   quoted(u, unit_str(u, text)), why);
	if (hint) {
		diag_label(dg, "did you mean `%s`?", hint);
		diag_edit(dg, unit_span(u, at), hint, EDIT_MAYBE);
	} else {
		diag_label(dg, "expected a quantity such as `500m`, `2` or `1.5Gi`");
	}
	return node_poison();
}

/* Texts whose form decides: durations, times, base64. */
static struct node fit_formed(struct unit *u, const struct node *v, type_id type, ast_id at, enum schema_format format)
{
	if (v->kind != OBJ_TEXT && v->kind != OBJ_LITERAL)
		return wrong(u, v, type, at);
	if (!check_format(u, format, v->text, at, ""))
		return node_poison();
	return node_text(v->text, type, v->origin ? v->origin : at);
}

static bool check_port_number(struct unit *u, const struct schema_type *t, int64_t i, ast_id at)
{
	if (t->format != FORMAT_PORT || (i >= 1 && i <= 65535))
		return true;
	diag_label(diag_add(u->diags, E0210, unit_span(u, at), "%" PRId64 " is not a port number", i),
		   "must be from 1 to 65535");
	return false;
}

static struct node fit_int_or_string(struct unit *u, const struct node *v, type_id type, ast_id at)
{
	const struct schema_type *t = unit_type(u, type);
	struct decimal d;
	int64_t i;

	if (v->kind == OBJ_INT)
		return check_port_number(u, t, v->i, at) && in_bounds(u, t, v->i, at) ? node_int(v->i, type, at)
										      : node_poison();
	if (v->kind == OBJ_LITERAL) {
		if (decimal_parse(unit_str(u, v->text), &d) != DECIMAL_OK)
			return wrong(u, v, type, at);
		if (d.unit == UNIT_PERCENT && t->format != FORMAT_PORT)
			return node_text(v->text, type, at);
		if (d.unit != UNIT_NONE || !decimal_integer(&d, &i))
			return wrong(u, v, type, at);
		return check_port_number(u, t, i, at) && in_bounds(u, t, i, at) ? node_int(i, type, at) : node_poison();
	}
	if (v->kind != OBJ_TEXT)
		return wrong(u, v, type, at);
	if (!(t->format == FORMAT_PORT && !v->text) &&
	    !check_format(u, t->format == FORMAT_PORT ? FORMAT_PORT_NAME : (enum schema_format)t->format, v->text, at,
			  ""))
		return node_poison();
	return node_text(v->text, type, v->origin ? v->origin : at);
}

static struct node fit_any(struct unit *u, const struct node *v, type_id type, ast_id at)
{
	struct decimal d;
	int64_t i;
	struct node n = *v;

	n.type = type;
	if (!n.origin)
		n.origin = at;
	if (v->kind != OBJ_LITERAL)
		return v->kind == OBJ_OBJECT ? wrong(u, v, type, at) : n;
	if (decimal_parse(unit_str(u, v->text), &d) == DECIMAL_OK && d.unit == UNIT_NONE) {
		if (decimal_integer(&d, &i))
			return node_int(i, type, at);
		n.text = decimal_text(u->arena, u->names, &d);
		n.kind = OBJ_NUMBER;
		return n;
	}
	n.kind = OBJ_TEXT;
	return n;
}

struct node fit_scalar(struct unit *u, const struct node *v, type_id type, ast_id at)
{
	/* a quantity or a duration has more to say of a wrong unit */
	const struct schema_type *t = unit_type(u, type);
	if (v->kind == OBJ_LITERAL && ast_kind(u->tree, at) == AST_NUMBER && (unit_node(u, at)->flags & AST_RUNON) &&
	    t->form != TYPE_STRING && t->form != TYPE_QUANTITY && !(t->flags & (TYPE_SECONDS | TYPE_MILLIS))) {
		struct str s = unit_str(u, v->text);
		diag_edit(diag_label(diag_add(u->diags, E0104, unit_span(u, at), "`" STR_FMT "` is not a number",
					      STR_ARG(s)),
				     "if it is a text, write `\"" STR_FMT "\"`", STR_ARG(s)),
			  unit_span(u, at), arena_printf(u->arena, "\"" STR_FMT "\"", STR_ARG(s)), EDIT_MAYBE);
		return node_poison();
	}
	bool unquoted = v->kind == OBJ_LITERAL && node_is_data(u, at) && ast_kind(u->tree, at) == AST_NUMBER;
	switch ((enum type_form)t->form) {
	case TYPE_STRING:
		if (unquoted) /* whatever it is for: the API server would not take it */
			return wrong(u, v, type, at);
		return fit_string(u, v, type, at);
	case TYPE_INT32:
	case TYPE_INT64:
		return fit_int(u, v, type, at);
	case TYPE_BOOL:
		return fit_bool(u, v, type, at);
	case TYPE_NUMBER:
		return fit_number(u, v, type, at);
	case TYPE_QUANTITY:
		return fit_quantity(u, v, type, at);
	case TYPE_DURATION:
		return fit_formed(u, v, type, at, FORMAT_GO_DURATION);
	case TYPE_TIME:
	case TYPE_MICROTIME:
		return fit_formed(u, v, type, at, FORMAT_TIME);
	case TYPE_BYTES:
		return fit_formed(u, v, type, at, FORMAT_BASE64);
	case TYPE_INT_OR_STRING:
		return fit_int_or_string(u, v, type, at);
	case TYPE_ANY:
		return fit_any(u, v, type, at);
	case TYPE_NOTHING:
		return *v;
	default:
		return wrong(u, v, type, at);
	}
}
