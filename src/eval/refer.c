/* SPDX-License-Identifier: Apache-2.0 */
/*
 * refer: bare words and member chains that name objects.
 *
 * A word denotes all resources of its name; what the slot takes narrows them
 * to one. Where they are looked for: the object's own namespace and what has
 * none, then other namespaces; whether the place can say another namespace
 * is decided by the `of` fields beside it.
 */
#include "eval/eval.h"

/* ---- reading the chain ---- */

/* The member steps of a chain, outermost first, down to its word. */
static uint32_t chain(const struct unit *u, ast_id id, ast_id *members, uint32_t room, ast_id *word)
{
	uint32_t n = 0;

	for (;;) {
		enum ast_kind k = ast_kind(u->tree, id);
		if (k == AST_WORD) {
			*word = id;
			return n;
		}
		if ((k != AST_MEMBER && k != AST_INDEX) || n == room)
			return UINT32_MAX;
		members[n++] = ast_next(u->tree, ast_first(u->tree, id));
		id = ast_first(u->tree, id);
	}
}

static bool step_text(struct unit *u, ast_id step, struct scope *scope, sym *out)
{
	switch (ast_kind(u->tree, step)) {
	case AST_KEY:
	case AST_KEY_EXPR:
		return eval_key(u, step, scope, out);
	default:
		return eval_text(u, step, scope, out);
	}
}

bool reference_parse(struct unit *u, ast_id id, struct scope *scope, struct reference *out)
{
	ast_id steps[8], word;
	*out = (struct reference){.at = id};

	if (u->wire_word && id < u->tree->nfixed)
		return false; /* in rows, words are the engine's */
	if (ast_kind(u->tree, id) == AST_OPTIONAL) {
		out->optional = true;
		id = ast_first(u->tree, id);
	}
	uint32_t n = chain(u, id, steps, 8, &word);
	if (n == UINT32_MAX || scope_find(scope, unit_node(u, word)->sym))
		return false;
	out->word = word;
	out->name = unit_node(u, word)->sym;
	kind_id kind = n ? schema_kind(u->schema, out->name) : 0;
	if (kind) {
		out->kind = kind;
		out->word = steps[--n];
		if (!step_text(u, steps[n], scope, &out->name))
			return false;
	}
	if (n) {
		out->member_at = steps[--n];
		if (!step_text(u, steps[n], scope, &out->member))
			return false;
	}
	out->more = n ? steps[n - 1] : AST_NIL;
	return true;
}

/* ---- looking ---- */

struct look {
	const struct reference *ref;
	type_id type;	/* the slot, or 0 */
	kinds_id kinds; /* or a set, or 0 for all */
	struct instance *found;
	uint32_t count;
	struct instance *other; /* of the name, but not accepted */
};

static bool accepts(const struct unit *u, type_id type, kind_id kind, bool member)
{
	const struct schema *s = u->schema;
	const struct schema_type *t = &s->types[type];

	if (t->refs && schema_kind_in(s, t->refs, kind) && !member)
		return true;
	if ((t->flags & TYPE_SELECTOR) && !t->refs && (s->kinds[kind].pods || s->kinds[kind].selects) && !member)
		return true;
	if (t->form != TYPE_STRUCT || (t->flags & TYPE_SELECTOR))
		return false;
	bool beside = false;
	for (uint32_t i = 0; i < t->count; i++) {
		enum field_of of = (enum field_of)s->fields[t->first + i].of;
		beside |= of == OF_KEY || of == OF_PORT_NAME || of == OF_PORT_NUMBER;
	}
	for (uint32_t i = 0; i < t->ndirs; i++) {
		const struct schema_dir *d = &s->dirs[t->dirs + i];
		if (d->op == DIR_FROM && schema_kind_in(s, d->kinds, kind) && (d->member != MEMBER_NONE) == member)
			return true;
		if (d->op == DIR_HEAD && accepts(u, dir_type(u, d, type), kind, member && !beside))
			return true;
	}
	for (uint32_t i = 0; i < t->count; i++)
		if (s->types[s->fields[t->first + i].type].refs && beside &&
		    schema_kind_in(s, s->types[s->fields[t->first + i].type].refs, kind))
			return true;
	return false;
}

static void consider(const struct unit *u, struct look *look, struct instance *inst)
{
	const struct reference *ref = look->ref;
	const struct schema_kind *k = &u->schema->kinds[inst->o.kind];
	bool ok = !ref->kind || u->schema->kinds[ref->kind].name == k->name;

	if (ok && look->type)
		ok = accepts(u, look->type, inst->o.kind, ref->member != SYM_EMPTY);
	if (ok && look->kinds)
		ok = schema_kind_in(u->schema, look->kinds, inst->o.kind);
	if (!ok) {
		look->other = inst;
		return;
	}
	if (look->found != inst)
		look->count++;
	look->found = inst;
}

