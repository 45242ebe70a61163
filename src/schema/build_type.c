/* SPDX-License-Identifier: Apache-2.0 */
/* build_type: type expressions, the fields of structs, and their properties. */
#include "schema/build_state.h"
#include "schema/builtin.h"

#include <errno.h>
#include <stdlib.h>

bool build_is_builtin(const struct build *b, sym name)
{
	return builtin_form(sym_str(b->names, name)) != TYPE_NOTHING;
}

static type_id builtin(struct build *b, sym name)
{
	struct schema_type row = {.form = (uint8_t)builtin_form(sym_str(b->names, name))};

	return row.form == TYPE_NOTHING ? 0 : build_type_row(b, &row);
}

/* ---- unions of strings: words ---- */

struct words {
	sym *v;
	uint32_t n, cap;
	bool open;
};

static bool gather_words(struct build *b, ast_id node, uint32_t module, struct words *out, unsigned depth);

static void add_word(struct build *b, struct words *out, sym word)
{
	for (uint32_t i = 0; i < out->n; i++)
		if (out->v[i] == word)
			return;
	VEC_PUSH(b->arena, out, word);
}

static bool gather_name(struct build *b, ast_id node, uint32_t module, struct words *out, unsigned depth)
{
	sym name = ast_at(b->tree, node)->sym;
	uint32_t d;

	if (build_is(b, name, "string")) {
		out->open = true;
		return true;
	}
	if (builtin(b, name) || depth > 20)
		return false;
	d = build_find(b, name, module);
	if (!d && b->in->base && !sym_map_get(&b->by_name, name)) {
		add_word(b, out, name); /* `dev | prod`, as in the type of a parameter */
		return true;
	}
	if (!d || b->decls.v[d].what != DECL_ALIAS || !b->decls.v[d].node)
		return false;
	return gather_words(b, ast_first(b->tree, b->decls.v[d].node), b->decls.v[d].module, out, depth + 1);
}

static bool gather_words(struct build *b, ast_id node, uint32_t module, struct words *out, unsigned depth)
{
	const struct ast_node *n = ast_at(b->tree, node);

	switch (n->kind) {
	case AST_TYPE_TEXT:
		add_word(b, out, n->sym);
		return true;
	case AST_TYPE_NAME:
		return gather_name(b, node, module, out, depth);
	case AST_TYPE_UNION:
		AST_EACH (b->tree, node, c)
			if (!gather_words(b, c, module, out, depth))
				return false;
		return true;
	default:
		return false;
	}
}

static void set_words(struct build *b, struct schema_type *row, const struct words *w)
{
	build_word_row(b, w->v, w->n, &row->first, &row->count);
	if (w->n)
		row->flags = (uint16_t)(row->flags | (w->open ? TYPE_OPEN : TYPE_CLOSED));
}

static type_id word_type(struct build *b, ast_id node, uint32_t module)
{
	struct words w = {0};
	struct schema_type row = {.form = TYPE_STRING};

	if (!gather_words(b, node, module, &w, 0)) {
		diag_add(b->diags, E0702, ast_span(b->tree, node),
			 "only strings can stand beside each other in a type");
		return 0;
	}
	set_words(b, &row, &w);
	return build_type_row(b, &row);
}

static type_id map_type(struct build *b, ast_id node, uint32_t module)
{
	ast_id key = ast_first(b->tree, node);
	struct schema_type row = {.form = TYPE_MAP, .elem = build_type(b, ast_next(b->tree, key), module)};
	struct words w = {0};

	if (!gather_words(b, key, module, &w, 0)) {
		diag_add(b->diags, E0702, ast_span(b->tree, key), "the keys of a map are strings");
		return 0;
	}
	set_words(b, &row, &w);
	return row.elem ? build_type_row(b, &row) : 0;
}

/* ---- properties ---- */

static bool is_integer(const struct schema_type *t)
{
	return t->form == TYPE_INT32 || t->form == TYPE_INT64;
}

type_id build_change(struct build *b, type_id type, bool (*change)(struct schema_type *row, const void *ctx),
		     const void *ctx)
{
	struct schema_type row = b->types.v[type];

	if (row.form == TYPE_LIST || row.form == TYPE_MAP) {
		row.elem = build_change(b, row.elem, change, ctx);
		if (!row.elem)
			return 0;
	} else if (!change(&row, ctx)) {
		return 0;
	}
	return build_type_row(b, &row);
}

