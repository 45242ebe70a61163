/* SPDX-License-Identifier: Apache-2.0 */
/*
 * convert: a scalar, list, range, pair or reference where a struct is
 * expected. The library says where it goes (head, from, range, pair, labels);
 * nothing here knows a type by name.
 */
#include "eval/eval.h"

#include "eval/decimal.h"
#include "eval/look.h"
#include "eval/selector.h"

/* May it be written in kubectl's syntax? */
static bool takes_selector(const struct unit *u, type_id type)
{
	return schema_dir_of(u->schema, type, DIR_LABELS) || schema_dir_of(u->schema, type, DIR_TERMS);
}

bool type_takes_reference(const struct unit *u, type_id type)
{
	const struct schema_type *t = unit_type(u, type);

	if (t->refs || (t->flags & TYPE_SELECTOR))
		return true;
	if (t->form != TYPE_STRUCT)
		return false;
	if (schema_dir_of(u->schema, type, DIR_FROM))
		return true;
	const struct schema_dir *head = schema_dir_of(u->schema, type, DIR_HEAD);
	return head && type_takes_reference(u, dir_type(u, head, type));
}

type_id dir_type(const struct unit *u, const struct schema_dir *d, type_id from)
{
	type_id type = schema_slot_type(u->schema, d->a, from);

	return d->word && d->op != DIR_WHEN ? unit_type(u, type)->elem : type;
}

bool put_at(struct unit *u, struct node *root, path_id path, sym key, const struct node *v, ast_id at)
{
	const struct schema_path *p = &u->schema->paths[path];
	struct map *m = root->map;
	uint32_t way = p->count - (key ? 0u : 1u);
	const struct schema_field *f;

	for (uint32_t i = 0; i < way; i++) {
		f = &u->schema->fields[u->schema->steps[p->first + i]];
		struct node *next = map_value(m, f->name);
		if (!next) {
			next = map_add(u->arena, m, f->name, f->order);
			*next = node_map(u->arena, f->type, at);
		}
		if (next->kind != OBJ_MAP)
			return false;
		m = next->map;
	}
	f = key ? NULL : &u->schema->fields[u->schema->steps[p->first + way]];
	if (map_get(m, f ? f->name : key))
		return false;
	*map_add(u->arena, m, f ? f->name : key, f ? f->order : 0) = *v;
	return true;
}

/* What comes together with a head: defaults that the shorthand implies. */
void put_with(struct unit *u, struct node *root, type_id type, ast_id at)
{
	const struct schema_type *t = unit_type(u, type);

	for (uint32_t i = 0; i < t->ndirs; i++) {
		const struct schema_dir *d = &u->schema->dirs[t->dirs + i];
		if (d->op != DIR_WITH)
			continue;
		type_id slot = dir_type(u, d, type);
		struct node v = eval_slot(u, d->expr, u->library, slot);
		v.origin = at;
		put_at(u, root, d->a, d->word, &v, at);
	}
}

static struct node wrap_head(struct unit *u, const struct node *v, const struct schema_dir *head, type_id type,
			     ast_id at)
{
	struct node root = node_map(u->arena, type, at);

	if (v->kind == OBJ_POISON || v->kind == OBJ_NULL)
		return *v;
	put_at(u, &root, head->a, head->word, v, at);
	put_with(u, &root, type, at);
	return root;
}

static struct node no_conversion(struct unit *u, ast_id at, type_id type, const char *found)
{
	complain_wrong_type(u, at, type, found);
	return node_poison();
}

/* ---- ranges and pairs ---- */

/* Is the lower end not above the upper one? Numbers that cannot be compared pass. */
static bool upwards(struct unit *u, ast_id id, const struct node ends[2])
{
	struct decimal lo, hi;
	sym a, b;

	if (!value_text(u, &ends[0], &a) || !value_text(u, &ends[1], &b) ||
	    decimal_parse(unit_str(u, a), &lo) != DECIMAL_OK || decimal_parse(unit_str(u, b), &hi) != DECIMAL_OK ||
	    !decimal_above(lo, hi))
		return true;
	diag_label(diag_add(u->diags, E0214, unit_span(u, id), "this range ends below its beginning"),
		   "`" STR_FMT "` is more than `" STR_FMT "`", STR_ARG(unit_str(u, a)), STR_ARG(unit_str(u, b)));
	return false;
}

