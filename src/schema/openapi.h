/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_SCHEMA_OPENAPI_H
#define WK8S_SCHEMA_OPENAPI_H

/*
 * openapi: type declarations in the wk8s language from OpenAPI v2 documents.
 *
 * This is how stdlib/k8s/ is made: the documents of several minor versions are
 * merged, what came later or went earlier gets `since` and `until`, and facts
 * that the documents do not have (words, field order, defaults, scope) come
 * from three JSON files beside them. One file a group and version.
 */

#include "base/buf.h"

struct openapi_options {
	const char *const *files; /* OpenAPI documents, v1.NN.json, in any order */
	size_t nfiles;
	const char *enums;     /* words of fields; NULL: only those of the documents */
	const char *fields;    /* field order, defaults, bounds; NULL: as in the documents */
	const char *resources; /* scope, plurals, verbs, versions; NULL: none */
	const char *outdir;    /* made if it is not there */
};

/*
 * Writes OUTDIR/<module>.wk8s for every module, each at once (a file aside,
 * then renamed) and only where the bytes change; nothing if anything was
 * wrong with the input. Returns 0, 1 when the input is wrong or 3 when a file
 * cannot be read or written; ERRORS then has one line for each mistake.
 */
int openapi_types(const struct openapi_options *options, struct mem *mem, struct buf *errors);

#endif
