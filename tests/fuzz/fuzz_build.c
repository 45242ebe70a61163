/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_build: any bytes as a source. Must end in a status, and with errors
 * must write no output.
 */
#include "tests/memio.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const path[] = {"fuzz.wk8s"};
	struct memio io = {.text = (const char *)data, .n = size};
	struct wk8s_build job = memio_job(&io, path);
	enum wk8s_status status;

	job.max_memory = (size_t)512 << 20;
	job.output = size & 1 ? WK8S_JSON : WK8S_YAML;
	status = wk8s_build(&job);
	if (io.open || status == WK8S_USAGE || (status == WK8S_MISTAKES && (io.out || !io.err)))
		abort();
	return 0;
}
