/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json: writing trees as JSON.
 */

#include "emit/json.h"

#define STEP 2

struct writer {
	struct buf *buf;
	struct symtab *names;
	uint32_t step; /* blanks a level; 0: all on one line */
};

/* Writes NODE, its inner lines INDENT blanks further in than the line it is on; no newline behind it. */
static void write_node(const struct writer *w, const struct node *node, uint32_t indent);

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

void json_quoted(struct buf *buf, struct str s, bool escape_del)
{
	const char *kept = s.p, *end = s.p + s.n;

	buf_putc(buf, '"');
	for (const char *p = s.p; p < end; p++) {
		unsigned char c = (unsigned char)*p;

		if (c >= 0x20 && c != '"' && c != '\\' && (c != 0x7f || !escape_del))
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

/* The line of the next entry or of the closing bracket. */
static void next_line(const struct writer *w, uint32_t indent)
{
	if (w->step)
		new_line(w->buf, indent);
}

static void write_map(const struct writer *w, const struct map *map, uint32_t indent)
{
	struct buf *buf = w->buf;
	bool any = false;

	buf_putc(buf, '{');
	for (uint32_t i = 0; i < map->n; i++) {
		const struct entry *e = &map->v[i];

		if (e->value.kind == OBJ_ABSENT)
			continue;
		if (any)
			buf_putc(buf, ',');
		any = true;
		next_line(w, indent + w->step);
		json_quoted(buf, sym_str(w->names, e->key), true);
		buf_put(buf, ": ", w->step ? 2 : 1);
		write_node(w, &e->value, indent + w->step);
	}
	if (any)
		next_line(w, indent);
	buf_putc(buf, '}');
}

static void write_list(const struct writer *w, const struct list *list, uint32_t indent)
{
	struct buf *buf = w->buf;
	bool any = false;

	buf_putc(buf, '[');
	for (uint32_t i = 0; i < list->n; i++) {
		if (list->v[i].kind == OBJ_ABSENT)
			continue;
		if (any)
			buf_putc(buf, ',');
		any = true;
		next_line(w, indent + w->step);
		write_node(w, &list->v[i], indent + w->step);
	}
	if (any)
		next_line(w, indent);
	buf_putc(buf, ']');
}

static void write_node(const struct writer *w, const struct node *node, uint32_t indent)
{
	struct buf *buf = w->buf;

	switch (node->kind) {
	case OBJ_TEXT:
		json_quoted(buf, sym_str(w->names, node->text), true);
		return;
	case OBJ_NUMBER:
		buf_str(buf, sym_str(w->names, node->text));
		return;
	case OBJ_INT:
		buf_int(buf, node->i);
		return;
	case OBJ_BOOL:
		buf_puts(buf, node->b ? "true" : "false");
		return;
	case OBJ_MAP:
		write_map(w, node->map, indent);
		return;
	case OBJ_LIST:
		write_list(w, node->list, indent);
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
	write_node(&(struct writer){json->buf, json->names, STEP}, root, 2 * STEP);
}

void json_end(struct json *json)
{
	if (json->items)
		new_line(json->buf, STEP);
	buf_puts(json->buf, "]\n}\n");
}

void json_value(struct buf *buf, struct symtab *names, const struct node *node, uint32_t step)
{
	write_node(&(struct writer){buf, names, step}, node, 0);
}
