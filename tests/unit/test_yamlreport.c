/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tests of syntax/yamlread: the text and the place of every message.
 */

#include "yamltext.h"

#define HEAD "apiVersion: v1\nkind: Pod\n"
#define IS_OBJECT " = an object is a map with `apiVersion`, `kind` and `metadata`\n"
#define SAYS_WHAT " / it begins here = each object says what it is, such as `apiVersion: v1` and `kind: ...`\n"

static void test_no_objects(void **state)
{
	struct fixture *f = *state;
	static const char *const rows[][2] = {
		{"a: 1\n", "1:1+1 E0205 this document has no `apiVersion` and no `kind`" SAYS_WHAT},
		{"{\"\\L\\L\\L\"}", "1:2+8 E0205 this document has no `apiVersion` and no `kind`" SAYS_WHAT},
		{"{}\n", "1:1+2 E0205 this document has no `apiVersion` and no `kind`" SAYS_WHAT},
		{"kind: Pod\nmetadata: {name: x}\n", "1:1+4 E0205 this document has no `apiVersion`" SAYS_WHAT},
		{"apiVersion: v1\nkind:\n", "1:1+10 E0205 this document has no `kind`" SAYS_WHAT},
		{"- 1\n- 2\n", "1:1+3 E0202 this document is a list, not an object = write a document for each object, "
			       "with a line `---` between them\n"},
		{"hello\n", "1:1+5 E0202 this document is a text, not an object" IS_OBJECT},
		{"5\n", "1:1+1 E0202 this document is a number, not an object" IS_OBJECT},
		{"apiVersion: v1\nkind: 5\nmetadata: {name: 7}\n",
		 "2:7+1 E0202 `kind` is a text, not a number / if it is a text, write `\"5\"`\n"},
		{"apiVersion: v1\nkind: {a: b}\n", "2:8+1 E0202 `kind` is a text, not a map\n"},
		{HEAD "metadata: {name: yes}\n",
		 "3:18+3 E0202 `name` is a text, not true or false / if it is a text, write `\"yes\"`\n"},
		{HEAD "metadata: {namespace: x}\n",
		 "2:7+3 E0205 this Pod has no name / 3:12+9 `name: ...` is missing here\n"},
		{HEAD "spec: {}\n", "2:7+3 E0205 this Pod has no name = write `metadata: {name: ...}`\n"},
		{HEAD "metadata: []\n", "3:11+2 E0202 `metadata` is a map, not a list\n"},
		{"apiVersion: v1\nkind: List\n", "2:7+4 E0205 this list has no `items`\n"},
		{"apiVersion: v1\nkind: List\nitems: 3\n", "3:8+1 E0202 `items` is a list, not a number\n"},
		{"apiVersion: v1\nkind: List\nitems: [{kind: Pod}, 3, null]\n",
		 "3:10+4 E0205 this item has no `apiVersion`" SAYS_WHAT
		 "3:22+1 E0202 this item is a number, not an object" IS_OBJECT
		 "3:25+4 E0202 this item is empty, not an object" IS_OBJECT},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		check_messages(f, yaml_objects, rows[i][0], rows[i][1]);
		assert_int_equal(ast_first(&f->tree, f->root), AST_NIL);
	}
	/* What is wrong with one says nothing about the others. */
	check_tree(
		f, yaml_objects, "a: 1\n---\n" HEAD "metadata: {name: x}\n---\na: b: c\n",
		"1:1+1 E0205 this document has no `apiVersion` and no `kind`" SAYS_WHAT
		"7:5+1 E0112 a second `:` in one line / the value began behind the first one = quote a text that has "
		"`: ` in it\n"
		"resource version\n  path\n    key \"Pod\"\n  gv \"v1\"\n  string \"x\"\n  block\n");
}

static void test_no_values(void **state)
{
	struct fixture *f = *state;

	check_tree(f, yaml_values, "# nothing\n", "");
	check_tree(f, yaml_values, "---\n---\na: 1\n---\n", "field \"a\" simple\n  number \"1\"\n");
	check_messages(
		f, yaml_values, "- 1\n",
		"1:1+3 E0202 a file of values is a map, not a list = write a line for each value: `name: value`\n");
	check_messages(f, yaml_values, "a: 1\n---\nb: 2\n",
		       "3:1+1 E0112 a file of values has one document only / the second one begins here\n");
}

