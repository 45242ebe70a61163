/* SPDX-License-Identifier: Apache-2.0 */
/*
 * params: what a use gives to the parameters of a file or component: the
 * items of its block, or for a file that was given, what the command says.
 *
 * A value is passed as it is written and evaluated where the parameter is
 * used; what comes in parts, by paths or spreads, is put together here.
 */
#include "eval/shape.h"

#include "schema/nearest.h"

static bool is_param(const struct unit *u, const struct local *l)
{
	return l && l->kind == LOCAL_LET && ast_kind(u->tree, l->decl) == AST_PARAM;
}

/* The parameter NAME; NULL if there is none. */
static struct local *find_param(const struct unit *u, struct scope *params, sym name)
{
	struct local *l = params ? scope_here(params, name) : NULL;

	return is_param(u, l) ? l : NULL;
}

/* ---- messages ---- */

/* "`a`, `b`": the parameters. */
static const char *params_text(struct unit *u, const struct scope *params)
{
	const char *text = NULL;
	uint32_t n = 0;

	for (uint32_t i = 0; params && i < params->n; i++)
		if (is_param(u, &params->v[i]) && n++ < 10)
			text = arena_printf(u->arena, "%s%s`" STR_FMT "`", text ? text : "", text ? ", " : "",
					    STR_ARG(unit_str(u, params->v[i].name)));
	return text;
}

static const char *use_text(struct unit *u, const struct expansion *use)
{
	if (use->decl)
		return arena_printf(u->arena, STR_FMT, STR_ARG(unit_str(u, unit_node(u, use->decl)->sym)));
	return arena_printf(u->arena, "%s", use->module->file->path);
}

/* Does the component declare `name`, which every one has already? */
static bool declares_name(const struct unit *u, ast_id decl)
{
	AST_EACH (u->tree, ast_first(u->tree, decl), p) {
		if (unit_node(u, p)->sym == u->word.name)
			return true;
	}
	return false;
}

static void complain_no_param(struct unit *u, const struct use_block *use, ast_id at, sym name)
{
	static const char *const options[] = {"namespace", "namePrefix", "nameSuffix", "verbatim"};
	struct str word = unit_str(u, name);
	struct nearest n;
	const char *all = params_text(u, use->params);
	bool name_of = use->use->decl && name == u->word.name;

	if (name_of && declares_name(u, use->use->decl))
		return; /* reported there */
	struct diag *d = diag_add(u->diags, E0318, unit_span(u, at), "`%s` has no parameter `" STR_FMT "`",
				  use_text(u, use->use), STR_ARG(word));

	nearest_init(&n, word);
	for (uint32_t i = 0; use->params && i < use->params->n; i++)
		if (is_param(u, &use->params->v[i]))
			nearest_feed(&n, unit_str(u, use->params->v[i].name));
	for (unsigned i = 0; use->include && i < sizeof options / sizeof *options; i++)
		nearest_feed(&n, str_of(options[i]));
	if (name_of) {
		diag_label(d, "an instance's name stands in front of its block: `%s NAME { ... }`",
			   use_text(u, use->use));
	} else if (n.best.n) {
		diag_label(d, "did you mean `" STR_FMT "`?", STR_ARG(n.best));
		diag_edit(d, unit_span(u, at), arena_strndup(u->arena, n.best.p, n.best.n), EDIT_MAYBE);
	} else if (all) {
		diag_label(d, "its parameters: %s", all);
	} else {
		diag_label(d, "it has none");
	}
	if (use->use->decl)
		diag_also(d, decl_span(u, use->use->decl), "declared here");
}

/* The words that an include's block has for itself. */
static bool is_option(const struct unit *u, sym name)
{
	return name == u->word.namespace_ || name == u->word.prefix || name == u->word.suffix ||
	       name == u->word.verbatim;
}

void params_missing(struct unit *u, const struct use_block *use, bool told)
{
	for (uint32_t i = 0; use->params && i < use->params->n; i++) {
		struct local *l = &use->params->v[i];
		if (is_param(u, l) && use->use->module && is_option(u, l->name)) {
			diag_label(diag_add(u->diags, E0306, decl_span(u, l->decl),
					    "`" STR_FMT "` cannot be a parameter of a file",
					    STR_ARG(unit_str(u, l->name))),
				   "in the block of an `include` it means something already");
			continue;
		}
		if (!is_param(u, l) || l->given || l->filled || l->unknown ||
		    (use->use->decl && l->name == u->word.name) ||
		    ast_kind(u->tree, ast_child(u->tree, l->decl, 1)) != AST_NONE)
			continue;
		struct str name = unit_str(u, l->name);
		l->wrong = true;
		if (told)
			continue;
		if (!use->use->item) {
			diag_help(diag_label(diag_add(u->diags, E0312, unit_span(u, l->decl),
						      "the parameter `" STR_FMT "` has no value", STR_ARG(name)),
					     "it is required"),
				  "give it on the command line, `-D " STR_FMT "=...`, or a default here, `= ...`",
				  STR_ARG(name));
			continue;
		}
		diag_also(diag_label(diag_add(u->diags, E0312, unit_span(u, use_at(u, use->use)),
					      "`%s` needs the parameter `" STR_FMT "`", use_text(u, use->use),
					      STR_ARG(name)),
				     "write `" STR_FMT ": ...` in its block", STR_ARG(name)),
			  unit_span(u, l->decl), "declared here, without a default");
	}
}

