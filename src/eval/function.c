/* SPDX-License-Identifier: Apache-2.0 */
/*
 * function: the table of functions written in C, and calling them.
 */
#include "eval/function.h"

#include "schema/nearest.h"

static const struct function functions[] = {
#define FUNCTION(name, symbol, least, most, params) {name, least, most, params, fn_##symbol},
#include "eval/function.def"
#undef FUNCTION
};

#define NFUNCTIONS (sizeof functions / sizeof *functions)

const struct function *function_find(struct str name)
{
	size_t lo = 0, hi = NFUNCTIONS;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int c = str_cmp(name, str_of(functions[mid].name));

		if (c == 0)
			return &functions[mid];
		if (c < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return NULL;
}

static bool add_argument(struct unit *u, struct arguments *args, ast_id id, struct scope *scope)
{
	const struct function *f = args->f;

	if (args->n == f->most) {
		diag_label(diag_add(u->diags, E0220, unit_span(u, id), "`%s` takes at most %d argument%s", f->name,
				    f->most, f->most == 1 ? "" : "s"),
			   "it is `%s(%s)`", f->name, f->params);
		return false;
	}
	args->at[args->n] = id;
	args->v[args->n] = eval_value(u, id, scope);
	if (node_missing(u, &args->v[args->n]))
		return false;
	return args->v[args->n++].kind != OBJ_POISON;
}

struct node function_call(struct unit *u, const struct function *f, ast_id call, ast_id receiver, struct scope *scope)
{
	struct arguments args;
	bool ok = true;

	/* not all of it: there is room for many arguments */
	args.f = f;
	args.n = 0;
	args.call = call;
	if (receiver)
		ok = add_argument(u, &args, receiver, scope);
	for (ast_id a = ast_next(u->tree, ast_first(u->tree, call)); a && ok; a = ast_next(u->tree, a)) {
		if (unit_node(u, a)->sym) {
			diag_label(diag_add(u->diags, E0220, unit_span(u, a), "`%s` takes its arguments without names",
					    f->name),
				   "it is `%s(%s)`", f->name, f->params);
			return node_poison();
		}
		ok = add_argument(u, &args, ast_first(u->tree, a), scope);
	}
	if (!ok)
		return node_poison();
	if (args.n < f->least) {
		diag_label(diag_add(u->diags, E0220, unit_span(u, call), "`%s` needs %d argument%s, found %u", f->name,
				    f->least, f->least == 1 ? "" : "s", args.n),
			   "it is `%s(%s)`", f->name, f->params);
		return node_poison();
	}
	return f->call(u, &args);
}

const char *function_nearest(struct unit *u, struct str name, struct scope *scope)
{
	struct nearest n;

	nearest_init(&n, name);
	for (; scope; scope = scope->up)
		for (uint32_t i = 0; i < scope->n; i++)
			if (scope->v[i].kind == LOCAL_FN)
				nearest_feed(&n, unit_str(u, scope->v[i].name));
	for (size_t i = 0; i < NFUNCTIONS; i++)
		nearest_feed(&n, str_of(functions[i].name));
	return n.best.n ? arena_strndup(u->arena, n.best.p, n.best.n) : NULL;
}
