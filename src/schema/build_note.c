/* SPDX-License-Identifier: Apache-2.0 */
/*
 * build_note: `annotate`, as far as it speaks of kinds, structs and Object.
 * Directives of fields are in build_field.c.
 *
 * All of the structs' rows of directives must be known before the first field
 * gets a type row of its own, because such a row repeats where they are.
 */
#include "schema/build_state.h"

/* What is being annotated. */
#define ON_OBJECT 1u
#define ON_KIND 2u
#define ON_STRUCT 4u

struct context {
	struct build *b;
	ast_id dir;
	bool loud;
};

static ast_id arg_of(const struct context *c, unsigned index)
{
	return ast_child(c->b->tree, c->dir, index);
}

static struct span dir_span(const struct context *c)
{
	return ast_span(c->b->tree, c->dir);
}

void build_own_dir(struct build *b, type_id owner, const struct schema_dir *row)
{
	struct owned_dir d = {owner, *row};

	VEC_PUSH(b->arena, &b->owned, d);
}

/* False, with a diagnostic, if OWNER has a directive of that sort already. */
static bool only_one(const struct context *c, type_id owner, enum dir_op op)
{
	for (uint32_t i = 0; i < c->b->owned.n; i++)
		if (c->b->owned.v[i].owner == owner && c->b->owned.v[i].row.op == op) {
			diag_add(c->b->diags, E0705, dir_span(c), "%s has a directive `" STR_FMT "` already",
				 build_type_name(c->b, owner),
				 STR_ARG(build_str(c->b, ast_at(c->b->tree, c->dir)->sym)));
			return false;
		}
	return true;
}

/* ---- structs ---- */

/* A way that may end in one key of a map: the key is the row's word. */
static bool keyed_way(const struct context *c, type_id from, ast_id path, struct schema_dir *row)
{
	struct way way;

	if (!build_way(c->b, from, path, 0, &way, c->loud))
		return false;
	row->a = build_path_row(c->b, way.steps, way.count);
	row->word = way.key;
	return true;
}

static bool dir_head(const struct context *c, const struct target *t)
{
	struct schema_dir row = {.op = DIR_HEAD};
	struct way way;

	if (!build_way(c->b, t->type, arg_of(c, 0), 0, &way, c->loud))
		return false;
	if (c->b->types.v[way.end].form == TYPE_MAP) {
		diag_label(diag_add(c->b->diags, E0702, ast_span(c->b->tree, arg_of(c, 0)),
				    "the head of %s cannot be a map", build_type_name(c->b, t->type)),
			   "a map in its place already means the object itself");
		return true;
	}
	if (only_one(c, t->type, DIR_HEAD) && keyed_way(c, t->type, arg_of(c, 0), &row))
		build_own_dir(c->b, t->type, &row);
	return true;
}

static bool dir_with(const struct context *c, const struct target *t)
{
	struct schema_dir row = {.op = DIR_WITH, .expr = arg_of(c, 1)};

	if (!keyed_way(c, t->type, arg_of(c, 0), &row))
		return false;
	build_own_dir(c->b, t->type, &row);
	return true;
}

static bool dir_from(const struct context *c, const struct target *t)
{
	ast_id from = arg_of(c, 0);
	uint32_t keys = build_path_len(c->b, from);
	ast_id last = ast_child(c->b->tree, from, keys - 1);
	struct schema_dir row = {.op = DIR_FROM};

	if (keys > 1 && build_is(c->b, ast_at(c->b->tree, last)->sym, "key"))
		row.member = MEMBER_KEY;
	else if (keys > 1 && build_is(c->b, ast_at(c->b->tree, last)->sym, "port"))
		row.member = MEMBER_PORT;
	if (!build_way_row(c->b, t->type, arg_of(c, 1), &row.a, c->loud))
		return false;
	row.kinds = build_kinds_named(c->b, build_path_sym(c->b, from, keys - (row.member != MEMBER_NONE)),
				      ast_span(c->b->tree, from), c->loud);
	if (!row.kinds)
		return false;
	build_own_dir(c->b, t->type, &row);
	return true;
}

