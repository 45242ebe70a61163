/* SPDX-License-Identifier: Apache-2.0 */
/* strata_read: what the expressions of a derivation read; see note [strata] in strata.c. */
#include "schema/strata.h"

#define DEPTH 24 /* calls within calls */
#define VARIABLES 32

/*
 * What built-in functions read of their arguments (numbered from 1, 0: not),
 * EVERY: of everything with pods; and what their result is: one of the kinds,
 * or a value of the struct, that an argument names.
 */
#define EVERY 9

static const struct builtin {
	const char *name;
	uint8_t selectors; /* the `selects` path */
	uint8_t labels;    /* the labels of the pods */
	uint8_t ports;     /* the `ports` path */
	uint8_t result;
} builtins[] = {
	{"selects", 1, 2, 0, 0},
	{"selection", 1, 1, 0, 0},
	{"target", 0, 0, 0, 2},
	{"behind", 1, EVERY, 0, 2},
	{"find", 0, 0, 0, 2},
	{"around", 0, 0, 0, 1},
	{"portBehind", 1, EVERY, EVERY, 0},
};

struct variable {
	sym name;
	struct root root;
};

struct walk {
	struct build *b;
	struct reads *out;
	struct variable vars[VARIABLES];
	unsigned nvars, depth;
	ast_id file; /* whose functions and constants the row sees, beside the library's */
};

static void walk(struct walk *w, ast_id id);

static void bind(struct walk *w, sym name, struct root root)
{
	if (w->nvars < VARIABLES) {
		w->vars[w->nvars].name = name;
		w->vars[w->nvars++].root = root;
	}
}

/* `app` is the settings, in functions too. */
static void bind_app(struct walk *w)
{
	struct root app = {0, w->b->settings, 0};

	if (app.type)
		bind(w, sym_of(w->b->names, "app"), app);
}

static bool only_struct(const struct build *b, uint32_t d)
{
	return b->decls.v[d].what == DECL_STRUCT && !b->decls.v[d].next;
}

static const struct builtin *builtin_of(const struct build *b, sym name)
{
	for (size_t i = 0; i < sizeof builtins / sizeof *builtins; i++)
		if (build_is(b, name, builtins[i].name))
			return &builtins[i];
	return NULL;
}

/* The kinds or the struct that a word names. */
static struct root named_root(struct walk *w, ast_id id)
{
	struct root r = {0, 0, 0};
	sym name = ast_at(w->b->tree, id)->sym;
	uint32_t d;

	if (ast_kind(w->b->tree, id) != AST_WORD && ast_kind(w->b->tree, id) != AST_TYPE_NAME)
		return r;
	r.kinds = build_kinds_named(w->b, name, SPAN_NONE, false);
	d = r.kinds ? 0 : sym_map_get(&w->b->by_name, name);
	if (d && only_struct(w->b, d))
		r.type = w->b->decls.v[d].type;
	return r;
}

static struct root call_root(struct walk *w, const struct ast_node *call)
{
	struct root any = {0, 0, 0};
	const struct ast_node *f = ast_at(w->b->tree, call->first);
	const struct builtin *in = f->kind == AST_WORD ? builtin_of(w->b, f->sym) : NULL;
	ast_id arg = f->next;

	if (!in || !in->result)
		return any;
	for (unsigned i = 1; arg && i < in->result; i++)
		arg = ast_next(w->b->tree, arg);
	if (arg && ast_kind(w->b->tree, arg) == AST_ARG)
		arg = ast_first(w->b->tree, arg);
	return arg ? named_root(w, arg) : any;
}

static struct root member_root(struct walk *w, ast_id id);

static struct root root_of(struct walk *w, ast_id id)
{
	const struct ast_node *n = ast_at(w->b->tree, id);
	struct root any = {0, 0, 0};

	while (n->kind == AST_PAREN || n->kind == AST_OPTIONAL) {
		id = n->first;
		n = ast_at(w->b->tree, id);
	}
	if (n->kind == AST_CALL)
		return call_root(w, n);
	if (n->kind == AST_MEMBER || n->kind == AST_INDEX)
		return member_root(w, id);
	if (n->kind == AST_WORD)
		for (unsigned i = w->nvars; i > 0; i--)
			if (w->vars[i - 1].name == n->sym)
				return w->vars[i - 1].root;
	return any;
}

