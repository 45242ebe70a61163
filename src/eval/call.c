/* SPDX-License-Identifier: Apache-2.0 */
/*
 * call: functions of the user, of the library, and those in C (function.c).
 *
 * An argument is passed as it is written, so that a literal gets its type
 * from the place in the body where it ends up. `x.f(a)` is `f(x, a)`.
 */
#include "eval/eval.h"

#include "eval/function.h"
#include "eval/trace.h"
#include "schema/nearest.h"

struct call {
	ast_id at;
	sym name;
	ast_id name_at;
	ast_id receiver;  /* x of x.f(), AST_NIL if none */
	struct local *fn; /* f of m.f(), where m is a file */
	struct scope *scope;
};

static bool parse_call(struct unit *u, ast_id id, struct scope *scope, struct call *c)
{
	ast_id callee = ast_first(u->tree, id);

	*c = (struct call){.at = id, .scope = scope, .name_at = callee};
	if (ast_kind(u->tree, callee) == AST_WORD) {
		c->name = unit_node(u, callee)->sym;
		return true;
	}
	if (ast_kind(u->tree, callee) == AST_MEMBER) {
		c->receiver = ast_first(u->tree, callee);
		c->name_at = ast_next(u->tree, c->receiver);
		if (!eval_key(u, c->name_at, scope, &c->name))
			return false;
		c->fn = module_member(u, callee, scope);
		return true;
	}
	diag_add(u->diags, E0220, unit_span(u, callee), "this is not a function");
	return false;
}

static void bind(struct local *l, ast_id expr, struct scope *scope)
{
	l->given = expr;
	l->given_scope = scope;
}

static struct local *parameter(struct scope *params, const struct local *order, sym name)
{
	(void)order;
	for (uint32_t i = 0; i < params->n; i++)
		if (params->v[i].name == name)
			return &params->v[i];
	return NULL;
}

static void suggest_parameter(struct unit *u, struct diag *d, const struct scope *params, struct str wrong)
{
	struct nearest n;

	nearest_init(&n, wrong);
	for (uint32_t i = 0; i < params->n; i++)
		nearest_feed(&n, unit_str(u, params->v[i].name));
	if (n.best.n)
		diag_label(d, "did you mean `" STR_FMT "`?", STR_ARG(n.best));
}

/* Gives the arguments to the parameters; false after a mistake. */
static bool bind_arguments(struct unit *u, const struct call *c, ast_id fn, struct scope *params)
{
	uint32_t next = 0;
	struct str name = unit_str(u, c->name);

	if (c->receiver && params->n)
		bind(&params->v[next++], c->receiver, c->scope);
	for (ast_id arg = ast_next(u->tree, ast_first(u->tree, c->at)); arg; arg = ast_next(u->tree, arg)) {
		sym given = unit_node(u, arg)->sym;
		struct local *l = given ? parameter(params, NULL, given) : next < params->n ? &params->v[next++] : NULL;
		if (!l || l->given) {
			struct str what = unit_str(u, l ? l->name : given);
			struct diag *d = l       ? diag_add(u->diags, E0220, unit_span(u, arg),
							    "`" STR_FMT "` is given the argument `" STR_FMT "` twice",
							    STR_ARG(name), STR_ARG(what))
					 : given ? diag_add(u->diags, E0220, unit_span(u, arg),
							    "`" STR_FMT "` has no parameter `" STR_FMT "`",
							    STR_ARG(name), STR_ARG(what))
						 : diag_add(u->diags, E0220, unit_span(u, arg),
							    "`" STR_FMT "` takes no more than %u argument%s",
							    STR_ARG(name), params->n, params->n == 1 ? "" : "s");
			if (given && !l)
				suggest_parameter(u, d, params, what);
			if (!(fn < u->tree->nfixed))
				diag_also(d, unit_span(u, fn), "declared here");
			return false;
		}
		bind(l, ast_first(u->tree, arg), c->scope);
	}
	return true;
}

