/* SPDX-License-Identifier: Apache-2.0 */
/*
 * timer: runs commands in turns and prints what one run of each costs.
 *
 *   timer ROUNDS -- COMMAND ARG... [-- COMMAND ARG...]...
 *
 * In every round each command runs once, so that what else the machine does
 * meets all of them alike. Standard output goes to /dev/null. One line a
 * command: median wall clock time and median user + system time (both in
 * microseconds), highest peak memory in KiB, median number of page faults.
 *
 * The kernel counts the memory of the process before exec too, which is this
 * program's; it is linked to be small.
 */
#define _DEFAULT_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_COMMANDS = 16, MAX_ROUNDS = 10000 };

struct sample {
	double wall, cpu, faults;
};

struct command {
	char **args;
	struct sample *samples;
	long peak;
};

static _Noreturn void fail(const char *what)
{
	fprintf(stderr, "timer: %s: %s\n", what, strerror(errno));
	exit(3);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static double micros(struct timeval t)
{
	return (double)t.tv_sec * 1e6 + (double)t.tv_usec;
}

static _Noreturn void run_child(char **args)
{
	int null = open("/dev/null", O_WRONLY);

	if (null < 0 || dup2(null, 1) < 0)
		_exit(126);
	close(null);
	execvp(args[0], args);
	_exit(127);
}

static void measure(struct command *c, struct sample *s)
{
	struct rusage use;
	double start = now();
	pid_t child = fork();
	int status;

	if (child < 0)
		fail("fork");
	if (child == 0)
		run_child(c->args);
	while (wait4(child, &status, 0, &use) < 0)
		if (errno != EINTR)
			fail("wait4");
	s->wall = now() - start;
	s->cpu = micros(use.ru_utime) + micros(use.ru_stime);
	s->faults = (double)use.ru_minflt;
	if (use.ru_maxrss > c->peak)
		c->peak = use.ru_maxrss;
	/* A command that fails does not do the work that is measured. */
	if (status != 0) {
		fprintf(stderr, "timer: `%s` failed\n", c->args[0]);
		exit(1);
	}
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The median of the member that lies OFFSET bytes into each sample. */
static double median(const struct command *c, long rounds, size_t offset)
{
	double v[MAX_ROUNDS];

	for (long i = 0; i < rounds; i++)
		memcpy(&v[i], (const char *)&c->samples[i] + offset, sizeof v[i]);
	qsort(v, (size_t)rounds, sizeof v[0], ascending);
	return rounds % 2 ? v[rounds / 2] : (v[rounds / 2 - 1] + v[rounds / 2]) / 2;
}

/* Splits ARGS at each `--`, which becomes the end of the command before it. */
static int split(char **args, struct command *commands)
{
	int n = 0;

	for (; *args; args++) {
		if (strcmp(*args, "--") != 0)
			continue;
		if (n == MAX_COMMANDS || !args[1])
			return 0;
		commands[n++].args = args + 1;
		*args = NULL;
	}
	return n;
}

int main(int argc, char **argv)
{
	struct command commands[MAX_COMMANDS] = {{0}};
	long rounds = argc > 2 ? strtol(argv[1], NULL, 10) : 0;
	int n = argc > 2 ? split(argv + 2, commands) : 0;

	if (rounds < 1 || rounds > MAX_ROUNDS || !n) {
		fprintf(stderr, "usage: timer ROUNDS -- COMMAND ARG... [-- COMMAND ARG...]...\n");
		return 2;
	}
	for (int i = 0; i < n; i++) {
		commands[i].samples = calloc((size_t)rounds, sizeof(struct sample));
		if (!commands[i].samples)
			fail("calloc");
	}
	for (long r = 0; r < rounds; r++)
		for (int i = 0; i < n; i++)
			measure(&commands[i], &commands[i].samples[r]);
	for (int i = 0; i < n; i++) {
		const struct command *c = &commands[i];

		printf("%.0f %.0f %ld %.0f\n", median(c, rounds, offsetof(struct sample, wall)),
		       median(c, rounds, offsetof(struct sample, cpu)), c->peak,
		       median(c, rounds, offsetof(struct sample, faults)));
		free(commands[i].samples);
	}
	return 0;
}
