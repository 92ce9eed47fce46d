/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A whole session without a terminal: the language, the table of commands, one device; all that a person would
 * see of it is kept as text. */
#ifndef TESTS_UNIT_SESSION_RIG_H
#define TESTS_UNIT_SESSION_RIG_H

#include "backend/support/strbuf.h"
#include "repl/script.h"
#include "tests/tools/fwbuild.h"

extern struct script *rig_script;
extern struct session *rig_session;
extern struct strbuf rig_seen; /* results that were shown before a command ended, and notes */

void session_rig_begin(const char *scripts_dir, const char *spec); /* spec is attached as d0 */
void session_rig_end(void);
void session_rig_show(const struct value *value); /* add it to rig_seen */

/* Write an image that boots. */
void session_rig_firmware(const char *path, enum fwbuild_kind kind, unsigned ipc);

#endif
