/* SPDX-License-Identifier: Apache-2.0 */
/*
 * harness: the parser for tree-sitter and its queries, for the test.
 *
 *   harness parse FILE...         a line a file: `ok FILE`, or where the first mistake is
 *   harness query QUERY FILE      a line a capture: pattern, first byte, byte behind the last, name
 *   harness edit COUNT FILE...    COUNT random edits of each file: parsing what an edit left
 *                                 of the tree gives what parsing the new text gives
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tree_sitter/api.h>

const TSLanguage *tree_sitter_wk8s(void);

struct text {
	char *p;
	uint32_t n;
};

static void die(const char *what, const char *name)
{
	fprintf(stderr, "harness: %s %s\n", what, name);
	exit(2);
}

static void *grow(void *p, size_t n)
{
	p = realloc(p, n);
	if (!p)
		die("no memory for", "it");
	return p;
}

static struct text read_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	struct text t = {NULL, 0};
	size_t got;

	if (!f)
		die("cannot open", path);
	do {
		t.p = grow(t.p, t.n + 65536u);
		got = fread(t.p + t.n, 1, 65536, f);
		t.n += (uint32_t)got;
	} while (got);
	fclose(f);
	return t;
}

static TSParser *new_parser(void)
{
	TSParser *p = ts_parser_new();

	if (!ts_parser_set_language(p, tree_sitter_wk8s()))
		die("the runtime does not take", "the parser");
	return p;
}

/* The first node of the tree below N that is a mistake; a null node if there is none. */
static TSNode first_mistake(TSNode n)
{
	TSNode none = {{0}, NULL, NULL};

	if (ts_node_is_missing(n) || !strcmp(ts_node_type(n), "ERROR"))
		return n;
	if (!ts_node_has_error(n))
		return none;
	for (uint32_t i = 0; i < ts_node_child_count(n); i++) {
		TSNode found = first_mistake(ts_node_child(n, i));

		if (!ts_node_is_null(found))
			return found;
	}
	return none;
}

static int parse(TSParser *parser, char **paths)
{
	for (; *paths; paths++) {
		struct text t = read_file(*paths);
		TSTree *tree = ts_parser_parse_string(parser, NULL, t.p, t.n);
		TSNode bad = first_mistake(ts_tree_root_node(tree));

		if (ts_node_is_null(bad)) {
			printf("ok %s\n", *paths);
		} else {
			TSPoint at = ts_node_start_point(bad);
			printf("%s:%" PRIu32 ":%" PRIu32 ": %s\n", *paths, at.row + 1, at.column + 1,
			       ts_node_is_missing(bad) ? "MISSING" : "ERROR");
		}
		ts_tree_delete(tree);
		free(t.p);
	}
	return 0;
}

static int query(TSParser *parser, const char *path, const char *source)
{
	struct text q = read_file(path), t = read_file(source);
	uint32_t where = 0, index;
	TSQueryError error = TSQueryErrorNone;
	TSQuery *query = ts_query_new(tree_sitter_wk8s(), q.p, q.n, &where, &error);
	TSTree *tree = ts_parser_parse_string(parser, NULL, t.p, t.n);
	TSQueryCursor *cursor = ts_query_cursor_new();
	TSQueryMatch m;

	if (!query)
		printf("error %d at byte %" PRIu32 "\n", (int)error, where);
	else
		ts_query_cursor_exec(cursor, query, ts_tree_root_node(tree));
	while (query && ts_query_cursor_next_capture(cursor, &m, &index)) {
		TSQueryCapture c = m.captures[index];
		uint32_t length;
		const char *name = ts_query_capture_name_for_id(query, c.index, &length);

		printf("%d %" PRIu32 " %" PRIu32 " %.*s\n", (int)m.pattern_index, ts_node_start_byte(c.node),
		       ts_node_end_byte(c.node), (int)length, name);
	}
	ts_query_cursor_delete(cursor);
	if (query)
		ts_query_delete(query);
	ts_tree_delete(tree);
	free(q.p);
	free(t.p);
	return !query;
}

/* ---- edits ---- */

static uint32_t state = 1;

/* The same numbers each time, below N. */
static uint32_t some(uint32_t n)
{
	state ^= state << 13;
	state ^= state >> 17;
	state ^= state << 5;
	return state % n;
}

