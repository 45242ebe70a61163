/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_EVAL_INDEX_H
#define WK8S_EVAL_INDEX_H

/*
 * index: a hash table from (namespace, name) to instances.
 */

#include "base/intern.h"
#include "base/vec.h"

struct instance;

struct index_entry {
	struct index_entry *next; /* in the slot */
	struct instance *inst;
	sym namespace_, name;
};

struct name_index {
	struct index_entry **slots;
	uint32_t mask;
	uint32_t n; /* entries */
};

/* Adds INST under that namespace and name. */
void index_add(struct arena *arena, struct name_index *index, sym namespace_, sym name, struct instance *inst);

/* The newest entry of that namespace and name, and the ones before it; NULL at the end. */
struct index_entry *index_first(const struct name_index *index, sym namespace_, sym name);
struct index_entry *index_next(const struct index_entry *e);

#endif
