/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_SCHEMA_BUILTIN_H
#define WK8S_SCHEMA_BUILTIN_H

/*
 * builtin: the types that no module declares, by name.
 */

#include "schema/schema.h"

/* What NAME means; TYPE_NOTHING if no such type is built in. */
enum type_form builtin_form(struct str name);

/* How FORM is written in a source; "list", "map" and "struct" for what has no name. */
const char *builtin_name(enum type_form form);

/* The names in turn, from 0; NULL behind the last one. */
const char *builtin_at(size_t index);

#endif
