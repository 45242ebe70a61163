/* SPDX-License-Identifier: Apache-2.0 */
/*
 * declare: from the files' declarations to tables, with the builder that the
 * library is made with. Files of data that are imported are read by crd.c.
 */
#include "eval/declare.h"

#include "eval/crd.h"
#include "eval/eval.h"

static bool declares(enum ast_kind kind)
{
	return kind == AST_TYPE || kind == AST_KIND || kind == AST_ANNOTATE || kind == AST_DERIVE ||
	       kind == AST_EXTERN_KIND;
}

static bool any_declared(const struct ast *tree, ast_id root)
{
	AST_EACH (tree, root, item) {
		if (declares(ast_kind(tree, item)))
			return true;
	}
	return false;
}

/* The lowest number of a node at or below ID. The parser makes an item's nodes in one go, so they are neighbours. */
static ast_id lowest(const struct ast *tree, ast_id id)
{
	ast_id low = id;

	AST_EACH (tree, id, c) {
		ast_id l = lowest(tree, c);
		low = l < low ? l : low;
	}
	return low;
}

/* Files are parsed one after the other, so the rows are in order of their nodes. */
static void note_rows(struct arena *arena, const struct ast *tree, struct module *module, struct declared *out)
{
	AST_EACH (tree, module->root, item) {
		struct user_row row = {lowest(tree, item), item, module, NULL};
		if (ast_kind(tree, item) == AST_DERIVE)
			VEC_PUSH(arena, &out->rows, row);
	}
}

/* The kind whose objects declare others, for messages. */
static struct str declaring_kind(const struct crds *c)
{
	for (uint32_t i = 1; i < c->base->nkinds; i++)
		if (c->base->kinds[i].flags & KIND_DECLARES)
			return sym_str(c->modules->names, c->base->kinds[i].name);
	return str_make("", 0);
}

/* A file of data is imported for the kinds that it declares. */
static void read_data(struct crds *c, const struct module_use *use)
{
	struct modules *m = c->modules;
	ast_id string = ast_first(m->tree, use->item);
	uint32_t errors = m->diags->errors;

	if (crd_read(c, use->module) || m->diags->errors > errors)
		return;
	struct diag *d =
		diag_add(m->diags, E0609, ast_span(m->tree, string), "`%s` declares no kinds", use->module->file->path);
	diag_label(d, "there is no " STR_FMT " in it", STR_ARG(declaring_kind(c)));
	diag_help(d, "for its objects write `include`: an import brings names only");
}

/* Is a file of data imported? READ: then its kinds are declared. */
static bool find_data(struct crds *c, bool read)
{
	const struct modules *m = c->modules;
	bool any = false;

	for (uint32_t i = 0; i < m->uses.n; i++) {
		const struct module_use *use = &m->uses.v[i];
		bool seen = !use->module->data || !use->module->root || ast_kind(m->tree, use->item) != AST_IMPORT;
		for (uint32_t k = 0; k < i && !seen; k++)
			seen = m->uses.v[k].module == use->module && ast_kind(m->tree, m->uses.v[k].item) == AST_IMPORT;
		any = any || !seen;
		if (!seen && read)
			read_data(c, use);
	}
	return any;
}

static void find_files(struct crds *c, struct declared *out)
{
	struct modules *modules = c->modules;

	for (uint32_t i = 0; i < modules->all.n; i++) {
		struct module *m = modules->all.v[i];
		struct build_module row = {.root = m->root, .name = "", .file = m->file->path};

		if (!m->root || m->data || m->values || !any_declared(modules->tree, m->root))
			continue;
		VEC_PUSH(c->arena, &c->found, row);
		note_rows(c->arena, modules->tree, m, out);
	}
}

bool declare_schema(struct arena *arena, const struct schema *base, struct modules *modules, struct declared *out)
{
	struct crds c = {.arena = arena, .modules = modules, .base = base};
	struct build_input in = {.arena = arena,
				 .names = modules->names,
				 .tree = modules->tree,
				 .sources = modules->sources,
				 .diags = modules->diags,
				 .base = base};
	struct schema *own;

	*out = (struct declared){.schema = base};
	uint32_t errors = modules->diags->errors;
	find_files(&c, out);
	out->unread = errors && (c.found.n || find_data(&c, false));
	if (errors)
		return true;
	find_data(&c, true);
	if (modules->diags->errors)
		return false;
	if (!c.found.n)
		return true;
	own = ARENA_NEW(arena, struct schema, 1);
	in.modules = c.found.v;
	in.nmodules = c.found.n;
	out->schema = own;
	return build_schema(&in, own);
}

/* ---- rows ---- */

static struct user_row *row_of(const struct unit *u, ast_id id)
{
	uint32_t lo = 0, hi = u->rows.n;

	while (lo < hi) {
		uint32_t mid = (lo + hi) / 2;
		if (u->rows.v[mid].last < id)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < u->rows.n && u->rows.v[lo].first <= id ? &u->rows.v[lo] : NULL;
}

bool user_row(const struct unit *u, ast_id id)
{
	return row_of(u, id) != NULL;
}

static bool is_seen(const struct unit *u, const struct local *l)
{
	return l->kind == LOCAL_FN || (l->kind == LOCAL_LET && ast_kind(u->tree, l->decl) == AST_LET);
}

static struct scope *file_scope(struct unit *u, struct module *m)
{
	const struct scope *names = module_scope(u, m);
	struct scope *scope;
	uint32_t n = 0;

	for (uint32_t i = 0; i < names->n; i++)
		n += is_seen(u, &names->v[i]);
	scope = scope_new(u, u->library, n);
	n = 0;
	for (uint32_t i = 0; i < names->n; i++)
		if (is_seen(u, &names->v[i]))
			scope->v[n++] = names->v[i];
	scope_seal(scope);
	return scope;
}

struct scope *declared_scope(struct unit *u, ast_id row_value)
{
	struct user_row *row = row_of(u, row_value);

	if (!row)
		return u->library;
	if (!row->scope)
		row->scope = file_scope(u, row->module);
	return row->scope;
}
