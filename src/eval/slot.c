/* SPDX-License-Identifier: Apache-2.0 */
/*
 * slot: an expression against the type of the place it stands in.
 *
 * Conditionals, parentheses, `??` and locals pass the slot on to what they
 * stand for, so that a literal gets its type from where it ends up.
 */
#include "eval/block.h"
#include "eval/text.h"

static struct node eval_cond(struct unit *u, ast_id id, struct scope *scope, type_id type)
{
	ast_id cond = ast_first(u->tree, id);
	ast_id then = ast_next(u->tree, cond);
	ast_id other = ast_next(u->tree, then);
	bool known;
	bool yes = eval_condition(u, cond, scope, &known);
	struct node v = node_poison();

	if (u->ruling || unit_in_row(u, id)) /* no mistakes to look for in the branch not taken */
		return known ? eval_slot(u, yes ? then : other, scope, type) : v;
	bool first = known && yes, second = known && !yes;
	u->dry += !first;
	struct node a = eval_slot(u, then, first ? scope : scope_untaken(u, cond, scope), type);
	u->dry -= !first;
	if (first)
		v = a;
	u->dry += !second;
	struct node b = eval_slot(u, other, second ? scope : scope_untaken(u, cond, scope), type);
	u->dry -= !second;
	if (known && !yes)
		v = b;
	return v;
}

static struct node eval_coalesce(struct unit *u, ast_id id, struct scope *scope, type_id type)
{
	ast_id left = ast_first(u->tree, id);
	struct node v = eval_slot(u, left, scope, type);

	if (v.kind == OBJ_NULL || v.kind == OBJ_ABSENT)
		return eval_slot(u, ast_next(u->tree, left), scope, type);
	return v;
}

/* ---- lists ---- */

static void add_spread(struct unit *u, struct node *list, ast_id e, struct scope *scope)
{
	struct node v = eval_slot(u, ast_first(u->tree, e), scope, list->type);

	if (v.kind == OBJ_LIST) {
		if (!spend_values(u, v.list->n, e)) /* copies take room too */
			return;
		for (uint32_t i = 0; i < v.list->n; i++)
			*list_add(u->arena, list->list) = v.list->v[i];
	} else if (v.kind != OBJ_POISON && v.kind != OBJ_NULL && !node_missing(u, &v)) {
		complain_wrong_type(u, e, list->type, value_kind_text(u, &v));
	}
}

static void add_element(struct unit *u, struct node *list, ast_id e, struct scope *scope, type_id elem)
{
	struct node v;

	if (ast_kind(u->tree, e) == AST_SPREAD) {
		add_spread(u, list, e, scope);
		return;
	}
	if (ast_kind(u->tree, e) == AST_ERROR)
		return;
	struct where here = {.up = u->place, .type = elem};
	u->place = &here;
	v = eval_slot(u, e, scope, elem);
	u->place = here.up;
	check_filled(u, &v);
	if (node_missing(u, &v))
		return;
	if (v.kind == OBJ_NULL) {
		diag_add(u->diags, E0202, unit_span(u, e), "a list may not hold null");
		return;
	}
	*list_add(u->arena, list->list) = v;
}

/* A LIST or LIST_FOR as a value of TYPE (a list, ANY, or 0). */
static struct node eval_list(struct unit *u, ast_id id, struct scope *scope, type_id type)
{
	struct node list = node_list(u->arena, type, id);
	const struct schema_type *t = unit_type(u, type);
	type_id elem = t->form == TYPE_LIST ? t->elem : t->form == TYPE_ANY ? type : 0;

