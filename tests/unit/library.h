/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_TESTS_LIBRARY_H
#define WK8S_TESTS_LIBRARY_H

/*
 * library: what the tests of schema/ share. Small libraries are parsed and
 * built; rows and messages are looked at as text.
 */

#include "schema/build.h"
#include "schema/format.h"
#include "schema/nearest.h"
#include "schema/schema.h"
#include "schema/words.h"
#include "syntax/parse.h"

#define FIXTURE_MORE                                                                                                   \
	struct build_module modules[8];                                                                                \
	uint32_t nmodules;                                                                                             \
	struct schema s;
#include "fixture.h"

static inline void module(struct fixture *f, const char *name, const char *text)
{
	uint32_t file = sources_add(&f->sources, arena_printf(&f->arena, "%s.wk8s", name), str_of(text));
	struct build_module m = {.name = name, .file = arena_printf(&f->arena, "stdlib/%s.wk8s", name)};

	m.root = parse(&f->tree, &f->names, &f->sources.files.v[file], &f->diags);
	f->modules[f->nmodules++] = m;
}

static inline bool build(struct fixture *f)
{
	struct build_input in = {.arena = &f->arena,
				 .names = &f->names,
				 .tree = &f->tree,
				 .sources = &f->sources,
				 .diags = &f->diags,
				 .modules = f->modules,
				 .nmodules = f->nmodules};

	return build_schema(&in, &f->s);
}

/* All diagnostics: place, code, message, (label), and what else is said. */
static inline const char *said(struct fixture *f)
{
	f->out.n = 0;
	diags_sort(&f->diags);
	for (uint32_t i = 0; i < f->diags.list.n; i++) {
		const struct diag *d = f->diags.list.v[i];
		struct place p = sources_place(&f->sources, d->span.beg);
		if (i)
			buf_putc(&f->out, '\n');
		buf_printf(&f->out, "%s:%u:%u: %s: %s", p.file ? p.file->path : "-", p.line, p.col,
			   diag_code_text(d->code), d->message);
		if (*d->label)
			buf_printf(&f->out, " (%s)", d->label);
		for (uint32_t j = 0; j < d->also.n; j++) {
			struct place q = sources_place(&f->sources, d->also.v[j].span.beg);
			buf_printf(&f->out, "; %u:%u %s", q.line, q.col, d->also.v[j].label);
		}
		for (uint32_t j = 0; j < d->helps.n; j++)
			buf_printf(&f->out, "; help: %s", d->helps.v[j]);
	}
	buf_putc(&f->out, 0);
	return f->out.p;
}

/* The text of the library has exactly these mistakes. */
static inline void wrong(void **state, const char *text, const char *expected)
{
	struct fixture *f = *state;

	module(f, "lib", text);
	build(f);
	assert_string_equal(said(f), expected);
}

static inline void right(struct fixture *f)
{
	bool good = build(f);

	assert_string_equal(said(f), "");
	assert_true(good);
}

/* ---- reading the tables ---- */

static inline sym name(struct fixture *f, const char *text)
{
	return sym_of(&f->names, text);
}

static inline type_id type_of(struct fixture *f, const char *full)
{
	for (uint32_t i = 1; i < f->s.ntypes; i++)
		if (f->s.types[i].name && str_is(sym_str(&f->names, f->s.types[i].name), full))
			return (type_id)i;
	fail_msg("no type %s", full);
	return 0;
}

static inline const struct schema_field *field_of(struct fixture *f, const char *type, const char *field)
{
	field_id id = schema_field(&f->s, type_of(f, type), name(f, field));

	assert_true(id);
	return &f->s.fields[id];
}

static inline const struct schema_type *row_of(struct fixture *f, const char *type, const char *field)
{
	return &f->s.types[field_of(f, type, field)->type];
}

static inline const struct schema_kind *kind_of(struct fixture *f, const char *kind)
{
	kind_id k = schema_kind(&f->s, name(f, kind));

	assert_true(k);
	return &f->s.kinds[k];
}

static inline const char *text_of(struct fixture *f, sym s)
{
	struct str t = sym_str(&f->names, s);

	return arena_strndup(&f->arena, t.p, t.n);
}

static inline const char *steps_text(struct fixture *f, const field_id *steps, unsigned n)
{
	const char *text = "";

	for (unsigned i = 0; i < n; i++)
		text = arena_printf(&f->arena, "%s%s%s", text, i ? "." : "", text_of(f, f->s.fields[steps[i]].name));
	return text;
}

