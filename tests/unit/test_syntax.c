/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tests of syntax/: tokens, strings, precedence, spans, the shape of every
 * kind of node, limits, and going on after mistakes.
 */

#include "syntax/parse.h"

#define FIXTURE_MORE                                                                                                   \
	const struct source *file;                                                                                     \
	ast_id root;
#include "fixture.h"

static void parse_bytes(struct fixture *f, const char *text, size_t n)
{
	uint32_t number = sources_add(&f->sources, "test.wk8s", str_make(text, n));

	f->file = &f->sources.files.v[number];
	f->root = parse(&f->tree, &f->names, f->file, &f->diags);
	assert_int_equal(ast_kind(&f->tree, f->root), AST_BLOCK);
}

static void parse_text(struct fixture *f, const char *text)
{
	parse_bytes(f, text, strlen(text));
}

static const char *text_of(struct fixture *f)
{
	buf_putc(&f->out, '\0');
	return f->out.p;
}

/* The tree of TEXT, which is right, is dumped as TREE (without the root's line). */
static void check_tree(struct fixture *f, const char *text, const char *tree)
{
	parse_text(f, text);
	assert_int_equal(f->diags.errors, 0);
	f->out.n = 0;
	AST_EACH (&f->tree, f->root, c)
		dump_ast(&f->out, &f->tree, &f->names, c);
	assert_string_equal(text_of(f), tree);
}

/* The value of `x: TEXT` is dumped as TREE. */
static void check_value(struct fixture *f, const char *text, const char *tree)
{
	char line[1000];

	snprintf(line, sizeof line, "x: %s\n", text);
	parse_text(f, arena_strndup(&f->arena, line, strlen(line)));
	assert_int_equal(f->diags.errors, 0);
	f->out.n = 0;
	dump_ast(&f->out, &f->tree, &f->names, ast_first(&f->tree, ast_first(&f->tree, f->root)));
	assert_string_equal(text_of(f), tree);
}

/* The value of the string TEXT is VALUE. */
static void check_string(struct fixture *f, const char *text, const char *value)
{
	ast_id string;
	struct str s;

	parse_text(f, arena_printf(&f->arena, "x: %s\n", text));
	assert_int_equal(f->diags.errors, 0);
	string = ast_first(&f->tree, ast_first(&f->tree, f->root));
	assert_int_equal(ast_kind(&f->tree, string), AST_STRING);
	s = sym_str(&f->names, ast_at(&f->tree, string)->sym);
	assert_int_equal(s.n, strlen(value));
	assert_memory_equal(s.p, value, s.n);
}

/* TEXT gives exactly the N messages with CODES. */
static void check_codes(struct fixture *f, const char *text, unsigned n, ...)
{
	va_list codes;

	f->diags.list.n = 0;
	f->diags.errors = 0;
	parse_text(f, text);
	diags_sort(&f->diags);
	if (f->diags.list.n != n) {
		for (uint32_t i = 0; i < f->diags.list.n; i++)
			print_message("%s\n", f->diags.list.v[i]->message);
		fail_msg("%u messages instead of %u for: %s", f->diags.list.n, n, text);
	}
	va_start(codes, n);
	for (unsigned i = 0; i < n; i++)
		assert_string_equal(diag_code_text(f->diags.list.v[i]->code), va_arg(codes, const char *));
	va_end(codes);
}

