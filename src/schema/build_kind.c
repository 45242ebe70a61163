/* SPDX-License-Identifier: Apache-2.0 */
/* build_kind: kinds, which of one name is meant, and sets of kinds. */
#include "schema/build_state.h"

#include <stdlib.h>

/* The mod WORD in MODS, AST_NIL if it is not there. */
static ast_id find_mod(const struct build *b, ast_id mods, const char *word)
{
	AST_EACH (b->tree, mods, mod)
		if (build_is(b, ast_at(b->tree, mod)->sym, word))
			return mod;
	return AST_NIL;
}

static sym mod_text(const struct build *b, ast_id mod)
{
	ast_id arg = mod ? ast_first(b->tree, mod) : AST_NIL;

	return arg ? ast_at(b->tree, arg)->sym : SYM_EMPTY;
}

static bool has_word(struct str list, const char *word)
{
	for (struct str w; (w = build_next_word(&list)).n;)
		if (str_is(w, word))
			return true;
	return false;
}

static uint8_t minor_of(struct build *b, ast_id mod)
{
	struct str s = build_str(b, mod_text(b, mod));
	unsigned v = 0;

	if (!mod)
		return 0;
	for (uint32_t i = 2; i < s.n && v < 256 && s.p[i] >= '0' && s.p[i] <= '9'; i++)
		v = v * 10 + (unsigned)(s.p[i] - '0');
	if (s.n < 3 || s.p[0] != '1' || s.p[1] != '.' || !v || v > 255) {
		diag_add(b->diags, E0702, ast_span(b->tree, mod), "a version is written `1.31`");
		return 0;
	}
	return (uint8_t)v;
}

static void check_mods(struct build *b, ast_id mods)
{
	static const char *const known[] = {"plural",       "namespaced", "cluster", "verbs", "short",
					    "subresources", "list",       "since",   "until"};

	AST_EACH (b->tree, mods, mod) {
		bool found = false;
		for (size_t i = 0; i < sizeof known / sizeof *known; i++)
			found = found || build_is(b, ast_at(b->tree, mod)->sym, known[i]);
		struct str word = build_str(b, ast_at(b->tree, mod)->sym);
		if (!found)
			build_suggest(diag_add(b->diags, E0702, ast_span(b->tree, mod),
					       "`" STR_FMT "` is no property of a kind", STR_ARG(word)),
				      word, known, sizeof known / sizeof *known);
	}
}

static void kind_shorts(struct build *b, struct schema_kind *k, struct str list)
{
	struct {
		sym *v;
		uint32_t n, cap;
	} words = {0};

	for (struct str w; (w = build_next_word(&list)).n;)
		VEC_PUSH(b->arena, &words, sym_intern(b->names, w.p, w.n));
	build_word_row(b, words.v, words.n, &k->shorts, &k->nshorts);
}

static void add_kind(struct build *b, struct decl *d)
{
	ast_id gv = ast_first(b->tree, d->node), mods = ast_next(b->tree, gv);
	struct str api = build_str(b, ast_at(b->tree, gv)->sym);
	struct schema_kind k = {.name = d->name, .api_version = ast_at(b->tree, gv)->sym, .type = d->type};
	struct kind_more more = {.node = d->node, .taken = b->in->modules[d->module].taken};
	uint32_t slash = 0;

	for (uint32_t i = 0; i < api.n; i++)
		if (api.p[i] == '/')
			slash = i;
	k.group = sym_intern(b->names, api.p, slash);
	k.version = sym_intern(b->names, api.p + slash + (slash > 0), api.n - slash - (slash > 0));
	k.plural = mod_text(b, find_mod(b, mods, "plural"));
	k.since = minor_of(b, find_mod(b, mods, "since"));
	k.until = minor_of(b, find_mod(b, mods, "until"));
	if (find_mod(b, mods, "namespaced") || (b->in->base && !find_mod(b, mods, "cluster")))
		k.flags |= KIND_NAMESPACED;
	if (find_mod(b, mods, "list"))
		k.flags |= KIND_LIST;
	if (has_word(build_str(b, mod_text(b, find_mod(b, mods, "subresources"))), "scale"))
		k.flags |= KIND_SCALES;
	kind_shorts(b, &k, build_str(b, mod_text(b, find_mod(b, mods, "short"))));
	check_mods(b, mods);
	VEC_PUSH(b->arena, &b->kinds, k);
	VEC_PUSH(b->arena, &b->more, more);
	d->kind = (kind_id)(b->kinds.n - 1);
}

