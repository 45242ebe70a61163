/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tree of objects: maps in order, large maps, sharing, paths, equality.
 */

#include "object/node.h"

#include "fixture.h"

/* Names 1 to 4; fields a (struct, order 0), b (struct, order 1), c (order 2) and d (order 0 of the inner one). */
enum { A = 1, B, C, D };

static const struct schema_field fields[] = {
	{0},
	{.name = A, .type = 7, .order = 0},
	{.name = B, .type = 8, .order = 1},
	{.name = C, .type = 9, .order = 2},
	{.name = D, .type = 10, .order = 0},
};
static const field_id steps[] = {0, 2, 4, 3, 1};
/* none; b.d; c; a; the object itself */
static const struct schema_path paths[] = {{0, 0}, {1, 2}, {3, 1}, {4, 1}, {0, 0}};
static const struct schema library = {.fields = fields, .steps = steps, .paths = paths};

enum { PATH_BD = 1, PATH_C, PATH_A, PATH_SELF };

static void test_makers(void **state)
{
	struct fixture *f = *state;
	struct node n = node_int(-5, 3, 17);

	assert_int_equal(n.kind, OBJ_INT);
	assert_true(n.i == -5);
	assert_int_equal(n.type, 3);
	assert_int_equal(n.origin, 17);
	assert_int_equal(n.flags, 0);
	assert_int_equal(node_text(9, 1, 2).text, 9);
	assert_true(node_bool(true, 1, 2).b);
	assert_int_equal(node_list(&f->arena, 1, 2).list->n, 0);
	assert_int_equal(node_map(&f->arena, 1, 2).map->n, 0);
}

static void test_struct_order(void **state)
{
	struct fixture *f = *state;
	static const uint32_t orders[] = {5, 0, 9, 3, 7, 1, 2, 8, 6, 4};
	struct map *map = node_map(&f->arena, 0, 0).map;

	for (uint32_t i = 0; i < 10; i++)
		*map_add(&f->arena, map, 100 + orders[i], orders[i]) = node_int(orders[i], 0, 0);
	assert_int_equal(map->n, 10);
	for (uint32_t i = 0; i < 10; i++) {
		assert_int_equal(map->v[i].key, 100 + i);
		assert_true(map->v[i].value.i == i);
		assert_ptr_equal(map_get(map, 100 + i), &map->v[i]);
	}
	assert_null(map_get(map, 99));
}

static void test_free_order(void **state)
{
	struct fixture *f = *state;
	struct map *map = node_map(&f->arena, 0, 0).map;

	for (uint32_t i = 0; i < 3; i++)
		map_add(&f->arena, map, 30 - i, 0);
	for (uint32_t i = 0; i < 3; i++)
		assert_int_equal(map->v[i].key, 30 - i);
}

static void test_absent(void **state)
{
	struct fixture *f = *state;
	struct map *map = node_map(&f->arena, 0, 0).map;

	map_add(&f->arena, map, 1, 0)->kind = OBJ_ABSENT;
	assert_non_null(map_get(map, 1));
	assert_null(map_value(map, 1));
	assert_null(map_value(map, 2));
}

/* Large maps find everything, and in about the same time: a scan of all would take minutes. */
static void test_large(void **state)
{
	struct fixture *f = *state;
	const uint32_t n = 300000;
	struct map *map = node_map(&f->arena, 0, 0).map;

	for (uint32_t i = 0; i < n; i++) {
		assert_null(map_get(map, i * 3));
		*map_add(&f->arena, map, i * 3, 0) = node_int(i, 0, 0);
	}
	for (uint32_t i = 0; i < n; i++) {
		assert_true(map_get(map, i * 3)->value.i == i);
		assert_null(map_get(map, i * 3 + 1));
	}
}

/* An entry of a struct put into a large map moves the others: they are still found. */
static void test_large_struct(void **state)
{
	struct fixture *f = *state;
	struct map *map = node_map(&f->arena, 0, 0).map;

	for (uint32_t i = 0; i < 100; i++)
		map_add(&f->arena, map, i, 0);
	map_add(&f->arena, map, 1000, 5);
	map_add(&f->arena, map, 1001, 4);
	map_add(&f->arena, map, 1002, 0);
	assert_int_equal(map->v[100].key, 1002);
	assert_int_equal(map->v[101].key, 1001);
	for (uint32_t i = 0; i < map->n; i++)
		assert_ptr_equal(map_get(map, map->v[i].key), &map->v[i]);
}

static void test_own(void **state)
{
	struct fixture *f = *state;
	struct node a = node_map(&f->arena, 0, 0), b, inner = node_list(&f->arena, 0, 0);

	*list_add(&f->arena, inner.list) = node_int(1, 0, 0);
	*map_add(&f->arena, a.map, 1, 0) = inner;
	for (uint32_t i = 2; i < 60; i++)
		map_add(&f->arena, a.map, i, 0);
	a.flags |= OBJ_SHARED;
	b = a;
	node_own(&f->arena, &b);
	assert_ptr_not_equal(a.map, b.map);
	assert_int_equal(b.flags & OBJ_SHARED, 0);
	map_add(&f->arena, b.map, 999, 0);
	assert_non_null(map_get(b.map, 999));
	assert_null(map_get(a.map, 999));

	/* What is inside is shared now, and copied in its turn. */
	assert_ptr_equal(map_value(b.map, 1)->list, inner.list);
	node_own(&f->arena, map_value(b.map, 1));
	list_add(&f->arena, map_value(b.map, 1)->list);
	assert_int_equal(map_value(a.map, 1)->list->n, 1);
	assert_int_equal(map_value(b.map, 1)->list->n, 2);

	/* Its own already: stays where it is. */
	struct map *map = b.map;
	node_own(&f->arena, &b);
	assert_ptr_equal(b.map, map);
}

