/* SPDX-License-Identifier: Apache-2.0 */
/*
 * words: how checks read objects, and the functions that only they know.
 *
 * A member that is not there is absent (OBJ_ABSENT), and so are the members
 * of what is absent; using it as if it were there makes the check fail
 * (node_missing). What the library's rules read is as in its other rows: a
 * member of a list is the list of its items' members.
 *
 *	resources(Kind)		all objects of that kind, or of a set of kinds
 *	matching(x)		the workloads and pods of the object's namespace whose pods the selector x,
 *				or that of the object x, matches
 *	default(x.field)	the field, or what the API server fills in
 */
#include "rules/ruling.h"

#include "eval/text.h"

#include "wire/wire.h"

/* Absent: ref is the key in the source, type the struct that lacks it. */
struct node absent_at(const struct node *base, ast_id at)
{
	bool known = base->kind == OBJ_MAP || base->kind == OBJ_LIST;

	return (struct node){
		.kind = OBJ_ABSENT, .type = known ? base->type : 0, .origin = known ? base->origin : 0, .ref = at};
}

/* ---- members ---- */

static bool from_list(struct unit *u, const struct node *base, sym name, ast_id at, struct node *out)
{
	if (unit_library(u, at))
		return wire_member(u, base, name, at, out);
	if (!unit_type(u, base->type)->keyed)
		return false;
	for (uint32_t i = 0; i < base->list->n; i++) {
		if (keyed_key(u, &base->list->v[i], base->type) == name) {
			*out = base->list->v[i];
			return true;
		}
	}
	*out = absent_at(base, at);
	return true;
}

static bool member(struct unit *u, const struct node *base, sym name, ast_id at, struct node *out)
{
	struct node *v;

	switch ((enum node_kind)base->kind) {
	case OBJ_ABSENT:
		*out = *base;
		return true;
	case OBJ_NULL:
		*out = absent_at(base, at);
		return true;
	case OBJ_LIST:
		return from_list(u, base, name, at, out);
	case OBJ_MAP:
		v = map_value(base->map, name);
		*out = v && v->kind != OBJ_NULL ? *v : absent_at(base, at);
		return true;
	case OBJ_OBJECT:
		if (!u->wire) { /* not finished yet: only looked at */
			*out = node_poison();
			return true;
		}
		if (!wire_member(u, base, name, at, out))
			return false;
		if (out->kind == OBJ_NULL)
			*out = absent_at(base, at);
		return true;
	default:
		return false;
	}
}

static bool rules_member(struct unit *u, const struct node *base, sym name, ast_id at, struct node *out)
{
	if (!member(u, base, name, at, out))
		return false;
	if (u->read)
		u->read(u->read_ctx, out);
	return true;
}

static bool rules_word(struct unit *u, sym name, ast_id at, struct node *out)
{
	return unit_library(u, at) && wire_word(u, name, at, out);
}

/* ---- functions ---- */

bool kinds_named(struct unit *u, ast_id id, kinds_id *set, sym *kind)
{
	ast_id key = ast_kind(u->tree, id) == AST_PATH ? ast_first(u->tree, id) : id;
	sym name = ast_next(u->tree, key) && key != id ? SYM_EMPTY : unit_node(u, key)->sym;

	*set = 0;
	*kind = SYM_EMPTY;
	if (!name || (ast_kind(u->tree, key) != AST_WORD && ast_kind(u->tree, key) != AST_KEY))
		return false;
	if (schema_kind(u->schema, name))
		*kind = name;
	else
		*set = schema_kindset(u->schema, name);
	return *kind || *set;
}

static ast_id only_argument(const struct unit *u, ast_id call)
{
	ast_id arg = ast_next(u->tree, ast_first(u->tree, call));

	return arg && !ast_next(u->tree, arg) && !unit_node(u, arg)->sym ? ast_first(u->tree, arg) : AST_NIL;
}

static struct node wants(struct unit *u, ast_id call, const char *what)
{
	struct span name = unit_span(u, ast_first(u->tree, call));

	diag_add(u->diags, E0220, unit_span(u, call), "`" STR_FMT "` needs %s", STR_ARG(sources_text(u->sources, name)),
		 what);
	return node_poison();
}

static struct node object_list(struct unit *u, struct instance *const *v, uint32_t n, ast_id at)
{
	struct node list = node_list(u->arena, 0, at);

	for (uint32_t i = 0; i < n; i++)
		*list_add(u->arena, list.list) =
			(struct node){.kind = OBJ_OBJECT, .ref = v[i]->number, .origin = instance_name_at(u, v[i])};
	list.flags |= OBJ_SHARED;
	return list;
}

static bool is_there(const struct instance *inst)
{
	return !inst->external && inst->o.root.kind == OBJ_MAP;
}

