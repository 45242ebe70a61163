/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tests of schema/: declarations and kinds, names and trees of a built library, nearest names.
 */

#include "library.h"

/* ---- declarations ---- */

static void test_builtin_types(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *name;
		enum type_form form;
	} all[] = {
		{"a", TYPE_STRING}, {"b", TYPE_INT32},     {"c", TYPE_INT64},         {"d", TYPE_BOOL},
		{"e", TYPE_NUMBER}, {"f", TYPE_BYTES},     {"g", TYPE_QUANTITY},      {"h", TYPE_DURATION},
		{"i", TYPE_TIME},   {"j", TYPE_MICROTIME}, {"k", TYPE_INT_OR_STRING}, {"l", TYPE_ANY},
	};

	module(f, "lib",
	       "type T {\n a: string\n b: int32\n c: int64\n d: bool\n e: number\n f: bytes\n g: Quantity\n"
	       " h: Duration\n i: Time\n j: MicroTime\n k: IntOrString\n l: any\n m: [T]\n n: {string: string}\n"
	       " o: T\n p: string?\n}\n");
	right(f);
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		assert_int_equal(row_of(f, "lib.T", all[i].name)->form, all[i].form);
		assert_int_equal(field_of(f, "lib.T", all[i].name)->order, i);
	}
	assert_int_equal(row_of(f, "lib.T", "m")->form, TYPE_LIST);
	assert_int_equal(row_of(f, "lib.T", "m")->elem, type_of(f, "lib.T"));
	assert_int_equal(row_of(f, "lib.T", "n")->form, TYPE_MAP);
	assert_int_equal(f->s.types[row_of(f, "lib.T", "n")->elem].form, TYPE_STRING);
	assert_int_equal(field_of(f, "lib.T", "o")->type, type_of(f, "lib.T"));
	assert_int_equal(field_of(f, "lib.T", "p")->type, field_of(f, "lib.T", "a")->type);
	assert_int_equal(schema_field(&f->s, type_of(f, "lib.T"), name(f, "zz")), 0);
	assert_string_equal(schema_type_text(&f->s, &f->names, &f->arena, field_of(f, "lib.T", "m")->type),
			    "list of T");
	assert_string_equal(schema_type_text(&f->s, &f->names, &f->arena, field_of(f, "lib.T", "n")->type),
			    "map of string");
	assert_string_equal(schema_type_text(&f->s, &f->names, &f->arena, field_of(f, "lib.T", "g")->type), "quantity");
}

static void test_rows_are_shared(void **state)
{
	struct fixture *f = *state;

	module(f, "lib",
	       "type T { a: [string], b: [string], c: \"x\" | \"y\", d: \"x\" | \"y\", e: \"x\" | string }\n");
	right(f);
	assert_int_equal(field_of(f, "lib.T", "a")->type, field_of(f, "lib.T", "b")->type);
	assert_int_equal(field_of(f, "lib.T", "c")->type, field_of(f, "lib.T", "d")->type);
	assert_int_not_equal(field_of(f, "lib.T", "c")->type, field_of(f, "lib.T", "e")->type);
}

static void test_words(void **state)
{
	struct fixture *f = *state;
	const struct schema_type *t;

	module(f, "lib",
	       "type Policy = \"Always\" | \"Never\"\ntype More = Policy | \"Maybe\" | string\n"
	       "type T { a: Policy, b: [More], c: {\"cpu\" | \"memory\" | string: Quantity}, d: {Policy: string} }\n");
	right(f);
	t = row_of(f, "lib.T", "a");
	assert_int_equal(t->flags, TYPE_CLOSED);
	assert_string_equal(words_text(f, t), "Always Never");
	assert_true(schema_word(&f->s, t, name(f, "Never")));
	assert_false(schema_word(&f->s, t, name(f, "never")));
	t = &f->s.types[row_of(f, "lib.T", "b")->elem];
	assert_int_equal(t->flags, TYPE_OPEN);
	assert_string_equal(words_text(f, t), "Always Never Maybe");
	t = row_of(f, "lib.T", "c");
	assert_int_equal(t->form, TYPE_MAP);
	assert_int_equal(t->flags, TYPE_OPEN);
	assert_string_equal(words_text(f, t), "cpu memory");
	assert_int_equal(row_of(f, "lib.T", "d")->flags, TYPE_CLOSED);
}

