/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_SYNTAX_YAMLPART_H
#define WK8S_SYNTAX_YAMLPART_H

/*
 * yamlpart: what the files of yamlread share; private to this room.
 *
 * Note [foreign memory]. libyaml has memory of its own, and any allocation of
 * ours may jump away for good. So the reader is held (base/mem.h) while its
 * parser lives: should memory be out, `release` runs before the jump. The
 * event at hand and the scratch arena are released in the same place.
 */

#include "syntax/yamlread.h"

#include <yaml.h>

/* What an anchor names, at least for now: it may be given again. */
struct yaml_anchor {
	uint32_t document; /* where it is known */
	ast_id node;       /* AST_NIL until its end was read */
	uint32_t height;   /* of the tree */
	uint32_t count;    /* nodes of the tree */
	sym text;          /* of a scalar */
	bool scalar;
};

/* A key of the map with the number `map`, and its FIELD. */
struct yaml_key {
	uint32_t map; /* 0: a free slot */
	sym text;
	ast_id field;
};

struct yamlread {
	struct ast *tree;
	struct symtab *names;
	const struct source *file;
	struct diags *diags;
	struct mem_hold hold;
	struct arena scratch; /* what dies with the reader */
	yaml_parser_t parser;
	yaml_event_t event;  /* at hand */
	struct str text;     /* as libyaml gets it */
	VEC(uint32_t) marks; /* the offset of every 64th character; empty: all is ASCII */
	VEC(uint32_t) pairs; /* see yaml_text: where in `text` they stand */
	struct symtab anchor_names;
	VEC(struct yaml_anchor) anchors; /* by sym of anchor_names */
	struct yaml_key *keys;           /* a hash table of `key_cap` slots, a power of two */
	uint32_t nkeys, key_cap;
	uint32_t document, map; /* how many there were */
	uint32_t copied;        /* nodes that aliases have repeated */
	uint32_t items;         /* lists of objects around the one that is made */
	bool values;            /* the document with values was there */
	bool stop;              /* nothing more is read: what comes would follow from a mistake */
};

/* A chain of nodes that become children. */
struct yaml_kids {
	ast_id first, last;
	uint32_t height; /* of the tallest */
};

/* ---- yamlread.c ---- */

void yaml_add(struct yamlread *r, struct yaml_kids *kids, ast_id id);
ast_id yaml_node(struct yamlread *r, enum ast_kind kind, struct span at, sym text, unsigned flags, ast_id first);
/* The words of a complaint on a template where YAML should be; nothing more is read. */
void yaml_complain_template(struct yamlread *r, struct span at);

/* ---- yamltext.c: positions ---- */

/* Prepares R->text and what finds positions in it. */
void yaml_text(struct yamlread *r);
/* The position in the file of the character with number INDEX, or of byte OFFSET of R->text. */
uint32_t yaml_position(const struct yamlread *r, size_t index);
uint32_t yaml_position_of_byte(const struct yamlread *r, size_t offset);
/* The text of the event at hand, without anchor and tag. */
struct span yaml_span(const struct yamlread *r);
/* The tag of the event at hand. */
struct span yaml_tag_span(const struct yamlread *r);
/* What is in the quotes of the scalar at AT whose value is TEXT; AT if there are none. */
struct span yaml_unquoted(const struct yamlread *r, struct span at, sym text);
/* The key of FIELD; written with escapes it may be longer. */
struct span yaml_key_span(const struct yamlread *r, ast_id field);
/* The byte at position POS; NUL at the end. */
char yaml_byte(const struct yamlread *r, uint32_t pos);
/* The code point of the two escapes `\uXXXX\uXXXX` at POS; 0 if there is no such thing. */
uint32_t yaml_pair_at(const struct yamlread *r, uint32_t pos);

/* ---- yamlscalar.c ---- */

#define YAML_STANDARD_TAG "tag:yaml.org,2002:"

/* The tag of the event at hand is not one of those that are understood. */
void yaml_complain_tag(struct yamlread *r);
/* A leaf for the scalar at hand, whose span is AT. */
ast_id yaml_scalar(struct yamlread *r, struct span at);

/* ---- yamlobject.c ---- */

/* Adds what the document DOC has to OUT: objects, or values. */
void yaml_take_object(struct yamlread *r, ast_id doc, struct yaml_kids *out);
void yaml_take_values(struct yamlread *r, ast_id doc, struct yaml_kids *out);

/* ---- yamlreport.c ---- */

/* libyaml has found a mistake: says so in the reader's words. */
void yaml_report(struct yamlread *r);

#endif
