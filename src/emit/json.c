/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json: writing trees as indented JSON.
 */

#include "emit/json.h"

#define STEP 2

/* Writes NODE, its inner lines INDENT blanks further in than the line it is on; no newline behind it. */
static void write_node(struct buf *buf, struct symtab *names, const struct node *node, uint32_t indent);

static void write_escape(struct buf *buf, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";
	static const char names[] = "btn.fr"; /* from 8 on */
	char out[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
	size_t n = 6;

	if (c == '"' || c == '\\') {
		out[1] = (char)c;
		n = 2;
	} else if (c >= 8 && c <= 13 && c != 11) {
		out[1] = names[c - 8];
		n = 2;
	}
	buf_put(buf, out, n);
}

/* Writes S as a JSON string with its quotes. */
static void write_quoted(struct buf *buf, struct str s)
{
	const char *kept = s.p, *end = s.p + s.n;

	buf_putc(buf, '"');
	for (const char *p = s.p; p < end; p++) {
		unsigned char c = (unsigned char)*p;

		if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f)
			continue;
		buf_put(buf, kept, (size_t)(p - kept));
		write_escape(buf, c);
		kept = p + 1;
	}
	buf_put(buf, kept, (size_t)(end - kept));
	buf_putc(buf, '"');
}

static void new_line(struct buf *buf, uint32_t indent)
{
	buf_putc(buf, '\n');
	buf_fill(buf, ' ', indent);
}

static void write_map(struct buf *buf, struct symtab *names, const struct map *map, uint32_t indent)
{
	bool any = false;

	buf_putc(buf, '{');
	for (uint32_t i = 0; i < map->n; i++) {
		const struct entry *e = &map->v[i];

		if (e->value.kind == OBJ_ABSENT)
			continue;
		if (any)
			buf_putc(buf, ',');
		any = true;
		new_line(buf, indent + STEP);
		write_quoted(buf, sym_str(names, e->key));
		buf_put(buf, ": ", 2);
		write_node(buf, names, &e->value, indent + STEP);
	}
	if (any)
		new_line(buf, indent);
	buf_putc(buf, '}');
}

static void write_list(struct buf *buf, struct symtab *names, const struct list *list, uint32_t indent)
{
	bool any = false;

	buf_putc(buf, '[');
	for (uint32_t i = 0; i < list->n; i++) {
		if (list->v[i].kind == OBJ_ABSENT)
			continue;
		if (any)
			buf_putc(buf, ',');
		any = true;
		new_line(buf, indent + STEP);
		write_node(buf, names, &list->v[i], indent + STEP);
	}
	if (any)
		new_line(buf, indent);
	buf_putc(buf, ']');
}

static void write_node(struct buf *buf, struct symtab *names, const struct node *node, uint32_t indent)
{
	switch (node->kind) {
	case OBJ_TEXT:
		write_quoted(buf, sym_str(names, node->text));
		return;
	case OBJ_NUMBER:
		buf_str(buf, sym_str(names, node->text));
		return;
	case OBJ_INT:
		buf_int(buf, node->i);
		return;
	case OBJ_BOOL:
		buf_puts(buf, node->b ? "true" : "false");
		return;
	case OBJ_MAP:
		write_map(buf, names, node->map, indent);
		return;
	case OBJ_LIST:
		write_list(buf, names, node->list, indent);
		return;
	default:
		/* OBJ_NULL; anything else is never in a finished object. */
		buf_put(buf, "null", 4);
		return;
	}
}

void json_begin(struct json *json, struct buf *buf, struct symtab *names)
{
	json->buf = buf;
	json->names = names;
	json->items = 0;
	buf_puts(buf, "{\n  \"apiVersion\": \"v1\",\n  \"kind\": \"List\",\n  \"items\": [");
}

void json_item(struct json *json, const struct node *root)
{
	if (json->items++)
		buf_putc(json->buf, ',');
	new_line(json->buf, 2 * STEP);
	write_node(json->buf, json->names, root, 2 * STEP);
}

void json_end(struct json *json)
{
	if (json->items)
		new_line(json->buf, STEP);
	buf_puts(json->buf, "]\n}\n");
}