static void test_properties(void **state)
{
	struct fixture *f = *state;
	const struct schema_field *c;
	const struct schema_type *t;

	module(f, "lib",
	       "type T {\n a: string required server\n b: int32 since 1.31 until 1.34\n c: int32 = 3 where 0..100\n"
	       " d: [K] mapKeys \"x y\"\n e: [string] set immutable\n g: string format \"dns-label\"\n"
	       " h: string format \"k8s-short-name\"\n i: [int32] where -1..0x1_0\n}\ntype K { x: string, y: string "
	       "}\n");
	right(f);
	assert_int_equal(field_of(f, "lib.T", "a")->flags, FIELD_REQUIRED | FIELD_SERVER);
	assert_int_equal(field_of(f, "lib.T", "b")->since, 31);
	assert_int_equal(field_of(f, "lib.T", "b")->until, 34);
	c = field_of(f, "lib.T", "c");
	assert_int_equal(ast_kind(&f->tree, c->dflt), AST_NUMBER);
	assert_int_equal(f->s.bounds[f->s.types[c->type].bounds].lo, 0);
	assert_int_equal(f->s.bounds[f->s.types[c->type].bounds].hi, 100);
	assert_string_equal(words_text(f, row_of(f, "lib.T", "d")), "x y");
	assert_int_equal(row_of(f, "lib.T", "e")->flags, TYPE_SET);
	assert_int_equal(row_of(f, "lib.T", "g")->format, FORMAT_DNS_LABEL);
	assert_int_equal(row_of(f, "lib.T", "h")->format, FORMAT_NONE);
	t = &f->s.types[row_of(f, "lib.T", "i")->elem];
	assert_int_equal(f->s.bounds[t->bounds].lo, -1);
	assert_int_equal(f->s.bounds[t->bounds].hi, 16);
	assert_int_equal(f->s.oldest, 30);
	assert_int_equal(f->s.newest, 35);
}

static void test_spread(void **state)
{
	struct fixture *f = *state;

	module(f, "lib", "type B { x: string, ...A, z: string }\ntype A { y: int32 required }\n");
	right(f);
	assert_int_equal(f->s.types[type_of(f, "lib.B")].count, 3);
	assert_int_equal(field_of(f, "lib.B", "y")->order, 1);
	assert_int_equal(field_of(f, "lib.B", "y")->owner, type_of(f, "lib.B"));
	assert_int_equal(field_of(f, "lib.B", "y")->flags, FIELD_REQUIRED);
	assert_int_equal(field_of(f, "lib.A", "y")->owner, type_of(f, "lib.A"));
}

static void test_names_of_types(void **state)
{
	struct fixture *f = *state;

	module(f, "a.v1", "type S { x: string }\ntype T { own: S, other: b.v1.S }\ntype V {}\n");
	module(f, "b.v1", "type S { y: string }\ntype U { own: S }\ntype V {}\n");
	module(f, "b.v2", "type S { z: string }\ntype N { x: string }\ntype N2 = N\n");
	module(f, "c.v1", "type T { only: N2 }\n");
	module(f, "d", "type T { n: N }\n");
	right(f);
	assert_int_equal(field_of(f, "a.v1.T", "own")->type, type_of(f, "a.v1.S"));
	assert_int_equal(field_of(f, "a.v1.T", "other")->type, type_of(f, "b.v1.S"));
	assert_int_equal(field_of(f, "b.v1.U", "own")->type, type_of(f, "b.v1.S"));
	assert_int_equal(field_of(f, "c.v1.T", "only")->type, type_of(f, "b.v2.N"));
	assert_int_equal(field_of(f, "d.T", "n")->type, type_of(f, "b.v2.N"));
}

