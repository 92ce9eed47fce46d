/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/trace_place.h"

#include <stdio.h>
#include <string.h>

#include "commands/regs.h"

static uint64_t reg_start(const struct reg_ref *ref)
{
	return ref->reg->offset + ref->index * ref->reg->stride;
}

struct regdb *trace_regs(struct session *s)
{
	struct err ignored = ERR_INIT;
	struct regdb *db = NULL;

	session_regs(s, s->current, &db, &ignored);
	return db;
}

bool trace_register(struct regdb *db, const struct trace_record *record, struct reg_ref *ret)
{
	struct reg_ref ref;

	if (!db || record->kind > TRACE_WRITE || !strcmp(record->what, "config") ||
	    !regdb_at(db, record->what, record->offset, &ref))
		return false;
	*ret = ref;
	return true;
}

bool trace_is_whole(const struct reg_ref *ref, const struct trace_record *record)
{
	return reg_start(ref) == record->offset && record->width_bits == ref->reg->width_bits;
}

void trace_name(void *ctx, const struct trace_record *record, char *buf, size_t len)
{
	struct reg_ref ref;

	buf[0] = '\0';
	if (!trace_register(ctx, record, &ref))
		return;
	reg_ref_name(&ref, buf, len);
	if (reg_start(&ref) != record->offset)
		snprintf(buf + strlen(buf), len - strlen(buf), "+%u",
			 (unsigned)(record->offset - reg_start(&ref)));
}
