/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_SYNTAX_EXPECT_H
#define WK8S_SYNTAX_EXPECT_H

/*
 * expect: the tokens that could have stood where a mistake is, in few words;
 * private to this room. Tokens go by the names that the grammar gives them.
 */

#include <stdbool.h>
#include <stddef.h>

struct wanted {
	bool name, value, type, item, newline, comma;
	const char *other[8];
	int n; /* of others; more than 8 are only counted */
};

/* Is NAME among the N names at LIST? */
bool expects(const char *const *list, int n, const char *name);

/*
 * Folds the N names at LIST. KEYWORD: right behind one, which could have been
 * a field. SEPARATED: behind a separator, where another says nothing.
 */
void expect_fold(struct wanted *w, const char *const *list, int n, bool keyword, bool separated);

/* "`:`, `{` or a name" into OUT, or "" if too many things are possible. LIST: in a list, where commas separate. */
void expect_spell(const struct wanted *w, bool list, char *out, size_t size);

#endif
