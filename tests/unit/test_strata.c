/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tests of schema/: derivations, rules and their order.
 */

#include "library.h"

/* ---- derivations ---- */

/* "0 Web.spec.uid; 1 ...": the rows with their strata, in order. */
static const char *derives_text(struct fixture *f)
{
	const char *text = "";

	for (uint32_t i = 1; i < f->s.nderives; i++) {
		const struct schema_derive *d = &f->s.derives[i];
		text = arena_printf(&f->arena, "%s%s%u %s%s%s", text, i > 1 ? "; " : "", d->stratum,
				    path_text(f, d->path), d->key ? "." : "", text_of(f, d->key));
	}
	return text;
}

static void test_derive_rows(void **state)
{
	struct fixture *f = *state;
	const struct schema_derive *d;

	library(state, MODEL "let answer = 42\nfn twice(x) = x + x\n"
			     "derive Object.metadata.labels.\"app/name\" in app = self.metadata.name\n"
			     "derive Web.spec.template.metadata.name in app = twice(answer) else error \"no name\"\n"
			     "derive Env.value in app = the Secret s where s.metadata.name == self.name else 1\n"
			     "rule unused on Web as w { warn w.spec.replicas < 9, \"many\" }\nrule syntax on Pod { }\n"
			     "rule unused on Env as e { warn e.value != \"\", \"empty\" }\n"
			     "extern Secret robot { keys: \"*\" }\n");
	right(f);
	assert_int_equal(f->s.nderives, 4);
	d = &f->s.derives[1];
	assert_string_equal(set_text(f, d->kinds), "v1 Pod, apps/v1 Web, v1 Secret, v1 Config, apps/v1beta1 Web");
	assert_int_equal(d->type, 0);
	assert_string_equal(path_text(f, d->path), "metadata.labels");
	assert_string_equal(text_of(f, d->key), "app/name");
	assert_int_equal(ast_kind(&f->tree, d->value), AST_MEMBER);
	assert_int_equal(d->otherwise, AST_NIL);
	assert_int_equal(d->line, 5);
	assert_string_equal(text_of(f, d->file), "stdlib/lib.wk8s");
	d = &f->s.derives[2];
	assert_string_equal(set_text(f, d->kinds), "apps/v1 Web");
	assert_int_equal(ast_kind(&f->tree, d->otherwise), AST_ERROR_TEXT);
	d = &f->s.derives[3];
	assert_int_equal(d->kinds, 0);
	assert_int_equal(d->type, type_of(f, "small.Env"));
	assert_int_equal(ast_kind(&f->tree, d->value), AST_THE);
	assert_int_equal(ast_kind(&f->tree, d->otherwise), AST_NUMBER);
	/* By name, the row for every kind fits each of them. */
	field_id steps[12];
	for (kind_id k = 1; k < f->s.nkinds; k++)
		assert_int_equal(schema_path_in(&f->s, f->s.derives[1].path, f->s.kinds[k].type, steps, 12),
				 f->s.kinds[k].flags & KIND_LIST ? 0 : 2);
	assert_int_equal(schema_path_in(&f->s, f->s.derives[1].path, f->s.kinds[1].type, steps, 1), 0);
	assert_int_equal(f->s.nrules, 4);
	assert_string_equal(text_of(f, f->s.rules[1].name), "unused");
	assert_string_equal(text_of(f, f->s.rules[1].variable), "w");
	assert_string_equal(set_text(f, f->s.rules[1].kinds), "apps/v1 Web, apps/v1beta1 Web");
	assert_string_equal(set_text(f, f->s.rules[2].kinds), "v1 Pod");
	assert_string_equal(text_of(f, f->s.rules[2].variable), "self");
	assert_int_equal(ast_kind(&f->tree, f->s.rules[2].block), AST_BLOCK);
	assert_int_equal(f->s.rules[2].type, 0);
	assert_int_equal(f->s.rules[3].kinds, 0);
	assert_int_equal(f->s.rules[3].type, type_of(f, "small.Env"));
	assert_int_equal(f->s.nexterns, 2);
	assert_int_equal(f->s.nlib, 3);
	assert_true(f->s.lib[1].name < f->s.lib[2].name);
}

static void test_strata(void **state)
{
	struct fixture *f = *state;

	library(state, MODEL "annotate Web { selects spec.selector }\n"
			     "fn replicas_of(w) = w.spec.replicas\nfn half(x) = replicas_of(x) / 2\n"
			     "let shown = half\n"
			     /* third: reads uid of a Web by way of two functions and a variable */
			     "derive Pod.spec.nodeName in app = the Web w where half(w) == 1\n"
			     /* second: reads deadline */
			     "derive Web.spec.replicas in app = self.deadline\n"
			     /* first */
			     "derive Web.spec.deadline in app = self.metadata.name\n"
			     /* first: deadline of another kind */
			     "derive Pod.spec.restartPolicy in app = self.spec.deadline\n"
			     /* labels: a row for one key does not read another key's */
			     "derive Object.metadata.labels.one in app = self.metadata.labels.two\n"
			     "derive Object.metadata.labels.two in app = \"2\"\n"
			     "derive Config.data in app = self.metadata.labels\n"
			     /* a built-in function that reads selectors and labels */
			     "derive Web.spec.selector.matchLabels in app = self.spec.template\n"
			     "derive Secret.stringData in app = the Web w where selects(w, self)\n"
			     /* a struct's own fields */
			     "derive Ref.kind in app = self.name\nderive KeyRef.name in app = self.key\n");
	right(f);
	assert_string_equal(
		derives_text(f),
		"0 spec.deadline; 0 spec.restartPolicy; 0 metadata.labels.two; 0 kind; 0 name; 1 spec.replicas; "
		"1 metadata.labels.one; 1 spec.selector.matchLabels; 2 spec.nodeName; 2 data; 2 stringData");
}