static void look_in(const struct unit *u, const struct name_index *index, sym namespace_, struct look *look)
{
	for (struct index_entry *e = index_first(index, namespace_, look->ref->name); e; e = index_next(e))
		consider(u, look, e->inst);
}

static void know_names(struct unit *u)
{
	for (; u->named < u->instances.n; u->named++) {
		struct instance *i = u->instances.v[u->named];
		index_add(u->arena, &u->by_name, SYM_EMPTY, i->o.name, i);
		if (i->as && i->as != i->o.name)
			index_add(u->arena, &u->by_name, SYM_EMPTY, i->as, i);
	}
}

static void look_everywhere(struct unit *u, struct look *look)
{
	sym here = u->self ? u->self->o.namespace_ : u->app ? u->app->namespace_ : SYM_EMPTY;

	look_in(u, &u->by_place, here, look);
	if (here)
		look_in(u, &u->by_place, SYM_EMPTY, look);
	if (!look->count && !u->library_externs) {
		shape_library_externs(u);
		look_in(u, &u->by_place, here, look);
		if (here)
			look_in(u, &u->by_place, SYM_EMPTY, look);
	}
	if (!look->count) {
		know_names(u);
		look_in(u, &u->by_name, SYM_EMPTY, look);
	}
}

/* ---- what is said when there is not exactly one ---- */

static const char *kind_text(const struct unit *u, const struct instance *inst)
{
	struct str s = unit_str(u, u->schema->kinds[inst->o.kind].name);

	return arena_printf(u->arena, STR_FMT, STR_ARG(s));
}

static void point_at(struct unit *u, struct diag *d, const struct instance *inst, const char *label)
{
	if (!inst->library)
		diag_also(d, unit_span(u, instance_name_at(u, inst)), "%s", label);
}

static void complain_ambiguous(struct unit *u, const struct look *look)
{
	struct str name = unit_str(u, look->ref->name);
	struct diag *d = diag_add(u->diags, E0303, unit_span(u, look->ref->word), "`" STR_FMT "` names %u objects here",
				  STR_ARG(name), look->count);
	unsigned shown = 0;

	for (uint32_t i = 0; i < u->instances.n && shown < 4; i++) {
		struct instance *inst = u->instances.v[i];
		struct look one = {.ref = look->ref, .type = look->type, .kinds = look->kinds};
		if (inst->o.name != look->ref->name && inst->as != look->ref->name)
			continue;
		consider(u, &one, inst);
		if (one.count) {
			point_at(u, d, inst, arena_printf(u->arena, "%s%s", shown ? "and this " : "this ", kind_text(u, inst)));
			shown++;
		}
	}
	diag_help(d, "say which kind: `%s." STR_FMT "`", kind_text(u, look->found), STR_ARG(name));
}

static void complain_none(struct unit *u, const struct look *look)
{
	struct str name = unit_str(u, look->ref->name);

	if (look->other) {
		struct instance *o = look->other;
		struct diag *d = diag_add(u->diags, E0304, unit_span(u, look->ref->word),
					  "%s `" STR_FMT "` cannot be referred to here", kind_text(u, o), STR_ARG(name));
		diag_label(d, "%s", expected_reference(u, look->type, look->kinds));
		point_at(u, d, o, "declared here");
		return;
	}
	complain_unresolved(u, look->ref->word, look->ref->name, NULL, look->type);
}

static struct instance *only_one(struct unit *u, const struct look *look)
{
	if (look->count == 1)
		return look->found;
	if (look->count)
		complain_ambiguous(u, look);
	else
		complain_none(u, look);
	return NULL;
}

struct instance *reference_look(struct unit *u, const struct reference *ref, kinds_id kinds, uint32_t *count)
{
	struct look look = {.ref = ref, .kinds = kinds};

	look_everywhere(u, &look);
	*count = look.count;
	return look.count == 1 ? look.found : NULL;
}

struct instance *reference_find(struct unit *u, const struct reference *ref, kinds_id kinds)
{
	struct look look = {.ref = ref, .kinds = kinds};

	look_everywhere(u, &look);
	return only_one(u, &look);
}

static struct instance *find_for_slot(struct unit *u, const struct reference *ref, type_id type)
{
	struct look look = {.ref = ref, .type = type};

	look_everywhere(u, &look);
	struct instance *inst = only_one(u, &look);
	if (inst && ref->more) {
		diag_add(u->diags, E0308, unit_span(u, ref->more), "a reference takes one member at most");
		return NULL;
	}
	return inst;
}

