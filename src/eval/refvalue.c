/* SPDX-License-Identifier: Apache-2.0 */
/*
 * refvalue: references read as values, and the members of objects.
 *
 * Reading a field gives what is written there, evaluated on demand; what
 * derivation adds is not seen.
 */
#include "eval/eval.h"

static const struct schema_kind *kind_of(const struct unit *u, const struct instance *inst)
{
	return &u->schema->kinds[inst->o.kind];
}

ast_id instance_name_at(const struct unit *u, const struct instance *inst)
{
	ast_id c = ast_first(u->tree, inst->o.item);

	c = ast_next(u->tree, c);
	if (ast_kind(u->tree, c) == AST_GV)
		c = ast_next(u->tree, c);
	return c;
}

/* ---- keys ---- */

/* An extern's list `keys: [a, b]`, or "*". */
static bool external_key(struct unit *u, struct instance *inst, sym key)
{
	if (!inst->body)
		return false;
	AST_EACH(u->tree, inst->body, item) {
		const struct ast_node *n = unit_node(u, item);
		if (n->kind != AST_FIELD || !(n->flags & AST_SIMPLE) || n->sym != u->word.keys)
			continue;
		struct node v = eval_value(u, n->first, inst->scope);
		if (v.kind == OBJ_TEXT)
			return v.text == u->word.star;
		for (uint32_t i = 0; v.kind == OBJ_LIST && i < v.list->n; i++)
			if (v.list->v[i].kind == OBJ_TEXT && v.list->v[i].text == key)
				return true;
	}
	return false;
}

static bool key_value(struct unit *u, struct instance *inst, sym key, ast_id at, struct node *out)
{
	const struct schema_kind *k = kind_of(u, inst);

	for (uint32_t i = 0; i < k->nkeys; i++) {
		const struct schema_path *p = &u->schema->paths[u->schema->lifts[k->keys + i]];
		sym want[8];
		uint32_t n = 0;
		for (; n < p->count && n < 7; n++)
			want[n] = u->schema->fields[u->schema->steps[p->first + n]].name;
		want[n++] = key;
		if (eval_steps(u, inst, want, n, at, out))
			return true;
	}
	return false;
}

bool instance_has_key(struct unit *u, struct instance *inst, sym key)
{
	struct node ignored;

	if (inst->external)
		return external_key(u, inst, key);
	return key_value(u, inst, key, AST_NIL, &ignored);
}

/* ---- ports ---- */

static struct node *list_at(struct unit *u, struct instance *inst, path_id path)
{
	return inst->evaluated ? node_at(u->schema, &inst->o.root, path) : NULL;
}

/* The head of the port struct: its number. */
static const struct node *head_of(const struct unit *u, const struct node *item)
{
	const struct schema_type *t = unit_type(u, item->type);

	for (uint32_t i = 0; i < t->ndirs; i++)
		if (u->schema->dirs[t->dirs + i].op == DIR_HEAD)
			return node_at(u->schema, item, u->schema->dirs[t->dirs + i].a);
	return NULL;
}

bool instance_port(struct unit *u, struct instance *inst, sym name, ast_id at, struct node *out)
{
	path_id path = kind_of(u, inst)->ports;
	struct node read;
	struct node *list = path ? list_at(u, inst, path) : NULL;

	if (path && !list && !inst->evaluated && eval_field(u, inst, path, at, &read))
		list = &read;
	if (!list || list->kind != OBJ_LIST)
		return false;
	for (uint32_t i = 0; i < list->list->n; i++) {
		const struct node *item = &list->list->v[i];
		const struct node *number;
		if (keyed_key(u, item, list->type) != name || !(number = head_of(u, item)))
			continue;
		*out = *number;
		out->type = 0;
		return true;
	}
	return false;
}

/* ---- members ---- */

static bool fqdn(struct unit *u, struct instance *inst, ast_id at, struct node *out)
{
	struct str name = unit_str(u, inst->o.name), ns = unit_str(u, inst->o.namespace_);

	if (!ns.n) {
		diag_label(diag_add(u->diags, E0308, unit_span(u, at),
				    "`" STR_FMT "` has no namespace, so its full name is not known", STR_ARG(name)),
			   "set `namespace:` for the file or the app");
		*out = node_poison();
		return true;
	}
	char *text = arena_printf(u->arena, STR_FMT "." STR_FMT ".svc.cluster.local", STR_ARG(name), STR_ARG(ns));
	*out = node_text(sym_of(u->names, text), 0, at);
	return true;
}

