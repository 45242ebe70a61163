/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yaml: writing trees in block style.
 *
 * A writer of a list or map is told the indent of its lines, and whether the
 * first one has been begun (behind `- `).
 */

#include "emit/yaml.h"

#include "emit/scalar.h"

#define STEP 2

static void write_value(struct yaml *y, const struct node *node, uint32_t indent, bool item);

/* The style of S, found once a string. */
static uint8_t style_of(struct symtab *names, sym s, struct str text)
{
	uint8_t style = sym_mark(names, s);

	if (style == SCALAR_UNKNOWN) {
		style = scalar_style(text.p, text.n);
		sym_set_mark(names, s, style);
	}
	return style;
}

static void write_key(struct yaml *y, sym key, uint32_t indent)
{
	struct str text = sym_str(y->names, key);
	uint8_t style = style_of(y->names, key, text);

	if (style == SCALAR_PLAIN && text.n <= 1024) {
		buf_str(y->buf, text);
		buf_putc(y->buf, ':');
		return;
	}
	if (scalar_fits_key(text, style)) {
		scalar_write(y->buf, text, style);
		buf_putc(y->buf, ':');
		return;
	}
	buf_put(y->buf, "? ", 2);
	scalar_write(y->buf, text, style);
	buf_putc(y->buf, '\n');
	buf_fill(y->buf, ' ', indent);
	buf_putc(y->buf, ':');
}

static void write_text(struct yaml *y, sym s, uint32_t indent)
{
	struct str text = sym_str(y->names, s);
	uint8_t style = style_of(y->names, s, text);

	if (style == SCALAR_LITERAL) {
		scalar_write_literal(y->buf, text, indent + STEP);
		return;
	}
	if (style == SCALAR_PLAIN)
		buf_str(y->buf, text);
	else
		scalar_write(y->buf, text, style);
	buf_putc(y->buf, '\n');
}

static bool map_is_empty(const struct map *map)
{
	for (uint32_t i = 0; i < map->n; i++) {
		if (map->v[i].value.kind != OBJ_ABSENT)
			return false;
	}
	return true;
}

static bool list_is_empty(const struct list *list)
{
	for (uint32_t i = 0; i < list->n; i++) {
		if (list->v[i].kind != OBJ_ABSENT)
			return false;
	}
	return true;
}

static void write_entries(struct yaml *y, const struct map *map, uint32_t indent, bool begun)
{
	for (uint32_t i = 0; i < map->n; i++) {
		const struct entry *e = &map->v[i];

		if (e->value.kind == OBJ_ABSENT)
			continue;
		if (!begun)
			buf_fill(y->buf, ' ', indent);
		begun = false;
		if (y->begins)
			y->begins(y->begins_ctx, &e->value);
		write_key(y, e->key, indent);
		write_value(y, &e->value, indent, false);
	}
}

static void write_items(struct yaml *y, const struct list *list, uint32_t indent, bool begun)
{
	for (uint32_t i = 0; i < list->n; i++) {
		if (list->v[i].kind == OBJ_ABSENT)
			continue;
		if (!begun)
			buf_fill(y->buf, ' ', indent);
		begun = false;
		if (y->begins)
			y->begins(y->begins_ctx, &list->v[i]);
		buf_putc(y->buf, '-');
		write_value(y, &list->v[i], indent, true);
	}
}

/* Behind `-`, INDENT columns in: on the same line, two columns further on. */
static void write_map(struct yaml *y, const struct map *map, uint32_t indent, bool item)
{
	if (map_is_empty(map)) {
		buf_put(y->buf, " {}\n", 4);
		return;
	}
	buf_putc(y->buf, item ? ' ' : '\n');
	write_entries(y, map, indent + STEP, item);
}

static void write_list(struct yaml *y, const struct list *list, uint32_t indent, bool item)
{
	if (list_is_empty(list)) {
		buf_put(y->buf, " []\n", 4);
		return;
	}
	buf_putc(y->buf, item ? ' ' : '\n');
	write_items(y, list, item ? indent + STEP : indent, item);
}

/* A scalar whose lines, if there are several, stand INDENT columns in; ends the line. */
static void write_scalar(struct yaml *y, const struct node *node, uint32_t indent)
{
	switch (node->kind) {
	case OBJ_TEXT:
		write_text(y, node->text, indent);
		return;
	case OBJ_INT:
		buf_int(y->buf, node->i);
		buf_putc(y->buf, '\n');
		return;
	case OBJ_BOOL:
		buf_puts(y->buf, node->b ? "true\n" : "false\n");
		return;
	case OBJ_NUMBER:
		buf_str(y->buf, sym_str(y->names, node->text));
		buf_putc(y->buf, '\n');
		return;
	default:
		/* OBJ_NULL; anything else is never in a finished object. */
		buf_put(y->buf, "null\n", 5);
		return;
	}
}

/* What comes behind `key:` or `-`, which stand INDENT columns in; ends the line. */
static void write_value(struct yaml *y, const struct node *node, uint32_t indent, bool item)
{
	switch (node->kind) {
	case OBJ_MAP:
		write_map(y, node->map, indent, item);
		return;
	case OBJ_LIST:
		write_list(y, node->list, indent, item);
		return;
	default:
		buf_putc(y->buf, ' ');
		write_scalar(y, node, indent);
		return;
	}
}

void yaml_begin(struct yaml *yaml, struct buf *buf, struct symtab *names)
{
	yaml->buf = buf;
	yaml->names = names;
	yaml->documents = 0;
	yaml->begins = NULL;
}

void yaml_document(struct yaml *yaml, const struct node *root)
{
	if (yaml->documents++)
		buf_put(yaml->buf, "---\n", 4);
	if (root->kind == OBJ_MAP && !map_is_empty(root->map))
		write_entries(yaml, root->map, 0, false);
	else if (root->kind == OBJ_MAP)
		buf_put(yaml->buf, "{}\n", 3);
}

void yaml_verbatim(struct yaml *yaml, struct str text)
{
	bool begins = text.n >= 3 && memcmp(text.p, "---", 3) == 0;

	if (!text.n)
		return;
	if (yaml->documents++ && !begins)
		buf_puts(yaml->buf, "---\n");
	buf_put(yaml->buf, text.p, text.n);
	if (text.p[text.n - 1] != '\n')
		buf_puts(yaml->buf, "\n");
}

void yaml_value(struct yaml *yaml, const struct node *value)
{
	if (value->kind == OBJ_MAP && map_is_empty(value->map))
		buf_put(yaml->buf, "{}\n", 3);
	else if (value->kind == OBJ_LIST && list_is_empty(value->list))
		buf_put(yaml->buf, "[]\n", 3);
	else if (value->kind == OBJ_MAP)
		write_entries(yaml, value->map, 0, false);
	else if (value->kind == OBJ_LIST)
		write_items(yaml, value->list, 0, false);
	else
		write_scalar(yaml, value, 0);
}
