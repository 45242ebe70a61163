/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wire: the phases of this room.
 */
#include "wire/wire.h"

#include "wire/wiring.h"

static void settle_node(struct wiring *w, struct node *n)
{
	if (n->kind == OBJ_REF) {
		settle_selector(w, n);
	} else if (n->kind == OBJ_MAP) {
		for (uint32_t i = 0; i < n->map->n; i++)
			settle_node(w, &n->map->v[i].value);
	} else if (n->kind == OBJ_LIST) {
		for (uint32_t i = 0; i < n->list->n; i++)
			settle_node(w, &n->list->v[i]);
	}
}

/* References in selectors, also outside apps: they must be gone before anything is written. */
static void settle_all(struct wiring *w)
{
	if (!w->u->selectors.n)
		return;
	for (uint32_t i = 0; i < w->u->instances.n; i++)
		if (!w->u->instances.v[i]->external)
			settle_node(w, &w->u->instances.v[i]->o.root);
}

void wire_unit(struct unit *u)
{
	struct wiring *w = arena_zalloc(u->arena, sizeof *w);

	w->u = u;
	w->trouble.code = DIAG_CODES;
	u->wire = w;
	run_rows(w);
	settle_all(w);
	check_objects(w);
}

uint32_t wire_selected(struct unit *u, const struct node *selector, sym namespace_, struct instance **out, uint32_t n)
{
	return selected(u->wire, selector, namespace_, out, n);
}

struct node *wire_selector(struct unit *u, struct instance *inst)
{
	return own_selector(u->wire, inst);
}

void wire_look_at(struct unit *u, struct instance *inst)
{
	struct wiring *w = u->wire;

	enter_app(w, inst->app);
	w->object = u->self = inst;
}
