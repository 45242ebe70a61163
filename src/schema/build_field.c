/* SPDX-License-Identifier: Apache-2.0 */
/*
 * build_field: directives of single fields. Each gives the field another type
 * row, one that says more; what is said of a list or map whose items can have
 * it (formats, words, references, ports) is said of the items.
 */
#include "schema/build_state.h"

struct field_dir {
	struct build *b;
	ast_id dir;
	struct schema_field *field;
	bool wrong; /* a diagnostic has said why it cannot be */
};

struct word_row {
	uint16_t first, count, flags;
};

static ast_id arg_of(const struct field_dir *d, unsigned index)
{
	return ast_child(d->b->tree, d->dir, index);
}

static sym arg_word(const struct field_dir *d)
{
	return build_path_sym(d->b, arg_of(d, 0), UINT32_MAX);
}

static void say(struct field_dir *d, ast_id at, const char *text)
{
	diag_add(d->b->diags, E0702, ast_span(d->b->tree, at), "%s", text);
	d->wrong = true;
}

/* ---- references ---- */

struct refs {
	kinds_id kinds;
	bool selector;
};

static bool set_refs(struct schema_type *row, const void *ctx)
{
	const struct refs *r = ctx;

	if (row->form != TYPE_STRING && row->form != TYPE_STRUCT)
		return false;
	row->refs = r->kinds;
	return true;
}

/* A selector is a map of labels or a struct. */
static type_id selector_type(struct build *b, type_id type, const struct refs *r)
{
	struct schema_type row = b->types.v[type];

	if (row.form == TYPE_LIST) {
		row.elem = selector_type(b, row.elem, r);
		return row.elem ? build_type_row(b, &row) : 0;
	}
	if (row.form != TYPE_MAP && row.form != TYPE_STRUCT)
		return 0;
	row.refs = r->kinds;
	row.flags |= TYPE_SELECTOR;
	return build_type_row(b, &row);
}

static kinds_id kinds_of(struct field_dir *d)
{
	struct build *b = d->b;
	struct kind_list all = {0};

	if (ast_at(b->tree, d->dir)->flags != AST_DIR_LIST)
		return build_kinds_named(b, arg_word(d), ast_span(b->tree, arg_of(d, 0)), true);
	AST_EACH (b->tree, d->dir, path) {
		kinds_id set = build_kinds_named(b, build_path_sym(b, path, UINT32_MAX), ast_span(b->tree, path), true);
		for (uint32_t i = 0; i < b->kindsets.v[set].count; i++)
			build_add_kind(b, &all, b->kindlist.v[b->kindsets.v[set].first + i]);
	}
	return all.n ? build_kinds_row(b, SYM_EMPTY, all.v, all.n) : 0;
}

static type_id dir_ref(struct field_dir *d)
{
	struct refs r = {kinds_of(d), false};

	d->wrong = !r.kinds;
	return d->wrong ? 0 : build_change(d->b, d->field->type, set_refs, &r);
}

static type_id dir_selector(struct field_dir *d)
{
	struct refs r = {kinds_of(d), true};

	d->wrong = !r.kinds;
	return d->wrong ? 0 : selector_type(d->b, d->field->type, &r);
}

/* ---- lists and maps ---- */

static type_id dir_keyed(struct field_dir *d)
{
	struct schema_type row = d->b->types.v[d->field->type];

	if (row.form != TYPE_LIST)
		return 0;
	if (d->b->types.v[row.elem].form != TYPE_STRUCT) {
		say(d, d->dir, "a keyed list has objects as items");
		return 0;
	}
	if (!build_way_row(d->b, row.elem, arg_of(d, 0), &row.keyed, true)) {
		d->wrong = true;
		return 0;
	}
	return build_type_row(d->b, &row);
}

static type_id map_row(struct build *b, type_id type, bool (*change)(struct schema_type *row, const void *ctx),
		       const void *ctx)
{
	struct schema_type row = b->types.v[type];

	if (row.form == TYPE_LIST) {
		row.elem = map_row(b, row.elem, change, ctx);
		return row.elem ? build_type_row(b, &row) : 0;
	}
	if (row.form != TYPE_MAP || !change(&row, ctx))
		return 0;
	return build_type_row(b, &row);
}

static bool set_merges(struct schema_type *row, const void *ctx)
{
	(void)ctx;
	row->flags |= TYPE_MERGES;
	return true;
}

/* A keyed list takes items whose key it does not have, as a map takes keys. */
static type_id dir_merges(struct field_dir *d)
{
	struct schema_type row = d->b->types.v[d->field->type];

	if (row.form == TYPE_LIST && row.keyed) {
		set_merges(&row, NULL);
		return build_type_row(d->b, &row);
	}
	return map_row(d->b, d->field->type, set_merges, NULL);
}

