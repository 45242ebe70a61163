/* SPDX-License-Identifier: Apache-2.0 */
/* main: finds the subcommand; `build` is meant where none is named. */
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int run_help(const struct command *self, char **args);

static const struct command command_help = {
	.name = "help",
	.args = "[COMMAND]",
	.summary = "Says what a command does and what options it has.",
	.run = run_help,
};

static const struct command *const commands[] = {&command_build, &command_why,   &command_explain,
						 &command_list,  &command_test,  &command_fmt,
						 &command_init,  &command_types, &command_help};

#define NCOMMANDS (sizeof commands / sizeof commands[0])

static const struct command *find_command(const char *name)
{
	for (size_t i = 0; i < NCOMMANDS; i++) {
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	}
	return NULL;
}

static const char *nearest_command(const char *word)
{
	const char *names[NCOMMANDS];

	for (size_t i = 0; i < NCOMMANDS; i++)
		names[i] = commands[i]->name;
	return wk8s_nearest(word, names, NCOMMANDS);
}

static void print_usage(void)
{
	puts("Usage: wk8sc PATH... [OPTION...]\n"
	     "       wk8sc COMMAND ...\n\n"
	     "Compiles .wk8s sources to Kubernetes YAML.\n\n"
	     "Commands:");
	for (size_t i = 0; i < NCOMMANDS; i++)
		printf("  %-8s %s\n", commands[i]->name, commands[i]->summary);
	puts("\nWithout a command, `build` is meant. Its options:");
	option_list(&command_build);
	printf("  %-34s %s\n\n", "-V, --version", "the version of wk8sc and of Kubernetes");
	puts("Exit: 0 done, 1 errors in the source, 2 wrong usage, 3 input or output failed.\n"
	     "More: man wk8sc, man wk8s");
}

static int run_help(const struct command *self, char **args)
{
	const struct command *c;

	(void)self;
	if (!args[0] || strcmp(args[0], "--help") == 0 || strcmp(args[0], "-h") == 0) {
		print_usage();
		return WK8S_DONE;
	}
	c = find_command(args[0]);
	if (!c)
		return usage_error("there is no command `%s`", args[0]);
	option_help(c);
	return WK8S_DONE;
}

static void print_version(void)
{
	printf("wk8sc %s (Kubernetes 1.%u to 1.%u)\n", PACKAGE_VERSION, wk8s_oldest(), wk8s_newest());
}

/* Something like `wk8sc bild x.wk8s`: neither a command nor a file. */
static int misspelt(const char *word)
{
	const char *near;

	if (strpbrk(word, "./-") || access(word, F_OK) == 0)
		return 0;
	near = nearest_command(word);
	if (near)
		return usage_error("`%s` is neither a command nor a file, did you mean `%s`?", word, near);
	return usage_error("`%s` is neither a command nor a file", word);
}

static int dispatch(char **args)
{
	const struct command *c;
	int status;

	if (!args[0])
		return usage_error("nothing to do: name a file, a folder or `-`");
	if (strcmp(args[0], "--help") == 0 || strcmp(args[0], "-h") == 0)
		return run_help(&command_help, args + 1);
	if (strcmp(args[0], "--version") == 0 || strcmp(args[0], "-V") == 0) {
		print_version();
		return WK8S_DONE;
	}
	c = find_command(args[0]);
	if (c)
		return c->run(c, args + 1);
	status = misspelt(args[0]);
	return status ? status : command_build.run(&command_build, args);
}

/*
 * Descriptors 0 to 2 must be taken, or a file opened later gets one of these
 * numbers. One that can only be read makes writing to it fail, as it should.
 */
static void take_standard_descriptors(void)
{
	for (int fd = 0; fd < 3; fd++) {
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDONLY) < 0)
			return;
	}
}

int main(int argc, char **argv)
{
	int status;

	take_standard_descriptors();
	/* A closed pipe and a limit of file sizes are errors of writing like any other. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	status = dispatch(argc ? argv + 1 : argv);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		complain("cannot write `<stdout>`: %s", strerror(errno));
		return WK8S_FAILED;
	}
	return status;
}