/* ---- mistakes in YAML ---- */

#define TEMPLATE                                                                                                       \
	" E0112 this is a template, not YAML / `{{` begins what is to be replaced = render it first, and read the "    \
	"result: `helm template . > rendered.yaml`\n"
#define ONE_QUOTE "inside of '...' a quote is written ''\n"

static void test_mistakes(void **state)
{
	struct fixture *f = *state;
	static const char *const rows[][2] = {
		/* what people do */
		{"a:\n\tb: c\n", "2:1+1 E0112 YAML is indented with spaces, not tabs / a tab\n"},
		{"a: b: c\n",
		 "1:5+1 E0112 a second `:` in one line / the value began behind the first one = quote a text "
		 "that has `: ` in it\n"},
		{"a: 1\n  b: 2\n", "2:3+2 E0112 no key can be here / this goes on with the text of the line before = "
				   "align this line with "
				   "the keys it belongs to; a text over several lines is quoted, or follows `|`\n"},
		{"a\nb: 1\n", "2:1+2 E0112 no key can be here / this goes on with the text of the line before = align "
			      "this line with "
			      "the keys it belongs to; a text over several lines is quoted, or follows `|`\n"},
		{"a:\n  b: 1\n c: 2\n",
		 "3:2+2 E0112 this line is indented like no line before it / 1:1+2 the keys of this "
		 "map begin here\n"},
		{"a: 1\n- b\n",
		 "2:1+1 E0112 an item of a list where a key is expected / 1:1+2 the keys of this map begin "
		 "here\n"},
		{"- a\nb: 1\n",
		 "2:1+2 E0112 the next item of the list, `- ...`, is expected here / 1:1+1 the list begins "
		 "here = what belongs to an item is indented deeper than its `-`\n"},
		{"a: \"x\n", "1:4+1 E0112 this string is not closed\n"},
		{"a: 'x\n", "1:4+1 E0112 this string is not closed = " ONE_QUOTE},
		{"a: 'x\n---\n", "1:4+1 E0112 this string is not closed = " ONE_QUOTE},
		{"a: 'it's'\n", "1:8+2 E0112 the value ended before this = quote all of it; " ONE_QUOTE},
		{"a: [1, 2\nb: 3\n", "1:4+1 E0112 this `[` is not closed / 2:2+1 here a `,` or `]` is missing\n"},
		{"a: {b: 1\n", "1:4+1 E0112 this `{` is not closed\n"},
		{"a: [1 2}\n", "1:8+1 E0112 a `,` or `]` is missing before this / 1:4+1 opened here\n"},
		{"{\"a\" 1}\n", "1:6+1 E0112 a `:`, `,` or `}` is missing before this / 1:1+1 opened here\n"},
		{"{\"a\": 1 \"b\": 2}\n",
		 "1:12+1 E0112 a `,` is missing before the key of this `:` / 1:1+1 opened here\n"},
		{"a: [1,,2]\n", "1:7+1 E0112 a value is missing before this\n"},
		{"a: - b\n",
		 "1:4+1 E0112 a list cannot begin in the line of its key = put each `- ` on a line of its own, "
		 "or write `[a, b]`; a text that begins with `- ` needs quotes\n"},
		{"a: */5 * * * *\n", "1:4+1 E0112 a text that begins with `*` needs quotes = write \"*/5 * * * *\"\n"},
		{"a: &\n", "1:4+1 E0112 a text that begins with `&` needs quotes = write \"&\"\n"},
		{"a: @x y\n", "1:4+1 E0112 a text that begins with `@` needs quotes = write \"@x y\"\n"},
		{"a: %x\n", "1:4+1 E0112 a text that begins with `%` needs quotes = write \"%x\"\n"},
		{"a: `x`\n", "1:4+1 E0112 a text that begins with a backtick needs quotes = write \"`x`\"\n"},
		{"a: ? b\n", "1:4+1 E0112 a text that begins with `?` needs quotes = write \"? b\"\n"},
		{"a:\n  b\nc\n",
		 "3:1+1 E0112 a `:` is missing behind this key = a line of a map is `key: value`, with a "
		 "space behind the `:`\n"},
		{": b\n", "1:1+1 E0112 there is no key before this `:`\n"},
		{"? \n: b\n", "1:2+0 E0112 there is no key before this `:`\n"},
		{"? [a]\n: b\n", "1:3+1 E0112 a map or a list cannot be a key\n"},
		{"a: | x\n b\n", "1:6+1 E0112 the text begins in the next line / behind `|` and `>` the line ends\n"},
		{"a: \"\\q\"\n",
		 "1:5+2 E0112 no such escape: `\\q` = a `\\` itself is written `\\\\`, or the text in single "
		 "quotes\n"},
		{"a: \"\\xg\"\n", "1:5+2 E0112 `\\x` is followed by 2 hexadecimal digits\n"},
		{"a: \"\\ud83d\\ude00\"\n", "1:5+12 E0112 YAML has one escape for such a character, not two = write "
					    "`\\U0001f600`\n"},
		{"a: .inf\n",
		 "1:4+4 E0104 `.inf` is not a number that Kubernetes can have = if it is a text, quote it: "
		 "\".inf\"\n"},
		{"a: b\na: c\n", "2:1+1 E0215 `a` is in this map twice / 1:1+1 first here\n"},
		/* templates */
		{"{{ if }}\na: {{ .Values.x }}\n", "1:1+2" TEMPLATE},
		{"a: {{ .Values.x }}\nb: 1\n", "1:4+2" TEMPLATE},
		{"{{- if .x }}\na: 1\n{{- end }}\n", "1:1+2" TEMPLATE},
		{"a: {{ .x }}-y\n", "1:4+2" TEMPLATE},
		{"a:\n  {{- include \"x\" . | nindent 4 }}\n", "2:3+2" TEMPLATE},
		{"a: \"{{ x }}\" y\n", "1:14+1 E0112 the value ended before this = quote all of it; " ONE_QUOTE},
		/* rarer things */
		{"a: !foo x\nb: !!set {}\nc: &q !x [1]\nd: !!binary eA==\n",
		 "1:4+4 E0112 the tag `!foo` means nothing to Kubernetes\n"
		 "2:4+5 E0112 the tag `!!set` means nothing to Kubernetes\n"
		 "3:7+2 E0112 the tag `!x` means nothing to Kubernetes\n"
		 "4:4+8 E0112 the tag `!!binary` means nothing to Kubernetes\n"},
		{"a: !!int x\n", "1:10+1 E0112 `x` is not what its tag `!!int` says\n"},
		{"a: !!int 1.5\n", "1:10+3 E0112 `1.5` is not what its tag `!!int` says\n"},
		{"a: !y!foo x\n", "1:4+6 E0112 the beginning of this tag is not declared\n"},
		{"a: !<x y\n", "1:4+3 E0112 this tag is malformed\n"},
		{"%YAML 2.0\n---\na: 1\n", "1:1+5 E0112 this version of YAML is not known: 1.1 and 1.2 are\n"},
		{"%FOO\n---\na: 1\n", "1:1+4 E0112 this line, which begins with `%`, is no directive of YAML\n"},
		{"a: \x07x\n",
		 "1:4+1 E0112 the character U+0007 cannot be in YAML as it is = in double quotes it is written "
		 "`\\x07`\n"},
		{"\xc3\xa4: \xef\xbf\xbe\n", "1:4+3 E0112 the character U+FFFE cannot be in YAML as it is = in double "
					     "quotes it is written `\\uFFFE`\n"},
		{"a: \xff\n", "1:4+1 E0102 the file is not valid UTF-8 / byte 0xFF, at offset 3\n"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		check_messages(f, yaml_values, rows[i][0], rows[i][1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_no_objects, setup, teardown),
		cmocka_unit_test_setup_teardown(test_no_values, setup, teardown),
		cmocka_unit_test_setup_teardown(test_mistakes, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
