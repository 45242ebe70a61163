/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_CLI_CLI_H
#define WK8S_CLI_CLI_H

/*
 * cli: the command `wk8sc`. A table of subcommands, options as rows, and the
 * POSIX side of reading and writing. It knows of the compiler what wk8s.h says.
 *
 * Memory here is plain malloc: a few names, before the compiler begins.
 */

#include "wk8s.h"

#include <sys/stat.h>

/* ---- commands (main.c) ---- */

struct command {
	const char *name;
	const char *args;    /* what follows the name in the usage line */
	const char *summary; /* one line */
	const struct option_row *options;
	size_t noptions;
	/* ARGS are those behind the name; returns the exit code. */
	int (*run)(const struct command *self, char **args);
};

extern const struct command command_build, command_types, command_why, command_list, command_test, command_init,
	command_fmt, command_explain;

/* ---- options (options.c) ---- */

/* One option; rows with the same id are one option with two names. */
struct option_row {
	const char *name; /* without the dashes; one that begins with a capital letter has only one dash, as in gcc */
	char letter;      /* 0 for none */
	const char *arg;  /* what its argument is called; NULL: takes none */
	const char *help;
	int id; /* > 0, of the command's own choice */
};

/* The id of what is no option, but a path; and that of `--help` in all commands. */
#define OPTION_PATH -1
#define OPT_HELP 1

/*
 * Calls TAKE for each option of COMMAND in ARGS, with its argument, and for
 * each path, until it returns something else than WK8S_DONE. False if that was
 * all: something was wrong, or the help was wanted and has been printed; then
 * *STATUS is what the command returns.
 */
bool options_take(const struct command *command, char **args, int (*take)(void *ctx, int id, const char *value),
		  void *ctx, int *status);
/* Prints the rows, and what `wk8sc help COMMAND` says. */
void option_list(const struct command *command);
void option_help(const struct command *command);

/* *OUT gets the index of WORD among the N NAMES; false after reporting if it is none. OPTION is for the message. */
bool option_choice(const char *option, const char *word, const char *const *names, size_t n, unsigned *out);
/* WORD as a whole number from LO to HI; reports and returns -1 if it is none. */
long option_number(const char *option, const char *word, long lo, long hi);

