/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wk8s: the pipeline. `compile` below reads as the list of phases; each phase
 * appends diagnostics and goes on, and what comes after a phase with errors is
 * decided here. Memory that is out unwinds to `guarded`.
 */
#include "wk8s.h"

#include "against/against.h"
#include "eval/declare.h"
#include "explain/explain.h"
#include "explain/sample.h"
#include "explain/sample_text.h"
#include "fmt/fmt.h"
#include "rules/rules.h"
#include "schema/format.h"
#include "schema/nearest.h"
#include "schema/openapi.h"
#include "schema/schema.h"
#include "load/load.h"
#include "query/why.h"
#include "result.h"
#include "syntax/parse.h"
#include "text/files.h"
#include "text/render.h"
#include "wire/wire.h"

#include <stdlib.h>

/* Everything of one compilation. All of it dies together. */
struct compilation {
	struct wk8s_build *job;
	bool lay_out;                        /* the first file is only laid out */
	const struct wk8s_why *why;          /* what is asked instead of writing the result; NULL: nothing */
	const struct wk8s_list *list;        /* what is listed instead; NULL: nothing */
	const struct wk8s_explain *explain;  /* what is explained, without compiling; NULL: nothing */
	const struct explain_sample *sample; /* the sample that this is the compilation of; NULL: none */
	struct mem mem;
	jmp_buf unwind;
	struct arena arena;
	struct files files;
	struct sources sources;
	struct diags diags;
	struct symtab names;
	struct ast tree;
	struct modules modules;
	struct declared declared;
	VEC(struct module *) params; /* values of parameters: later ones win */
	VEC(struct module *) live;   /* what to compare with */
	struct buf out;              /* the result */
	struct buf err;              /* the messages */
	struct buf scratch;          /* what is written to be looked at */
	uint64_t started;            /* the running phase */
};

/* ---- time ---- */

static uint64_t now(const struct compilation *c)
{
	return c->job->stats.clock ? c->job->stats.clock() : 0;
}

/* The time since the last lap went to PHASE. */
static void lap(struct compilation *c, enum wk8s_phase phase)
{
	uint64_t t = now(c);

	c->job->stats.ns[phase] += t - c->started;
	c->started = t;
}

static enum render_format render_format_of(const struct wk8s_build *job)
{
	return job->messages == WK8S_GCC ? RENDER_GCC : job->messages == WK8S_JSON_LINES ? RENDER_JSON : RENDER_HUMAN;
}

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
	lap(c, WK8S_EVAL);
}

/* Writes the first file in its one layout. Warnings are for who compiles it. */
static void lay_out(struct compilation *c)
{
	const struct module *m;

	modules_give(&c->modules, c->job->paths[0]);
	m = c->modules.all.v[0];
	if (c->diags.errors || !m->root)
		return;
	c->diags.list.n = 0;
	fmt(&c->out, &c->scratch, &c->tree, &c->names, sources_at(&c->sources, ast_span(&c->tree, m->root).beg),
	    m->root);
}

/* Answers the question about what has been compiled. */
static void answer(struct compilation *c, struct result *result)
{
	struct why_question question = {0};
	enum render_format format = render_format_of(c->job);

	result_collect(result);
	if (c->why->object) {
		question = (struct why_question){str_of(c->why->object), str_of(c->why->path ? c->why->path : "")};
	} else {
		const struct node *value = result_on_line(result, c->why->line);
		if (!value || !why_node(result->unit, value, &question)) {
			diag_add(&c->diags, E0611, SPAN_NONE, "the result has no line %lu", c->why->line);
			return;
		}
	}
	(void)why(result->unit, &question, &c->out, format, c->job->colour);
}

/* ---- samples ---- */

static void begin(struct compilation *c);
static void end(struct compilation *c);
static enum wk8s_status guarded(struct compilation *c);

static void release(void *ctx)
{
	end(ctx);
}

/* What is left of a limit, for who takes 0 for none. */
static size_t memory_left(const struct mem *mem)
{
	if (!mem->limit)
		return 0;
	return mem->used < mem->limit ? mem->limit - mem->used : 1;
}

/* Compiles SAMPLE by itself, with the memory that is left. */
static bool compile_sample(void *ctx, struct explain_sample *sample)
{
	static const char *const paths[] = {"example.wk8s"};
	struct compilation *outer = ctx;
	struct sample_text text = {sample->source, strlen(sample->source)};
	struct wk8s_build job = {
		.paths = paths,
		.npaths = 1,
		.target = outer->job->target,
		.max_memory = memory_left(&outer->mem),
		.fail_at = outer->mem.fail_at,
		.reader = {.ctx = &text,
			   .open = sample_text_open,
			   .read = sample_text_read,
			   .close = sample_text_close},
		.err = {.write = sample_text_ignore},
	};
	struct compilation c = {.job = &job, .sample = sample};
	struct mem_hold hold = {.release = release, .ctx = &c};
	enum wk8s_status status;

	begin(&c);
	mem_hold(&outer->mem, &hold);
	status = guarded(&c);
	if (status == WK8S_FAILED)
		mem_out(&outer->mem);
	if (outer->mem.fail_at > 0)
		outer->mem.fail_at = c.mem.fail_at;
	sample->yaml = arena_strndup(&outer->arena, c.out.p, c.out.n);
	mem_let_go(&outer->mem, &hold);
	return status == WK8S_DONE;
}

