/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_RULES_RULING_H
#define WK8S_RULES_RULING_H

/*
 * ruling: what the files of this room share.
 */

#include "eval/eval.h"

/* A rule, ready to be run: what it is for has been found. */
struct rule {
	sym name, variable;
	ast_id item; /* AST_NIL: of the library */
	ast_id block;
	struct scope *scope; /* around it */
	kinds_id kinds;      /* what it is for: a set of kinds, */
	sym kind;            /* all kinds of this name, */
	sym type;            /* or values of the struct of this name */
	enum diag_code code; /* of the library: what it says; else DIAG_CODES */
	bool warns;          /* it holds nothing but warnings */
	bool broken;         /* it has mistakes, which were reported: it is not run */
};

struct link {
	struct link *next;
	struct rule *rule;
};

/* What holds in some uses of texts: rules by what they are for. */
struct plan {
	struct link *rules;    /* those of the sources */
	struct link **by_kind; /* by kind_id */
	struct link **by_type; /* by type_id; only structs have some */
	bool *below;           /* by type_id: may a value have one inside that some rule is for? */
};

struct run {
	struct unit *u;
	struct rule *rule;          /* NULL: an `assert` or `warn` outside of rules */
	const struct ruling *alone; /* then this */
	struct instance *object;    /* NULL: none */
	struct node value;          /* that the rule is for */
	struct node item;           /* the value that the innermost loop is at; OBJ_NULL: there is none */
};

struct rules {
	struct unit *u;
	VEC(struct rule *) all; /* of the sources */
	struct rule *library;   /* rows of the schema's rules */
	uint32_t ntypes;        /* rows that plans know; what is added later is in no object */
	struct plan *base;      /* what holds everywhere */
	sym word_resources, word_matching, word_default;
	struct hooks hooks_before; /* how expressions read objects when no check is run */
	struct node *resources;    /* by kinds_id and then kind_id: the list, once it was asked for */
};

static inline struct rules *rules_of(const struct unit *u)
{
	return u->rules;
}

/* ---- plan.c: which rules there are, and where they hold ---- */

/* Finds the rules of the sources; makes what holds everywhere. */
void rules_collect(struct rules *r);
/* What holds for objects in IN. */
const struct plan *plan_of(struct rules *r, struct expansion *in);
/* Is RULE for objects of KIND? */
bool rule_is_for(const struct unit *u, const struct rule *rule, kind_id kind);

/* ---- look.c: mistakes that a check makes whatever it is run on ---- */

void rule_look(struct unit *u, const struct rule *rule);
void item_look(struct unit *u, const struct ruling *item);

/* ---- infer.c: fields that types do not have ---- */

/* Reports what RULE reads and its types do not have. */
void rule_infer(struct unit *u, const struct rule *rule);

/* ---- words.c: names that only checks know ---- */

/* Makes expressions read objects as checks do, or as before. */
void words_begin(struct rules *r);
void words_end(struct rules *r);
/* The kinds that ID, a word or path, names: *SET, or *KIND, the name of some; false if it names none. */
bool kinds_named(struct unit *u, ast_id id, kinds_id *set, sym *kind);
/* In a check: nothing is at the member NAME of BASE. */
struct node absent_at(const struct node *base, ast_id at);

/* ---- fail.c: messages ---- */

/* The condition COND of the ASSERT or WARN item ITEM is false, or cannot be told because something is absent. */
void check_failed(struct run *r, ast_id item, struct scope *scope, const struct node *missing);
/* The condition of ITEM is true. */
void check_passed(struct run *r, ast_id item, struct scope *scope);
/* As check_failed of the condition of an `if` around items. */
void branch_unknown(struct run *r, ast_id cond, const struct node *missing);

/* ---- allow.c: exceptions ---- */

/* Reports exceptions of rules that are not there, or without a reason. */
void allows_check(struct rules *r);
/* Puts them in order, to be looked up. */
void allows_sort(struct unit *u);
/* Is there an exception from the rule NAME for OBJECT? It is used then. */
bool allowed(struct unit *u, const struct instance *object, sym name);
/* Reports those that were not used. */
void allows_report(struct unit *u);

#endif