static uint8_t format_of(struct field_dir *d)
{
	enum schema_format f = build_format(d->b, arg_of(d, 0), true);

	d->wrong = f == FORMAT_NONE;
	return (uint8_t)f;
}

static type_id dir_format(struct field_dir *d)
{
	uint8_t f = format_of(d);

	return f ? build_change(d->b, d->field->type, build_set_format, &f) : 0;
}

static bool set_key_format(struct schema_type *row, const void *ctx)
{
	row->key_format = *(const uint8_t *)ctx;
	return true;
}

static type_id dir_keys(struct field_dir *d)
{
	uint8_t f = format_of(d);

	return f ? map_row(d->b, d->field->type, set_key_format, &f) : 0;
}

/* ---- words ---- */

static bool set_words(struct schema_type *row, const void *ctx)
{
	const struct word_row *w = ctx;

	if (row->form != TYPE_STRING && row->form != TYPE_ANY)
		return false;
	row->first = w->first;
	row->count = w->count;
	row->flags = (uint16_t)((row->flags & ~(TYPE_OPEN | TYPE_CLOSED)) | w->flags);
	return true;
}

static const struct schema_type *leaf_of(const struct build *b, type_id type)
{
	while (b->types.v[type].form == TYPE_LIST || b->types.v[type].form == TYPE_MAP)
		type = b->types.v[type].elem;
	return &b->types.v[type];
}

/* The listed words; before them, for `open`, those that the field has already. */
static type_id words(struct field_dir *d, uint16_t flag)
{
	struct build *b = d->b;
	const struct schema_type *leaf = leaf_of(b, d->field->type);
	struct word_row w = {.flags = flag};
	struct {
		sym *v;
		uint32_t n, cap;
	} all = {0};

	for (uint32_t i = 0; flag == TYPE_OPEN && leaf->form == TYPE_STRING && i < leaf->count; i++)
		VEC_PUSH(b->arena, &all, b->words.v[leaf->first + i]);
	AST_EACH (b->tree, d->dir, path) {
		sym word = build_path_sym(b, path, UINT32_MAX);
		bool there = false;
		for (uint32_t i = 0; i < all.n; i++)
			there = there || all.v[i] == word;
		if (!there)
			VEC_PUSH(b->arena, &all, word);
	}
	build_word_row(b, all.v, all.n, &w.first, &w.count);
	return build_change(b, d->field->type, set_words, &w);
}

static type_id dir_open(struct field_dir *d)
{
	return words(d, TYPE_OPEN);
}

static type_id dir_closed(struct field_dir *d)
{
	return words(d, TYPE_CLOSED);
}

static type_id dir_values(struct field_dir *d)
{
	struct schema_type row = {0};
	struct word_row w = {.flags = TYPE_OPEN};
	struct str what = build_str(d->b, arg_word(d));
	const struct schema_type *leaf = leaf_of(d->b, d->field->type);

	if (!str_is(what, "plurals") && !str_is(what, "verbs") && !str_is(what, "groups")) {
		say(d, arg_of(d, 0), "the values of kinds are `plurals`, `verbs` or `groups`");
		return 0;
	}
	if (leaf->form == TYPE_STRING) {
		row.first = leaf->first;
		row.count = leaf->count;
	}
	build_kind_words(d->b, arena_strndup(d->b->arena, what.p, what.n), &row);
	w.first = row.first;
	w.count = row.count;
	if (str_is(what, "plurals"))
		w.flags |= TYPE_PLURALS;
	if (str_is(what, "groups"))
		w.flags |= TYPE_GROUPS;
	return build_change(d->b, d->field->type, set_words, &w);
}

/* ---- numbers and ports ---- */

static bool set_units(struct schema_type *row, const void *ctx)
{
	if (row->form != TYPE_INT32 && row->form != TYPE_INT64)
		return false;
	row->flags = (uint16_t)((row->flags & ~(TYPE_SECONDS | TYPE_MILLIS)) | *(const uint16_t *)ctx);
	return true;
}

static type_id dir_seconds(struct field_dir *d)
{
	uint16_t flag = TYPE_SECONDS;

	return build_change(d->b, d->field->type, set_units, &flag);
}

static type_id dir_millis(struct field_dir *d)
{
	uint16_t flag = TYPE_MILLIS;

	return build_change(d->b, d->field->type, set_units, &flag);
}

static type_id dir_between(struct field_dir *d)
{
	uint16_t bounds = ast_kind(d->b->tree, arg_of(d, 0)) == AST_NUMBER ? build_bounds(d->b, d->dir) : 0;

	if (ast_kind(d->b->tree, arg_of(d, 0)) != AST_NUMBER)
		say(d, d->dir, "bounds are two whole numbers, `0..100`");
	d->wrong = !bounds;
	return bounds ? build_change(d->b, d->field->type, build_set_bounds, &bounds) : 0;
}

