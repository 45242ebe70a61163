/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_FMT_WRITE_H
#define WK8S_FMT_WRITE_H

/*
 * write: how the files of this room know each other. Each writes some kinds of
 * nodes to the layout, in the order of the text; what the tree does not keep
 * (comments, new lines, empty lines) is looked up in the text itself.
 */

#include "base/intern.h"
#include "fmt/layout.h"
#include "syntax/ast.h"

struct writer {
	const struct ast *tree;
	const struct symtab *names;
	struct arena *arena;
	const char *text; /* of the source */
	uint32_t base;    /* position of its first byte */
	uint32_t size;
	uint32_t comment;             /* the next one in tree->comments, */
	uint32_t next;                /* and where it begins; UINT32_MAX: there is none */
	struct layout *layout, inner; /* inner: of holes in texts of several lines */
	struct buf *scratch;          /* empty */
	bool loose;                   /* in parentheses: a new line is nothing there */
	bool direct;                  /* the next value fills parentheses: its operands need no further indentation */
	bool braced; /* in brackets of a type, which stay on a line: none can begin before they close */
	bool hole;   /* in ${ }: there is no new line at all */
};

/* ---- the text (gaps.c) ---- */

/* Is the first thing behind the bracket that ends before POS on another line, or a comment? */
bool line_ends(const struct writer *w, uint32_t pos);
/* Is there nothing before POS on its line? */
bool begins_line(const struct writer *w, uint32_t pos);
/* Is there a new line between A and B? */
bool line_between(const struct writer *w, uint32_t a, uint32_t b);
/* Where the next token from POS on begins. */
uint32_t token_from(const struct writer *w, uint32_t pos);
/* Is the line above that of POS empty, and something above it? */
bool empty_above(const struct writer *w, uint32_t pos);

/* Writes the comments before POS where no line may end; that of POS then begins a line. */
void comments_within(struct writer *w, uint32_t pos);
/* A break of GROUP in front of what stands at POS, with the comments before that. FLAGS as in layout.h. */
void break_before(struct writer *w, uint32_t group, uint32_t pos, unsigned flags);
/* The same between the items of a file: what came so far is written. */
void end_item(struct writer *w, uint32_t pos);

/* ---- words and signs ---- */

static inline const struct ast_node *node(const struct writer *w, ast_id id)
{
	return ast_at(w->tree, id);
}

static inline uint32_t begin_of(const struct writer *w, ast_id id)
{
	return node(w, id)->beg;
}

static inline uint32_t end_of(const struct writer *w, ast_id id)
{
	return ast_span(w->tree, id).end;
}

static inline const char *bytes_at(const struct writer *w, uint32_t pos)
{
	return w->text + (pos - w->base);
}

static inline bool is_absent(const struct writer *w, ast_id id)
{
	return node(w, id)->kind == AST_NONE;
}

/* N bytes of ASCII that live as long as the program. */
static inline void put_n(struct writer *w, const char *p, uint32_t n)
{
	layout_text(w->layout, p, n, n);
}

#define PUT(w, literal) put_n((w), "" literal, sizeof literal - 1)

static inline void put_sym(struct writer *w, sym s)
{
	struct str name = sym_str(w->names, s);

	put_n(w, name.p, (uint32_t)name.n);
}

/* What is put next stands at POS in the text: comments before it come first. */
static inline void come_to(struct writer *w, uint32_t pos)
{
	if (w->next < pos)
		comments_within(w, pos);
}

static inline void put_at(struct writer *w, const char *p, uint32_t pos)
{
	come_to(w, pos);
	put_n(w, p, (uint32_t)strlen(p));
}

/* The brace that opens what ID begins; `{{` would be read as something else. */
static inline void put_opening(struct writer *w, const char *p, ast_id id)
{
	put_n(w, p, (uint32_t)strlen(p));
	if (*bytes_at(w, begin_of(w, id)) == '{')
		PUT(w, " ");
}

/* A group, or none where there are no new lines. */
static inline uint32_t open_group(struct writer *w, enum group_kind kind, bool forced)
{
	return w->hole ? NO_GROUP : layout_open(w->layout, kind, forced);
}

/* ---- nodes ---- */

/* The node ID as it is spelled, on one line; the N bytes at P (gaps.c). */
void write_spelling(struct writer *w, ast_id id);
void put_bytes(struct writer *w, const char *p, uint32_t n);

/* strings.c: STRING and INTERP. */
void write_string(struct writer *w, ast_id id);
bool is_multi(const struct writer *w, ast_id id);

/* ---- values.c ---- */

void write_value(struct writer *w, ast_id id);
void write_path(struct writer *w, ast_id path);
void write_key(struct writer *w, ast_id id);
/* " = ID"; a condition that is too long for the line goes on one of its own. */
void write_assigned(struct writer *w, ast_id id);
/* "A, B", of which B may go on a line of its own. */
void write_pair(struct writer *w, ast_id a, ast_id b);
/* `for NAME, SECOND in LIST` of the FOR or LIST_FOR; what follows among its children. */
ast_id write_for(struct writer *w, ast_id id);
/* FIRST and those after it, written by EACH, in the brackets at AT, which are round or square. */
void write_listed(struct writer *w, ast_id first, struct span at, bool round, void (*each)(struct writer *, ast_id));

/* ---- items.c ---- */

void write_block(struct writer *w, ast_id id);
void write_item(struct writer *w, ast_id id);
/* The children of ID in the braces that it consists of, written by EACH. */
void write_body(struct writer *w, ast_id id, void (*each)(struct writer *, ast_id));

/* ---- types.c: types, parameters, and what only declarations have ---- */

void write_type(struct writer *w, ast_id id);
void write_param(struct writer *w, ast_id id);
void write_params(struct writer *w, ast_id id);
void write_mods(struct writer *w, ast_id id);
void write_members(struct writer *w, ast_id id);
void write_directives(struct writer *w, ast_id id);

#endif
