/* SPDX-License-Identifier: Apache-2.0 */
/*
 * look: which objects a word names.
 *
 * A word denotes all objects of its name; the slot and the member asked for
 * narrow them. They are looked for in the object's own namespace (for an
 * object without one, the file's or app's) and among what has none; then
 * among the externs that the library declares; then in other namespaces.
 */
#include "eval/look.h"

#include "eval/shape.h"

static const struct schema_kind *kind_of(const struct unit *u, const struct instance *inst)
{
	return &u->schema->kinds[inst->o.kind];
}

/* ---- what a slot takes ---- */

static bool in_refs(const struct unit *u, const struct schema_type *t, kind_id kind)
{
	return t->refs && schema_kind_in(u->schema, t->refs, kind);
}

/* Has the struct a field for the member of the reference that its name takes? */
static bool member_beside(const struct unit *u, const struct schema_type *t)
{
	for (uint32_t i = 0; i < t->count; i++) {
		enum field_of of = (enum field_of)u->schema->fields[t->first + i].of;
		if (of == OF_KEY || of == OF_PORT_NAME || of == OF_PORT_NUMBER)
			return true;
	}
	return false;
}

bool slot_accepts(const struct unit *u, type_id type, kind_id kind, bool member)
{
	const struct schema *s = u->schema;
	const struct schema_type *t = &s->types[type];

	if (!member && in_refs(u, t, kind))
		return true;
	if (!member && (t->flags & TYPE_SELECTOR) && !t->refs && (s->kinds[kind].pods || s->kinds[kind].selects))
		return true;
	if (t->form != TYPE_STRUCT || (t->flags & TYPE_SELECTOR))
		return false;
	bool beside = member_beside(u, t);
	for (uint32_t i = 0; i < t->ndirs; i++) {
		const struct schema_dir *d = &s->dirs[t->dirs + i];
		if (d->op == DIR_FROM && schema_kind_in(s, d->kinds, kind) && (d->member != MEMBER_NONE) == member)
			return true;
		if (d->op == DIR_HEAD && slot_accepts(u, dir_type(u, d, type), kind, member && !beside))
			return true;
	}
	for (uint32_t i = 0; beside && i < t->count; i++)
		if (in_refs(u, &s->types[s->fields[t->first + i].type], kind))
			return true;
	return false;
}

/* ---- looking ---- */

static void consider(const struct unit *u, struct look *look, struct instance *inst)
{
	const struct reference *ref = look->ref;

	if (inst->dropped || (ref->inside && !expansion_holds(ref->inside, inst->in)))
		return;
	bool ok = !ref->kind || u->schema->kinds[ref->kind].name == kind_of(u, inst)->name;

	if (ok && look->type)
		ok = slot_accepts(u, look->type, inst->o.kind, ref->member != SYM_EMPTY);
	if (ok && look->kinds)
		ok = schema_kind_in(u->schema, look->kinds, inst->o.kind);
	if (!ok) {
		/* the message speaks of the first one written, rather of one that the slot nearly takes */
		bool asked = ref->kind ? u->schema->kinds[ref->kind].name == kind_of(u, inst)->name
				       : look->type && slot_accepts(u, look->type, inst->o.kind, !ref->member);
		if (!look->other || (asked && !look->asked) || (!look->asked && inst->number < look->other->number))
			look->other = inst;
		look->asked |= asked;
		return;
	}
	for (uint32_t i = 0; i < look->count; i++)
		if (look->found[i] == inst)
			return;
	if (look->count == LOOK_ROOM)
		return;
	uint32_t i = look->count++;
	for (; i && look->found[i - 1]->number > inst->number; i--)
		look->found[i] = look->found[i - 1];
	look->found[i] = inst;
}

static void look_by(const struct unit *u, const struct name_index *index, sym namespace_, sym name, struct look *look)
{
	for (struct index_entry *e = index_first(index, namespace_, name); e; e = index_next(e))
		consider(u, look, e->inst);
}

