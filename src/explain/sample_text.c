/* SPDX-License-Identifier: Apache-2.0 */
#include "explain/sample_text.h"

#include <errno.h>
#include <string.h>

int sample_text_open(void *ctx, const char *path, bool named, uint64_t *size)
{
	const struct sample_text *text = ctx;

	(void)path;
	*size = text->n;
	return named ? -ENOENT : 0;
}

long sample_text_read(void *ctx, int handle, char *p, size_t n)
{
	struct sample_text *text = ctx;

	(void)handle;
	n = n < text->n ? n : text->n;
	memcpy(p, text->p, n);
	text->p += n;
	text->n -= n;
	return (long)n;
}

void sample_text_close(void *ctx, int handle)
{
	(void)ctx;
	(void)handle;
}

int sample_text_ignore(void *ctx, const char *p, size_t n)
{
	(void)ctx;
	(void)p;
	(void)n;
	return 0;
}
