/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_SCHEMA_WORDS_H
#define WK8S_SCHEMA_WORDS_H

/*
 * words: numbers of the names that C asks for, `node->sym == WORD_SELF`. They
 * hold for every symtab that begins with schema_stdlib's names.
 */

enum schema_word_number {
	WORD_NONE, /* SYM_EMPTY */
#define WORD(id, text) WORD_##id,
#include "schema/words.def"
#undef WORD
	WORD_COUNT
};

#endif
