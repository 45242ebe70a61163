/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tests of schema/: annotations of small libraries, and lifting.
 */

#include "library.h"

/* ---- annotations of kinds and of Object ---- */

static void test_object(void **state)
{
	struct fixture *f = *state;

	library(state, "annotate Object {\n name metadata.name, namespace metadata.namespace\n labels metadata.labels\n"
		       " annotations metadata.labels, prefix metadata.uid\n lift [spec]\n rank [Secret, Config]\n rank "
		       "[Pod]\n}\n"
		       "annotate Web { ambiguous [uid] }\n");
	right(f);
	assert_string_equal(path_text(f, f->s.model.name), "metadata.name");
	assert_string_equal(path_text(f, f->s.model.namespace_), "metadata.namespace");
	assert_string_equal(path_text(f, f->s.model.labels), "metadata.labels");
	assert_string_equal(path_text(f, f->s.model.annotations), "metadata.labels");
	assert_string_equal(path_text(f, f->s.model.generate_name), "metadata.uid");
	assert_string_equal(text_of(f, f->s.model.api_version), "apiVersion");
	assert_string_equal(text_of(f, f->s.model.kind), "kind");
	assert_int_equal(kind_of(f, "Secret")->rank, 1);
	assert_int_equal(kind_of(f, "Config")->rank, 1);
	assert_int_equal(kind_of(f, "Pod")->rank, 2);
	assert_int_equal(kind_of(f, "Web")->rank, 3);
	assert_string_equal(lift_path(f, schema_kind(&f->s, name(f, "Pod"))), "metadata, spec");
	assert_string_equal(lift_path(f, schema_kind(&f->s, name(f, "Secret"))), "metadata");
}

static void test_object_type(void **state)
{
	struct fixture *f = *state;

	library(state,
		"type Object { kind: string, metadata: small.ObjectMeta }\nkind Mine in x/v1 { spec: Limits }\n" MODEL);
	right(f);
	assert_int_equal(f->s.types[type_of(f, "lib.Mine")].count, 3);
	assert_int_equal(field_of(f, "lib.Mine", "spec")->order, 2);
	assert_string_equal(lift_path(f, schema_kind(&f->s, name(f, "Mine"))), "metadata, spec");
	assert_int_equal(f->s.types[type_of(f, "small.PodList")].count, 1);
}

static void test_annotate_kinds(void **state)
{
	struct fixture *f = *state;
	const struct schema_kind *k;

	library(state, MODEL "annotate Web { lift [spec, spec.template.spec], prefer [spec.deadline], short [w, webs]\n"
			     " pods spec.template, selects spec.selector, names dns-label, ports "
			     "spec.template.spec.containers.ports }\n"
			     "annotate Pod { pods self }\nannotate Secret { keys [data, stringData], lift [self] }\n");
	right(f);
	k = kind_of(f, "Web");
	assert_string_equal(lift_path(f, (kind_id)(k - f->s.kinds)), "metadata, spec, spec.template.spec");
	assert_string_equal(lift_path(f, k->next), "metadata, spec");
	assert_int_equal(f->s.nprefers, 2);
	assert_int_equal(k->nshorts, 2);
	assert_string_equal(text_of(f, f->s.words[k->shorts]), "w");
	assert_string_equal(text_of(f, f->s.words[k->shorts + 1]), "webs");
	assert_string_equal(path_text(f, k->pods), "spec.template");
	assert_int_equal(schema_path_type(&f->s, k->pods, k->type), type_of(f, "small.Template"));
	assert_string_equal(path_text(f, k->selects), "spec.selector");
	assert_string_equal(path_text(f, k->ports), "spec.template.spec.containers.ports");
	assert_int_equal(schema_path_type(&f->s, k->ports, k->type), type_of(f, "small.Port"));
	assert_int_equal(k->name_format, FORMAT_DNS_LABEL);
	assert_int_equal(f->s.kinds[k->next].pods, 0);
	k = kind_of(f, "Pod");
	assert_int_not_equal(k->pods, 0);
	assert_int_equal(f->s.paths[k->pods].count, 0);
	assert_int_equal(schema_path_type(&f->s, k->pods, k->type), k->type);
	k = kind_of(f, "Secret");
	assert_int_equal(k->nlift, 0);
	assert_int_equal(k->nkeys, 2);
	assert_string_equal(path_text(f, f->s.lifts[k->keys]), "data");
	assert_string_equal(path_text(f, f->s.lifts[k->keys + 1]), "stringData");
}

