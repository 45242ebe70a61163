/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_TEXT_PICTURE_H
#define WK8S_TEXT_PICTURE_H

/*
 * picture: lines of source with spans underlined and labelled.
 */

#include "text/pen.h"

/* Draws the source that D talks about, and sets PEN's gutter to its width. */
void picture_draw(struct pen *pen, const struct diag *d);

#endif
