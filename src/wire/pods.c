/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pods: labels of pods, selectors, and which matches which.
 *
 * Pods are found through an index by (namespace, label, value), from one pair
 * of the selector; the strata see to it that it is made only when all labels
 * are there.
 */
#include "wire/wiring.h"

/* ---- labels ---- */

/* The template (or the object itself) of INST's pods. */
static struct node *template_of(struct unit *u, struct instance *inst)
{
	path_id path = u->schema->kinds[inst->o.kind].pods;

	if (!path || inst->external)
		return NULL;
	return u->schema->paths[path].count ? node_at(u->schema, &inst->o.root, path) : &inst->o.root;
}

struct node *pod_labels(struct unit *u, struct instance *inst)
{
	const struct schema_path *p = &u->schema->paths[u->schema->model.labels];
	struct node *v = template_of(u, inst);

	/* a template has the metadata of an object, under the same names */
	for (uint32_t i = 0; v && i < p->count; i++)
		v = v->kind == OBJ_MAP ? map_value(v->map, u->schema->fields[u->schema->steps[p->first + i]].name) : NULL;
	return v && v->kind == OBJ_MAP ? v : NULL;
}

/* ---- selectors ---- */

static const struct schema_dir *find_dir(const struct unit *u, type_id type, enum dir_op op)
{
	const struct schema_type *t = unit_type(u, type);

	for (uint32_t i = 0; t->form == TYPE_STRUCT && i < t->ndirs; i++)
		if (u->schema->dirs[t->dirs + i].op == op)
			return &u->schema->dirs[t->dirs + i];
	return NULL;
}

/* The plain labels of a selector: the map itself, or the place for them in a struct. */
static const struct node *plain_labels(const struct unit *u, const struct node *selector)
{
	const struct schema_dir *d = find_dir(u, selector->type, DIR_LABELS);

	return d ? node_at(u->schema, selector, d->a) : unit_type(u, selector->type)->form == TYPE_STRUCT ? NULL : selector;
}

/* One term {key, operator, values} against the labels. */
static bool term_matches(const struct unit *u, const struct node *term, const struct map *labels)
{
	const struct schema_field *f = &u->schema->fields[unit_type(u, term->type)->first];
	const struct node *key = term->kind == OBJ_MAP ? map_value(term->map, f[0].name) : NULL;
	const struct node *op = key ? map_value(term->map, f[1].name) : NULL;
	const struct node *values = key ? map_value(term->map, f[2].name) : NULL;
	const struct node *have = key && key->kind == OBJ_TEXT ? map_value(labels, key->text) : NULL;
	bool in = false;

	if (!op || op->kind != OBJ_TEXT)
		return false;
	struct str s = unit_str(u, op->text);
	if (str_is(s, "Exists"))
		return have != NULL;
	if (str_is(s, "DoesNotExist"))
		return have == NULL;
	for (uint32_t i = 0; have && values && values->kind == OBJ_LIST && i < values->list->n; i++)
		in |= values->list->v[i].kind == OBJ_TEXT && values->list->v[i].text == have->text;
	return str_is(s, "NotIn") ? !in : in;
}

bool selector_matches(const struct unit *u, const struct node *selector, const struct map *labels)
{
	const struct node *plain = plain_labels(u, selector);
	const struct schema_dir *d = find_dir(u, selector->type, DIR_TERMS);
	const struct node *terms = d ? node_at(u->schema, selector, d->a) : NULL;

	if (selector->kind != OBJ_MAP)
		return false;
	for (uint32_t i = 0; plain && plain->kind == OBJ_MAP && i < plain->map->n; i++) {
		const struct entry *e = &plain->map->v[i];
		const struct node *have = map_value(labels, e->key);
		if (e->value.kind == OBJ_ABSENT)
			continue;
		if (!have || have->kind != OBJ_TEXT || e->value.kind != OBJ_TEXT || have->text != e->value.text)
			return false;
	}
	for (uint32_t i = 0; terms && terms->kind == OBJ_LIST && i < terms->list->n; i++)
		if (!term_matches(u, &terms->list->v[i], labels))
			return false;
	return true;
}

/* An extern's `selector { app: "edge" }`. */
static struct node extern_selection(struct unit *u, struct instance *inst)
{
	if (!inst->body)
		return node_null();
	AST_EACH(u->tree, inst->body, item) {
		const struct ast_node *n = unit_node(u, item);
		if (n->kind == AST_FIELD && (n->flags & AST_SIMPLE) && n->sym == u->word.selector)
			return eval_value(u, n->first, inst->scope);
	}
	return node_null();
}

struct node selection_of(struct wiring *w, struct instance *inst)
{
	struct unit *u = w->u;
	const struct schema_kind *k = &u->schema->kinds[inst->o.kind];
	struct node *own = k->pods && k->selects ? own_selector(w, inst) : NULL;
	const struct node *labels = own ? plain_labels(u, own) : NULL;

