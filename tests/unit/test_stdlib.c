/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tests of schema/: the library that is built in.
 */

#include "library.h"

/* ---- the library that is built in ---- */

static sym std_name(struct fixture *f, const char *text)
{
	if (!f->names.fixed)
		symtab_init(&f->names, &f->arena, &schema_stdlib.names);
	f->s = schema_stdlib;
	return sym_of(&f->names, text);
}

static const char *std_lift(struct fixture *f, const char *kind, const char *field, uint8_t target)
{
	sym k = std_name(f, kind), n = std_name(f, field);
	struct lift_result r;

	schema_lift(&f->s, schema_kind(&f->s, k), n, target, &r);
	return arena_printf(&f->arena, "%s%s", steps_text(f, r.steps, r.count), r.other ? " ambiguous" : "");
}

static void test_stdlib_lifts(void **state)
{
	struct fixture *f = *state;
	static const char *const all[][3] = {
		{"Deployment", "replicas", "spec.replicas"},
		{"Deployment", "template", "spec.template"},
		{"Deployment", "containers", "spec.template.spec.containers"},
		{"Deployment", "labels", "metadata.labels"},
		{"Deployment", "spec", "spec"},
		{"Deployment", "status", "status"},
		{"StatefulSet", "volumeClaimTemplates", "spec.volumeClaimTemplates"},
		{"Job", "activeDeadlineSeconds", "spec.activeDeadlineSeconds"},
		{"Job", "containers", "spec.template.spec.containers"},
		{"CronJob", "suspend", "spec.suspend"},
		{"CronJob", "containers", "spec.jobTemplate.spec.template.spec.containers"},
		{"CronJob", "backoffLimit", "spec.jobTemplate.spec.backoffLimit"},
		{"CronJob", "activeDeadlineSeconds", "spec.jobTemplate.spec.activeDeadlineSeconds"},
		{"Pod", "containers", "spec.containers"},
		{"Service", "ports", "spec.ports"},
		{"ConfigMap", "data", "data"},
		{"Role", "rules", "rules"},
		{"Namespace", "finalizers", "metadata.finalizers ambiguous"},
		{"SubjectAccessReview", "uid", "metadata.uid ambiguous"},
		{"LocalSubjectAccessReview", "uid", "metadata.uid ambiguous"},
		{"CertificateSigningRequest", "uid", "metadata.uid ambiguous"},
		{"SelfSubjectRulesReview", "namespace", "spec.namespace"},
		{"PodTemplate", "metadata", "metadata"},
		{"ResourceClaimTemplate", "spec", "spec"},
		{"ResourceClaimTemplate", "labels", ""},
		{"Deployment", "nonsense", ""},
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		assert_string_equal(std_lift(f, all[i][0], all[i][1], 36), all[i][2]);
	for (uint8_t target = 29; target <= 36; target++)
		assert_string_equal(std_lift(f, "Deployment", "restartPolicy", target),
				    "spec.template.spec.restartPolicy");
}

static void test_stdlib_kinds(void **state)
{
	struct fixture *f = *state;
	unsigned objects = 0, lists = 0;

	std_name(f, "");
	assert_int_equal(f->s.oldest, 29);
	assert_int_equal(f->s.newest, 36);
	assert_string_equal(text_of(f, kind_of(f, "Event")->api_version), "v1");
	assert_string_equal(text_of(f, kind_of(f, "HorizontalPodAutoscaler")->version), "v2");
	assert_string_equal(text_of(f, kind_of(f, "Deployment")->plural), "deployments");
	assert_true(kind_of(f, "Deployment")->flags & KIND_NAMESPACED);
	assert_true(kind_of(f, "Deployment")->flags & KIND_SCALES);
	assert_false(kind_of(f, "Namespace")->flags & KIND_NAMESPACED);
	assert_true(kind_of(f, "Namespace")->rank < kind_of(f, "Service")->rank);
	for (kind_id k = 1; k < f->s.nkinds; k++) {
		lists += (f->s.kinds[k].flags & KIND_LIST) != 0;
		objects += !(f->s.kinds[k].flags & KIND_LIST);
	}
	assert_true(objects > 100);
	assert_true(lists > 60);
}

/* Every number in the tables is one of a row that is there. */
static void test_stdlib_is_whole(void **state)
{
	const struct schema *s = &schema_stdlib;

	(void)state;
	for (uint32_t i = 1; i < s->ntypes; i++) {
		const struct schema_type *t = &s->types[i];
		assert_in_range(t->form, TYPE_ANY, TYPE_STRUCT);
		assert_true(t->elem < s->ntypes && t->keyed < s->npaths && t->refs < s->nkindsets &&
			    t->bounds < s->nbounds);
		assert_true(t->first + t->count <= (t->form == TYPE_STRUCT ? s->nfields : s->nwords));
		assert_true(t->dirs + t->ndirs <= s->ndirs);
		assert_true((t->form == TYPE_LIST || t->form == TYPE_MAP) == (t->elem != 0));
	}
	for (uint32_t i = 1; i < s->nfields; i++) {
		const struct schema_field *f = &s->fields[i];
		assert_true(f->type && f->type < s->ntypes && f->owner && f->owner < s->ntypes);
		assert_true(f->of_value < s->nnodes && f->dflt < s->nnodes && f->name < s->names.count);
		assert_int_equal(schema_field(s, f->owner, f->name), i);
		assert_int_equal(s->types[f->owner].first + f->order, i);
	}
	for (uint32_t i = 1; i < s->npaths; i++)
		assert_true(s->paths[i].first + s->paths[i].count <= s->nsteps);
	for (uint32_t i = 1; i < s->nkinds; i++) {
		const struct schema_kind *k = &s->kinds[i];
		assert_int_equal(s->types[k->type].form, TYPE_STRUCT);
		assert_true(k->lift + k->nlift <= s->nlifts && k->rank && k->next < s->nkinds);
		bool found = false;
		for (kind_id at = schema_kind(s, k->name); at && !found; at = s->kinds[at].next)
			found = at == i;
		assert_true(found);
	}
	for (uint32_t i = 1; i < s->nderives; i++) {
		assert_true(s->derives[i].path && s->derives[i].value && s->derives[i].value < s->nnodes);
		assert_true((s->derives[i].kinds != 0) != (s->derives[i].type != 0));
		assert_true(i == 1 || s->derives[i].stratum >= s->derives[i - 1].stratum);
	}
	for (uint32_t i = 0; i < s->nnodes; i++)
		assert_true(s->nodes[i].first < s->nnodes && s->nodes[i].next < s->nnodes &&
			    s->nodes[i].sym < s->names.count && s->nodes[i].kind < AST_KINDS);
}

static void test_stdlib_words(void **state)
{
	struct fixture *f = *state;
	static const char *const words[] = {
#define WORD(id, text) text,
#include "schema/words.def"
#undef WORD
	};

	for (uint32_t i = 0; i < sizeof words / sizeof *words; i++)
		assert_int_equal(std_name(f, words[i]), i + 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_stdlib_lifts, setup, teardown),
		cmocka_unit_test_setup_teardown(test_stdlib_kinds, setup, teardown),
		cmocka_unit_test_setup_teardown(test_stdlib_is_whole, setup, teardown),
		cmocka_unit_test_setup_teardown(test_stdlib_words, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
