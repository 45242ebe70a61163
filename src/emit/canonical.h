/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_EMIT_CANONICAL_H
#define WK8S_EMIT_CANONICAL_H

/*
 * canonical: the one text of JSON that a value has, by RFC 8785, so that it
 * can be hashed: no blanks, keys in order of their UTF-16 code units, numbers
 * as ECMAScript prints them.
 */

#include "base/buf.h"
#include "object/node.h"

/* Writes NODE; memory for sorting comes from ARENA. */
void canonical_json(struct buf *buf, struct symtab *names, struct arena *arena, const struct node *node);

/* Writes the number that the text S of JSON means, rounded to a double as the RFC has it. */
void canonical_number(struct buf *buf, struct str s);

/* The order of keys: below, at or above 0. */
int canonical_order(struct str a, struct str b);

#endif
