/* SPDX-License-Identifier: Apache-2.0 */
/* against: the checks, in order. */
#include "against/against.h"

#include "against/parts.h"

const char *object_text(const struct unit *u, const struct instance *inst)
{
	return arena_printf(u->arena, STR_FMT " `" STR_FMT "`",
			    STR_ARG(unit_str(u, u->schema->kinds[inst->o.kind].name)),
			    STR_ARG(unit_str(u, inst->o.name)));
}

void against_run(struct unit *u, struct module *const *live, uint32_t n)
{
	struct against a = {.u = u};

	for (uint32_t i = 0; i < n; i++)
		if (live[i]->root)
			live_read(&a, live[i]);
	for (uint32_t i = 0; i < u->instances.n; i++) {
		struct instance *inst = u->instances.v[i];
		struct live *there = !inst->external && inst->o.root.kind == OBJ_MAP ? live_of(&a, inst) : NULL;
		if (there)
			check_immutable(&a, inst, there);
	}
	check_targets(&a);
	u->self = NULL;
}
