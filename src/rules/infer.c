/* SPDX-License-Identifier: Apache-2.0 */
/*
 * infer: fields that a rule reads and its types do not have.
 *
 * The types of what a rule reads follow from what it is on, so a misspelled
 * field is found in the rule itself, whether there is such an object or not.
 * Where a type is not known, nothing is said.
 */
#include "rules/ruling.h"

#include "schema/nearest.h"

#define TYPES_MAX 16
#define DEPTH_MAX 40

/* What an expression can be: nothing is known of it where n is 0. */
struct typed {
	uint16_t v[TYPES_MAX]; /* type_ids, or kind_ids: values of one of these */
	uint8_t n;
	bool objects;  /* v are kinds */
	uint8_t lists; /* so many lists around it */
};

/* Variables of the rule, innermost first; a chain through the C stack. */
struct env {
	const struct env *up;
	sym name;
	struct typed type;
};

struct infer {
	struct unit *u;
	struct scope *scope; /* around the rule, for functions */
	unsigned depth;      /* of calls */
};

static struct typed expr(struct infer *in, ast_id id, const struct env *env);

static struct typed unknown(void)
{
	return (struct typed){0};
}

static struct typed of_type(type_id type)
{
	struct typed t = {.n = type ? 1 : 0};

	t.v[0] = type;
	return t;
}

/* One more that it can be; of too many nothing is known. */
static void add(struct typed *t, uint16_t v)
{
	for (uint32_t i = 0; i < t->n; i++)
		if (t->v[i] == v)
			return;
	if (t->n < TYPES_MAX)
		t->v[t->n++] = v;
}

static struct typed of_kinds(struct unit *u, const struct rule *r)
{
	struct typed t = {.objects = true};

	for (uint32_t k = 1; k < u->schema->nkinds; k++) {
		if (!rule_is_for(u, r, (kind_id)k))
			continue;
		if (t.n == TYPES_MAX)
			return unknown();
		t.v[t.n++] = (uint16_t)k;
	}
	return t;
}

static struct typed elements(const struct unit *u, const struct typed *t)
{
	struct typed e = {0};

	if (t->lists) {
		e = *t;
		e.lists--;
		return e;
	}
	for (uint32_t i = 0; !t->objects && i < t->n; i++) {
		if (!unit_type(u, t->v[i])->elem)
			return unknown();
		add(&e, unit_type(u, t->v[i])->elem);
	}
	return e;
}

/* ---- members ---- */

/* The type of NAME in a value of TYPE; *THERE: it may have that. 0: not known. */
static type_id member_type(struct unit *u, type_id type, sym name, bool *there)
{
	const struct schema_type *t = unit_type(u, type);
	field_id f;

	*there = true;
	switch ((enum type_form)t->form) {
	case TYPE_STRUCT:
		f = schema_field(u->schema, type, name);
		*there = f != 0;
		return f ? u->schema->fields[f].type : 0;
	case TYPE_MAP:
		return t->elem;
	case TYPE_LIST:
		*there = t->keyed != 0;
		return t->elem;
	case TYPE_ANY:
	case TYPE_NOTHING:
		return 0;
	default:
		*there = false;
		return 0;
	}
}

static type_id lifted_type(struct unit *u, kind_id kind, sym name, bool *there)
{
	struct lift_result lift;

	schema_lift(u->schema, kind, name, u->target, &lift);
	*there = lift.count != 0;
	return lift.count ? u->schema->fields[lift.steps[lift.count - 1]].type : 0;
}

/* Which of the things that T can be has a field nearest to NAME. */
static uint16_t nearest_of(struct unit *u, const struct typed *t, sym name)
{
	const struct schema *s = u->schema;
	struct nearest n;

	for (uint32_t i = 0; i < t->n; i++) {
		const struct schema_kind *k = t->objects ? &s->kinds[t->v[i]] : NULL;
		nearest_init(&n, unit_str(u, name));
		nearest_fields(u, &n, k ? k->type : t->v[i]);
		for (uint32_t l = 0; k && l < k->nlift; l++)
			nearest_fields(u, &n, schema_path_type(s, s->lifts[k->lift + l], k->type));
		if (n.best.n)
			return t->v[i];
	}
	return t->v[0];
}

