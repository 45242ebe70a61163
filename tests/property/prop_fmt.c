/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Programs made at random keep the laws of tests/fmtlaws.h. A number on the
 * command line is the seed.
 */
#include "tests/fmtlaws.h"
#include "tests/property/program.h"

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	enum { PROGRAMS = 8000 };
	unsigned long parsed = 0, bytes = 0;
	struct maker m = {.seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 1};
	struct mem mem;

	mem_init(&mem);
	buf_init(&m.out, &mem);
	for (int i = 0; i < PROGRAMS; i++) {
		const char *law;
		bool parses;

		program(&m);
		law = broken_law(&mem, m.out.p, m.out.n, &parses);
		parsed += parses;
		bytes += m.out.n;
		if (law) {
			fprintf(stderr, "%s:\n%.*s\n", law, (int)m.out.n, m.out.p);
			printf("%lu passed, 1 failed\n", parsed);
			return 1;
		}
	}
	buf_free(&m.out);
	printf("%d programs, %lu of them parse, %lu bytes\n", PROGRAMS, parsed, bytes);
	/* Most must parse, or nothing has been looked at. */
	if (parsed < PROGRAMS * 3 / 4) {
		puts("0 passed, 1 failed");
		return 1;
	}
	puts("1 passed, 0 failed");
	return 0;
}
