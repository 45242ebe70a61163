/* SPDX-License-Identifier: Apache-2.0 */
/*
 * openapi_merge: several OpenAPI documents to one list of declarations, with
 * the versions that have them and the facts about them.
 */

#include "schema/openapi_model.h"

#include <stdlib.h>
#include <string.h>

/* ---- finding ---- */

static int by_full(const void *a, const void *b)
{
	return strcmp((*(struct api_def *const *)a)->full, (*(struct api_def *const *)b)->full);
}

static int by_name(const void *a, const void *b)
{
	const struct api_def *x = *(struct api_def *const *)a, *y = *(struct api_def *const *)b;
	int c = strcmp(x->module, y->module);

	return c ? c : strcmp(x->name, y->name);
}

static int by_place(const void *a, const void *b)
{
	const struct api_def *x = *(struct api_def *const *)a, *y = *(struct api_def *const *)b;
	int c = strcmp(x->module, y->module);

	if (!c)
		c = (y->form == API_KIND) - (x->form == API_KIND);
	return c ? c : strcmp(x->name, y->name);
}

static int by_minor(const void *a, const void *b)
{
	const struct api_doc *x = a, *y = b;

	return (x->minor > y->minor) - (x->minor < y->minor);
}

/* The definition that the $ref REF names; NULL if there is none, or no REF. */
static struct api_def *ref_def(const struct api *api, const char *ref)
{
	static const char prefix[] = "#/definitions/";
	const size_t n = sizeof prefix - 1;
	struct api_def key = {0}, *p = &key, **found;

	if (!ref || strncmp(ref, prefix, n) || !api->defs.n)
		return NULL;
	key.full = ref + n;
	found = bsearch(&p, api->defs.v, api->defs.n, sizeof *api->defs.v, by_full);
	return found ? *found : NULL;
}

struct api_def *api_ref(struct api *api, const struct api_def *def, const char *field, const char *ref)
{
	struct api_def *to = ref_def(api, ref);

	if (!to)
		api_error(api, "%s%s%s: $ref to `%s`, which no document defines", def->full, *field ? "." : "", field,
			  ref);
	return to;
}

/* ---- facts ---- */

static json_t *fact_fields(const struct api *api, const char *full)
{
	return json_object_get(json_object_get(api->field_defs, full), "fields");
}

/* Splits io.k8s.api.apps.v1.Deployment: lengths of what comes before the name, the version and the group. */
static void split(const char *full, size_t *name, size_t *version)
{
	const char *dot = strrchr(full, '.');
	const char *p = dot;

	*name = dot ? (size_t)(dot - full) + 1 : 0;
	while (p && p > full && p[-1] != '.')
		p--;
	*version = p ? (size_t)(p - full) : 0;
}

/* Is a version, v1, v2beta1? Then how new: finished ones before beta, beta before alpha. */
static int version_age(const char *p, size_t n)
{
	int major = 0, minor = 0, stage = 3;
	size_t i = 1;

	if (n < 2 || *p != 'v')
		return 0;
	for (; i < n && p[i] >= '0' && p[i] <= '9' && major < 1000; i++)
		major = 10 * major + (p[i] - '0');
	if (n - i > 4 && !memcmp(p + i, "beta", 4))
		stage = 2, i += 4;
	else if (n - i > 5 && !memcmp(p + i, "alpha", 5))
		stage = 1, i += 5;
	for (; i < n && p[i] >= '0' && p[i] <= '9' && minor < 1000; i++)
		minor = 10 * minor + (p[i] - '0');
	return i < n || !major ? 0 : stage * 2000000 + major * 1000 + minor;
}