static void test_best_version_of_a_type(void **state)
{
	struct fixture *f = *state;

	module(f, "g.v1beta1", "type S { x: string }\n");
	module(f, "g.v1", "type S { x: string }\n");
	module(f, "g.v2alpha1", "type S { x: string }\n");
	module(f, "lib", "type T { s: S }\n");
	right(f);
	assert_int_equal(field_of(f, "lib.T", "s")->type, type_of(f, "g.v1.S"));
}

static void test_wrong_names(void **state)
{
	struct fixture *f = *state;

	module(f, "a", "type S {}\n");
	module(f, "b", "type S {}\n");
	module(f, "lib", "type PodSpec { x: PodSpek, y: S, z: a.Z, ...Nope }\n");
	build(f);
	assert_string_equal(said(f), "lib.wk8s:1:19: E0701: there is no type `PodSpek` (did you mean `PodSpec`?)\n"
				     "lib.wk8s:1:31: E0701: `S` is declared by several modules (write `a.S` or `b.S`)\n"
				     "lib.wk8s:1:37: E0701: there is no type `a.Z` (did you mean `a.S`?)\n"
				     "lib.wk8s:1:45: E0701: there is no type with fields `Nope`");
}

static void test_wrong_types(void **state)
{
	wrong(state,
	      "type A = B\ntype B = A\ntype C { ...D }\ntype D { ...C }\ntype E { x: int32 | \"y\", y: {int32: string} "
	      "}\n",
	      "lib.wk8s:2:10: E0702: type `A` is made of itself\n"
	      "lib.wk8s:4:13: E0702: type `C` is made of itself\n"
	      "lib.wk8s:5:13: E0702: only strings can stand beside each other in a type\n"
	      "lib.wk8s:5:30: E0702: the keys of a map are strings");
}

static void test_wrong_properties(void **state)
{
	wrong(state,
	      "type T {\n a: string where 0..1\n b: int32 where 5..1\n c: int32 format \"ip\"\n d: string set\n"
	      " e: string since 2.0\n f: string frobnicate\n}\n",
	      "lib.wk8s:2:12: E0702: `where` cannot be said of a string\n"
	      "lib.wk8s:3:17: E0702: bounds are two whole numbers, `0..100`\n"
	      "lib.wk8s:4:11: E0702: `format` cannot be said of an integer\n"
	      "lib.wk8s:5:12: E0702: `set` cannot be said of a string\n"
	      "lib.wk8s:6:12: E0702: a version is written `1.31`\n"
	      "lib.wk8s:7:12: E0702: `frobnicate` is no property of a field");
}

static void test_declared_twice(void **state)
{
	wrong(state,
	      "type T { a: string, a: int32 }\ntype T {}\nlet x = 1\nfn x() = 2\nkind K in v1 {}\nkind L in v1 {}\n",
	      "lib.wk8s:1:21: E0705: field `a` of T is declared twice\n"
	      "lib.wk8s:2:6: E0705: `T` is declared twice; 1:6 declared here first\n"
	      "lib.wk8s:4:1: E0705: `x` is declared twice; 3:1 declared here first");
}

/* ---- kinds ---- */

static const char *const event_kinds[] = {
	"kind Event in events.k8s.io/v1 plural \"events\" namespaced {}\n",
	"kind Event in v1 plural \"events\" namespaced verbs \"get list\" subresources \"status scale\" {}\n",
	"kind Event in events.k8s.io/v1beta1 until 1.30 {}\n",
};

