/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rules: walks the items of each rule for each object of its kinds. What is
 * not known, because it depends on a mistake told already, is passed over.
 */
#include "rules/rules.h"

#include "eval/eval.h"
#include "wire/wire.h"

struct run {
	struct unit *u;
	const struct schema_rule *rule;
	enum diag_code code;
	struct instance *object;
	origin at; /* the value that the innermost loop is at */
};

static void items(struct run *r, ast_id block, struct scope *scope);

static void check_item(struct run *r, ast_id item, struct scope *scope)
{
	struct unit *u = r->u;
	ast_id cond = ast_first(u->tree, item);
	bool known;
	sym message;

	if (eval_condition(u, cond, scope, &known) || !known)
		return;
	if (!eval_text(u, ast_next(u->tree, cond), scope, &message))
		return;
	ast_id at = instance_place(u, r->object, r->at);
	diag_add(u->diags, r->code, unit_span(u, at), STR_FMT, STR_ARG(unit_str(u, message)));
}

static void for_item(struct run *r, ast_id item, struct scope *scope)
{
	struct loop loop;
	origin before = r->at;

	loop_begin(r->u, item, scope, &loop);
	while (loop_next(r->u, &loop)) {
		if (loop.dry)
			continue;
		r->at = loop.scope->v[loop.scope->n - 1].value.origin;
		items(r, ast_child(r->u->tree, item, 2), loop.scope);
	}
	r->at = before;
}

static void if_item(struct run *r, ast_id item, struct scope *scope)
{
	ast_id cond = ast_first(r->u->tree, item), then = ast_next(r->u->tree, cond),
	       other = ast_next(r->u->tree, then);
	bool known, yes = eval_condition(r->u, cond, scope, &known);

	if (!known)
		return;
	if (yes)
		items(r, then, scope);
	else if (other && ast_kind(r->u->tree, other) == AST_IF)
		if_item(r, other, scope);
	else if (other && ast_kind(r->u->tree, other) == AST_BLOCK)
		items(r, other, scope);
}

static void items(struct run *r, ast_id block, struct scope *scope)
{
	AST_EACH (r->u->tree, block, item) {
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
}

static void run_on(struct run *r, struct instance *object)
{
	struct unit *u = r->u;
	struct scope *scope = scope_new(u, u->library, 1);

	scope->v[0] = (struct local){.name = r->rule->variable, .kind = LOCAL_VALUE, .used = true};
	scope->v[0].value = (struct node){.kind = OBJ_OBJECT, .ref = object->number};
	r->object = object;
	r->at = 0;
	wire_look_at(u, object);
	items(r, r->rule->block, scope);
}

void rules_run(struct unit *u)
{
	for (uint32_t i = 1; i < u->schema->nrules; i++) {
		struct run r = {.u = u, .rule = &u->schema->rules[i]};
		r.code = diag_code_named(unit_str(u, r.rule->name));
		for (uint32_t k = 0; k < u->instances.n; k++) {
			struct instance *object = u->instances.v[k];
			if (!object->external && schema_kind_in(u->schema, r.rule->kinds, object->o.kind))
				run_on(&r, object);
		}
	}
	u->self = NULL;
}
