/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ports: from a Service's port to the container port behind it.
 *
 * The container port of its name, else the one of its number; when name and
 * number find different ones, or two containers answer, the user must say.
 */
#include "wire/wiring.h"

#include <inttypes.h>

/* ---- ports of a pod ---- */

static void walk_ports(struct unit *u, const struct node *node, const struct schema_path *p, uint32_t i,
		       void (*each)(void *, const struct node *), void *ctx)
{
	if (node->kind == OBJ_LIST) {
		for (uint32_t k = 0; k < node->list->n; k++)
			walk_ports(u, &node->list->v[k], p, i, each, ctx);
		return;
	}
	if (node->kind != OBJ_MAP)
		return;
	if (i == p->count) {
		each(ctx, node);
		return;
	}
	const struct node *next = map_value(node->map, u->schema->fields[u->schema->steps[p->first + i]].name);
	if (next)
		walk_ports(u, next, p, i + 1, each, ctx);
}

void each_port(struct unit *u, const struct node *node, path_id path, void (*each)(void *, const struct node *),
	       void *ctx)
{
	if (path)
		walk_ports(u, node, &u->schema->paths[path], 0, each, ctx);
}

void each_port_of(struct unit *u, struct instance *inst, void (*each)(void *, const struct node *), void *ctx)
{
	struct node list;

	if (!inst->external)
		each_port(u, &inst->o.root, u->schema->kinds[inst->o.kind].ports, each, ctx);
	else if (extern_ports(u, inst, &list) && list.kind == OBJ_LIST)
		for (uint32_t i = 0; i < list.list->n; i++)
			if (list.list->v[i].kind == OBJ_MAP)
				each(ctx, &list.list->v[i]);
}

/* Its name: the field that lists of it are keyed by. */
static sym name_of(const struct unit *u, const struct node *port)
{
	const struct node *v = map_value(port->map, u->word.name);

	return v && v->kind == OBJ_TEXT ? v->text : SYM_EMPTY;
}

struct search {
	struct unit *u;
	sym name;
	int64_t number;
	bool by_number;
	const struct node *by_name[2], *of_number[2];
	uint32_t names, numbers, all;
};

static void consider(void *ctx, const struct node *port)
{
	struct search *s = ctx;
	const struct node *number = port_number(s->u, port);

	s->all++;
	if (!number || number->kind != OBJ_INT)
		return;
	if (s->name && name_of(s->u, port) == s->name && s->names++ < 2)
		s->by_name[s->names - 1] = number;
	if (s->by_number && number->i == s->number && s->numbers++ < 2)
		s->of_number[s->numbers - 1] = number;
}

bool has_port(struct unit *u, struct instance *inst, sym name)
{
	struct search s = {.u = u, .name = name};

	each_port_of(u, inst, consider, &s);
	return s.names > 0;
}

/* ---- texts ---- */

struct listing {
	struct unit *u;
	const char *text;
};

static void add_text(void *ctx, const struct node *port)
{
	struct listing *l = ctx;
	const struct node *number = port_number(l->u, port);
	sym name = name_of(l->u, port);
	const char *before = l->text ? l->text : "", *between = l->text ? ", " : "";

	if (name && number && number->kind == OBJ_INT)
		l->text = arena_printf(l->u->arena, "%s%s`" STR_FMT "` (%d)", before, between,
				       STR_ARG(unit_str(l->u, name)), (int)number->i);
	else if (number && number->kind == OBJ_INT)
		l->text = arena_printf(l->u->arena, "%s%s%d", before, between, (int)number->i);
}

/* "`http` (8080), 9090" of INST, NULL if none. */
static const char *ports_text(struct unit *u, struct instance *inst)
{
	struct listing l = {u, NULL};

	each_port_of(u, inst, add_text, &l);
	return l.text;
}

/* ---- one target ---- */

/* A port of w->object, written or with its number at AT, reaches no one port of TARGET. */
static void complain_port(struct wiring *w, enum diag_code code, const struct node *at, const char *label,
			  struct instance *target)
{
	struct unit *u = w->u;
	struct str kind = unit_str(u, u->schema->kinds[target->o.kind].name), name = unit_str(u, target->o.name);
	ast_id place = instance_place(u, w->object, at->origin);
	struct diag *d =
		diag_add(u->diags, code, unit_span(u, place),
			 code == E0404 ? "no container of " STR_FMT " `" STR_FMT "` has this port"
				       : "cannot tell which container port of " STR_FMT " `" STR_FMT "` is meant",
			 STR_ARG(kind), STR_ARG(name));
	const char *ports = ports_text(u, target);

