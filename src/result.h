/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a unit gives: its objects and the texts that are passed through, in the
 * order of writing, as one text of YAML or JSON, in parts, as a list, or as the
 * place where a line of it was made. Above this are only the phases themselves
 * (wk8s.c).
 */
#ifndef RESULT_H
#define RESULT_H

#include "query/list.h"
#include "wk8s.h"

struct result {
	struct unit *unit;
	struct wk8s_build *job;       /* says the form; gets the number of objects */
	struct buf *out;              /* where it is written */
	struct buf *scratch;          /* what is written to be looked at */
	VEC(struct object *) objects; /* on their way out */
	VEC(struct piece) pieces;     /* these and texts that are passed through, in the order of writing */
};

/* Finds the objects that are to be written, in order of the source. */
void result_collect(struct result *r);
/* False, with a message, if what there is cannot be written in the form that is wanted. */
bool result_writable(struct result *r);
/* Writes all, collected before; R->out->error is set if that failed, to an errno value. */
void result_write(struct result *r);
/* Writes the collected objects as a JSON list, in order as they are. */
void result_dump(struct result *r);
/* Lists what was collected, or the images in it. */
void result_write_list(struct result *r, bool images, enum list_form form);
/* The value on line N, from 1, of the YAML of what was collected; NULL if there is none, or no object's. */
const struct node *result_on_line(struct result *r, unsigned long n);

#endif
