/* SPDX-License-Identifier: Apache-2.0 */
/*
 * overlap: a workload's selector must match its own pods and no others, or
 * two controllers fight over them. What derivation made of such a selector
 * for something else (a Service) must be as exact.
 *
 * One message a selector, and of two that match each other only the later
 * one is told of.
 */
#include "wire/wiring.h"

#define SHOWN 3

static struct span selector_place(struct unit *u, const struct instance *inst, const struct node *selector,
				  bool *written)
{
	*written = !unit_in_row(u, selector->origin) && !(selector->flags & OBJ_DERIVED);
	return unit_span(u, *written ? selector->origin : instance_name_at(u, inst));
}

static const char *called(struct unit *u, const struct instance *inst)
{
	return arena_printf(u->arena, STR_FMT " `" STR_FMT "`",
			    STR_ARG(unit_str(u, u->schema->kinds[inst->o.kind].name)),
			    STR_ARG(unit_str(u, inst->o.name)));
}

static const char *how_to_part(struct wiring *w, const struct instance *a, const struct instance *b, bool written)
{
	struct unit *u = w->u;

	if (written)
		return "let the selector hold a label that only its own pods have";
	if (a->o.name == b->o.name)
		return "give one of them another name: pods are told apart by the name of their workload";
	enter_app(w, a->app);
	if (!map_value(w->settings, u->word.selector))
		return "these pods carry the label that it selects by: give them another one, or write a selector";
	return arena_printf(
		u->arena,
		"let the selectors hold what parts them: `selector: [name]` for the app, or one written in %s",
		called(u, a));
}

static void complain(struct wiring *w, struct instance *a, const struct node *selector, struct instance *const *others,
		     uint32_t n)
{
	struct unit *u = w->u;
	bool written;
	struct span at = selector_place(u, a, selector, &written);
	struct diag *d = diag_add(u->diags, E0401, at, "the selector of %s also matches the pods of %s", called(u, a),
				  called(u, others[0]));

	diag_label(d, written ? "this selector" : "its selector");
	for (uint32_t i = 0; i < n; i++)
		diag_also(d, unit_span(u, instance_name_at(u, others[i])), i ? "and these pods" : "these pods");
	diag_help(d, "%s", how_to_part(w, a, others[0], written));
}

static bool matches_back(struct wiring *w, struct instance *b, struct instance *a)
{
	struct unit *u = w->u;
	struct node *back = u->schema->kinds[b->o.kind].pods && !b->app->file ? own_selector(w, b) : NULL;
	struct node *labels = pod_labels(u, a);

	return back && labels && selector_matches(u, back, labels->map);
}

/* The API server takes no workload whose selector does not match its own pods, in an app or outside. */
static void check_match(struct wiring *w, struct instance *a, struct node *selector, struct node *labels)
{
	static const struct map none = {0};

	if (!selector || selector_poisoned(w, a) || selector_matches(w->u, selector, labels ? labels->map : &none))
		return;
	diag_label(diag_add(w->u->diags, E0409, unit_span(w->u, instance_name_at(w->u, a)),
			    "the selector of %s does not match its own pods", called(w->u, a)),
		   "the labels of its pod template must be what the selector asks for");
}

static void check_own(struct wiring *w, struct instance *a)
{
	struct node *selector = own_selector(w, a), *labels = pod_labels(w->u, a);
	struct instance *found[SHOWN + 1], *others[SHOWN];
	uint32_t n = selector ? selected(w, selector, a->o.namespace_, found, SHOWN + 1) : 0, told = 0;

	for (uint32_t i = 0; i < n && told < SHOWN; i++) {
		struct instance *b = found[i];
		if (b != a && !b->broken && !(a->number < b->number && matches_back(w, b, a)))
			others[told++] = b;
	}
	if (told)
		complain(w, a, selector, others, told);
	else
		check_match(w, a, selector, labels);
}

/* Pods that the selector derived for A matches, though the workload's own does not: it has terms that labels cannot
 * say. */
static void check_derived(struct wiring *w, struct instance *a)
{
	struct node *selector = own_selector(w, a);
	struct instance *found[SHOWN + 1], *others[SHOWN];
	uint32_t n, told = 0;

	if (!selector || !(selector->flags & OBJ_DERIVED))
		return;
	n = selected(w, selector, a->o.namespace_, found, SHOWN + 1);
	for (uint32_t i = 0; i < n && told < SHOWN; i++) {
		bool part = false;
		for (uint32_t k = 0; k < n; k++)
			part |= k != i && matches_back(w, found[k], found[i]);
		if (n > 1 && !part)
			others[told++] = found[i];
	}
	if (told > 1)
		complain(w, a, selector, others + 1, told - 1);
}

void check_overlap(struct wiring *w, struct instance *a)
{
	const struct schema_kind *k = &w->u->schema->kinds[a->o.kind];

	if (!k->selects || a->external || a->broken)
		return;
	if (!wired(a) && k->pods)
		check_match(w, a, own_selector(w, a), pod_labels(w->u, a));
	else if (wired(a) && k->pods)
		check_own(w, a);
	else if (wired(a))
		check_derived(w, a);
}