static void complain_given(struct unit *u, const struct local *l, ast_id at)
{
	struct diag *d = diag_add(u->diags, E0203, unit_span(u, at), "the parameter `" STR_FMT "` is given twice",
				  STR_ARG(unit_str(u, l->name)));

	if (l->given)
		diag_also(d, unit_span(u, l->given), "here before");
}

/* ---- giving ---- */

/* A block or a part of a parameter, `db { .. }`, `db.storage: 10Gi`: added to a map of its type. */
static void give_part(struct unit *u, struct local *l, const struct step *steps, uint32_t n, ast_id value,
		      struct scope *scope)
{
	type_id type = local_type(u, l);
	enum type_form form = (enum type_form)unit_type(u, type)->form;

	if (type && form != TYPE_STRUCT && form != TYPE_MAP && form != TYPE_ANY &&
	    !(form == TYPE_LIST && unit_type(u, type)->keyed)) {
		if (n > 1)
			complain_no_members(u, steps[1].at, l->name, type);
		else
			complain_wrong_type(u, value, type, "a block");
		l->wrong = true;
		return;
	}
	if (!l->partial) {
		l->value = form == TYPE_LIST ? node_list(u->arena, type, steps[0].at)
					     : node_map(u->arena, type, steps[0].at);
		l->value.flags |= form == TYPE_LIST ? OBJ_KEYED : 0;
	}
	l->partial = true;
	struct container in = container_of(u, &l->value, type);
	if (n > 1)
		path_set(u, &in, steps + 1, n - 1, value, scope);
	else
		block_items(u, value, scope_of_block(u, value, scope), &in);
}

/* What was given in parts lies over what is there without it: the default, or what the command gave before. */
static void lay_parts(struct unit *u, struct local *l)
{
	struct node parts = l->value, base = node_null();
	ast_id expr = l->filled ? AST_NIL : local_expr(u, l);

	if (!l->partial)
		return;
	if (l->filled)
		base = l->below;
	else if (expr)
		base = eval_slot(u, expr, l->given ? l->given_scope : l->scope, local_type(u, l));
	compare_keys(u, l, &base, &parts);
	if (base.kind == parts.kind)
		merge_over(u, &base, &parts);
	else
		base = parts;
	l->value = base;
	l->filled = true;
	l->partial = false;
	l->given = AST_NIL;
}

/* What lies over the default instead of replacing it; a map in YAML or JSON, which knows no other form, does. */
static bool is_part(const struct unit *u, const struct ast_node *n, uint32_t steps)
{
	return steps > 1 || (n->flags & AST_BRACE) ||
	       ((n->flags & AST_DATA) && ast_kind(u->tree, n->first) == AST_BLOCK);
}

/* A block that was given before becomes the first part. */
static void part_from_block(struct unit *u, struct local *l)
{
	struct step whole = {.name = l->name, .at = l->given};
	ast_id block = l->given;

	l->given = AST_NIL;
	l->over = false;
	give_part(u, l, &whole, 1, block, l->given_scope);
}

static void give(struct unit *u, const struct use_block *use, ast_id item, struct scope *scope)
{
	const struct ast_node *n = unit_node(u, item);
	struct step steps[MAX_STEPS];
	ast_id value;
	uint32_t count = field_steps(u, item, scope, steps, &value);
	struct local *l;

	if (!count)
		return;
	l = find_param(u, use->params, steps[0].name);
	if (!l) {
		complain_no_param(u, use, steps[0].at, steps[0].name);
		return;
	}
	if (l->given && l->over && is_part(u, n, count))
		part_from_block(u, l);
	if (l->given || (l->partial && !is_part(u, n, count))) {
		complain_given(u, l, steps[0].at);
		return;
	}
	if (count > 1 || l->partial) {
		give_part(u, l, steps, count, value, scope);
		return;
	}
	l->given = value; /* evaluated where it is used: what objects there are need not be known yet */
	l->given_scope = scope;
	l->over = is_part(u, n, count);
}

