/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sample_write: a sample as text. A block of one key is written as a path,
 * and one that is short on its line.
 */
#include "explain/sample_tree.h"

#include "explain/spell.h"

#define LINE 72u

/* "a.b": the keys of blocks that hold one key only; *END is the last of these sprigs. */
static const char *path_of(struct maker *m, const struct sprig *s, const struct sprig **end)
{
	const char *text = s->key;

	while (!s->value && s->kids.n == 1) {
		s = s->kids.v[0];
		text = arena_printf(m->x->arena, "%s.%s", text, s->key);
	}
	*end = s;
	return text;
}

const char *sample_inline(struct maker *m, const struct sprig *s)
{
	const char *text = "";

	if (s->value)
		return s->value;
	for (uint32_t i = 0; i < s->kids.n; i++) {
		const struct sprig *end;
		const char *path = path_of(m, s->kids.v[i], &end);
		text = arena_printf(m->x->arena, "%s%s%s%s%s", text, i ? ", " : "", path, end->value ? ": " : " ",
				    sample_inline(m, end));
	}
	return *text ? arena_printf(m->x->arena, "{ %s }", text) : "{}";
}

static void put_indent(struct buf *out, uint32_t level)
{
	buf_fill(out, ' ', 2 * (size_t)level);
}

static void put_sprig(struct maker *m, struct buf *out, const struct sprig *s, uint32_t level)
{
	const struct sprig *end;
	const char *path = path_of(m, s, &end), *text = sample_inline(m, end);

	put_indent(out, level);
	buf_puts(out, path);
	if (end->value || 2 * level + strlen(path) + strlen(text) + 1 <= LINE) {
		buf_printf(out, "%s%s\n", end->value ? ": " : " ", text);
		return;
	}
	buf_puts(out, " {\n");
	for (uint32_t i = 0; i < end->kids.n; i++)
		put_sprig(m, out, end->kids.v[i], level + 1);
	put_indent(out, level);
	buf_puts(out, "}\n");
}

/* ---- short names ---- */

/* Does the short name of the last of STEPS lead there? */
static bool is_short(struct maker *m, const field_id *steps, uint32_t n)
{
	struct lift_result lift;

	schema_lift(m->x->schema, m->subject->kind, m->x->schema->fields[steps[n - 1]].name, m->x->target, &lift);
	return lift.count == n && !lift.other && memcmp(lift.steps, steps, n * sizeof *steps) == 0;
}

/* Does one of the ways of short names begin with STEPS? */
static bool leads_on(struct maker *m, const field_id *steps, uint32_t n)
{
	const struct schema_kind *k = &m->x->schema->kinds[m->subject->kind];

	for (uint32_t i = 0; i < k->nlift; i++) {
		const struct schema_path *p = &m->x->schema->paths[m->x->schema->lifts[k->lift + i]];
		if (p->count >= n && memcmp(m->x->schema->steps + p->first, steps, n * sizeof *steps) == 0)
			return true;
	}
	return false;
}

/* The key of what STEPS lead to, from the first field with a short name on. */
static const char *short_path(struct maker *m, const field_id *steps, uint32_t n)
{
	uint32_t from = n;

	while (from > 1 && !is_short(m, steps, from))
		from--;
	return spell_steps(m->x, steps + (from - 1), n - from + 1);
}

/* Moves what short names lead to from where it is in the API to the body's own level. */
static void lift_kids(struct maker *m, const struct sprig *from, struct sprig *to, field_id *steps, uint32_t n)
{
	for (uint32_t i = 0; i < from->kids.n; i++) {
		struct sprig *kid = from->kids.v[i];
		steps[n] = kid->field;
		if (!kid->value && kid->field && kid->kids.n && n + 1 < SUBJECT_ROOM && leads_on(m, steps, n + 1)) {
			lift_kids(m, kid, to, steps, n + 1);
			continue;
		}
		if (kid->field)
			kid->key = short_path(m, steps, n + 1);
		VEC_PUSH(m->x->arena, &to->kids, kid);
	}
}

const char *sample_write(struct maker *m, struct sprig *body, const char *head)
{
	struct buf *out = m->x->scratch;
	struct sprig lifted = {.key = head};
	field_id steps[SUBJECT_ROOM];
	uint32_t level = m->app;
	const char *text;

	lift_kids(m, body, &lifted, steps, 0);
	out->n = 0;
	for (uint32_t i = 0; i < m->externs.n; i++)
		buf_printf(out, "%s\n", m->externs.v[i]);
	if (m->externs.n)
		buf_putc(out, '\n');
	if (m->app)
		buf_puts(out, "app example {\n");
	put_indent(out, level);
	buf_printf(out, lifted.kids.n ? "%s {\n" : "%s {}\n", head);
	for (uint32_t i = 0; i < lifted.kids.n; i++)
		put_sprig(m, out, lifted.kids.v[i], level + 1);
	if (lifted.kids.n) {
		put_indent(out, level);
		buf_puts(out, "}\n");
	}
	if (m->app)
		buf_puts(out, "}\n");
	text = arena_strndup(m->x->arena, out->p, out->n);
	out->n = 0;
	return text;
}
