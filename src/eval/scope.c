/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scope: the names that blocks declare.
 *
 * A declaration is visible in its whole block, before and behind it; an inner
 * one hides an outer one of the same name. Few blocks declare anything, so a
 * block without declarations has no scope of its own.
 */
#include "eval/eval.h"

#include <stdlib.h>

/* From here on a scope is sorted and searched by halves. */
#define LINEAR 8

struct scope *scope_new(struct unit *u, struct scope *up, uint32_t n)
{
	struct scope *scope = arena_zalloc(u->arena, sizeof *scope);

	scope->up = up;
	scope->n = n;
	scope->v = arena_zalloc(u->arena, sizeof *scope->v * n);
	return scope;
}

static int by_name(const void *a, const void *b)
{
	const struct local *x = a, *y = b;

	return (x->name > y->name) - (x->name < y->name);
}

void scope_seal(struct scope *scope)
{
	if (scope->n > LINEAR)
		qsort(scope->v, scope->n, sizeof *scope->v, by_name);
}

/* What a declaration is as a local; LOCAL_THUNK: the item declares nothing. */
static enum local_kind declared_kind(const struct ast_node *n)
{
	switch ((enum ast_kind)n->kind) {
	case AST_LET:
	case AST_PARAM:
		return LOCAL_LET;
	case AST_FN:
		return LOCAL_FN;
	case AST_COMPONENT:
		return LOCAL_COMPONENT;
	case AST_IMPORT:
		return n->flags & AST_AS ? LOCAL_MODULE : LOCAL_THUNK;
	case AST_INCLUDE:
		return n->flags & AST_AS ? LOCAL_INSIDE : LOCAL_THUNK;
	default:
		return LOCAL_THUNK;
	}
}

/* The word behind `as`. */
static ast_id as_word(const struct unit *u, ast_id item)
{
	ast_id c = ast_first(u->tree, item);

	while (c && ast_kind(u->tree, c) != AST_WORD)
		c = ast_next(u->tree, c);
	return c;
}

static sym declared_name(const struct unit *u, ast_id item, enum local_kind kind)
{
	bool as = kind == LOCAL_MODULE || kind == LOCAL_INSIDE;

	return unit_node(u, as ? as_word(u, item) : item)->sym;
}

/* Of what has a body, the name. */
static struct span twice_span(const struct unit *u, const struct local *l)
{
	bool body = l->kind == LOCAL_COMPONENT || l->kind == LOCAL_INSIDE;

	return body ? l->kind == LOCAL_INSIDE ? unit_span(u, as_word(u, l->decl)) : decl_span(u, l->decl)
		    : unit_span(u, l->decl);
}

void scope_check_twice(struct unit *u, const struct scope *scope)
{
	for (uint32_t i = 0; i < scope->n; i++) {
		/* sealed scopes have equal names side by side, small ones are searched whole */
		uint32_t from = scope->n > LINEAR ? (i ? i - 1 : 0) : 0;

		for (uint32_t k = from; k < i; k++) {
			if (scope->v[k].name != scope->v[i].name)
				continue;
			struct diag *d = diag_add(u->diags, E0306, twice_span(u, &scope->v[i]),
						  "`" STR_FMT "` is declared twice in one block",
						  STR_ARG(unit_str(u, scope->v[i].name)));
			diag_also(d, twice_span(u, &scope->v[k]), "declared here first");
			break;
		}
	}
}

struct span decl_span(const struct unit *u, ast_id decl)
{
	struct span all = ast_span(u->tree, decl);
	struct str text = sources_text(u->sources, all), name = unit_str(u, unit_node(u, decl)->sym);
	uint32_t i = 0;

	if (unit_library(u, decl))
		return all;
	while (i < text.n && text.p[i] > ' ')
		i++; /* the keyword; a parameter in parentheses has none */
	while (i < text.n && text.p[i] <= ' ')
		i++;
	if (text.n - i < name.n || memcmp(text.p + i, name.p, name.n) != 0)
		i = 0;
	return (struct span){all.beg + i, all.beg + i + name.n};
}

void scope_check_case(struct unit *u, const struct local *l)
{
	struct str name = unit_str(u, l->name);
	bool upper = name.n && name.p[0] >= 'A' && name.p[0] <= 'Z', component = l->kind == LOCAL_COMPONENT;

	if (upper == component || unit_library(u, l->decl))
		return;
	bool as = l->kind == LOCAL_MODULE || l->kind == LOCAL_INSIDE;
	struct diag *d = diag_add(u->diags, E0319, as ? unit_span(u, as_word(u, l->decl)) : decl_span(u, l->decl),
				  component ? "the name of a component begins with an upper-case letter"
					    : "the name of a local begins with a lower-case letter");
	diag_label(d, component ? "kinds and components are in upper case, all else in lower case"
				: "upper case is for kinds and components");
}

