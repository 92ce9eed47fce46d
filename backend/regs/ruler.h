/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A register drawn as a ruler of bits with the fields' names under them. */
#ifndef BACKEND_REGS_RULER_H
#define BACKEND_REGS_RULER_H

#include <stdint.h>

#include "backend/regs/regdb.h"
#include "backend/support/strbuf.h"

/* Lines of at most 80 columns (a name at the right edge may pass it), each ending in a newline. value
 * NULL: dots instead of bits.
 *
 *	31   27   23   19   15   11   7    3
 *	.... .... .... .... .... .... .... ....
 *	||                                  |-|
 *	|GPROCEN                            MODE
 *	PIE
 */
void ruler_draw(const struct reg *reg, const uint64_t *value, struct strbuf *ret);

#endif
