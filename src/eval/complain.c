/* SPDX-License-Identifier: Apache-2.0 */
/*
 * complain: messages that several files of this room give.
 */
#include "eval/eval.h"

#include "schema/nearest.h"

static const char *kind_name(const struct unit *u, kind_id kind)
{
	return arena_printf(u->arena, STR_FMT, STR_ARG(unit_str(u, u->schema->kinds[kind].name)));
}

/* "StatefulSetSpec", without the module; of a kind's struct its kind. */
const char *type_text(struct unit *u, type_id type)
{
	const char *full = schema_type_text(u->schema, u->names, u->arena, type);
	const char *dot = unit_type(u, type)->form == TYPE_STRUCT ? strrchr(full, '.') : NULL;

	return dot ? dot + 1 : full;
}

/* ---- unknown fields ---- */

static void feed_fields(struct unit *u, struct nearest *n, type_id type)
{
	const struct schema_type *t = unit_type(u, type);

	for (uint32_t i = 0; t->form == TYPE_STRUCT && i < t->count; i++) {
		const struct schema_field *f = &u->schema->fields[t->first + i];
		if (schema_served(f->since, f->until, u->target))
			nearest_feed(n, unit_str(u, f->name));
	}
}

/* All types that short names of KIND are looked up in. */
static void feed_lifted(struct unit *u, struct nearest *n, kind_id kind)
{
	const struct schema_kind *k = &u->schema->kinds[kind];

	feed_fields(u, n, k->type);
	for (uint32_t i = 0; i < k->nlift; i++)
		feed_fields(u, n, schema_path_type(u->schema, u->schema->lifts[k->lift + i], k->type));
}

/* The struct one level below TYPE that has NAME: the field that leads to it. */
static const struct schema_field *one_down(const struct unit *u, type_id type, sym name)
{
	const struct schema_type *t = unit_type(u, type);

	for (uint32_t i = 0; t->form == TYPE_STRUCT && i < t->count; i++) {
		const struct schema_field *f = &u->schema->fields[t->first + i];
		const struct schema_type *ft = unit_type(u, f->type);
		type_id inner = ft->form == TYPE_LIST ? ft->elem : f->type;
		if (!(f->flags & FIELD_SERVER) && unit_type(u, inner)->form == TYPE_STRUCT &&
		    schema_field(u->schema, inner, name))
			return f;
	}
	return NULL;
}

/* The type that has a field holding TYPE, directly or in a list, and has NAME itself. */
static type_id one_up(const struct unit *u, type_id type, sym name, sym *through)
{
	sym struct_name = unit_type(u, type)->name;

	for (uint32_t i = 1; i < u->schema->nfields; i++) {
		const struct schema_field *f = &u->schema->fields[i];
		const struct schema_type *ft = unit_type(u, f->type);
		type_id inner = ft->form == TYPE_LIST ? ft->elem : f->type;
		if (unit_type(u, inner)->form != TYPE_STRUCT || unit_type(u, inner)->name != struct_name)
			continue;
		if (schema_field(u->schema, f->owner, name)) {
			*through = f->name;
			return f->owner;
		}
	}
	return 0;
}

static bool wrong_level(struct unit *u, ast_id at, sym name, type_id type, kind_id lift)
{
	struct str s = unit_str(u, name);
	sym through = SYM_EMPTY;
	const char *where = lift ? kind_name(u, lift) : type_text(u, type);
	const struct schema_field *down = one_down(u, type, name);

	if (lift) {
		const struct schema_kind *k = &u->schema->kinds[lift];
		for (uint32_t i = 0; i < k->nlift; i++) {
			const struct schema_field *d =
				one_down(u, schema_path_type(u->schema, u->schema->lifts[k->lift + i], k->type), name);
			down = d ? d : down;
		}
	}
	if (down) {
		bool list = unit_type(u, down->type)->form == TYPE_LIST;
		diag_label(diag_add(u->diags, E0207, unit_span(u, at), "`" STR_FMT "` is not a field of %s", STR_ARG(s),
				    where),
			   list ? "it is a field of the items of `" STR_FMT "`, one level down"
				: "it is a field of `" STR_FMT "`, one level down",
			   STR_ARG(unit_str(u, down->name)));
		return true;
	}
	if (lift || !one_up(u, type, name, &through))
		return false;
	diag_label(diag_add(u->diags, E0207, unit_span(u, at), "`" STR_FMT "` is not a field of %s", STR_ARG(s), where),
		   "it belongs one level up: move it out of `" STR_FMT "`", STR_ARG(unit_str(u, through)));
	return true;
}

