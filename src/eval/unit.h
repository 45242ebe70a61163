/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_EVAL_UNIT_H
#define WK8S_EVAL_UNIT_H

/*
 * unit: everything that one compilation knows while it turns trees into
 * objects. The rooms eval/ and wire/ hang all they make on it.
 *
 * The way: shape.c finds apps, instances and their names; block.c evaluates
 * each body against its kind's type; wire/ derives what is absent.
 */

#include "eval/index.h"
#include "object/node.h"
#include "text/diag.h"

struct app;
struct instance;
struct keyindex;
struct scope;

enum local_kind {
	LOCAL_LET,   /* the value of its LET or PARAM node, evaluated where it is used */
	LOCAL_THUNK, /* an argument: an expression and the scope it was written in */
	LOCAL_VALUE, /* a loop variable, or a value that wire/ looks at */
	LOCAL_FN     /* a function: its FN node */
};

struct local {
	sym name;
	uint8_t kind; /* enum local_kind */
	bool used;
	bool mentioned;      /* but only in locals that nothing uses */
	bool busy;           /* being evaluated: meeting it again is a cycle */
	bool known;          /* a constant of the library: value is there */
	bool checked;        /* against its declared type */
	bool wrong;          /* and it was reported */
	ast_id decl;         /* LET, PARAM, FN or FOR node; the expression of a thunk */
	struct scope *scope; /* where decl is evaluated */
	struct node value;
};

/* Names that a block declares; blocks that declare none have no scope. */
struct scope {
	struct scope *up;
	struct local *v; /* sorted by name when n > 8 */
	uint32_t n;
	ast_id fn;            /* the parameters of a call: the FN node */
	struct scope *caller; /* and the scope that the call stands in */
};

/* A setting as written. */
struct setting {
	ast_id item;
	struct scope *scope;
};

/* A file (depth 0) or an `app`: what stands around resources. */
struct app {
	struct app *up;      /* the app around it, or the file */
	bool file;           /* a file: settings, but no wiring */
	uint16_t file_index; /* which root */
	sym name;
	ast_id item; /* the APP node; the root block of a file */
	ast_id block;
	struct scope *scope;
	struct map *settings;           /* as written, of type schema->settings */
	sym namespace_;                 /* after inheritance; SYM_EMPTY if none */
	bool resolved;                  /* namespace_ is known */
	VEC(ast_id) drops;              /* DROP items: of all its objects */
	VEC(struct setting) items;      /* FIELD items, evaluated once all names are known */
	VEC(struct instance *) members; /* its own objects, in order of writing */
	uint32_t serial;
};

/* A resource, or something that `extern` says is in the cluster. */
struct instance {
	struct object o; /* kind, name, namespace, root */
	struct app *app;
	struct scope *scope; /* around the item */
	ast_id body;         /* BLOCK, AST_NIL for an extern without one */
	bool external;
	bool library; /* an extern of the standard library */
	bool evaluated;
	bool broken;               /* its body has mistakes: what else is wrong with it may follow from them */
	struct instance *referred; /* what the reference in its own selector named; NULL if none, or not settled yet */
	sym as;                    /* the name given by `as`, or SYM_EMPTY */
	uint32_t number;           /* in u->instances */
	uint16_t written;          /* which of its identity is written in the body: see shape.c */
};

/* A bare word or member chain that may name objects: `creds.password?`. */
struct reference {
	ast_id at;   /* the whole expression */
	ast_id word; /* where the name stands */
	sym name;
	kind_id kind; /* `Secret.creds`: only this kind (any version); 0: any */
	sym member;   /* the first member behind, or SYM_EMPTY */
	ast_id member_at;
	struct scope *scope;   /* that the chain stands in */
	struct instance *inst; /* known already: a variable's value; else NULL */
	ast_id more;           /* a second member, which no slot takes; AST_NIL if none */
	bool optional;
};

/* Two spreads that disagree, an error unless the block itself says what it is. */
struct conflict {
	sym key;
	origin a, b;
	ast_id at; /* the second spread */
};

/* A selector slot that was given a reference: filled in by wire/. */
struct pending_selector {
	struct instance *owner;
	struct instance *target;
	ast_id at;
};

/* A member of a reference that the object must turn out to have. */
struct pending {
	ast_id at;
	sym word;
	bool port;              /* a port's name; else a key */
	struct instance *owner; /* whose body refers to it */
	struct instance *target;
};

/* A field that is being read on demand (eval_field), or a local; a chain through the C stack. */
struct reading {
	const struct reading *up;
	const struct local *local;   /* or NULL */
	const struct instance *inst; /* of the field */
	const sym *steps;
	uint32_t n;
	ast_id at;
};

/* The way from the object's body to what is evaluated now, for messages; a chain through the C stack. */
struct where {
	const struct where *up;
	sym name; /* as written: a field, or an item's key; SYM_EMPTY for an item without */
	type_id type;
};

/* An `if` or `for` item among resources. */
struct late {
	ast_id item;
	struct scope *scope;
	struct app *app;
	uint32_t first; /* of u->instances that it made */
};

