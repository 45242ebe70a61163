/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pods: labels of pods, selectors, and which matches which.
 *
 * Pods are found through an index by (namespace, label, value), from the pair
 * of the selector that the fewest have; the strata see to it that it is made
 * only when all labels are there. Selectors without such a pair go by the key
 * of a term, and only those that ask for nothing that is there by a scan.
 *
 * The four operators are the vocabulary of the annotation `terms`: what reads
 * such terms has to know what they mean.
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
		v = v->kind == OBJ_MAP ? map_value(v->map, u->schema->fields[u->schema->steps[p->first + i]].name)
				       : NULL;
	return v && v->kind == OBJ_MAP ? v : NULL;
}

/* ---- selectors ---- */

const struct node *plain_labels(const struct unit *u, const struct node *selector)
{
	const struct schema_dir *d = schema_dir_of(u->schema, selector->type, DIR_LABELS);

	return d                                                   ? node_at(u->schema, selector, d->a)
	       : unit_type(u, selector->type)->form == TYPE_STRUCT ? NULL
								   : selector;
}

/* A term's parts are told by their place in the struct: key, operator, values. */
static bool read_term(const struct unit *u, const struct node *term, sym *key, struct str *op,
		      const struct node **values)
{
	const struct schema_field *f = &u->schema->fields[unit_type(u, term->type)->first];
	const struct node *k = term->kind == OBJ_MAP ? map_value(term->map, f[0].name) : NULL;
	const struct node *o = k ? map_value(term->map, f[1].name) : NULL;

	if (!o || o->kind != OBJ_TEXT || k->kind != OBJ_TEXT)
		return false;
	*key = k->text;
	*op = unit_str(u, o->text);
	*values = map_value(term->map, f[2].name);
	return true;
}

static bool term_matches(const struct unit *u, const struct node *term, const struct map *labels)
{
	const struct node *values;
	struct str op;
	sym key;
	bool in = false;

	if (!read_term(u, term, &key, &op, &values))
		return false;
	const struct node *have = map_value(labels, key);
	if (str_is(op, "Exists"))
		return have != NULL;
	if (str_is(op, "DoesNotExist"))
		return have == NULL;
	for (uint32_t i = 0; have && values && values->kind == OBJ_LIST && i < values->list->n; i++)
		in |= values->list->v[i].kind == OBJ_TEXT && values->list->v[i].text == have->text;
	return str_is(op, "NotIn") ? !in : in;
}

static const struct node *terms_of(const struct unit *u, const struct node *selector)
{
	const struct schema_dir *d = schema_dir_of(u->schema, selector->type, DIR_TERMS);
	const struct node *terms = d ? node_at(u->schema, selector, d->a) : NULL;

	return terms && (terms->kind == OBJ_LIST || terms->kind == OBJ_POISON) ? terms : NULL;
}

/* A selector in which there was a mistake says nothing. */
static bool poisoned(const struct unit *u, const struct node *selector)
{
	const struct node *plain = plain_labels(u, selector), *terms = terms_of(u, selector);

	if (selector->kind == OBJ_POISON || (plain && plain->kind == OBJ_POISON) ||
	    (terms && terms->kind == OBJ_POISON))
		return true;
	for (uint32_t i = 0; plain && plain->kind == OBJ_MAP && i < plain->map->n; i++)
		if (plain->map->v[i].value.kind == OBJ_POISON)
			return true;
	return false;
}

bool selector_matches(const struct unit *u, const struct node *selector, const struct map *labels)
{
	const struct node *plain = plain_labels(u, selector), *terms = terms_of(u, selector);

	if (selector->kind != OBJ_MAP || poisoned(u, selector) || (plain == selector && !plain->map->n))
		return false;
	for (uint32_t i = 0; plain && plain->kind == OBJ_MAP && i < plain->map->n; i++) {
		const struct entry *e = &plain->map->v[i];
		const struct node *have = map_value(labels, e->key);
		if (e->value.kind == OBJ_ABSENT)
			continue;
		if (!have || have->kind != OBJ_TEXT || e->value.kind != OBJ_TEXT || have->text != e->value.text)
			return false;
	}
	for (uint32_t i = 0; terms && i < terms->list->n; i++)
		if (!term_matches(u, &terms->list->v[i], labels))
			return false;
	return true;
}

/* An extern's `selector { app: "edge" }`. */
struct node selection_of(struct wiring *w, struct instance *inst)
{
	struct unit *u = w->u;
	const struct schema_kind *k = &u->schema->kinds[inst->o.kind];
	struct node *own = k->pods && k->selects ? own_selector(w, inst) : NULL;
	const struct node *labels = own ? plain_labels(u, own) : NULL;

