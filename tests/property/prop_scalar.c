/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every string comes back through libyaml as the same bytes and as a string,
 * for readers of YAML 1.1 and of YAML 1.2: as a value, as a key, as an item,
 * at two depths. What is no string comes back as what it is.
 *
 * The types of plain scalars are found with the regular expressions of the two
 * specifications, so nothing here is shared with the code that is tested.
 */

#include "emit/scalar.h"
#include "emit/yaml.h"

#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <yaml.h>

/* ---- the types of the specifications ---- */

enum type { STRING, NOTHING, BOOLEAN, INTEGER, FLOATING, TIMESTAMP, MERGE, VALUE, TYPES };

static const char *const type_names[TYPES] = {"string", "null",      "boolean", "integer",
					      "float",  "timestamp", "merge",   "value"};

/* The type repository of YAML 1.1. */
static const char *const patterns_1_1[TYPES] = {
	[NOTHING] = "^(~|null|Null|NULL|)$",
	[BOOLEAN] = "^(y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$",
	[INTEGER] = "^([-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+"
		    "|[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+)$",
	[FLOATING] = "^([-+]?([0-9][0-9_]*)?[.][0-9.]*([eE][-+][0-9]+)?"
		     "|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+[.][0-9_]*"
		     "|[-+]?[.](inf|Inf|INF)|[.](nan|NaN|NAN)"
		     /* what PyYAML, its heirs and Go's readers take besides */
		     "|[-+]?[0-9][0-9_]*[.][0-9_]*([eE][-+]?[0-9]+)?|[.][0-9][0-9_]*([eE][-+]?[0-9]+)?)$",
	[TIMESTAMP] = "^([0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"
		      "|[0-9][0-9][0-9][0-9]-[0-9][0-9]?-[0-9][0-9]?([Tt]|[ \t]+)[0-9][0-9]?:[0-9][0-9]:[0-9][0-9]"
		      "([.][0-9]*)?([ \t]*(Z|[-+][0-9][0-9]?(:[0-9][0-9])?))?)$",
	[MERGE] = "^<<$",
	[VALUE] = "^=$",
};

/* The core schema of YAML 1.2. */
static const char *const patterns_1_2[TYPES] = {
	[NOTHING] = "^(null|Null|NULL|~|)$",
	[BOOLEAN] = "^(true|True|TRUE|false|False|FALSE)$",
	[INTEGER] = "^([-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$",
	[FLOATING] = "^([-+]?([.][0-9]+|[0-9]+([.][0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?[.](inf|Inf|INF)|[.](nan|NaN|NAN))$",
};

struct resolver {
	const char *version;
	regex_t re[TYPES];
	bool has[TYPES];
};

static void resolver_init(struct resolver *r, const char *version, const char *const patterns[TYPES])
{
	r->version = version;
	for (int i = 0; i < TYPES; i++) {
		r->has[i] = patterns[i] != NULL;
		if (patterns[i] && regcomp(&r->re[i], patterns[i], REG_EXTENDED | REG_NOSUB) != 0) {
			fprintf(stderr, "bad pattern for %s\n", type_names[i]);
			exit(2);
		}
	}
}

static void resolver_free(struct resolver *r)
{
	for (int i = 0; i < TYPES; i++) {
		if (r->has[i])
			regfree(&r->re[i]);
	}
}

static enum type resolve(const struct resolver *r, const char *text)
{
	for (int i = 1; i < TYPES; i++) {
		if (r->has[i] && regexec(&r->re[i], text, 0, NULL, 0) == 0)
			return (enum type)i;
	}
	return STRING;
}

/* ---- a batch ---- */

#define BATCH 4000

struct run {
	struct mem mem;
	struct arena arena;
	struct symtab names;
	struct resolver old, core;
	VEC(sym) strings; /* the batch */
	unsigned long cases, scalars, plain;
	int failures;
	yaml_parser_t parser;
	const struct buf *text;
};