static void add_read(struct walk *w, const struct read *r)
{
	VEC_PUSH(w->b->arena, w->out, *r);
}

/* The name of a member, or of a key in brackets that is written out. */
static sym member_name(const struct walk *w, ast_id key)
{
	enum ast_kind kind = ast_kind(w->b->tree, key);

	return kind == AST_KEY || kind == AST_STRING ? ast_at(w->b->tree, key)->sym : SYM_EMPTY;
}

/* Takes a chain of members apart; returns what it begins with. Numbers in brackets are no names. */
static ast_id chain_of(const struct walk *w, ast_id id, struct read *out)
{
	sym names[64];
	unsigned n = 0;

	while (ast_kind(w->b->tree, id) == AST_MEMBER || ast_kind(w->b->tree, id) == AST_INDEX) {
		ast_id value = ast_first(w->b->tree, id), key = ast_next(w->b->tree, value);
		if (member_name(w, key) && n < sizeof names / sizeof *names)
			names[n++] = member_name(w, key);
		id = value;
	}
	out->n = 0;
	while (n && out->n < STRATA_CHAIN)
		out->chain[out->n++] = names[--n];
	return id;
}

static void walk_member(struct walk *w, ast_id id)
{
	struct read r = {.n = 0};
	ast_id from = chain_of(w, id, &r);

	r.root = root_of(w, from);
	if (r.n)
		add_read(w, &r);
	for (; id != from; id = ast_first(w->b->tree, id)) {
		ast_id key = ast_next(w->b->tree, ast_first(w->b->tree, id));
		if (!member_name(w, key))
			walk(w, key);
	}
	if (ast_kind(w->b->tree, from) != AST_WORD)
		walk(w, from);
}

/* Adds the path A and, behind it, the path C, of KIND. */
static void read_paths(struct walk *w, kind_id kind, path_id a, path_id c)
{
	const path_id both[] = {a, c};
	struct read r = {.root = {0, 0, kind}};

	for (unsigned i = 0; i < 2; i++) {
		const struct schema_path *p = &w->b->paths.v[both[i]];
		for (unsigned j = 0; j < p->count && r.n < STRATA_CHAIN; j++)
			r.chain[r.n++] = w->b->fields.v[w->b->steps.v[p->first + j]].name;
	}
	if (r.n)
		add_read(w, &r);
}

/* Which kinds does the argument number ARG of a built-in function stand for? */
static bool arg_is(const struct walk *w, unsigned arg, const struct root *args, unsigned nargs, kind_id kind)
{
	const struct root *r = &args[arg - 1];

	if (!arg)
		return false;
	if (arg == EVERY || arg > nargs)
		return w->b->kinds.v[kind].pods != 0;
	if (r->kind)
		return r->kind == kind;
	if (r->kinds)
		return strata_kind_in(w->b, r->kinds, kind);
	return !r->type;
}

static void builtin_reads(struct walk *w, sym name, const struct root *args, unsigned nargs)
{
	const struct builtin *in = builtin_of(w->b, name);

	for (uint32_t i = 1; in && i < w->b->kinds.n; i++) {
		const struct schema_kind *k = &w->b->kinds.v[i];
		if (k->selects && arg_is(w, in->selectors, args, nargs, (kind_id)i))
			read_paths(w, (kind_id)i, k->selects, 0);
		if (k->pods && arg_is(w, in->labels, args, nargs, (kind_id)i))
			read_paths(w, (kind_id)i, k->pods, w->b->model.labels);
		if (k->ports && arg_is(w, in->ports, args, nargs, (kind_id)i))
			read_paths(w, (kind_id)i, k->ports, 0);
	}
}

