/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plan: which rules hold for which objects.
 *
 * Those of the library hold for all. A rule of the sources holds for what is
 * made in the uses of the file that declares it, or imports it, perhaps
 * through other files; and for all that is included or used there. Each such
 * use has a plan of its own over the one around it. A plan knows by kind and
 * type what is to be run, and which types can have such values inside, so
 * that the rest of an object is not even looked at.
 */
#include "rules/ruling.h"

#include "schema/nearest.h"

bool rule_is_for(const struct unit *u, const struct rule *rule, kind_id kind)
{
	return rule->kinds ? schema_kind_in(u->schema, rule->kinds, kind)
			   : rule->kind && u->schema->kinds[kind].name == rule->kind;
}

/* ---- plans ---- */

static void add_link(struct unit *u, struct link **at, struct rule *rule)
{
	struct link *l = ARENA_NEW(u->arena, struct link, 1);

	*l = (struct link){*at, rule};
	*at = l;
}

/* May a value in a slot of TYPE have in it, or be, what some rule is for? */
static bool leads(const struct unit *u, const struct plan *p, type_id type)
{
	const struct schema_type *t = unit_type(u, type);

	return p->below[type] || (t->form == TYPE_STRUCT && p->by_type[type]);
}

/* One round over all types; false when nothing was new. */
static bool spread_up(const struct unit *u, struct plan *p)
{
	const struct schema *s = u->schema;
	bool news = false;

	for (uint32_t i = 1; i < s->nfields; i++) {
		const struct schema_field *f = &s->fields[i];
		if (f->owner && !p->below[f->owner] && leads(u, p, f->type))
			news = p->below[f->owner] = true;
	}
	for (uint32_t i = 1; i < rules_of(u)->ntypes; i++)
		if (s->types[i].elem && !p->below[i] && leads(u, p, s->types[i].elem))
			news = p->below[i] = true;
	return news;
}

static void *copied(struct unit *u, const void *from, size_t n, size_t size)
{
	void *to = arena_zalloc(u->arena, n * size);

	if (from)
		memcpy(to, from, n * size);
	return to;
}

static struct plan *new_plan(struct unit *u, const struct plan *up)
{
	struct plan *p = ARENA_NEW(u->arena, struct plan, 1);

	p->rules = up ? up->rules : NULL;
	p->by_kind = copied(u, up ? up->by_kind : NULL, u->schema->nkinds, sizeof *p->by_kind);
	p->by_type = copied(u, up ? up->by_type : NULL, rules_of(u)->ntypes, sizeof *p->by_type);
	p->below = copied(u, up ? up->below : NULL, rules_of(u)->ntypes, sizeof *p->below);
	return p;
}

static void plan_rule(struct unit *u, struct plan *p, struct rule *rule)
{
	const struct schema *s = u->schema;

	if (rule->broken)
		return;
	if (!rule->type) {
		for (uint32_t k = 1; k < s->nkinds; k++)
			if (rule_is_for(u, rule, (kind_id)k))
				add_link(u, &p->by_kind[k], rule);
		return;
	}
	/* the rows of one struct share its name, whatever slot they are in */
	for (uint32_t t = 1; t < rules_of(u)->ntypes; t++)
		if (s->types[t].form == TYPE_STRUCT && s->types[t].name == rule->type)
			add_link(u, &p->by_type[t], rule);
}

static void finish_plan(struct unit *u, struct plan *p)
{
	while (spread_up(u, p))
		;
}

/* ---- the rules of the sources ---- */

