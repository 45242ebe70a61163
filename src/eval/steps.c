/* SPDX-License-Identifier: Apache-2.0 */
/*
 * steps: a path key by key, the written one and the one that is wished for.
 */
#include "eval/block.h"
#include "eval/trace.h"

struct wish wish_now(const struct unit *u)
{
	struct wish w = {u->want, u->nwant, u->trace ? u->trace->at : 0};

	return w;
}

void wish_back(struct unit *u, struct wish saved)
{
	u->want = saved.want;
	u->nwant = saved.n;
	if (u->trace)
		u->trace->at = saved.traced;
}

bool wish_step(struct unit *u, sym key, struct wish *saved)
{
	*saved = wish_now(u);
	if (u->trace)
		trace_step(u->trace, key);
	if (!u->nwant)
		return true;
	if (u->want[0] != key && u->want[0] != u->word.star)
		return false;
	u->want++;
	u->nwant--;
	return true;
}

uint32_t path_steps(struct unit *u, ast_id path, struct scope *scope, struct step *out)
{
	uint32_t n = 0;

	AST_EACH (u->tree, path, key) {
		if (n == MAX_STEPS) {
			diag_add(u->diags, E0501, unit_span(u, path), "a path may have %d keys at most", MAX_STEPS);
			return 0;
		}
		out[n].at = key;
		out[n].unknown = false;
		uint32_t errors = u->diags->errors;
		if (!eval_key(u, key, scope, &out[n].name)) {
			if (!u->dry || u->diags->errors != errors)
				return 0;
			/* what stands behind a key that is not known can be looked at all the same */
			out[n].unknown = true;
			out[n].name = sym_of(u->names, arena_printf(u->arena, "x%u", ++u->unknown_keys));
		}
		n++;
	}
	return n;
}

uint32_t field_steps(struct unit *u, ast_id item, struct scope *scope, struct step *out, ast_id *value)
{
	const struct ast_node *n = unit_node(u, item);

	if (n->flags & AST_SIMPLE) {
		out[0] = (struct step){.name = n->sym, .at = item};
		*value = n->first;
		return 1;
	}
	*value = ast_next(u->tree, n->first);
	return path_steps(u, n->first, scope, out);
}