	if (ast_kind(u->tree, id) == AST_LIST) {
		AST_EACH (u->tree, id, e) {
			add_element(u, &list, e, scope, elem);
		}
		return list;
	}
	ast_id cond = ast_child(u->tree, id, 2), body = ast_next(u->tree, cond);
	struct loop loop;
	loop_begin(u, id, scope, &loop);
	while (loop_next(u, &loop)) {
		bool known = true, yes = true;
		struct node scratch = node_list(u->arena, type, id);
		if (ast_kind(u->tree, cond) != AST_NONE)
			yes = eval_condition(u, cond, loop.scope, &known);
		bool keep = known && yes && !loop.dry;
		u->dry += !keep;
		add_element(u, keep ? &list : &scratch, body, loop.scope, elem);
		u->dry -= !keep;
	}
	return list;
}

static struct node eval_keyed(struct unit *u, ast_id id, struct scope *scope, type_id type)
{
	struct node list = node_list(u->arena, type, id);
	struct container in = container_of(u, &list, type);

	if (!unit_type(u, type)->keyed || node_is_data(u, id)) {
		complain_wrong_type(u, id, type, "a map");
		return node_poison();
	}
	list.flags |= OBJ_KEYED;
	block_items(u, id, scope_of_block(u, id, scope), &in);
	return list;
}

/* `a + b` in the place of a list: both are lists of that type, so their items are understood as they would be alone. */
static struct node eval_joined(struct unit *u, ast_id id, struct scope *scope, type_id type)
{
	ast_id left = ast_first(u->tree, id);
	struct node a = eval_slot(u, left, scope, type), b = eval_slot(u, ast_next(u->tree, left), scope, type);
	struct node list = node_list(u->arena, type, id);

	if (a.kind == OBJ_NULL || b.kind == OBJ_NULL)
		complain_wrong_type(u, a.kind == OBJ_NULL ? left : ast_next(u->tree, left), type, "null");
	if (a.kind != OBJ_LIST || b.kind != OBJ_LIST || !spend_values(u, a.list->n + b.list->n, id))
		return node_poison();
	for (uint32_t i = 0; i < a.list->n; i++)
		*list_add(u->arena, list.list) = a.list->v[i];
	for (uint32_t i = 0; i < b.list->n; i++)
		*list_add(u->arena, list.list) = b.list->v[i];
	return list;
}

/* ---- by the form of the slot ---- */

static struct node map_slot(struct unit *u, ast_id id, struct scope *scope, type_id type)
{
	struct node map = node_map(u->arena, type, id);

	map.flags |= OBJ_WRITTEN;
	eval_block(u, id, scope_of_block(u, id, scope), map.map, type, 0);
	return map;
}

static struct node block_slot(struct unit *u, ast_id id, struct scope *scope, type_id type)
{
	switch ((enum type_form)unit_type(u, type)->form) {
	case TYPE_STRUCT:
	case TYPE_MAP:
	case TYPE_ANY:
		return map_slot(u, id, scope, type);
	case TYPE_LIST:
		return eval_keyed(u, id, scope, type);
	case TYPE_NOTHING:
		return eval_free_block(u, id, scope);
	default:
		complain_wrong_type(u, id, type, "a map");
		return node_poison();
	}
}

static struct node list_slot(struct unit *u, ast_id id, struct scope *scope, type_id type)
{
	const struct schema_type *t = unit_type(u, type);

	switch ((enum type_form)t->form) {
	case TYPE_LIST:
	case TYPE_ANY:
	case TYPE_NOTHING:
		return eval_list(u, id, scope, type);
	case TYPE_STRUCT:
		return convert(u, id, scope, type);
	default:
		complain_wrong_type(u, id, type, "a list");
		return node_poison();
	}
}

static struct node reference_slot(struct unit *u, const struct reference *ref, type_id type)
{
	const struct schema_type *t = unit_type(u, type);

	if (t->form == TYPE_STRUCT || (t->flags & TYPE_SELECTOR))
		return reference_struct(u, ref, type);
	if (t->refs && !ref->member)
		return reference_name(u, ref, type);
	struct node v = reference_value(u, ref);
	return fit(u, &v, type, ref->at);
}

