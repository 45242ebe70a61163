/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any text, written as a value, an item and a key, is read back by libyaml as
 * the same bytes; and with YAML's own types only where it was quoted or is text
 * beyond doubt (prop_scalar.c has the full rules).
 */

#include "base/utf8.h"
#include "emit/yaml.h"

#include <stdlib.h>
#include <yaml.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* { text: [text, { k: text }] } */
static struct node build(struct arena *arena, struct symtab *names, sym text)
{
	struct node root = node_map(arena, 0, 0), list = node_list(arena, 0, 0), map = node_map(arena, 0, 0);

	*map_add(arena, map.map, sym_of(names, "k"), 0) = node_text(text, 0, 0);
	*list_add(arena, list.list) = node_text(text, 0, 0);
	*list_add(arena, list.list) = map;
	*map_add(arena, root.map, text, 0) = list;
	return root;
}

/* What plain text can never be, whatever the reader. */
static bool is_surely_typed(const char *p, size_t n)
{
	static const char *const words[] = {"",   "~",   "null", "true", "false", "yes", "no",
					    "on", "off", "y",    "n",    "<<",    "="};
	char *end;

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (strlen(words[i]) == n && memcmp(p, words[i], n) == 0)
			return true;
	}
	if (*p != '+' && *p != '-' && *p != '.' && (*p < '0' || *p > '9'))
		return false;
	strtod(p, &end); /* which reads hexadecimal fractions too, and YAML does not */
	return end == p + n && !memchr(p, 'x', n) && !memchr(p, 'X', n);
}

static void check(const yaml_event_t *event, const char *p, size_t n)
{
	const char *got = (const char *)event->data.scalar.value;

	if (event->data.scalar.length != n || memcmp(got, p, n) != 0)
		abort();
	if (event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && is_surely_typed(got, n))
		abort();
}

static void read_back(const struct buf *buf, struct str text)
{
	yaml_parser_t parser;
	yaml_event_t event;
	unsigned scalars = 0;
	bool more = true;

	yaml_parser_initialize(&parser);
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parser, (const unsigned char *)buf->p, buf->n);
	while (more) {
		if (!yaml_parser_parse(&parser, &event))
			abort();
		/* The third scalar is the key `k`. */
		if (event.type == YAML_SCALAR_EVENT && ++scalars != 3)
			check(&event, text.p, text.n);
		more = event.type != YAML_STREAM_END_EVENT;
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
	if (scalars != 4)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mem mem;
	struct arena arena;
	struct symtab names;
	struct yaml yaml;
	struct node root;
	struct buf buf;
	sym text;

	size = utf8_valid((const char *)data, size);
	mem_init(&mem);
	arena_init(&arena, &mem);
	symtab_init(&names, &arena, NULL);
	buf_init(&buf, &mem);
	text = sym_intern(&names, (const char *)data, size);
	root = build(&arena, &names, text);
	yaml_begin(&yaml, &buf, &names);
	yaml_document(&yaml, &root);
	read_back(&buf, sym_str(&names, text));
	buf_free(&buf);
	arena_free(&arena);
	if (mem.used != 0)
		abort();
	return 0;
}