/* `...map`: its keys are parameters, where the block itself does not say them. */
static void give_map(struct unit *u, const struct use_block *use, ast_id item, struct scope *scope)
{
	struct node v = eval_value(u, ast_first(u->tree, item), scope);

	if (v.kind == OBJ_NULL || v.kind == OBJ_POISON)
		return;
	if (v.kind != OBJ_MAP) {
		complain_wrong_type(u, item, 0, value_kind_text(u, &v));
		return;
	}
	for (uint32_t i = 0; i < v.map->n; i++) {
		struct local *l = find_param(u, use->params, v.map->v[i].key);
		if (!l) {
			complain_no_param(u, use, item, v.map->v[i].key);
		} else if (!l->given && !l->filled && !l->partial) {
			l->filled = true;
			l->value = v.map->v[i].value;
		}
	}
}

/* ---- the block ---- */

/* Keeps the value of ITEM in *AT; false after reporting that there is one already. */
static bool once(struct unit *u, ast_id item, ast_id *at)
{
	const struct ast_node *n = unit_node(u, item);

	if (*at)
		diag_also(diag_add(u->diags, E0203, unit_span(u, item), "`" STR_FMT "` is given twice",
				   STR_ARG(unit_str(u, n->sym))),
			  unit_span(u, *at), "here before");
	else
		*at = n->first;
	return *at == n->first;
}

/* `namePrefix` and `nameSuffix`. */
static void around_names(struct unit *u, ast_id item, struct scope *scope, ast_id *at, sym *out)
{
	if (!once(u, item, at))
		return;
	struct node v = eval_slot(u, *at, scope, type_plain(u, TYPE_STRING, 0));
	*out = v.kind == OBJ_TEXT ? v.text : SYM_EMPTY;
}

static bool include_option(struct unit *u, ast_id item, struct scope *scope, const struct use_block *use)
{
	const struct ast_node *n = unit_node(u, item);
	struct expansion *e = use->use;

	if (!use->include || !(n->flags & AST_SIMPLE))
		return false;
	if (n->sym == u->word.namespace_) {
		if (!once(u, item, &e->namespace_at))
			return true;
		e->namespace_scope = scope;
	} else if (n->sym == u->word.prefix) {
		around_names(u, item, scope, &e->prefix_at, &e->prefix);
	} else if (n->sym == u->word.suffix) {
		around_names(u, item, scope, &e->suffix_at, &e->suffix);
	} else if (n->sym == u->word.verbatim) {
		enum ast_kind kind = ast_kind(u->tree, n->first);
		if (kind != AST_TRUE && kind != AST_FALSE)
			diag_label(diag_add(u->diags, E0202, unit_span(u, n->first),
					    "`verbatim` must be written as `true` or `false`"),
				   "whether the file is read at all cannot be computed");
	} else {
		return false;
	}
	return true;
}

static void items(struct unit *u, ast_id block, const struct around *a, const struct use_block *use);

static void if_item(struct unit *u, ast_id item, const struct around *a, const struct use_block *use)
{
	ast_id cond = ast_first(u->tree, item), then = ast_next(u->tree, cond), other = ast_next(u->tree, then);
	bool known, yes = eval_condition(u, cond, a->scope, &known);
	struct around inner = *a;

	if (known && yes) {
		inner.scope = scope_of_block(u, then, a->scope);
		items(u, then, &inner, use);
	} else if (known && other && ast_kind(u->tree, other) == AST_IF) {
		if_item(u, other, a, use);
	} else if (known && other && ast_kind(u->tree, other) == AST_BLOCK) {
		inner.scope = scope_of_block(u, other, a->scope);
		items(u, other, &inner, use);
	}
}

static void for_item(struct unit *u, ast_id item, const struct around *a, const struct use_block *use)
{
	struct loop loop;

	loop_begin(u, item, a->scope, &loop);
	while (loop_next(u, &loop)) {
		struct around round = *a;
		ast_id block = ast_child(u->tree, item, 2);
		round.scope = scope_new(u, a->scope, loop.scope->n);
		memcpy(round.scope->v, loop.scope->v, loop.scope->n * sizeof *loop.scope->v);
		round.scope = scope_of_block(u, block, round.scope);
		if (!loop.dry)
			items(u, block, &round, use);
	}
}