static void look_in(const struct unit *u, const struct name_index *index, sym namespace_, struct look *look)
{
	look_by(u, index, namespace_, look->ref->name, look);
}

void know_names(struct unit *u)
{
	for (; u->named < u->instances.n; u->named++) {
		struct instance *i = u->instances.v[u->named];
		if (i->o.name)
			index_add(u->arena, &u->by_name, SYM_EMPTY, i->o.name, i);
		if (i->as && i->as != i->o.name && !(i->in && i->in->up))
			index_add(u->arena, &u->by_name, SYM_EMPTY, i->as, i);
	}
}

/* The namespace that words are looked up in: the object's, else the one around it. */
static sym home(const struct unit *u)
{
	if (u->self && u->self->o.namespace_)
		return u->self->o.namespace_;
	return u->app ? u->app->namespace_ : SYM_EMPTY;
}

static void look_at_home(struct unit *u, struct look *look)
{
	sym here = home(u);

	look_in(u, &u->by_place, here, look);
	if (here)
		look_in(u, &u->by_place, SYM_EMPTY, look);
}

/* The names inside the texts around the reference: what goes by another name outside, or by none. */
static void look_within(struct unit *u, struct look *look, const struct expansion *view)
{
	sym here = home(u);

	for (; view && !look->count; view = view->up) {
		if (!view->names)
			continue;
		look_in(u, &view->names->by_place, here, look);
		if (here)
			look_in(u, &view->names->by_place, SYM_EMPTY, look);
		if (!look->count)
			look_in(u, &view->names->by_name, SYM_EMPTY, look);
	}
}

/* `m.web`: by the name that it has in there. */
static void look_inside(struct unit *u, struct look *look, const struct expansion *inside)
{
	know_names(u);
	look_by(u, &u->by_name, SYM_EMPTY, shape_outward(u, inside, look->ref->name), look);
	if (inside->names)
		look_in(u, &inside->names->by_name, SYM_EMPTY, look);
}

/* Written in the same use of the same text as the reference. */
static bool stands_beside(struct unit *u, const struct look *look, struct instance *inst)
{
	(void)u;
	return inst->in == look->view;
}

static bool has_member(struct unit *u, const struct look *look, struct instance *inst)
{
	return instance_has(u, inst, look->ref->member);
}

/* An object with another name given by `as` stands behind those without. */
static bool goes_by(struct unit *u, const struct look *look, struct instance *inst)
{
	(void)u;
	return !inst->as || inst->as == look->ref->name;
}

/* Of several, those that are GOOD; all if none is. */
static void narrow(struct unit *u, struct look *look,
		   bool (*good)(struct unit *, const struct look *, struct instance *))
{
	struct instance *kept[LOOK_ROOM];
	uint32_t n = 0;

	for (uint32_t i = 0; i < look->count && look->count > 1; i++)
		if (good(u, look, look->found[i]))
			kept[n++] = look->found[i];
	if (!n)
		return;
	memcpy(look->found, kept, n * sizeof *kept);
	look->count = n;
}

/*
 * In what is only looked at (a branch not taken, a component by itself) the
 * objects beside the reference do not exist, and are meant all the same.
 */
static void leave_open(struct unit *u, struct look *look)
{
	if (!u->dry || !index_first(&u->untaken_names, SYM_EMPTY, look->ref->name))
		return;
	if (look->count == 1 && look->found[0]->in == look->view)
		return;
	look->count = 0;
	look->other = NULL;
}

void look_for(struct unit *u, struct look *look)
{
	u->looks++;
	if (look->ref->inst || look->ref->nowhere || look->ref->unknown) {
		if (look->ref->inst)
			consider(u, look, look->ref->inst);
		return;
	}
	if (look->ref->inside) {
		look_inside(u, look, look->ref->inside);
		if (look->ref->member && !look->ref->optional)
			narrow(u, look, has_member);
		return;
	}
	look->view = look->ref->scope ? scope_in(look->ref->scope) : u->self ? u->self->in : NULL;
	look_within(u, look, look->view);
	if (!look->count)
		look_at_home(u, look);
	if (!look->count && !look->declared && !u->library_externs) {
		shape_library_externs(u);
		look_at_home(u, look);
	}
	if (!look->count) {
		know_names(u);
		look_in(u, &u->by_name, SYM_EMPTY, look);
	}
	if (look->view && look->view->up)
		narrow(u, look, stands_beside);
	if (look->ref->member && !look->ref->optional)
		narrow(u, look, has_member);
	narrow(u, look, goes_by);
	leave_open(u, look);
}

