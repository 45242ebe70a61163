/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_TEXT_DIAG_H
#define WK8S_TEXT_DIAG_H

/*
 * diag: messages as data.
 *
 * A phase appends a diagnostic and goes on; nothing is printed before the
 * edge (text/render.h). A diagnostic has a code of text/diag.def, a message
 * that stands alone, a primary span with a label, other spans with labels of
 * their own, notes (facts) and a help (what to do), perhaps with an edit.
 *
 *	struct diag *d = diag_add(diags, E0204, span, "unknown field `%s` in %s", ...);
 *	diag_label(d, "did you mean `%s`?", ...);
 *	diag_also(d, other, "declared here");
 *	diag_edit(d, span, "replicas", EDIT_SAFE);
 *
 * diag_add never returns NULL. The same code at the same primary span is kept
 * once; what is not kept gets a scratch diagnostic that forgets all it is told.
 */

#include "text/source.h"

enum diag_level { DIAG_ERROR, DIAG_WARNING, DIAG_NOTE };

enum diag_code {
#define DIAG(code, level, name, title) code,
#include "text/diag.def"
#undef DIAG
	DIAG_CODES
};

/* How sure an edit is. */
enum edit_trust {
	EDIT_SAFE,       /* may be applied without asking */
	EDIT_MAYBE,      /* likely what was meant */
	EDIT_PLACEHOLDER /* has a part for the user to fill in */
};

struct diag_span {
	struct span span;
	const char *label; /* "" for none */
};

struct diag_edit {
	struct span span; /* replaced; empty span: inserted */
	const char *text;
	enum edit_trust trust;
};

struct diag {
	struct arena *arena; /* NULL in the scratch diagnostic */
	enum diag_code code;
	enum diag_level level;
	struct span span; /* SPAN_NONE: about the whole run */
	const char *message;
	const char *label;   /* at the primary span; "" for none */
	const char *context; /* by diags.about: "in container `db` of StatefulSet `x`"; "" for none */
	VEC(struct diag_span) also;
	VEC(const char *) notes;
	VEC(const char *) helps;
	VEC(struct diag_edit) edits;
	uint32_t seq; /* order of arrival, for a stable sort */
};

struct diag_seen {
	struct span span; /* SPAN_NONE: a free slot */
	uint64_t what;    /* the code, and the check */
};

struct diags {
	struct arena *arena;
	VEC(struct diag *) list;
	uint32_t errors, warnings; /* counted as they arrive */
	uint8_t only;              /* 2: only codes 02xx are added, where nothing else was wrong; 0: all */
	bool quiet;                /* nothing is added: what goes wrong follows from a mistake told already */
	uint32_t limit;            /* errors kept; more are counted only */
	uint32_t seq;              /* the next diagnostic's */
	struct diag scratch;       /* stands for what is not kept */
	/* Says what D, whose span is known, is about: sets its context ("in Deployment `web`"), adds other spans.
	 * May be NULL. */
	void (*about)(void *ctx, struct diag *d);
	void *about_ctx;
	struct diag_seen *seen;   /* code and span of all that came, a hash table */
	uint32_t check;           /* several with a code at one place are kept if this differs; 0: no check */
	uint32_t nseen, seen_cap; /* the capacity is a power of two */
};

/* Keeps at most LIMIT errors (and as many warnings). */
void diags_init(struct diags *diags, struct arena *arena, uint32_t limit);

/* Appends a diagnostic; FMT is the message. */
struct diag *diag_add(struct diags *diags, enum diag_code code, struct span span, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* Each of these formats into the diagnostic's arena and returns D. */
struct diag *diag_label(struct diag *d, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct diag *diag_also(struct diag *d, struct span span, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
struct diag *diag_note(struct diag *d, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct diag *diag_help(struct diag *d, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Adds an edit: SPAN becomes TEXT (copied). */
struct diag *diag_edit(struct diag *d, struct span span, const char *text, enum edit_trust trust);

/*
 * Sorts by position, what has none first. Drops repetitions of those without
 * a place too (same code and message), correcting the counts.
 */
void diags_sort(struct diags *diags);

/* "E0204", "W0401"; the rule name of a warning ("unused-let"); one-line title. */
const char *diag_code_text(enum diag_code code);
const char *diag_code_name(enum diag_code code);
const char *diag_code_title(enum diag_code code);
enum diag_level diag_code_level(enum diag_code code);

/* The code whose rule name is NAME; DIAG_CODES if there is none. */
enum diag_code diag_code_named(struct str name);

#endif
