/* SPDX-License-Identifier: Apache-2.0 */
/*
 * layers: an object's body, and over it what patches say, from the innermost
 * text outward.
 *
 * All patches of one text for one object are put into one value, so that two
 * of them which set one field are seen; then it is laid over what is below.
 * `old` and conditions see the object as the layers below left it.
 */
#include "eval/block.h"

#include "eval/keyindex.h"
#include "eval/shape.h"
#include "eval/trace.h"

struct node old_value(struct unit *u, ast_id at, type_id type)
{
	u->old_used = true;
	if (u->probing)
		return node_poison();
	struct node v = u->old ? *u->old : node_null();

	if (v.kind == OBJ_ABSENT)
		v = node_null();
	v = as_written(u, v);
	if (v.kind == OBJ_MAP || v.kind == OBJ_LIST)
		v.flags |= OBJ_SHARED;
	v.flags &= (uint8_t) ~(OBJ_WHOLE | OBJ_WRITTEN);
	return fit(u, &v, type, at);
}

/* ---- patches on types ---- */

/* A place in an object: what is there, and what this text's patches say of it so far. */
struct spot {
	struct spot *up;
	sym key;
	uint32_t order;
	const struct node *below;
	struct node *over; /* NULL: nothing yet */
};

/* A patch on types, and the types. */
struct many {
	struct unit *u;
	kind_id kind; /* of the object that is walked through */
	struct patch *patch;
	ast_id variable; /* the WORD behind `as`; AST_NIL: none */
	ast_id cond;
	ast_id block;
};

static struct node *over_at(struct unit *u, struct spot *s);

/* Makes the place of S in what the patches say, and those around it. */
static struct node *make_over(struct unit *u, struct spot *s, struct node *up)
{
	const struct node *b = s->below;

	if (up->kind == OBJ_MAP) {
		struct node *slot = map_add(u->arena, up->map, s->key, s->order);
		*slot = b->kind == OBJ_LIST ? node_list(u->arena, b->type, b->origin)
					    : node_map(u->arena, b->type, b->origin);
		slot->flags = b->kind == OBJ_LIST ? OBJ_KEYED : 0;
		return slot;
	}
	struct node *item = list_add(u->arena, up->list);
	*item = node_map(u->arena, b->type, b->origin);
	keyed_put(u, item, up->type, s->key, b->origin);
	return item;
}

static struct node *over_at(struct unit *u, struct spot *s)
{
	if (!s->over && s->up) {
		struct node *up = over_at(u, s->up);
		struct node *found = NULL;
		if (up && up->kind == OBJ_MAP)
			found = map_value(up->map, s->key);
		if (up && up->kind == OBJ_LIST)
			found = keyindex_find(u, up->list, up->type, s->key);
		s->over = found ? found : up ? make_over(u, s, up) : NULL;
	}
	return s->over;
}

static bool wanted_type(const struct many *m, type_id type)
{
	sym name = unit_type(m->u, type)->name;

	for (uint32_t i = 0; name && i < m->patch->types.n; i++)
		if (m->patch->types.v[i] == name)
			return true;
	return false;
}

/* Is the object itself one that the patch is for? */
static bool wanted_kind(const struct many *m)
{
	for (uint32_t i = 0; i < m->patch->sets.n; i++)
		if (schema_kind_in(m->u->schema, m->patch->sets.v[i], m->kind))
			return true;
	return m->patch->all;
}

static bool holds(struct many *m, const struct node *v, struct scope **scope)
{
	struct unit *u = m->u;
	bool known = true, yes = true;

	*scope = m->patch->scope;
	if (m->variable) {
		*scope = scope_new(u, m->patch->scope, 1);
		(*scope)->v[0] = (struct local){.name = unit_node(u, m->variable)->sym,
						.kind = LOCAL_VALUE,
						.used = true,
						.decl = m->variable,
						.value = *v};
	}
	const struct node *old = u->old;
	u->old = v;
	bool asking = u->asking;
	u->asking = true;
	if (ast_kind(u->tree, m->cond) != AST_NONE)
		yes = eval_condition(u, m->cond, *scope, &known);
	u->asking = asking;
	u->old = old;
	return known && yes;
}

/* Evaluates the block for the value of S. */
static void patch_value(struct many *m, struct spot *s)
{
	struct unit *u = m->u;
	struct scope *scope;

	if (!holds(m, s->below, &scope))
		return;
	m->patch->hit = true;
	struct node *over = over_at(u, s);
	if (!over)
		return;
	if (over->kind != OBJ_MAP || (over->flags & (OBJ_REPLACES | OBJ_WHOLE))) {
		complain_twice(u, m->block, over, s->key);
		return;
	}
	struct container in = container_of(u, over, over->type);
	const struct node *old = u->old;
	in.lift = over->type == u->schema->kinds[m->kind].type ? m->kind : 0;
	in.old = u->old = s->below;
	trace_layer(u);
	block_items(u, m->block, scope_of_block(u, m->block, scope), &in);
	u->old = old;
}

