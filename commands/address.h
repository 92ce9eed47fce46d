/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a verb works: [DEVICE:]REGION+OFFSET, [DEVICE:]REGISTER or REGISTER.FIELD. */
#ifndef COMMANDS_ADDRESS_H
#define COMMANDS_ADDRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "backend/device.h"
#include "backend/support/err.h"
#include "commands/session.h"

struct address {
	struct session_device *device;
	struct region *region;
	uint64_t offset;
	unsigned width_bits; /* the register's own; 0 for a raw address */
};

/* Resolve word in session s. ENOENT with the nearest name for what does not exist; nothing of the
 * device is read. */
bool address_parse(struct session *s, const char *word, struct address *ret, struct err *err);

/* "bar4+0x000004" */
void address_format(const struct address *address, struct strbuf *ret);

#endif
