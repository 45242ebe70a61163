/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_QUERY_LIST_H
#define WK8S_QUERY_LIST_H

/*
 * list: what a result holds, without the holding: its objects and where they
 * are written, or the images that they use. Which fields are images is said by
 * the types (TYPE_IMAGE).
 */

#include "base/buf.h"
#include "eval/unit.h"

/* A document of the result: an object, or a text that is passed through. */
struct piece {
	struct object *object;
	const struct raw *raw;
};

enum list_form { LIST_TABLE, LIST_JSON };

/* A line for each of the N pieces at V, in their order. */
void list_pieces(struct unit *u, const struct piece *v, uint32_t n, enum list_form form, struct buf *out);

/* Each image once, by bytes, with the objects that use it; a warning for each text in which there may be others. */
void list_images(struct unit *u, const struct piece *v, uint32_t n, enum list_form form, struct buf *out);

#endif
