/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_SCHEMA_FORMAT_H
#define WK8S_SCHEMA_FORMAT_H

/*
 * format: the string formats that the library can ask for, `format dns-label`.
 *
 * Rules are those of the API server (apimachinery validation, Kubernetes 1.36);
 * lengths are in bytes.
 */

#include "base/str.h"
#include "text/diag.h"

enum schema_format {
	FORMAT_NONE,
#define FORMAT(id, name, code, title, sample) FORMAT_##id,
#include "schema/format.def"
#undef FORMAT
	FORMAT_COUNT
};

/*
 * Why S does not have FORMAT, as a clause in the reader's words ("must be at
 * most 63 characters", "`_` is not allowed in a DNS label"); NULL if it has.
 * The text is static or in ARENA. *AT gets the offset of the first bad byte,
 * or S.n.
 */
const char *format_check(struct arena *arena, enum schema_format format, struct str s, uint32_t *at);

/* The format's name as in the library and its title ("a DNS label"). */
const char *format_name(enum schema_format format);
const char *format_title(enum schema_format format);
/* A text that has the format. */
const char *format_sample(enum schema_format format);
enum diag_code format_code(enum schema_format format);

/* The format called NAME, FORMAT_NONE if there is none. */
enum schema_format format_find(struct str name);

/* ---- quantities and durations ---- */

/* Is S a Kubernetes quantity (any accepted spelling)? Else the reason; *HINT may get the spelling meant ("512Mi" for
 * "512MB"), in ARENA, else NULL. */
const char *quantity_check(struct arena *arena, struct str s, const char **hint);

/*
 * A duration literal `1h30m`, `100ms`, `1.5s` in nanoseconds; false if S is
 * none or does not fit. Units: ns us ms s m h (µs too).
 */
bool duration_parse(struct str s, int64_t *ns);

#endif
