/* SPDX-License-Identifier: Apache-2.0 */
/* build_path: what directives and derivations are written with: paths, and the names of what they are said of. */
#include "schema/build_state.h"

static void no_such_field(struct build *b, type_id type, ast_id key)
{
	const struct schema_type *t = &b->types.v[type];
	struct str name = build_str(b, ast_at(b->tree, key)->sym);
	struct nearest near;

	if (t->form != TYPE_STRUCT) {
		diag_add(b->diags, E0701, ast_span(b->tree, key),
			 "`" STR_FMT "` is looked for in %s, which has no fields", STR_ARG(name),
			 build_type_phrase(b, type));
		return;
	}
	struct diag *e = diag_add(b->diags, E0701, ast_span(b->tree, key), "%s has no field `" STR_FMT "`",
				  build_type_name(b, type), STR_ARG(name));
	nearest_init(&near, name);
	for (uint32_t i = 0; i < t->count; i++)
		nearest_feed(&near, build_str(b, b->fields.v[t->first + i].name));
	if (near.best.n)
		diag_label(e, "did you mean `" STR_FMT "`?", STR_ARG(near.best));
}

/* The keys from KEY on, joined with dots: in a map they are one. */
static sym rest_of_path(struct build *b, ast_id key)
{
	const char *text = "";

	for (; key; key = ast_next(b->tree, key))
		text = arena_printf(b->arena, "%s%s" STR_FMT, text, *text ? "." : "",
				    STR_ARG(build_str(b, ast_at(b->tree, key)->sym)));
	return sym_of(b->names, text);
}

bool build_way(struct build *b, type_id from, ast_id path, unsigned skip, struct way *out, bool loud)
{
	const unsigned room = sizeof out->steps / sizeof out->steps[0];
	type_id at = from;

	memset(out, 0, sizeof *out);
	AST_EACH (b->tree, path, key) {
		if (skip) {
			skip--;
			continue;
		}
		while (b->types.v[at].form == TYPE_LIST)
			at = b->types.v[at].elem;
		if (b->types.v[at].form == TYPE_MAP) {
			out->key = rest_of_path(b, key);
			at = b->types.v[at].elem;
			break;
		}
		field_id f = build_field(b, at, ast_at(b->tree, key)->sym);
		if (!f || out->count == room) {
			if (loud)
				no_such_field(b, at, key);
			return false;
		}
		out->steps[out->count++] = f;
		at = b->fields.v[f].type;
	}
	out->end = at;
	return true;
}

bool build_way_row(struct build *b, type_id from, ast_id path, path_id *out, bool loud)
{
	struct way way;

	if (!build_way(b, from, path, 0, &way, loud))
		return false;
	if (way.key) {
		if (loud)
			diag_add(b->diags, E0702, ast_span(b->tree, path),
				 "`" STR_FMT "` is a key that users choose, a path ends before it",
				 STR_ARG(build_str(b, way.key)));
		return false;
	}
	*out = build_path_row(b, way.steps, way.count);
	return true;
}

/* The kinds and structs that have the name; kinds best first, so that a message speaks of the preferred one. */
void build_targets(struct build *b, ast_id path, struct targets *out)
{
	sym name = build_path_sym(b, path, UINT32_MAX);
	struct str s = build_str(b, name);
	bool dotted = memchr(s.p, '.', s.n) != NULL;
	uint32_t d = dotted ? sym_map_get(&b->by_full, name) : sym_map_get(&b->by_name, name);

	for (uint32_t i = d; i; i = dotted ? 0 : b->decls.v[i].next) {
		const struct decl *decl = &b->decls.v[i];
		struct target t = {decl->type, decl->what == DECL_KIND ? decl->kind : 0};
		if (decl->what == DECL_KINDS) {
			const struct schema_kindset *set = &b->kindsets.v[decl->set];
			for (uint32_t k = 0; k < set->count; k++) {
				t.kind = b->kindlist.v[set->first + k];
				t.type = b->kinds.v[t.kind].type;
				VEC_PUSH(b->arena, out, t);
			}
		} else if (decl->what <= DECL_KIND) {
			VEC_PUSH(b->arena, out, t);
			if (t.kind && b->kinds.v[t.kind].flags & KIND_PREFERRED) {
				struct target first = out->v[0];
				out->v[0] = t;
				out->v[out->n - 1] = first;
			}
		}
	}
	if (!out->n)
		build_unknown(b, name, ast_span(b->tree, path), "type or kind");
}

enum schema_format build_format(struct build *b, ast_id path, bool loud)
{
	struct str name = build_str(b, build_path_sym(b, path, UINT32_MAX));
	enum schema_format f = format_find(name);
	struct nearest near;

	if (f || !loud)
		return f;
	struct diag *e =
		diag_add(b->diags, E0701, ast_span(b->tree, path), "there is no format `" STR_FMT "`", STR_ARG(name));
	nearest_init(&near, name);
	for (int i = 1; i < FORMAT_COUNT; i++)
		nearest_feed(&near, str_of(format_name((enum schema_format)i)));
	if (near.best.n)
		diag_label(e, "did you mean `" STR_FMT "`?", STR_ARG(near.best));
	return f;
}
