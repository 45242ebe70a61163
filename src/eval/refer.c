/* SPDX-License-Identifier: Apache-2.0 */
/*
 * refer: bare words and member chains that name objects.
 *
 * look.c finds the one that is meant; here it is put where the slot's type
 * says: a name, a struct that takes it by `from` or by its head, a selector.
 * Whether the place can say another namespace is decided by the `of` fields
 * beside the name.
 */
#include "eval/look.h"

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

/* What the local L names, if it is another word for an object: `let s = creds`, a loop's variable. */
static bool local_reference(struct unit *u, struct local *l, struct reference *out)
{
	struct reference inner;

	if (l->kind == LOCAL_VALUE) {
		if (l->value.kind != OBJ_OBJECT || u->ruling)
			return false; /* in a check its members are its fields, whatever its ports and keys are called
				       */
		out->inst = u->instances.v[l->value.ref];
		out->name = out->inst->o.name;
		return true;
	}
	if ((l->kind != LOCAL_LET && l->kind != LOCAL_THUNK) || l->busy || l->unknown || l->filled)
		return false;
	ast_id expr = local_expr(u, l);
	if (!expr || local_type(u, l))
		return false;
	l->busy = true;
	bool ok = reference_parse(u, expr, l->given ? l->given_scope : l->scope, &inner) && !inner.member &&
		  !inner.optional;
	l->busy = false;
	if (!ok)
		return false;
	l->used = true;
	out->inst = inner.inst;
	out->name = inner.name;
	out->kind = inner.kind;
	out->inside = inner.inside;
	out->scope = inner.scope;
	return true;
}

/* It is a reference, to nobody knows what: its computed part is not known, or was wrong and that was said. */
static bool reference_unknown(struct reference *out)
{
	out->unknown = true;
	return true;
}

bool reference_parse(struct unit *u, ast_id id, struct scope *scope, struct reference *out)
{
	ast_id steps[8], word;
	*out = (struct reference){.at = id, .scope = scope};

	if (u->hooks.word && unit_in_row(u, id))
		return false; /* in rows, words are the engine's */
	if (ast_kind(u->tree, id) == AST_OPTIONAL) {
		out->optional = true;
		id = ast_first(u->tree, id);
	}
	uint32_t n = chain(u, id, steps, 8, &word);
	if (n == UINT32_MAX)
		return false;
	struct local *l = scope_find(scope, unit_node(u, word)->sym);
	out->word = word;
	out->name = unit_node(u, word)->sym;
	if (!l && u->patching && out->name == u->word.old)
		return false;
	bool inside = l && n && l->kind == LOCAL_INSIDE;
	if (inside) {
		l->used = true;
		out->inside = l->inside;
		out->nowhere = !l->inside;
		out->word = steps[--n];
		if (!step_text(u, out->word, scope, &out->name))
			return reference_unknown(out);
	} else if (l && (!n || !local_reference(u, l, out))) {
		return false;
	}
	kind_id kind = n && (!l || inside) ? schema_kind(u->schema, out->name) : 0;
	if (kind) {
		out->kind = kind;
		out->word = steps[--n];
		if (!step_text(u, steps[n], scope, &out->name))
			return reference_unknown(out);
	}
	if (n) {
		out->member_at = steps[--n];
		if (!step_text(u, steps[n], scope, &out->member))
			return reference_unknown(out);
	}
	out->more = n ? steps[n - 1] : AST_NIL;
	return true;
}

struct node reference_rest(struct unit *u, const struct reference *ref, struct node v)
{
	ast_id steps[8], word;
	ast_id id = ast_kind(u->tree, ref->at) == AST_OPTIONAL ? ast_first(u->tree, ref->at) : ref->at;
	uint32_t n = chain(u, id, steps, 8, &word);

	while (n != UINT32_MAX && n > 0 && steps[n - 1] != ref->more)
		n--;
	while (n != UINT32_MAX && n > 0)
		v = step_value(u, &v, steps[--n], ref->scope);
	return v;
}

/* ---- putting it where it belongs ---- */