static void fail(struct run *r, const char *what, struct str s, const char *detail)
{
	if (++r->failures > 20) {
		fprintf(stderr, "too many failures\n");
		exit(1);
	}
	fprintf(stderr, "%s: \"", what);
	for (uint32_t i = 0; i < s.n && i < 80; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c >= 0x20 && c < 0x7f)
			fputc(c, stderr);
		else
			fprintf(stderr, "\\x%02x", c);
	}
	fprintf(stderr, "\" %s\n", detail);
}

static void batch_begin(struct run *r)
{
	arena_init(&r->arena, &r->mem);
	symtab_init(&r->names, &r->arena, NULL);
	r->strings.v = NULL;
	r->strings.n = r->strings.cap = 0;
}

static struct node *put(struct run *r, struct map *map, const char *key)
{
	return map_add(&r->arena, map, sym_of(&r->names, key), 0);
}

/* { items: [s], lists: [[s]], maps: [{s: s}], keyed: {s: [s]}, deep: {s: {k: s}} } */
static struct node build(struct run *r)
{
	struct arena *a = &r->arena;
	struct node root = node_map(a, 0, 0), items = node_list(a, 0, 0), lists = node_list(a, 0, 0),
		    maps = node_list(a, 0, 0), keyed = node_map(a, 0, 0), deep = node_map(a, 0, 0);

	for (uint32_t i = 0; i < r->strings.n; i++) {
		sym s = r->strings.v[i];
		struct node text = node_text(s, 0, 0), inner;

		*list_add(a, items.list) = text;
		inner = node_list(a, 0, 0);
		*list_add(a, inner.list) = text;
		*list_add(a, lists.list) = inner;
		*map_add(a, keyed.map, s, 0) = inner;
		inner = node_map(a, 0, 0);
		*map_add(a, inner.map, s, 0) = text;
		*list_add(a, maps.list) = inner;
		inner = node_map(a, 0, 0);
		*put(r, inner.map, "k") = text;
		*map_add(a, deep.map, s, 0) = inner;
	}
	*put(r, root.map, "items") = items;
	*put(r, root.map, "lists") = lists;
	*put(r, root.map, "maps") = maps;
	*put(r, root.map, "keyed") = keyed;
	*put(r, root.map, "deep") = deep;
	return root;
}

/* { s: null }: keys in the first column. */
static struct node build_flat(struct run *r)
{
	struct node root = node_map(&r->arena, 0, 0);

	for (uint32_t i = 0; i < r->strings.n; i++)
		map_add(&r->arena, root.map, r->strings.v[i], 0);
	return root;
}

/* ---- reading back ---- */

static void next(struct run *r, yaml_event_t *event)
{
	if (yaml_parser_parse(&r->parser, event))
		return;
	size_t at = r->parser.problem_mark.index, beg = at > 60 ? at - 60 : 0;
	size_t end = at + 60 < r->text->n ? at + 60 : r->text->n;

	if (at > r->text->n)
		beg = end = r->text->n;
	fail(r, r->parser.problem, str_make(r->text->p + beg, end - beg), "(libyaml)");
	exit(1);
}

static void check_types(struct run *r, const char *text, enum type want)
{
	const struct resolver *resolvers[] = {&r->old, &r->core};

	for (int i = 0; i < 2; i++) {
		enum type got = resolve(resolvers[i], text);

		if (got != want) {
			fail(r, type_names[got], str_of(text), resolvers[i]->version);
			fprintf(stderr, "  wanted a %s\n", type_names[want]);
		}
	}
}

static void check_text(struct run *r, const yaml_event_t *event, struct str want)
{
	struct str got = str_make((const char *)event->data.scalar.value, event->data.scalar.length);

	r->scalars++;
	if (!str_eq(want, got)) {
		fail(r, "wanted", want, "");
		fail(r, "   got", got, "");
	}
	if (event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE) {
		r->plain++;
		check_types(r, got.p, STRING);
	}
}

static void check_other(struct run *r, const yaml_event_t *event, const char *want, enum type type)
{
	const char *got = (const char *)event->data.scalar.value;

	r->scalars++;
	if (event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE || strcmp(got, want) != 0)
		fail(r, "not written as itself", str_of(got), want);
	check_types(r, got, type);
}

static void check_node(struct run *r, const struct node *node);

