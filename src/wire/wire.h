/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_WIRE_WIRE_H
#define WK8S_WIRE_WIRE_H

/*
 * wire: what is derived inside `app`, and the checks that need everything.
 *
 * An engine for the library's `derive` rows; it knows no kind and no field.
 */

#include "eval/unit.h"

/*
 * Derives what is absent, fills in references to selectors, and checks the
 * finished objects. Call after eval_unit; safe after mistakes. Afterwards
 * expressions read objects as rows do, leniently and with what was derived:
 * rules/ wants that.
 */
void wire_unit(struct unit *u);

/* Makes INST the object that expressions look at, for rules/. */
void wire_look_at(struct unit *u, struct instance *inst);

/* The row of derivation that gave a value its origin; NULL: no row did. */
const struct schema_derive *wire_row(const struct unit *u, origin from);
/* What ROW gives for INST, or for the value SELF in it, after wiring; what it looks at is noted in u->trace. */
struct node wire_again(struct unit *u, struct instance *inst, const struct schema_derive *row, const struct node *self);

#define ANY_NAMESPACE ((sym)-1)

/* Those of NAMESPACE, or of any, with pods that SELECTOR matches, into OUT (room for N); returns how many of them. */
uint32_t wire_selected(struct unit *u, const struct node *selector, sym namespace_, struct instance **out, uint32_t n);
/* INST's own selector; NULL if it has none. */
struct node *wire_selector(struct unit *u, struct instance *inst);

/* Names, members and functions as the library's rows see them: what u->hooks are after wire_unit. */
bool wire_word(struct unit *u, sym name, ast_id at, struct node *out);
bool wire_member(struct unit *u, const struct node *base, sym name, ast_id at, struct node *out);
bool wire_call(struct unit *u, ast_id call, sym name, struct scope *scope, struct node *out);

#endif
