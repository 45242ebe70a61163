/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_SYNTAX_LEXER_H
#define WK8S_SYNTAX_LEXER_H

/*
 * lexer: from bytes to tokens; private to this room.
 *
 * grammar/lexer.re has the rules, strings.c decodes texts, number.c decides
 * where a number ends, and brackets.c keeps the stack of open brackets. That
 * stack is where nesting is limited, where separators are told from line
 * ends, and where a missing or wrong bracket is repaired, so that the parser
 * sees balanced brackets only.
 *
 * Note [panic]. When the parser has reported a mistake it drops what it was
 * building up to the innermost block or list. The lexer then swallows the
 * rest of that item itself, brackets and all: up to the separator, the
 * closing bracket or, in a block, the `{` (token RESUME) of the broken item,
 * whose content is parsed as usual. So separators inside parentheses never
 * look like the end of the item.
 */

#include "syntax/parse.h"

/* What a token or a part of the tree is while it is being parsed. */
struct val {
	sym sym;        /* tokens: word, number, decoded text */
	ast_id first;   /* a chain of nodes, AST_NIL if empty; of a piece of a string: */
	ast_id last;    /* the span of what is between its quotes, `}` and `${` */
	uint16_t depth; /* of the tallest tree in the chain */
	uint16_t flags; /* AST_ flags of a token */
};

enum open_kind {
	OPEN_FILE,
	OPEN_BLOCK, /* { */
	OPEN_LIST,  /* [ */
	OPEN_INDEX, /* [ after a name */
	OPEN_PAREN, /* ( */
	OPEN_HOLE   /* ${ in a string */
};

/* An open bracket; positions are offsets in the text. */
struct open {
	uint32_t pos;  /* of the bracket; OPEN_HOLE: of the string */
	uint32_t bol;  /* of its line's beginning */
	uint32_t item; /* of the first token of the item in it that is being read */
	short token;   /* that token */
	uint8_t kind;  /* enum open_kind */
	bool multi;    /* OPEN_HOLE: in a multi-line string */
	bool unclosed; /* the parser has said that it is not closed */
	bool comma;    /* the item has had the comma that belongs to it */
};

struct lexer {
	const struct source *file;
	struct symtab *names;
	struct diags *diags;
	struct arena *arena; /* comments and scratch space */
	struct ast *tree;    /* takes the comments */
	const char *text, *cur, *lim;
	uint32_t bol;                /* beginning of the line at cur */
	uint32_t beg, end;           /* the last token */
	int prev;                    /* its code */
	uint32_t prev_beg, prev_end; /* the token before it */
	bool joins;                  /* a newline after it does not separate */
	bool dotted;                 /* it is a word after a dot */
	bool fresh;                  /* the next token begins an item */
	bool made_up;                /* the last token is not in the text */
	bool skipped;                /* something before the last token was a mistake, which has been said */
	bool ended;                  /* nothing more is read, and nothing more said */
	bool panic;                  /* note [panic] */
	bool resume;                 /* the next token is RESUME */
	bool restart;                /* the next tokens are made up: `]` of a list, and a newline */
	uint32_t panic_depth;
	uint32_t depth;      /* open brackets */
	struct open suspect; /* a `{` whose `}` is indented as another's; pos 0 if none */
	uint32_t suspect_close;
	uint32_t holes; /* how many of the open brackets are OPEN_HOLE */
	VEC(char) scratch;
	struct open open[PARSE_MAX_DEPTH + 1]; /* [0] is the file */
};

/* LX begins FILE. Names go to NAMES, mistakes to DIAGS, comments to TREE, all memory comes from TREE's arena. */
void lexer_init(struct lexer *lx, struct ast *tree, struct symtab *names, const struct source *file,
		struct diags *diags);

/* The next token for the parser; *LOC is its span. */
int lexer_next(struct lexer *lx, struct val *val, struct span *loc);

/* One token of the text, as lexer.re has it. */
int lexer_scan(struct lexer *lx, struct val *val);

/* Says that the parser is about to drop an item because of the last token. */
void lexer_panic(struct lexer *lx);
/* The same, where the item is the one at LEVEL or around it. */
void lexer_panic_below(struct lexer *lx, uint32_t level);
/* Is the keyword that the item in O begins with the name of a field here? */
bool lexer_begins_field(const struct lexer *lx, const struct open *o);

/* The same, where the innermost bracket is not closed and the line of the last token begins a new item. */
void lexer_restart(struct lexer *lx);

/* Ends the token that begins at BEG before lx->cur. Returns CODE. */
int lexer_emit(struct lexer *lx, const char *beg, int code);

static inline struct open *lexer_top(struct lexer *lx)
{
	return &lx->open[lx->depth];
}

/* The span of the bytes from offset BEG up to END. */
static inline struct span lexer_span(const struct lexer *lx, uint32_t beg, uint32_t end)
{
	struct span s = {lx->file->base + beg, lx->file->base + end};
	return s;
}

static inline struct span lexer_span_of(const struct lexer *lx, const char *beg, const char *end)
{
	return lexer_span(lx, (uint32_t)(beg - lx->text), (uint32_t)(end - lx->text));
}

/* Blanks at the beginning of the line that begins at offset BOL. */
uint32_t lexer_indent(const struct lexer *lx, uint32_t bol);

/* ---- brackets.c ---- */

/* Pushes a bracket at offset POS; false if that is one too many, which has been said. */
bool bracket_push(struct lexer *lx, uint32_t pos, enum open_kind kind, bool multi);
/* The opening bracket BEG, of token CODE; the token. */
int bracket_open(struct lexer *lx, const char *beg, enum open_kind kind, int code);
/* The closing bracket BEG, which ends at lx->cur: the token, or 0 if it is to be skipped. */
int bracket_close(struct lexer *lx, const char *beg);
/* The end of the text: T_END, or a closing bracket that is missing. */
int bracket_end(struct lexer *lx);
/* Takes the innermost bracket as closed before lx->cur; the token for that. */
int bracket_make_up(struct lexer *lx);
/* Forgets the brackets above DEPTH. */
void bracket_drop(struct lexer *lx, uint32_t depth);
/* The spelling of the bracket that opens, or closes, KIND. */
const char *bracket_spelling(enum open_kind kind, bool closing);

/* ---- strings.c ---- */

/* A string whose opening quotes are at BEG and end at lx->cur. */
int string_open(struct lexer *lx, struct val *val, const char *beg);
/* Goes on behind the `}` at BEG of a hole, which has been closed. */
int string_more(struct lexer *lx, struct val *val, const char *beg, const struct open *hole);
/* Decodes the pieces of an interpolated string, whose syms it sets; spans are of the raw pieces. */
void string_finish(struct lexer *lx, struct ast *tree, ast_id interp, bool multi);

/* ---- number.c ---- */

/* What begins like a number, is of kind CODE and ends at lx->cur if it does not run on. */
int number_end(struct lexer *lx, struct val *val, const char *beg, int code);

#endif