static void test_tokens(void **state)
{
	struct fixture *f = *state;
	static const char text[] =
		"a-b(x) 250m..1 10/2 10-2 1.12.1\r\n # c\n\n10.0.0.0/24 12:30 2026-11-22 15d 53/UDP 25% 9%n\n"
		"[1, 2][0] if[1] K@apps/v1 \"a\\n${b}c\"";
	uint32_t number = sources_add(&f->sources, "t", str_make(text, sizeof text - 1));

	dump_tokens(&f->out, &f->arena, &f->sources.files.v[number]);
	assert_string_equal(text_of(f),
			    "0-3 name \"a-b\"\n3-4 call \"(\"\n4-5 name \"x\"\n5-6 sign \")\"\n"
			    "7-11 quantity \"250m\"\n11-13 sign \"..\"\n13-14 number \"1\"\n"
			    "15-17 number \"10\"\n17-18 sign \"/\"\n18-19 number \"2\"\n"
			    "20-22 number \"10\"\n22-23 sign \"-\"\n23-24 number \"2\"\n"
			    "25-31 number \"1.12.1\" runs-on\n31-33 newline\n"
			    "39-50 number \"10.0.0.0/24\" runs-on\n51-56 number \"12:30\" runs-on\n"
			    "57-67 number \"2026-11-22\" runs-on\n68-71 number \"15d\" runs-on\n"
			    "72-78 port \"53/UDP\"\n79-82 quantity \"25%\"\n83-84 number \"9\"\n84-85 sign \"%\"\n"
			    "85-86 name \"n\"\n86-87 newline\n"
			    "87-88 sign \"[\"\n88-89 number \"1\"\n89-90 separator \",\"\n91-92 number \"2\"\n"
			    "92-93 sign \"]\"\n93-94 index \"[\"\n94-95 number \"0\"\n95-96 sign \"]\"\n"
			    "97-99 word \"if\"\n99-100 sign \"[\"\n100-101 number \"1\"\n101-102 sign \"]\"\n"
			    "103-104 name \"K\"\n104-112 version \"@apps/v1\"\n"
			    "113-119 string-head \"\\\"a\\\\n${\"\n119-120 name \"b\"\n"
			    "120-123 string-tail \"}c\\\"\"\n123-123 end\n");
}

static void test_numbers(void **state)
{
	struct fixture *f = *state;

	check_value(f, "[5432, 0o644, 0x1f, 1_000, 1.5, 1e3, 1E]",
		    "list\n  number \"5432\"\n  number \"0o644\"\n  number \"0x1f\"\n  number \"1_000\"\n"
		    "  number \"1.5\"\n  number \"1e3\"\n  quantity \"1E\"\n");
	check_value(f, "[10Gi, 1.5Gi, 2k, 30s, 1h30m, 100ms, 25%]",
		    "list\n  quantity \"10Gi\"\n  quantity \"1.5Gi\"\n  quantity \"2k\"\n  quantity \"30s\"\n"
		    "  quantity \"1h30m\"\n  quantity \"100ms\"\n  quantity \"25%\"\n");
	check_value(f, "[1.12.1-alpine, 08:30, 2001:db8::/32, 1_]",
		    "list\n  number \"1.12.1-alpine\" runs-on\n  number \"08:30\" runs-on\n"
		    "  number \"2001:db8::/32\" runs-on\n  number \"1_\" runs-on\n");
	check_value(f, "[1.5-0.5, 1..2, 250m..]",
		    "list\n  binary -\n    number \"1.5\"\n    number \"0.5\"\n  range\n    number \"1\"\n"
		    "    number \"2\"\n  range\n    quantity \"250m\"\n    none\n");
	check_codes(f, "a: 0755\nb: 089\n", 2, "E0104", "E0104");
	assert_string_equal(f->diags.list.v[0]->edits.v[0].text, "0o755");
}

static void test_strings(void **state)
{
	struct fixture *f = *state;

	check_string(f, "\"a\\tb\\\"\\\\\\$\\/\\u00e9\\u{1f600}\\ud83d\\ude00 $x\"",
		     "a\tb\"\\$/\xc3\xa9\xf0\x9f\x98\x80\xf0\x9f\x98\x80 $x");
	check_string(f, "'a\\n${b}'", "a\\n${b}");
	check_string(f, "\"\"", "");
	check_string(f, "'''\n    one\n      two\n\n   \n    three\n  '''", "one\n  two\n\n\nthree\n");
	check_string(f, "'''\n  one\n  two'''", "one\ntwo");
	check_string(f, "'''\r\n  one\r\n  two\r\n'''", "one\ntwo\n");
	check_string(f, "'''\n'''", "");
	check_string(f, "'''\n\n'''", "\n");
	check_string(f, "\"\"\"\n\t\tone\\n two\n\t\t\\tthree\n\"\"\"", "one\n two\n\tthree\n");
	check_codes(f, "x: '''\n  a\n\tb\n'''\n", 1, "E0107");
	check_codes(f, "x: '''a\n'''\ny: '''a'''\n", 2, "E0101", "E0101");
	check_codes(f, "x: \"\\q \\ud800 \\u{110000} \\u12\"\n", 4, "E0105", "E0105", "E0105", "E0105");
}

