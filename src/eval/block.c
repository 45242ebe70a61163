/* SPDX-License-Identifier: Apache-2.0 */
/*
 * block: the items of `{ ... }`, put into a container.
 *
 * Spreads come first, into a base of their own; what the block writes itself
 * then wins over it. `if` and `for` put their items into the same container;
 * a branch that is not taken is evaluated dry, so that its mistakes are found.
 */
#include "eval/block.h"
#include "eval/keyindex.h"
#include "eval/shape.h"
#include "eval/trace.h"

static void one_item(struct unit *u, ast_id item, struct scope *scope, const struct container *in);

static void field_item(struct unit *u, ast_id item, struct scope *scope, const struct container *in)
{
	struct step steps[MAX_STEPS];
	ast_id value;

	u->replacing = u->patching && !(unit_node(u, item)->flags & AST_BRACE);
	uint32_t count = field_steps(u, item, scope, steps, &value);
	if (count)
		path_set(u, in, steps, count, value, scope);
}

/* An empty container like IN that nobody keeps. */
static struct container scratch(struct unit *u, const struct container *in)
{
	struct container c = *in;

	if (c.kind == IN_LIST)
		c.list = arena_zalloc(u->arena, sizeof *c.list);
	else
		c.map = arena_zalloc(u->arena, sizeof *c.map);
	return c;
}

static void if_item(struct unit *u, ast_id item, struct scope *scope, const struct container *in);

/* A branch of CONDITION (AST_NIL: of none): a block, or behind `else` another IF. */
static void branch(struct unit *u, ast_id part, ast_id condition, struct scope *scope, const struct container *in,
		   bool taken)
{
	struct container c = taken ? *in : scratch(u, in);

	if (!taken && condition)
		scope = scope_untaken(u, condition, scope);
	u->dry += !taken;
	if (ast_kind(u->tree, part) == AST_IF)
		if_item(u, part, scope, &c);
	else
		block_items(u, part, scope_of_block(u, part, scope), &c);
	u->dry -= !taken;
}

static void if_item(struct unit *u, ast_id item, struct scope *scope, const struct container *in)
{
	ast_id cond = ast_first(u->tree, item);
	ast_id then = ast_next(u->tree, cond);
	ast_id other = ast_next(u->tree, then);
	bool known;
	bool yes = eval_condition(u, cond, scope, &known);

	branch(u, then, cond, scope, in, known && yes);
	if (other && ast_kind(u->tree, other) != AST_NONE)
		branch(u, other, cond, scope, in, known && !yes);
}

static void for_item(struct unit *u, ast_id item, struct scope *scope, const struct container *in)
{
	ast_id block = ast_child(u->tree, item, 2);
	struct loop loop;

	loop_begin(u, item, scope, &loop);
	while (loop_next(u, &loop))
		branch(u, block, AST_NIL, loop.scope, in, !loop.dry);
}

static void resource_in_body(struct unit *u, ast_id item, const struct container *in)
{
	ast_id path = ast_first(u->tree, item);
	struct str word = sources_text(u->sources, unit_span(u, path));
	struct diag *d =
		diag_add(u->diags, E0101, unit_span(u, path), "a resource cannot stand inside another one's body");
	sym name = ast_first(u->tree, path) ? unit_node(u, ast_first(u->tree, path))->sym : SYM_EMPTY;
	struct lift_result lift = {.count = 0};

	if (in->kind == IN_STRUCT && in->lift)
		schema_lift(u->schema, in->lift, name, u->target, &lift);
	if (lift.count || (in->kind == IN_STRUCT && schema_field(u->schema, in->type, name)))
		diag_help(d, "for the item of a list put a dot between: `" STR_FMT ".name { ... }`", STR_ARG(word));
}

/* Is the body evaluated for good now, and whole? */
static bool for_good(const struct unit *u)
{
	return u->self && !u->nwant && !u->reading;
}

static void allow_item(struct unit *u, ast_id item, struct scope *scope, const struct container *in)
{
	if (in->kind != IN_STRUCT || !in->lift)
		diag_label(diag_add(u->diags, E0320, unit_span(u, item), "`allow` inside a part of a resource"),
			   "it is for the whole resource: write it in its body itself");
	else if (for_good(u))
		note_allow(u, item, &(struct allowance){.scope = scope, .self = u->self});
}

/* The scopes of loops are gone when the check is run: what lies below the item's own is copied. */
static struct scope *kept_scope(struct unit *u, struct scope *scope, const struct scope *end)
{
	if (!scope || scope == end || scope->in || scope == u->library)
		return scope;
	struct scope *copy = scope_new(u, kept_scope(u, scope->up, end), scope->n);

