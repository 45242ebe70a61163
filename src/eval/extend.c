/* SPDX-License-Identifier: Apache-2.0 */
/*
 * extend: rows of the schema that a unit adds to the library's, which are
 * read-only: at the first one the unit gets tables of its own. Rows stay where
 * they are; who holds a pointer to an older table still sees what it saw.
 */
#include "eval/eval.h"

struct schema *schema_own(struct unit *u)
{
	struct schema *s = u->own_schema;

	if (!s) {
		s = ARENA_NEW(u->arena, struct schema, 1);
		*s = *u->schema;
		u->own_schema = s;
		u->schema = s;
	}
	return s;
}

/* A copy of the N rows of SIZE bytes at V with room for as many more. */
static void *grown(struct unit *u, const void *v, uint32_t n, size_t size)
{
	char *copy = arena_alloc(u->arena, (size_t)n * 2 * size);

	memcpy(copy, v, n * size);
	return copy;
}

type_id type_add(struct unit *u, const struct schema_type *row)
{
	struct schema *s = schema_own(u);

	if (s->ntypes >= UINT16_MAX) {
		diag_add(u->diags, E0503, SPAN_NONE, "there are more than %u types", UINT16_MAX);
		return 0;
	}
	if (s->ntypes >= u->own_types) {
		u->own_types = s->ntypes * 2;
		s->types = grown(u, s->types, s->ntypes, sizeof *s->types);
	}
	((struct schema_type *)s->types)[s->ntypes] = *row;
	return (type_id)s->ntypes++;
}

uint16_t words_add(struct unit *u, const sym *words, uint32_t n)
{
	struct schema *s = schema_own(u);
	uint32_t first = s->nwords;

	if (first + n > UINT16_MAX) {
		diag_add(u->diags, E0503, SPAN_NONE, "there are more than %u words of types", UINT16_MAX);
		return 0;
	}
	for (uint32_t i = 0; i < n; i++) {
		if (s->nwords >= u->own_words) {
			u->own_words = s->nwords * 2;
			s->words = grown(u, s->words, s->nwords, sizeof *s->words);
		}
		((sym *)s->words)[s->nwords++] = words[i];
	}
	return (uint16_t)first;
}
