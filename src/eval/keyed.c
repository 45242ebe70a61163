/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keyed: lists that are written as maps, `containers.web { ... }`.
 *
 * The item of a key is found or made; its key field holds the key and may not
 * be set again inside. An entry that is no block fills the item through its
 * head; a list in its place makes several items of one key (mounts).
 */
#include "eval/block.h"
#include "eval/keyindex.h"
#include "eval/trace.h"

/* The key at the item's key path, marked as such; false if something is there already. */
bool keyed_put(struct unit *u, struct node *item, type_id list_type, sym key, ast_id at)
{
	const struct schema_type *t = unit_type(u, list_type);
	const struct schema_path *p = &u->schema->paths[t->keyed];
	struct node *m = item;

	for (uint32_t i = 0; i < p->count; i++) {
		const struct schema_field *f = &u->schema->fields[u->schema->steps[p->first + i]];
		struct node *v = map_value(m->map, f->name);
		if (i + 1 == p->count) {
			if (v) {
				complain_key_inside(u, v->origin, at, f->name);
				return false;
			}
			struct node text = node_text(key, f->type, at);
			text = fit_scalar(u, &text, f->type, at);
			text.flags |= OBJ_KEYED;
			*map_add(u->arena, m->map, f->name, f->order) = text;
			return text.kind != OBJ_POISON;
		}
		if (!v) {
			v = map_add(u->arena, m->map, f->name, f->order);
			*v = node_map(u->arena, f->type, at);
		}
		m = v;
	}
	return false;
}

sym keyed_key(struct unit *u, const struct node *item, type_id list_type)
{
	const struct schema_type *t = unit_type(u, list_type);
	const struct node *v = item->kind == OBJ_MAP ? node_at(u->schema, item, t->keyed) : NULL;

	return v && v->kind == OBJ_TEXT ? v->text : SYM_EMPTY;
}

static struct node *new_item(struct unit *u, const struct container *in, const struct step *key)
{
	struct node *item = list_add(u->arena, in->list);

	*item = node_map(u->arena, unit_type(u, in->type)->elem, key->at);
	keyed_put(u, item, in->type, key->name, key->at);
	return item;
}

/* Does the API allow two items of this key, so that a list may stand behind it? */
bool keyed_may_repeat(const struct unit *u, const struct schema_type *t)
{
	const struct schema_path *p = &u->schema->paths[t->keyed];
	sym name = u->schema->fields[u->schema->steps[p->first + p->count - 1u]].name;

	for (uint32_t i = 0; i < t->count; i++)
		if (u->schema->words[t->first + i] == name)
			return false;
	return t->count > 0;
}

static void add_item(struct unit *u, const struct container *in, const struct step *key, struct node v)
{
	u->nulled = v.kind == OBJ_NULL;
	if (v.kind != OBJ_MAP)
		return; /* poison, or null: as if it were not there */
	v.flags |= OBJ_WHOLE;
	node_own(u->arena, &v);
	if (keyed_put(u, &v, in->type, key->name, key->at))
		*list_add(u->arena, in->list) = v;
}

/* The item to add to, made if need be; NULL (reported) if its value is set as a whole. */
static struct node *open_item(struct unit *u, const struct container *in, const struct step *key)
{
	struct node *item = keyindex_find(u, in->list, in->type, key->name);

	if (!item)
		return new_item(u, in, key);
	if (item->flags & OBJ_GONE) {
		complain_dropped(u, key->at, key->at, item->origin, key->name);
		return NULL;
	}
	if (item->flags & OBJ_WHOLE) {
		complain_added(u, key->at, item, key->name);
		return NULL;
	}
	node_own(u->arena, item);
	return item;
}

static void set_item_now(struct unit *u, const struct container *in, const struct step *key, ast_id id,
			 struct scope *scope);

