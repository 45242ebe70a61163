/* SPDX-License-Identifier: Apache-2.0 */
#include "explain/page.h"

#include "emit/json.h"

static void put(struct explain *x, struct node *map, const char *key, struct node value)
{
	*map_add(x->arena, map->map, sym_of(x->names, key), 0) = value;
}

static struct node text(struct explain *x, const char *c)
{
	return node_text(sym_of(x->names, c), 0, 0);
}

static struct node texts(struct explain *x, const char *const *v, uint32_t n)
{
	struct node list = node_list(x->arena, 0, 0);

	for (uint32_t i = 0; i < n; i++)
		*list_add(x->arena, list.list) = text(x, v[i]);
	return list;
}

static struct node fact_value(struct explain *x, const struct fact *f)
{
	if (f->form == FACT_TRUE)
		return node_bool(true, 0, 0);
	if (f->form == FACT_TEXT)
		return text(x, f->texts.v[0]);
	return texts(x, f->texts.v, f->texts.n);
}

static struct node field(struct explain *x, const struct field_row *row)
{
	struct node map = node_map(x->arena, 0, 0);

	put(x, &map, "name", text(x, row->name));
	put(x, &map, "type", text(x, row->type));
	put(x, &map, "required", node_bool(row->required, 0, 0));
	put(x, &map, "derived", node_bool(row->derived, 0, 0));
	if (row->server)
		put(x, &map, "server", node_bool(true, 0, 0));
	if (row->full)
		put(x, &map, "onlyAs", text(x, row->full));
	put(x, &map, "notes", texts(x, row->notes.v, row->notes.n));
	return map;
}

static struct node group(struct explain *x, const struct field_group *g)
{
	struct node map = node_map(x->arena, 0, 0), rows = node_list(x->arena, 0, 0);

	for (uint32_t i = 0; i < g->rows.n; i++)
		*list_add(x->arena, rows.list) = field(x, &g->rows.v[i]);
	put(x, &map, "path", text(x, g->where));
	put(x, &map, "fields", rows);
	return map;
}

static struct node sample_value(struct explain *x, const struct explain_sample *sample)
{
	struct node map = node_map(x->arena, 0, 0);

	put(x, &map, "source", text(x, sample->source));
	put(x, &map, "yaml", text(x, sample->yaml));
	return map;
}

void record_write(struct explain *x, const struct facts *f, const struct explain_sample *sample)
{
	struct node map = node_map(x->arena, 0, 0), groups = node_list(x->arena, 0, 0);

	put(x, &map, "name", text(x, f->title));
	put(x, &map, "what", text(x, f->what));
	for (uint32_t i = 0; i < f->v.n; i++)
		put(x, &map, f->v.v[i].key, fact_value(x, &f->v.v[i]));
	for (uint32_t i = 0; i < f->groups.n; i++)
		*list_add(x->arena, groups.list) = group(x, &f->groups.v[i]);
	put(x, &map, "groups", groups);
	if (sample)
		put(x, &map, "example", sample_value(x, sample));
	json_value(x->out, x->names, &map, 2);
	buf_putc(x->out, '\n');
}
