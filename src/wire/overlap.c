/* SPDX-License-Identifier: Apache-2.0 */
/*
 * overlap: a workload's selector must match its own pods only, or two
 * controllers fight over them.
 */
#include "wire/wiring.h"

static void complain(struct unit *u, struct instance *a, struct instance *b)
{
	struct str x = unit_str(u, a->o.name), y = unit_str(u, b->o.name);
	struct diag *d = diag_add(u->diags, E0401, unit_span(u, instance_name_at(u, a)),
				  "the selector of " STR_FMT " `" STR_FMT "` also matches the pods of " STR_FMT " `" STR_FMT "`",
				  STR_ARG(unit_str(u, u->schema->kinds[a->o.kind].name)), STR_ARG(x),
				  STR_ARG(unit_str(u, u->schema->kinds[b->o.kind].name)), STR_ARG(y));

	diag_label(d, "its selector");
	diag_also(d, unit_span(u, instance_name_at(u, b)), "these pods");
	if (a->o.name == b->o.name)
		diag_help(d, "give one of them another name: pods are told apart by their workload's name");
	else
		diag_help(d, "let the selector hold what parts them: in the app `selector: [name, instance]`, or write one");
}

void check_overlap(struct wiring *w)
{
	struct unit *u = w->u;

	for (uint32_t i = 0; i < u->instances.n; i++) {
		struct instance *a = u->instances.v[i], *found[3];
		const struct schema_kind *k = &u->schema->kinds[a->o.kind];
		if (a->external || a->app->file || !k->pods || !k->selects)
			continue;
		struct node *selector = own_selector(w, a);
		uint32_t n = selector ? selected(w, selector, a->o.namespace_, found, 3) : 0;
		for (uint32_t f = 0; f < n; f++) {
			struct instance *b = found[f];
			struct node *back = b == a ? NULL : own_selector(w, b);
			bool both = back && u->schema->kinds[b->o.kind].pods && selector_matches(u, back, pod_labels(u, a)->map);
			/* of two that match each other only the later one is told of */
			if (b != a && !(both && a->number < b->number))
				complain(u, a, b);
		}
	}
}
