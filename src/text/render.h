/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_TEXT_RENDER_H
#define WK8S_TEXT_RENDER_H

/*
 * render: diagnostics as text for people (source line, underline, labels) and
 * for tools (one line each as gcc prints them, JSON lines).
 */

#include "base/buf.h"
#include "text/diag.h"

enum render_format { RENDER_HUMAN, RENDER_GCC, RENDER_JSON };

/*
 * Writes all diagnostics, which diags_sort has ordered, and for RENDER_HUMAN
 * a closing line with the counts when there is more than one. COLOUR adds ANSI colours (human only).
 */
void render_diags(struct buf *out, struct sources *sources, const struct diags *diags, enum render_format format,
		  bool colour);

#endif
