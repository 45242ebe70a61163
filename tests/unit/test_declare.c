/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tests of schema/: declarations of users, added to a library.
 */

#include "library.h"

/* The base stays where it is while the fixture's schema is what was built on it. */
static struct schema *based(void **state, const char *more)
{
	struct fixture *f = *state;
	struct schema *base = ARENA_NEW(&f->arena, struct schema, 1);

	library(state, more);
	right(f);
	build_freeze(&f->arena, &f->s, &f->names, &f->tree, NULL, 0);
	*base = f->s;
	symtab_init(&f->names, &f->arena, &base->names);
	ast_init(&f->tree, &f->arena, base->nodes, base->nnodes);
	f->nmodules = 0;
	return base;
}

static bool add(struct fixture *f, const struct schema *base)
{
	struct build_input in = {.arena = &f->arena,
				 .names = &f->names,
				 .tree = &f->tree,
				 .sources = &f->sources,
				 .diags = &f->diags,
				 .modules = f->modules,
				 .nmodules = f->nmodules,
				 .base = base};

	return build_schema(&in, &f->s);
}

/* TEXT of a user, on top of the small library and MORE. */
static struct fixture *added(void **state, const char *more, const char *text)
{
	struct fixture *f = *state;
	const struct schema *base = based(state, more);

	module(f, "", text);
	bool good = add(f, base);
	assert_string_equal(said(f), "");
	assert_true(good);
	return f;
}

static void add_wrong(void **state, const char *text, const char *expected)
{
	struct fixture *f = *state;
	const struct schema *base = based(state, MODEL);

	module(f, "", text);
	assert_false(add(f, base));
	assert_string_equal(said(f), expected);
}

/* ---- kinds ---- */

static void test_kind(void **state)
{
	struct fixture *f =
		added(state, MODEL "annotate Object { rank [Secret] }\n",
		      "kind Backup in example.com/v1 plural \"backups\" short \"bk bkp\" { spec: BackupSpec }\n"
		      "type BackupSpec { plan: string required }\n"
		      "kind Wide in example.com/v1 cluster { spec: any }\n");
	const struct schema_kind *k = kind_of(f, "Backup");
	struct lift_result r;

	assert_string_equal(text_of(f, k->group), "example.com");
	assert_string_equal(text_of(f, k->version), "v1");
	assert_int_equal(k->flags, KIND_NAMESPACED | KIND_PREFERRED);
	assert_int_equal(kind_of(f, "Wide")->flags, KIND_PREFERRED);
	assert_int_equal(k->rank, kind_of(f, "Config")->rank);
	assert_int_equal(k->nshorts, 2);
	assert_string_equal(text_of(f, f->s.words[k->shorts + 1]), "bkp");
	assert_string_equal(lift_path(f, schema_kind(&f->s, name(f, "Backup"))), "metadata, spec");
	assert_string_equal(lifted(f, "Backup", "plan", 36, &r), "spec.plan");
	assert_string_equal(lifted(f, "Backup", "labels", 36, &r), "metadata.labels");
	assert_int_equal(field_of(f, "BackupSpec", "plan")->flags, FIELD_REQUIRED);
	assert_int_equal(schema_kind_served(&f->s, name(f, "Backup"), name(f, "example.com/v1"), 36),
			 schema_kind(&f->s, name(f, "Backup")));
	assert_int_equal(schema_kind_served(&f->s, name(f, "Backup"), name(f, "example.com/v2"), 36), 0);
}

/* A group that comes first in the alphabet, and a stable version beside a library's beta. */
static void test_bare_word_stays(void **state)
{
	struct fixture *f = added(state, MODEL "kind New in z.io/v1beta1 { metadata: ObjectMeta }\n",
				  "kind Web in a.example/v1 { spec: any }\nkind New in a.example/v1 { spec: any }\n");

	assert_string_equal(text_of(f, kind_of(f, "Web")->api_version), "apps/v1");
	assert_string_equal(text_of(f, kind_of(f, "New")->api_version), "z.io/v1beta1");
	kind_id own = schema_kind_served(&f->s, name(f, "Web"), name(f, "a.example/v1"), 36);
	assert_true(own);
	assert_int_equal(f->s.kinds[own].flags, KIND_NAMESPACED);
}

static void test_open_kind(void **state)
{
	struct fixture *f = added(state, MODEL,
				  "extern kind Loose in example.com/v1\nextern kind Wide in example.com/v1 cluster\n"
				  "type Half { a: string, ...any }\ntype Whole { a: string }\n");

	assert_int_equal(f->s.types[kind_of(f, "Loose")->type].flags, TYPE_OPEN);
	assert_int_equal(kind_of(f, "Loose")->flags, KIND_NAMESPACED | KIND_PREFERRED);
	assert_int_equal(kind_of(f, "Wide")->flags, KIND_PREFERRED);
	assert_int_equal(field_of(f, "Loose", "metadata")->type, type_of(f, "small.ObjectMeta"));
	assert_int_equal(f->s.types[type_of(f, "Half")].flags, TYPE_OPEN);
	assert_int_equal(f->s.types[type_of(f, "Half")].count, 1);
	assert_int_equal(f->s.types[type_of(f, "Whole")].flags, 0);
}

