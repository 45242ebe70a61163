/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_BASE_BASE64_H
#define WK8S_BASE_BASE64_H

/*
 * base64: the standard alphabet of RFC 4648, with padding.
 */

#include "base/arena.h"
#include "base/str.h"

/* S in base64. */
struct str base64_encode(struct arena *arena, struct str s);

/* The bytes that S stands for, white space left out; false if it is no base64. */
bool base64_decode(struct arena *arena, struct str s, struct str *out);

#endif
