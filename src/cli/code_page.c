/* SPDX-License-Identifier: Apache-2.0 */
/* code_page: a text of docs/codes taken apart. */
#include "cli/code_page.h"

#include <string.h>

/* The file that each example is about. */
static const char first_file[] = "shop.wk8s";

static struct page_part part_of(const char *s)
{
	return (struct page_part){s, strlen(s)};
}

static struct page_part next_line(const char **p)
{
	struct page_part line = {*p, strcspn(*p, "\n")};

	*p += line.n;
	if (**p)
		++*p;
	return line;
}

/* Is LINE `-- WORD --` or `-- WORD<between>REST --`? *REST is then the rest, empty in the first case. */
static bool is_mark(struct page_part line, const char *word, const char *between, struct page_part *rest)
{
	size_t n = strlen(word), skip = strlen(between);

	if (line.n < n + 6 || strncmp(line.p, "-- ", 3) != 0 || strncmp(line.p + line.n - 3, " --", 3) != 0)
		return false;
	if (strncmp(line.p + 3, word, n) != 0)
		return false;
	*rest = (struct page_part){line.p + 3 + n, line.n - 6 - n};
	if (!rest->n)
		return true;
	if (rest->n < skip || strncmp(rest->p, between, skip) != 0)
		return false;
	rest->p += skip;
	rest->n -= skip;
	return true;
}

/* Blank lines at the end of a part are there for the eye. */
static void end_at(struct page_part *part, const char *end)
{
	part->n = (size_t)(end - part->p);
	while (part->n > 1 && part->p[part->n - 1] == '\n' && part->p[part->n - 2] == '\n')
		part->n--;
	if (part->n == 1 && part->p[0] == '\n')
		part->n = 0;
}

/* The part that begins at P, behind the mark of a file; it has no end yet. */
static struct page_part *begin_file(struct page_example *example, struct page_part name, const char *p)
{
	struct page_file *file;

	if (example->nfiles == PAGE_FILES)
		return NULL;
	file = &example->files[example->nfiles++];
	*file = (struct page_file){name, {p, 0}};
	return &file->text;
}

static void set_arguments(struct page_example *example, struct page_part given, struct page_part otherwise)
{
	example->own = given.n > 0;
	example->arguments = example->own ? given : otherwise;
}

void code_page_parse(struct code_page *page, const char *text)
{
	struct page_part *open = &page->text, rest;
	struct page_example *example = &page->wrong;

	*page = (struct code_page){.text.p = text};
	while (*text) {
		const char *begin = text;
		struct page_part line = next_line(&text), name = part_of(first_file);

		if (is_mark(line, "wrong", ": ", &rest)) {
			set_arguments(&page->wrong, rest, part_of(first_file));
		} else if (is_mark(line, "right", ": ", &rest)) {
			example = &page->right;
			set_arguments(&page->right, rest, page->wrong.arguments);
		} else if (is_mark(line, "file", " ", &rest)) {
			name = rest;
		} else {
			continue;
		}
		if (open)
			end_at(open, begin);
		open = begin_file(example, name, text);
	}
	if (open)
		end_at(open, text);
}
