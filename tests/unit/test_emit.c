/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whole documents: the exact form of YAML and JSON, and the order of objects.
 */

#include "emit/json.h"
#include "emit/order.h"
#include "emit/yaml.h"

#include "fixture.h"

static struct node text(struct fixture *s, const char *c)
{
	return node_text(sym_of(&s->names, c), 0, 0);
}

static struct node *at(struct fixture *s, struct node map, const char *key)
{
	return map_add(&s->arena, map.map, sym_of(&s->names, key), 0);
}

static struct node *item(struct fixture *s, struct node list)
{
	return list_add(&s->arena, list.list);
}

/* A bit of everything. */
static struct node sample(struct fixture *s)
{
	struct node root = node_map(&s->arena, 0, 0), meta = node_map(&s->arena, 0, 0),
		    list = node_list(&s->arena, 0, 0), one = node_map(&s->arena, 0, 0),
		    command = node_list(&s->arena, 0, 0), nested = node_list(&s->arena, 0, 0), number;

	*at(s, root, "apiVersion") = text(s, "v1");
	*at(s, meta, "name") = text(s, "web");
	at(s, meta, "gone")->kind = OBJ_ABSENT;
	*at(s, meta, "on") = text(s, "1");
	*at(s, root, "metadata") = meta;
	*item(s, command) = text(s, "sh");
	*item(s, command) = text(s, "exec a \\\n  b\n");
	*at(s, one, "command") = command;
	*at(s, one, "port") = node_int(80, 0, 0);
	*item(s, list) = one;
	item(s, list)->kind = OBJ_ABSENT;
	*item(s, nested) = text(s, "x");
	*item(s, nested) = node_bool(false, 0, 0);
	*item(s, list) = nested;
	*item(s, list) = node_map(&s->arena, 0, 0);
	*item(s, list) = node_list(&s->arena, 0, 0);
	*at(s, root, "list") = list;
	*at(s, root, "empty") = node_map(&s->arena, 0, 0);
	*at(s, root, "none") = node_list(&s->arena, 0, 0);
	number = text(s, "0.5");
	number.kind = OBJ_NUMBER;
	*at(s, root, "ratio") = number;
	at(s, root, "nothing");
	*at(s, root, "script") = text(s, "a\tb\n");
	return root;
}

static void assert_written(struct fixture *s, const char *expected)
{
	buf_putc(&s->out, '\0');
	assert_string_equal(s->out.p, expected);
}

static void test_yaml(void **state)
{
	struct fixture *s = *state;
	struct node root = sample(s), small = node_map(&s->arena, 0, 0);
	struct yaml yaml;

	*at(s, small, "a") = node_bool(true, 0, 0);
	yaml_begin(&yaml, &s->out, &s->names);
	yaml_document(&yaml, &root);
	yaml_document(&yaml, &small);
	assert_int_equal(yaml.documents, 2);
	assert_written(s, "apiVersion: v1\n"
			  "metadata:\n"
			  "  name: web\n"
			  "  \"on\": \"1\"\n"
			  "list:\n"
			  "- command:\n"
			  "  - sh\n"
			  "  - |\n"
			  "    exec a \\\n"
			  "      b\n"
			  "  port: 80\n"
			  "- - x\n"
			  "  - false\n"
			  "- {}\n"
			  "- []\n"
			  "empty: {}\n"
			  "none: []\n"
			  "ratio: 0.5\n"
			  "nothing: null\n"
			  "script: |\n"
			  "  a\tb\n"
			  "---\n"
			  "a: true\n");
}

/* The style of a string is found once and kept. */
static void test_marks(void **state)
{
	struct fixture *s = *state;
	struct node map = node_map(&s->arena, 0, 0);
	struct yaml yaml;

	*at(s, map, "key") = text(s, "no");
	yaml_begin(&yaml, &s->out, &s->names);
	yaml_document(&yaml, &map);
	assert_int_not_equal(sym_mark(&s->names, sym_of(&s->names, "no")), 0);
	assert_int_not_equal(sym_mark(&s->names, sym_of(&s->names, "key")), 0);
	yaml_document(&yaml, &map);
	assert_written(s, "key: \"no\"\n---\nkey: \"no\"\n");
}

static void test_long_key(void **state)
{
	struct fixture *s = *state;
	struct node map = node_map(&s->arena, 0, 0), outer = node_map(&s->arena, 0, 0),
		    list = node_list(&s->arena, 0, 0);
	struct yaml yaml;
	char key[1026], expected[1100];

	memset(key, 'k', 1025);
	key[1025] = '\0';
	*item(s, list) = node_int(1, 0, 0);
	*at(s, map, key) = list;
	*at(s, outer, "m") = map;
	yaml_begin(&yaml, &s->out, &s->names);
	yaml_document(&yaml, &outer);
	snprintf(expected, sizeof expected, "m:\n  ? %s\n  :\n  - 1\n", key);
	assert_written(s, expected);
}

static void test_json(void **state)
{
	struct fixture *s = *state;
	struct node root = sample(s);
	struct json json;

	*at(s, root, "\"\\\b\x01\x7f") = text(s, "\xc3\xa9\n\r\t\f\v");
	json_begin(&json, &s->out, &s->names);
	json_item(&json, &root);
	json_end(&json);
	assert_written(s, "{\n"
			  "  \"apiVersion\": \"v1\",\n"
			  "  \"kind\": \"List\",\n"
			  "  \"items\": [\n"
			  "    {\n"
			  "      \"apiVersion\": \"v1\",\n"
			  "      \"metadata\": {\n"
			  "        \"name\": \"web\",\n"
			  "        \"on\": \"1\"\n"
			  "      },\n"
			  "      \"list\": [\n"
			  "        {\n"
			  "          \"command\": [\n"
			  "            \"sh\",\n"
			  "            \"exec a \\\\\\n  b\\n\"\n"
			  "          ],\n"
			  "          \"port\": 80\n"
			  "        },\n"
			  "        [\n"
			  "          \"x\",\n"
			  "          false\n"
			  "        ],\n"
			  "        {},\n"
			  "        []\n"
			  "      ],\n"
			  "      \"empty\": {},\n"
			  "      \"none\": [],\n"
			  "      \"ratio\": 0.5,\n"
			  "      \"nothing\": null,\n"
			  "      \"script\": \"a\\tb\\n\",\n"
			  "      \"\\\"\\\\\\b\\u0001\\u007f\": \"\xc3\xa9\\n\\r\\t\\f\\u000b\"\n"
			  "    }\n"
			  "  ]\n"
			  "}\n");
}

