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

static bool is_declaration(enum ast_kind kind)
{
	return kind == AST_LET || kind == AST_PARAM || kind == AST_FN;
}

static void check_duplicates(struct unit *u, const struct scope *scope)
{
	for (uint32_t i = 0; i < scope->n; i++) {
		/* sealed scopes have equal names side by side, small ones are searched whole */
		uint32_t from = scope->n > LINEAR ? (i ? i - 1 : 0) : 0;

		for (uint32_t k = from; k < i; k++) {
			if (scope->v[k].name != scope->v[i].name)
				continue;
			struct diag *d = diag_add(u->diags, E0306, unit_span(u, scope->v[i].decl),
						  "`" STR_FMT "` is declared twice in one block",
						  STR_ARG(unit_str(u, scope->v[i].name)));
			diag_also(d, unit_span(u, scope->v[k].decl), "declared here first");
			break;
		}
	}
}

struct scope *scope_of_block(struct unit *u, ast_id block, struct scope *up)
{
	uint32_t n = 0;

	AST_EACH (u->tree, block, item) {
		n += is_declaration(ast_kind(u->tree, item));
	}
	if (!n)
		return up;

	struct scope *scope = scope_new(u, up, n);
	n = 0;
	AST_EACH (u->tree, block, item) {
		enum ast_kind kind = ast_kind(u->tree, item);
		if (!is_declaration(kind))
			continue;
		scope->v[n++] = (struct local){.name = unit_node(u, item)->sym,
					       .kind = kind == AST_FN ? LOCAL_FN : LOCAL_LET,
					       .decl = item,
					       .scope = scope};
	}
	scope_seal(scope);
	check_duplicates(u, scope);
	return scope;
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

struct local *scope_find(struct scope *scope, sym name)
{
	for (; scope; scope = scope->up) {
		if (scope->n > LINEAR) {
			struct local *found = find_sorted(scope, name);
			if (found)
				return found;
			continue;
		}
		for (uint32_t i = 0; i < scope->n; i++)
			if (scope->v[i].name == name)
				return &scope->v[i];
	}
	return NULL;
}

/* Words in what nothing uses are uses all the same: one mistake, one message. */
static void mark_words(struct unit *u, ast_id id, struct scope *scope)
{
	if (ast_kind(u->tree, id) == AST_WORD) {
		struct local *l = scope_find(scope, unit_node(u, id)->sym);
		if (l && !l->used)
			l->used = l->mentioned = true;
	}
	AST_EACH (u->tree, id, child) {
		mark_words(u, child, scope);
	}
}

void scope_mark_unused(struct unit *u, struct scope *scope)
{
	for (uint32_t i = 0; scope && !u->diags->errors && i < scope->n; i++) {
		struct local *l = &scope->v[i];
		if ((!l->used || l->mentioned) && (l->kind == LOCAL_LET || l->kind == LOCAL_FN))
			mark_words(u, l->decl, scope);
	}
}

void scope_report_unused(struct unit *u, struct scope *scope)
{
	if (!scope || u->diags->errors)
		return; /* what an error hid may well use it */
	for (uint32_t i = 0; i < scope->n; i++) {
		struct local *l = &scope->v[i];
		if (l->used || l->kind == LOCAL_VALUE || l->kind == LOCAL_THUNK)
			continue;
		const struct ast_node *n = unit_node(u, l->decl);
		const char *what = n->kind == AST_PARAM ? "parameter" : n->kind == AST_FN ? "function" : "local";
		l->used = true;
		diag_label(diag_add(u->diags, W0314, unit_span(u, l->decl), "%s `" STR_FMT "` is never used", what,
				    STR_ARG(unit_str(u, l->name))),
			   "nothing refers to it");
	}
}
