/* SPDX-License-Identifier: Apache-2.0 */
/* manifest: the file in a folder of `-O` that says which files wk8sc made there, and what was in them. */
#include "cli/folder.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char head[] = "# Written by wk8sc: the files it made in this folder, in order of applying, with hashes.\n";

/* FNV-1a: somebody's change is to be noticed, not to be kept from hiding. */
void manifest_hash(const char *p, size_t n, char room[MANIFEST_HASH + 1])
{
	uint64_t h = 14695981039346656037u;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)p[i]) * 1099511628211u;
	snprintf(room, MANIFEST_HASH + 1, "%016llx", (unsigned long long)h);
}

bool manifest_add(struct manifest *m, const char *name, const char *hash)
{
	struct made *grown = m->v;
	size_t cap = m->cap ? m->cap * 2 : 64;
	char *copy = strdup(name);

	if (copy && m->n == m->cap) {
		grown = realloc(m->v, cap * sizeof *grown);
		if (grown) {
			m->v = grown;
			m->cap = cap;
		}
	}
	if (!copy || !grown) {
		free(copy);
		complain("out of memory");
		return false;
	}
	m->v[m->n].name = copy;
	memcpy(m->v[m->n].hash, hash, MANIFEST_HASH);
	m->v[m->n++].hash[MANIFEST_HASH] = '\0';
	return true;
}

void manifest_free(struct manifest *m)
{
	for (size_t i = 0; i < m->n; i++)
		free(m->v[i].name);
	free(m->v);
	*m = (struct manifest){0};
}

/* Takes a line without its end. What is removed later is named here, so only names of files right in the folder. */
static bool is_row(const char *line)
{
	const char *name = line + MANIFEST_HASH + 1;

	return strspn(line, "0123456789abcdef") == MANIFEST_HASH && line[MANIFEST_HASH] == ' ' && *name &&
	       *name != '.' && !strchr(name, '/');
}

static bool read_rows(struct manifest *m, FILE *in, const char *path)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t n;
	bool good = true;

	for (unsigned number = 1; good && (n = getline(&line, &room, in)) >= 0; number++) {
		bool ends = n && line[n - 1] == '\n';

		if (ends)
			line[--n] = '\0';
		if (*line == '#')
			continue;
		good = ends && strlen(line) == (size_t)n && is_row(line);
		if (!good)
			complain("`%s`, line %u: wk8sc did not write this; without the file it begins anew", path,
				 number);
		else
			good = manifest_add(m, line + MANIFEST_HASH + 1, line);
	}
	if (good && ferror(in)) {
		complain("cannot read `%s`: %s", path, strerror(errno));
		good = false;
	}
	free(line);
	return good;
}

bool manifest_read(struct manifest *m, const char *folder)
{
	char *path = path_join(folder, MANIFEST_NAME);
	FILE *in = path ? fopen(path, "re") : NULL;
	bool good = in != NULL || (path && errno == ENOENT);

	if (in) {
		good = read_rows(m, in, path);
		fclose(in);
	} else if (!good) {
		complain("cannot read `%s`: %s", path ? path : folder, strerror(path ? errno : ENOMEM));
	}
	free(path);
	return good;
}

static int by_name(const void *a, const void *b)
{
	const struct made *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order ? order : strcmp(x->hash, y->hash);
}

void manifest_sort(struct manifest *m)
{
	if (m->n)
		qsort(m->v, m->n, sizeof *m->v, by_name);
}

const struct made *manifest_find(const struct manifest *m, const char *name)
{
	size_t lo = 0, hi = m->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (strcmp(m->v[mid].name, name) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < m->n && strcmp(m->v[lo].name, name) == 0 ? &m->v[lo] : NULL;
}

char *manifest_text(const struct manifest *m)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	fputs(head, out);
	for (size_t i = 0; i < m->n; i++)
		fprintf(out, "%s %s\n", m->v[i].hash, m->v[i].name);
	if (fclose(out) != 0) {
		free(text);
		return NULL;
	}
	return text;
}
