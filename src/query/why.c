/* SPDX-License-Identifier: Apache-2.0 */
/*
 * why: the answer is a note with pictures of all places that had a part in
 * the value.
 */
#include "query/why.h"

#include "eval/eval.h"
#include "eval/trace.h"
#include "query/way.h"
#include "wire/wire.h"

struct answer {
	struct unit *u;
	struct way_to way;
	struct node *value; /* NULL: nothing is there */
	struct trace trace;
	const struct schema_derive *row; /* that derived it; NULL: none */
};

/* ---- what is written ---- */

/* Evaluates the field that the first MOST steps lead to once more; true if something in the sources sets it. */
static bool trace_written(struct answer *a, uint32_t most)
{
	struct unit *u = a->u;
	struct instance *inst = a->way.inst;
	sym want[WAY_ROOM];
	struct node ignored;
	uint32_t n = 0;

	while (n < most && !a->way.steps[n].item) {
		want[n] = a->way.steps[n].name;
		n++;
	}
	if (!n || !inst->body)
		return false;
	inst->evaluated = false; /* what is asked is how, not what */
	u->diags->quiet = true;
	u->trace = &a->trace;
	(void)eval_steps(u, inst, want, n, inst->o.item, &ignored);
	u->trace = NULL;
	u->diags->quiet = false;
	inst->evaluated = true;
	return a->trace.steps.n > 0;
}

/* ---- what is derived ---- */

/* Does ROW set a path of objects that the first N steps are? */
static bool is_row_for(const struct answer *a, const struct schema_derive *row, uint32_t n)
{
	const struct unit *u = a->u;
	const struct schema_path *p = &u->schema->paths[row->path];

	if (row->type || p->count != n || !schema_kind_in(u->schema, row->kinds, a->way.inst->o.kind))
		return false;
	for (uint32_t i = 0; i < n; i++)
		if (u->schema->fields[u->schema->steps[p->first + i]].name != a->way.steps[i].name)
			return false;
	return true;
}

/* The row that gave the map of the first N steps the key of the next one. */
static const struct schema_derive *row_of_key(const struct answer *a, uint32_t n)
{
	struct unit *u = a->u;
	const struct way_step *key = &a->way.steps[n];

	for (uint32_t i = 1; i < u->schema->nderives; i++) {
		const struct schema_derive *row = &u->schema->derives[i];
		if (!is_row_for(a, row, n) || (row->key && row->key != key->name))
			continue;
		struct node v = wire_again(u, a->way.inst, row, &a->way.inst->o.root);
		const struct node *given = row->key ? &v : v.kind == OBJ_MAP ? map_value(v.map, key->name) : NULL;
		if (given && node_equal(given, key->value))
			return row;
	}
	return NULL;
}

/* The row that gave the value of the first N steps, where that was written elsewhere: in a setting, in a function. */
static const struct schema_derive *row_of_value(const struct answer *a, uint32_t n)
{
	struct unit *u = a->u;

	for (uint32_t i = 1; i < u->schema->nderives; i++) {
		const struct schema_derive *row = &u->schema->derives[i];
		if (!is_row_for(a, row, n) || row->key)
			continue;
		struct node v = wire_again(u, a->way.inst, row, &a->way.inst->o.root);
		if (node_equal(&v, a->way.steps[n - 1].value))
			return row;
	}
	return NULL;
}

/* The innermost value on the way that is derived, and its row. */
static void find_row(struct answer *a)
{
	struct node *self = &a->way.inst->o.root;
	struct unit *u = a->u;

	for (uint32_t i = 0; i < a->way.n && a->way.steps[i].value; i++) {
		const struct node *v = a->way.steps[i].value;
		const struct schema_derive *row = v->flags & OBJ_DERIVED ? wire_row(u, v->origin) : NULL;
		if (!row && (v->flags & OBJ_DERIVED) && i)
			row = row_of_key(a, i);
		if (!row && (v->flags & OBJ_DERIVED))
			row = row_of_value(a, i + 1);
		a->row = row ? row : a->row;
	}
	if (!a->row)
		return;
	for (uint32_t i = 0; i < a->way.n && a->row->type && a->way.steps[i].value; i++)
		if (unit_type(u, a->way.steps[i].value->type)->name == unit_type(u, a->row->type)->name)
			self = a->way.steps[i].value;
	u->trace = &a->trace;
	(void)wire_again(u, a->way.inst, a->row, self);
	u->trace = NULL;
}

/* "Service.spec.selector", "ServicePort.targetPort". */
static const char *row_path(struct unit *u, const struct schema_derive *row, kind_id kind)
{
	const struct schema_path *p = &u->schema->paths[row->path];
	struct str name = unit_str(u, u->schema->kindsets[row->kinds].name);
	const char *text = NULL;

	if (!name.n)
		name = unit_str(u, u->schema->kinds[kind].name);
	text = row->type ? type_text(u, row->type) : arena_printf(u->arena, STR_FMT, STR_ARG(name));

	for (uint32_t i = 0; i < p->count; i++)
		text = arena_printf(u->arena, "%s." STR_FMT, text,
				    STR_ARG(unit_str(u, u->schema->fields[u->schema->steps[p->first + i]].name)));
	if (row->key)
		text = arena_printf(u->arena, "%s.\"" STR_FMT "\"", text, STR_ARG(unit_str(u, row->key)));
	return text;
}

/* ---- the answer ---- */

