/* SPDX-License-Identifier: Apache-2.0 */
/*
 * check: what can be said only of finished objects.
 *
 * Required fields, ports called by a bare word, items that the API server
 * takes for the same one, and members of references.
 */
#include "wire/wiring.h"

struct walk {
	struct wiring *w;
	struct instance *object;
};

/* The nearest place in the user's text for something at FROM. */
static struct span place(const struct unit *u, origin from, const struct instance *object)
{
	return unit_span(u, instance_place(u, object, from));
}

static const char *name_text(const struct unit *u, sym name)
{
	return arena_printf(u->arena, STR_FMT, STR_ARG(unit_str(u, name)));
}

/* ---- required ---- */

/* Is N one of the structs that short names lead into, and not written as a block itself? To the user it is the object.
 */
static bool stands_for_object(const struct walk *wk, const struct node *n)
{
	const struct schema *s = wk->w->u->schema;
	const struct schema_kind *k = &s->kinds[wk->object->o.kind];

	for (uint32_t i = 0; !(n->flags & OBJ_WRITTEN) && i < k->nlift; i++)
		if (s->types[schema_path_type(s, s->lifts[k->lift + i], k->type)].name == s->types[n->type].name)
			return true;
	return false;
}

static void missing(struct walk *wk, const struct node *n, const struct schema_field *f, const struct surround *up)
{
	struct unit *u = wk->w->u;
	bool whole = up == NULL || stands_for_object(wk, n);
	const char *what = whole ? name_text(u, u->schema->kinds[wk->object->o.kind].name) : type_text(u, n->type);
	struct span at = whole ? unit_span(u, instance_name_at(u, wk->object)) : place(u, n->origin, wk->object);
	struct diag *d =
		diag_add(u->diags, E0205, at, "%s needs the field `" STR_FMT "`", what, STR_ARG(unit_str(u, f->name)));
	const struct schema_type *t = unit_type(u, f->type);
	struct entry *e = map_get(n->map, f->name);

	if (e && e->value.kind == OBJ_ABSENT)
		diag_also(d, place(u, e->value.origin, wk->object), "dropped here");
	diag_label(d, "missing: `" STR_FMT "`, %s", STR_ARG(unit_str(u, f->name)), type_text(u, f->type));
	if (wk->object->app->file && (t->flags & (TYPE_SELECTOR | TYPE_MERGES)))
		diag_help(d, "inside an `app` block it is derived");
}

static void check_required(struct walk *wk, const struct node *n, const struct surround *up)
{
	struct unit *u = wk->w->u;
	const struct schema_type *t = unit_type(u, n->type);

	for (uint32_t i = 0; i < t->count; i++) {
		const struct schema_field *f = &u->schema->fields[t->first + i];
		if (!(f->flags & FIELD_REQUIRED) || !schema_served(f->since, f->until, u->target))
			continue;
		struct entry *e = map_get(n->map, f->name);
		if (!e || e->value.kind == OBJ_ABSENT)
			missing(wk, n, f, up);
	}
}

/* ---- ports called by a bare word ---- */

struct port_search {
	struct unit *u;
	sym name;
	bool found;
	const char *list;
};

static void look_for_port(void *ctx, const struct node *port)
{
	struct port_search *s = ctx;
	const struct node *v = map_value(port->map, s->u->word.name);

	if (v && v->kind == OBJ_TEXT) {
		s->found |= v->text == s->name;
		s->list = arena_printf(s->u->arena, "%s%s`" STR_FMT "`", s->list ? s->list : "", s->list ? ", " : "",
				       STR_ARG(unit_str(s->u, v->text)));
	}
}

static void unknown_port(struct walk *wk, const struct node *word, const struct port_search *s, const char *of)
{
	struct unit *u = wk->w->u;
	struct diag *d = diag_add(u->diags, E0309, place(u, word->origin, wk->object), "%s no port `" STR_FMT "`", of,
				  STR_ARG(unit_str(u, word->text)));

	if (s->list)
		diag_label(d, "its ports: %s", s->list);
	else
		diag_label(d, "it declares no ports by name");
}

