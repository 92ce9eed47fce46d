/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/support/memlock.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "backend/support/num.h"
#include "backend/support/strbuf.h"
#include "backend/support/sysfile.h"

/* Bit of CAP_IPC_LOCK in the capability sets (linux/capability.h). */
enum { CAPABILITY_IPC_LOCK = 14 };

/* The kernel wrote this text: strtoull is enough. */
static uint64_t status_field(const char *status, const char *name, int base)
{
	const char *at = strstr(status, name);

	return at ? strtoull(at + strlen(name), NULL, base) : 0;
}

void memlock_parse_status(const char *status, struct memlock *ret)
{
	ret->locked = status_field(status, "\nVmLck:", 10) * 1024;
	ret->exempt = status_field(status, "\nCapEff:", 16) >> CAPABILITY_IPC_LOCK & 1;
}

static uint64_t read_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_MEMLOCK, &limit) < 0)
		return UINT64_MAX;
	if (limit.rlim_cur < limit.rlim_max) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_MEMLOCK, &limit);
		getrlimit(RLIMIT_MEMLOCK, &limit);
	}
	return limit.rlim_cur == RLIM_INFINITY ? UINT64_MAX : limit.rlim_cur;
}

void memlock_read(struct memlock *ret)
{
	autostrbuf text = STRBUF_INIT;

	*ret = (struct memlock){ .exempt = true }; /* unknown: the kernel will say it */
	if (sysfile_read_all(&text, "/proc/self/status"))
		memlock_parse_status(strbuf_text(&text), ret);
	ret->limit = read_limit();
}

bool memlock_check(const struct memlock *lock, uint64_t need, struct err *err)
{
	char want[32], limit[32], locked[32];

	if (lock->exempt || lock->limit == UINT64_MAX)
		return true;
	if (lock->locked <= lock->limit && need <= lock->limit - lock->locked)
		return true;
	num_format_size(need, want, sizeof(want));
	num_format_size(lock->limit, limit, sizeof(limit));
	num_format_size(lock->locked, locked, sizeof(locked));
	err_set(err, ENOMEM,
		"%s more cannot be locked for DMA: the memlock limit is %s, %s are locked (VmLck)",
		want, limit, locked);
	return err_hint(err,
			"as root: ulimit -l %" PRIu64
			"; or LimitMEMLOCK= in the unit, or memlock in "
			"/etc/security/limits.d",
			(lock->locked + need + 1023) / 1024);
}
