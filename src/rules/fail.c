/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fail: what is said when a check does not hold.
 *
 * The message is the author's. It points at the source of the value that the
 * condition read last; where nothing was written at the struct that lacks it,
 * at the value that the rule is for, or at the object's name. What the parts
 * of the condition were is said unless the message says it.
 */
#include "rules/ruling.h"

#include <string.h>

/* Only what is written as a block has a place that shows it. */
static bool is_block(const struct unit *u, origin from)
{
	return origin_written(u, from) && ast_kind(u->tree, from) == AST_BLOCK;
}

#define READS 32

/* What was read by a condition, the last of it. */
struct reads {
	struct unit *u;
	origin at[READS]; /* of values that have a place in the text: a ring */
	uint32_t n;
	origin around; /* of the last struct that lacked something, if it was written as a block */
};

static void note_read(void *ctx, const struct node *v)
{
	struct reads *r = ctx;

	if (v->kind == OBJ_ABSENT)
		r->around = is_block(r->u, v->origin) ? v->origin : r->around;
	else if (origin_written(r->u, v->origin) && !(v->flags & OBJ_DERIVED) &&
		 (v->kind != OBJ_MAP || is_block(r->u, v->origin)))
		r->at[r->n++ % READS] = v->origin;
}

/* Evaluates COND once more, to see what it reads. */
static struct reads what_it_reads(struct unit *u, ast_id cond, struct scope *scope)
{
	struct reads reads = {.u = u};
	struct node missing = node_null();
	bool known, quiet = u->diags->quiet;

	u->read = note_read;
	u->read_ctx = &reads;
	u->missing = &missing;
	u->diags->quiet = true;
	eval_condition(u, cond, scope, &known);
	u->diags->quiet = quiet;
	u->missing = NULL;
	u->read = NULL;
	return reads;
}

/* ---- what the parts of the condition were ---- */

/* "3", "\"nginx\"", "true"; NULL for what is too much to show. */
static const char *shown(struct unit *u, const struct node *v)
{
	sym text;

	if (v->kind == OBJ_ABSENT)
		return "absent";
	if (v->kind == OBJ_TEXT) {
		struct str s = unit_str(u, v->text);
		return s.n <= 60 && !memchr(s.p, '\n', s.n) ? arena_printf(u->arena, "\"" STR_FMT "\"", STR_ARG(s))
							    : NULL;
	}
	if (!value_text(u, v, &text))
		return NULL;
	return arena_printf(u->arena, STR_FMT, STR_ARG(unit_str(u, text)));
}

struct parts {
	struct unit *u;
	struct scope *scope;
	const char *message;
	const char *text; /* "`a.b` is 3, `c` is absent"; NULL: nothing to say */
	uint32_t n;
};

#define PARTS_SHOWN 4

/* The value of ID, only to be shown: mistakes are not said, and what is absent is OBJ_ABSENT. */
static struct node glance(const struct parts *p, ast_id id)
{
	struct unit *u = p->u;
	struct node missing = node_null();
	bool quiet = u->diags->quiet;

	u->diags->quiet = true;
	u->missing = &missing;
	struct node v = eval_value(u, id, p->scope);
	u->missing = NULL;
	u->diags->quiet = quiet;
	return v;
}

static void add_part(struct parts *p, ast_id id, const struct node *v)
{
	struct unit *u = p->u;
	struct str source = sources_text(u->sources, ast_span(u->tree, id));
	const char *value = shown(u, v);
	sym plain;

	if (!value || p->n == PARTS_SHOWN || source.n > 60)
		return;
	if (v->kind != OBJ_ABSENT && value_text(u, v, &plain)) {
		char *bare = arena_printf(u->arena, STR_FMT, STR_ARG(unit_str(u, plain)));
		if (*bare && strstr(p->message, bare))
			return; /* the message says it */
	}
	const char *part = arena_printf(u->arena, "`" STR_FMT "` is %s", STR_ARG(source), value);
	if (p->text && strstr(p->text, part))
		return;
	p->text = p->text ? arena_printf(u->arena, "%s, %s", p->text, part) : part;
	p->n++;
}

/* What a call gives that can be shown, as `count(x)` and `default(x.y)` do. */
static bool is_scalar(const struct node *v)
{
	return v->kind == OBJ_INT || v->kind == OBJ_LITERAL || v->kind == OBJ_NUMBER || v->kind == OBJ_TEXT;
}

