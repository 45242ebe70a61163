/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_TESTS_UNIT_FIXTURE_H
#define WK8S_TESTS_UNIT_FIXTURE_H

/*
 * fixture: for tests that read texts, what all of them need, empty at the
 * beginning of each test. Who needs more names its fields in FIXTURE_MORE,
 * before this file is included.
 */

#include "base/buf.h"
#include "syntax/ast.h"
#include "text/diag.h"
#include "text/source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#ifndef FIXTURE_MORE
#define FIXTURE_MORE
#endif

struct fixture {
	struct mem mem;
	struct arena arena;
	struct sources sources;
	struct symtab names;
	struct ast tree;
	struct diags diags;
	struct buf out;
	FIXTURE_MORE
};

static inline void open_tables(struct fixture *f)
{
	arena_init(&f->arena, &f->mem);
	sources_init(&f->sources, &f->arena);
	symtab_init(&f->names, &f->arena, NULL);
	ast_init(&f->tree, &f->arena, NULL, 0);
	diags_init(&f->diags, &f->arena, 100);
	buf_init(&f->out, &f->mem);
}

static inline int setup(void **state)
{
	static const struct fixture empty;
	struct mem mem;
	struct fixture *f;

	mem_init(&mem);
	f = mem_resize(&mem, NULL, 0, sizeof *f);
	*f = empty;
	mem_init(&f->mem);
	open_tables(f);
	*state = f;
	return 0;
}

static inline int teardown(void **state)
{
	struct fixture *f = *state;
	struct mem mem;
	bool leak;

	buf_free(&f->out);
	arena_free(&f->arena);
	leak = f->mem.used != 0;
	mem_init(&mem);
	mem_resize(&mem, f, sizeof *f, 0);
	return leak;
}

#endif
