/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_H
#define WK8S_H

/*
 * wk8s: the compiler as a library.
 *
 * What a compilation needs from outside comes through the structs below: it
 * opens no file, reads no clock and no environment, and keeps nothing between
 * calls.
 * Messages for people are made here; who calls only decides where they go.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What became of it; the exit code of the command as well. */
enum wk8s_status {
	WK8S_DONE = 0,
	WK8S_MISTAKES = 1, /* errors in the source */
	WK8S_USAGE = 2,    /* the options make no sense */
	WK8S_FAILED = 3    /* input, output or memory failed */
};

enum wk8s_output { WK8S_YAML, WK8S_JSON };

/* How resources follow each other: as they are to be applied, or as they are written in the sources. */
enum wk8s_order { WK8S_APPLY, WK8S_SOURCE };

/* What to write instead of the result, for looking into the compiler. */
enum wk8s_dump { WK8S_DUMP_NOTHING, WK8S_DUMP_TOKENS, WK8S_DUMP_AST, WK8S_DUMP_OBJECTS };

enum wk8s_messages { WK8S_HUMAN, WK8S_GCC, WK8S_JSON_LINES };

/* Where texts come from. The path "-" is the standard input. */
struct wk8s_reader {
	void *ctx;
	/*
	 * Returns a handle, at least 0, or minus an errno value. NAMED: a source names PATH, so it must be below the
	 * project's folder, links followed; -EXDEV if it is not. *SIZE is how long the text seems to be, 0 if unknown.
	 */
	int (*open)(void *ctx, const char *path, bool named, uint64_t *size);
	/* Reads up to N bytes: their number, 0 at the end, or minus an errno value. */
	long (*read)(void *ctx, int handle, char *p, size_t n);
	void (*close)(void *ctx, int handle);
	/*
	 * Calls EACH with the path from PATH of every regular file below the folder PATH (which must be below the
	 * project's folder), in any order; 0 or minus an errno value. Only files up to DEPTH folders deep are wanted,
	 * 1 being PATH itself, and with HIDDEN those in folders whose names begin with a dot too.
	 * NULL: there are no folders.
	 */
	int (*list)(void *ctx, const char *path, unsigned depth, bool hidden, void (*each)(void *arg, const char *name),
		    void *arg);
};

/* A parameter's value: NAME may have dots, VALUE is as `-D NAME=VALUE` has it. */
struct wk8s_define {
	const char *name, *value;
};

/* Where bytes go: takes all N, returns 0 or an errno value. */
struct wk8s_writer {
	void *ctx;
	int (*write)(void *ctx, const char *p, size_t n);
};

/* One part of a result that is written in parts. */
struct wk8s_part {
	const char *kind, *group, *namespace_, *name; /* of the resource; "" for what it has not */
	const char *verbatim; /* the path of the file whose text is passed through; NULL: a resource */
};

/*
 * Who wants every resource by itself, and every text that is passed through.
 * Each is then a whole document of YAML or JSON, and `out` gets one after the
 * other. What the functions return is 0 or an errno value, as for a writer.
 */
struct wk8s_parts {
	void *ctx;
	/* What is going to come, in this order; told before the first byte. PARTS last as long as the call of
	 * wk8s_build. */
	int (*plan)(void *ctx, const struct wk8s_part *parts, size_t n);
	int (*next)(void *ctx); /* what `out` gets from here on is the next part */
};

/* The phases of a compilation, for the shares of time. */
enum wk8s_phase { WK8S_LOAD, WK8S_EVAL, WK8S_WIRE, WK8S_RULES, WK8S_EMIT, WK8S_FREE, WK8S_PHASES };

struct wk8s_stats {
	uint64_t (*clock)(void);    /* nanoseconds, never running back; NULL: do not measure */
	uint64_t ns[WK8S_PHASES];   /* out: time of each phase */
	size_t read_bytes, written; /* out */
	size_t objects;             /* out */
	size_t peak_memory;         /* out: bytes from the allocator */
};

/* What became of an `assert` of a file that was given; all texts live as long as the call. */
struct wk8s_assertion {
	bool good;
	const char *message;
	const char *file;
	uint32_t line, column;
	const char *found; /* what its parts were, "`x` is 3"; "" where that is not said */
	/* where the value that it is about was written; line 0: at the assertion itself, or nowhere */
	const char *set_file;
	uint32_t set_line, set_column;
};

/* Gets them in order of writing. */
struct wk8s_listener {
	void *ctx;
	void (*assertion)(void *ctx, const struct wk8s_assertion *a);
};

/* One compilation: all PATHS together are a unit. Zero is a good value for everything that is not commented otherwise.
 */
