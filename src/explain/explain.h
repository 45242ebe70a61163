/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_EXPLAIN_EXPLAIN_H
#define WK8S_EXPLAIN_EXPLAIN_H

/*
 * explain: what the library knows of a kind, a field or a type, told to people
 * and machines. Everything is read off the tables (schema/schema.h).
 *
 *	subject   what a question names
 *	facts     what is known of it; spell: types, paths and expressions as text
 *	sample    a source that uses it, made from the types alone
 *	page      all that as a text; record: as JSON
 */

#include "base/buf.h"
#include "object/node.h"
#include "text/diag.h"

struct explain_sample;

/* What an answer needs; filled in by who asks. */
struct explain {
	const struct schema *schema;
	const struct ast *tree; /* with the nodes that rows of the schema refer to */
	struct symtab *names;
	struct arena *arena;
	struct diags *diags;
	struct buf *out;
	struct buf *scratch; /* what is put together; empty between calls */
	uint8_t target;      /* minor version of Kubernetes */
	bool colour;
	bool json;
	/*
	 * Compiles a sample. True if that went well without an error; then the sample's `yaml` is set, by
	 * explain_cut, and is not empty if the object has what the sample is about.
	 */
	bool (*compile)(void *ctx, struct explain_sample *sample);
	void *compile_ctx;
};

/* Answers; a diagnostic instead if QUESTION names nothing. */
void explain_answer(struct explain *x, const char *question);
/* The names of all kinds, one a line, each once. */
void explain_kinds(struct explain *x);
/* The paths one step below QUESTION, one a line. */
void explain_fields(struct explain *x, const char *question);

/*
 * Writes to OUT, as YAML, the part of the compiled object ROOT that SAMPLE is
 * about, with what is around it. NAMES are those of ROOT.
 */
void explain_cut(const struct explain_sample *sample, const struct node *root, const struct schema *s,
		 struct symtab *names, struct arena *arena, struct buf *out);

#endif
