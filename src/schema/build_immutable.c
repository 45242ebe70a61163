/* SPDX-License-Identifier: Apache-2.0 */
/* build_immutable: which fields of a kind cannot change once the object is there. */
#include "schema/build_state.h"

static void add(struct build *b, kind_id kind, path_id path, bool free, ast_id when)
{
	struct owned_immutable row = {kind, {path, free, when}};

	VEC_PUSH(b->arena, &b->owned_immutables, row);
}

/* All paths must be there before the first one is added. */
bool build_immutable(struct build *b, const struct target *t, ast_id dir, bool free, bool loud)
{
	bool one = ast_at(b->tree, dir)->flags == AST_DIR_SET;
	ast_id first = ast_first(b->tree, dir);
	path_id path;

	for (ast_id p = first; p; p = one ? AST_NIL : ast_next(b->tree, p))
		if (!build_way_row(b, t->type, p, &path, loud))
			return false;
	for (ast_id p = first; p; p = one ? AST_NIL : ast_next(b->tree, p)) {
		build_way_row(b, t->type, p, &path, false);
		add(b, t->kind, path, free, one ? ast_next(b->tree, p) : AST_NIL);
	}
	return true;
}

void build_immutables(struct build *b)
{
	for (uint32_t k = 1; k < b->kinds.n; k++) {
		struct schema_kind *kind = &b->kinds.v[k];
		uint32_t first = b->immutables.n;

		for (uint32_t i = 0; i < b->owned_immutables.n; i++)
			if (b->owned_immutables.v[i].kind == k)
				VEC_PUSH(b->arena, &b->immutables, b->owned_immutables.v[i].row);
		if (b->immutables.n == first)
			continue;
		kind->immutable = (uint16_t)first;
		kind->nimmutable = (uint16_t)(b->immutables.n - first);
	}
}