/* See note [kin] in openapi_model.h. */
static void find_facts(const struct api *api, struct api_def *def)
{
	size_t name, version, name2, version2;
	const char *full;
	json_t *row, *fields;
	int best = 0;

	def->kin = def->full;
	def->facts = def->order = fact_fields(api, def->full);
	if (def->facts)
		return;
	split(def->full, &name, &version);
	json_object_foreach(api->field_defs, full, row)
	{
		split(full, &name2, &version2);
		fields = json_object_get(row, "fields");
		if (strcmp(full + name2, def->name) != 0 || !json_object_size(fields))
			continue;
		if (!def->order)
			def->order = fields;
		if (version2 == version && !strncmp(full, def->full, version)) {
			int age = version_age(full + version2, name2 - version2 - 1);
			if (age > best) {
				best = age;
				def->kin = full;
				def->facts = fields;
			}
		}
	}
	if (def->facts)
		def->order = def->facts;
}

json_t *api_words(const struct api *api, const struct api_def *def, const struct api_field *field, bool keys,
		  bool *open)
{
	const char *full[2] = {def->full, def->kin};
	json_t *words;

	for (int i = 0; i < 2; i++) {
		size_t n = strlen(full[i]) + strlen(field->name) + sizeof ".(keys)";
		char small[512];

		if (n > sizeof small)
			continue;
		strcpy(small, full[i]);
		strcat(small, ".");
		strcat(small, field->name);
		if (keys)
			strcat(small, "(keys)");
		*open = false;
		words = json_object_get(api->closed, small);
		if (!words) {
			*open = true;
			words = json_object_get(api->open, small);
		}
		if (json_array_size(words))
			return words;
	}
	return NULL;
}

/* Splits the name of a Go type, "core.v1.Protocol", and looks for its declaration. */
static struct api_def *words_named(const struct api *api, const char *type)
{
	const char *dot = type ? strrchr(type, '.') : NULL;
	struct api_def key = {0}, *p = &key, **found;
	char module[128];

	if (!dot || !api->words.n || (size_t)(dot - type) >= sizeof module)
		return NULL;
	memcpy(module, type, (size_t)(dot - type));
	module[dot - type] = 0;
	key.module = module;
	key.name = dot + 1;
	found = bsearch(&p, api->words.v, api->words.n, sizeof *api->words.v, by_name);
	return found ? *found : NULL;
}

struct api_def *api_words_def(const struct api *api, const struct api_field *field, const json_t *words, bool open)
{
	struct api_def *def = words_named(api, api_string(field->fact, "enumType"));

	return def && def->open == open && json_equal(def->newest, words) ? def : NULL;
}

/* ---- definitions ---- */

/* The module of a definition: the last two parts before its name, or the last where that is no version. */
static bool set_names(struct api *api, struct api_def *def)
{
	size_t name, version, group;

	split(def->full, &name, &version);
	group = version;
	if (name && version && version_age(def->full + version, name - version - 1)) {
		for (group--; group > 0 && def->full[group - 1] != '.'; group--)
			;
		if (!api_is_name(def->full + group, version - group - 1))
			name = 0;
	}
	def->name = def->full + name;
	if (!name || !api_is_name(def->full + version, name - version - 1) ||
	    !api_is_name(def->name, strlen(def->name))) {
		api_error(api, "definition `%s`: a name such as io.k8s.api.apps.v1.Deployment is expected", def->full);
		return false;
	}
	def->module = arena_strndup(&api->arena, def->full + group, name - group - 1);
	return true;
}

/*
 * Definitions that are types of the language. Free-form ones look like a
 * struct without fields in the documents and must be known by name.
 */
static const char *builtin_of(const struct api_def *def)
{
	static const char *const strings[] = {"Quantity", "Duration", "Time", "MicroTime", "IntOrString"};
	static const char *const free_form[] = {"RawExtension", "FieldsV1", "Patch"};
	const char *type = api_string(def->newest, "type");

	if (json_object_size(json_object_get(def->newest, "properties")))
		return NULL;
	for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
		if (!strcmp(def->name, strings[i]) && type && !strcmp(type, "string"))
			return strings[i];
	for (size_t i = 0; i < sizeof free_form / sizeof *free_form; i++)
		if (!strcmp(def->name, free_form[i]))
			return "any";
	return type || json_object_get(def->newest, "$ref") || json_object_get(def->newest, "properties") ? NULL
													  : "any";
}

