/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yamlcmp A B: are two files the same YAML documents? Keys of maps in any
 * order, documents too (by apiVersion, kind and name); a plain scalar and a
 * quoted one differ where a reader sees another type.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#define MAX_DOCUMENTS 256

struct stream {
	yaml_document_t docs[MAX_DOCUMENTS];
	int n;
};

static void load(struct stream *s, const char *path)
{
	FILE *f = fopen(path, "rb");
	yaml_parser_t parser;

	if (!f || !yaml_parser_initialize(&parser)) {
		perror(path);
		exit(2);
	}
	yaml_parser_set_input_file(&parser, f);
	for (s->n = 0; s->n < MAX_DOCUMENTS; s->n++) {
		if (!yaml_parser_load(&parser, &s->docs[s->n])) {
			printf("%s:%zu: %s\n", path, parser.problem_mark.line + 1, parser.problem);
			exit(2);
		}
		if (!yaml_document_get_root_node(&s->docs[s->n])) {
			yaml_document_delete(&s->docs[s->n]);
			break;
		}
	}
	yaml_parser_delete(&parser);
	fclose(f);
}

static const char *text(const yaml_node_t *n)
{
	return (const char *)n->data.scalar.value;
}

static int is_word(const char *s, const char *const *words)
{
	for (; *words; words++) {
		if (strcmp(s, *words) == 0)
			return 1;
	}
	return 0;
}

/* What a reader of the YAML 1.2 core schema makes of a scalar: s, n, b or 0 (null). */
static char resolved(const yaml_node_t *n)
{
	static const char *const nulls[] = {"", "~", "null", "Null", "NULL", NULL};
	static const char *const bools[] = {"true", "True", "TRUE", "false", "False", "FALSE", NULL};
	char *end;

	if (n->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
		return 's';
	if (is_word(text(n), nulls))
		return '0';
	if (is_word(text(n), bools))
		return 'b';
	if (isdigit((unsigned char)text(n)[0]) || strchr("+-.", text(n)[0])) {
		strtod(text(n), &end);
		if (!*end)
			return 'n';
	}
	return 's';
}

static int same(yaml_document_t *a, int ia, yaml_document_t *b, int ib, const char *path);

static int differ(const char *path, const char *what)
{
	printf("%s: %s\n", *path ? path : ".", what);
	return 0;
}

static int find(yaml_document_t *d, const yaml_node_t *map, const char *key)
{
	for (yaml_node_pair_t *p = map->data.mapping.pairs.start; p < map->data.mapping.pairs.top; p++) {
		if (strcmp(text(yaml_document_get_node(d, p->key)), key) == 0)
			return p->value;
	}
	return 0;
}

static int same_map(yaml_document_t *a, const yaml_node_t *x, yaml_document_t *b, const yaml_node_t *y,
		    const char *path)
{
	char below[1024];
	int good = 1;

	for (yaml_node_pair_t *p = x->data.mapping.pairs.start; p < x->data.mapping.pairs.top; p++) {
		const char *key = text(yaml_document_get_node(a, p->key));
		int other = find(b, y, key);

		snprintf(below, sizeof below, "%s.%s", path, key);
		good &= other ? same(a, p->value, b, other, below) : differ(below, "only in the first");
	}
	for (yaml_node_pair_t *p = y->data.mapping.pairs.start; p < y->data.mapping.pairs.top; p++) {
		const char *key = text(yaml_document_get_node(b, p->key));

		snprintf(below, sizeof below, "%s.%s", path, key);
		if (!find(a, x, key))
			good = differ(below, "only in the second");
	}
	return good;
}

static int same_list(yaml_document_t *a, const yaml_node_t *x, yaml_document_t *b, const yaml_node_t *y,
		     const char *path)
{
	long n = x->data.sequence.items.top - x->data.sequence.items.start;
	char below[1024];
	int good = 1;

	if (n != y->data.sequence.items.top - y->data.sequence.items.start)
		return differ(path, "lists of different lengths");
	for (long i = 0; i < n; i++) {
		snprintf(below, sizeof below, "%s[%ld]", path, i);
		good &= same(a, x->data.sequence.items.start[i], b, y->data.sequence.items.start[i], below);
	}
	return good;
}

static int same_scalar(const yaml_node_t *x, const yaml_node_t *y, const char *path)
{
	if (resolved(x) != resolved(y))
		return differ(path, "values of different types");
	if (strcmp(text(x), text(y)) == 0)
		return 1;
	printf("%s: `%s` and `%s`\n", path, text(x), text(y));
	return 0;
}

static int same(yaml_document_t *a, int ia, yaml_document_t *b, int ib, const char *path)
{
	const yaml_node_t *x = yaml_document_get_node(a, ia), *y = yaml_document_get_node(b, ib);

	if (x->type != y->type)
		return differ(path, "one is a map, a list or a scalar and the other is not");
	if (x->type == YAML_MAPPING_NODE)
		return same_map(a, x, b, y, path);
	if (x->type == YAML_SEQUENCE_NODE)
		return same_list(a, x, b, y, path);
	return same_scalar(x, y, path);
}

/* "apps/v1 StatefulSet postgres" */
static void identity(yaml_document_t *d, char *out, size_t room)
{
	const yaml_node_t *root = yaml_document_get_root_node(d), *meta;
	int version, kind, name = 0;

	snprintf(out, room, "?");
	if (root->type != YAML_MAPPING_NODE)
		return;
	version = find(d, root, "apiVersion");
	kind = find(d, root, "kind");
	meta = yaml_document_get_node(d, find(d, root, "metadata"));
	if (meta)
		name = find(d, meta, "name");
	if (version && kind && name)
		snprintf(out, room, "%s %s %s", text(yaml_document_get_node(d, version)),
			 text(yaml_document_get_node(d, kind)), text(yaml_document_get_node(d, name)));
}

int main(int argc, char **argv)
{
	static struct stream a, b;
	int good = 1, used[MAX_DOCUMENTS] = {0};

	if (argc != 3) {
		fprintf(stderr, "usage: yamlcmp A B\n");
		return 2;
	}
	load(&a, argv[1]);
	load(&b, argv[2]);
	if (!a.n || a.n != b.n)
		good = differ("", "different numbers of documents, or none");
	for (int i = 0; i < a.n; i++) {
		char ours[512], theirs[512];
		int j = 0;

		identity(&a.docs[i], ours, sizeof ours);
		for (; j < b.n; j++) {
			identity(&b.docs[j], theirs, sizeof theirs);
			if (!used[j] && strcmp(ours, theirs) == 0)
				break;
		}
		if (j == b.n) {
			good = differ(ours, "only in the first");
			continue;
		}
		used[j] = 1;
		good &= same(&a.docs[i], 1, &b.docs[j], 1, ours);
	}
	for (int i = 0; i < a.n; i++)
		yaml_document_delete(&a.docs[i]);
	for (int i = 0; i < b.n; i++)
		yaml_document_delete(&b.docs[i]);
	return !good;
}