/* ---- what is said when there is not exactly one ---- */

static const char *name_text(const struct unit *u, sym name)
{
	return arena_printf(u->arena, STR_FMT, STR_ARG(unit_str(u, name)));
}

static const char *kind_text(const struct unit *u, const struct instance *inst)
{
	return name_text(u, kind_of(u, inst)->name);
}

static const char *article(const char *noun)
{
	return strchr("AEIO", *noun) ? "an" : "a";
}

static void point_at(struct unit *u, struct diag *d, const struct instance *inst, const char *label)
{
	if (!inst->library)
		diag_also(d, unit_span(u, instance_name_at(u, inst)), "%s", label);
}

static const char *either(const struct unit *u, const char *text, const char *more, bool last)
{
	return text ? arena_printf(u->arena, "%s%s%s", text, last ? " or " : ", ", more) : more;
}

static bool kinds_differ(const struct unit *u, const struct look *look)
{
	for (uint32_t i = 1; i < look->count; i++)
		for (uint32_t k = 0; k < i; k++)
			if (kind_of(u, look->found[i])->name == kind_of(u, look->found[k])->name)
				return false;
	return true;
}

static void complain_several(struct unit *u, const struct look *look)
{
	struct str name = unit_str(u, look->ref->name);
	struct diag *d = diag_add(u->diags, E0303, unit_span(u, look->ref->word), "`" STR_FMT "` names %s objects here",
				  STR_ARG(name), look->count == 2 ? "two" : "several");
	bool differ = kinds_differ(u, look);
	const char *ways = NULL, *label;

	for (uint32_t i = 0; i < look->count; i++) {
		struct instance *inst = look->found[i];
		label = arena_printf(u->arena, "%s%s", i ? "and this " : "this ", kind_text(u, inst));
		if (!differ && inst->o.namespace_)
			label = arena_printf(u->arena, "%s in namespace `" STR_FMT "`", label,
					     STR_ARG(unit_str(u, inst->o.namespace_)));
		point_at(u, d, inst, label);
		ways = either(u, ways, arena_printf(u->arena, "`%s." STR_FMT "`", kind_text(u, inst), STR_ARG(name)),
			      i + 1 == look->count);
	}
	const struct expansion *use = look->found[1]->in;
	bool included = use && use->up && use->module && use != look->found[0]->in;
	if (differ)
		diag_help(d, "say which kind: %s", ways);
	else if (included)
		diag_help(d, "give the include a name, `include \"...\" as other`, and write `other." STR_FMT "`",
			  STR_ARG(name));
	else
		diag_help(d, "give one of them a name for this file: `%s " STR_FMT " as other-" STR_FMT " { ... }`",
			  kind_text(u, look->found[0]), STR_ARG(name), STR_ARG(name));
}

/* ---- what a slot takes, in words ---- */

static bool seen_before(const struct unit *u, kind_id kind, type_id type, bool member)
{
	for (kind_id k = 1; k < kind; k++)
		if (u->schema->kinds[k].name == u->schema->kinds[kind].name && slot_accepts(u, type, k, member))
			return true;
	return false;
}

/* "Secret or ConfigMap"; NULL if there is none. */
static const char *accepted_kinds(struct unit *u, type_id type, bool member, kind_id *only)
{
	const char *names[12];
	const char *text = NULL;
	uint32_t n = 0;

	for (kind_id k = 1; k < u->schema->nkinds && n < 12; k++)
		if (slot_accepts(u, type, k, member) && !seen_before(u, k, type, member)) {
			*only = n ? 0 : k;
			names[n++] = name_text(u, u->schema->kinds[k].name);
		}
	for (uint32_t i = 0; i < n; i++)
		text = either(u, text, names[i], i + 1 == n);
	return text;
}