static void test_interpolation(void **state)
{
	struct fixture *f = *state;

	check_value(f, "\"a${b}\\t${\"c${d}\"}\"",
		    "interp\n  string \"a\"\n  word \"b\"\n  string \"\\x09\"\n"
		    "  interp\n    string \"c\"\n    word \"d\"\n");
	check_value(f, "\"${ {a: 1}.b }\"",
		    "interp\n  member\n    block\n      field \"a\" simple\n        number \"1\"\n    key \"b\"\n");
	check_value(f, "\"\"\"\n    ${a}\n      b ${c +\n 1}d\n    e\n    \"\"\"",
		    "interp multi\n  word \"a\"\n  string \"\\n  b \"\n  binary +\n    word \"c\"\n    number \"1\"\n"
		    "  string \"d\\ne\\n\"\n");
	check_codes(f, "x: \"${a\ny: \"${}\"\nz: \"${a # b}\"\n", 3, "E0106", "E0101", "E0103");
}

static void test_precedence(void **state)
{
	struct fixture *f = *state;

	check_value(f, "a ?? 1..2", "binary ??\n  word \"a\"\n  range\n    number \"1\"\n    number \"2\"\n");
	check_value(f, "a || b && c == d + e * -f.g",
		    "binary ||\n  word \"a\"\n  binary &&\n    word \"b\"\n    binary ==\n      word \"c\"\n"
		    "      binary +\n        word \"d\"\n        binary *\n          word \"e\"\n          unary -\n"
		    "            member\n              word \"f\"\n              key \"g\"\n");
	check_value(f, "a - b - c", "binary -\n  binary -\n    word \"a\"\n    word \"b\"\n  word \"c\"\n");
	check_value(f, "a + 1 -> b", "pair\n  binary +\n    word \"a\"\n    number \"1\"\n  word \"b\"\n");
	check_value(f, "(a) + (b..)",
		    "binary +\n  paren\n    word \"a\"\n  paren\n    range\n      word \"b\"\n      none\n");
	check_value(f, "a[0](b, c = 1).\"d\"?",
		    "optional\n  member\n    call\n      index\n        word \"a\"\n        number \"0\"\n      arg\n"
		    "        word \"b\"\n      arg \"c\"\n        number \"1\"\n    key \"d\" quoted\n");
	check_value(f, "a <\n b", "binary <\n  word \"a\"\n  word \"b\"\n");
	check_codes(f, "x: a < b < c\ny: 1..2..3\n", 2, "E0101", "E0101");
	check_codes(f, "x: !a in b\ny: (!a) in b\nz: !(a in b)\n", 1, "W0111");
}

static void test_separators(void **state)
{
	struct fixture *f = *state;

	check_tree(f, "a: 1,, b: 2,\n\n  c: [\n 1,\n 2\n 3 ]\n",
		   "field \"a\" simple\n  number \"1\"\nfield \"b\" simple\n  number \"2\"\n"
		   "field \"c\" simple\n  list\n    number \"1\"\n    number \"2\"\n    number \"3\"\n");
	check_tree(f, "a: (1\n + 2)\nb: f(\n1,\n2\n)\n",
		   "field \"a\" simple\n  paren\n    binary +\n      number \"1\"\n      number \"2\"\n"
		   "field \"b\" simple\n  call\n    word \"f\"\n    arg\n      number \"1\"\n    arg\n      number "
		   "\"2\"\n");
	check_tree(f, "a: 1..\nb: x.in\nlet c =\n 1",
		   "field \"a\" simple\n  range\n    number \"1\"\n    none\n"
		   "field \"b\" simple\n  member\n    word \"x\"\n    key \"in\"\nlet \"c\"\n  number \"1\"\n");
	check_tree(f, "", "");
	check_tree(f, "# only\n\n", "");
}

