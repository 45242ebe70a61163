/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shape: which apps and objects there are, and what they are called.
 *
 * The first round walks all blocks and finds the items; where a file is
 * included or a component used, what is in it (expand.c). The second does so
 * for what stands inside `if` and `for`, whose headers may use parameters,
 * locals and the names that the first has found. When every name is known,
 * place.c says where the objects are.
 */
#include "eval/shape.h"

#include "eval/text.h"

/* Blocks in blocks, files in files, components in components: each is some frames of the stack. */
#define MAX_DEPTH 1000

/* ---- order ---- */

static void sequence_init(struct sequence *s)
{
	s->first = NULL;
	s->last = &s->first;
}

static struct sequence_part *sequence_add(struct unit *u)
{
	struct sequence_part *part = arena_zalloc(u->arena, sizeof *part);

	*u->ordering->last = part;
	u->ordering->last = &part->next;
	return part;
}

void shape_raw(struct unit *u, const struct raw *raw)
{
	sequence_add(u)->raw = u->raws.n;
	VEC_PUSH(u->arena, &u->raws, *raw);
}

static void number_in_order(struct unit *u, const struct sequence *s, uint32_t *seq)
{
	for (const struct sequence_part *p = s->first; p; p = p->next) {
		if (p->inst)
			p->inst->o.seq = (*seq)++;
		else if (p->within)
			number_in_order(u, p->within, seq);
		else
			u->raws.v[p->raw].seq = (*seq)++;
	}
}

/* ---- items ---- */

static bool is_underscore(const struct unit *u, ast_id name)
{
	return ast_kind(u->tree, name) == AST_WORD && str_is(unit_str(u, unit_node(u, name)->sym), "_");
}

bool shape_name(struct unit *u, ast_id name, struct scope *scope, sym *out)
{
	*out = SYM_EMPTY;
	if (is_underscore(u, name))
		return true;
	if (ast_kind(u->tree, name) == AST_WORD) {
		*out = unit_node(u, name)->sym;
		return true;
	}
	if (!eval_text(u, name, scope, out))
		return false;
	if (*out)
		return true;
	diag_add(u->diags, E0211, unit_span(u, name), "the name is empty");
	return false;
}

sym shape_outward(struct unit *u, const struct expansion *in, sym name)
{
	for (; in && name; in = in->up)
		name = names_around(u, in, name);
	return name;
}

sym names_around(struct unit *u, const struct expansion *in, sym name)
{
	struct str prefix = unit_str(u, in->prefix), suffix = unit_str(u, in->suffix), own = unit_str(u, name);

	if (!prefix.n && !suffix.n)
		return name;
	char *text = arena_printf(u->arena, STR_FMT STR_FMT STR_FMT, STR_ARG(prefix), STR_ARG(own), STR_ARG(suffix));
	return sym_intern(u->names, text, prefix.n + own.n + suffix.n);
}

static struct instance *new_instance(struct unit *u, ast_id item, const struct around *a, kind_id kind)
{
	struct head head;
	sym name;

	shape_head(u, item, &head);
	/* in a loop over nothing the name is not known, but the body can be looked at */
	if (!shape_name(u, head.name, a->scope, &name) && !u->dry)
		return NULL;
	struct instance *inst = arena_zalloc(u->arena, sizeof *inst);
	bool fixed = u->schema->kinds[kind].flags & KIND_FIXED;
	inst->o.kind = kind;
	inst->own = name;
	inst->o.name = fixed ? name : shape_outward(u, a->in, name);
	inst->o.item = item;
	inst->o.file = a->app->file_index;
	inst->as = head.as;
	inst->app = a->app;
	inst->in = a->in;
	inst->scope = a->scope;
	inst->body = head.block;
	inst->data = unit_node(u, item)->flags & AST_DATA;
	return inst;
}

void shape_head(const struct unit *u, ast_id item, struct head *out)
{
	ast_id next = ast_first(u->tree, item);

	*out = (struct head){.kind = next};
	next = ast_next(u->tree, next);
	if (ast_kind(u->tree, next) == AST_GV) {
		out->gv = next;
		next = ast_next(u->tree, next);
	}
	out->name = next;
	next = ast_next(u->tree, next);
	if (next && ast_kind(u->tree, next) == AST_WORD) {
		out->as = unit_node(u, next)->sym;
		next = ast_next(u->tree, next);
	}
	out->block = next && ast_kind(u->tree, next) == AST_BLOCK ? next : AST_NIL;
}

