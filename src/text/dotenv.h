/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_TEXT_DOTENV_H
#define WK8S_TEXT_DOTENV_H

/*
 * dotenv: files of lines `KEY=value`.
 *
 *	# a comment
 *	export KEY=value        # behind white space: a comment
 *	KEY='as it stands'      quoted values may go on for several lines
 *	KEY="with \n escapes"
 *
 * A value without quotes ends with its line and has no white space around
 * it. Nothing is expanded: `$HOME` is five characters.
 */

#include "base/arena.h"
#include "base/str.h"

struct dotenv {
	struct arena *arena;
	struct str text;
	uint32_t at; /* where the next line begins */

	/* out: the entry, or what is wrong */
	struct str key, value;
	const char *why;
	uint32_t beg, end; /* offsets of the key, or of what is wrong */
};

enum dotenv_status { DOTENV_END, DOTENV_ENTRY, DOTENV_BAD };

/* Begins to read TEXT, which has no byte order mark; values with escapes come from ARENA. */
void dotenv_begin(struct dotenv *d, struct arena *arena, struct str text);

/* The next entry. After DOTENV_BAD reading goes on with the line behind. */
enum dotenv_status dotenv_next(struct dotenv *d);

#endif
