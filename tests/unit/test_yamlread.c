/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tests of syntax/yamlread: what scalars mean, spans, objects and values,
 * aliases and merge keys, limits, and memory that is out at every place. The
 * messages are in test_yamlreport.c.
 */

#include "yamltext.h"

#include <stdlib.h>

/* ---- scalars ---- */

static void test_plain(void **state)
{
	struct fixture *f = *state;
	static const char *const rows[][2] = {
		{"", "null"},
		{"~", "null"},
		{"null", "null"},
		{"NULL", "null"},
		{"nULL", "string \"nULL\""},
		{"true", "true"},
		{"Yes", "true"},
		{"ON", "true"},
		{"oN", "string \"oN\""},
		{"off", "false"},
		{"False", "false"},
		{"no", "false"},
		{"y", "string \"y\""},
		{"N", "string \"N\""},
		{"0", "number \"0\""},
		{"-5", "number \"-5\""},
		{"+5", "number \"5\""},
		{"1_000", "number \"1000\""},
		{"0x1F", "number \"0x1F\""},
		{"0X1f", "number \"0x1f\""},
		{"-0x1f", "number \"-0x1f\""},
		{"0o17", "number \"0o17\""},
		{"017", "number \"0o17\""},
		{"00", "number \"0o0\""},
		{"08", "number \"8\""},
		{"0b101", "number \"5\""},
		{"0xfffffffffffffffff", "string \"0xfffffffffffffffff\""},
		{"-0xffffffffffffffff", "string \"-0xffffffffffffffff\""},
		{"0xffffffffffffffff", "number \"0xffffffffffffffff\""},
		{"18446744073709551616", "number \"18446744073709551616\""},
		{"1.5", "number \"1.5\""},
		{".5", "number \"0.5\""},
		{"-.5", "number \"-0.5\""},
		{"5.", "number \"5\""},
		{"1e3", "number \"1e3\""},
		{"1.5E-3", "number \"1.5E-3\""},
		{"1e", "string \"1e\""},
		{"0x", "string \"0x\""},
		{"0b12", "string \"0b12\""},
		{"._5", "string \"._5\""},
		{".", "string \".\""},
		{"+", "string \"+\""},
		{"1.12.1", "string \"1.12.1\""},
		{"12:30", "string \"12:30\""},
		{"2026-11-22", "string \"2026-11-22\""},
		{"500m", "string \"500m\""},
		{"1Gi", "string \"1Gi\""},
		{"25%", "string \"25%\""},
		{"v1", "string \"v1\""},
		{"1 2", "string \"1 2\""},
		{"'5'", "string \"5\""},
		{"\"true\"", "string \"true\""},
		{"''", "string \"\""},
		{"!!str 5", "string \"5\""},
		{"! 5", "string \"5\""},
		{"!!int '5'", "number \"5\""},
		{"!!int 0x1e", "number \"0x1e\""},
		{"!!float 5", "number \"5\""},
		{"!!bool 'yes'", "true"},
		{"!!null ''", "null"},
		{"!!timestamp 2026-11-22", "string \"2026-11-22\""},
		{"\"a\\n\\x41\\u00e9\\U0001f600\\/\"", "string \"a\\nA\xc3\xa9\xf0\x9f\x98\x80/\""},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char text[100], tree[100];

		snprintf(text, sizeof text, "x: %s\n", rows[i][0]);
		snprintf(tree, sizeof tree, "field \"x\" simple\n  %s\n", rows[i][1]);
		check_tree(f, yaml_values, text, tree);
	}
}