	copy->fn = scope->fn;
	copy->caller = scope->caller;
	for (uint32_t i = 0; i < scope->n; i++) {
		copy->v[i] = scope->v[i];
		if (copy->v[i].scope == scope)
			copy->v[i].scope = copy;
	}
	return copy;
}

/* What only the check uses is used. */
static void use_words(struct unit *u, ast_id id, struct scope *scope)
{
	struct local *l = ast_kind(u->tree, id) == AST_WORD ? scope_find(scope, unit_node(u, id)->sym) : NULL;

	if (l)
		l->used = true;
	AST_EACH (u->tree, id, child) {
		use_words(u, child, scope);
	}
}

static void check_item(struct unit *u, ast_id item, struct scope *scope)
{
	use_words(u, item, scope);
	if (for_good(u))
		note_ruling(u, item, kept_scope(u, scope, u->self->scope), NULL, u->self);
}

static void one_item(struct unit *u, ast_id item, struct scope *scope, const struct container *in)
{
	switch (ast_kind(u->tree, item)) {
	case AST_FIELD:
		field_item(u, item, scope, in);
		break;
	case AST_IF:
		if_item(u, item, scope, in);
		break;
	case AST_FOR:
		for_item(u, item, scope, in);
		break;
	case AST_DROP: {
		struct step steps[MAX_STEPS];
		uint32_t n = path_steps(u, ast_first(u->tree, item), scope, steps);
		if (n)
			path_drop(u, in, steps, n, false);
		break;
	}
	case AST_SPREAD: /* block_items has done it */
	case AST_LET:
	case AST_PARAM:
	case AST_FN:
	case AST_ERROR:
		break;
	case AST_TYPE:
	case AST_KIND:
	case AST_ANNOTATE:
	case AST_DERIVE:
	case AST_EXTERN_KIND:
		diag_label(diag_add(u->diags, E0320, unit_span(u, item), "a declaration inside a body"),
			   "it holds for all files: write it at the top of one");
		break;
	case AST_PATCH:
	case AST_PATCH_ON:
	case AST_DROP_OBJECT:
	case AST_INCLUDE:
	case AST_IMPORT:
	case AST_COMPONENT:
		diag_label(diag_add(u->diags, E0101, unit_span(u, item), "this cannot stand inside a body"),
			   "it belongs among the resources of a file, an app or a component");
		break;
	case AST_RESOURCE:
	case AST_APP:
		resource_in_body(u, item, in);
		break;
	case AST_ALLOW:
		allow_item(u, item, scope, in);
		break;
	case AST_ASSERT:
	case AST_WARN:
		check_item(u, item, scope);
		break;
	default:
		diag_add(u->diags, E0101, unit_span(u, item), "this cannot stand inside a resource's body");
	}
}

/* The spreads of BLOCK as one value; false if there are none. */
static bool spreads(struct unit *u, ast_id block, struct scope *scope, const struct container *in, struct node *base)
{
	bool any = false;

	AST_EACH (u->tree, block, item) {
		if (ast_kind(u->tree, item) != AST_SPREAD)
			continue;
		if (!any) {
			*base = in->kind == IN_LIST ? node_list(u->arena, in->type, item)
						    : node_map(u->arena, in->type, item);
			any = true;
		}
		struct node v = eval_slot(u, ast_first(u->tree, item), scope, in->type);
		merge_spread(u, base, &v, item);
	}
	return any;
}

void block_items(struct unit *u, ast_id block, struct scope *scope, const struct container *in)
{
	struct node base, own;

	if (in->kind == IN_LIST && keyed_is_item(u, in, block))
		return;
	bool based = spreads(u, block, scope, in, &base), behind = false;
	uint32_t before = 0; /* items of a list that stand in front of the first spread */
	AST_EACH (u->tree, block, item) {
		behind |= ast_kind(u->tree, item) == AST_SPREAD;
		one_item(u, item, scope, in);
		if (in->kind == IN_LIST && !behind)
			before = in->list->n;
	}
	if (!based)
		return;
	own = base;
	if (in->kind == IN_LIST)
		own.list = in->list;
	else
		own.map = in->map;
	if (in->kind == IN_LIST)
		merge_list_under(u, &own, &base, before);
	else
		merge_under(u, &own, &base);
	if (in->kind == IN_LIST) {
		*in->list = *own.list;
		keyindex_forget(u, in->list);
	} else {
		*in->map = *own.map;
	}
}

