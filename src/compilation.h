/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COMPILATION_H
#define COMPILATION_H

/*
 * compilation: what is around the phases of one compilation: memory, texts,
 * tables, messages, time. What is done in it is its task; wk8s.c has those that
 * compile, asked.c those that do not.
 */

#include "eval/declare.h"
#include "load/load.h"
#include "result.h"
#include "text/files.h"
#include "text/render.h"

#include <setjmp.h>

/* Everything of one compilation. All of it dies together. */
struct compilation {
	struct wk8s_build *job;
	void (*task)(struct compilation *c);
	void (*finish)(struct compilation *c, struct result *result); /* for `compile`: what is done with the result */
	void *asked;                                                  /* for these two: what the caller wants */
	bool bare; /* the names and trees of the library are not needed */
	struct mem mem;
	jmp_buf unwind;
	struct arena arena;
	struct files files;
	struct sources sources;
	struct diags diags;
	struct symtab names;
	struct ast tree;
	struct modules modules;
	struct declared declared;
	VEC(struct module *) params; /* values of parameters: later ones win */
	VEC(struct module *) live;   /* what to compare with */
	struct buf out;              /* the result */
	struct buf err;              /* the messages */
	struct buf scratch;          /* what is written to be looked at */
	uint64_t started;            /* the running phase */
};

/* C has its job and task: does it all. */
enum wk8s_status compilation_run(struct compilation *c);

/* The same in three steps, for one within another, whose memory may run out between them. */
void compilation_begin(struct compilation *c);
enum wk8s_status compilation_go(struct compilation *c);
void compilation_end(struct compilation *c);

/* The time since the last lap went to PHASE. */
void compilation_lap(struct compilation *c, enum wk8s_phase phase);
/* How messages are written. */
enum render_format compilation_format(const struct compilation *c);

/* wk8s.c: the task that compiles. */
void compile(struct compilation *c);

#endif