static void test_kinds(void **state)
{
	struct fixture *f = *state;
	const struct schema_kind *k;

	module(f, "events.v1", event_kinds[0]);
	module(f, "core.v1", event_kinds[1]);
	module(f, "events.v1beta1", event_kinds[2]);
	module(f, "meta.v1", "kind EventList in v1 list { items: [core.v1.Event] }\n");
	right(f);
	k = kind_of(f, "Event");
	assert_string_equal(text_of(f, k->api_version), "v1");
	assert_int_equal(k->group, SYM_EMPTY);
	assert_string_equal(text_of(f, k->version), "v1");
	assert_string_equal(text_of(f, k->plural), "events");
	assert_int_equal(k->flags, KIND_NAMESPACED | KIND_PREFERRED | KIND_SCALES);
	assert_int_equal(k->type, type_of(f, "core.v1.Event"));
	k = &f->s.kinds[k->next];
	assert_string_equal(text_of(f, k->api_version), "events.k8s.io/v1");
	assert_string_equal(text_of(f, k->group), "events.k8s.io");
	assert_int_equal(k->flags, KIND_NAMESPACED);
	k = &f->s.kinds[k->next];
	assert_string_equal(text_of(f, k->version), "v1beta1");
	assert_int_equal(k->until, 30);
	assert_int_equal(k->next, 0);
	assert_int_equal(kind_of(f, "EventList")->flags, KIND_LIST | KIND_PREFERRED);
	assert_int_equal(schema_kind(&f->s, name(f, "Evenk")), 0);
}

static void test_preferred_versions(void **state)
{
	struct fixture *f = *state;

	module(f, "a.v1alpha1", "kind K in a/v1alpha1 since 1.34 {}\nkind L in a/v1alpha1 {}\n");
	module(f, "a.v1beta1", "kind K in a/v1beta1 until 1.33 {}\nkind L in a/v1beta1 {}\n");
	module(f, "a.v1", "kind L in a/v1 since 1.30 {}\n");
	module(f, "a.v2", "kind L in a/v2 since 1.32 {}\n");
	right(f);
	/* K: the better version is gone, so the one of the newest target comes first. */
	assert_string_equal(text_of(f, kind_of(f, "K")->version), "v1alpha1");
	assert_string_equal(text_of(f, kind_of(f, "L")->version), "v2");
	const char *chain = "";
	for (kind_id k = schema_kind(&f->s, name(f, "L")); k; k = f->s.kinds[k].next)
		chain = arena_printf(&f->arena, "%s %s", chain, text_of(f, f->s.kinds[k].version));
	assert_string_equal(chain, " v2 v1 v1beta1 v1alpha1");
}

static void test_kind_served(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *gv;
		uint8_t target;
		const char *version; /* "": none */
	} all[] = {
		{"", 36, "v2"},   {"", 31, "v1"},   {"", 29, "v1beta1"}, {"a/v1", 36, "v1"},
		{"a/v1", 29, ""}, {"a/v3", 36, ""}, {"b/v1", 36, ""},    {"a/v1beta1", 36, "v1beta1"},
	};

	module(f, "a.v1beta1", "kind L in a/v1beta1 {}\n");
	module(f, "a.v1", "kind L in a/v1 since 1.30 {}\n");
	module(f, "a.v2", "kind L in a/v2 since 1.32 {}\n");
	right(f);
	build_freeze(&f->arena, &f->s, &f->names, &f->tree, NULL, 0);
	struct symtab fixed;
	symtab_init(&fixed, &f->arena, &f->s.names);
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		kind_id k = schema_kind_served(&f->s, sym_of(&fixed, "L"), sym_of(&fixed, all[i].gv), all[i].target);
		struct str v = k ? sym_str(&fixed, f->s.kinds[k].version) : str_of("");
		assert_string_equal(arena_strndup(&f->arena, v.p, v.n), all[i].version);
	}
}

