/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The names and aliases of the command table in order, made at the first look-up: register files say
 * `reg define` a hundred thousand times. */
#ifndef COMMANDS_NAMES_H
#define COMMANDS_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "commands/command.h"

/* The row with exactly that name or alias (len characters), or NULL. */
const struct command *names_find(const char *name, size_t len);

/* Does a row "word SUB" exist? */
bool names_is_group(const char *word, size_t len);

#endif
