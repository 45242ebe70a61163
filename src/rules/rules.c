/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rules: walks each object once, and runs on it and the values in it what is
 * for them; then the `assert`s and `warn`s that stand outside of rules. What
 * is not known, because it depends on a mistake told already, is passed over.
 */
#include "rules/rules.h"

#include "rules/ruling.h"
#include "wire/wire.h"

static void items(struct run *r, ast_id block, struct scope *scope);

/* ---- the items of a rule ---- */

/* Can COND be told? *YES is what it is; else what it lacks is in *MISSING, unless a mistake was told. */
static bool told(struct run *r, ast_id cond, struct scope *scope, bool *yes, struct node *missing)
{
	struct unit *u = r->u;
	bool known;

	*missing = node_null();
	u->missing = missing;
	*yes = eval_condition(u, cond, scope, &known);
	u->missing = NULL;
	return missing->kind == OBJ_NULL && known;
}

/* A mistake in the rule that only a value shows: once is enough. */
static void give_up(struct run *r)
{
	if (r->rule)
		r->rule->broken = true;
}

static void check_item(struct run *r, ast_id item, struct scope *scope)
{
	uint32_t errors = r->u->diags->errors;
	struct node missing;
	bool yes;

	bool known = told(r, ast_first(r->u->tree, item), scope, &yes, &missing);
	if (r->u->diags->errors > errors) {
		give_up(r);
		return;
	}
	if (known && yes)
		check_passed(r, item, scope);
	else
		check_failed(r, item, scope, &missing);
}

static void for_item(struct run *r, ast_id item, struct scope *scope)
{
	struct loop loop;
	struct node before = r->item;

	loop_begin(r->u, item, scope, &loop);
	while (loop_next(r->u, &loop)) {
		r->item = loop.scope->v[loop.scope->n - 1].value;
		items(r, ast_child(r->u->tree, item, 2), loop.scope);
	}
	r->item = before;
}

static void if_item(struct run *r, ast_id item, struct scope *scope)
{
	ast_id cond = ast_first(r->u->tree, item), then = ast_next(r->u->tree, cond),
	       other = ast_next(r->u->tree, then);
	struct node missing;
	bool yes;

	if (!told(r, cond, scope, &yes, &missing)) {
		if (missing.kind == OBJ_ABSENT)
			branch_unknown(r, cond, &missing);
		else
			give_up(r);
		return;
	}
	if (yes)
		items(r, then, scope);
	else if (other && ast_kind(r->u->tree, other) == AST_IF)
		if_item(r, other, scope);
	else if (other && ast_kind(r->u->tree, other) == AST_BLOCK)
		items(r, other, scope);
}

/* The scope of BLOCK's locals; it was looked at for mistakes before. */
static struct scope *scope_of_items(struct unit *u, ast_id block, struct scope *up)
{
	uint32_t n = 0;

	AST_EACH (u->tree, block, item) {
		n += ast_kind(u->tree, item) == AST_LET || ast_kind(u->tree, item) == AST_FN;
	}
	if (!n)
		return up;
	struct scope *scope = scope_new(u, up, n);
	n = 0;
	AST_EACH (u->tree, block, item) {
		enum ast_kind kind = ast_kind(u->tree, item);
		if (kind == AST_LET || kind == AST_FN)
			scope->v[n++] = (struct local){.name = unit_node(u, item)->sym,
						       .kind = kind == AST_FN ? LOCAL_FN : LOCAL_LET,
						       .used = true,
						       .decl = item,
						       .scope = scope};
	}
	scope_seal(scope);
	return scope;
}

static void one_item(struct run *r, ast_id item, struct scope *scope)
{
	if (r->rule && r->rule->broken)
		return;
	switch (ast_kind(r->u->tree, item)) {
	case AST_ASSERT:
	case AST_WARN:
		check_item(r, item, scope);
		break;
	case AST_FOR:
		for_item(r, item, scope);
		break;
	case AST_IF:
		if_item(r, item, scope);
		break;
	default:
		break;
	}
}

static void items(struct run *r, ast_id block, struct scope *scope)
{
	scope = scope_of_items(r->u, block, scope);
	AST_EACH (r->u->tree, block, item) {
		one_item(r, item, scope);
	}
}

/* ---- on objects and the values in them ---- */