static void test_soft_words(void **state)
{
	struct fixture *f = *state;

	check_tree(
		f,
		"type: a\nrule { let: on }\napp.kind: 1\nif: 2\nassert: 3\ndrop: [as]\ndrop drop\nx: where(the)\nlet "
		"let = let\n",
		"field \"type\" simple\n  word \"a\"\nfield \"rule\" simple brace\n  block\n    field \"let\" simple\n"
		"      word \"on\"\nfield\n  path\n    key \"app\"\n    key \"kind\"\n  number \"1\"\nfield \"if\" "
		"simple\n"
		"  number \"2\"\nfield \"assert\" simple\n  number \"3\"\nfield \"drop\" simple\n  list\n    word "
		"\"as\"\n"
		"drop\n  path\n    key \"drop\"\nfield \"x\" simple\n  call\n    word \"where\"\n    arg\n      word "
		"\"the\"\n"
		"let \"let\"\n  word \"let\"\n");
}

static struct str spelling(const struct fixture *f, ast_id id)
{
	struct span s = ast_span(&f->tree, id);
	struct str text = {f->file->text.p + (s.beg - f->file->base), s.end - s.beg};

	return text;
}

static void test_spans(void **state)
{
	struct fixture *f = *state;
	ast_id field, resource, value;

	parse_text(f, "  aa: f(1, x)  # c\n ## d\nService web { b.c: \"t${u}\" }\n");
	assert_int_equal(f->diags.errors, 0);
	field = ast_first(&f->tree, f->root);
	resource = ast_next(&f->tree, field);
	value = ast_child(&f->tree, ast_first(&f->tree, ast_child(&f->tree, resource, 2)), 1);
	assert_true(str_is(spelling(f, field), "aa: f(1, x)"));
	assert_true(str_is(spelling(f, ast_child(&f->tree, ast_first(&f->tree, field), 2)), "x"));
	assert_true(str_is(spelling(f, resource), "Service web { b.c: \"t${u}\" }"));
	assert_true(str_is(spelling(f, ast_child(&f->tree, resource, 1)), "web"));
	assert_true(str_is(spelling(f, ast_child(&f->tree, resource, 2)), "{ b.c: \"t${u}\" }"));
	assert_true(
		str_is(spelling(f, ast_first(&f->tree, ast_first(&f->tree, ast_child(&f->tree, resource, 2)))), "b.c"));
	assert_true(str_is(spelling(f, value), "\"t${u}\""));
	assert_true(str_is(spelling(f, ast_first(&f->tree, value)), "t"));
	assert_int_equal(f->tree.comments.n, 2);
	assert_false(f->tree.comments.v[0].doc);
	assert_true(f->tree.comments.v[1].doc);
	assert_int_equal(f->tree.comments.v[1].span.beg - f->file->base, 20);
}

/* Spans that are longer than a node can say itself: blocks within blocks, a long text, a field around it. */
static void test_long_spans(void **state)
{
	struct fixture *f = *state;
	enum { LONG = 70000 };
	char *text = arena_alloc(&f->arena, LONG + 64), *p = text;
	ast_id field, value;

	p += sprintf(p, "a {\n b { c: '");
	memset(p, 'x', LONG);
	p += LONG;
	p += sprintf(p, "' }\n}\nd: 1 + 2\n");
	parse_bytes(f, text, (size_t)(p - text));
	assert_int_equal(f->diags.errors, 0);
	assert_int_equal(spelling(f, f->root).n, p - text);
	field = ast_first(&f->tree, f->root);
	assert_int_equal(spelling(f, field).n, LONG + 18);
	field = ast_first(&f->tree, ast_first(&f->tree, field));
	assert_int_equal(spelling(f, field).n, LONG + 11);
	field = ast_first(&f->tree, ast_first(&f->tree, field));
	assert_int_equal(spelling(f, field).n, LONG + 5);
	value = ast_first(&f->tree, field);
	assert_int_equal(ast_kind(&f->tree, value), AST_STRING);
	assert_int_equal(spelling(f, value).n, LONG + 2);
	value = ast_first(&f->tree, ast_child(&f->tree, f->root, 1));
	assert_true(str_is(spelling(f, value), "1 + 2"));
	assert_int_equal(ast_op(ast_at(&f->tree, value)), OP_ADD);
}