static void set_item(struct unit *u, const struct container *in, const struct step *key, ast_id id, struct scope *scope)
{
	const struct node *old = u->old;
	bool replacing = u->replacing;
	struct node *item;

	if (!u->patching) {
		set_item_now(u, in, key, id, scope);
		return;
	}
	bool old_used = u->old_used;
	u->old = old_head(u, old_at(u, in->old, key->name, in->type), unit_type(u, in->type)->elem, id);
	u->replacing = u->old_used = false;
	set_item_now(u, in, key, id, scope);
	item = u->probing && u->old_used ? keyindex_find(u, in->list, in->type, key->name) : NULL;
	if (item) {
		item->flags &= (uint8_t) ~(OBJ_WHOLE | OBJ_REPLACES); /* it is made of what was there */
		u->old = old;
		return;
	}
	u->old_used |= old_used;
	item = replacing ? keyindex_find(u, in->list, in->type, key->name) : NULL;
	if (item && item->kind == OBJ_MAP)
		item->flags |= OBJ_REPLACES;
	u->old = old;
	u->replacing = replacing;
}

static void set_item_now(struct unit *u, const struct container *in, const struct step *key, ast_id id,
			 struct scope *scope)
{
	const struct schema_type *t = unit_type(u, in->type);
	struct node *item;

	if (ast_kind(u->tree, id) == AST_BLOCK) {
		item = open_item(u, in, key);
		if (!item)
			return;
		item->flags |= OBJ_WRITTEN;
		struct container inner = container_of(u, item, t->elem);
		inner.old = old_at(u, in->old, key->name, in->type);
		inner.mask = mask_at(u, in, key->name);
		block_items(u, id, scope_of_block(u, id, scope), &inner);
		return;
	}
	item = keyindex_find(u, in->list, in->type, key->name);
	if (item && (item->flags & OBJ_GONE)) {
		complain_dropped(u, key->at, key->at, item->origin, key->name);
		return;
	}
	if (item) {
		complain_twice(u, key->at, item, key->name);
		return;
	}
	if (ast_kind(u->tree, id) == AST_LIST && keyed_may_repeat(u, t)) {
		AST_EACH (u->tree, id, e) {
			add_item(u, in, key, eval_slot(u, e, scope, t->elem));
		}
		return;
	}
	add_item(u, in, key, eval_slot(u, id, scope, t->elem));
}

/* `env { name: A, value: "b" }` makes two variables; one was meant. */
static void warn_looks_like_item(struct unit *u, const struct container *in, const struct step *key)
{
	const struct schema_type *t = unit_type(u, in->type);
	const struct schema_path *p = &u->schema->paths[t->keyed];
	const struct schema_field *f = &u->schema->fields[u->schema->steps[p->first]];

	if (key->name != f->name || p->count != 1)
		return;
	struct diag *d = diag_add(u->diags, W0224, unit_span(u, key->at),
				  "this map's keys are the names of items, and one of them is called `" STR_FMT "`",
				  STR_ARG(unit_str(u, f->name)));
	diag_help(d, "for one item write its name as the key, or a list: `[{ " STR_FMT ": ..., ... }]`",
		  STR_ARG(unit_str(u, f->name)));
}

/* May an item be anything else than a block? */
static bool takes_head(const struct unit *u, type_id elem)
{
	const struct schema_type *t = unit_type(u, elem);

	for (uint32_t i = 0; i < t->ndirs; i++)
		if (u->schema->dirs[t->dirs + i].op == DIR_HEAD || u->schema->dirs[t->dirs + i].op == DIR_FROM)
			return true;
	return false;
}

bool keyed_is_item(struct unit *u, const struct container *in, ast_id block)
{
	const struct schema_type *t = unit_type(u, in->type);
	const struct schema_path *p = &u->schema->paths[t->keyed];
	sym name = u->schema->fields[u->schema->steps[p->first]].name;

	if (p->count != 1 || takes_head(u, t->elem))
		return false;
	AST_EACH (u->tree, block, item) {
		const struct ast_node *n = unit_node(u, item);
		enum ast_kind value = n->kind == AST_FIELD && (n->flags & AST_SIMPLE) && n->sym == name
					      ? ast_kind(u->tree, n->first)
					      : AST_NONE;
		if (value != AST_STRING && value != AST_INTERP && value != AST_WORD)
			continue;
		struct diag *d = diag_add(u->diags, E0202, unit_span(u, item),
					  "expected a map of items by their names, or a list, found one item");
		diag_label(d, "write this name as the key of the item");
		diag_help(d, "one item is written `NAME { ... }`, or in a list, `[{ " STR_FMT ": ..., ... }]`",
			  STR_ARG(unit_str(u, name)));
		return true;
	}
	return false;
}