static void check_scalar(struct run *r, const struct node *node, const yaml_event_t *event)
{
	char digits[24];

	switch (node->kind) {
	case OBJ_TEXT:
		check_text(r, event, sym_str(&r->names, node->text));
		return;
	case OBJ_INT:
		snprintf(digits, sizeof digits, "%lld", (long long)node->i);
		check_other(r, event, digits, INTEGER);
		return;
	case OBJ_BOOL:
		check_other(r, event, node->b ? "true" : "false", BOOLEAN);
		return;
	case OBJ_NUMBER: {
		struct str s = sym_str(&r->names, node->text);

		check_other(r, event, arena_strndup(&r->arena, s.p, s.n), FLOATING);
		return;
	}
	default:
		check_other(r, event, "null", NOTHING);
		return;
	}
}

/* Reads one event, which must be of TYPE. */
static void expect(struct run *r, yaml_event_type_t type)
{
	yaml_event_t event;

	next(r, &event);
	if (event.type != type) {
		fprintf(stderr, "line %lu: event %d, wanted %d\n", (unsigned long)event.start_mark.line + 1,
			(int)event.type, (int)type);
		exit(1);
	}
	yaml_event_delete(&event);
}

static void check_map(struct run *r, const struct map *map)
{
	for (uint32_t i = 0; i < map->n; i++) {
		struct node key = node_text(map->v[i].key, 0, 0);

		check_node(r, &key);
		check_node(r, &map->v[i].value);
	}
	expect(r, YAML_MAPPING_END_EVENT);
}

static void check_list(struct run *r, const struct list *list)
{
	for (uint32_t i = 0; i < list->n; i++)
		check_node(r, &list->v[i]);
	expect(r, YAML_SEQUENCE_END_EVENT);
}

static void check_node(struct run *r, const struct node *node)
{
	yaml_event_type_t want = node->kind == OBJ_MAP    ? YAML_MAPPING_START_EVENT
				 : node->kind == OBJ_LIST ? YAML_SEQUENCE_START_EVENT
							  : YAML_SCALAR_EVENT;
	yaml_event_t event;

	next(r, &event);
	if (event.type != want) {
		fprintf(stderr, "line %lu: event %d, wanted %d\n", (unsigned long)event.start_mark.line + 1,
			(int)event.type, (int)want);
		exit(1);
	}
	if (node->kind == OBJ_MAP)
		check_map(r, node->map);
	else if (node->kind == OBJ_LIST)
		check_list(r, node->list);
	else
		check_scalar(r, node, &event);
	yaml_event_delete(&event);
}

/* Writes the DOCUMENTS and reads them back. */
static void round_trip(struct run *r, const struct node *documents, uint32_t n)
{
	struct yaml yaml;
	struct buf buf;

	buf_init(&buf, &r->mem);
	yaml_begin(&yaml, &buf, &r->names);
	for (uint32_t i = 0; i < n; i++)
		yaml_document(&yaml, &documents[i]);

	r->text = &buf;
	yaml_parser_initialize(&r->parser);
	yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r->parser, (const unsigned char *)buf.p, buf.n);
	expect(r, YAML_STREAM_START_EVENT);
	for (uint32_t i = 0; i < n; i++) {
		expect(r, YAML_DOCUMENT_START_EVENT);
		check_node(r, &documents[i]);
		expect(r, YAML_DOCUMENT_END_EVENT);
	}
	expect(r, YAML_STREAM_END_EVENT);
	yaml_parser_delete(&r->parser);
	buf_free(&buf);
}

static void flush(struct run *r)
{
	struct node documents[3];
	struct node list = node_list(&r->arena, 0, 0);

	if (r->strings.n == 0)
		return;
	documents[0] = build(r);
	documents[1] = build_flat(r);
	documents[2] = node_map(&r->arena, 0, 0);
	*list_add(&r->arena, list.list) = documents[0];
	*put(r, documents[2].map, "deeper") = list;
	round_trip(r, documents, 3);
	arena_free(&r->arena);
	batch_begin(r);
}

