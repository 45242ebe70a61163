/* SPDX-License-Identifier: Apache-2.0 */
/*
 * the: `the K x where cond`, the one object of the app that answers.
 *
 * Asked for each object of a large app, so it must not look at all of them
 * each time. What the condition says of x alone sorts objects out once a row;
 * where it says `selects(x, self)`, the rest are found by the labels of self's
 * pods. What is left is asked the whole condition.
 */
#include "wire/wiring.h"

/* Does the expression speak of anything but VARIABLE, or call something that may? */
static bool speaks_of_others(const struct unit *u, ast_id id, sym variable)
{
	const struct ast_node *n = unit_node(u, id);

	if (n->kind == AST_CALL)
		return true;
	if (n->kind == AST_WORD)
		return n->sym != variable;
	AST_EACH (u->tree, id, c) {
		if (speaks_of_others(u, c, variable))
			return true;
	}
	return false;
}

/* `selects(VARIABLE, self)` */
static bool is_selects(const struct wiring *w, ast_id id, sym variable)
{
	const struct unit *u = w->u;
	const struct ast_node *n = unit_node(u, id);
	ast_id f = n->first, a = f ? ast_next(u->tree, f) : AST_NIL, b = a ? ast_next(u->tree, a) : AST_NIL;

	if (n->kind != AST_CALL || ast_kind(u->tree, f) != AST_WORD || !b ||
	    !str_is(unit_str(u, unit_node(u, f)->sym), "selects"))
		return false;
	a = ast_first(u->tree, a);
	b = ast_first(u->tree, b);
	return ast_kind(u->tree, a) == AST_WORD && unit_node(u, a)->sym == variable &&
	       ast_kind(u->tree, b) == AST_WORD && unit_node(u, b)->sym == u->word.self;
}

/* What the parts of `a && b && c` say of x alone: false sorts it out. *SELECTS: is there a selects()? */
static bool may_answer(struct wiring *w, ast_id cond, struct scope *scope, bool *selects)
{
	struct unit *u = w->u;
	const struct ast_node *n = unit_node(u, cond);
	bool known;

	if (n->kind == AST_PAREN)
		return may_answer(w, n->first, scope, selects);
	if (n->kind == AST_BINARY && ast_op(n) == OP_AND) {
		bool left = may_answer(w, n->first, scope, selects);
		return may_answer(w, ast_next(u->tree, n->first), scope, selects) && left;
	}
	if (is_selects(w, cond, scope->v[0].name))
		*selects = true;
	else if (!speaks_of_others(u, cond, scope->v[0].name))
		return eval_condition(u, cond, scope, &known) || !known;
	return true;
}

static bool is_of(const struct unit *u, kind_id kind, ast_id path)
{
	sym name = unit_node(u, ast_first(u->tree, path))->sym;
	kinds_id set = schema_kindset(u->schema, name);

	return set ? schema_kind_in(u->schema, set, kind) : u->schema->kinds[kind].name == name;
}

/* By one pair of its selector; those without such a pair by the app alone. */
static uint64_t place_of(struct wiring *w, struct instance *inst, bool selects)
{
	struct node *selector = selects ? own_selector(w, inst) : NULL;
	const struct node *plain = selector ? plain_labels(w->u, selector) : NULL;

	for (uint32_t i = 0; plain && plain->kind == OBJ_MAP && i < plain->map->n; i++)
		if (plain->map->v[i].value.kind == OBJ_TEXT)
			return bucket_key(inst->app->serial, inst->o.namespace_, plain->map->v[i].key,
					  plain->map->v[i].value.text);
	return bucket_key(inst->app->serial, 0, 0, 0);
}

static void sort_out(struct wiring *w, ast_id the, struct scope *scope)
{
	struct unit *u = w->u;
	ast_id path = ast_first(u->tree, the), cond = ast_next(u->tree, path);
	struct app *app = u->app;

	w->state->the = arena_zalloc(u->arena, sizeof *w->state->the);
	for (uint32_t i = 0; i < u->instances.n; i++) {
		struct instance *inst = u->instances.v[i];
		bool selects = false;
		if (!wired(inst) || !is_of(u, inst->o.kind, path))
			continue;
		scope->v[0].value = (struct node){.kind = OBJ_OBJECT, .ref = inst->number};
		enter_app(w, inst->app);
		if (!may_answer(w, cond, scope, &selects))
			continue;
		struct bucket *b = bucket_make(u->arena, w->state->the, place_of(w, inst, selects));
		VEC_PUSH(u->arena, &b->v, inst);
	}
	enter_app(w, app);
}

struct asking {
	struct wiring *w;
	ast_id cond;
	struct scope *scope;
	struct instance *found;
	bool unknown; /* one of them could not be asked */
};

static void ask(struct asking *q, const struct bucket *b)
{
	struct unit *u = q->w->u;
	struct trouble *t = &q->w->trouble;
	bool known;

	for (uint32_t i = 0; b && i < b->v.n && t->ncandidates < CANDIDATES; i++) {
		struct instance *inst = b->v.v[i];
		if (inst->app != u->app)
			continue;
		q->scope->v[0].value = (struct node){.kind = OBJ_OBJECT, .ref = inst->number};
		bool yes = eval_condition(u, q->cond, q->scope, &known);
		q->unknown |= !known;
		if (!yes)
			continue;
		uint32_t at = t->ncandidates++;
		for (; at > 0 && t->candidates[at - 1]->number > inst->number; at--)
			t->candidates[at] = t->candidates[at - 1];
		t->candidates[at] = inst;
		q->found = inst;
	}
}

static void ask_by_labels(struct asking *q)
{
	struct wiring *w = q->w;
	const struct instance *self = w->object;
	struct node *labels = pod_labels(w->u, w->object);

	ask(q, bucket_find(w->state->the, bucket_key(self->app->serial, 0, 0, 0)));
	for (uint32_t i = 0; labels && i < labels->map->n; i++) {
		const struct entry *e = &labels->map->v[i];
		if (e->value.kind == OBJ_TEXT)
			ask(q, bucket_find(w->state->the,
					   bucket_key(self->app->serial, self->o.namespace_, e->key, e->value.text)));
	}
}

struct node eval_the(struct wiring *w, ast_id the, struct scope *up)
{
	struct unit *u = w->u;
	ast_id cond = ast_next(u->tree, ast_first(u->tree, the));
	struct local local = {.name = unit_node(u, the)->sym, .kind = LOCAL_VALUE, .used = true};
	struct scope room = {.up = up, .v = &local, .n = 1};
	struct asking q = {.w = w, .cond = cond, .scope = &room};

	if (!w->state->the)
		sort_out(w, the, q.scope);
	ask_by_labels(&q);
	if (w->trouble.ncandidates > 1) {
		w->trouble.code = E0405;
		w->trouble.label = "more than one answers";
		return node_null();
	}
	w->trouble.ncandidates = 0;
	if (q.found)
		return (struct node){.kind = OBJ_OBJECT, .ref = q.found->number};
	return q.unknown ? node_poison() : node_null();
}