/* The format of the kind's names; the body is looked at all the same. */
static void check_name(struct unit *u, const struct instance *inst, const struct schema_kind *k)
{
	struct str name = unit_str(u, inst->o.name);
	uint32_t bad;
	const char *why =
		k->name_format ? format_check(u->arena, (enum schema_format)k->name_format, name, &bad) : NULL;

	if (why)
		diag_label(diag_add(u->diags, E0211, unit_span(u, instance_name_at(u, inst)),
				    "`" STR_FMT "` cannot be the name of %s " STR_FMT, STR_ARG(name),
				    strchr("AEIO", unit_str(u, k->name).p[0]) ? "an" : "a",
				    STR_ARG(unit_str(u, k->name))),
			   "%s", why);
}

/* In what is only looked at, references to INST are no mistakes. */
static void untaken_name(struct unit *u, struct instance *inst)
{
	index_add(u->arena, &u->untaken_names, SYM_EMPTY, inst->own, inst);
	if (inst->as)
		index_add(u->arena, &u->untaken_names, SYM_EMPTY, inst->as, inst);
}

static void resource_item(struct unit *u, ast_id item, const struct around *a)
{
	uint32_t errors = u->diags->errors;
	struct head head;

	shape_head(u, item, &head);
	struct local *component = component_named(u, head.kind, a->scope);
	if (!component && u->diags->errors > errors)
		return;
	if (component) {
		expand_instance(u, item, component, a);
		return;
	}
	kind_id kind = shape_kind(u, head.kind, head.gv, a->scope);
	struct instance *inst = kind ? new_instance(u, item, a, kind) : NULL;
	if (!inst)
		return;
	if (inst->o.name)
		check_name(u, inst, &u->schema->kinds[kind]);
	if (u->dry) {
		VEC_PUSH(u->arena, &u->untaken, inst);
		untaken_name(u, inst);
		return;
	}
	inst->number = u->instances.n;
	sequence_add(u)->inst = inst;
	VEC_PUSH(u->arena, &u->instances, inst);
	VEC_PUSH(u->arena, &a->app->members, inst);
}

void shape_extern(struct unit *u, ast_id item, const struct around *a, bool library)
{
	struct head head;

	shape_head(u, item, &head);
	kind_id kind = shape_kind(u, head.kind, head.gv, a->scope);
	struct instance *inst = kind ? new_instance(u, item, a, kind) : NULL;

	if (!inst)
		return;
	if (u->dry) {
		untaken_name(u, inst);
		return;
	}
	inst->o.name = inst->own; /* it is there already: nothing is put around its name */
	inst->external = true;
	inst->library = library;
	inst->number = u->instances.n;
	VEC_PUSH(u->arena, &u->instances, inst);
}

static void app_item(struct unit *u, ast_id item, const struct around *a)
{
	ast_id name = ast_first(u->tree, item), block = ast_next(u->tree, name);
	struct app *app = arena_zalloc(u->arena, sizeof *app);

	if (ast_kind(u->tree, block) == AST_WORD)
		block = ast_next(u->tree, block);
	/* a bad name gets into no label, where it would be wrong once more */
	if (shape_name(u, name, a->scope, &app->name))
		app->name = shape_outward(u, a->in, app->name);
	else
		app->name = SYM_EMPTY;
	if (app->name && !check_format(u, FORMAT_LABEL_VALUE, app->name, name, "the name of an app"))
		app->name = SYM_EMPTY;
	app->up = a->app;
	app->in = a->in;
	app->item = item;
	app->block = block;
	app->file_index = a->app->file_index;
	app->scope = scope_of_block(u, block, a->scope);
	app->serial = u->apps.n;
	if (!u->dry)
		VEC_PUSH(u->arena, &u->apps, app);
	struct around inner = {app->scope, app, a->in};
	shape_block(u, block, &inner);
}

static void if_item(struct unit *u, ast_id item, const struct around *a);

/* A branch of CONDITION (AST_NIL: of none): a block, or behind `else` another IF. */
static void branch(struct unit *u, ast_id part, ast_id condition, const struct around *a, bool taken)
{
	struct around inner = *a;

	if (!taken && condition)
		inner.scope = scope_untaken(u, condition, a->scope);
	u->dry += !taken;
	if (ast_kind(u->tree, part) == AST_IF) {
		if_item(u, part, &inner);
	} else {
		inner.scope = scope_of_block(u, part, inner.scope);
		shape_block(u, part, &inner);
	}
	u->dry -= !taken;
}

