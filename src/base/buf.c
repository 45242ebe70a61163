/* SPDX-License-Identifier: Apache-2.0 */
/*
 * buf: making room, by growing or by flushing, and formatting numbers.
 */

#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>

#define SINK_SIZE ((size_t)65536)
#define FIRST_SIZE ((size_t)256)

void buf_init(struct buf *buf, struct mem *mem)
{
	memset(buf, 0, sizeof *buf);
	buf->mem = mem;
}

void buf_init_sink(struct buf *buf, struct mem *mem, int (*sink)(void *, const char *, size_t), void *ctx)
{
	buf_init(buf, mem);
	buf->p = mem_resize(mem, NULL, 0, SINK_SIZE);
	buf->cap = SINK_SIZE;
	buf->sink = sink;
	buf->ctx = ctx;
}

void buf_init_room(struct buf *buf, char *room, size_t n, int (*sink)(void *, const char *, size_t), void *ctx)
{
	*buf = (struct buf){.p = room, .cap = n, .sink = sink, .ctx = ctx};
}

void buf_free(struct buf *buf)
{
	mem_resize(buf->mem, buf->p, buf->cap, 0);
	buf->p = NULL;
	buf->n = 0;
	buf->cap = 0;
	buf->sink = NULL;
}

int buf_flush(struct buf *buf)
{
	if (!buf->sink || buf->n == 0)
		return buf->error;
	if (!buf->error) {
		buf->error = buf->sink(buf->ctx, buf->p, buf->n);
		if (!buf->error)
			buf->flushed += buf->n;
	}
	buf->n = 0;
	return buf->error;
}

/* Makes the free part at least N bytes; N 0 changes nothing. */
static void buf_reserve(struct buf *buf, size_t n)
{
	size_t cap = buf->cap < FIRST_SIZE ? FIRST_SIZE : buf->cap;

	if (n <= buf->cap - buf->n)
		return;
	if (n > SIZE_MAX / 4 - buf->n)
		mem_resize(buf->mem, NULL, 0, SIZE_MAX);
	while (cap - buf->n < n)
		cap *= 2;
	buf->p = mem_resize(buf->mem, buf->p, buf->cap, cap);
	buf->cap = cap;
}

void buf_put_slow(struct buf *buf, const char *p, size_t n)
{
	/* Full pieces only: the sink sees 64 KiB at a time. */
	while (buf->sink && n > buf->cap - buf->n) {
		size_t part = buf->cap - buf->n;

		memcpy(buf->p + buf->n, p, part);
		buf->n += part;
		p += part;
		n -= part;
		buf_flush(buf);
	}
	if (n == 0)
		return;
	buf_reserve(buf, n);
	memcpy(buf->p + buf->n, p, n);
	buf->n += n;
}

void buf_fill(struct buf *buf, char c, size_t n)
{
	while (buf->sink && n > buf->cap - buf->n) {
		size_t part = buf->cap - buf->n;

		memset(buf->p + buf->n, c, part);
		buf->n += part;
		n -= part;
		buf_flush(buf);
	}
	if (n == 0)
		return;
	buf_reserve(buf, n);
	memset(buf->p + buf->n, c, n);
	buf->n += n;
}

void buf_int(struct buf *buf, int64_t i)
{
	char digits[20];
	size_t at = sizeof digits;
	uint64_t u = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;

	do {
		digits[--at] = (char)('0' + u % 10);
		u /= 10;
	} while (u);
	if (i < 0)
		digits[--at] = '-';
	buf_put(buf, digits + at, sizeof digits - at);
}

void buf_printf(struct buf *buf, const char *fmt, ...)
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	if (n <= 0)
		return;
	if (buf->sink && (size_t)n >= buf->cap - buf->n)
		buf_flush(buf);
	buf_reserve(buf, (size_t)n + 1);
	va_start(args, fmt);
	vsnprintf(buf->p + buf->n, (size_t)n + 1, fmt, args);
	va_end(args);
	buf->n += (size_t)n;
}
