/* SPDX-License-Identifier: Apache-2.0 */
/*
 * facts_field: what the field at the end of the way is to the API, to an app
 * and to the rules. Rows of the library are found by their paths, which are
 * the whole way from a kind or the end of it from a struct.
 */
#include "explain/facts.h"

#include "explain/spell.h"

/* Longer expressions are in the library's files, which are named. */
#define BRIEF 80

#define ROOM 64

/* ---- paths of rows ---- */

/* Do the STEPS end with the N fields of a struct's row? */
static bool ends_with(const field_id *steps, uint32_t n, const field_id *row, uint32_t nrow)
{
	if (!nrow || nrow > n)
		return false;
	return memcmp(steps + (n - nrow), row, nrow * sizeof *row) == 0;
}

static bool is_path_of_kind(struct explain *x, kind_id kind, path_id path, const field_id *steps, uint32_t n)
{
	field_id own[SUBJECT_ROOM];
	unsigned have = kind ? schema_path_in(x->schema, path, x->schema->kinds[kind].type, own, SUBJECT_ROOM) : 0;

	return have && have == n && ends_with(steps, n, own, have);
}

static bool is_row_for(struct explain *x, const struct schema_derive *row, kind_id kind, const field_id *steps,
		       uint32_t n)
{
	const struct schema_path *p = &x->schema->paths[row->path];

	if (row->type)
		return ends_with(steps, n, x->schema->steps + p->first, p->count);
	return kind && schema_kind_in(x->schema, row->kinds, kind) && is_path_of_kind(x, kind, row->path, steps, n);
}

bool facts_derived(struct explain *x, kind_id kind, const field_id *steps, uint32_t n)
{
	for (uint32_t i = 1; i < x->schema->nderives; i++)
		if (is_row_for(x, &x->schema->derives[i], kind, steps, n))
			return true;
	return false;
}

bool facts_derived_or_wrong(struct explain *x, kind_id kind, const field_id *steps, uint32_t n)
{
	for (uint32_t i = 1; i < x->schema->nderives; i++)
		if (x->schema->derives[i].otherwise && is_row_for(x, &x->schema->derives[i], kind, steps, n))
			return true;
	return false;
}

static void add_derived(struct explain *x, struct facts *f, const field_id *steps, uint32_t n)
{
	for (uint32_t i = 1; i < x->schema->nderives; i++) {
		const struct schema_derive *row = &x->schema->derives[i];
		const char *key = "", *expr;
		if (!is_row_for(x, row, f->subject->kind, steps, n))
			continue;
		expr = spell_expr(x, row->value);
		if (row->key)
			key = arena_printf(x->arena, "\"%s\": ", spell_sym(x, row->key));
		expr = strlen(expr) > BRIEF ? "" : arena_printf(x->arena, "%s, ", expr);
		fact_add(x, f, "derived", "in an app", FACT_LINES,
			 arena_printf(x->arena, "%s%s%s:%u", key, expr, spell_sym(x, row->file), row->line));
	}
}

/* ---- what cannot change ---- */

static uint32_t same_steps(struct explain *x, kind_id kind, path_id path, const field_id *steps, uint32_t n)
{
	field_id own[SUBJECT_ROOM];
	unsigned have = schema_path_in(x->schema, path, x->schema->kinds[kind].type, own, SUBJECT_ROOM);

	return have && have <= n && memcmp(own, steps, have * sizeof *own) == 0 ? have : 0;
}

static void add_immutable(struct explain *x, struct facts *f, const field_id *steps, uint32_t n)
{
	const struct schema_kind *k = &x->schema->kinds[f->subject->kind];
	const struct schema_immutable *best = NULL;
	uint32_t length = 0;

	for (uint32_t i = 0; i < k->nimmutable; i++) {
		const struct schema_immutable *row = &x->schema->immutables[k->immutable + i];
		uint32_t have = same_steps(x, f->subject->kind, row->path, steps, n);
		if (have > length) {
			best = row;
			length = have;
		}
	}
	if (best && !best->free && best->when)
		fact_add(x, f, "immutable", "immutable", FACT_TRUE,
			 arena_printf(x->arena, "cannot change once the object is there, where `%s`",
				      spell_expr(x, best->when)));
	else if (best && !best->free)
		fact_add(x, f, "immutable", "immutable", FACT_TRUE, "cannot change once the object is there");
}

/* ---- rules ---- */

/* A rule that is looked through for readings of the field. */
struct reading {
	struct explain *x;
	const struct schema_rule *rule;
	kind_id kind;
	const field_id *steps;
	uint32_t n;
};

