/* SPDX-License-Identifier: Apache-2.0 */
/*
 * canonical: JSON of RFC 8785.
 */
#include "emit/canonical.h"

#include "base/sort.h"
#include "emit/json.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- order ---- */

/*
 * Bytes of UTF-8 compare as code points, and these as UTF-16 but for one
 * thing: what is above U+FFFF (first byte from 0xf0 on) is written with
 * surrogates, which are below U+E000 to U+FFFF (first bytes 0xee and 0xef).
 */
int canonical_order(struct str a, struct str b)
{
	uint32_t n = a.n < b.n ? a.n : b.n;

	for (uint32_t i = 0; i < n; i++) {
		unsigned x = (unsigned char)a.p[i], y = (unsigned char)b.p[i];

		if (x == y)
			continue;
		if (x >= 0xee && y >= 0xee && (x >= 0xf0) != (y >= 0xf0))
			return x >= 0xf0 ? -1 : 1;
		return x < y ? -1 : 1;
	}
	return (a.n > b.n) - (a.n < b.n);
}

static int by_key(void *ctx, const void *a, const void *b)
{
	const struct symtab *names = ctx;
	const struct entry *x = a, *y = b;

	return canonical_order(sym_str(names, x->key), sym_str(names, y->key));
}

/* ---- numbers ---- */

/* The digits of ECMAScript: N of them, of which POINT stand before the point. */
static void write_digits(struct buf *buf, const char *digits, int n, int point)
{
	if (n <= point && point <= 21) {
		buf_put(buf, digits, (size_t)n);
		buf_fill(buf, '0', (size_t)(point - n));
	} else if (0 < point && point <= 21) {
		buf_put(buf, digits, (size_t)point);
		buf_putc(buf, '.');
		buf_put(buf, digits + point, (size_t)(n - point));
	} else if (-6 < point && point <= 0) {
		buf_put(buf, "0.", 2);
		buf_fill(buf, '0', (size_t)-point);
		buf_put(buf, digits, (size_t)n);
	} else {
		buf_putc(buf, digits[0]);
		if (n > 1) {
			buf_putc(buf, '.');
			buf_put(buf, digits + 1, (size_t)(n - 1));
		}
		buf_puts(buf, point > 0 ? "e+" : "e-");
		buf_int(buf, point > 0 ? point - 1 : 1 - point);
	}
}

void canonical_number(struct buf *buf, struct str s)
{
	char text[64], digits[20];
	int n = 0;

	if (s.n >= sizeof text)
		s.n = sizeof text - 1; /* no number of the language is that long */
	memcpy(text, s.p, s.n);
	text[s.n] = '\0';
	double d = strtod(text, NULL);

	if (d == 0) {
		buf_putc(buf, '0');
		return;
	}
	if (d < 0) {
		buf_putc(buf, '-');
		d = -d;
	}
	/* the shortest digits that give the same double */
	for (int precision = 0; precision < 17; precision++) {
		snprintf(text, sizeof text, "%.*e", precision, d);
		if (strtod(text, NULL) == d)
			break;
	}
	char *e = strchr(text, 'e');

	for (const char *p = text; p < e; p++)
		if (*p != '.')
			digits[n++] = *p;
	while (n > 1 && digits[n - 1] == '0')
		n--;
	write_digits(buf, digits, n, atoi(e + 1) + 1);
}

/* ---- values ---- */

static void write_map(struct buf *buf, struct symtab *names, struct arena *arena, const struct map *map)
{
	const void **order = ARENA_NEW(arena, const void *, map->n);
	uint32_t n = 0;

	for (uint32_t i = 0; i < map->n; i++)
		if (map->v[i].value.kind != OBJ_ABSENT)
			order[n++] = &map->v[i];
	sort_stable(arena, order, n, by_key, names);
	buf_putc(buf, '{');
	for (uint32_t i = 0; i < n; i++) {
		const struct entry *e = order[i];

		if (i)
			buf_putc(buf, ',');
		json_quoted(buf, sym_str(names, e->key), false);
		buf_putc(buf, ':');
		canonical_json(buf, names, arena, &e->value);
	}
	buf_putc(buf, '}');
}

static void write_list(struct buf *buf, struct symtab *names, struct arena *arena, const struct list *list)
{
	bool any = false;

	buf_putc(buf, '[');
	for (uint32_t i = 0; i < list->n; i++) {
		if (list->v[i].kind == OBJ_ABSENT)
			continue;
		if (any)
			buf_putc(buf, ',');
		any = true;
		canonical_json(buf, names, arena, &list->v[i]);
	}
	buf_putc(buf, ']');
}

void canonical_json(struct buf *buf, struct symtab *names, struct arena *arena, const struct node *node)
{
	char digits[24];

	switch (node->kind) {
	case OBJ_TEXT:
		json_quoted(buf, sym_str(names, node->text), false);
		return;
	case OBJ_NUMBER:
		canonical_number(buf, sym_str(names, node->text));
		return;
	case OBJ_INT:
		snprintf(digits, sizeof digits, "%lld", (long long)node->i);
		canonical_number(buf, str_of(digits));
		return;
	case OBJ_BOOL:
		buf_puts(buf, node->b ? "true" : "false");
		return;
	case OBJ_MAP:
		write_map(buf, names, arena, node->map);
		return;
	case OBJ_LIST:
		write_list(buf, names, arena, node->list);
		return;
	default:
		buf_put(buf, "null", 4);
		return;
	}
}
