/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_BASE_UTF8_H
#define WK8S_BASE_UTF8_H

/*
 * utf8: checking, reading and measuring UTF-8 (RFC 3629: no surrogates, no
 * overlong forms, nothing above U+10FFFF).
 */

#include <stddef.h>
#include <stdint.h>

/* How many of the N bytes at P are valid UTF-8 from the start; N if all. */
size_t utf8_valid(const char *p, size_t n);

/*
 * Reads one code point of the valid UTF-8 at *P (before END) and moves *P
 * behind it.
 */
uint32_t utf8_next(const char **p, const char *end);

/* Writes code point C to OUT (4 bytes of room); returns the bytes written. */
size_t utf8_put(char *out, uint32_t c);

/*
 * Columns that C takes on a terminal: 0 for combining marks and controls, 2
 * for East Asian wide and emoji, else 1.
 */
int utf8_width(uint32_t c);

#endif
