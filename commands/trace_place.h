/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which register a record of a trace is about. */
#ifndef COMMANDS_TRACE_PLACE_H
#define COMMANDS_TRACE_PLACE_H

#include <stdbool.h>
#include <stddef.h>

#include "backend/regs/regdb.h"
#include "backend/trace/trace.h"
#include "commands/session.h"

/* The registers that traces are named by: those of the current device; without one, of the session. NULL
 * when there are none: then places have no names. */
struct regdb *trace_regs(struct session *s);

/* The register that the access begins in. Config space has no names here: where a capability
 * is only the device knows, and showing a trace must not touch it. db may be NULL. */
bool trace_register(struct regdb *db, const struct trace_record *record, struct reg_ref *ret);

/* Is the access one of all of the register? */
bool trace_is_whole(const struct reg_ref *ref, const struct trace_record *record);

/* Its name, "SD7.CTL+3" for an access behind its first byte, or "". Fits struct diff_namer; ctx is the struct regdb. */
void trace_name(void *ctx, const struct trace_record *record, char *buf, size_t len);

#endif