/* A list for each kind and set, made once. */
static struct node call_resources(struct unit *u, ast_id call)
{
	struct rules *r = rules_of(u);
	ast_id arg = only_argument(u, call);
	struct rule asked = {0};

	if (!arg || !kinds_named(u, arg, &asked.kinds, &asked.kind))
		return wants(u, call, "a kind, as in `resources(Service)`");
	if (u->dry)
		return node_poison();
	uint32_t row = asked.kinds ? asked.kinds : u->schema->nkindsets + schema_kind(u->schema, asked.kind);
	if (!r->resources)
		r->resources =
			arena_zalloc(u->arena, (u->schema->nkindsets + u->schema->nkinds) * sizeof *r->resources);
	if (r->resources[row].kind == OBJ_LIST)
		return r->resources[row];
	VEC(struct instance *) found = {0};
	for (uint32_t i = 0; i < u->instances.n; i++)
		if (is_there(u->instances.v[i]) && rule_is_for(u, &asked, u->instances.v[i]->o.kind))
			VEC_PUSH(u->arena, &found, u->instances.v[i]);
	r->resources[row] = object_list(u, found.v, found.n, call);
	return r->resources[row];
}

static struct node call_matching(struct unit *u, ast_id call, struct scope *scope)
{
	struct instance *few[64], **found = few;
	ast_id arg = only_argument(u, call);

	if (!arg)
		return wants(u, call, "a selector, or an object that has one");
	struct node v = eval_value(u, arg, scope), *own = &v;
	sym namespace_ = u->self ? u->self->o.namespace_ : ANY_NAMESPACE;
	if (node_missing(u, &v) || v.kind == OBJ_POISON || !u->wire)
		return node_poison();
	if (v.kind == OBJ_OBJECT) {
		namespace_ = u->instances.v[v.ref]->o.namespace_;
		own = wire_selector(u, u->instances.v[v.ref]);
		if (!own)
			return object_list(u, NULL, 0, call);
	}
	if (own->kind != OBJ_MAP)
		return wants(u, call, "a selector, or an object that has one");
	uint32_t n = wire_selected(u, own, namespace_, few, 64);
	if (n == 64) {
		found = ARENA_NEW(u->arena, struct instance *, u->instances.n);
		n = wire_selected(u, own, namespace_, found, u->instances.n);
	}
	return spend_values(u, n, call) ? object_list(u, found, n, call) : node_poison();
}

/* The field itself where it is written. */
static struct node call_default(struct unit *u, ast_id call, struct scope *scope)
{
	ast_id arg = only_argument(u, call);
	sym name;

	if (!arg || ast_kind(u->tree, arg) != AST_MEMBER)
		return wants(u, call, "a field, as in `default(x.replicas)`");
	ast_id key = ast_next(u->tree, ast_first(u->tree, arg));
	struct node base = eval_value(u, ast_first(u->tree, arg), scope);
	if (base.kind == OBJ_POISON || !eval_key(u, key, scope, &name))
		return node_poison();
	struct node v = member_value(u, &base, name, key), *root = &base;
	if (v.kind != OBJ_ABSENT || base.kind == OBJ_ABSENT)
		return v;
	field_id field = 0;
	if (base.kind == OBJ_OBJECT) {
		struct lift_result lift;
		root = &u->instances.v[base.ref]->o.root;
		schema_lift(u->schema, u->instances.v[base.ref]->o.kind, name, u->target, &lift);
		field = lift.count ? lift.steps[lift.count - 1] : 0;
		for (uint32_t i = 0; root && i + 1 < lift.count; i++)
			root = map_value(root->map, u->schema->fields[lift.steps[i]].name);
	} else if (base.kind == OBJ_MAP) {
		field = schema_field(u->schema, base.type, name);
	}
	if (!field || !root || root->kind != OBJ_MAP || !u->schema->fields[field].dflt)
		return v;
	return eval_default(u, root, field);
}

static bool rules_call(struct unit *u, ast_id call, sym name, struct scope *scope, struct node *out)
{
	struct rules *r = rules_of(u);
	bool mine = name == r->word_resources || name == r->word_matching || name == r->word_default;

	if (!mine)
		return unit_library(u, call) && u->wire && wire_call(u, call, name, scope, out);
	struct local *l = scope_find(scope, name);
	if (l && l->kind == LOCAL_FN)
		return false;
	if (name == r->word_resources)
		*out = call_resources(u, call);
	else if (name == r->word_matching)
		*out = call_matching(u, call, scope);
	else
		*out = call_default(u, call, scope);
	return true;
}

void words_begin(struct rules *r)
{
	struct unit *u = r->u;

	r->hooks_before = u->hooks;
	u->hooks = (struct hooks){rules_call, rules_member, rules_word};
	u->ruling = true;
}

void words_end(struct rules *r)
{
	struct unit *u = r->u;

	u->hooks = r->hooks_before;
	u->ruling = false;
	u->self = NULL;
}
