/* SPDX-License-Identifier: Apache-2.0 */
/*
 * crd: objects that declare kinds, their names and versions. What a version's
 * schema says of types is in crdtype.c.
 */
#include "eval/crd.h"

#include "eval/eval.h"

/* ---- reading data, making nodes ---- */

ast_id crd_value(const struct crds *c, ast_id block, const char *key)
{
	const struct ast *tree = c->modules->tree;

	if (ast_kind(tree, block) != AST_BLOCK)
		return AST_NIL;
	AST_EACH (tree, block, f) {
		if (str_is(sym_str(c->modules->names, ast_at(tree, f)->sym), key))
			return ast_first(tree, f);
	}
	return AST_NIL;
}

struct str crd_text(const struct crds *c, ast_id block, const char *key)
{
	ast_id value = crd_value(c, block, key);

	if (ast_kind(c->modules->tree, value) != AST_STRING)
		return str_make("", 0);
	return sym_str(c->modules->names, ast_at(c->modules->tree, value)->sym);
}

bool crd_true(const struct crds *c, ast_id block, const char *key)
{
	return ast_kind(c->modules->tree, crd_value(c, block, key)) == AST_TRUE;
}

ast_id crd_node(struct crds *c, enum ast_kind kind, ast_id at, sym name, unsigned flags, ast_id first)
{
	ast_id id = ast_new(c->modules->tree, kind, ast_span(c->modules->tree, at));
	struct ast_node *n = ast_edit(c->modules->tree, id);

	n->sym = name;
	n->flags = (uint8_t)flags;
	n->first = first;
	return id;
}

ast_id crd_mod(struct crds *c, const char *word, ast_id at, ast_id arg)
{
	return crd_node(c, AST_MOD, at, sym_of(c->modules->names, word), 0, arg);
}

void crd_kid(struct crds *c, struct crd_kids *kids, ast_id id)
{
	if (kids->last)
		ast_edit(c->modules->tree, kids->last)->next = id;
	else
		kids->first = id;
	kids->last = id;
}

void crd_add(struct crds *c, ast_id item)
{
	struct crd_kids kids = {ast_first(c->modules->tree, c->block), c->last};

	crd_kid(c, &kids, item);
	ast_edit(c->modules->tree, c->block)->first = kids.first;
	c->last = item;
}

/* ---- an object ---- */

static bool declares_kinds(const struct crds *c, ast_id resource)
{
	const struct ast *tree = c->modules->tree;
	ast_id path = ast_first(tree, resource), gv = ast_next(tree, path);
	kind_id kind;

	if (ast_kind(tree, resource) != AST_RESOURCE || ast_kind(tree, gv) != AST_GV)
		return false;
	kind = schema_kind_served(c->base, ast_at(tree, ast_first(tree, path))->sym, ast_at(tree, gv)->sym,
				  c->base->newest);
	return kind && (c->base->kinds[kind].flags & KIND_DECLARES);
}

static ast_id string_of(struct crds *c, const char *text, ast_id at)
{
	return crd_node(c, AST_STRING, at, sym_of(c->modules->names, text), 0, AST_NIL);
}

/* The strings of a list of data as words behind each other. */
static const char *joined(const struct crds *c, ast_id list)
{
	const char *text = "";

	if (ast_kind(c->modules->tree, list) != AST_LIST)
		return text;
	AST_EACH (c->modules->tree, list, item) {
		struct str s = sym_str(c->modules->names, ast_at(c->modules->tree, item)->sym);
		if (ast_kind(c->modules->tree, item) == AST_STRING)
			text = arena_printf(c->arena, "%s%s" STR_FMT, text, *text ? " " : "", STR_ARG(s));
	}
	return text;
}

/* The keys of a map of data, the same way. */
static const char *fields_of(const struct crds *c, ast_id block)
{
	const char *text = "";

	if (ast_kind(c->modules->tree, block) != AST_BLOCK)
		return text;
	AST_EACH (c->modules->tree, block, field) {
		struct str s = sym_str(c->modules->names, ast_at(c->modules->tree, field)->sym);
		text = arena_printf(c->arena, "%s%s" STR_FMT, text, *text ? " " : "", STR_ARG(s));
	}
	return text;
}

