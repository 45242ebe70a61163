/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_EMIT_JSON_H
#define WK8S_EMIT_JSON_H

/*
 * json: values and objects as JSON. Objects are indented by two blanks a level. All of them are one
 * `v1` `List`: what kubectl prints, and takes, where one text of JSON holds
 * several objects. It is no kind of the API, so the library has none.
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

/* Writes NODE alone, inner lines STEP blanks further in; STEP 0: on one line without blanks. No newline behind it. */
void json_value(struct buf *buf, struct symtab *names, const struct node *node, uint32_t step);

/* Writes S as a JSON string with its quotes; DEL is escaped as the other controls are where that is asked for. */
void json_quoted(struct buf *buf, struct str s, bool escape_del);

#endif
