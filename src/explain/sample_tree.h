/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_EXPLAIN_SAMPLE_TREE_H
#define WK8S_EXPLAIN_SAMPLE_TREE_H

/*
 * sample_tree: the body of a sample as a tree of keys and values, before it
 * is text. What the files of samples share.
 */

#include "explain/sample.h"

/* A key and what stands behind it: a text, or more keys. */
struct sprig {
	field_id field;    /* 0: the key of an entry or item */
	const char *key;   /* as it is written */
	const char *value; /* NULL: a block of `kids` */
	VEC(struct sprig *) kids;
};

/* How a sample is made; one that does not compile is made again in another way. */
enum sample_way {
	SAMPLE_APP = 1,        /* what an app derives is left to it */
	SAMPLE_REFERENCES = 2, /* names of other objects are bare words, and these are declared */
	SAMPLE_RULES =
		4, /* fields that rules read are written, not with their defaults; items have names of their own */
	SAMPLE_DERIVED = 8, /* what an app derives only where it can is written */
	SAMPLE_KEYS = 32,   /* items and entries are called as in the question */
	SAMPLE_LABELS = 16, /* pods have the labels that samples of selectors ask for */
};

struct maker {
	struct explain *x;
	const struct subject *subject;
	unsigned how;           /* enum sample_way */
	bool app;               /* out: something was left to the app */
	VEC(const char *) keys; /* of items: they differ */
	VEC(const char *) externs;
	field_id way[SUBJECT_ROOM]; /* to the field at hand, from the object */
	uint32_t nway;
	const field_id *done; /* the way to a field that the key of an item sets */
	uint32_t ndone;
	bool all; /* every field of the item at hand is written */
	uint32_t depth;
};

struct sprig *sprig_new(struct maker *m, struct sprig *in, const char *key, field_id field);

/* A value of a type that is no list, map or struct, as text (sample_value.c). */
const char *sample_scalar(struct maker *m, type_id type);
/* The key of an item or entry: of the type KEY, or of a map with KEY_FORMAT. */
const char *sample_key(struct maker *m, const struct schema_type *map, type_id key);
/* A bare word that names one of KINDS, which is declared for that, with a key or port behind; NULL: there are none. */
const char *sample_reference(struct maker *m, kinds_id kinds, enum dir_member member);

/* The kids of BODY as a source: what an object of the kind is (sample_write.c). */
const char *sample_write(struct maker *m, struct sprig *body, const char *head);
/* S on one line, as a value. */
const char *sample_inline(struct maker *m, const struct sprig *s);

#endif
