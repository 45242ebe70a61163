/* SPDX-License-Identifier: Apache-2.0 */
/*
 * under: what other layers have at a place: the ones below (`old`) and those
 * outside that replace it (masks, see layers.c).
 */
#include "eval/block.h"
#include "eval/keyindex.h"

const struct node *mask_at(struct unit *u, const struct container *in, sym key)
{
	const struct node *mask = in->mask;

	if (mask && mask->kind == OBJ_MAP) {
		const struct entry *e = map_get(mask->map, key);
		return e ? &e->value : NULL;
	}
	return mask ? old_at(u, mask, key, in->type) : NULL;
}

/* Of a struct whose head is written alone, the head: `env.A: old + "x"`. */
const struct node *old_head(struct unit *u, const struct node *old, type_id type, ast_id value)
{
	const struct schema_dir *head =
		unit_type(u, type)->form == TYPE_STRUCT ? schema_dir_of(u->schema, type, DIR_HEAD) : NULL;
	const struct node *v = old && old->kind == OBJ_MAP && head && ast_kind(u->tree, value) != AST_BLOCK
				       ? node_at(u->schema, old, head->a)
				       : NULL;

	return v ? v : old;
}

const struct node *old_at(struct unit *u, const struct node *old, sym key, type_id list_type)
{
	if (old && old->kind == OBJ_POISON)
		return old; /* nothing is known of what is below */
	if (!old || old->kind == OBJ_MAP)
		return old ? map_value(old->map, key) : NULL;
	return old->kind == OBJ_LIST ? keyindex_find(u, old->list, list_type, key) : NULL;
}