static void test_kindsets(void **state)
{
	struct fixture *f = *state;

	module(f, "apps.v1", "kind Deployment in apps/v1 {}\nkind StatefulSet in apps/v1 {}\n");
	module(f, "apps.v1beta1", "kind Deployment in apps/v1beta1 {}\n");
	module(f, "core.v1", "kind Pod in v1 {}\nkind Secret in v1 {}\n");
	module(f, "lib",
	       "type Workload = Deployment | StatefulSet\ntype Podded = Workload | Pod\ntype One = Secret\n"
	       "type T { a: string, b: string, c: string }\nannotate T { a: ref Podded, b: ref Deployment, "
	       "c: ref [Pod, Workload] }\n");
	right(f);
	assert_string_equal(set_text(f, schema_kindset(&f->s, name(f, "Workload"))),
			    "apps/v1 Deployment, apps/v1 StatefulSet, apps/v1beta1 Deployment");
	assert_string_equal(set_text(f, schema_kindset(&f->s, name(f, "Podded"))),
			    "apps/v1 Deployment, apps/v1 StatefulSet, apps/v1beta1 Deployment, v1 Pod");
	assert_string_equal(set_text(f, schema_kindset(&f->s, name(f, "One"))), "v1 Secret");
	assert_int_equal(schema_kindset(&f->s, name(f, "Deployment")), 0);
	assert_int_equal(row_of(f, "lib.T", "a")->refs, schema_kindset(&f->s, name(f, "Podded")));
	assert_string_equal(set_text(f, row_of(f, "lib.T", "b")->refs), "apps/v1 Deployment, apps/v1beta1 Deployment");
	assert_string_equal(set_text(f, row_of(f, "lib.T", "c")->refs),
			    "apps/v1 Deployment, apps/v1 StatefulSet, apps/v1beta1 Deployment, v1 Pod");
	for (kind_id k = 1; k < f->s.nkinds; k++)
		assert_int_equal(schema_kind_in(&f->s, schema_kindset(&f->s, name(f, "Workload")), k),
				 f->s.kinds[k].group != SYM_EMPTY);
}

static void test_wrong_kinds(void **state)
{
	wrong(state,
	      "kind Pod in v1 since 2.0 {}\nkind Job in v1 wrong {}\ntype S = Pod | Jobb\ntype All = Pod | Job\n"
	      "type T { a: All, b: string }\nannotate T { b: ref Podd }\nannotate Al {}\n",
	      "lib.wk8s:1:16: E0702: a version is written `1.31`\n"
	      "lib.wk8s:2:16: E0702: `wrong` is no property of a kind\n"
	      "lib.wk8s:3:16: E0701: there is no kind `Jobb` (did you mean `Job`?)\n"
	      "lib.wk8s:5:13: E0702: `All` is a set of kinds: nothing can have it as its type\n"
	      "lib.wk8s:6:21: E0701: there is no kind `Podd` (did you mean `Pod`?)\n"
	      "lib.wk8s:7:10: E0701: there is no type or kind `Al` (did you mean `All`?)");
}

static void test_kinds_twice(void **state)
{
	struct fixture *f = *state;

	module(f, "a", "kind K in x/v1 {}\n");
	module(f, "b", "kind K in x/v1 {}\n");
	build(f);
	assert_string_equal(said(f), "b.wk8s:1:6: E0705: kind `K` in x/v1 is declared twice; 1:6 declared here first");
}

static void test_sets_have_own_names(void **state)
{
	struct fixture *f = *state;

	module(f, "a", "kind Pod in v1 {}\nkind Web in v1 {}\n");
	module(f, "b", "type Web = Pod\ntype Set = Pod\n");
	module(f, "c", "type Set = Web | Pod\n");
	build(f);
	assert_string_equal(said(f), "b.wk8s:1:1: E0705: `Web` is the name of a kind already\n"
				     "c.wk8s:1:1: E0705: `Set` is the name of a set of kinds already");
}

/* ---- names and trees of its own ---- */

