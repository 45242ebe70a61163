/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_SCHEMA_STRATA_H
#define WK8S_SCHEMA_STRATA_H

/*
 * strata: what strata.c (who depends on whom) and strata_read.c (what a row's
 * expressions read) share. See note [strata].
 */

#include "schema/build_state.h"

#define STRATA_CHAIN 8 /* longer chains are cut: the first names count */

struct root {
	kinds_id kinds; /* all 0: anything */
	type_id type;
	kind_id kind; /* just this one */
};

struct read {
	struct root root;
	sym chain[STRATA_CHAIN];
	unsigned n;
};

struct reads {
	struct read *v;
	uint32_t n, cap;
};

/* A chain as fields: of the root's struct, then as far as it goes through structs; the rest are keys and the like. */
struct fields {
	field_id v[STRATA_CHAIN + 12];
	unsigned n;
	sym key;     /* the name after the last field, or SYM_EMPTY */
	type_id end; /* the type of the last field, without lists and maps */
};

/* Adds all that the row's expressions read to OUT. */
void strata_reads(struct build *b, uint32_t number, struct reads *out);

/* R's chain as fields from KIND, whose short names are looked up along its lift path; false if it is none. */
bool strata_follow_kind(const struct build *b, const struct read *r, kind_id kind, struct fields *out);
/* The same from struct FROM; OUT is empty, or has the way to FROM. */
bool strata_follow(const struct build *b, const struct read *r, type_id from, struct fields *out);

/* TYPE without the lists and maps around it. */
type_id strata_inner(const struct build *b, type_id type);
bool strata_kind_in(const struct build *b, kinds_id set, kind_id kind);

#endif