/* What the library says of every object holds for the kinds that are added; of single kinds not. */
static void test_object_is_all(void **state)
{
	struct fixture *f = added(state,
				  MODEL "type Webs = Web | Pod\nderive Object.metadata.labels.\"a\" in app = 1\n"
					"derive Webs.metadata.labels.\"b\" in app = 1\ntype T { r: string }\n"
					"annotate T { r: ref Object }\n",
				  "kind Backup in example.com/v1 { spec: any }\n");

	assert_string_equal(set_text(f, f->s.derives[1].kinds),
			    "v1 Pod, apps/v1 Web, v1 Secret, v1 Config, apps/v1beta1 Web, example.com/v1 Backup");
	assert_string_equal(set_text(f, f->s.derives[2].kinds), "v1 Pod, apps/v1 Web, apps/v1beta1 Web");
	assert_true(schema_kind_in(&f->s, row_of(f, "lib.T", "r")->refs, schema_kind(&f->s, name(f, "Backup"))));
}

static void test_collisions(void **state)
{
	struct fixture *f = *state;
	const struct schema *base = based(state, MODEL);
	struct lift_result r;

	module(f, "", "kind Backup in example.com/v1 { spec: BackupSpec }\ntype BackupSpec { name: string }\n");
	assert_false(add(f, base));
	assert_string_equal(said(f),
			    ".wk8s:1:6: E0703: `name` of example.com/v1 Backup means both `metadata.name` and "
			    "`spec.name`; help: say which: `annotate Backup { prefer [spec.name] }`; or that it "
			    "is always written in full: `annotate Backup { ambiguous [name] }`");
	f->modules[0].taken = true;
	f->diags.list.n = f->diags.errors = 0;
	assert_true(add(f, base));
	assert_string_equal(lifted(f, "Backup", "name", 36, &r), "metadata.name");
	assert_true(r.other);
}

/* ---- types ---- */

static type_id named(const struct fixture *f, const char *text)
{
	for (uint32_t i = 1; i < f->s.nnamed; i++)
		if (str_is(sym_str(&f->names, f->s.named[i].name), text))
			return f->s.named[i].type;
	return 0;
}

static void test_named(void **state)
{
	struct fixture *f =
		added(state, MODEL,
		      "type Size = \"small\" | \"large\"\ntype Tier = dev | prod\n"
		      "type Labels = {string: string}\ntype Count = int where 1..9\ntype Port { own: Size }\n"
		      "type Both = Pod | Web\ntype Use { p: Port, q: small.Port }\n");

	assert_string_equal(words_text(f, &f->s.types[named(f, "Size")]), "small large");
	assert_string_equal(words_text(f, &f->s.types[named(f, "Tier")]), "dev prod");
	assert_int_equal(f->s.types[named(f, "Tier")].flags, TYPE_CLOSED);
	assert_int_equal(f->s.types[named(f, "Labels")].form, TYPE_MAP);
	assert_int_equal(f->s.bounds[f->s.types[named(f, "Count")].bounds].hi, 9);
	assert_int_equal(named(f, "Port"), type_of(f, "Port"));
	assert_int_equal(named(f, "Both"), 0);
	assert_string_equal(set_text(f, schema_kindset(&f->s, name(f, "Both"))),
			    "v1 Pod, apps/v1 Web, apps/v1beta1 Web");
	/* a type of the library's name is another one, and the nearer one */
	assert_int_equal(field_of(f, "Use", "p")->type, type_of(f, "Port"));
	assert_int_equal(field_of(f, "Use", "q")->type, type_of(f, "small.Port"));
}

/* Fields of the library that say more of a struct have its directives, those that are added too. */
static void test_annotated_library(void **state)
{
	struct fixture *f = added(state, MODEL "annotate WebSpec { selector: selector Pod }\n",
				  "annotate Selector { labels matchLabels }\nannotate Web { short [w] }\n"
				  "annotate Container { ports: keyed name }\nlet unused = 1\nfn f(a) = a\n"
				  "rule mine on Web as w { assert true, \"x\" }\nextern Secret s {}\n");
	const struct schema_type *row = row_of(f, "small.WebSpec", "selector");

	assert_int_equal(row->flags, TYPE_SELECTOR);
	assert_int_equal(row->ndirs, 1);
	assert_int_equal(f->s.dirs[row->dirs].op, DIR_LABELS);
	assert_int_equal(kind_of(f, "Web")->nshorts, 1);
	assert_int_not_equal(row_of(f, "small.Container", "ports")->keyed, 0);
	assert_int_equal(f->s.nlib, 1);
	assert_int_equal(f->s.nrules, 1);
	assert_int_equal(f->s.nexterns, 1);
}

