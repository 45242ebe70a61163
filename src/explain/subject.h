/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_EXPLAIN_SUBJECT_H
#define WK8S_EXPLAIN_SUBJECT_H

/*
 * subject: what a question names, `Deployment@apps/v1.containers.image`.
 *
 * It begins with a kind (by its name, plural or short name), a struct, a set
 * of kinds, a type that is built in, or a format. Behind it fields follow,
 * in full or as short as a source may have them; items of lists and entries
 * of maps may be named or not.
 */

#include "explain/explain.h"
#include "schema/format.h"

#define SUBJECT_ROOM 48

enum subject_sort { SUBJECT_KIND, SUBJECT_STRUCT, SUBJECT_SET, SUBJECT_BUILT_IN, SUBJECT_FORMAT };

/* A field on the way. */
struct subject_step {
	field_id field;
	sym key;    /* of the entry or item behind it; SYM_EMPTY: none was named */
	bool inner; /* what is behind is an item or entry, not the list or map itself */
};

struct subject {
	enum subject_sort sort;
	kind_id kind;
	kinds_id set;
	enum schema_format format;
	type_id from; /* the struct that the way begins at; of BUILT_IN: the type's form */
	struct subject_step steps[SUBJECT_ROOM];
	uint32_t n;
	type_id type;     /* what the way ends at */
	const char *text; /* the question without the last field, as it was spelled */
};

/* False after a diagnostic. */
bool subject_find(struct explain *x, struct str question, struct subject *out);

/* Is FIELD there in the target version? */
bool subject_serves(const struct explain *x, const struct schema_field *field);

/* Does the API server alone write the field, or one that it is in? */
bool subject_of_server(const struct explain *x, const struct subject *subject);

/* The struct behind lists and maps: what a type's fields are those of. */
type_id subject_inner(const struct schema *s, type_id type);

/* "StatefulSetSpec" of "apps.v1.StatefulSetSpec". */
struct str subject_base_name(struct str full);

#endif