static void test_collections(void **state)
{
	struct fixture *f = *state;

	check_tree(f, yaml_values,
		   "%YAML 1.1\n---\na: # comment\n  - x\n  -\n  - {b: [1, 2,], 'c d': }\ne: |\n  one\n   two\n\n"
		   "f: >-\n  one\n  two\n\ng: one\n  two\n1: x\ntrue: x\n",
		   "field \"a\" simple\n  list\n    string \"x\"\n    null\n    block\n      field \"b\" simple\n"
		   "        list\n          number \"1\"\n          number \"2\"\n      field \"c d\" simple\n        "
		   "null\n"
		   "field \"e\" simple\n  string \"one\\n two\\n\"\nfield \"f\" simple\n  string \"one two\"\n"
		   "field \"g\" simple\n  string \"one two\"\nfield \"1\" simple\n  string \"x\"\n"
		   "field \"true\" simple\n  string \"x\"\n");
}

/* ---- spans ---- */

/* The texts of the scalars and keys, one a line. */
static void show_spans(struct fixture *f, ast_id id)
{
	struct str s = sources_text(&f->sources, ast_span(&f->tree, id));

	if (id != f->root)
		buf_printf(&f->out, "%s <" STR_FMT ">\n", ast_kind_name(ast_kind(&f->tree, id)), STR_ARG(s));
	AST_EACH (&f->tree, id, c)
		show_spans(f, c);
}

static void check_spans(struct fixture *f, reader *read, const char *text, const char *spans)
{
	read_text(f, read, text);
	show_messages(f);
	show_spans(f, f->root);
	assert_string_equal(text_of(f), spans);
}

static void test_spans(void **state)
{
	struct fixture *f = *state;

	check_spans(f, yaml_values, "\"a\": \"x\"\n'b': {c: [1, d]} # e\n",
		    "field <a\": \"x\">\nstring <\"x\">\n"
		    "field <b': {c: [1, d]}>\nblock <{c: [1, d]}>\nfield <c: [1, d]>\nlist <[1, d]>\nnumber "
		    "<1>\nstring <d>\n");
	/* The ends of blocks are where the next thing begins; that is not theirs. */
	check_spans(f, yaml_values, "a:\n- b: 1\n  c:\n\n# d\ne: |\n  f\n\ng: h\n i\n\n",
		    "field <a:\n- b: 1\n  c:>\nlist <- b: 1\n  c:>\nblock <b: 1\n  c:>\nfield <b: 1>\nnumber <1>\n"
		    "field <c:>\nnull <>\nfield <e: |\n  f>\nstring <|\n  f>\nfield <g: h\n i>\nstring <h\n i>\n");
	/* Anchors and tags are not part of the value, an alias stands for all of it. */
	check_spans(f, yaml_values, "a: &x !!str 5\nb: !!map &y\n  # c\n  d: 1\ne: *x\nf: *y\ng: &z\n",
		    "field <a: &x !!str 5>\nstring <5>\nfield <b: !!map &y\n  # c\n  d: 1>\nblock <d: 1>\n"
		    "field <d: 1>\nnumber <1>\nfield <e: *x>\nstring <*x>\nfield <f: *y>\nblock <*y>\n"
		    "field <d: 1>\nnumber <1>\nfield <g: &z>\nnull <>\n");
}

/* An anchor ends before what cannot be in its name. */
static void test_span_anchor(void **state)
{
	struct fixture *f = *state;

	check_spans(f, yaml_values, "a: &x:y\n&z:b: &w\n  c\n",
		    "field <a: &x:y>\nstring <:y>\nfield <:b: &w\n  c>\nstring <c>\n");
}