static struct scope *declarations(struct unit *u, ast_id block, struct scope *up, uint32_t n)
{
	struct scope *scope = scope_new(u, up, n);

	n = 0;
	AST_EACH (u->tree, block, item) {
		enum local_kind kind = declared_kind(unit_node(u, item));
		if (kind == LOCAL_THUNK)
			continue;
		struct local *l = &scope->v[n++];
		*l = (struct local){
			.name = declared_name(u, item, kind), .kind = (uint8_t)kind, .decl = item, .scope = scope};
		scope_check_case(u, l);
		if (ast_kind(u->tree, item) == AST_PARAM && !(unit_node(u, block)->flags & AST_ROOT))
			diag_label(diag_add(u->diags, E0320, unit_span(u, item), "a parameter inside a block"),
				   "those of a file stand at its top, those of a component behind its name, in "
				   "parentheses");
		if (kind == LOCAL_MODULE) {
			struct module *m = modules_used(u->modules, item);
			l->names = m ? module_scope(u, m) : NULL;
		}
	}
	scope_seal(scope);
	scope_check_twice(u, scope);
	calls_check(u, scope);
	return scope;
}

struct scope *scope_of_block(struct unit *u, ast_id block, struct scope *up)
{
	uint32_t n = 0;

	AST_EACH (u->tree, block, item) {
		n += declared_kind(unit_node(u, item)) != LOCAL_THUNK;
	}
	return n ? declarations(u, block, up, n) : up;
}

/* ---- names from other files ---- */

/* May the local of a file be seen in files that import it? */
static bool is_brought(const struct unit *u, const struct local *l)
{
	return l->kind == LOCAL_FN || l->kind == LOCAL_COMPONENT ||
	       (l->kind == LOCAL_LET && ast_kind(u->tree, l->decl) == AST_LET);
}

static uint32_t count_brought(const struct unit *u, const struct scope *names)
{
	uint32_t n = 0;

	for (uint32_t i = 0; names && i < names->n; i++)
		n += is_brought(u, &names->v[i]);
	return n;
}

/* A name that two imports bring is one that nobody can use. */
static void mark_clashes(struct scope *scope)
{
	for (uint32_t i = 1; scope->n > 1 && i < scope->n; i++)
		if (scope->v[i].name == scope->v[i - 1].name &&
		    scope->v[i].alias->decl != scope->v[i - 1].alias->decl) {
			scope->v[i - 1].kind = scope->v[i].kind = LOCAL_CLASH;
			scope->v[i - 1].given = scope->v[i].alias->decl;
			scope->v[i].given = scope->v[i - 1].alias->decl;
		}
}

/* What the imports without `as` in BLOCK bring, as a scope around the file's own; NULL if there are none. */
static struct scope *imported(struct unit *u, ast_id block)
{
	uint32_t n = 0;

	AST_EACH (u->tree, block, item) {
		const struct ast_node *node = unit_node(u, item);
		struct module *m = node->kind == AST_IMPORT ? modules_used(u->modules, item) : NULL;
		if (m && !(node->flags & AST_AS))
			n += count_brought(u, module_scope(u, m));
	}
	if (!n)
		return NULL;
	struct scope *scope = scope_new(u, NULL, n);
	n = 0;
	AST_EACH (u->tree, block, item) {
		const struct ast_node *node = unit_node(u, item);
		struct module *m = node->kind == AST_IMPORT ? modules_used(u->modules, item) : NULL;
		struct scope *names = m && !(node->flags & AST_AS) ? module_scope(u, m) : NULL;
		for (uint32_t i = 0; names && i < names->n; i++)
			if (is_brought(u, &names->v[i]))
				scope->v[n++] = (struct local){.name = names->v[i].name,
							       .kind = LOCAL_ALIAS,
							       .used = true,
							       .decl = item,
							       .alias = &names->v[i]};
	}
	qsort(scope->v, scope->n, sizeof *scope->v, by_name);
	mark_clashes(scope);
	return scope;
}

struct scope *scope_of_file(struct unit *u, ast_id root, struct expansion *in)
{
	struct scope *around = imported(u, root), *scope = scope_of_block(u, root, around);

	if (scope == around)
		scope = scope_new(u, around, 0);
	scope->in = in;
	return scope;
}

struct scope *module_scope(struct unit *u, struct module *m)
{
	if (!m->scope && m->root && !m->data) {
		m->scope = scope_of_file(u, m->root, NULL);
		for (uint32_t i = 0; i < m->scope->n; i++)
			m->scope->v[i].used = true; /* who imports it may use the rest */
	}
	return m->scope;
}

