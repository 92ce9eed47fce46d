/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What rd, wr, upd and poll have in common: the place that ADDR and the width suffix name. */
#ifndef COMMANDS_ACCESS_H
#define COMMANDS_ACCESS_H

#include "backend/tools.h"
#include "commands/address.h"
#include "commands/args.h"
#include "commands/session.h"

/* The width of the access: the suffix, the register's own, or 32 bits. */
unsigned access_width(const struct args *a, const struct address *at);

/* The argument ADDR. EINVAL also when the suffix is not the width of the register that is named. */
bool access_parse(struct session *s, const struct args *a, struct address *ret, struct err *err);

struct place access_place(const struct args *a, const struct address *at);

/* What -show adds around a write. */
struct access_shown {
	bool before, after; /* whether the value was read */
	uint64_t old, back;
};

/* Is a read before and after asked for (-show, or the session's switch), and harmless here? */
bool access_wants_show(struct session *s, const struct args *a, const struct address *at);
bool access_show_read(const struct args *a, const struct address *at, bool *done, uint64_t *value,
		      struct err *err);

/* "bar4.ADSPCS", or "bar4+0x000004": how a write names its place. */
void access_write_name(const struct address *at, struct strbuf *ret);

#endif