static bool two_ways(const struct context *c, const struct target *t, enum dir_op op)
{
	struct schema_dir row = {.op = (uint8_t)op};

	if (!build_way_row(c->b, t->type, arg_of(c, 0), &row.a, c->loud) ||
	    !build_way_row(c->b, t->type, arg_of(c, 1), &row.b, c->loud))
		return false;
	if (only_one(c, t->type, op))
		build_own_dir(c->b, t->type, &row);
	return true;
}

static bool dir_range(const struct context *c, const struct target *t)
{
	return two_ways(c, t, DIR_RANGE);
}

static bool dir_pair(const struct context *c, const struct target *t)
{
	return two_ways(c, t, DIR_PAIR);
}

static bool one_way(const struct context *c, const struct target *t, enum dir_op op)
{
	struct schema_dir row = {.op = (uint8_t)op};

	if (!build_way_row(c->b, t->type, arg_of(c, 0), &row.a, c->loud))
		return false;
	if (only_one(c, t->type, op))
		build_own_dir(c->b, t->type, &row);
	return true;
}

static bool dir_labels(const struct context *c, const struct target *t)
{
	return one_way(c, t, DIR_LABELS);
}

static bool dir_terms(const struct context *c, const struct target *t)
{
	return one_way(c, t, DIR_TERMS);
}

static bool dir_ports(const struct context *c, const struct target *t)
{
	return one_way(c, t, DIR_PORTS);
}

static bool dir_default(const struct context *c, const struct target *t)
{
	struct way way;

	if (!build_way(c->b, t->type, arg_of(c, 0), 0, &way, c->loud))
		return false;
	if (way.count != 1 || way.key) {
		diag_add(c->b->diags, E0702, ast_span(c->b->tree, arg_of(c, 0)),
			 "a default is said of a field of the type itself");
		return true;
	}
	c->b->fields.v[way.steps[0]].dflt = arg_of(c, 1);
	return true;
}

/* ---- kinds ---- */

static bool dir_lift(const struct context *c, const struct target *t)
{
	ast_id *lift = &c->b->more.v[t->kind].lift;
	struct way way;

	AST_EACH (c->b->tree, c->dir, path)
		if (!build_path_is(c->b, path, "self") && !build_way(c->b, t->type, path, 0, &way, c->loud))
			return false;
	if (*lift)
		diag_also(diag_add(c->b->diags, E0705, dir_span(c), "%s has a directive `lift` already",
				   build_type_name(c->b, t->type)),
			  ast_span(c->b->tree, *lift), "here");
	*lift = c->dir;
	return true;
}

static bool dir_prefer(const struct context *c, const struct target *t)
{
	struct way way;

	AST_EACH (c->b->tree, c->dir, path)
		if (!build_way(c->b, t->type, path, 0, &way, c->loud) || !way.count)
			return false;
	AST_EACH (c->b->tree, c->dir, path) {
		build_way(c->b, t->type, path, 0, &way, false);
		bool there = false;
		for (uint32_t i = 1; i < c->b->prefers.n; i++)
			there = there || c->b->prefers.v[i] == way.steps[way.count - 1];
		if (!there)
			VEC_PUSH(c->b->arena, &c->b->prefers, way.steps[way.count - 1]);
	}
	return true;
}

static bool dir_ambiguous(const struct context *c, const struct target *t)
{
	AST_EACH (c->b->tree, c->dir, path) {
		sym name = ast_at(c->b->tree, ast_first(c->b->tree, path))->sym;
		bool found = build_field(c->b, t->type, name) != 0;
		const struct schema_type *row = &c->b->types.v[t->type];
		for (uint32_t i = 0; i < row->count && !found; i++)
			found = build_field(c->b, c->b->fields.v[row->first + i].type, name) != 0;
		struct way way;
		if (!found)
			return build_way(c->b, t->type, path, 0, &way, c->loud);
	}
	c->b->more.v[t->kind].ambiguous = c->dir;
	return true;
}

