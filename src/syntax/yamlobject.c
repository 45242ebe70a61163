/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yamlobject: documents to resources, lists to their items, files of values.
 *
 * What says which object it is (apiVersion, kind, metadata.name) goes to the
 * resource's head, everything else stays its body.
 */
#include "syntax/yamlpart.h"

/* What the items of a list are if they do not say so: those of a PodList are Pods. */
struct typed {
	ast_id version; /* AST_NIL: they must say so */
	ast_id kind_at;
	sym kind;
};

/* The parts of an object's head. */
struct head {
	ast_id version, kind; /* STRING, AST_NIL if absent */
	sym version_text, kind_text;
};

static const char *kind_text(enum ast_kind kind)
{
	switch (kind) {
	case AST_BLOCK:
		return "a map";
	case AST_LIST:
		return "a list";
	case AST_STRING:
		return "a text";
	case AST_NUMBER:
		return "a number";
	default:
		return "true or false";
	}
}

/* The field KEY of BLOCK, AST_NIL if there is none. */
static ast_id find_field(const struct yamlread *r, ast_id block, const char *key)
{
	AST_EACH (r->tree, block, f)
		if (str_is(sym_str(r->names, ast_at(r->tree, f)->sym), key))
			return f;
	return AST_NIL;
}

/* Takes FIELD out of BLOCK. */
static void drop_field(struct yamlread *r, ast_id block, ast_id field)
{
	ast_id before = AST_NIL;

	AST_EACH (r->tree, block, f) {
		if (f == field)
			break;
		before = f;
	}
	if (before)
		ast_edit(r->tree, before)->next = ast_next(r->tree, field);
	else
		ast_edit(r->tree, block)->first = ast_next(r->tree, field);
}

/* The first key of DOC, or DOC, if it is short: a place for what is said of all of it. */
static struct span place_of(const struct yamlread *r, ast_id doc)
{
	struct span at = ast_span(r->tree, doc);

	if (ast_kind(r->tree, doc) == AST_BLOCK && ast_first(r->tree, doc))
		return yaml_key_span(r, ast_first(r->tree, doc));
	for (uint32_t pos = at.beg; pos < at.end; pos++)
		if (yaml_byte(r, pos) == '\n')
			at.end = pos;
	return at;
}

/*
 * The text of the field KEY of BLOCK: its STRING, or AST_NIL if there is none.
 * *GOOD becomes false after a complaint.
 */
static ast_id text_field(struct yamlread *r, ast_id block, const char *key, bool *good)
{
	ast_id field = find_field(r, block, key), value = field ? ast_first(r->tree, field) : AST_NIL;
	struct span at;
	struct str s;
	struct diag *d;

	if (!value || ast_kind(r->tree, value) == AST_NULL || ast_kind(r->tree, value) == AST_STRING)
		return value && ast_kind(r->tree, value) == AST_STRING ? value : AST_NIL;
	*good = false;
	if (ast_kind(r->tree, value) == AST_ERROR)
		return AST_NIL;
	at = place_of(r, value);
	s = str_make(r->file->text.p + (at.beg - r->file->base), at.end - at.beg);
	d = diag_add(r->diags, E0202, at, "`%s` is a text, not %s", key, kind_text(ast_kind(r->tree, value)));
	if (ast_kind(r->tree, value) != AST_BLOCK && ast_kind(r->tree, value) != AST_LIST && s.n) {
		diag_label(d, "if it is a text, write `\"" STR_FMT "\"`", STR_ARG(s));
		diag_edit(d, at, arena_printf(&r->scratch, "\"" STR_FMT "\"", STR_ARG(s)), EDIT_MAYBE);
	}
	return AST_NIL;
}

static void complain_no_head(struct yamlread *r, ast_id doc, const struct head *h, const char *what)
{
	struct span at = place_of(r, doc);
	struct diag *d;

	if (!h->kind && !h->version)
		d = diag_add(r->diags, E0205, at, "this %s has no `apiVersion` and no `kind`", what);
	else
		d = diag_add(r->diags, E0205, at, "this %s has no `%s`", what, h->kind ? "apiVersion" : "kind");
	diag_label(d, "it begins here");
	diag_help(d, "each object says what it is, such as `apiVersion: v1` and `kind: ...`");
}