/* "wk8sc: ..." on standard error. */
void complain(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* The same with a pointer to the help; returns WK8S_USAGE. */
int usage_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* ---- paths (input.c) ---- */

struct paths {
	char **v;
	size_t n, cap;
};

/* Adds PATH, or for a folder the *.wk8s in it by name; false after reporting. */
bool paths_add(struct paths *paths, const char *path);
/*
 * Adds the files in FOLDER and below whose names are WANTED, by path. What
 * begins with a dot is left out, links to folders are not followed. There may
 * be none; false after reporting.
 */
bool paths_add_below(struct paths *paths, const char *folder, bool (*wanted)(const char *name));
/* Adds PATH, whatever it is; false after reporting. */
bool paths_add_file(struct paths *paths, const char *path);
/* Leaves out what is the same file as one before; false after reporting. */
bool paths_once(struct paths *paths);
/* Adds PATH itself, which comes from malloc and may be NULL when that failed; false after reporting and freeing. */
bool paths_push(struct paths *paths, char *path);
/* Leaves it empty. */
void paths_free(struct paths *paths);

/* FOLDER/NAME from malloc; just NAME for the folder `.`, as people would write it. */
char *path_join(const char *folder, const char *name);

/* ---- bytes in memory (input.c) ---- */

struct bytes {
	char *p; /* from malloc; NULL at first */
	size_t n, cap;
};

/* Makes room for N bytes behind those of TEXT. False if there is no memory, which is not reported. */
bool bytes_room(struct bytes *text, size_t n);
/* Appends the N bytes at P; 0 or an errno value. */
int bytes_add(struct bytes *text, const char *p, size_t n);

/* ---- reading (project.c) ---- */

/* The folder that sources may name files of. */
struct project {
	char *root;          /* links followed; NULL: there is none, and nothing may be named */
	struct paths listed; /* the files of the folder that was looked at last */

	/* For who has to know what was read: to be set after project_open. */
	bool record;          /* false afterwards: memory was out (said) */
	struct paths used;    /* files that were opened and folders that were listed */
	struct paths missing; /* what was looked for and is not there */
	struct input *input;  /* where standard input is kept for the next compilation; NULL: it is not */
};

/* Standard input for several compilations: each reads it from its beginning. */
struct input {
	struct bytes text; /* what has been read */
	size_t at;
};

/*
 * The project's folder is DIR. If that is NULL: the nearest with a file
 * `wk8s.root` of the folder of FIRST, a path as the command was given it, and
 * those above; else the current folder if FIRST is below it; else the folder
 * of FIRST. WK8S_DONE, or WK8S_USAGE after reporting.
 */
int project_open(struct project *project, const char *dir, const char *first);
void project_close(struct project *project);

/* A reader of files and of standard input; PROJECT must outlive it. */
struct wk8s_reader file_reader(struct project *project);

/* ---- what is compiled (unit.c) ---- */

/* The options that all commands have which compile; those of their own begin at OPT_UNIT_END. */
enum {
	OPT_NAMESPACE = OPT_HELP + 1,
	OPT_DEFINE,
	OPT_PARAMS,
	OPT_ROOT,
	OPT_TARGET,
	OPT_MESSAGES,
	OPT_COLOUR,
	OPT_MAX_ERRORS,
	OPT_UNIT_END
};

/* Their rows: of the sources, and of messages and help. */
#define UNIT_OPTIONS                                                                                                   \
	{"namespace", 'n', "NAMESPACE", "the default namespace, instead of that of the files", OPT_NAMESPACE},         \
		{"define", 'D', "NAME=VALUE", "the value of a parameter of the files; may be repeated", OPT_DEFINE},   \
		{"params", 'p', "FILE", "a file with values of parameters; may be repeated", OPT_PARAMS},              \
		{"root", 0, "DIR", "the project's folder, which files that sources name must be in", OPT_ROOT},        \
	{                                                                                                              \
		"k8s", 0, "1.NN", "the version of Kubernetes to write for (default: the newest)", OPT_TARGET           \
	}

#define MESSAGE_OPTIONS                                                                                                \
	{"error-format", 0, "human|gcc|json", "how messages are written (default: human)", OPT_MESSAGES},              \
		{"color", 0, "auto|always|never", "colours in messages (default: auto)", OPT_COLOUR},                  \
		{"colour", 0, "auto|always|never", "the same", OPT_COLOUR},                                            \
		{"max-errors", 0, "N", "show at most N errors (default: 100)", OPT_MAX_ERRORS},                        \
	{                                                                                                              \
		"help", 'h', NULL, "this text", OPT_HELP                                                               \
	}

struct unit_options {
	struct wk8s_build job; /* its sources and reader are set by unit_open */
	struct paths paths, params;
	struct wk8s_define *defines;
	const char *root;
	bool stdin_taken;
};

/* Takes one of these options, or (OPTION_PATH) looks at the path of a source; false after reporting. */
bool unit_take(struct unit_options *unit, int id, const char *value);
/* PATH is to be read: a source, a file of parameters, what to compare with. False after reporting that it cannot be. */
bool unit_take_path(struct unit_options *unit, const char *path);
/* Finds the project's folder and makes the job ready to run; WK8S_DONE, or another status after reporting. */
int unit_open(struct unit_options *unit, struct project *project);
void unit_free(struct unit_options *unit);
/* Does the terminal want colours: "auto", "always", "never"? */
bool want_colour(const char *when);

/* ---- writing (output.c) ---- */

/*
 * Where the result goes. A file is replaced as a whole at the end, and only if
 * its bytes change; anything else (a terminal, a pipe, a device) is written to.
 */
struct output {
	const char *shown;  /* its name in messages */
	char *target;       /* the file itself, links followed; NULL: written directly */
	char *temp;         /* what becomes it; NULL: not begun, the bytes so far are the old ones */
	int fd;             /* of temp, or what is written directly; -1 for none */
	int old;            /* the file as it was, -1 if it was not there */
	struct stat before; /* of old */
	uint64_t same;      /* bytes that are equal to the old ones */
	bool check;         /* write nothing, only find out whether it differs */
	bool differs;       /* for check */
	int error;          /* first errno value */
};

/* PATH NULL or "-": standard output. False after reporting. */
bool output_open(struct output *out, const char *path, bool check);
/* A writer to OUT, which must outlive it. */
struct wk8s_writer output_writer(struct output *out);
/* All bytes are given: does what can fail before the file takes its place. False: output_close is going to report. */
bool output_prepare(struct output *out);
/* Puts the file in place, or leaves everything as it was unless GOOD. False after reporting. */
bool output_close(struct output *out, bool good);

/*
 * Makes the file PATH, which must not be there, of the N bytes at P; MODE 0:
 * what the umask says. 0 or an errno value, and then there is no such file.
 */
int write_new(const char *path, const char *p, size_t n, mode_t mode);

/* A writer to a file descriptor, which must outlive it. */
struct wk8s_writer fd_writer(const int *fd);

/* ---- texts that are part of the command ---- */

/* A file that table.sh has put into a table; the last row of a table has no name. */
struct text_file {
	const char *name, *text;
};

/* What stands in init/: the files of a new project (cmd_init.c). */
extern const struct text_file init_files[];
/* What stands in docs/codes: a page on each code, `E0203.txt` (codes.h). */
extern const struct text_file code_pages[];

/* ---- dependencies (depfile.c) ---- */

/* What `-MD` and its like ask for. */
struct deps {
	bool wanted, phony;
	const char *file;   /* -MF */
	const char *target; /* -MT */
};

/*
 * Writes FILE, a rule of make: TARGET needs FOLDERS and what PROJECT has
 * recorded. Unless GOOD (compiling succeeded) what the file had before stays
 * in it too. False after reporting.
 */
bool depfile_write(const char *file, const char *target, const struct paths *folders, const struct project *project,
		   bool phony, bool good);

#endif