static void complain(struct infer *in, const struct typed *t, sym name, ast_id at)
{
	struct unit *u = in->u;
	uint16_t meant = nearest_of(u, t, name);

	if (t->objects) {
		complain_unknown_field(u, at, name, u->schema->kinds[meant].type, meant);
		return;
	}
	const struct schema_type *type = unit_type(u, meant);
	if (type->form == TYPE_STRUCT) {
		complain_unknown_field(u, at, name, meant, 0);
		return;
	}
	struct diag *d = diag_add(u->diags, E0308, unit_span(u, at), "a %s has no members", type_text(u, t->v[0]));
	if (type->form == TYPE_LIST)
		diag_label(d, "its items have: go through them with `for`, or take one, `[0]`");
}

static bool is_list(const struct unit *u, const struct typed *t)
{
	return t->lists || (!t->objects && unit_type(u, t->v[0])->form == TYPE_LIST);
}

/* What the library reads of a list it reads of its items. */
static struct typed member(struct infer *in, const struct typed *t, sym name, ast_id at)
{
	struct typed out = {0};
	bool any = false, sure = true;

	if (!t->n)
		return unknown();
	if (unit_library(in->u, at) && is_list(in->u, t)) {
		struct typed items = elements(in->u, t);
		out = member(in, &items, name, at);
		out.lists = (uint8_t)(out.lists + (out.n ? 1 : 0));
		return out;
	}
	if (t->lists) {
		diag_label(diag_add(in->u->diags, E0308, unit_span(in->u, at), "a list has no members"),
			   "its items have: go through them with `for`, or take one, `[0]`");
		return unknown();
	}
	for (uint32_t i = 0; i < t->n; i++) {
		bool there;
		type_id type = t->objects ? lifted_type(in->u, t->v[i], name, &there)
					  : member_type(in->u, t->v[i], name, &there);
		any |= there;
		sure &= !there || type;
		if (type)
			add(&out, type);
	}
	if (!any)
		complain(in, t, name, at);
	return sure ? out : unknown();
}

/* ---- calls ---- */

static struct typed call_function_of(struct infer *in, const struct local *fn, ast_id call, ast_id receiver,
				     const struct env *env)
{
	struct unit *u = in->u;
	struct env vars[8];
	const struct env *inner = NULL;
	ast_id arg = ast_next(u->tree, ast_first(u->tree, call)), params = ast_first(u->tree, fn->decl);
	uint32_t n = 0;

	AST_EACH (u->tree, params, p) {
		if (n == 8)
			return unknown();
		ast_id value = receiver ? receiver : arg ? ast_first(u->tree, arg) : AST_NIL;
		if (!receiver && arg && unit_node(u, arg)->sym)
			return unknown(); /* by name: rare */
		vars[n] = (struct env){inner, unit_node(u, p)->sym, value ? expr(in, value, env) : unknown()};
		inner = &vars[n++];
		if (receiver)
			receiver = AST_NIL;
		else if (arg)
			arg = ast_next(u->tree, arg);
	}
	if (in->depth >= DEPTH_MAX)
		return unknown();
	if (unit_library(u, fn->decl))
		return unknown(); /* it takes many things, and asks first what they are */
	struct scope *scope = in->scope;
	in->scope = fn->scope;
	in->depth++;
	struct typed t = expr(in, ast_child(u->tree, fn->decl, 2), inner);
	in->depth--;
	in->scope = scope;
	return t;
}

static void check_default(struct infer *in, ast_id arg, const struct env *env)
{
	struct unit *u = in->u;
	ast_id base = ast_first(u->tree, arg), key = base ? ast_next(u->tree, base) : AST_NIL;

	if (ast_kind(u->tree, arg) != AST_MEMBER || ast_kind(u->tree, key) != AST_KEY)
		return;
	struct typed t = expr(in, base, env);
	sym name = unit_node(u, key)->sym;
	bool known = false, any = false;
	for (uint32_t i = 0; !t.lists && i < t.n; i++) {
		struct lift_result lift = {.count = 0};
		field_id f;
		if (t.objects)
			schema_lift(u->schema, t.v[i], name, u->target, &lift);
		f = lift.count ? lift.steps[lift.count - 1] : t.objects ? 0 : schema_field(u->schema, t.v[i], name);
		known |= f != 0;
		any |= f && u->schema->fields[f].dflt;
	}
	if (known && !any)
		diag_label(diag_add(u->diags, E0805, unit_span(u, key),
				    "`" STR_FMT "` has no default that is known here", STR_ARG(unit_str(u, name))),
			   "what the API server fills in depends on other things, or it fills in nothing");
}

