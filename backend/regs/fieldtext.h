/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fields as people write them in a register file, one on a line or between ';':
 *
 *	CPA     31:24 ro bits "cores powered"
 *	RUN     1             "DMA runs"
 *	STRIPE  17:16         "SDO lines" { 0 ONE  1 TWO  2 FOUR }
 *
 * a name, HIGH:LOW or one bit, then in any order the kind of access (otherwise the register's), the
 * word bits, `also` and another name for it, a help text, and names of values in braces. # begins a comment at the start of a line. */
#ifndef BACKEND_REGS_FIELDTEXT_H
#define BACKEND_REGS_FIELDTEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "backend/regs/regdb.h"
#include "backend/support/arena.h"
#include "backend/support/err.h"

#define FIELDTEXT_MAX_FIELDS 64
#define FIELDTEXT_MAX_VALUES 1024

/* *ret and all it points to live in the arena. Whether fields fit the register is for regdb_add to
 * say. EINVAL names the field. */
bool fieldtext_parse(const char *text, enum reg_access access, struct arena *arena,
		     const struct reg_field **ret, size_t *ret_count, struct err *err);

#endif
