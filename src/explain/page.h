/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_EXPLAIN_PAGE_H
#define WK8S_EXPLAIN_PAGE_H

/*
 * page: an answer as a text for people; record: the same as an object of JSON.
 */

#include "explain/facts.h"
#include "explain/sample.h"

/* SAMPLE is NULL where there is none. */
void page_write(struct explain *x, const struct facts *f, const struct explain_sample *sample);
void record_write(struct explain *x, const struct facts *f, const struct explain_sample *sample);

#endif
