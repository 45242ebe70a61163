/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_EVAL_KEYINDEX_H
#define WK8S_EVAL_KEYINDEX_H

/*
 * keyindex: where the item of a key is in a long keyed list, so that writing
 * n items costs n and not n squared. Short lists are searched as they are.
 */

#include "eval/unit.h"

/* The first item of LIST (of the keyed LIST_TYPE) whose key is KEY; NULL if there is none. */
struct node *keyindex_find(struct unit *u, const struct list *list, type_id list_type, sym key);

/* LIST's items are others now: what is known of it is forgotten. */
void keyindex_forget(struct unit *u, const struct list *list);

#endif