/* A value of the field that has dots, `networking.k8s.io`, is quoted: words have none (reported). */
static bool is_dotted_word(struct unit *u, const struct reference *ref, type_id type)
{
	const struct schema_type *t = unit_type(u, type);
	struct str text = sources_text(u->sources, unit_span(u, ref->at));
	sym word = sym_intern(u->names, text.p, text.n);

	if (!ref->member || t->form != TYPE_STRING || !t->count || !schema_word(u->schema, t, word))
		return false;
	diag_edit(diag_label(diag_add(u->diags, E0301, unit_span(u, ref->at), "a value with dots is quoted here"),
			     "write `\"" STR_FMT "\"`", STR_ARG(text)),
		  unit_span(u, ref->at), arena_printf(u->arena, "\"" STR_FMT "\"", STR_ARG(text)), EDIT_MAYBE);
	return true;
}

static struct node other_slot(struct unit *u, ast_id id, struct scope *scope, type_id type)
{
	struct reference ref;
	struct local *l;

	if (!(l = module_member(u, id, scope)) && reference_parse(u, id, scope, &ref))
		return is_dotted_word(u, &ref, type) ? node_poison() : reference_slot(u, &ref, type);
	if (l)
		return eval_local(u, l, id, type);
	const struct ast_node *n = unit_node(u, id);
	bool spelled = n->kind == AST_STRING && (n->flags & AST_SPELLED) && unit_type(u, type)->form == TYPE_STRING;
	struct node v = spelled ? node_text(n->sym, 0, id) : eval_value(u, id, scope);
	return fit(u, &v, type, id);
}

/* `kubernetes.io/tls` without its quotes is no quotient (reported). */
static bool is_slashed_text(struct unit *u, ast_id id, struct scope *scope, type_id type)
{
	ast_id left = ast_first(u->tree, id), right = ast_next(u->tree, left);
	enum ast_kind kind = ast_kind(u->tree, left);

	if (ast_op(unit_node(u, id)) != OP_DIV || unit_type(u, type)->form != TYPE_STRING ||
	    (kind != AST_WORD && kind != AST_MEMBER) || ast_kind(u->tree, right) != AST_WORD ||
	    scope_find(scope, unit_node(u, right)->sym))
		return false;
	struct str text = sources_text(u->sources, unit_span(u, id));
	diag_edit(diag_label(diag_add(u->diags, E0202, unit_span(u, id), "a text with a `/` in it is quoted"),
			     "write `\"" STR_FMT "\"`", STR_ARG(text)),
		  unit_span(u, id), arena_printf(u->arena, "\"" STR_FMT "\"", STR_ARG(text)), EDIT_MAYBE);
	return true;
}

static struct node dispatch(struct unit *u, ast_id id, struct scope *scope, type_id type)
{
	const struct ast_node *n = unit_node(u, id);

	switch ((enum ast_kind)n->kind) {
	case AST_PAREN: {
		ast_id inner = n->first;
		if (ast_kind(u->tree, inner) != AST_WORD)
			return eval_slot(u, inner, scope, type);
		struct local *l = scope_find(scope, unit_node(u, inner)->sym);
		return l ? eval_local(u, l, inner, type) : eval_word(u, inner, scope, type);
	}
	case AST_COND:
		return eval_cond(u, id, scope, type);
	case AST_WORD:
		return type ? eval_word(u, id, scope, type) : eval_value(u, id, scope);
	case AST_NULL:
		return node_null();
	case AST_ERROR:
	case AST_NONE:
		return node_poison();
	case AST_CALL:
		return eval_call(u, id, scope, type);
	case AST_BLOCK:
		return block_slot(u, id, scope, type);
	case AST_LIST:
	case AST_LIST_FOR:
		return list_slot(u, id, scope, type);
	case AST_BINARY:
		if (ast_op(n) == OP_COALESCE)
			return eval_coalesce(u, id, scope, type);
		if (ast_op(n) == OP_ADD && unit_type(u, type)->form == TYPE_LIST)
			return eval_joined(u, id, scope, type);
		if (is_slashed_text(u, id, scope, type))
			return node_poison();
		break;
	default:
		break;
	}
	if (type && unit_type(u, type)->form == TYPE_STRUCT)
		return convert(u, id, scope, type);
	return type ? other_slot(u, id, scope, type) : eval_value(u, id, scope);
}

