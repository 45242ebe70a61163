/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_SCHEMA_SCHEMA_H
#define WK8S_SCHEMA_SCHEMA_H

/*
 * schema: what the standard library declares, as read-only tables.
 *
 * stdlib/ (wk8s source) is compiled when wk8sc is built: schema/build.c makes
 * these tables from the parsed declarations, stdlib/mkstdlib.c prints them as
 * C. No pointers inside rows, only numbers, so nothing is relocated and
 * nothing is done at start. Everything that can be said about a *slot* is in
 * its type row (a keyed list and a plain one of the same items are two types),
 * so evaluation needs the number of a type and nothing else.
 *
 * Number 0 means "none" in every table; row 0 is there and empty.
 *
 * The directives of `annotate` that make these rows are listed in stdlib/README.md.
 */

#include "syntax/ast.h"

typedef uint16_t type_id;  /* row of schema->types */
typedef uint16_t field_id; /* row of schema->fields */
typedef uint16_t path_id;  /* row of schema->paths */
typedef uint16_t kind_id;  /* row of schema->kinds */
typedef uint16_t kinds_id; /* row of schema->kindsets */

enum type_form {
	TYPE_NOTHING,
	TYPE_ANY, /* any value: RawExtension, JSON, JSONSchemaPropsOrBool, ... */
	TYPE_BOOL,
	TYPE_INT32,
	TYPE_INT64,
	TYPE_NUMBER, /* a double */
	TYPE_STRING, /* with a format, references, open or closed words */
	TYPE_BYTES,  /* base64 text */
	TYPE_QUANTITY,
	TYPE_DURATION, /* metav1.Duration, a Go duration in a string */
	TYPE_TIME,     /* RFC 3339 */
	TYPE_MICROTIME,
	TYPE_INT_OR_STRING,
	TYPE_LIST,
	TYPE_MAP, /* string keys chosen by the user */
	TYPE_STRUCT
};

/* schema_type.flags */
#define TYPE_OPEN 0x01       /* words: others are allowed, as strings; STRUCT: other fields are, of any value */
#define TYPE_CLOSED 0x02     /* words: no others, in strings neither */
#define TYPE_SECONDS 0x04    /* integer: a duration literal is converted to whole seconds */
#define TYPE_MILLIS 0x08     /* integer: to whole milliseconds */
#define TYPE_PORT_HERE 0x10  /* names a port of the enclosing container */
#define TYPE_PORT_THERE 0x20 /* names a port of the pods that the object selects or refers to */
#define TYPE_SELECTOR 0x40   /* takes a reference to something with pods and becomes their selector */
#define TYPE_MERGES 0x80     /* map: derivation adds keys to what is written */
#define TYPE_SET 0x100       /* list: no item twice (listType set) */
#define TYPE_PLURALS 0x200   /* words: the plurals of all kinds */
#define TYPE_GROUPS 0x400    /* words: their groups */
#define TYPE_IMAGE 0x800     /* string: names a container image */

struct schema_type {
	uint8_t form;   /* enum type_form */
	uint8_t format; /* enum schema_format (schema/format.h), 0: none */
	uint16_t flags;
	uint8_t key_format; /* MAP: format of the keys */
	uint8_t pad;
	type_id elem;   /* LIST, MAP: type of the elements */
	path_id keyed;  /* LIST: path in the item to its key, 0: not keyed */
	uint16_t first; /* STRUCT: first field; else first row of words */
	uint16_t count; /* fields or words; words of a MAP are known keys, of a LIST the fields that
			 * together identify an item for the API server (listType map) */
	uint16_t dirs;  /* STRUCT: first row of dirs */
	uint16_t ndirs;
	kinds_id refs;   /* STRING, SELECTOR: kinds that a reference may name */
	uint16_t bounds; /* numbers: row of bounds */
	sym name;        /* STRUCT: full name, "apps.v1.StatefulSetSpec" */
};

/* What a field takes from a reference that is given in its struct (`of`). */
enum field_of {
	OF_NOTHING,
	OF_KIND,
	OF_API_VERSION, /* "apps/v1" */
	OF_GROUP,       /* "apps", "" for the core group */
	OF_NAMESPACE,
	OF_OTHER_NAMESPACE, /* the namespace, only where it is not the object's own */
	OF_KEY,             /* the key asked for, creds.password */
	OF_PORT_NAME,       /* the port asked for, storefront.http */
	OF_PORT_NUMBER,     /* its number */
	OF_OPTIONAL,        /* true for `ref?` */
	OF_PROTOCOL         /* the protocol of a port literal, 53/UDP */
};

/* schema_field.flags */
#define FIELD_REQUIRED 0x01
#define FIELD_SERVER 0x02 /* set by the API server, dropped when written (status) */

