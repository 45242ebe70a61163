/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_QUERY_ANNOTATE_H
#define WK8S_QUERY_ANNOTATE_H

/*
 * annotate: the YAML with a comment behind each value that says where it
 * comes from: the line of a source, or the row of the library that derived it.
 */

#include "base/buf.h"
#include "eval/unit.h"

/* Writes the N objects at V, which are in order, to OUT. SCRATCH keeps what it is given: the caller frees it. */
void annotate_yaml(struct unit *u, struct object *const *v, uint32_t n, struct buf *out, struct buf *scratch);

#endif
