/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_EMIT_YAML_H
#define WK8S_EMIT_YAML_H

/*
 * yaml: objects as YAML documents.
 *
 * Block style, lists at their parent's indent, two blanks a level; long lines
 * are never folded. Entries that are absent are not written. Output goes into
 * a buffer as it is made, nothing is kept.
 */

#include "base/buf.h"
#include "object/node.h"

struct yaml {
	struct buf *buf;
	struct symtab *names;
	uint32_t documents; /* written so far */
	/* Told of each value before the line that it begins on is written; NULL: nobody. */
	void (*begins)(void *ctx, const struct node *value);
	void *begins_ctx;
};

/* Makes YAML write to BUF; NAMES are those of the trees (the styles found are kept there). */
void yaml_begin(struct yaml *yaml, struct buf *buf, struct symtab *names);

/* Writes ROOT as the next document, with `---` before it unless it is the first. */
void yaml_document(struct yaml *yaml, const struct node *root);

/* Passes TEXT, one document or several, through as it is, set off by `---` where it does not begin with that itself. */
void yaml_verbatim(struct yaml *yaml, struct str text);

/* Writes a value that is no object: a map, a list or a scalar, its last newline included. */
void yaml_value(struct yaml *yaml, const struct node *value);

#endif
