/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The language: Jim Tcl with the command table bound into it. */
#ifndef REPL_SCRIPT_H
#define REPL_SCRIPT_H

#include <stdbool.h>

#include "backend/support/err.h"
#include "backend/support/strlist.h"
#include "commands/session.h"
#include "commands/value.h"

struct script;

struct script *script_create(void);
void script_destroy(struct script *script);
/* The commands are those of the table, in session s, which must outlive the script. */
void script_bind(struct script *script, struct session *s);

struct script_error {
	struct err err;
	char file[256]; /* "" when it did not come from a file */
	int line;
};

/* Evaluate one complete statement, which begins at file:line (file may be NULL). On success *ret is
 * the caller's: the value of a barsh command when that is the statement's outermost command
 * (*ret_is_command), else the Tcl result as text. On failure *error says what and where. */
bool script_eval(struct script *script, const char *statement, const char *file, int line,
		 struct value **ret, bool *ret_is_command, struct script_error *error);

/* For session_host. */
bool script_eval_text(struct script *script, const char *text, const char *where, char **ret_text,
		      struct err *err);
struct session_script *script_keep(struct script *script, const char *text, const char *where);
bool script_run_kept(struct script *script, struct session_script *kept, struct err *err);
void script_drop(struct script *script, struct session_script *kept);
bool script_call(struct script *script, const char *const *words, size_t count, struct value **ret,
		 struct err *err);
bool script_source(struct script *script, const char *path, struct err *err);

/* The arguments of a command file: sets argv0, argv and argc. They must outlive the script. */
void script_set_args(struct script *script, const char *name, char *const *args, int count);

void script_set_variable(struct script *script, const char *name, const char *text); /* global */

/* Stop the evaluation that is under way. Safe in a signal handler. */
void script_interrupt(struct script *script);
void script_interrupt_clear(struct script *script);

/* Names of Tcl's own commands and of procs (for completion and did-you-mean). */
void script_command_names(struct script *script, const char *prefix, struct strlist *ret);
void script_variable_names(struct script *script, const char *prefix, struct strlist *ret);

#endif