static void test_freeze(void **state)
{
	struct fixture *f = *state;
	static const char *const extra[] = {"self", "zebra"};
	struct symtab fixed;
	struct ast tree;

	library(state, MODEL "let b = 1\nlet a = [b, \"x\"]\nderive Web.spec.replicas in app = self.deadline + 1\n");
	right(f);
	build_freeze(&f->arena, &f->s, &f->names, &f->tree, extra, 2);
	symtab_init(&fixed, &f->arena, &f->s.names);
	assert_int_equal(sym_of(&fixed, "self"), 1);
	assert_int_equal(sym_of(&fixed, "zebra"), 2);
	assert_int_equal(sym_of(&fixed, ""), SYM_EMPTY);
	for (uint32_t i = 1; i < f->s.names.count; i++) {
		struct str s = sym_str(&fixed, i);
		assert_true(s.n > 0);
		assert_int_equal(sym_find(&fixed, s), i);
	}
	kind_id web = schema_kind(&f->s, sym_of(&fixed, "Web"));
	assert_true(web);
	struct lift_result r;
	schema_lift(&f->s, web, sym_of(&fixed, "replicas"), 36, &r);
	assert_int_equal(r.count, 2);
	ast_init(&tree, &f->arena, f->s.nodes, f->s.nnodes);
	const struct ast_node *n = ast_at(&tree, f->s.derives[1].value);
	assert_int_equal(n->kind, AST_BINARY);
	assert_int_equal(ast_op(n), OP_ADD);
	assert_int_equal(n->beg, 0);
	assert_int_equal(n->len, 0);
	n = ast_at(&tree, n->first);
	assert_int_equal(n->kind, AST_MEMBER);
	assert_int_equal(ast_at(&tree, n->first)->sym, 1);
	/* Sorted by number, for a binary search. */
	assert_int_equal(f->s.nlib, 3);
	assert_true(f->s.lib[1].name < f->s.lib[2].name);
	assert_int_equal(ast_at(&tree, f->s.lib[1].item)->sym, f->s.lib[1].name);
	/* Once more, the same numbers: what is printed does not depend on what went before. */
	uint32_t before = f->s.names.count;
	struct schema again;
	struct build_input in = {.arena = &f->arena,
				 .names = &f->names,
				 .tree = &f->tree,
				 .sources = &f->sources,
				 .diags = &f->diags,
				 .modules = f->modules,
				 .nmodules = f->nmodules};
	assert_true(build_schema(&in, &again));
	build_freeze(&f->arena, &again, &f->names, &f->tree, extra, 2);
	assert_int_equal(again.names.count, before);
	assert_memory_equal(again.names.pool, f->s.names.pool, again.names.offsets[again.names.count]);
	assert_memory_equal(again.nodes, f->s.nodes, f->s.nnodes * sizeof *f->s.nodes);
}

/* A user's types on top of a library. */
static void test_base(void **state)
{
	struct fixture *f = *state;
	struct schema base;

	library(state, MODEL "type Webs = Web | Pod\nannotate Web { short [w] }\nannotate Port { head number }\n");
	right(f);
	build_freeze(&f->arena, &f->s, &f->names, &f->tree, NULL, 0);
	base = f->s;
	symtab_init(&f->names, &f->arena, &base.names);
	ast_init(&f->tree, &f->arena, base.nodes, base.nnodes);
	f->nmodules = 0;
	module(f, "mine",
	       "kind Shop in example.com/v1 { metadata: ObjectMeta, spec: ShopSpec }\n"
	       "type ShopSpec { web: string, port: Port, all: [Container] }\n"
	       "annotate ShopSpec { web: ref Webs, all: keyed name }\nannotate Shop { lift [spec] }\n");
	struct build_input in = {.arena = &f->arena,
				 .names = &f->names,
				 .tree = &f->tree,
				 .sources = &f->sources,
				 .diags = &f->diags,
				 .modules = f->modules,
				 .nmodules = 1,
				 .base = &base};
	bool good = build_schema(&in, &f->s);
	assert_string_equal(said(f), "");
	assert_true(good);
	struct lift_result r;
	assert_string_equal(lifted(f, "Shop", "web", 36, &r), "spec.web");
	assert_string_equal(lifted(f, "Web", "replicas", 36, &r), "spec.replicas");
	assert_string_equal(set_text(f, row_of(f, "mine.ShopSpec", "web")->refs),
			    "v1 Pod, apps/v1 Web, apps/v1beta1 Web");
	assert_string_equal(path_text(f, dir_of(f, "small.Port", DIR_HEAD, 0)->a), "number");
	assert_int_equal(field_of(f, "mine.ShopSpec", "port")->type, type_of(f, "small.Port"));
}

