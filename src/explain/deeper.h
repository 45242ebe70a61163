/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_EXPLAIN_DEEPER_H
#define WK8S_EXPLAIN_DEEPER_H

/*
 * deeper: a field that was looked for one or two levels too high.
 */

#include "explain/explain.h"

/* "containers.image": where NAME is below the body of KIND, or, if that is 0, below the struct TYPE; NULL if nowhere.
 */
const char *deeper_field(struct explain *x, kind_id kind, type_id type, sym name);

#endif