/* The names behind the rule's variable in `x.spec.replicas`; 0 if AT is something else. */
static uint32_t chain(const struct reading *r, ast_id at, sym *names)
{
	const struct ast *tree = r->x->tree;
	uint32_t n = 0;

	if (ast_kind(tree, at) == AST_WORD)
		return 0;
	for (; ast_kind(tree, at) == AST_MEMBER; at = ast_first(tree, at)) {
		ast_id key = ast_next(tree, ast_first(tree, at));
		if (ast_kind(tree, key) != AST_KEY || n == ROOM)
			return 0;
		names[n++] = ast_at(tree, key)->sym;
	}
	return ast_kind(tree, at) == AST_WORD && ast_at(tree, at)->sym == r->rule->variable ? n : 0;
}

/* The fields that NAMES, the last one first, lead through; short names of a kind count. */
static uint32_t chain_fields(const struct reading *r, const sym *names, uint32_t n, field_id *out)
{
	const struct schema *s = r->x->schema;
	type_id type = r->rule->type ? r->rule->type : s->kinds[r->kind].type;
	uint32_t have = 0;

	while (n--) {
		struct lift_result lift = {.count = 0};
		type = subject_inner(s, type);
		lift.steps[0] = schema_field(s, type, names[n]);
		lift.count = lift.steps[0] != 0;
		if (!lift.count && !have && !r->rule->type)
			schema_lift(s, r->kind, names[n], r->x->target, &lift);
		if (!lift.count || have + lift.count > ROOM)
			return 0;
		for (uint32_t i = 0; i < lift.count; i++)
			out[have++] = lift.steps[i];
		type = s->fields[out[have - 1]].type;
	}
	return have;
}

/* Does anything at or below AT read the field? */
static bool reads(const struct reading *r, ast_id at)
{
	sym names[ROOM];
	field_id fields[ROOM];
	uint32_t n = chain(r, at, names), have = n ? chain_fields(r, names, n, fields) : 0;

	if (have)
		return r->rule->type ? ends_with(r->steps, r->n, fields, have)
				     : have == r->n && ends_with(r->steps, r->n, fields, have);
	AST_EACH (r->x->tree, at, c) {
		if (reads(r, c))
			return true;
	}
	return false;
}

/* Is there such a reading in RULE? */
static bool rule_reads(struct explain *x, const struct schema_rule *rule, kind_id kind, const field_id *steps,
		       uint32_t n)
{
	const struct reading r = {x, rule, kind, steps, n};

	return (rule->type || (kind && schema_kind_in(x->schema, rule->kinds, kind))) && reads(&r, rule->block);
}

bool facts_ruled(struct explain *x, kind_id kind, const field_id *steps, uint32_t n)
{
	for (uint32_t i = 1; i < x->schema->nrules; i++)
		if (rule_reads(x, &x->schema->rules[i], kind, steps, n))
			return true;
	return false;
}

/* Tells of RULE, unless it was the last one that was told of: some have several parts. */
static void add_rule(struct explain *x, struct facts *f, const struct schema_rule *rule, sym *told)
{
	enum diag_code code = diag_code_named(sym_str(x->names, rule->name));

	if (rule->name == *told || code == DIAG_CODES)
		return;
	*told = rule->name;
	fact_add(
		x, f, "rules", "rules", FACT_LINES,
		arena_printf(x->arena, "%s %s: %s", diag_code_text(code), diag_code_name(code), diag_code_title(code)));
}

static void add_rules(struct explain *x, struct facts *f, const field_id *steps, uint32_t n)
{
	sym told = SYM_EMPTY;

	for (uint32_t i = 1; i < x->schema->nrules; i++)
		if (rule_reads(x, &x->schema->rules[i], f->subject->kind, steps, n))
			add_rule(x, f, &x->schema->rules[i], &told);
}

void facts_rules(struct explain *x, struct facts *f)
{
	const struct schema *s = x->schema;
	const struct schema_type *t = &s->types[f->subject->from];
	sym told = SYM_EMPTY;

	for (uint32_t i = 1; i < s->nrules; i++) {
		const struct schema_rule *rule = &s->rules[i];
		if (rule->type ? s->types[rule->type].name == t->name
			       : f->subject->kind && schema_kind_in(s, rule->kinds, f->subject->kind))
			add_rule(x, f, rule, &told);
	}
}

/* ---- the field itself ---- */

