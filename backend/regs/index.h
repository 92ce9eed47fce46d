/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which register files describe a device. Lines of an index:
 *
 *	# comment
 *	8086:a0c8,43c8  hda cavs
 *	class:0403      hda
 *	pci:*           pci
 *
 * Every line that matches counts, in order; a file is named once. */
#ifndef BACKEND_REGS_INDEX_H
#define BACKEND_REGS_INDEX_H

#include <stdbool.h>

#include "backend/device.h"
#include "backend/support/err.h"
#include "backend/support/strlist.h"

/* Add the files for a device with these ids to *ret. A device without ids has none. EINVAL: a line
 * that is no such line, with its number. */
bool reg_index_match(const char *text, const struct pci_id *id, struct strlist *ret,
		     struct err *err);

#endif
