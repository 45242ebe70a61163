/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_SCHEMA_BUILD_STATE_H
#define WK8S_SCHEMA_BUILD_STATE_H

/*
 * build_state: what the files of the builder share; nobody else includes it.
 *
 * The order of the work is in build.c. All tables are growing arrays of
 * schema.h's rows whose row 0 is empty. Rows that say the same are one row.
 *
 * Directives are tried on every target quietly (`loud` is false) and said
 * again loudly on the first one when none of them took it: that prints the
 * reason. A function that is told to be quiet adds no diagnostic and, where it
 * fails, changes nothing.
 */

#include "schema/build.h"
#include "schema/format.h"
#include "schema/nearest.h"

enum decl_what {
	DECL_STRUCT,
	DECL_KIND,
	DECL_ALIAS, /* another name for a type */
	DECL_KINDS  /* a set of kinds */
};

struct decl {
	sym full, name; /* "group.version.Kind", "Kind" */
	uint8_t what;   /* enum decl_what */
	uint8_t state;  /* of what is worked out on demand: 0 not begun, 1 under way, 2 done */
	type_id type;   /* STRUCT, KIND, ALIAS when done */
	kind_id kind;   /* KIND */
	kinds_id set;   /* KINDS */
	ast_id node;    /* AST_NIL: comes from the base */
	uint32_t module;
	uint32_t next; /* the next declaration of the same short name, 0: last */
};

/* From syms to numbers; 0 is "not there". */
struct sym_map {
	uint32_t *v;
	uint32_t n;
};

struct run {
	uint32_t first, count;
};

struct owned_dir {
	type_id owner;
	struct schema_dir row;
};

struct owned_immutable {
	kind_id kind;
	struct schema_immutable row;
};

/* What a directive says of one kind and is laid out at the end. */
struct kind_more {
	ast_id node;      /* the declaration */
	bool taken;       /* see struct build_module */
	ast_id lift;      /* the directive `lift` that holds for it */
	ast_id ambiguous; /* the directive `ambiguous` */
};

/* Where a path of the source leads. */
struct way {
	field_id steps[12];
	unsigned count;
	type_id end; /* type at the end; for a key of a map the type of its values */
	sym key;     /* a key of the map that the steps end at, or SYM_EMPTY */
};

struct target {
	type_id type;
	kind_id kind; /* 0: not a kind */
};

struct build {
	const struct build_input *in;
	struct arena *arena;
	struct symtab *names;
	const struct ast *tree;
	struct diags *diags;

	VEC(struct decl) decls;
	struct sym_map by_full, by_name;

	VEC(struct schema_type) types;
	VEC(struct schema_field) fields;
	VEC(struct schema_path) paths;
	VEC(field_id) steps;
	VEC(path_id) lifts;
	VEC(field_id) prefers;
	VEC(sym) words;
	VEC(struct run) wordruns;
	VEC(struct schema_dir) dirs;
	VEC(struct owned_dir) owned;
	VEC(struct schema_kind) kinds;
	VEC(struct kind_more) more;
	VEC(struct schema_kindset) kindsets;
	VEC(kind_id) kindlist;
	VEC(struct schema_immutable) immutables;
	VEC(struct owned_immutable) owned_immutables; /* in order of the text */
	VEC(struct schema_derive) derives;
	VEC(ast_id) derive_nodes;     /* beside derives; AST_NIL: from the base */
	VEC(uint32_t) derive_modules; /* beside derives */
	VEC(struct schema_rule) rules;
	VEC(struct schema_bounds) bounds;
	VEC(struct schema_name) lib;
	VEC(struct schema_named) named;
	VEC(ast_id) externs;
	struct schema_model model;
	type_id object;     /* struct `Object`, 0 if the library has none */
	ast_id object_lift; /* the directive `lift` on Object */
	type_id settings;
	uint8_t rank;
	uint8_t oldest, newest;
	uint8_t *seen;  /* strata.c: a byte a type */
	unsigned depth; /* of types that are worked out within each other */
};

/* ---- build_rows.c: rows that say the same are one ---- */

/* Gives every table its empty row 0. */
void build_rows_init(struct build *b);
/* The number of the row that says what ROW says; ROW is copied where it is new. */
type_id build_type_row(struct build *b, const struct schema_type *row);
/* The same for the path of the COUNT fields at STEPS. No steps are a path too, which is not number 0. */
path_id build_path_row(struct build *b, const field_id *steps, unsigned count);
/* Sets FIRST and COUNT to a run of the N words at V. */
void build_word_row(struct build *b, const sym *v, uint32_t n, uint16_t *first, uint16_t *count);
/* The number of the row for LO to HI, both included. */
uint16_t build_bounds_row(struct build *b, int64_t lo, int64_t hi);
/* The N kinds at V, which are sorted and each once. NAME makes it a set of that name. */
kinds_id build_kinds_row(struct build *b, sym name, const kind_id *v, uint32_t n);
/* The number that KEY has, 0 if none; and giving it one. */
uint32_t sym_map_get(const struct sym_map *map, sym key);
void sym_map_set(struct build *b, struct sym_map *map, sym key, uint32_t value);

/* ---- build_decl.c: what is declared, and finding it ---- */

