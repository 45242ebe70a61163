/* SPDX-License-Identifier: Apache-2.0 */
/*
 * crdtype: the schema of a declared kind as types: a struct for each object
 * with properties, called as the way to it: Certificate, CertificateSpec,
 * CertificateSpecIssuerRef.
 */
#include "eval/crd.h"

#include "eval/eval.h"

/* A type in the making. */
struct made {
	ast_id type;
	struct crd_kids mods;
	sym keyed; /* a list: its items are known by this field; SYM_EMPTY: by none */
};

static bool is(struct str s, const char *text)
{
	return str_is(s, text);
}

static ast_id type_name(struct crds *c, const char *name, ast_id at)
{
	return crd_node(c, AST_TYPE_NAME, at, sym_of(c->modules->names, name), 0, AST_NIL);
}

static ast_id path_of(struct crds *c, sym name, ast_id at)
{
	return crd_node(c, AST_PATH, at, 0, 0, crd_node(c, AST_KEY, at, name, 0, AST_NIL));
}

/* ---- names of types ---- */

/* Is FULL free? Then it is taken from now on. */
static bool take(struct crds *c, sym full)
{
	while (c->taken.n <= full)
		VEC_PUSH(c->arena, &c->taken, 0);
	if (c->taken.v[full])
		return false;
	c->taken.v[full] = 1;
	return true;
}

/* PARENT and the key of the property behind it, as one word; another than all that are there. */
static struct str struct_name(struct crds *c, struct str parent, struct str key)
{
	char *text = arena_alloc(c->arena, parent.n + key.n + 1u);
	uint32_t n = parent.n;
	bool upper = true;

	memcpy(text, parent.p, parent.n);
	for (uint32_t i = 0; i < key.n; i++) {
		char ch = key.p[i];
		bool letter = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z'), digit = ch >= '0' && ch <= '9';
		if (letter || digit)
			text[n++] = upper && ch >= 'a' && ch <= 'z' ? (char)(ch - 'a' + 'A') : ch;
		upper = !letter && !digit;
	}
	struct str name = str_make(text, n);
	for (unsigned i = 2;
	     !take(c, sym_of(c->modules->names, arena_printf(c->arena, "%s." STR_FMT, c->in, STR_ARG(name)))); i++)
		name = str_of(arena_printf(c->arena, "%.*s%u", (int)n, text, i));
	return name;
}

/* ---- properties of types ---- */

static bool is_whole(struct str s)
{
	uint32_t i = s.n && s.p[0] == '-';

	if (i == s.n || s.n > 18)
		return false;
	while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
		i++;
	return i == s.n;
}

/* One end of a range; NONE where nothing is said that the language can say. */
static ast_id bound(struct crds *c, ast_id schema, const char *key, const char *exclusive)
{
	ast_id value = crd_value(c, schema, key);
	const struct ast_node *n = ast_at(c->modules->tree, value);

	if (n->kind != AST_NUMBER || !is_whole(sym_str(c->modules->names, n->sym)) || crd_true(c, schema, exclusive))
		return crd_node(c, AST_NONE, schema, 0, 0, AST_NIL);
	return crd_node(c, AST_NUMBER, value, n->sym, 0, AST_NIL);
}

static void add_bounds(struct crds *c, ast_id schema, struct made *m)
{
	struct crd_kids ends = {0};

	crd_kid(c, &ends, bound(c, schema, "minimum", "exclusiveMinimum"));
	crd_kid(c, &ends, bound(c, schema, "maximum", "exclusiveMaximum"));
	if (ast_kind(c->modules->tree, ends.first) == AST_NUMBER || ast_kind(c->modules->tree, ends.last) == AST_NUMBER)
		crd_kid(c, &m->mods, crd_mod(c, "where", schema, crd_node(c, AST_RANGE, schema, 0, 0, ends.first)));
}

/* ---- types ---- */

static struct made type_of(struct crds *c, ast_id schema, struct str parent, struct str key);

/* The words of an enum; AST_NIL if it has none that are strings. */
static ast_id words_of(struct crds *c, ast_id list)
{
	struct crd_kids words = {0};

	AST_EACH (c->modules->tree, list, item)
		if (ast_kind(c->modules->tree, item) == AST_STRING)
			crd_kid(c, &words,
				crd_node(c, AST_TYPE_TEXT, item, ast_at(c->modules->tree, item)->sym, 0, AST_NIL));
	return words.first == words.last ? words.first : crd_node(c, AST_TYPE_UNION, list, 0, 0, words.first);
}