static void if_item(struct unit *u, ast_id item, const struct around *a)
{
	ast_id cond = ast_first(u->tree, item), then = ast_next(u->tree, cond), other = ast_next(u->tree, then);
	bool known;
	bool yes = eval_condition(u, cond, a->scope, &known);

	branch(u, then, cond, a, known && yes);
	if (other && ast_kind(u->tree, other) != AST_NONE)
		branch(u, other, cond, a, known && !yes);
}

static void for_item(struct unit *u, ast_id item, const struct around *a)
{
	struct loop loop;

	loop_begin(u, item, a->scope, &loop);
	while (loop_next(u, &loop)) {
		/* the instances keep their scope: each round needs its own */
		struct around round = *a;
		round.scope = scope_new(u, a->scope, loop.scope->n);
		memcpy(round.scope->v, loop.scope->v, loop.scope->n * sizeof *loop.scope->v);
		branch(u, ast_child(u->tree, item, 2), AST_NIL, &round, !loop.dry);
	}
}

/* Do the blocks of the IF or FOR item hold checks, and nothing else? */
static bool only_checks(const struct unit *u, ast_id item)
{
	bool any = false;

	AST_EACH (u->tree, item, part) {
		if (ast_kind(u->tree, part) == AST_IF && !only_checks(u, part))
			return false;
		if (ast_kind(u->tree, part) != AST_BLOCK)
			continue;
		AST_EACH (u->tree, part, inner) {
			enum ast_kind kind = ast_kind(u->tree, inner);
			bool branch = kind == AST_IF || kind == AST_FOR;
			if (branch ? !only_checks(u, inner) : kind != AST_ASSERT && kind != AST_WARN && kind != AST_LET)
				return false;
			any = true;
		}
	}
	return any;
}

/* Its header may name objects that stand further down: it waits for the second round. */
static void conditional(struct unit *u, ast_id item, const struct around *a)
{
	struct late late = {.item = item, .around = *a};

	if (only_checks(u, item)) {
		note_ruling(u, item, a->scope, a, NULL); /* objects do not depend on it: it may read all of them */
		return;
	}
	if (!u->late_now) {
		late.sequence = ARENA_NEW(u->arena, struct sequence, 1);
		sequence_init(late.sequence);
		sequence_add(u)->within = late.sequence;
		VEC_PUSH(u->arena, &u->late, late);
	} else if (ast_kind(u->tree, item) == AST_IF) {
		if_item(u, item, a);
	} else {
		for_item(u, item, a);
	}
}

static void field_item(struct unit *u, ast_id item, const struct around *a)
{
	struct setting setting = {item, a->scope};

	if (a->in && a->in->decl && a->app->in != a->in) {
		diag_label(diag_add(u->diags, E0310, unit_span(u, item), "a component has no settings of its own"),
			   "it belongs into an `app` in it, or to where the component is used");
		return;
	}
	if (!u->dry)
		VEC_PUSH(u->arena, &a->app->items, setting);
}

static void drop_item(struct unit *u, ast_id item, const struct around *a)
{
	struct setting drop = {item, a->scope};

	if (a->app->file || a->app->in != a->in) {
		diag_label(diag_add(u->diags, E0310, unit_span(u, item), "`drop` has no effect here"),
			   "it belongs into an app or a resource's body");
		return;
	}
	if (!u->dry)
		VEC_PUSH(u->arena, &a->app->drops, drop);
}

static void import_item(struct unit *u, ast_id item, ast_id block)
{
	if (!(unit_node(u, block)->flags & AST_ROOT))
		diag_label(diag_add(u->diags, E0320, unit_span(u, item), "an import inside a block"),
			   "it brings names for the whole file: write it at the top");
}

/* What the whole compilation shall know stands at the top of a file, where declare.c has found it. */
static void declaration_item(struct unit *u, ast_id item, ast_id block, struct scope *scope)
{
	enum ast_kind kind = ast_kind(u->tree, item);

	if (kind == AST_DERIVE)
		scope_mark_words(u, item, scope);
	if (!(unit_node(u, block)->flags & AST_ROOT))
		diag_label(diag_add(u->diags, E0320, unit_span(u, item), "%s inside a block",
				    kind == AST_TYPE       ? "a type is declared"
				    : kind == AST_ANNOTATE ? "an annotation"
				    : kind == AST_DERIVE   ? "a derivation"
							   : "a kind is declared"),
			   "it holds for all files: write it at the top of one");
}

/* ---- checks ---- */

void note_ruling(struct unit *u, ast_id item, struct scope *scope, const struct around *a, struct instance *self)
{
	struct ruling r = {.item = item, .scope = scope, .self = self, .dry = u->dry > 0};

	r.in = a ? a->in : self->in;
	r.app = a ? a->app : self->app;
	VEC_PUSH(u->arena, &u->rulings, r);
}

