/* SPDX-License-Identifier: Apache-2.0 */
/*
 * diag: collecting messages, each mistake once, up to a limit.
 *
 * A mistake in a component comes once an instance, so repetitions are found
 * as they arrive: they must neither fill the limit nor the memory.
 */

#include "text/diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* Arrays of characters, not pointers: the table needs no relocation. */
static const struct {
	char text[8], name[32], title[96];
	enum diag_level level;
} rows[] = {
#define DIAG(code, level, name, title) {#code, name, title, level},
#include "text/diag.def"
#undef DIAG
};

const char *diag_code_text(enum diag_code code)
{
	return rows[code].text;
}

const char *diag_code_name(enum diag_code code)
{
	return rows[code].name;
}

const char *diag_code_title(enum diag_code code)
{
	return rows[code].title;
}

enum diag_level diag_code_level(enum diag_code code)
{
	return rows[code].level;
}

enum diag_code diag_code_named(struct str name)
{
	unsigned code = 0;

	while (code < DIAG_CODES && !str_is(name, rows[code].name))
		code++;
	return (enum diag_code)code;
}

void diags_init(struct diags *diags, struct arena *arena, uint32_t limit)
{
	memset(diags, 0, sizeof *diags);
	diags->arena = arena;
	diags->limit = limit;
}

static uint32_t seen_hash(struct span span, uint64_t what)
{
	uint64_t h = ((uint64_t)span.beg << 32 | span.end) * 0x9e3779b97f4a7c15u;

	h = (h ^ h >> 32 ^ what) * 0xd6e8feb86659fd93u;
	return (uint32_t)(h >> 32);
}

/* The slot of WHAT at SPAN, or the free one where it belongs. */
static struct diag_seen *seen_slot(const struct diags *diags, struct span span, uint64_t what)
{
	uint32_t mask = diags->seen_cap - 1, at = seen_hash(span, what) & mask;
	struct diag_seen *slot;

	for (;; at = (at + 1) & mask) {
		slot = &diags->seen[at];
		if (slot->span.beg == 0)
			return slot;
		if (slot->span.beg == span.beg && slot->span.end == span.end && slot->what == what)
			return slot;
	}
}

static void seen_grow(struct diags *diags)
{
	struct diag_seen *old = diags->seen;
	uint32_t old_cap = diags->seen_cap, i;

	diags->seen_cap = old_cap ? old_cap * 2 : 32;
	diags->seen = arena_zalloc(diags->arena, diags->seen_cap * sizeof *diags->seen);
	for (i = 0; i < old_cap; i++)
		if (old[i].span.beg)
			*seen_slot(diags, old[i].span, old[i].what) = old[i];
}

/* True if CODE was at SPAN before; from now on it was. */
static bool seen_before(struct diags *diags, struct span span, enum diag_code code)
{
	uint64_t what = (uint64_t)code << 32 | diags->check;
	struct diag_seen *slot;

	if (span.beg == 0)
		return false;
	if (diags->nseen * 2 >= diags->seen_cap)
		seen_grow(diags);
	slot = seen_slot(diags, span, what);
	if (slot->span.beg)
		return true;
	slot->span = span;
	slot->what = what;
	diags->nseen++;
	return false;
}

/* Counts one more of LEVEL; false if it is over the limit. */
static bool count(struct diags *diags, enum diag_level level)
{
	if (level == DIAG_NOTE)
		return true;
	if (level == DIAG_WARNING)
		return diags->warnings++ < diags->limit;
	return diags->errors++ < diags->limit;
}

static void diag_init(struct diag *d, struct arena *arena, enum diag_code code, struct span span)
{
	memset(d, 0, sizeof *d);
	d->arena = arena;
	d->code = code;
	d->level = diag_code_level(code);
	d->span = span;
	d->message = "";
	d->label = "";
	d->context = "";
}

static const char *format(struct arena *arena, const char *fmt, va_list args) __attribute__((format(printf, 2, 0)));

static const char *format(struct arena *arena, const char *fmt, va_list args)
{
	va_list again;
	char *p;
	int n;

	va_copy(again, args);
	n = vsnprintf(NULL, 0, fmt, args);
	if (n < 0)
		n = 0;
	p = arena_alloc(arena, (size_t)n + 1);
	p[0] = '\0';
	vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return p;
}

