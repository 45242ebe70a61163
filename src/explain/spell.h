/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_EXPLAIN_SPELL_H
#define WK8S_EXPLAIN_SPELL_H

/*
 * spell: types, paths and expressions of the library as the language has
 * them. All texts live in the arena.
 */

#include "explain/explain.h"

/* "[Container]", "{string: Quantity}", "int32". */
const char *spell_type(struct explain *x, type_id type);

/* "spec.template.spec". */
const char *spell_path(struct explain *x, path_id path);
/* The field's name as a key, `"$ref"`. */
const char *spell_field(struct explain *x, field_id field);
/* The name S as a key; as it is where it cannot be one. */
const char *spell_key(struct explain *x, sym s);
const char *spell_steps(struct explain *x, const field_id *steps, uint32_t n);
/* The path of a directive, which may end in a key: "spec.resources.requests.storage". */
const char *spell_dir_path(struct explain *x, const struct schema_dir *d);

/* "a Secret, ConfigMap", each kind once, those that the target has; a set that has a name is called by that, or FULL
 * with its kinds. */
const char *spell_one_of(struct explain *x, kinds_id set, bool full);

/* The expression AT of the library, on one line. */
const char *spell_expr(struct explain *x, ast_id at);

/* The name S with a NUL behind. */
const char *spell_sym(struct explain *x, sym s);

#endif
