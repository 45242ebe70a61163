/* SPDX-License-Identifier: Apache-2.0 */
/*
 * selector: `a=b` (or `a==b`) goes where plain labels go, when the type has
 * such a place; `a in (b, c)`, `a notin (..)`, `a!=b`, `a`, `!a` become terms,
 * structs of a key, an operator and values, which are told by their place in
 * the struct: first, second, third.
 */
#include "eval/selector.h"

struct reader {
	struct unit *u;
	struct str s;
	uint32_t i;
	ast_id at;
	const char *why; /* the first mistake */
};

static void skip_blanks(struct reader *r)
{
	while (r->i < r->s.n && r->s.p[r->i] == ' ')
		r->i++;
}

static bool eat(struct reader *r, const char *text)
{
	size_t n = strlen(text);

	skip_blanks(r);
	if (r->s.n - r->i < n || memcmp(r->s.p + r->i, text, n) != 0)
		return false;
	r->i += (uint32_t)n;
	return true;
}

static struct str word(struct reader *r)
{
	uint32_t from;

	skip_blanks(r);
	from = r->i;
	while (r->i < r->s.n && !strchr(" ,=!()<>", r->s.p[r->i]))
		r->i++;
	return str_make(r->s.p + from, r->i - from);
}

static bool fail(struct reader *r, const char *why)
{
	if (!r->why)
		r->why = why;
	return false;
}

struct term {
	struct str key;
	const char *op; /* NULL: plain equality */
	struct str values[32];
	uint32_t n;
};

static bool read_values(struct reader *r, struct term *t)
{
	if (!eat(r, "("))
		return fail(r, "expected `(` and a list of values");
	do {
		if (t->n == 32)
			return fail(r, "too many values");
		t->values[t->n++] = word(r);
	} while (eat(r, ","));
	return eat(r, ")") ? true : fail(r, "expected `)`");
}

static bool read_term(struct reader *r, struct term *t)
{
	bool not = eat(r, "!");

	*t = (struct term){.key = word(r)};
	if (!t->key.n)
		return fail(r, "expected the key of a label");
	if (not ) {
		t->op = "DoesNotExist";
		return true;
	}
	bool equal = false, differs = eat(r, "!=");
	if (!differs)
		equal = eat(r, "==") || eat(r, "=");
	if (differs || equal) {
		t->op = differs ? "NotIn" : NULL;
		t->values[t->n++] = word(r);
		return true;
	}
	if (eat(r, "in ") || eat(r, "in(")) {
		r->i -= r->s.p[r->i - 1] == '(';
		t->op = "In";
		return read_values(r, t);
	}
	if (eat(r, "notin ") || eat(r, "notin(")) {
		r->i -= r->s.p[r->i - 1] == '(';
		t->op = "NotIn";
		return read_values(r, t);
	}
	bool greater = eat(r, ">"), less = !greater && eat(r, "<");
	if (greater || less) {
		t->op = greater ? "Gt" : "Lt";
		t->values[t->n++] = word(r);
		return true;
	}
	t->op = "Exists";
	return true;
}

static struct node text(struct reader *r, struct str s, type_id type)
{
	struct node v = {.kind = OBJ_TEXT, .text = sym_intern(r->u->names, s.p, s.n), .origin = r->at};

	return fit_scalar(r->u, &v, type, r->at);
}

/* KEY, OPERATOR and VALUES are the struct's first three fields. */
static void add_term(struct reader *r, struct node *list, const struct term *t)
{
	struct unit *u = r->u;
	type_id item_type = unit_type(u, list->type)->elem;
	const struct schema_field *f = &u->schema->fields[unit_type(u, item_type)->first];
	struct node item = node_map(u->arena, item_type, r->at);

	*map_add(u->arena, item.map, f[0].name, f[0].order) = text(r, t->key, f[0].type);
	*map_add(u->arena, item.map, f[1].name, f[1].order) = text(r, str_of(t->op ? t->op : "In"), f[1].type);
	if (t->n) {
		struct node values = node_list(u->arena, f[2].type, r->at);
		for (uint32_t i = 0; i < t->n; i++)
			*list_add(u->arena, values.list) = text(r, t->values[i], unit_type(u, f[2].type)->elem);
		*map_add(u->arena, item.map, f[2].name, f[2].order) = values;
	}
	*list_add(u->arena, list->list) = item;
}

static void add_label(struct reader *r, struct node *map, const struct term *t)
{
	sym key = sym_intern(r->u->names, t->key.p, t->key.n);

	if (!check_map_key(r->u, map->type, key, r->at))
		return;
	if (map_get(map->map, key))
		complain_twice(r->u, r->at, NULL, key);
	else
		*map_add(r->u->arena, map->map, key, 0) = text(r, t->values[0], unit_type(r->u, map->type)->elem);
}

struct node selector_parse(struct unit *u, sym s, type_id type, ast_id at)
{
	const struct schema_type *t = unit_type(u, type);
	struct reader r = {.u = u, .s = unit_str(u, s), .at = at};
	struct node root = node_map(u->arena, type, at);
	path_id labels = 0, terms = 0;
	struct term term;

	for (uint32_t i = 0; i < t->ndirs; i++) {
		const struct schema_dir *d = &u->schema->dirs[t->dirs + i];
		labels = d->op == DIR_LABELS ? d->a : labels;
		terms = d->op == DIR_TERMS ? d->a : terms;
	}
	do {
		if (!read_term(&r, &term))
			break;
		bool plain = !term.op && labels;
		struct node *slot = node_make(u->schema, u->arena, &root, plain ? labels : terms, at);
		type_id slot_type = schema_slot_type(u->schema, plain ? labels : terms, type);
		if (slot && plain) {
			if (slot->kind != OBJ_MAP)
				*slot = node_map(u->arena, slot_type, at);
			add_label(&r, slot, &term);
		} else if (slot) {
			if (slot->kind != OBJ_LIST)
				*slot = node_list(u->arena, slot_type, at);
			add_term(&r, slot, &term);
		}
	} while (eat(&r, ","));
	skip_blanks(&r);
	if (!r.why && r.i < r.s.n)
		r.why = "expected `,` between the terms";
	if (!r.why)
		return root;
	diag_label(diag_add(u->diags, E0213, unit_span(u, at), "`" STR_FMT "` is not a selector", STR_ARG(r.s)), "%s",
		   r.s.n ? r.why : "to select everything write `{}`");
	return node_poison();
}
