/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A whole barsh without its options and its prompt: language, commands, simulated devices. Nothing of
 * the machine can be reached (cage.h); of Tcl there is what computes, and nothing that waits, loops without
 * end or fills memory by itself. */
#ifndef TESTS_FUZZ_SHELL_H
#define TESTS_FUZZ_SHELL_H

#include <stdbool.h>

#include "repl/repl.h"

struct shell {
	struct repl repl;
	char scripts[4096]; /* the source tree's scripts/ */
};

/* spec: "sim:tgl". Files can be read below scripts/ and, by relative names, in the folder "home" beside
 * the program. */
void shell_start(struct shell *shell, const char *spec);
/* Feed text as a command file; Ctrl-C comes when it takes over a second. */
void shell_feed(struct shell *shell, const char *text);
void shell_stop(struct shell *shell);

#endif