static inline const char *path_text(struct fixture *f, path_id path)
{
	return steps_text(f, f->s.steps + f->s.paths[path].first, f->s.paths[path].count);
}

static inline const char *words_text(struct fixture *f, const struct schema_type *t)
{
	const char *text = "";

	for (uint32_t i = 0; i < t->count; i++)
		text = arena_printf(&f->arena, "%s%s%s", text, i ? " " : "", text_of(f, f->s.words[t->first + i]));
	return text;
}

/* "v1 Pod, apps/v1 Deployment" */
static inline const char *set_text(struct fixture *f, kinds_id set)
{
	const char *text = "";

	for (uint32_t i = 0; i < f->s.kindsets[set].count; i++) {
		const struct schema_kind *k = &f->s.kinds[f->s.kindlist[f->s.kindsets[set].first + i]];
		text = arena_printf(&f->arena, "%s%s%s %s", text, i ? ", " : "", text_of(f, k->api_version),
				    text_of(f, k->name));
	}
	return text;
}

static inline const struct schema_dir *dir_of(struct fixture *f, const char *type, enum dir_op op, unsigned nth)
{
	const struct schema_type *t = &f->s.types[type_of(f, type)];

	for (uint32_t i = 0; i < t->ndirs; i++)
		if (f->s.dirs[t->dirs + i].op == op && !nth--)
			return &f->s.dirs[t->dirs + i];
	fail_msg("no directive");
	return NULL;
}

static const char small_library[] =
	"type ObjectMeta { name: string, namespace: string, labels: {string: string}, uid: string }\n"
	"type Meta { name: string }\n"
	"type PodSpec { containers: [Container], restartPolicy: string, nodeName: string, deadline: int32 }\n"
	"type Container { name: string, image: string, ports: [Port], env: [Env] }\n"
	"type Port { name: string, number: int32, protocol: string }\n"
	"type Env { name: string, value: string, from: Source }\n"
	"type Source { secret: KeyRef, config: KeyRef, whole: Ref }\n"
	"type KeyRef { name: string, key: string, optional: bool }\n"
	"type Ref { name: string, kind: string, ns: string, port: PortRef }\n"
	"type PortRef { name: string, number: int32 }\n"
	"type Template { metadata: ObjectMeta, spec: PodSpec }\n"
	"type Selector { matchLabels: {string: string}, matchExpressions: [Term] }\n"
	"type Term { key: string }\n"
	"type Limits { requests: {string: Quantity}, limits: {string: Quantity} }\n"
	"kind Pod in v1 plural \"pods\" verbs \"get list\" subresources \"log\" { metadata: ObjectMeta, spec: PodSpec, "
	"status: Ref server }\n"
	"type WebSpec { replicas: int32, template: Template, selector: Selector, deadline: int32, suspend: bool "
	"since 1.31, uid: string }\n"
	"kind Web in apps/v1 plural \"webs\" verbs \"get watch\" { metadata: ObjectMeta, spec: WebSpec }\n"
	"kind Secret in v1 plural \"secrets\" { metadata: ObjectMeta, data: {string: bytes}, stringData: {string: "
	"string} }\n"
	"kind Config in v1 { metadata: ObjectMeta, data: {string: string} }\n"
	"kind PodList in v1 list { items: [Pod] }\n";

static inline void library(void **state, const char *more)
{
	struct fixture *f = *state;

	module(f, "small", small_library);
	module(f, "old",
	       "kind Web in apps/v1beta1 { metadata: ObjectMeta, spec: OldSpec }\ntype OldSpec { replicas: int32 }\n");
	module(f, "lib", more);
}

#define MODEL "annotate Object { name metadata.name, lift [spec] }\nannotate Web { ambiguous [uid] }\n"

static inline void broken(void **state, const char *more, const char *expected)
{
	library(state, more);
	build(*state);
	assert_string_equal(said(*state), expected);
}

static inline const char *lift_path(struct fixture *f, kind_id k)
{
	const char *text = "";

	for (uint32_t i = 0; i < f->s.kinds[k].nlift; i++)
		text = arena_printf(&f->arena, "%s%s%s", text, i ? ", " : "",
				    path_text(f, f->s.lifts[f->s.kinds[k].lift + i]));
	return text;
}

static inline const char *lifted(struct fixture *f, const char *kind, const char *field, uint8_t target,
				 struct lift_result *r)
{
	schema_lift(&f->s, schema_kind(&f->s, name(f, kind)), name(f, field), target, r);
	return steps_text(f, r->steps, r->count);
}

#endif
