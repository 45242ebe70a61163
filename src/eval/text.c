/* SPDX-License-Identifier: Apache-2.0 */
/*
 * text: strings that are put together from pieces, within a budget.
 */
#include "eval/text.h"

/* Where AT stands, or, if in the library, the object that is looked at. */
static struct span place(const struct unit *u, ast_id at)
{
	if (at < u->tree->nfixed && u->self)
		at = u->self->o.item;
	return unit_span(u, at);
}

bool spend_bytes(struct unit *u, size_t n, ast_id at)
{
	if (u->bytes > u->limits.bytes)
		return false;
	u->bytes += n;
	if (u->bytes <= u->limits.bytes)
		return true;
	diag_label(diag_add(u->diags, E0503, place(u, at), "the strings made are too long"),
		   "together more than %u MiB", (unsigned)(u->limits.bytes >> 20));
	u->made = u->limits.nodes; /* and nothing is evaluated any more */
	return false;
}

bool text_add(struct unit *u, struct text *text, struct str s, ast_id at)
{
	if (!spend_bytes(u, s.n, at))
		return false;
	if (!s.n)
		return true;
	if (text->n + s.n > text->cap) {
		size_t cap = text->cap ? text->cap : 56;
		while (cap < text->n + s.n)
			cap *= 2;
		text->p = arena_grow(u->arena, text->p, text->cap, cap);
		text->cap = cap;
	}
	memcpy(text->p + text->n, s.p, s.n);
	text->n += s.n;
	return true;
}

sym text_sym(struct unit *u, const struct text *text)
{
	return sym_intern(u->names, text->n ? text->p : "", text->n);
}

bool spend_values(struct unit *u, uint32_t n, ast_id at)
{
	uint32_t limit = u->limits.nodes;

	if (u->made >= limit)
		return false;
	if (n < limit - u->made) {
		u->made += n;
		return true;
	}
	u->made = limit;
	diag_label(diag_add(u->diags, E0503, place(u, at), "the evaluation makes too many values"), "the limit is %u",
		   limit);
	return false;
}