static void test_immutable(void **state)
{
	struct fixture *f = *state;
	const struct schema_kind *k;

	library(state, MODEL "annotate Web { immutable [spec], mutable [spec.replicas]\n"
			     " immutable spec.template = self.spec.replicas == 1 }\n");
	right(f);
	k = kind_of(f, "Web");
	assert_int_equal(k->nimmutable, 3);
	assert_string_equal(path_text(f, f->s.immutables[k->immutable].path), "spec");
	assert_int_equal(f->s.immutables[k->immutable].when, AST_NIL);
	assert_string_equal(path_text(f, f->s.immutables[k->immutable + 1].path), "spec.replicas");
	assert_int_equal(f->s.immutables[k->immutable + 1].free, 1);
	assert_string_equal(path_text(f, f->s.immutables[k->immutable + 2].path), "spec.template");
	assert_int_not_equal(f->s.immutables[k->immutable + 2].when, AST_NIL);
	assert_int_equal(kind_of(f, "Pod")->nimmutable, 0);
}

static void test_wrong_immutable(void **state)
{
	broken(state, MODEL "annotate Web {\n immutable spec\n mutable spec = 1\n immutable [spec, spec.templat]\n}\n",
	       "lib.wk8s:4:2: E0702: `immutable` takes a list in brackets, or a path, `=` and a condition\n"
	       "lib.wk8s:5:2: E0702: `mutable` takes a list in brackets\n"
	       "lib.wk8s:6:24: E0701: WebSpec has no field `templat` (did you mean `template`?)");
}

static void test_wrong_kind_directives(void **state)
{
	broken(state,
	       MODEL "annotate Web {\n lift [spec, spec.templat]\n pods spec.templates\n hed x\n selects [spec]\n"
		     " names dns-lable\n ambiguous [zzz]\n lift [spec.replicas]\n lift [spec]\n}\n"
		     "annotate Object { rank [Pod], rank [Pod, Sekret], nam metadata.name }\n",
	       "lib.wk8s:4:19: E0701: WebSpec has no field `templat` (did you mean `template`?)\n"
	       "lib.wk8s:5:12: E0701: WebSpec has no field `templates` (did you mean `template`?)\n"
	       "lib.wk8s:6:2: E0702: there is no directive `hed` for a kind (did you mean `head`?)\n"
	       "lib.wk8s:7:2: E0702: `selects` takes a path\n"
	       "lib.wk8s:8:8: E0701: there is no format `dns-lable` (did you mean `dns-label`?)\n"
	       "lib.wk8s:9:13: E0701: Web has no field `zzz`\n"
	       "lib.wk8s:11:2: E0705: Web has a directive `lift` already; 10:2 here\n"
	       "lib.wk8s:13:37: E0705: `Pod` has a rank already\n"
	       "lib.wk8s:13:42: E0701: there is no kind `Sekret` (did you mean `Secret`?)\n"
	       "lib.wk8s:13:51: E0702: there is no directive `nam` for Object (did you mean `name`?)");
}

/* ---- lifting ---- */

