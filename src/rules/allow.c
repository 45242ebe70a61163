/* SPDX-License-Identifier: Apache-2.0 */
/*
 * allow: `allow NAME: "reason"` excepts an object, all in an app, or all that
 * an instance or include makes, from a rule. An exception that nothing needs is told, so that none outlives its
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

/* ---- looking one up ---- */

/* What an exception is for, as numbers: there may be as many as there are objects. */
struct key {
	sym rule;
	uint32_t object, use, app; /* numbers from 1, of one of them; the others are 0 */
};

static struct key key_of(const struct allowance *a)
{
	struct key key = {.rule = a->rule};

	if (a->self)
		key.object = a->self->number + 1;
	else if (a->use)
		key.use = a->use->number;
	else if (a->app)
		key.app = a->app->serial + 1;
	return key;
}

static int compare(const struct key *x, const struct key *y)
{
	if (x->rule != y->rule)
		return x->rule < y->rule ? -1 : 1;
	if (x->object != y->object)
		return x->object < y->object ? -1 : 1;
	if (x->use != y->use)
		return x->use < y->use ? -1 : 1;
	return (x->app > y->app) - (x->app < y->app);
}

static int by_key(const void *a, const void *b)
{
	struct key x = key_of(a), y = key_of(b);

	return compare(&x, &y);
}

void allows_sort(struct unit *u)
{
	if (u->allows.n)
		qsort(u->allows.v, u->allows.n, sizeof *u->allows.v, by_key);
}

/* Those of KEY are used now; false if there are none. */
static bool use(struct unit *u, struct key key)
{
	uint32_t lo = 0, hi = u->allows.n;
	bool found = false;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		struct key there = key_of(&u->allows.v[mid]);
		if (compare(&there, &key) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < u->allows.n; lo++) {
		struct key there = key_of(&u->allows.v[lo]);
		if (compare(&there, &key) != 0)
			break;
		found = u->allows.v[lo].used = true;
	}
	return found;
}

bool allowed(struct unit *u, const struct instance *object, sym name)
{
	bool found = use(u, (struct key){.rule = name, .object = object->number + 1});

	for (const struct app *app = object->app; app; app = app->up)
		if (!app->file)
			found |= use(u, (struct key){.rule = name, .app = app->serial + 1});
	for (const struct expansion *in = object->in; in; in = in->up)
		if (in->number)
			found |= use(u, (struct key){.rule = name, .use = in->number});
	return found;
}

/* ---- what was not needed ---- */

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
			any |= u->allows.v[end].self || u->allows.v[end].use || u->allows.v[end].app;
		}
		if (used || !any)
			continue;
		diag_label(diag_add(u->diags, W0806, decl_span(u, item),
				    "nothing needs this exception from `" STR_FMT "`",
				    STR_ARG(unit_str(u, unit_node(u, item)->sym))),
			   "the rule does not complain here: leave it out");
	}
}
