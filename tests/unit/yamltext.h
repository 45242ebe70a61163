/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_TESTS_UNIT_YAMLTEXT_H
#define WK8S_TESTS_UNIT_YAMLTEXT_H

/*
 * yamltext: for tests of syntax/yamlread, a text that is read, and its tree or its
 * messages as text.
 */

#include "syntax/yamlread.h"

#include "syntax/parse.h"

#define FIXTURE_MORE ast_id root;
#include "fixture.h"

typedef ast_id reader(struct ast *, struct symtab *, const struct source *, struct diags *);

static inline void reset(struct fixture *f)
{
	buf_free(&f->out);
	arena_free(&f->arena);
	assert_int_equal(f->mem.used, 0);
	open_tables(f);
}

/* No node without AST_DATA, no child outside of the file. */
static inline void check_sound(const struct fixture *f, const struct source *file, ast_id id)
{
	struct span at = ast_span(&f->tree, id);

	assert_true(ast_at(&f->tree, id)->flags & AST_DATA);
	assert_true(at.beg <= at.end && at.beg >= file->base && at.end <= file->base + file->text.n);
	AST_EACH (&f->tree, id, c)
		check_sound(f, file, c);
}

static inline void read_bytes(struct fixture *f, reader *read, const char *text, size_t n)
{
	uint32_t number;

	reset(f);
	/* Another file before it, so that positions are no offsets. */
	sources_add(&f->sources, "other", str_of("# other\n"));
	number = sources_add(&f->sources, "x.yaml", str_make(text, n));
	f->root = read(&f->tree, &f->names, &f->sources.files.v[number], &f->diags);
	assert_int_equal(ast_kind(&f->tree, f->root), AST_BLOCK);
	check_sound(f, &f->sources.files.v[number], f->root);
	assert_null(f->mem.holds);
}

static inline void read_text(struct fixture *f, reader *read, const char *text)
{
	read_bytes(f, read, text, strlen(text));
}

static inline const char *text_of(struct fixture *f)
{
	buf_putc(&f->out, '\0');
	return f->out.p;
}

/* ` data` behind each line says nothing new: check_sound has seen it. */
static inline void dump(struct fixture *f, ast_id id)
{
	static const char mark[] = " data\n";
	size_t from = 0, to = 0;

	dump_ast(&f->out, &f->tree, &f->names, id);
	while (from < f->out.n) {
		size_t n = sizeof mark - 1;

		if (f->out.n - from >= n && memcmp(f->out.p + from, mark, n) == 0)
			from += n - 1;
		f->out.p[to++] = f->out.p[from++];
	}
	f->out.n = to;
}

static inline void show_messages(struct fixture *f)
{
	diags_sort(&f->diags);
	for (uint32_t i = 0; i < f->diags.list.n; i++) {
		const struct diag *d = f->diags.list.v[i];
		struct place beg = sources_place(&f->sources, d->span.beg);

		buf_printf(&f->out, "%u:%u+%u %s %s", beg.line, beg.col, d->span.end - d->span.beg,
			   diag_code_text(d->code), d->message);
		if (*d->label)
			buf_printf(&f->out, " / %s", d->label);
		for (uint32_t k = 0; k < d->also.n; k++) {
			struct place also = sources_place(&f->sources, d->also.v[k].span.beg);

			buf_printf(&f->out, " / %u:%u+%u %s", also.line, also.col,
				   d->also.v[k].span.end - d->also.v[k].span.beg, d->also.v[k].label);
		}
		for (uint32_t k = 0; k < d->helps.n; k++)
			buf_printf(&f->out, " = %s", d->helps.v[k]);
		buf_putc(&f->out, '\n');
	}
}

static inline void check_tree(struct fixture *f, reader *read, const char *text, const char *tree)
{
	read_text(f, read, text);
	show_messages(f);
	AST_EACH (&f->tree, f->root, c)
		dump(f, c);
	assert_string_equal(text_of(f), tree);
}

static inline void check_messages(struct fixture *f, reader *read, const char *text, const char *messages)
{
	read_text(f, read, text);
	show_messages(f);
	assert_string_equal(text_of(f), messages);
}

#endif