static void complain_kind_twice(struct build *b, kind_id first, kind_id again)
{
	struct str name = build_str(b, b->kinds.v[again].name), in = build_str(b, b->kinds.v[again].api_version);

	if (!b->more.v[first].node) {
		diag_label(diag_add(b->diags, E0705, build_name_span(b, b->more.v[again].node),
				    "Kubernetes has the kind " STR_FMT " in " STR_FMT " itself", STR_ARG(name),
				    STR_ARG(in)),
			   "it can be annotated, not declared");
		return;
	}
	diag_also(diag_add(b->diags, E0705, build_name_span(b, b->more.v[again].node),
			   "kind `" STR_FMT "` in " STR_FMT " is declared twice", STR_ARG(name), STR_ARG(in)),
		  build_name_span(b, b->more.v[first].node), "declared here first");
}

/* Kinds that the API has beside each other, and those that were added to it: both sorts once. */
static bool same_kind(const struct build *b, uint32_t i, uint32_t j)
{
	return b->kinds.v[i].name == b->kinds.v[j].name && b->kinds.v[i].api_version == b->kinds.v[j].api_version;
}

void build_kinds(struct build *b)
{
	uint32_t added = b->kinds.n;

	for (uint32_t d = 1; d < b->decls.n; d++)
		if (b->decls.v[d].what == DECL_KIND && b->decls.v[d].node)
			add_kind(b, &b->decls.v[d]);
	for (uint32_t i = 1; i < b->kinds.n; i++)
		for (uint32_t j = i + 1 > added ? i + 1 : added; j < b->kinds.n; j++)
			if (same_kind(b, i, j))
				complain_kind_twice(b, (kind_id)i, (kind_id)j);
	build_prefer(b);
}

/* ---- versions ---- */

struct version {
	int class; /* 0 stable, 1 beta, 2 alpha, 3 anything else */
	unsigned major, minor;
};

static unsigned digits(struct str s, uint32_t *at)
{
	unsigned v = 0;

	while (*at < s.n && s.p[*at] >= '0' && s.p[*at] <= '9' && v < 100000)
		v = v * 10 + (unsigned)(s.p[(*at)++] - '0');
	return v;
}

static struct version version_parse(struct str s)
{
	struct version v = {3, 0, 0};
	uint32_t at = 1;

	if (s.n < 2 || s.p[0] != 'v')
		return v;
	v.major = digits(s, &at);
	if (at == s.n)
		v.class = 0;
	else if (s.n - at >= 4 && !memcmp(s.p + at, "beta", 4))
		v.class = 1, at += 4;
	else if (s.n - at >= 5 && !memcmp(s.p + at, "alpha", 5))
		v.class = 2, at += 5;
	v.minor = digits(s, &at);
	return v;
}

int build_version_cmp(struct str a, struct str b)
{
	struct version x = version_parse(a), y = version_parse(b);

	if (x.class != y.class)
		return x.class - y.class;
	if (x.major != y.major)
		return x.major > y.major ? -1 : 1;
	if (x.minor != y.minor)
		return x.minor > y.minor ? -1 : 1;
	return str_cmp(a, b);
}

static int kind_cmp(const struct build *b, kind_id a, kind_id c)
{
	const struct schema_kind *x = &b->kinds.v[a], *y = &b->kinds.v[c];
	uint32_t base = b->in->base ? b->in->base->nkinds : 0;
	if ((a < base) != (c < base))
		return a < base ? -1 : 1; /* what is added never changes what a word means */
	int xc = version_parse(build_str(b, x->version)).class, yc = version_parse(build_str(b, y->version)).class;

	if (xc != yc)
		return xc - yc;
	if (x->group != y->group)
		return str_cmp(build_str(b, x->group), build_str(b, y->group));
	return build_version_cmp(build_str(b, x->version), build_str(b, y->version));
}

