/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_BASE_SHA256_H
#define WK8S_BASE_SHA256_H

/*
 * sha256: the hash of bytes as they come, by the library nettle.
 *
 *	struct sha256 hash;
 *	sha256_begin(&hash);
 *	sha256_add(&hash, p, n);
 *	sha256_end(&hash, hex);
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SHA256_HEX 64 /* hexadecimal digits */

struct sha256 {
	uint64_t room[32]; /* nettle's own struct */
};

/* False where wk8sc was built without nettle; nothing else may be called then. */
bool sha256_begin(struct sha256 *hash);
void sha256_add(struct sha256 *hash, const char *p, size_t n);
void sha256_end(struct sha256 *hash, char hex[SHA256_HEX]);

#endif