/* Characters of more bytes, a mark at the beginning, lines that end in two bytes. */
static void test_span_bytes(void **state)
{
	struct fixture *f = *state;
	struct buf text;

	check_spans(f, yaml_values,
		    "\xef\xbb\xbf"
		    "\xc3\xa4: \xf0\x9f\x98\x80 # \xe2\x82\xac\r\nb: \"\xc3\xbc\\\r\n  x\"\r\nc: |\r\n  \xc3\xa9\r\n  "
		    "f\r\nd: 'g\r\n\r\n h'\r\ne: i\r\n",
		    "field <\xc3\xa4: \xf0\x9f\x98\x80>\nstring <\xf0\x9f\x98\x80>\n"
		    "field <b: \"\xc3\xbc\\\r\n  x\">\nstring <\"\xc3\xbc\\\r\n  x\">\n"
		    "field <c: |\r\n  \xc3\xa9\r\n  f>\nstring <|\r\n  \xc3\xa9\r\n  f>\n"
		    "field <d: 'g\r\n\r\n h'>\nstring <'g\r\n\r\n h'>\nfield <e: i>\nstring <i>\n");
	/* Far enough for every mark of the table of positions. */
	buf_init(&text, &f->mem);
	for (int i = 0; i < 600; i++)
		buf_printf(&text, "\xc3\xa4%d: \xe2\x82\xac\n", i);
	buf_puts(&text, "end: x\n");
	char *copy = malloc(text.n);
	size_t n = text.n;
	assert_non_null(copy);
	memcpy(copy, text.p, n);
	buf_free(&text);
	read_bytes(f, yaml_values, copy, n);
	AST_EACH (&f->tree, f->root, c) {
		struct str s = sources_text(&f->sources, ast_span(&f->tree, ast_first(&f->tree, c)));

		assert_true(str_is(s, ast_next(&f->tree, c) ? "\xe2\x82\xac" : "x"));
	}
	assert_int_equal(f->diags.errors, 0);
	free(copy);
}

/* ---- JSON ---- */

static void test_json(void **state)
{
	struct fixture *f = *state;

	check_tree(f, yaml_values,
		   "\t{\n\t\"a\":1,\n\t\"b\"\t: [true,false,null,-1.5e+10],\t\"c\":\"\\u00e9\\/\\t\"}\n\t\n",
		   "field \"a\" simple\n  number \"1\"\nfield \"b\" simple\n  list\n    true\n    false\n    null\n"
		   "    number \"-1.5e+10\"\nfield \"c\" simple\n  string \"\xc3\xa9/\\x09\"\n");
	/* Pairs of escapes are one character; what comes after them is where it is. */
	check_spans(f, yaml_values, "{\"\\ud83d\\ude00\": \"\\uD83D\\uDE00 \\\\ud83d\\u00e9\", \"b\": [1]}",
		    "field <\"\\ud83d\\ude00\": \"\\uD83D\\uDE00 \\\\ud83d\\u00e9\">\n"
		    "string <\"\\uD83D\\uDE00 \\\\ud83d\\u00e9\">\nfield <b\": [1]>\nlist <[1]>\nnumber <1>\n");
	f->out.n = 0;
	dump(f, ast_first(&f->tree, f->root));
	assert_non_null(strstr(text_of(f), "field \"\xf0\x9f\x98\x80\" simple\n"
					   "  string \"\xf0\x9f\x98\x80 \\\\ud83d\xc3\xa9\"\n"));
	check_messages(f, yaml_values, "{'a': '\\ud83d\\ude00'}",
		       "1:7+14 E0112 escapes such as `\\ud83d` are understood in double quotes only\n");
	check_messages(f, yaml_values, "{\"a\": \"\\ud83d \\ude00\"}", "1:8+2 E0112 this escape is no character\n");
	check_messages(f, yaml_values, "{\"a\": 1, \"b\": 2, \"a\": 3}",
		       "1:19+1 E0215 `a` is in this map twice / 1:3+1 first here\n");
	check_messages(f, yaml_values, "{\"a\": 1}\n{\"b\": 2}\n",
		       "2:1+5 E0112 the document ended before this = documents are separated by a line `---`\n");
}

/* ---- aliases, merge keys ---- */

