/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_CLI_CODES_H
#define WK8S_CLI_CODES_H

/* codes: what `wk8sc explain` says of the codes of messages; code_record.c: the same for programs. */

#include "cli/code_page.h"
#include "wk8s.h"

/* Does WORD look like a code, or is it the name of one: `E0203`, `e0203`, `set-twice`? */
bool codes_meant(const char *word);
/* Nothing is called WORD, which has been said: says so if there is a code of nearly that name. */
void codes_suggest(const char *word);
/* Says what WORD means, which codes_meant, as a text for people, with colours or without, or as an object of JSON.
 * WK8S_DONE, or WK8S_MISTAKES after reporting that there is no such code. */
int codes_explain(const char *word, bool json, bool colour);
/* Prints all codes, one a line. */
void codes_list(void);

/* What "error" and so on is called. */
const char *code_level(enum wk8s_level level);
/* PAGE, which is about CODE, as an object of JSON. */
void code_record(const struct wk8s_code *code, const struct code_page *page);

#endif
