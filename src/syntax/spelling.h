/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_SYNTAX_SPELLING_H
#define WK8S_SYNTAX_SPELLING_H

/*
 * spelling: words, keys and strings as a source has them, for what writes
 * pieces of the language; and names in paths that a command is given.
 */

#include "base/arena.h"
#include "base/str.h"

/* May S stand without quotes, as a key or a bare word? */
bool spelling_is_word(struct str s);

/* S in double quotes; NULL if it holds a control character that has no short escape. */
const char *spelling_string(struct arena *arena, struct str s);

/* S as a key, in quotes where it needs them; NULL as above. */
const char *spelling_key(struct arena *arena, struct str s);

/*
 * The next name of PATH as a command has it, `spec.ports[0]` or
 * `labels."a.b/c"`, which moves behind it. *INDEX: it stood in brackets.
 */
struct str spelling_next(struct str *path, bool *index);

#endif