static void walk(struct many *m, struct spot *s);

/* Items without keys, or with equal ones, are no places of their own: the list is patched as a whole. */
static void walk_plain_list(struct many *m, struct spot *s)
{
	struct unit *u = m->u;
	const struct node *b = s->below;
	struct node copy = *b;

	copy.flags |= OBJ_SHARED;
	node_own(u->arena, &copy);
	bool any = false;
	for (uint32_t i = 0; i < b->list->n; i++) {
		struct node fresh = b->list->v[i].kind == OBJ_MAP
					    ? node_map(u->arena, b->list->v[i].type, b->list->v[i].origin)
					    : node_null();
		struct spot item = {.below = &b->list->v[i], .over = &fresh};
		if (fresh.kind != OBJ_MAP)
			continue;
		walk(m, &item);
		if (!fresh.map->n)
			continue;
		merge_over(u, &copy.list->v[i], &fresh);
		any = true;
	}
	if (!any)
		return;
	struct node *up = s->up ? over_at(u, s->up) : NULL;
	struct entry *e = up && up->kind == OBJ_MAP ? map_get(up->map, s->key) : NULL;
	if (!up || e) {
		if (e)
			complain_twice(u, m->block, &e->value, s->key);
		return;
	}
	copy.flags |= OBJ_REPLACES;
	copy.origin = m->block;
	*map_add(u->arena, up->map, s->key, s->order) = copy;
}

static bool distinct_keys(struct unit *u, const struct node *list)
{
	if (!unit_type(u, list->type)->keyed)
		return false;
	for (uint32_t i = 0; i < list->list->n; i++) {
		sym key = keyed_key(u, &list->list->v[i], list->type);
		for (uint32_t k = 0; k < i; k++)
			if (keyed_key(u, &list->list->v[k], list->type) == key)
				return false;
		if (!key)
			return false;
	}
	return true;
}

static void walk_at(struct many *m, struct spot *s);

static void walk(struct many *m, struct spot *s)
{
	struct wish here = wish_now(m->u);

	if (m->u->trace && s->up)
		trace_step(m->u->trace, s->key);
	walk_at(m, s);
	wish_back(m->u, here);
}

static void walk_at(struct many *m, struct spot *s)
{
	struct unit *u = m->u;
	const struct node *b = s->below;

	if (b->kind == OBJ_LIST && unit_type(u, b->type)->form == TYPE_LIST) {
		bool distinct = distinct_keys(u, b);
		if (!distinct)
			walk_plain_list(m, s);
		for (uint32_t i = 0; distinct && i < b->list->n; i++) {
			struct spot item = {
				.up = s, .key = keyed_key(u, &b->list->v[i], b->type), .below = &b->list->v[i]};
			walk(m, &item);
		}
		return;
	}
	if (b->kind != OBJ_MAP || unit_type(u, b->type)->form != TYPE_STRUCT)
		return;
	if (wanted_type(m, b->type) || (!s->up && b->type == u->schema->kinds[m->kind].type && wanted_kind(m)))
		patch_value(m, s);
	for (uint32_t i = 0; i < b->map->n; i++) {
		const struct entry *e = &b->map->v[i];
		struct spot field = {.up = s, .key = e->key, .order = e->order, .below = &e->value};
		if (e->value.kind == OBJ_MAP || e->value.kind == OBJ_LIST)
			walk(m, &field);
	}
}

/* Finds the types that the item names, once. */
static void find_types(struct unit *u, struct patch *p)
{
	p->known = true;
	AST_EACH (u->tree, ast_first(u->tree, p->item), path) {
		struct str text = sources_text(u->sources, unit_span(u, path));
		sym name = sym_intern(u->names, text.p, text.n);
		kinds_id set = schema_kindset(u->schema, name);
		type_id type = type_struct(u, name);
		if (!type && str_is(text, "Object")) {
			p->all = true;
			continue;
		}
		if (!type && set) {
			VEC_PUSH(u->arena, &p->sets, set);
			continue;
		}
		if (!type) {
			struct instance *self = u->self;
			u->self = NULL; /* it is no object's mistake */
			complain_unknown_type(u, path, name);
			u->self = self;
			p->types.n = p->sets.n = 0;
			p->all = false;
			p->hit = true;
			return;
		}
		VEC_PUSH(u->arena, &p->types, unit_type(u, type)->name);
	}
}