static void items(struct unit *u, ast_id block, const struct around *a, const struct use_block *use)
{
	AST_EACH (u->tree, block, item) {
		switch (ast_kind(u->tree, item)) {
		case AST_FIELD:
			if (!include_option(u, item, a->scope, use))
				give(u, use, item, a->scope);
			break;
		case AST_PATCH:
		case AST_PATCH_ON:
		case AST_DROP_OBJECT:
			patch_add(u, item, a->scope, a->in, use->use);
			break;
		case AST_ALLOW:
			note_allow(u, item, &(struct allowance){.scope = a->scope, .use = use->use, .app = a->app});
			break;
		case AST_IF:
			if_item(u, item, a, use);
			break;
		case AST_FOR:
			for_item(u, item, a, use);
			break;
		case AST_SPREAD:
		case AST_LET:
		case AST_FN:
		case AST_ERROR:
			break;
		default:
			diag_label(diag_add(u->diags, E0101, unit_span(u, item), "this cannot stand in the block of %s",
					    use->include ? "an include" : "an instance"),
				   "it gives parameters, and holds `patch`, `drop` and `allow`");
		}
	}
	AST_EACH (u->tree, block, item) {
		if (ast_kind(u->tree, item) == AST_SPREAD)
			give_map(u, use, item, a->scope);
	}
}

void params_from_block(struct unit *u, ast_id block, const struct around *a, const struct use_block *use)
{
	struct around inner = *a;

	if (!block)
		return;
	inner.scope = scope_of_block(u, block, a->scope);
	items(u, block, &inner, use);
	for (uint32_t i = 0; use->params && i < use->params->n; i++)
		if (is_param(u, &use->params->v[i]))
			lay_parts(u, &use->params->v[i]);
}

/* ---- the command line ---- */

/* Gives the value of ITEM to that parameter of every root; how many have it. */
static uint32_t give_roots(struct unit *u, ast_id item, struct scope *scope)
{
	const struct ast_node *n = unit_node(u, item);
	struct step steps[MAX_STEPS];
	ast_id value;
	uint32_t count = field_steps(u, item, scope, steps, &value), found = 0;

	if (!count)
		return 1;
	for (uint32_t i = 0; i < u->roots.n; i++) {
		struct local *l = find_param(u, u->roots.v[i]->scope, steps[0].name);
		if (!l)
			continue;
		found++;
		if (is_part(u, n, count)) {
			l->below = l->filled ? l->value : node_null();
			give_part(u, l, steps, count, value, scope);
			lay_parts(u, l);
			continue;
		}
		l->given = value; /* later ones win */
		l->given_scope = scope;
		l->filled = false;
	}
	return found;
}

/* A file that others include is given its parameters there. */
static void point_at_included(struct unit *u, struct diag *d, sym name)
{
	for (uint32_t i = 0; i < u->modules->all.n; i++) {
		const struct module *m = u->modules->all.v[i];
		AST_EACH (u->tree, m->named ? m->root : AST_NIL, p) {
			if (ast_kind(u->tree, p) == AST_PARAM && unit_node(u, p)->sym == name)
				diag_also(d, unit_span(u, p), "this one gets its value where the file is included");
		}
	}
}

static void complain_no_root(struct unit *u, ast_id item)
{
	const struct ast_node *n = unit_node(u, item);
	ast_id at = n->flags & AST_SIMPLE ? item : ast_first(u->tree, n->first);
	struct str name = unit_str(u, n->flags & AST_SIMPLE ? n->sym : unit_node(u, at)->sym);
	struct diag *d = diag_add(u->diags, E0318, unit_span(u, at),
				  "no file that is given has a parameter `" STR_FMT "`", STR_ARG(name));
	const char *all = NULL;
	struct nearest near;

	nearest_init(&near, name);
	for (uint32_t i = 0; i < u->roots.n; i++) {
		const struct scope *params = u->roots.v[i]->scope;
		for (uint32_t k = 0; k < params->n; k++)
			if (is_param(u, &params->v[k]))
				nearest_feed(&near, unit_str(u, params->v[k].name));
		all = all ? all : params_text(u, params);
	}
	if (near.best.n)
		diag_label(d, "did you mean `" STR_FMT "`?", STR_ARG(near.best));
	else if (all)
		diag_label(d, "there are %s", all);
	else
		diag_label(d, "there are none at all");
	point_at_included(u, d, n->flags & AST_SIMPLE ? n->sym : unit_node(u, at)->sym);
}

void params_from_command(struct unit *u)
{
	for (uint32_t i = 0; i < u->nparams; i++) {
		struct module *m = u->params[i];
		struct scope *scope = m->root ? scope_of_file(u, m->root, NULL) : NULL;
		AST_EACH (u->tree, m->root, item) {
			enum ast_kind kind = ast_kind(u->tree, item);
			if (kind == AST_FIELD && !give_roots(u, item, scope))
				complain_no_root(u, item);
			else if (kind != AST_FIELD && kind != AST_LET && kind != AST_FN && kind != AST_IMPORT &&
				 kind != AST_ERROR)
				diag_label(diag_add(u->diags, E0101, unit_span(u, item),
						    "this cannot stand in a file of parameters"),
					   "expected `name: value`");
		}
	}
}
