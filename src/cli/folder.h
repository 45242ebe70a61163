/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_CLI_FOLDER_H
#define WK8S_CLI_FOLDER_H

/*
 * folder: `-O DIR`, a file for each resource. partname.c says how the files
 * are called, manifest.c keeps in DIR which ones wk8sc made, folder.c writes.
 */

#include "cli/cli.h"

/* ---- names (partname.c) ---- */

/*
 * A file name for each of the N parts, all different, those of letters in
 * another case too; ENDING is with its dot. From malloc, as is each name;
 * NULL when memory is out.
 */
char **part_names(const struct wk8s_part *parts, size_t n, const char *ending);
void part_names_free(char **names, size_t n);

/* ---- what wk8sc made (manifest.c) ---- */

#define MANIFEST_NAME ".wk8sc"
#define MANIFEST_HASH 16 /* hexadecimal digits */

struct made {
	char *name;
	char hash[MANIFEST_HASH + 1]; /* of its bytes as they were made */
};

struct manifest {
	struct made *v; /* in order of applying */
	size_t n, cap;
};

/* The hash of the N bytes at P; ROOM for it and a NUL. */
void manifest_hash(const char *p, size_t n, char room[MANIFEST_HASH + 1]);
/* Reads the manifest of the folder; none is an empty one. False after reporting. */
bool manifest_read(struct manifest *m, const char *folder);
/* Adds a file; false when memory is out (reported). */
bool manifest_add(struct manifest *m, const char *name, const char *hash);
/* Sorts by names, then hashes, for manifest_find. */
void manifest_sort(struct manifest *m);
/* The first row of NAME in a sorted manifest, NULL if there is none: the others follow. */
const struct made *manifest_find(const struct manifest *m, const char *name);
/* Its text, from malloc; NULL when memory is out. */
char *manifest_text(const struct manifest *m);
void manifest_free(struct manifest *m);

/* ---- writing (folder.c) ---- */

/* What is to become of a part's file. */
enum fate { FATE_SAME, FATE_NEW, FATE_CHANGED };

struct folder {
	const char *path;
	const char *ending;
	char *aside;            /* the folder in it where new files wait */
	bool check;             /* write nothing, only find out whether something differs */
	bool differs;           /* for check */
	bool made, made_aside;  /* the folders are there because of us */
	bool failed;            /* reported */
	struct manifest before; /* sorted */
	struct manifest after;  /* the parts, then what was not removed because somebody changed it */
	size_t nparts;
	size_t at;           /* parts begun */
	unsigned char *fate; /* enum fate of each part */
	struct paths stale;  /* names of files to be removed */
	struct bytes text;   /* of the part that is being written */
};

/* PATH may be not there yet. False after reporting. */
bool folder_open(struct folder *f, const char *path, const char *ending, bool check);
/* Where the parts and their bytes go; F must outlive it. */
struct wk8s_parts folder_parts(struct folder *f);
struct wk8s_writer folder_writer(struct folder *f);
/* All parts are given: what is left to be written aside. False after reporting. */
bool folder_prepare(struct folder *f);
/* Puts the files in place, or leaves everything as it was unless GOOD (prepared). False after reporting. */
bool folder_close(struct folder *f, bool good);

#endif
