/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_EMIT_JSON_H
#define WK8S_EMIT_JSON_H

/*
 * json: objects as JSON, one List of all, indented by two blanks a level.
 *
 *	json_begin(&json, buf, names);
 *	json_item(&json, &object->root);
 *	json_end(&json);
 */

#include "base/buf.h"
#include "object/node.h"

struct json {
	struct buf *buf;
	struct symtab *names;
	uint32_t items; /* written so far */
};

/* Begins the List; NAMES are those of the trees. */
void json_begin(struct json *json, struct buf *buf, struct symtab *names);
/* Writes ROOT as its next item. */
void json_item(struct json *json, const struct node *root);
/* Closes the List. */
void json_end(struct json *json);

/* Writes NODE alone, its inner lines INDENT blanks further in than the line it is on; no newline behind it. */
void json_node(struct buf *buf, struct symtab *names, const struct node *node, uint32_t indent);

/* Writes S as a JSON string with its quotes. */
void json_quoted(struct buf *buf, struct str s);

#endif
