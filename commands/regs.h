/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The register databases of a session: one for each device, filled from the register files that the
 * index names for it at the first look-up, and one for work without a device. */
#ifndef COMMANDS_REGS_H
#define COMMANDS_REGS_H

#include <stdbool.h>

#include "backend/regs/regdb.h"
#include "backend/support/err.h"
#include "commands/session.h"

/* The registers of a device; device NULL: of the session. Reads no register. Fails once when a file
 * is broken; after that what could be read of it is there. */
bool session_regs(struct session *s, struct session_device *device, struct regdb **ret,
		  struct err *err);

/* regdb_find in that database, with unique beginnings accepted when a person types. */
bool session_find_reg(struct session *s, struct session_device *device, const char *word,
		      struct reg_ref *ret, struct err *err);

/* What `reg block` and `reg define` fill: the database of the device whose files are being read, or
 * of the current device, or of the session; and the block that was begun last (NULL: none yet). */
bool session_regs_target(struct session *s, struct regdb **ret, const struct reg_block ***ret_block,
			 struct err *err);

/* Evaluate a register file: a path, or the name of one that comes with barsh. */
bool session_open_regs(struct session *s, const char *name, struct err *err);

/* The names of the files that come with barsh, added to *ret. */
void session_reg_files(struct session *s, struct strlist *ret);

#endif
