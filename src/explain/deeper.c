/* SPDX-License-Identifier: Apache-2.0 */
#include "explain/deeper.h"

#include "explain/spell.h"
#include "explain/subject.h"

/* Where NAME is LEVELS below TYPE. What the API requires comes first: containers, not initContainers. */
static const char *below(struct explain *x, type_id type, sym name, unsigned levels)
{
	const struct schema *s = x->schema;
	const struct schema_type *t = &s->types[type];
	const char *best = NULL;

	for (uint32_t i = 0; t->form == TYPE_STRUCT && i < t->count; i++) {
		field_id field = (field_id)(t->first + i);
		const struct schema_field *f = &s->fields[field];
		type_id inner = subject_inner(s, f->type);
		const char *rest = NULL;

		if ((f->flags & FIELD_SERVER) || !subject_serves(x, f) || (best && !(f->flags & FIELD_REQUIRED)))
			continue;
		if (levels > 1)
			rest = below(x, inner, name, levels - 1);
		else if (schema_field(s, inner, name))
			rest = spell_key(x, name);
		if (rest)
			best = arena_printf(x->arena, "%s.%s", spell_field(x, field), rest);
		if (rest && f->flags & FIELD_REQUIRED)
			break;
	}
	return best;
}

const char *deeper_field(struct explain *x, kind_id kind, type_id type, sym name)
{
	const struct schema_kind *k = &x->schema->kinds[kind];
	const char *found = NULL;

	for (unsigned levels = 1; levels <= 2 && !found; levels++) {
		for (uint32_t i = k->nlift; i > 0 && !found; i--)
			found = below(x, schema_path_type(x->schema, x->schema->lifts[k->lift + i - 1u], k->type), name,
				      levels);
		found = found ? found : below(x, type, name, levels);
	}
	return found;
}
