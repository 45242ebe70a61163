/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_yaml: any bytes are read as a stream of objects and as values. The tree
 * is sound: all of it is marked as data, spans lie in the file, nothing is too
 * tall, numbers are spelled as the language spells them, no map has a key
 * twice; and nothing but mistakes leaves something out.
 */
#include "eval/decimal.h"
#include "syntax/yamlread.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The root and a resource stand above the maps of a document; a field between two of them. */
#define MOST_TALL (2 * YAML_MAX_DEPTH + 3)

static void check(const struct ast *tree, const struct symtab *names, const struct source *file, ast_id id,
		  unsigned level)
{
	const struct ast_node *n = ast_at(tree, id);
	struct span s = ast_span(tree, id);
	struct decimal d;

	if (level > MOST_TALL || s.beg > s.end || s.beg < file->base || s.end > file->base + file->text.n)
		abort();
	if (n->kind >= AST_KINDS || !(n->flags & AST_DATA))
		abort();
	if (n->kind == AST_NUMBER && decimal_parse(sym_str(names, n->sym), &d) == DECIMAL_BAD)
		abort();
	if (n->kind == AST_FIELD && (!(n->flags & AST_SIMPLE) || !n->first || ast_next(tree, n->first)))
		abort();
	unsigned fields = 0;
	AST_EACH (tree, id, c) {
		check(tree, names, file, c, level + 1);
		/* Not all pairs of a large map. */
		for (ast_id e = ast_next(tree, c); n->kind == AST_BLOCK && e && fields < 20; e = ast_next(tree, e))
			if (!(n->flags & AST_ROOT) && ast_at(tree, e)->sym == ast_at(tree, c)->sym)
				abort();
		fields++;
	}
}

static void read(const char *text, size_t size,
		 ast_id (*reader)(struct ast *, struct symtab *, const struct source *, struct diags *))
{
	struct mem mem;
	struct arena arena;
	struct sources sources;
	struct symtab names;
	struct ast tree;
	struct diags diags;
	const struct source *file;
	uint32_t number;
	ast_id root;

	mem_init(&mem);
	arena_init(&arena, &mem);
	sources_init(&sources, &arena);
	symtab_init(&names, &arena, NULL);
	ast_init(&tree, &arena, NULL, 0);
	diags_init(&diags, &arena, 100);
	number = sources_add(&sources, "fuzz", str_make(text, size));
	file = &sources.files.v[number];
	root = reader(&tree, &names, file, &diags);
	if (ast_kind(&tree, root) != AST_BLOCK || mem.holds)
		abort();
	check(&tree, &names, file, root, 0);
	for (uint32_t i = 0; i < diags.list.n; i++) {
		struct span at = diags.list.v[i]->span;

		if (at.beg < file->base || at.beg > at.end || at.end > file->base + file->text.n)
			abort();
	}
	arena_free(&arena);
	if (mem.used)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size ? size : 1); /* exactly as long, so that reading past the end is seen */

	if (!text)
		return 0;
	memcpy(text, data, size);
	read(text, size, yaml_objects);
	read(text, size, yaml_values);
	free(text);
	return 0;
}
