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

#include "eval/expansion.h"
#include "load/load.h"
#include "object/node.h"
#include "text/diag.h"

struct app;
struct instance;
struct files;
struct keyindex;
struct patterns;
struct scope;
struct trace;

enum local_kind {
	LOCAL_LET,   /* the value of its LET or PARAM node, evaluated where it is used */
	LOCAL_THUNK, /* an argument: an expression and the scope it was written in */
	LOCAL_VALUE, /* a loop variable, or a value that wire/ looks at */
	LOCAL_FN,    /* a function: its FN node */
	LOCAL_COMPONENT,
	LOCAL_MODULE, /* `import ... as m`: the names of a file */
	LOCAL_INSIDE, /* `as m` of an include or an instance: the objects in it */
	LOCAL_ALIAS,  /* a name that an import brings: it stands for another local */
	LOCAL_CLASH   /* one that two imports bring */
};

struct local {
	sym name;
	uint8_t kind; /* enum local_kind */
	bool used;
	bool mentioned;      /* but only in locals that nothing uses */
	bool busy;           /* being evaluated: meeting it again is a cycle */
	bool known;          /* value is there, of the declared type: it needs no second evaluation */
	bool unknown;        /* PARAM: of a component that is looked at by itself: only its type is known */
	bool over;           /* PARAM: given is a block that lies over the default */
	bool partial;        /* PARAM: value has parts so far, which the default is to lie under */
	bool filled;         /* PARAM: value was put together from paths and spreads; no expression gives it */
	bool wrong;          /* and it was reported */
	bool compared;       /* PARAM: its keys were compared with those of the default */
	ast_id decl;         /* LET, PARAM, FN, COMPONENT, IMPORT, INCLUDE or FOR node; the expression of a thunk */
	struct scope *scope; /* where decl is evaluated */
	ast_id given; /* PARAM: the expression that is given for it; AST_NIL: none. LOCAL_CLASH: the other declaration
		       */
	struct scope *given_scope;
	struct node below; /* PARAM, partial: what lies under the parts; null: the default */
	union {
		struct node value;
		struct local *alias;      /* LOCAL_ALIAS, LOCAL_CLASH: one of the two */
		struct scope *names;      /* LOCAL_MODULE */
		struct expansion *inside; /* LOCAL_INSIDE; NULL until it is known */
	};
};

/* Names that a block declares; blocks that declare none have no scope. */
struct scope {
	struct scope *up;
	struct local *v; /* sorted by name when n > 8 */
	uint32_t n;
	ast_id fn;            /* the parameters of a call: the FN node */
	struct scope *caller; /* and the scope that the call stands in */
	struct expansion *in; /* the outermost scope of a text: which use of it; else NULL */
};

/* A setting as written. */
struct setting {
	ast_id item;
	struct scope *scope;
};

/* A file (depth 0) or an `app`: what stands around resources. */
struct app {
	struct app *up;       /* the app around it, or the file */
	struct app *outside;  /* of an included file: where it is included, for the namespace */
	struct expansion *in; /* whose text it stands in */
	bool file;            /* a file: settings, but no wiring */
	bool anywhere;        /* a component is looked at by itself: where its objects will be is not known */
	uint16_t file_index;  /* which root */
	sym name;
	ast_id item; /* the APP node; the root block of a file */
	ast_id block;
	struct scope *scope;
	struct map *settings;           /* as written, of type schema->settings */
	sym namespace_;                 /* after inheritance; SYM_EMPTY if none */
	bool resolved;                  /* namespace_ is known */
	VEC(struct setting) drops;      /* DROP items: of all its objects */
	VEC(struct setting) items;      /* FIELD items, evaluated once all names are known */
	VEC(struct instance *) members; /* its own objects, in order of writing */
	uint32_t serial;
};