/* The parts of the item; false if it is for no type. */
static bool parse_many(struct unit *u, struct patch *p, struct many *m)
{
	ast_id next = ast_next(u->tree, ast_first(u->tree, p->item));

	*m = (struct many){.u = u, .patch = p};
	if (!p->known)
		find_types(u, p);
	if (ast_kind(u->tree, next) == AST_WORD && (unit_node(u, p->item)->flags & AST_AS)) {
		m->variable = next;
		next = ast_next(u->tree, next);
	}
	m->cond = next;
	m->block = ast_next(u->tree, next);
	return p->types.n || p->sets.n || p->all;
}

/* ---- layers ---- */

/* What says which object it is cannot change: who refers to it could not know. */
static void check_identity(struct unit *u, const struct node *over)
{
	const struct schema_model *model = &u->schema->model;
	const path_id paths[] = {model->name, model->namespace_};
	const sym names[] = {model->api_version, model->kind};

	for (unsigned i = 0; i < 2; i++) {
		const struct node *v = node_at(u->schema, over, paths[i]);
		if (v && v->kind != OBJ_POISON)
			diag_label(diag_add(u->diags, E0317, unit_span(u, v->origin), "a patch cannot change the %s",
					    i ? "namespace" : "name"),
				   i ? "an include says it: `namespace: ...` in its block"
				     : "an include says what is put around names: `namePrefix` in its block");
		v = map_value(over->map, names[i]);
		if (v && v->kind != OBJ_POISON)
			diag_add(u->diags, E0317, unit_span(u, v->origin), "a patch cannot change the %s",
				 i ? "kind" : "version");
	}
}

/* Does a patch on types reach INST? Then all of it must be known, whatever part is wanted. */
static bool is_looked_at(const struct instance *inst)
{
	/* what is written in the text itself is no patch's */
	for (const struct expansion *e = inst->in; e; e = e->up)
		for (uint32_t i = 0; e->patches && e->patches->many && i < e->patches->v.n; i++)
			if (patch_reaches(e->patches->v.v[i], e, inst))
				return true;
	return false;
}

static void patch_item(struct unit *u, struct instance *inst, const struct patch *p, const struct container *over)
{
	struct container in = *over;
	struct head head;

	shape_head(u, p->item, &head);
	in.lift = inst->o.kind;
	block_items(u, head.block, scope_of_block(u, head.block, p->scope), &in);
}

/* The patches of the text LAYER and those outside of it, from the outermost in, into OVER. */
static void probe(struct unit *u, struct instance *inst, const struct expansion *layer, const struct container *over)
{
	if (!layer)
		return;
	probe(u, inst, layer->up, over);
	for (struct patch_hit *h = inst->hits; h; h = h->next)
		if (h->layer == layer)
			patch_item(u, inst, h->patch, over);
}

/*
 * Note [masks]: what patches replace or drop is not evaluated in the layers
 * below, for it may not even be possible there (a reference to an object that
 * is dropped). So patches are looked at twice: first quietly, for what they
 * set without asking for `old`, then for good. Not where a condition of a patch
 * on types may look at what is below.
 *
 * The mask by LAYER and what is outside of it; OBJ_NULL if there is none.
 */
static struct node mask_from(struct unit *u, struct instance *inst, const struct expansion *layer)
{
	struct node mask = node_map(u->arena, u->schema->kinds[inst->o.kind].type, inst->o.item);
	bool any = false, quiet = u->diags->quiet, patching = u->patching;
	struct wish all = wish_now(u);
	struct trace *trace = u->trace;
	uint32_t gone = u->gone;

	for (const struct patch_hit *h = inst->hits; h && !any; h = h->next)
		for (const struct expansion *e = layer; e && !any; e = e->up)
			any = h->layer == e;
	if (!any || u->probing || is_looked_at(inst))
		return node_null();
	u->probing = u->patching = u->diags->quiet = true;
	u->trace = NULL;
	u->nwant = 0;
	u->dry++;
	struct container over = container_of(u, &mask, mask.type);
	probe(u, inst, layer, &over);
	u->dry--;
	u->gone = gone;
	u->trace = trace;
	u->diags->quiet = quiet;
	u->patching = patching;
	u->probing = false;
	wish_back(u, all);
	return mask;
}