bool build_set_format(struct schema_type *row, const void *format)
{
	if (row->form != TYPE_STRING && row->form != TYPE_INT_OR_STRING)
		return false;
	row->format = *(const uint8_t *)format;
	return true;
}

bool build_set_bounds(struct schema_type *row, const void *bounds)
{
	if (!is_integer(row) && row->form != TYPE_NUMBER && row->form != TYPE_INT_OR_STRING)
		return false;
	row->bounds = *(const uint16_t *)bounds;
	return true;
}

/* A whole number as written: `_` between digits, 0x and 0o. */
static bool whole(struct build *b, ast_id node, int64_t *out)
{
	const struct ast_node *n = ast_at(b->tree, node);
	bool minus = n->kind == AST_UNARY && ast_op(n) == OP_NEG;
	char text[40] = "";
	uint32_t len = 0;

	if (minus)
		n = ast_at(b->tree, n->first);
	if (n->kind != AST_NUMBER)
		return false;
	struct str s = build_str(b, n->sym);
	if (s.n >= sizeof text)
		return false;
	for (uint32_t i = 0; i < s.n; i++)
		if (s.p[i] != '_')
			text[len++] = s.p[i];
	bool octal = text[0] == '0' && text[1] == 'o';
	char *end;
	errno = 0;
	*out = strtoll(octal ? text + 2 : text, &end, octal ? 8 : text[1] == 'x' ? 16 : 10);
	if (minus)
		*out = -*out;
	return !*end && !errno;
}

uint16_t build_bounds(struct build *b, ast_id two)
{
	int64_t lo = INT64_MIN, hi = INT64_MAX;
	ast_id a = ast_first(b->tree, two), c = a ? ast_next(b->tree, a) : AST_NIL;

	if ((ast_kind(b->tree, a) != AST_NONE && !whole(b, a, &lo)) ||
	    (ast_kind(b->tree, c) != AST_NONE && !whole(b, c, &hi)) || lo > hi) {
		diag_add(b->diags, E0702, ast_span(b->tree, two), "bounds are two whole numbers, `0..100`");
		return 0;
	}
	return build_bounds_row(b, lo, hi);
}

static uint16_t bounds_of(struct build *b, ast_id range)
{
	if (ast_kind(b->tree, range) == AST_RANGE)
		return build_bounds(b, range);
	diag_add(b->diags, E0702, ast_span(b->tree, range), "bounds are two whole numbers, `0..100`");
	return 0;
}

/* The minor number of "1.31"; 0 with a diagnostic. */
static uint8_t minor(struct build *b, ast_id arg, struct span span)
{
	struct str s = {"", 0};
	unsigned v = 0;

	if (arg && (ast_kind(b->tree, arg) == AST_NUMBER || ast_kind(b->tree, arg) == AST_STRING))
		s = build_str(b, ast_at(b->tree, arg)->sym);
	bool good = s.n > 2 && s.n < 6 && s.p[0] == '1' && s.p[1] == '.';
	for (uint32_t i = 2; good && i < s.n; i++) {
		good = s.p[i] >= '0' && s.p[i] <= '9';
		v = v * 10 + (unsigned)(s.p[i] - '0');
	}
	if (!good || !v || v > 255) {
		diag_add(b->diags, E0702, span, "a version is written `1.31`");
		return 0;
	}
	return (uint8_t)v;
}

static type_id fitting(struct build *b, type_id was, type_id is, ast_id mod)
{
	struct str s = build_str(b, ast_at(b->tree, mod)->sym);

	if (is)
		return is;
	diag_add(b->diags, E0702, ast_span(b->tree, mod), "`" STR_FMT "` cannot be said of %s", STR_ARG(s),
		 build_type_phrase(b, was));
	return was;
}

