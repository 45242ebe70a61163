/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mistakes: parses the files named and writes on standard error what bison's
 * trace says of it, a line `File PATH` before each text and a line `Mistake`
 * wherever a message about syntax is due: the state that the trace named last
 * is then the one that had no use for the token. For tests/productions.sh.
 */
#include "base/mem.h"
#include "syntax/parse.h"
#include "text/diag.h"
#include "text/source.h"

/* The compiler's own is called by the one below. */
#define report_syntax note_mistake
#include "tests/productions/traced.c"
#undef report_syntax

#include <stdlib.h>

void report_syntax(struct parser *ps, const char *const *expected, int n);

void note_mistake(struct parser *ps, const char *const *expected, int n)
{
	fputs("Mistake\n", stderr);
	report_syntax(ps, expected, n);
}

static char *read_text(const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	char *p = malloc(1 << 20);

	if (!f || !p) {
		perror(path);
		exit(1);
	}
	*n = fread(p, 1, 1 << 20, f);
	fclose(f);
	return p;
}

static void parse_file(const char *path)
{
	struct mem mem;
	struct arena arena;
	struct sources sources;
	struct diags diags;
	struct symtab names;
	struct ast tree;
	size_t n;
	char *p = read_text(path, &n);

	mem_init(&mem);
	arena_init(&arena, &mem);
	sources_init(&sources, &arena);
	diags_init(&diags, &arena, 100);
	symtab_init(&names, &arena, NULL);
	ast_init(&tree, &arena, NULL, 0);
	sources_add(&sources, path, str_make(p, n));
	fprintf(stderr, "File %s\n", path);
	parse(&tree, &names, &sources.files.v[0], &diags);
	arena_free(&arena);
	free(p);
}

int main(int argc, char **argv)
{
	wk8s_debug = 1;
	for (int i = 1; i < argc; i++)
		parse_file(argv[i]);
	return 0;
}
