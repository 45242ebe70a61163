/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mkstdlib: compiles the standard library when wk8sc is built.
 *
 *	mkstdlib FILE.wk8s...		prints a C file that defines schema_stdlib
 *	mkstdlib --man FILE.wk8s...	prints the body of wk8s-stdlib.7
 *	mkstdlib --sizes FILE.wk8s...	prints how many rows and bytes the tables have
 *
 * A file's module is its name without `.wk8s`. Mistakes are printed like any
 * of wk8sc's messages, and the exit status is 1.
 */
#include "mkstdlib.h"

#include <errno.h>
#include <stdio.h>

#include "schema/build.h"
#include "syntax/parse.h"
#include "text/render.h"

static const char *const words[] = {
#define WORD(id, text) text,
#include "schema/words.def"
#undef WORD
};

struct library {
	struct mem mem;
	struct arena arena;
	struct sources sources;
	struct symtab names;
	struct ast tree;
	struct diags diags;
	struct build_module *modules;
	uint32_t nmodules;
	struct schema schema;
};

/* The text of the file at PATH, in ARENA; false after a message. */
static bool read_file(struct arena *arena, const char *path, struct str *out)
{
	FILE *f = fopen(path, "rb");
	size_t cap = 1u << 16, n = 0, got = 0;
	char *text = arena_alloc(arena, cap);

	while (f && (got = fread(text + n, 1, cap - n, f)) > 0) {
		n += got;
		if (n == cap) {
			text = arena_grow(arena, text, cap, 2 * cap);
			cap *= 2;
		}
	}
	if (!f || ferror(f)) {
		fprintf(stderr, "mkstdlib: cannot read %s: %s\n", path, strerror(errno));
		if (f)
			fclose(f);
		return false;
	}
	fclose(f);
	*out = str_make(text, n);
	return true;
}

/* "apps.v1" of "lib/stdlib/k8s/apps.v1.wk8s". */
static const char *module_name(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
	size_t n = strlen(base);

	if (n > 5 && !strcmp(base + n - 5, ".wk8s"))
		n -= 5;
	return arena_strndup(arena, base, n);
}

/* Independent of where the source tree is: from the last folder `stdlib` on. */
static const char *shown_path(struct arena *arena, const char *path)
{
	const char *at = path, *found = NULL, *slash = strrchr(path, '/');

	while ((at = strstr(at, "stdlib/")) != NULL) {
		if (at == path || at[-1] == '/')
			found = at;
		at++;
	}
	return found ? found : arena_printf(arena, "stdlib/%s", slash ? slash + 1 : path);
}

static bool load(struct library *lib, char **paths, int n)
{
	struct arena *arena = &lib->arena;

	lib->modules = ARENA_NEW(arena, struct build_module, n);
	for (int i = 0; i < n; i++) {
		struct str text;
		if (!read_file(arena, paths[i], &text))
			return false;
		uint32_t file = sources_add(&lib->sources, paths[i], text);
		struct build_module m = {.name = module_name(arena, paths[i]), .file = shown_path(arena, paths[i])};
		m.root = parse(&lib->tree, &lib->names, &lib->sources.files.v[file], &lib->diags);
		lib->modules[lib->nmodules++] = m;
	}
	return true;
}

static int report(struct library *lib)
{
	struct buf out;

	buf_init(&out, &lib->mem);
	diags_sort(&lib->diags);
	render_diags(&out, &lib->sources, &lib->diags, RENDER_HUMAN, false);
	if (out.n)
		fwrite(out.p, 1, out.n, stderr);
	buf_free(&out);
	return lib->diags.errors ? 1 : 0;
}

static int write_out(struct library *lib, void (*print)(struct buf *out, const struct schema *s, struct arena *arena))
{
	struct buf out;
	int status = 0;

	buf_init(&out, &lib->mem);
	print(&out, &lib->schema, &lib->arena);
	if ((out.n && fwrite(out.p, 1, out.n, stdout) != out.n) || fflush(stdout)) {
		fprintf(stderr, "mkstdlib: cannot write: %s\n", strerror(errno));
		status = 3;
	}
	buf_free(&out);
	return status;
}

static int run(struct library *lib, char **paths, int n,
	       void (*print)(struct buf *out, const struct schema *s, struct arena *arena))
{
	struct build_input in = {.arena = &lib->arena,
				 .names = &lib->names,
				 .tree = &lib->tree,
				 .sources = &lib->sources,
				 .diags = &lib->diags};

	arena_init(&lib->arena, &lib->mem);
	sources_init(&lib->sources, &lib->arena);
	symtab_init(&lib->names, &lib->arena, NULL);
	ast_init(&lib->tree, &lib->arena, NULL, 0);
	diags_init(&lib->diags, &lib->arena, 100);
	if (!load(lib, paths, n))
		return 3;
	in.modules = lib->modules;
	in.nmodules = lib->nmodules;
	if (!lib->diags.errors)
		build_schema(&in, &lib->schema);
	if (report(lib))
		return 1;
	build_freeze(&lib->arena, &lib->schema, &lib->names, &lib->tree, words, sizeof words / sizeof *words);
	return write_out(lib, print);
}

int main(int argc, char **argv)
{
	void (*print)(struct buf * out, const struct schema *s, struct arena *arena) = mkstdlib_print;
	struct library lib = {0};
	int at = 2, status;

	if (argc > 1 && !strcmp(argv[1], "--man"))
		print = mkstdlib_man;
	else if (argc > 1 && !strcmp(argv[1], "--sizes"))
		print = mkstdlib_sizes;
	else
		at = 1;
	if (at >= argc || argv[at][0] == '-') {
		fprintf(stderr, "usage: mkstdlib [--man | --sizes] FILE.wk8s...\n");
		return 2;
	}
	mem_init(&lib.mem);
	status = run(&lib, argv + at, argc - at, print);
	arena_free(&lib.arena);
	return status;
}