/* Unknown roots count by name, a type's rows wherever such a value may be. */
static void test_strata_of_types(void **state)
{
	struct fixture *f = *state;

	library(state, MODEL "derive Web.spec.template in app = self.spec.replicas\n"
			     "derive Container.image in app = self.name\n"
			     "derive Env.value in app = self.from.secret.key\n"
			     "derive KeyRef.key in app = self.name\n"
			     "derive Pod.spec.nodeName in app = self.spec.containers\n"
			     "derive Pod.metadata.uid in app = self.spec.containers.env.name\n"
			     "derive PodSpec.restartPolicy in app = self.nodeName\n"
			     "derive Config.metadata.uid in app = f(first(self)).image\n"
			     "derive Secret.metadata.uid in app = f(first(self)).ns\n");
	right(f);
	assert_string_equal(derives_text(f),
			    "0 spec.template; 0 metadata.uid; 0 metadata.uid; 1 image; 1 key; 2 value; "
			    "2 metadata.uid; 3 spec.nodeName; 4 restartPolicy");
}

/* What the engine's functions read and give, settings, and variables of lists. */
static void test_strata_of_functions(void **state)
{
	struct fixture *f = *state;

	library(state, MODEL
		"annotate Object { labels metadata.labels }\n"
		"annotate Web { selects spec.selector, pods spec.template, ports spec.template.spec.containers.ports "
		"}\n"
		"type Settings { labels: {string: string}, selector: any }\n"
		"fn pick(w) = app.selector ?? w.name\n"
		"derive PortRef.number in app = portBehind(object, self.name)\n"
		"derive Secret.stringData in app = selection(target(self, Web))\n"
		"derive Web.spec.template.metadata.labels in app = self.spec.selector.matchLabels\n"
		"derive Object.metadata.labels in app = app.labels\n"
		"derive Web.spec.selector in app = pick(self)\n"
		"derive Config.data in app = [for p in target(self, Web).template.spec.containers.ports: p.number]\n"
		"derive Ref.kind in app = around(Container).image\n"
		"derive Object.metadata.uid in app = self.metadata.labels[\"x\"]\n");
	right(f);
	assert_string_equal(derives_text(f),
			    "0 metadata.labels; 0 spec.selector; 0 data; 0 kind; 1 spec.template.metadata.labels; "
			    "1 metadata.uid; 2 number; 2 stringData");
}

static void test_derive_cycle(void **state)
{
	broken(state,
	       MODEL "fn f(x) = x.spec.deadline\nderive Web.spec.replicas in app = f(self)\n"
		     "derive Web.metadata.uid in app = self.spec.replicas\n"
		     "derive Web.spec.deadline in app = self.uid\nderive Web.spec.suspend in app = self.replicas\n",
	       "lib.wk8s:4:1: E0704: derivations depend on each other: `Web.spec.replicas` reads `Web.spec.deadline` "
	       "reads "
	       "`Web.metadata.uid` reads `Web.spec.replicas`; 6:1 and this one; 5:1 and this one");
}

static void test_derive_reads_itself(void **state)
{
	broken(state, MODEL "derive Web.spec.replicas in app = self.replicas\n",
	       "lib.wk8s:3:1: E0704: derivations depend on each other: `Web.spec.replicas` reads `Web.spec.replicas`");
}

static void test_wrong_derives(void **state)
{
	broken(state,
	       MODEL "derive Wob.spec in app = 1\nderive Web.spec.replica in app = 1\nderive Web in app = 1\n"
		     "derive Web.spec.replicas in file = 1\nderive Env.valu in app = 1\nrule r on Web.spec {}\n"
		     "rule q on Nix {}\nrule unused on PodSpec { assert 1 == 2, \"x\" }\nrule nameless on Web {}\n",
	       "lib.wk8s:3:8: E0701: there is no type or kind `Wob` (did you mean `Web`?)\n"
	       "lib.wk8s:4:17: E0701: WebSpec has no field `replica` (did you mean `replicas`?)\n"
	       "lib.wk8s:5:8: E0702: a derivation sets a field\n"
	       "lib.wk8s:6:1: E0702: a derivation is `in app`\n"
	       "lib.wk8s:7:12: E0701: Env has no field `valu` (did you mean `value`?)\n"
	       "lib.wk8s:8:11: E0702: a rule is on a kind, a set of kinds or a struct\n"
	       "lib.wk8s:9:11: E0701: there is no type or kind `Nix`\n"
	       "lib.wk8s:10:26: E0702: the diagnostic of this rule is a warning: `warn`\n"
	       "lib.wk8s:11:1: E0701: no diagnostic is called `nameless`");
}

static void test_settings(void **state)
{
	struct fixture *f = *state;

	library(state, MODEL "type Settings { namespace: string }\n");
	right(f);
	assert_int_equal(f->s.settings, type_of(f, "lib.Settings"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_derive_rows, setup, teardown),
		cmocka_unit_test_setup_teardown(test_strata, setup, teardown),
		cmocka_unit_test_setup_teardown(test_strata_of_types, setup, teardown),
		cmocka_unit_test_setup_teardown(test_strata_of_functions, setup, teardown),
		cmocka_unit_test_setup_teardown(test_derive_cycle, setup, teardown),
		cmocka_unit_test_setup_teardown(test_derive_reads_itself, setup, teardown),
		cmocka_unit_test_setup_teardown(test_wrong_derives, setup, teardown),
		cmocka_unit_test_setup_teardown(test_settings, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