static const char *some_fields(struct unit *u, type_id type)
{
	const struct schema_type *t = unit_type(u, type);
	char *text = NULL;
	uint32_t n = 0;

	for (uint32_t i = 0; i < t->count; i++) {
		const struct schema_field *f = &u->schema->fields[t->first + i];
		if (!schema_served(f->since, f->until, u->target))
			continue;
		if (n++ == 8)
			return arena_printf(u->arena, "%s, ...", text);
		text = arena_printf(u->arena, "%s%s`" STR_FMT "`", text ? text : "", text ? ", " : "",
				    STR_ARG(unit_str(u, f->name)));
	}
	return text ? text : "none";
}

void complain_unknown_field(struct unit *u, ast_id at, sym name, type_id type, kind_id lift)
{
	struct nearest n;
	struct str s = unit_str(u, name);
	const char *where = lift ? kind_name(u, lift) : type_text(u, type);

	if (type == u->schema->settings) {
		complain_unknown_setting(u, at, name);
		return;
	}
	nearest_init(&n, s);
	if (lift)
		feed_lifted(u, &n, lift);
	else
		feed_fields(u, &n, type);
	bool sure = n.best.n && n.cost <= 4;
	if (!sure && wrong_level(u, at, name, type, lift))
		return;
	struct diag *d = diag_add(u->diags, E0204, unit_span(u, at), "unknown field `" STR_FMT "` in %s", STR_ARG(s),
				  where);
	if (n.best.n) {
		diag_label(d, "did you mean `" STR_FMT "`?", STR_ARG(n.best));
		diag_edit(d, unit_span(u, at), arena_strndup(u->arena, n.best.p, n.best.n), EDIT_MAYBE);
	} else if (!lift) {
		diag_label(d, "it has %s", some_fields(u, type));
	}
}

void complain_ambiguous_field(struct unit *u, ast_id at, kind_id kind, sym name, const struct lift_result *lift)
{
	const struct schema_kind *k = &u->schema->kinds[kind];
	char *paths[2] = {NULL, NULL};
	struct diag *d = diag_add(u->diags, E0216, unit_span(u, at), "`" STR_FMT "` is found at two places in %s",
				  STR_ARG(unit_str(u, name)), kind_name(u, kind));

	for (unsigned i = 0; i < lift->count; i++)
		paths[0] = arena_printf(u->arena, "%s%s" STR_FMT, paths[0] ? paths[0] : "", i ? "." : "",
					STR_ARG(unit_str(u, u->schema->fields[lift->steps[i]].name)));
	if (lift->other_at && lift->other_at <= k->nlift) {
		const struct schema_path *p = &u->schema->paths[u->schema->lifts[k->lift + lift->other_at - 1]];
		for (uint32_t i = 0; i < p->count; i++)
			paths[1] = arena_printf(u->arena, "%s" STR_FMT ".", paths[1] ? paths[1] : "",
						STR_ARG(unit_str(u, u->schema->fields[u->schema->steps[p->first + i]].name)));
	}
	paths[1] = arena_printf(u->arena, "%s" STR_FMT, paths[1] ? paths[1] : "", STR_ARG(unit_str(u, name)));
	diag_label(d, "write `%s` or `%s`", paths[0], paths[1]);
}

void complain_no_members(struct unit *u, ast_id at, sym field, type_id type, sym member)
{
	(void)member;
	diag_label(diag_add(u->diags, E0202, unit_span(u, at), "`" STR_FMT "` is %s and has no fields",
			    STR_ARG(unit_str(u, field)), type_text(u, type)),
		   "nothing can follow here");
}