/* ---- putting it where it belongs ---- */

static void need_member(struct unit *u, struct instance *inst, const struct reference *ref, bool port)
{
	struct pending p = {.at = ref->member_at, .word = ref->member, .port = port, .target = inst};

	if (!u->dry && !ref->optional)
		VEC_PUSH(u->arena, &u->pending, p);
}

/* The value that field F takes from the reference; OBJ_NULL if none. */
static struct node of_value(struct unit *u, const struct schema_field *f, struct instance *inst,
			    const struct reference *ref, ast_id at)
{
	const struct schema_kind *k = &u->schema->kinds[inst->o.kind];
	sym here = u->self ? u->self->o.namespace_ : SYM_EMPTY;
	sym text = SYM_EMPTY;

	switch ((enum field_of)f->of) {
	case OF_KIND:
		text = k->name;
		break;
	case OF_API_VERSION:
		text = k->api_version;
		break;
	case OF_GROUP:
		return node_text(k->group, f->type, at);
	case OF_NAMESPACE:
		text = inst->o.namespace_;
		break;
	case OF_OTHER_NAMESPACE:
		text = inst->o.namespace_ != here ? inst->o.namespace_ : SYM_EMPTY;
		break;
	case OF_KEY:
		if (ref && ref->member)
			need_member(u, inst, ref, false);
		text = ref ? ref->member : SYM_EMPTY;
		break;
	case OF_PORT_NAME:
		if (ref && ref->member)
			need_member(u, inst, ref, true);
		text = ref ? ref->member : SYM_EMPTY;
		break;
	case OF_PORT_NUMBER: {
		struct node v = node_null();
		if (ref && ref->member && !instance_port(u, inst, ref->member, at, &v)) {
			complain_unknown_member(u, inst, ref->member, ref->member_at);
			return node_poison();
		}
		return v.kind == OBJ_NULL ? v : fit(u, &v, f->type, at);
	}
	case OF_OPTIONAL:
		return ref && ref->optional ? node_bool(true, f->type, at) : node_null();
	case OF_PROTOCOL:
	case OF_NOTHING:
		return node_null();
	}
	return text ? node_text(text, f->type, at) : node_null();
}

/* `of x = expr`: the expression with `it` for the value. */
static struct node of_expression(struct unit *u, const struct schema_field *f, const struct node *it)
{
	struct scope *scope = scope_new(u, u->library, 1);
	struct node plain = *it;

	plain.type = 0;
	scope->v[0] = (struct local){.name = u->word.it, .kind = LOCAL_VALUE, .used = true, .value = plain};
	return eval_slot(u, f->of_value, scope, f->type);
}

/* Has the struct TYPE fields that take a member of a reference? */
static bool takes_member(const struct unit *u, type_id type)
{
	const struct schema_type *t = unit_type(u, type);

	for (uint32_t i = 0; t->form == TYPE_STRUCT && i < t->count; i++) {
		uint8_t of = u->schema->fields[t->first + i].of;
		if (of == OF_PORT_NAME || of == OF_PORT_NUMBER || of == OF_KEY)
			return true;
	}
	return false;
}

static bool says_namespace(const struct unit *u, const struct schema_type *t)
{
	for (uint32_t i = 0; i < t->count; i++) {
		uint8_t of = u->schema->fields[t->first + i].of;
		if (of == OF_NAMESPACE || of == OF_OTHER_NAMESPACE)
			return true;
	}
	return false;
}

static bool same_place(const struct unit *u, const struct instance *inst)
{
	return !u->self || !(u->schema->kinds[inst->o.kind].flags & KIND_NAMESPACED) ||
	       inst->o.namespace_ == u->self->o.namespace_ || !inst->o.namespace_;
}

static void complain_elsewhere(struct unit *u, const struct instance *inst, ast_id at)
{
	struct diag *d = diag_add(u->diags, E0313, unit_span(u, at),
				  "%s `" STR_FMT "` is in namespace `" STR_FMT "`, and this field cannot name another namespace",
				  kind_text(u, inst), STR_ARG(unit_str(u, inst->o.name)),
				  STR_ARG(unit_str(u, inst->o.namespace_)));

	if (u->self->o.namespace_)
		diag_label(d, "this object is in `" STR_FMT "`", STR_ARG(unit_str(u, u->self->o.namespace_)));
	point_at(u, d, inst, "declared here");
}

void reference_placed(struct unit *u, type_id owner, const struct instance *inst, ast_id at)
{
	if (!same_place(u, inst) && !says_namespace(u, unit_type(u, owner)))
		complain_elsewhere(u, inst, at);
}

