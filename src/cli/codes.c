/* SPDX-License-Identifier: Apache-2.0 */
/* codes: a page on each code of a message, with what the compiler says of its wrong example now. */
#include "cli/codes.h"

#include "cli/cli.h"
#include "cli/example.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define MAX_CODES 256

/* ---- finding ---- */

/* `E0203`, `w0203`: does WORD have the form of a code? */
static bool is_code(const char *word)
{
	return strlen(word) == 5 && strchr("EWNewn", word[0]) && strspn(word + 1, "0123456789") == 4;
}

static bool find(const char *word, struct wk8s_code *code)
{
	for (size_t i = 0; wk8s_code(i, code); i++) {
		if (strcasecmp(word, code->code) == 0 || strcmp(word, code->name) == 0)
			return true;
	}
	return false;
}

bool codes_meant(const char *word)
{
	struct wk8s_code code;

	return is_code(word) || find(word, &code);
}

static const char *nearest(const char *word)
{
	const char *names[MAX_CODES];
	struct wk8s_code code;
	size_t n = 0;

	for (size_t i = 0; n < MAX_CODES && wk8s_code(i, &code); i++)
		names[n++] = is_code(word) ? code.code : code.name;
	return wk8s_nearest(word, names, n);
}

void codes_suggest(const char *word)
{
	/* Kinds and types have no hyphen in their names. */
	const char *near = strchr(word, '-') ? nearest(word) : NULL;

	if (near)
		complain("there is a code of the name `%s`", near);
}

static int unknown(const char *word)
{
	const char *near = nearest(word);

	if (near)
		complain("there is no code `%s`, did you mean `%s`?", word, near);
	else
		complain("there is no code `%s`", word);
	fputs("`wk8sc explain --list=codes` lists them.\n", stderr);
	return WK8S_MISTAKES;
}

static const char *page_of(const struct wk8s_code *code)
{
	for (const struct text_file *f = code_pages; f->name; f++) {
		if (strncmp(f->name, code->code, strlen(code->code)) == 0)
			return f->text;
	}
	return "";
}

/* ---- printing ---- */

static void print(struct page_part part)
{
	fwrite(part.p, 1, part.n, stdout);
}

/* A writer to standard output that indents lines; CTX is whether a line begins. */
static int write_indented(void *ctx, const char *p, size_t n)
{
	bool *begins = ctx;

	for (size_t i = 0; i < n; i++) {
		if (*begins && p[i] != '\n')
			fputs("    ", stdout);
		*begins = p[i] == '\n';
		putchar(p[i]);
	}
	return 0;
}

static void print_files(const struct page_example *example)
{
	bool begins = true;

	for (size_t i = 0; i < example->nfiles; i++) {
		const struct page_file *file = &example->files[i];

		if (example->nfiles > 1) {
			fputs(i ? "\n  " : "  ", stdout);
			print(file->name);
			puts(file->text.n ? ":\n" : " is empty.");
		}
		write_indented(&begins, file->text.p, file->text.n);
	}
}

static void print_wrong(const struct page_example *example, bool colour)
{
	bool begins = true;

	puts("\nWrong:\n");
	print_files(example);
	fputs("\n`wk8sc ", stdout);
	print(example->arguments);
	puts("` says:\n");
	example_run(example, (struct wk8s_writer){&begins, write_indented}, colour);
}

static void print_right(const struct page_example *example)
{
	fputs("\nRight", stdout);
	if (example->own) {
		fputs(", with `wk8sc ", stdout);
		print(example->arguments);
		putchar('`');
	}
	puts(":\n");
	print_files(example);
}

const char *code_level(enum wk8s_level level)
{
	static const char *const words[] = {"error", "warning", "note"};

	return words[level];
}

static void print_page(const struct wk8s_code *code, const struct code_page *page, bool colour)
{
	printf("%s%s %s%s, %s: %s\n\n", colour ? "\33[1m" : "", code_level(code->level), code->code,
	       colour ? "\33[0m" : "", code->name, code->title);
	print(page->text);
	if (page->wrong.nfiles)
		print_wrong(&page->wrong, colour);
	if (page->right.nfiles)
		print_right(&page->right);
}

int codes_explain(const char *word, bool json, bool colour)
{
	struct wk8s_code code;
	struct code_page page;

	if (!find(word, &code))
		return unknown(word);
	code_page_parse(&page, page_of(&code));
	if (json)
		code_record(&code, &page);
	else
		print_page(&code, &page, colour);
	return WK8S_DONE;
}

void codes_list(void)
{
	struct wk8s_code code;

	for (size_t i = 0; wk8s_code(i, &code); i++)
		puts(code.code);
}