static TSPoint point_at(const struct text *t, uint32_t byte)
{
	TSPoint p = {0, 0};

	for (uint32_t i = 0; i < byte; i++) {
		p.column++;
		if (t->p[i] == '\n') {
			p.row++;
			p.column = 0;
		}
	}
	return p;
}

/* Replaces some bytes of T by others, often by what means something; tells TREE. */
static void edit(struct text *t, TSTree *tree)
{
	static const char *const words[] = {
		"",       " ",   "\n", "\r\n", "{",    "}",        "(",  ")",  "[",  "]",    "\"",         "'",
		"\"\"\"", "'''", "${", "#",    "-",    ".",        "?",  ",",  ":",  "=",    "\\",         "in",
		"if",     "1.2", "5m", "0",    "\xff", "\xc3\xa9", "\t", "{{", "->", "else", "\\u{1f600}", "\x01",
	};
	const char *with = words[some(sizeof words / sizeof *words)];
	uint32_t n = (uint32_t)strlen(with), at = some(t->n + 1), gone = some(3) ? 0 : some(8);
	TSInputEdit e;

	if (gone > t->n - at)
		gone = t->n - at;
	e.start_byte = at;
	e.old_end_byte = at + gone;
	e.new_end_byte = at + n;
	e.start_point = point_at(t, at);
	e.old_end_point = point_at(t, at + gone);
	t->p = grow(t->p, t->n + n + 1u);
	memmove(t->p + at + n, t->p + at + gone, t->n - at - gone);
	memcpy(t->p + at, with, n);
	t->n = t->n - gone + n;
	e.new_end_point = point_at(t, at + n);
	ts_tree_edit(tree, &e);
}

static bool same(TSNode a, TSNode b)
{
	if (ts_node_symbol(a) != ts_node_symbol(b) || ts_node_start_byte(a) != ts_node_start_byte(b) ||
	    ts_node_end_byte(a) != ts_node_end_byte(b) || ts_node_child_count(a) != ts_node_child_count(b))
		return false;
	for (uint32_t i = 0; i < ts_node_child_count(a); i++) {
		if (!same(ts_node_child(a, i), ts_node_child(b, i)))
			return false;
	}
	return true;
}

/* Of texts with mistakes, trees may differ in how they go on behind these. */
static bool equal(const TSTree *a, const TSTree *b)
{
	TSNode x = ts_tree_root_node(a), y = ts_tree_root_node(b);

	if (ts_node_has_error(x) || ts_node_has_error(y))
		return ts_node_has_error(x) && ts_node_has_error(y);
	return same(x, y);
}

static int edits(TSParser *parser, int count, char **paths)
{
	int wrong = 0;

	for (; *paths; paths++) {
		struct text whole = read_file(*paths), t = {NULL, 0};
		TSTree *tree = NULL;

		for (int i = 0; i < count; i++) {
			TSTree *next, *fresh;

			/* From the whole text again, before nothing of it is left to break. */
			if (i % 4 == 0) {
				t.p = grow(t.p, whole.n + 1u);
				memcpy(t.p, whole.p, whole.n);
				t.n = whole.n;
				ts_tree_delete(tree);
				tree = ts_parser_parse_string(parser, NULL, t.p, t.n);
			}
			edit(&t, tree);
			next = ts_parser_parse_string(parser, tree, t.p, t.n);
			fresh = ts_parser_parse_string(parser, NULL, t.p, t.n);
			if (!equal(next, fresh)) {
				printf("%s: edit %d gives another tree than the new text\n", *paths, i);
				wrong = 1;
			}
			ts_tree_delete(fresh);
			ts_tree_delete(tree);
			tree = next;
		}
		ts_tree_delete(tree);
		free(whole.p);
		free(t.p);
	}
	return wrong;
}

int main(int argc, char **argv)
{
	TSParser *parser = new_parser();
	int status = 2;

	if (argc > 2 && !strcmp(argv[1], "parse"))
		status = parse(parser, argv + 2);
	else if (argc == 4 && !strcmp(argv[1], "query"))
		status = query(parser, argv[2], argv[3]);
	else if (argc > 3 && !strcmp(argv[1], "edit"))
		status = edits(parser, atoi(argv[2]), argv + 3);
	ts_parser_delete(parser);
	return status;
}