/* The chains and calls in the condition that are no conditions themselves. */
static void add_parts(struct parts *p, ast_id id)
{
	struct node v;

	switch (ast_kind(p->u->tree, id)) {
	case AST_MEMBER:
	case AST_INDEX:
	case AST_WORD:
		v = glance(p, id);
		add_part(p, id, &v);
		return;
	case AST_CALL:
		v = glance(p, id);
		if (is_scalar(&v)) {
			add_part(p, id, &v);
			return;
		}
		AST_EACH (p->u->tree, id, arg) {
			ast_id value = arg == ast_first(p->u->tree, id) ? arg : ast_first(p->u->tree, arg);
			/* `x.f(a)`: x is what is looked at */
			if (arg == ast_first(p->u->tree, id))
				value = ast_kind(p->u->tree, arg) == AST_MEMBER ? ast_first(p->u->tree, arg) : AST_NIL;
			if (value)
				add_parts(p, value);
		}
		return;
	case AST_UNARY:
	case AST_BINARY:
	case AST_PAREN:
	case AST_COND:
		AST_EACH (p->u->tree, id, child) {
			add_parts(p, child);
		}
		return;
	default:
		return;
	}
}

/* ---- where ---- */

/* The argument given for a parameter that the condition reads; AST_NIL if there is none. */
static ast_id argument_read(struct unit *u, ast_id id, struct scope *scope, const struct local **param)
{
	ast_id found = AST_NIL;

	if (ast_kind(u->tree, id) == AST_WORD) {
		const struct local *l = scope_find(scope, unit_node(u, id)->sym);
		if (l && l->kind == LOCAL_LET && l->given && ast_kind(u->tree, l->decl) == AST_PARAM &&
		    !unit_library(u, l->given)) {
			*param = l;
			return l->given;
		}
	}
	AST_EACH (u->tree, id, child) {
		ast_id inner = argument_read(u, child, scope, param);
		found = inner ? inner : found;
	}
	return found;
}

/* Is there a value from FROM in the tree below N? */
static bool comes_from(const struct node *n, origin from)
{
	if (n->origin == from)
		return true;
	for (uint32_t i = 0; n->kind == OBJ_LIST && i < n->list->n; i++)
		if (comes_from(&n->list->v[i], from))
			return true;
	for (uint32_t i = 0; n->kind == OBJ_MAP && i < n->map->n; i++)
		if (comes_from(&n->map->v[i].value, from))
			return true;
	return false;
}

/* The last read of a value in the tree TOP (NULL: of any); 0 if there is none. */
static origin last_read(const struct reads *r, const struct node *top)
{
	uint32_t n = r->n < READS ? r->n : READS;

	for (uint32_t i = 1; i <= n; i++) {
		origin from = r->at[(r->n - i) % READS];
		if (!top || comes_from(top, from))
			return from;
	}
	return 0;
}

/* Is the origin of the struct N the key that it is called by, `web` in `containers.web.image: ...`? */
static bool is_named_by(const struct unit *u, const struct node *n)
{
	sym key = origin_written(u, n->origin) ? unit_node(u, n->origin)->sym : SYM_EMPTY;

	for (uint32_t i = 0; key && i < n->map->n; i++)
		if (n->map->v[i].value.kind == OBJ_TEXT && n->map->v[i].value.text == key)
			return true;
	return false;
}

static ast_id place_in_object(const struct run *r, const struct reads *reads)
{
	struct unit *u = r->u;
	const struct node *root = &r->object->o.root;
	bool loop = origin_written(u, r->item.origin) && comes_from(root, r->item.origin);
	const struct node *top = loop ? &r->item : r->value.kind == OBJ_MAP ? &r->value : root;
	origin read = last_read(reads, top);

	if (read)
		return read;
	if (reads->around && reads->around != root->origin && comes_from(top, reads->around))
		return reads->around;
	if (loop)
		return r->item.origin;
	if (top != root && (is_block(u, top->origin) || is_named_by(u, top)))
		return top->origin;
	return instance_name_at(u, r->object);
}

/* A block's whole span says nothing: its first line does. */
static struct span first_line(const struct unit *u, struct span span)
{
	struct str text = sources_text(u->sources, span);
	const char *end = text.n ? memchr(text.p, '\n', text.n) : NULL;

	if (end)
		span.end = span.beg + (uint32_t)(end - text.p);
	return span;
}

/* ---- messages ---- */

static const char *message_of(struct run *r, ast_id item, struct scope *scope)
{
	struct unit *u = r->u;
	struct node missing = node_null();
	sym text = SYM_EMPTY;

	u->telling = true;
	u->missing = &missing;
	bool good = eval_text(u, ast_child(u->tree, item, 1), scope, &text);
	u->missing = NULL;
	u->telling = false;
	if (!good)
		return "a check does not hold (and its message cannot be made)";
	return arena_printf(u->arena, STR_FMT, STR_ARG(unit_str(u, text)));
}