/* What was not given comes from the defaults, which may use other parameters. */
static bool bind_defaults(struct unit *u, const struct call *c, ast_id params_node, struct scope *params)
{
	uint32_t i = 0;

	AST_EACH (u->tree, params_node, p) {
		struct local *l = &params->v[i++];
		ast_id dflt = ast_child(u->tree, p, 1);
		if (l->given)
			continue;
		if (ast_kind(u->tree, dflt) == AST_NONE) {
			diag_add(u->diags, E0220, unit_span(u, c->at), "`" STR_FMT "` needs the argument `" STR_FMT "`",
				 STR_ARG(unit_str(u, c->name)), STR_ARG(unit_str(u, l->name)));
			return false;
		}
		bind(l, dflt, params);
	}
	return true;
}

struct node call_function(struct unit *u, const struct local *fn, ast_id at, struct scope *scope, ast_id receiver,
			  type_id type)
{
	struct call c = {.at = at, .name = fn->name, .name_at = at, .receiver = receiver, .scope = scope};
	ast_id params_node = ast_first(u->tree, fn->decl);
	ast_id body = ast_child(u->tree, fn->decl, 2);
	uint32_t n = 0;

	AST_EACH (u->tree, params_node, p) {
		n++;
	}
	/* nothing of a call outlives it, so a few parameters need no memory of the arena */
	struct local few[8];
	struct scope room = {.up = fn->scope, .v = few, .n = n};
	struct scope *params = n <= 8 ? &room : scope_new(u, fn->scope, n);
	params->fn = fn->decl;
	params->caller = scope;
	n = 0;
	AST_EACH (u->tree, params_node, p) {
		params->v[n++] = (struct local){
			.name = unit_node(u, p)->sym, .kind = LOCAL_LET, .used = true, .decl = p, .scope = params};
	}
	if (!bind_arguments(u, &c, fn->decl, params) || !bind_defaults(u, &c, params_node, params))
		return node_poison();
	if (unit_library(u, fn->decl))
		return eval_slot(u, body, params, type);
	check_locals(u, params);
	ast_id result_at = ast_next(u->tree, params_node);
	type_id result = ast_kind(u->tree, result_at) != AST_NONE ? eval_type(u, result_at) : 0;
	struct node v = eval_slot(u, body, params, result ? result : type);
	if (!result)
		return v;
	v = as_written(u, v);
	return fit(u, &v, type, at);
}

static void complain_unknown(struct unit *u, const struct call *c)
{
	struct str name = unit_str(u, c->name);

	struct diag *d = diag_add(u->diags, E0301, unit_span(u, c->name_at), "there is no function `" STR_FMT "`",
				  STR_ARG(name));
	const char *near = function_nearest(u, name, c->scope), *help = function_foreign(name);

	if (help)
		diag_help(d, "%s", help);
	else if (near)
		diag_label(d, "did you mean `%s`?", near);
}

struct node eval_call(struct unit *u, ast_id id, struct scope *scope, type_id type)
{
	struct call c;
	struct node v;

	if (!parse_call(u, id, scope, &c))
		return node_poison();
	if (u->hooks.call && u->hooks.call(u, id, c.name, scope, &v))
		return fit(u, &v, type, id);
	struct local *fn = c.fn ? c.fn : scope_find(scope, c.name);
	if (c.fn)
		c.receiver = AST_NIL;
	if (fn && fn->kind == LOCAL_CLASH) {
		complain_clash(u, c.name_at, fn);
		return node_poison();
	}
	if (!fn || fn->kind != LOCAL_FN)
		fn = scope_find(u->library, c.name);
	if (fn && fn->kind == LOCAL_FN) {
		if (fn->wrong)
			return node_poison();
		fn->used = true;
		trace_call(u, fn);
		return call_function(u, fn, id, scope, c.receiver, type);
	}
	const struct function *f = function_find(unit_str(u, c.name));
	if (!f) {
		complain_unknown(u, &c);
		return node_poison();
	}
	v = function_call(u, f, id, c.receiver, scope);
	return fit(u, &v, type, id);
}
