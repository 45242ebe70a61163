/* SPDX-License-Identifier: Apache-2.0 */
/*
 * partname: how the files of `-O` are called.
 *
 * Note [levels]: `kind-name` where that is enough. Parts that would get the
 * same name get a longer one, all of them, until no two are alike: with the
 * namespace, with the group, with all bytes spelled out, with a number.
 */
#include "cli/folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LEVEL_SHORT, LEVEL_NAMESPACE, LEVEL_GROUP, LEVEL_SPELLED, LEVEL_NUMBER };

/* File systems have room for 255 bytes. */
#define MAX_NAME 200

struct naming {
	const struct wk8s_part *part;
	size_t at;
	int level;
	unsigned number; /* from LEVEL_NUMBER on */
	char *name;
};

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

/* WORD in characters that every file system has and no shell minds; SPELLED: no two words become one. */
static void put(FILE *out, const char *word, bool spelled)
{
	for (; *word; word++) {
		char c = spelled ? *word : lower(*word);

		if (is_plain(c))
			fputc(c, out);
		else if (spelled)
			fprintf(out, "_%02x", (unsigned)(unsigned char)c);
		else
			fputc('_', out);
	}
}

/* The path of a text that is passed through; its last part without the ending where that is enough. */
static void put_path(FILE *out, const char *path, int level)
{
	const char *slash = strrchr(path, '/'), *dot;
	char base[MAX_NAME];

	if (strcmp(path, "<stdin>") == 0)
		path = "stdin";
	fputs("verbatim-", out);
	if (level > LEVEL_SHORT) {
		put(out, path, level >= LEVEL_SPELLED);
		return;
	}
	snprintf(base, sizeof base, "%s", slash ? slash + 1 : path);
	dot = strrchr(base, '.');
	if (dot && dot > base)
		base[dot - base] = '\0';
	put(out, base, false);
}

static void put_resource(FILE *out, const struct wk8s_part *part, int level)
{
	bool spelled = level >= LEVEL_SPELLED;

	if (level >= LEVEL_NAMESPACE && *part->namespace_) {
		put(out, part->namespace_, spelled);
		fputc('_', out);
	}
	put(out, part->kind, false);
	if (level >= LEVEL_GROUP && *part->group) {
		fputc('.', out);
		put(out, part->group, spelled);
	}
	fputc('-', out);
	put(out, part->name, spelled);
}

/* Cuts what is too long for a file name; a hash of it takes the rest's place. */
static void shorten(char *name, size_t n)
{
	char hash[MANIFEST_HASH + 1];

	if (n <= MAX_NAME)
		return;
	manifest_hash(name, n, hash);
	snprintf(name + MAX_NAME - MANIFEST_HASH - 1, MANIFEST_HASH + 2, "-%s", hash);
}

/* What the part is called on its level, without the ending; NULL when memory is out. */
static char *name_of(const struct naming *n)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	if (n->part->verbatim)
		put_path(out, n->part->verbatim, n->level);
	else
		put_resource(out, n->part, n->level);
	if (n->level == LEVEL_NUMBER)
		fprintf(out, "_%u", n->number);
	if (fclose(out) != 0) {
		free(text);
		return NULL;
	}
	shorten(text, size);
	return text;
}

static int by_name(const void *a, const void *b)
{
	const struct naming *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order ? order : (x->at > y->at) - (x->at < y->at);
}

static int by_place(const void *a, const void *b)
{
	const struct naming *x = a, *y = b;

	return (x->at > y->at) - (x->at < y->at);
}

static bool rename_part(struct naming *n)
{
	free(n->name);
	n->name = name_of(n);
	return n->name != NULL;
}

/* Lifts those that share a name to the next level; *LIFTED: there were some. False when memory is out. */
static bool lift(struct naming *v, size_t n, bool *lifted)
{
	*lifted = false;
	qsort(v, n, sizeof *v, by_name);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && strcmp(v[i].name, v[end].name) == 0;)
			end++;
		if (end == i + 1)
			continue;
		*lifted = true;
		for (size_t k = i; k < end; k++) {
			if (v[k].level < LEVEL_NUMBER)
				v[k].level++;
			if (v[k].level == LEVEL_NUMBER)
				v[k].number += (unsigned)(k - i) + 1;
		}
	}
	for (size_t i = 0; *lifted && i < n; i++)
		if (v[i].level && !rename_part(&v[i]))
			return false;
	return true;
}

static bool find_names(struct naming *v, const struct wk8s_part *parts, size_t n)
{
	bool good = true, lifted = n > 1;

	for (size_t i = 0; i < n; i++)
		v[i] = (struct naming){.part = &parts[i], .at = i};
	for (size_t i = 0; i < n; i++)
		if (!rename_part(&v[i]))
			return false;
	while (good && lifted)
		good = lift(v, n, &lifted);
	qsort(v, n, sizeof *v, by_place);
	return good;
}

char **part_names(const struct wk8s_part *parts, size_t n, const char *ending)
{
	struct naming *v = malloc((n + 1) * sizeof *v);
	char **names = calloc(n + 1, sizeof *names);
	bool good = v && names && find_names(v, parts, n);

	for (size_t i = 0; good && i < n; i++) {
		size_t room = strlen(v[i].name) + strlen(ending) + 1;

		names[i] = malloc(room);
		good = names[i] != NULL;
		if (good)
			snprintf(names[i], room, "%s%s", v[i].name, ending);
	}
	for (size_t i = 0; v && i < n; i++)
		free(v[i].name);
	free(v);
	if (!good) {
		part_names_free(names, n);
		names = NULL;
	}
	return names;
}

void part_names_free(char **names, size_t n)
{
	for (size_t i = 0; names && i < n; i++)
		free(names[i]);
	free(names);
}