static void explain(struct compilation *c)
{
	const struct wk8s_explain *job = c->explain;
	struct explain x = {
		.schema = &schema_stdlib,
		.tree = &c->tree,
		.names = &c->names,
		.arena = &c->arena,
		.diags = &c->diags,
		.out = &c->out,
		.scratch = &c->scratch,
		.target = job->build->target ? (uint8_t)job->build->target : schema_stdlib.newest,
		.colour = job->colour,
		.json = job->json,
		.compile = compile_sample,
		.compile_ctx = c,
	};

	if (job->what == WK8S_EXPLAIN_KINDS)
		explain_kinds(&x);
	else if (job->what == WK8S_EXPLAIN_FIELDS)
		explain_fields(&x, job->word);
	else
		explain_answer(&x, job->word);
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

static void compile(struct compilation *c)
{
	enum wk8s_dump dump = c->job->dump;
	struct unit *unit;
	struct result result;

	if (c->explain) {
		explain(c);
		return;
	}
	if (dump == WK8S_DUMP_TOKENS) {
		dump_texts(c);
		return;
	}
	if (c->lay_out) {
		lay_out(c);
		return;
	}
	load(c);
	lap(c, WK8S_LOAD);
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
	lap(c, WK8S_EVAL);
	if (dump == WK8S_DUMP_OBJECTS) {
		result_collect(&result);
		result_dump(&result);
		return;
	}

	if (unit->made >= unit->limits.nodes)
		return; /* E0503: nothing is whole */
	wire_unit(unit);
	lap(c, WK8S_WIRE);
	if (!c->diags.errors)
		rules_run(unit);
	lap(c, WK8S_RULES);
	if (!c->diags.errors && c->live.n)
		against_run(unit, c->live.v, c->live.n);
	if (c->diags.errors)
		return;

	if (c->why) {
		answer(c, &result);
		return;
	}
	if (c->sample) {
		result_collect(&result);
		if (result.objects.n)
			explain_cut(c->sample, &result.objects.v[0]->root, unit->schema, &c->names, &c->arena, &c->out);
		return;
	}
	if (c->list) {
		result_collect(&result);
		result_write_list(&result, c->list->images, c->list->json ? LIST_JSON : LIST_TABLE);
		return;
	}
	if (c->job->tests.assertion || !result_writable(&result))
		return;
	result_collect(&result);
	result_write(&result);
	lap(c, WK8S_EMIT);
}

/* ---- around the phases ---- */

static void begin(struct compilation *c)
{
	const struct wk8s_build *job = c->job;
	const struct wk8s_reader *r = &job->reader;
	const struct file_reader reader = {r->ctx, r->open, r->read, r->close, r->list};

	mem_init(&c->mem);
	c->mem.limit = job->max_memory;
	c->mem.fail_at = job->fail_at > 0 ? job->fail_at : -1;
	c->mem.unwind = &c->unwind;
	arena_init(&c->arena, &c->mem);
	buf_init(&c->out, &c->mem);
	buf_init(&c->err, &c->mem);
	buf_init(&c->scratch, &c->mem);
	files_init(&c->files, &c->arena, &reader);
	c->started = now(c);
}

/* What allocates, so it runs under the guard. */
static void open_tables(struct compilation *c)
{
	const struct wk8s_build *job = c->job;

	buf_init_sink(&c->out, &c->mem, job->out.write, job->out.ctx);
	sources_init(&c->sources, &c->arena);
	diags_init(&c->diags, &c->arena, job->max_errors ? job->max_errors : WK8S_MAX_ERRORS);
	/* Laying out asks nobody what names mean. */
	symtab_init(&c->names, &c->arena, c->lay_out ? NULL : &schema_stdlib.names);
	ast_init(&c->tree, &c->arena, c->lay_out ? NULL : schema_stdlib.nodes, c->lay_out ? 0 : schema_stdlib.nnodes);
	c->modules.files = &c->files;
	c->modules.sources = &c->sources;
	c->modules.tree = &c->tree;
	c->modules.names = &c->names;
	c->modules.diags = &c->diags;
}

static void say_messages(struct compilation *c)
{
	const struct wk8s_build *job = c->job;
	enum render_format format = render_format_of(job);

	if (!c->diags.list.n)
		return;
	diags_sort(&c->diags);
	buf_init_sink(&c->err, &c->mem, job->err.write, job->err.ctx);
	render_diags(&c->err, &c->sources, &c->diags, format, job->colour);
	buf_flush(&c->err);
}

static void say(const struct wk8s_writer *err, const char *text)
{
	err->write(err->ctx, text, strlen(text));
}

/* Options that a caller can get wrong. */
static bool options_good(struct compilation *c)
{
	const struct wk8s_build *job = c->job;
	uint32_t at;

	if (job->target && (job->target < wk8s_oldest() || job->target > wk8s_newest())) {
		say(&job->err, "wk8sc: no such version of Kubernetes\n");
		return false;
	}
	if (job->default_namespace) {
		const char *why = format_check(&c->arena, FORMAT_DNS_LABEL, str_of(job->default_namespace), &at);

		if (why) {
			say(&job->err,
			    arena_printf(&c->arena, "wk8sc: bad namespace `%s`: %s\n", job->default_namespace, why));
			return false;
		}
	}
	return true;
}

/* Note [unwinding]: the one setjmp. C is not a local of this function, so what changed in it is kept. */
static enum wk8s_status guarded(struct compilation *c)
{
	if (setjmp(c->unwind) != 0) {
		files_abort(&c->files);
		say(&c->job->err, "wk8sc: out of memory\n");
		return WK8S_FAILED;
	}
	open_tables(c);
	if (!options_good(c))
		return WK8S_USAGE;
	compile(c);
	buf_flush(&c->out);
	say_messages(c);
	if (c->modules.failed || c->out.error)
		return WK8S_FAILED;
	return c->diags.errors ? WK8S_MISTAKES : WK8S_DONE;
}

static void end(struct compilation *c)
{
	buf_free(&c->out);
	buf_free(&c->err);
	buf_free(&c->scratch);
	arena_free(&c->arena);
}

static enum wk8s_status run(struct compilation *c)
{
	enum wk8s_status status;

	begin(c);
	status = guarded(c);
	c->job->stats.read_bytes = c->files.bytes;
	c->job->stats.written = c->out.flushed;
	end(c);
	c->job->stats.peak_memory = c->mem.peak;
	lap(c, WK8S_FREE);
	return status;
}

enum wk8s_status wk8s_build(struct wk8s_build *job)
{
	struct compilation c = {.job = job};

	return run(&c);
}

enum wk8s_status wk8s_why(struct wk8s_why *job)
{
	struct compilation c = {.job = job->build, .why = job};

	return run(&c);
}

enum wk8s_status wk8s_list(struct wk8s_list *job)
{
	struct compilation c = {.job = job->build, .list = job};

	return run(&c);
}

enum wk8s_status wk8s_fmt(struct wk8s_build *job)
{
	struct compilation c = {.job = job, .lay_out = true};

	return run(&c);
}

enum wk8s_status wk8s_explain(struct wk8s_explain *job)
{
	struct compilation c = {.job = job->build, .explain = job};

	return run(&c);
}

enum wk8s_status wk8s_types(const struct wk8s_types *job)
{
#ifdef HAVE_JANSSON
	const struct openapi_options options = {
		.files = job->files,
		.nfiles = job->nfiles,
		.enums = job->enums,
		.fields = job->fields,
		.resources = job->resources,
		.outdir = job->folder,
	};
	struct mem mem;
	struct buf errors;
	jmp_buf unwind;
	int status;

	mem_init(&mem);
	if (setjmp(unwind) != 0) {
		say(&job->err, "wk8sc: out of memory\n");
		return WK8S_FAILED;
	}
	mem.unwind = &unwind;
	buf_init(&errors, &mem);
	status = openapi_types(&options, &mem, &errors);
	job->err.write(job->err.ctx, errors.p, errors.n);
	buf_free(&errors);
	return (enum wk8s_status)status;
#else
	say(&job->err, "wk8sc: this wk8sc was built without `types`, which needs the library jansson\n");
	return WK8S_FAILED;
#endif
}

/* ---- small questions ---- */

unsigned wk8s_oldest(void)
{
	return schema_stdlib.oldest;
}

unsigned wk8s_newest(void)
{
	return schema_stdlib.newest;
}

bool wk8s_code(size_t index, struct wk8s_code *out)
{
	enum diag_code code = (enum diag_code)index;

	if (index >= DIAG_CODES)
		return false;
	*out = (struct wk8s_code){diag_code_text(code), diag_code_name(code), diag_code_title(code),
				  (enum wk8s_level)diag_code_level(code)};
	return true;
}

const char *wk8s_phase_name(enum wk8s_phase phase)
{
	static const char *const names[WK8S_PHASES] = {"load", "evaluate", "wire", "rules", "emit", "free"};

	return names[phase];
}

const char *wk8s_nearest(const char *word, const char *const *names, size_t n)
{
	struct nearest near;

	nearest_init(&near, str_of(word));
	for (size_t i = 0; i < n; i++)
		nearest_feed(&near, str_of(names[i]));
	return near.best.n ? near.best.p : NULL;
}
