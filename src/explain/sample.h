/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_EXPLAIN_SAMPLE_H
#define WK8S_EXPLAIN_SAMPLE_H

/*
 * sample: a source that uses a field, as short as the language has it, with
 * the other fields that the API requires around it. Its values are made from
 * the types; the compiler itself says whether it is right.
 */

#include "explain/subject.h"

struct explain_sample {
	const char *source;
	const char *yaml; /* what it gives, or the part of that which it is about */
	bool part;        /* it is a part */
	const struct subject *subject;
};

/* The first sample of SUBJECT, which begins with a kind, that compiles; false if there is none. */
bool sample_find(struct explain *x, const struct subject *subject, struct explain_sample *out);

#endif
