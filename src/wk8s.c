/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wk8s: the pipeline. `compile` below reads as the list of phases; each phase
 * appends diagnostics and goes on, and what comes after a phase with errors is
 * decided here. Memory that is out unwinds to `guarded`.
 */
#include "wk8s.h"

#include "against/against.h"
#include "emit/json.h"
#include "emit/order.h"
#include "emit/yaml.h"
#include "eval/declare.h"
#include "rules/rules.h"
#include "schema/format.h"
#include "schema/nearest.h"
#include "schema/openapi.h"
#include "schema/schema.h"
#include "load/load.h"
#include "query/annotate.h"
#include "query/why.h"
#include "syntax/parse.h"
#include "text/files.h"
#include "text/render.h"
#include "wire/wire.h"

#include <limits.h>
#include <stdlib.h>

/* A document of the result: an object, or a text that is passed through. */
struct piece {
	struct object *object;
	const struct raw *raw;
};

/* Everything of one compilation. All of it dies together. */
struct compilation {
	struct wk8s_build *job;
	const struct wk8s_why *why; /* what is asked instead of writing the result; NULL: nothing */
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
	VEC(struct module *) params;  /* values of parameters: later ones win */
	VEC(struct module *) live;    /* what to compare with */
	VEC(struct object *) objects; /* on their way out */
	VEC(struct piece) pieces;     /* these and texts that are passed through, in the order of writing */
	struct buf out;               /* the result */
	struct buf err;               /* the messages */
	struct buf scratch;           /* what is written to be looked at */
	uint64_t started;             /* the running phase */
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

/* The objects that are to be written, in order of the source. */
static void collect(struct compilation *c, const struct unit *u)
{
	c->objects.n = 0;
	VEC_RESERVE(&c->arena, &c->objects, u->instances.n);
	for (uint32_t i = 0; i < u->instances.n; i++) {
		struct instance *inst = u->instances.v[i];

		if (!inst->external && inst->o.root.kind == OBJ_MAP)
			VEC_PUSH(&c->arena, &c->objects, &inst->o);
	}
	c->job->stats.objects = c->objects.n;
}

/* Texts that are passed through are YAML, whatever else they are. */
static bool can_emit(struct compilation *c, const struct unit *unit)
{
	if (c->job->output != WK8S_JSON || !unit->raws.n)
		return true;
	diag_help(diag_add(&c->diags, E0607, ast_span(&c->tree, unit->raws.v[0].item),
			   "a text that is passed through cannot be written as JSON"),
		  "write YAML, `-f yaml`, or include the file without `verbatim`");
	return false;
}

static int by_seq(const void *a, const void *b)
{
	const struct raw *x = *(const struct raw *const *)a, *y = *(const struct raw *const *)b;

	return (x->seq > y->seq) - (x->seq < y->seq);
}

/* All that is written, in its order: texts that are passed through come last, or where they are included. */
static void arrange(struct compilation *c, const struct unit *unit)
{
	bool source = c->job->order == WK8S_SOURCE;
	uint32_t n = unit->raws.n, k = 0;
	const struct raw **raws = ARENA_NEW(&c->arena, const struct raw *, n + 1);

	order_objects(source ? NULL : c->declared.schema, &c->arena, c->objects.v, c->objects.n);
	for (uint32_t i = 0; i < n; i++)
		raws[i] = &unit->raws.v[i];
	qsort(raws, n, sizeof *raws, by_seq);
	VEC_RESERVE(&c->arena, &c->pieces, c->objects.n + n);
	for (uint32_t i = 0; i <= c->objects.n; i++) {
		struct object *o = i < c->objects.n ? c->objects.v[i] : NULL;
		while (k < n && (!o || (source && raws[k]->seq < o->seq)))
			VEC_PUSH(&c->arena, &c->pieces, ((struct piece){.raw = raws[k++]}));
		if (o)
			VEC_PUSH(&c->arena, &c->pieces, ((struct piece){.object = o}));
	}
}

static void emit_json(struct compilation *c)
{
	struct json json;

	json_begin(&json, &c->out, &c->names);
	for (uint32_t i = 0; i < c->objects.n; i++)
		json_item(&json, &c->objects.v[i]->root);
	json_end(&json);
}

static void emit_piece(struct compilation *c, struct unit *unit, struct yaml *yaml, const struct piece *piece)
{
	if (!piece->object) {
		yaml_verbatim(yaml, piece->raw->text);
	} else if (c->job->annotate) {
		if (yaml->documents++)
			buf_puts(&c->out, "---\n");
		annotate_yaml(unit, &piece->object, 1, &c->out, &c->scratch);
	} else {
		yaml_document(yaml, &piece->object->root);
	}
}

static void emit_yaml(struct compilation *c, struct unit *unit)
{
	struct yaml yaml;

	yaml_begin(&yaml, &c->out, &c->names);
	for (uint32_t i = 0; i < c->pieces.n; i++)
		emit_piece(c, unit, &yaml, &c->pieces.v[i]);
}

static const char *text_of(struct compilation *c, sym s)
{
	struct str text = sym_str(&c->names, s);

	return arena_strndup(&c->arena, text.p ? text.p : "", text.n);
}

static struct wk8s_part part_of(struct compilation *c, const struct piece *piece)
{
	const struct object *o = piece->object;