struct schema_field {
	sym name;
	type_id type;
	type_id owner; /* the struct it belongs to */
	uint16_t flags;
	uint8_t since; /* first minor version, 31 for 1.31; 0: all */
	uint8_t until; /* last minor version; 0: still there */
	uint8_t of;    /* enum field_of */
	uint8_t pad;
	uint16_t order;  /* place among the struct's fields, from 0 */
	ast_id of_value; /* `of X = expr`: the value, with `it` for X; AST_NIL: X itself */
	ast_id dflt;     /* what the API server fills in; AST_NIL: nothing */
};

/* A way through fields, `spec.template.metadata.labels`. Lists are stepped into. */
struct schema_path {
	uint16_t first; /* rows of schema->steps, each a field_id */
	uint16_t count;
};

enum dir_op {
	DIR_NOTHING,
	DIR_HEAD,   /* a: path of the head field */
	DIR_WITH,   /* a: path, expr: value that comes with the head */
	DIR_FROM,   /* kinds, member: a reference like this goes to path a */
	DIR_RANGE,  /* a: path for the lower end, b: for the upper */
	DIR_PAIR,   /* a: path for the left side, b: for the right */
	DIR_WHEN,   /* a: path of the discriminator, b: path of the member, word: its value */
	DIR_LABELS, /* a: where plain labels go (LabelSelector.matchLabels) */
	DIR_TERMS,  /* a: where other terms go (matchExpressions, a list) */
	DIR_PORTS   /* a: the list of ports of a container, for `port here` */
};

/* What DIR_FROM wants behind the reference. */
enum dir_member { MEMBER_NONE, MEMBER_KEY, MEMBER_PORT };

struct schema_dir {
	uint8_t op;     /* enum dir_op */
	uint8_t member; /* enum dir_member */
	path_id a, b;
	kinds_id kinds;
	sym word; /* HEAD, WITH: a key of the map at a, or SYM_EMPTY; WHEN: the value */
	ast_id expr;
};

/* schema_kind.flags */
#define KIND_NAMESPACED 0x01
#define KIND_PREFERRED 0x02 /* the version that a bare kind means on the newest target that has it */
#define KIND_LIST 0x04      /* FooList, Status, DeleteOptions: no object of its own */
#define KIND_SCALES 0x08    /* has the scale subresource */
#define KIND_HIDDEN 0x10    /* its keys' values may be referred to, not read */
#define KIND_DECLARES 0x40  /* its objects declare kinds of their own */
#define KIND_FIXED 0x20     /* its name means something: nothing is put around it */

struct schema_kind {
	sym name;        /* "Kind" */
	sym group;       /* "apps"; SYM_EMPTY for core */
	sym version;     /* "v1" */
	sym api_version; /* "apps/v1" */
	sym plural;      /* "kinds" */
	type_id type;    /* its struct */
	uint16_t flags;
	uint8_t since, until; /* as for fields */
	uint8_t rank;         /* apply order, small first */
	uint8_t name_format;  /* enum schema_format of metadata.name */
	uint16_t lift;        /* first row of schema->lifts */
	uint16_t nlift;       /* short names are looked up at each, outermost first */
	path_id pods;         /* its pod template; 0: none. A path of no steps: the object itself */
	path_id selects;      /* its selector of pods; 0: none */
	path_id ports;        /* its ports, a list of structs with a key (the name) and a head (the number) */
	uint16_t keys;        /* first row of lifts: the maps that hold its keys (data, stringData) */
	uint16_t nkeys;
	uint16_t shorts; /* first row of words: short names */
	uint16_t nshorts;
	uint16_t immutable; /* first row of immutables: what cannot change once the object is there */
	uint16_t nimmutable;
	uint16_t next; /* another kind of the same name (group or version), 0: last */
};

/* A field of a kind that cannot change, or inside of one that can; the longest path that fits holds. */
struct schema_immutable {
	path_id path;
	uint16_t free; /* 1: it may change */
	ast_id when;   /* a condition on `live` and `self`; AST_NIL: always */
};

/* A name declared in the library for sets of kinds: `type Workload = Deployment | ...`. */
struct schema_kindset {
	sym name;       /* SYM_EMPTY for sets without a name */
	uint16_t first; /* rows of schema->kindlist, each a kind_id */
	uint16_t count;
};

/* `derive PATH in app = EXPR else ERROR`. */
struct schema_derive {
	kinds_id kinds;   /* for kinds: which; 0: for values of `type` */
	type_id type;     /* for values of a struct type, wherever they are */
	path_id path;     /* what is set, from the kind or the struct */
	sym key;          /* a key of the map at path, or SYM_EMPTY */
	ast_id value;     /* an expression, or AST_THE */
	ast_id otherwise; /* after else: expression, AST_ERROR_TEXT or AST_NIL */
	uint16_t stratum; /* rows of one stratum do not read what they set */
	uint16_t line;    /* where it is declared, for `why` */
	sym file;
};

/* `rule NAME on KIND as x { ... }` in the library: items run on each object after derivation. */
struct schema_rule {
	sym name;       /* of a row of text/diag.def */
	kinds_id kinds; /* which objects; 0: values of */
	type_id type;   /* this struct, wherever they are */
	sym variable;   /* after `as`; "self" without */
	ast_id block;
	uint16_t line;
	sym file;
};

