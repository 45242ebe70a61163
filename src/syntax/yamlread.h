/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_SYNTAX_YAMLREAD_H
#define WK8S_SYNTAX_YAMLREAD_H

/*
 * yamlread: YAML and JSON to the same tree that `parse` makes, so that what is
 * included is checked like any source and messages show its own text.
 *
 * Plain scalars mean what they mean to kubectl (YAML 1.1, but `y` and `n` are
 * texts). Aliases and merge keys (`<<`) are written out. Every node has
 * AST_DATA (see ast.def). The span of a FIELD begins with its key, of a key in
 * quotes behind the quote.
 */

#include "syntax/ast.h"
#include "text/diag.h"

/* Maps and lists may be nested this deeply, aliases written out. */
#define YAML_MAX_DEPTH 200

/*
 * A stream of objects: a BLOCK with AST_ROOT and a RESOURCE for each document,
 * and for each item of a list (`kind: List`, `kind: PodList`). What is no
 * object is left out; DIAGS says why. Documents without content are nothing.
 */
ast_id yaml_objects(struct ast *tree, struct symtab *names, const struct source *file, struct diags *diags);

/* One map of values: a BLOCK with AST_ROOT and a FIELD for each. */
ast_id yaml_values(struct ast *tree, struct symtab *names, const struct source *file, struct diags *diags);

#endif