	if (!o)
		return (struct wk8s_part){"", "", "", "", piece->raw->path};
	const struct schema_kind *k = &c->declared.schema->kinds[o->kind];
	return (struct wk8s_part){text_of(c, k->name), text_of(c, k->group), text_of(c, o->namespace_),
				  text_of(c, o->name), NULL};
}

/* Each as a text of its own; an errno value of the one who takes them. */
static int emit_parts(struct compilation *c, struct unit *unit)
{
	const struct wk8s_parts *to = &c->job->parts;
	struct wk8s_part *parts = ARENA_NEW(&c->arena, struct wk8s_part, c->pieces.n + 1);
	int error;

	for (uint32_t i = 0; i < c->pieces.n; i++)
		parts[i] = part_of(c, &c->pieces.v[i]);
	error = to->plan(to->ctx, parts, c->pieces.n);
	for (uint32_t i = 0; !error && i < c->pieces.n; i++) {
		const struct piece *piece = &c->pieces.v[i];
		struct yaml yaml;

		error = to->next(to->ctx);
		yaml_begin(&yaml, &c->out, &c->names);
		if (c->job->output == WK8S_YAML) {
			emit_piece(c, unit, &yaml, piece);
		} else {
			json_value(&c->out, &c->names, &piece->object->root, 2);
			buf_putc(&c->out, '\n');
		}
		if (!error)
			error = buf_flush(&c->out);
	}
	return error;
}

static void emit(struct compilation *c, struct unit *unit)
{
	arrange(c, unit);
	if (c->job->parts.plan)
		c->out.error = emit_parts(c, unit);
	else if (c->job->output == WK8S_JSON)
		emit_json(c);
	else
		emit_yaml(c, unit);
	buf_flush(&c->out);
}

/* Finds the value that begins on a line, or last before it. */
struct line_search {
	const struct buf *out;
	size_t seen; /* bytes looked at */
	unsigned long line, wanted;
	const struct node *value;
};

static void count_lines(void *ctx, const struct node *value)
{
	struct line_search *s = ctx;

	for (; s->seen < s->out->n; s->seen++)
		s->line += s->out->p[s->seen] == '\n';
	if (s->line <= s->wanted)
		s->value = value;
}

/* The value on line N of the YAML; NULL if there are not so many lines. */
static const struct node *value_on_line(struct compilation *c, unsigned long n)
{
	struct yaml yaml;
	struct line_search search = {.out = &c->scratch, .line = 1, .wanted = n};

	yaml_begin(&yaml, &c->scratch, &c->names);
	yaml.begins = count_lines;
	yaml.begins_ctx = &search;
	order_objects(c->declared.schema, &c->arena, c->objects.v, c->objects.n);
	for (uint32_t i = 0; i < c->objects.n; i++)
		yaml_document(&yaml, &c->objects.v[i]->root);
	const struct node *value = search.value;
	search.wanted = ULONG_MAX;
	count_lines(&search, NULL);
	return n && search.line > n ? value : NULL;
}

/* Answers the question about what has been compiled. */
static void answer(struct compilation *c, struct unit *unit)
{
	struct why_question question = {0};
	enum render_format format = render_format_of(c->job);

	collect(c, unit);
	if (c->why->object) {
		question = (struct why_question){str_of(c->why->object), str_of(c->why->path ? c->why->path : "")};
	} else {
		const struct node *value = value_on_line(c, c->why->line);
		if (!value || !why_node(unit, value, &question)) {
			diag_add(&c->diags, E0611, SPAN_NONE, "the result has no line %lu", c->why->line);
			return;
		}
	}
	(void)why(unit, &question, &c->out, format, c->job->colour);
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

	if (dump == WK8S_DUMP_TOKENS) {
		dump_texts(c);
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
	unit->look_at_rules = rules_look;
	if (c->job->tests.assertion) {
		unit->judged = tell;
		unit->judged_ctx = c;
	}
	eval_unit(unit);
	lap(c, WK8S_EVAL);
	if (dump == WK8S_DUMP_OBJECTS) {
		collect(c, unit);
		emit_json(c);
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
		answer(c, unit);
		return;
	}
	if (c->job->tests.assertion || !can_emit(c, unit))
		return;
	collect(c, unit);
	emit(c, unit);
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
	symtab_init(&c->names, &c->arena, &schema_stdlib.names);
	ast_init(&c->tree, &c->arena, schema_stdlib.nodes, schema_stdlib.nnodes);
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

static enum wk8s_status run(struct compilation *c)
{
	enum wk8s_status status;

	begin(c);
	status = guarded(c);
	c->job->stats.read_bytes = c->files.bytes;
	c->job->stats.written = c->out.flushed;
	buf_free(&c->out);
	buf_free(&c->err);
	buf_free(&c->scratch);
	arena_free(&c->arena);
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
