/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_SCHEMA_BUILD_H
#define WK8S_SCHEMA_BUILD_H

/*
 * build: from parsed declarations to the tables of schema.h.
 *
 * Used when wk8sc itself is built (stdlib/mkstdlib.c prints the result), and
 * for what users declare, which is added to the library (BASE): then only
 * types, kinds, annotations and derivations are taken from the modules, their
 * functions, rules and objects stay the file's own; and kinds are namespaced
 * unless they say `cluster`. Two steps:
 *
 *	build_schema	makes the rows; names are numbers of IN's symtab, trees
 *			are nodes of IN's tree (schema->nodes stays NULL);
 *	build_freeze	gives the tables names and nodes of their own, so that
 *			they need nothing else.
 *
 * Mistakes are diagnostics E0701 to E0705; the tables are then not complete.
 */

#include "schema/schema.h"
#include "text/diag.h"

struct build_module {
	ast_id root;      /* a BLOCK with AST_ROOT */
	const char *name; /* what its types' full names begin with: "apps.v1"; empty: nothing */
	const char *file; /* what `why` calls it: "stdlib/wiring.wk8s" */
	bool taken;       /* from what others wrote: a short name that two levels of a kind have is no mistake of its
			   * author; it is ambiguous where it is used */
};

struct build_input {
	struct arena *arena; /* of the tables; lives as long as they do */
	struct symtab *names;
	const struct ast *tree; /* all modules */
	struct sources *sources;
	struct diags *diags;
	const struct build_module *modules;
	uint32_t nmodules;
	const struct schema *base; /* what the modules add to, NULL for nothing; then NAMES and TREE began with its
				    * names and nodes */
};

/* Builds the tables of all modules together. False if anything was wrong. */
bool build_schema(const struct build_input *in, struct schema *out);

/*
 * Copies the trees that S refers to from TREE, numbers all names anew and
 * makes the name table: first "", then the NEXTRA names at EXTRA (which may be
 * wanted by number although no table has them), then the others as the tables
 * mention them.
 */
void build_freeze(struct arena *arena, struct schema *s, const struct symtab *names, const struct ast *tree,
		  const char *const *extra, uint32_t nextra);

#endif
