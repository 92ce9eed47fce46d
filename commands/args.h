/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words of one command line, checked against its row. */
#ifndef COMMANDS_ARGS_H
#define COMMANDS_ARGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "commands/command.h"

struct arg_value {
	bool given;
	uint64_t number;	  /* ARG_NUMBER, ARG_TIME (ns) */
	const char *const *words; /* the words as typed; count > 1 only with ARG_REPEAT */
	size_t count;
};

struct args {
	const struct command *command;
	unsigned width_bits; /* from the suffix; 0 = none given */
	struct arg_value values[COMMAND_MAX_ARGS];
	const char **rest; /* the words of the repeated one; owned */
};

/* words[0..count-1] follow the command's name, and stay while *ret is used. On success finish with args_finish. EINVAL names the
 * word and shows the usage as hint. */
bool args_parse(const struct command *command, unsigned width_bits, const char *const *words,
		size_t count, struct args *ret, struct err *err);
void args_finish(struct args *a);

/* By the name in the row; asking for a name that is not there is a mistake of ours (assert). */
bool args_has(const struct args *a, const char *name);
const char *args_word(const struct args *a, const char *name); /* NULL when not given */
uint64_t args_number(const struct args *a, const char *name, uint64_t otherwise);
const struct arg_value *args_get(const struct args *a, const char *name);

#endif
