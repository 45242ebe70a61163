/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outside: what `extern` says of an object that is in the cluster already.
 *
 * Its body is no object: it has `namespace`, `keys` (a list of names, or "*"),
 * `ports` (as a Service or container writes them) and `selector` (plain labels
 * of its pods).
 */
#include "eval/eval.h"

#include "eval/block.h"

static const struct schema_kind *kind_of(const struct unit *u, const struct instance *inst)
{
	return &u->schema->kinds[inst->o.kind];
}

/* The value of the item NAME; AST_NIL if there is none. */
static ast_id item_value(const struct unit *u, const struct instance *inst, sym name)
{
	if (inst->body)
		AST_EACH(u->tree, inst->body, item) {
			const struct ast_node *n = unit_node(u, item);
			if (n->kind == AST_FIELD && (n->flags & AST_SIMPLE) && n->sym == name)
				return n->first;
		}
	return AST_NIL;
}

/* ---- namespace ---- */

sym extern_namespace(struct unit *u, struct instance *inst)
{
	ast_id value = item_value(u, inst, u->word.namespace_);
	field_id f = schema_field(u->schema, u->schema->settings, u->word.namespace_);

	if (!value)
		return inst->library ? SYM_EMPTY : inst->app->namespace_;
	struct node v = eval_slot(u, value, inst->scope, u->schema->fields[f].type);
	return v.kind == OBJ_TEXT ? v.text : SYM_EMPTY;
}

/* ---- keys ---- */

/* A word in the list is that literal key. */
static bool key_text(struct unit *u, const struct instance *inst, ast_id e, sym *out)
{
	if (ast_kind(u->tree, e) == AST_WORD) {
		*out = unit_node(u, e)->sym;
		return true;
	}
	return eval_text(u, e, inst->scope, out);
}

bool extern_has_key(struct unit *u, struct instance *inst, sym key)
{
	ast_id value = item_value(u, inst, u->word.keys);
	sym text;

	if (!value)
		return false;
	if (ast_kind(u->tree, value) != AST_LIST)
		return eval_text(u, value, inst->scope, &text) && text == u->word.star;
	AST_EACH(u->tree, value, e) {
		if (key_text(u, inst, e, &text) && text == key)
			return true;
	}
	return false;
}

const char *extern_keys_text(struct unit *u, struct instance *inst)
{
	ast_id value = item_value(u, inst, u->word.keys);
	const char *list = NULL;
	uint32_t n = 0;
	sym text;

	if (value && ast_kind(u->tree, value) == AST_LIST)
		AST_EACH(u->tree, value, e) {
			if (n++ < 8 && key_text(u, inst, e, &text))
				list = arena_printf(u->arena, "%s%s`" STR_FMT "`", list ? list : "", list ? ", " : "",
						    STR_ARG(unit_str(u, text)));
		}
	return list;
}

/* ---- ports ---- */

bool extern_ports(struct unit *u, struct instance *inst, struct node *out)
{
	ast_id value = item_value(u, inst, u->word.ports);
	path_id path = kind_of(u, inst)->ports;

	if (!value || !path)
		return false;
	*out = eval_slot(u, value, inst->scope, schema_slot_type(u->schema, path, kind_of(u, inst)->type));
	return out->kind == OBJ_LIST;
}

/* ---- mistakes ---- */

static void no_item(struct unit *u, const struct instance *inst, ast_id at, sym name)
{
	const struct schema_kind *k = kind_of(u, inst);
	struct diag *d = diag_add(u->diags, E0310, unit_span(u, at), "`extern " STR_FMT "` has no `" STR_FMT "`",
				  STR_ARG(unit_str(u, k->name)), STR_ARG(unit_str(u, name)));
	const char *text = NULL;
	const char *items[] = {k->flags & KIND_NAMESPACED ? "namespace" : NULL, k->nkeys ? "keys" : NULL,
			       k->ports ? "ports" : NULL, k->pods ? "selector" : NULL};

	for (unsigned i = 0; i < sizeof items / sizeof *items; i++)
		if (items[i])
			text = arena_printf(u->arena, "%s%s`%s`", text ? text : "", text ? ", " : "", items[i]);
	if (text)
		diag_label(d, "it may have %s", text);
	else
		diag_label(d, "its name is all that is said of it");
}

static void check_keys(struct unit *u, const struct instance *inst, ast_id value)
{
	sym text;

	if (ast_kind(u->tree, value) == AST_LIST) {
		AST_EACH(u->tree, value, e) {
			(void)key_text(u, inst, e, &text);
		}
	} else if (key_text(u, inst, value, &text) && text != u->word.star) {
		diag_label(diag_add(u->diags, E0202, unit_span(u, value), "expected a list of keys, or \"*\""),
			   "write `[" STR_FMT "]`", STR_ARG(unit_str(u, text)));
	}
}

void extern_check(struct unit *u, struct instance *inst)
{
	const struct schema_kind *k = kind_of(u, inst);
	struct node ports;

	if (!inst->body)
		return;
	AST_EACH(u->tree, inst->body, item) {
		const struct ast_node *n = unit_node(u, item);
		bool simple = n->kind == AST_FIELD && (n->flags & AST_SIMPLE);
		if (simple && n->sym == u->word.namespace_ && (k->flags & KIND_NAMESPACED))
			continue;
		if (simple && n->sym == u->word.selector && k->pods)
			continue;
		if (simple && n->sym == u->word.keys && k->nkeys)
			check_keys(u, inst, n->first);
		else if (simple && n->sym == u->word.ports && k->ports)
			(void)extern_ports(u, inst, &ports);
		else if (simple)
			no_item(u, inst, item, n->sym);
		else if (n->kind != AST_ERROR)
			diag_label(diag_add(u->diags, E0310, unit_span(u, item), "this cannot stand in an `extern`"),
				   "it says where the object is, its keys, ports and selector, no more");
	}
}
