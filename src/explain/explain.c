/* SPDX-License-Identifier: Apache-2.0 */
#include "explain/explain.h"

#include "base/sort.h"
#include "emit/yaml.h"
#include "explain/page.h"
#include "explain/places.h"
#include "explain/spell.h"

/* ---- answers ---- */

/* The subject as a part of an object: a struct where it stands. False if it stands nowhere. */
static bool in_object(struct explain *x, const struct subject *subject, struct subject *out)
{
	struct places places;

	*out = *subject;
	if (subject->sort == SUBJECT_KIND)
		return true;
	if (subject->sort != SUBJECT_STRUCT)
		return false;
	places_find(x, subject->from, &places);
	if (!places.v.n || places.v.v[0].at.n + subject->n > SUBJECT_ROOM)
		return false;
	*out = places.v.v[0].at;
	for (uint32_t i = 0; i < subject->n; i++)
		out->steps[out->n++] = subject->steps[i];
	out->type = subject->n ? subject->type : out->type;
	return true;
}

void explain_answer(struct explain *x, const char *question)
{
	struct subject subject, place;
	struct facts facts;
	struct explain_sample sample;
	bool shown;

	if (!subject_find(x, str_of(question), &subject))
		return;
	facts_collect(x, &subject, &facts);
	shown = in_object(x, &subject, &place) && !subject_of_server(x, &place) && !facts_without(x, &place) &&
		sample_find(x, &place, &sample);
	if (x->json)
		record_write(x, &facts, shown ? &sample : NULL);
	else
		page_write(x, &facts, shown ? &sample : NULL);
}

/* ---- lists ---- */

static int by_name(void *ctx, const void *a, const void *b)
{
	const struct explain *x = ctx;
	const struct schema_kind *k = a, *l = b;

	return str_cmp(sym_str(x->names, k->name), sym_str(x->names, l->name));
}

void explain_kinds(struct explain *x)
{
	const struct schema *s = x->schema;
	const void **v = ARENA_NEW(x->arena, const void *, s->nkinds);
	uint32_t n = 0;

	for (uint32_t i = 1; i < s->nkinds; i++) {
		const struct schema_kind *k = &s->kinds[i];
		if (!(k->flags & KIND_LIST) && schema_kind_served(s, k->name, SYM_EMPTY, x->target) == i)
			v[n++] = k;
	}
	sort_stable(x->arena, v, n, by_name, x);
	for (uint32_t i = 0; i < n; i++)
		buf_printf(x->out, STR_FMT "\n", STR_ARG(sym_str(x->names, ((const struct schema_kind *)v[i])->name)));
}

void explain_fields(struct explain *x, const char *question)
{
	struct subject subject;
	struct facts facts;

	if (!subject_find(x, str_of(question), &subject))
		return;
	facts_collect(x, &subject, &facts);
	for (uint32_t i = 0; i < facts.groups.n; i++)
		for (uint32_t k = 0; k < facts.groups.v[i].rows.n; k++) {
			const struct field_row *row = &facts.groups.v[i].rows.v[k];
			buf_printf(x->out, "%s.%s\n", question, row->full ? row->full : row->name);
		}
}

/* ---- parts of an object ---- */

struct cutting {
	const struct explain_sample *sample;
	const struct schema *s;
	struct arena *arena;
};

static bool cut(const struct cutting *c, const struct node *v, type_id type, uint32_t at, struct node *out);

/* MAP with the entry KEY only, cut; a key of the list that it is an item of stays too. */
static bool cut_entry(const struct cutting *c, const struct node *v, sym key, type_id type, uint32_t at,
		      struct node *out)
{
	const struct entry *e = v->kind == OBJ_MAP ? map_get(v->map, key) : NULL;
	struct node value;

	if (!e || e->value.kind == OBJ_ABSENT || !cut(c, &e->value, type, at, &value))
		return false;
	if (out->kind != OBJ_MAP)
		*out = node_map(c->arena, v->type, 0);
	if (!map_get(out->map, key))
		*map_add(c->arena, out->map, key, e->order) = value;
	return true;
}

static bool cut_item(const struct cutting *c, const struct node *v, const struct schema_type *t, uint32_t at,
		     struct node *out)
{
	const struct schema_path *key = &c->s->paths[t->keyed];
	struct node item = {.kind = OBJ_NULL};

	if (v->kind != OBJ_LIST || !v->list->n)
		return false;
	const struct node *first = &v->list->v[0];
	if (!cut(c, first, t->elem, at, &item))
		return false;
	if (t->keyed && key->count == 1 && item.kind == OBJ_MAP) {
		sym name = c->s->fields[c->s->steps[key->first]].name;
		const struct entry *e = map_get(first->map, name);
		if (e && !map_get(item.map, name))
			*map_add(c->arena, item.map, name, e->order) = e->value;
	}
	*out = node_list(c->arena, v->type, 0);
	*list_add(c->arena, out->list) = item;
	return true;
}

/* V, which is behind the first AT steps of the way, without what is beside the rest of the way. */
static bool cut(const struct cutting *c, const struct node *v, type_id type, uint32_t at, struct node *out)
{
	const struct subject *q = c->sample->subject;
	const struct schema_type *t = &c->s->types[type];

	out->kind = OBJ_NULL;
	if (at == q->n) {
		*out = *v;
		return true;
	}
	if (t->form == TYPE_LIST)
		return cut_item(c, v, t, at, out);
	if (t->form == TYPE_MAP)
		return v->kind == OBJ_MAP && v->map->n && cut_entry(c, v, v->map->v[0].key, t->elem, at, out);
	const struct schema_field *f = &c->s->fields[q->steps[at].field];
	return cut_entry(c, v, f->name, f->type, at + 1, out);
}

void explain_cut(const struct explain_sample *sample, const struct node *root, const struct schema *s,
		 struct symtab *names, struct arena *arena, struct buf *out)
{
	struct cutting c = {sample, s, arena};
	struct yaml yaml;
	struct node part;

	if (!cut(&c, root, sample->subject->from, 0, &part))
		return;
	yaml_begin(&yaml, out, names);
	yaml_value(&yaml, &part);
}