static void test_lift(void **state)
{
	struct fixture *f = *state;
	struct lift_result r;

	library(state, MODEL "annotate Web { lift [spec, spec.template.spec], prefer [spec.deadline] }\n");
	right(f);
	assert_string_equal(lifted(f, "Web", "spec", 36, &r), "spec");
	assert_int_equal(r.at, 0);
	assert_string_equal(lifted(f, "Web", "labels", 36, &r), "metadata.labels");
	assert_int_equal(r.at, 1);
	assert_string_equal(lifted(f, "Web", "replicas", 36, &r), "spec.replicas");
	assert_int_equal(r.at, 2);
	assert_string_equal(lifted(f, "Web", "containers", 36, &r), "spec.template.spec.containers");
	assert_int_equal(r.at, 3);
	/* Preferred; ambiguous; unknown; a status is at the object and nothing is lifted into it. */
	assert_string_equal(lifted(f, "Web", "deadline", 36, &r), "spec.deadline");
	assert_int_equal(r.other, 0);
	assert_string_equal(lifted(f, "Web", "uid", 36, &r), "metadata.uid");
	assert_int_equal(r.other, schema_field(&f->s, type_of(f, "small.WebSpec"), name(f, "uid")));
	assert_int_equal(r.other_at, 2);
	assert_string_equal(lifted(f, "Web", "nothing", 36, &r), "");
	assert_int_equal(r.count, 0);
	assert_string_equal(lifted(f, "Pod", "status", 36, &r), "status");
	assert_string_equal(lifted(f, "Pod", "ns", 36, &r), "");
	/* Not served by the target, yet found. */
	assert_string_equal(lifted(f, "Web", "suspend", 30, &r), "spec.suspend");
	assert_false(schema_served(f->s.fields[r.steps[1]].since, f->s.fields[r.steps[1]].until, 30));
}

static void test_lift_versions(void **state)
{
	struct fixture *f = *state;
	struct lift_result r;

	module(f, "lib",
	       "type M { name: string, a: string until 1.30, b: string }\n"
	       "type S { a: string since 1.31, b: string since 1.33, c: string }\n"
	       "kind K in v1 until 1.32 { metadata: M, spec: S }\n"
	       "annotate Object { name metadata.name, lift [spec] }\n");
	right(f);
	assert_string_equal(lifted(f, "K", "a", 30, &r), "metadata.a");
	assert_int_equal(r.other, 0);
	assert_string_equal(lifted(f, "K", "a", 31, &r), "spec.a");
	assert_int_equal(r.other, 0);
	assert_string_equal(lifted(f, "K", "b", 31, &r), "metadata.b");
	assert_int_equal(r.other, 0);
}

static void test_lift_prefers_the_inner_one(void **state)
{
	struct fixture *f = *state;
	struct lift_result r;

	library(state,
		MODEL "annotate Web { lift [spec, spec.template.spec], prefer [spec.template.spec.deadline] }\n");
	right(f);
	assert_string_equal(lifted(f, "Web", "deadline", 36, &r), "spec.template.spec.deadline");
	assert_int_equal(r.other, 0);
}

static void test_collisions(void **state)
{
	broken(state,
	       "annotate Object { name metadata.name, lift [spec] }\n"
	       "annotate Web { lift [spec, spec.template.spec] }\n",
	       "lib.wk8s:2:16: E0703: `uid` of apps/v1 Web means both `metadata.uid` and `spec.uid`; help: say which: "
	       "`annotate Web { prefer [spec.uid] }`; or that it is always written in full: "
	       "`annotate Web { ambiguous [uid] }`");
}

static void test_collision_of_specs(void **state)
{
	broken(state, MODEL "annotate Web { lift [spec, spec.template.spec] }\n",
	       "lib.wk8s:3:16: E0703: `deadline` of apps/v1 Web means both `spec.deadline` and "
	       "`spec.template.spec.deadline`; help: say which: "
	       "`annotate Web { prefer [spec.template.spec.deadline] }`; or that it is always written in full: "
	       "`annotate Web { ambiguous [deadline] }`");
}

/* ---- directives of structs ---- */