/* Of N kinds, best first: the index of the best that the newest target with any of them serves. */
static uint32_t newest_served(const struct build *b, const kind_id *v, uint32_t n)
{
	for (unsigned target = 255; target > 0; target--)
		for (uint32_t i = 0; i < n; i++)
			if (schema_served(b->kinds.v[v[i]].since, b->kinds.v[v[i]].until, (uint8_t)target))
				return i;
	return 0;
}

/* The base's kinds of a name that nobody adds to are linked already. */
static bool is_new_name(const struct build *b, uint32_t first)
{
	uint32_t base = b->in->base ? b->in->base->nkinds : 0;

	for (uint32_t i = first < base ? base : first; i < b->kinds.n; i++)
		if (b->kinds.v[i].name == b->kinds.v[first].name)
			return true;
	return false;
}

static void prefer_among(struct build *b, kind_id first)
{
	struct {
		kind_id *v;
		uint32_t n, cap;
	} same = {0};

	for (uint32_t i = first; i < b->kinds.n; i++)
		if (b->kinds.v[i].name == b->kinds.v[first].name)
			VEC_PUSH(b->arena, &same, (kind_id)i);
	for (uint32_t i = 1; i < same.n; i++)
		for (uint32_t j = i; j && kind_cmp(b, same.v[j], same.v[j - 1]) < 0; j--) {
			kind_id k = same.v[j];
			same.v[j] = same.v[j - 1];
			same.v[j - 1] = k;
		}
	uint32_t best = newest_served(b, same.v, same.n);
	kind_id head = same.v[best];
	memmove(same.v + 1, same.v, best * sizeof *same.v);
	same.v[0] = head;
	for (uint32_t i = 0; i < same.n; i++) {
		b->kinds.v[same.v[i]].next = i + 1 < same.n ? same.v[i + 1] : 0;
		b->kinds.v[same.v[i]].flags &= (uint16_t)~KIND_PREFERRED;
	}
	b->kinds.v[head].flags |= KIND_PREFERRED;
}

void build_prefer(struct build *b)
{
	for (uint32_t i = 1; i < b->kinds.n; i++) {
		bool seen = !is_new_name(b, i);
		for (uint32_t j = 1; j < i && !seen; j++)
			seen = b->kinds.v[j].name == b->kinds.v[i].name;
		if (!seen)
			prefer_among(b, (kind_id)i);
	}
}

/* ---- sets ---- */

/* Does KIND have the field that objects have their name in? */
static bool is_object(const struct build *b, kind_id kind)
{
	const struct schema_path *p = &b->paths.v[b->model.name];

	return !(b->kinds.v[kind].flags & KIND_LIST) && p->count &&
	       build_field(b, b->kinds.v[kind].type, b->fields.v[b->steps.v[p->first]].name);
}

/* Are all objects of the base in the set? */
static bool has_all(const struct build *b, const struct schema_kindset *set, const bool *objects, uint32_t n)
{
	uint32_t there = 0;

	for (uint32_t i = 0; i < set->count; i++)
		there += objects[b->kindlist.v[set->first + i]];
	return there == n;
}

static void widen_sets(struct build *b)
{
	uint32_t base = b->in->base->nkinds, sets = b->kindsets.n, n = 0;
	bool *objects = arena_zalloc(b->arena, b->kinds.n * sizeof *objects);

	for (uint32_t k = 1; k < base; k++)
		n += objects[k] = is_object(b, (kind_id)k);
	for (uint32_t s = 1; s < sets; s++) {
		struct schema_kindset set = b->kindsets.v[s];
		if (set.count < n || !n || !has_all(b, &set, objects, n))
			continue;
		b->kindsets.v[s].first = (uint16_t)b->kindlist.n;
		for (uint32_t i = 0; i < set.count; i++) {
			kind_id k = b->kindlist.v[set.first + i];
			VEC_PUSH(b->arena, &b->kindlist, k);
		}
		for (uint32_t k = base; k < b->kinds.n; k++)
			if (!(b->kinds.v[k].flags & KIND_LIST)) {
				VEC_PUSH(b->arena, &b->kindlist, (kind_id)k);
				b->kindsets.v[s].count++;
			}
	}
}

