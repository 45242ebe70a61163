/* SPDX-License-Identifier: Apache-2.0 */
/*
 * notation: paths and values as the language has them, for the line that
 * keeps an old value.
 */
#include "against/parts.h"

#include "eval/decimal.h"
#include "syntax/spelling.h"

/* Longer values are not shown: the line they are in is. */
#define ROOM 100

struct note {
	struct unit *u;
	uint32_t n;
	bool full;
	char text[ROOM];
};

static void put(struct note *o, struct str s)
{
	if (o->full || s.n > ROOM - o->n) {
		o->full = true;
		return;
	}
	memcpy(o->text + o->n, s.p, s.n);
	o->n += s.n;
}

static void puts_(struct note *o, const char *s)
{
	put(o, str_of(s));
}

/* TEXT, or nothing more if it cannot be spelled. */
static void put_spelled(struct note *o, const char *text)
{
	if (text)
		puts_(o, text);
	else
		o->full = true;
}

static void put_string(struct note *o, struct str s)
{
	put_spelled(o, s.n > ROOM ? NULL : spelling_string(o->u->arena, s));
}

static void put_key(struct note *o, struct str s)
{
	put_spelled(o, s.n > ROOM ? NULL : spelling_key(o->u->arena, s));
}

/* ---- selectors ---- */

/* A struct with labels and terms in kubectl's syntax; the parts of a term are told by their place, as in wire/pods.c.
 */
static bool selector_text(struct unit *u, const struct node *v, const char **out)
{
	const struct schema_dir *labels = schema_dir_of(u->schema, v->type, DIR_LABELS),
				*terms = schema_dir_of(u->schema, v->type, DIR_TERMS);
	const struct node *plain = labels && v->kind == OBJ_MAP ? node_at(u->schema, v, labels->a) : NULL;
	const char *text = "";

	if (!plain || plain->kind != OBJ_MAP || (terms && node_at(u->schema, v, terms->a)))
		return false;
	for (uint32_t i = 0; i < plain->map->n; i++) {
		const struct entry *e = &plain->map->v[i];
		if (e->value.kind != OBJ_TEXT)
			continue;
		text = arena_printf(u->arena, "%s%s" STR_FMT "=" STR_FMT, text, *text ? "," : "",
				    STR_ARG(unit_str(u, e->key)), STR_ARG(unit_str(u, e->value.text)));
	}
	*out = text;
	return *text != 0;
}

/* ---- values ---- */

static void put_value(struct note *o, const struct node *v);

static void put_text(struct note *o, const struct node *v)
{
	struct unit *u = o->u;
	const struct schema_type *t = unit_type(u, v->type);
	struct str s = unit_str(u, v->text);
	struct decimal d;

	if (t->form == TYPE_STRING && (t->flags & (TYPE_OPEN | TYPE_CLOSED)) && spelling_is_word(s) &&
	    schema_word(u->schema, t, v->text))
		put(o, s);
	else if (t->form == TYPE_QUANTITY && s.n && s.p[0] >= '0' && s.p[0] <= '9' &&
		 decimal_parse(s, &d) == DECIMAL_OK && !d.respelled)
		put(o, s);
	else
		put_string(o, s);
}

static void put_map(struct note *o, const struct node *v)
{
	const char *text;
	bool first = true;

	if (selector_text(o->u, v, &text)) {
		put_string(o, str_of(text));
		return;
	}
	puts_(o, "{");
	for (uint32_t i = 0; i < v->map->n; i++) {
		const struct entry *e = &v->map->v[i];
		if (e->value.kind == OBJ_ABSENT)
			continue;
		puts_(o, first ? " " : ", ");
		first = false;
		put_key(o, unit_str(o->u, e->key));
		puts_(o, ": ");
		put_value(o, &e->value);
	}
	puts_(o, first ? "}" : " }");
}

