/* SPDX-License-Identifier: Apache-2.0 */
/*
 * way: objects and fields by their names in a command.
 */
#include "query/way.h"

#include "eval/eval.h"
#include "schema/nearest.h"
#include "syntax/spelling.h"

#include <strings.h>

/* ---- objects ---- */

static bool same_word(struct str a, struct str b)
{
	return a.n && a.n == b.n && strncasecmp(a.p, b.p, a.n) == 0;
}

/* Do people call KIND by WORD: its name, plural or a short name, in any case? */
static bool is_called(const struct unit *u, const struct schema_kind *kind, struct str word)
{
	if (same_word(word, unit_str(u, kind->name)) || same_word(word, unit_str(u, kind->plural)))
		return true;
	for (uint32_t i = 0; i < kind->nshorts; i++)
		if (same_word(word, unit_str(u, u->schema->words[kind->shorts + i])))
			return true;
	return false;
}

/* Cuts S at the first C: what is before it; S becomes what is behind. False if there is none. */
static bool cut(struct str *s, char c, struct str *before)
{
	const char *at = s->n ? memchr(s->p, c, s->n) : NULL;

	if (!at)
		return false;
	*before = str_make(s->p, (size_t)(at - s->p));
	*s = str_make(at + 1, s->n - before->n - 1);
	return true;
}

static void complain_no_object_called(struct unit *u, struct str text, struct str kind)
{
	struct diag *d = diag_add(u->diags, E0611, SPAN_NONE, "there is no object `" STR_FMT "`", STR_ARG(text));
	const char *all = NULL;
	uint32_t n = 0;

	for (uint32_t i = 0; i < u->instances.n; i++) {
		const struct instance *inst = u->instances.v[i];
		const struct schema_kind *k = &u->schema->kinds[inst->o.kind];
		if (inst->external || inst->o.root.kind != OBJ_MAP || !is_called(u, k, kind) || n++ >= 8)
			continue;
		all = arena_printf(u->arena, "%s%s`" STR_FMT "/" STR_FMT "`", all ? all : "", all ? ", " : "",
				   STR_ARG(unit_str(u, k->name)), STR_ARG(unit_str(u, inst->o.name)));
	}
	if (all)
		diag_note(d, "there are %s%s", all, n > 8 ? ", ..." : "");
	else
		diag_help(d, "write it as KIND/NAME, as in `Deployment/web`");
}

struct instance *way_object(struct unit *u, struct str text)
{
	struct str rest = text, kind, namespace_ = {"", 0};
	struct instance *found = NULL;

	if (!cut(&rest, '/', &kind)) {
		complain_no_object_called(u, text, text);
		return NULL;
	}
	bool placed = cut(&rest, '/', &namespace_);
	for (uint32_t i = 0; i < u->instances.n; i++) {
		struct instance *inst = u->instances.v[i];
		if (inst->external || inst->o.root.kind != OBJ_MAP || !str_eq(unit_str(u, inst->o.name), rest) ||
		    !is_called(u, &u->schema->kinds[inst->o.kind], kind) ||
		    (placed && !str_eq(unit_str(u, inst->o.namespace_), namespace_)))
			continue;
		if (found) {
			diag_help(diag_add(u->diags, E0611, SPAN_NONE, "there are two objects `" STR_FMT "`",
					   STR_ARG(text)),
				  "say the namespace: `" STR_FMT "/" STR_FMT "/" STR_FMT "`", STR_ARG(kind),
				  STR_ARG(unit_str(u, found->o.namespace_)), STR_ARG(rest));
			return NULL;
		}
		found = inst;
	}
	if (!found)
		complain_no_object_called(u, text, kind);
	return found;
}

/* ---- paths ---- */

static bool add_step(struct unit *u, struct way_to *way, sym name, struct node *value, type_id type)
{
	if (way->n == WAY_ROOM) {
		diag_add(u->diags, E0612, SPAN_NONE, "the path is too long");
		return false;
	}
	way->steps[way->n++] = (struct way_step){.name = name, .value = value, .type = type};
	return true;
}

/* KIND: the object itself is meant, so short names count too; else 0. */
static void complain_no_field(struct unit *u, struct str name, type_id type, const struct node *map, kind_id kind)
{
	const struct schema_kind *k = &u->schema->kinds[kind];
	struct nearest n;
	struct diag *d = diag_add(u->diags, E0612, SPAN_NONE, "%s has no field `" STR_FMT "`", type_text(u, type),
				  STR_ARG(name));

	nearest_init(&n, name);
	nearest_fields(u, &n, type);
	for (uint32_t i = 0; i < k->nlift; i++)
		nearest_fields(u, &n, schema_path_type(u->schema, u->schema->lifts[k->lift + i], k->type));
	for (uint32_t i = 0; map && map->kind == OBJ_MAP && i < map->map->n; i++)
		nearest_feed(&n, unit_str(u, map->map->v[i].key));
	if (n.best.n)
		diag_help(d, "did you mean `" STR_FMT "`?", STR_ARG(n.best));
}

