/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local: the values of locals, parameters and arguments.
 *
 * One without a type is what is written, evaluated anew against each place
 * where it is used. One with a type is a value of that type wherever it is
 * used, so it is evaluated once, unless it depends on where objects are looked
 * for.
 */
#include "eval/block.h"
#include "eval/text.h"
#include "eval/trace.h"

#include "schema/nearest.h"

/* What is no value, but the name of something else. */
static struct node not_a_value(struct unit *u, struct local *l, ast_id at)
{
	struct str name = unit_str(u, l->name);

	switch ((enum local_kind)l->kind) {
	case LOCAL_FN:
		diag_add(u->diags, E0220, unit_span(u, at), "`" STR_FMT "` is a function: call it, `" STR_FMT "(...)`",
			 STR_ARG(name), STR_ARG(name));
		break;
	case LOCAL_COMPONENT:
		diag_label(diag_add(u->diags, E0301, unit_span(u, at), "`" STR_FMT "` is a component, and no value",
				    STR_ARG(name)),
			   "it is used like a kind: `" STR_FMT " name { ... }`", STR_ARG(name));
		break;
	case LOCAL_MODULE:
		diag_label(diag_add(u->diags, E0301, unit_span(u, at), "`" STR_FMT "` is a file, and no value",
				    STR_ARG(name)),
			   "its names are behind a dot: `" STR_FMT ".x`", STR_ARG(name));
		break;
	case LOCAL_INSIDE:
		diag_label(diag_add(u->diags, E0301, unit_span(u, at),
				    "`" STR_FMT "` is an included file, and no value", STR_ARG(name)),
			   "its objects are behind a dot: `" STR_FMT ".web`", STR_ARG(name));
		break;
	default:
		complain_clash(u, at, l);
	}
	return node_poison();
}

/* Evaluates EXPR, the value of L, against TYPE; meeting L again on the way is a cycle. */
static struct node eval_once(struct unit *u, struct local *l, ast_id at, ast_id expr, type_id type)
{
	struct reading now = {.up = u->reading, .local = l, .at = at};

	if (l->busy) {
		complain_cycle(u, &now);
		return node_poison();
	}
	bool patching = u->patching;
	l->busy = true;
	u->reading = &now;
	u->patching = patching && (l->given || l->kind == LOCAL_THUNK); /* an argument of a call stands in the patch */
	struct node v = eval_slot(u, expr, l->given ? l->given_scope : l->scope, type);
	u->patching = patching;
	u->reading = now.up;
	l->busy = false;
	if (v.kind == OBJ_POISON && !v.type)
		spend_values(u, 20, at); /* looking for what was meant costs more than a value */
	return v;
}

/* What is read again is what was written: the place gives a number its type. */
struct node as_written(struct unit *u, struct node v)
{
	if (v.kind == OBJ_INT)
		v.text = int_sym(u, v.i);
	if (v.kind == OBJ_INT || v.kind == OBJ_NUMBER) {
		v.kind = OBJ_LITERAL;
		v.type = 0;
	}
	return v;
}

static void compare_maps(struct unit *u, const struct local *l, const struct map *below, const struct map *over)
{
	for (uint32_t i = 0; i < over->n; i++) {
		const struct entry *o = &over->v[i];
		const struct node *b = map_value(below, o->key);
		struct nearest n;

		if (b && b->kind == OBJ_MAP && o->value.kind == OBJ_MAP)
			compare_maps(u, l, b->map, o->value.map);
		if (b)
			continue;
		nearest_init(&n, unit_str(u, o->key));
		for (uint32_t j = 0; j < below->n; j++)
			if (!map_value(over, below->v[j].key))
				nearest_feed(&n, unit_str(u, below->v[j].key));
		if (!n.best.n || n.cost > 4)
			continue;
		struct diag *d = diag_add(u->diags, W0321, unit_span(u, o->value.origin),
					  "the default of `" STR_FMT "` has no key `" STR_FMT "`",
					  STR_ARG(unit_str(u, l->name)), STR_ARG(unit_str(u, o->key)));
		diag_label(d, "did you mean `" STR_FMT "`?", STR_ARG(n.best));
		diag_also(d, decl_span(u, l->decl), "declared here");
		diag_help(d, "to allow any key give the parameter a type, as in `{string: string}`");
	}
}