static void test_paths(void **state)
{
	struct fixture *f = *state;
	struct node root = node_map(&f->arena, 6, 1), *made;

	assert_null(node_at(&library, &root, PATH_BD));
	assert_ptr_equal(node_at(&library, &root, PATH_SELF), &root);

	made = node_make(&library, &f->arena, &root, PATH_BD, 42);
	assert_non_null(made);
	assert_int_equal(made->kind, OBJ_NULL);
	assert_int_equal(made->type, 10);
	assert_int_equal(made->origin, 42);
	*made = node_int(5, 10, 42);
	assert_true(node_at(&library, &root, PATH_BD)->i == 5);
	assert_ptr_equal(node_make(&library, &f->arena, &root, PATH_BD, 43), node_at(&library, &root, PATH_BD));
	assert_int_equal(map_value(root.map, B)->type, 8);
	assert_int_equal(map_value(root.map, B)->origin, 42);

	node_make(&library, &f->arena, &root, PATH_C, 0);
	node_make(&library, &f->arena, &root, PATH_A, 0);
	for (uint32_t i = 0; i < 3; i++)
		assert_int_equal(root.map->v[i].key, A + i);

	/* Something else in the way, or dropped. */
	*map_value(root.map, B) = node_int(1, 0, 0);
	assert_null(node_make(&library, &f->arena, &root, PATH_BD, 0));
	assert_null(node_at(&library, &root, PATH_BD));
	map_get(root.map, B)->value.kind = OBJ_ABSENT;
	assert_null(node_make(&library, &f->arena, &root, PATH_BD, 0));
	assert_null(node_at(&library, &root, PATH_BD));
}

/* Making something in a shared tree leaves the other holders theirs. */
static void test_make_shared(void **state)
{
	struct fixture *f = *state;
	struct node one = node_map(&f->arena, 6, 1), two;

	*node_make(&library, &f->arena, &one, PATH_BD, 0) = node_int(1, 0, 0);
	one.flags |= OBJ_SHARED;
	two = one;
	*node_make(&library, &f->arena, &two, PATH_BD, 0) = node_int(2, 0, 0);
	assert_true(node_at(&library, &one, PATH_BD)->i == 1);
	assert_true(node_at(&library, &two, PATH_BD)->i == 2);
}

static void test_equal(void **state)
{
	struct fixture *f = *state;
	struct arena *a = &f->arena;
	struct node one = node_map(a, 1, 1), two = node_map(a, 2, 2), x, y;

	*map_add(a, one.map, 1, 0) = node_text(5, 0, 1);
	*map_add(a, one.map, 2, 0) = node_bool(true, 0, 1);
	map_add(a, one.map, 3, 0)->kind = OBJ_ABSENT;
	*map_add(a, two.map, 2, 0) = node_bool(true, 0, 9);
	assert_false(node_equal(&one, &two));
	*map_add(a, two.map, 1, 0) = node_text(5, 0, 9);
	assert_true(node_equal(&one, &two));
	assert_true(node_equal(&two, &one));
	map_value(two.map, 1)->text = 6;
	assert_false(node_equal(&one, &two));
	map_value(two.map, 1)->text = 5;
	map_add(a, two.map, 4, 0);
	assert_false(node_equal(&one, &two));
	map_add(a, one.map, 5, 0);
	assert_false(node_equal(&one, &two));

	x = node_list(a, 0, 0);
	y = node_list(a, 0, 0);
	assert_true(node_equal(&x, &y));
	*list_add(a, x.list) = node_int(1, 0, 0);
	assert_false(node_equal(&x, &y));
	*list_add(a, y.list) = node_int(1, 5, 5);
	assert_true(node_equal(&x, &y));
	y.list->v[0].i = (int64_t)1 << 40 | 1;
	assert_false(node_equal(&x, &y));
	y.list->v[0] = node_text(1, 0, 0);
	assert_false(node_equal(&x, &y));
}

/* Equal nodes have equal hashes, in whatever order their entries are; others hardly ever. */
static void test_hash(void **state)
{
	struct fixture *s = *state;
	struct arena *a = &s->arena;
	struct node x = node_map(a, 0, 0), y = node_map(a, 0, 0), list = node_list(a, 0, 0);

	*list_add(a, list.list) = node_int(5, 0, 0);
	*map_add(a, x.map, A, 0) = node_text(3, 0, 7);
	*map_add(a, x.map, B, 0) = list;
	map_add(a, x.map, C, 0)->kind = OBJ_ABSENT;
	*map_add(a, y.map, B, 0) = list;
	*map_add(a, y.map, A, 0) = node_text(3, 9, 8);
	assert_true(node_equal(&x, &y));
	assert_int_equal(node_hash(&x), node_hash(&y));
	*map_get(y.map, A) = (struct entry){A, 0, node_text(4, 0, 0)};
	assert_int_not_equal(node_hash(&x), node_hash(&y));
	for (int i = 0; i < 1000; i++) {
		struct node m = node_int(i, 0, 0), n = node_int(i + 1, 0, 0), t = node_text((sym)i, 0, 0);

		assert_int_not_equal(node_hash(&m), node_hash(&n));
		assert_int_not_equal(node_hash(&m), node_hash(&t));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_makers), cmocka_unit_test(test_struct_order), cmocka_unit_test(test_free_order),
		cmocka_unit_test(test_absent), cmocka_unit_test(test_large),        cmocka_unit_test(test_large_struct),
		cmocka_unit_test(test_own),    cmocka_unit_test(test_paths),        cmocka_unit_test(test_make_shared),
		cmocka_unit_test(test_equal),  cmocka_unit_test(test_hash),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