static bool dir_short(const struct context *c, const struct target *t)
{
	struct schema_kind *k = &c->b->kinds.v[t->kind];
	struct {
		sym *v;
		uint32_t n, cap;
	} words = {0};

	AST_EACH (c->b->tree, c->dir, path) {
		sym word = build_path_sym(c->b, path, UINT32_MAX);
		VEC_PUSH(c->b->arena, &words, word);
	}
	build_word_row(c->b, words.v, words.n, &k->shorts, &k->nshorts);
	return true;
}

static bool kind_way(const struct context *c, const struct target *t, path_id *out)
{
	ast_id path = arg_of(c, 0);

	if (build_path_is(c->b, path, "self")) {
		*out = build_path_row(c->b, NULL, 0);
		return true;
	}
	return build_way_row(c->b, t->type, path, out, c->loud);
}

static bool dir_pods(const struct context *c, const struct target *t)
{
	return kind_way(c, t, &c->b->kinds.v[t->kind].pods);
}

static bool dir_kind_ports(const struct context *c, const struct target *t)
{
	return kind_way(c, t, &c->b->kinds.v[t->kind].ports);
}

/* Rows of lifts: a run of paths. */
static bool dir_kind_keys(const struct context *c, const struct target *t)
{
	struct schema_kind *k = &c->b->kinds.v[t->kind];
	path_id path;

	AST_EACH (c->b->tree, c->dir, p)
		if (!build_way_row(c->b, t->type, p, &path, c->loud))
			return false;
	k->keys = (uint16_t)c->b->lifts.n;
	k->nkeys = 0;
	if (build_is(c->b, ast_at(c->b->tree, c->dir)->sym, "hidden"))
		k->flags |= KIND_HIDDEN;
	AST_EACH (c->b->tree, c->dir, p) {
		build_way_row(c->b, t->type, p, &path, false);
		VEC_PUSH(c->b->arena, &c->b->lifts, path);
		k->nkeys++;
	}
	return true;
}

static bool dir_selects(const struct context *c, const struct target *t)
{
	return kind_way(c, t, &c->b->kinds.v[t->kind].selects);
}

static bool dir_declares(const struct context *c, const struct target *t)
{
	if (!build_path_is(c->b, arg_of(c, 0), "kinds")) {
		if (c->loud)
			diag_add(c->b->diags, E0702, ast_span(c->b->tree, arg_of(c, 0)),
				 "objects declare `kinds` and nothing else");
		return false;
	}
	c->b->kinds.v[t->kind].flags |= KIND_DECLARES;
	return true;
}

static bool dir_names(const struct context *c, const struct target *t)
{
	enum schema_format f = build_format(c->b, arg_of(c, 0), c->loud);

	c->b->kinds.v[t->kind].name_format = (uint8_t)f;
	return f != FORMAT_NONE;
}

static bool dir_immutable(const struct context *c, const struct target *t)
{
	bool free = build_is(c->b, ast_at(c->b->tree, c->dir)->sym, "mutable");

	return build_immutable(c->b, t, c->dir, free, c->loud);
}

/* ---- Object ---- */

static bool model_way(const struct context *c, const struct target *t, path_id *out)
{
	return build_way_row(c->b, t->type, arg_of(c, 0), out, c->loud);
}

static bool dir_object_name(const struct context *c, const struct target *t)
{
	return model_way(c, t, &c->b->model.name);
}

static bool dir_object_namespace(const struct context *c, const struct target *t)
{
	return model_way(c, t, &c->b->model.namespace_);
}

static bool dir_object_prefix(const struct context *c, const struct target *t)
{
	return model_way(c, t, &c->b->model.generate_name);
}

