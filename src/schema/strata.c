/* SPDX-License-Identifier: Apache-2.0 */
/*
 * strata: in which order derivations run.
 *
 * note [strata]: row A depends on row B when what A's expressions read may be
 * what B sets. Rows of one stratum do not depend on each other, and a row's
 * stratum is one more than the highest of those that it depends on; a cycle
 * is an error. The analysis is by names and errs on the safe side:
 *
 * - A read is a chain of members, `s.spec.selector`, with a root. The root is
 *   of known kinds (`self` of a row for kinds, a variable that `the K s` or a
 *   parameter `s: K` binds, an argument that is one of these), of a known
 *   struct (`self` of a row for a type), or unknown.
 * - A chain with a known root that goes through fields (short names along the
 *   kind's lift path) reads B's row when one of the two paths begins with the
 *   other, or what is read can hold the struct that B is for. If B sets a key
 *   of a map and the chain goes on with another key, not.
 * - Other chains may go through references and calls, so only names count: B's
 *   row is read when the last name that B sets is in the chain, or the chain's
 *   last name is on B's path.
 * - Roots of known kinds and rows for other kinds have nothing to do with
 *   each other.
 * - Functions of the library are looked into, with the roots of their
 *   arguments; what built-in functions read is in the table of strata_read.c.
 * - A row for the values of a struct comes after rows that set such values.
 */
#include "schema/strata.h"

/* ---- who depends on whom ---- */

static bool kinds_meet(const struct build *b, kinds_id a, kinds_id c)
{
	const struct schema_kindset *x = &b->kindsets.v[a], *y = &b->kindsets.v[c];

	for (uint32_t i = 0; i < x->count; i++)
		for (uint32_t j = 0; j < y->count; j++)
			if (b->kindlist.v[x->first + i] == b->kindlist.v[y->first + j])
				return true;
	return false;
}

static sym step_name(const struct build *b, const struct schema_path *p, unsigned i)
{
	return b->fields.v[b->steps.v[p->first + i]].name;
}

/* By names alone: see note [strata]. */
static bool may_read(const struct build *b, const struct read *r, const struct schema_derive *row)
{
	const struct schema_path *p = &b->paths.v[row->path];
	sym last = step_name(b, p, p->count - 1u);

	for (unsigned i = 0; i < r->n; i++)
		if (r->chain[i] == last)
			return !row->key || i + 1 == r->n || r->chain[i + 1] == row->key;
	for (unsigned i = 0; i < p->count; i++)
		if (r->n && r->chain[r->n - 1] == step_name(b, p, i))
			return true;
	return false;
}

/* Deeper than this nobody looks: then a value is taken to hold anything. */
#define DEPTH 500

/* Can a value of type T, DEPTH levels down, hold one of struct GOAL? SEEN has a byte a type. */
static bool holds(const struct build *b, type_id t, type_id goal, uint8_t *seen, unsigned depth)
{
	t = strata_inner(b, t);
	const struct schema_type *row = &b->types.v[t];
	if (row->form != TYPE_STRUCT || seen[t])
		return false;
	seen[t] = 1;
	if (depth == DEPTH)
		return true;
	if (row->name == b->types.v[goal].name)
		return true;
	for (uint32_t i = 0; i < row->count; i++)
		if (holds(b, b->fields.v[row->first + i].type, goal, seen, depth + 1))
			return true;
	return false;
}

/* Is one of the fields F from AT on and the row's path from STEP on the beginning of the other? */
static bool prefix(const struct build *b, const struct fields *f, unsigned at, const struct schema_derive *row,
		   unsigned step)
{
	const struct schema_path *p = &b->paths.v[row->path];

	for (; at < f->n && step < p->count; at++, step++)
		if (b->fields.v[f->v[at]].name != step_name(b, p, step))
			return false;
	return at < f->n || step < p->count || !row->key || !f->key || row->key == f->key;
}

