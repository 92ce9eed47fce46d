/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A place that a word named, kept for the next time: a loop that reads one register a million times
 * looks its name up once. Kept is only what is sure to mean the same: anything that could change it
 * (devices, regions, registers, who types) makes the kept place invalid. */
#ifndef COMMANDS_KEPT_H
#define COMMANDS_KEPT_H

#include "backend/regs/regdb.h"
#include "backend/tools.h"
#include "commands/session.h"

struct kept_place {
	struct place at;
	/* What the word's meaning hangs on, as it was. */
	const struct session_device *device;
	const struct regdb *db; /* NULL: no register was looked up */
	unsigned long attached, layout, definitions;
	bool interactive;
};

/* What `rd WORD` reads, with the width of a suffix (0: none). After an `rd` of the word the device is not
 * read for it: where its registers lie is known by then (regs.h). false: the word is wrong, or one whose
 * meaning hangs on more than that (another device, a field). */
bool kept_resolve(struct session *s, unsigned width_bits, const char *word, struct kept_place *ret);

/* Does the word still mean that place? Nothing of *kept may be used when not. */
bool kept_is_valid(const struct session *s, const struct kept_place *kept);

/* One read of it, as `rd` makes it: a device that is gone is told of (presence.h). Only while it is
 * valid. */
bool kept_read(struct session *s, const struct kept_place *kept, uint64_t *ret, struct err *err);

#endif