static bool dir_object_labels(const struct context *c, const struct target *t)
{
	return model_way(c, t, &c->b->model.labels);
}

static bool dir_object_annotations(const struct context *c, const struct target *t)
{
	return model_way(c, t, &c->b->model.annotations);
}

/* What every kind is lifted into unless it says otherwise; a path that a kind lacks is left out there. */
static bool dir_object_lift(const struct context *c, const struct target *t)
{
	struct {
		sym *v;
		uint32_t n, cap;
	} words = {0};

	(void)t;
	c->b->object_lift = c->dir;
	AST_EACH (c->b->tree, c->dir, path)
		VEC_PUSH(c->b->arena, &words, build_path_sym(c->b, path, UINT32_MAX));
	build_word_row(c->b, words.v, words.n, &c->b->model.lift, &c->b->model.nlift);
	return true;
}

static bool dir_rank(const struct context *c, const struct target *t)
{
	(void)t;
	if (c->loud)
		return true; /* said already */
	c->b->rank++;
	AST_EACH (c->b->tree, c->dir, path) {
		sym name = build_path_sym(c->b, path, UINT32_MAX);
		kinds_id set = build_kinds_named(c->b, name, ast_span(c->b->tree, path), true);
		for (uint32_t i = 0; i < c->b->kindsets.v[set].count; i++) {
			struct schema_kind *k = &c->b->kinds.v[c->b->kindlist.v[c->b->kindsets.v[set].first + i]];
			if (k->rank && k->rank != c->b->rank)
				diag_add(c->b->diags, E0705, ast_span(c->b->tree, path),
					 "`" STR_FMT "` has a rank already", STR_ARG(build_str(c->b, name)));
			k->rank = c->b->rank;
		}
	}
	return true;
}

static bool dir_fixed(const struct context *c, const struct target *t)
{
	(void)t;
	if (!c->loud)
		build_fixed_names(c->b, c->dir);
	return true;
}

/* ---- running them ---- */

static const struct directive {
	const char *word;
	unsigned on;
	unsigned forms; /* bits of 1 << AST_DIR_... */
	bool (*apply)(const struct context *c, const struct target *t);
} directives[] = {
	{"lift", ON_OBJECT, 1u << AST_DIR_LIST, dir_object_lift},
	{"name", ON_OBJECT, 1u << AST_DIR_PATH, dir_object_name},
	{"namespace", ON_OBJECT, 1u << AST_DIR_PATH, dir_object_namespace},
	{"prefix", ON_OBJECT, 1u << AST_DIR_PATH, dir_object_prefix},
	{"labels", ON_OBJECT, 1u << AST_DIR_PATH, dir_object_labels},
	{"annotations", ON_OBJECT, 1u << AST_DIR_PATH, dir_object_annotations},
	{"rank", ON_OBJECT, 1u << AST_DIR_LIST, dir_rank},
	{"fixed", ON_OBJECT, 1u << AST_DIR_LIST, dir_fixed},
	{"lift", ON_KIND, 1u << AST_DIR_LIST, dir_lift},
	{"prefer", ON_KIND, 1u << AST_DIR_LIST, dir_prefer},
	{"ambiguous", ON_KIND, 1u << AST_DIR_LIST, dir_ambiguous},
	{"short", ON_KIND, 1u << AST_DIR_LIST, dir_short},
	{"pods", ON_KIND, 1u << AST_DIR_PATH, dir_pods},
	{"selects", ON_KIND, 1u << AST_DIR_PATH, dir_selects},
	{"ports", ON_KIND, 1u << AST_DIR_PATH, dir_kind_ports},
	{"keys", ON_KIND, 1u << AST_DIR_LIST, dir_kind_keys},
	{"hidden", ON_KIND, 1u << AST_DIR_LIST, dir_kind_keys},
	{"immutable", ON_KIND, 1u << AST_DIR_LIST | 1u << AST_DIR_SET, dir_immutable},
	{"mutable", ON_KIND, 1u << AST_DIR_LIST, dir_immutable},
	{"names", ON_KIND, 1u << AST_DIR_PATH, dir_names},
	{"declares", ON_KIND, 1u << AST_DIR_PATH, dir_declares},
	{"head", ON_STRUCT, 1u << AST_DIR_PATH, dir_head},
	{"with", ON_STRUCT, 1u << AST_DIR_SET, dir_with},
	{"from", ON_STRUCT, 1u << AST_DIR_TO, dir_from},
	{"range", ON_STRUCT, 1u << AST_DIR_RANGE, dir_range},
	{"pair", ON_STRUCT, 1u << AST_DIR_TO, dir_pair},
	{"labels", ON_STRUCT, 1u << AST_DIR_PATH, dir_labels},
	{"terms", ON_STRUCT, 1u << AST_DIR_PATH, dir_terms},
	{"ports", ON_STRUCT, 1u << AST_DIR_PATH, dir_ports},
	{"default", ON_STRUCT, 1u << AST_DIR_SET, dir_default},
};