static void add(struct run *r, const char *p, size_t n)
{
	VEC_PUSH(&r->arena, &r->strings, sym_intern(&r->names, p, n));
	r->cases++;
	if (r->strings.n == BATCH)
		flush(r);
}

/* ---- what is tried ---- */

struct piece {
	const char *p;
	size_t n;
};

#define PIECE(s)                                                                                                       \
	{                                                                                                              \
		s, sizeof(s) - 1                                                                                       \
	}

/* Every string of up to MOST pieces. */
static void every(struct run *r, const struct piece *alphabet, size_t size, unsigned most, char *text, size_t n)
{
	add(r, text, n);
	if (most == 0)
		return;
	for (size_t i = 0; i < size; i++) {
		memcpy(text + n, alphabet[i].p, alphabet[i].n);
		every(r, alphabet, size, most - 1, text, n + alphabet[i].n);
	}
}

static void try_nasty(struct run *r)
{
	static const struct piece alphabet[] = {
		PIECE(" "),  PIECE("\n"), PIECE("\t"), PIECE("-"), PIECE(":"), PIECE("#"), PIECE("?"),  PIECE("0"),
		PIECE("1"),  PIECE("."),  PIECE("_"),  PIECE("e"), PIECE("x"), PIECE("~"), PIECE("\""), PIECE("'"),
		PIECE("\\"), PIECE("|"),  PIECE("+"),  PIECE("="), PIECE("<"), PIECE("n"),
	};
	char text[8];

	every(r, alphabet, sizeof alphabet / sizeof alphabet[0], 4, text, 0);
	flush(r);
	printf("nasty alphabet, up to 4: %lu strings so far\n", r->cases);
}

/* All of ASCII with NUL, and the Unicode that readers treat apart, up to two. */
static void try_pairs(struct run *r)
{
	static const struct piece unicode[] = {
		PIECE("\xc2\x80"),         PIECE("\xc2\x85"),         PIECE("\xc2\x9f"),     PIECE("\xc2\xa0"),
		PIECE("\xc2\xad"),         PIECE("\xc3\xa9"),         PIECE("\xe1\x9a\x80"), PIECE("\xe2\x80\x80"),
		PIECE("\xe2\x80\xa7"),     PIECE("\xe2\x80\xa8"),     PIECE("\xe2\x80\xa9"), PIECE("\xe2\x80\xaf"),
		PIECE("\xe3\x80\x80"),     PIECE("\xed\x9f\xbf"),     PIECE("\xee\x80\x80"), PIECE("\xef\xbb\xbf"),
		PIECE("\xef\xbf\xbd"),     PIECE("\xef\xbf\xbe"),     PIECE("\xef\xbf\xbf"), PIECE("\xf0\x90\x80\x80"),
		PIECE("\xf0\x9f\x98\x80"), PIECE("\xf4\x8f\xbf\xbf"),
	};
	struct piece all[128 + sizeof unicode / sizeof unicode[0]];
	char ascii[128], text[8];

	for (int i = 0; i < 128; i++) {
		ascii[i] = (char)i;
		all[i] = (struct piece){&ascii[i], 1};
	}
	memcpy(all + 128, unicode, sizeof unicode);
	every(r, all, sizeof all / sizeof all[0], 2, text, 0);
	flush(r);
	printf("ASCII and selected Unicode, up to 2: %lu strings so far\n", r->cases);
}

