/* SPDX-License-Identifier: Apache-2.0 */
/*
 * complain: messages that several files of this room give.
 */
#include "eval/look.h"
#include "eval/shape.h"

#include "eval/function.h"
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

const char *fields_text(struct unit *u, type_id type)
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
			paths[1] = arena_printf(
				u->arena, "%s" STR_FMT ".", paths[1] ? paths[1] : "",
				STR_ARG(unit_str(u, u->schema->fields[u->schema->steps[p->first + i]].name)));
	}
	paths[1] = arena_printf(u->arena, "%s" STR_FMT, paths[1] ? paths[1] : "", STR_ARG(unit_str(u, name)));
	diag_label(d, "write `%s` or `%s`", paths[0], paths[1]);
}

void complain_no_members(struct unit *u, ast_id at, sym field, type_id type)
{
	diag_label(diag_add(u->diags, E0202, unit_span(u, at), "`" STR_FMT "` is %s and has no fields",
			    STR_ARG(unit_str(u, field)), type_text(u, type)),
		   "nothing can follow here");
}

void complain_no_item(struct unit *u, const struct node *list, type_id type, sym key, ast_id at)
{
	struct diag *d = diag_add(u->diags, E0316, unit_span(u, at), "there is no item `" STR_FMT "` to drop",
				  STR_ARG(unit_str(u, key)));
	const char *text = NULL;
	struct nearest near;
	uint32_t n = 0;

	nearest_init(&near, unit_str(u, key));
	for (uint32_t i = 0; list && list->kind == OBJ_LIST && i < list->list->n; i++) {
		sym name = keyed_key(u, &list->list->v[i], type);
		if (!name || (list->list->v[i].flags & OBJ_GONE))
			continue;
		nearest_feed(&near, unit_str(u, name));
		if (n++ < 8)
			text = arena_printf(u->arena, "%s%s`" STR_FMT "`", text ? text : "", text ? ", " : "",
					    STR_ARG(unit_str(u, name)));
	}
	if (near.best.n)
		diag_label(d, "did you mean `" STR_FMT "`?", STR_ARG(near.best));
	else if (text)
		diag_label(d, "the list has %s", text);
	else
		diag_label(d, "the list is empty");
}

bool served_or_complain(struct unit *u, ast_id at, const char *what, sym name, uint8_t since, uint8_t until)
{
	if (schema_served(since, until, u->target))
		return true;
	if (since && since > u->target)
		diag_add(u->diags, E0315, unit_span(u, at),
			 "%s `" STR_FMT "` needs Kubernetes 1.%u, the target is 1.%u", what, STR_ARG(unit_str(u, name)),
			 since, u->target);
	else
		diag_add(u->diags, E0222, unit_span(u, at),
			 "%s `" STR_FMT "` was last served by Kubernetes 1.%u, the target is 1.%u", what,
			 STR_ARG(unit_str(u, name)), until, u->target);
	return false;
}

/* ---- values ---- */

/* "a string", "whole numbers": what is expected, in the reader's words. */
static const char *wanted(struct unit *u, type_id type, bool several)
{
	const struct schema_type *t = unit_type(u, type);

	if (!several && t->form == TYPE_STRING && t->count && (t->flags & TYPE_CLOSED))
		return words_text(u, t);
	switch ((enum type_form)t->form) {
	case TYPE_STRING:
		return several ? "strings" : "a string";
	case TYPE_INT32:
	case TYPE_INT64:
		if (t->flags & (TYPE_SECONDS | TYPE_MILLIS))
			return several ? "durations" : "a duration";
		return several ? "whole numbers" : "a whole number";
	case TYPE_BOOL:
		return "true or false";
	case TYPE_NUMBER:
		return several ? "numbers" : "a number";
	case TYPE_QUANTITY:
		return several ? "quantities" : "a quantity such as `500m` or `1Gi`";
	case TYPE_LIST:
		return arena_printf(u->arena, "%s of %s", several ? "lists" : "a list", wanted(u, t->elem, true));
	case TYPE_MAP:
		return arena_printf(u->arena, "%s of %s", several ? "maps" : "a map", wanted(u, t->elem, true));
	case TYPE_STRUCT:
		return several ? type_text(u, type)
			       : arena_printf(u->arena, "a block `{ ... }` (%s)", type_text(u, type));
	default:
		return type_text(u, type);
	}
}

