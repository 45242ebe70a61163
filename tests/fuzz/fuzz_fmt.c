/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_fmt: whatever parses keeps the laws of tests/fmtlaws.h.
 */
#include "tests/fmtlaws.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size ? size : 1); /* exactly as long, so that reading past the end is seen */
	struct mem mem;
	const char *law;
	bool parses;

	if (!text)
		return 0;
	memcpy(text, data, size);
	mem_init(&mem);
	law = broken_law(&mem, text, size, &parses);
	if (law) {
		fprintf(stderr, "%s\n", law);
		abort();
	}
	free(text);
	return 0;
}
