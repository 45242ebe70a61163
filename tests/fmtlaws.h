/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_TESTS_FMTLAWS_H
#define WK8S_TESTS_FMTLAWS_H

/*
 * fmtlaws: what holds of every text that parses and its layout: the same tree,
 * the same comments in the same order, and a layout that is its own layout.
 */

#include "fmt/fmt.h"
#include "syntax/parse.h"

#include <string.h>

/* A text, its tree and its layout. */
struct laid_out {
	struct arena arena;
	struct sources sources;
	struct symtab names;
	struct ast tree;
	struct diags diags;
	struct buf dump, comments, out, scratch;
};

static inline void laid_out_free(struct laid_out *l)
{
	buf_free(&l->dump);
	buf_free(&l->comments);
	buf_free(&l->out);
	buf_free(&l->scratch);
	arena_free(&l->arena);
}

/* Comments, one a line, without blanks at their ends. */
static inline void list_comments(struct laid_out *l)
{
	for (uint32_t i = 0; i < l->tree.comments.n; i++) {
		struct str text = sources_text(&l->sources, l->tree.comments.v[i].span);

		while (text.n && strchr(" \t", text.p[text.n - 1]))
			text.n--;
		buf_str(&l->comments, text);
		buf_putc(&l->comments, '\n');
	}
}

/* Lays the N bytes at TEXT out; false if they do not parse. */
static inline bool lay_out(struct laid_out *l, struct mem *mem, const char *text, size_t n)
{
	const struct source *file;
	uint32_t number;
	ast_id root;

	arena_init(&l->arena, mem);
	sources_init(&l->sources, &l->arena);
	symtab_init(&l->names, &l->arena, NULL);
	ast_init(&l->tree, &l->arena, NULL, 0);
	diags_init(&l->diags, &l->arena, 10);
	buf_init(&l->dump, mem);
	buf_init(&l->comments, mem);
	buf_init(&l->out, mem);
	buf_init(&l->scratch, mem);
	number = sources_add(&l->sources, "text", str_make(text, n));
	file = &l->sources.files.v[number];
	root = parse(&l->tree, &l->names, file, &l->diags);
	if (l->diags.errors)
		return false;
	dump_ast(&l->dump, &l->tree, &l->names, root);
	list_comments(l);
	fmt(&l->out, &l->scratch, &l->tree, &l->names, file, root);
	return true;
}

static inline bool same_bytes(const struct buf *a, const struct buf *b)
{
	return a->n == b->n && (!a->n || memcmp(a->p, b->p, a->n) == 0);
}

/* What does not hold of the N bytes at TEXT; NULL if all holds. *PARSES says whether they parse at all. */
static inline const char *broken_law(struct mem *mem, const char *text, size_t n, bool *parses)
{
	struct laid_out once, twice;
	const char *law = NULL;

	*parses = lay_out(&once, mem, text, n);
	if (!*parses) {
		laid_out_free(&once);
		return NULL;
	}
	if (!lay_out(&twice, mem, once.out.n ? once.out.p : "", once.out.n))
		law = "the layout does not parse";
	else if (!same_bytes(&once.dump, &twice.dump))
		law = "the layout has another tree";
	else if (!same_bytes(&once.comments, &twice.comments))
		law = "the layout has other comments";
	else if (!same_bytes(&once.out, &twice.out))
		law = "the layout has another layout";
	else if (once.out.n && (once.out.p[0] == '\n' || once.out.p[once.out.n - 1] != '\n'))
		law = "an empty line begins the layout, or no new line ends it";
	laid_out_free(&twice);
	laid_out_free(&once);
	return law;
}

#endif