static void unknown_subject(struct unit *u, ast_id path, struct str name)
{
	const struct schema *s = u->schema;
	struct nearest n;

	nearest_init(&n, name);
	for (uint32_t i = 1; i < s->nkinds; i++)
		nearest_feed(&n, unit_str(u, s->kinds[i].name));
	for (uint32_t i = 1; i < s->nkindsets; i++)
		nearest_feed(&n, unit_str(u, s->kindsets[i].name));
	for (uint32_t i = 1; i < s->ntypes; i++) {
		struct str full = unit_str(u, s->types[i].name);
		size_t dot = full.n;
		while (dot && full.p[dot - 1] != '.')
			dot--;
		nearest_feed(&n, str_make(full.p + dot, full.n - dot));
	}
	struct diag *d = diag_add(u->diags, E0805, unit_span(u, path),
				  "there is no kind or type `" STR_FMT "` that a rule could be on", STR_ARG(name));
	if (n.best.n) {
		diag_label(d, "did you mean `" STR_FMT "`?", STR_ARG(n.best));
		diag_edit(d, unit_span(u, path), arena_strndup(u->arena, n.best.p, n.best.n), EDIT_MAYBE);
	}
}

/* What the rule is on; it is broken if there is no such thing. */
static void find_subject(struct unit *u, struct rule *rule, ast_id path)
{
	struct str text = sources_text(u->sources, unit_span(u, path));
	sym name = sym_intern(u->names, text.p, text.n);

	if (kinds_named(u, path, &rule->kinds, &rule->kind))
		return;
	type_id type = type_struct(u, name);
	if (type) {
		rule->type = unit_type(u, type)->name;
		return;
	}
	unknown_subject(u, path, text);
	rule->broken = true;
}

/* Does what is below ID assert anything? */
static bool asserts(const struct unit *u, ast_id id)
{
	if (ast_kind(u->tree, id) == AST_ASSERT)
		return true;
	AST_EACH (u->tree, id, child) {
		if (asserts(u, child))
			return true;
	}
	return false;
}

static struct rule *new_rule(struct rules *r, ast_id item, struct scope *scope)
{
	struct unit *u = r->u;
	struct rule *rule = arena_zalloc(u->arena, sizeof *rule);
	ast_id path = ast_first(u->tree, item), next = ast_next(u->tree, path);

	rule->name = unit_node(u, item)->sym;
	rule->item = item;
	rule->scope = scope;
	rule->code = DIAG_CODES;
	rule->variable = u->word.self;
	if (ast_kind(u->tree, next) == AST_WORD) {
		rule->variable = unit_node(u, next)->sym;
		next = ast_next(u->tree, next);
	}
	rule->block = next;
	rule->warns = !asserts(u, next);
	find_subject(u, rule, path);
	VEC_PUSH(u->arena, &r->all, rule);
	return rule;
}

/* Two rules of one name in a file could not be told apart by `allow`. */
static void check_twice(struct unit *u, ast_id root, ast_id item)
{
	AST_EACH (u->tree, root, other) {
		if (other == item)
			return;
		if (ast_kind(u->tree, other) != AST_RULE || unit_node(u, other)->sym != unit_node(u, item)->sym)
			continue;
		diag_also(diag_add(u->diags, E0306, decl_span(u, item), "`" STR_FMT "` is declared twice in one block",
				   STR_ARG(unit_str(u, unit_node(u, item)->sym))),
			  decl_span(u, other), "declared here first");
		return;
	}
}

/* ---- rules by use ---- */

struct found {
	VEC(struct rule *) v;
	VEC(const struct module *) seen; /* files that have been gone through: many may import one */
};

static void add_found(struct unit *u, struct found *found, struct rule *rule)
{
	for (uint32_t i = 0; i < found->v.n; i++)
		if (found->v.v[i] == rule)
			return;
	VEC_PUSH(u->arena, &found->v, rule);
}

/* The rule ITEM of a file that is imported: one, however many import it. */
static struct rule *imported_rule(struct rules *r, ast_id item, struct module *m)
{
	for (uint32_t i = 0; i < r->all.n; i++)
		if (r->all.v[i]->item == item && r->all.v[i]->scope == m->scope)
			return r->all.v[i];
	check_twice(r->u, m->root, item);
	return new_rule(r, item, module_scope(r->u, m));
}