static void test_aliases(void **state)
{
	struct fixture *f = *state;

	check_tree(f, yaml_values, "a: &x [1, &y {b: 2}]\nc: *x\nd: *y\n*y2 : 1\n",
		   "4:1+3 E0112 `*y2` repeats nothing: no value before it has the anchor `&y2` = if it is a text, "
		   "quote it: \"*y2\"\n"
		   "field \"a\" simple\n  list\n    number \"1\"\n    block\n      field \"b\" simple\n        number "
		   "\"2\"\n"
		   "field \"c\" simple\n  list\n    number \"1\"\n    block\n      field \"b\" simple\n        number "
		   "\"2\"\n"
		   "field \"d\" simple\n  block\n    field \"b\" simple\n      number \"2\"\n");
	/* An anchor may be given again; a key may have one, and be an alias. */
	check_tree(f, yaml_values, "&k a: &x 1\nb: *x\nc: &x 2\nd: *x\ne:\n  *k : 3\n",
		   "field \"a\" simple\n  number \"1\"\nfield \"b\" simple\n  number \"1\"\n"
		   "field \"c\" simple\n  number \"2\"\nfield \"d\" simple\n  number \"2\"\n"
		   "field \"e\" simple\n  block\n    field \"a\" simple\n      number \"3\"\n");
	check_messages(f, yaml_values, "a: &x [*x]\n", "1:8+2 E0112 `*x` is part of what it repeats\n");
	check_messages(f, yaml_values, "a: &x [1]\nb:\n  *x : 2\n", "3:3+2 E0112 a map or a list cannot be a key\n");
	check_messages(
		f, yaml_objects,
		"apiVersion: v1\nkind: A\nmetadata: {name: &n x}\n---\napiVersion: v1\nkind: A\nmetadata: {name: *n}\n",
		"7:18+2 E0112 `*n` repeats nothing: no value before it has the anchor `&n` = if it is a text, "
		"quote it: \"*n\"\n");
}

static void test_merge(void **state)
{
	struct fixture *f = *state;

	check_tree(f, yaml_values,
		   "a: &x {k: 1, l: 1}\nb: &y {l: 2, m: 2}\nc:\n  <<: *x\n  k: 3\nd:\n  <<: [*y, *x, {n: 4}]\n"
		   "\"<<\": 5\n",
		   "field \"a\" simple\n  block\n    field \"k\" simple\n      number \"1\"\n    field \"l\" simple\n  "
		   "    number \"1\"\n"
		   "field \"b\" simple\n  block\n    field \"l\" simple\n      number \"2\"\n    field \"m\" simple\n  "
		   "    number \"2\"\n"
		   "field \"c\" simple\n  block\n    field \"k\" simple\n      number \"3\"\n    field \"l\" simple\n  "
		   "    number \"1\"\n"
		   "field \"d\" simple\n  block\n    field \"l\" simple\n      number \"2\"\n    field \"m\" simple\n  "
		   "    number \"2\"\n"
		   "    field \"k\" simple\n      number \"1\"\n    field \"n\" simple\n      number \"4\"\n"
		   "field \"<<\" simple\n  number \"5\"\n");
	check_messages(f, yaml_values, "a:\n  <<: [{b: 1}, x]\n  <<: {}\n",
		       "2:16+1 E0112 `<<` takes a map, or a list of maps\n");
}

/* ---- limits ---- */

static void repeat(struct buf *out, const char *text, int n)
{
	while (n-- > 0)
		buf_puts(out, text);
}

static void check_nested(struct fixture *f, int lists, const char *messages)
{
	char text[1000];
	struct mem mem;
	struct buf buf;

	mem_init(&mem);
	buf_init(&buf, &mem);
	buf_puts(&buf, "a: ");
	repeat(&buf, "[", lists);
	repeat(&buf, "]", lists);
	assert_true(buf.n < sizeof text);
	memcpy(text, buf.p, buf.n);
	text[buf.n] = '\0';
	buf_free(&buf);
	check_messages(f, yaml_values, text, messages);
}