struct unit_limits {
	uint32_t nodes; /* values made in a compilation */
	uint32_t depth; /* calls and values within each other */
	uint64_t bytes; /* of texts put together */
};

struct unit {
	const struct schema *schema;
	struct arena *arena;
	struct symtab *names;
	struct sources *sources;
	struct diags *diags;
	struct ast *tree;
	uint8_t target;       /* minor version of Kubernetes */
	sym namespace_option; /* -n, or SYM_EMPTY */
	struct unit_limits limits;

	VEC(struct app *) apps;           /* files and apps, in order */
	VEC(struct instance *) instances; /* resources and externs */
	VEC(struct late) late;            /* `if` and `for` around resources, looked at when plain names are known */
	bool late_now;                    /* they are being looked at */
	bool naming; /* which objects there are is being found out: nothing but their names can be read */
	VEC(struct instance *) untaken; /* resources in branches not taken: looked at for mistakes only */
	struct name_index by_place;     /* by namespace and name (or the name given by `as`) */
	struct name_index by_name;      /* by name alone, the namespace empty */
	uint32_t named;                 /* instances that by_name knows */
	bool library_externs;           /* those of the library have been added */
	struct scope *library;          /* functions and constants of the library */

	VEC(struct conflict) conflicts;         /* of the spreads of the blocks that are evaluated now */
	VEC(struct pending_selector) selectors; /* OBJ_REF's ref counts from 0 here */
	VEC(struct pending) pending;

	/* where evaluation is now */
	struct instance *self;
	struct app *app;
	const struct where *place; /* innermost; NULL in the body itself */
	bool nulled;               /* what was assigned last was null: as if the line were not there */
	uint32_t depth;
	bool torn;                     /* the text has mistakes: bodies with a hole are not looked at */
	uint32_t dry;                  /* > 0: only looking for mistakes, nothing is kept */
	const struct reading *reading; /* innermost read on demand */
	const struct node *given; /* what AST_NIL stands for: a value that has been computed, see path_put_values */
	ast_id given_at;
	const sym *want;           /* only this path is evaluated: its steps from here on */
	uint32_t nwant;            /* 0: everything */
	struct instance *referred; /* what the last reference in a name's slot was, for `of` fields beside it */
	const struct reference *reference;
	uint32_t made;             /* values so far, against limits.nodes */
	struct keyindex *keyindex; /* long keyed lists; see keyindex.c */
	uint64_t bytes;            /* of texts made by operators and functions, against limits.bytes */
	void *wire;                /* wire/ keeps its own state here while it runs */
	/* Called for what only derivation knows; set by wire/ while it runs. */
	bool (*wire_call)(struct unit *, ast_id call, sym name, struct scope *, struct node *out);
	bool (*wire_member)(struct unit *, const struct node *base, sym name, ast_id at, struct node *out);
	bool (*wire_word)(struct unit *, sym name, ast_id at, struct node *out);

	/* words of the language, interned once */
	struct {
		sym metadata, it, self, app, namespace_, keys, selector, ports, star, name, fqdn;
	} word;
};

#define UNIT_DEFAULT_NODES 10000000u /* a longer text may have more: so many values a node of it */
#define UNIT_NODES_PER_NODE 4u
#define UNIT_DEFAULT_DEPTH 200u
#define UNIT_DEFAULT_BYTES (UINT64_C(256) << 20)

struct unit_options {
	uint8_t target;
	struct str namespace_; /* -n; empty: none */
};

/* A unit without files. Everything given must outlive it. */
struct unit *unit_new(struct arena *arena, const struct schema *schema, struct symtab *names, struct sources *sources,
		      struct diags *diags, struct ast *tree, const struct unit_options *options);

/* Adds a parsed file: ROOT is its BLOCK. */
void unit_add_file(struct unit *u, ast_id root);

/* Shape and values: u->instances have their roots afterwards. */
void eval_unit(struct unit *u);

/* ---- shared by the files of this room and wire/ ---- */

static inline const struct ast_node *unit_node(const struct unit *u, ast_id id)
{
	return ast_at(u->tree, id);
}

static inline struct str unit_str(const struct unit *u, sym s)
{
	return sym_str(u->names, s);
}

/* Is ID part of the standard library? Its mistakes were found when it was built. */
static inline bool unit_library(const struct unit *u, ast_id id)
{
	return id < u->tree->nfixed;
}

/* Where ID stands, for messages; of a field `key: value` only the key. */
static inline struct span unit_span(const struct unit *u, ast_id id)
{
	const struct ast_node *n = ast_at(u->tree, id);
	struct span s = ast_span(u->tree, id);

	if (n->kind == AST_FIELD && (n->flags & AST_SIMPLE))
		s.end = s.beg + unit_str(u, n->sym).n;
	return s;
}

static inline const struct schema_type *unit_type(const struct unit *u, type_id t)
{
	return &u->schema->types[t];
}

static inline struct node node_poison(void)
{
	struct node n = {.kind = OBJ_POISON};
	return n;
}

static inline struct node node_null(void)
{
	struct node n = {.kind = OBJ_NULL};
	return n;
}

#endif