/* `["--verbose"]` for a value that is short enough to be shown as an item. */
static const char *as_list(struct unit *u, ast_id at)
{
	struct str s = sources_text(u->sources, unit_span(u, at));
	enum ast_kind kind = ast_kind(u->tree, at);
	bool scalar =
		kind == AST_STRING || kind == AST_NUMBER || kind == AST_WORD || kind == AST_QTY || kind == AST_INTERP;

	if (!scalar || s.n > 40 || memchr(s.p, '\n', s.n))
		return "[...]";
	return arena_printf(u->arena, "[" STR_FMT "]", STR_ARG(s));
}

void complain_wrong_type(struct unit *u, ast_id at, type_id expected, const char *found)
{
	const char *want = wanted(u, expected, false);
	const struct schema_type *t = unit_type(u, expected);
	struct diag *d;

	if (node_is_data(u, at)) {
		bool number = ast_kind(u->tree, at) == AST_NUMBER;
		if (t->form == TYPE_STRUCT)
			want = arena_printf(u->arena, "a map (%s)", type_text(u, expected));
		else if (t->flags & (TYPE_SECONDS | TYPE_MILLIS))
			want = t->flags & TYPE_SECONDS ? "a number of seconds" : "a number of milliseconds";
		d = diag_add(u->diags, E0202, unit_span(u, at), "expected %s, found %s", want, found);
		if (t->form == TYPE_STRING && number)
			diag_label(d, "in YAML a string that looks like a number has quotes");
		else if (t->form == TYPE_LIST || t->form == TYPE_STRUCT || t->form == TYPE_MAP)
			diag_label(d, "a file of data has no short forms");
		return;
	}
	d = diag_add(u->diags, E0202, unit_span(u, at), "expected %s, found %s", want, found);
	if (t->form == TYPE_LIST && strcmp(found, "null") == 0 && ast_kind(u->tree, at) == AST_WORD)
		diag_label(d, "where it may be absent write `(" STR_FMT " ?? [])`",
			   STR_ARG(sources_text(u->sources, unit_span(u, at))));
	else if (t->form == TYPE_LIST && strcmp(found, "a list") != 0)
		diag_label(d, t->keyed ? "write a block `{ name: ... }` or a list `[...]`" : "write a list: `%s`",
			   as_list(u, at));
	else if (t->form == TYPE_MAP)
		diag_label(d, "write a block: `{ key: value }`");
	else if (t->form == TYPE_STRUCT)
		diag_label(d, "its fields: %s", fields_text(u, expected));
}

void complain_dropped(struct unit *u, ast_id at, origin set, origin dropped, sym name)
{
	struct diag *d = diag_add(u->diags, E0203, unit_span(u, at), "`" STR_FMT "` is both set and dropped",
				  STR_ARG(unit_str(u, name)));
	bool here = at == dropped;
	origin other = here ? set : dropped;

	diag_label(d, here ? "dropped here" : "set here");
	if (origin_written(u, other))
		diag_also(d, unit_span(u, other), here ? "set here" : "dropped here");
}

/* An empty place that a misspelt key has made for what was probably meant; that has been told. */
static bool was_guessed(const struct unit *u, const struct node *v)
{
	bool empty = (v->kind == OBJ_LIST && !v->list->n) || (v->kind == OBJ_MAP && !v->map->n);
	enum ast_kind form = ast_kind(u->tree, v->origin);

	return empty && form != AST_LIST && form != AST_BLOCK;
}

void complain_twice(struct unit *u, ast_id at, const struct node *before, sym name)
{
	if (before && was_guessed(u, before))
		return;

	if (before && before->kind == OBJ_ABSENT) {
		complain_dropped(u, at, at, before->origin, name);
		return;
	}
	struct diag *d =
		diag_add(u->diags, E0203, unit_span(u, at), "`" STR_FMT "` is set twice", STR_ARG(unit_str(u, name)));

	if (before && ast_kind(u->tree, before->origin) == AST_RESOURCE) {
		diag_label(d, "leave it out: the first line of the resource says it");
		return;
	}
	diag_label(d, "and here again");
	if (before && origin_written(u, before->origin))
		diag_also(d, unit_span(u, before->origin), "first set here");
}

void complain_key_inside(struct unit *u, ast_id at, origin key, sym name)
{
	struct diag *d = diag_add(u->diags, E0218, unit_span(u, at),
				  "`" STR_FMT "` is set by the key of the map already", STR_ARG(unit_str(u, name)));

	diag_label(d, "leave this out");
	if (origin_written(u, key))
		diag_also(d, unit_span(u, key), "the key");
}

