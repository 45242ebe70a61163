/* SPDX-License-Identifier: Apache-2.0 */
/*
 * parse: checks that a file is text of a sensible size, and parses it.
 */
#include "syntax/parse.h"

#include "base/utf8.h"
#include "syntax/make.h"
#include "syntax/parser.h"

static ast_id root_of(struct parser *ps)
{
	const struct source *file = ps->lx.file;
	struct span all = {file->base, file->base + file->text.n};
	ast_id root = ast_new(ps->tree, AST_BLOCK, all);

	ast_edit(ps->tree, root)->flags = AST_ROOT;
	ast_edit(ps->tree, root)->first = ps->root.first;
	return root;
}

bool parse_is_text(const struct source *file, struct diags *diags)
{
	size_t good;
	struct span at = {file->base, file->base};

	if (file->text.n > PARSE_MAX_BYTES) {
		diag_add(diags, E0502, at, "the file has more than %u bytes", PARSE_MAX_BYTES);
		return false;
	}
	good = utf8_valid(file->text.p, file->text.n);
	if (good == file->text.n)
		return true;
	at.beg += (uint32_t)good;
	at.end = at.beg + 1;
	diag_label(diag_add(diags, E0102, at, "the file is not valid UTF-8"), "byte 0x%02X, at offset %zu",
		   (unsigned)(unsigned char)file->text.p[good], good);
	return false;
}

ast_id parse(struct ast *tree, struct symtab *names, const struct source *file, struct diags *diags)
{
	struct parser *ps = ARENA_NEW(tree->arena, struct parser, 1);

	ps->tree = tree;
	ps->root = nothing();
	ps->too_tall = false;
	lexer_init(&ps->lx, tree, names, file, diags);
	if (parse_is_text(file, diags))
		(void)wk8s_parse(ps);
	return root_of(ps);
}
