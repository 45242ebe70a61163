/* SPDX-License-Identifier: Apache-2.0 */
/*
 * live: the objects that are there, from the trees of their YAML.
 *
 * No evaluation: nothing in them is wrong. A field or kind that the library
 * does not know, of a newer server or of a custom resource, is passed over.
 */
#include "against/parts.h"

#include "eval/decimal.h"

/* ---- values ---- */

static struct node value_of(struct unit *u, ast_id id, type_id type, origin from);

/* A number where the place wants a text is one. */
static struct node number_of(struct unit *u, ast_id id, type_id type, origin from)
{
	enum type_form form = (enum type_form)unit_type(u, type)->form;
	sym text = unit_node(u, id)->sym;
	struct decimal d;
	int64_t i;

	if (form == TYPE_STRING || form == TYPE_QUANTITY)
		return node_text(text, type, from);
	if (decimal_parse(unit_str(u, text), &d) == DECIMAL_OK && decimal_integer(&d, &i))
		return node_int(i, type, from);
	return (struct node){.kind = OBJ_NUMBER, .type = type, .origin = from, .text = text};
}

static struct node list_of(struct unit *u, ast_id id, type_id type, origin from)
{
	const struct schema_type *t = unit_type(u, type);
	struct node list = node_list(u->arena, type, from);

	AST_EACH (u->tree, id, item)
		*list_add(u->arena, list.list) = value_of(u, item, t->form == TYPE_LIST ? t->elem : 0, item);
	return list;
}

static struct node map_of(struct unit *u, ast_id id, type_id type, origin from)
{
	const struct schema_type *t = unit_type(u, type);
	struct node map = node_map(u->arena, type, from);

	AST_EACH (u->tree, id, field) {
		sym key = unit_node(u, field)->sym;
		field_id f = t->form == TYPE_STRUCT ? schema_field(u->schema, type, key) : 0;
		const struct schema_field *row = &u->schema->fields[f];
		if (t->form == TYPE_STRUCT && !f)
			continue;
		struct node v = value_of(u, ast_first(u->tree, field),
					 f                     ? row->type
					 : t->form == TYPE_MAP ? t->elem
							       : 0,
					 field);
		if (v.kind != OBJ_NULL)
			*map_add(u->arena, map.map, key, f ? row->order : 0) = v;
	}
	return map;
}

static struct node value_of(struct unit *u, ast_id id, type_id type, origin from)
{
	switch (ast_kind(u->tree, id)) {
	case AST_BLOCK:
		return map_of(u, id, type, from);
	case AST_LIST:
		return list_of(u, id, type, from);
	case AST_STRING:
		return node_text(unit_node(u, id)->sym, type, from);
	case AST_NUMBER:
		return number_of(u, id, type, from);
	case AST_TRUE:
	case AST_FALSE:
		return node_bool(ast_kind(u->tree, id) == AST_TRUE, type, from);
	default:
		return node_null();
	}
}

/* ---- objects ---- */

/* The kind that the RESOURCE item is of; another version of it if this one is not known; 0 if none is. */
static kind_id kind_of(const struct unit *u, ast_id item)
{
	ast_id path = ast_first(u->tree, item), gv = ast_next(u->tree, path);
	struct str version = unit_str(u, unit_node(u, gv)->sym), group = version;
	sym name = unit_node(u, ast_first(u->tree, path))->sym;
	kind_id k = schema_kind_served(u->schema, name, unit_node(u, gv)->sym, u->target);
	const char *slash = memchr(version.p, '/', version.n);

	group.n = slash ? (uint32_t)(slash - version.p) : 0;
	for (kind_id other = k ? 0 : schema_kind(u->schema, name); other && !k; other = u->schema->kinds[other].next)
		if (str_eq(unit_str(u, u->schema->kinds[other].group), group))
			k = other;
	return k;
}

/* Does the struct N have something that only a server writes, here or one level down? */
static bool has_server_fields(const struct unit *u, const struct node *n, unsigned depth)
{
	for (uint32_t i = 0; i < n->map->n; i++) {
		const struct entry *e = &n->map->v[i];
		field_id f = schema_field(u->schema, n->type, e->key);
		if (u->schema->fields[f].flags & FIELD_SERVER)
			return true;
		if (depth && e->value.kind == OBJ_MAP && unit_type(u, e->value.type)->form == TYPE_STRUCT &&
		    has_server_fields(u, &e->value, depth - 1))
			return true;
	}
	return false;
}

static void index_pods(struct against *a, struct live *live)
{
	struct unit *u = a->u;
	const struct node *labels = pod_labels(u, &live->inst);
	sym here = live->inst.o.namespace_;
	struct bucket *b;

	if (!u->schema->kinds[live->inst.o.kind].pods)
		return;
	b = bucket_make(u->arena, &a->pods, bucket_key(here, 0, 0, 1));
	VEC_PUSH(u->arena, &b->v, &live->inst);
	for (uint32_t i = 0; labels && i < labels->map->n; i++) {
		const struct entry *e = &labels->map->v[i];
		if (e->value.kind != OBJ_TEXT)
			continue;
		b = bucket_make(u->arena, &a->pods, bucket_key(here, e->key, e->value.text, 0));
		VEC_PUSH(u->arena, &b->v, &live->inst);
	}
}