static bool set_port(struct schema_type *row, const void *ctx)
{
	if (row->form != TYPE_STRING && row->form != TYPE_INT_OR_STRING && row->form != TYPE_INT32)
		return false;
	row->flags = (uint16_t)((row->flags & ~(TYPE_PORT_HERE | TYPE_PORT_THERE)) | *(const uint16_t *)ctx);
	return true;
}

static type_id dir_port(struct field_dir *d)
{
	bool here = build_is(d->b, arg_word(d), "here"), there = build_is(d->b, arg_word(d), "there");
	uint16_t flag = here ? TYPE_PORT_HERE : TYPE_PORT_THERE;

	if (!here && !there) {
		say(d, arg_of(d, 0), "a port is `here`, in the container, or `there`, in the pods that are meant");
		return 0;
	}
	return build_change(d->b, d->field->type, set_port, &flag);
}

static bool set_image(struct schema_type *row, const void *ctx)
{
	(void)ctx;
	row->flags |= TYPE_IMAGE;
	return row->form == TYPE_STRING;
}

static type_id dir_image(struct field_dir *d)
{
	return build_change(d->b, d->field->type, set_image, NULL);
}

static type_id dir_required(struct field_dir *d)
{
	d->field->flags |= FIELD_REQUIRED;
	return d->field->type;
}

static type_id dir_server(struct field_dir *d)
{
	d->field->flags |= FIELD_SERVER;
	return d->field->type;
}

/* ---- of ---- */

static const char *const of_words[] = {
	[OF_KIND] = "kind",           [OF_API_VERSION] = "apiVersion",         [OF_GROUP] = "group",
	[OF_NAMESPACE] = "namespace", [OF_OTHER_NAMESPACE] = "otherNamespace", [OF_KEY] = "key",
	[OF_PORT_NAME] = "portName",  [OF_PORT_NUMBER] = "portNumber",         [OF_OPTIONAL] = "optional",
	[OF_PROTOCOL] = "protocol",
};

#define NOF (sizeof of_words / sizeof *of_words)

static uint8_t of_word(struct build *b, ast_id dir)
{
	ast_id path = ast_first(b->tree, dir);
	sym word = build_path_sym(b, path, UINT32_MAX);
	struct nearest near;

	for (size_t i = 1; i < NOF; i++)
		if (build_is(b, word, of_words[i]))
			return (uint8_t)i;
	struct diag *e = diag_add(b->diags, E0702, ast_span(b->tree, path),
				  "`" STR_FMT "` is nothing that a reference has", STR_ARG(build_str(b, word)));
	nearest_init(&near, build_str(b, word));
	for (size_t i = 1; i < NOF; i++)
		nearest_feed(&near, str_of(of_words[i]));
	if (near.best.n)
		diag_label(e, "did you mean `" STR_FMT "`?", STR_ARG(near.best));
	return OF_NOTHING;
}

static type_id dir_of(struct field_dir *d)
{
	d->field->of = of_word(d->b, d->dir);
	d->wrong = !d->field->of;
	d->field->of_value = ast_at(d->b->tree, d->dir)->flags == AST_DIR_SET ? arg_of(d, 1) : AST_NIL;
	return d->field->type;
}

/* A row of the struct around the field, made before any field gets its type. */
bool build_field_when(struct build *b, const struct target *t, ast_id dir_field, ast_id dir, bool loud)
{
	ast_id field = ast_first(b->tree, dir_field), member = ast_first(b->tree, dir);
	struct schema_dir row = {.op = DIR_WHEN};

	if (ast_at(b->tree, dir)->flags != AST_DIR_TO) {
		diag_add(b->diags, E0702, ast_span(b->tree, dir), "`when` takes a path, `=>` and a word");
		return true;
	}
	if (!build_way_row(b, t->type, field, &row.a, loud) || !build_way_row(b, t->type, member, &row.b, loud))
		return false;
	row.word = build_path_sym(b, ast_next(b->tree, member), UINT32_MAX);
	build_own_dir(b, t->type, &row);
	return true;
}

/* ---- running them ---- */