/* The row on the kind NAME of GROUP and VERSION, or NULL. */
static json_t *resource_of(const struct api *api, const char *group, const char *version, const char *name)
{
	size_t n = strlen(group), i;
	json_t *row;

	json_array_foreach(api->resources, i, row)
	{
		const char *kind = api_string(row, "kind"), *gv = api_string(row, "apiVersion");

		if (!kind || !gv || strcmp(kind, name) != 0)
			continue;
		if (n && (strncmp(gv, group, n) != 0 || gv[n] != '/'))
			continue;
		if (!strcmp(gv + (n ? n + 1 : 0), version))
			return row;
	}
	return NULL;
}

/* The group and version of a kind: those that are served, else the core group's, else the first. */
static void set_kind(struct api *api, struct api_def *def)
{
	json_t *row;
	size_t i;
	const char *text;

	json_array_foreach(json_object_get(def->newest, "x-kubernetes-group-version-kind"), i, row)
	{
		const char *group = api_string(row, "group"), *version = api_string(row, "version");
		const char *kind = api_string(row, "kind");
		json_t *resource;

		if (!group || !version || !*version || !kind || strcmp(kind, def->name) != 0)
			continue;
		resource = resource_of(api, group, version, kind);
		if (!def->version || (resource && !def->resource) || (!def->resource && !*group && *def->group)) {
			def->group = group;
			def->version = version;
			def->resource = resource;
		}
	}
	if (def->version)
		def->form = API_KIND;
	text = api_string(def->resource, "first");
	if (text && api_minor(text) > def->first)
		def->first = api_minor(text);
	text = api_string(def->resource, "last");
	if (text && api_minor(text) && api_minor(text) < def->last)
		def->last = api_minor(text);
}

static void set_form(struct api *api, struct api_def *def)
{
	const char *type = api_string(def->newest, "type");

	def->builtin = builtin_of(def);
	if (def->builtin)
		def->form = API_NAMED;
	else if (json_object_get(def->newest, "properties"))
		def->form = API_STRUCT;
	else if (json_object_get(def->newest, "$ref") || strcmp(type ? type : "", "object") != 0 ||
		 json_object_get(def->newest, "additionalProperties"))
		def->form = API_TYPE;
	if (def->form == API_STRUCT)
		set_kind(api, def);
}

/* All definitions of all documents, by full name, from the newest that has each. */
static void collect(struct api *api)
{
	for (uint32_t d = api->docs.n; d-- > 0;) {
		struct api_doc *doc = &api->docs.v[d];
		const char *full;
		json_t *schema;

		json_object_foreach(doc->defs, full, schema)
		{
			struct api_def *def;
			bool newer = false;

			for (uint32_t i = d + 1; i < api->docs.n && !newer; i++)
				newer = json_object_get(api->docs.v[i].defs, full) != NULL;
			if (newer)
				continue;
			def = arena_zalloc(&api->arena, sizeof *def);
			def->full = full;
			def->newest = schema;
			def->last = doc->minor;
			for (uint32_t i = 0; i <= d && !def->first; i++)
				if (json_object_get(api->docs.v[i].defs, full))
					def->first = api->docs.v[i].minor;
			if (!set_names(api, def))
				continue;
			set_form(api, def);
			find_facts(api, def);
			VEC_PUSH(&api->arena, &api->defs, def);
		}
	}
	if (api->defs.n)
		qsort(api->defs.v, api->defs.n, sizeof *api->defs.v, by_full);
}

/* ---- fields ---- */

static bool in_list(const json_t *list, const char *name)
{
	size_t i;
	json_t *item;

	json_array_foreach(list, i,
			   item) if (json_is_string(item) && !strcmp(json_string_value(item), name)) return true;
	return false;
}