/* AST_NIL in the place of an expression: the value that is given. */
static struct node given_slot(struct unit *u, type_id type)
{
	const struct node *given = u->given;

	u->given = NULL;
	struct node v = fit(u, given, type, u->given_at);
	u->given = given;
	return v;
}

struct node eval_slot(struct unit *u, ast_id id, struct scope *scope, type_id type)
{
	if (!id && u->given)
		return given_slot(u, type);
	if (u->depth >= u->limits.depth) {
		diag_add(u->diags, E0504, unit_span(u, id), "values are nested more than %u deep", u->limits.depth);
		return node_poison();
	}
	if (!spend_values(u, 1, id))
		return node_poison();
	u->depth++;
	struct node v = dispatch(u, id, scope, type);
	u->depth--;
	return v;
}

/* ---- values that have been computed ---- */

static struct node fit_list(struct unit *u, const struct node *v, type_id type, ast_id at)
{
	struct node list = node_list(u->arena, type, v->origin ? v->origin : at);
	const struct schema_type *t = unit_type(u, type);

	list.flags = (uint8_t)(v->flags & OBJ_KEYED);
	for (uint32_t i = 0; i < v->list->n; i++)
		*list_add(u->arena, list.list) = fit(u, &v->list->v[i], t->form == TYPE_LIST ? t->elem : type, at);
	return list;
}

static struct node fit_map(struct unit *u, const struct node *v, type_id type, ast_id at)
{
	const struct schema_type *t = unit_type(u, type);
	struct node map = node_map(u->arena, type, v->origin ? v->origin : at);

	if (t->form == TYPE_STRUCT) {
		struct container in = container_of(u, &map, type);
		path_put_values(u, &in, v->map, at);
		return map;
	}
	for (uint32_t i = 0; i < v->map->n; i++) {
		const struct entry *e = &v->map->v[i];
		if (t->form == TYPE_MAP && !check_map_key(u, type, e->key, at))
			continue;
		struct node value =
			fit(u, &e->value, t->form == TYPE_MAP ? t->elem : type, e->value.origin ? e->value.origin : at);
		if (value.kind != OBJ_NULL)
			*map_add(u->arena, map.map, e->key, 0) = value;
	}
	return map;
}

/* A map for a keyed list: its keys become the items' keys. */
static struct node fit_keyed(struct unit *u, const struct node *v, type_id type, ast_id at)
{
	const struct schema_type *t = unit_type(u, type);
	struct node list = node_list(u->arena, type, v->origin ? v->origin : at);

	list.flags = OBJ_KEYED;
	for (uint32_t i = 0; i < v->map->n; i++) {
		const struct node *value = &v->map->v[i].value;
		bool several = value->kind == OBJ_LIST && keyed_may_repeat(u, t);
		for (uint32_t k = 0; k < (several ? value->list->n : 1); k++) {
			struct node item = fit(u, several ? &value->list->v[k] : value, t->elem, at);
			if (item.kind != OBJ_MAP)
				continue;
			item.flags |= OBJ_SHARED; /* the key is put into a copy */
			node_own(u->arena, &item);
			if (keyed_put(u, &item, type, v->map->v[i].key, at))
				*list_add(u->arena, list.list) = item;
		}
	}
	return list;
}

