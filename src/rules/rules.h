/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_RULES_RULES_H
#define WK8S_RULES_RULES_H

/*
 * rules: the library's `rule NAME on Kind as x { ... }`, run on finished
 * objects. They change nothing; what they find has the code of text/diag.def
 * whose name is the rule's (the library is not built unless there is one).
 */

#include "eval/unit.h"

/* Looks at the rules and assertions of the sources, for mistakes that do not depend on objects; eval/ calls it
 * (u->look_at_rules) when all values are there. */
void rules_look(struct unit *u);

/* Runs all rules. The reading of objects is as in derive rows: the hooks of wire/ must be set. */
void rules_run(struct unit *u);

#endif