/* One a line would be three pages. */
/* clang-format off */
static const char *const specials[] = {
	"no", "No", "NO", "yes", "on", "On", "OFF", "y", "N", "true", "True", "FALSE", "tRuE",
	"null", "Null", "NULL", "nUll", "~", "nil", "none", "0", "1", "-1", "+1", "007", "0o7",
	"0O7", "0x1F", "-0x1f", "0b101", "+0b1_0", "1_000", "1_000.5", "_1", "1_", "12:30:45",
	"12:30", "190:20:30.15", "1:2", "1:60", "0.5", ".5", "5.", "-.5", "+.5", "1e3", "1E3",
	"1e+3", "1.0e+3", "1.5e3", "1e", "e1", "0e0", ".", "..", "...", "....", "--", "---", "----",
	"--- a", "... a", "---\ta", ".inf", "-.INF", "+.Inf", ".nan", ".NaN", "inf", "NaN", "=",
	"<<", "<", "2026-11-22", "2026-1-2", "2001-12-14t21:59:43.10-05:00",
	"2001-12-14 21:59:43.10 -5", "2026-11-22T10:00:00Z", "2026-11-22 ", "1.2.3", "1.12.1",
	"10.0.0.1", "10.0.0.0/24", "::1", "fe80::", "a:", "a: b", "a:b", ":a", "a :b", "a #b",
	"a# b", "#a", "a #", "?", "? a", "?a", "-", "- a", "-a", "- ", "!", "!a", "!!str a", "&a",
	"&a b", "*a", "*", "|", "|-", ">", ">-", "%", "%YAML 1.2", "@a", "`a`", "{a}", "[a]", "{",
	"}", "]", ",", ", a", "a, b", "{{ x }}", "'", "\"", "'a'", "\"a\"", "a'b", "a\"b", "it's",
	"\\", "\\n", "a\\b", ": \\", "\"\\'", "# '\"", " a", "a ", " ", "  ", "\t", "\ta", "a\t",
	"a\tb", "a \n b", "a\n", "a\n\n", "a\n\n\n", "\n", "\n\n", "\na", "\n a", "\n\ta",
	"\n\n  a\n", " a\nb", "  a\n b\n", "\ta\nb", " \n a", " \ta\nb", "a\n\tb\n", "a\n \tb",
	"a\n b\nc", "a\nb ", "a\n ", "a\n  \n", "a \nb", "a\n\nb", "a\n \nb", "a\n\t\nb", "a\n\t",
	"a\n---\nb", "---\nb\n", "a\n...\n", "#a\nb", "a: b\nc: d\n", "- a\n- b", "a\r\nb", "a\rb",
	"\r", "a\xc2\x85" "b", "\xc2\x85", "a\n\xc2\x85", "a\xe2\x80\xa8" "b", "\xe2\x80\xa9\n",
	"\xef\xbb\xbf", "\xef\xbb\xbf" "a", "a\n\xef\xbb\xbf\n", "\x01", "a\x7f", "a\n\x1b[0m",
	"\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80: x", "a\n\xf0\x9f\x98\x80\n", "\xc3\xa9t\xc3\xa9",
	"1\xc2\xa0", "\xc2\xa0" "1", "512Mi", "250m", "1", "2Gi", "100E", "50%", "1h30m", "80/TCP",
	"0755", "0o755", "0777_", "0x", "0xg", "0b2", "123abc", "1e5f", "v1", "$(A)", "${A}",
	"<html>", "a > b", "a | b", "=a", "~a", "~/a", "<<a", "Secret", "system:auth",
	"*.example.com",
};
/* clang-format on */

/* Lengths around those where readers or writers change their mind, in five makes. */
static void try_long(struct run *r)
{
	static const size_t lengths[] = {70,  79,  80,   81,   127,  128,  129,  254,  255,  256,  510,
					 511, 512, 1000, 1021, 1022, 1023, 1024, 1025, 1026, 2000, 5000};
	static const char makes[][4] = {"a", "a ", "\" '", "\x01", "a\n", "\xc3\xa9", "1", ": ", "'"};
	static char text[3 * 5000 + 8];

	for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
		for (size_t k = 0; k < sizeof makes / sizeof makes[0]; k++) {
			size_t n = 0, size = strlen(makes[k]);

			for (; n + size <= lengths[i]; n += size)
				memcpy(text + n, makes[k], size);
			add(r, text, n);
			text[n] = 'z';
			add(r, text, n + 1);
		}
	}
}

static void try_specials(struct run *r)
{
	static const char *const before[] = {"", " ", "  ", "\t", "\n", "\n\n", "a", "a\n", "- ", "\"", "-", "+"};
	static const char *const behind[] = {"", " ", "\t", "\n", "\n\n", "\n\n\n", "\na", "\n a", ":", " #", "\n "};
	char text[128];

	for (size_t i = 0; i < sizeof specials / sizeof specials[0]; i++) {
		for (size_t b = 0; b < sizeof before / sizeof before[0]; b++) {
			for (size_t e = 0; e < sizeof behind / sizeof behind[0]; e++) {
				int n = snprintf(text, sizeof text, "%s%s%s", before[b], specials[i], behind[e]);

				add(r, text, (size_t)n);
			}
		}
	}
	try_long(r);
	flush(r);
	printf("specials with all beginnings and ends, long lines: %lu strings so far\n", r->cases);
}

