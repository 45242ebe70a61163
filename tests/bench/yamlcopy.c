/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yamlcopy: reads YAML from a file and prints it again, with libyaml: the
 * measure of how long such a text takes a program that only reads and writes it.
 */
#include <stdbool.h>
#include <stdio.h>
#include <yaml.h>

static bool copy(yaml_parser_t *parser, yaml_emitter_t *emitter)
{
	yaml_event_t event;
	bool end;

	do {
		if (!yaml_parser_parse(parser, &event))
			return false;
		end = event.type == YAML_STREAM_END_EVENT;
		/* The emitter owns the event from here, also when it fails. */
		if (!yaml_emitter_emit(emitter, &event))
			return false;
	} while (!end);
	return true;
}

int main(int argc, char **argv)
{
	FILE *in = argc == 2 ? fopen(argv[1], "rb") : NULL;
	yaml_parser_t parser;
	yaml_emitter_t emitter;
	bool good;

	if (!in) {
		fprintf(stderr, "usage: yamlcopy FILE\n");
		return 2;
	}
	if (!yaml_parser_initialize(&parser) || !yaml_emitter_initialize(&emitter))
		return 3;
	yaml_parser_set_input_file(&parser, in);
	yaml_emitter_set_output_file(&emitter, stdout);
	yaml_emitter_set_unicode(&emitter, 1);
	good = copy(&parser, &emitter);
	if (!good)
		fprintf(stderr, "yamlcopy: %s: not copied\n", argv[1]);
	yaml_emitter_delete(&emitter);
	yaml_parser_delete(&parser);
	fclose(in);
	return fflush(stdout) == 0 && good ? 0 : 1;
}