/* A resource, or something that `extern` says is in the cluster. */
struct instance {
	struct object o; /* kind, name, namespace, root */
	struct app *app;
	struct expansion *in; /* whose text the item stands in */
	struct scope *scope;  /* around the item */
	ast_id body;          /* BLOCK, AST_NIL for an extern without one */
	bool external;
	bool library; /* an extern of the standard library */
	bool evaluated;
	bool data;                 /* from YAML or JSON */
	struct patch_hit *hits;    /* the patches that name it, in order of writing; NULL: none */
	ast_id dropped;            /* by this DROP_OBJECT item: it is as if it were not there */
	bool broken;               /* its body has mistakes: what else is wrong with it may follow from them */
	struct instance *referred; /* what the reference in its own selector named; NULL if none, or not settled yet */
	sym own;                   /* its name as written, without what is put around it */
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
	struct scope *scope;      /* that the chain stands in */
	struct instance *inst;    /* known already: a variable's value; else NULL */
	struct expansion *inside; /* `m.web`: only in there; else NULL */
	bool nowhere;             /* the same, where `m` is not included */
	bool unknown;             /* a computed name is not known: nothing is found, and nobody complains */
	ast_id more;              /* a second member, which no slot takes; AST_NIL if none */
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
	struct local *local;         /* or NULL */
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
	struct around around;
	struct sequence *sequence; /* for what it holds */
};

/* A COMPONENT item; marks are for finding circles. */
struct declared_component {
	ast_id decl;
	struct scope *scope;
	uint8_t mark;
	uint32_t edge; /* that is being followed */
};

/* The component FROM holds an instance of TO. */
struct component_edge {
	ast_id from, to;
	ast_id item;
};

/* A written type and its row. */
struct known_type {
	ast_id at;
	type_id type;
};

/* A `derive` of the user's: the nodes from FIRST to LAST are its text. */
struct user_row {
	ast_id first, last;
	struct module *module;
	struct scope *scope; /* what its expressions see besides; NULL until it is asked for */
};

/* What the files declare, see declare.h. */
struct declared {
	const struct schema *schema;
	VEC(struct user_row) rows; /* in order of their nodes */
	bool unread;               /* there are declarations, which count for nothing after a mistake in the text */
};

/* A RULE, ASSERT or WARN item, or an IF or FOR that holds only such, where it stands. */
struct ruling {
	ast_id item;
	struct scope *scope;
	struct expansion *in; /* NULL: of a file that is only imported */
	struct app *app;
	struct instance *self; /* in whose body it stands; NULL: in none */
	bool dry;              /* in what is not taken: looked at for mistakes only */
};

/* What became of an assertion, for who wants to know; NULL and 0 where nothing is said. */
struct verdict {
	bool good;
	const char *message, *found;
	struct span at, set; /* the assertion; where the value that it is about was written */
};

/* An ALLOW item: of the object SELF, else of all that USE makes, else of all in APP; without one of them of none. */
struct allowance {
	ast_id item;
	sym rule;
	struct scope *scope;
	struct instance *self;
	struct expansion *use;
	struct app *app;
	bool used;
};

/* The text of a file that is passed through unchanged. */
struct raw {
	struct str text;
	const char *path;
	ast_id item;  /* the INCLUDE */
	uint32_t seq; /* among the objects, in order of the source */
};

struct unit_limits {
	uint32_t nodes; /* values made in a compilation */
	uint32_t depth; /* calls and values within each other */
	uint64_t bytes; /* of texts put together */
};

struct unit;

/* Called for what only derivation and checks know; NULL before there are any. True if it is theirs. */
struct hooks {
	bool (*call)(struct unit *, ast_id call, sym name, struct scope *, struct node *out);
	bool (*member)(struct unit *, const struct node *base, sym name, ast_id at, struct node *out);
	bool (*word)(struct unit *, sym name, ast_id at, struct node *out);
};

struct unit {
	const struct schema *schema;
	struct arena *arena;
	struct symtab *names;
	struct sources *sources;
	struct diags *diags;
	struct ast *tree;
	struct modules *modules;
	struct files *files;  /* what `file` reads from; NULL: there are none */
	uint8_t target;       /* minor version of Kubernetes */
	sym namespace_option; /* -n, or SYM_EMPTY */
	struct unit_limits limits;

