/* SPDX-License-Identifier: Apache-2.0 */
/*
 * compilation: beginning and ending it. Memory that is out unwinds to
 * compilation_go.
 */
#include "compilation.h"

#include "schema/format.h"
#include "schema/schema.h"

static uint64_t now(const struct compilation *c)
{
	return c->job->stats.clock ? c->job->stats.clock() : 0;
}

void compilation_lap(struct compilation *c, enum wk8s_phase phase)
{
	uint64_t t = now(c);

	c->job->stats.ns[phase] += t - c->started;
	c->started = t;
}

enum render_format compilation_format(const struct compilation *c)
{
	enum wk8s_messages messages = c->job->messages;

	return messages == WK8S_GCC ? RENDER_GCC : messages == WK8S_JSON_LINES ? RENDER_JSON : RENDER_HUMAN;
}

void compilation_begin(struct compilation *c)
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
	symtab_init(&c->names, &c->arena, c->bare ? NULL : &schema_stdlib.names);
	ast_init(&c->tree, &c->arena, c->bare ? NULL : schema_stdlib.nodes, c->bare ? 0 : schema_stdlib.nnodes);
	c->modules.files = &c->files;
	c->modules.sources = &c->sources;
	c->modules.tree = &c->tree;
	c->modules.names = &c->names;
	c->modules.diags = &c->diags;
}

static void say_messages(struct compilation *c)
{
	const struct wk8s_build *job = c->job;
	enum render_format format = compilation_format(c);

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
enum wk8s_status compilation_go(struct compilation *c)
{
	if (setjmp(c->unwind) != 0) {
		files_abort(&c->files);
		say(&c->job->err, "wk8sc: out of memory\n");
		return WK8S_FAILED;
	}
	open_tables(c);
	if (!options_good(c))
		return WK8S_USAGE;
	c->task(c);
	buf_flush(&c->out);
	say_messages(c);
	if (c->modules.failed || c->out.error)
		return WK8S_FAILED;
	return c->diags.errors ? WK8S_MISTAKES : WK8S_DONE;
}

void compilation_end(struct compilation *c)
{
	buf_free(&c->out);
	buf_free(&c->err);
	buf_free(&c->scratch);
	arena_free(&c->arena);
}

enum wk8s_status compilation_run(struct compilation *c)
{
	enum wk8s_status status;

	compilation_begin(c);
	status = compilation_go(c);
	c->job->stats.read_bytes = c->files.bytes;
	c->job->stats.written = c->out.flushed;
	compilation_end(c);
	c->job->stats.peak_memory = c->mem.peak;
	compilation_lap(c, WK8S_FREE);
	return status;
}