void complain_added(struct unit *u, ast_id at, const struct node *before, sym name)
{
	if (before->kind == OBJ_ABSENT) {
		complain_dropped(u, at, at, before->origin, name);
		return;
	}
	struct diag *d =
		diag_add(u->diags, E0203, unit_span(u, at), "`" STR_FMT "` is set twice", STR_ARG(unit_str(u, name)));
	enum ast_kind form = before->origin ? ast_kind(u->tree, before->origin) : AST_NONE;

	diag_label(d, "this adds to it");
	if (origin_written(u, before->origin))
		diag_also(d, unit_span(u, before->origin), "its whole value is set here");
	if (form == AST_BLOCK)
		diag_help(d, "to add to a value, begin the block with it: `" STR_FMT " { ...value, ... }`",
			  STR_ARG(unit_str(u, name)));
	else if (before->kind == OBJ_LIST)
		diag_help(d, "write all of its items in the list, or all by their names");
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

static void feed_objects(struct unit *u, struct nearest *n, type_id type)
{
	sym here = u->self ? u->self->o.namespace_ : SYM_EMPTY;

	if (type && !type_takes_reference(u, type))
		return;
	for (uint32_t i = 0; i < u->instances.n && i < 2000; i++) {
		const struct instance *inst = u->instances.v[i];
		if (inst->dropped)
			continue;
		if (type && !slot_accepts(u, type, inst->o.kind, false) && !slot_accepts(u, type, inst->o.kind, true))
			continue;
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

void point_at_dropped(struct unit *u, struct diag *d, sym name)
{
	for (struct index_entry *e = index_first(&u->by_name, SYM_EMPTY, name); e; e = index_next(e)) {
		if (!e->inst->dropped)
			continue;
		diag_also(d, unit_span(u, e->inst->dropped), "the object of this name is dropped here");
		return;
	}
}

/* What to write instead, when no name is near. */
static void help_unresolved(struct unit *u, struct diag *d, sym name, type_id type, bool chain)
{
	const struct schema_type *t = unit_type(u, type);
	struct str s = unit_str(u, name);
	type_id inner = type_behind_heads(u, type);
	const struct schema_type *it = unit_type(u, inner);
	bool text = !chain && it->form == TYPE_STRING && !it->refs && !(it->flags & TYPE_CLOSED);
	kind_id only = 0;

	if (type && type_takes_reference(u, type)) {
		diag_label(d, "%s", expected_reference(u, type, &only));
		if (t->refs && only)
			diag_help(d,
				  "if it is in the cluster already, declare it, `extern %s " STR_FMT
				  "`, or write it in quotes",
				  kind_name(u, only), STR_ARG(s));
		else if (!text)
			diag_help(d, "if it is in the cluster already, declare it with `extern`");
	}
	if (text)
		diag_help(d, "for the text write `\"" STR_FMT "\"`", STR_ARG(s));
}

/* `a-b` is a name; with both parts known, a difference was meant. */
static void help_difference(struct unit *u, struct diag *d, struct str s, struct scope *scope)
{
	for (uint32_t i = 1; i + 1 < s.n; i++) {
		struct str a = str_make(s.p, i), b = str_make(s.p + i + 1, s.n - i - 1);
		if (s.p[i] != '-' || !scope_find(scope, sym_intern(u->names, a.p, a.n)) ||
		    !scope_find(scope, sym_intern(u->names, b.p, b.n)))
			continue;
		diag_help(d, "for the difference write `" STR_FMT " - " STR_FMT "`", STR_ARG(a), STR_ARG(b));
		return;
	}
}

/* In a branch that is not taken: may NAME be an object there, or in what such a branch would include? */
static bool may_be_unseen(struct unit *u, sym name, type_id type)
{
	if (!u->dry || (type && !type_takes_reference(u, type)))
		return false;
	return u->unseen || index_first(&u->untaken_names, SYM_EMPTY, name);
}

/* The name of an object that is called NAME in its own file, and otherwise where that is included; SYM_EMPTY: none. */
static sym renamed(const struct unit *u, sym name)
{
	for (uint32_t i = 0; i < u->instances.n; i++)
		if (u->instances.v[i]->own == name && u->instances.v[i]->o.name != name)
			return u->instances.v[i]->o.name;
	return SYM_EMPTY;
}

/* CHAIN: members follow the name. */
static void unresolved(struct unit *u, ast_id at, sym name, struct scope *scope, type_id type, bool chain)
{
	if (may_be_unseen(u, name, type))
		return;
	const struct schema_type *t = unit_type(u, type);
	struct str s = unit_str(u, name);
	bool words = t->form != TYPE_STRUCT && t->form != TYPE_LIST && t->form != TYPE_MAP && t->count;
	struct nearest n;
	sym other;

	struct diag *d =
		words && (t->flags & TYPE_CLOSED)
			? diag_add(u->diags, E0206, unit_span(u, at),
				   "`" STR_FMT "` is not one of the values allowed here", STR_ARG(s))
			: diag_add(u->diags, E0301, unit_span(u, at), "nothing is called `" STR_FMT "`", STR_ARG(s));
	if (!d->arena)
		return; /* said before */
	nearest_init(&n, s);
	for (uint32_t i = 0; words && i < t->count; i++)
		nearest_feed(&n, unit_str(u, u->schema->words[t->first + i]));
	feed_locals(u, &n, scope);
	feed_objects(u, &n, type);
	other = renamed(u, name);
	if (other)
		n.best = unit_str(u, other);
	if (n.best.n) {
		diag_label(d, "did you mean `" STR_FMT "`?", STR_ARG(n.best));
		diag_edit(d, unit_span(u, at), arena_strndup(u->arena, n.best.p, n.best.n), EDIT_MAYBE);
	} else if (words) {
		diag_label(d, "expected %s", words_text(u, t));
	} else if (t->form == TYPE_BOOL) {
		bool yes = str_is(s, "yes") || str_is(s, "on") || str_is(s, "True") || str_is(s, "TRUE");
		diag_label(d, yes ? "write `true`" : "write `true` or `false`");
	} else if ((t->form == TYPE_MAP || t->form == TYPE_LIST) && !t->refs && !(t->flags & TYPE_SELECTOR)) {
		diag_label(d, "expected %s", wanted(u, type, false));
	} else {
		help_unresolved(u, d, name, type, chain);
	}
	if (!n.best.n)
		help_difference(u, d, s, scope);
	point_at_dropped(u, d, name);
	if (u->naming && chain)
		diag_note(d, "where the names of objects are made, only what stands above is known");
}

void complain_unresolved(struct unit *u, ast_id at, sym name, struct scope *scope, type_id type)
{
	struct str word = unit_str(u, name);

	if (!type && function_find(word))
		diag_add(u->diags, E0220, unit_span(u, at), "`" STR_FMT "` is a function: call it, `" STR_FMT "(...)`",
			 STR_ARG(word), STR_ARG(word));
	else
		unresolved(u, at, name, scope, type, false);
}

void complain_clash(struct unit *u, ast_id at, struct local *l)
{
	struct diag *d = diag_add(u->diags, E0302, unit_span(u, at), "two imports bring a `" STR_FMT "`",
				  STR_ARG(unit_str(u, l->name)));

	bool first = l->alias->decl < l->given;
	diag_also(d, decl_span(u, first ? l->alias->decl : l->given), "this one");
	diag_also(d, decl_span(u, first ? l->given : l->alias->decl), "and this one");
	diag_help(d, "name one of the files: `import \"...\" as x`, then `x." STR_FMT "`",
		  STR_ARG(unit_str(u, l->name)));
}

/* `m.x`, where what `m` stands for has no object `x`. */
static void complain_none_inside(struct unit *u, const struct reference *ref)
{
	struct nearest n;

	if (may_be_unseen(u, ref->name, 0))
		return;
	struct diag *d = diag_add(u->diags, E0301, unit_span(u, ref->word), "nothing in there is called `" STR_FMT "`",
				  STR_ARG(unit_str(u, ref->name)));
	nearest_init(&n, unit_str(u, ref->name));
	for (uint32_t i = 0; ref->inside && i < u->instances.n; i++) {
		const struct instance *inst = u->instances.v[i];
		if (inst->in && !inst->dropped && expansion_holds(ref->inside, inst->in))
			nearest_feed(&n, unit_str(u, inst->own));
	}
	if (n.best.n)
		diag_label(d, "did you mean `" STR_FMT "`?", STR_ARG(n.best));
	else if (!ref->inside)
		diag_label(d, "this include is in a branch that is not taken");
	if (ref->inside)
		diag_also(d, unit_span(u, use_at(u, ref->inside)),
			  ref->inside->module && ref->inside->module->raw ? "passed through: nothing is known of it"
									  : "included here");
}

void complain_no_object(struct unit *u, const struct reference *ref, type_id type)
{
	if (ref->inside || ref->nowhere) {
		complain_none_inside(u, ref);
		return;
	}
	unresolved(u, ref->word, ref->name, ref->scope, type, ref->member != SYM_EMPTY);
}

static bool same_reading(const struct reading *a, const struct reading *b)
{
	if (a->local || b->local)
		return a->local == b->local;
	return a->inst == b->inst && a->n == b->n && memcmp(a->steps, b->steps, a->n * sizeof(sym)) == 0;
}

/* "`image`", "`data.url` of ConfigMap `settings`". */
static const char *reading_text(struct unit *u, const struct reading *r)
{
	char *path = NULL;

	if (r->local)
		return arena_printf(u->arena, "`" STR_FMT "`", STR_ARG(unit_str(u, r->local->name)));
	for (uint32_t i = 0; i < r->n; i++)
		if (r->steps[i] != u->word.star)
			path = arena_printf(u->arena, "%s%s" STR_FMT, path ? path : "", path ? "." : "",
					    STR_ARG(unit_str(u, r->steps[i])));
	return arena_printf(u->arena, "`%s` of %s `" STR_FMT "`", path, kind_name(u, r->inst->o.kind),
			    STR_ARG(unit_str(u, r->inst->o.name)));
}

bool complain_cycle(struct unit *u, const struct reading *now)
{
	const struct reading *chain[16];
	uint32_t n = 0;

	for (const struct reading *r = now; r && n < 16; r = r->up) {
		chain[n++] = r;
		if (r != now && same_reading(r, now))
			break;
	}
	if (n < 2 || !same_reading(chain[n - 1], now))
		return false;
	/* a look without a place only asks: who reads it for good will report it */
	for (uint32_t i = 0; i + 1 < n; i++)
		if (!chain[i]->at)
			return true;
	for (uint32_t i = 0; i < n; i++)
		if (chain[i]->local && chain[i]->local->kind == LOCAL_LET)
			chain[i]->local->wrong = true; /* whichever of them is read next, it is this circle */
	const char *whole = reading_text(u, now);
	struct diag *d = diag_add(u->diags, E0307, unit_span(u, chain[n - 2]->at), "%s depends on itself", whole);
	if (n == 2)
		diag_label(d, "it needs its own value");
	else
		diag_label(d, "%s needs %s", whole, reading_text(u, chain[n - 2]));
	for (uint32_t i = n - 2; i-- > 0;)
		diag_also(d, unit_span(u, chain[i]->at), "which needs %s", reading_text(u, chain[i]));
	return true;
}

void complain_unknown_member(struct unit *u, struct instance *inst, sym member, ast_id at)
{
	const struct schema_kind *k = &u->schema->kinds[inst->o.kind];
	enum diag_code code = k->nkeys ? E0311 : k->ports ? E0309 : E0308;
	struct diag *d = diag_add(u->diags, code, unit_span(u, at), "%s `" STR_FMT "` has no %s `" STR_FMT "`",
				  kind_name(u, inst->o.kind), STR_ARG(unit_str(u, inst->o.name)),
				  k->nkeys   ? "key"
				  : k->ports ? "port or field"
					     : "member",
				  STR_ARG(unit_str(u, member)));

	const char *list = instance_members_text(u, inst);
	if (list)
		diag_label(d, "its %s: %s", k->nkeys ? "keys" : "ports", list);
	else if (inst->external && !inst->library && k->nkeys)
		diag_help(d, "say which keys it has: `extern %s " STR_FMT " { keys: [\"" STR_FMT "\"] }`",
			  kind_name(u, inst->o.kind), STR_ARG(unit_str(u, inst->o.name)), STR_ARG(unit_str(u, member)));
	if (!inst->library)
		diag_also(d, unit_span(u, instance_name_at(u, inst)), "declared here");
}

void complain_unknown_setting(struct unit *u, ast_id at, sym name)
{
	struct nearest n;

	nearest_init(&n, unit_str(u, name));
	nearest_fields(u, &n, u->schema->settings);
	struct diag *d = diag_add(u->diags, E0310, unit_span(u, at), "there is no setting `" STR_FMT "`",
				  STR_ARG(unit_str(u, name)));
	if (schema_kind(u->schema, name) || name == u->word.app)
		diag_label(d, "if it is meant to begin %s, a name is missing: `" STR_FMT " NAME { ... }`",
			   name == u->word.app ? "an app" : "a resource", STR_ARG(unit_str(u, name)));
	else if (n.best.n)
		diag_label(d, "did you mean `" STR_FMT "`?", STR_ARG(n.best));
	else
		diag_label(d, "settings: %s", fields_text(u, u->schema->settings));
}