static void check_port_here(struct walk *wk, const struct node *word, const struct surround *up)
{
	struct unit *u = wk->w->u;

	for (; up; up = up->up) {
		const struct schema_type *t = unit_type(u, up->type);
		for (uint32_t i = 0; i < t->ndirs; i++) {
			const struct schema_dir *d = &u->schema->dirs[t->dirs + i];
			struct node self = {.kind = OBJ_MAP, .type = up->type, .map = up->map};
			struct port_search s = {.u = u, .name = word->text};
			if (d->op != DIR_PORTS)
				continue;
			each_port(u, &self, d->a, look_for_port, &s);
			if (!s.found)
				unknown_port(wk, word, &s, "the container has");
			return;
		}
	}
}

/* Of more pods than this the others may have the port: nothing is said. */
#define PODS_ASKED 64

/* The pods that selectors in NODE select, other than NODE's own struct levels deeper than lists of peers. */
static void search_selected(struct walk *wk, const struct node *n, struct port_search *s, uint32_t *pods,
			    unsigned depth)
{
	struct unit *u = wk->w->u;

	if (n->kind == OBJ_LIST) {
		for (uint32_t i = 0; i < n->list->n; i++)
			search_selected(wk, &n->list->v[i], s, pods, depth);
	} else if (n->kind == OBJ_MAP && (unit_type(u, n->type)->flags & TYPE_SELECTOR)) {
		struct instance *found[PODS_ASKED];
		uint32_t count = selected(wk->w, n, wk->object->o.namespace_, found, PODS_ASKED);
		for (uint32_t i = 0; i < count; i++)
			each_port_of(u, found[i], look_for_port, s);
		*pods += count;
	} else if (n->kind == OBJ_MAP && depth) {
		for (uint32_t i = 0; i < n->map->n; i++)
			search_selected(wk, &n->map->v[i].value, s, pods, depth - 1);
	}
}

/* The ports are those of the pods that the object selects, or that a selector beside the value does. */
static void check_port_there(struct walk *wk, const struct node *word, const struct surround *up)
{
	struct unit *u = wk->w->u;
	struct port_search s = {.u = u, .name = word->text};
	uint32_t pods = 0;
	struct node *own = own_selector(wk->w, wk->object);

	if (own)
		search_selected(wk, own, &s, &pods, 0);
	for (; up && up->up; up = up->up) {
		struct node around = {.kind = OBJ_MAP, .type = up->type, .map = up->map};
		if (up->up->up) /* not the object's spec: its other rules are not meant */
			search_selected(wk, &around, &s, &pods, 2);
	}
	if (pods && pods < PODS_ASKED && !s.found)
		unknown_port(wk, word, &s, "the pods have");
}

/* ---- items that are the same one to the API server ---- */

static const struct node *identity_part(const struct node *item, sym field)
{
	return item->kind == OBJ_MAP ? map_value(item->map, field) : NULL;
}

/* Is V what the API server fills in for FIELD of ITEM when it is absent? */
static bool is_default(struct unit *u, const struct node *item, sym field, const struct node *v)
{
	field_id f = schema_field(u->schema, item->type, field);

	if (!f || !u->schema->fields[f].dflt)
		return false;
	struct node dflt = eval_slot(u, u->schema->fields[f].dflt, u->library, u->schema->fields[f].type);
	return node_equal(&dflt, v);
}

static bool same_part(struct unit *u, const struct node *a, const struct node *b, sym field)
{
	const struct node *x = identity_part(a, field), *y = identity_part(b, field);

	if (x && y)
		return node_equal(x, y);
	return x ? is_default(u, a, field, x) : y ? is_default(u, b, field, y) : true;
}

static bool same_item(struct unit *u, const struct schema_type *t, const struct node *a, const struct node *b)
{
	if (t->flags & TYPE_SET)
		return node_equal(a, b);
	for (uint32_t i = 0; i < t->count; i++)
		if (!same_part(u, a, b, u->schema->words[t->first + i]))
			return false;
	return t->count > 0 && identity_part(a, u->schema->words[t->first]);
}