/* The function or constant NAME of the row's own file, else of the library. */
static ast_id item_named(const struct walk *w, sym name)
{
	const struct build *b = w->b;

	AST_EACH (b->tree, w->file, item)
		if ((ast_kind(b->tree, item) == AST_FN || ast_kind(b->tree, item) == AST_LET) &&
		    ast_at(b->tree, item)->sym == name)
			return item;

	for (uint32_t i = 1; i < b->lib.n; i++)
		if (b->lib.v[i].name == name)
			return b->lib.v[i].item;
	return AST_NIL;
}

/* What a parameter's type says of the root, else that of the argument. */
static struct root param_root(struct walk *w, ast_id param, struct root given)
{
	ast_id type = ast_first(w->b->tree, param);

	if (given.kinds || given.type || given.kind || !type || ast_kind(w->b->tree, type) != AST_TYPE_NAME)
		return given;
	return named_root(w, type);
}

static void walk_body(struct walk *w, ast_id fn, const struct root *args, unsigned nargs)
{
	ast_id params = ast_first(w->b->tree, fn), body = params;
	struct walk in = {w->b, w->out, {{0, {0, 0, 0}}}, 0, w->depth + 1, fn < w->b->tree->nfixed ? AST_NIL : w->file};
	unsigned i = 0;

	if (w->depth >= DEPTH)
		return; /* the evaluator reports recursion */
	bind_app(&in);
	AST_EACH (w->b->tree, params, param) {
		struct root any = {0, 0, 0};
		bind(&in, ast_at(w->b->tree, param)->sym, param_root(w, param, i < nargs ? args[i] : any));
		i++;
	}
	while (ast_next(w->b->tree, body))
		body = ast_next(w->b->tree, body);
	if (body != params)
		walk(&in, body);
}

/* f(a, b), and a.f(b), which is the same. */
static void walk_call(struct walk *w, ast_id id)
{
	ast_id function = ast_first(w->b->tree, id), item;
	const struct ast_node *f = ast_at(w->b->tree, function);
	struct root args[VARIABLES];
	unsigned n = 0;
	sym name = f->kind == AST_WORD ? f->sym : SYM_EMPTY;

	if (f->kind == AST_MEMBER) {
		name = member_name(w, ast_next(w->b->tree, f->first));
		args[n++] = root_of(w, f->first);
		walk(w, f->first);
	}
	for (ast_id a = ast_next(w->b->tree, function); a; a = ast_next(w->b->tree, a)) {
		ast_id value = ast_kind(w->b->tree, a) == AST_ARG ? ast_first(w->b->tree, a) : a;
		walk(w, value);
		if (n < VARIABLES)
			args[n++] = root_of(w, value);
	}
	item = item_named(w, name);
	if (item && ast_kind(w->b->tree, item) == AST_FN)
		walk_body(w, item, args, n);
	else
		builtin_reads(w, name, args, n);
}

static void walk_the(struct walk *w, ast_id id)
{
	const struct ast_node *n = ast_at(w->b->tree, id);
	struct root r = {0, 0, 0};
	unsigned before = w->nvars;

	r.kinds = build_kinds_named(w->b, build_path_sym(w->b, n->first, UINT32_MAX), ast_span(w->b->tree, n->first),
				    true);
	bind(w, n->sym, r);
	walk(w, ast_next(w->b->tree, n->first));
	w->nvars = before;
}

/* [for x in list if c: e]: x is what the list holds, if that is known. */
static void walk_for(struct walk *w, ast_id id)
{
	const struct ast_node *n = ast_at(w->b->tree, id);
	ast_id second = n->first, list = second ? ast_next(w->b->tree, second) : AST_NIL;
	unsigned before = w->nvars;

	if (list) {
		walk(w, list);
		bind(w, n->sym, root_of(w, list));
		for (ast_id c = ast_next(w->b->tree, list); c; c = ast_next(w->b->tree, c))
			walk(w, c);
	}
	w->nvars = before;
}

static void walk_word(struct walk *w, ast_id id)
{
	ast_id item = item_named(w, ast_at(w->b->tree, id)->sym);

	if (!item || ast_kind(w->b->tree, item) != AST_LET || w->depth >= DEPTH)
		return;
	w->depth++;
	AST_EACH (w->b->tree, item, c)
		walk(w, c);
	w->depth--;
}