/* Of a range that has been computed. */
static bool given_ends(struct unit *u, type_id elem, struct node ends[2])
{
	for (uint32_t k = 0; k < 2; k++)
		ends[k] = fit(u, &u->given->list->v[k], elem, u->given_at);
	return ends[0].kind != OBJ_POISON && ends[1].kind != OBJ_POISON && upwards(u, u->given_at, ends);
}

bool range_ends(struct unit *u, ast_id id, struct scope *scope, type_id elem, struct node ends[2])
{
	if (!id && u->given && u->given->kind == OBJ_RANGE)
		return given_ends(u, elem, ends);
	while (ast_kind(u->tree, id) == AST_PAREN)
		id = ast_first(u->tree, id);
	if (ast_kind(u->tree, id) == AST_WORD) {
		struct local *l = scope_find(scope, unit_node(u, id)->sym);
		bool plain = l && (l->kind == LOCAL_LET || l->kind == LOCAL_THUNK) && !l->busy && !l->unknown;
		ast_id expr = plain && !l->filled ? local_expr(u, l) : AST_NIL;
		if (expr && ast_kind(u->tree, expr) == AST_RANGE) {
			l->used = true;
			return range_ends(u, expr, l->given ? l->given_scope : l->scope, elem, ends);
		}
	}
	if (ast_kind(u->tree, id) != AST_RANGE) {
		ends[0] = ends[1] = eval_slot(u, id, scope, elem);
		return ends[0].kind != OBJ_POISON;
	}
	ast_id lo = ast_first(u->tree, id), hi = ast_next(u->tree, lo);
	struct node none = {.kind = OBJ_ABSENT};
	ends[0] = ast_kind(u->tree, lo) == AST_NONE ? none : eval_slot(u, lo, scope, elem);
	ends[1] = ast_kind(u->tree, hi) == AST_NONE ? none : eval_slot(u, hi, scope, elem);
	return ends[0].kind != OBJ_POISON && ends[1].kind != OBJ_POISON && upwards(u, id, ends);
}

static struct node put_pair(struct unit *u, const struct node *a, const struct node *b, const struct schema_dir *pair,
			    type_id type, ast_id at)
{
	struct node root = node_map(u->arena, type, at);

	if (a->kind == OBJ_POISON || b->kind == OBJ_POISON)
		return node_poison();
	put_at(u, &root, pair->a, SYM_EMPTY, a, at);
	put_at(u, &root, pair->b, SYM_EMPTY, b, at);
	return root;
}

static struct node convert_pair(struct unit *u, ast_id id, struct scope *scope, type_id type)
{
	const struct schema_dir *pair = schema_dir_of(u->schema, type, DIR_PAIR);
	ast_id left = ast_first(u->tree, id), right = ast_next(u->tree, left);

	if (!pair)
		return no_conversion(u, id, type, "a pair `a -> b`");
	struct node a = eval_slot(u, left, scope, schema_slot_type(u->schema, pair->a, type));
	struct node b = eval_slot(u, right, scope, schema_slot_type(u->schema, pair->b, type));
	return put_pair(u, &a, &b, pair, type, id);
}

/* ---- port literals, 53/UDP ---- */

static struct node convert_port(struct unit *u, sym text, type_id type, ast_id id)
{
	const struct schema_dir *head = schema_dir_of(u->schema, type, DIR_HEAD);
	struct str s = unit_str(u, text);
	const char *slash = memchr(s.p, '/', s.n);
	const struct schema_type *t = unit_type(u, type);
	const struct schema_field *protocol = NULL;

	for (uint32_t i = 0; i < t->count; i++)
		if (u->schema->fields[t->first + i].of == OF_PROTOCOL)
			protocol = &u->schema->fields[t->first + i];
	if (!head || !protocol || !slash)
		return no_conversion(u, id, type, "a port with a protocol");
	struct node number = {
		.kind = OBJ_LITERAL, .text = sym_intern(u->names, s.p, (size_t)(slash - s.p)), .origin = id};
	struct node v = fit(u, &number, dir_type(u, head, type), id);
	struct node root = wrap_head(u, &v, head, type, id);
	if (root.kind == OBJ_MAP)
		*map_add(u->arena, root.map, protocol->name, protocol->order) =
			node_text(sym_intern(u->names, slash + 1, (size_t)(s.p + s.n - slash - 1)), protocol->type, id);
	return root;
}