static void test_struct_directives(void **state)
{
	struct fixture *f = *state;
	const struct schema_dir *d;

	library(state, MODEL
		"annotate Port { head number }\n"
		"annotate Web { head spec.selector.matchLabels.app, with spec.replicas = 1, "
		"with spec.template.metadata.labels.tier = \"x\" }\n"
		"annotate Env { head value, from Secret.key => from.secret, from Config => from.config, "
		"from small.Web.port => from.whole }\n"
		"annotate Limits { range requests..limits }\n"
		"annotate Selector { labels matchLabels, terms matchExpressions }\n"
		"annotate PortRef { pair name => number, default number = 80 }\nannotate Container { ports ports }\n"
		"annotate Ref { kind: when port => Service }\n");
	right(f);
	assert_string_equal(path_text(f, dir_of(f, "small.Port", DIR_HEAD, 0)->a), "number");
	d = dir_of(f, "small.Web", DIR_HEAD, 0);
	assert_string_equal(path_text(f, d->a), "spec.selector.matchLabels");
	assert_string_equal(text_of(f, d->word), "app");
	d = dir_of(f, "small.Web", DIR_WITH, 0);
	assert_string_equal(path_text(f, d->a), "spec.replicas");
	assert_int_equal(ast_kind(&f->tree, d->expr), AST_NUMBER);
	assert_string_equal(text_of(f, dir_of(f, "small.Web", DIR_WITH, 1)->word), "tier");
	d = dir_of(f, "small.Env", DIR_FROM, 0);
	assert_int_equal(d->member, MEMBER_KEY);
	assert_string_equal(set_text(f, d->kinds), "v1 Secret");
	assert_string_equal(path_text(f, d->a), "from.secret");
	assert_int_equal(dir_of(f, "small.Env", DIR_FROM, 1)->member, MEMBER_NONE);
	d = dir_of(f, "small.Env", DIR_FROM, 2);
	assert_int_equal(d->member, MEMBER_PORT);
	assert_string_equal(set_text(f, d->kinds), "apps/v1 Web");
	d = dir_of(f, "small.Limits", DIR_RANGE, 0);
	assert_string_equal(path_text(f, d->a), "requests");
	assert_string_equal(path_text(f, d->b), "limits");
	assert_string_equal(path_text(f, dir_of(f, "small.Selector", DIR_LABELS, 0)->a), "matchLabels");
	assert_string_equal(path_text(f, dir_of(f, "small.Selector", DIR_TERMS, 0)->a), "matchExpressions");
	assert_string_equal(path_text(f, dir_of(f, "small.Container", DIR_PORTS, 0)->a), "ports");
	d = dir_of(f, "small.PortRef", DIR_PAIR, 0);
	assert_string_equal(path_text(f, d->a), "name");
	assert_string_equal(path_text(f, d->b), "number");
	assert_int_equal(ast_kind(&f->tree, field_of(f, "small.PortRef", "number")->dflt), AST_NUMBER);
	d = dir_of(f, "small.Ref", DIR_WHEN, 0);
	assert_string_equal(path_text(f, d->a), "kind");
	assert_string_equal(path_text(f, d->b), "port");
	assert_string_equal(text_of(f, d->word), "Service");
}

static void test_wrong_struct_directives(void **state)
{
	broken(state,
	       MODEL "annotate Selector { head matchLabels, heed x }\nannotate Port { head number, head name }\n"
		     "annotate Env { head valu, from Sekret => from.secret, from Secret => from.secre, head [a] }\n"
		     "annotate Ref { default port.name = 1, pair name => port.name.x, with name }\n"
		     "annotate Limits { range requests.cpu..limits.cpu, range 1..2 }\n",
	       "lib.wk8s:3:26: E0702: the head of Selector cannot be a map (a map in its place already means the "
	       "object "
	       "itself)\n"
	       "lib.wk8s:3:39: E0702: there is no directive `heed` for a type (did you mean `head`?)\n"
	       "lib.wk8s:4:30: E0705: Port has a directive `head` already\n"
	       "lib.wk8s:5:21: E0701: Env has no field `valu` (did you mean `value`?)\n"
	       "lib.wk8s:5:32: E0701: there is no kind `Sekret` (did you mean `Secret`?)\n"
	       "lib.wk8s:5:75: E0701: Source has no field `secre` (did you mean `secret`?)\n"
	       "lib.wk8s:5:82: E0702: `head` takes a path\n"
	       "lib.wk8s:6:24: E0702: a default is said of a field of the type itself\n"
	       "lib.wk8s:6:62: E0701: `x` is looked for in a string, which has no fields\n"
	       "lib.wk8s:6:65: E0702: `with` takes a path, `=` and a value\n"
	       "lib.wk8s:7:25: E0702: `cpu` is a key that users choose, a path ends before it\n"
	       "lib.wk8s:7:51: E0702: `range` takes two paths with `..` between them");
}