/* Do the fields F, read from the top of a kind or struct, touch what ROW sets? */
static bool touches(const struct build *b, const struct fields *f, const struct root *root,
		    const struct schema_derive *row)
{
	const struct schema_path *p = &b->paths.v[row->path];

	if (row->type) {
		for (unsigned i = 0; i < f->n; i++)
			if (b->fields.v[f->v[i]].owner == row->type && prefix(b, f, i, row, 0))
				return true;
		memset(b->seen, 0, b->types.n);
		return holds(b, f->end, row->type, b->seen, 0);
	}
	if (!root->type)
		return prefix(b, f, 0, row, 0);
	for (unsigned i = 0; i < p->count; i++)
		if (b->fields.v[b->steps.v[p->first + i]].owner == root->type && prefix(b, f, 0, row, i))
			return true;
	return false;
}

static bool reads_row(const struct build *b, const struct read *r, const struct schema_derive *row)
{
	const struct schema_kindset *set = &b->kindsets.v[r->root.kinds];
	struct fields f = {.n = 0};

	if (r->root.kinds && row->kinds && !kinds_meet(b, r->root.kinds, row->kinds))
		return false;
	if (r->root.kind)
		return (!row->kinds || strata_kind_in(b, row->kinds, r->root.kind)) &&
		       (strata_follow_kind(b, r, r->root.kind, &f) ? touches(b, &f, &r->root, row)
								   : may_read(b, r, row));
	if (r->root.type)
		return strata_follow(b, r, r->root.type, &f) ? touches(b, &f, &r->root, row) : may_read(b, r, row);
	if (!r->root.kinds)
		return may_read(b, r, row);
	for (uint32_t i = 0; i < set->count; i++) {
		kind_id k = b->kindlist.v[set->first + i];
		if (row->kinds && !strata_kind_in(b, row->kinds, k))
			continue;
		if (strata_follow_kind(b, r, k, &f) ? touches(b, &f, &r->root, row) : may_read(b, r, row))
			return true;
	}
	return false;
}

struct graph {
	struct build *b;
	struct reads *reads; /* by row */
	uint8_t *state;      /* 0 not seen, 1 on the stack, 2 done */
	uint16_t *level;
	uint32_t *stack;
	uint32_t depth;
	bool cycle;
};

/* The row of a base, which has no text: its kind or struct, and its path. */
static const char *base_text(const struct build *b, const struct schema_derive *row)
{
	const struct schema_path *p = &b->paths.v[row->path];
	const struct schema_kindset *set = &b->kindsets.v[row->kinds];
	struct str name = build_str(b, row->type   ? b->types.v[row->type].name
				       : set->name ? set->name
						   : b->kinds.v[b->kindlist.v[set->first]].name);
	const char *text = arena_printf(b->arena, STR_FMT, STR_ARG(name));

	for (unsigned i = 0; i < p->count; i++)
		text = arena_printf(b->arena, "%s." STR_FMT, text, STR_ARG(build_str(b, step_name(b, p, i))));
	return text;
}

static const char *row_text(const struct graph *g, uint32_t row)
{
	ast_id node = g->b->derive_nodes.v[row], path = ast_first(g->b->tree, node);
	struct str s = build_str(g->b, build_path_sym(g->b, path, UINT32_MAX));

	return node ? arena_strndup(g->b->arena, s.p, s.n) : base_text(g->b, &g->b->derives.v[row]);
}

static void report_cycle(struct graph *g, uint32_t row)
{
	struct build *b = g->b;
	uint32_t from = 0;
	const char *chain = row_text(g, row);

	g->cycle = true;
	while (g->stack[from] != row)
		from++;
	for (uint32_t i = from + 1; i < g->depth; i++)
		chain = arena_printf(b->arena, "%s` reads `%s", chain, row_text(g, g->stack[i]));
	struct diag *d = NULL;
	for (uint32_t i = from; i < g->depth; i++) {
		ast_id node = b->derive_nodes.v[g->stack[i]];
		if (d && node)
			diag_also(d, ast_span(b->tree, node), "and this one");
		else if (!d && (node || i + 1 == g->depth))
			d = diag_add(b->diags, E0704, node ? ast_span(b->tree, node) : SPAN_NONE,
				     "derivations depend on each other: `%s` reads `%s`", chain, row_text(g, row));
	}
}