static void test_depth(void **state)
{
	struct fixture *f = *state;
	char text[2000] = "a0: &a0 [0]\n";
	size_t n = strlen(text);

	check_nested(f, YAML_MAX_DEPTH - 1, "");
	check_nested(f, YAML_MAX_DEPTH, "1:203+1 E0501 maps and lists are nested too deeply / the limit is 200\n");
	/* Aliases make a tree as deep. */
	for (int i = 1; i < 10; i++)
		n += (size_t)snprintf(text + n, sizeof text - n,
				      "a%d: &a%d [[[[[[[[[[[[[[[[[[[[*a%d]]]]]]]]]]]]]]]]]]]]\n", i, i, i - 1);
	check_messages(f, yaml_values, text, "");
	snprintf(text + n, sizeof text - n, "b: [[[[[[[[[[[[[[[[[[[[*a9]]]]]]]]]]]]]]]]]]]]\n");
	check_messages(f, yaml_values, text, "11:24+1 E0501 maps and lists are nested too deeply / the limit is 200\n");
}

static void test_too_many_aliases(void **state)
{
	struct fixture *f = *state;

	check_messages(
		f, yaml_values,
		"a: &a [x, x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
		"c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\n"
		"e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]\nf: [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]\n",
		"5:16+2 E0505 the aliases of this file repeat too much / the limit is 36900 values\n");
	assert_true(f->tree.count < 40000);
}

/* Enough keys for the table of them to grow, in maps whose keys are the same. */
static void test_many_keys(void **state)
{
	struct fixture *f = *state;
	struct mem mem;
	struct buf text;

	mem_init(&mem);
	buf_init(&text, &mem);
	for (int i = 0; i < 300; i++)
		buf_printf(&text, "k%d: {a: 1, b: 2}\n", i);
	buf_puts(&text, "k7: 1\n");
	read_bytes(f, yaml_values, text.p, text.n);
	show_messages(f);
	assert_string_equal(text_of(f), "301:1+2 E0215 `k7` is in this map twice / 8:1+2 first here\n");
	buf_free(&text);
}

/* ---- objects ---- */

static void test_objects(void **state)
{
	struct fixture *f = *state;

	check_tree(f, yaml_objects,
		   "---\n# only a comment\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: \"a\"\ndata: {x: "
		   "y}\n...\n---\n"
		   "{\"kind\": \"Job\", \"apiVersion\": \"batch/v1\", \"metadata\": {\"labels\": {}, \"generateName\": "
		   "\"x-\"}}\n"
		   "---\nnull\n",
		   "resource version\n  path\n    key \"ConfigMap\"\n  gv \"v1\"\n  string \"a\"\n  block\n"
		   "    field \"data\" simple\n      block\n        field \"x\" simple\n          string \"y\"\n"
		   "resource version\n  path\n    key \"Job\"\n  gv \"batch/v1\"\n  word \"_\"\n  block\n"
		   "    field \"metadata\" simple\n      block\n        field \"labels\" simple\n          block\n"
		   "        field \"generateName\" simple\n          string \"x-\"\n");
	check_spans(f, yaml_objects, "apiVersion: 'v1'\nkind: A\nmetadata: {name: x, namespace: \"y\"}\n",
		    "resource <apiVersion: 'v1'\nkind: A\nmetadata: {name: x, namespace: \"y\"}>\n"
		    "path <A>\nkey <A>\ngv <v1>\nstring <x>\nblock <apiVersion: 'v1'\nkind: A\nmetadata: {name: x, "
		    "namespace: \"y\"}>\n"
		    "field <metadata: {name: x, namespace: \"y\"}>\nblock <{name: x, namespace: \"y\"}>\n"
		    "field <namespace: \"y\">\nstring <\"y\">\n");
	check_tree(f, yaml_objects, "", "");
}

