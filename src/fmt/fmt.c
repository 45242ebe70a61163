/* SPDX-License-Identifier: Apache-2.0 */
/* fmt: a file, item after item. */
#include "fmt/fmt.h"
#include "fmt/write.h"

void fmt(struct buf *out, struct buf *scratch, const struct ast *tree, const struct symtab *names,
	 const struct source *source, ast_id root)
{
	struct layout layout;
	struct writer w = {
		.tree = tree,
		.names = names,
		.arena = tree->arena,
		.text = source->text.p,
		.base = source->base,
		.size = (uint32_t)source->text.n,
		.next = tree->comments.n ? tree->comments.v[0].span.beg : UINT32_MAX,
		.layout = &layout,
		.scratch = scratch,
	};

	layout_init(&layout, w.arena, out);
	layout_init(&w.inner, w.arena, scratch);
	AST_EACH (tree, root, item) {
		end_item(&w, ast_at(tree, item)->beg);
		write_item(&w, item);
	}
	end_item(&w, w.base + w.size);
}