#define NDIRECTIVES (sizeof directives / sizeof *directives)

static void unknown_directive(struct build *b, ast_id dir, unsigned on)
{
	struct str word = build_str(b, ast_at(b->tree, dir)->sym);
	struct nearest near;
	struct diag *e = diag_add(b->diags, E0702, ast_span(b->tree, dir), "there is no directive `" STR_FMT "` %s",
				  STR_ARG(word),
				  on & ON_OBJECT ? "for Object"
				  : on & ON_KIND ? "for a kind"
						 : "for a type");

	nearest_init(&near, word);
	for (size_t i = 0; i < NDIRECTIVES; i++)
		if (directives[i].on & on)
			nearest_feed(&near, str_of(directives[i].word));
	if (near.best.n)
		diag_label(e, "did you mean `" STR_FMT "`?", STR_ARG(near.best));
}

static const char *form_text(unsigned forms)
{
	return forms == (1u << AST_DIR_LIST | 1u << AST_DIR_SET) ? "a list in brackets, or a path, `=` and a condition"
	       : forms & 1u << AST_DIR_LIST                      ? "a list in brackets"
	       : forms & 1u << AST_DIR_SET                       ? "a path, `=` and a value"
	       : forms & 1u << AST_DIR_RANGE                     ? "two paths with `..` between them"
	       : forms & 1u << AST_DIR_TO                        ? "two paths with `=>` between them"
								 : "a path";
}

static void run_directive(struct build *b, ast_id dir, const struct targets *ts, unsigned on)
{
	struct context c = {b, dir, false};
	const struct ast_node *n = ast_at(b->tree, dir);
	const struct directive *d = NULL;
	bool taken = false;

	for (size_t i = 0; i < NDIRECTIVES && !d; i++)
		if (directives[i].on & on && build_is(b, n->sym, directives[i].word))
			d = &directives[i];
	if (!d) {
		unknown_directive(b, dir, on);
		return;
	}
	if (!(d->forms & 1u << n->flags) || ast_kind(b->tree, n->first) == AST_NUMBER) {
		diag_add(b->diags, E0702, ast_span(b->tree, dir), "`%s` takes %s", d->word, form_text(d->forms));
		return;
	}
	for (uint32_t i = 0; i < ts->n; i++)
		taken = d->apply(&c, &ts->v[i]) || taken;
	c.loud = true;
	if (!taken && ts->n)
		d->apply(&c, &ts->v[0]);
}

/* What directives on Object look at: `type Object`, or the kinds themselves where there is none. */
static void object_targets(struct build *b, struct targets *out)
{
	struct target t = {b->object, 0};

	for (uint32_t k = 1; k < b->kinds.n && !t.type; k++)
		if (!(b->kinds.v[k].flags & KIND_LIST))
			t.type = b->kinds.v[k].type;
	VEC_PUSH(b->arena, out, t);
}

