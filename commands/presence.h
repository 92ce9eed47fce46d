/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Is a device that reads all ones still there? No read of one that is gone fails, so what a command read is
 * looked at when it ends: it is not shown as data without a word. */
#ifndef COMMANDS_PRESENCE_H
#define COMMANDS_PRESENCE_H

#include <stdbool.h>

#include "backend/support/err.h"
#include "commands/session.h"

struct presence {
	const struct session_device *device; /* that was current */
	uint64_t reads, ones;
};

/* Around each command. end notes that a device which gave all ones is gone: once a command when its
 * result is seen, once at all in scripts, not when the error says so; also of a command that read
 * nothing and waited in vain (error ETIMEDOUT). It asks config space; where that answers, less and
 * less often in a row of such reads. error: NULL when the command succeeded. */
struct presence presence_begin(const struct session *s);
void presence_end(struct session *s, const struct presence *before, const struct err *error);

#endif
