/* SPDX-License-Identifier: Apache-2.0 */
/*
 * function_value: values as texts and hashes: base64, JSON, YAML, SHA-256.
 */
#include "eval/function.h"

#include "base/base64.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "emit/canonical.h"
#include "emit/json.h"
#include "emit/yaml.h"

/* ---- base64 ---- */

struct node fn_base64(struct unit *u, const struct arguments *a)
{
	struct text out = {NULL, 0, 0};
	struct str s;

	if (!arg_text(u, a, 0, &s) || !text_add(u, &out, base64_encode(u->arena, s), a->call))
		return node_poison();
	return result_built(u, a, &out);
}

struct node fn_base64_decode(struct unit *u, const struct arguments *a)
{
	struct text out = {NULL, 0, 0};
	struct str s, bytes;

	if (!arg_text(u, a, 0, &s))
		return node_poison();
	if (!base64_decode(u->arena, s, &bytes)) {
		arg_mistake(u, a, 0, "this is not base64");
		return node_poison();
	}
	if (utf8_valid(bytes.p, bytes.n) < bytes.n) {
		diag_label(arg_mistake(u, a, 0, "what this base64 stands for is no text"),
			   "its bytes are not valid UTF-8");
		return node_poison();
	}
	return text_add(u, &out, bytes, a->call) ? result_built(u, a, &out) : node_poison();
}

/* ---- plain values ---- */

struct plain {
	struct unit *u;
	const struct arguments *a;
	uint32_t arg;
};

/* A number of JSON as spelled, without an exponent: that is one for all readers of YAML too. */
static bool spelled_plainly(struct str s)
{
	uint32_t i = s.n > 0 && s.p[0] == '-', first = i;

	while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
		i++;
	if (i == first || (s.p[first] == '0' && i > first + 1))
		return false;
	if (i == s.n)
		return true;
	first = ++i;
	if (s.p[i - 1] != '.')
		return false;
	while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
		i++;
	return i == s.n && i > first;
}

static struct node plain_literal(struct unit *u, const struct node *v)
{
	struct node out = *v;
	struct decimal d;

	out.kind = OBJ_NUMBER;
	if (spelled_plainly(unit_str(u, v->text)))
		return out;
	if (decimal_parse(unit_str(u, v->text), &d) == DECIMAL_OK && d.unit == UNIT_NONE)
		out.text = decimal_text(u->arena, u->names, &d);
	else
		out.kind = OBJ_TEXT;
	return out;
}

static bool plain(struct plain *p, const struct node *v, struct node *out);

static void suggest_member(struct diag *d, const struct unit *u, ast_id object)
{
	if (ast_kind(u->tree, object) == AST_WORD)
		diag_label(d, "name what of it is meant, as in `" STR_FMT ".name`",
			   STR_ARG(unit_str(u, unit_node(u, object)->sym)));
	else
		diag_label(d, "name what of it is meant");
}

static bool plain_list(struct plain *p, const struct node *v, struct node *out)
{
	*out = node_list(p->u->arena, 0, v->origin);
	for (uint32_t i = 0; i < v->list->n; i++)
		if (!plain(p, &v->list->v[i], list_add(p->u->arena, out->list)))
			return false;
	return true;
}

static bool plain_map(struct plain *p, const struct node *v, struct node *out)
{
	*out = node_map(p->u->arena, 0, v->origin);
	for (uint32_t i = 0; i < v->map->n; i++) {
		const struct entry *e = &v->map->v[i];

		if (e->value.kind != OBJ_ABSENT && !plain(p, &e->value, map_add(p->u->arena, out->map, e->key, 0)))
			return false;
	}
	return true;
}

static bool plain(struct plain *p, const struct node *v, struct node *out)
{
	if (!spend_values(p->u, 1, p->a->call))
		return false;
	switch ((enum node_kind)v->kind) {
	case OBJ_LITERAL:
		*out = plain_literal(p->u, v);
		return true;
	case OBJ_LIST:
		return plain_list(p, v, out);
	case OBJ_MAP:
		return plain_map(p, v, out);
	case OBJ_ABSENT:
	case OBJ_NULL:
	case OBJ_BOOL:
	case OBJ_INT:
	case OBJ_NUMBER:
	case OBJ_TEXT:
		*out = *v;
		return true;
	case OBJ_POISON:
		return false;
	default:
		break;
	}
	struct diag *d = diag_add(p->u->diags, E0220, unit_span(p->u, p->a->at[p->arg]), "`%s` cannot write %s",
				  p->a->f->name, value_kind_text(p->u, v));

	if (v->kind == OBJ_OBJECT)
		suggest_member(d, p->u, p->a->at[p->arg]);
	return false;
}

bool plain_value(struct unit *u, const struct arguments *a, uint32_t i, const struct node *v, struct node *out)
{
	struct plain p = {u, a, i};

	return plain(&p, v, out);
}

/* ---- JSON and YAML ---- */

/* Collects what an emitter writes in a text. */
struct collector {
	struct unit *u;
	struct text text;
	ast_id at;
	char room[1024];
};

static int collect(void *ctx, const char *p, size_t n)
{
	struct collector *c = ctx;

	return !text_add(c->u, &c->text, str_make(p, n), c->at);
}

