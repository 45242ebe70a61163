/* SPDX-License-Identifier: Apache-2.0 */
/*
 * openapi_read: OpenAPI documents and files of facts, from bytes to JSON trees
 * whose outer shape is what the rest relies on.
 */

#include "schema/openapi_model.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void api_init(struct api *api, struct mem *mem, struct buf *errors)
{
	memset(api, 0, sizeof *api);
	api->mem = mem;
	api->errors = errors;
	arena_init(&api->arena, mem);
	buf_init(&api->out, mem);
}

void api_free(struct api *api)
{
	for (uint32_t i = 0; i < api->docs.n; i++)
		json_decref(api->docs.v[i].root);
	json_decref(api->enum_file);
	json_decref(api->field_file);
	json_decref(api->resource_file);
	json_decref(api->value);
	if (api->file)
		fclose(api->file);
	buf_free(&api->out);
	arena_free(&api->arena);
}

void api_error(struct api *api, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	if (++api->nerrors > API_MAX_ERRORS)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	for (char *c = text; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = '?';
	buf_puts(api->errors, text);
	buf_putc(api->errors, '\n');
}

const char *api_string(const json_t *o, const char *key)
{
	return json_string_value(json_object_get(o, key));
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

unsigned api_minor(const char *text)
{
	unsigned minor = 0;
	const char *p = text + (*text == 'v');

	if (p[0] != '1' || p[1] != '.' || !is_digit(p[2]))
		return 0;
	for (p += 2; is_digit(*p) && minor <= 250; p++)
		minor = 10 * minor + (unsigned)(*p - '0');
	/* What may follow is a patch level ("1.36.2", "1.36+") or the end of a file's name. */
	return minor > 250 || (*p && *p != '.' && *p != '-' && *p != '+') ? 0 : minor;
}

bool api_is_name(const char *name, size_t n)
{
	static const char *const hard[] = {"if", "then", "else", "for", "in", "true", "false", "null"};

	for (size_t i = 0; i < sizeof hard / sizeof *hard; i++)
		if (strlen(hard[i]) == n && !memcmp(hard[i], name, n))
			return false;
	for (size_t i = 0; i < n; i++) {
		char c = name[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
		bool dash = c == '-' && i && i + 1 < n && name[i - 1] != '-';
		if (!letter && !dash && !(is_digit(c) && i))
			return false;
	}
	return n > 0;
}

static void cannot_read(struct api *api, const char *path)
{
	api_error(api, "%s: cannot be read: %s", path, strerror(errno));
	api->unread = true;
}

bool api_slurp(struct api *api, const char *path, struct str *out)
{
	size_t n = 0, cap = 1 << 16, got;
	bool failed;
	char *p;

	api->file = fopen(path, "rb");
	if (!api->file) {
		cannot_read(api, path);
		return false;
	}
	p = arena_alloc(&api->arena, cap);
	while (n <= API_MAX_BYTES && (got = fread(p + n, 1, cap - n, api->file)) > 0) {
		n += got;
		if (n == cap) {
			p = arena_grow(&api->arena, p, cap, 2 * cap);
			cap *= 2;
		}
	}
	failed = ferror(api->file) != 0;
	if (failed)
		cannot_read(api, path);
	fclose(api->file);
	api->file = NULL;
	if (n > API_MAX_BYTES)
		api_error(api, "%s: is larger than %u MiB", path, API_MAX_BYTES >> 20);
	*out = str_make(p, n);
	return !failed && n <= API_MAX_BYTES;
}

static json_t *parse(struct api *api, const char *path, const char *bytes, size_t n)
{
	json_error_t error;
	json_t *root = json_loadb(bytes, n, JSON_REJECT_DUPLICATES, &error);

	if (!root)
		api_error(api, "%s:%d:%d: %s", path, error.line, error.column, error.text);
	return root;
}

/* The member KEY of ROOT, an object (or an array); NULL after an error. */
static json_t *part(struct api *api, const char *path, const json_t *root, const char *key, bool array)
{
	json_t *p = json_object_get(root, key);

	if (array ? json_is_array(p) : json_is_object(p))
		return p;
	api_error(api, "%s: has no %s `%s`", path, array ? "list" : "object", key);
	return NULL;
}

/* Definitions must be objects, and so must their properties. */
static void check_definitions(struct api *api, const char *path, json_t *defs)
{
	const char *name, *field;
	json_t *def, *schema;

	json_object_foreach(defs, name, def)
	{
		json_t *properties = json_object_get(def, "properties");

		if (!json_is_object(def))
			api_error(api, "%s: definition `%s` is not an object", path, name);
		else if (properties && !json_is_object(properties))
			api_error(api, "%s: `properties` of `%s` is not an object", path, name);
		json_object_foreach(properties, field, schema) if (!json_is_object(schema))
			api_error(api, "%s: property `%s` of `%s` is not an object", path, field, name);
	}
}

void api_add_document(struct api *api, const char *path, const char *bytes, size_t n)
{
	const char *base = strrchr(path, '/');
	const char *version;
	struct api_doc *doc;

	/* First the place, then the tree: memory that runs out must not lose it. */
	VEC_RESERVE(&api->arena, &api->docs, 1);
	doc = &api->docs.v[api->docs.n];
	memset(doc, 0, sizeof *doc);
	doc->path = path;
	doc->root = parse(api, path, bytes, n);
	if (!doc->root)
		return;
	api->docs.n++;
	version = api_string(json_object_get(doc->root, "info"), "version");
	doc->minor = api_minor(base ? base + 1 : path);
	if (!doc->minor && version)
		doc->minor = api_minor(version);
	if (!doc->minor)
		api_error(api,
			  "%s: neither the file's name (v1.36.json) nor info.version says its version of Kubernetes",
			  path);
	for (struct api_doc *other = api->docs.v; other < doc; other++)
		if (doc->minor && other->minor == doc->minor)
			api_error(api, "%s: is for 1.%u, and so is %s", path, doc->minor, other->path);
	doc->defs = part(api, path, doc->root, "definitions", false);
	if (doc->defs)
		check_definitions(api, path, doc->defs);
}

void api_add_facts(struct api *api, enum api_fact_file which, const char *path, const char *bytes, size_t n)
{
	json_t *root = parse(api, path, bytes, n);
	json_t **slot = which == API_ENUMS    ? &api->enum_file
			: which == API_FIELDS ? &api->field_file
					      : &api->resource_file;

	if (!root)
		return;
	json_decref(*slot);
	*slot = root;
	switch (which) {
	case API_ENUMS:
		api->closed = part(api, path, root, "closed", false);
		api->open = part(api, path, root, "open", false);
		api->word_types = json_object_get(root, "types");
		break;
	case API_FIELDS:
		api->field_defs = part(api, path, root, "definitions", false);
		break;
	case API_RESOURCES:
		api->resources = part(api, path, root, "resources", true);
		break;
	}
}
