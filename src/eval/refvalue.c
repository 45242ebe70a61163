/* SPDX-License-Identifier: Apache-2.0 */
/*
 * refvalue: references read as values, and the members of objects.
 *
 * Reading a field gives what is written there, evaluated on demand; what
 * derivation adds is not seen.
 */
#include "eval/look.h"
#include "eval/trace.h"

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
		return extern_has_key(u, inst, key);
	return key_value(u, inst, key, AST_NIL, &ignored);
}

ast_id instance_place(const struct unit *u, const struct instance *inst, origin from)
{
	return origin_written(u, from) ? from : instance_name_at(u, inst);
}

/* ---- ports ---- */

const struct node *port_number(const struct unit *u, const struct node *port)
{
	const struct schema_dir *head = schema_dir_of(u->schema, port->type, DIR_HEAD);

	return head ? node_at(u->schema, port, head->a) : NULL;
}

/* Ports are looked for along a path that may cross lists (of containers). */
struct port_search {
	struct unit *u;
	const struct schema_path *path;
	sym name;                  /* looked for, or SYM_EMPTY */
	const struct node *number; /* found */
	const char *names;         /* "`http`, `admin`" */
	uint32_t n;                /* of names */
	bool poison;               /* they cannot be known */
};

static void search_list(struct port_search *s, const struct node *list)
{
	for (uint32_t i = 0; i < list->list->n; i++) {
		sym name = keyed_key(s->u, &list->list->v[i], list->type);
		s->poison |= list->list->v[i].kind == OBJ_POISON;
		if (!name)
			continue;
		if (name == s->name && !s->number)
			s->number = port_number(s->u, &list->list->v[i]);
		if (s->n++ < 8)
			s->names = arena_printf(s->u->arena, "%s%s`" STR_FMT "`", s->names ? s->names : "",
						s->names ? ", " : "", STR_ARG(unit_str(s->u, name)));
	}
}

static void search_below(struct port_search *s, const struct node *v, uint32_t step)
{
	if (v->kind == OBJ_LIST && step == s->path->count) {
		search_list(s, v);
	} else if (v->kind == OBJ_LIST) {
		for (uint32_t i = 0; i < v->list->n; i++)
			search_below(s, &v->list->v[i], step);
	} else if (v->kind == OBJ_MAP && step < s->path->count) {
		const struct schema_field *f = &s->u->schema->fields[s->u->schema->steps[s->path->first + step]];
		const struct node *next = map_value(v->map, f->name);
		if (next)
			search_below(s, next, step + 1);
	}
}

static void search_ports(struct port_search *s, struct instance *inst, ast_id at)
{
	struct unit *u = s->u;
	path_id path = kind_of(u, inst)->ports;
	sym want[16] = {0};
	uint32_t n = 0, reached = 0;
	struct node v;

	if (!path)
		return;
	s->path = &u->schema->paths[path];
	if (inst->external) {
		if (extern_ports(u, inst, &v))
			search_list(s, &v);
		return;
	}
	if (inst->evaluated) {
		search_below(s, &inst->o.root, 0);
		return;
	}
	/* of the lists on the way only what leads to the ports is evaluated */
	for (uint32_t i = 0; i < s->path->count && n < 14; i++) {
		const struct schema_field *f = &u->schema->fields[u->schema->steps[s->path->first + i]];
		want[n++] = f->name;
		if (i + 1 < s->path->count && unit_type(u, f->type)->form == TYPE_LIST) {
			want[n++] = u->word.star;
			reached = reached ? reached : i + 1;
		}
	}
	if (!eval_steps(u, inst, want, n, at, &v))
		return;
	s->poison = v.kind == OBJ_POISON;
	if (!s->poison)
		search_below(s, &v, reached ? reached : s->path->count);
}