	if (!label)
		diag_label(d, "its ports: %s", ports);
	else
		diag_label(d, "%s", label);
	diag_also(d, unit_span(u, instance_name_at(u, target)), "the pods behind it");
	if (label && ports)
		diag_note(d, "the ports of `" STR_FMT "`: %s", STR_ARG(name), ports);
	if (at->kind == OBJ_INT)
		diag_help(d, "say which: `%" PRId64 " -> PORT`, with the number or name of the container port", at->i);
}

static struct node of_target(struct wiring *w, struct instance *target, const struct node *name,
			     const struct node *number)
{
	struct search s = {.u = w->u};
	const struct node *at = number->kind == OBJ_INT ? number : name;

	s.name = name->kind == OBJ_TEXT ? name->text : SYM_EMPTY;
	s.by_number = number->kind == OBJ_INT;
	s.number = s.by_number ? number->i : 0;
	each_port_of(w->u, target, consider, &s);
	if (!s.all)
		return node_null();
	if (s.names > 1 || (!s.names && s.numbers > 1)) {
		complain_port(w, E0403, at, "two of its ports have this name or number", target);
		return node_poison();
	}
	if (s.names && s.numbers && s.by_name[0] != s.of_number[0]) {
		complain_port(w, E0403, at, "its name and its number belong to different container ports", target);
		return node_poison();
	}
	if (!s.names && !s.numbers) {
		complain_port(w, E0404, at, NULL, target);
		return node_poison();
	}
	return s.names ? *s.by_name[0] : *s.of_number[0];
}

/* Of more pods than this the others are not asked: they can only agree, or be wrong themselves. */
#define TARGETS 64

static struct node disagreement(struct wiring *w, const struct node *at, struct instance *a, struct instance *b)
{
	struct unit *u = w->u;
	ast_id place = instance_place(u, w->object, at->origin);
	struct diag *d = diag_add(u->diags, E0403, unit_span(u, place),
				  "the pods behind this port do not have the same container port for it");
	struct instance *both[] = {a, b};

	diag_label(d, "cannot tell which is meant");
	for (int i = 0; i < 2; i++) {
		const char *ports = ports_text(u, both[i]);
		diag_also(d, unit_span(u, instance_name_at(u, both[i])), ports ? "has %s" : "declares no ports", ports);
	}
	if (at->kind == OBJ_INT)
		diag_help(d, "say which: `%" PRId64 " -> PORT`, with the number or name of the container port", at->i);
	return node_poison();
}

/*
 * A selector that was written and matches nothing: pods that are added later
 * must not change what is derived, so the user has to say.
 */
static struct node nobody(struct wiring *w, const struct instance *object, const struct node *at)
{
	struct unit *u = w->u;
	ast_id place = instance_place(u, object, at->origin);
	struct diag *d =
		diag_add(u->diags, E0405, unit_span(u, place), "cannot tell which container port this reaches");

	diag_label(d, "the selector of `" STR_FMT "` matches no pods here", STR_ARG(unit_str(u, object->o.name)));
	if (at->kind == OBJ_INT)
		diag_help(d, "if they are elsewhere, say it: `%" PRId64 " -> PORT`", at->i);
	return node_poison();
}

struct node port_behind(struct wiring *w, struct instance *object, const struct node *name, const struct node *number,
			ast_id at)
{
	struct node *selector = own_selector(w, object);
	struct instance *targets[TARGETS];
	struct node v = node_null();

	if (!selector || selector_poisoned(w, object) ||
	    (plain_labels(w->u, selector) == selector && !selector->map->n))
		return v;
	uint32_t n = selected(w, selector, object->o.namespace_, targets, TARGETS);
	if (!n && object->referred && object->referred->external)
		targets[n++] = object->referred;
	if (!n)
		return nobody(w, object, number->kind == OBJ_INT ? number : name);
	for (uint32_t i = 0; i < n; i++) {
		struct node one = of_target(w, targets[i], name, number);
		if (one.kind == OBJ_POISON)
			return one;
		/* none at all is an answer too: a port that is added later must not change it */
		if (i && (one.kind != v.kind || (one.kind == OBJ_INT && one.i != v.i)))
			return disagreement(w, number->kind == OBJ_INT ? number : name, targets[0], targets[i]);
		v = one;
	}
	v.type = 0;
	v.origin = at;
	return v;
}
