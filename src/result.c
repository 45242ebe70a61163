/* SPDX-License-Identifier: Apache-2.0 */
#include "result.h"

#include "emit/json.h"
#include "emit/order.h"
#include "emit/yaml.h"
#include "query/annotate.h"

#include <limits.h>
#include <stdlib.h>

void result_collect(struct result *r)
{
	r->objects.n = 0;
	VEC_RESERVE(r->unit->arena, &r->objects, r->unit->instances.n);
	for (uint32_t i = 0; i < r->unit->instances.n; i++) {
		struct instance *inst = r->unit->instances.v[i];

		if (!inst->external && inst->o.root.kind == OBJ_MAP)
			VEC_PUSH(r->unit->arena, &r->objects, &inst->o);
	}
	r->job->stats.objects = r->objects.n;
}

/* Texts that are passed through are YAML, whatever else they are. */
bool result_writable(struct result *r)
{
	if (r->job->output != WK8S_JSON || !r->unit->raws.n)
		return true;
	diag_help(diag_add(r->unit->diags, E0607, ast_span(r->unit->tree, r->unit->raws.v[0].item),
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
static void arrange(struct result *r)
{
	bool source = r->job->order == WK8S_SOURCE;
	uint32_t n = r->unit->raws.n, k = 0;
	const struct raw **raws = ARENA_NEW(r->unit->arena, const struct raw *, n + 1);

	order_objects(source ? NULL : r->unit->schema, r->unit->arena, r->objects.v, r->objects.n);
	for (uint32_t i = 0; i < n; i++)
		raws[i] = &r->unit->raws.v[i];
	qsort(raws, n, sizeof *raws, by_seq);
	VEC_RESERVE(r->unit->arena, &r->pieces, r->objects.n + n);
	for (uint32_t i = 0; i <= r->objects.n; i++) {
		struct object *o = i < r->objects.n ? r->objects.v[i] : NULL;
		while (k < n && (!o || (source && raws[k]->seq < o->seq)))
			VEC_PUSH(r->unit->arena, &r->pieces, ((struct piece){.raw = raws[k++]}));
		if (o)
			VEC_PUSH(r->unit->arena, &r->pieces, ((struct piece){.object = o}));
	}
}

void result_dump(struct result *r)
{
	struct json json;

	json_begin(&json, r->out, r->unit->names);
	for (uint32_t i = 0; i < r->objects.n; i++)
		json_item(&json, &r->objects.v[i]->root);
	json_end(&json);
}

static void write_piece(struct result *r, struct yaml *yaml, const struct piece *piece)
{
	if (!piece->object) {
		yaml_verbatim(yaml, piece->raw->text);
	} else if (r->job->annotate) {
		if (yaml->documents++)
			buf_puts(r->out, "---\n");
		annotate_yaml(r->unit, &piece->object, 1, r->out, r->scratch);
	} else {
		yaml_document(yaml, &piece->object->root);
	}
}

static void write_yaml(struct result *r)
{
	struct yaml yaml;

	yaml_begin(&yaml, r->out, r->unit->names);
	for (uint32_t i = 0; i < r->pieces.n; i++)
		write_piece(r, &yaml, &r->pieces.v[i]);
}

static const char *text_of(struct result *r, sym s)
{
	struct str text = unit_str(r->unit, s);

	return arena_strndup(r->unit->arena, text.p ? text.p : "", text.n);
}

static struct wk8s_part part_of(struct result *r, const struct piece *piece)
{
	const struct object *o = piece->object;

	if (!o)
		return (struct wk8s_part){"", "", "", "", piece->raw->path};
	const struct schema_kind *k = &r->unit->schema->kinds[o->kind];
	return (struct wk8s_part){text_of(r, k->name), text_of(r, k->group), text_of(r, o->namespace_),
				  text_of(r, o->name), NULL};
}

/* Each as a text of its own; an errno value of the one who takes them. */
static int write_parts(struct result *r)
{
	const struct wk8s_parts *to = &r->job->parts;
	struct wk8s_part *parts = ARENA_NEW(r->unit->arena, struct wk8s_part, r->pieces.n + 1);
	int error;

	for (uint32_t i = 0; i < r->pieces.n; i++)
		parts[i] = part_of(r, &r->pieces.v[i]);
	error = to->plan(to->ctx, parts, r->pieces.n);
	for (uint32_t i = 0; !error && i < r->pieces.n; i++) {
		const struct piece *piece = &r->pieces.v[i];
		struct yaml yaml;

		error = to->next(to->ctx);
		yaml_begin(&yaml, r->out, r->unit->names);
		if (r->job->output == WK8S_YAML) {
			write_piece(r, &yaml, piece);
		} else {
			json_value(r->out, r->unit->names, &piece->object->root, 2);
			buf_putc(r->out, '\n');
		}
		if (!error)
			error = buf_flush(r->out);
	}
	return error;
}

void result_write(struct result *r)
{
	arrange(r);
	if (r->job->parts.plan)
		r->out->error = write_parts(r);
	else if (r->job->output == WK8S_JSON)
		result_dump(r);
	else
		write_yaml(r);
	buf_flush(r->out);
}

void result_write_list(struct result *r, bool images, enum list_form form)
{
	arrange(r);
	if (images)
		list_images(r->unit, r->pieces.v, r->pieces.n, form, r->out);
	else
		list_pieces(r->unit, r->pieces.v, r->pieces.n, form, r->out);
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

const struct node *result_on_line(struct result *r, unsigned long n)
{
	struct yaml yaml;
	struct line_search search = {.out = r->scratch, .line = 1, .wanted = n};

	arrange(r);
	yaml_begin(&yaml, r->scratch, r->unit->names);
	yaml.begins = count_lines;
	yaml.begins_ctx = &search;
	for (uint32_t i = 0; i < r->pieces.n; i++) {
		if (r->pieces.v[i].raw)
			count_lines(&search, NULL); /* what stands there came from nowhere */
		write_piece(r, &yaml, &r->pieces.v[i]);
	}
	const struct node *value = search.value;
	search.wanted = ULONG_MAX;
	count_lines(&search, NULL);
	return n && search.line > n ? value : NULL;
}