/* ---- nearest ---- */

static const char *nearest_of(const char *word, const char *a, const char *b, const char *c)
{
	struct nearest n;

	nearest_init(&n, str_of(word));
	nearest_feed(&n, str_of(a));
	nearest_feed(&n, str_of(b));
	nearest_feed(&n, str_of(c));
	return n.best.n ? n.best.p : "";
}

static void test_nearest(void **state)
{
	(void)state;
	assert_string_equal(nearest_of("replica", "replace", "replicas", "name"), "replicas");
	assert_string_equal(nearest_of("Statefulset", "StatefulSet", "Statefulse", "x"), "StatefulSet");
	assert_string_equal(nearest_of("nmae", "node", "name", "nae"), "name");
	assert_string_equal(nearest_of("imagepullpolicy", "image", "imagePullPolicy", "imagePullSecrets"),
			    "imagePullPolicy");
	assert_string_equal(nearest_of("pasword", "username", "password", "word"), "password");
	assert_string_equal(nearest_of("cat", "dog", "cow", "pig"), "");
	assert_string_equal(nearest_of("ab", "xy", "cd", "b"), "");
	assert_string_equal(nearest_of("x", "y", "X", "xy"), "X");
	assert_string_equal(nearest_of("liveness", "readinessProbe", "livenessProbe", "startupProbe"), "livenessProbe");
	assert_string_equal(nearest_of("port", "ports", "post", "sort"), "ports");
	assert_string_equal(nearest_of("aaaa", "aaab", "aaac", "aaad"), "aaab");
	assert_string_equal(nearest_of("", "a", "b", "c"), "");
	assert_string_equal(nearest_of("same", "sama", "same", "Same"), "Same");
}

static void test_nearest_long(void **state)
{
	char word[400], other[400];
	struct nearest n;

	(void)state;
	memset(word, 'a', sizeof word);
	memset(other, 'A', sizeof other);
	nearest_init(&n, str_make(word, sizeof word));
	nearest_feed(&n, str_make(other, sizeof other - 40));
	nearest_feed(&n, str_make(other, sizeof other));
	assert_int_equal(n.best.n, sizeof other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_builtin_types, setup, teardown),
		cmocka_unit_test_setup_teardown(test_rows_are_shared, setup, teardown),
		cmocka_unit_test_setup_teardown(test_words, setup, teardown),
		cmocka_unit_test_setup_teardown(test_properties, setup, teardown),
		cmocka_unit_test_setup_teardown(test_spread, setup, teardown),
		cmocka_unit_test_setup_teardown(test_names_of_types, setup, teardown),
		cmocka_unit_test_setup_teardown(test_best_version_of_a_type, setup, teardown),
		cmocka_unit_test_setup_teardown(test_wrong_names, setup, teardown),
		cmocka_unit_test_setup_teardown(test_wrong_types, setup, teardown),
		cmocka_unit_test_setup_teardown(test_wrong_properties, setup, teardown),
		cmocka_unit_test_setup_teardown(test_declared_twice, setup, teardown),
		cmocka_unit_test_setup_teardown(test_kinds, setup, teardown),
		cmocka_unit_test_setup_teardown(test_preferred_versions, setup, teardown),
		cmocka_unit_test_setup_teardown(test_kind_served, setup, teardown),
		cmocka_unit_test_setup_teardown(test_kindsets, setup, teardown),
		cmocka_unit_test_setup_teardown(test_wrong_kinds, setup, teardown),
		cmocka_unit_test_setup_teardown(test_kinds_twice, setup, teardown),
		cmocka_unit_test_setup_teardown(test_sets_have_own_names, setup, teardown),
		cmocka_unit_test_setup_teardown(test_freeze, setup, teardown),
		cmocka_unit_test_setup_teardown(test_base, setup, teardown),
		cmocka_unit_test_setup_teardown(test_nearest, setup, teardown),
		cmocka_unit_test_setup_teardown(test_nearest_long, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