/* "`image`", the field that is absent. */
static const char *missing_text(struct unit *u, const struct node *missing)
{
	ast_id at = missing->ref;
	sym name = at ? unit_node(u, at)->sym : SYM_EMPTY;

	if (at && ast_kind(u->tree, at) != AST_KEY)
		return arena_printf(u->arena, "`" STR_FMT "`",
				    STR_ARG(sources_text(u->sources, ast_span(u->tree, at))));
	return arena_printf(u->arena, "`" STR_FMT "`", STR_ARG(unit_str(u, name)));
}

static enum diag_code code_of(const struct run *r, bool warning)
{
	if (r->rule && r->rule->code != DIAG_CODES)
		return r->rule->code;
	if (r->rule)
		return warning ? W0802 : E0801;
	return warning ? W0804 : E0803;
}

static void name_rule(const struct run *r, struct diag *d)
{
	if (!r->rule)
		return;
	struct str name = unit_str(r->u, r->rule->name);
	if (r->rule->item)
		diag_also(d, decl_span(r->u, r->rule->item), "the rule `" STR_FMT "`", STR_ARG(name));
	else
		diag_note(d, "the rule is `" STR_FMT "`", STR_ARG(name));
}

/* Does somebody else want to know what became of it? */
static bool is_judged(const struct run *r, ast_id item)
{
	return r->u->judged && r->alone && r->alone->in && !r->alone->in->up &&
	       ast_kind(r->u->tree, item) == AST_ASSERT;
}

void check_failed(struct run *r, ast_id item, struct scope *scope, const struct node *missing)
{
	struct unit *u = r->u;
	ast_id cond = ast_first(u->tree, item), at;
	const struct local *param = NULL;

	if (r->rule && r->object && allowed(u, r->object, r->rule->name))
		return;
	const char *message = message_of(r, item, scope);
	struct parts parts = {.u = u, .scope = scope, .message = message};
	struct reads reads = what_it_reads(u, cond, scope);
	if (!unit_library(u, cond))
		add_parts(&parts, cond);
	if (r->rule) {
		at = place_in_object(r, &reads);
	} else {
		ast_id given = argument_read(u, cond, scope, &param);
		at = given ? given : reads.n ? last_read(&reads, NULL) : cond;
	}
	const char *label = parts.text;
	if (missing->kind == OBJ_ABSENT && !(label && strstr(label, "absent")))
		label = arena_printf(u->arena, "%s is absent", missing_text(u, missing));
	if (is_judged(r, item)) {
		struct verdict v = {false, message, label, unit_span(u, item), unit_span(u, at)};
		if (at == cond)
			v.set = SPAN_NONE;
		u->judged(u->judged_ctx, &v);
		return;
	}
	u->diags->check = item;
	struct diag *d = diag_add(u->diags, code_of(r, ast_kind(u->tree, item) == AST_WARN),
				  first_line(u, unit_span(u, at)), "%s", message);
	u->diags->check = 0;
	if (label)
		diag_label(d, "%s", label);
	if (!r->rule && at != cond)
		diag_also(d, unit_span(u, cond), "checked here");
	name_rule(r, d);
}

void check_passed(struct run *r, ast_id item, struct scope *scope)
{
	if (!is_judged(r, item))
		return;
	struct verdict v = {true, message_of(r, item, scope), NULL, unit_span(r->u, item), SPAN_NONE};
	r->u->judged(r->u->judged_ctx, &v);
}

void branch_unknown(struct run *r, ast_id cond, const struct node *missing)
{
	struct unit *u = r->u;
	const char *field = missing_text(u, missing);
	ast_id at = cond;

	if (r->rule && r->object && allowed(u, r->object, r->rule->name))
		return;
	struct reads reads = {.u = u, .around = is_block(u, missing->origin) ? missing->origin : 0};
	if (r->rule)
		at = place_in_object(r, &reads);
	u->diags->check = cond;
	struct diag *d = diag_add(u->diags, code_of(r, r->rule && r->rule->warns), first_line(u, unit_span(u, at)),
				  "the check cannot tell, because %s is absent", field);
	u->diags->check = 0;
	if (r->rule && !unit_library(u, cond))
		diag_also(d, unit_span(u, cond), "the condition that needs it");
	name_rule(r, d);
	diag_help(d, "where the field may be absent, ask first: `... != null && ...`");
}