/* ---- everything else ---- */

static bool is_text(const struct unit *u, ast_id id)
{
	enum ast_kind k = ast_kind(u->tree, id);

	return k == AST_STRING || k == AST_INTERP;
}

/* A chain whose first word is a local, but could name an object too: reported. */
static bool hides_object(struct unit *u, ast_id id, struct scope *scope, type_id type)
{
	ast_id word = id;

	while (ast_kind(u->tree, word) == AST_MEMBER || ast_kind(u->tree, word) == AST_INDEX ||
	       ast_kind(u->tree, word) == AST_OPTIONAL)
		word = ast_first(u->tree, word);
	if (word == id || ast_kind(u->tree, word) != AST_WORD)
		return false;
	struct local *l = scope_find(scope, unit_node(u, word)->sym);
	return l && word_is_ambiguous(u, id, l, type);
}

struct node convert(struct unit *u, ast_id id, struct scope *scope, type_id type)
{
	const struct schema_dir *head = schema_dir_of(u->schema, type, DIR_HEAD);
	struct reference ref;

	if (node_is_data(u, id)) {
		struct node v = eval_value(u, id, scope);
		return no_conversion(u, id, type, value_kind_text(u, &v));
	}
	switch (ast_kind(u->tree, id)) {
	case AST_PAIR:
		return convert_pair(u, id, scope, type);
	case AST_PORT:
		return convert_port(u, unit_node(u, id)->sym, type, id);
	case AST_WORD:
	case AST_MEMBER:
	case AST_INDEX:
	case AST_OPTIONAL:
		if (hides_object(u, id, scope, type))
			return node_poison();
		if (!reference_parse(u, id, scope, &ref)) {
			struct node v = eval_value(u, id, scope);
			return fit(u, &v, type, id);
		}
		if (ast_kind(u->tree, id) == AST_WORD && head && !type_takes_reference(u, type)) {
			struct node v = eval_word(u, id, scope, dir_type(u, head, type));
			return wrap_head(u, &v, head, type, id);
		}
		return reference_struct(u, &ref, type);
	case AST_CALL:
	case AST_UNARY:
	case AST_BINARY: {
		struct node v = eval_value(u, id, scope);
		return fit(u, &v, type, id);
	}
	default:
		break;
	}
	if (is_text(u, id) && takes_selector(u, type)) {
		sym text;
		if (!(ast_kind(u->tree, id) == AST_STRING ? (text = unit_node(u, id)->sym, true)
							  : eval_interp(u, id, scope, &text)))
			return node_poison();
		return selector_parse(u, text, type, id);
	}
	if (!head) {
		struct node v = eval_value(u, id, scope);
		if (v.kind == OBJ_MAP)
			return fit(u, &v, type, id);
		return v.kind == OBJ_POISON ? v : no_conversion(u, id, type, value_kind_text(u, &v));
	}
	struct node v = eval_slot(u, id, scope, dir_type(u, head, type));
	return wrap_head(u, &v, head, type, id);
}

struct node convert_value(struct unit *u, const struct node *v, type_id type, ast_id at)
{
	const struct schema_dir *head = schema_dir_of(u->schema, type, DIR_HEAD);

	if (v->kind == OBJ_OBJECT)
		return reference_object(u, u->instances.v[v->ref], type, at);
	if (v->kind == OBJ_TEXT && takes_selector(u, type))
		return selector_parse(u, v->text, type, at);
	if (v->kind == OBJ_LITERAL && memchr(unit_str(u, v->text).p, '/', unit_str(u, v->text).n))
		return convert_port(u, v->text, type, at);
	if (v->kind == OBJ_PAIR && schema_dir_of(u->schema, type, DIR_PAIR)) {
		const struct schema_dir *pair = schema_dir_of(u->schema, type, DIR_PAIR);
		struct node a = fit(u, &v->list->v[0], schema_slot_type(u->schema, pair->a, type), at);
		struct node b = fit(u, &v->list->v[1], schema_slot_type(u->schema, pair->b, type), at);
		return put_pair(u, &a, &b, pair, type, at);
	}
	if (!head)
		return no_conversion(u, at, type, value_kind_text(u, v));
	struct node inner = fit(u, v, dir_type(u, head, type), at);
	return wrap_head(u, &inner, head, type, at);
}