const char *expected_reference(struct unit *u, type_id type, kind_id *only)
{
	kind_id one = 0, other = 0;
	const char *whole = accepted_kinds(u, type, false, &one);
	const char *part = accepted_kinds(u, type, true, &other);
	const char *text = whole ? arena_printf(u->arena, "the name of %s %s", article(whole), whole) : NULL;

	if (part)
		text = arena_printf(u->arena, "%s%sa %s of %s %s", text ? text : "", text ? ", or " : "",
				    other && !u->schema->kinds[other].nkeys ? "port" : "key", article(part), part);
	if (only)
		*only = one && !part ? one : 0;
	return text ? arena_printf(u->arena, "expected %s", text)
		    : arena_printf(u->arena, "expected %s", type_text(u, type));
}

/* The kind is one that the slot takes, but with a member, or without. */
static bool complain_member(struct unit *u, const struct look *look, struct instance *inst)
{
	const struct reference *ref = look->ref;
	struct str name = unit_str(u, inst->o.name);
	bool key = kind_of(u, inst)->nkeys > 0;
	struct diag *d;

	if (!look->type || !slot_accepts(u, look->type, inst->o.kind, !ref->member))
		return false;
	if (ref->member) {
		d = diag_add(u->diags, E0304, unit_span(u, ref->member_at),
			     "a %s cannot be referred to here, only the whole %s", key ? "key" : "port",
			     kind_text(u, inst));
		diag_label(d, "write `" STR_FMT "`", STR_ARG(unit_str(u, ref->name)));
		return true;
	}
	const char *members = instance_members_text(u, inst);
	d = diag_add(u->diags, E0304, unit_span(u, ref->word),
		     "a whole %s cannot be referred to here, only one of its %s", kind_text(u, inst),
		     key ? "keys" : "ports");
	diag_label(d, "write `" STR_FMT ".%s`", STR_ARG(name), key ? "KEY" : "PORT");
	if (members)
		diag_note(d, "its %s: %s", key ? "keys" : "ports", members);
	return true;
}

static void complain_none(struct unit *u, const struct look *look)
{
	const struct reference *ref = look->ref;
	struct instance *o = look->other;
	struct str name = unit_str(u, ref->name);
	struct diag *d;

	if (ref->unknown)
		return;
	if (!o) {
		complain_no_object(u, ref, look->type);
		return;
	}
	if (ref->kind && u->schema->kinds[ref->kind].name != kind_of(u, o)->name) {
		d = diag_add(u->diags, E0304, unit_span(u, ref->word), "there is no %s `" STR_FMT "`",
			     name_text(u, u->schema->kinds[ref->kind].name), STR_ARG(name));
		point_at(u, d, o, arena_printf(u->arena, "this is %s %s", article(kind_text(u, o)), kind_text(u, o)));
		point_at_dropped(u, d, ref->name);
		return;
	}
	if (complain_member(u, look, o))
		return;
	d = diag_add(u->diags, E0304, unit_span(u, ref->word), "%s `" STR_FMT "` cannot be referred to here",
		     kind_text(u, o), STR_ARG(name));
	diag_label(d, "%s", expected_reference(u, look->type, NULL));
	point_at(u, d, o, "declared here");
}

struct instance *look_one(struct unit *u, const struct look *look)
{
	if (look->count == 1)
		return look->found[0];
	if (look->count)
		complain_several(u, look);
	else
		complain_none(u, look);
	return NULL;
}

struct instance *reference_look(struct unit *u, const struct reference *ref, kinds_id kinds, uint32_t *count)
{
	struct look look = {.ref = ref, .kinds = kinds};

	look_for(u, &look);
	*count = look.count;
	return look.count == 1 ? look.found[0] : NULL;
}
