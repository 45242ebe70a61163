/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_LOAD_LOAD_H
#define WK8S_LOAD_LOAD_H

/*
 * load: from the files that are given to all files of a compilation.
 *
 * `import` and `include` name others; each is read and parsed once, into the
 * one tree. Which files there are is known before anything is evaluated: a
 * path is a plain string, and the graph of files has no cycles.
 */

#include "syntax/ast.h"
#include "text/diag.h"
#include "text/files.h"

struct scope;

struct module {
	const struct file *file;
	ast_id root; /* its BLOCK; AST_NIL: it could not be read */
	bool data;   /* YAML or JSON */
	bool given;  /* to the command, as a source */
	bool named;  /* by another one, so it is no unit of its own */
	bool raw;    /* included as it is: not parsed */
	bool values; /* a file of parameters */
	bool live;   /* objects to compare with */

	uint32_t first_use, uses; /* rows of modules->uses: what it names itself */
	uint8_t mark;             /* while cycles are looked for: new, open, done */
	uint32_t visited;         /* the use that is being followed */
	struct scope *scope;      /* eval/ keeps the file's names here when it is imported */
};

/* An IMPORT or INCLUDE item and what it names. */
struct module_use {
	ast_id item;
	struct module *module;
};

struct modules {
	struct files *files;
	struct sources *sources;
	struct ast *tree;
	struct symtab *names;
	struct diags *diags;
	VEC(struct module *) all;
	VEC(struct module_use) uses; /* by number of the item */
	bool failed;                 /* a file could not be read */
	bool deep;                   /* they name each other too deeply, which is said once */
};

/* Adds the source at PATH that the command was given ("-": standard input). */
void modules_give(struct modules *m, const char *path);

/* Adds the file of parameters at PATH; its root has FIELD items. */
struct module *modules_params(struct modules *m, const char *path);

/* Adds the YAML or JSON at PATH, whatever it is called, whose objects are there to be compared with. */
struct module *modules_live(struct modules *m, const char *path);

/*
 * `-D NAME=VALUE` as a file of one item: a value that begins with a bracket is
 * read as in a source, any other is what the place where it goes makes of it.
 */
struct module *modules_define(struct modules *m, const char *name, const char *value);

/* Follows all imports and includes, and those in the files that they name. */
void modules_follow(struct modules *m);

/* What the IMPORT or INCLUDE item names; NULL if it could not be read (reported). */
struct module *modules_used(const struct modules *m, ast_id item);

/* Is the include of ITEM one that passes bytes through (`verbatim: true`)? */
bool include_is_verbatim(const struct ast *tree, const struct symtab *names, ast_id item);

#endif
