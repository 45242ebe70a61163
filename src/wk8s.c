/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wk8s: the pipeline. `compile` below reads as the list of phases; each phase
 * appends diagnostics and goes on, and what comes after a phase with errors is
 * decided here. What is around it is in compilation.c.
 */
#include "wk8s.h"

#include "against/against.h"
#include "compilation.h"
#include "query/why.h"
#include "rules/rules.h"
#include "syntax/parse.h"
#include "wire/wire.h"

/* ---- the phases ---- */

/* Only the tokens of the files that were given are wanted. */
static void dump_texts(struct compilation *c)
{
	for (size_t i = 0; i < c->job->npaths; i++) {
		const struct file *f = files_given(&c->files, c->job->paths[i]);
		uint32_t number = f->state == FILE_READ ? sources_add(&c->sources, f->path, f->text) : UINT32_MAX;
		if (number != UINT32_MAX)
			dump_tokens(&c->out, &c->arena, &c->sources.files.v[number]);
		else
			c->modules.failed = true;
	}
}

/* The files that were given and those that they name, as trees. */
static void load(struct compilation *c)
{
	for (size_t i = 0; i < c->job->npaths; i++)
		modules_give(&c->modules, c->job->paths[i]);
	for (size_t i = 0; i < c->job->nparams; i++)
		VEC_PUSH(&c->arena, &c->params, modules_params(&c->modules, c->job->params[i]));
	for (size_t i = 0; i < c->job->ndefines; i++)
		VEC_PUSH(&c->arena, &c->params,
			 modules_define(&c->modules, c->job->defines[i].name, c->job->defines[i].value));
	for (size_t i = 0; i < c->job->nagainst; i++)
		VEC_PUSH(&c->arena, &c->live, modules_live(&c->modules, c->job->against[i]));
	if (c->job->dump != WK8S_DUMP_AST)
		modules_follow(&c->modules);
}

static void dump_trees(struct compilation *c)
{
	for (uint32_t i = 0; i < c->modules.all.n; i++)
		if (c->modules.all.v[i]->root)
			dump_ast(&c->out, &c->tree, &c->names, c->modules.all.v[i]->root);
}

/* NULL after a mistake in what the files declare. */
static struct unit *make_unit(struct compilation *c)
{
	const struct wk8s_build *job = c->job;
	struct unit_options options = {
		.target = job->target ? (uint8_t)job->target : schema_stdlib.newest,
		.namespace_ = str_of(job->default_namespace ? job->default_namespace : ""),
		.params = c->params.v,
		.nparams = c->params.n,
	};

	if (!declare_schema(&c->arena, &schema_stdlib, &c->modules, &c->declared))
		return NULL;
	return unit_new(&c->arena, &c->declared, &c->modules, &options);
}

/*
 * After a mistake in the text: what can still be said of values and types of
 * bodies without a hole. Names may be missing because of it, and where a
 * bracket was, nothing stands where it seems to.
 */
static void check_torn(struct compilation *c, struct unit *u)
{
	for (uint32_t i = 0; i < c->diags.list.n; i++) {
		enum diag_code code = c->diags.list.v[i]->code;

		if (diag_code_text(code)[2] == '6')
			return; /* a file is missing, and its names with it */
		if (code == E0102 || code == E0106 || code == E0108 || code == E0109 || code == E0501 || code == E0502)
			return;
	}
	if (c->declared.unread)
		return; /* nor is it known which types and kinds there are */
	c->diags.only = 2;
	u->torn = true;
	eval_unit(u);
	c->diags.only = 0;
	compilation_lap(c, WK8S_EVAL);
}

/* Tells the caller what became of an assertion. */
static void tell(void *ctx, const struct verdict *v)
{
	struct compilation *c = ctx;
	struct place at = sources_place(&c->sources, v->at.beg);
	struct wk8s_assertion a = {
		.good = v->good,
		.message = v->message,
		.file = at.file ? at.file->path : "",
		.line = at.line,
		.column = at.col,
		.found = v->found ? v->found : "",
	};

	if (v->set.beg && v->set.beg != v->at.beg) {
		struct place set = sources_place(&c->sources, v->set.beg);
		a.set_file = set.file ? set.file->path : "";
		a.set_line = set.line;
		a.set_column = set.col;
	}
	c->job->tests.assertion(c->job->tests.ctx, &a);
}

void compile(struct compilation *c)
{
	enum wk8s_dump dump = c->job->dump;
	struct unit *unit;
	struct result result;

	if (dump == WK8S_DUMP_TOKENS) {
		dump_texts(c);
		return;
	}
	load(c);
	compilation_lap(c, WK8S_LOAD);
	if (dump == WK8S_DUMP_AST) {
		dump_trees(c);
		return;
	}
	unit = make_unit(c);
	if (!unit)
		return;
	if (c->diags.errors) {
		check_torn(c, unit);
		return;
	}
	result = (struct result){.unit = unit, .job = c->job, .out = &c->out, .scratch = &c->scratch};
	unit->look_at_rules = rules_look;
	if (c->job->tests.assertion) {
		unit->judged = tell;
		unit->judged_ctx = c;
	}
	eval_unit(unit);
	compilation_lap(c, WK8S_EVAL);
	if (dump == WK8S_DUMP_OBJECTS) {
		result_collect(&result);
		result_dump(&result);
		return;
	}

	if (unit->made >= unit->limits.nodes)
		return; /* E0503: nothing is whole */
	wire_unit(unit);
	compilation_lap(c, WK8S_WIRE);
	if (!c->diags.errors)
		rules_run(unit);
	compilation_lap(c, WK8S_RULES);
	if (!c->diags.errors && c->live.n)
		against_run(unit, c->live.v, c->live.n);
	if (c->diags.errors)
		return;

	c->finish(c, &result);
}

/* ---- what is done with the result ---- */

static void write_result(struct compilation *c, struct result *result)
{
	if (c->job->tests.assertion || !result_writable(result))
		return;
	result_collect(result);
	result_write(result);
	compilation_lap(c, WK8S_EMIT);
}

static void answer(struct compilation *c, struct result *result)
{
	const struct wk8s_why *asked = c->asked;
	struct why_question question = {0};

	result_collect(result);
	if (asked->object) {
		question = (struct why_question){str_of(asked->object), str_of(asked->path ? asked->path : "")};
	} else {
		const struct node *value = result_on_line(result, asked->line);
		if (!value || !why_node(result->unit, value, &question)) {
			diag_add(&c->diags, E0611, SPAN_NONE, "the result has no line %lu", asked->line);
			return;
		}
	}
	(void)why(result->unit, &question, &c->out, compilation_format(c), c->job->colour);
}

static void write_list(struct compilation *c, struct result *result)
{
	const struct wk8s_list *asked = c->asked;

	result_collect(result);
	result_write_list(result, asked->images, asked->json ? LIST_JSON : LIST_TABLE);
}

enum wk8s_status wk8s_build(struct wk8s_build *job)
{
	struct compilation c = {.job = job, .task = compile, .finish = write_result};

	return compilation_run(&c);
}

enum wk8s_status wk8s_why(struct wk8s_why *job)
{
	struct compilation c = {.job = job->build, .task = compile, .finish = answer, .asked = job};

	return compilation_run(&c);
}

enum wk8s_status wk8s_list(struct wk8s_list *job)
{
	struct compilation c = {.job = job->build, .task = compile, .finish = write_list, .asked = job};

	return compilation_run(&c);
}
