/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_WIRE_WIRING_H
#define WK8S_WIRE_WIRING_H

/*
 * wiring: what the files of this room share.
 */

#include "eval/eval.h"

/* Structs around a value, outermost (the object) first. */
struct surround {
	struct map *map;
	type_id type;
	const struct surround *up; /* NULL for the object itself */
	const struct surround *kept; /* collect.c: the copy that outlives the walk, once one is needed */
};

/* A value that a derive row of its type may have to work on. */
struct work {
	struct instance *object;
	const struct surround *self;
};

/* Why a row has no value: set by the built-in functions, told by rows.c. */
struct trouble {
	enum diag_code code; /* DIAG_CODES: none */
	const char *label;
	const char *help;
	struct instance *candidates[4];
	uint32_t ncandidates;
};

/* Pods by one label of theirs. */
struct label_entry {
	struct label_entry *next;
	uint64_t key;	    /* hash of namespace, label and value */
	struct instance *inst;
};

struct wiring {
	struct unit *u;
	VEC(struct work) *works; /* by derive row, for rows on types */
	struct map *settings;	 /* of the app at hand, with what it inherits */
	struct map **app_settings; /* by app */
	struct instance ***by_kinds; /* see row_objects in rows.c */
	struct instance *object; /* the row at hand works on this one */
	const struct surround *self;
	const struct schema_derive *row;
	struct trouble trouble;
	struct label_entry **labels; /* made when first asked for */
	uint32_t label_mask;
	VEC(struct instance *) podded; /* all that have pods */
};

static inline struct wiring *wiring_of(const struct unit *u)
{
	return u->wire;
}

/* ---- collect.c: one walk over what was written ---- */

/* Fills in union discriminators and notes the values that rows on types work on. */
void collect_works(struct wiring *w);

/* ---- rows.c: the engine ---- */

void run_rows(struct wiring *w);

/* ---- words.c: names, members and functions that only rows know ---- */

bool wire_word(struct unit *u, sym name, ast_id at, struct node *out);
bool wire_member(struct unit *u, const struct node *base, sym name, ast_id at, struct node *out);
bool wire_call(struct unit *u, ast_id call, sym name, struct scope *scope, struct node *out);

/* ---- target.c ---- */

/* What OBJECT is for: the one that its selector's reference names, or of its name, or the app's only one. NULL with trouble. */
struct instance *target_of(struct wiring *w, struct instance *object, kinds_id kinds);
/* Is INST one of the kinds that PATH (a kind or a kindset) names? */
bool is_of(const struct unit *u, const struct instance *inst, ast_id path);

/* ---- pods.c: labels and selectors ---- */

/* The labels of INST's pods; NULL if it has none. */
struct node *pod_labels(struct unit *u, struct instance *inst);
/* INST's own selector, its reference filled in; NULL if it has none. */
struct node *own_selector(struct wiring *w, struct instance *inst);
/* The labels that select the pods of INST, as a map of no type; OBJ_NULL if it has none. */
struct node selection_of(struct wiring *w, struct instance *inst);
/* Replaces a reference in a selector's slot by the selector. */
void settle_selector(struct wiring *w, struct node *slot);
/* Does SELECTOR (a label map or a struct with labels and terms) match LABELS? An empty one matches everything. */
bool selector_matches(const struct unit *u, const struct node *selector, const struct map *labels);
/* Those of NAMESPACE that SELECTOR matches, into OUT (room for N); returns how many there are. */
uint32_t selected(struct wiring *w, const struct node *selector, sym namespace_, struct instance **out, uint32_t n);

/* ---- ports.c ---- */

/* The number that a port of OBJECT called NAME with NUMBER reaches in the pods it selects; OBJ_NULL if they declare none. */
struct node port_behind(struct wiring *w, struct instance *object, const struct node *name, const struct node *number,
			ast_id at);
/* Calls EACH for every port (a struct of the library's ports) below PATH from NODE. */
void each_port(struct unit *u, const struct node *node, path_id path, void (*each)(void *ctx, const struct node *port),
	       void *ctx);
/* Has INST a port called NAME? */
bool has_port(struct unit *u, struct instance *inst, sym name);
/* "`http`, `metrics`" of INST, NULL if none. */
const char *ports_text(struct unit *u, struct instance *inst, const char *before);

/* ---- overlap.c, check.c ---- */

void check_overlap(struct wiring *w);
/* Required fields, ports called by name, items given twice, members of references. */
void check_objects(struct wiring *w);

#endif
