/* SPDX-License-Identifier: Apache-2.0 */
/*
 * openapi_write: the merged declarations as wk8s source, one module at a time.
 */

#include "schema/openapi_model.h"

#include <string.h>

struct writer {
	struct api *api;
	struct buf *out;
	const char *module;
	const struct api_def *def;
	const struct api_field *field; /* NULL in a type that is no struct */
};

/* ---- texts ---- */

static void put_string(struct writer *w, const char *text)
{
	buf_putc(w->out, '"');
	for (const char *c = text; *c; c++) {
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			api_error(w->api, "%s: a control character in a name or value", w->def->full);
		else if (*c == '"' || *c == '\\' || (*c == '$' && c[1] == '{'))
			buf_putc(w->out, '\\');
		buf_putc(w->out, *c);
	}
	buf_putc(w->out, '"');
}

/* TEXT as it stands where it is a name of the language, else as a string. */
static void put_name(struct writer *w, const char *text)
{
	if (api_is_name(text, strlen(text)))
		buf_puts(w->out, text);
	else
		put_string(w, text);
}

/* The strings of LIST in one string, a space between. */
static void put_joined(struct writer *w, const json_t *list)
{
	size_t i;
	json_t *item;
	bool first = true;

	buf_putc(w->out, '"');
	json_array_foreach(list, i, item)
	{
		const char *text = json_string_value(item);

		if (!text || strpbrk(text, " \"\\$\n")) {
			api_error(w->api, "%s: a list of plain names is expected in the facts", w->def->full);
			continue;
		}
		if (!first)
			buf_putc(w->out, ' ');
		first = false;
		buf_puts(w->out, text);
	}
	buf_putc(w->out, '"');
}

/* ---- types ---- */

static void put_words(struct writer *w, const json_t *words, bool open)
{
	size_t i;
	json_t *word;

	json_array_foreach(words, i, word)
	{
		if (i)
			buf_puts(w->out, " | ");
		if (json_is_string(word))
			put_string(w, json_string_value(word));
		else
			api_error(w->api, "%s: words must be strings", w->def->full);
	}
	if (open)
		buf_puts(w->out, " | string");
}

static void put_ref(struct writer *w, const struct api_def *to)
{
	if (to->form == API_NAMED) {
		buf_puts(w->out, to->builtin);
		return;
	}
	if (strcmp(to->module, w->module) != 0)
		buf_printf(w->out, "%s.", to->module);
	buf_puts(w->out, to->name);
}

/* Is FIELD one of Go's durations, which the documents call strings? */
static bool is_duration(const struct api_field *field)
{
	const char *go = field ? api_string(field->fact, "go") : NULL;
	size_t n = go ? strlen(go) : 0;

	return n > 8 && !strcmp(go + n - 8, "Duration") && strncmp(go, "time.", 5) != 0;
}

static void put_string_type(struct writer *w, const json_t *schema)
{
	static const char *const formats[][2] = {
		{"byte", "bytes"}, {"date-time", "Time"}, {"int-or-string", "IntOrString"}};
	const char *format = api_string(schema, "format");
	json_t *words = json_object_get(schema, "enum");
	struct api_def *named;
	bool open = false;

	for (size_t i = 0; format && i < sizeof formats / sizeof *formats; i++) {
		if (!strcmp(format, formats[i][0])) {
			buf_puts(w->out, formats[i][1]);
			return;
		}
	}
	if (w->field && !json_array_size(words))
		words = api_words(w->api, w->def, w->field, false, &open);
	named = words && w->field ? api_words_def(w->api, w->field, words, open) : NULL;
	if (named)
		put_ref(w, named);
	else if (json_array_size(words))
		put_words(w, words, open);
	else
		buf_puts(w->out, is_duration(w->field) ? "Duration" : "string");
}

static void put_type(struct writer *w, const json_t *schema, unsigned depth);

static void put_map(struct writer *w, const json_t *values, unsigned depth)
{
	bool open = false;
	json_t *keys = w->field ? api_words(w->api, w->def, w->field, true, &open) : NULL;

	buf_putc(w->out, '{');
	if (keys)
		put_words(w, keys, open);
	else
		buf_puts(w->out, "string");
	buf_puts(w->out, ": ");
	put_type(w, values, depth + 1);
	buf_putc(w->out, '}');
}

