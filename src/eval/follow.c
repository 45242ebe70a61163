/* SPDX-License-Identifier: Apache-2.0 */
/*
 * follow: names in files of data.
 *
 * A file of YAML or JSON names objects by strings. Where it is included with a
 * prefix or a namespace, its objects go by other names, and the strings that
 * name them must follow: those in places for references, as the schema has
 * them, that are the name of an object of this file.
 */
#include "eval/look.h"

static bool is_moved(const struct instance *inst)
{
	for (const struct expansion *e = inst->in; e; e = e->up)
		if (e->prefix || e->suffix || e->moves)
			return true;
	return false;
}

/* What the field beside, which takes OF of a reference, says; SYM_EMPTY if there is none. */
static struct node *beside(const struct unit *u, const struct map *map, const struct schema_type *t, enum field_of of)
{
	for (uint32_t i = 0; i < t->count; i++) {
		const struct schema_field *f = &u->schema->fields[t->first + i];
		if (f->of == of)
			return map_value(map, f->name);
	}
	return NULL;
}

/* The object of INST's file that was called NAME and may stand in a slot of TYPE. */
static struct instance *called(struct unit *u, const struct instance *inst, sym name, const struct schema_type *slot,
			       const struct node *kind)
{
	for (struct index_entry *e = index_first(&u->by_own, SYM_EMPTY, name); e; e = index_next(e)) {
		const struct instance *other = e->inst;
		if (other->in != inst->in || other->dropped || !schema_kind_in(u->schema, slot->refs, other->o.kind))
			continue;
		if (kind && kind->kind == OBJ_TEXT && kind->text != u->schema->kinds[other->o.kind].name)
			continue;
		return e->inst;
	}
	return NULL;
}

static void follow(struct unit *u, struct instance *inst, struct node *n)
{
	if (n->kind == OBJ_LIST)
		for (uint32_t i = 0; i < n->list->n; i++)
			follow(u, inst, &n->list->v[i]);
	if (n->kind != OBJ_MAP)
		return;
	const struct schema_type *t = unit_type(u, n->type);
	for (uint32_t i = 0; i < n->map->n; i++) {
		struct node *v = &n->map->v[i].value;
		const struct schema_type *slot = unit_type(u, v->type);
		if (v->kind != OBJ_TEXT || !slot->refs || t->form != TYPE_STRUCT) {
			follow(u, inst, v);
			continue;
		}
		struct instance *target = called(u, inst, v->text, slot, beside(u, n->map, t, OF_KIND));
		if (!target)
			continue;
		v->text = target->o.name;
		struct node *ns = beside(u, n->map, t, OF_NAMESPACE);
		if (!ns)
			ns = beside(u, n->map, t, OF_OTHER_NAMESPACE);
		if (ns && ns->kind == OBJ_TEXT && target->o.namespace_)
			ns->text = target->o.namespace_;
	}
}

void follow_names(struct unit *u, struct instance *inst)
{
	if (!is_moved(inst))
		return;
	for (; u->owned < u->instances.n; u->owned++) {
		struct instance *i = u->instances.v[u->owned];
		if (i->data && i->own)
			index_add(u->arena, &u->by_own, SYM_EMPTY, i->own, i);
	}
	follow(u, inst, &inst->o.root);
}