void reference_beside(struct unit *u, struct map *map, type_id owner, struct instance *inst,
		      const struct reference *ref, ast_id at)
{
	const struct schema_type *t = unit_type(u, owner);

	for (uint32_t i = 0; i < t->count; i++) {
		const struct schema_field *f = &u->schema->fields[t->first + i];
		if (map_get(map, f->name))
			continue;
		if (!f->of) {
			if (ref && ref->member && takes_member(u, f->type)) {
				struct node sub = node_map(u->arena, f->type, at);
				reference_beside(u, sub.map, f->type, inst, ref, at);
				if (sub.map->n)
					*map_add(u->arena, map, f->name, f->order) = sub;
			}
			continue;
		}
		struct node v = of_value(u, f, inst, ref, at);
		if (v.kind != OBJ_NULL && v.kind != OBJ_POISON && f->of_value)
			v = of_expression(u, f, &v);
		if (v.kind != OBJ_NULL)
			*map_add(u->arena, map, f->name, f->order) = v;
	}
}

static struct node pending_selector(struct unit *u, struct instance *inst, type_id type, ast_id at)
{
	struct pending_selector p = {.owner = u->self, .target = inst, .at = at};
	struct node v = {.kind = OBJ_REF, .type = type, .origin = at};

	if (u->dry)
		return node_poison();
	v.ref = u->selectors.n;
	VEC_PUSH(u->arena, &u->selectors, p);
	return v;
}

static struct node object_into(struct unit *u, struct instance *inst, const struct reference *ref, type_id type,
			       ast_id at);

/* A struct that takes the object at a path of its own, by `from` or by its head. */
static bool by_directive(struct unit *u, struct instance *inst, const struct reference *ref, type_id type, ast_id at,
			 struct node *root)
{
	const struct schema_type *t = unit_type(u, type);
	bool member = ref && ref->member;

	for (uint32_t i = 0; i < t->ndirs; i++) {
		const struct schema_dir *d = &u->schema->dirs[t->dirs + i];
		type_id slot = d->a ? dir_type(u, d, type) : 0;
		bool from = d->op == DIR_FROM && schema_kind_in(u->schema, d->kinds, inst->o.kind) &&
			    (d->member != MEMBER_NONE) == member;
		bool head = d->op == DIR_HEAD && (accepts(u, slot, inst->o.kind, false) || accepts(u, slot, inst->o.kind, member));
		if (!from && !head)
			continue;
		struct node v = object_into(u, inst, ref, slot, at);
		if (v.kind == OBJ_POISON) {
			*root = v;
			return true;
		}
		put_at(u, root, d->a, d->word, &v, at);
		return true;
	}
	return false;
}

static struct node object_into(struct unit *u, struct instance *inst, const struct reference *ref, type_id type,
			       ast_id at)
{
	const struct schema_type *t = unit_type(u, type);

	if (t->flags & TYPE_SELECTOR)
		return pending_selector(u, inst, type, at);
	if (t->form != TYPE_STRUCT)
		return node_text(inst->o.name, type, at);
	struct node root = node_map(u->arena, type, at);
	if (!by_directive(u, inst, ref, type, at, &root)) {
		bool put = false;
		for (uint32_t i = 0; i < t->count && !put; i++) {
			const struct schema_field *f = &u->schema->fields[t->first + i];
			const struct schema_type *ft = unit_type(u, f->type);
			if (ft->form == TYPE_STRUCT || !ft->refs || !schema_kind_in(u->schema, ft->refs, inst->o.kind))
				continue;
			*map_add(u->arena, root.map, f->name, f->order) = node_text(inst->o.name, f->type, at);
			put = true;
			reference_placed(u, type, inst, at);
		}
	}
	if (root.kind == OBJ_MAP)
		reference_beside(u, root.map, type, inst, ref, at);
	return root;
}

struct node reference_struct(struct unit *u, const struct reference *ref, type_id type)
{
	struct instance *inst = find_for_slot(u, ref, type);

	return inst ? object_into(u, inst, ref, type, ref->at) : node_poison();
}

struct node reference_object(struct unit *u, struct instance *inst, type_id type, ast_id at)
{
	if (!accepts(u, type, inst->o.kind, false)) {
		complain_wrong_type(u, at, type, kind_text(u, inst));
		return node_poison();
	}
	return object_into(u, inst, NULL, type, at);
}

struct node reference_name(struct unit *u, const struct reference *ref, type_id type)
{
	struct instance *inst = find_for_slot(u, ref, type);

	if (!inst)
		return node_poison();
	u->referred = inst;
	struct reference *kept = ARENA_NEW(u->arena, struct reference, 1);
	*kept = *ref;
	u->reference = kept;
	return node_text(inst->o.name, type, ref->at);
}
