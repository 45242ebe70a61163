/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_CLI_CODE_PAGE_H
#define WK8S_CLI_CODE_PAGE_H

/*
 * code_page: a text of docs/codes taken apart.
 *
 *	What the code means, and how to mend it.
 *
 *	-- wrong: shop.wk8s --k8s 1.30 --
 *	(the file shop.wk8s)
 *	-- file base/web.wk8s --
 *	(another file)
 *	-- right --
 *	(the file shop.wk8s as it should be)
 *
 * Behind `wrong:` and `right:` stand the arguments of the command; without
 * them they are `shop.wk8s`, and those of the right example are those of the
 * wrong one. Files of the wrong example are there for the right one too, unless
 * it has one of the same name.
 */

#include <stdbool.h>
#include <stddef.h>

/* Bytes of the page. */
struct page_part {
	const char *p;
	size_t n;
};

struct page_file {
	struct page_part name, text;
};

#define PAGE_FILES 4

struct page_example {
	struct page_part arguments;
	bool own; /* they stand in the page */
	struct page_file files[PAGE_FILES];
	size_t nfiles; /* 0: the page has no such example */
};

struct code_page {
	struct page_part text;
	struct page_example wrong, right;
};

/* TEXT must outlive PAGE. */
void code_page_parse(struct code_page *page, const char *text);

#endif