/* Does row C set something that values of row A's struct are in? Then A is for those too. */
static bool makes(const struct graph *g, uint32_t a, uint32_t c)
{
	const struct schema_derive *maker = &g->b->derives.v[c];
	const struct schema_path *p = &g->b->paths.v[maker->path];

	memset(g->b->seen, 0, g->b->types.n);
	return a != c && g->b->derives.v[a].type &&
	       holds(g->b, g->b->fields.v[g->b->steps.v[p->first + p->count - 1]].type, g->b->derives.v[a].type,
		     g->b->seen, 0);
}

/* A row that adds to a map or keyed list may look at what is written there. */
static bool adds(const struct build *b, const struct schema_derive *row)
{
	const struct schema_path *p = &b->paths.v[row->path];
	type_id type = b->fields.v[b->steps.v[p->first + p->count - 1]].type;

	return (b->types.v[type].flags & TYPE_MERGES) != 0;
}

static bool depends(const struct graph *g, uint32_t a, uint32_t c)
{
	if (a == c && adds(g->b, &g->b->derives.v[a]))
		return false;
	if (makes(g, a, c))
		return true;
	for (uint32_t i = 0; i < g->reads[a].n; i++)
		if (reads_row(g->b, &g->reads[a].v[i], &g->b->derives.v[c]))
			return true;
	return false;
}

static void visit(struct graph *g, uint32_t row)
{
	g->state[row] = 1;
	g->stack[g->depth++] = row;
	for (uint32_t i = 1; i < g->b->derives.n && !g->cycle; i++) {
		if (!depends(g, row, i))
			continue;
		if (g->state[i] == 1) {
			report_cycle(g, i);
			break;
		}
		if (!g->state[i])
			visit(g, i);
		if (g->level[i] + 1 > g->level[row])
			g->level[row] = (uint16_t)(g->level[i] + 1);
	}
	g->depth--;
	g->state[row] = 2;
}

/* Sorted by stratum; within one, as they are declared. */
static void sort_rows(struct build *b)
{
	for (uint32_t i = 2; i < b->derives.n; i++)
		for (uint32_t j = i; j > 1 && b->derives.v[j].stratum < b->derives.v[j - 1].stratum; j--) {
			struct schema_derive d = b->derives.v[j];
			ast_id node = b->derive_nodes.v[j];
			b->derives.v[j] = b->derives.v[j - 1];
			b->derives.v[j - 1] = d;
			b->derive_nodes.v[j] = b->derive_nodes.v[j - 1];
			b->derive_nodes.v[j - 1] = node;
			uint32_t module = b->derive_modules.v[j];
			b->derive_modules.v[j] = b->derive_modules.v[j - 1];
			b->derive_modules.v[j - 1] = module;
		}
}

void build_strata(struct build *b)
{
	uint32_t n = b->derives.n;
	struct graph g = {.b = b};

	b->seen = arena_zalloc(b->arena, b->types.n);
	g.reads = arena_zalloc(b->arena, n * sizeof *g.reads);
	g.state = arena_zalloc(b->arena, n);
	g.level = arena_zalloc(b->arena, n * sizeof *g.level);
	g.stack = arena_zalloc(b->arena, n * sizeof *g.stack);
	for (uint32_t i = 1; i < n; i++)
		strata_reads(b, i, &g.reads[i]);
	for (uint32_t i = 1; i < n && !g.cycle; i++)
		if (!g.state[i])
			visit(&g, i);
	for (uint32_t i = 1; i < n; i++)
		b->derives.v[i].stratum = g.level[i];
	sort_rows(b);
}