static void collector_begin(struct collector *c, struct buf *buf, struct unit *u, ast_id at)
{
	c->u = u;
	c->text = (struct text){NULL, 0, 0};
	c->at = at;
	buf_init_room(buf, c->room, sizeof c->room, collect, c);
}

struct node fn_json(struct unit *u, const struct arguments *a)
{
	struct collector c;
	struct buf buf;
	struct node v;
	int64_t step = 0;

	if (!plain_value(u, a, 0, &a->v[0], &v) || (a->n > 1 && !arg_whole(u, a, 1, 0, 8, &step)))
		return node_poison();
	collector_begin(&c, &buf, u, a->call);
	json_value(&buf, u->names, &v, (uint32_t)step);
	return buf_flush(&buf) ? node_poison() : result_built(u, a, &c.text);
}

struct node fn_yaml(struct unit *u, const struct arguments *a)
{
	struct collector c;
	struct yaml yaml;
	struct buf buf;
	struct node v;

	if (!plain_value(u, a, 0, &a->v[0], &v))
		return node_poison();
	collector_begin(&c, &buf, u, a->call);
	yaml_begin(&yaml, &buf, u->names);
	yaml_value(&yaml, &v);
	return buf_flush(&buf) ? node_poison() : result_built(u, a, &c.text);
}

/* ---- SHA-256 ---- */

static int hash_more(void *ctx, const char *p, size_t n)
{
	sha256_add(ctx, p, n);
	return 0;
}

static void hash_value(struct unit *u, struct sha256 *hash, const struct node *v)
{
	char room[1024];
	struct buf buf;

	buf_init_room(&buf, room, sizeof room, hash_more, hash);
	canonical_json(&buf, u->names, u->arena, v);
	buf_flush(&buf);
}

/* Can the keys of INST be read here? */
static bool keys_known(struct unit *u, const struct arguments *a, const struct instance *inst)
{
	struct span at = unit_span(u, a->at[0]);
	struct str kind = unit_str(u, u->schema->kinds[inst->o.kind].name), name = unit_str(u, inst->o.name);

	if (!u->schema->kinds[inst->o.kind].nkeys)
		suggest_member(diag_add(u->diags, E0220, at,
					"`sha256` hashes objects that have keys, and a " STR_FMT " has none",
					STR_ARG(kind)),
			       u, a->at[0]);
	else if (inst->external)
		diag_label(diag_add(u->diags, E0308, at, "the keys of " STR_FMT " `" STR_FMT "` cannot be hashed",
				    STR_ARG(kind), STR_ARG(name)),
			   "what an `extern` holds is known in the cluster only");
	else if (u->naming)
		diag_label(diag_add(u->diags, E0308, at, "the keys of " STR_FMT " `" STR_FMT "` cannot be read here",
				    STR_ARG(kind), STR_ARG(name)),
			   "what objects there are depends on this: only `.name` is known before");
	else
		return true;
	return false;
}

/*
 * What an object is used for: the fields that have its keys, as they are
 * written, as a map from their names. False after a mistake.
 */
static bool keys_of(struct unit *u, const struct arguments *a, struct instance *inst, struct node *out)
{
	const struct schema_kind *k = &u->schema->kinds[inst->o.kind];

	if (!keys_known(u, a, inst))
		return false;
	*out = node_map(u->arena, 0, a->call);
	for (uint32_t i = 0; i < k->nkeys; i++) {
		path_id path = u->schema->lifts[k->keys + i];
		const struct schema_path *p = &u->schema->paths[path];
		sym name = u->schema->fields[u->schema->steps[p->first + p->count - 1u]].name;
		struct node v, data;

		if (!eval_field(u, inst, path, a->at[0], &v) || v.kind == OBJ_NULL || v.kind == OBJ_ABSENT)
			continue;
		if (!plain_value(u, a, 0, &v, &data))
			return false;
		*map_add(u->arena, out->map, name, 0) = data;
	}
	return true;
}

struct node fn_sha256(struct unit *u, const struct arguments *a)
{
	const struct node *v = &a->v[0];
	struct sha256 hash;
	char hex[SHA256_HEX];
	struct node data;
	struct str s;

	if (!sha256_begin(&hash)) {
		diag_label(diag_add(u->diags, E0601, unit_span(u, a->call), "this wk8sc has no `sha256`"),
			   "it was built without the library nettle");
		return node_poison();
	}
	if (v->kind == OBJ_OBJECT) {
		if (!keys_of(u, a, u->instances.v[v->ref], &data))
			return node_poison();
		hash_value(u, &hash, &data);
	} else if (v->kind == OBJ_MAP || v->kind == OBJ_LIST) {
		if (!plain_value(u, a, 0, v, &data))
			return node_poison();
		hash_value(u, &hash, &data);
	} else if (v->kind == OBJ_TEXT || v->kind == OBJ_LITERAL) {
		s = unit_str(u, v->text);
		sha256_add(&hash, s.p, s.n);
	} else {
		arg_wrong(u, a, 0, "a string, list, map or object with keys");
		return node_poison();
	}
	sha256_end(&hash, hex);
	return result_text(u, a, hex, sizeof hex);
}