/* 2 of E0204: which room finds it. */
static unsigned hundreds(enum diag_code code)
{
	return (unsigned)(diag_code_text(code)[2] - '0');
}

/* With `only` set: is this another code, or about what another one is about already? */
static bool is_out(const struct diags *diags, enum diag_code code, struct span span)
{
	if (hundreds(code) != diags->only)
		return true;
	for (uint32_t i = 0; i < diags->list.n; i++) {
		const struct diag *d = diags->list.v[i];

		if (hundreds(d->code) != diags->only && d->span.beg < span.end && span.beg < d->span.end)
			return true;
	}
	return false;
}

struct diag *diag_add(struct diags *diags, enum diag_code code, struct span span, const char *fmt, ...)
{
	va_list args;
	struct diag *d;

	if (diags->quiet || (diags->only && is_out(diags, code, span)) || seen_before(diags, span, code) ||
	    !count(diags, diag_code_level(code))) {
		diag_init(&diags->scratch, NULL, code, span);
		return &diags->scratch;
	}
	d = ARENA_NEW(diags->arena, struct diag, 1);
	diag_init(d, diags->arena, code, span);
	d->seq = diags->seq++;
	va_start(args, fmt);
	d->message = format(diags->arena, fmt, args);
	va_end(args);
	if (diags->about)
		diags->about(diags->about_ctx, d);
	VEC_PUSH(diags->arena, &diags->list, d);
	return d;
}

struct diag *diag_label(struct diag *d, const char *fmt, ...)
{
	va_list args;

	if (!d->arena)
		return d;
	va_start(args, fmt);
	d->label = format(d->arena, fmt, args);
	va_end(args);
	return d;
}

struct diag *diag_also(struct diag *d, struct span span, const char *fmt, ...)
{
	struct diag_span also = {span, ""};
	va_list args;

	if (!d->arena)
		return d;
	va_start(args, fmt);
	also.label = format(d->arena, fmt, args);
	va_end(args);
	VEC_PUSH(d->arena, &d->also, also);
	return d;
}

struct diag *diag_note(struct diag *d, const char *fmt, ...)
{
	va_list args;

	if (!d->arena)
		return d;
	va_start(args, fmt);
	VEC_PUSH(d->arena, &d->notes, format(d->arena, fmt, args));
	va_end(args);
	return d;
}

struct diag *diag_help(struct diag *d, const char *fmt, ...)
{
	va_list args;

	if (!d->arena)
		return d;
	va_start(args, fmt);
	VEC_PUSH(d->arena, &d->helps, format(d->arena, fmt, args));
	va_end(args);
	return d;
}

struct diag *diag_edit(struct diag *d, struct span span, const char *text, enum edit_trust trust)
{
	struct diag_edit edit = {span, "", trust};

	if (!d->arena)
		return d;
	edit.text = arena_strndup(d->arena, text, strlen(text));
	VEC_PUSH(d->arena, &d->edits, edit);
	return d;
}

static int compare(const void *x, const void *y)
{
	const struct diag *a = *(const struct diag *const *)x, *b = *(const struct diag *const *)y;

	if (a->span.beg != b->span.beg)
		return a->span.beg < b->span.beg ? -1 : 1;
	if (a->span.end != b->span.end)
		return a->span.end < b->span.end ? -1 : 1;
	return a->seq < b->seq ? -1 : a->seq > b->seq;
}

/* True if D, which has no place, says what one of the N at LIST says. */
static bool said(struct diag *const *list, uint32_t n, const struct diag *d)
{
	uint32_t i;

	for (i = 0; i < n && list[i]->span.beg == 0; i++)
		if (list[i]->code == d->code && strcmp(list[i]->message, d->message) == 0)
			return true;
	return false;
}

void diags_sort(struct diags *diags)
{
	uint32_t i, n = 0;

	if (diags->list.n)
		qsort(diags->list.v, diags->list.n, sizeof *diags->list.v, compare);
	for (i = 0; i < diags->list.n; i++) {
		struct diag *d = diags->list.v[i];

		if (d->span.beg == 0 && said(diags->list.v, n, d)) {
			if (d->level == DIAG_WARNING)
				diags->warnings--;
			else
				diags->errors--;
			continue;
		}
		diags->list.v[n++] = d;
	}
	diags->list.n = n;
}
