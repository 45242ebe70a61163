/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_EMIT_SCALAR_H
#define WK8S_EMIT_SCALAR_H

/*
 * scalar: how a string is written in YAML; the one place that decides.
 *
 * Readers of YAML 1.1 and of YAML 1.2 must both get the same bytes back, and
 * a string: never null, a boolean, a number, a date, a merge key. Where any
 * known reader might see something else, there are quotes; a few too many
 * quotes do no harm.
 *
 * The style depends on the bytes alone, so it is kept beside an interned
 * string (sym_mark) and built into the table of the library's names.
 */

#include "base/buf.h"

#include <stdint.h>

enum scalar_style {
	SCALAR_UNKNOWN, /* not yet decided: an empty mark */
	SCALAR_PLAIN,   /* text */
	SCALAR_DOUBLE,  /* "text" with nothing to escape */
	SCALAR_SINGLE,  /* 'text', where it has quotes or backslashes */
	SCALAR_ESCAPED, /* "te\txt" */
	SCALAR_LITERAL  /* lines below `|`; as a key: escaped */
};

/* The enum scalar_style of the N bytes of UTF-8 at P; never SCALAR_UNKNOWN. */
uint8_t scalar_style(const char *p, size_t n);

/* Writes S in a style on one line: any but SCALAR_LITERAL, which is written escaped. */
void scalar_write(struct buf *buf, struct str s, uint8_t style);

/* Writes S as a literal block with its lines at INDENT, the last newline included. */
void scalar_write_literal(struct buf *buf, struct str s, uint32_t indent);

/*
 * May S be a key before `:` on its line? YAML limits those to 1024
 * characters; longer ones are written behind `? `.
 */
bool scalar_fits_key(struct str s, uint8_t style);

#endif