void compare_keys(struct unit *u, struct local *l, const struct node *below, const struct node *over)
{
	if (local_type(u, l) || below->kind != OBJ_MAP || over->kind != OBJ_MAP)
		return;
	compare_maps(u, l, below->map, over->map);
}

/* The block that was given for L, over the default. */
static struct node laid_over(struct unit *u, struct local *l, ast_id at, type_id type)
{
	ast_id dflt = ast_child(u->tree, l->decl, 1);
	struct node v = eval_once(u, l, at, l->given, type);
	struct node below = ast_kind(u->tree, dflt) != AST_NONE ? eval_slot(u, dflt, l->scope, type) : node_null();

	if (below.kind != v.kind)
		return v;
	v.flags &= (uint8_t) ~(OBJ_WHOLE | OBJ_REPLACES);
	if (!l->compared)
		compare_keys(u, l, &below, &v);
	l->compared = true;
	merge_over(u, &below, &v);
	return below;
}

/*
 * The value of L, whose declared type is TYPE: the type says what the value
 * is, whatever place it is used for. It is kept unless it depends on where the
 * objects are looked for.
 */
static struct node typed_value(struct unit *u, struct local *l, ast_id at, type_id type)
{
	struct wish all = wish_now(u);
	const struct where *place = u->place;
	const struct reference *reference = u->reference;
	struct instance *referred = u->referred;
	bool nulled = u->nulled;
	uint32_t looks = u->looks;
	ast_id expr = l->filled ? AST_NIL : local_expr(u, l);
	struct node v = node_poison();

	if (l->known && !u->trace)
		return l->value;
	if (!l->filled && !expr)
		return v;
	u->nwant = 0;
	u->place = NULL;
	v = l->filled ? fit(u, &l->value, type, at)
	    : l->over ? laid_over(u, l, at, type)
		      : eval_once(u, l, at, expr, type);
	wish_back(u, all);
	u->place = place;
	u->reference = reference;
	u->referred = referred;
	u->nulled = nulled;
	if (v.kind == OBJ_NULL && !local_optional(u, l)) {
		complain_wrong_type(u, expr ? expr : l->decl, type, "null");
		v = node_poison();
	}
	if (v.kind == OBJ_POISON)
		return v;
	v = as_written(u, v);
	if (looks == u->looks && !l->filled) {
		l->value = v;
		l->known = true;
	}
	return v;
}

static struct node shared(struct node v)
{
	if (v.kind == OBJ_MAP || v.kind == OBJ_LIST)
		v.flags |= OBJ_SHARED;
	return v;
}

struct node eval_local(struct unit *u, struct local *l, ast_id at, type_id type)
{
	l->used = true;
	trace_local(u, l);
	if (l->kind == LOCAL_VALUE)
		return shared(fit(u, &l->value, type, at));
	if (l->kind != LOCAL_LET && l->kind != LOCAL_THUNK)
		return not_a_value(u, l, at);
	if (l->wrong)
		return node_poison();
	type_id declared = local_type(u, l);
	if (l->unknown) {
		struct node v = node_unknown(declared);
		return fit(u, &v, type, at);
	}
	if (l->over && !declared) {
		struct node v = laid_over(u, l, at, 0);
		return fit(u, &v, type, at);
	}
	if (declared || l->filled) {
		struct node v = declared ? typed_value(u, l, at, declared) : l->value;
		v = shared(v);
		return fit(u, &v, type, at);
	}
	ast_id expr = local_expr(u, l);
	/* a constant of the library, read by every row, or an argument between its functions: once is enough */
	bool constant = !type && unit_library(u, expr) && (!l->given || !u->dry);
	if (constant && l->known)
		return l->value;
	if (!expr)
		return node_poison();
	struct node v = eval_once(u, l, at, expr, type);
	if (!type)
		v.type = v.kind == OBJ_MAP || v.kind == OBJ_LIST ? v.type : 0;
	if (constant) {
		v.flags |= OBJ_SHARED;
		l->value = v;
		l->known = true;
	}
	return v;
}
