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
 *	behind(x, Kinds)	the only one whose pods x's selector matches (target.c)
 *	selects(s, w)		does s's selector match the pods of w?
 *	selection(x)		the labels that select x's pods
 *	portBehind(x, name, number)	what a port of x reaches (ports.c)
 *	around(Type)		the struct of that type around self
 *	find(name, Kinds, help)	the object of that name in the object's namespace; two are a mistake
 *	near(name, list, Kinds)	the string of the list, or name of an object there, that was probably meant
 *	isOf(x, Kinds)		is it one of these?
 *	isMap(x)		is it a map?
 *	isNumber(x)		is it a number?
 *	hasFormat(x, "label-value")	is it a string of that format?
 *	complain("no-volume", at, message, label, help)
 *				a mistake where the value `at` is written; label and help may be null
 *
 * A function of the library without parameters may read the app only; its
 * value is computed once an app.
 */
#include "wire/wire.h"

#include "schema/nearest.h"
#include "wire/wiring.h"

#include "eval/trace.h"

static struct node object_node(const struct instance *inst)
{
	return inst ? (struct node){.kind = OBJ_OBJECT, .ref = inst->number} : node_null();
}

bool wire_word(struct unit *u, sym name, ast_id at, struct node *out)
{
	struct wiring *w = wiring_of(u);
	kinds_id set;

	(void)at;
	if (name == u->word.app) {
		*out = (struct node){.kind = OBJ_MAP, .map = w->settings};
		return true;
	}
	if (name == w->word_object) {
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
		trace_object(u, u->instances.v[base->ref]);
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
	ast_id arg[5]; /* expressions; AST_NIL where there are fewer */
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
	kinds_id kinds = kinds_arg(c, 1);

	if (!kinds)
		return node_poison(); /* reported */
	return x ? object_node(target_of(c->w, x, kinds)) : node_null();
}

static struct node call_behind(const struct words_call *c)
{
	struct instance *x = object_arg(c, 0);
	kinds_id kinds = kinds_arg(c, 1);

	if (!kinds)
		return node_poison(); /* reported */
	return x ? object_node(behind(c->w, x, kinds)) : node_null();
}

/* Not known where there is a mistake in the selector. */
static struct node call_selects(const struct words_call *c)
{
	struct instance *s = object_arg(c, 0), *x = object_arg(c, 1);
	struct node *selector = s ? own_selector(c->w, s) : NULL;
	struct node *labels = x ? pod_labels(c->w->u, x) : NULL;

	if (s && selector_poisoned(c->w, s))
		return node_poison();
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

/* Where a value that a message speaks of was written. */
static struct span place_of(const struct wiring *w, const struct node *at)
{
	const struct unit *u = w->u;

	if (at->kind == OBJ_OBJECT)
		return unit_span(u, instance_name_at(u, u->instances.v[at->ref]));
	return unit_span(u, instance_place(u, w->object, at->origin));
}

/* Of one kind what the user has counts more than what the library says is in every cluster. */
static bool hides(const struct instance *a, const struct instance *b)
{
	return a->o.kind == b->o.kind && !a->library && b->library;
}

static uint32_t find_in(const struct words_call *c, const struct name_index *index, sym name, struct instance **out,
			uint32_t room)
{
	struct unit *u = c->w->u;
	kinds_id kinds = kinds_arg(c, 1);
	sym here = c->w->object->o.namespace_;
	uint32_t n = 0;

	for (int round = 0; round < (here ? 2 : 1); round++)
		for (struct index_entry *e = index_first(index, round ? SYM_EMPTY : here, name); e; e = index_next(e)) {
			bool known = !schema_kind_in(u->schema, kinds, e->inst->o.kind) || (round && !e->inst->library);
			for (uint32_t i = 0; i < n && !known; i++)
				known = out[i] == e->inst || hides(out[i], e->inst);
			if (!known && n < room)
				out[n++] = e->inst;
		}
	return n;
}

/* By the names inside the text that the object is written in, outward; then by those that all know. */
static uint32_t find_all(const struct words_call *c, sym name, struct instance **out, uint32_t room)
{
	struct unit *u = c->w->u;
	uint32_t n = 0;

	for (const struct expansion *e = c->w->object->in; e && !n; e = e->up)
		if (e->names)
			n = find_in(c, &e->names->by_place, name, out, room);
	shape_library_externs(u);
	return n ? n : find_in(c, &u->by_place, name, out, room);
}

static struct node call_find(const struct words_call *c)
{
	struct wiring *w = c->w;
	struct unit *u = w->u;
	struct node name = eval_value(u, c->arg[0], c->scope);
	struct instance *all[CANDIDATES];
	sym help;

	if (name.kind != OBJ_TEXT || u->dry)
		return node_null();
	uint32_t n = find_all(c, name.text, all, CANDIDATES);
	if (n < 2)
		return object_node(n ? all[0] : NULL);
	struct diag *d = diag_add(u->diags, E0303, place_of(w, &name), "`" STR_FMT "` names %s objects here",
				  STR_ARG(unit_str(u, name.text)), n == 2 ? "two" : "several");
	diag_label(d, "it cannot be told which is meant");
	for (uint32_t i = n; i-- > 0;) /* the index has the newest first */
		diag_also(d, unit_span(u, instance_name_at(u, all[i])),
			  i + 1 == n ? "this " STR_FMT : "or this " STR_FMT,
			  STR_ARG(unit_str(u, u->schema->kinds[all[i]->o.kind].name)));
	if (eval_text(u, c->arg[2], c->scope, &help))
		diag_help(d, STR_FMT, STR_ARG(unit_str(u, help)));
	return node_poison();
}

/* The code whose name ("no-volume") the library writes; DIAG_CODES if there is none. */
static enum diag_code code_named(struct str name)
{
	for (int c = 0; c < DIAG_CODES; c++)
		if (str_is(name, diag_code_name((enum diag_code)c)))
			return (enum diag_code)c;
	return DIAG_CODES;
}

/* The text of an argument, NULL if it is null. */
static const char *text_arg(const struct words_call *c, unsigned i)
{
	struct unit *u = c->w->u;
	struct node v = eval_value(u, c->arg[i], c->scope);

	return v.kind == OBJ_TEXT ? arena_printf(u->arena, STR_FMT, STR_ARG(unit_str(u, v.text))) : NULL;
}

static struct node call_complain(const struct words_call *c)
{
	struct unit *u = c->w->u;
	const char *code = text_arg(c, 0), *message = text_arg(c, 2), *label = text_arg(c, 3), *help = text_arg(c, 4);
	struct node at = eval_value(u, c->arg[1], c->scope);
	enum diag_code known = code ? code_named(str_of(code)) : DIAG_CODES;

	if (known == DIAG_CODES || !message || u->dry)
		return node_poison();
	struct diag *d = diag_add(u->diags, known, place_of(c->w, &at), "%s", message);
	if (label)
		diag_label(d, "%s", label);
	if (help)
		diag_help(d, "%s", help);
	return node_poison();
}

/* For messages only; not asked when there are more of those than are shown. */
static struct node call_near(const struct words_call *c)
{
	struct unit *u = c->w->u;
	struct node name = eval_value(u, c->arg[0], c->scope), list = eval_value(u, c->arg[1], c->scope);
	kinds_id kinds = kinds_arg(c, 2);
	struct nearest n;

	if (name.kind != OBJ_TEXT || u->diags->errors >= u->diags->limit)
		return node_null();
	nearest_init(&n, unit_str(u, name.text));
	for (uint32_t i = 0; list.kind == OBJ_LIST && i < list.list->n; i++)
		if (list.list->v[i].kind == OBJ_TEXT)
			nearest_feed(&n, unit_str(u, list.list->v[i].text));
	for (uint32_t i = 0; i < u->instances.n; i++) {
		const struct instance *inst = u->instances.v[i];
		if (!inst->library && inst->o.namespace_ == c->w->object->o.namespace_ &&
		    schema_kind_in(u->schema, kinds, inst->o.kind))
			nearest_feed(&n, unit_str(u, inst->o.name));
	}
	return n.best.n ? node_text(sym_intern(u->names, n.best.p, n.best.n), 0, c->at) : node_null();
}

static struct node call_is_map(const struct words_call *c)
{
	return node_bool(eval_value(c->w->u, c->arg[0], c->scope).kind == OBJ_MAP, 0, c->at);
}

static struct node call_is_number(const struct words_call *c)
{
	enum node_kind kind = (enum node_kind)eval_value(c->w->u, c->arg[0], c->scope).kind;

	return node_bool(kind == OBJ_INT || kind == OBJ_NUMBER || kind == OBJ_LITERAL, 0, c->at);
}

static struct node call_is_of(const struct words_call *c)
{
	struct instance *x = object_arg(c, 0);

	return node_bool(x && schema_kind_in(c->w->u->schema, kinds_arg(c, 1), x->o.kind), 0, c->at);
}

static struct node call_kind_of(const struct words_call *c)
{
	struct instance *x = object_arg(c, 0);

	return x ? node_text(c->w->u->schema->kinds[x->o.kind].name, 0, c->at) : node_null();
}

static struct node call_has_format(const struct words_call *c)
{
	struct unit *u = c->w->u;
	struct node v = eval_value(u, c->arg[0], c->scope), name = eval_value(u, c->arg[1], c->scope);
	uint32_t at;

	if (v.kind != OBJ_TEXT || name.kind != OBJ_TEXT)
		return node_bool(false, 0, c->at);
	enum schema_format format = format_find(unit_str(u, name.text));
	return node_bool(!format_check(u->arena, format, unit_str(u, v.text), &at), 0, c->at);
}

static const struct {
	const char *name;
	unsigned args;
	struct node (*call)(const struct words_call *c);
} functions[] = {
	{"target", 2, call_target},       {"behind", 2, call_behind},          {"selects", 2, call_selects},
	{"selection", 1, call_selection}, {"portBehind", 3, call_port_behind}, {"around", 1, call_around},
	{"find", 3, call_find},           {"complain", 5, call_complain},      {"isMap", 1, call_is_map},
	{"isOf", 2, call_is_of},          {"kindOf", 1, call_kind_of},         {"hasFormat", 2, call_has_format},
	{"near", 3, call_near},           {"isNumber", 1, call_is_number},
};

#define NFUNCTIONS (sizeof functions / sizeof *functions)
_Static_assert(NFUNCTIONS <= WIRE_FUNCTIONS, "struct wiring has a place for the name of each");

void wire_words_init(struct wiring *w)
{
	w->word_object = sym_of(w->u->names, "object");
	for (size_t i = 0; i < NFUNCTIONS; i++)
		w->function[i] = sym_of(w->u->names, functions[i].name);
}

/* The value of a function of the library that has no parameters. */
static bool from_memo(struct wiring *w, ast_id call, sym name, struct node *out)
{
	struct unit *u = w->u;
	struct memo **head = &w->memos[u->app->serial];
	const struct local *fn;

	if (ast_next(u->tree, ast_first(u->tree, call)) || ast_kind(u->tree, ast_first(u->tree, call)) != AST_WORD)
		return false;
	for (const struct memo *m = *head; m; m = m->next)
		if (m->name == name) {
			*out = m->value;
			return true;
		}
	fn = scope_find(u->library, name);
	if (!fn || fn->kind != LOCAL_FN)
		return false;
	struct memo *m = ARENA_NEW(u->arena, struct memo, 1);
	*m = (struct memo){.name = name, .value = call_function(u, fn, call, u->library, AST_NIL, 0)};
	m->next = *head;
	*head = m;
	*out = m->value;
	return true;
}

bool wire_call(struct unit *u, ast_id call, sym name, struct scope *scope, struct node *out)
{
	struct words_call c = {.w = wiring_of(u), .at = call, .scope = scope};
	unsigned n = 0;

	if (!unit_in_row(u, call))
		return false; /* what is no derivation does not see these */
	for (size_t i = 0; i < NFUNCTIONS; i++) {
		if (c.w->function[i] != name)
			continue;
		for (ast_id a = ast_next(u->tree, ast_first(u->tree, call)); a && n < 5; a = ast_next(u->tree, a))
			c.arg[n++] = ast_first(u->tree, a);
		if (n != functions[i].args)
			return false;
		*out = functions[i].call(&c);
		if (out->kind == OBJ_OBJECT)
			trace_object(u, u->instances.v[out->ref]);
		return true;
	}
	return !c.arg[0] && unit_library(u, call) && from_memo(c.w, call, name, out);
}
