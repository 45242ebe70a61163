/* SPDX-License-Identifier: Apache-2.0 */
/* build_derive: rows of `derive` and `rule`, and what they are for: kinds, or values of a struct. */
#include "schema/build_state.h"

struct subject {
	kinds_id kinds;
	type_id type;
	path_id path;
	sym key;
};

/* How many keys of PATH name the kind, set or type that it begins with; 0 with a diagnostic. */
static uint32_t name_keys(struct build *b, ast_id path)
{
	uint32_t n = build_path_len(b, path);

	for (uint32_t i = 1; i <= n && i <= 4; i++) {
		sym name = build_path_sym(b, path, i);
		if (i == 1 && build_is(b, name, "Object"))
			return 1;
		if (i == 1 ? sym_map_get(&b->by_name, name) : sym_map_get(&b->by_full, name))
			return i;
	}
	ast_id first = ast_first(b->tree, path);
	build_unknown(b, ast_at(b->tree, first)->sym, ast_span(b->tree, first), "type or kind");
	return 0;
}

/* The kinds of SET that have PATH (without SKIP keys), as a set; the row's path is that of the first one. */
static bool kinds_with(struct build *b, kinds_id set, ast_id path, uint32_t skip, struct subject *out)
{
	kind_id *some = ARENA_NEW(b->arena, kind_id, b->kindsets.v[set].count);
	uint32_t n = 0;
	struct way way;

	for (uint32_t i = 0; i < b->kindsets.v[set].count; i++) {
		kind_id k = b->kindlist.v[b->kindsets.v[set].first + i];
		if (!build_way(b, b->kinds.v[k].type, path, skip, &way, false))
			continue;
		if (!n) {
			out->path = build_path_row(b, way.steps, way.count);
			out->key = way.key;
		}
		some[n++] = k;
	}
	if (!n) {
		kind_id k = b->kindlist.v[b->kindsets.v[set].first];
		build_way(b, b->kinds.v[k].type, path, skip, &way, true);
		return false;
	}
	out->kinds = n == b->kindsets.v[set].count ? set : build_kinds_row(b, SYM_EMPTY, some, n);
	return true;
}

static bool subject_of(struct build *b, ast_id path, uint32_t module, struct subject *out)
{
	uint32_t skip = name_keys(b, path);
	struct way way;

	memset(out, 0, sizeof *out);
	if (!skip)
		return false;
	sym name = build_path_sym(b, path, skip);
	kinds_id set = build_kinds_named(b, name, ast_span(b->tree, path), false);
	if (set)
		return kinds_with(b, set, path, skip, out);
	uint32_t d = build_find(b, name, module);
	if (!d || b->decls.v[d].what != DECL_STRUCT) {
		build_unknown(b, name, ast_span(b->tree, path), "type or kind");
		return false;
	}
	out->type = b->decls.v[d].type;
	if (!build_way(b, out->type, path, skip, &way, true))
		return false;
	out->path = build_path_row(b, way.steps, way.count);
	out->key = way.key;
	return true;
}

static void where(struct build *b, ast_id item, uint32_t module, uint16_t *line, sym *file)
{
	*line = (uint16_t)sources_place(b->in->sources, ast_span(b->tree, item).beg).line;
	*file = sym_of(b->names, b->in->modules[module].file);
}

static void derive_item(struct build *b, ast_id item, uint32_t module)
{
	ast_id path = ast_first(b->tree, item), value = ast_next(b->tree, path);
	ast_id otherwise = value ? ast_next(b->tree, value) : AST_NIL;
	struct schema_derive row = {.value = value};
	struct subject s;

	if (!build_is(b, ast_at(b->tree, item)->sym, "app"))
		diag_add(b->diags, E0702, ast_span(b->tree, item), "a derivation is `in app`");
	if (!subject_of(b, path, module, &s))
		return;
	if (!b->paths.v[s.path].count) {
		diag_add(b->diags, E0702, ast_span(b->tree, path), "a derivation sets a field");
		return;
	}
	if (otherwise && ast_kind(b->tree, otherwise) != AST_NONE)
		row.otherwise = otherwise;
	row.kinds = s.kinds;
	row.type = s.type;
	row.path = s.path;
	row.key = s.key;
	where(b, item, module, &row.line, &row.file);
	VEC_PUSH(b->arena, &b->derives, row);
	VEC_PUSH(b->arena, &b->derive_nodes, item);
	VEC_PUSH(b->arena, &b->derive_modules, module);
}

/* The code of a rule says whether it asserts or warns. */
static void check_level(struct build *b, ast_id id, enum diag_level level)
{
	enum ast_kind wrong = level == DIAG_ERROR ? AST_WARN : AST_ASSERT;

	if (ast_kind(b->tree, id) == wrong)
		diag_add(b->diags, E0702, ast_span(b->tree, id), "the diagnostic of this rule is %s",
			 level == DIAG_ERROR ? "an error: `assert`" : "a warning: `warn`");
	AST_EACH (b->tree, id, child) {
		check_level(b, child, level);
	}
}

static void rule_item(struct build *b, ast_id item, uint32_t module)
{
	const struct ast_node *n = ast_at(b->tree, item);
	ast_id path = n->first, block = ast_next(b->tree, path);
	struct schema_rule row = {.name = n->sym, .variable = sym_of(b->names, "self")};
	struct subject s;

	if (block && ast_kind(b->tree, block) == AST_WORD) {
		row.variable = ast_at(b->tree, block)->sym;
		block = ast_next(b->tree, block);
	}
	if (!subject_of(b, path, module, &s))
		return;
	if (b->paths.v[s.path].count) {
		diag_add(b->diags, E0702, ast_span(b->tree, path), "a rule is on a kind, a set of kinds or a struct");
		return;
	}
	enum diag_code code = diag_code_named(build_str(b, row.name));
	if (code == DIAG_CODES) {
		diag_add(b->diags, E0701, ast_span(b->tree, item), "no diagnostic is called `" STR_FMT "`",
			 STR_ARG(build_str(b, row.name)));
		return;
	}
	check_level(b, block, diag_code_level(code));
	row.kinds = s.kinds;
	row.type = s.type;
	row.block = block;
	where(b, item, module, &row.line, &row.file);
	VEC_PUSH(b->arena, &b->rules, row);
}

static void name_item(struct build *b, ast_id item)
{
	struct schema_name row = {ast_at(b->tree, item)->sym, item};

	for (uint32_t i = 1; i < b->lib.n; i++)
		if (b->lib.v[i].name == row.name) {
			diag_also(diag_add(b->diags, E0705, ast_span(b->tree, item), "`" STR_FMT "` is declared twice",
					   STR_ARG(build_str(b, row.name))),
				  ast_span(b->tree, b->lib.v[i].item), "declared here first");
			return;
		}
	VEC_PUSH(b->arena, &b->lib, row);
}

void build_derives(struct build *b)
{
	bool add = b->in->base != NULL;

	for (uint32_t m = 0; m < b->in->nmodules; m++)
		AST_EACH (b->tree, b->in->modules[m].root, item)
			switch (ast_kind(b->tree, item)) {
			case AST_DERIVE:
				derive_item(b, item, m);
				break;
			case AST_RULE:
				if (!add)
					rule_item(b, item, m);
				break;
			case AST_FN:
			case AST_LET:
				if (!add)
					name_item(b, item);
				break;
			case AST_EXTERN:
				if (!add)
					VEC_PUSH(b->arena, &b->externs, item);
				break;
			default:
				break;
			}
}
