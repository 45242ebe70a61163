/* SPDX-License-Identifier: Apache-2.0 */
/*
 * oom: every allocation of a compilation fails once. Each time the answer is
 * exit 3 and a message, nothing is leaked (the sanitizer sees that) and no
 * text stays open. Another run has writing fail at every place.
 */
#include "tests/memio.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>

static const char *const path[] = {"small.wk8s"};

static const char good[] =
	"namespace: default\n"
	"app shop {\n"
	"  Deployment web {\n"
	"    containers.web { image: \"web:1\", ports.http: 8080, env { A: \"x\", B: \"${1 + 1}\" } }\n"
	"  }\n"
	"  Service web { ports.http: 80 -> http }\n"
	"  for n in [\"a\", \"b\"] { ConfigMap (n) { data.KEY: n } }\n"
	"  ConfigMap f { data.A: json(sort(unique([\"b\", \"a\", \"b\"]))) + yaml({ a: base64(\"x\") }) }\n"
#ifdef HAVE_PCRE2
	"  ConfigMap r { data.A: replaceMatches(\"abc\", '(b|x)+', \"<$1>\") }\n"
#endif
#ifdef HAVE_NETTLE
	"  ConfigMap s { data.A: sha256(f) }\n"
#endif
	"}\n";

static const char files[] =
	"import \"lib.wk8s\"\n"
	"import \"lib.wk8s\" as l\n"
	"namespace: default\n"
	"include \"base.yaml\" { namePrefix: \"p-\", namespace: \"n\", patch ConfigMap c { data.B: l.two() } }\n"
	"Web a { image: \"a:1\", size.memory: 2Gi }\n"
	"patch on Container as c if c.name == \"a\" { args: (old ?? []) + [\"x\"] }\n"
	"ConfigMap t { data.T: file(\"note.txt\") }\n"
	"include \"note.txt\" { verbatim: true }\n"
	"#file lib.wk8s\n"
	"fn two() = \"2\"\n"
	"component Web(image: string, size: {string: Quantity} = { cpu: 1 }, kind: \"a\" | \"b\" = \"a\") {\n"
	"  app (name) { Deployment (name) { containers.(name) { image: image, resources.requests: size, env.K: kind } "
	"} }\n"
	"}\n"
	"#file base.yaml\n"
	"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {A: \"1\"}\n"
	"#file note.txt\n"
	"hello\n";

static const char bad_files[] = "include \"base.yaml\"\n"
				"include \"base.wk8s\" { tga: 1 }\n"
				"#file base.yaml\n"
				"kind: ConfigMap\n  bad: [\n"
				"#file base.wk8s\n"
				"param tag: string\ninclude \"base.wk8s\"\n";

static const char declared[] =
	"import \"crd.yaml\"\n"
	"type Size = \"small\" | \"large\"\n"
	"type BackupSpec { size: Size, secretName: string, parts: [Part], title: string }\n"
	"type Part { name: string, n: int where 0..9 }\n"
	"kind Backup in example.com/v1 plural \"backups\" { spec: BackupSpec, ...any }\n"
	"extern kind Loose in example.com/v1\n"
	"annotate BackupSpec { parts: keyed name, secretName: ref Secret }\n"
	"annotate Part { head n }\n"
	"derive Backup.spec.title in app = titled(self.size)\n"
	"fn titled(s) = \"a ${s} one\"\n"
	"app shop {\n"
	"  Secret s {}\n"
	"  Backup b { size: small, secretName: s, parts.a: 3, more.x: 1 }\n"
	"  Loose l { spec.a: [1, { b: 2 }] }\n"
	"  Gadget g { size: large, parts.a.n: 1 }\n"
	"}\n"
	"#file crd.yaml\n"
	"apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: g}\nspec:\n"
	"  group: example.com\n  scope: Namespaced\n  names: {kind: Gadget, plural: gadgets, shortNames: [g]}\n"
	"  versions:\n  - name: v1\n    served: true\n    subresources: {status: {}}\n    schema:\n"
	"      openAPIV3Schema:\n        type: object\n        properties:\n          spec:\n"
	"            type: object\n            required: [size]\n            properties:\n"
	"              size: {type: string, enum: [small, large]}\n"
	"              parts: {type: array, x-kubernetes-list-map-keys: [name], items: {type: object, properties: "
	"{name: {type: string}, n: {type: integer, minimum: 1}}}}\n";

static const char bad[] = "app shop {\n"
			  "  Deployment web { replica: 3, containers.web { image: 5 } }\n"
			  "  Service web { ports.http: 80 -> htp\n"
			  "}\n";

/* How many allocations failed. */
static long fail_everywhere(const char *text, size_t n, enum wk8s_status (*run)(struct wk8s_build *),
			    enum wk8s_status at_last)
{
	long failed = 0;

	for (long i = 1;; i++) {
		struct memio io = {.text = text, .n = n};
		struct wk8s_build job = memio_job(&io, path);
		enum wk8s_status status;

		job.fail_at = i;
		status = run(&job);
		assert_int_equal(io.open, 0);
		if (status != WK8S_FAILED) {
			assert_int_equal(status, at_last);
			assert_true(at_last != WK8S_DONE || io.out > 0);
			break;
		}
		assert_true(io.err > 0);
		failed++;
		assert_true(i < 100000);
	}
	assert_true(failed > 0);
	print_message("%ld allocations failed in turn\n", failed);
	return failed;
}

static void oom_good_source(void **state)
{
	(void)state;
	(void)fail_everywhere(good, sizeof good - 1, wk8s_build, WK8S_DONE);
}

static void oom_bad_source(void **state)
{
	(void)state;
	(void)fail_everywhere(bad, sizeof bad - 1, wk8s_build, WK8S_MISTAKES);
}

