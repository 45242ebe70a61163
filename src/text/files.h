/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_TEXT_FILES_H
#define WK8S_TEXT_FILES_H

/*
 * files: the texts that a compilation reads, each path once.
 *
 * What the command is given may be anywhere; what a source names itself is
 * looked for beside that source, by a relative path, and must be below the
 * project's folder. The reader underneath opens the bytes and knows about
 * links and the project's folder; here paths are made plain (`a/../b` is
 * `b`), and nothing is read twice.
 */

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "base/vec.h"

/* Where bytes come from: what struct wk8s_reader in wk8s.h is, for the rooms below. */
struct file_reader {
	void *ctx;
	/* Opens PATH; NAMED: a source names it, so it must be below the project's folder. A handle, or minus an errno
	 * value: -EXDEV if it is outside. *SIZE: how long it seems, 0 if unknown. */
	int (*open)(void *ctx, const char *path, bool named, uint64_t *size);
	long (*read)(void *ctx, int handle, char *p, size_t n);
	void (*close)(void *ctx, int handle);
	/* Calls EACH for every regular file up to DEPTH folders below PATH (1: right in it), HIDDEN folders too or not,
	 * with its path from there; 0 or minus an errno value. */
	int (*list)(void *ctx, const char *path, unsigned depth, bool hidden, void (*each)(void *arg, const char *name),
		    void *arg);
};

enum file_state {
	FILE_READ,
	FILE_ABSOLUTE, /* a source names a path that begins with `/` */
	FILE_OUTSIDE,  /* it is not below the project's folder */
	FILE_TOO_LARGE,
	FILE_UNREADABLE /* error says why */
};

struct file {
	const char *path; /* plain, as the reader was given it; "<stdin>" for - */
	struct str text;  /* FILE_READ: the bytes, with a NUL behind them */
	enum file_state state;
	int error;     /* errno value */
	uint32_t seen; /* for who counts; 0 at first */
};

struct files {
	struct arena *arena;
	struct file_reader reader;
	VEC(struct file *) all; /* in order of reading */
	struct file **slots;    /* the same by path: a hash */
	uint32_t nslots;
	struct file *input; /* standard input, NULL if it was not read */
	int handle;         /* the text being read, -1 for none */
	uint64_t bytes;     /* read so far */
};

/* At most so many bytes a file. */
#define FILES_MAX_BYTES (1u << 30)

void files_init(struct files *files, struct arena *arena, const struct file_reader *reader);

/* Closes what is open; for after an unwinding. */
void files_abort(struct files *files);

/* The file at PATH as the command was given it; "-" is standard input. Never NULL: see ->state. */
struct file *files_given(struct files *files, const char *path);

/*
 * The file that a text of FROM (a file's path) calls NAME; never NULL. "-" is
 * standard input here too. What has an absolute or impossible name is in no list.
 */
struct file *files_named(struct files *files, const char *from, struct str name);

/*
 * The files below the folder of FROM that PATTERN matches, as paths from
 * there in order of their bytes, into *OUT: `*` stands for any run without
 * `/`, `**` for any run, a part `**` also for no folder at all, `?` for one
 * character that is no `/`. A name that begins with a dot needs a dot in the
 * pattern. FILE_READ, or why there are none.
 */
typedef VEC(const char *) file_names;
enum file_state files_matching(struct files *files, const char *from, struct str pattern, file_names *out, int *error);

/* What NAME in a text of FROM means as a path: made plain, or NULL if it is absolute. */
const char *files_path(struct files *files, const char *from, struct str name);

/* Does PATH match PATTERN, as files_matching has it? */
bool files_match(struct str pattern, struct str path);

#endif