/*
 * Everything that could be a number, up to five bytes: no YAML is written, it is
 * enough that nothing the resolvers take for another type is called plain.
 */
static void try_numbers(struct run *r, char *text, size_t n, size_t most, unsigned long *count)
{
	static const char alphabet[] = "019._+-e:xobTZ a";

	if (n && ++*count && scalar_style(text, n) == SCALAR_PLAIN) {
		text[n] = '\0';
		check_types(r, text, STRING);
	}
	if (n == most)
		return;
	for (size_t i = 0; i < sizeof alphabet - 1; i++) {
		text[n] = alphabet[i];
		if (n > 0 || strchr("019.+-e", alphabet[i]))
			try_numbers(r, text, n + 1, most, count);
	}
}

/* Words in every mixture of case. */
static void try_words(struct run *r, unsigned long *count)
{
	static const char *const words[] = {"y",    "n",     "yes",  "no",   "on",  "off",
					    "true", "false", "null", ".inf", ".nan"};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		size_t n = strlen(words[i]);

		for (unsigned upper = 0; upper < 1u << n; upper++) {
			char text[8] = "";

			for (size_t k = 0; k < n; k++) {
				bool up = (upper >> k & 1) && words[i][k] != '.';

				text[k] = (char)(up ? words[i][k] - 32 : words[i][k]);
			}
			++*count;
			if (scalar_style(text, n) == SCALAR_PLAIN)
				fail(r, "plain", str_of(text), "");
		}
	}
}

static void try_others(struct run *r)
{
	static const int64_t ints[] = {0, 1, -1, 9, 10, 12345, -99999, INT32_MAX, INT32_MIN, INT64_MAX, INT64_MIN};
	static const char *const numbers[] = {"0.5", "-1.25", "100.0", "1.5e+3"};
	struct arena *a = &r->arena;
	struct node root = node_map(a, 0, 0), list = node_list(a, 0, 0);

	for (size_t i = 0; i < sizeof ints / sizeof ints[0]; i++)
		*list_add(a, list.list) = node_int(ints[i], 0, 0);
	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
		struct node number = node_text(sym_of(&r->names, numbers[i]), 0, 0);

		number.kind = OBJ_NUMBER;
		*list_add(a, list.list) = number;
	}
	*list_add(a, list.list) = node_bool(true, 0, 0);
	*list_add(a, list.list) = node_bool(false, 0, 0);
	list_add(a, list.list);
	*list_add(a, list.list) = node_map(a, 0, 0);
	*list_add(a, list.list) = node_list(a, 0, 0);
	*put(r, root.map, "list") = list;
	*put(r, root.map, "true") = node_bool(true, 0, 0);
	*put(r, root.map, "map") = node_map(a, 0, 0);
	put(r, root.map, "null");
	round_trip(r, &root, 1);
	arena_free(&r->arena);
	batch_begin(r);
}

int main(void)
{
	static struct run r;
	unsigned long numbers = 0, words = 0;
	char text[16];

	mem_init(&r.mem);
	resolver_init(&r.old, "YAML 1.1", patterns_1_1);
	resolver_init(&r.core, "YAML 1.2", patterns_1_2);
	batch_begin(&r);

	try_others(&r);
	try_specials(&r);
	try_pairs(&r);
	try_nasty(&r);
	try_numbers(&r, text, 0, 5, &numbers);
	try_words(&r, &words);
	printf("%lu strings, %lu scalars read back, %lu of them plain; %lu number-like strings and %lu words\n",
	       r.cases, r.scalars, r.plain, numbers, words);

	arena_free(&r.arena);
	resolver_free(&r.old);
	resolver_free(&r.core);
	return r.failures != 0;
}
