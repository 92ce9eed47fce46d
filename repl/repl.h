/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The program around a session: where statements come from and where results go. */
#ifndef REPL_REPL_H
#define REPL_REPL_H

#include <stdbool.h>
#include <stdio.h>

#include "commands/session.h"
#include "repl/render.h"
#include "repl/script.h"

#ifndef BARSH_VERSION
#define BARSH_VERSION "0.1"
#endif

struct repl {
	struct session *session;
	struct script *script;
	struct render render;
	bool echo;	 /* print each statement before it runs */
	bool keep_going; /* -k: go on after a failure */
	int status;	 /* exit status so far: 0, 1, 3 or 130 */
};

/* The host for r's session; r must outlive it. */
struct session_host repl_host(struct repl *r);

/* Both return false when the session should end (failure without -k, quit). name is for messages;
 * line is where the text begins. */
bool repl_run_text(struct repl *r, const char *text, const char *name, int line);
bool repl_run_stream(struct repl *r, FILE *in, const char *name);

/* One complete statement: evaluate, render, keep the status. show_tcl: render results of Tcl's own
 * commands too (at a prompt). */
bool repl_run_statement(struct repl *r, const char *statement, const char *name, int line,
			bool show_tcl);

/* The prompt, until end of input or quit (interactive.c). */
void repl_interactive(struct repl *r);

#endif
