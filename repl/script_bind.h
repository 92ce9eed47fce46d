/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command table inside Jim: how a word of Tcl becomes a call of a row, and a value an object of
 * Tcl. For script.c, which evaluates. */
#ifndef REPL_SCRIPT_BIND_H
#define REPL_SCRIPT_BIND_H

#include <stdbool.h>
#include <stddef.h>

#include <jim.h>

#include "repl/script.h"

/* What a word of the table is bound to. */
struct bound;

struct script {
	Jim_Interp *interp;	 /* NULL until something is Tcl's to do: script_interp makes it */
	struct session *session; /* NULL: no table */
	struct err err;		 /* what the command that failed last said */
	Jim_Obj *head; /* the first word of the last plain statement: it knows its command */
	struct bound
		*early; /* words that were used before there was an interp, the last one first */

	/* script_set_args; args_name NULL: there are none */
	const char *args_name;
	char *const *args;
	int arg_count;
};

/* Tcl's interpreter, with the table and the arguments in it. Made at the first use, because that takes
 * longer than most files of plain commands. */
Jim_Interp *script_interp(struct script *script);

/* The word of a table that no Tcl has changed yet: there must be no interp. NULL: not one of ours. */
struct bound *script_bound_early(struct script *script, const char *word);
void script_free_early(struct script *script);

/* Bind the whole table into the interp. */
void script_bind_table(struct script *script);

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
