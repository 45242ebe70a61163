/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_EXPLAIN_FACTS_H
#define WK8S_EXPLAIN_FACTS_H

/*
 * facts: what is known of a subject, in the order of telling. Each fact has a
 * key for machines and a label for people, and one text or several.
 */

#include "explain/subject.h"

enum fact_form {
	FACT_TEXT,  /* one text */
	FACT_TRUE,  /* that it is so; the text is for people */
	FACT_WORDS, /* a list of words */
	FACT_LINES  /* a list of sentences */
};

struct fact {
	const char *key;   /* "apiVersion" */
	const char *label; /* "version" */
	enum fact_form form;
	VEC(const char *) texts;
};

/* A field in the list of a kind's or struct's fields. */
struct field_row {
	field_id field;
	const char *name, *type;
	const char *full; /* the path in full, where it cannot be written as `name`; else NULL */
	bool required, server, derived;
	VEC(const char *) notes; /* other things, a few words each */
};

/* Fields that are found at one place. */
struct field_group {
	const char *where; /* the path from the object; "" for the object or struct itself */
	VEC(struct field_row) rows;
};

struct facts {
	const struct subject *subject;
	const char *title; /* "Kind", "Kind.path.of.field" */
	const char *what;  /* "kind", "field", "type" */
	VEC(struct fact) v;
	VEC(struct field_group) groups;
};

void facts_collect(struct explain *x, const struct subject *subject, struct facts *out);

/* ---- for the files that collect ---- */

/* Adds a fact of one text; or another text to the last fact, if it has this key. */
void fact_add(struct explain *x, struct facts *f, const char *key, const char *label, enum fact_form form,
	      const char *text);

/* What a value of TYPE may be, and how else it may be written (facts_type.c). */
void facts_of_type(struct explain *x, struct facts *f, type_id type);
/* What the last field of the way is to the API; and what an app and the rules do with it (facts_field.c). */
void facts_of_field(struct explain *x, struct facts *f);
void facts_of_use(struct explain *x, struct facts *f);
/* The rules that hold for the subject's kind or struct as such. */
void facts_rules(struct explain *x, struct facts *f);
/* Does something in the library derive the field that STEPS lead to, of KIND (0: of any)? */
bool facts_derived(struct explain *x, kind_id kind, const field_id *steps, uint32_t n);
/* The same, where it is a mistake if it cannot. */
bool facts_derived_or_wrong(struct explain *x, kind_id kind, const field_id *steps, uint32_t n);
/* Does a rule read that field? */
bool facts_ruled(struct explain *x, kind_id kind, const field_id *steps, uint32_t n);
/* Is this field of the metadata the namespace, which objects of the kind do not have? */
bool facts_no_namespace(const struct explain *x, kind_id kind, sym name);
/* Is the subject that one? */
bool facts_without(const struct explain *x, const struct subject *subject);
/* The fields of the subject's kind or struct (fields.c). */
void facts_fields(struct explain *x, struct facts *f);

#endif
