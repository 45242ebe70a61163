/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_SCHEMA_OPENAPI_MODEL_H
#define WK8S_SCHEMA_OPENAPI_MODEL_H

/*
 * openapi_model: OpenAPI documents merged into one list of declarations.
 * Between openapi_read.c, openapi_merge.c, openapi_write.c and openapi.c only.
 *
 * note [reach]: a field is marked `since` only where that says something new.
 * A type that came with 1.33 can only be reached through fields and kinds
 * that came then or later, and those are marked; so its own fields are
 * compared with the versions that the type can be reached in, and not with
 * the oldest document. Otherwise one mistake would be reported once a field.
 *
 * note [kin]: the facts are about the newest version of Kubernetes. A type
 * that is gone by then takes them from the type of the same name in another
 * version of its group, and failing that the order of its fields from any
 * type of that name.
 */

#include "base/buf.h"
#include "base/vec.h"

#include <jansson.h>
#include <stdio.h>

#define API_MAX_ERRORS 20 /* messages that are printed */
#define API_MAX_DEPTH 16  /* lists and maps within each other */
#define API_MAX_CHAIN 50  /* definitions that only name another one */
#define API_MAX_BYTES (256u << 20)

struct api_doc {
	const char *path;
	unsigned minor; /* 36 for Kubernetes 1.36 */
	json_t *root;   /* owned */
	json_t *defs;
};

enum api_form {
	API_STRUCT,
	API_KIND,  /* a struct with a group, version and kind */
	API_TYPE,  /* another name of a type expression */
	API_WORDS, /* a name for words, made from the facts */
	API_NAMED  /* a type that the language has: def->builtin */
};

struct api_field {
	const char *name;
	json_t *schema; /* of the newest document that has it */
	json_t *fact;   /* row of the facts on fields, or NULL */
	unsigned first, last;
	bool required, server;
};

struct api_def {
	enum api_form form;
	const char *full;      /* io.k8s.api.apps.v1.Deployment */
	const char *module;    /* apps.v1 */
	const char *name;      /* Deployment */
	const char *builtin;   /* API_NAMED */
	json_t *newest;        /* API_WORDS: the words */
	bool open;             /* API_WORDS: others are allowed */
	unsigned first, last;  /* minor versions that have it; of a kind, that serve it */
	unsigned from, to;     /* versions that it can be reached in, see note [reach] */
	json_t *facts, *order; /* see note [kin]; objects by field name, or NULL */
	const char *kin;       /* full name of the type that the facts are about, or NULL */
	const char *group;     /* API_KIND */
	const char *version;
	json_t *resource; /* API_KIND: its row, or NULL */
	VEC(struct api_field) fields;
};

struct api {
	struct arena arena;
	struct mem *mem;
	struct buf *errors;
	struct buf out; /* the module being written */
	FILE *file;     /* the file being read, or NULL */
	unsigned nerrors;
	bool unread;                                    /* a file could not be read at all */
	VEC(struct api_doc) docs;                       /* oldest first, once merged */
	VEC(struct api_def *) defs;                     /* by full name */
	VEC(struct api_def *) modules;                  /* those that are declared: by module, kinds first, by name */
	VEC(struct api_def *) words;                    /* API_WORDS, by module and name */
	json_t *enum_file, *field_file, *resource_file; /* owned, or NULL */
	json_t *value;                                  /* a default being written, owned, or NULL */
	json_t *closed, *open, *word_types, *field_defs, *resources;
};

/* Makes API empty; one line a mistake goes to ERRORS. */
void api_init(struct api *api, struct mem *mem, struct buf *errors);
void api_free(struct api *api);

/* Adds a line to the errors. */
void api_error(struct api *api, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* ---- reading (openapi_read.c) ---- */

enum api_fact_file { API_ENUMS, API_FIELDS, API_RESOURCES };

/* Adds a document or a file of facts from its bytes; PATH is for messages and for the version. */
void api_add_document(struct api *api, const char *path, const char *bytes, size_t n);
void api_add_facts(struct api *api, enum api_fact_file which, const char *path, const char *bytes, size_t n);

/* The bytes of the file at PATH, in the arena; false after an error. */
bool api_slurp(struct api *api, const char *path, struct str *out);

/* The member KEY of object O as a string; NULL if there is none. */
const char *api_string(const json_t *o, const char *key);

/* "1.36", "v1.36", "v1.36.0" to 36; 0 if it is none. */
unsigned api_minor(const char *text);

/* May NAME stand in the language as a name (and not be a word of its own)? */
bool api_is_name(const char *name, size_t n);

/* ---- merging (openapi_merge.c) ---- */

/* Makes defs, words and modules from the documents. */
void api_merge(struct api *api);

/* What a $ref names; NULL after an error. */
struct api_def *api_ref(struct api *api, const struct api_def *def, const char *field, const char *ref);

/* The words of DEF's FIELD (of a map's keys if KEYS), *OPEN says whether others are allowed; NULL if any string will
 * do. */
json_t *api_words(const struct api *api, const struct api_def *def, const struct api_field *field, bool keys,
		  bool *open);

/* The declaration that has these words, so that FIELD can name it; NULL if there is none. */
struct api_def *api_words_def(const struct api *api, const struct api_field *field, const json_t *words, bool open);

/* ---- writing (openapi_write.c) ---- */

/* Writes the module of modules[FIRST] to OUT; returns the index of the next one's first. */
uint32_t api_write_module(struct api *api, struct buf *out, uint32_t first);

#endif