struct container container_of(struct unit *u, struct node *value, type_id type)
{
	enum type_form form = (enum type_form)unit_type(u, type)->form;
	struct container c = {.type = type};

	switch (form) {
	case TYPE_STRUCT:
		c.kind = IN_STRUCT;
		c.map = value->map;
		break;
	case TYPE_MAP:
		c.kind = IN_MAP;
		c.map = value->map;
		break;
	case TYPE_LIST:
		c.kind = IN_LIST;
		c.list = value->list;
		break;
	default:
		c.kind = IN_FREE;
		c.map = value->map;
	}
	return c;
}

void eval_block(struct unit *u, ast_id block, struct scope *scope, struct map *map, type_id type, kind_id lift)
{
	struct node value = {.kind = OBJ_MAP, .map = map};
	struct container in = container_of(u, &value, type);

	in.lift = lift;
	block_items(u, block, scope, &in);
}

struct node eval_free_block(struct unit *u, ast_id block, struct scope *scope)
{
	struct node v = node_map(u->arena, 0, block);
	struct container in = {.kind = IN_FREE, .map = v.map};
	struct wish saved = wish_now(u);

	u->nwant = 0;
	block_items(u, block, scope_of_block(u, block, scope), &in);
	wish_back(u, saved);
	return v;
}

void eval_drop(struct unit *u, ast_id item, struct scope *scope, struct map *map, type_id type, kind_id lift)
{
	struct container in = {.kind = IN_STRUCT, .type = type, .lift = lift, .map = map};
	struct step steps[MAX_STEPS];
	uint32_t n = path_steps(u, ast_first(u->tree, item), scope, steps);

	if (n)
		path_drop(u, &in, steps, n, true);
}

bool eval_field(struct unit *u, struct instance *inst, path_id path, ast_id at, struct node *out)
{
	const struct schema_path *p = &u->schema->paths[path];
	sym want[MAX_STEPS];

	for (uint32_t i = 0; i < p->count && i < MAX_STEPS; i++)
		want[i] = u->schema->fields[u->schema->steps[p->first + i]].name;
	return eval_steps(u, inst, want, p->count, at, out);
}

/* The value that WANT leads to in the evaluated part V; a list where all its items are wanted. */
static struct node *follow(struct node *v, const sym *want, uint32_t n, sym star)
{
	for (uint32_t i = 0; v && i < n && !(v->kind == OBJ_LIST && want[i] == star); i++)
		v = v->kind == OBJ_MAP ? map_value(v->map, want[i]) : NULL;
	return v;
}

/* Is it the namespace that is wanted? While it is looked for it is not known. */
static bool is_namespace(const struct unit *u, const sym *want, uint32_t n)
{
	const struct schema_path *p = &u->schema->paths[u->schema->model.namespace_];

	return n == p->count && want[n - 1] == u->schema->fields[u->schema->steps[p->first + n - 1u]].name;
}

bool eval_steps(struct unit *u, struct instance *inst, const sym *want, uint32_t n, ast_id at, struct node *out)
{
	if (inst->evaluated) {
		struct node *found = follow(&inst->o.root, want, n, u->word.star);
		if (found)
			*out = *found;
		return found != NULL;
	}
	struct reading now = {.up = u->reading, .inst = inst, .steps = want, .n = n, .at = at};
	if (inst->dropped)
		return false;
	if (!inst->body || complain_cycle(u, &now)) {
		*out = node_poison();
		return inst->body != AST_NIL;
	}
	struct wish saved = wish_now(u);
	const struct where *place = u->place;
	struct instance *self = u->self;
	struct app *app = u->app;
	struct node root = node_map(u->arena, u->schema->kinds[inst->o.kind].type, inst->o.item);

	u->reading = &now;
	u->place = NULL;
	u->want = want;
	u->nwant = n;
	u->self = inst;
	u->app = inst->app;
	u->dry++;
	struct trace before = trace_enter(u, want, n);
	eval_body(u, inst, scope_of_block(u, inst->body, inst->scope), &root);
	trace_leave(u, &before);
	u->dry--;
	u->app = app;
	u->self = self;
	u->reading = now.up;
	u->place = place;
	wish_back(u, saved);
	struct node *found = follow(&root, want, n, u->word.star);
	struct node identity = node_map(u->arena, root.type, inst->o.item);
	if (!found && !is_namespace(u, want, n)) {
		shape_identity(u, inst, &identity);
		found = follow(&identity, want, n, u->word.star);
	}
	if (found)
		*out = *found;
	return found != NULL;
}