static void add_field(struct api *api, struct api_def *def, const char *name)
{
	struct api_field f = {.name = name};

	for (uint32_t d = 0; d < api->docs.n; d++) {
		json_t *schema = json_object_get(
			json_object_get(json_object_get(api->docs.v[d].defs, def->full), "properties"), name);
		if (!schema)
			continue;
		f.schema = schema;
		f.last = api->docs.v[d].minor;
		if (!f.first)
			f.first = f.last;
	}
	if (!f.schema)
		return;
	f.fact = json_object_get(def->facts, name);
	f.required = in_list(json_object_get(def->newest, "required"), name);
	/* By the API's conventions: what the server reports about an object. */
	f.server = def->form == API_KIND && !strcmp(name, "status") && json_object_get(f.schema, "$ref");
	VEC_PUSH(&api->arena, &def->fields, f);
}

/* Fields of the type as the Go struct has them, then the others as the documents have them. */
static void set_fields(struct api *api, struct api_def *def)
{
	static const char *const front[] = {"apiVersion", "kind", "metadata"};
	size_t nfront = def->form == API_KIND ? sizeof front / sizeof *front : 0;
	const char *name;
	json_t *value;

	for (size_t i = 0; i < nfront; i++)
		add_field(api, def, front[i]);
	for (uint32_t d = api->docs.n + 1; d-- > 0;) {
		bool facts = d == api->docs.n;
		json_t *from = facts ? def->order
				     : json_object_get(json_object_get(api->docs.v[d].defs, def->full), "properties");

		json_object_foreach(from, name, value)
		{
			bool seen = !facts && json_object_get(def->order, name);
			for (size_t i = 0; i < nfront && !seen; i++)
				seen = !strcmp(name, front[i]);
			for (uint32_t i = d + 1; i < api->docs.n && !facts && !seen; i++)
				seen = json_object_get(json_object_get(json_object_get(api->docs.v[i].defs, def->full),
								       "properties"),
						       name) != NULL;
			if (!seen)
				add_field(api, def, name);
		}
	}
}

/* ---- reach, see the note in openapi_model.h ---- */

static void touch(struct api *api, const struct api_def *def, const char *field, const json_t *schema, unsigned first,
		  unsigned last)
{
	for (unsigned depth = 0; json_is_object(schema) && depth <= API_MAX_DEPTH; depth++) {
		const char *ref = api_string(schema, "$ref");
		json_t *items = json_object_get(schema, "items");
		struct api_def *to = ref ? api_ref(api, def, field, ref) : NULL;

		if (to) {
			if (!to->from || first < to->from)
				to->from = first;
			if (last > to->to)
				to->to = last;
		}
		if (ref)
			return;
		schema = items ? items : json_object_get(schema, "additionalProperties");
	}
	if (json_is_object(schema))
		api_error(api, "%s.%s: lists and maps are nested more than %d deep", def->full, field, API_MAX_DEPTH);
}

static void set_reach(struct api *api)
{
	for (uint32_t i = 0; i < api->defs.n; i++) {
		struct api_def *def = api->defs.v[i];

		if (def->form == API_TYPE)
			touch(api, def, "", def->newest, def->first, def->last);
		for (uint32_t f = 0; f < def->fields.n; f++)
			touch(api, def, def->fields.v[f].name, def->fields.v[f].schema, def->fields.v[f].first,
			      def->fields.v[f].last);
	}
	for (uint32_t i = 0; i < api->defs.n; i++) {
		struct api_def *def = api->defs.v[i];

		/* A kind is reached as an object, and a type that nothing refers to as itself. */
		if (!def->from || (def->form == API_KIND && def->first < def->from))
			def->from = def->first;
		if (!def->to || (def->form == API_KIND && def->last > def->to))
			def->to = def->last;
	}
}

/* A chain of names for each other has no type at its end. */
static void check_chains(struct api *api)
{
	for (uint32_t i = 0; i < api->defs.n; i++) {
		struct api_def *def = api->defs.v[i];
		uint32_t steps = 0;

		while (def && def->form == API_TYPE && steps <= API_MAX_CHAIN) {
			const json_t *schema = def->newest;

			for (unsigned depth = 0; json_is_object(schema) && depth <= API_MAX_DEPTH; depth++) {
				json_t *items = json_object_get(schema, "items");
				if (json_object_get(schema, "$ref"))
					break;
				schema = items ? items : json_object_get(schema, "additionalProperties");
			}
			def = ref_def(api, api_string(schema, "$ref"));
			steps++;
		}
		if (steps > API_MAX_CHAIN) {
			api_error(api, "definition `%s`: refers to itself, or through more than %d others",
				  api->defs.v[i]->full, API_MAX_CHAIN);
			return;
		}
	}
}