static const char *value_line(struct unit *u, const struct node *v)
{
	sym text;

	if (!v)
		return "is not there";
	if (v->kind == OBJ_ABSENT)
		return "is not there: it is dropped";
	if (v->kind == OBJ_MAP)
		return arena_printf(u->arena, "is a map with %u key%s", v->map->n, v->map->n == 1 ? "" : "s");
	if (v->kind == OBJ_LIST)
		return arena_printf(u->arena, "is a list with %u item%s", v->list->n, v->list->n == 1 ? "" : "s");
	if (!value_text(u, v, &text))
		return "is null";
	struct str s = unit_str(u, text);
	return s.n > 200 || memchr(s.p, '\n', s.n) ? arena_printf(u->arena, "is a text of %u bytes", s.n)
						   : arena_printf(u->arena, "is `" STR_FMT "`", STR_ARG(s));
}

static struct span primary(const struct answer *a)
{
	const struct unit *u = a->u;

	if (a->trace.steps.n)
		return a->trace.steps.v[0].span;
	if (a->value && !unit_in_row(u, a->value->origin) && a->value->origin)
		return unit_span(u, a->value->origin);
	return unit_span(u, instance_name_at(u, a->way.inst));
}

static const char *primary_label(const struct answer *a)
{
	if (a->trace.steps.n)
		return a->trace.steps.v[0].label;
	if (a->row)
		return a->value && a->value->origin && !unit_in_row(a->u, a->value->origin) ? "from this"
											    : "for this object";
	if (!a->value)
		return "nothing sets it in this object";
	return a->value->origin && !unit_in_row(a->u, a->value->origin) ? "set here" : "by the object itself";
}

static void add_notes(struct answer *a, struct diag *d)
{
	struct unit *u = a->u;

	for (uint32_t i = 1; i < a->trace.steps.n; i++)
		diag_also(d, a->trace.steps.v[i].span, "%s", a->trace.steps.v[i].label);
	if (!a->row)
		return;
	diag_note(d, "derived by " STR_FMT ":%u, `%s`", STR_ARG(unit_str(u, a->row->file)), a->row->line,
		  row_path(u, a->row, a->way.inst->o.kind));
	for (uint32_t i = 0; i < a->trace.reads.n; i++) {
		const struct instance *inst = a->trace.reads.v[i];
		bool before = inst == a->way.inst;
		for (uint32_t k = 0; k < i; k++)
			before |= a->trace.reads.v[k] == inst;
		if (!before)
			diag_also(d, unit_span(u, instance_name_at(u, inst)), "it looks at this");
	}
}

bool why(struct unit *u, const struct why_question *question, struct buf *out, enum render_format format, bool colour)
{
	struct answer a = {.u = u, .way.inst = way_object(u, question->object)};
	struct diags notes;

	if (!a.way.inst || !way_find(u, question->path, &a.way))
		return false;
	a.value = a.way.n ? a.way.steps[a.way.n - 1].value : &a.way.inst->o.root;
	if (!trace_written(&a, a.way.n))
		find_row(&a);
	for (uint32_t n = a.way.n; n-- > 1 && !a.row && !a.trace.steps.n;)
		(void)trace_written(&a, n); /* it came with what is around it */
	const struct schema_kind *k = &u->schema->kinds[a.way.inst->o.kind];
	diags_init(&notes, u->arena, 1);
	struct diag *d = diag_add(&notes, N0001, primary(&a), STR_FMT "/" STR_FMT "%s%s %s",
				  STR_ARG(unit_str(u, k->name)), STR_ARG(unit_str(u, a.way.inst->o.name)),
				  a.way.n ? ": " : "", way_text(u, &a.way), value_line(u, a.value));
	diag_label(d, "%s", primary_label(&a));
	add_notes(&a, d);
	diags_sort(&notes);
	render_diags(out, u->sources, &notes, format, colour);
	return true;
}

/* ---- from a value back to its path ---- */

/* The path from AT to VALUE, which may be AT itself; NULL if it is not below. */
static const char *path_to(struct unit *u, const struct node *at, const struct node *value)
{
	const char *below = NULL;

	if (at == value)
		return "";
	for (uint32_t i = 0; at->kind == OBJ_MAP && i < at->map->n; i++) {
		below = path_to(u, &at->map->v[i].value, value);
		if (below)
			return arena_printf(u->arena, ".\"" STR_FMT "\"%s", STR_ARG(unit_str(u, at->map->v[i].key)),
					    below);
	}
	for (uint32_t i = 0; at->kind == OBJ_LIST && i < at->list->n; i++) {
		below = path_to(u, &at->list->v[i], value);
		if (!below)
			continue;
		sym key = unit_type(u, at->type)->keyed ? keyed_key(u, &at->list->v[i], at->type) : SYM_EMPTY;
		return key ? arena_printf(u->arena, ".\"" STR_FMT "\"%s", STR_ARG(unit_str(u, key)), below)
			   : arena_printf(u->arena, "[%u]%s", i, below);
	}
	return NULL;
}

bool why_node(struct unit *u, const struct node *value, struct why_question *out)
{
	for (uint32_t i = 0; i < u->instances.n; i++) {
		const struct instance *inst = u->instances.v[i];
		const struct schema_kind *k = &u->schema->kinds[inst->o.kind];
		const char *path =
			inst->external || inst->o.root.kind != OBJ_MAP ? NULL : path_to(u, &inst->o.root, value);
		if (!path)
			continue;
		out->path = str_of(path);
		out->object = str_of(
			arena_printf(u->arena, STR_FMT "/" STR_FMT "/" STR_FMT, STR_ARG(unit_str(u, k->name)),
				     STR_ARG(unit_str(u, inst->o.namespace_)), STR_ARG(unit_str(u, inst->o.name))));
		return true;
	}
	return false;
}