bool served_or_complain(struct unit *u, ast_id at, const char *what, sym name, uint8_t since, uint8_t until)
{
	if (schema_served(since, until, u->target))
		return true;
	if (since && since > u->target)
		diag_add(u->diags, E0315, unit_span(u, at), "%s `" STR_FMT "` needs Kubernetes 1.%u, the target is 1.%u", what,
			 STR_ARG(unit_str(u, name)), since, u->target);
	else
		diag_add(u->diags, E0222, unit_span(u, at),
			 "%s `" STR_FMT "` was last served by Kubernetes 1.%u, the target is 1.%u", what,
			 STR_ARG(unit_str(u, name)), until, u->target);
	return false;
}

/* ---- values ---- */

void complain_wrong_type(struct unit *u, ast_id at, type_id expected, const char *found)
{
	const char *want = type_text(u, expected);
	const struct schema_type *t = unit_type(u, expected);
	struct diag *d;

	if (t->form == TYPE_STRUCT)
		want = arena_printf(u->arena, "a block `{ ... }` (%s)", want);
	d = diag_add(u->diags, E0202, unit_span(u, at), "expected %s, found %s", want, found);
	if (t->form == TYPE_LIST && strcmp(found, "a list") != 0)
		diag_label(d, t->keyed ? "write a block `{ name: ... }` or a list `[...]`" : "write a list: `[...]`");
	else if (t->form == TYPE_STRUCT)
		diag_label(d, "its fields: %s", some_fields(u, expected));
}

void complain_twice(struct unit *u, ast_id at, origin before, sym name)
{
	struct diag *d = diag_add(u->diags, E0203, unit_span(u, at), "`" STR_FMT "` is set twice",
				  STR_ARG(unit_str(u, name)));

	diag_label(d, "and here again");
	if (before && before >= u->tree->nfixed)
		diag_also(d, unit_span(u, before), "first set here");
}

const char *words_text(struct unit *u, const struct schema_type *t)
{
	char *text = NULL;
	uint32_t shown = t->count > 12 ? 10 : t->count;

	for (uint32_t i = 0; i < shown; i++) {
		struct str s = unit_str(u, u->schema->words[t->first + i]);
		const char *between = !i ? "" : i + 1 == t->count ? " or " : ", ";
		if (!s.n)
			s = str_of("\"\"");
		text = arena_printf(u->arena, "%s%s`" STR_FMT "`", text ? text : "", between, STR_ARG(s));
	}
	return shown < t->count ? arena_printf(u->arena, "%s, ...", text) : text ? text : "nothing";
}

const char *nearest_word(struct unit *u, const struct schema_type *t, sym s)
{
	struct nearest n;

	nearest_init(&n, unit_str(u, s));
	for (uint32_t i = 0; i < t->count; i++)
		nearest_feed(&n, unit_str(u, u->schema->words[t->first + i]));
	return n.best.n ? arena_strndup(u->arena, n.best.p, n.best.n) : NULL;
}

/* ---- names ---- */

const char *expected_reference(struct unit *u, type_id type, kinds_id kinds)
{
	const char *text = NULL;
	const struct schema_kindset *set;

	if (!kinds && type)
		kinds = unit_type(u, type)->refs;
	if (!kinds)
		return type ? arena_printf(u->arena, "expected %s", type_text(u, type)) : "";
	set = &u->schema->kindsets[kinds];
	sym last = SYM_EMPTY;
	for (uint32_t i = 0; i < set->count; i++) {
		sym name = u->schema->kinds[u->schema->kindlist[set->first + i]].name;
		if (name == last)
			continue;
		last = name;
		text = arena_printf(u->arena, "%s%s" STR_FMT, text ? text : "", text ? ", " : "",
				    STR_ARG(unit_str(u, name)));
	}
	return arena_printf(u->arena, "expected the name of: %s", text ? text : "nothing");
}

static void feed_objects(struct unit *u, struct nearest *n, type_id type)
{
	sym here = u->self ? u->self->o.namespace_ : SYM_EMPTY;

	if (type && !type_takes_reference(u, type))
		return;
	for (uint32_t i = 0; i < u->instances.n && i < 2000; i++) {
		const struct instance *inst = u->instances.v[i];
		if (!inst->o.namespace_ || inst->o.namespace_ == here)
			nearest_feed(n, unit_str(u, inst->o.name));
	}
}

