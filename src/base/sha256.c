/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sha256: nettle behind a door of our own, so that no other file needs it.
 */
#include "base/sha256.h"

#ifdef HAVE_NETTLE

#include <nettle/sha2.h>

_Static_assert(sizeof(struct sha256_ctx) <= sizeof(struct sha256), "nettle's struct has room");

static struct sha256_ctx *context(struct sha256 *hash)
{
	return (struct sha256_ctx *)(void *)hash->room;
}

bool sha256_begin(struct sha256 *hash)
{
	sha256_init(context(hash));
	return true;
}

void sha256_add(struct sha256 *hash, const char *p, size_t n)
{
	sha256_update(context(hash), n, (const uint8_t *)p);
}

void sha256_end(struct sha256 *hash, char hex[SHA256_HEX])
{
	static const char digits[] = "0123456789abcdef";
	uint8_t bytes[SHA256_DIGEST_SIZE];

	sha256_digest(context(hash), sizeof bytes, bytes);
	for (size_t i = 0; i < sizeof bytes; i++) {
		hex[2 * i] = digits[bytes[i] >> 4];
		hex[2 * i + 1] = digits[bytes[i] & 15];
	}
}

#else

#include <string.h>

bool sha256_begin(struct sha256 *hash)
{
	(void)hash;
	return false;
}

void sha256_add(struct sha256 *hash, const char *p, size_t n)
{
	(void)hash;
	(void)p;
	(void)n;
}

void sha256_end(struct sha256 *hash, char hex[SHA256_HEX])
{
	(void)hash;
	memset(hex, '0', SHA256_HEX);
}

#endif
