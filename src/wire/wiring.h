/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_WIRE_WIRING_H
#define WK8S_WIRE_WIRING_H

/*
 * wiring: what the files of this room share.
 */

#include "eval/eval.h"
#include "wire/wire.h"

/* Structs around a value, outermost (the object) first. */
struct surround {
	struct map *map;
	type_id type;
	origin origin;               /* where it is written */
	const struct surround *up;   /* NULL for the object itself */
	const struct surround *kept; /* collect.c: the copy that outlives the walk, once one is needed */
};

/* A value that a derive row of its type may have to work on. */
struct work {
	const struct surround *self;
	uint16_t row;
};

/* As many objects are named in a message. */
#define CANDIDATES 4

/* Why a row has no value: set by the built-in functions, told by rows.c. */
struct trouble {
	enum diag_code code; /* DIAG_CODES: none */
	const char *label;
	const char *help;
	struct instance *candidates[CANDIDATES];
	uint32_t ncandidates; /* more than CANDIDATES: only so many are there */
};

/* Objects under a hashed key: a bucket for each key. */
struct bucket {
	struct bucket *next; /* in the slot */
	uint64_t key;
	VEC(struct instance *) v;
};

struct buckets {
	struct bucket **slots;
	uint32_t mask, n;
};

/* What is kept of a row from one object to the next. */
struct row_state {
	struct buckets *the;     /* candidates for `the K x where ..` */
	struct node **constants; /* by app: the value, where it is the same for the whole app */
	bool seen;
};

/* The value of a library function without parameters: it reads the app at hand, nothing else. */
struct memo {
	struct memo *next;
	sym name;
	struct node value;
};

/* OBJECT's value at PATH was derived for the workload TARGET because that has its name. */
struct namesake {
	struct instance *object, *target;
	path_id path;
};

#define WIRE_FUNCTIONS 16

struct wiring {
	struct unit *u;
	const struct interest *interest; /* see collect.c */
	VEC(struct work) works;          /* for rows on types, by object */
	uint32_t *first_work;            /* by number of an instance, and one more */
	uint32_t collected;              /* instances when wiring began: what comes later are externs of the library */
	struct map *settings;            /* of the app at hand, with what it inherits */
	struct map **app_settings;       /* by app */
	struct memo **memos;             /* by app */
	struct instance *object;         /* the row at hand works on this one */
	const struct surround *self;
	const struct schema_derive *row;
	struct row_state *states; /* by row */
	struct row_state *state;  /* of the row at hand */
	struct trouble trouble;
	VEC(struct namesake) namesakes;
	struct buckets members;    /* see target.c */
	struct buckets pods;       /* all that have pods, by label; made when first asked for */
	struct buckets keyed_pods; /* by the key of a label alone */
	sym function[WIRE_FUNCTIONS], word_object;
};

static inline struct wiring *wiring_of(const struct unit *u)
{
	return u->wire;
}

/* Is INST one that derivation works on: written, inside an app, and made? */
static inline bool wired(const struct instance *inst)
{
	return !inst->external && !inst->app->file && inst->o.root.kind == OBJ_MAP;
}

/* ---- buckets.c ---- */

/* A key of up to four numbers. */
uint64_t bucket_key(uint32_t a, uint32_t b, uint32_t c, uint32_t d);
/* The bucket of KEY, NULL if there is none; made empty by the second. */
struct bucket *bucket_find(const struct buckets *b, uint64_t key);
struct bucket *bucket_make(struct arena *arena, struct buckets *b, uint64_t key);

/* ---- collect.c: one walk over what was written ---- */

/* Fills in union discriminators and notes the values that rows on types work on. */
void collect_begin(struct wiring *w);
/* Walks INST, which must be the one after the last in u->instances. */
void collect_object(struct wiring *w, struct instance *inst);

/* ---- rows.c: the engine ---- */

void run_rows(struct wiring *w);
/* Makes APP the one that expressions read. */
void enter_app(struct wiring *w, struct app *app);

/* ---- the.c: `the K x where cond` ---- */

/* The one of the app's that answers, as OBJ_OBJECT; NULL with trouble if several do; POISON if that is not known. */
struct node eval_the(struct wiring *w, ast_id the, struct scope *up);

/* ---- words.c: names, members and functions that only rows know ---- */

void wire_words_init(struct wiring *w);

/* ---- target.c ---- */

/* What OBJECT is for: the one that its selector's reference names, or of its name, or the app's only one. NULL with
 * trouble. */
struct instance *target_of(struct wiring *w, struct instance *object, kinds_id kinds);
/* The only one of KINDS whose pods OBJECT's selector matches. NULL with trouble; without, where nothing can be known.
 */
struct instance *behind(struct wiring *w, struct instance *object, kinds_id kinds);

/* ---- pods.c: labels and selectors ---- */

/* The labels of INST's pods; NULL if it has none. */
struct node *pod_labels(struct unit *u, struct instance *inst);
/* INST's own selector, its reference filled in; NULL if it has none. */
struct node *own_selector(struct wiring *w, struct instance *inst);
/* Is there a mistake in INST's selector, so that it says nothing? */
bool selector_poisoned(struct wiring *w, struct instance *inst);
/* The labels that select the pods of INST, as a map of no type; OBJ_NULL if it has none. */
struct node selection_of(struct wiring *w, struct instance *inst);
/* Replaces a reference in a selector's slot by the selector. */
void settle_selector(struct wiring *w, struct node *slot);
/* The plain labels of a selector: the map itself, or the place for them in a struct; NULL if there are none. */
const struct node *plain_labels(const struct unit *u, const struct node *selector);
/*
 * Does SELECTOR (a label map or a struct with labels and terms) match LABELS?
 * An empty struct matches everything, an empty map nothing, as the API has it.
 */
bool selector_matches(const struct unit *u, const struct node *selector, const struct map *labels);
/* Those of NAMESPACE that SELECTOR matches, into OUT (room for N); returns how many of them. */
uint32_t selected(struct wiring *w, const struct node *selector, sym namespace_, struct instance **out, uint32_t n);

/* ---- ports.c ---- */

/* The number that a port of OBJECT called NAME with NUMBER reaches in the pods it selects; OBJ_NULL if they declare
 * none. */
struct node port_behind(struct wiring *w, struct instance *object, const struct node *name, const struct node *number,
			ast_id at);
/* Calls EACH for every port (a struct of the library's ports) below PATH from NODE. */
void each_port(struct unit *u, const struct node *node, path_id path, void (*each)(void *ctx, const struct node *port),
	       void *ctx);
/* The same for all ports of INST, or those that an extern says it has. */
void each_port_of(struct unit *u, struct instance *inst, void (*each)(void *ctx, const struct node *port), void *ctx);
/* Has INST a port called NAME? */
bool has_port(struct unit *u, struct instance *inst, sym name);

/* ---- overlap.c, check.c ---- */

/* Does the selector of A match what it should, and nothing else? */
void check_overlap(struct wiring *w, struct instance *a);
/* Required fields, ports called by name, items given twice, members of references. */
void check_objects(struct wiring *w);

#endif