/* ---- directives of fields ---- */

static void test_field_directives(void **state)
{
	struct fixture *f = *state;
	const struct schema_type *t;
	const struct schema_field *c;

	library(state, MODEL
		"type T {\n a: string, b: [string], c: {string: string}, d: [{string: string}], e: int32, g: int64\n"
		" h: IntOrString, i: Selector, j: {string: string}, k: \"x\" | \"y\", l: string, m: [string]\n"
		" n: [Container], o: string, p: [Selector], q: string, r: string, s: [string]\n}\n"
		"annotate T {\n a: ref Secret | required\n b: format dns-label | open [get, list]\n"
		" c: keys label-key | format label-value | merges\n d: keys label-key\n e: seconds | between 0..10\n"
		" g: milliseconds\n h: port here | format port\n i: selector Web\n j: selector [Web, Pod]\n k: open "
		"[z, x]\n"
		" l: values plurals\n m: values verbs | open [bind]\n n: keyed name\n o: values groups | server\n"
		" p: selector Pod\n q: port there\n r: closed [A, B]\n s: image\n}\n"
		"annotate Ref { kind: of kind, ns: of otherNamespace = it ?? \"\", port.name: of portName }\n"
		"annotate KeyRef { key: of key, optional: of optional }\n");
	right(f);
	assert_string_equal(set_text(f, row_of(f, "lib.T", "a")->refs), "v1 Secret");
	assert_int_equal(field_of(f, "lib.T", "a")->flags, FIELD_REQUIRED);
	t = &f->s.types[row_of(f, "lib.T", "b")->elem];
	assert_int_equal(t->format, FORMAT_DNS_LABEL);
	assert_int_equal(t->flags, TYPE_OPEN);
	assert_string_equal(words_text(f, t), "get list");
	t = row_of(f, "lib.T", "c");
	assert_int_equal(t->key_format, FORMAT_LABEL_KEY);
	assert_int_equal(t->flags, TYPE_MERGES);
	assert_int_equal(f->s.types[t->elem].format, FORMAT_LABEL_VALUE);
	assert_int_equal(f->s.types[row_of(f, "lib.T", "d")->elem].key_format, FORMAT_LABEL_KEY);
	assert_int_equal(row_of(f, "lib.T", "e")->flags, TYPE_SECONDS);
	assert_int_equal(f->s.bounds[row_of(f, "lib.T", "e")->bounds].hi, 10);
	assert_int_equal(row_of(f, "lib.T", "g")->flags, TYPE_MILLIS);
	assert_int_equal(row_of(f, "lib.T", "h")->flags, TYPE_PORT_HERE);
	assert_int_equal(row_of(f, "lib.T", "h")->format, FORMAT_PORT);
	/* The struct's own row stays as it is; the field's is a copy with the same fields. */
	t = row_of(f, "lib.T", "i");
	assert_int_equal(t->flags, TYPE_SELECTOR);
	assert_string_equal(set_text(f, t->refs), "apps/v1 Web, apps/v1beta1 Web");
	assert_int_not_equal(field_of(f, "lib.T", "i")->type, type_of(f, "small.Selector"));
	assert_int_equal(t->name, f->s.types[type_of(f, "small.Selector")].name);
	assert_int_equal(schema_field(&f->s, field_of(f, "lib.T", "i")->type, name(f, "matchLabels")),
			 schema_field(&f->s, type_of(f, "small.Selector"), name(f, "matchLabels")));
	assert_int_equal(f->s.types[type_of(f, "small.Selector")].flags, 0);
	assert_int_equal(row_of(f, "lib.T", "j")->flags, TYPE_SELECTOR);
	assert_string_equal(set_text(f, row_of(f, "lib.T", "j")->refs), "v1 Pod, apps/v1 Web, apps/v1beta1 Web");
	assert_string_equal(words_text(f, row_of(f, "lib.T", "k")), "x y z");
	assert_int_equal(row_of(f, "lib.T", "k")->flags, TYPE_OPEN);
	assert_string_equal(words_text(f, row_of(f, "lib.T", "l")), "pods pods/log secrets webs");
	t = &f->s.types[row_of(f, "lib.T", "m")->elem];
	assert_string_equal(words_text(f, t), "get list watch bind");
	assert_string_equal(path_text(f, row_of(f, "lib.T", "n")->keyed), "name");
	assert_string_equal(words_text(f, row_of(f, "lib.T", "o")), " apps");
	assert_int_equal(field_of(f, "lib.T", "o")->flags, FIELD_SERVER);
	assert_int_equal(f->s.types[row_of(f, "lib.T", "p")->elem].flags, TYPE_SELECTOR);
	assert_int_equal(row_of(f, "lib.T", "q")->flags, TYPE_PORT_THERE);
	assert_int_equal(row_of(f, "lib.T", "r")->flags, TYPE_CLOSED);
	assert_int_equal(f->s.types[row_of(f, "lib.T", "s")->elem].flags, TYPE_IMAGE);
	assert_int_equal(field_of(f, "small.Ref", "kind")->of, OF_KIND);
	assert_int_equal(field_of(f, "small.Ref", "kind")->of_value, AST_NIL);
	c = field_of(f, "small.Ref", "ns");
	assert_int_equal(c->of, OF_OTHER_NAMESPACE);
	assert_int_equal(ast_kind(&f->tree, c->of_value), AST_BINARY);
	assert_int_equal(field_of(f, "small.PortRef", "name")->of, OF_PORT_NAME);
	assert_int_equal(field_of(f, "small.KeyRef", "key")->of, OF_KEY);
	assert_int_equal(field_of(f, "small.KeyRef", "optional")->of, OF_OPTIONAL);
}