/* Could a value of the type HAVE be one of WANT? Only what can never be is told. */
static bool may_be(const struct unit *u, type_id have, type_id want)
{
	const struct schema_type *h = unit_type(u, have), *w = unit_type(u, want);
	bool number = h->form == TYPE_INT32 || h->form == TYPE_INT64 || h->form == TYPE_NUMBER;

	switch ((enum type_form)h->form) {
	case TYPE_STRUCT:
		return w->form == TYPE_ANY || (w->form == TYPE_STRUCT && w->name == h->name);
	case TYPE_MAP:
		return w->form == TYPE_ANY || w->form == TYPE_STRUCT || w->form == TYPE_MAP ||
		       (w->form == TYPE_LIST && w->keyed);
	case TYPE_LIST:
		return w->form == TYPE_ANY || w->form == TYPE_STRUCT || w->form == TYPE_LIST;
	case TYPE_ANY:
	case TYPE_NOTHING:
		return true;
	default:
		break;
	}
	if (w->form == TYPE_STRUCT)
		return (w->flags & TYPE_SELECTOR) || schema_dir_of(u->schema, want, DIR_HEAD) || w->ndirs;
	if (w->form == TYPE_LIST || w->form == TYPE_MAP)
		return false;
	if (h->form == TYPE_BOOL || w->form == TYPE_BOOL)
		return h->form == w->form || w->form == TYPE_ANY;
	if (w->form == TYPE_INT32 || w->form == TYPE_INT64 || w->form == TYPE_NUMBER)
		return number || h->form == TYPE_DURATION;
	return true;
}

/* A value of which only the type is known. */
static struct node fit_unknown(struct unit *u, const struct node *v, type_id type, ast_id at)
{
	if (!may_be(u, v->type, type))
		complain_wrong_type(u, at, type, value_type_text(u, v->type));
	return node_unknown(type);
}

struct node fit(struct unit *u, const struct node *v, type_id type, ast_id at)
{
	const struct schema_type *t = unit_type(u, type);
	enum type_form form = (enum type_form)t->form;

	if (type && v->kind == OBJ_POISON && v->type)
		return fit_unknown(u, v, type, at);
	if (!type || v->kind == OBJ_POISON || v->kind == OBJ_NULL || v->kind == OBJ_ABSENT)
		return *v;
	if (v->type == type && v->kind != OBJ_LITERAL) {
		struct node same = *v;
		if (same.kind == OBJ_MAP || same.kind == OBJ_LIST)
			same.flags |= OBJ_SHARED;
		return same;
	}
	if (v->kind == OBJ_OBJECT &&
	    ((form == TYPE_MAP && (t->flags & TYPE_SELECTOR)) || (form == TYPE_STRING && t->refs)))
		return convert_value(u, v, type, at);
	if (form == TYPE_LIST || form == TYPE_ANY) {
		if (v->kind == OBJ_LIST)
			return fit_list(u, v, type, at);
		if (v->kind == OBJ_MAP && form == TYPE_LIST && t->keyed)
			return fit_keyed(u, v, type, at);
	}
	if (v->kind == OBJ_MAP && (form == TYPE_STRUCT || form == TYPE_MAP || form == TYPE_ANY))
		return fit_map(u, v, type, at);
	if (form == TYPE_STRUCT)
		return convert_value(u, v, type, at);
	if (form == TYPE_LIST || form == TYPE_MAP || v->kind == OBJ_LIST || v->kind == OBJ_MAP) {
		complain_wrong_type(u, at, type, value_kind_text(u, v));
		return node_poison();
	}
	return fit_scalar(u, v, type, at);
}

/* ---- defaults ---- */

struct node eval_default(struct unit *u, const struct node *base, field_id field)
{
	const struct schema_field *f = &u->schema->fields[field];
	struct local it = {.name = u->word.it, .kind = LOCAL_VALUE, .used = true, .value = base ? *base : node_null()};
	struct scope scope = {.up = u->library, .v = &it, .n = 1};
	bool asking = u->asking;

	if (!field || !f->dflt)
		return node_null();
	u->asking = true; /* a default may depend on what is not there */
	struct node v = eval_slot(u, f->dflt, &scope, f->type);
	u->asking = asking;
	v.flags |= OBJ_DERIVED;
	return v;
}