static bool hidden_key(struct unit *u, struct instance *inst, sym key, ast_id at, struct node *out)
{
	if (!instance_has_key(u, inst, key))
		return false;
	diag_label(diag_add(u->diags, E0308, unit_span(u, at),
			    "the value of a %s's key cannot be read; it can only be referred to",
			    arena_printf(u->arena, STR_FMT, STR_ARG(unit_str(u, kind_of(u, inst)->name)))),
		   "use it where a reference is expected, as in `env`");
	*out = node_poison();
	return true;
}

bool instance_member(struct unit *u, struct instance *inst, sym name, ast_id at, struct node *out)
{
	const struct schema_kind *k = kind_of(u, inst);
	struct lift_result lift;

	if (name == u->word.name) {
		*out = node_text(inst->o.name, 0, at);
		return true;
	}
	if (name == u->word.namespace_) {
		*out = inst->o.namespace_ ? node_text(inst->o.namespace_, 0, at) : node_null();
		return true;
	}
	if (name == u->word.fqdn)
		return fqdn(u, inst, at, out);
	if (k->nkeys && ((k->flags & KIND_HIDDEN) ? hidden_key(u, inst, name, at, out)
						  : key_value(u, inst, name, at, out)))
		return true;
	if (k->ports && instance_port(u, inst, name, at, out))
		return true;
	schema_lift(u->schema, inst->o.kind, name, u->target, &lift);
	if (!lift.count || inst->external)
		return false;
	sym want[12];
	for (uint32_t i = 0; i < lift.count; i++)
		want[i] = u->schema->fields[lift.steps[i]].name;
	if (!eval_steps(u, inst, want, lift.count, at, out))
		*out = node_null();
	return true;
}

/* Looks like reference_find, but the member narrows too. */
static struct instance *by_member(struct unit *u, const struct reference *ref, struct node *out)
{
	uint32_t count = 0;
	struct instance *inst = reference_look(u, ref, 0, &count), *found = NULL;

	if (count <= 1)
		return inst;
	sym here = u->self ? u->self->o.namespace_ : SYM_EMPTY;
	for (struct index_entry *e = index_first(&u->by_place, here, ref->name); e; e = index_next(e)) {
		struct node v;
		if (ref->kind && kind_of(u, e->inst)->name != u->schema->kinds[ref->kind].name)
			continue;
		if (!instance_member(u, e->inst, ref->member, ref->member_at, &v))
			continue;
		if (found && !node_equal(&v, out))
			return NULL;
		found = e->inst;
		*out = v;
	}
	return found;
}

struct node reference_value(struct unit *u, const struct reference *ref)
{
	struct node v = node_poison();
	struct instance *inst = ref->member ? by_member(u, ref, &v) : NULL;

	if (!inst)
		inst = reference_find(u, ref, 0);
	if (!inst)
		return node_poison();
	if (!ref->member) {
		struct node object = {.kind = OBJ_OBJECT, .ref = inst->number, .origin = ref->at};
		return object;
	}
	if (!instance_member(u, inst, ref->member, ref->member_at, &v)) {
		complain_unknown_member(u, inst, ref->member, ref->member_at);
		return node_poison();
	}
	v.type = v.kind == OBJ_MAP || v.kind == OBJ_LIST ? v.type : 0;
	if (!ref->more)
		return v;
	sym more;
	return eval_key(u, ref->more, NULL, &more) ? member_value(u, &v, more, ref->more) : node_poison();
}

/* ---- for messages ---- */

static const char *add_name(struct unit *u, const char *text, sym name)
{
	return arena_printf(u->arena, "%s%s`" STR_FMT "`", text ? text : "", text ? ", " : "",
			    STR_ARG(unit_str(u, name)));
}

const char *instance_members_text(struct unit *u, struct instance *inst)
{
	const struct schema_kind *k = kind_of(u, inst);
	const char *text = NULL;

	for (uint32_t i = 0; i < k->nkeys; i++) {
		struct node map;
		if (!eval_field(u, inst, u->schema->lifts[k->keys + i], AST_NIL, &map) || map.kind != OBJ_MAP)
			continue;
		for (uint32_t e = 0; e < map.map->n && e < 8; e++)
			text = add_name(u, text, map.map->v[e].key);
	}
	struct node list;
	if (k->ports && eval_field(u, inst, k->ports, AST_NIL, &list) && list.kind == OBJ_LIST)
		for (uint32_t i = 0; i < list.list->n && i < 8; i++)
			text = add_name(u, text, keyed_key(u, &list.list->v[i], list.type));
	return text;
}