static void feed_locals(struct unit *u, struct nearest *n, struct scope *scope)
{
	for (; scope && scope != u->library; scope = scope->up)
		for (uint32_t i = 0; i < scope->n; i++)
			nearest_feed(n, unit_str(u, scope->v[i].name));
}

void complain_unresolved(struct unit *u, ast_id at, sym name, struct scope *scope, type_id type)
{
	const struct schema_type *t = unit_type(u, type);
	struct str s = unit_str(u, name);
	bool words = t->form != TYPE_STRUCT && t->form != TYPE_LIST && t->form != TYPE_MAP && t->count;
	struct nearest n;

	nearest_init(&n, s);
	for (uint32_t i = 0; words && i < t->count; i++)
		nearest_feed(&n, unit_str(u, u->schema->words[t->first + i]));
	feed_locals(u, &n, scope);
	feed_objects(u, &n, type);

	struct diag *d = words && (t->flags & TYPE_CLOSED)
				 ? diag_add(u->diags, E0206, unit_span(u, at),
					    "`" STR_FMT "` is not one of the values allowed here", STR_ARG(s))
				 : diag_add(u->diags, E0301, unit_span(u, at), "nothing is called `" STR_FMT "`", STR_ARG(s));
	if (n.best.n) {
		diag_label(d, "did you mean `" STR_FMT "`?", STR_ARG(n.best));
		diag_edit(d, unit_span(u, at), arena_strndup(u->arena, n.best.p, n.best.n), EDIT_MAYBE);
	} else if (words) {
		diag_label(d, "expected %s", words_text(u, t));
	} else if (t->form == TYPE_BOOL) {
		bool yes = str_is(s, "yes") || str_is(s, "on") || str_is(s, "True") || str_is(s, "TRUE");
		diag_label(d, yes ? "write `true`" : "write `true` or `false`");
	} else if (t->refs || (t->flags & TYPE_SELECTOR)) {
		diag_label(d, "%s", expected_reference(u, type, 0));
	}
	if (t->refs && !n.best.n)
		diag_help(d, "if it is in the cluster already, declare it with `extern`, or write it in quotes");
	else if (t->form == TYPE_STRING && !(t->flags & TYPE_CLOSED) && !n.best.n)
		diag_help(d, "for the text write `\"" STR_FMT "\"`", STR_ARG(s));
}

void complain_not_supported(struct unit *u, ast_id at, const char *what)
{
	diag_add(u->diags, E0601, unit_span(u, at), "%s cannot be compiled by this version of wk8sc yet", what);
}

void complain_unknown_member(struct unit *u, struct instance *inst, sym member, ast_id at)
{
	const struct schema_kind *k = &u->schema->kinds[inst->o.kind];
	enum diag_code code = k->nkeys ? E0311 : k->ports ? E0309 : E0308;
	struct diag *d = diag_add(u->diags, code, unit_span(u, at), "%s `" STR_FMT "` has no %s `" STR_FMT "`",
				  kind_name(u, inst->o.kind), STR_ARG(unit_str(u, inst->o.name)),
				  k->nkeys ? "key" : k->ports ? "port or field" : "member", STR_ARG(unit_str(u, member)));

	const char *list = instance_members_text(u, inst);
	if (list)
		diag_label(d, "its %s: %s", k->nkeys ? "keys" : "ports", list);
	if (!inst->library)
		diag_also(d, unit_span(u, instance_name_at(u, inst)), "declared here");
}

void complain_unknown_setting(struct unit *u, ast_id at, sym name)
{
	struct nearest n;

	nearest_init(&n, unit_str(u, name));
	feed_fields(u, &n, u->schema->settings);
	struct diag *d = diag_add(u->diags, E0310, unit_span(u, at), "there is no setting `" STR_FMT "`",
				  STR_ARG(unit_str(u, name)));
	if (n.best.n)
		diag_label(d, "did you mean `" STR_FMT "`?", STR_ARG(n.best));
	else
		diag_label(d, "settings: %s", some_fields(u, u->schema->settings));
}