static void put_value(struct note *o, const struct node *v)
{
	sym text;

	switch ((enum node_kind)v->kind) {
	case OBJ_TEXT:
		put_text(o, v);
		break;
	case OBJ_LIST:
		puts_(o, "[");
		for (uint32_t i = 0; i < v->list->n && !o->full; i++) {
			puts_(o, i ? ", " : "");
			put_value(o, &v->list->v[i]);
		}
		puts_(o, "]");
		break;
	case OBJ_MAP:
		put_map(o, v);
		break;
	default:
		puts_(o, "");
		if (value_text(o->u, v, &text))
			put(o, unit_str(o->u, text));
	}
}

const char *notation_value(struct unit *u, const struct node *v)
{
	struct note o = {.u = u};

	put_value(&o, v);
	return o.full ? NULL : arena_strndup(u->arena, o.text, o.n);
}

/* ---- paths ---- */

/* How many of the first steps a short name makes superfluous. */
static uint32_t lifted(struct unit *u, kind_id kind, const struct difference *d)
{
	uint32_t best = 0;

	for (uint32_t i = 0; i < d->n && d->path[i].field; i++) {
		struct lift_result r;
		bool same = true;
		schema_lift(u->schema, kind, d->path[i].name, u->target, &r);
		for (uint32_t k = 0; k <= i && k < r.count; k++)
			same &= r.steps[k] == d->path[k].field;
		if (same && r.count == i + 1 && !r.other)
			best = i;
	}
	return best;
}

/* Are the N steps at S those to the head of the struct TYPE? */
static bool to_head(const struct unit *u, type_id type, const struct step *s, uint32_t n)
{
	const struct schema_dir *head = schema_dir_of(u->schema, type, DIR_HEAD);
	const struct schema_path *p = head ? &u->schema->paths[head->a] : NULL;

	if (!p || n != p->count + (head->word != SYM_EMPTY ? 1u : 0u))
		return false;
	for (uint32_t i = 0; i < p->count; i++)
		if (s[i].field != u->schema->steps[p->first + i])
			return false;
	return head->word == SYM_EMPTY || s[n - 1].name == head->word;
}

/* The value one step behind V (NULL: absent). */
static const struct node *behind_step(struct unit *u, const struct node *v, const struct schema_type *t,
				      const struct step *s)
{
	if (!v || (v->kind != OBJ_MAP && v->kind != OBJ_LIST))
		return NULL;
	if (v->kind == OBJ_MAP)
		return map_value(v->map, s->name);
	for (uint32_t i = 0; s->name && t->keyed && i < v->list->n; i++)
		if (keyed_key(u, &v->list->v[i], v->type) == s->name)
			return &v->list->v[i];
	return NULL;
}

const char *notation_path(struct unit *u, const struct instance *inst, const struct difference *d, bool *exact)
{
	uint32_t from = lifted(u, inst->o.kind, d);
	type_id type = u->schema->kinds[inst->o.kind].type;
	const struct node *v = &inst->o.root;
	const char *text = "";

	*exact = true;
	for (uint32_t i = 0; i < d->n; i++) {
		const struct step *s = &d->path[i];
		const struct schema_type *t = unit_type(u, type);
		struct note key = {.u = u};
		if (t->form == TYPE_LIST && !(t->keyed && s->name))
			*exact = false;
		v = behind_step(u, v, t, s);
		type = s->field ? u->schema->fields[s->field].type : t->elem;
		if (i < from)
			continue;
		if (s->name) {
			put_key(&key, unit_str(u, s->name));
			text = arena_printf(u->arena, "%s%s%.*s", text, *text ? "." : "", (int)key.n, key.text);
			*exact &= !key.full;
		} else {
			text = arena_printf(u->arena, "%s[%u]", text, s->item);
		}
		/* a value that is written in place of a struct is the struct's head */
		if (v && v->kind == OBJ_MAP && d->self && v->origin == d->self->origin &&
		    to_head(u, type, d->path + i + 1, d->n - i - 1))
			break;
	}
	return text;
}
