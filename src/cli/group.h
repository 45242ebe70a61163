/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_CLI_GROUP_H
#define WK8S_CLI_GROUP_H

/*
 * group: which paths are compiled together, and where to. With one output all
 * paths are one group, wherever they stand. With several, an output belongs to
 * the paths before it, since the last one; or to those behind it, if an output
 * comes first of all.
 */

#include "cli/cli.h"

struct group {
	struct paths paths;   /* sources */
	struct paths folders; /* folders that were named: what is in them matters too */
	const char *output;   /* NULL: standard output */
	bool folder;          /* output is one: -O */
	bool closed;          /* its output is known, and stands behind its paths */
};

struct groups {
	struct group *v;
	size_t n, cap;
	size_t outputs;
	bool leading; /* outputs stand before their paths */
};

/* Adds the source PATH, a file or a folder; WK8S_DONE, or another status after reporting. */
int groups_path(struct groups *g, const char *path);
/* Adds an output; the same. */
int groups_output(struct groups *g, const char *output, bool folder);
/*
 * All are there: is every path in a group and every group with paths, and is
 * no output read as well (as a source or one of PARAMS) or written twice?
 */
int groups_end(struct groups *g, const struct paths *params);
/* Is FILE, which is going to be written, read as well? Reports it then; WHAT it is. */
bool groups_read(const struct groups *g, const struct paths *params, const char *what, const char *file);
/* Do both name the same file or folder, or the same that is not there yet? */
bool same_output(const char *a, const char *b);
void groups_free(struct groups *g);

#endif