/* What `matching` gives. */
static struct typed with_pods(struct unit *u)
{
	struct typed t = {.objects = true, .lists = 1};

	for (uint32_t k = 1; k < u->schema->nkinds; k++) {
		if (!u->schema->kinds[k].pods)
			continue;
		if (t.n == TYPES_MAX)
			return unknown();
		t.v[t.n++] = (uint16_t)k;
	}
	return t;
}

static struct typed call(struct infer *in, ast_id id, const struct env *env)
{
	struct unit *u = in->u;
	const struct rules *r = rules_of(u);
	ast_id callee = ast_first(u->tree, id), arg = ast_next(u->tree, callee), receiver = AST_NIL;
	struct rule asked = {0};
	sym name = SYM_EMPTY;

	if (ast_kind(u->tree, callee) == AST_WORD) {
		name = unit_node(u, callee)->sym;
	} else if (ast_kind(u->tree, callee) == AST_MEMBER) {
		receiver = ast_first(u->tree, callee);
		ast_id key = ast_next(u->tree, receiver);
		name = ast_kind(u->tree, key) == AST_KEY ? unit_node(u, key)->sym : SYM_EMPTY;
	}
	struct local *fn = name ? scope_find(in->scope, name) : NULL;
	if (fn && fn->kind == LOCAL_FN && !fn->wrong)
		return call_function_of(in, fn, id, receiver, env);
	if (name == r->word_resources && arg) {
		struct typed t = unknown();
		if (kinds_named(u, ast_first(u->tree, arg), &asked.kinds, &asked.kind))
			t = of_kinds(u, &asked);
		t.lists = t.n ? 1 : 0;
		return t;
	}
	struct typed first = receiver ? expr(in, receiver, env) : unknown();
	for (ast_id a = arg; a; a = ast_next(u->tree, a)) {
		struct typed t = expr(in, ast_first(u->tree, a), env);
		if (a == arg && !receiver)
			first = t;
	}
	if (name == r->word_matching)
		return with_pods(u);
	if (name == r->word_default && arg) {
		check_default(in, ast_first(u->tree, arg), env);
		return first;
	}
	struct str text = unit_str(u, name);
	if (str_is(text, "first") || str_is(text, "last"))
		return elements(u, &first);
	if (str_is(text, "unique") || str_is(text, "sort") || str_is(text, "reverse"))
		return first;
	return unknown();
}

/* ---- expressions ---- */

/* `for a, b in list` in all its forms: the variables around what is behind; the item's or expression's third child on.
 */
static void loop_vars(struct infer *in, ast_id id, const struct env *env, struct env vars[2], const struct env **inner)
{
	struct unit *u = in->u;
	ast_id second = ast_first(u->tree, id), list = ast_next(u->tree, second);
	bool two = ast_kind(u->tree, second) == AST_WORD;
	struct typed t = expr(in, list, env), e = elements(u, &t);
	bool map = t.n && !t.lists && !t.objects && unit_type(u, t.v[0])->form == TYPE_MAP;

	vars[0] = (struct env){env, unit_node(u, id)->sym, two || map ? unknown() : e};
	vars[1] = (struct env){&vars[0], two ? unit_node(u, second)->sym : SYM_EMPTY, e};
	*inner = two ? &vars[1] : &vars[0];
}

static struct typed list_for(struct infer *in, ast_id id, const struct env *env)
{
	struct unit *u = in->u;
	ast_id cond = ast_child(u->tree, id, 2), body = ast_next(u->tree, cond);
	struct env vars[2];
	const struct env *inner;

	loop_vars(in, id, env, vars, &inner);
	expr(in, cond, inner);
	struct typed t = expr(in, body, inner);
	if (t.n)
		t.lists++;
	return t;
}

static struct typed either(struct typed a, const struct typed *b)
{
	if (!a.n || !b->n)
		return a.n ? a : *b;
	if (a.objects != b->objects || a.lists != b->lists)
		return unknown();
	for (uint32_t i = 0; i < b->n; i++) {
		if (a.n == TYPES_MAX)
			return unknown();
		add(&a, b->v[i]);
	}
	return a;
}

static struct typed children(struct infer *in, ast_id id, const struct env *env)
{
	AST_EACH (in->u->tree, id, child) {
		expr(in, child, env);
	}
	return unknown();
}