	if (inst->external)
		return extern_selection(u, inst);
	if (!labels)
		labels = pod_labels(u, inst);
	if (!labels || labels->kind != OBJ_MAP)
		return node_null();
	/* of something without a selector, what derivation calls it by is enough */
	if (!own && labels->map->n && (labels->map->v[0].value.flags & OBJ_DERIVED)) {
		struct node one = node_map(u->arena, 0, labels->origin);
		*map_add(u->arena, one.map, labels->map->v[0].key, 0) = labels->map->v[0].value;
		return one;
	}
	struct node v = *labels;
	v.type = 0;
	return v;
}

void settle_selector(struct wiring *w, struct node *slot)
{
	struct unit *u = w->u;
	const struct pending_selector p = u->selectors.v[slot->ref];
	struct node labels = selection_of(w, p.target);
	const struct schema_dir *d = find_dir(u, slot->type, DIR_LABELS);

	if (labels.kind != OBJ_MAP) {
		if (labels.kind != OBJ_POISON)
			diag_label(diag_add(u->diags, E0405, unit_span(u, p.at), "`" STR_FMT "` has no labels to select it by",
					    STR_ARG(unit_str(u, p.target->o.name))),
				   p.target->external ? "write a `selector` in its `extern`" : "it has no selector and no labels");
		*slot = node_poison();
		return;
	}
	if (!d) {
		*slot = fit(u, &labels, slot->type, p.at);
		return;
	}
	struct node root = node_map(u->arena, slot->type, p.at);
	struct node v = fit(u, &labels, schema_slot_type(u->schema, d->a, slot->type), p.at);
	put_at(u, &root, d->a, SYM_EMPTY, &v, p.at);
	*slot = root;
}

struct node *own_selector(struct wiring *w, struct instance *inst)
{
	struct unit *u = w->u;
	path_id path = u->schema->kinds[inst->o.kind].selects;
	struct node *slot = path && !inst->external ? node_at(u->schema, &inst->o.root, path) : NULL;

	if (slot && slot->kind == OBJ_REF)
		settle_selector(w, slot);
	return slot && slot->kind == OBJ_MAP ? slot : NULL;
}

/* ---- the index ---- */

static uint64_t label_key(sym namespace_, sym label, sym value)
{
	uint64_t x = (uint64_t)label << 32 | value;

	x = (x ^ (uint64_t)namespace_ * 0x9E3779B97F4A7C15u) * 0xD6E8FEB86659FD93u;
	return x ^ x >> 32;
}

static void add_labels(struct wiring *w, struct instance *inst, const struct map *labels)
{
	for (uint32_t i = 0; i < labels->n; i++) {
		if (labels->v[i].value.kind != OBJ_TEXT)
			continue;
		struct label_entry *e = ARENA_NEW(w->u->arena, struct label_entry, 1);
		e->key = label_key(inst->o.namespace_, labels->v[i].key, labels->v[i].value.text);
		e->inst = inst;
		e->next = w->labels[e->key & w->label_mask];
		w->labels[e->key & w->label_mask] = e;
	}
}

static void make_index(struct wiring *w)
{
	struct unit *u = w->u;
	uint32_t size = 64;

	while (size < u->instances.n * 2)
		size *= 2;
	w->labels = arena_zalloc(u->arena, size * sizeof *w->labels);
	w->label_mask = size - 1;
	/* backwards, so that chains are in order of the source */
	for (uint32_t i = u->instances.n; i-- > 0;) {
		struct instance *inst = u->instances.v[i];
		struct node *labels = inst->external ? NULL : pod_labels(u, inst);
		if (labels)
			add_labels(w, inst, labels->map);
	}
}

static uint32_t by_scan(struct wiring *w, const struct node *selector, sym namespace_, struct instance **out, uint32_t n)
{
	struct unit *u = w->u;
	uint32_t found = 0;

	for (uint32_t i = 0; i < u->instances.n && found < n; i++) {
		struct instance *inst = u->instances.v[i];
		struct node *labels = inst->o.namespace_ == namespace_ ? pod_labels(u, inst) : NULL;
		if (labels && selector_matches(u, selector, labels->map))
			out[found++] = inst;
	}
	return found;
}

uint32_t selected(struct wiring *w, const struct node *selector, sym namespace_, struct instance **out, uint32_t n)
{
	struct unit *u = w->u;
	const struct node *plain = plain_labels(u, selector);
	uint32_t found = 0, best = UINT32_MAX;
	const struct label_entry *chain = NULL;
	uint64_t key = 0;

	if (!plain || plain->kind != OBJ_MAP || !plain->map->n)
		return by_scan(w, selector, namespace_, out, n);
	if (!w->labels)
		make_index(w);
	for (uint32_t i = 0; i < plain->map->n; i++) { /* the rarest pair */
		uint64_t k = label_key(namespace_, plain->map->v[i].key, plain->map->v[i].value.text);
		uint32_t count = 0;
		for (const struct label_entry *e = w->labels[k & w->label_mask]; e && count < best; e = e->next)
			count += e->key == k;
		if (count < best) {
			best = count;
			key = k;
			chain = w->labels[k & w->label_mask];
		}
	}
	for (; chain && found < n; chain = chain->next) {
		struct node *labels = chain->key == key ? pod_labels(u, chain->inst) : NULL;
		if (labels && chain->inst->o.namespace_ == namespace_ && selector_matches(u, selector, labels->map))
			out[found++] = chain->inst;
	}
	return found;
}