static ast_id string_type(struct crds *c, ast_id schema)
{
	struct str format = crd_text(c, schema, "format");
	ast_id list = crd_value(c, schema, "enum"), words = AST_NIL;

	if (ast_kind(c->modules->tree, list) == AST_LIST)
		words = words_of(c, list);
	if (words)
		return words;
	return type_name(c, is(format, "date-time") ? "Time" : is(format, "byte") ? "bytes" : "string", schema);
}

/* The fields that together identify an item: one of them, if it is a string, may stand in front of it. */
static void list_keys(struct crds *c, ast_id schema, ast_id items, struct made *m)
{
	ast_id keys = crd_value(c, schema, "x-kubernetes-list-map-keys");
	const char *text = "";
	uint32_t n = 0;

	if (ast_kind(c->modules->tree, keys) != AST_LIST)
		return;
	AST_EACH (c->modules->tree, keys, key) {
		struct str s = sym_str(c->modules->names, ast_at(c->modules->tree, key)->sym);
		text = arena_printf(c->arena, "%s%s" STR_FMT, text, n++ ? " " : "", STR_ARG(s));
	}
	ast_id field = crd_value(c, crd_value(c, items, "properties"), text);
	if (n == 1 && is(crd_text(c, field, "type"), "string"))
		m->keyed = sym_of(c->modules->names, text);
	crd_kid(c, &m->mods,
		crd_mod(c, "mapKeys", keys,
			crd_node(c, AST_STRING, keys, sym_of(c->modules->names, text), 0, AST_NIL)));
}

static struct made list_type(struct crds *c, ast_id schema, struct str parent, struct str key)
{
	ast_id items = crd_value(c, schema, "items");
	struct made of = items ? type_of(c, items, parent, key) : (struct made){.type = type_name(c, "any", schema)};
	struct made m = {.type = crd_node(c, AST_TYPE_LIST, schema, 0, 0, of.type)};

	AST_EACH (c->modules->tree, crd_node(c, AST_MODS, schema, 0, 0, of.mods.first), mod)
		if (is(sym_str(c->modules->names, ast_at(c->modules->tree, mod)->sym), "where"))
			crd_kid(c, &m.mods, crd_mod(c, "where", mod, ast_first(c->modules->tree, mod)));
	if (ast_kind(c->modules->tree, of.type) == AST_TYPE_NAME)
		list_keys(c, schema, items, &m);
	if (is(crd_text(c, schema, "x-kubernetes-list-type"), "set"))
		crd_kid(c, &m.mods, crd_mod(c, "set", schema, AST_NIL));
	return m;
}

static struct made map_type(struct crds *c, ast_id schema, ast_id values, struct str parent, struct str key)
{
	struct made of = type_of(c, values, parent, key), m = {0};
	struct crd_kids two = {0};

	crd_kid(c, &two, type_name(c, "string", schema));
	crd_kid(c, &two, of.type);
	m.type = crd_node(c, AST_TYPE_MAP, schema, 0, 0, two.first);
	return m;
}

static struct made struct_type(struct crds *c, ast_id schema, struct str parent, struct str key)
{
	struct str name = struct_name(c, parent, key);
	sym word = sym_intern(c->modules->names, name.p, name.n);
	struct crd_kids parts = {0};

	crd_kid(c, &parts, crd_members(c, schema, name, schema, false, NULL));
	crd_kid(c, &parts, crd_node(c, AST_MODS, schema, 0, 0, AST_NIL));
	crd_add(c, crd_node(c, AST_TYPE, schema, word, 0, parts.first));
	return (struct made){.type = crd_node(c, AST_TYPE_NAME, schema, word, 0, AST_NIL)};
}

static struct made object_type(struct crds *c, ast_id schema, struct str parent, struct str key)
{
	ast_id properties = crd_value(c, schema, "properties"), values = crd_value(c, schema, "additionalProperties");

	if (ast_first(c->modules->tree, properties) && !crd_true(c, schema, "x-kubernetes-embedded-resource"))
		return struct_type(c, schema, parent, key);
	if (ast_kind(c->modules->tree, values) == AST_BLOCK)
		return map_type(c, schema, values, parent, key);
	return (struct made){.type = type_name(c, "any", schema)};
}

static struct made type_of(struct crds *c, ast_id schema, struct str parent, struct str key)
{
	struct str type = crd_text(c, schema, "type");
	struct made m = {0};