static void add(struct against *a, ast_id item, kind_id kind)
{
	struct unit *u = a->u;
	const struct schema_kind *k = &u->schema->kinds[kind];
	struct live *live = arena_zalloc(u->arena, sizeof *live);
	struct object *o = &live->inst.o;
	ast_id name = instance_name_at(u, &(struct instance){.o.item = item});
	const struct node *namespace_;

	if (ast_kind(u->tree, name) != AST_STRING)
		return; /* the name was yet to be made */
	o->kind = kind;
	o->item = item;
	o->name = unit_node(u, name)->sym;
	o->root = map_of(u, ast_next(u->tree, name), k->type, item);
	namespace_ = node_at(u->schema, &o->root, u->schema->model.namespace_);
	if ((k->flags & KIND_NAMESPACED) && namespace_ && namespace_->kind == OBJ_TEXT)
		o->namespace_ = namespace_->text;
	live->served = has_server_fields(u, &o->root, 1);
	VEC_PUSH(u->arena, &a->all, live);
	index_add(u->arena, &a->by_place, o->namespace_, o->name, &live->inst);
	index_add(u->arena, &a->by_name, SYM_EMPTY, o->name, &live->inst);
	index_pods(a, live);
}

void live_read(struct against *a, const struct module *module)
{
	AST_EACH (a->u->tree, module->root, item) {
		kind_id kind = ast_kind(a->u->tree, item) == AST_RESOURCE ? kind_of(a->u, item) : 0;
		if (kind)
			add(a, item, kind);
	}
}

/* ---- finding them ---- */

static bool same_kind(const struct unit *u, const struct instance *a, const struct instance *b)
{
	const struct schema_kind *x = &u->schema->kinds[a->o.kind], *y = &u->schema->kinds[b->o.kind];

	return x->name == y->name && x->group == y->group;
}

/* The newest one in INDEX; *OTHER: one of another namespace, NULL if there is none. */
static struct live *find(const struct unit *u, const struct name_index *index, sym namespace_,
			 const struct instance *inst, struct live **other)
{
	struct live *found = NULL;

	*other = NULL;
	for (struct index_entry *e = index_first(index, namespace_, inst->o.name); e; e = index_next(e)) {
		struct live *live = (struct live *)e->inst; /* its first member */
		if (!same_kind(u, e->inst, inst))
			continue;
		if (!found)
			found = live;
		else if (live->inst.o.namespace_ != found->inst.o.namespace_)
			*other = live;
	}
	return found;
}

static void complain_namespace(struct against *a, const struct instance *inst, const struct live *x,
			       const struct live *y)
{
	struct unit *u = a->u;
	struct diag *d;

	if (a->told)
		return; /* it is so for all of the unit */
	a->told = true;
	d = diag_add(u->diags, E0905, unit_span(u, instance_name_at(u, inst)),
		     "%s has no namespace, so it cannot be told what to compare it with", object_text(u, inst));
	diag_label(d, "in which namespace?");
	diag_also(d, live_place(a, instance_name_at(u, &y->inst)), "this one is in `" STR_FMT "`",
		  STR_ARG(unit_str(u, y->inst.o.namespace_)));
	diag_also(d, live_place(a, instance_name_at(u, &x->inst)), "this one is in `" STR_FMT "`",
		  STR_ARG(unit_str(u, x->inst.o.namespace_)));
	diag_help(d, "say it for the file, `namespace: \"" STR_FMT "\"`, or for this run, `-n " STR_FMT "`",
		  STR_ARG(unit_str(u, y->inst.o.namespace_)), STR_ARG(unit_str(u, y->inst.o.namespace_)));
}

/* Who writes no namespace on one side leaves it to kubectl: then the name alone must do. */
struct live *live_of(struct against *a, struct instance *inst)
{
	const struct unit *u = a->u;
	struct live *other, *found;

	if (!inst->o.name)
		return NULL;
	found = find(u, &a->by_place, inst->o.namespace_, inst, &other);
	if (found || !(u->schema->kinds[inst->o.kind].flags & KIND_NAMESPACED))
		return found;
	if (inst->o.namespace_)
		return find(u, &a->by_place, SYM_EMPTY, inst, &other);
	found = find(u, &a->by_name, SYM_EMPTY, inst, &other);
	if (!other)
		return found;
	complain_namespace(a, inst, found, other);
	return NULL;
}

struct span live_place(const struct against *a, origin from)
{
	const struct unit *u = a->u;
	struct span at = unit_span(u, from);
	struct span value = ast_kind(u->tree, from) == AST_FIELD ? unit_span(u, ast_first(u->tree, from)) : at;
	struct str text = sources_text(u->sources, value);
	const char *end = memchr(text.p, '\n', text.n);

	if (!end)
		return value;
	return value.beg != at.beg ? at : (struct span){at.beg, at.beg + (uint32_t)(end - text.p)};
}
