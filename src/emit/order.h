/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_EMIT_ORDER_H
#define WK8S_EMIT_ORDER_H

/*
 * order: the order in which objects are to be applied, or are written in the source.
 */

#include "object/node.h"

/*
 * Sorts the N objects at V by the rank of their kind if S is given, within a
 * rank by their place in the source (seq); equal ones stay as they are. Needs
 * room for as many pointers in ARENA.
 */
void order_objects(const struct schema *s, struct arena *arena, struct object **v, size_t n);

#endif
