/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_OBJECT_NODE_H
#define WK8S_OBJECT_NODE_H

/*
 * node: the hub. Everything that becomes YAML is a tree of these.
 *
 * A node is 16 bytes; sub-trees may be shared and are then never changed (a
 * change copies the spine). In a struct's map the entries are kept in the
 * order of the Kubernetes Go struct, in other maps in order of writing.
 */

#include "base/intern.h"
#include "schema/schema.h"

enum node_kind {
	OBJ_ABSENT, /* dropped for good: not written, not derived over */
	OBJ_NULL,
	OBJ_BOOL,
	OBJ_INT,
	OBJ_NUMBER, /* sym: a decimal as it is to be printed (doubles, YAML numbers) */
	OBJ_TEXT,   /* sym: a string */
	OBJ_LIST,
	OBJ_MAP,
	OBJ_REF,    /* to be filled in by wire/: index of a pending reference */
	OBJ_POISON, /* a mistake was here and has been reported, or the value is not known (dry runs) */

	/* Only while evaluating; never in a finished object. */
	OBJ_LITERAL, /* text: a number, quantity, duration, percent or port as spelled, of no type yet */
	OBJ_RANGE,   /* list of two: `a..b`, an open end is OBJ_ABSENT */
	OBJ_PAIR,    /* list of two: `a -> b` */
	OBJ_OBJECT,  /* ref: number of an instance */
	OBJ_STRUCT,  /* ref: number of a struct value that derivation looks at (wire/) */
	OBJ_KINDS    /* ref: a kinds_id */
};

/* node.flags */
#define OBJ_DERIVED 0x01  /* not written by the user */
#define OBJ_SHARED 0x02   /* list or map that others hold too: copy before a change */
#define OBJ_WRITTEN 0x04  /* map: its block was written, perhaps empty */
#define OBJ_KEYED 0x08    /* list: written as a map by key; text: the key of its item in such a list */
#define OBJ_WORD 0x10     /* text: a bare word, so it must resolve (port names) */
#define OBJ_CONFLICT 0x40 /* poison: two spreads disagree here; ref: which conflict, see eval/merge.c */
#define OBJ_GONE 0x40     /* map, an item of a keyed list: dropped; merging takes it out */
#define OBJ_REPLACES 0x80 /* map or list of a patch: takes the place of what is below, instead of merging */
#define OBJ_WHOLE 0x20    /* list or map: the value of one expression, to which no other line may add */

/*
 * Where a value comes from: a number of an AST node (written; the library's
 * nodes for what is derived), or 0.
 */
typedef uint32_t origin;

struct list;
struct map;

struct node {
	uint8_t kind; /* enum node_kind */
	uint8_t flags;
	type_id type; /* of the slot; 0: not known */
	origin origin;
	union {
		bool b;
		int64_t i;
		sym text;
		struct list *list;
		struct map *map;
		uint32_t ref;
	};
};

_Static_assert(sizeof(struct node) == 16, "many nodes: keep them small");

struct list {
	uint32_t n, cap;
	struct node *v;
};

struct entry {
	sym key;
	uint32_t order; /* struct: place of the field; else 0 */
	struct node value;
};

struct map {
	uint32_t n;
	uint32_t cap : 31;
	uint32_t indexed : 1; /* a large free map has a hash index, kept by map_add in front of v */
	struct entry *v;
};

/* Makers; lists and maps begin empty and allocate on first use. */
struct node node_text(sym text, type_id type, origin from);
struct node node_int(int64_t i, type_id type, origin from);
struct node node_bool(bool b, type_id type, origin from);
struct node node_list(struct arena *arena, type_id type, origin from);
struct node node_map(struct arena *arena, type_id type, origin from);

/* The entry of KEY, NULL if there is none (an OBJ_ABSENT entry is one). */
struct entry *map_get(const struct map *map, sym key);

/* For who moves, removes or renames entries in `v` by hand: they are searched one by one from now on. */
static inline void map_unindex(struct map *map)
{
	map->indexed = 0;
}

/* The value of KEY; NULL if none or absent. */
struct node *map_value(const struct map *map, sym key);

/*
 * Adds an entry, which must not be there, and returns its value (OBJ_NULL).
 * ORDER places it among a struct's fields; free maps append (order 0).
 */
struct node *map_add(struct arena *arena, struct map *map, sym key, uint32_t order);

/* Appends to LIST and returns the item (OBJ_NULL). */
struct node *list_add(struct arena *arena, struct list *list);

/*
 * Gives NODE a list or map of its own where it is OBJ_SHARED (one level: what
 * is inside is shared from then on). To be called before every change.
 */
void node_own(struct arena *arena, struct node *node);

/* The node at PATH below NODE (which has the path's struct type); NULL if it is not there. Does not cross lists. */
struct node *node_at(const struct schema *s, const struct node *node, path_id path);

/* The same, making maps on the way (origin FROM); NULL when something else than a map is in the way. */
struct node *node_make(const struct schema *s, struct arena *arena, struct node *node, path_id path, origin from);

/* Same value, whatever the origins. */
bool node_equal(const struct node *a, const struct node *b);

/* A hash that is the same for equal nodes. */
uint32_t node_hash(const struct node *node);

/* A resource on its way out. */
struct object {
	kind_id kind;
	uint16_t file; /* for a folder's order */
	uint32_t seq;  /* order in the source */
	sym name, namespace_;
	ast_id item;      /* the RESOURCE node */
	struct node root; /* OBJ_MAP of the kind's struct */
};

#endif