/* Is the word of DIR a directive for kinds? (A kind is a struct as well.) */
static bool for_kinds(const struct build *b, ast_id dir)
{
	for (size_t i = 0; i < NDIRECTIVES; i++)
		if (directives[i].on & ON_KIND && build_is(b, ast_at(b->tree, dir)->sym, directives[i].word))
			return true;
	return false;
}

static void when_directives(struct build *b, ast_id item, const struct targets *ts)
{
	AST_EACH (b->tree, item, dir) {
		bool taken = false;
		if (ast_kind(b->tree, dir) != AST_DIR || !build_is(b, ast_at(b->tree, dir)->sym, "when"))
			continue;
		for (uint32_t i = 0; i < ts->n; i++)
			taken = build_field_when(b, &ts->v[i], item, dir, false) || taken;
		if (!taken && ts->n)
			build_field_when(b, &ts->v[0], item, dir, true);
	}
}

static void annotate_item(struct build *b, ast_id annotate)
{
	ast_id path = ast_first(b->tree, annotate), dirs = ast_next(b->tree, path);
	bool object = build_path_is(b, path, "Object");
	struct targets all = {0}, kinds = {0};

	if (object && b->in->base) {
		diag_label(diag_add(b->diags, E0702, ast_span(b->tree, path), "`Object` cannot be annotated here"),
			   "what holds for every object is said in the library");
		return;
	}
	if (object)
		object_targets(b, &all);
	else
		build_targets(b, path, &all);
	for (uint32_t i = 0; i < all.n; i++)
		if (all.v[i].kind)
			VEC_PUSH(b->arena, &kinds, all.v[i]);
	if (!all.n)
		return;
	AST_EACH (b->tree, dirs, item) {
		if (ast_kind(b->tree, item) == AST_DIR_FIELD)
			when_directives(b, item, &all);
		else if (ast_kind(b->tree, item) != AST_DIR)
			continue;
		else if (object)
			run_directive(b, item, &all, ON_OBJECT);
		else if (kinds.n && for_kinds(b, item))
			run_directive(b, item, &kinds, ON_KIND);
		else
			run_directive(b, item, &all, ON_STRUCT | (kinds.n ? ON_KIND : 0));
	}
}

static void lay_out_dirs(struct build *b)
{
	b->dirs.n = 1;
	for (uint32_t t = 1; t < b->types.n; t++) {
		uint32_t d = sym_map_get(&b->by_full, b->types.v[t].name);
		if (b->types.v[t].form != TYPE_STRUCT)
			continue;
		if (d && b->decls.v[d].type < t) { /* the row of a field that says more: the struct is the same */
			b->types.v[t].dirs = b->types.v[b->decls.v[d].type].dirs;
			b->types.v[t].ndirs = b->types.v[b->decls.v[d].type].ndirs;
			continue;
		}
		b->types.v[t].dirs = b->types.v[t].ndirs = 0;
		for (uint32_t i = 0; i < b->owned.n; i++) {
			if (b->owned.v[i].owner != t)
				continue;
			if (!b->types.v[t].ndirs++)
				b->types.v[t].dirs = (uint16_t)b->dirs.n;
			VEC_PUSH(b->arena, &b->dirs, b->owned.v[i].row);
		}
	}
}

#define EACH_ANNOTATE(b, m, item)                                                                                      \
	for (uint32_t m = 0; m < (b)->in->nmodules; m++)                                                               \
		AST_EACH ((b)->tree, (b)->in->modules[m].root, item)                                                   \
			if (ast_kind((b)->tree, item) == AST_ANNOTATE)

void build_annotate(struct build *b)
{
	EACH_ANNOTATE(b, m, item)
	annotate_item(b, item);
	lay_out_dirs(b);
	EACH_ANNOTATE(b, m, item)
	build_annotate_fields(b, item);
}