static void oom_good_files(void **state)
{
	(void)state;
	(void)fail_everywhere(files, sizeof files - 1, wk8s_build, WK8S_DONE);
}

static void oom_declared(void **state)
{
	(void)state;
	(void)fail_everywhere(declared, sizeof declared - 1, wk8s_build, WK8S_DONE);
}

static void oom_bad_files(void **state)
{
	(void)state;
	(void)fail_everywhere(bad_files, sizeof bad_files - 1, wk8s_build, WK8S_MISTAKES);
}

/* A question, and the answer's own memory. */
static void oom_why(void **state)
{
	(void)state;
	for (long i = 1;; i++) {
		struct memio io = {.text = files, .n = sizeof files - 1};
		struct wk8s_build job = memio_job(&io, path);
		struct wk8s_why question = {
			.build = &job, .object = i & 1 ? "Deployment/a" : NULL, .path = "labels", .line = 30};
		enum wk8s_status status;

		job.fail_at = (i + 1) / 2;
		status = wk8s_why(&question);
		assert_int_equal(io.open, 0);
		if (status != WK8S_FAILED) {
			assert_int_equal(status, WK8S_DONE);
			break;
		}
		assert_true(i < 100000);
	}
}

/* The four forms in turn. */
static void oom_list(void **state)
{
	unsigned form = 0;
	long failed = 0;

	(void)state;
	while (form < 4) {
		struct memio io = {.text = files, .n = sizeof files - 1};
		struct wk8s_build job = memio_job(&io, path);
		struct wk8s_list list = {.build = &job, .images = form & 1, .json = form & 2};
		enum wk8s_status status;

		job.fail_at = ++failed;
		status = wk8s_list(&list);
		assert_int_equal(io.open, 0);
		assert_true(failed < 100000);
		if (status == WK8S_FAILED)
			continue;
		assert_int_equal(status, WK8S_DONE);
		assert_true(failed > 1 && io.out > 0);
		failed = 0;
		form++;
	}
}

/* Answers with samples, which are compilations of their own, complaints and lists; both forms. */
static void oom_explain(void **state)
{
	static const struct {
		enum wk8s_explain_what what;
		const char *word;
		enum wk8s_status status;
	} questions[] = {
		{WK8S_EXPLAIN_WORD, "Deployment.containers.image", WK8S_DONE},
		{WK8S_EXPLAIN_WORD, "core.v1.ContainerPort.containerPort", WK8S_DONE},
		{WK8S_EXPLAIN_WORD, "Job.containers.env", WK8S_DONE},
		{WK8S_EXPLAIN_WORD, "Deployment.container", WK8S_MISTAKES},
		{WK8S_EXPLAIN_KINDS, NULL, WK8S_DONE},
		{WK8S_EXPLAIN_FIELDS, "Service", WK8S_DONE},
	};
	const unsigned n = 2 * sizeof questions / sizeof *questions;
	unsigned i = 0;
	long failed = 0;

	(void)state;
	while (i < n) {
		struct memio io = {.text = "", .n = 0};
		struct wk8s_build job = memio_job(&io, path);
		struct wk8s_explain question = {
			.build = &job,
			.what = questions[i / 2].what,
			.word = questions[i / 2].word,
			.json = i & 1,
		};
		enum wk8s_status status;

		job.fail_at = ++failed;
		status = wk8s_explain(&question);
		assert_true(failed < 100000);
		if (status == WK8S_FAILED) {
			assert_true(io.err > 0);
			continue;
		}
		assert_int_equal(status, questions[i / 2].status);
		assert_true(failed > 1 && io.out + io.err > 0);
		failed = 0;
		i++;
	}
}

static enum wk8s_status build_annotated(struct wk8s_build *job)
{
	job->annotate = true;
	return wk8s_build(job);
}

static void oom_annotate(void **state)
{
	(void)state;
	(void)fail_everywhere(files, sizeof files - 1, build_annotated, WK8S_DONE);
}

static const char untidy[] =
	"# a\nlet x =   [ 1,2 , # b\n 3]\n"
	"Pod p { containers.c { command: [\"sh\", \"\"\"\n  a ${ x }\n  ${ if x\n then 1 else 2 }\n"
	"  \"\"\"], args: merge({ a: \"${ 1+1 }\" }, (  b ?? c ) ) } }\n";

static void oom_fmt(void **state)
{
	(void)state;
	assert_true(fail_everywhere(untidy, sizeof untidy - 1, wk8s_fmt, WK8S_DONE) >= 5);
}

static void memory_limit(void **state)
{
	struct memio io = {.text = good, .n = sizeof good - 1};
	struct wk8s_build job = memio_job(&io, path);

	(void)state;
	job.max_memory = 100000;
	assert_int_equal(wk8s_build(&job), WK8S_FAILED);
	assert_true(job.stats.peak_memory <= 100000);
	assert_int_equal(io.out, 0);
}

static void writing_fails(void **state)
{
	struct memio io = {.text = good, .n = sizeof good - 1, .fail_after = 10};
	struct wk8s_build job = memio_job(&io, path);

	(void)state;
	assert_int_equal(wk8s_build(&job), WK8S_FAILED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(oom_good_source), cmocka_unit_test(oom_bad_source), cmocka_unit_test(oom_good_files),
		cmocka_unit_test(oom_declared),    cmocka_unit_test(oom_bad_files),  cmocka_unit_test(memory_limit),
		cmocka_unit_test(oom_why),         cmocka_unit_test(oom_list),       cmocka_unit_test(oom_annotate),
		cmocka_unit_test(oom_fmt),         cmocka_unit_test(oom_explain),    cmocka_unit_test(writing_fails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
