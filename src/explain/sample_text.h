/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_EXPLAIN_SAMPLE_TEXT_H
#define WK8S_EXPLAIN_SAMPLE_TEXT_H

/*
 * sample_text: a sample as the only file that there is, and a place for
 * messages that nobody wants: functions for a `struct wk8s_reader` and a
 * `struct wk8s_writer`.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The rest that is to be read. */
struct sample_text {
	const char *p;
	size_t n;
};

int sample_text_open(void *ctx, const char *path, bool named, uint64_t *size);
long sample_text_read(void *ctx, int handle, char *p, size_t n);
void sample_text_close(void *ctx, int handle);

int sample_text_ignore(void *ctx, const char *p, size_t n);

#endif
