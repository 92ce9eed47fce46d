/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which units of a range a verb may read: not those whose registers the database marks read-to-clear,
 * FIFO or write-only. */
#ifndef COMMANDS_READABLE_H
#define COMMANDS_READABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/tools.h"
#include "commands/session.h"

struct readable_hole;

struct readable {
	struct tools_guard guard; /* see readable_guard */
	struct readable_hole *holes;
	size_t hole_count;
	size_t skipped; /* units that were held back */
	char first_name[64];
	const char *first_why; /* "read-to-clear" */
};

/* Look up the range of at. Finish with readable_finish; r must not move in between. */
bool readable_init(struct readable *r, struct session *s, const struct place *at, uint64_t len,
		   struct err *err);
void readable_finish(struct readable *r);

/* For the tools; NULL: all may be read, or is to be (force). */
const struct tools_guard *readable_guard(const struct readable *r, bool force);

#endif