/* Reads which object DOC is, taking that out of it. */
static bool read_head(struct yamlread *r, ast_id doc, const struct typed *list, struct head *h)
{
	bool good = true;

	h->version = text_field(r, doc, "apiVersion", &good);
	h->kind = text_field(r, doc, "kind", &good);
	h->kind_text = h->kind ? ast_at(r->tree, h->kind)->sym : list->kind;
	if (!h->version)
		h->version = list->version;
	if (!h->kind)
		h->kind = list->kind_at;
	if (good && (!h->version || !h->kind))
		complain_no_head(r, doc, h, r->items ? "item" : "document");
	if (!good || !h->version || !h->kind)
		return false;
	h->version_text = ast_at(r->tree, h->version)->sym;
	for (int i = 0; i < 2; i++) {
		ast_id field = find_field(r, doc, i ? "kind" : "apiVersion");

		if (field)
			drop_field(r, doc, field);
	}
	return true;
}

/* ---- names ---- */

static ast_id complain_no_name(struct yamlread *r, const struct head *h, ast_id metadata)
{
	struct str kind = sym_str(r->names, h->kind_text);
	struct span at = yaml_unquoted(r, ast_span(r->tree, h->kind), h->kind_text);
	struct diag *d = diag_add(r->diags, E0205, at, "this " STR_FMT " has no name", STR_ARG(kind));

	if (metadata)
		diag_also(d, place_of(r, metadata), "`name: ...` is missing here");
	else
		diag_help(d, "write `metadata: {name: ...}`");
	return AST_NIL;
}

/*
 * The name of DOC, as a node of its own: metadata.name, taken out of it; `_` if
 * the API server makes one (generateName); AST_NIL after a complaint.
 */
static ast_id take_name(struct yamlread *r, ast_id doc, const struct head *h)
{
	ast_id field = find_field(r, doc, "metadata"), metadata = field ? ast_first(r->tree, field) : AST_NIL;
	enum ast_kind kind = metadata ? ast_kind(r->tree, metadata) : AST_NULL;
	ast_id name, field_of_name, prefix;
	bool good = true;

	if (kind == AST_ERROR)
		return AST_NIL;
	if (kind != AST_BLOCK && kind != AST_NULL) {
		diag_add(r->diags, E0202, place_of(r, metadata), "`metadata` is a map, not %s", kind_text(kind));
		return AST_NIL;
	}
	if (kind == AST_NULL)
		return complain_no_name(r, h, AST_NIL);
	name = text_field(r, metadata, "name", &good);
	if (!good)
		return AST_NIL;
	field_of_name = find_field(r, metadata, "name");
	prefix = find_field(r, metadata, "generateName");
	if (!prefix && !name)
		return complain_no_name(r, h, metadata);
	if (field_of_name)
		drop_field(r, metadata, field_of_name);
	if (!ast_first(r->tree, metadata))
		drop_field(r, doc, field);
	if (name && (!prefix || ast_at(r->tree, name)->sym != SYM_EMPTY))
		return yaml_node(r, AST_STRING, ast_span(r->tree, name), ast_at(r->tree, name)->sym, 0, AST_NIL);
	return yaml_node(r, AST_WORD, yaml_key_span(r, prefix), sym_of(r->names, "_"), 0, AST_NIL);
}

/* ---- objects ---- */

static void one_object(struct yamlread *r, ast_id doc, const struct typed *list, struct yaml_kids *out);

static void add_resource(struct yamlread *r, ast_id doc, const struct head *h, struct yaml_kids *out)
{
	struct span all = ast_span(r->tree, doc);
	struct span kind_at = yaml_unquoted(r, ast_span(r->tree, h->kind), h->kind_text);
	struct span version_at = yaml_unquoted(r, ast_span(r->tree, h->version), h->version_text);
	struct yaml_kids kids = {0};
	ast_id name = take_name(r, doc, h), key;

	if (!name)
		return;
	key = yaml_node(r, AST_KEY, kind_at, h->kind_text, 0, AST_NIL);
	yaml_add(r, &kids, yaml_node(r, AST_PATH, kind_at, SYM_EMPTY, 0, key));
	yaml_add(r, &kids, yaml_node(r, AST_GV, version_at, h->version_text, 0, AST_NIL));
	yaml_add(r, &kids, name);
	yaml_add(r, &kids, doc);
	yaml_add(r, out, yaml_node(r, AST_RESOURCE, all, SYM_EMPTY, AST_GV_GIVEN, kids.first));
}

