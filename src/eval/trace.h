/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_EVAL_TRACE_H
#define WK8S_EVAL_TRACE_H

/*
 * trace: how one value came to be. While unit.trace is set and a field is
 * read (eval_steps), what sets the field and what its value is made of is
 * noted, in order.
 */

#include "eval/unit.h"

struct trace_step {
	struct span span;
	const char *label; /* "the default of the parameter `tag`" */
};

struct trace {
	VEC(struct trace_step) steps;
	VEC(const struct instance *) reads; /* objects that a row of derivation looked at */
	const sym *way;                     /* to the field that is asked for */
	uint32_t n;
	uint32_t at;     /* so many steps of it are behind; TRACE_OFF: it is elsewhere */
	bool armed;      /* the field has not been met yet, in this layer */
	uint32_t inside; /* > 0: its value is being evaluated */
};

#define TRACE_OFF UINT32_MAX

/* Evaluation goes one step further, to KEY. */
void trace_step(struct trace *t, sym key);
/* Is it the very field that the item AT sets? Then what follows is its value. */
bool trace_begin(struct unit *u, ast_id at);
/* The same for KEY of the map MAP, both from here on. */
struct step;
bool trace_key(struct unit *u, sym map, const struct step *key);
void trace_end(struct unit *u, bool begun);

/* A local or function that the value is made of; a member of an object; a patch that follows. */
void trace_local(struct unit *u, const struct local *l);
void trace_call(struct unit *u, const struct local *fn);
void trace_object(struct unit *u, const struct instance *inst);
void trace_layer(struct unit *u);
/* The field that the N steps at WAY lead to is read from an object: it is traced too, until trace_leave. */
struct trace trace_enter(struct unit *u, const sym *way, uint32_t n);
void trace_leave(struct unit *u, const struct trace *before);

#endif
