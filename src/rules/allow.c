/* SPDX-License-Identifier: Apache-2.0 */
/*
 * allow: `allow NAME: "reason"` excepts an object, or all in an app, from a
 * rule. An exception that nothing needs is told, so that none outlives its
 * reason.
 */
#include "rules/ruling.h"

#include <stdlib.h>

#include "schema/nearest.h"

static bool is_rule(const struct rules *r, sym name)
{
	for (uint32_t i = 1; i < r->u->schema->nrules; i++)
		if (r->u->schema->rules[i].name == name)
			return true;
	for (uint32_t i = 0; i < r->all.n; i++)
		if (r->all.v[i]->name == name)
			return true;
	return false;
}

static void unknown_rule(struct rules *r, ast_id item)
{
	struct unit *u = r->u;
	sym name = unit_node(u, item)->sym;
	struct nearest n;

	nearest_init(&n, unit_str(u, name));
	for (uint32_t i = 1; i < u->schema->nrules; i++)
		nearest_feed(&n, unit_str(u, u->schema->rules[i].name));
	for (uint32_t i = 0; i < r->all.n; i++)
		nearest_feed(&n, unit_str(u, r->all.v[i]->name));
	struct diag *d = diag_add(u->diags, E0805, decl_span(u, item), "there is no rule `" STR_FMT "`",
				  STR_ARG(unit_str(u, name)));
	if (!n.best.n) {
		diag_label(d, "the name of a rule is shown where it complains");
		return;
	}
	diag_label(d, "did you mean `" STR_FMT "`?", STR_ARG(n.best));
	diag_edit(d, decl_span(u, item), arena_strndup(u->arena, n.best.p, n.best.n), EDIT_MAYBE);
}

static bool is_blank(struct str s)
{
	while (s.n && s.p[s.n - 1] <= ' ')
		s.n--;
	return s.n == 0;
}

void allows_check(struct rules *r)
{
	struct unit *u = r->u;

	for (uint32_t i = 0; i < u->allows.n; i++) {
		const struct allowance *a = &u->allows.v[i];
		ast_id reason = ast_first(u->tree, a->item);
		sym text;
		u->self = a->self;
		u->app = a->app;
		if (!is_rule(r, unit_node(u, a->item)->sym))
			unknown_rule(r, a->item);
		if (eval_text(u, reason, a->scope, &text) && is_blank(unit_str(u, text)))
			diag_label(diag_add(u->diags, E0805, unit_span(u, reason), "an exception needs a reason"),
				   "say why this may be so here");
	}
	u->self = NULL;
}

static bool is_for(const struct allowance *a, const struct instance *object)
{
	if (a->self)
		return a->self == object;
	for (const struct app *app = a->app ? object->app : NULL; app; app = app->up)
		if (app == a->app)
			return true;
	return false;
}

bool allowed(struct unit *u, const struct instance *object, sym name)
{
	bool found = false;

	for (uint32_t i = 0; i < u->allows.n; i++) {
		struct allowance *a = &u->allows.v[i];
		if (unit_node(u, a->item)->sym == name && is_for(a, object))
			found = a->used = true;
	}
	return found;
}

static int by_item(const void *a, const void *b)
{
	const struct allowance *x = a, *y = b;

	return (x->item > y->item) - (x->item < y->item);
}

void allows_report(struct unit *u)
{
	if (u->allows.n)
		qsort(u->allows.v, u->allows.n, sizeof *u->allows.v, by_item);
	for (uint32_t i = 0, end; i < u->allows.n; i = end) {
		ast_id item = u->allows.v[i].item;
		bool used = false, any = false;
		/* one item in a component or loop is for several objects: one that needs it is enough */
		for (end = i; end < u->allows.n && u->allows.v[end].item == item; end++) {
			used |= u->allows.v[end].used;
			any |= u->allows.v[end].self || u->allows.v[end].app;
		}
		if (used || !any)
			continue;
		diag_label(diag_add(u->diags, W0806, decl_span(u, item),
				    "nothing needs this exception from `" STR_FMT "`",
				    STR_ARG(unit_str(u, unit_node(u, item)->sym))),
			   "the rule does not complain here: leave it out");
	}
}
