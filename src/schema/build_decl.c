/* SPDX-License-Identifier: Apache-2.0 */
/* build_decl: what the modules declare, and finding it by its short or full name. */
#include "schema/build_state.h"

struct str build_str(const struct build *b, sym s)
{
	return sym_str(b->names, s);
}

bool build_is(const struct build *b, sym s, const char *text)
{
	return str_is(build_str(b, s), text);
}

struct str build_next_word(struct str *s)
{
	struct str word;

	while (s->n && (*s->p == ' ' || *s->p == '\t' || *s->p == '\n'))
		s->p++, s->n--;
	word.p = s->p;
	while (s->n && *s->p != ' ' && *s->p != '\t' && *s->p != '\n')
		s->p++, s->n--;
	word.n = (uint32_t)(s->p - word.p);
	return word;
}

uint32_t build_path_len(const struct build *b, ast_id path)
{
	uint32_t n = 0;

	AST_EACH (b->tree, path, key)
		n++;
	return n;
}

bool build_path_is(const struct build *b, ast_id path, const char *word)
{
	return build_path_len(b, path) == 1 && build_is(b, ast_at(b->tree, ast_first(b->tree, path))->sym, word);
}

sym build_path_sym(struct build *b, ast_id path, uint32_t n)
{
	const char *text = "";

	AST_EACH (b->tree, path, key) {
		struct str s = build_str(b, ast_at(b->tree, key)->sym);
		if (!n--)
			break;
		text = arena_printf(b->arena, "%s%s" STR_FMT, text, *text ? "." : "", STR_ARG(s));
	}
	return sym_of(b->names, text);
}

struct span build_name_span(const struct build *b, ast_id item)
{
	struct span all = ast_span(b->tree, item);
	struct str text = sources_text(b->in->sources, all), name = build_str(b, ast_at(b->tree, item)->sym);

	for (uint32_t i = 0; i + name.n <= text.n; i++) {
		bool begins = !i || text.p[i - 1] == ' ' || text.p[i - 1] == '\t';
		if (begins && !memcmp(text.p + i, name.p, name.n))
			return (struct span){all.beg + i, all.beg + i + name.n};
	}
	return all;
}

void build_suggest(struct diag *d, struct str wrong, const char *const *v, size_t n)
{
	struct nearest near;

	nearest_init(&near, wrong);
	for (size_t i = 0; i < n; i++)
		nearest_feed(&near, str_of(v[i]));
	if (near.best.n)
		diag_label(d, "did you mean `" STR_FMT "`?", STR_ARG(near.best));
}

/* What is behind the last dot. */
static struct str last_part(struct str s)
{
	uint32_t at = s.n;

	while (at && s.p[at - 1] != '.')
		at--;
	return str_make(s.p + at, s.n - at);
}

const char *build_type_name(struct build *b, type_id type)
{
	struct schema s = {.types = b->types.v};

	return schema_type_text(&s, b->names, b->arena, type);
}

const char *build_type_phrase(struct build *b, type_id type)
{
	const char *name = build_type_name(b, type);

	return arena_printf(b->arena, "%s %s", strchr("aeio", *name) ? "an" : "a", name);
}

static void add_decl(struct build *b, struct decl d)
{
	uint32_t last = sym_map_get(&b->by_name, d.name);

	VEC_PUSH(b->arena, &b->decls, d);
	sym_map_set(b, &b->by_full, d.full, b->decls.n - 1);
	if (!last) {
		sym_map_set(b, &b->by_name, d.name, b->decls.n - 1);
		return;
	}
	while (b->decls.v[last].next)
		last = b->decls.v[last].next;
	b->decls.v[last].next = b->decls.n - 1;
}

/* "apps.v1.Deployment" of a name in a module. */
static sym full_name(struct build *b, uint32_t module, struct str name)
{
	const char *of = b->in->modules[module].name;

	return sym_of(b->names, arena_printf(b->arena, "%s%s" STR_FMT, of, *of ? "." : "", STR_ARG(name)));
}

static void declare_item(struct build *b, ast_id item, uint32_t module)
{
	const struct ast_node *n = ast_at(b->tree, item);
	struct str name = build_str(b, n->sym);
	struct decl d = {.name = n->sym, .node = item, .module = module};
	struct schema_type row = {.form = TYPE_STRUCT};

	if (build_is_builtin(b, n->sym)) {
		diag_label(diag_add(b->diags, E0705, build_name_span(b, item),
				    "`" STR_FMT "` is a type of the language already", STR_ARG(name)),
			   "give this one another name");
		return;
	}
	d.full = full_name(b, module, name);
	uint32_t before = sym_map_get(&b->by_full, d.full);
	if (before) {
		struct diag *e = diag_add(b->diags, E0705, build_name_span(b, item), "`" STR_FMT "` is declared twice",
					  STR_ARG(name));
		if (!b->decls.v[before].node)
			diag_label(e, "the library has a set of kinds of this name: give this one another");
		else
			diag_also(e, build_name_span(b, b->decls.v[before].node), "declared here first");
		return;
	}
	if (n->kind == AST_EXTERN_KIND)
		row.flags = TYPE_OPEN;
	if (n->kind == AST_TYPE && ast_kind(b->tree, n->first) != AST_MEMBERS) {
		d.what = DECL_ALIAS;
	} else {
		d.what = n->kind == AST_TYPE ? DECL_STRUCT : DECL_KIND;
		row.name = d.full;
		if (b->types.n > UINT16_MAX)
			return; /* check_sizes says so */
		VEC_PUSH(b->arena, &b->types, row);
		d.type = (type_id)(b->types.n - 1);
	}
	if (d.what == DECL_STRUCT && !b->in->base && str_is(name, "Settings"))
		b->settings = d.type;
	if (d.what == DECL_STRUCT && !b->in->base && str_is(name, "Object"))
		b->object = d.type;
	add_decl(b, d);
}