static const struct field_directive {
	const char *word;
	const char *things; /* what it can be said of */
	unsigned forms;
	type_id (*apply)(struct field_dir *d); /* the new type; 0: it cannot be said of this one */
} directives[] = {
	{"ref", "strings and objects", 1u << AST_DIR_PATH | 1u << AST_DIR_LIST, dir_ref},
	{"selector", "maps and objects", 1u << AST_DIR_PATH | 1u << AST_DIR_LIST, dir_selector},
	{"keyed", "lists", 1u << AST_DIR_PATH, dir_keyed},
	{"of", "fields", 1u << AST_DIR_PATH | 1u << AST_DIR_SET, dir_of},
	{"seconds", "whole numbers", 1u << AST_DIR_WORD, dir_seconds},
	{"milliseconds", "whole numbers", 1u << AST_DIR_WORD, dir_millis},
	{"format", "strings", 1u << AST_DIR_PATH, dir_format},
	{"keys", "maps", 1u << AST_DIR_PATH, dir_keys},
	{"open", "strings", 1u << AST_DIR_LIST, dir_open},
	{"closed", "strings", 1u << AST_DIR_LIST, dir_closed},
	{"values", "strings", 1u << AST_DIR_PATH, dir_values},
	{"port", "strings and whole numbers", 1u << AST_DIR_PATH, dir_port},
	{"image", "strings", 1u << AST_DIR_WORD, dir_image},
	{"between", "numbers", 1u << AST_DIR_RANGE, dir_between},
	{"merges", "maps and keyed lists", 1u << AST_DIR_WORD, dir_merges},
	{"required", "fields", 1u << AST_DIR_WORD, dir_required},
	{"server", "fields", 1u << AST_DIR_WORD, dir_server},
	{"when", NULL, 1u << AST_DIR_TO, NULL},
};

#define NDIRECTIVES (sizeof directives / sizeof *directives)

static const struct field_directive *directive_of(struct build *b, ast_id dir)
{
	struct str word = build_str(b, ast_at(b->tree, dir)->sym);
	struct nearest near;

	for (size_t i = 0; i < NDIRECTIVES; i++)
		if (str_is(word, directives[i].word))
			return &directives[i];
	struct diag *e = diag_add(b->diags, E0702, ast_span(b->tree, dir),
				  "there is no directive `" STR_FMT "` for a field", STR_ARG(word));
	nearest_init(&near, word);
	for (size_t i = 0; i < NDIRECTIVES; i++)
		nearest_feed(&near, str_of(directives[i].word));
	if (near.best.n)
		diag_label(e, "did you mean `" STR_FMT "`?", STR_ARG(near.best));
	return NULL;
}

static void apply(struct build *b, const struct field_directive *how, ast_id dir, field_id field)
{
	struct field_dir d = {b, dir, &b->fields.v[field], false};
	type_id was = d.field->type, is = was ? how->apply(&d) : 0;

	if (is)
		d.field->type = is;
	else if (was && !d.wrong)
		diag_add(b->diags, E0702, ast_span(b->tree, dir), "`%s` is for %s, `" STR_FMT "` of %s is %s",
			 how->word, how->things, STR_ARG(build_str(b, d.field->name)),
			 build_type_name(b, d.field->owner), build_type_phrase(b, was));
}

/* One `PATH: dir | dir`. */
static void field_item(struct build *b, ast_id item, const struct targets *ts)
{
	ast_id path = ast_first(b->tree, item);
	uint32_t taken = 0;
	struct way way;

	for (ast_id dir = ast_next(b->tree, path); dir; dir = ast_next(b->tree, dir)) {
		const struct field_directive *how = directive_of(b, dir);
		if (!how || !how->apply)
			continue;
		if (build_path_len(b, path) > 1 && how->apply != dir_of) {
			diag_add(b->diags, E0702, ast_span(b->tree, path),
				 "only `of` can be said of a field further down; annotate the type that has `" STR_FMT
				 "`",
				 STR_ARG(build_str(
					 b,
					 ast_at(b->tree, ast_child(b->tree, path, build_path_len(b, path) - 1))->sym)));
			return;
		}
		if (!(how->forms & 1u << ast_at(b->tree, dir)->flags)) {
			diag_add(b->diags, E0702, ast_span(b->tree, dir), "`%s` is not written like this", how->word);
			continue;
		}
		taken = 0;
		for (uint32_t i = 0; i < ts->n; i++) {
			if (!build_way(b, ts->v[i].type, path, 0, &way, false) || way.key)
				continue;
			apply(b, how, dir, way.steps[way.count - 1]);
			taken++;
		}
		if (!taken) {
			build_way(b, ts->v[0].type, path, 0, &way, true);
			return;
		}
	}
}

void build_annotate_fields(struct build *b, ast_id annotate)
{
	ast_id path = ast_first(b->tree, annotate), dirs = ast_next(b->tree, path);
	struct targets ts = {0};
	uint32_t errors = b->diags->errors;
	bool any = false;

	AST_EACH (b->tree, dirs, item)
		any = any || ast_kind(b->tree, item) == AST_DIR_FIELD;
	if (!any)
		return;
	build_targets(b, path, &ts);
	if (!ts.n || b->diags->errors > errors)
		return; /* said in the first pass */
	AST_EACH (b->tree, dirs, item)
		if (ast_kind(b->tree, item) == AST_DIR_FIELD)
			field_item(b, item, &ts);
}