static type_id list_property(struct build *b, type_id type, ast_id mod, ast_id arg)
{
	struct schema_type row = b->types.v[type];
	struct words w = {0};

	if (row.form != TYPE_LIST)
		return fitting(b, type, 0, mod);
	if (!arg) {
		row.flags |= TYPE_SET;
		return build_type_row(b, &row);
	}
	struct str rest = build_str(b, ast_at(b->tree, arg)->sym);
	for (struct str key; (key = build_next_word(&rest)).n;)
		VEC_PUSH(b->arena, &w, sym_intern(b->names, key.p, key.n));
	build_word_row(b, w.v, w.n, &row.first, &row.count);
	return build_type_row(b, &row);
}

/* What changes the type. Format names that this wk8sc does not check are allowed: they come from the API's documents.
 */
static type_id type_property(struct build *b, type_id type, ast_id mod)
{
	sym word = ast_at(b->tree, mod)->sym;
	ast_id arg = ast_first(b->tree, mod);

	if (build_is(b, word, "where") && arg) {
		uint16_t bounds = bounds_of(b, arg);
		return bounds ? fitting(b, type, build_change(b, type, build_set_bounds, &bounds), mod) : type;
	}
	if (build_is(b, word, "format") && arg) {
		uint8_t format = (uint8_t)format_find(build_str(b, ast_at(b->tree, arg)->sym));
		return format ? fitting(b, type, build_change(b, type, build_set_format, &format), mod) : type;
	}
	if (build_is(b, word, "mapKeys") || build_is(b, word, "set"))
		return list_property(b, type, mod, arg);
	return type;
}

static bool field_property(struct build *b, struct schema_field *f, ast_id mod)
{
	sym word = ast_at(b->tree, mod)->sym;
	ast_id arg = ast_first(b->tree, mod);
	struct span span = ast_span(b->tree, mod);

	if (build_is(b, word, "required"))
		f->flags |= FIELD_REQUIRED;
	else if (build_is(b, word, "server"))
		f->flags |= FIELD_SERVER;
	else if (build_is(b, word, "since"))
		f->since = minor(b, arg, span);
	else if (build_is(b, word, "until"))
		f->until = minor(b, arg, span);
	else if (build_is(b, word, "="))
		f->dflt = arg;
	else
		return false;
	return true;
}

static const char *const properties_known[] = {"where",    "format",   "mapKeys", "set",   "immutable",
					       "optional", "required", "server",  "since", "until"};
#define NKNOWN (sizeof properties_known / sizeof *properties_known)
#define NKNOWN_OF_TYPES 6

static bool known_property(const struct build *b, sym word)
{
	for (size_t i = 0; i < NKNOWN_OF_TYPES; i++)
		if (build_is(b, word, properties_known[i]))
			return true;
	return false;
}

static void properties(struct build *b, ast_id mods, type_id *type, struct schema_field *f)
{
	if (!mods || ast_kind(b->tree, mods) != AST_MODS || !*type)
		return;
	AST_EACH (b->tree, mods, mod) {
		struct str s = build_str(b, ast_at(b->tree, mod)->sym);
		if (f && field_property(b, f, mod))
			continue;
		if (known_property(b, ast_at(b->tree, mod)->sym))
			*type = type_property(b, *type, mod);
		else
			build_suggest(diag_add(b->diags, E0702, ast_span(b->tree, mod),
					       "`" STR_FMT "` is no property of a %s", STR_ARG(s),
					       f ? "field" : "type"),
				      s, properties_known, f ? NKNOWN : NKNOWN_OF_TYPES);
	}
}

/* ---- names of types ---- */

/* Each level takes room on the stack. */
#define DEPTH 200

static bool enter(struct build *b, ast_id use)
{
	if (b->depth++ < DEPTH)
		return true;
	b->depth--;
	diag_add(b->diags, E0501, ast_span(b->tree, use), "types are made of each other more than %d levels deep",
		 DEPTH);
	return false;
}

static type_id alias_type(struct build *b, uint32_t d, ast_id use)
{
	struct decl *decl = &b->decls.v[d];
	ast_id node = ast_first(b->tree, decl->node);

	if (decl->state == 2)
		return decl->type;
	if (decl->state == 1) {
		diag_add(b->diags, E0702, ast_span(b->tree, use), "type `" STR_FMT "` is made of itself",
			 STR_ARG(build_str(b, decl->name)));
		return 0;
	}
	decl->state = 1;
	if (!enter(b, use))
		return 0;
	type_id t = build_type(b, node, decl->module);
	b->depth--;
	properties(b, ast_next(b->tree, node), &t, NULL);
	b->decls.v[d].type = t;
	b->decls.v[d].state = 2;
	return t;
}