/* ---- names for words ---- */

static struct api_def *declared(const struct api *api, const struct api_def *key)
{
	struct api_def **found;

	if (!api->modules.n)
		return NULL;
	found = bsearch(&key, api->modules.v, api->modules.n, sizeof *api->modules.v, by_name);
	return found ? *found : NULL;
}

/* Declares the Go type of FIELD, with its words, unless a struct has the name. */
static void add_words(struct api *api, const struct api_def *def, const struct api_field *field)
{
	const char *type = api_string(field->fact, "enumType"), *dot = type ? strrchr(type, '.') : NULL;
	struct api_def *named, key = {.form = API_WORDS, .full = type};
	bool open;
	json_t *words = api_words(api, def, field, false, &open);
	size_t name, version;

	if (!dot || !words || !json_equal(words, json_object_get(json_object_get(api->word_types, type), "values")))
		return;
	split(type, &name, &version);
	if (!version || !api_is_name(dot + 1, strlen(dot + 1)) || !api_is_name(type, version - 1) ||
	    !api_is_name(type + version, name - version - 1))
		return;
	key.module = arena_strndup(&api->arena, type, (size_t)(dot - type));
	key.name = dot + 1;
	key.newest = words;
	key.open = open;
	named = declared(api, &key);
	if (named)
		return;
	named = arena_alloc(&api->arena, sizeof *named);
	*named = key;
	VEC_PUSH(&api->arena, &api->words, named);
}

static int by_words(const void *a, const void *b)
{
	const struct api_def *x = *(struct api_def *const *)a, *y = *(struct api_def *const *)b;
	int c = by_name(a, b);

	return c ? c : x->open - y->open;
}

/* One declaration a name: the closed one where there are both. */
static void set_words(struct api *api)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < api->defs.n; i++)
		for (uint32_t f = 0; f < api->defs.v[i]->fields.n; f++)
			add_words(api, api->defs.v[i], &api->defs.v[i]->fields.v[f]);
	if (!api->words.n)
		return;
	qsort(api->words.v, api->words.n, sizeof *api->words.v, by_words);
	for (uint32_t i = 0; i < api->words.n; i++)
		if (!n || by_name(&api->words.v[n - 1], &api->words.v[i]))
			api->words.v[n++] = api->words.v[i];
	api->words.n = n;
	for (uint32_t i = 0; i < n; i++)
		VEC_PUSH(&api->arena, &api->modules, api->words.v[i]);
}

void api_merge(struct api *api)
{
	if (!api->docs.n)
		return;
	qsort(api->docs.v, api->docs.n, sizeof *api->docs.v, by_minor);
	collect(api);
	for (uint32_t i = 0; i < api->defs.n; i++) {
		if (api->defs.v[i]->form == API_NAMED)
			continue;
		if (api->defs.v[i]->form != API_TYPE)
			set_fields(api, api->defs.v[i]);
		VEC_PUSH(&api->arena, &api->modules, api->defs.v[i]);
	}
	set_reach(api);
	check_chains(api);
	if (!api->modules.n)
		return;
	qsort(api->modules.v, api->modules.n, sizeof *api->modules.v, by_name);
	for (uint32_t i = 1; i < api->modules.n; i++)
		if (!by_name(&api->modules.v[i - 1], &api->modules.v[i]))
			api_error(api, "definitions `%s` and `%s` would both be %s.%s", api->modules.v[i - 1]->full,
				  api->modules.v[i]->full, api->modules.v[i]->module, api->modules.v[i]->name);
	set_words(api);
	qsort(api->modules.v, api->modules.n, sizeof *api->modules.v, by_place);
}