static void walk(struct walk *w, ast_id id)
{
	switch (ast_kind(w->b->tree, id)) {
	case AST_MEMBER:
	case AST_INDEX:
		walk_member(w, id);
		break;
	case AST_CALL:
		walk_call(w, id);
		break;
	case AST_THE:
		walk_the(w, id);
		break;
	case AST_FOR:
	case AST_LIST_FOR:
		walk_for(w, id);
		break;
	case AST_WORD:
		walk_word(w, id);
		break;
	default:
		AST_EACH (w->b->tree, id, c)
			walk(w, c);
	}
}

bool strata_kind_in(const struct build *b, kinds_id set, kind_id kind)
{
	const struct schema_kindset *s = &b->kindsets.v[set];

	for (uint32_t i = 0; i < s->count; i++)
		if (b->kindlist.v[s->first + i] == kind)
			return true;
	return false;
}

type_id strata_inner(const struct build *b, type_id t)
{
	while (b->types.v[t].form == TYPE_LIST || b->types.v[t].form == TYPE_MAP)
		t = b->types.v[t].elem;
	return t;
}

/* Puts the chain, from struct FROM, behind what OUT has; false if its first name is no field. */
bool strata_follow(const struct build *b, const struct read *r, type_id from, struct fields *out)
{
	unsigned i = 0;

	for (; i < r->n && out->n < sizeof out->v / sizeof *out->v; i++) {
		while (b->types.v[from].form == TYPE_LIST)
			from = b->types.v[from].elem;
		field_id f = build_field(b, from, r->chain[i]);
		if (!f)
			break;
		out->v[out->n++] = f;
		from = b->fields.v[f].type;
	}
	/* A member of a scalar or an unknown field of a struct is no field: the names must do. */
	if (!i || (i < r->n && b->types.v[from].form != TYPE_MAP))
		return false;
	out->key = i < r->n ? r->chain[i] : SYM_EMPTY;
	out->end = strata_inner(b, from);
	return true;
}

/* The same from a kind, whose short names are looked up along its lift path. */
bool strata_follow_kind(const struct build *b, const struct read *r, kind_id kind, struct fields *out)
{
	const struct schema_kind *k = &b->kinds.v[kind];

	out->n = 0;
	if (strata_follow(b, r, k->type, out))
		return true;
	for (unsigned i = 0; i < k->nlift; i++) {
		const struct schema_path *p = &b->paths.v[b->lifts.v[k->lift + i]];
		memcpy(out->v, b->steps.v + p->first, p->count * sizeof *out->v);
		out->n = p->count;
		if (strata_follow(b, r, b->fields.v[out->v[p->count - 1]].type, out))
			return true;
	}
	return false;
}

/* What a chain with a known root ends at, if that is a struct. */
static struct root member_root(struct walk *w, ast_id id)
{
	struct read r = {.n = 0};
	struct root end = {0, 0, 0};
	struct fields f = {.n = 0};
	ast_id from = chain_of(w, id, &r);
	kind_id kind;
	bool found = false;

	r.root = root_of(w, from);
	kind = r.root.kind ? r.root.kind : w->b->kindlist.v[w->b->kindsets.v[r.root.kinds].first];
	if (r.root.type)
		found = strata_follow(w->b, &r, r.root.type, &f);
	else if (kind)
		found = strata_follow_kind(w->b, &r, kind, &f);
	if (found && w->b->types.v[f.end].form == TYPE_STRUCT)
		end.type = f.end;
	return end;
}

void strata_reads(struct build *b, uint32_t number, struct reads *out)
{
	const struct schema_derive *row = &b->derives.v[number];
	bool own = b->in->base && b->derive_nodes.v[number];
	ast_id file = own ? b->in->modules[b->derive_modules.v[number]].root : AST_NIL;
	struct walk w = {b, out, {{0, {0, 0, 0}}}, 0, 0, file};
	struct root self = {row->kinds, row->type, 0};

	bind(&w, sym_of(b->names, "self"), self);
	bind_app(&w);
	walk(&w, row->value);
	if (row->otherwise)
		walk(&w, row->otherwise);
}
