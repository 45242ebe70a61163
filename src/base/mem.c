/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mem: counting what is in use, and the jump when there is no more.
 */

#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>

void mem_init(struct mem *mem)
{
	mem->used = 0;
	mem->peak = 0;
	mem->limit = 0;
	mem->fail_at = -1;
	mem->unwind = NULL;
	mem->holds = NULL;
}

void mem_hold(struct mem *mem, struct mem_hold *hold)
{
	hold->next = mem->holds;
	mem->holds = hold;
}

void mem_let_go(struct mem *mem, struct mem_hold *hold)
{
	mem->holds = hold->next;
	hold->release(hold->ctx);
}

_Noreturn void mem_out(struct mem *mem)
{
	while (mem->holds)
		mem_let_go(mem, mem->holds);
	if (!mem->unwind)
		abort();
	longjmp(*mem->unwind, 1);
}

/* Shrinking never fails, so that cleaning up needs no plan for failure. */
static void check_request(struct mem *mem, size_t old, size_t new_size)
{
	if (new_size <= old)
		return;
	if (mem->fail_at > 0 && --mem->fail_at == 0)
		mem_out(mem);
	if (new_size > PTRDIFF_MAX)
		mem_out(mem);
	if (mem->limit && (mem->used > mem->limit || new_size - old > mem->limit - mem->used))
		mem_out(mem);
}

void *mem_resize(struct mem *mem, void *p, size_t old, size_t new_size)
{
	void *q;

	if (new_size == 0) {
		free(p);
		mem->used -= old;
		return NULL;
	}
	check_request(mem, old, new_size);
	q = realloc(p, new_size);
	if (!q) {
		if (new_size <= old)
			return p;
		mem_out(mem);
	}
	mem->used += new_size - old;
	if (mem->used > mem->peak)
		mem->peak = mem->used;
	return q;
}
