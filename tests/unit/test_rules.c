/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of rules/: the rules of the library by themselves, and where they are looked for. */
#include "eval/declare.h"
#include "rules/ruling.h"
#include "rules/rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

struct fixture {
	struct mem mem;
	struct arena arena;
	struct sources sources;
	struct diags diags;
	struct symtab names;
	struct ast tree;
	struct modules modules;
	struct declared declared;
	struct unit *u;
};

/* A unit without any text: all that it has is the library. */
static int setup(void **state)
{
	struct fixture *f = test_calloc(1, sizeof *f);
	struct unit_options options = {0};

	mem_init(&f->mem);
	arena_init(&f->arena, &f->mem);
	sources_init(&f->sources, &f->arena);
	diags_init(&f->diags, &f->arena, 100);
	symtab_init(&f->names, &f->arena, &schema_stdlib.names);
	ast_init(&f->tree, &f->arena, schema_stdlib.nodes, schema_stdlib.nnodes);
	f->modules.sources = &f->sources;
	f->modules.tree = &f->tree;
	f->modules.names = &f->names;
	f->modules.diags = &f->diags;
	if (!declare_schema(&f->arena, &schema_stdlib, &f->modules, &f->declared))
		return 1;
	f->u = unit_new(&f->arena, &f->declared, &f->modules, &options);
	rules_look(f->u);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	arena_free(&f->arena);
	test_free(f);
	return 0;
}

/* No rule of the library reads a field that its types do not have. */
static void test_library_fields(void **state)
{
	struct fixture *f = *state;
	struct rules *r = rules_of(f->u);

	assert_true(f->u->schema->nrules > 12);
	for (uint32_t i = 1; i < f->u->schema->nrules; i++) {
		rule_infer(f->u, &r->library[i]);
		if (f->diags.list.n)
			print_error("%.*s: %s\n", (int)unit_str(f->u, r->library[i].name).n,
				    unit_str(f->u, r->library[i].name).p, f->diags.list.v[0]->message);
		assert_int_equal(f->diags.list.n, 0);
	}
}

static kind_id kind(struct fixture *f, const char *name)
{
	return schema_kind(f->u->schema, sym_of(&f->names, name));
}

/* Objects in which no rule's type can be are not walked at all. */
static void test_plan(void **state)
{
	struct fixture *f = *state;
	const struct plan *p = plan_of(rules_of(f->u), NULL);
	const struct schema *s = f->u->schema;

	assert_true(p->below[s->kinds[kind(f, "Deployment")].type]);
	assert_true(p->below[s->kinds[kind(f, "CronJob")].type]);
	assert_false(p->below[s->kinds[kind(f, "Secret")].type]);
	assert_false(p->below[s->kinds[kind(f, "ConfigMap")].type]);
	assert_non_null(p->by_kind[kind(f, "ConfigMap")]);
	assert_null(p->by_kind[kind(f, "Secret")]);
	assert_null(p->by_type[s->kinds[kind(f, "Deployment")].type]);
	assert_non_null(p->by_type[type_struct(f->u, sym_of(&f->names, "Container"))]);
	assert_null(p->rules);
}

static void test_subjects(void **state)
{
	struct fixture *f = *state;
	struct rule of_set = {.kinds = schema_kindset(f->u->schema, sym_of(&f->names, "Workloads"))};
	struct rule of_name = {.kind = sym_of(&f->names, "HorizontalPodAutoscaler")};
	uint32_t versions = 0;

	assert_true(rule_is_for(f->u, &of_set, kind(f, "Deployment")));
	assert_false(rule_is_for(f->u, &of_set, kind(f, "Service")));
	for (uint32_t k = 1; k < f->u->schema->nkinds; k++)
		versions += rule_is_for(f->u, &of_name, (kind_id)k);
	assert_true(versions > 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_library_fields, setup, teardown),
		cmocka_unit_test_setup_teardown(test_plan, setup, teardown),
		cmocka_unit_test_setup_teardown(test_subjects, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