	VEC(struct expansion *) roots; /* the files that are not named by others */
	VEC(struct expansion *) uses;  /* all others, in order */
	struct module *const *params;  /* values of parameters from the command, later ones win */
	uint32_t nparams;
	VEC(struct declared_component) components;
	struct name_index component_index; /* by declaration */
	struct name_index functions;       /* those whose calls have been looked at, by declaration */
	struct name_index endless;         /* and those that call themselves */
	VEC(struct component_edge) component_edges;
	VEC(struct scope *) checked_scopes; /* of components that were looked at by themselves */
	ast_id checking;                    /* the component that is looked at by itself */
	bool unseen;                        /* there are objects in branches not taken whose names nobody knows */
	VEC(struct expansion *) patchers;   /* uses with patches */
	struct schema *own_schema;          /* once rows are added: what `schema` points to */
	uint32_t own_types, own_words;      /* its room */
	VEC(struct known_type) types_known;
	VEC(struct app *) apps;           /* files and apps, in order */
	VEC(struct instance *) instances; /* resources and externs */
	VEC(struct late) late;            /* `if` and `for` around resources, looked at when plain names are known */
	bool late_now;                    /* they are being looked at */
	struct sequence sequence;         /* all objects in order of the source */
	struct sequence *ordering;        /* where the next one goes */
	VEC(struct raw) raws;             /* texts that are passed through, in order */
	struct name_index untaken_names;  /* names in branches not taken: nobody complains of what refers to them */
	bool naming;          /* which objects there are is being found out: nothing but their names can be read */
	uint32_t shape_depth; /* how deep shape_block is in itself */
	bool placing;         /* the namespace of an object is being read: there are no patches yet */
	VEC(struct untaken_patch) untaken_patches;
	VEC(struct instance *) untaken; /* resources in branches not taken: looked at for mistakes only */
	struct name_index by_place;     /* by namespace and name (or the name given by `as`) */
	struct name_index by_name;      /* by name alone, the namespace empty */
	struct name_index by_own;       /* objects of data by the names in their files */
	uint32_t owned;                 /* instances that by_own knows */
	uint32_t named;                 /* instances that by_name knows */
	bool library_externs;           /* those of the library have been added */
	struct scope *library;          /* functions and constants of the library */
	VEC(struct user_row) rows;      /* derivations of the user's own */

	VEC(struct conflict) conflicts;         /* of the spreads of the blocks that are evaluated now */
	VEC(struct pending_selector) selectors; /* OBJ_REF's ref counts from 0 here */
	VEC(struct pending) pending;

	/* where evaluation is now */
	struct instance *self;
	struct app *app;
	const struct expansion *using; /* whose items are being found */
	const struct where *place;     /* innermost; NULL in the body itself */
	bool nulled;                   /* what was assigned last was null: as if the line were not there */
	bool patching;                 /* a patch's block is evaluated: `old` is known */
	bool asking;                   /* the condition of a patch looks at an object: what is absent there is null */
	bool probing;                  /* a patch is looked at for what it replaces */
	bool old_used;                 /* and `old` was asked for */
	bool replacing;                /* the value at hand stands behind `:` */
	const struct node *old;        /* what the field at hand was; NULL: absent */
	uint32_t gone;         /* items of lists that were dropped and have not met what they are dropped from */
	uint32_t unknown_keys; /* names made up for keys that are not known */
	uint32_t looks;        /* how often objects were looked up */
	uint32_t depth;
	bool torn;                     /* the text has mistakes: bodies with a hole are not looked at */
	uint32_t dry;                  /* > 0: only looking for mistakes, nothing is kept */
	struct trace *trace;           /* who wants to know how a value comes to be; else NULL */
	const struct reading *reading; /* innermost read on demand */
	const struct node *given; /* what AST_NIL stands for: a value that has been computed, see path_put_values */
	ast_id given_at;
	const sym *want;           /* only this path is evaluated: its steps from here on */
	uint32_t nwant;            /* 0: everything */
	struct instance *referred; /* what the last reference in a name's slot was, for `of` fields beside it */
	const struct reference *reference;
	uint32_t made;             /* values so far, against limits.nodes */
	struct keyindex *keyindex; /* long keyed lists; see keyindex.c */
	struct patterns *patterns; /* regular expressions; see function_regex.c */
	uint64_t bytes;            /* of texts made by operators and functions, against limits.bytes */
	void *rules;               /* and rules/ here */
	void *wire;                /* wire/ keeps its own state here while it runs */
	struct hooks hooks;        /* set by wire/, and by rules/ while checks are run */

