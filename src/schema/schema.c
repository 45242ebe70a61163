/* SPDX-License-Identifier: Apache-2.0 */
/* schema: looking things up in the tables. What the tables are: schema.h. */
#include "schema/schema.h"

#include "schema/slots.h"

field_id schema_field(const struct schema *s, type_id type, sym name)
{
	const struct schema_type *t = &s->types[type];

	if (t->form != TYPE_STRUCT || !t->count)
		return 0;
	/* A struct's row may be a copy with flags of its own: fields belong to the first one. */
	type = s->fields[t->first].owner;
	for (uint32_t i = slots_field(type, name) & s->field_mask; s->field_slots[i]; i = (i + 1) & s->field_mask) {
		const struct schema_field *f = &s->fields[s->field_slots[i]];
		if (f->owner == type && f->name == name)
			return s->field_slots[i];
	}
	return 0;
}

kind_id schema_kind(const struct schema *s, sym name)
{
	for (uint32_t i = slots_kind(name) & s->kind_mask; s->kind_slots[i]; i = (i + 1) & s->kind_mask)
		if (s->kinds[s->kind_slots[i]].name == name)
			return s->kind_slots[i];
	return 0;
}

kind_id schema_kind_served(const struct schema *s, sym name, sym group_version, uint8_t target)
{
	for (kind_id k = schema_kind(s, name); k; k = s->kinds[k].next) {
		const struct schema_kind *kind = &s->kinds[k];
		if (group_version) {
			if (kind->api_version == group_version)
				return schema_served(kind->since, kind->until, target) ? k : 0;
		} else if (schema_served(kind->since, kind->until, target)) {
			return k;
		}
	}
	return 0;
}

static bool preferred(const struct schema *s, field_id field)
{
	for (uint32_t i = 1; i < s->nprefers; i++)
		if (s->prefers[i] == field)
			return true;
	return false;
}

static void take(const struct schema *s, const struct schema_path *way, field_id field, unsigned at,
		 struct lift_result *out)
{
	const unsigned room = sizeof out->steps / sizeof out->steps[0] - 1;

	out->count = 0;
	for (unsigned i = 0; way && i < way->count && i < room; i++)
		out->steps[out->count++] = s->steps[way->first + i];
	out->steps[out->count++] = field;
	out->at = at;
}

/*
 * note [lifting]: a short name is looked up at the object itself, then at the
 * rows of the kind's lift path (metadata, spec, ...), each one hash lookup.
 * What the target does not serve counts only if nothing else is found, so that
 * the caller can say which version is needed. `status` is in no lift path.
 * Found twice, a preferred field wins over others; otherwise the first is the
 * result and `other` the second.
 */
void schema_lift(const struct schema *s, kind_id kind, sym name, uint8_t target, struct lift_result *out)
{
	const struct schema_kind *k = &s->kinds[kind];
	bool served = false;

	memset(out, 0, sizeof *out);
	for (unsigned at = 0; at <= k->nlift; at++) {
		const struct schema_path *way = at ? &s->paths[s->lifts[k->lift + at - 1]] : NULL;
		field_id f =
			schema_field(s, at ? schema_path_type(s, s->lifts[k->lift + at - 1], k->type) : k->type, name);
		if (!f)
			continue;
		bool here = schema_served(s->fields[f].since, s->fields[f].until, target);
		if (out->count && here == served) {
			field_id first = out->steps[out->count - 1];
			if (!served || preferred(s, first))
				continue;
			if (!preferred(s, f)) {
				if (!out->other) {
					out->other = f;
					out->other_at = at;
				}
				continue;
			}
		} else if (out->count && served) {
			continue;
		}
		take(s, way, f, at, out);
		out->other = 0;
		served = here;
	}
}

bool schema_kind_in(const struct schema *s, kinds_id set, kind_id kind)
{
	const struct schema_kindset *k = &s->kindsets[set];
	uint32_t lo = k->first, hi = lo + k->count;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (s->kindlist[mid] == kind)
			return true;
		if (s->kindlist[mid] < kind)
			lo = mid + 1;
		else
			hi = mid;
	}
	return false;
}

kinds_id schema_kindset(const struct schema *s, sym name)
{
	for (uint32_t i = 1; name && i < s->nkindsets; i++)
		if (s->kindsets[i].name == name)
			return (kinds_id)i;
	return 0;
}

type_id schema_path_type(const struct schema *s, path_id path, type_id from)
{
	const struct schema_path *p = &s->paths[path];
	type_id t = p->count ? s->fields[s->steps[p->first + p->count - 1]].type : from;

	while (s->types[t].form == TYPE_LIST)
		t = s->types[t].elem;
	return t;
}

type_id schema_slot_type(const struct schema *s, path_id path, type_id from)
{
	const struct schema_path *p = &s->paths[path];

	return p->count ? s->fields[s->steps[p->first + p->count - 1]].type : from;
}

unsigned schema_path_in(const struct schema *s, path_id path, type_id from, field_id *steps, unsigned room)
{
	const struct schema_path *p = &s->paths[path];

	if (p->count > room)
		return 0;
	for (unsigned i = 0; i < p->count; i++) {
		while (s->types[from].form == TYPE_LIST)
			from = s->types[from].elem;
		steps[i] = schema_field(s, from, s->fields[s->steps[p->first + i]].name);
		if (!steps[i])
			return 0;
		from = s->fields[steps[i]].type;
	}
	return p->count;
}

const struct schema_dir *schema_dir_of(const struct schema *s, type_id type, enum dir_op op)
{
	const struct schema_type *t = &s->types[type];

	for (uint32_t i = 0; i < t->ndirs; i++)
		if (s->dirs[t->dirs + i].op == op)
			return &s->dirs[t->dirs + i];
	return NULL;
}

bool schema_word(const struct schema *s, const struct schema_type *type, sym word)
{
	if (type->form == TYPE_STRUCT)
		return false;
	for (uint32_t i = 0; i < type->count; i++)
		if (s->words[type->first + i] == word)
			return true;
	return false;
}

static const char *const form_names[] = {
	[TYPE_NOTHING] = "nothing",
	[TYPE_ANY] = "any value",
	[TYPE_BOOL] = "boolean",
	[TYPE_INT32] = "integer",
	[TYPE_INT64] = "integer",
	[TYPE_NUMBER] = "number",
	[TYPE_STRING] = "string",
	[TYPE_BYTES] = "base64 text",
	[TYPE_QUANTITY] = "quantity",
	[TYPE_DURATION] = "duration",
	[TYPE_TIME] = "time",
	[TYPE_MICROTIME] = "time",
	[TYPE_INT_OR_STRING] = "integer or string",
	[TYPE_LIST] = "list",
	[TYPE_MAP] = "map",
	[TYPE_STRUCT] = "object",
};

const char *schema_type_text(const struct schema *s, const struct symtab *names, struct arena *arena, type_id type)
{
	const struct schema_type *t = &s->types[type];

	if (t->form == TYPE_LIST || t->form == TYPE_MAP)
		return arena_printf(arena, "%s of %s", form_names[t->form], schema_type_text(s, names, arena, t->elem));
	if (t->form != TYPE_STRUCT)
		return form_names[t->form];
	struct str full = sym_str(names, t->name);
	uint32_t at = full.n;
	while (at && full.p[at - 1] != '.')
		at--;
	return arena_strndup(arena, full.p + at, full.n - at);
}