/* Whole numbers, both ends included. */
struct schema_bounds {
	int64_t lo, hi;
};

/* A function or constant of the library: `fn` and `let` items. */
struct schema_name {
	sym name;
	ast_id item; /* AST_FN or AST_LET */
};

/* Where the object model's own fields are: declared by `annotate Object`. */
struct schema_model {
	path_id name, namespace_, generate_name, labels, annotations;
	sym api_version, kind; /* the names of those two fields */
	uint16_t lift, nlift;  /* rows of words: where kinds are lifted into that say nothing themselves, "spec" */
};

/* A type that a unit declares by a name of its own: a struct, or another name for any type. */
struct schema_named {
	sym name;
	type_id type;
};

struct schema {
	struct sym_fixed names;
	const struct schema_type *types;
	const struct schema_field *fields;
	const struct schema_path *paths;
	const field_id *steps;
	const path_id *lifts;
	const field_id *prefers; /* fields that lifting takes where a name is found twice */
	const sym *words;
	const struct schema_dir *dirs;
	const struct schema_kind *kinds;
	const struct schema_kindset *kindsets;
	const kind_id *kindlist;
	const struct schema_immutable *immutables; /* by kind */
	const struct schema_derive *derives;       /* by stratum */
	const struct schema_rule *rules;
	const struct schema_bounds *bounds;
	const struct schema_name *lib;    /* functions and constants, by name number */
	const struct schema_named *named; /* what was added to the library; row 0 is empty */
	const ast_id *externs;            /* AST_EXTERN items */
	const struct ast_node *nodes;     /* the trees that rows refer to */
	const uint16_t *field_slots;      /* hash of (type, name) to field_id, linear probing */
	const uint16_t *kind_slots;       /* hash of name to the first kind_id of that name (the preferred one) */
	uint32_t ntypes, nfields, npaths, nsteps, nlifts, nprefers, nwords, ndirs, nkinds, nkindsets, nkindlist,
		nimmutables, nderives, nrules, nbounds, nlib, nnamed, nexterns, nnodes;
	uint32_t field_mask, kind_mask;
	type_id settings; /* struct with the settings of an app (`type Settings`) */
	struct schema_model model;
	uint8_t oldest, newest; /* minor versions: 29, 36 */
};

/* The library that this binary was built with. */
extern const struct schema schema_stdlib;

/* ---- lookup (schema.c) ---- */

/* The field NAME of struct TYPE, whatever the version; 0 if there is none. */
field_id schema_field(const struct schema *s, type_id type, sym name);

/* Was the thing with these limits there in minor version TARGET? */
static inline bool schema_served(uint8_t since, uint8_t until, uint8_t target)
{
	return (!since || since <= target) && (!until || target <= until);
}

/* The first kind of that name (follow ->next for others); 0 if there is none. */
kind_id schema_kind(const struct schema *s, sym name);

/*
 * The kind NAME as TARGET serves it: GROUP_VERSION ("apps/v1", or "v1";
 * SYM_EMPTY: the preferred one that is served). 0 if there is none.
 */
kind_id schema_kind_served(const struct schema *s, sym name, sym group_version, uint8_t target);

/* Looks SHORT up along the lift path of KIND (see note [lifting]). */
struct lift_result {
	field_id steps[12]; /* the whole path from the object */
	unsigned count;     /* 0: not found */
	field_id other;     /* found again here, and no preference: ambiguous */
	unsigned other_at;  /* index of the lift row that `other` was found at */
	unsigned at;        /* index of the lift row, counted with the object as 0 */
};
void schema_lift(const struct schema *s, kind_id kind, sym name, uint8_t target, struct lift_result *out);

/* Is KIND in the set? */
bool schema_kind_in(const struct schema *s, kinds_id set, kind_id kind);

/* The set that the library calls NAME, 0 if none. */
kinds_id schema_kindset(const struct schema *s, sym name);

/* The struct type that STEPS of path end at, and whether a list is crossed. */
type_id schema_path_type(const struct schema *s, path_id path, type_id from);

/* The type of the slot itself that PATH leads to: a list where the last field is one. */
type_id schema_slot_type(const struct schema *s, path_id path, type_id from);

/* The first directive OP of struct TYPE; NULL if it has none (other types never have). */
const struct schema_dir *schema_dir_of(const struct schema *s, type_id type, enum dir_op op);

/* Is WORD one of TYPE's words? */
bool schema_word(const struct schema *s, const struct schema_type *type, sym word);

/*
 * The steps of PATH by name, from struct FROM: rows for several kinds are
 * written with the fields of the first one. The number of steps, 0 if FROM
 * does not have the path (or ROOM is too small).
 */
unsigned schema_path_in(const struct schema *s, path_id path, type_id from, field_id *steps, unsigned room);

/* "StatefulSetSpec", "string", "list of Container", "quantity": for messages. Into ARENA. */
const char *schema_type_text(const struct schema *s, const struct symtab *names, struct arena *arena, type_id type);

#endif