void keyed_set(struct unit *u, const struct container *in, const struct step *steps, uint32_t n, ast_id id,
	       struct scope *scope)
{
	type_id elem = unit_type(u, in->type)->elem;
	struct wish saved;

	if (!wish_step(u, steps[0].name, &saved)) {
		wish_back(u, saved);
		return;
	}
	struct where here = {.up = u->place, .name = steps[0].name, .type = elem};
	u->place = &here;
	if (n == 1 && ast_kind(u->tree, id) != AST_BLOCK)
		warn_looks_like_item(u, in, &steps[0]);
	bool masked = in->mask && is_masked(mask_at(u, in, steps[0].name));
	if (masked && !keyindex_find(u, in->list, in->type, steps[0].name))
		(void)new_item(u, in, &steps[0]); /* keeps the place */
	if (masked) {
		scope_mark_words(u, id, scope);
		u->place = here.up;
		wish_back(u, saved);
		return;
	}
	bool traced = n == 1 && trace_begin(u, steps[0].at);
	if (steps[0].name == SYM_EMPTY) {
		diag_add(u->diags, E0215, unit_span(u, steps[0].at), "the key of an item may not be empty");
	} else if (n == 1) {
		set_item(u, in, &steps[0], id, scope);
	} else {
		uint32_t before = in->list->n;
		struct node *item = open_item(u, in, &steps[0]);
		if (item) {
			struct container inner = container_of(u, item, elem);
			inner.old = old_at(u, in->old, steps[0].name, in->type);
			inner.mask = mask_at(u, in, steps[0].name);
			path_set(u, &inner, steps + 1, n - 1, id, scope);
		}
		if (u->nulled && in->list->n > before) {
			in->list->n = before; /* the item was made for nothing */
			keyindex_forget(u, in->list);
		}
	}
	trace_end(u, traced);
	u->place = here.up;
	wish_back(u, saved);
}

/* The item is taken out of what the list gets from elsewhere: a spread, or lower layers in a patch. */
static void drop_item(struct unit *u, const struct container *in, const struct step *key)
{
	struct node *item = keyindex_find(u, in->list, in->type, key->name);

	if (item) {
		complain_dropped(u, key->at, item->origin, key->at, key->name);
		return;
	}
	item = new_item(u, in, key);
	item->flags |= OBJ_GONE;
	u->gone++;
}

/* An app's drop: the item, if there is one. */
static void remove_item(struct unit *u, const struct container *in, sym key)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < in->list->n; i++)
		if (keyed_key(u, &in->list->v[i], in->type) != key)
			in->list->v[kept++] = in->list->v[i];
	in->list->n = kept;
	keyindex_forget(u, in->list);
}

void keyed_drop(struct unit *u, const struct container *in, const struct step *steps, uint32_t n, bool quiet)
{
	struct node *item;

	if (n == 1) {
		if (quiet)
			remove_item(u, in, steps[0].name);
		else
			drop_item(u, in, &steps[0]);
		return;
	}
	item = keyindex_find(u, in->list, in->type, steps[0].name);
	if (!item && quiet)
		return;
	if (!item)
		item = new_item(u, in, &steps[0]);
	node_own(u->arena, item);
	struct container inner = container_of(u, item, unit_type(u, in->type)->elem);
	inner.old = old_at(u, in->old, steps[0].name, in->type);
	path_drop(u, &inner, steps + 1, n - 1, quiet);
}

void purge_gone(struct unit *u, struct node *v)
{
	uint32_t kept = 0;

	if (v->kind == OBJ_MAP) {
		for (uint32_t i = 0; i < v->map->n; i++)
			purge_gone(u, &v->map->v[i].value);
		return;
	}
	for (uint32_t i = 0; v->kind == OBJ_LIST && i < v->list->n; i++) {
		struct node *item = &v->list->v[i];
		if (item->kind == OBJ_MAP && (item->flags & OBJ_GONE)) {
			complain_no_item(u, v, v->type, keyed_key(u, item, v->type), item->origin);
			continue;
		}
		purge_gone(u, item);
		if (kept != i)
			v->list->v[kept] = *item;
		kept++;
	}
	if (v->kind == OBJ_LIST && kept != v->list->n) {
		v->list->n = kept;
		keyindex_forget(u, v->list);
	}
}