bool instance_port(struct unit *u, struct instance *inst, sym name, ast_id at, struct node *out)
{
	struct port_search s = {.u = u, .name = name};

	search_ports(&s, inst, at);
	if (!s.number && !s.poison)
		return false;
	*out = s.number ? *s.number : node_poison();
	out->type = 0;
	return true;
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

bool member_built_in(const struct unit *u, sym name, ast_id at)
{
	enum ast_kind kind = ast_kind(u->tree, at);

	return (kind == AST_KEY || kind == AST_KEY_EXPR) &&
	       (name == u->word.name || name == u->word.namespace_ || name == u->word.fqdn);
}

bool instance_has(struct unit *u, struct instance *inst, sym name)
{
	const struct schema_kind *k = kind_of(u, inst);
	struct lift_result lift;
	struct node v;

	if (k->nkeys && instance_has_key(u, inst, name))
		return true;
	if (k->ports && instance_port(u, inst, name, AST_NIL, &v))
		return true;
	if (k->nkeys || inst->external)
		return false;
	schema_lift(u->schema, inst->o.kind, name, u->target, &lift);
	return lift.count > 0;
}

void complain_both(struct unit *u, const struct instance *inst, sym member, ast_id at)
{
	const struct schema_kind *k = kind_of(u, inst);
	struct str name = unit_str(u, inst->o.name), word = unit_str(u, member);
	struct str text = member == u->word.name ? name : unit_str(u, inst->o.namespace_);
	struct diag *d =
		diag_add(u->diags, E0302, unit_span(u, at), "`" STR_FMT "` could mean two things here", STR_ARG(word));

	diag_label(d, "every object has it, and it is a %s of " STR_FMT " `" STR_FMT "`", k->nkeys ? "key" : "port",
		   STR_ARG(unit_str(u, k->name)), STR_ARG(name));
	if (member == u->word.fqdn || !text.n)
		diag_help(d, "for the %s write `" STR_FMT "[\"" STR_FMT "\"]`", k->nkeys ? "key" : "port",
			  STR_ARG(name), STR_ARG(word));
	else
		diag_help(d,
			  "for the %s write `" STR_FMT "[\"" STR_FMT "\"]`, for the object's own " STR_FMT
			  " `\"" STR_FMT "\"`",
			  k->nkeys ? "key" : "port", STR_ARG(name), STR_ARG(word), STR_ARG(word), STR_ARG(text));
}

/* `.name`, `.namespace`, `.fqdn`: what every object has. */
static bool built_in(struct unit *u, struct instance *inst, sym name, ast_id at, struct node *out)
{
	struct node port;

	if (!member_built_in(u, name, at))
		return false;
	/* while names are being found, bodies are not looked at */
	if (u->self && (instance_has_key(u, inst, name) ||
			(kind_of(u, inst)->ports && instance_port(u, inst, name, AST_NIL, &port)))) {
		complain_both(u, inst, name, at);
		*out = node_poison();
	} else if (name == u->word.name) {
		*out = node_text(inst->o.name, 0, at);
	} else if (name == u->word.namespace_) {
		*out = inst->o.namespace_ ? node_text(inst->o.namespace_, 0, at) : node_null();
	} else {
		return fqdn(u, inst, at, out);
	}
	return true;
}

/* A key of an extern: what it holds is known in the cluster only. */
static bool unread_key(struct unit *u, struct instance *inst, sym key, ast_id at, struct node *out)
{
	if (!extern_has_key(u, inst, key))
		return false;
	diag_label(diag_add(u->diags, E0308, unit_span(u, at),
			    "the value of a key of an `extern` is not known; it can only be referred to"),
		   "use it where a reference is expected, as in `env`");
	*out = node_poison();
	return true;
}

static bool find_member(struct unit *u, struct instance *inst, sym name, ast_id at, struct node *out)
{
	const struct schema_kind *k = kind_of(u, inst);
	struct lift_result lift;

	if (built_in(u, inst, name, at, out))
		return true;
	if (inst->external && k->nkeys && !(k->flags & KIND_HIDDEN) && unread_key(u, inst, name, at, out))
		return true;
	if (k->nkeys &&
	    ((k->flags & KIND_HIDDEN) ? hidden_key(u, inst, name, at, out) : key_value(u, inst, name, at, out)))
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

/* In the header of an `if` or `for` around objects, or in an object's name. */
static bool too_early(struct unit *u, sym name, ast_id at, struct node *out)
{
	if (!u->naming || (name == u->word.name && member_built_in(u, name, at)))
		return false;
	diag_label(diag_add(u->diags, E0308, unit_span(u, at), "`" STR_FMT "` cannot be read here",
			    STR_ARG(unit_str(u, name))),
		   "what objects there are depends on this: only `.name` is known before");
	*out = node_poison();
	return true;
}

bool instance_member(struct unit *u, struct instance *inst, sym name, ast_id at, struct node *out)
{
	if (too_early(u, name, at, out))
		return true;
	trace_object(u, inst);
	if (!find_member(u, inst, name, at, out))
		return false;
	/* a number that is read is again what was written: the slot gives it its type */
	if (out->kind == OBJ_INT || out->kind == OBJ_NUMBER) {
		out->text = out->kind == OBJ_INT ? int_sym(u, out->i) : out->text;
		out->kind = OBJ_LITERAL;
		out->type = 0;
	}
	return true;
}

/* Of several objects of a name, the member's value if it is the same of all. */
static bool same_value(struct unit *u, const struct look *look, struct node *out)
{
	const struct reference *ref = look->ref;

	for (uint32_t i = 0; i < look->count; i++) {
		struct instance *inst = look->found[i];
		struct node v;
		if (i && inst->o.namespace_ != look->found[0]->o.namespace_)
			return false;
		if (i && member_built_in(u, ref->member, ref->member_at))
			continue; /* one name, one namespace */
		if (!instance_member(u, inst, ref->member, ref->member_at, &v) || (i && !node_equal(&v, out)))
			return false;
		*out = v;
	}
	return true;
}

struct node reference_value(struct unit *u, const struct reference *ref)
{
	struct look look = {.ref = ref};
	struct node v = node_poison();

	if (ref->optional) {
		diag_label(diag_add(u->diags, E0219, unit_span(u, ref->at), "only a reference can be optional"),
			   "here the value is read: leave out the `?`");
		return v;
	}
	look_for(u, &look);
	if (look.count > 1 && ref->member && same_value(u, &look, &v))
		return v;
	struct instance *inst = look_one(u, &look);
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
	if (u->ruling && v.kind == OBJ_NULL)
		v = (struct node){.kind = OBJ_ABSENT, .origin = instance_name_at(u, inst), .ref = ref->member_at};
	if (u->read)
		u->read(u->read_ctx, &v);
	v.type = v.kind == OBJ_MAP || v.kind == OBJ_LIST ? v.type : 0;
	return ref->more ? reference_rest(u, ref, v) : v;
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

	if (inst->external && k->nkeys)
		return extern_keys_text(u, inst);
	for (uint32_t i = 0; i < k->nkeys; i++) {
		struct node map;
		if (!eval_field(u, inst, u->schema->lifts[k->keys + i], AST_NIL, &map) || map.kind != OBJ_MAP)
			continue;
		for (uint32_t e = 0; e < map.map->n && e < 8; e++)
			text = add_name(u, text, map.map->v[e].key);
	}
	if (text || k->nkeys)
		return text;
	struct port_search s = {.u = u};
	search_ports(&s, inst, AST_NIL);
	return s.names;
}