static type_id named_type(struct build *b, ast_id node, uint32_t module)
{
	sym name = ast_at(b->tree, node)->sym;
	type_id t = builtin(b, name);
	uint32_t d;

	if (t)
		return t;
	d = build_find(b, name, module);
	if (!d) {
		build_unknown(b, name, ast_span(b->tree, node), "type");
		return 0;
	}
	switch (b->decls.v[d].what) {
	case DECL_ALIAS:
		return alias_type(b, d, node);
	case DECL_KINDS:
		diag_add(b->diags, E0702, ast_span(b->tree, node),
			 "`" STR_FMT "` is a set of kinds: nothing can have it as its type",
			 STR_ARG(build_str(b, name)));
		return 0;
	default:
		return b->decls.v[d].type;
	}
}

type_id build_type(struct build *b, ast_id node, uint32_t module)
{
	struct schema_type row = {0};

	switch (ast_kind(b->tree, node)) {
	case AST_TYPE_NAME:
		return named_type(b, node, module);
	case AST_TYPE_OPT:
		return build_type(b, ast_first(b->tree, node), module);
	case AST_TYPE_LIST:
		row.form = TYPE_LIST;
		row.elem = build_type(b, ast_first(b->tree, node), module);
		return row.elem ? build_type_row(b, &row) : 0;
	case AST_TYPE_MAP:
		return map_type(b, node, module);
	case AST_TYPE_TEXT:
	case AST_TYPE_UNION:
		return word_type(b, node, module);
	default:
		return 0; /* the parser has said what is wrong */
	}
}

/* ---- fields ---- */

field_id build_field(const struct build *b, type_id type, sym name)
{
	const struct schema_type *t = &b->types.v[type];

	if (t->form != TYPE_STRUCT)
		return 0;
	for (uint32_t i = t->first; i < (uint32_t)t->first + t->count; i++)
		if (b->fields.v[i].name == name)
			return (field_id)i;
	return 0;
}

static void add_field(struct build *b, type_id owner, struct schema_field f, ast_id at)
{
	struct schema_type *t = &b->types.v[owner];

	if (b->fields.n > UINT16_MAX)
		return; /* check_sizes says so */
	if (build_field(b, owner, f.name)) {
		diag_add(b->diags, E0705, ast_span(b->tree, at), "field `" STR_FMT "` of %s is declared twice",
			 STR_ARG(build_str(b, f.name)), build_type_name(b, owner));
		return;
	}
	f.owner = owner;
	f.order = t->count++;
	VEC_PUSH(b->arena, &b->fields, f);
}

static ast_id members_of(const struct build *b, ast_id decl)
{
	AST_EACH (b->tree, decl, c)
		if (ast_kind(b->tree, c) == AST_MEMBERS)
			return c;
	return AST_NIL;
}

static void lay_out(struct build *b, uint32_t d, ast_id use);

/* `...any`: whatever other fields there are. */
static bool is_open(const struct build *b, ast_id member)
{
	return ast_kind(b->tree, member) == AST_SPREAD && build_path_is(b, ast_first(b->tree, member), "any");
}

/* The struct that `...NAME` copies from, laid out; 0 after a diagnostic. */
static type_id spread_source(struct build *b, ast_id spread, uint32_t module)
{
	ast_id path = ast_first(b->tree, spread);
	sym name = build_path_sym(b, path, UINT32_MAX);
	uint32_t d = build_find(b, name, module);

	if (!d || b->decls.v[d].what > DECL_KIND) {
		build_unknown(b, name, ast_span(b->tree, path), "type with fields");
		return 0;
	}
	lay_out(b, d, path);
	return b->decls.v[d].type;
}

static void copy_fields(struct build *b, type_id to, type_id from, ast_id at)
{
	if (to == from)
		return;
	for (uint32_t i = 0; i < b->types.v[from].count; i++)
		add_field(b, to, b->fields.v[b->types.v[from].first + i], at);
}