static void test_keeps_plain_rows(void **state)
{
	struct fixture *f = *state;

	library(state, MODEL "annotate Container { ports: keyed name | merges }\ntype T { ports: [Port] }\n");
	right(f);
	assert_int_not_equal(row_of(f, "small.Container", "ports")->keyed, 0);
	assert_int_equal(row_of(f, "lib.T", "ports")->keyed, 0);
	assert_int_equal(row_of(f, "small.Container", "ports")->flags, TYPE_MERGES);
	assert_int_equal(row_of(f, "lib.T", "ports")->flags, 0);
}

static void test_versions_of_a_struct(void **state)
{
	struct fixture *f = *state;

	module(f, "a.v1", "type S { x: int32, y: int32 }\n");
	module(f, "a.v2", "type S { x: int32 }\n");
	module(f, "lib", "annotate S { x: seconds, y: seconds }\nannotate a.v2.S { x: between 1..2 }\n");
	right(f);
	assert_int_equal(row_of(f, "a.v1.S", "x")->flags, TYPE_SECONDS);
	assert_int_equal(row_of(f, "a.v1.S", "y")->flags, TYPE_SECONDS);
	assert_int_equal(row_of(f, "a.v2.S", "x")->flags, TYPE_SECONDS);
	assert_int_equal(row_of(f, "a.v1.S", "x")->bounds, 0);
	assert_int_not_equal(row_of(f, "a.v2.S", "x")->bounds, 0);
}

static void test_wrong_bounds(void **state)
{
	broken(state,
	       MODEL "annotate Port {\n number: between 0..9_223_372_036_854_775_808\n number: between 2..1\n"
		     " number: between 0..0x0000000000000000000000000000000000000001\n}\n",
	       "lib.wk8s:4:10: E0702: bounds are two whole numbers, `0..100`\n"
	       "lib.wk8s:5:10: E0702: bounds are two whole numbers, `0..100`\n"
	       "lib.wk8s:6:10: E0702: bounds are two whole numbers, `0..100`");
}