/* A field of a struct; in the object itself a short name too. */
static bool field_steps(struct unit *u, struct way_to *way, struct node *at, type_id type, struct str name)
{
	sym s = sym_intern(u->names, name.p, name.n);
	struct lift_result lift = {.count = 0};
	field_id f = schema_field(u->schema, type, s);

	if (f) {
		lift.steps[0] = f;
		lift.count = 1;
	} else if (!way->n) {
		schema_lift(u->schema, way->inst->o.kind, s, u->target, &lift);
	}
	if (!lift.count) {
		complain_no_field(u, name, type, at, way->n ? 0 : way->inst->o.kind);
		return false;
	}
	for (uint32_t i = 0; i < lift.count; i++) {
		const struct schema_field *field = &u->schema->fields[lift.steps[i]];
		struct entry *e = at && at->kind == OBJ_MAP ? map_get(at->map, field->name) : NULL;
		at = e ? &e->value : NULL;
		if (!add_step(u, way, field->name, at, field->type))
			return false;
	}
	return true;
}

/* A key, which may have dots: the shortest beginning of the rest that is one. */
static bool key_step(struct unit *u, struct way_to *way, struct node *at, type_id type, struct str name,
		     struct str *path)
{
	type_id elem = unit_type(u, type)->form == TYPE_MAP ? unit_type(u, type)->elem : type;
	struct str whole = name, rest = *path;
	struct entry *e = NULL;

	while (at && at->kind == OBJ_MAP) {
		e = map_get(at->map, sym_intern(u->names, whole.p, whole.n));
		if (e || !rest.n)
			break;
		bool index;
		struct str more = spelling_next(&rest, &index);
		whole = str_make(whole.p, (size_t)(more.p + more.n - whole.p));
	}
	if (e)
		*path = rest;
	else
		whole = name;
	return add_step(u, way, sym_intern(u->names, whole.p, whole.n), e ? &e->value : NULL, elem);
}

static bool item_step(struct unit *u, struct way_to *way, struct node *at, type_id type, struct str name, bool index)
{
	sym key = sym_intern(u->names, name.p, name.n);
	uint32_t place = 0, count = at && at->kind == OBJ_LIST ? at->list->n : 0;
	bool number = name.n > 0 && name.n < 9;

	for (uint32_t i = 0; i < name.n; i++) {
		number &= name.p[i] >= '0' && name.p[i] <= '9';
		place = place * 10 + (uint32_t)(name.p[i] - '0');
	}
	for (uint32_t i = 0; i < count; i++) {
		struct node *item = &at->list->v[i];
		bool here =
			(number && index) ? i == place : unit_type(u, type)->keyed && keyed_key(u, item, type) == key;
		if (!here)
			continue;
		if (!add_step(u, way, key, item, unit_type(u, type)->elem))
			return false;
		way->steps[way->n - 1].item = number && index;
		way->steps[way->n - 1].at = i;
		return true;
	}
	struct diag *d = diag_add(u->diags, E0612, SPAN_NONE, "the list has no item `" STR_FMT "`", STR_ARG(name));
	const char *all = NULL;
	for (uint32_t i = 0; i < count && i < 8; i++) {
		sym k = unit_type(u, type)->keyed ? keyed_key(u, &at->list->v[i], type) : SYM_EMPTY;
		all = k ? arena_printf(u->arena, "%s%s`" STR_FMT "`", all ? all : "", all ? ", " : "",
				       STR_ARG(unit_str(u, k)))
			: all;
	}
	if (all)
		diag_note(d, "its items: %s", all);
	else
		diag_note(d, "it has %u, written `[0]` and so on", count);
	return false;
}

bool way_find(struct unit *u, struct str path, struct way_to *out)
{
	struct node *at = &out->inst->o.root;
	type_id type = at->type;

	out->n = 0;
	while (path.n) {
		bool index, good;
		struct str name = spelling_next(&path, &index);
		switch ((enum type_form)unit_type(u, type)->form) {
		case TYPE_STRUCT:
			good = field_steps(u, out, at, type, name);
			break;
		case TYPE_LIST:
			good = item_step(u, out, at, type, name, index);
			break;
		case TYPE_MAP:
		case TYPE_ANY:
		case TYPE_NOTHING:
			good = key_step(u, out, at, type, name, &path);
			break;
		default:
			diag_add(u->diags, E0612, SPAN_NONE, "`" STR_FMT "` has no fields",
				 STR_ARG(unit_str(u, out->steps[out->n - 1].name)));
			return false;
		}
		if (!good)
			return false;
		at = out->steps[out->n - 1].value;
		type = out->steps[out->n - 1].type;
	}
	return true;
}

const char *way_text(struct unit *u, const struct way_to *way)
{
	const char *text = "";

	for (uint32_t i = 0; i < way->n; i++) {
		const struct way_step *s = &way->steps[i];
		struct str name = unit_str(u, s->name);
		bool quoted = !s->item && (!name.n || memchr(name.p, '.', name.n) || memchr(name.p, '/', name.n));
		if (s->item)
			text = arena_printf(u->arena, "%s[%u]", text, s->at);
		else
			text = arena_printf(u->arena, "%s%s%s" STR_FMT "%s", text, i ? "." : "", quoted ? "\"" : "",
					    STR_ARG(name), quoted ? "\"" : "");
	}
	return text;
}