/* One text with everything in it; the exact tree is the golden test syntax/all-nodes. */
static const char everything[] =
	"import \"l\" as l\ninclude \"i\" { a: 1 }\nparam p: int = 1 where 1..5\nlet x: [A | \"b\"] = {a: ..5}\n"
	"fn f(a: {string: int?}) -> T = a\ncomponent C(a) { K (a) as b { c.(a): 1 } }\n"
	"app a { drop s, drop K n\n for x in y {}\n if a {} else if b {} else {}\n ...s }\n"
	"patch K@g/v n {}\npatch on A | B as c if d {}\nextern K n {}\nextern kind F in g.h/v1\nallow r: \"s\"\n"
	"rule r on A { assert a, \"m\"\n warn b, 'n' }\ntype A { b: int min 1, ...B }\nkind K in g/v { s: A }\n"
	"annotate A { lift [a], b: ref C | open }\nderive K.a in app = the S s where s else error \"x\"\n"
	"v: [null, true, false, 1m, 1/TCP, \"a${b}\", -a, a + b, a -> b, if a then b else c, a.b, a[0], f(x), a?, "
	"...z]\n"
	"w: [for a in b: (a)]\nz: 1 2\n";

static void see(const struct fixture *f, ast_id id, bool *seen)
{
	seen[ast_kind(&f->tree, id)] = true;
	AST_EACH (&f->tree, id, c)
		see(f, c, seen);
}

static void test_every_kind(void **state)
{
	struct fixture *f = *state;
	bool seen[AST_KINDS] = {false};
	struct ast copy;
	size_t n;

	parse_text(f, everything);
	assert_int_equal(f->diags.errors, 1); /* the last line, for the ERROR node */
	see(f, f->root, seen);
	dump_ast(&f->out, &f->tree, &f->names, f->root);
	text_of(f);
	for (int k = 0; k < AST_KINDS; k++) {
		if (!seen[k])
			fail_msg("no node of kind %s", ast_kind_name((enum ast_kind)k));
		assert_non_null(strstr(f->out.p, ast_kind_name((enum ast_kind)k)));
	}
	/* A copy is the same. */
	ast_init(&copy, &f->arena, NULL, 0);
	n = f->out.n;
	dump_ast(&f->out, &copy, &f->names, ast_copy(&copy, &f->tree, f->root));
	text_of(f);
	assert_int_equal(f->out.n, 2 * n);
	assert_memory_equal(f->out.p, f->out.p + n, n);
}

/* Appends PIECE N times. */
static void repeat(struct buf *b, const char *piece, unsigned n)
{
	while (n--)
		buf_puts(b, piece);
}

/* HEAD, N times OPEN, MIDDLE, N times CLOSE and a last line give ERRORS messages, E0501 if any. */
static void check_depth(struct fixture *f, const char *open, const char *close, unsigned n, unsigned errors)
{
	struct buf b;
	char *text;

	buf_init(&b, &f->mem);
	buf_puts(&b, "x: ");
	repeat(&b, open, n);
	buf_puts(&b, "a");
	repeat(&b, close, n);
	buf_puts(&b, "\ny: 1\n");
	text = arena_strndup(&f->arena, b.p, b.n);
	buf_free(&b);
	f->diags.list.n = 0;
	f->diags.errors = 0;
	parse_text(f, text);
	assert_int_equal(f->diags.errors, errors);
	if (errors)
		assert_string_equal(diag_code_text(f->diags.list.v[0]->code), "E0501");
}

static void test_depth(void **state)
{
	struct fixture *f = *state;

	check_depth(f, "[", "]", PARSE_MAX_DEPTH, 0);
	check_depth(f, "[", "]", PARSE_MAX_DEPTH + 1, 1);
	check_depth(f, "(", ")", PARSE_MAX_DEPTH, 0);
	check_depth(f, "{ x: ", "}", PARSE_MAX_DEPTH, 0);
	check_depth(f, "{ x: ", "}", 100000, 1);
	check_depth(f, "1 ?? 2 || 3 && 4 == 5 .. 6 + 7 * (", ")", 200, 0);
	check_depth(f, "\"${", "}\"", PARSE_MAX_DEPTH, 0);
	check_depth(f, "\"${", "}\"", 100000, 1);
	check_depth(f, "-", "", 1000, 0);
	check_depth(f, "-", "", 100000, 1);
	check_depth(f, "a + ", "", 100000, 1);
	check_depth(f, "if a then b else ", "", 100000, 1);
	check_depth(f, "", ".a", 100000, 1);
	check_depth(f, "", "[0]", 100000, 1);
	check_depth(f, "", " ?", 100000, 1);
	check_depth(f, "if a then b else ", "\nif a {} else if b {}", 200, 0);
}

