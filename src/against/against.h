/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_AGAINST_AGAINST_H
#define WK8S_AGAINST_AGAINST_H

/*
 * against: compares finished objects with those that are there already.
 *
 * What is there is YAML as `kubectl get -o yaml` gives it, or an earlier
 * result. It is not checked: what the library does not know in it is passed
 * over. Objects in it that the unit does not have are nobody's concern here.
 */

#include "eval/unit.h"

/*
 * Reports what cannot be changed, which selectors would lose their pods, and
 * what would get another target. LIVE are N modules with trees; of an object
 * that is in them several times the last one counts. Call after wire_unit,
 * where there were no errors.
 */
void against_run(struct unit *u, struct module *const *live, uint32_t n);

#endif
