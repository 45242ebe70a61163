/* SPDX-License-Identifier: Apache-2.0 */
/*
 * calls: which functions call which. A function that calls itself, directly or
 * through others, is a mistake of its declaration, whether it is used or not.
 */
#include "eval/eval.h"

/* The functions whose bodies are being looked at, innermost first; a chain through the C stack. */
struct frame {
	const struct frame *up;
	ast_id fn;
	ast_id call; /* in it, that is being followed */
};

/* The function of the user that the CALL at ID means in SCOPE; NULL if it is none. */
static struct local *called(struct unit *u, ast_id id, struct scope *scope)
{
	ast_id callee = ast_first(u->tree, id);
	struct local *l = NULL;

	if (ast_kind(u->tree, callee) == AST_WORD) {
		l = scope_find(scope, unit_node(u, callee)->sym);
	} else if (ast_kind(u->tree, callee) == AST_MEMBER) {
		ast_id base = ast_first(u->tree, callee), key = ast_next(u->tree, base);
		struct local *m =
			ast_kind(u->tree, base) == AST_WORD ? scope_find(scope, unit_node(u, base)->sym) : NULL;
		bool module = m && m->kind == LOCAL_MODULE && m->names;
		if (ast_kind(u->tree, key) == AST_KEY)
			l = module ? scope_here(m->names, unit_node(u, key)->sym)
				   : scope_find(scope, unit_node(u, key)->sym);
	}
	return l && l->kind == LOCAL_FN && !unit_library(u, l->decl) ? l : NULL;
}

static void complain(struct unit *u, const struct frame *innermost, const struct local *to)
{
	struct str name = unit_str(u, to->name);
	struct diag *d =
		diag_add(u->diags, E0307, unit_span(u, innermost->call), "`" STR_FMT "` calls itself", STR_ARG(name));

	for (const struct frame *f = innermost; f && f->fn != to->decl; f = f->up)
		diag_also(d, unit_span(u, f->up->call), "by way of this");
	diag_also(d, decl_span(u, to->decl), "declared here");
	diag_note(d, "a function may not call itself, so that every evaluation ends");
}

static void look_at(struct unit *u, struct local *fn, const struct frame *up);

static void walk(struct unit *u, ast_id id, struct scope *scope, struct frame *here)
{
	if (ast_kind(u->tree, id) == AST_CALL) {
		struct local *to = called(u, id, scope);
		const struct frame *f = here;
		here->call = id;
		while (to && f && f->fn != to->decl)
			f = f->up;
		if (to && f) {
			complain(u, here, to);
			index_add(u->arena, &u->endless, SYM_EMPTY, to->decl, NULL);
		} else if (to) {
			look_at(u, to, here);
		}
	}
	AST_EACH (u->tree, id, child) {
		walk(u, child, scope, here);
	}
}

static void look_at(struct unit *u, struct local *fn, const struct frame *up)
{
	struct frame here = {.up = up, .fn = fn->decl};

	if (index_first(&u->functions, SYM_EMPTY, fn->decl))
		return;
	walk(u, ast_child(u->tree, fn->decl, 2), fn->scope, &here);
	index_add(u->arena, &u->functions, SYM_EMPTY, fn->decl, NULL);
}

void calls_check(struct unit *u, struct scope *scope)
{
	for (uint32_t i = 0; i < scope->n; i++) {
		struct local *l = &scope->v[i];
		if (l->kind != LOCAL_FN || unit_library(u, l->decl))
			continue;
		look_at(u, l, NULL);
		l->wrong = index_first(&u->endless, SYM_EMPTY, l->decl) != NULL;
	}
}
