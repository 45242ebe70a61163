/* SPDX-License-Identifier: Apache-2.0 */
/*
 * look: rules and assertions looked at by themselves, before anything is known
 * of the objects: their words, calls and messages. Nothing is kept.
 */
#include "rules/ruling.h"

static void look_block(struct unit *u, ast_id block, struct scope *up);

/* The condition and the message of an ASSERT or WARN item. */
static void look_check(struct unit *u, ast_id item, struct scope *scope)
{
	ast_id cond = ast_first(u->tree, item), message = ast_next(u->tree, cond);
	bool known;
	sym text;

	eval_condition(u, cond, scope, &known);
	eval_text(u, message, scope, &text);
	if (ast_kind(u->tree, message) == AST_STRING && !unit_node(u, message)->sym)
		diag_label(diag_add(u->diags, E0805, unit_span(u, message), "the message is empty"),
			   "say what is wrong, and what to do");
}

static void look_for(struct unit *u, ast_id item, struct scope *scope)
{
	struct loop loop;

	loop_begin(u, item, scope, &loop);
	while (loop_next(u, &loop))
		look_block(u, ast_child(u->tree, item, 2), loop.scope);
}

static void look_if(struct unit *u, ast_id item, struct scope *scope)
{
	ast_id cond = ast_first(u->tree, item), then = ast_next(u->tree, cond), other = ast_next(u->tree, then);
	bool known;

	eval_condition(u, cond, scope, &known);
	look_block(u, then, scope);
	if (other && ast_kind(u->tree, other) == AST_IF)
		look_if(u, other, scope);
	else if (other && ast_kind(u->tree, other) == AST_BLOCK)
		look_block(u, other, scope);
}

static void look_item(struct unit *u, ast_id item, struct scope *scope)
{
	switch (ast_kind(u->tree, item)) {
	case AST_ASSERT:
	case AST_WARN:
		look_check(u, item, scope);
		break;
	case AST_FOR:
		look_for(u, item, scope);
		break;
	case AST_IF:
		look_if(u, item, scope);
		break;
	case AST_LET:
	case AST_FN:
	case AST_ERROR:
		break;
	default:
		diag_label(diag_add(u->diags, E0805, unit_span(u, item), "this cannot stand inside a rule"),
			   "expected `assert`, `warn`, `let`, `if` or `for`");
	}
}

static void look_block(struct unit *u, ast_id block, struct scope *up)
{
	struct scope *scope = scope_of_block(u, block, up);

	AST_EACH (u->tree, block, item) {
		look_item(u, item, scope);
	}
	if (scope == up)
		return;
	check_locals(u, scope);
	scope_mark_unused(u, scope);
	scope_report_unused(u, scope);
}

/* Does it hold anything that could fail? */
static bool checks(const struct unit *u, ast_id id)
{
	enum ast_kind kind = ast_kind(u->tree, id);

	if (kind == AST_ASSERT || kind == AST_WARN || kind == AST_ERROR)
		return true;
	AST_EACH (u->tree, id, child) {
		if (checks(u, child))
			return true;
	}
	return false;
}

void rule_look(struct unit *u, const struct rule *rule)
{
	struct local variable = {
		.name = rule->variable, .kind = LOCAL_VALUE, .used = true, .decl = rule->item, .value = node_poison()};
	struct scope scope = {.up = rule->scope, .v = &variable, .n = 1};

	if (!checks(u, rule->block))
		diag_label(diag_add(u->diags, E0805, decl_span(u, rule->item), "the rule `" STR_FMT "` checks nothing",
				    STR_ARG(unit_str(u, rule->name))),
			   "it holds neither `assert` nor `warn`");
	look_block(u, rule->block, &scope);
}

void item_look(struct unit *u, const struct ruling *item)
{
	if (ast_kind(u->tree, item->item) == AST_RULE)
		return;
	u->using = item->in;
	u->app = item->app;
	u->self = item->self;
	look_item(u, item->item, item->scope);
	u->using = NULL;
	u->self = NULL;
}
