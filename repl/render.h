/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Results and messages on their way out: with render_json.c the only writers to stdout. */
#ifndef REPL_RENDER_H
#define REPL_RENDER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "backend/support/err.h"
#include "commands/value.h"
#include "repl/script.h"

struct render {
	bool json; /* one JSON text per result, one per line */
	bool colour;
	bool colour_stderr;
	bool quiet;	     /* no notes */
	bool progress;	     /* stderr is a terminal: show progress */
	uint64_t written_ns; /* when stdout was flushed last */
	FILE *log;	     /* a copy of all that is shown, and of what was typed; or NULL */
	char *log_path;
};

/* A result; nothing is written for an empty one. */
void render_value(const struct render *r, const struct value *value);

/* Let a reader of a pipe or a log see what was shown: when a wait is coming, otherwise now and then, so
 * that dense output does not cost a system call a line. */
void render_settle(struct render *r, bool waiting);

/* "error: ..." and "hint: ..." on stderr, after what stdout holds. */
void render_error(const struct render *r, const struct script_error *error);

void render_note(const struct render *r, const char *text); /* a line on stderr */

/* A statement that is about to run, in the form of a transcript: on stdout with `echo`, and in the log. */
void render_statement(const struct render *r, const char *statement, bool echo);

/* Begin or end (path NULL) the log. The file is made with mode 0600. EEXIST: it is there already. */
bool render_log(struct render *r, const char *path, enum session_log how, struct err *err);

/* A line of progress on stderr that the next one replaces; NULL wipes it. Terminals only. */
void render_progress(const struct render *r, const char *text);

/* The same value as JSON text with a newline (render_json.c). */
void render_json_value(const struct value *value);
void render_json_error(const struct script_error *error);

#endif