struct expansion *scope_in(const struct scope *scope)
{
	const struct scope *caller = NULL;

	while (scope && !scope->in) {
		caller = caller ? caller : scope->caller;
		scope = scope->up;
	}
	if (scope)
		return scope->in;
	return caller ? scope_in(caller) : NULL; /* a function from a file that is only imported */
}

static struct local *find_sorted(struct scope *scope, sym name)
{
	uint32_t lo = 0, hi = scope->n;

	while (lo < hi) {
		uint32_t mid = (lo + hi) / 2;
		if (scope->v[mid].name < name)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < scope->n && scope->v[lo].name == name ? &scope->v[lo] : NULL;
}

struct local *scope_here(struct scope *scope, sym name)
{
	if (scope->n > LINEAR)
		return find_sorted(scope, name);
	for (uint32_t i = 0; i < scope->n; i++)
		if (scope->v[i].name == name)
			return &scope->v[i];
	return NULL;
}

struct local *scope_find(struct scope *scope, sym name)
{
	for (; scope; scope = scope->up) {
		struct local *found = scope_here(scope, name);
		if (found)
			return found->kind == LOCAL_ALIAS ? found->alias : found;
	}
	return NULL;
}

/* The locals that CONDITION reads, into SCOPE from N on (NULL: only counted), without telling what they are. */
static uint32_t add_unknown(struct unit *u, ast_id condition, struct scope *around, struct scope *scope, uint32_t n)
{
	if (ast_kind(u->tree, condition) == AST_WORD) {
		struct local *l = scope_find(around, unit_node(u, condition)->sym);
		bool plain = l && (l->kind == LOCAL_LET || l->kind == LOCAL_VALUE) && !unit_library(u, l->decl);
		if (plain && scope)
			scope->v[n] = (struct local){.name = l->name,
						     .kind = LOCAL_VALUE,
						     .used = true,
						     .decl = l->decl,
						     .scope = l->scope,
						     .value = node_unknown(local_type(u, l))};
		if (plain)
			l->used = true;
		return n + plain;
	}
	AST_EACH (u->tree, condition, child) {
		n = add_unknown(u, child, around, scope, n);
	}
	return n;
}

struct scope *scope_untaken(struct unit *u, ast_id condition, struct scope *scope)
{
	uint32_t n = add_unknown(u, condition, scope, NULL, 0);

	if (!n)
		return scope;
	struct scope *inner = scope_new(u, scope, n);
	add_unknown(u, condition, scope, inner, 0);
	scope_seal(inner);
	return inner;
}

/* Words in what nothing uses are uses all the same: one mistake, one message. */
void scope_mark_words(struct unit *u, ast_id id, struct scope *scope)
{
	if (ast_kind(u->tree, id) == AST_WORD) {
		struct local *l = scope_find(scope, unit_node(u, id)->sym);
		if (l && !l->used)
			l->used = l->mentioned = true;
	}
	AST_EACH (u->tree, id, child) {
		scope_mark_words(u, child, scope);
	}
}

void scope_mark_unused(struct unit *u, struct scope *scope)
{
	for (uint32_t i = 0; scope && !u->diags->errors && i < scope->n; i++) {
		struct local *l = &scope->v[i];
		if (l->kind == LOCAL_LET && ast_kind(u->tree, l->decl) == AST_PARAM)
			scope_mark_words(u, ast_child(u->tree, l->decl, 1),
					 scope); /* also where another value is given */
		if (l->kind == LOCAL_COMPONENT)
			scope_mark_words(u, l->decl, scope); /* it is looked at in one use of the text around it only */
		if ((!l->used || l->mentioned) && (l->kind == LOCAL_LET || l->kind == LOCAL_FN))
			scope_mark_words(u, l->decl, scope);
	}
}

void scope_report_unused(struct unit *u, struct scope *scope)
{
	if (!scope || u->diags->errors)
		return; /* what an error hid may well use it */
	for (uint32_t i = 0; i < scope->n; i++) {
		struct local *l = &scope->v[i];
		if (l->used || (l->kind != LOCAL_LET && l->kind != LOCAL_FN))
			continue;
		const struct ast_node *n = unit_node(u, l->decl);
		const char *what = n->kind == AST_PARAM ? "parameter" : n->kind == AST_FN ? "function" : "local";
		l->used = true;
		diag_label(diag_add(u->diags, W0314, unit_span(u, l->decl), "%s `" STR_FMT "` is never used", what,
				    STR_ARG(unit_str(u, l->name))),
			   "nothing refers to it");
	}
}