static void need_member(struct unit *u, struct instance *inst, const struct reference *ref, bool port)
{
	struct pending p = {.at = ref->member_at, .word = ref->member, .port = port, .owner = u->self, .target = inst};

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
		/* what the library says of every namespace is meant where the object is */
		if (!text && (k->flags & KIND_NAMESPACED))
			text = here ? here : u->app->namespace_;
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
		if (ref && ref->member && !check_format(u, FORMAT_PORT_NAME, ref->member, ref->member_at, ""))
			return node_poison();
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

static bool has_of(const struct unit *u, const struct schema_type *t, enum field_of a, enum field_of b)
{
	for (uint32_t i = 0; t->form == TYPE_STRUCT && i < t->count; i++) {
		uint8_t of = u->schema->fields[t->first + i].of;
		if (of == a || of == b)
			return true;
	}
	return false;
}

/* Is INST of a component that is looked at by itself? */
static bool is_anywhere(const struct instance *inst)
{
	const struct app *app = inst ? inst->app : NULL;

	while (app && !app->anywhere)
		app = app->up;
	return app != NULL;
}

static bool same_place(const struct unit *u, const struct instance *inst)
{
	if (is_anywhere(u->self))
		return true;
	return !u->self || !(u->schema->kinds[inst->o.kind].flags & KIND_NAMESPACED) ||
	       inst->o.namespace_ == u->self->o.namespace_ || !inst->o.namespace_;
}

static void complain_elsewhere(struct unit *u, const struct instance *inst, ast_id at)
{
	struct diag *d = diag_add(u->diags, E0313, unit_span(u, at),
				  STR_FMT " `" STR_FMT "` is in namespace `" STR_FMT
					  "`, and this field cannot name another namespace",
				  STR_ARG(unit_str(u, u->schema->kinds[inst->o.kind].name)),
				  STR_ARG(unit_str(u, inst->o.name)), STR_ARG(unit_str(u, inst->o.namespace_)));

	if (u->self->o.namespace_)
		diag_label(d, "this object is in `" STR_FMT "`", STR_ARG(unit_str(u, u->self->o.namespace_)));
	else
		diag_label(d, "this object is in none");
	diag_also(d, unit_span(u, instance_name_at(u, inst)), "declared here");
	if (!u->self->o.namespace_)
		diag_help(d, "say it for the file or app: `namespace: \"" STR_FMT "\"`",
			  STR_ARG(unit_str(u, inst->o.namespace_)));
}

void reference_placed(struct unit *u, type_id owner, const struct instance *inst, const struct reference *ref,
		      ast_id at)
{
	const struct schema_type *t = unit_type(u, owner);

	if (!same_place(u, inst) && !has_of(u, t, OF_NAMESPACE, OF_OTHER_NAMESPACE))
		complain_elsewhere(u, inst, at);
	if (ref && ref->optional && !has_of(u, t, OF_OPTIONAL, OF_OPTIONAL))
		diag_label(diag_add(u->diags, E0219, unit_span(u, at), "this reference cannot be optional"),
			   "Kubernetes has no `optional` here: leave out the `?`");
}

void reference_beside(struct unit *u, struct map *map, type_id owner, struct instance *inst,
		      const struct reference *ref, ast_id at)
{
	const struct schema_type *t = unit_type(u, owner);

	for (uint32_t i = 0; i < t->count; i++) {
		const struct schema_field *f = &u->schema->fields[t->first + i];
		if (!f->of || map_get(map, f->name))
			continue;
		struct node v = of_value(u, f, inst, ref, at);
		if (v.kind != OBJ_NULL && v.kind != OBJ_POISON && f->of_value)
			v = of_expression(u, f, &v);
		if (v.kind != OBJ_NULL)
			*map_add(u->arena, map, f->name, f->order) = v;
	}
}

/* For the `of` fields beside the slot, which its owner fills (path.c). */
static void remember(struct unit *u, const struct reference *ref, struct instance *inst)
{
	struct reference *kept = ARENA_NEW(u->arena, struct reference, 1);

	*kept = *ref;
	u->referred = inst;
	u->reference = kept;
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

/* Where a struct of TYPE takes the object: its `from`, else its head, else NULL. */
static const struct schema_dir *way_in(const struct unit *u, type_id type, kind_id kind, bool member)
{
	const struct schema_type *t = unit_type(u, type);
	const struct schema_dir *head = NULL;

	for (uint32_t i = 0; i < t->ndirs; i++) {
		const struct schema_dir *d = &u->schema->dirs[t->dirs + i];
		if (d->op == DIR_FROM && schema_kind_in(u->schema, d->kinds, kind) &&
		    (d->member != MEMBER_NONE) == member)
			return d;
		if (d->op != DIR_HEAD)
			continue;
		type_id slot = dir_type(u, d, type);
		if (slot_accepts(u, slot, kind, false) || slot_accepts(u, slot, kind, member))
			head = d;
	}
	return head;
}

/* The object's name in the field that takes it, in a struct with no other way in. */
static void put_name(struct unit *u, struct instance *inst, struct node *root, ast_id at)
{
	const struct schema_type *t = unit_type(u, root->type);

	for (uint32_t i = 0; i < t->count; i++) {
		const struct schema_field *f = &u->schema->fields[t->first + i];
		const struct schema_type *ft = unit_type(u, f->type);
		if (ft->form == TYPE_STRUCT || !ft->refs || !schema_kind_in(u->schema, ft->refs, inst->o.kind))
			continue;
		*map_add(u->arena, root->map, f->name, f->order) = node_text(inst->o.name, f->type, at);
		return;
	}
}

static struct node object_into(struct unit *u, struct instance *inst, const struct reference *ref, type_id type,
			       ast_id at)
{
	const struct schema_type *t = unit_type(u, type);
	const struct schema_dir *d;

	if (t->flags & TYPE_SELECTOR)
		return pending_selector(u, inst, type, at);
	if (t->form != TYPE_STRUCT)
		return node_text(inst->o.name, type, at);
	struct node root = node_map(u->arena, type, at);
	type_id slot = 0;
	if ((d = way_in(u, type, inst->o.kind, ref && ref->member))) {
		slot = dir_type(u, d, type);
		struct node v = object_into(u, inst, ref, slot, at);
		if (v.kind == OBJ_POISON)
			return v;
		put_at(u, &root, d->a, d->word, &v, at);
		if (d->op == DIR_HEAD)
			put_with(u, &root, type, at);
	} else {
		put_name(u, inst, &root, at);
	}
	if (!slot || unit_type(u, slot)->form != TYPE_STRUCT || (unit_type(u, slot)->flags & TYPE_SELECTOR))
		reference_placed(u, type, inst, ref, at);
	reference_beside(u, root.map, type, inst, ref, at);
	return root;
}

static struct instance *find_for_slot(struct unit *u, const struct look *look)
{
	const struct reference *ref = look->ref;
	struct instance *inst = look_one(u, look);

	if (!inst || !ref->more)
		return inst;
	struct diag *d = diag_add(u->diags, E0308, unit_span(u, ref->more), "a reference takes one member at most");
	sym more;
	if (u->schema->kinds[inst->o.kind].nkeys && step_text(u, ref->more, NULL, &more))
		diag_label(d, "for the key with a dot write `" STR_FMT "[\"" STR_FMT "." STR_FMT "\"]`",
			   STR_ARG(unit_str(u, ref->name)), STR_ARG(unit_str(u, ref->member)),
			   STR_ARG(unit_str(u, more)));
	return NULL;
}

/* Does a scalar of TYPE fill, through heads, a slot that is no reference itself? */
static bool takes_value(const struct unit *u, type_id type)
{
	type_id inner = type_behind_heads(u, type);
	const struct schema_type *t = unit_type(u, inner);

	return inner && t->form != TYPE_LIST && t->form != TYPE_MAP && !t->refs && !(t->flags & TYPE_SELECTOR);
}

/* Is the member read, `svc.fqdn`, rather than referred to? *BOTH after reporting that it could be both. */
static bool reads_member(struct unit *u, const struct look *look, bool *both)
{
	const struct reference *ref = look->ref;

	*both = false;
	if (!ref->member || ref->optional || (!takes_value(u, look->type) && type_takes_reference(u, look->type)))
		return false;
	if (!look->count)
		return look->other != NULL &&
		       !(ref->kind && u->schema->kinds[look->other->o.kind].name != u->schema->kinds[ref->kind].name);
	if (!member_built_in(u, ref->member, ref->member_at))
		return false;
	for (uint32_t i = 0; i < look->count && !*both; i++)
		if (instance_has(u, look->found[i], ref->member)) {
			complain_both(u, look->found[i], ref->member, ref->member_at);
			*both = true;
		}
	return !*both;
}

struct node reference_struct(struct unit *u, const struct reference *ref, type_id type)
{
	struct look look = {.ref = ref, .type = type};
	bool both;

	look_for(u, &look);
	if (reads_member(u, &look, &both)) {
		struct node v = reference_value(u, ref);
		return v.kind == OBJ_POISON ? v : fit(u, &v, type, ref->at);
	}
	struct instance *inst = both ? NULL : find_for_slot(u, &look);
	if (!inst)
		return node_poison();
	if (unit_type(u, type)->flags & TYPE_SELECTOR)
		remember(u, ref, inst);
	return object_into(u, inst, ref, type, ref->at);
}

struct node reference_object(struct unit *u, struct instance *inst, type_id type, ast_id at)
{
	const struct schema_type *t = unit_type(u, type);
	struct reference ref = {.at = at, .word = at, .name = inst->o.name, .inst = inst};

	if (!slot_accepts(u, type, inst->o.kind, false)) {
		struct str kind = unit_str(u, u->schema->kinds[inst->o.kind].name);
		complain_wrong_type(u, at, type, arena_printf(u->arena, STR_FMT, STR_ARG(kind)));
		return node_poison();
	}
	if (t->form != TYPE_STRUCT || (t->flags & TYPE_SELECTOR))
		remember(u, &ref, inst);
	return object_into(u, inst, NULL, type, at);
}

struct node reference_name(struct unit *u, const struct reference *ref, type_id type)
{
	struct look look = {.ref = ref, .type = type};

	look_for(u, &look);
	struct instance *inst = find_for_slot(u, &look);
	if (!inst)
		return node_poison();
	remember(u, ref, inst);
	return node_text(inst->o.name, type, ref->at);
}