static void test_lists(void **state)
{
	struct fixture *f = *state;

	check_tree(
		f, yaml_objects,
		"apiVersion: v1\nkind: List\nmetadata: {}\nitems:\n- apiVersion: v1\n  kind: PodList\n  items:\n"
		"  - metadata: {name: p}\n  - apiVersion: v2\n    kind: Other\n    metadata: {name: q}\n    spec: 1\n"
		"---\napiVersion: v1\nkind: ShoppingList\nmetadata: {name: r}\n"
		"---\napiVersion: v1\nkind: List\nitems: []\n---\napiVersion: v1\nkind: List\nitems:\n",
		"resource version\n  path\n    key \"Pod\"\n  gv \"v1\"\n  string \"p\"\n  block\n"
		"resource version\n  path\n    key \"Other\"\n  gv \"v2\"\n  string \"q\"\n  block\n"
		"    field \"spec\" simple\n      number \"1\"\n"
		"resource version\n  path\n    key \"ShoppingList\"\n  gv \"v1\"\n  string \"r\"\n  block\n");
}

/* ---- memory ---- */

/* Texts and tables that do not fit into what an arena has at hand, a mistake, and something behind it. */
static char *make_hungry(size_t *n)
{
	struct mem mem;
	struct buf text;
	char *copy;

	mem_init(&mem);
	buf_init(&text, &mem);
	for (int i = 0; i < 10; i++) {
		buf_printf(&text, "---\napiVersion: v1\nkind: A\nmetadata: {name: \xc3\xa4%d}\nspec: &s\n", i);
		for (int k = 0; k < 300; k++)
			buf_printf(&text, "  k%d-%d: &a%d 0x1f\n", i, k, k);
		buf_puts(&text, "  long: \"");
		buf_fill(&text, (char)('a' + i), 20000);
		buf_puts(&text, "\\u00e9\"\ncopy: [*s, *s, *a7]\n");
	}
	buf_puts(&text, "---\na: 1\n---\nb: c: d\n");
	*n = text.n;
	copy = malloc(text.n);
	assert_non_null(copy);
	memcpy(copy, text.p, text.n);
	buf_free(&text);
	return copy;
}

static bool read_failing(const char *text, size_t n, long fail_at)
{
	struct fixture f;
	jmp_buf unwind;
	volatile bool done = false;

	mem_init(&f.mem);
	f.mem.fail_at = fail_at;
	f.mem.unwind = &unwind;
	arena_init(&f.arena, &f.mem);
	if (setjmp(unwind) == 0) {
		open_tables(&f);
		sources_add(&f.sources, "x.yaml", str_make(text, n));
		f.root = yaml_objects(&f.tree, &f.names, &f.sources.files.v[0], &f.diags);
		assert_int_equal(f.diags.errors, 2);
		done = true;
	}
	assert_null(f.mem.holds);
	arena_free(&f.arena);
	assert_int_equal(f.mem.used, 0);
	return done;
}

/* Whatever allocation fails, nothing stays behind: the sanitizer sees what libyaml has, too. */
static void test_memory_out(void **state)
{
	long failed = 0;
	size_t n;
	char *text = make_hungry(&n);

	(void)state;
	while (!read_failing(text, n, failed + 1)) {
		failed++;
		assert_true(failed < 100000);
	}
	print_message("%ld allocations failed in turn\n", failed);
	assert_true(failed > 20);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_plain, setup, teardown),
		cmocka_unit_test_setup_teardown(test_collections, setup, teardown),
		cmocka_unit_test_setup_teardown(test_spans, setup, teardown),
		cmocka_unit_test_setup_teardown(test_span_anchor, setup, teardown),
		cmocka_unit_test_setup_teardown(test_span_bytes, setup, teardown),
		cmocka_unit_test_setup_teardown(test_json, setup, teardown),
		cmocka_unit_test_setup_teardown(test_aliases, setup, teardown),
		cmocka_unit_test_setup_teardown(test_merge, setup, teardown),
		cmocka_unit_test_setup_teardown(test_depth, setup, teardown),
		cmocka_unit_test_setup_teardown(test_too_many_aliases, setup, teardown),
		cmocka_unit_test_setup_teardown(test_many_keys, setup, teardown),
		cmocka_unit_test_setup_teardown(test_objects, setup, teardown),
		cmocka_unit_test_setup_teardown(test_lists, setup, teardown),
		cmocka_unit_test(test_memory_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
