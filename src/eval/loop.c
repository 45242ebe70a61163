/* SPDX-License-Identifier: Apache-2.0 */
/*
 * loop: `for x in list` and `for k, v in map`, as items, in lists and maps.
 *
 * A loop over nothing, or over something that is not known, runs once with
 * unknown variables, so that mistakes in its body are found.
 */
#include "eval/eval.h"
#include "eval/text.h"

void loop_begin(struct unit *u, ast_id id, struct scope *scope, struct loop *loop)
{
	const struct ast_node *n = unit_node(u, id);
	ast_id second = n->first, list = ast_next(u->tree, second);
	bool two = ast_kind(u->tree, second) == AST_WORD;

	*loop = (struct loop){.list = eval_value(u, list, scope)};
	loop->room = (struct scope){.up = scope, .v = loop->vars, .n = two ? 2 : 1};
	loop->scope = &loop->room;
	loop->scope->v[0] = (struct local){.name = n->sym, .kind = LOCAL_VALUE, .decl = id};
	if (two)
		loop->scope->v[1] =
			(struct local){.name = unit_node(u, second)->sym, .kind = LOCAL_VALUE, .decl = second};
	if (loop->list.kind == OBJ_LIST) {
		loop->n = loop->list.list->n;
	} else if (loop->list.kind == OBJ_MAP) {
		loop->n = loop->list.map->n;
	} else if (loop->list.kind == OBJ_NULL || (u->ruling && loop->list.kind == OBJ_ABSENT)) {
		loop->n = 0;
	} else if (loop->list.kind != OBJ_POISON) {
		diag_label(diag_add(u->diags, E0219, unit_span(u, list), "`for` needs a list or a map, found %s",
				    value_kind_text(u, &loop->list)),
			   "expected a list or a map");
	}
	loop->dry = loop->n == 0 && !u->ruling && !unit_in_row(u, id);
	if (loop->dry)
		u->dry++;
}

static void set(struct loop *loop, uint32_t var, struct node v)
{
	if (var < loop->scope->n)
		loop->scope->v[var].value = v;
}

bool loop_next(struct unit *u, struct loop *loop)
{
	uint32_t i = loop->i++;

	if (loop->dry) {
		if (i) {
			u->dry--;
			return false;
		}
		set(loop, 0, node_poison());
		set(loop, 1, node_poison());
		return true;
	}
	if (i >= loop->n || !spend_values(u, 4, loop->list.origin))
		return false; /* a round makes more than its values: scopes, messages, texts */
	if (loop->list.kind == OBJ_LIST) {
		struct node number = node_int(i, 0, loop->list.origin);
		bool two = loop->scope->n == 2;
		set(loop, 0, two ? number : loop->list.list->v[i]);
		set(loop, 1, loop->list.list->v[i]);
		return true;
	}
	const struct entry *e = &loop->list.map->v[i];
	struct node key = {.kind = OBJ_TEXT, .text = e->key, .origin = e->value.origin};
	set(loop, 0, key);
	set(loop, 1, e->value);
	return true;
}