static void run_rule(struct unit *u, struct rule *rule, struct instance *object, struct node value)
{
	struct run r = {.u = u, .rule = rule, .object = object, .value = value, .item = node_null()};
	struct local variable = {.name = rule->variable, .kind = LOCAL_VALUE, .used = true, .value = value};
	struct scope scope = {.up = rule->scope, .v = &variable, .n = 1};

	items(&r, rule->block, &scope);
}

struct walk {
	struct unit *u;
	const struct plan *plan;
	uint32_t ntypes;
	struct instance *object;
};

static void walk(const struct walk *w, const struct node *n)
{
	const struct plan *p = w->plan;

	if (n->type >= w->ntypes)
		return;
	if (n->kind == OBJ_LIST) {
		for (uint32_t i = 0; p->below[n->type] && i < n->list->n; i++)
			walk(w, &n->list->v[i]);
		return;
	}
	if (n->kind != OBJ_MAP)
		return;
	for (const struct link *l = p->by_type[n->type]; l; l = l->next)
		run_rule(w->u, l->rule, w->object, *n);
	for (uint32_t i = 0; p->below[n->type] && i < n->map->n; i++) {
		const struct node *v = &n->map->v[i].value;
		if (v->kind == OBJ_MAP || v->kind == OBJ_LIST)
			walk(w, v);
	}
}

static void run_on_object(struct rules *r, struct instance *object)
{
	struct unit *u = r->u;
	struct walk w = {u, plan_of(r, object->in), r->ntypes, object};
	const struct node *root = &object->o.root;
	struct node value = {.kind = OBJ_OBJECT, .ref = object->number};

	if (!w.plan->by_kind[object->o.kind] && !w.plan->below[root->type])
		return;
	wire_look_at(u, object);
	for (const struct link *l = w.plan->by_kind[object->o.kind]; l; l = l->next)
		run_rule(u, l->rule, object, value);
	walk(&w, root);
}

/* ---- outside of rules ---- */

static void run_item(struct unit *u, const struct ruling *item)
{
	struct run r = {.u = u, .alone = item, .object = item->self, .item = node_null(), .value = node_null()};

	if (ast_kind(u->tree, item->item) == AST_RULE || item->dry)
		return;
	u->using = item->in;
	u->app = item->app;
	u->self = item->self;
	one_item(&r, item->item, item->scope);
	u->using = NULL;
	u->self = NULL;
}

/* ---- the two times that they are looked at ---- */

static struct rules *new_rules(struct unit *u)
{
	struct rules *r = arena_zalloc(u->arena, sizeof *r);

	r->u = u;
	u->rules = r;
	r->ntypes = u->schema->ntypes;
	r->word_resources = sym_of(u->names, "resources");
	r->word_matching = sym_of(u->names, "matching");
	r->word_default = sym_of(u->names, "default");
	rules_collect(r);
	return r;
}

/* Nothing is known of what the rule is run on: mistakes that it makes anyway are found. */
static void look_at_rule(struct unit *u, struct rule *rule)
{
	uint32_t errors = u->diags->errors;

	if (rule->broken)
		return;
	rule_look(u, rule);
	rule_infer(u, rule);
	rule->broken = u->diags->errors > errors;
}

void rules_look(struct unit *u)
{
	struct rules *r = new_rules(u);

	words_begin(r);
	u->ruling = false; /* all branches are looked at */
	u->dry++;
	for (uint32_t i = 0; i < r->all.n; i++)
		look_at_rule(u, r->all.v[i]);
	for (uint32_t i = 0; i < u->rulings.n; i++)
		item_look(u, &u->rulings.v[i]);
	u->dry--;
	words_end(r);
	allows_check(r);
}

void rules_run(struct unit *u)
{
	struct rules *r = u->rules ? u->rules : new_rules(u);

	allows_sort(u);
	words_begin(r);
	for (uint32_t i = 0; i < u->instances.n; i++) {
		struct instance *object = u->instances.v[i];
		if (!object->external && !object->dropped && object->o.root.kind == OBJ_MAP)
			run_on_object(r, object);
	}
	for (uint32_t i = 0; i < u->rulings.n; i++)
		run_item(u, &u->rulings.v[i]);
	words_end(r);
	allows_report(u);
}
