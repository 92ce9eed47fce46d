/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How much memory this process may still lock. Memory that a device reaches by DMA is locked, and the
 * kernel's own refusal is a bare ENOMEM. */
#ifndef BACKEND_SUPPORT_MEMLOCK_H
#define BACKEND_SUPPORT_MEMLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "backend/support/err.h"

struct memlock {
	uint64_t locked; /* bytes locked now (VmLck) */
	uint64_t limit;	 /* RLIMIT_MEMLOCK; UINT64_MAX = none */
	bool exempt;	 /* CAP_IPC_LOCK: the limit does not hold */
};

/* What the text of /proc/PID/status says: locked and exempt. Lines it lacks count as 0. */
void memlock_parse_status(const char *status, struct memlock *ret);

/* Of this process, now. Raises the soft limit to the hard one first: nobody else has to. */
void memlock_read(struct memlock *ret);

/* May `need` bytes more be locked? ENOMEM with need, limit and VmLck; the hint says what to set. */
bool memlock_check(const struct memlock *lock, uint64_t need, struct err *err);

#endif
