/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_BASE_INTERN_H
#define WK8S_BASE_INTERN_H

/*
 * intern: every string once, known by a number.
 *
 * A `sym` is equal exactly when the bytes are equal. Numbers below
 * `fixed->count` belong to a read-only table made at build time (the standard
 * library's names); the others are made on demand. Sym 0 is the empty string.
 */

#include "base/arena.h"
#include "base/str.h"

typedef uint32_t sym;

#define SYM_EMPTY 0u

/* Names known at build time: offsets instead of pointers, no relocations. */
struct sym_fixed {
	uint32_t count;          /* names; number 0 is the empty string */
	uint32_t mask;           /* slots minus one; slots are a power of two */
	const uint32_t *offsets; /* count + 1 offsets into pool */
	const char *pool;        /* the bytes, one name after another */
	const uint32_t *slots;   /* number of the name + 1, 0 is free; linear probing from sym_hash */
	const uint8_t *marks;    /* one mark a name, see sym_mark; may be NULL */
};

struct sym_entry {
	const char *p;
	uint32_t n;
	uint32_t hash;
};

struct symtab {
	const struct sym_fixed *fixed; /* may be NULL: then only "" is known */
	struct arena *arena;
	struct sym_entry *entries; /* numbers from fixed->count on */
	uint8_t *marks;            /* beside entries */
	uint32_t count, cap;
	uint32_t *slots; /* index into entries + 1, linear probing */
	uint32_t mask;
};

/* Makes TAB hold the names of FIXED (NULL: only the empty string). */
void symtab_init(struct symtab *tab, struct arena *arena, const struct sym_fixed *fixed);

/* The hash that slots are probed from; part of the build-time table's format. */
uint32_t sym_hash(const char *p, size_t n);

/* The number of the N bytes at P, which are copied when they are new. */
sym sym_intern(struct symtab *tab, const char *p, size_t n);

/* The same for bytes that live as long as TAB: they are not copied. */
sym sym_intern_borrow(struct symtab *tab, const char *p, size_t n);

/* The number of S's bytes, or UINT32_MAX when they were never interned. */
sym sym_find(const struct symtab *tab, struct str s);

/* The bytes of S; they live as long as TAB. NUL-terminated only if copied. */
static inline struct str sym_str(const struct symtab *tab, sym s)
{
	const struct sym_fixed *fixed = tab->fixed;
	uint32_t own = fixed ? fixed->count : 1;

	if (s >= own)
		return str_make(tab->entries[s - own].p, tab->entries[s - own].n);
	if (!fixed)
		return str_make("", 0);
	return str_make(fixed->pool + fixed->offsets[s], (size_t)fixed->offsets[s + 1] - fixed->offsets[s]);
}

/*
 * One byte of the caller's a name, 0 until set: a cache for what has been
 * found out about the bytes (the emitter keeps the quoting style here).
 * Marks of fixed names cannot be set; they are as in the fixed table.
 */
static inline uint8_t sym_mark(const struct symtab *tab, sym s)
{
	uint32_t own = tab->fixed ? tab->fixed->count : 1;

	if (s >= own)
		return tab->marks[s - own];
	return tab->fixed && tab->fixed->marks ? tab->fixed->marks[s] : 0;
}

void sym_set_mark(struct symtab *tab, sym s, uint8_t mark);

/* The number of the C string C, which is copied when it is new. */
static inline sym sym_of(struct symtab *tab, const char *c)
{
	return sym_intern(tab, c, strlen(c));
}

#endif