/* What the patches of LAYER's text say of INST, laid over ROOT. */
static void lay(struct unit *u, struct instance *inst, struct expansion *layer, struct node *root)
{
	struct node mask = mask_from(u, inst, layer->up);
	struct node over = node_map(u->arena, root->type, root->origin);
	struct spot whole = {.below = root, .over = &over};
	struct many m;

	u->old = root;
	trace_layer(u);
	struct container in = container_of(u, &over, root->type);
	in.old = root;
	in.mask = mask.kind == OBJ_MAP ? &mask : NULL;
	for (struct patch_hit *h = inst->hits; h; h = h->next)
		if (h->layer == layer)
			patch_item(u, inst, h->patch, &in);
	for (uint32_t i = 0; layer->patches && layer->patches->many && i < layer->patches->v.n; i++) {
		struct patch *p = layer->patches->v.v[i];
		if (ast_kind(u->tree, p->item) == AST_PATCH_ON && patch_reaches(p, layer, inst) &&
		    parse_many(u, p, &m)) {
			m.kind = inst->o.kind;
			walk(&m, &whole);
		}
	}
	if (!over.map->n)
		return;
	check_identity(u, &over);
	merge_over(u, root, &over);
}

void eval_body(struct unit *u, struct instance *inst, struct scope *scope, struct node *root)
{
	struct wish saved = wish_now(u);
	/* where objects are does not depend on patches: check_identity */
	bool patching = u->patching, patched = u->patchers.n && !u->placing;
	const struct node *old = u->old;

	if (patched && is_looked_at(inst))
		u->nwant = 0;
	u->patching = false;
	struct node mask = patched && inst->in ? mask_from(u, inst, inst->in->up) : node_null();
	struct container in = container_of(u, root, root->type);
	in.lift = inst->o.kind;
	in.mask = mask.kind == OBJ_MAP ? &mask : NULL;
	block_items(u, inst->body, scope, &in);
	if (patched && inst->in) {
		u->patching = true;
		for (struct expansion *e = inst->in; e; e = e->up)
			if (inst->hits || (e->patches && e->patches->many))
				lay(u, inst, e, root);
	}
	u->patching = patching;
	u->old = old;
	if (u->gone) {
		purge_gone(u, root);
		u->gone = 0;
	}
	wish_back(u, saved);
}

static void look_at(struct unit *u, ast_id block, struct scope *scope, type_id type, kind_id kind)
{
	struct node unknown = node_unknown(0), root = node_map(u->arena, type, block);
	struct container in = container_of(u, &root, type);

	in.lift = kind;
	in.old = u->old = &unknown;
	block_items(u, block, scope_of_block(u, block, scope), &in);
	check_identity(u, &root);
}

static void look_at_many(struct unit *u, struct patch *p)
{
	struct many m;
	struct scope *scope;

	if (!parse_many(u, p, &m))
		return;
	for (kind_id k = 1; k < u->schema->nkinds && p->types.n; k++)
		if (unit_type(u, u->schema->kinds[k].type)->name == p->types.v[0])
			m.kind = k;
	for (type_id t = 1; t < u->schema->ntypes; t++) {
		if (unit_type(u, t)->form != TYPE_STRUCT || unit_type(u, t)->name != p->types.v[0])
			continue;
		struct node unknown = node_unknown(t);
		(void)holds(&m, &unknown, &scope);
		look_at(u, m.block, scope, t, m.kind);
		return;
	}
}

void patches_look(struct unit *u)
{
	const struct node *old = u->old;

	u->dry++;
	u->patching = true;
	for (uint32_t i = 0; i < u->untaken_patches.n; i++) {
		struct patch *p = u->untaken_patches.v[i].patch;
		struct head head;
		u->app = u->untaken_patches.v[i].in->app;
		if (ast_kind(u->tree, p->item) == AST_PATCH_ON) {
			look_at_many(u, p);
			continue;
		}
		shape_head(u, p->item, &head);
		kind_id kind = shape_kind(u, head.kind, head.gv, p->scope);
		if (kind && ast_kind(u->tree, p->item) == AST_PATCH)
			look_at(u, head.block, p->scope, u->schema->kinds[kind].type, kind);
	}
	u->patching = false;
	u->old = old;
	u->dry--;
	u->gone = 0;
}

void patches_report(struct unit *u)
{
	for (uint32_t i = 0; i < u->patchers.n && !u->diags->errors; i++) {
		const struct patches *p = u->patchers.v[i]->patches;
		for (uint32_t k = 0; k < p->v.n; k++) {
			const struct patch *one = p->v.v[k];
			struct span at = unit_span(u, ast_first(u->tree, one->item));
			if (one->hit || ast_kind(u->tree, one->item) != AST_PATCH_ON)
				continue;
			bool cond = ast_kind(u->tree, ast_child(u->tree, one->item,
								unit_node(u, one->item)->flags & AST_AS ? 2 : 1)) !=
				    AST_NONE;
			diag_label(diag_add(u->diags, E0316, at, "this patch hits nothing"),
				   cond ? "nothing of this type, in what is included or used here, meets the condition"
					: "nothing that is included or used here has a value of this type");
		}
	}
}
