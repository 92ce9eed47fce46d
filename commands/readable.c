/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/readable.h"

#include <stdio.h>
#include <string.h>

#include "backend/regs/regdb.h"
#include "backend/support/mem.h"
#include "commands/regs.h"

struct readable_hole {
	uint64_t first, last; /* bytes of the region, inclusive */
	char name[64];
	const char *why;
};

static bool check(void *ctx, const struct region *region, uint64_t offset, unsigned bytes)
{
	struct readable *r = ctx;

	(void)region;
	for (size_t i = 0; i < r->hole_count; i++) {
		const struct readable_hole *hole = &r->holes[i];

		if (offset > hole->last || offset + bytes - 1 < hole->first)
			continue;
		if (!r->skipped++) {
			snprintf(r->first_name, sizeof(r->first_name), "%s", hole->name);
			r->first_why = hole->why;
		}
		return false;
	}
	return true;
}

static struct session_device *owner(const struct session *s, const struct device *dev)
{
	for (size_t i = 0; i < s->device_count; i++)
		if (s->devices[i]->dev == dev)
			return s->devices[i];
	return NULL;
}

static void add_hole(struct readable *r, struct regdb *db, const struct reg_ref *ref)
{
	struct readable_hole hole;
	char name[REG_NAME_SIZE * 2];

	reg_is_safe_to_read(ref->reg, &hole.why);
	if (!regdb_locate(db, ref, &hole.first, &(struct err)ERR_INIT))
		return;
	hole.last = hole.first + ref->reg->width_bits / 8 - 1;
	snprintf(hole.name, sizeof(hole.name), "%.63s", reg_ref_name(ref, name, sizeof(name)));
	r->holes = xreallocarray(r->holes, r->hole_count + 1, sizeof(*r->holes));
	r->holes[r->hole_count++] = hole;
}

static bool is_unsafe(const struct reg *reg)
{
	const char *why;

	return !reg_is_safe_to_read(reg, &why);
}

bool readable_init(struct readable *r, struct session *s, const struct place *at, uint64_t len,
		   struct err *err)
{
	autoreglist list = REG_LIST_INIT;
	struct regdb *db;

	*r = (struct readable){ .guard = { check, r } };
	/* Our own memory has no side effects, and no register file to load for it. */
	if (at->region->flags & REGION_HOST_MEMORY)
		return true;
	if (!session_regs(s, owner(s, at->dev), &db, err))
		return false;
	regdb_range(db, at->region->name, at->offset, len, is_unsafe, &list);
	for (size_t i = 0; i < list.count; i++)
		add_hole(r, db, &list.items[i]);
	return true;
}

void readable_finish(struct readable *r)
{
	free(r->holes);
	r->holes = NULL;
	r->hole_count = 0;
}

const struct tools_guard *readable_guard(const struct readable *r, bool force)
{
	return force || !r->hole_count ? NULL : &r->guard;
}