static void test_wrong_field_directives(void **state)
{
	broken(state,
	       MODEL
	       "annotate Container {\n name: secs\n nam: seconds\n image: seconds\n ports: merges\n env: keyed nam\n"
	       " image: format ipp\n ports.name: format ip\n image: values kinds\n image: port her\n image: ref [Pod, "
	       "Nope]\n"
	       " image: keyed name\n image: between 0..1\n name: between a..b\n env: selector Nope, ports: image\n}\n"
	       "annotate Ref { name: of keys, name: when prt => X, name: of }\n",
	       "lib.wk8s:4:8: E0702: there is no directive `secs` for a field\n"
	       "lib.wk8s:5:2: E0701: Container has no field `nam` (did you mean `name`?)\n"
	       "lib.wk8s:6:9: E0702: `seconds` is for whole numbers, `image` of Container is a string\n"
	       "lib.wk8s:7:9: E0702: `merges` is for maps and keyed lists, `ports` of Container is a list of Port\n"
	       "lib.wk8s:8:13: E0701: Env has no field `nam` (did you mean `name`?)\n"
	       "lib.wk8s:9:16: E0701: there is no format `ipp` (did you mean `ip`?)\n"
	       "lib.wk8s:10:2: E0702: only `of` can be said of a field further down; annotate the type that has "
	       "`name`\n"
	       "lib.wk8s:11:16: E0702: the values of kinds are `plurals`, `verbs` or `groups`\n"
	       "lib.wk8s:12:14: E0702: a port is `here`, in the container, or `there`, in the pods that are meant\n"
	       "lib.wk8s:13:19: E0701: there is no kind `Nope`\n"
	       "lib.wk8s:14:9: E0702: `keyed` is for lists, `image` of Container is a string\n"
	       "lib.wk8s:15:9: E0702: `between` is for numbers, `image` of Container is a string\n"
	       "lib.wk8s:16:8: E0702: bounds are two whole numbers, `0..100`\n"
	       "lib.wk8s:17:16: E0701: there is no kind `Nope`\n"
	       "lib.wk8s:17:29: E0702: `image` is for strings, `ports` of Container is a list of Port\n"
	       "lib.wk8s:19:25: E0702: `keys` is nothing that a reference has (did you mean `key`?)\n"
	       "lib.wk8s:19:42: E0701: Ref has no field `prt` (did you mean `port`?)\n"
	       "lib.wk8s:19:58: E0702: `of` is not written like this");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_object, setup, teardown),
		cmocka_unit_test_setup_teardown(test_object_type, setup, teardown),
		cmocka_unit_test_setup_teardown(test_annotate_kinds, setup, teardown),
		cmocka_unit_test_setup_teardown(test_immutable, setup, teardown),
		cmocka_unit_test_setup_teardown(test_wrong_immutable, setup, teardown),
		cmocka_unit_test_setup_teardown(test_wrong_kind_directives, setup, teardown),
		cmocka_unit_test_setup_teardown(test_lift, setup, teardown),
		cmocka_unit_test_setup_teardown(test_lift_versions, setup, teardown),
		cmocka_unit_test_setup_teardown(test_lift_prefers_the_inner_one, setup, teardown),
		cmocka_unit_test_setup_teardown(test_collisions, setup, teardown),
		cmocka_unit_test_setup_teardown(test_collision_of_specs, setup, teardown),
		cmocka_unit_test_setup_teardown(test_struct_directives, setup, teardown),
		cmocka_unit_test_setup_teardown(test_wrong_struct_directives, setup, teardown),
		cmocka_unit_test_setup_teardown(test_field_directives, setup, teardown),
		cmocka_unit_test_setup_teardown(test_keeps_plain_rows, setup, teardown),
		cmocka_unit_test_setup_teardown(test_versions_of_a_struct, setup, teardown),
		cmocka_unit_test_setup_teardown(test_wrong_bounds, setup, teardown),
		cmocka_unit_test_setup_teardown(test_wrong_field_directives, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