	/* Checks (rules/): what rules, `assert`, `warn` and `allow` of the text say. */
	VEC(struct ruling) rulings;           /* RULE, ASSERT and WARN items, in order */
	VEC(struct allowance) allows;         /* ALLOW items that are for something */
	void (*look_at_rules)(struct unit *); /* called by eval_unit when all values are there; may be NULL */
	bool ruling;  /* checks are run: what is absent is OBJ_ABSENT, nothing unused is looked at */
	bool telling; /* the message of one is made: what is absent can be said in it */
	void (*judged)(void *ctx, const struct verdict *v); /* told of the assertions of files given; or NULL */
	void *judged_ctx;
	void (*read)(void *ctx, const struct node *v); /* while ruling: told of every member that is read; or NULL */
	void *read_ctx;
	struct node *missing; /* while ruling: the first absent value that was used is noted there */

	/* words of the language, interned once */
	struct {
		sym metadata, it, self, app, namespace_, keys, selector, ports, star, name, fqdn, old;
		sym prefix, suffix, verbatim;
	} word;
};

#define UNIT_DEFAULT_NODES 10000000u /* a longer text may have more: so many values a node of it */
#define UNIT_NODES_PER_NODE 4u
#define UNIT_DEFAULT_DEPTH 200u
#define UNIT_DEFAULT_BYTES (UINT64_C(256) << 20)

struct unit_options {
	uint8_t target;
	struct str namespace_;        /* -n; empty: none */
	struct module *const *params; /* values of parameters: -p, then -D; later ones win */
	uint32_t nparams;
};

/* The unit of all files in MODULES that were given and are not named by others. Everything given must outlive it. */
struct unit *unit_new(struct arena *arena, const struct declared *declared, struct modules *modules,
		      const struct unit_options *options);

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

/* Is ID in a derivation of the user's own? */
bool user_row(const struct unit *u, ast_id id);

/* Is ID part of a derivation, or of what the library's derivations use? There words are the engine's. */
static inline bool unit_in_row(const struct unit *u, ast_id id)
{
	return unit_library(u, id) || (u->rows.n && user_row(u, id));
}

/* Is ID from YAML or JSON? No short forms are understood there. */
static inline bool node_is_data(const struct unit *u, ast_id id)
{
	const struct ast_node *n = ast_at(u->tree, id);

	return (n->flags & AST_DATA) && n->kind != AST_UNARY && n->kind != AST_BINARY;
}

/* Where ID stands, for messages; of a field `key: value` only the key (which in YAML may be written with escapes). */
static inline struct span unit_span(const struct unit *u, ast_id id)
{
	const struct ast_node *n = ast_at(u->tree, id);
	struct span s = ast_span(u->tree, id);

	if (n->kind == AST_FIELD && (n->flags & AST_SIMPLE))
		s.end = s.beg + (s.end - s.beg < unit_str(u, n->sym).n ? s.end - s.beg : unit_str(u, n->sym).n);
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

/* A value of TYPE of which nothing else is known. */
static inline struct node node_unknown(type_id type)
{
	struct node n = {.kind = OBJ_POISON, .type = type};
	return n;
}

/* In a check: is V absent, and used as if it were there? The check then fails, and can say what is absent. */
static inline bool node_missing(const struct unit *u, const struct node *v)
{
	if (!u->ruling || v->kind != OBJ_ABSENT)
		return false;
	if (!u->dry && u->missing && u->missing->kind == OBJ_NULL)
		*u->missing = *v;
	return true;
}

/* Where nothing is kept, null may stand for what is there when the branch is taken. */
static inline bool node_unsure(const struct unit *u, const struct node *v)
{
	return node_missing(u, v) || v->kind == OBJ_POISON ||
	       (u->dry && (v->kind == OBJ_NULL || v->kind == OBJ_ABSENT));
}

static inline struct node node_null(void)
{
	struct node n = {.kind = OBJ_NULL};
	return n;
}

#endif
