/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an engineer can say. One row per command; the usage line, help, completion, the reference in
 * USAGE.md and the Tcl binding all come from the row. */
#ifndef COMMANDS_COMMAND_H
#define COMMANDS_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/support/err.h"
#include "backend/support/strbuf.h"
#include "backend/support/strlist.h"
#include "commands/value.h"

struct session;
struct args;

enum arg_type {
	ARG_FLAG,     /* an option without a value */
	ARG_WORD,     /* any word */
	ARG_NUMBER,   /* num_parse_expr */
	ARG_TIME,     /* num_parse_time, in ns */
	ARG_ADDRESS,  /* address.h; the command resolves it */
	ARG_REGISTER, /* a register's name */
	ARG_REGION,   /* a region's name */
	ARG_DEVICE,   /* an attached device's name */
	ARG_SPEC,     /* a device spec: sim:tgl, 00:1f.3 */
	ARG_FILE,     /* a path */
	ARG_CHOICE,   /* one of `choices` */
	ARG_SCRIPT,   /* Tcl text, run later through the session's host */
	ARG_COMMAND,  /* a command's name */
	ARG_CHANGE,   /* MASK, VALUE or FIELD=VALUE of the register named first */
};

enum {
	ARG_OPTIONAL = 1 << 0,
	ARG_REPEAT =
		1
		<< 1, /* last positional: takes all remaining words, at least one unless optional */
};

/* Options have a name that begins with '-' and are always optional; they may stand anywhere after the
 * command and end at "--". All others are positional, in order. */
struct arg_spec {
	const char *name; /* "ADDR", "-timeout" */
	enum arg_type type;
	unsigned flags;
	const char *help;
	const char
		*choices; /* ARG_CHOICE: "a|b|c"; an option's value name otherwise ("T"), or NULL */
	/* More candidates than the type gives; may be NULL. */
	void (*complete)(struct session *s, const char *prefix, struct strlist *ret);
};

enum {
	CMD_DEVICE = 1 << 0,	/* needs an attached device */
	CMD_WRITES = 1 << 1,	/* may change the device */
	CMD_WIDTH = 1 << 2,	/* takes a width suffix: rd.8 rd.16 rd.32 rd.64 (.b .l .q) */
	CMD_READINESS = 1 << 4, /* its failure means that machine or device is not ready: exit 3 */
	CMD_WAITS = 1 << 5,	/* may wait long: what was shown before is written out first */
	CMD_EDU = 1 << 3,	/* its example runs on sim:edu instead of sim:tgl */
	CMD_READS = 1 << 6, /* for a script, with one word: one read of what that names (kept.h) */
};

#define COMMAND_MAX_ARGS 10

struct command {
	const char *name;    /* "rd", "reg list" */
	const char *alias;   /* further names, separated by spaces; NULL = none */
	const char *family;  /* heading in help: "access" */
	const char *summary; /* one line, no full stop */
	const char *details; /* sentences for `help NAME`; NULL = none */
	/* One or more statements, separated by newlines, that work after `attach sim:tgl` in an empty
	 * folder; the tests run each of them. */
	const char *example;
	struct arg_spec args[COMMAND_MAX_ARGS]; /* ends with a NULL name */
	unsigned flags;
	/* *ret is the caller's. Returns false with *err filled, and *ret untouched. */
	bool (*run)(struct session *s, const struct args *a, struct value **ret, struct err *err);
};

/* The one list, in the order of help; NULL-terminated. */
const struct command *const *command_table(void);

/* Find by full name ("reg list"), by alias, or NULL. */
const struct command *command_find(const char *name);

/* Is this the first word of some command or alias, width suffix included? */
bool command_is_word(const char *word);

/* Is it the beginning of one such word only? People may type "regi" for regions. */
bool command_is_short_word(const char *word);

/* Run the command that words[] names; in an interactive session short forms of names are understood.
 * EINVAL with a did-you-mean for unknown words. */
bool command_run(struct session *s, const char *const *words, size_t count, struct value **ret,
		 struct err *err);

/* The row that this word alone stands for, with the width of its suffix (0: none). NULL: the second
 * word decides ("reg"), or command_run has something to say about it. */
const struct command *command_of_word(const char *word, unsigned *ret_width_bits);

/* The row of these two words ("reg", "define"), written out. NULL: there is none. */
const struct command *command_of_words(const char *group, const char *second);

/* command_run when the row is known; words: those behind the name. */
bool command_run_row(struct session *s, const struct command *command, unsigned width_bits,
		     const char *const *words, size_t count, struct value **ret, struct err *err);

/* "rd[.W] ADDR ?COUNT? ?-force?" */
void command_usage(const struct command *command, struct strbuf *ret);

/* Checks every row: help and example present, names unique, required before optional. false with the
 * first mistake; the tests call it. */
bool command_table_check(struct err *err);

#endif