	struct node given;
	if (inst->external)
		return extern_selector(u, inst, &given) ? given : node_null();
	if (!labels)
		labels = pod_labels(u, inst);
	if (!labels || labels->kind != OBJ_MAP)
		return node_null();
	/* of something without a selector, its name is enough where derivation has put it first */
	if (!own && labels->map->n && (labels->map->v[0].value.flags & OBJ_DERIVED) &&
	    labels->map->v[0].value.text == inst->o.name) {
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
	const struct schema_dir *d = schema_dir_of(u->schema, slot->type, DIR_LABELS);

	if (labels.kind != OBJ_MAP) {
		if (labels.kind != OBJ_POISON)
			diag_label(diag_add(u->diags, E0405, unit_span(u, p.at),
					    "`" STR_FMT "` has no labels to select it by",
					    STR_ARG(unit_str(u, p.target->o.name))),
				   p.target->external ? "write a `selector` in its `extern`"
						      : "it has no selector and no labels");
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

	if (slot && slot->kind == OBJ_REF) {
		inst->referred = u->selectors.v[slot->ref].target;
		settle_selector(w, slot);
	}
	return slot && slot->kind == OBJ_MAP ? slot : NULL;
}

bool selector_poisoned(struct wiring *w, struct instance *inst)
{
	path_id path = w->u->schema->kinds[inst->o.kind].selects;
	struct node *slot = path && !inst->external ? node_at(w->u->schema, &inst->o.root, path) : NULL;

	return slot && poisoned(w->u, slot);
}

/* ---- the index ---- */

static void add_labels(struct wiring *w, struct instance *inst, const struct map *labels)
{
	struct arena *arena = w->u->arena;

	for (uint32_t i = 0; i < labels->n; i++) {
		const struct entry *e = &labels->v[i];
		if (e->value.kind != OBJ_TEXT)
			continue;
		struct bucket *pair =
			bucket_make(arena, &w->pods, bucket_key(inst->o.namespace_, e->key, e->value.text, 0));
		struct bucket *key = bucket_make(arena, &w->keyed_pods, bucket_key(inst->o.namespace_, e->key, 0, 0));
		VEC_PUSH(arena, &pair->v, inst);
		VEC_PUSH(arena, &key->v, inst);
	}
}

static void make_index(struct wiring *w)
{
	struct unit *u = w->u;

	if (w->pods.slots)
		return;
	for (uint32_t i = 0; i < u->instances.n; i++) {
		struct instance *inst = u->instances.v[i];
		struct node *labels = inst->external ? NULL : pod_labels(u, inst);
		if (labels)
			add_labels(w, inst, labels->map);
	}
}

static bool matched(struct wiring *w, struct instance *inst, const struct node *selector, sym namespace_)
{
	bool here = namespace_ == ANY_NAMESPACE || inst->o.namespace_ == namespace_;
	struct node *labels = here && !inst->external ? pod_labels(w->u, inst) : NULL;

	return labels && selector_matches(w->u, selector, labels->map);
}

static uint32_t by_scan(struct wiring *w, const struct node *selector, sym namespace_, struct instance **out,
			uint32_t n)
{
	struct unit *u = w->u;
	uint32_t found = 0;

	for (uint32_t i = 0; i < u->instances.n && found < n; i++)
		if (matched(w, u->instances.v[i], selector, namespace_))
			out[found++] = u->instances.v[i];
	return found;
}

/* The smallest bucket that has all that SELECTOR can match; *ANY: there is no such bucket. */
static const struct bucket *narrow(struct wiring *w, const struct node *selector, sym namespace_, bool *any)
{
	const struct unit *u = w->u;
	const struct node *plain = plain_labels(u, selector), *terms = terms_of(u, selector), *values;
	const struct bucket *best = NULL;
	struct str op;
	sym key;

	*any = true;
	for (uint32_t i = 0; plain && plain->kind == OBJ_MAP && i < plain->map->n; i++) {
		const struct entry *e = &plain->map->v[i];
		if (e->value.kind != OBJ_TEXT)
			continue;
		struct bucket *b = bucket_find(&w->pods, bucket_key(namespace_, e->key, e->value.text, 0));
		if (*any || !b || (best && b->v.n < best->v.n))
			best = b;
		*any = false;
		if (!b)
			return NULL;
	}
	for (uint32_t i = 0; terms && terms->kind == OBJ_LIST && i < terms->list->n; i++) {
		if (!read_term(u, &terms->list->v[i], &key, &op, &values) ||
		    (!str_is(op, "In") && !str_is(op, "Exists")))
			continue;
		bool one = values && values->kind == OBJ_LIST && values->list->n == 1 &&
			   values->list->v[0].kind == OBJ_TEXT;
		struct bucket *b = one ? bucket_find(&w->pods, bucket_key(namespace_, key, values->list->v[0].text, 0))
				       : bucket_find(&w->keyed_pods, bucket_key(namespace_, key, 0, 0));
		if (*any || !b || (best && b->v.n < best->v.n))
			best = b;
		*any = false;
		if (!b)
			return NULL;
	}
	return best;
}

uint32_t selected(struct wiring *w, const struct node *selector, sym namespace_, struct instance **out, uint32_t n)
{
	uint32_t found = 0;
	bool any = namespace_ == ANY_NAMESPACE;

	make_index(w);
	const struct bucket *b = any ? NULL : narrow(w, selector, namespace_, &any);
	if (any)
		return by_scan(w, selector, namespace_, out, n);
	for (uint32_t i = 0; b && i < b->v.n && found < n; i++)
		if (matched(w, b->v.v[i], selector, namespace_))
			out[found++] = b->v.v[i];
	return found;
}