/* Beyond this many items they are compared with their neighbours only: a limit on time. */
#define COMPARED 512

static void check_duplicates(struct walk *wk, const struct node *list)
{
	struct unit *u = wk->w->u;
	const struct schema_type *t = unit_type(u, list->type);

	if (t->form != TYPE_LIST || (!t->count && !(t->flags & TYPE_SET)))
		return;
	for (uint32_t i = 1; i < list->list->n; i++)
		for (uint32_t k = i > COMPARED ? i - COMPARED : 0; k < i; k++) {
			const struct node *a = &list->list->v[k], *b = &list->list->v[i];
			if (a->kind == OBJ_POISON || b->kind == OBJ_POISON || !same_item(u, t, a, b))
				continue;
			const struct node *part = t->count ? identity_part(b, u->schema->words[t->first]) : b;
			const struct node *first = t->count ? identity_part(a, u->schema->words[t->first]) : a;
			struct diag *d;
			if (part && part->kind == OBJ_TEXT)
				d = diag_add(u->diags, E0215, place(u, part->origin, wk->object),
					     "`" STR_FMT "` is in the list twice", STR_ARG(unit_str(u, part->text)));
			else
				d = diag_add(u->diags, E0215, place(u, part->origin, wk->object),
					     "this item is in the list twice");
			diag_also(d, place(u, first->origin, wk->object), "first here");
			break;
		}
}

/* ---- the walk ---- */

static void walk(struct walk *wk, struct node *n, const struct surround *up)
{
	struct unit *u = wk->w->u;
	const struct schema_type *t = unit_type(u, n->type);

	if (n->kind == OBJ_LIST) {
		check_duplicates(wk, n);
		for (uint32_t i = 0; i < n->list->n; i++)
			walk(wk, &n->list->v[i], up);
		return;
	}
	if ((n->flags & OBJ_WORD) && n->kind == OBJ_TEXT) {
		if (t->flags & TYPE_PORT_HERE)
			check_port_here(wk, n, up);
		else if (t->flags & TYPE_PORT_THERE)
			check_port_there(wk, n, up);
		return;
	}
	if (n->kind != OBJ_MAP)
		return;
	struct surround self = {.map = n->map, .type = n->type, .up = up};
	if (t->form == TYPE_STRUCT) {
		check_required(wk, n, up);
		up = &self;
	} else if (t->form == TYPE_MAP && unit_type(u, t->elem)->form != TYPE_STRUCT) {
		return;
	}
	for (uint32_t i = 0; i < n->map->n; i++) {
		struct node *v = &n->map->v[i].value;
		if (v->kind == OBJ_MAP || v->kind == OBJ_LIST || (v->flags & OBJ_WORD))
			walk(wk, v, up);
	}
}

static void check_member(struct unit *u, const struct pending *p)
{
	struct node ports;
	bool there = p->port ? has_port(u, p->target, p->word) : instance_has_key(u, p->target, p->word);

	/* of an extern that says nothing of its ports, any may be there */
	if (!there && p->port && p->target->external && (p->target->broken || !extern_ports(u, p->target, &ports)))
		return;
	if (!there)
		complain_unknown_member(u, p->target, p->word, p->at);
}

void check_objects(struct wiring *w)
{
	struct unit *u = w->u;

	for (uint32_t i = 0; i < u->instances.n; i++) {
		struct walk wk = {w, u->instances.v[i]};
		if (wk.object->external || wk.object->o.root.kind != OBJ_MAP)
			continue;
		u->self = wk.object;
		check_overlap(w, wk.object);
		u->diags->quiet = wk.object->broken;
		walk(&wk, &wk.object->o.root, NULL);
	}
	u->diags->quiet = false;
	for (uint32_t i = 0; i < u->pending.n; i++) {
		u->self = u->pending.v[i].owner;
		check_member(u, &u->pending.v[i]);
	}
	u->self = NULL;
}
