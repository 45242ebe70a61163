/* SPDX-License-Identifier: Apache-2.0 */
/*
 * trace: noting how one value came to be; see trace.h.
 */
#include "eval/trace.h"

#include "eval/block.h"

static void note(struct unit *u, struct span span, const char *label)
{
	struct trace *t = u->trace;
	struct trace_step step = {span, label};

	for (uint32_t i = 0; i < t->steps.n; i++)
		if (t->steps.v[i].span.beg == span.beg && t->steps.v[i].span.end == span.end)
			return;
	VEC_PUSH(u->arena, &t->steps, step);
}

void trace_step(struct trace *t, sym key)
{
	t->at = t->at < t->n && t->way[t->at] == key ? t->at + 1 : TRACE_OFF;
}

bool trace_begin(struct unit *u, ast_id at)
{
	struct trace *t = u->trace;

	if (!t || !t->armed || t->at != t->n || unit_library(u, at))
		return false;
	t->armed = false;
	t->inside++;
	note(u, unit_span(u, at), t->steps.n ? "then set here" : "set here");
	return true;
}

bool trace_key(struct unit *u, sym map, const struct step *key)
{
	struct wish here = wish_now(u);

	if (!u->trace)
		return false;
	trace_step(u->trace, map);
	trace_step(u->trace, key->name);
	bool begun = trace_begin(u, key->at);
	wish_back(u, here);
	return begun;
}

void trace_end(struct unit *u, bool begun)
{
	if (begun)
		u->trace->inside--;
}

void trace_local(struct unit *u, const struct local *l)
{
	if (!u->trace || !u->trace->inside || unit_library(u, l->decl))
		return;
	const struct ast_node *n = unit_node(u, l->decl);
	struct str name = unit_str(u, l->name);
	if (l->given && n->kind == AST_PARAM)
		note(u, unit_span(u, l->given),
		     arena_printf(u->arena, "given for the parameter `" STR_FMT "`", STR_ARG(name)));
	else if (n->kind == AST_PARAM)
		note(u, unit_span(u, l->decl),
		     arena_printf(u->arena, "%s the parameter `" STR_FMT "`", l->filled ? "by" : "the default of",
				  STR_ARG(name)));
	else if (n->kind == AST_LET)
		note(u, unit_span(u, l->decl), arena_printf(u->arena, "by the local `" STR_FMT "`", STR_ARG(name)));
}

void trace_call(struct unit *u, const struct local *fn)
{
	if (u->trace && u->trace->inside && !unit_library(u, fn->decl))
		note(u, decl_span(u, fn->decl), "by this function");
}

void trace_object(struct unit *u, const struct instance *inst)
{
	struct trace *t = u->trace;

	if (!t || inst->library || (u->self == inst && !t->inside))
		return;
	if (t->inside)
		note(u, unit_span(u, instance_name_at(u, inst)), "read from this object");
	else
		VEC_PUSH(u->arena, &t->reads, inst);
}

void trace_layer(struct unit *u)
{
	if (u->trace)
		u->trace->armed = true;
}

struct trace trace_enter(struct unit *u, const sym *way, uint32_t n)
{
	struct trace before = {0};

	if (!u->trace)
		return before;
	before = *u->trace;
	u->trace->way = way;
	u->trace->n = n;
	u->trace->at = 0;
	u->trace->armed = true;
	u->trace->inside = 0;
	return before;
}

void trace_leave(struct unit *u, const struct trace *before)
{
	if (!u->trace)
		return;
	u->trace->way = before->way;
	u->trace->n = before->n;
	u->trace->at = before->at;
	u->trace->armed = before->armed;
	u->trace->inside = before->inside;
}