void build_add_kind(struct build *b, struct kind_list *l, kind_id k)
{
	uint32_t i = l->n;

	for (uint32_t j = 0; j < l->n; j++)
		if (l->v[j] == k)
			return;
	VEC_PUSH(b->arena, l, k);
	for (; i && l->v[i - 1] > k; i--)
		l->v[i] = l->v[i - 1];
	l->v[i] = k;
}

static bool gather_set(struct build *b, uint32_t d, struct kind_list *out, unsigned depth);

/* Adds what NAME means: a kind in all its versions (in one, by its full name), a set, or `Object`, which is every kind.
 */
static bool gather_kinds(struct build *b, sym name, struct kind_list *out, unsigned depth)
{
	struct str s = build_str(b, name);
	bool dotted = memchr(s.p, '.', s.n) != NULL, found = false;
	uint32_t d = dotted ? sym_map_get(&b->by_full, name) : sym_map_get(&b->by_name, name);

	if (str_is(s, "Object")) {
		for (uint32_t k = 1; k < b->kinds.n; k++)
			if (!(b->kinds.v[k].flags & KIND_LIST))
				build_add_kind(b, out, (kind_id)k);
		return true;
	}
	for (; d; d = dotted ? 0 : b->decls.v[d].next) {
		if (b->decls.v[d].what == DECL_KIND) {
			build_add_kind(b, out, b->decls.v[d].kind);
			found = true;
		} else if (b->decls.v[d].what == DECL_KINDS) {
			const struct schema_kindset *set = &b->kindsets.v[b->decls.v[d].set];
			for (uint32_t i = 0; i < set->count; i++)
				build_add_kind(b, out, b->kindlist.v[set->first + i]);
			found = true;
		} else if (b->decls.v[d].what == DECL_ALIAS && depth < 20 && gather_set(b, d, out, depth + 1)) {
			found = true;
		}
	}
	return found;
}

static bool gather_set(struct build *b, uint32_t d, struct kind_list *out, unsigned depth)
{
	ast_id node = ast_first(b->tree, b->decls.v[d].node);

	if (ast_kind(b->tree, node) == AST_TYPE_NAME)
		return gather_kinds(b, ast_at(b->tree, node)->sym, out, depth);
	if (ast_kind(b->tree, node) != AST_TYPE_UNION)
		return false;
	AST_EACH (b->tree, node, c)
		if (ast_kind(b->tree, c) != AST_TYPE_NAME || !gather_kinds(b, ast_at(b->tree, c)->sym, out, depth))
			return false;
	return true;
}

/* Says which member of a union that has kinds is none; silent for other unions. */
static void check_half_set(struct build *b, uint32_t d)
{
	ast_id node = ast_first(b->tree, b->decls.v[d].node), bad = AST_NIL;
	struct kind_list some = {0};

	if (ast_kind(b->tree, node) != AST_TYPE_UNION)
		return;
	AST_EACH (b->tree, node, c)
		if (ast_kind(b->tree, c) != AST_TYPE_NAME || !gather_kinds(b, ast_at(b->tree, c)->sym, &some, 1))
			bad = bad ? bad : c;
	if (some.n && ast_kind(b->tree, bad) == AST_TYPE_NAME) {
		build_unknown(b, ast_at(b->tree, bad)->sym, ast_span(b->tree, bad), "kind");
		b->decls.v[d].what = DECL_KINDS;
	}
}

/* A name that means a kind cannot mean a set as well. */
static void check_set_name(struct build *b, uint32_t d)
{
	for (uint32_t i = sym_map_get(&b->by_name, b->decls.v[d].name); i; i = b->decls.v[i].next)
		if (i != d && b->decls.v[i].what != DECL_STRUCT && b->decls.v[i].what != DECL_ALIAS) {
			diag_add(b->diags, E0705, ast_span(b->tree, b->decls.v[d].node),
				 "`" STR_FMT "` is the name of a %s already", STR_ARG(build_str(b, b->decls.v[d].name)),
				 b->decls.v[i].what == DECL_KIND ? "kind" : "set of kinds");
			return;
		}
}