/* Notes what all modules declare, and what of it goes by the same name. */
void build_declare(struct build *b);
/* Makes the rows for what is added to a base by name. */
void build_named(struct build *b);
/* The declaration called NAME as seen from MODULE, 0 if there is none or it is not clear which. */
uint32_t build_find(struct build *b, sym name, uint32_t module);
/* Says that NAME at SPAN is not declared, or by several, and what was probably meant. WHAT: "type or kind". */
void build_unknown(struct build *b, sym name, struct span span, const char *what);
/* The text of a path as one sym, "core.v1.Pod"; the first N keys, or all with UINT32_MAX. */
sym build_path_sym(struct build *b, ast_id path, uint32_t n);
/* How many keys PATH has. */
uint32_t build_path_len(const struct build *b, ast_id path);
/* Is PATH the one key WORD? */
bool build_path_is(const struct build *b, ast_id path, const char *word);
/* The name in the declaration ITEM, for messages. */
struct span build_name_span(const struct build *b, ast_id item);
/* Adds to D which of the N words at V was probably meant by WRONG. */
void build_suggest(struct diag *d, struct str wrong, const char *const *v, size_t n);
/* The bytes of S; they live as long as the build's names. */
struct str build_str(const struct build *b, sym s);
/* Is S spelled TEXT? */
bool build_is(const struct build *b, sym s, const char *text);
/* "StatefulSetSpec", for messages. */
const char *build_type_name(struct build *b, type_id type);
/* "an integer", "a list of string". */
const char *build_type_phrase(struct build *b, type_id type);
/* Splits S at white space: moves *S behind the next word and returns it, empty at the end. */
struct str build_next_word(struct str *s);

/* ---- build_type.c: types, fields, properties ---- */

/* The row of the type written at NODE; 0 after a diagnostic. */
type_id build_type(struct build *b, ast_id node, uint32_t module);
/* Is NAME one of the language's own types, `string`? */
bool build_is_builtin(const struct build *b, sym name);
/* Lays out the fields of all structs. */
void build_fields(struct build *b);
/* The field NAME of TYPE, without the hash table. */
field_id build_field(const struct build *b, type_id type, sym name);
/* TYPE, with CHANGE done to what is in its lists and maps; 0 if that cannot be. */
type_id build_change(struct build *b, type_id type, bool (*change)(struct schema_type *row, const void *ctx),
		     const void *ctx);
/* The row for the two numbers below TWO, 0 after a diagnostic. */
uint16_t build_bounds(struct build *b, ast_id two);
/* Changes for build_change: BOUNDS points to a uint16_t, a row of bounds, FORMAT to a uint8_t, an enum schema_format.
 */
bool build_set_bounds(struct schema_type *row, const void *bounds);
bool build_set_format(struct schema_type *row, const void *format);

/* ---- build_kind.c: kinds, their order, sets ---- */

/* Makes the rows of kinds, then (they may name any kind) of the sets of kinds. */
void build_kinds(struct build *b);
void build_kindsets(struct build *b);
/* Kinds by number, each once. */
struct kind_list {
	kind_id *v;
	uint32_t n, cap;
};
void build_add_kind(struct build *b, struct kind_list *l, kind_id k);
/* The kinds that NAME means, as a set; 0 with a diagnostic at SPAN. */
kinds_id build_kinds_named(struct build *b, sym name, struct span span, bool loud);
/* Gives ROW all words of the mod WHAT of all kinds: "plural", "verbs", "subresources", "group". */
void build_kind_words(struct build *b, const char *what, struct schema_type *row);
/* Marks the kinds that the list DIR names as having names that nothing is put around. */
void build_fixed_names(struct build *b, ast_id dir);
/* Gives the base's sets of all objects, and words of all kinds, what is added to them. */
void build_widen(struct build *b);
/* Links the kinds of one name, and says which is preferred. */
void build_prefer(struct build *b);
/* Is version A (or module name "apps.v1") better than B: stable before beta before alpha, newest first? */
int build_version_cmp(struct str a, struct str b);

/* ---- build_path.c ---- */

/* Follows PATH from FROM, without its first SKIP keys. */
bool build_way(struct build *b, type_id from, ast_id path, unsigned skip, struct way *out, bool loud);
/* The same, as a row; a path into a map cannot be one. */
bool build_way_row(struct build *b, type_id from, ast_id path, path_id *out, bool loud);
/* The things that PATH of an `annotate` names; empty after a diagnostic. */
struct targets {
	struct target *v;
	uint32_t n, cap;
};
void build_targets(struct build *b, ast_id path, struct targets *out);
/* The format that PATH names, FORMAT_NONE if there is none, which is said if LOUD. */
enum schema_format build_format(struct build *b, ast_id path, bool loud);

/* ---- build_note.c, build_field.c: annotate ---- */

/* Runs all `annotate` blocks; and the part of one block that is about fields. */
void build_annotate(struct build *b);
void build_annotate_fields(struct build *b, ast_id annotate);
/* What the words of DIR at a field say of the struct around it (`when`). */
bool build_field_when(struct build *b, const struct target *t, ast_id dir_field, ast_id dir, bool loud);
/* Adds ROW to the directives of OWNER. */
void build_own_dir(struct build *b, type_id owner, const struct schema_dir *row);

/* ---- build_immutable.c ---- */

/* `immutable [PATH, ...]`, `immutable PATH = COND` or, with FREE, `mutable [PATH, ...]`, said of a kind. */
bool build_immutable(struct build *b, const struct target *t, ast_id dir, bool free, bool loud);
/* Lays the rows of each kind out side by side. */
void build_immutables(struct build *b);

/* ---- build.c ---- */

/* Makes the hash tables of S, whose rows are complete. */
void build_hash(struct arena *arena, struct schema *s);

/* ---- build_lift.c ---- */

/* Lays out the lift paths of all kinds; a short name that two of its levels have is E0703 unless one is preferred. */
void build_lifts(struct build *b);

/* ---- build_derive.c, strata.c ---- */

/* Makes the rows of `derive`, `rule`, `fn`, `let` and `extern`. */
void build_derives(struct build *b);
/* Orders the rows of derivation by stratum; E0704 where they go round. */
void build_strata(struct build *b);

#endif
