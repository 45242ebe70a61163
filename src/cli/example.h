/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_CLI_EXAMPLE_H
#define WK8S_CLI_EXAMPLE_H

/* example: what the command says of an example, found out by running it with files that are in memory only. */

#include "cli/code_page.h"
#include "wk8s.h"

/* Writes the messages to OUT, with colours or without. */
void example_run(const struct page_example *example, struct wk8s_writer out, bool colour);

#endif