struct wk8s_build {
	const char *const *paths; /* files, or "-"; at least one */
	size_t npaths;
	unsigned target;                   /* minor version, 30 for Kubernetes 1.30; 0: the newest */
	const char *default_namespace;     /* replaces the files' own; NULL: keep it */
	const struct wk8s_define *defines; /* parameters of the files; later ones win, and all win over `params` */
	size_t ndefines;
	const char *const *params; /* files with values of parameters: wk8s, YAML or JSON; later ones win */
	size_t nparams;
	/* YAML or JSON of the objects as they are in the cluster, or as they were written before: what cannot be
	 * changed from them to the result is a mistake. Of an object in several the last one counts. */
	const char *const *against;
	size_t nagainst;
	enum wk8s_output output;
	enum wk8s_order order;
	bool annotate; /* YAML: a comment behind each value says where it comes from */
	enum wk8s_dump dump;
	enum wk8s_messages messages;
	bool colour;
	uint32_t max_errors;        /* 0: WK8S_MAX_ERRORS */
	size_t max_memory;          /* bytes, 0: no limit */
	long fail_at;               /* the allocation that fails, from 1, for tests; 0: none */
	struct wk8s_reader reader;  /* must be set */
	struct wk8s_writer out;     /* must be set; gets nothing when there are errors */
	struct wk8s_writer err;     /* must be set; gets the messages */
	struct wk8s_parts parts;    /* zero: the result is one text */
	struct wk8s_listener tests; /* if set, nothing is written: it is told of assertions, and they are no errors */
	struct wk8s_stats stats;
};

/* Errors shown unless the caller says how many. */
#define WK8S_MAX_ERRORS 100

/* Compiles. What the writers refused is for the caller to say; all else is said through `err`. */
enum wk8s_status wk8s_build(struct wk8s_build *job);

/* A question about a value of the result. */
struct wk8s_why {
	struct wk8s_build *build; /* what is compiled; nothing of it is written but messages */
	const char *object;       /* "Deployment/web", "Deployment/NAMESPACE/web"; NULL: `line` says it */
	const char *path;         /* "spec.replicas", or as short as in a source; "": the whole object */
	unsigned long line;       /* a line of the YAML, from 1 */
};

/* Answers through `build->out`, in the form of `build->messages`. WK8S_MISTAKES too if there is no such value. */
enum wk8s_status wk8s_why(struct wk8s_why *job);

/* What is to be listed. */
struct wk8s_list {
	struct wk8s_build *build; /* what is compiled; `order` counts, the form is that of `json` */
	bool images;              /* the images of containers, each with the objects that use it; else the objects */
	bool json;                /* a list of JSON; else a table for people */
};

/* Lists through `build->out`. */
enum wk8s_status wk8s_list(struct wk8s_list *job);

/*
 * Writes the text of `job->paths[0]` in its one layout, see wk8sc(1). It is
 * not compiled: what it names need not be there. Only its path, the reader,
 * the writers and what concerns messages and memory are looked at.
 */
enum wk8s_status wk8s_fmt(struct wk8s_build *job);

/* What is to be explained. */
enum wk8s_explain_what {
	WK8S_EXPLAIN_WORD,  /* `word` */
	WK8S_EXPLAIN_KINDS, /* nothing: all kinds are listed */
	WK8S_EXPLAIN_FIELDS /* nothing: the fields below `word` are listed */
};

/* A question about what the library knows: no source is needed. */
struct wk8s_explain {
	struct wk8s_build *build; /* of this count the target, how messages look, limits and writers */
	enum wk8s_explain_what what;
	const char *word; /* "Kind", "Kind.path.of.field", "group.version.Type", "Type" */
	bool json;        /* an object of JSON; else a text for people */
	bool colour;      /* in that text */
};

/* Answers through `build->out`. WK8S_MISTAKES if there is no such thing. */
enum wk8s_status wk8s_explain(struct wk8s_explain *job);

/* What `wk8sc types` is asked for: see schema/openapi.h. */
struct wk8s_types {
	const char *const *files; /* OpenAPI documents */
	size_t nfiles;
	const char *folder;                     /* where the modules go */
	const char *enums, *fields, *resources; /* JSON files with further facts; NULL for none */
	struct wk8s_writer err;                 /* must be set */
};

/* Writes type declarations. The one function that works on files itself. */
enum wk8s_status wk8s_types(const struct wk8s_types *job);

/* The oldest and newest minor version of Kubernetes that the library knows. */
unsigned wk8s_oldest(void);
unsigned wk8s_newest(void);

enum wk8s_level { WK8S_ERROR, WK8S_WARNING, WK8S_NOTE };

/* A kind of message: a row of text/diag.def. */
struct wk8s_code {
	const char *code, *name, *title; /* "E0203", "set-twice", "a field is set twice" */
	enum wk8s_level level;
};

/* The one of this index, in order of the catalogue; false behind the last. */
bool wk8s_code(size_t index, struct wk8s_code *out);

/* The name of a phase, for statistics. */
const char *wk8s_phase_name(enum wk8s_phase phase);

/* The one of the N names that WORD was probably meant to be; NULL if none is near. */
const char *wk8s_nearest(const char *word, const char *const *names, size_t n);

#endif
