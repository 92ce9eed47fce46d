/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One register with its fields, as people and as programs see it. */
#ifndef COMMANDS_REG_FORMAT_H
#define COMMANDS_REG_FORMAT_H

#include <stdint.h>

#include "backend/regs/regdb.h"
#include "backend/support/strbuf.h"
#include "commands/value.h"

/* "bar4+0x000004"; for a capability, whose place only a device knows, "PM+0x04". Asks no device. */
void reg_format_place(const struct reg_ref *ref, struct strbuf *ret);

/* The register's line and a line for each field (only the field of *ref, when it has one), with
 * styles, each line ending in a newline. place: as address_format or reg_format_place gives it.
 *
 *	bar4+0x000004  ADSPCS        0x01010302   core power/reset control
 *	  [31:24] CPA     0x01  cores powered: 0
 */
void reg_format(const struct reg_ref *ref, const char *place, uint64_t value, struct strbuf *ret);

/* What rd of a register returns: the number (of the field, when *ref has one), reg_format's lines for
 * people, and name, place and fields for --json. value is the whole register's. */
struct value *reg_value(const struct reg_ref *ref, const char *place, uint64_t value);

/* The number alone, for who needs no more. */
struct value *reg_number(const struct reg_ref *ref, uint64_t value);

#endif