/* The type expression for SCHEMA; `any` for what the language has no word for. */
static void put_type(struct writer *w, const json_t *schema, unsigned depth)
{
	const char *type = api_string(schema, "type"), *ref = api_string(schema, "$ref");
	const char *format = api_string(schema, "format");
	const json_t *items = json_object_get(schema, "items");
	const json_t *values = json_object_get(schema, "additionalProperties");
	struct api_def *to = ref ? api_ref(w->api, w->def, w->field ? w->field->name : "", ref) : NULL;

	if (to) {
		put_ref(w, to);
	} else if (!type || depth > API_MAX_DEPTH) {
		buf_puts(w->out, "any");
	} else if (!strcmp(type, "string")) {
		put_string_type(w, schema);
	} else if (!strcmp(type, "integer")) {
		buf_puts(w->out, format && !strcmp(format, "int32") ? "int32" : "int64");
	} else if (!strcmp(type, "number")) {
		buf_puts(w->out, "number");
	} else if (!strcmp(type, "boolean")) {
		buf_puts(w->out, "bool");
	} else if (!strcmp(type, "array")) {
		buf_putc(w->out, '[');
		put_type(w, items, depth + 1);
		buf_putc(w->out, ']');
	} else if (!strcmp(type, "object") && json_is_object(values)) {
		put_map(w, values, depth);
	} else {
		buf_puts(w->out, "any");
	}
}

/* ---- words after a type ---- */

static void put_versions(struct writer *w, unsigned first, unsigned last, unsigned from, unsigned to)
{
	if (first > from)
		buf_printf(w->out, " since 1.%u", first);
	if (last < to)
		buf_printf(w->out, " until 1.%u", last);
}

/* The one of the field's words that the name of a Go constant ends with, or has within. */
static const char *word_of_constant(struct writer *w, const char *constant)
{
	bool open;
	json_t *words = api_words(w->api, w->def, w->field, false, &open), *word;
	const char *best = NULL;
	size_t i;

	json_array_foreach(words, i, word)
	{
		const char *text = json_string_value(word);
		if (text && *text && strstr(constant, text) && (!best || strlen(text) > strlen(best)))
			best = text;
	}
	return best;
}

/* Does VALUE fit a field of SCHEMA? The facts may be about another version of the type. */
static bool fits(const json_t *value, const json_t *schema)
{
	const char *type = api_string(schema, "type");

	if (!type)
		return false;
	return (json_is_string(value) && !strcmp(type, "string")) ||
	       (json_is_integer(value) && !strcmp(type, "integer")) ||
	       (json_is_boolean(value) && !strcmp(type, "boolean"));
}

/* The facts give a default as JSON text, or as ref(GoConstant). */
static void put_default(struct writer *w)
{
	const char *text = api_string(w->field->fact, "default"), *word = NULL;
	json_t *value;

	if (!text)
		return;
	/* Kept by the api, so that it is given back if memory runs out below. */
	json_decref(w->api->value);
	value = w->api->value = json_loads(text, JSON_DECODE_ANY, NULL);
	if (!strncmp(text, "ref(", 4))
		word = word_of_constant(w, text + 4);
	else if (!fits(value, w->field->schema))
		return;
	else
		word = json_string_value(value);
	if (word) {
		buf_puts(w->out, " = ");
		put_string(w, word);
	} else if (json_is_integer(value)) {
		buf_printf(w->out, " = %lld", (long long)json_integer_value(value));
	} else if (json_is_boolean(value)) {
		buf_puts(w->out, json_is_true(value) ? " = true" : " = false");
	}
}

static void put_bounds(struct writer *w)
{
	const json_t *min = json_object_get(w->field->fact, "minimum");
	const json_t *max = json_object_get(w->field->fact, "maximum");
	const char *type = api_string(w->field->schema, "type"), *format = api_string(w->field->schema, "format");
	int64_t hi = format && !strcmp(format, "int32") ? INT32_MAX : INT64_MAX;
	int64_t lo = -hi; /* a number's digits must fit without its sign */

	if (!type || strcmp(type, "integer") != 0 || (!json_is_integer(min) && !json_is_integer(max)))
		return;
	if (json_is_integer(min))
		lo = json_integer_value(min);
	if (json_is_integer(max))
		hi = json_integer_value(max);
	buf_printf(w->out, " where %lld..%lld", (long long)lo, (long long)hi);
}

/* List types and keys are in the documents, and in the facts where those have more. */
static void put_list_mods(struct writer *w)
{
	const char *type = api_string(w->field->schema, "x-kubernetes-list-type");
	const json_t *keys = json_object_get(w->field->schema, "x-kubernetes-list-map-keys");
	const char *unique = api_string(w->field->fact, "unique");

	if (!type || !strcmp(type, "atomic"))
		type = unique;
	if (!keys)
		keys = json_object_get(w->field->fact, "listMapKeys");
	if (!type)
		type = api_string(w->field->fact, "listType");
	if (type && !strcmp(type, "map") && json_array_size(keys)) {
		buf_puts(w->out, " mapKeys ");
		put_joined(w, keys);
	} else if (type && !strcmp(type, "set")) {
		buf_puts(w->out, " set");
	}
}

