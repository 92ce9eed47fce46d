/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a verb works: [DEVICE:]REGION+OFFSET, [DEVICE:]REGISTER or REGISTER.FIELD. */
#ifndef COMMANDS_ADDRESS_H
#define COMMANDS_ADDRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "backend/device.h"
#include "backend/regs/regdb.h"
#include "backend/support/err.h"
#include "commands/session.h"

struct address {
	struct session_device *device;
	struct region *region;
	uint64_t offset;
	unsigned width_bits; /* the register's own; 0 for a raw address */
	struct regdb *db;    /* the device's register database; NULL for a raw address */
	struct reg_ref ref;  /* ref.reg is NULL for a raw address; ref.field may be NULL */
};

/* Resolve word in session s. ENOENT with the nearest name for what does not exist; nothing of the
 * device is read. */
bool address_parse(struct session *s, const char *word, struct address *ret, struct err *err);

/* Does word ask for several registers ("SD*.CTL")? */
bool address_is_glob(const char *word);

/* All registers that a glob names, each located; the caller frees *ret. ENOENT: none. */
bool address_parse_glob(struct session *s, const char *word, struct address **ret,
			size_t *ret_count, struct err *err);

/* "bar4+0x000004" */
void address_format(const struct address *address, struct strbuf *ret);

/* What people call it: "ADSPCS", "SD7.CTL.RUN", or as address_format. */
void address_name(const struct address *address, struct strbuf *ret);

#endif
