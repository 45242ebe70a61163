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
		AST_EACH (u->tree, inst->body, item) {
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

	if (inst->broken)
		return true; /* what it has is not known */
	if (!value)
		return false;
	if (ast_kind(u->tree, value) != AST_LIST)
		return key_text(u, inst, value, &text) && text == u->word.star;
	AST_EACH (u->tree, value, e) {
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
		AST_EACH (u->tree, value, e) {
			if (n++ < 8 && key_text(u, inst, e, &text))
				list = arena_printf(u->arena, "%s%s`" STR_FMT "`", list ? list : "", list ? ", " : "",
						    STR_ARG(unit_str(u, text)));
		}
	return list;
}

/* ---- ports, selector: written as in a body, by blocks and by paths ---- */

/* The word that the item's path begins with. */
static sym first_key(const struct unit *u, const struct ast_node *n)
{
	return n->flags & AST_SIMPLE ? n->sym : unit_node(u, ast_first(u->tree, n->first))->sym;
}

static void collect(struct unit *u, struct instance *inst, ast_id item, type_id type, struct node *out)
{
	const struct ast_node *n = unit_node(u, item);
	struct container in = container_of(u, out, type);
	struct step steps[MAX_STEPS];

	if (!(n->flags & AST_SIMPLE)) {
		uint32_t count = path_steps(u, n->first, inst->scope, steps);
		if (count > 1)
			path_set(u, &in, steps + 1, count - 1, ast_next(u->tree, n->first), inst->scope);
	} else if (ast_kind(u->tree, n->first) == AST_BLOCK) {
		block_items(u, n->first, inst->scope, &in);
	} else {
		struct node v = eval_slot(u, n->first, inst->scope, type);
		if (v.kind == out->kind)
			*out = v;
	}
}

/* All that the body says of NAME, as a list or map of TYPE; false if it says nothing. */
static bool said(struct unit *u, struct instance *inst, sym name, type_id type, struct node *out)
{
	bool any = false;

	if (!inst->body)
		return false;
	*out = unit_type(u, type)->form == TYPE_LIST ? node_list(u->arena, type, inst->body)
						     : node_map(u->arena, type, inst->body);
	AST_EACH (u->tree, inst->body, item) {
		const struct ast_node *n = unit_node(u, item);
		if (n->kind != AST_FIELD || first_key(u, n) != name)
			continue;
		collect(u, inst, item, type, out);
		any = true;
	}
	return any;
}

bool extern_ports(struct unit *u, struct instance *inst, struct node *out)
{
	const struct schema_kind *k = kind_of(u, inst);

	return k->ports && said(u, inst, u->word.ports, schema_slot_type(u->schema, k->ports, k->type), out);
}

bool extern_selector(struct unit *u, struct instance *inst, struct node *out)
{
	/* labels like those that an app may set */
	field_id f = schema_field(u->schema, u->schema->settings, sym_of(u->names, "labels"));

	if (!said(u, inst, u->word.selector, u->schema->fields[f].type, out))
		return false;
	out->type = 0;
	return true;
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
		AST_EACH (u->tree, value, e) {
			(void)key_text(u, inst, e, &text);
		}
	} else if (key_text(u, inst, value, &text) && text != u->word.star) {
		diag_label(diag_add(u->diags, E0202, unit_span(u, value), "expected a list of keys, or \"*\""),
			   "write `[" STR_FMT "]`", STR_ARG(unit_str(u, text)));
	}
}

/* May an item of the body begin with NAME? */
static bool may_say(const struct unit *u, const struct schema_kind *k, sym name, bool simple)
{
	if (name == u->word.ports || name == u->word.selector)
		return name == u->word.ports ? k->ports : k->pods;
	if (!simple)
		return false;
	return (name == u->word.namespace_ && (k->flags & KIND_NAMESPACED)) || (name == u->word.keys && k->nkeys);
}

void extern_check(struct unit *u, struct instance *inst)
{
	struct node ignored;
	ast_id keys = item_value(u, inst, u->word.keys);
	uint32_t errors = u->diags->errors;

	if (!inst->body)
		return;
	AST_EACH (u->tree, inst->body, item) {
		const struct ast_node *n = unit_node(u, item);
		if (n->kind == AST_ERROR)
			continue;
		if (n->kind != AST_FIELD)
			diag_label(diag_add(u->diags, E0310, unit_span(u, item), "this cannot stand in an `extern`"),
				   "it says where the object is, its keys, ports and selector, no more");
		else if (!may_say(u, kind_of(u, inst), first_key(u, n), n->flags & AST_SIMPLE))
			no_item(u, inst, n->flags & AST_SIMPLE ? item : n->first, first_key(u, n));
	}
	if (keys && kind_of(u, inst)->nkeys)
		check_keys(u, inst, keys);
	(void)extern_ports(u, inst, &ignored);
	if (kind_of(u, inst)->pods)
		(void)extern_selector(u, inst, &ignored);
	inst->broken = u->diags->errors > errors;
}