void note_allow(struct unit *u, ast_id item, const struct allowance *for_what)
{
	struct allowance allow = *for_what;

	allow.item = item;
	allow.rule = unit_node(u, item)->sym;
	if (u->dry) /* only its name is looked at */
		allow.self = NULL, allow.use = NULL, allow.app = NULL;
	VEC_PUSH(u->arena, &u->allows, allow);
}

static void rule_item(struct unit *u, ast_id item, ast_id block, const struct around *a)
{
	if (unit_node(u, block)->flags & AST_ROOT)
		note_ruling(u, item, a->scope, a, NULL);
	else
		diag_label(diag_add(u->diags, E0320, decl_span(u, item), "a rule inside a block"),
			   "it holds for whole files: write it at the top of one");
}

static void allow_item(struct unit *u, ast_id item, const struct around *a)
{
	if (a->app->file || a->app->in != a->in)
		diag_label(diag_add(u->diags, E0320, unit_span(u, item), "`allow` outside of what it is for"),
			   "it belongs into a resource's body or an app");
	else
		note_allow(u, item, &(struct allowance){.scope = a->scope, .app = a->app});
}

static void one_item(struct unit *u, ast_id item, ast_id block, const struct around *a)
{
	enum ast_kind kind = ast_kind(u->tree, item);

	switch (kind) {
	case AST_RESOURCE:
		resource_item(u, item, a);
		break;
	case AST_APP:
		app_item(u, item, a);
		break;
	case AST_FIELD:
		field_item(u, item, a);
		break;
	case AST_DROP:
		drop_item(u, item, a);
		break;
	case AST_EXTERN:
		shape_extern(u, item, a, false);
		break;
	case AST_INCLUDE:
		expand_include(u, item, a);
		break;
	case AST_IMPORT:
		import_item(u, item, block);
		break;
	case AST_TYPE:
	case AST_KIND:
	case AST_ANNOTATE:
	case AST_DERIVE:
	case AST_EXTERN_KIND:
		declaration_item(u, item, block, a->scope);
		break;
	case AST_PATCH:
	case AST_PATCH_ON:
	case AST_DROP_OBJECT:
		patch_add(u, item, a->scope, a->in, NULL);
		break;
	case AST_IF:
	case AST_FOR:
		conditional(u, item, a);
		break;
	case AST_SPREAD:
		diag_label(diag_add(u->diags, E0101, unit_span(u, item), "a spread cannot stand among resources"),
			   "it belongs into a body, a map or a list");
		break;
	case AST_LET:
	case AST_PARAM:
	case AST_FN:
	case AST_ERROR:
		break;
	case AST_COMPONENT:
		component_declared(u, item, a->scope);
		break;
	case AST_RULE:
		rule_item(u, item, block, a);
		break;
	case AST_ASSERT:
	case AST_WARN:
		note_ruling(u, item, a->scope, a, NULL);
		break;
	case AST_ALLOW:
		allow_item(u, item, a);
		break;
	default:
		break;
	}
}

/* Where what is too deep is used. */
static struct span use_span(const struct unit *u, const struct expansion *in, ast_id block)
{
	return unit_span(u, in && in->item ? use_at(u, in) : block);
}

void shape_block(struct unit *u, ast_id block, const struct around *a)
{
	const struct expansion *using = u->using;

	if (u->shape_depth == MAX_DEPTH) {
		diag_label(
			diag_add(u->diags, E0504, use_span(u, a->in, block), "blocks and uses are nested too deeply"),
			"the limit is %d", MAX_DEPTH);
		return;
	}
	u->shape_depth++;
	u->using = a->in;
	AST_EACH (u->tree, block, item) {
		one_item(u, item, block, a);
	}
	u->using = using;
	u->shape_depth--;
}

/* ---- the rounds ---- */

static void walk_late(struct unit *u)
{
	u->late_now = true;
	for (uint32_t i = 0; i < u->late.n; i++) {
		struct late *late = &u->late.v[i];
		u->ordering = late->sequence;
		u->using = late->around.in;
		conditional(u, late->item, &late->around);
	}
}

void shape_unit(struct unit *u)
{
	uint32_t seq = 0;

	u->naming = true;
	sequence_init(&u->sequence);
	u->ordering = &u->sequence;
	expand_roots(u);
	walk_late(u);
	u->using = NULL;
	number_in_order(u, &u->sequence, &seq);
	u->naming = false;
	patches_find(u);
	place_unit(u);
}
