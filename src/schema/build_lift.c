/* SPDX-License-Identifier: Apache-2.0 */
/*
 * build_lift: the lift path of each kind, and the proof that no short name
 * means two things by accident.
 *
 * A lift path begins with the struct that holds the object's name (metadata);
 * then come the steps of the kind's own `lift`, or those of Object's that the
 * kind has.
 */
#include "schema/build_state.h"

static void push_lift(struct build *b, struct schema_kind *k, path_id path)
{
	VEC_PUSH(b->arena, &b->lifts, path);
	k->nlift++;
}

/* The path of the object's name without its last step, by name from TYPE; false if TYPE does not have it. */
static bool name_holder(struct build *b, type_id type, path_id *out)
{
	const struct schema_path *p = &b->paths.v[b->model.name];
	field_id steps[12];
	unsigned n = 0;

	if (p->count < 2 || p->count > 12)
		return false;
	for (; n < p->count - 1u; n++) {
		steps[n] = build_field(b, type, b->fields.v[b->steps.v[p->first + n]].name);
		if (!steps[n])
			return false;
		type = b->fields.v[steps[n]].type;
	}
	*out = build_path_row(b, steps, n);
	return true;
}

static bool only_self(const struct build *b, ast_id dir)
{
	ast_id path = ast_first(b->tree, dir);

	return path && !ast_next(b->tree, path) && build_path_is(b, path, "self");
}

static bool is_struct_way(const struct build *b, const struct way *way)
{
	return !way->key && b->types.v[way->end].form == TYPE_STRUCT;
}

/* The base says with words where its kinds are lifted into: a step each. */
static void lift_as_base(struct build *b, struct schema_kind *k)
{
	for (uint32_t i = 0; i < b->model.nlift; i++) {
		field_id f = build_field(b, k->type, b->words.v[b->model.lift + i]);
		if (f && b->types.v[b->fields.v[f].type].form == TYPE_STRUCT)
			push_lift(b, k, build_path_row(b, &f, 1));
	}
}

static void lay_out_kind(struct build *b, kind_id kind)
{
	struct schema_kind *k = &b->kinds.v[kind];
	ast_id own = b->more.v[kind].lift, dir = own ? own : b->object_lift;
	struct way way;
	path_id path;

	k->lift = (uint16_t)b->lifts.n;
	k->nlift = 0;
	if (own && only_self(b, own))
		return;
	if (name_holder(b, k->type, &path))
		push_lift(b, k, path);
	if (!dir)
		lift_as_base(b, k);
	AST_EACH (b->tree, dir, p) {
		if (!build_way(b, k->type, p, 0, &way, false))
			continue;
		if (is_struct_way(b, &way))
			push_lift(b, k, build_path_row(b, way.steps, way.count));
		else if (own)
			diag_add(b->diags, E0702, ast_span(b->tree, p), "`lift` steps into objects, this is %s",
				 build_type_phrase(b, way.end));
	}
}

static type_id level_type(const struct build *b, const struct schema_kind *k, unsigned level)
{
	if (!level)
		return k->type;
	const struct schema_path *p = &b->paths.v[b->lifts.v[k->lift + level - 1]];
	return b->fields.v[b->steps.v[p->first + p->count - 1]].type;
}

static bool overlap(uint8_t since_a, uint8_t until_a, uint8_t since_b, uint8_t until_b)
{
	return (!until_a || !since_b || since_b <= until_a) && (!until_b || !since_a || since_a <= until_b);
}

/* Is there a version that serves the kind and both fields? */
static bool meet(const struct schema_kind *k, const struct schema_field *f, const struct schema_field *g)
{
	uint8_t since = f->since > g->since ? f->since : g->since;
	uint8_t until = !f->until || (g->until && g->until < f->until) ? g->until : f->until;

	return overlap(f->since, f->until, g->since, g->until) && overlap(since, until, k->since, k->until);
}

static bool settled(const struct build *b, kind_id kind, field_id f, field_id g)
{
	for (uint32_t i = 1; i < b->prefers.n; i++)
		if (b->prefers.v[i] == f || b->prefers.v[i] == g)
			return true;
	AST_EACH (b->tree, b->more.v[kind].ambiguous, path)
		if (ast_at(b->tree, ast_first(b->tree, path))->sym == b->fields.v[f].name)
			return true;
	return false;
}

static const char *long_name(struct build *b, const struct schema_kind *k, unsigned level, field_id f)
{
	const char *text = "";

	if (level) {
		const struct schema_path *p = &b->paths.v[b->lifts.v[k->lift + level - 1]];
		for (unsigned i = 0; i < p->count; i++)
			text = arena_printf(b->arena, "%s" STR_FMT ".", text,
					    STR_ARG(build_str(b, b->fields.v[b->steps.v[p->first + i]].name)));
	}
	return arena_printf(b->arena, "%s" STR_FMT, text, STR_ARG(build_str(b, b->fields.v[f].name)));
}

static void check_pair(struct build *b, kind_id kind, unsigned la, unsigned lb)
{
	const struct schema_kind *k = &b->kinds.v[kind];
	const struct schema_type *a = &b->types.v[level_type(b, k, la)];

	for (uint32_t i = 0; i < a->count; i++) {
		field_id f = (field_id)(a->first + i);
		field_id g = build_field(b, level_type(b, k, lb), b->fields.v[f].name);
		if (!g || !meet(k, &b->fields.v[f], &b->fields.v[g]) || settled(b, kind, f, g))
			continue;
		struct kind_more more = b->more.v[kind];
		struct span at = more.lift   ? ast_span(b->tree, more.lift)
				 : more.node ? build_name_span(b, more.node)
					     : SPAN_NONE;
		const char *x = long_name(b, k, la, f), *y = long_name(b, k, lb, g);
		struct diag *d = diag_add(b->diags, E0703, at,
					  "`" STR_FMT "` of " STR_FMT " " STR_FMT " means both `%s` and `%s`",
					  STR_ARG(build_str(b, b->fields.v[f].name)),
					  STR_ARG(build_str(b, k->api_version)), STR_ARG(build_str(b, k->name)), x, y);
		struct str kind_name = build_str(b, k->name);
		diag_help(d,
			  "say which: `annotate " STR_FMT " { prefer [%s] }`; or that it is always written in full: "
			  "`annotate " STR_FMT " { ambiguous [" STR_FMT "] }`",
			  STR_ARG(kind_name), y, STR_ARG(kind_name), STR_ARG(build_str(b, b->fields.v[f].name)));
	}
}

void build_lifts(struct build *b)
{
	for (uint32_t k = 1; k < b->kinds.n; k++)
		if (!(b->kinds.v[k].flags & KIND_LIST) && (b->more.v[k].node || b->more.v[k].lift || !b->in->base))
			lay_out_kind(b, (kind_id)k);
	for (uint32_t k = 1; k < b->kinds.n; k++)
		for (unsigned i = 0; i <= b->kinds.v[k].nlift; i++)
			for (unsigned j = i + 1; j <= b->kinds.v[k].nlift; j++)
				if ((b->more.v[k].node || b->more.v[k].lift) && !b->more.v[k].taken)
					check_pair(b, (kind_id)k, i, j);
}
