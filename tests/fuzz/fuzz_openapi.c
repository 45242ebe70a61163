/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fuzzes schema/openapi: any bytes as OpenAPI documents and facts. The input is
 * cut at NUL bytes into two documents, words, fields and resources; nothing is
 * written to files.
 */

#include "schema/openapi_model.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const paths[] = {"v1.29.json", "v1.36.json", "enums.json", "fields.json", "resources.json"};
	struct mem mem;
	struct buf errors, out;
	struct api api;

	mem_init(&mem);
	buf_init(&errors, &mem);
	buf_init(&out, &mem);
	api_init(&api, &mem, &errors);
	for (unsigned i = 0; i < 5 && size; i++) {
		const uint8_t *end = memchr(data, 0, size);
		size_t n = end ? (size_t)(end - data) : size;

		if (i < 2)
			api_add_document(&api, paths[i], (const char *)data, n);
		else
			api_add_facts(&api, (enum api_fact_file)(i - 2), paths[i], (const char *)data, n);
		data += n + (end != NULL);
		size -= n + (end != NULL);
	}
	if (!api.nerrors)
		api_merge(&api);
	for (uint32_t i = 0; !api.nerrors && i < api.modules.n;)
		i = api_write_module(&api, &out, i);
	api_free(&api);
	buf_free(&errors);
	buf_free(&out);
	return 0;
}