/* The items of the list DOC: each is an object. */
static void add_items(struct yamlread *r, ast_id items, const struct head *h, struct yaml_kids *out)
{
	struct str kind = sym_str(r->names, h->kind_text);
	struct typed typed = {AST_NIL, AST_NIL, SYM_EMPTY};
	ast_id item, after;

	if (kind.n > 4) {
		typed.version = h->version;
		typed.kind_at = h->kind;
		typed.kind = sym_intern(r->names, kind.p, kind.n - 4);
	}
	r->items++;
	for (item = ast_first(r->tree, items); item; item = after) {
		after = ast_next(r->tree, item);
		ast_edit(r->tree, item)->next = AST_NIL;
		one_object(r, item, &typed, out);
	}
	r->items--;
}

/* Is DOC a list of objects? Then its items are added. */
static bool is_list(struct yamlread *r, ast_id doc, const struct head *h, struct yaml_kids *out)
{
	struct str kind = sym_str(r->names, h->kind_text);
	ast_id field = find_field(r, doc, "items"), items = field ? ast_first(r->tree, field) : AST_NIL;

	if (kind.n < 4 || memcmp(kind.p + kind.n - 4, "List", 4) != 0 || (!field && kind.n > 4))
		return false;
	if (!items)
		diag_add(r->diags, E0205, yaml_unquoted(r, ast_span(r->tree, h->kind), h->kind_text),
			 "this list has no `items`");
	else if (ast_kind(r->tree, items) == AST_LIST)
		add_items(r, items, h, out);
	else if (ast_kind(r->tree, items) != AST_NULL && ast_kind(r->tree, items) != AST_ERROR)
		diag_add(r->diags, E0202, place_of(r, items), "`items` is a list, not %s",
			 kind_text(ast_kind(r->tree, items)));
	return true;
}

/* Lists in lists are at most YAML_MAX_DEPTH deep. */
static void one_object(struct yamlread *r, ast_id doc, const struct typed *list, struct yaml_kids *out)
{
	enum ast_kind kind = ast_kind(r->tree, doc);
	struct head h;
	struct diag *d;

	if (kind == AST_ERROR || (kind == AST_NULL && !r->items))
		return;
	if (kind != AST_BLOCK) {
		d = diag_add(r->diags, E0202, place_of(r, doc), "this %s is %s, not an object",
			     r->items ? "item" : "document", kind == AST_NULL ? "empty" : kind_text(kind));
		if (kind == AST_LIST && !r->items)
			diag_help(d, "write a document for each object, with a line `---` between them");
		else
			diag_help(d, "an object is a map with `apiVersion`, `kind` and `metadata`");
		return;
	}
	if (read_head(r, doc, list, &h) && !is_list(r, doc, &h, out))
		add_resource(r, doc, &h, out);
}

void yaml_take_object(struct yamlread *r, ast_id doc, struct yaml_kids *out)
{
	static const struct typed none = {AST_NIL, AST_NIL, SYM_EMPTY};

	one_object(r, doc, &none, out);
}

/* ---- values ---- */

void yaml_take_values(struct yamlread *r, ast_id doc, struct yaml_kids *out)
{
	enum ast_kind kind = ast_kind(r->tree, doc);
	struct diag *d;

	if (kind == AST_NULL || kind == AST_ERROR)
		return;
	if (kind != AST_BLOCK) {
		d = diag_add(r->diags, E0202, place_of(r, doc), "a file of values is a map, not %s", kind_text(kind));
		diag_help(d, "write a line for each value: `name: value`");
	} else if (r->values) {
		diag_label(diag_add(r->diags, E0112, place_of(r, doc), "a file of values has one document only"),
			   "the second one begins here");
		r->stop = true;
	} else {
		r->values = true;
		out->first = ast_first(r->tree, doc);
	}
}