static const char *of_text(enum field_of of)
{
	static const char *const texts[] = {
		[OF_NOTHING] = NULL,
		[OF_KIND] = "the kind of what the reference beside it names",
		[OF_API_VERSION] = "the apiVersion of what the reference beside it names",
		[OF_GROUP] = "the group of what the reference beside it names",
		[OF_NAMESPACE] = "the namespace of what the reference beside it names",
		[OF_OTHER_NAMESPACE] = "the namespace of what the reference beside it names, where it is another one",
		[OF_KEY] = "the key in the reference beside it",
		[OF_PORT_NAME] = "the port in the reference beside it",
		[OF_PORT_NUMBER] = "the number of the port in the reference beside it",
		[OF_OPTIONAL] = "true where the reference beside it ends in `?`",
		[OF_PROTOCOL] = "the protocol behind a port, `53/UDP`",
	};

	return texts[of];
}

/* A discriminator follows from the member that is set. */
static void add_discriminator(struct explain *x, struct facts *f, const struct schema_field *field)
{
	const struct schema_type *t = &x->schema->types[field->owner];

	for (uint32_t i = 0; i < t->ndirs; i++) {
		const struct schema_dir *d = &x->schema->dirs[t->dirs + i];
		const struct schema_path *p = &x->schema->paths[d->a];
		if (d->op == DIR_WHEN && p->count == 1 && &x->schema->fields[x->schema->steps[p->first]] == field)
			fact_add(x, f, "follows", "follows", FACT_LINES,
				 arena_printf(x->arena, "%s where `%s` is set", spell_sym(x, d->word),
					      spell_path(x, d->b)));
	}
}

/* The shortest beginning that a source may have, and what stands for items and entries. */
static const char *written(struct explain *x, const struct facts *f)
{
	const struct subject *at = f->subject;
	const char *text = "";
	uint32_t from = 0;

	for (uint32_t i = 0; at->kind && i < at->n; i++) {
		struct lift_result lift;
		schema_lift(x->schema, at->kind, x->schema->fields[at->steps[i].field].name, x->target, &lift);
		bool same = lift.count == i + 1 && !lift.other;
		for (uint32_t k = 0; k <= i && same; k++)
			same = lift.steps[k] == at->steps[k].field;
		if (same && i)
			from = i;
		if (at->steps[i].inner)
			break;
	}
	for (uint32_t i = from; i < at->n; i++) {
		const struct schema_field *field = &x->schema->fields[at->steps[i].field];
		const struct schema_type *t = &x->schema->types[field->type];
		const char *inner = "";
		if (at->steps[i].inner && (t->form == TYPE_MAP || t->keyed))
			inner = at->steps[i].key ? arena_printf(x->arena, ".%s", spell_key(x, at->steps[i].key))
						 : ".NAME";
		else if (at->steps[i].inner)
			inner = "[]";
		text = arena_printf(x->arena, "%s%s%s%s", text, *text ? "." : "", spell_field(x, at->steps[i].field),
				    inner);
	}
	return text;
}

void facts_of_field(struct explain *x, struct facts *f)
{
	const struct subject *at = f->subject;
	const struct schema_field *field = &x->schema->fields[at->steps[at->n - 1].field];

	fact_add(x, f, "written", "written", FACT_TEXT, written(x, f));
	fact_add(x, f, "type", "type", FACT_TEXT, spell_type(x, at->type));
	if (subject_of_server(x, at))
		fact_add(x, f, "server", "server", FACT_TRUE, "the API server writes it; in a source it is dropped");
	if (at->steps[at->n - 1].inner)
		return;
	if (facts_without(x, at))
		fact_add(x, f, "clusterScoped", "never", FACT_TRUE, "objects of this kind are in no namespace");
	if (field->flags & FIELD_REQUIRED)
		fact_add(x, f, "required", "required", FACT_TRUE, "yes");
	if (field->since)
		fact_add(x, f, "since", "since", FACT_TEXT, arena_printf(x->arena, "1.%u", (unsigned)field->since));
	if (field->until)
		fact_add(x, f, "until", "until", FACT_TEXT, arena_printf(x->arena, "1.%u", (unsigned)field->until));
	if (field->dflt)
		fact_add(x, f, "default", "default", FACT_TEXT, spell_expr(x, field->dflt));
}

void facts_of_use(struct explain *x, struct facts *f)
{
	const struct subject *at = f->subject;
	const struct schema_field *field = &x->schema->fields[at->steps[at->n - 1].field];
	field_id steps[SUBJECT_ROOM];

	if (at->steps[at->n - 1].inner)
		return;
	for (uint32_t i = 0; i < at->n; i++)
		steps[i] = at->steps[i].field;
	if (of_text((enum field_of)field->of))
		fact_add(x, f, "filled", "filled with", FACT_TEXT, of_text((enum field_of)field->of));
	add_discriminator(x, f, field);
	if (at->kind)
		add_immutable(x, f, steps, at->n);
	add_derived(x, f, steps, at->n);
	add_rules(x, f, steps, at->n);
}
