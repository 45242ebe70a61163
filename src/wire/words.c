/* SPDX-License-Identifier: Apache-2.0 */
/*
 * words: names, members and functions that only the library's rows know.
 *
 * In rows, reading is lenient: a member that is not there is null, a member
 * of a list is the list of its items' members.
 *
 *	self			the object or struct that the row works on
 *	object			the object around it
 *	app			the app's settings and name
 *	Workloads		a set of kinds, or a kind
 *	target(x, Kinds)	what x is for (target.c)
 *	selects(s, w)		does s's selector match the pods of w?
 *	selection(x)		the labels that select x's pods
 *	portBehind(x, name, number)	what a port of x reaches (ports.c)
 *	around(Type)		the struct of that type around self
 *	find(name, Kinds)	the object of that name in the object's namespace
 *	kindOf(x)		the name of its kind
 */
#include "wire/wiring.h"

static struct node object_node(const struct instance *inst)
{
	return inst ? (struct node){.kind = OBJ_OBJECT, .ref = inst->number} : node_null();
}

bool wire_word(struct unit *u, sym name, ast_id at, struct node *out)
{
	struct wiring *w = wiring_of(u);
	struct str s = unit_str(u, name);
	kinds_id set;

	(void)at;
	if (name == u->word.app) {
		*out = (struct node){.kind = OBJ_MAP, .map = w->settings};
		return true;
	}
	if (str_is(s, "object")) {
		*out = object_node(w->object);
		return true;
	}
	set = schema_kindset(u->schema, name);
	if (!set)
		return false;
	*out = (struct node){.kind = OBJ_KINDS, .ref = set};
	return true;
}

/* ---- members ---- */

static struct node flattened(struct unit *u, const struct node *list, sym name, ast_id at)
{
	struct node all = node_list(u->arena, 0, at);

	for (uint32_t i = 0; i < list->list->n; i++) {
		struct node v = member_value(u, &list->list->v[i], name, at);
		if (v.kind == OBJ_LIST) {
			for (uint32_t k = 0; k < v.list->n; k++)
				*list_add(u->arena, all.list) = v.list->v[k];
		} else if (v.kind != OBJ_NULL && v.kind != OBJ_ABSENT && v.kind != OBJ_POISON) {
			*list_add(u->arena, all.list) = v;
		}
	}
	return all;
}

static struct node object_member(struct unit *u, const struct instance *inst, sym name)
{
	struct lift_result lift;
	const struct node *v = &inst->o.root;

	if (inst->external)
		return name == u->word.name ? node_text(inst->o.name, 0, inst->o.item) : node_null();
	schema_lift(u->schema, inst->o.kind, name, u->target, &lift);
	for (uint32_t i = 0; i < lift.count; i++) {
		v = v->kind == OBJ_MAP ? map_value(v->map, u->schema->fields[lift.steps[i]].name) : NULL;
		if (!v)
			return node_null();
	}
	return lift.count ? *v : node_null();
}

bool wire_member(struct unit *u, const struct node *base, sym name, ast_id at, struct node *out)
{
	struct node *v;

	switch ((enum node_kind)base->kind) {
	case OBJ_NULL:
	case OBJ_ABSENT:
	case OBJ_POISON:
		*out = node_null();
		return true;
	case OBJ_LIST:
		*out = flattened(u, base, name, at);
		return true;
	case OBJ_MAP:
		v = map_value(base->map, name);
		*out = v && v->kind != OBJ_POISON ? *v : node_null();
		break;
	case OBJ_OBJECT:
		*out = object_member(u, u->instances.v[base->ref], name);
		break;
	default:
		return false;
	}
	if (out->kind == OBJ_REF)
		settle_selector(wiring_of(u), out);
	return true;
}

/* ---- functions ---- */

struct words_call {
	struct wiring *w;
	ast_id at;
	ast_id arg[4]; /* expressions; AST_NIL where there are fewer */
	struct scope *scope;
};

static struct instance *object_arg(const struct words_call *c, unsigned i)
{
	struct unit *u = c->w->u;
	struct node v = eval_value(u, c->arg[i], c->scope);

	return v.kind == OBJ_OBJECT ? u->instances.v[v.ref] : NULL;
}

static kinds_id kinds_arg(const struct words_call *c, unsigned i)
{
	struct node v = eval_value(c->w->u, c->arg[i], c->scope);

	return v.kind == OBJ_KINDS ? (kinds_id)v.ref : 0;
}

static struct node call_target(const struct words_call *c)
{
	struct instance *x = object_arg(c, 0);

	return x ? object_node(target_of(c->w, x, kinds_arg(c, 1))) : node_null();
}

static struct node call_selects(const struct words_call *c)
{
	struct instance *s = object_arg(c, 0), *x = object_arg(c, 1);
	struct node *selector = s ? own_selector(c->w, s) : NULL;
	struct node *labels = x ? pod_labels(c->w->u, x) : NULL;
	bool yes = selector && labels && s->o.namespace_ == x->o.namespace_ &&
		   selector_matches(c->w->u, selector, labels->map);

	return node_bool(yes, 0, c->at);
}