static ast_id kind_mods(struct crds *c, ast_id spec, ast_id names, ast_id subresources, ast_id at)
{
	struct crd_kids mods = {0};
	struct str plural = crd_text(c, names, "plural");
	const char *shorts = joined(c, crd_value(c, names, "shortNames"));
	const char *subs = fields_of(c, subresources);

	if (plural.n)
		crd_kid(c, &mods,
			crd_mod(c, "plural", at, string_of(c, arena_strndup(c->arena, plural.p, plural.n), at)));
	if (*shorts)
		crd_kid(c, &mods, crd_mod(c, "short", at, string_of(c, shorts, at)));
	if (*subs)
		crd_kid(c, &mods, crd_mod(c, "subresources", at, string_of(c, subs, at)));
	if (str_is(crd_text(c, spec, "scope"), "Cluster"))
		crd_kid(c, &mods, crd_mod(c, "cluster", at, AST_NIL));
	return crd_node(c, AST_MODS, at, 0, 0, mods.first);
}

static void read_version(struct crds *c, ast_id spec, ast_id names, ast_id version)
{
	struct ast *tree = c->modules->tree;
	struct str group = crd_text(c, spec, "group"), name = crd_text(c, version, "name");
	ast_id kind = crd_value(c, names, "kind"), subresources = crd_value(c, version, "subresources");
	ast_id schema = crd_value(c, crd_value(c, version, "schema"), "openAPIV3Schema");
	bool status = crd_value(c, subresources, "status") != AST_NIL;
	struct crd_kids parts = {0};
	const char *gv = arena_printf(c->arena, STR_FMT "/" STR_FMT, STR_ARG(group), STR_ARG(name));

	if (!name.n || ast_kind(tree, crd_value(c, version, "served")) == AST_FALSE)
		return;
	c->in = arena_printf(c->arena, STR_FMT "." STR_FMT, STR_ARG(group), STR_ARG(name));
	c->block = crd_node(c, AST_BLOCK, version, 0, AST_ROOT, AST_NIL);
	c->last = AST_NIL;
	crd_kid(c, &parts,
		crd_node(c, AST_GV, crd_value(c, version, "name"), sym_of(c->modules->names, gv), 0, AST_NIL));
	crd_kid(c, &parts, kind_mods(c, spec, names, subresources, kind));
	crd_kid(c, &parts,
		crd_members(c, schema, sym_str(c->modules->names, ast_at(tree, kind)->sym), kind, true,
			    status ? "status" : NULL));
	crd_add(c, crd_node(c, AST_KIND, kind, ast_at(tree, kind)->sym, 0, parts.first));
	VEC_PUSH(c->arena, &c->found,
		 ((struct build_module){.root = c->block, .name = c->in, .file = c->file->file->path, .taken = true}));
}

/* Of the fields that a declaration cannot do without, the first that is not there; NULL: all are. */
static const char *lacking(const struct crds *c, ast_id spec, ast_id names)
{
	if (!crd_text(c, spec, "group").n)
		return "spec.group";
	if (!crd_text(c, names, "kind").n)
		return "spec.names.kind";
	if (ast_kind(c->modules->tree, crd_value(c, spec, "versions")) != AST_LIST)
		return "spec.versions";
	return NULL;
}

static void read_object(struct crds *c, ast_id resource)
{
	struct ast *tree = c->modules->tree;
	ast_id path = ast_first(tree, resource), key = ast_first(tree, path);
	ast_id body = ast_child(tree, resource, 3), spec = crd_value(c, body, "spec"),
	       names = crd_value(c, spec, "names");
	const char *lacks = lacking(c, spec, names);

	if (lacks) {
		diag_label(diag_add(c->modules->diags, E0205, ast_span(tree, path), "this " STR_FMT " has no `%s`",
				    STR_ARG(sym_str(c->modules->names, ast_at(tree, key)->sym)), lacks),
			   "it cannot be told which kind it declares");
		return;
	}
	AST_EACH (tree, crd_value(c, spec, "versions"), version)
		read_version(c, spec, names, version);
}

uint32_t crd_read(struct crds *c, struct module *file)
{
	uint32_t n = 0;

	c->file = file;
	AST_EACH (c->modules->tree, file->root, item) {
		if (!declares_kinds(c, item))
			continue;
		read_object(c, item);
		n++;
	}
	return n;
}