void build_kindsets(struct build *b)
{
	uint32_t n = b->decls.n;

	for (uint32_t d = 1; d < n; d++) {
		struct kind_list kinds = {0};
		if (b->decls.v[d].what != DECL_ALIAS)
			continue;
		if (gather_set(b, d, &kinds, 0)) {
			kinds_id set = build_kinds_row(b, b->decls.v[d].name, kinds.v, kinds.n);
			b->decls.v[d].what = DECL_KINDS;
			b->decls.v[d].set = set;
			check_set_name(b, d);
		} else {
			check_half_set(b, d);
		}
	}
}

kinds_id build_kinds_named(struct build *b, sym name, struct span span, bool loud)
{
	struct kind_list kinds = {0};
	uint32_t d = sym_map_get(&b->by_name, name);

	if (d && b->decls.v[d].what == DECL_KINDS)
		return b->decls.v[d].set;
	if (gather_kinds(b, name, &kinds, 0))
		return build_kinds_row(b, SYM_EMPTY, kinds.v, kinds.n);
	if (loud)
		build_unknown(b, name, span, "kind");
	return 0;
}

/* ---- words from the kinds ---- */

struct word_list {
	sym *v;
	uint32_t n, cap;
};

static void add_word(struct build *b, struct word_list *l, sym word)
{
	uint32_t i = l->n;

	for (uint32_t j = 0; j < l->n; j++)
		if (l->v[j] == word)
			return;
	VEC_PUSH(b->arena, l, word);
	for (; i && str_cmp(build_str(b, l->v[i - 1]), build_str(b, word)) > 0; i--)
		l->v[i] = l->v[i - 1];
	l->v[i] = word;
}

static void kind_words(struct build *b, const struct schema_kind *k, ast_id node, const char *what,
		       struct word_list *out)
{
	ast_id mods = ast_next(b->tree, ast_first(b->tree, node));
	struct str plural = build_str(b, k->plural), rest, w;

	if (!strcmp(what, "groups")) {
		add_word(b, out, k->group);
	} else if (!strcmp(what, "verbs")) {
		rest = build_str(b, mod_text(b, find_mod(b, mods, "verbs")));
		while ((w = build_next_word(&rest)).n)
			add_word(b, out, sym_intern(b->names, w.p, w.n));
	} else if (k->plural) {
		add_word(b, out, k->plural);
		rest = build_str(b, mod_text(b, find_mod(b, mods, "subresources")));
		while ((w = build_next_word(&rest)).n)
			add_word(b, out,
				 sym_of(b->names,
					arena_printf(b->arena, STR_FMT "/" STR_FMT, STR_ARG(plural), STR_ARG(w))));
	}
}

void build_kind_words(struct build *b, const char *what, struct schema_type *row)
{
	struct word_list words = {0};

	for (uint32_t i = 0; i < row->count; i++)
		add_word(b, &words, b->words.v[row->first + i]);
	for (uint32_t k = 1; k < b->kinds.n; k++)
		if (b->more.v[k].node && !(b->kinds.v[k].flags & KIND_LIST))
			kind_words(b, &b->kinds.v[k], b->more.v[k].node, what, &words);
	build_word_row(b, words.v, words.n, &row->first, &row->count);
}

void build_fixed_names(struct build *b, ast_id dir)
{
	AST_EACH (b->tree, dir, path) {
		sym name = build_path_sym(b, path, UINT32_MAX);
		kinds_id set = build_kinds_named(b, name, ast_span(b->tree, path), true);
		for (uint32_t i = 0; i < b->kindsets.v[set].count; i++)
			b->kinds.v[b->kindlist.v[b->kindsets.v[set].first + i]].flags |= KIND_FIXED;
	}
}

/* Words that are all kinds' plurals or groups: those of the kinds that are added too. */
static void widen_words(struct build *b)
{
	for (uint32_t t = 1; t < b->in->base->ntypes; t++) {
		struct schema_type row = b->types.v[t];
		if (row.form == TYPE_STRING && row.flags & TYPE_PLURALS)
			build_kind_words(b, "plurals", &row);
		if (row.form == TYPE_STRING && row.flags & TYPE_GROUPS)
			build_kind_words(b, "groups", &row);
		b->types.v[t] = row;
	}
}

void build_widen(struct build *b)
{
	if (!b->in->base || b->kinds.n == b->in->base->nkinds)
		return;
	widen_sets(b);
	widen_words(b);
}
