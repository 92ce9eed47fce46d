/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the verbs over ranges have in common: place and length from the arguments, and reading with
 * what the register database knows of side effects. */
#ifndef COMMANDS_RANGE_H
#define COMMANDS_RANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "backend/tools.h"
#include "commands/args.h"
#include "commands/readable.h"
#include "commands/session.h"

/* The place that the argument called `arg` names, with the width of the suffix or 32 bits. */
bool range_place(struct session *s, const struct args *a, const char *arg, struct place *ret,
		 struct err *err);

/* The argument LEN, or all to the region's end; checked against the region. */
bool range_length(const struct args *a, const struct place *at, bool is_write, uint64_t *ret,
		  struct err *err);

/* Read len bytes; registers with side effects are left out (and a note says which) unless force. *ret
 * is the caller's to free: the bytes, and behind them as many that tell what was read (tools_read). */
bool range_read(struct session *s, const struct place *at, uint64_t len, bool force, uint8_t **ret,
		struct err *err);

/* The note about what was left out; nothing when nothing was. */
void range_say_skipped(struct session *s, const struct readable *r);

#endif
