/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_BASE_BUF_H
#define WK8S_BASE_BUF_H

/*
 * buf: bytes being written, kept in memory or passed on to a sink.
 *
 * Without a sink the buffer grows and holds everything. With one it is
 * flushed whenever it is full, so its memory stays at its first size. A sink
 * that fails makes the buffer swallow the rest and remember the error.
 */

#include "base/mem.h"
#include "base/str.h"

struct buf {
	struct mem *mem;
	char *p; /* n bytes written and not yet flushed */
	size_t n, cap;
	size_t flushed; /* bytes the sink has taken */
	/* Takes N bytes; returns 0, or an errno value. NULL: keep everything. */
	int (*sink)(void *ctx, const char *p, size_t n);
	void *ctx;
	int error; /* the first errno value of the sink, else 0 */
};

/* An empty buffer that keeps everything. */
void buf_init(struct buf *buf, struct mem *mem);

/* An empty buffer that hands 64 KiB at a time to SINK. */
void buf_init_sink(struct buf *buf, struct mem *mem, int (*sink)(void *, const char *, size_t), void *ctx);

/* The same in the N bytes of ROOM that the caller keeps: neither buf_free nor buf_printf may be called. */
void buf_init_room(struct buf *buf, char *room, size_t n, int (*sink)(void *, const char *, size_t), void *ctx);

/* Gives the memory back; does not flush. */
void buf_free(struct buf *buf);

/* Hands what is there to the sink, if there is one. Returns buf->error. */
int buf_flush(struct buf *buf);

/* For buf_put: N bytes, any number, when there may be no room for them. */
void buf_put_slow(struct buf *buf, const char *p, size_t n);

/* Appends N bytes at P; no writer to a buffer tells errors, see buf->error. */
static inline void buf_put(struct buf *buf, const char *p, size_t n)
{
	/* n - 1 sends n = 0, where P may be NULL, the slow way. */
	if (n - 1 < buf->cap - buf->n) {
		memcpy(buf->p + buf->n, p, n);
		buf->n += n;
	} else {
		buf_put_slow(buf, p, n);
	}
}

static inline void buf_puts(struct buf *buf, const char *c)
{
	buf_put(buf, c, strlen(c));
}

static inline void buf_putc(struct buf *buf, char c)
{
	if (buf->n < buf->cap)
		buf->p[buf->n++] = c;
	else
		buf_put_slow(buf, &c, 1);
}

void buf_fill(struct buf *buf, char c, size_t n); /* N times C */
void buf_int(struct buf *buf, int64_t i);         /* in decimal */
void buf_printf(struct buf *buf, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static inline void buf_str(struct buf *buf, struct str s)
{
	buf_put(buf, s.p, s.n);
}

#endif
