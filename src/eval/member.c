/* SPDX-License-Identifier: Apache-2.0 */
/*
 * member: members and elements of values.
 */
#include "eval/eval.h"

#include "eval/decimal.h"
#include "eval/keyindex.h"
#include "schema/nearest.h"

#include <inttypes.h>

static struct node unknown_key(struct unit *u, const struct map *map, sym name, ast_id at)
{
	struct diag *d = diag_add(u->diags, E0308, unit_span(u, at), "the map has no key `" STR_FMT "`",
				  STR_ARG(unit_str(u, name)));
	char *keys = NULL;

	for (uint32_t i = 0; i < map->n && i < 8; i++)
		keys = arena_printf(u->arena, "%s%s`" STR_FMT "`", keys ? keys : "", keys ? ", " : "",
				    STR_ARG(unit_str(u, map->v[i].key)));
	if (keys)
		diag_label(d, "its keys: %s%s", keys, map->n > 8 ? ", ..." : "");
	return node_poison();
}

/* Of a whole object, `x.replicas` is `x.spec.replicas`, as in its body. */
static bool lifted(struct unit *u, const struct node *object, sym name, struct node *out)
{
	struct lift_result lift = {.count = 0};
	const struct node *v = object;

	for (uint32_t i = 1; i < u->schema->nkinds && !lift.count; i++)
		if (u->schema->kinds[i].type == object->type)
			schema_lift(u->schema, (kind_id)i, name, u->target, &lift);
	for (uint32_t i = 0; i < lift.count && v; i++)
		v = v->kind == OBJ_MAP ? map_value(v->map, u->schema->fields[lift.steps[i]].name) : NULL;
	*out = v ? *v : node_null();
	return lift.count > 0;
}

/* What a struct may have and has not is null. */
static struct node absent_field(struct unit *u, const struct node *base, sym name, ast_id at)
{
	type_id type = base->type;
	field_id field = schema_field(u->schema, type, name);
	struct node v = node_null();

	if (!field) {
		if (lifted(u, base, name, &v))
			return v;
		if (unit_type(u, type)->flags & TYPE_OPEN)
			return node_null();
		complain_unknown_field(u, at, name, type, 0);
		return node_poison();
	}
	/* and so have its members, as where a field of an object is read */
	v.type = u->schema->fields[field].type;
	return v;
}

struct node member_value(struct unit *u, const struct node *base, sym name, ast_id at)
{
	struct node v;

	if (base->kind == OBJ_POISON)
		return *base;
	if (u->hooks.member && u->hooks.member(u, base, name, at, &v))
		return v;
	if (base->kind == OBJ_MAP) {
		struct node *found = map_value(base->map, name);
		if (found)
			return *found;
		if (unit_type(u, base->type)->form == TYPE_STRUCT)
			return absent_field(u, base, name, at);
		return u->asking ? node_null() : unknown_key(u, base->map, name, at);
	}
	if (base->kind == OBJ_LIST && unit_type(u, base->type)->keyed) {
		const struct node *item = keyindex_find(u, base->list, base->type, name);
		if (item || u->asking)
			return item ? *item : node_null();
		diag_add(u->diags, E0308, unit_span(u, at), "the list has no item `" STR_FMT "`",
			 STR_ARG(unit_str(u, name)));
		return node_poison();
	}
	if (base->kind == OBJ_NULL && unit_type(u, base->type)->form == TYPE_STRUCT)
		return absent_field(u, base, name, at);
	if (base->kind == OBJ_NULL && u->asking)
		return node_null();
	if (base->kind == OBJ_OBJECT) {
		struct instance *inst = u->instances.v[base->ref];
		if (instance_member(u, inst, name, at, &v))
			return v;
		complain_unknown_member(u, inst, name, at);
		return node_poison();
	}
	if (!node_unsure(u, base))
		diag_add(u->diags, E0308, unit_span(u, at), "%s has no members", value_kind_text(u, base));
	return node_poison();
}

struct local *module_member(struct unit *u, ast_id id, struct scope *scope)
{
	ast_id base = ast_first(u->tree, id), key = ast_next(u->tree, base);
	struct nearest n;
	sym name;

	if (ast_kind(u->tree, id) != AST_MEMBER || ast_kind(u->tree, base) != AST_WORD)
		return NULL;
	struct local *m = scope_find(scope, unit_node(u, base)->sym);
	if (!m || m->kind != LOCAL_MODULE || !eval_key(u, key, scope, &name))
		return NULL;
	m->used = true;
	struct local *l = m->names ? scope_here(m->names, name) : NULL;
	if (l)
		return l;
	struct diag *d = diag_add(u->diags, E0301, unit_span(u, key), "`" STR_FMT "` has nothing called `" STR_FMT "`",
				  STR_ARG(unit_str(u, m->name)), STR_ARG(unit_str(u, name)));
	nearest_init(&n, unit_str(u, name));
	for (uint32_t i = 0; m->names && i < m->names->n; i++)
		nearest_feed(&n, unit_str(u, m->names->v[i].name));
	if (n.best.n)
		diag_label(d, "did you mean `" STR_FMT "`?", STR_ARG(n.best));
	l = arena_zalloc(u->arena, sizeof *l);
	*l = (struct local){.kind = LOCAL_LET, .wrong = true}; /* reported */
	return l;
}

static struct node element(struct unit *u, const struct node *list, const struct node *index, ast_id at)
{
	struct decimal d;
	int64_t i = -1;

	if (index->kind == OBJ_INT)
		i = index->i;
	else if (index->kind != OBJ_LITERAL || decimal_parse(unit_str(u, index->text), &d) != DECIMAL_OK ||
		 d.unit != UNIT_NONE || !decimal_integer(&d, &i))
		i = -1;
	if (i >= 0 && i < (int64_t)list->list->n)
		return list->list->v[i];
	if (u->ruling && i >= 0)
		return (struct node){.kind = OBJ_ABSENT, .origin = list->origin, .ref = at};
	diag_label(diag_add(u->diags, E0308, unit_span(u, at), "the list has no such element"),
		   "it has %u, counted from 0", list->list->n);
	return node_poison();
}

struct node index_value(struct unit *u, ast_id id, struct scope *scope)
{
	ast_id base = ast_first(u->tree, id);
	struct node v = eval_value(u, base, scope);

	return step_value(u, &v, ast_next(u->tree, base), scope);
}

struct node step_value(struct unit *u, const struct node *base, ast_id at, struct scope *scope)
{
	enum ast_kind kind = ast_kind(u->tree, at);
	sym name;

	if (base->kind == OBJ_POISON)
		return *base;
	if (kind == AST_KEY || kind == AST_KEY_EXPR)
		return eval_key(u, at, scope, &name) ? member_value(u, base, name, at) : node_poison();
	struct node index = eval_value(u, at, scope);
	if (index.kind == OBJ_POISON)
		return index;
	if (base->kind == OBJ_LIST && index.kind != OBJ_TEXT)
		return element(u, base, &index, at);
	if (value_text(u, &index, &name))
		return member_value(u, base, name, at);
	if (node_missing(u, &index))
		return node_poison();
	diag_add(u->diags, E0219, unit_span(u, at), "%s cannot be an index", value_kind_text(u, &index));
	return node_poison();
}
