/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_BASE_MEM_H
#define WK8S_BASE_MEM_H

/*
 * mem: the one door to the C allocator.
 *
 * Every byte of the compiler comes from a `struct mem`. It counts what is in
 * use, can fail the Nth request (tests/oom), and never returns NULL: when
 * memory is out or over the limit it jumps to `unwind`, which wk8s.c sets at
 * the start of a compilation (and never moves while one runs).
 */

#include <setjmp.h>
#include <stddef.h>

struct mem {
	size_t used;            /* bytes in use now */
	size_t peak;            /* the highest `used` so far */
	size_t limit;           /* most bytes allowed, 0 for no limit */
	long fail_at;           /* fail when this counts down to 0; negative: never */
	jmp_buf *unwind;        /* where to go when memory is out; NULL aborts */
	struct mem_hold *holds; /* what is released before that, the newest first */
};

/*
 * Something that is not memory of a `struct mem` and has to be given back: what
 * another library has allocated. It stands on the stack of who uses that library.
 */
struct mem_hold {
	void (*release)(void *ctx); /* must not allocate */
	void *ctx;
	struct mem_hold *next;
};

/* Makes MEM empty, without limit, never failing. */
void mem_init(struct mem *mem);

/*
 * Resizes P from OLD to NEW bytes, like realloc: P may be NULL when OLD is 0,
 * NEW 0 frees and returns NULL. The caller owns the result. Does not return
 * when memory is out.
 */
void *mem_resize(struct mem *mem, void *p, size_t old, size_t new_size);

/* From now on HOLD, which is filled in but for `next`, is released when memory is out. */
void mem_hold(struct mem *mem, struct mem_hold *hold);

/* HOLD, the newest, is not held any more; releases it. */
void mem_let_go(struct mem *mem, struct mem_hold *hold);

/* Memory is out, as another library has found. */
_Noreturn void mem_out(struct mem *mem);

#endif