/* The facts use the names of the API's own markers: as the language has them, where it has them. */
static void put_format(struct writer *w)
{
	static const char *const names[][2] = {{"k8s-short-name", "dns-label"},
					       {"k8s-long-name", "dns-subdomain"},
					       {"k8s-label-key", "label-key"},
					       {"k8s-path-segment-name", "path-segment"}};
	const char *format = api_string(w->field->fact, "format");

	if (!format)
		return;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (!strcmp(format, names[i][0]))
			format = names[i][1];
	buf_puts(w->out, " format ");
	put_string(w, format);
}

static void put_field(struct writer *w, const struct api_field *field)
{
	w->field = field;
	buf_puts(w->out, "  ");
	put_name(w, field->name);
	buf_puts(w->out, ": ");
	put_type(w, field->schema, 0);
	if (field->required)
		buf_puts(w->out, " required");
	if (field->server)
		buf_puts(w->out, " server");
	put_versions(w, field->first, field->last, w->def->from, w->def->to);
	put_default(w);
	put_bounds(w);
	put_list_mods(w);
	if (json_is_true(json_object_get(field->fact, "immutable")))
		buf_puts(w->out, " immutable");
	put_format(w);
	buf_putc(w->out, '\n');
	w->field = NULL;
}

/* ---- declarations ---- */

/* "networking.k8s.io/v1"; parts that are no names in the language as one string. */
static void put_group_version(struct writer *w, const char *group, const char *version)
{
	bool plain = *group != 0;

	for (const char *p = group, *end; plain && *p; p = *end ? end + 1 : end) {
		end = p + strcspn(p, ".");
		plain = api_is_name(p, (size_t)(end - p));
	}
	if (plain)
		buf_puts(w->out, group);
	else if (*group)
		put_string(w, group);
	if (*group)
		buf_putc(w->out, '/');
	put_name(w, version);
}

/* Does a kind of this shape hold others? Only asked where the facts do not say. */
static bool is_list(const struct api_def *def)
{
	const char *type = api_string(json_object_get(json_object_get(def->newest, "properties"), "items"), "type");

	return type && !strcmp(type, "array");
}

static void put_kind(struct writer *w, const struct api_def *def)
{
	const struct api *api = w->api;
	const char *plural = api_string(def->resource, "plural");
	json_t *verbs = json_object_get(def->resource, "verbs");
	json_t *subresources = json_object_get(def->resource, "subresources");

	buf_printf(w->out, "kind %s in ", def->name);
	put_group_version(w, def->group, def->version);
	if (plural) {
		buf_puts(w->out, " plural ");
		put_string(w, plural);
	}
	if (json_is_true(json_object_get(def->resource, "namespaced")))
		buf_puts(w->out, " namespaced");
	if (json_array_size(verbs)) {
		buf_puts(w->out, " verbs ");
		put_joined(w, verbs);
	}
	if (json_array_size(subresources)) {
		buf_puts(w->out, " subresources ");
		put_joined(w, subresources);
	}
	if (api->resources ? !def->resource : is_list(def))
		buf_puts(w->out, " list");
	put_versions(w, def->first, def->last, api->docs.v[0].minor, api->docs.v[api->docs.n - 1].minor);
}

static void put_def(struct writer *w, const struct api_def *def)
{
	w->def = def;
	buf_putc(w->out, '\n');
	switch (def->form) {
	case API_KIND:
		put_kind(w, def);
		break;
	case API_STRUCT:
		buf_printf(w->out, "type %s", def->name);
		break;
	case API_TYPE:
		buf_printf(w->out, "type %s = ", def->name);
		put_type(w, def->newest, 0);
		break;
	case API_WORDS:
		buf_printf(w->out, "type %s = ", def->name);
		put_words(w, def->newest, def->open);
		break;
	case API_NAMED:
		break;
	}
	if (def->form == API_KIND || def->form == API_STRUCT) {
		buf_puts(w->out, def->fields.n ? " {\n" : " {");
		for (uint32_t i = 0; i < def->fields.n; i++)
			put_field(w, &def->fields.v[i]);
		buf_putc(w->out, '}');
	}
	buf_putc(w->out, '\n');
}

uint32_t api_write_module(struct api *api, struct buf *out, uint32_t first)
{
	struct writer w = {.api = api, .out = out, .module = api->modules.v[first]->module};
	unsigned oldest = api->docs.v[0].minor, newest = api->docs.v[api->docs.n - 1].minor;
	uint32_t i = first;

	buf_puts(out, "# SPDX-License-Identifier: Apache-2.0\n"
		      "# Generated by `wk8sc types` from the OpenAPI ");
	if (oldest == newest)
		buf_printf(out, "document of Kubernetes 1.%u", newest);
	else
		buf_printf(out, "documents of Kubernetes 1.%u to 1.%u", oldest, newest);
	buf_puts(out, ". Do not edit.\n");
	for (; i < api->modules.n && !strcmp(api->modules.v[i]->module, w.module); i++)
		put_def(&w, api->modules.v[i]);
	return i;
}