static struct node call_selection(const struct words_call *c)
{
	struct instance *x = object_arg(c, 0);

	return x ? selection_of(c->w, x) : node_null();
}

static struct node call_port_behind(const struct words_call *c)
{
	struct unit *u = c->w->u;
	struct instance *x = object_arg(c, 0);
	struct node name = eval_value(u, c->arg[1], c->scope), number = eval_value(u, c->arg[2], c->scope);

	return x ? port_behind(c->w, x, &name, &number, c->at) : node_null();
}

static bool is_type(const struct unit *u, type_id type, struct str name)
{
	struct str full = unit_str(u, unit_type(u, type)->name);

	return str_eq(full, name) || (full.n > name.n && full.p[full.n - name.n - 1] == '.' &&
				      memcmp(full.p + full.n - name.n, name.p, name.n) == 0);
}

static struct node call_around(const struct words_call *c)
{
	struct unit *u = c->w->u;
	struct str name = unit_str(u, unit_node(u, c->arg[0])->sym);

	for (const struct surround *s = c->w->self; s; s = s->up)
		if (is_type(u, s->type, name))
			return (struct node){.kind = OBJ_MAP, .type = s->type, .map = s->map};
	return node_null();
}

/* Objects of that name in the object's namespace; two are trouble. */
static struct node call_find(const struct words_call *c)
{
	struct wiring *w = c->w;
	struct unit *u = w->u;
	struct node name = eval_value(u, c->arg[0], c->scope);
	kinds_id kinds = kinds_arg(c, 1);
	struct instance *found = NULL;

	if (name.kind != OBJ_TEXT)
		return node_null();
	shape_library_externs(u);
	for (int round = 0; round < 2 && !found; round++)
		for (struct index_entry *e = index_first(&u->by_place, round ? SYM_EMPTY : w->object->o.namespace_, name.text);
		     e; e = index_next(e)) {
			if (!schema_kind_in(u->schema, kinds, e->inst->o.kind) || e->inst == found)
				continue;
			if (w->trouble.ncandidates < 4)
				w->trouble.candidates[w->trouble.ncandidates++] = e->inst;
			found = e->inst;
		}
	if (w->trouble.ncandidates < 2) {
		w->trouble.ncandidates = 0;
		return object_node(found);
	}
	struct diag *d = diag_add(u->diags, E0303, unit_span(u, name.origin), "`" STR_FMT "` names %u objects here",
				  STR_ARG(unit_str(u, name.text)), w->trouble.ncandidates);
	for (uint32_t i = 0; i < w->trouble.ncandidates; i++)
		diag_also(d, unit_span(u, instance_name_at(u, w->trouble.candidates[i])), "this one");
	diag_help(d, "declare the volume: `volumes." STR_FMT ": Kind." STR_FMT "`", STR_ARG(unit_str(u, name.text)),
		  STR_ARG(unit_str(u, name.text)));
	w->trouble.ncandidates = 0;
	return node_poison();
}

static struct node call_kind_of(const struct words_call *c)
{
	struct instance *x = object_arg(c, 0);

	return x ? node_text(c->w->u->schema->kinds[x->o.kind].name, 0, c->at) : node_null();
}

/* A mistake at the place where VALUE was written: complain(value, "message", "label"). Gives nothing. */
static struct node call_complain(const struct words_call *c)
{
	struct unit *u = c->w->u;
	struct node at = eval_value(u, c->arg[0], c->scope);
	sym message, label;

	if (!eval_text(u, c->arg[1], c->scope, &message) || !eval_text(u, c->arg[2], c->scope, &label))
		return node_poison();
	diag_label(diag_add(u->diags, E0406, unit_span(u, at.origin), STR_FMT, STR_ARG(unit_str(u, message))), STR_FMT,
		   STR_ARG(unit_str(u, label)));
	return node_poison();
}

static struct node call_is_map(const struct words_call *c)
{
	return node_bool(eval_value(c->w->u, c->arg[0], c->scope).kind == OBJ_MAP, 0, c->at);
}

static const struct {
	const char *name;
	unsigned args;
	struct node (*call)(const struct words_call *c);
} functions[] = {
	{"target", 2, call_target},   {"selects", 2, call_selects},	  {"selection", 1, call_selection},
	{"around", 1, call_around},   {"portBehind", 3, call_port_behind}, {"find", 2, call_find},
	{"kindOf", 1, call_kind_of}, {"complain", 3, call_complain},	  {"isMap", 1, call_is_map},
};

bool wire_call(struct unit *u, ast_id call, sym name, struct scope *scope, struct node *out)
{
	struct words_call c = {.w = wiring_of(u), .at = call, .scope = scope};
	struct str s = unit_str(u, name);
	unsigned n = 0;

	if (call >= u->tree->nfixed)
		return false; /* the user's code does not see these */
	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
		if (!str_is(s, functions[i].name))
			continue;
		for (ast_id a = ast_next(u->tree, ast_first(u->tree, call)); a && n < 4; a = ast_next(u->tree, a))
			c.arg[n++] = ast_first(u->tree, a);
		if (n != functions[i].args)
			return false;
		*out = functions[i].call(&c);
		return true;
	}
	return false;
}