static void test_many(void **state)
{
	struct fixture *f = *state;
	struct buf b;
	uint32_t n = 0;

	buf_init(&b, &f->mem);
	repeat(&b, "a: 1\n", 500000);
	buf_puts(&b, "b: [");
	repeat(&b, "1, ", 500000);
	buf_puts(&b, "]\n");
	parse_bytes(f, b.p, b.n);
	assert_int_equal(f->diags.errors, 0);
	AST_EACH (&f->tree, f->root, c)
		n++;
	assert_int_equal(n, 500001);
	buf_free(&b);
}

static void test_mistakes(void **state)
{
	struct fixture *f = *state;

	/* Each mistake once, and the later ones too. */
	check_codes(f, "a: f(1 2, x: 3)\nb: [1 2, {c: 1, d}, 3 4]\ne: 1 +\nf: )\n", 6, "E0101", "E0101", "E0101",
		    "E0101", "E0101", "E0109");
	check_codes(f, "Deployment x: {\n a: )\n b: 1\n}\nc: 1\n", 2, "E0101", "E0109");
	check_codes(f, "a {\n b: f(1, 2\n c: [1, 2\n d: 3\n}\ne: 1\n", 2, "E0108", "E0108");
	check_codes(f, "a {\n b {\n  c: 1\n}\n d: 2\n", 1, "E0108");
	check_codes(f, "a: (1]\nb: [1)\nc: 1}\n", 3, "E0109", "E0109", "E0109");
	check_codes(f, "a:\n  - 1\n  - 2\nb:\n  c: 1\n  d: 2\ne = 1\nf: {{ .V }}\n", 4, "E0110", "E0110", "E0101",
		    "E0110");
	check_codes(f, "a: \"x\nb: ['y]\nc: \"${z\n", 3, "E0106", "E0106", "E0106");
	check_codes(f, "// x\na: 1; b: 2\n---\nc: $d\n", 4, "E0110", "E0103", "E0110", "E0103");
	check_codes(f, "a\n{\n}\nif b {\n}\nelse {\n}\n", 2, "E0101", "E0101");
	check_codes(f, "x: a -1\ny: a- 1\nz: [-1, - 1]\n", 2, "E0101", "E0101");
}

static void test_broken_text(void **state)
{
	struct fixture *f = *state;

	check_codes(f, "a: 1\n# \xc3\x28\n) ) )\n", 1, "E0102");
	assert_int_equal(f->diags.list.v[0]->span.beg - f->file->base, 7);
	f->diags.list.n = 0;
	f->diags.errors = 0;
	parse_bytes(f, "a: 1\0\nb: 2\n\x01", 12);
	assert_int_equal(f->diags.errors, 2);
	assert_int_equal(f->diags.list.v[0]->code, E0103);
	/* What was right before and behind is there. */
	assert_int_equal(ast_kind(&f->tree, ast_child(&f->tree, f->root, 1)), AST_FIELD);
}

static void test_kept_items(void **state)
{
	struct fixture *f = *state;
	ast_id error;

	parse_text(f, "a: 1\nK x y {\n b: 2\n c: 3\n}\nd: 4\n");
	assert_int_equal(f->diags.errors, 1);
	error = ast_child(&f->tree, f->root, 1);
	assert_int_equal(ast_kind(&f->tree, error), AST_ERROR);
	assert_int_equal(ast_kind(&f->tree, ast_first(&f->tree, error)), AST_BLOCK);
	assert_int_equal(ast_kind(&f->tree, ast_child(&f->tree, ast_first(&f->tree, error), 1)), AST_FIELD);
	assert_int_equal(ast_kind(&f->tree, ast_child(&f->tree, f->root, 2)), AST_FIELD);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_tokens),      TEST(test_numbers),    TEST(test_strings),    TEST(test_interpolation),
		TEST(test_precedence),  TEST(test_separators), TEST(test_soft_words), TEST(test_spans),
		TEST(test_every_kind),  TEST(test_depth),      TEST(test_many),       TEST(test_mistakes),
		TEST(test_broken_text), TEST(test_kept_items), TEST(test_long_spans),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
