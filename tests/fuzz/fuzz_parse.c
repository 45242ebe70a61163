/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_parse: any bytes are parsed, dumped and copied, and the tree is sound:
 * spans lie in the file, children in their parents' chain, no tree too tall.
 *
 *	clang -fsanitize=fuzzer,address -Isrc -I<build>/src tests/fuzz/fuzz_parse.c ...
 */
#include "syntax/parse.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The limit of syntax/make.h on the height of a tree, with the root. */
#define MOST_TALL (4 * PARSE_MAX_DEPTH + 1)

static void check(const struct ast *tree, const struct source *file, ast_id id, unsigned level)
{
	struct span s = ast_span(tree, id);

	if (level > MOST_TALL || s.beg > s.end || s.beg < file->base || s.end > file->base + file->text.n)
		abort();
	if (ast_kind(tree, id) >= AST_KINDS)
		abort();
	AST_EACH (tree, id, c)
		check(tree, file, c, level + 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mem mem;
	struct arena arena;
	struct sources sources;
	struct symtab names;
	struct ast tree, copy;
	struct diags diags;
	struct buf out;
	struct source *file;
	uint32_t number;
	ast_id root;
	char *text = malloc(size ? size : 1); /* exactly as long, so that reading past the end is seen */

	if (!text)
		return 0;
	memcpy(text, data, size);
	mem_init(&mem);
	arena_init(&arena, &mem);
	sources_init(&sources, &arena);
	symtab_init(&names, &arena, NULL);
	ast_init(&tree, &arena, NULL, 0);
	ast_init(&copy, &arena, NULL, 0);
	diags_init(&diags, &arena, 100);
	buf_init(&out, &mem);
	number = sources_add(&sources, "fuzz", str_make(text, size));
	file = &sources.files.v[number];
	root = parse(&tree, &names, file, &diags);
	if (ast_kind(&tree, root) != AST_BLOCK)
		abort();
	check(&tree, file, root, 0);
	dump_ast(&out, &copy, &names, ast_copy(&copy, &tree, root));
	dump_tokens(&out, &arena, file);
	diags_sort(&diags);
	buf_free(&out);
	arena_free(&arena);
	free(text);
	return 0;
}