static void declare_field(struct build *b, type_id owner, ast_id member, uint32_t module)
{
	ast_id key = ast_first(b->tree, member), type = ast_next(b->tree, key);
	struct schema_field f = {.name = ast_at(b->tree, key)->sym};

	f.type = build_type(b, type, module);
	properties(b, ast_next(b->tree, type), &f.type, &f);
	add_field(b, owner, f, key);
}

static bool has_member(const struct build *b, ast_id members, sym name)
{
	AST_EACH (b->tree, members, c)
		if (ast_kind(b->tree, c) == AST_MEMBER_TYPE && ast_at(b->tree, ast_first(b->tree, c))->sym == name)
			return true;
	return false;
}

/* The fields that the base's objects say with what they are: apiVersion, kind and what holds the name. */
static void model_fields(struct build *b, const struct decl *d, ast_id members)
{
	const struct schema_path *name = &b->paths.v[b->model.name];
	field_id holder = name->count ? b->steps.v[name->first] : 0;
	const struct schema_type *o = &b->types.v[b->fields.v[holder].owner];

	for (uint32_t i = o->first; holder && i < (uint32_t)o->first + o->count; i++) {
		struct schema_field f = b->fields.v[i];
		if ((i == holder || f.name == b->model.api_version || f.name == b->model.kind) &&
		    !has_member(b, members, f.name))
			add_field(b, d->type, f, d->node);
	}
}

/* A kind of objects has all fields of `type Object` that it does not declare itself, before its own. */
static void object_fields(struct build *b, const struct decl *d, ast_id members)
{
	const struct schema_type *o = &b->types.v[b->object];

	if (d->what != DECL_KIND || b->kinds.v[d->kind].flags & KIND_LIST)
		return;
	if (b->in->base && !b->object)
		model_fields(b, d, members);
	for (uint32_t i = o->first; b->object && i < (uint32_t)o->first + o->count; i++)
		if (!has_member(b, members, b->fields.v[i].name))
			add_field(b, d->type, b->fields.v[i], d->node);
}

/* The fields of a struct are neighbours, so what it copies from comes first. */
static void lay_out(struct build *b, uint32_t d, ast_id use)
{
	struct decl decl = b->decls.v[d];

	if (decl.state == 2)
		return;
	if (decl.state == 1) {
		diag_add(b->diags, E0702, ast_span(b->tree, use), "type `" STR_FMT "` is made of itself",
			 STR_ARG(build_str(b, decl.name)));
		return;
	}
	b->decls.v[d].state = 1;
	if (!enter(b, use))
		return;
	ast_id members = members_of(b, decl.node);
	AST_EACH (b->tree, members, c)
		if (is_open(b, c))
			b->types.v[decl.type].flags |= TYPE_OPEN;
		else if (ast_kind(b->tree, c) == AST_SPREAD)
			spread_source(b, c, decl.module);
	b->types.v[decl.type].first = (uint16_t)b->fields.n;
	object_fields(b, &decl, members);
	AST_EACH (b->tree, members, c) {
		if (ast_kind(b->tree, c) == AST_MEMBER_TYPE)
			declare_field(b, decl.type, c, decl.module);
		else if (ast_kind(b->tree, c) == AST_SPREAD && !is_open(b, c))
			copy_fields(b, decl.type,
				    b->decls.v[build_find(b, build_path_sym(b, ast_first(b->tree, c), UINT32_MAX),
							  decl.module)]
					    .type,
				    ast_first(b->tree, c));
	}
	b->decls.v[d].state = 2;
	b->depth--;
}

void build_fields(struct build *b)
{
	uint32_t n = b->decls.n;

	for (uint32_t d = 1; d < n; d++)
		if (b->object && b->decls.v[d].type == b->object && b->decls.v[d].what == DECL_STRUCT)
			lay_out(b, d, b->decls.v[d].node);
	for (uint32_t d = 1; d < n; d++) {
		if (b->decls.v[d].what <= DECL_KIND)
			lay_out(b, d, b->decls.v[d].node);
		else if (b->decls.v[d].what == DECL_ALIAS)
			alias_type(b, d, b->decls.v[d].node);
	}
}