	if (crd_true(c, schema, "x-kubernetes-int-or-string"))
		m.type = type_name(c, "IntOrString", schema);
	else if (is(type, "object"))
		return object_type(c, schema, parent, key);
	else if (is(type, "array"))
		return list_type(c, schema, parent, key);
	else if (is(type, "string"))
		m.type = string_type(c, schema);
	else if (is(type, "boolean"))
		m.type = type_name(c, "bool", schema);
	else if (is(type, "integer"))
		m.type = type_name(c, is(crd_text(c, schema, "format"), "int32") ? "int32" : "int64", schema);
	else
		m.type = type_name(c, is(type, "number") ? "number" : "any", schema);
	if (is(type, "integer") || is(type, "number"))
		add_bounds(c, schema, &m);
	return m;
}

/* ---- members ---- */

static bool is_required(const struct crds *c, ast_id schema, sym name)
{
	ast_id list = crd_value(c, schema, "required");

	if (ast_kind(c->modules->tree, list) != AST_LIST)
		return false;
	AST_EACH (c->modules->tree, list, item)
		if (ast_at(c->modules->tree, item)->sym == name)
			return true;
	return false;
}

/* `annotate NAME { field: keyed key }` */
static void add_keyed(struct crds *c, struct str name, sym field, sym key, ast_id at)
{
	struct crd_kids dir_field = {0}, annotate = {0};

	crd_kid(c, &dir_field, path_of(c, field, at));
	crd_kid(c, &dir_field,
		crd_node(c, AST_DIR, at, sym_of(c->modules->names, "keyed"), AST_DIR_PATH, path_of(c, key, at)));
	crd_kid(c, &annotate,
		path_of(c, sym_of(c->modules->names, arena_printf(c->arena, "%s." STR_FMT, c->in, STR_ARG(name))), at));
	crd_kid(c, &annotate, crd_node(c, AST_DIRS, at, 0, 0, crd_node(c, AST_DIR_FIELD, at, 0, 0, dir_field.first)));
	crd_add(c, crd_node(c, AST_ANNOTATE, at, 0, 0, annotate.first));
}

static ast_id member(struct crds *c, ast_id schema, ast_id field, struct str name, const char *server)
{
	const struct ast_node *n = ast_at(c->modules->tree, field);
	struct str key = sym_str(c->modules->names, n->sym);
	ast_id property = n->first, dflt = crd_value(c, property, "default");
	struct made m = type_of(c, property, name, key);
	struct span at = {n->beg, n->beg + key.n};
	struct crd_kids parts = {0};

	if (server && is(key, server))
		crd_kid(c, &m.mods, crd_mod(c, "server", field, AST_NIL));
	else if (dflt)
		crd_kid(c, &m.mods, crd_mod(c, "=", dflt, dflt));
	else if (is_required(c, schema, n->sym))
		crd_kid(c, &m.mods, crd_mod(c, "required", field, AST_NIL));
	if (m.keyed)
		add_keyed(c, name, n->sym, m.keyed, field);
	crd_kid(c, &parts, crd_node(c, AST_KEY, field, n->sym, 0, AST_NIL));
	ast_set_span(c->modules->tree, parts.first, at);
	crd_kid(c, &parts, m.type);
	crd_kid(c, &parts, crd_node(c, AST_MODS, field, 0, 0, m.mods.first));
	return crd_node(c, AST_MEMBER_TYPE, field, 0, 0, parts.first);
}

static bool of_every_object(struct str key)
{
	return is(key, "apiVersion") || is(key, "kind") || is(key, "metadata");
}

ast_id crd_members(struct crds *c, ast_id schema, struct str name, ast_id at, bool top, const char *server)
{
	ast_id properties = crd_value(c, schema, "properties");
	struct crd_kids members = {0};

	if (ast_kind(c->modules->tree, properties) == AST_BLOCK)
		AST_EACH (c->modules->tree, properties, field)
			if (!top || !of_every_object(sym_str(c->modules->names, ast_at(c->modules->tree, field)->sym)))
				crd_kid(c, &members, member(c, schema, field, name, server));
	if (!schema || crd_true(c, schema, "x-kubernetes-preserve-unknown-fields"))
		crd_kid(c, &members,
			crd_node(c, AST_SPREAD, at, 0, 0, path_of(c, sym_of(c->modules->names, "any"), at)));
	return crd_node(c, AST_MEMBERS, at, 0, 0, members.first);
}
