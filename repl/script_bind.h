/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command table inside Jim: how a word of Tcl becomes a call of a row, and a value an object of
 * Tcl. For script.c, which evaluates. */
#ifndef REPL_SCRIPT_BIND_H
#define REPL_SCRIPT_BIND_H

#include <stdbool.h>
#include <stddef.h>

#include <jim.h>

#include "repl/script.h"

struct script {
	Jim_Interp *interp;
	struct session *session;
	struct err err; /* what the command that failed last said */
	Jim_Obj *head;	/* the first word of the last plain statement: it knows its command */
};

/* What a word of the table is bound to. */
struct bound;

/* The command that Tcl has under this name, or NULL. */
Jim_Cmd *script_find_cmd(struct script *script, const char *word);

/* NULL: the command is Tcl's own, a proc, or none. */
struct bound *script_bound_of(const Jim_Cmd *cmd);

/* Run the words; bound NULL: no word of the table, and the message is command_run's. *ret is the
 * caller's. */
bool script_run_words(struct bound *bound, struct session *s, const char *const *words,
		      size_t count, struct value **ret, struct err *err);

/* Make script->err Tcl's result and errorCode; returns JIM_ERR. */
int script_fail(struct script *script);

/* The value that a command of ours returned; NULL: the object is something else. Borrowed. */
struct value *script_value_of(const Jim_Obj *obj);

#endif