/* Declarations of the base, made from its rows. */
static void declare_base(struct build *b, const struct schema *base)
{
	for (uint32_t i = 1; i < base->ntypes; i++) {
		const struct schema_type *t = &base->types[i];
		struct decl d = {.full = t->name, .type = (type_id)i, .what = DECL_STRUCT, .state = 2};
		if (t->form != TYPE_STRUCT || sym_map_get(&b->by_full, t->name))
			continue;
		struct str name = last_part(build_str(b, t->name));
		d.name = sym_intern(b->names, name.p, name.n);
		for (uint32_t k = 1; k < base->nkinds && !d.kind; k++)
			if (base->kinds[k].type == i)
				d.kind = (kind_id)k;
		if (d.kind)
			d.what = DECL_KIND;
		if (str_is(name, "Object"))
			b->object = d.type;
		add_decl(b, d);
	}
	for (uint32_t i = 1; i < base->nkindsets; i++) {
		sym name = base->kindsets[i].name;
		struct decl d = {.full = name, .name = name, .what = DECL_KINDS, .state = 2, .set = (kinds_id)i};
		if (name)
			add_decl(b, d);
	}
}

void build_declare(struct build *b)
{
	if (b->in->base)
		declare_base(b, b->in->base);
	for (uint32_t m = 0; m < b->in->nmodules; m++)
		AST_EACH (b->tree, b->in->modules[m].root, item)
			switch (ast_kind(b->tree, item)) {
			case AST_TYPE:
			case AST_KIND:
			case AST_EXTERN_KIND:
				declare_item(b, item, m);
				break;
			default:
				break;
			}
}

/* Group of a type's full name, "apps" of "apps.v1.Deployment"; the whole module if it has no version. */
static struct str group_of(const struct build *b, sym full, struct str *version)
{
	struct str s = build_str(b, full);

	s.n -= last_part(s).n;
	s.n -= s.n > 0;
	*version = last_part(s);
	if (version->n < 2 || version->p[0] != 'v' || version->p[1] < '0' || version->p[1] > '9')
		version->n = 0;
	s.n -= version->n;
	return s;
}

/* Of several of one name: the preferred kind, or the best version of one group. */
static uint32_t choose(const struct build *b, uint32_t first)
{
	uint32_t best = first;
	struct str version, other;

	for (uint32_t i = first; i; i = b->decls.v[i].next) {
		const struct decl *d = &b->decls.v[i];
		if (d->what == DECL_KIND && d->kind && b->kinds.v[d->kind].flags & KIND_PREFERRED)
			return i;
	}
	for (uint32_t i = b->decls.v[first].next; i; i = b->decls.v[i].next) {
		struct str a = group_of(b, b->decls.v[best].full, &version);
		struct str c = group_of(b, b->decls.v[i].full, &other);
		if (!str_eq(a, c))
			return 0;
		if (build_version_cmp(other, version) < 0)
			best = i;
	}
	return best;
}

uint32_t build_find(struct build *b, sym name, uint32_t module)
{
	struct str s = build_str(b, name);
	uint32_t d;

	if (memchr(s.p, '.', s.n))
		return sym_map_get(&b->by_full, name);
	if ((d = sym_map_get(&b->by_full, full_name(b, module, s))))
		return d;
	d = sym_map_get(&b->by_name, name);
	return d && b->decls.v[d].next ? choose(b, d) : d;
}

void build_unknown(struct build *b, sym name, struct span span, const char *what)
{
	struct str s = build_str(b, name);
	uint32_t first = sym_map_get(&b->by_name, name);
	bool dotted = memchr(s.p, '.', s.n) != NULL;
	struct nearest near;

	if (first) {
		struct str a = build_str(b, b->decls.v[first].full);
		struct str c = build_str(b, b->decls.v[b->decls.v[first].next].full);
		diag_label(diag_add(b->diags, E0701, span, "`" STR_FMT "` is declared by several modules", STR_ARG(s)),
			   "write `" STR_FMT "` or `" STR_FMT "`", STR_ARG(a), STR_ARG(c));
		return;
	}
	struct diag *e = diag_add(b->diags, E0701, span, "there is no %s `" STR_FMT "`", what, STR_ARG(s));
	nearest_init(&near, s);
	for (uint32_t i = 1; i < b->decls.n; i++)
		nearest_feed(&near, build_str(b, dotted ? b->decls.v[i].full : b->decls.v[i].name));
	if (near.best.n)
		diag_label(e, "did you mean `" STR_FMT "`?", STR_ARG(near.best));
}

void build_named(struct build *b)
{
	for (uint32_t d = 1; b->in->base && d < b->decls.n; d++) {
		const struct decl *decl = &b->decls.v[d];
		struct schema_named row = {decl->name, decl->type};
		if (decl->node && decl->what != DECL_KINDS && !b->in->modules[decl->module].taken)
			VEC_PUSH(b->arena, &b->named, row);
	}
}