/* Words that are the kinds' own know the kinds that are added. */
static void test_words_of_kinds(void **state)
{
	struct fixture *f =
		added(state,
		      MODEL "type Rule { resources: [string], groups: [string] }\n"
			    "annotate Rule { resources: values plurals, groups: values groups }\n",
		      "kind Backup in example.com/v1 plural \"backups\" subresources \"status\" { spec: any }\n");

	assert_string_equal(words_text(f, &f->s.types[row_of(f, "lib.Rule", "resources")->elem]),
			    "backups backups/status pods pods/log secrets webs");
	assert_string_equal(words_text(f, &f->s.types[row_of(f, "lib.Rule", "groups")->elem]), " apps example.com");
}

/* ---- derivations ---- */

static void test_strata(void **state)
{
	struct fixture *f = added(state, MODEL "derive Web.spec.uid in app = self.spec.deadline\n",
				  "derive Web.spec.deadline in app = seven(self)\nfn seven(w) = w.spec.replicas\n"
				  "derive Web.spec.replicas in app = count\nlet count = 3\n");
	const char *text = "";

	for (uint32_t i = 1; i < f->s.nderives; i++)
		text = arena_printf(&f->arena, "%s %u %s", text, f->s.derives[i].stratum,
				    path_text(f, f->s.derives[i].path));
	assert_string_equal(text, " 0 spec.replicas 1 spec.deadline 2 spec.uid");
}

static void test_cycle_with_library(void **state)
{
	struct fixture *f = *state;
	const struct schema *base = based(state, MODEL "derive Web.spec.uid in app = self.spec.deadline\n");

	module(f, "", "derive Web.spec.deadline in app = self.spec.uid\n");
	assert_false(add(f, base));
	assert_string_equal(said(f), ".wk8s:1:1: E0704: derivations depend on each other: `Web.spec.uid` reads "
				     "`Web.spec.deadline` reads `Web.spec.uid`");
}

/* ---- mistakes ---- */

static void test_mistakes(void **state)
{
	add_wrong(state,
		  "kind Pod in v1 { spec: any }\nkind A in x/v1 { spec: Plam }\ntype Plan { a: int }\n"
		  "kind A in x/v1 { spec: any }\ntype string = int\nannotate Object { lift [spec] }\n"
		  "type B = Plan | \"x\"\ntype C { a: int requird }\nkind D in x/v1 namespaces {}\nannotate E { head a "
		  "}\n",
		  ".wk8s:1:6: E0705: Kubernetes has the kind Pod in v1 itself (it can be annotated, not declared)\n"
		  ".wk8s:2:24: E0701: there is no type `Plam` (did you mean `Plan`?)\n"
		  ".wk8s:4:6: E0705: `A` is declared twice; 2:6 declared here first\n"
		  ".wk8s:5:6: E0705: `string` is a type of the language already (give this one another name)\n"
		  ".wk8s:6:10: E0702: `Object` cannot be annotated here (what holds for every object is said in the "
		  "library)\n"
		  ".wk8s:7:10: E0702: only strings can stand beside each other in a type\n"
		  ".wk8s:8:17: E0702: `requird` is no property of a field (did you mean `required`?)\n"
		  ".wk8s:9:16: E0702: `namespaces` is no property of a kind (did you mean `namespaced`?)\n"
		  ".wk8s:10:10: E0701: there is no type or kind `E`");
}

/* Two files of different modules. */
static void test_kind_in_two_files(void **state)
{
	struct fixture *f = *state;
	const struct schema *base = based(state, MODEL);

	module(f, "a", "kind K in x/v1 { spec: any }\n");
	module(f, "b", "kind K in x/v1 { spec: any }\n");
	assert_false(add(f, base));
	assert_string_equal(said(f), "b.wk8s:1:6: E0705: kind `K` in x/v1 is declared twice; 1:6 declared here first");
}

/* More than the numbers of rows can count: one message. */
static void test_too_many(void **state)
{
	struct fixture *f = *state;
	const struct schema *base = based(state, MODEL);
	struct buf text;

	buf_init(&text, &f->mem);
	for (int t = 0; t < 70; t++) {
		buf_printf(&text, "type T%d {\n", t);
		for (int i = 0; i < 1000; i++)
			buf_printf(&text, "f%d: string\n", i);
		buf_puts(&text, "}\n");
	}
	buf_putc(&text, 0);
	module(f, "", text.p);
	assert_false(add(f, base));
	assert_string_equal(said(f), "-:0:0: E0702: there are more than 65535 fields, the library's among them");
	buf_free(&text);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_kind),
		T(test_bare_word_stays),
		T(test_open_kind),
		T(test_object_is_all),
		T(test_collisions),
		T(test_named),
		T(test_annotated_library),
		T(test_strata),
		T(test_words_of_kinds),
		T(test_cycle_with_library),
		T(test_mistakes),
		T(test_kind_in_two_files),
		T(test_too_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
