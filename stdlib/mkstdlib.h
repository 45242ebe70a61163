/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_STDLIB_MKSTDLIB_H
#define WK8S_STDLIB_MKSTDLIB_H

/* mkstdlib: what the files of the build-time program share. */

#include "base/buf.h"
#include "schema/schema.h"

/* The tables as C (mkprint.c). */
void mkstdlib_print(struct buf *out, const struct schema *s, struct arena *arena);

/* Rows and bytes of each table (mkprint.c). */
void mkstdlib_sizes(struct buf *out, const struct schema *s, struct arena *arena);

/* The manual's tables of shorthands (mkman.c). */
void mkstdlib_man(struct buf *out, const struct schema *s, struct arena *arena);

#endif