/* The rules that importing M brings: its own, and those that it imports. */
static void import_rules(struct rules *r, struct module *m, struct found *found)
{
	struct unit *u = r->u;

	for (uint32_t i = 0; i < found->seen.n; i++)
		if (found->seen.v[i] == m)
			return;
	VEC_PUSH(u->arena, &found->seen, m);
	if (!m->root || m->data)
		return;
	module_scope(u, m);
	AST_EACH (u->tree, m->root, item) {
		if (ast_kind(u->tree, item) == AST_RULE)
			add_found(u, found, imported_rule(r, item, m));
	}
	for (uint32_t i = 0; i < m->uses; i++) {
		const struct module_use *use = &u->modules->uses.v[m->first_use + i];
		if (use->module && ast_kind(u->tree, use->item) == AST_IMPORT)
			import_rules(r, use->module, found);
	}
}

/* What the file of the use E declares and imports. */
static void rules_of_use(struct rules *r, struct expansion *e, struct found *found)
{
	struct unit *u = r->u;
	const struct module *m = e->module;

	for (uint32_t i = 0; i < m->uses; i++) {
		const struct module_use *use = &u->modules->uses.v[m->first_use + i];
		if (use->module && ast_kind(u->tree, use->item) == AST_IMPORT)
			import_rules(r, use->module, found);
	}
	AST_EACH (u->tree, m->root, item) {
		if (ast_kind(u->tree, item) != AST_RULE)
			continue;
		check_twice(u, m->root, item);
		add_found(u, found, new_rule(r, item, e->scope));
	}
}

/* Does PLAN have RULE already, from around? */
static bool holds(const struct plan *p, const struct rule *rule)
{
	for (const struct link *l = p->rules; l; l = l->next)
		if (l->rule == rule)
			return true;
	return false;
}

const struct plan *plan_of(struct rules *r, struct expansion *in)
{
	struct found found = {0};
	struct plan *p = NULL;

	if (!in)
		return r->base;
	if (in->plan)
		return in->plan;
	const struct plan *up = plan_of(r, in->up);
	if (in->module && in->module->root && !in->module->data)
		rules_of_use(r, in, &found);
	for (uint32_t i = 0; i < found.v.n; i++) {
		if (holds(up, found.v.v[i]))
			continue;
		p = p ? p : new_plan(r->u, up);
		plan_rule(r->u, p, found.v.v[i]);
		add_link(r->u, &p->rules, found.v.v[i]);
	}
	if (p)
		finish_plan(r->u, p);
	in->plan = p ? (void *)p : (void *)(uintptr_t)up;
	return in->plan;
}

/* ---- the library ---- */

static void library_plan(struct rules *r)
{
	const struct schema *s = r->u->schema;

	r->library = arena_zalloc(r->u->arena, s->nrules * sizeof *r->library);
	r->base = new_plan(r->u, NULL);
	for (uint32_t i = s->nrules; i-- > 1;) {
		const struct schema_rule *row = &s->rules[i];
		struct rule *rule = &r->library[i];
		*rule = (struct rule){.name = row->name,
				      .variable = row->variable,
				      .block = row->block,
				      .scope = r->u->library,
				      .kinds = row->kinds,
				      .type = row->type ? s->types[row->type].name : SYM_EMPTY,
				      .code = diag_code_named(unit_str(r->u, row->name))};
		rule->warns = diag_code_level(rule->code) == DIAG_WARNING;
		plan_rule(r->u, r->base, rule);
	}
	finish_plan(r->u, r->base);
}

void rules_collect(struct rules *r)
{
	struct unit *u = r->u;

	library_plan(r);
	for (uint32_t i = 0; i < u->roots.n; i++)
		plan_of(r, u->roots.v[i]);
	for (uint32_t i = 0; i < u->uses.n; i++)
		plan_of(r, u->uses.v[i]);
}
