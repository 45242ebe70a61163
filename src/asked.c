/* SPDX-License-Identifier: Apache-2.0 */
/*
 * asked: what callers of wk8s.h ask besides compiling: the layout of a source,
 * what the library knows, and small things.
 */
#include "wk8s.h"

#include "compilation.h"
#include "explain/explain.h"
#include "explain/sample.h"
#include "explain/sample_text.h"
#include "fmt/fmt.h"
#include "schema/nearest.h"
#include "schema/openapi.h"
#include "schema/schema.h"

/* ---- the layout ---- */

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

enum wk8s_status wk8s_fmt(struct wk8s_build *job)
{
	/* Nobody asks what names mean. */
	struct compilation c = {.job = job, .task = lay_out, .bare = true};

	return compilation_run(&c);
}

/* ---- what the library knows ---- */

/* The part of the first object of the result that the sample is about. */
static void cut_sample(struct compilation *c, struct result *result)
{
	result_collect(result);
	if (result->objects.n)
		explain_cut(c->asked, &result->objects.v[0]->root, result->unit->schema, &c->names, &c->arena, &c->out);
}

static void release(void *ctx)
{
	compilation_end(ctx);
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
	struct compilation c = {.job = &job, .task = compile, .finish = cut_sample, .asked = sample};
	struct mem_hold hold = {.release = release, .ctx = &c};
	enum wk8s_status status;

	compilation_begin(&c);
	mem_hold(&outer->mem, &hold);
	status = compilation_go(&c);
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
	const struct wk8s_explain *job = c->asked;
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

enum wk8s_status wk8s_explain(struct wk8s_explain *job)
{
	struct compilation c = {.job = job->build, .task = explain, .asked = job};

	return compilation_run(&c);
}

/* ---- declarations from the API's documents ---- */

static void say(const struct wk8s_writer *err, const char *text)
{
	err->write(err->ctx, text, strlen(text));
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
