/* SPDX-License-Identifier: Apache-2.0 */
/* code_record: what a code means, for programs: an object of JSON on standard output. */
#include "cli/codes.h"
#include "cli/example.h"

#include <stdio.h>
#include <string.h>

static void put_char(char c)
{
	static const char special[] = "\"\\\n\t", letters[] = "\"\\nt";
	const char *found = c ? strchr(special, c) : NULL;

	if (found)
		printf("\\%c", letters[found - special]);
	else if ((unsigned char)c < ' ')
		printf("\\u%04x", (unsigned)c);
	else
		putchar(c);
}

/* A writer of the inside of a string. */
static int write_inside(void *ctx, const char *p, size_t n)
{
	(void)ctx;
	for (size_t i = 0; i < n; i++)
		put_char(p[i]);
	return 0;
}

static void put_part(const char *key, struct page_part part)
{
	printf("\"%s\": \"", key);
	write_inside(NULL, part.p, part.n);
	putchar('"');
}

static void put_text(const char *key, const char *text)
{
	put_part(key, (struct page_part){text, strlen(text)});
}

static void put_files(const struct page_example *example)
{
	fputs("    \"files\": [", stdout);
	for (size_t i = 0; i < example->nfiles; i++) {
		fputs(i ? ",\n      {" : "\n      {", stdout);
		put_part("name", example->files[i].name);
		fputs(", ", stdout);
		put_part("text", example->files[i].text);
		putchar('}');
	}
	fputs("\n    ]", stdout);
}

static void put_example(const char *key, const struct page_example *example, bool wrong)
{
	if (!example->nfiles) {
		printf(",\n  \"%s\": null", key);
		return;
	}
	printf(",\n  \"%s\": {\n    ", key);
	put_part("arguments", example->arguments);
	fputs(",\n", stdout);
	put_files(example);
	if (wrong) {
		fputs(",\n    \"message\": \"", stdout);
		example_run(example, (struct wk8s_writer){NULL, write_inside}, false);
		putchar('"');
	}
	fputs("\n  }", stdout);
}

void code_record(const struct wk8s_code *code, const struct code_page *page)
{
	fputs("{\n  ", stdout);
	put_text("code", code->code);
	fputs(",\n  ", stdout);
	put_text("name", code->name);
	fputs(",\n  ", stdout);
	put_text("level", code_level(code->level));
	fputs(",\n  ", stdout);
	put_text("title", code->title);
	fputs(",\n  ", stdout);
	put_part("text", page->text);
	put_example("wrong", &page->wrong, true);
	put_example("right", &page->right, false);
	fputs("\n}\n", stdout);
}