static void test_json_empty(void **state)
{
	struct fixture *s = *state;
	struct json json;

	json_begin(&json, &s->out, &s->names);
	json_end(&json);
	assert_written(s, "{\n  \"apiVersion\": \"v1\",\n  \"kind\": \"List\",\n  \"items\": []\n}\n");
}

/* Through a sink the bytes are the same, in pieces. */
static int collect(void *ctx, const char *p, size_t n)
{
	buf_put(ctx, p, n);
	return 0;
}

static void test_sink(void **state)
{
	struct fixture *s = *state;
	struct node root = sample(s);
	struct buf kept, passing;
	struct yaml yaml;

	buf_init(&kept, &s->mem);
	buf_init_sink(&passing, &s->mem, collect, &kept);
	yaml_begin(&yaml, &passing, &s->names);
	for (int i = 0; i < 2000; i++)
		yaml_document(&yaml, &root);
	assert_int_equal(buf_flush(&passing), 0);
	yaml_begin(&yaml, &s->out, &s->names);
	for (int i = 0; i < 2000; i++)
		yaml_document(&yaml, &root);
	assert_true(kept.n > 2 * 65536);
	assert_int_equal(kept.n, s->out.n);
	assert_memory_equal(kept.p, s->out.p, kept.n);
	buf_free(&passing);
	buf_free(&kept);
}

static const char *value_text(struct fixture *s, const struct node *v, bool yaml, uint32_t step)
{
	struct yaml y;

	s->out.n = 0;
	yaml_begin(&y, &s->out, &s->names);
	if (yaml)
		yaml_value(&y, v);
	else
		json_value(&s->out, &s->names, v, step);
	return arena_strndup(&s->arena, s->out.p, s->out.n);
}

/* Values that are no objects, as functions of the language write them. */
static void test_values(void **state)
{
	struct fixture *s = *state;
	struct node list = node_list(&s->arena, 0, 0), map = node_map(&s->arena, 0, 0), null = {.kind = OBJ_NULL};
	struct node word = text(s, "yes"), lines = text(s, "a\nb\n"), number = node_int(-7, 0, 0);

	assert_string_equal(value_text(s, &map, true, 0), "{}\n");
	assert_string_equal(value_text(s, &list, true, 0), "[]\n");
	assert_string_equal(value_text(s, &null, true, 0), "null\n");
	assert_string_equal(value_text(s, &word, true, 0), "\"yes\"\n");
	assert_string_equal(value_text(s, &number, true, 0), "-7\n");
	assert_string_equal(value_text(s, &lines, true, 0), "|\n  a\n  b\n");
	*at(s, map, "a") = number;
	*item(s, list) = map;
	*item(s, list) = lines;
	assert_string_equal(value_text(s, &list, true, 0), "- a: -7\n- |\n  a\n  b\n");
	assert_string_equal(value_text(s, &list, false, 0), "[{\"a\":-7},\"a\\nb\\n\"]");
	assert_string_equal(value_text(s, &list, false, 1), "[\n {\n  \"a\": -7\n },\n \"a\\nb\\n\"\n]");
}

static void test_order(void **state)
{
	static const struct schema_kind kinds[] = {{0}, {.rank = 9}, {.rank = 0}, {.rank = 255}, {.rank = 9}};
	static const struct schema library = {.kinds = kinds};
	struct fixture *s = *state;
	enum { N = 1000 };
	struct object objects[N], *v[N];

	for (uint32_t i = 0; i < N; i++) {
		/* Every place in the source twice, far apart, so that all bytes of it count. */
		objects[i] = (struct object){.kind = (kind_id)(1 + i % 4), .seq = (i * 7919 % N / 2) * 40009};
		v[i] = &objects[i];
	}
	order_objects(&library, &s->arena, v, N);
	for (uint32_t i = 1; i < N; i++) {
		unsigned a = kinds[v[i - 1]->kind].rank, b = kinds[v[i]->kind].rank;

		assert_true(a < b || (a == b && v[i - 1]->seq <= v[i]->seq));
		if (a == b && v[i - 1]->seq == v[i]->seq)
			assert_true(v[i - 1] < v[i]);
	}
	order_objects(NULL, &s->arena, v, N);
	for (uint32_t i = 1; i < N; i++)
		assert_true(v[i - 1]->seq <= v[i]->seq);
	order_objects(&library, &s->arena, v, 1);
	order_objects(&library, &s->arena, v, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_yaml, setup, teardown),
		cmocka_unit_test_setup_teardown(test_marks, setup, teardown),
		cmocka_unit_test_setup_teardown(test_long_key, setup, teardown),
		cmocka_unit_test_setup_teardown(test_json, setup, teardown),
		cmocka_unit_test_setup_teardown(test_json_empty, setup, teardown),
		cmocka_unit_test_setup_teardown(test_sink, setup, teardown),
		cmocka_unit_test_setup_teardown(test_values, setup, teardown),
		cmocka_unit_test_setup_teardown(test_order, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