static struct typed word(struct infer *in, ast_id id, const struct env *env)
{
	sym name = unit_node(in->u, id)->sym;

	for (; env; env = env->up)
		if (env->name == name)
			return env->type;
	return unknown();
}

static struct typed chain(struct infer *in, ast_id id, const struct env *env)
{
	struct unit *u = in->u;
	ast_id base = ast_first(u->tree, id), step = ast_next(u->tree, base);
	struct typed t = expr(in, base, env);

	if (ast_kind(u->tree, id) == AST_MEMBER && ast_kind(u->tree, step) == AST_KEY)
		return member(in, &t, unit_node(u, step)->sym, step);
	if (ast_kind(u->tree, step) == AST_STRING)
		return member(in, &t, unit_node(u, step)->sym, step);
	expr(in, step, env);
	return elements(u, &t);
}

static struct typed expr(struct infer *in, ast_id id, const struct env *env)
{
	struct unit *u = in->u;
	ast_id first = ast_first(u->tree, id);
	struct typed a, b;

	switch (ast_kind(u->tree, id)) {
	case AST_WORD:
		return word(in, id, env);
	case AST_PAREN:
	case AST_KEY_EXPR:
		return expr(in, first, env);
	case AST_MEMBER:
	case AST_INDEX:
		return chain(in, id, env);
	case AST_CALL:
		return call(in, id, env);
	case AST_LIST_FOR:
		return list_for(in, id, env);
	case AST_COND:
		expr(in, first, env);
		a = expr(in, ast_child(u->tree, id, 1), env);
		b = expr(in, ast_child(u->tree, id, 2), env);
		return either(a, &b);
	case AST_BINARY:
		a = expr(in, first, env);
		b = expr(in, ast_next(u->tree, first), env);
		if (ast_op(unit_node(u, id)) == OP_COALESCE || ast_op(unit_node(u, id)) == OP_ADD)
			return either(a, &b);
		return unknown();
	case AST_FOR: /* in a map */
		return unknown();
	default:
		return children(in, id, env);
	}
}

/* ---- items ---- */

static void block(struct infer *in, ast_id id, const struct env *env);

/* The items of a block from ITEM on: a LET is known to all of them, so it is taken first. */
static void with_lets(struct infer *in, ast_id id, ast_id let, const struct env *env)
{
	struct unit *u = in->u;
	struct env here;

	while (let && ast_kind(u->tree, let) != AST_LET)
		let = ast_next(u->tree, let);
	if (let) {
		ast_id value = ast_first(u->tree, let);
		if (unit_node(u, let)->flags & AST_TYPED)
			value = ast_next(u->tree, value);
		here = (struct env){env, unit_node(u, let)->sym, expr(in, value, env)};
		with_lets(in, id, ast_next(u->tree, let), &here);
		return;
	}
	block(in, id, env);
}

static void block(struct infer *in, ast_id id, const struct env *env)
{
	struct unit *u = in->u;
	struct env vars[2];
	const struct env *inner;

	AST_EACH (u->tree, id, item) {
		ast_id first = ast_first(u->tree, item);
		switch (ast_kind(u->tree, item)) {
		case AST_ASSERT:
		case AST_WARN:
			children(in, item, env);
			break;
		case AST_FOR:
			loop_vars(in, item, env, vars, &inner);
			first = ast_child(u->tree, item, 2);
			with_lets(in, first, ast_first(u->tree, first), inner);
			break;
		case AST_IF:
			for (ast_id branch = item; branch && ast_kind(u->tree, branch) != AST_NONE;) {
				if (ast_kind(u->tree, branch) == AST_BLOCK) {
					with_lets(in, branch, ast_first(u->tree, branch), env);
					break;
				}
				ast_id cond = ast_first(u->tree, branch), then = ast_next(u->tree, cond);
				expr(in, cond, env);
				with_lets(in, then, ast_first(u->tree, then), env);
				branch = ast_next(u->tree, then);
			}
			break;
		default:
			break;
		}
	}
}

void rule_infer(struct unit *u, const struct rule *rule)
{
	struct infer in = {.u = u, .scope = rule->scope};
	struct env self = {.name = rule->variable};

	if (rule->type) {
		type_id type = type_struct(u, rule->type);
		self.type = of_type(type);
	} else {
		self.type = of_kinds(u, rule);
	}
	with_lets(&in, rule->block, ast_first(u->tree, rule->block), &self);
}
