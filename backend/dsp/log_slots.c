/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <stdio.h>

#include "backend/dsp/dsp.h"
#include "backend/dsp/log.h"
#include "backend/support/bits.h"

#define DEBUG_WINDOW	2
#define DESCRIPTOR_SIZE 12
#define CORE_MASK	0xffu

static const struct {
	uint32_t type;
	bool of_core; /* the low byte is a core's number */
	const char *name;
} types[] = {
	{ 0x474f4c00, true, "mtrace log" },
	{ 0x54524300, true, "critical log" },
	{ 0x42444700, false, "GDB stub" },
	{ 0x4c455400, false, "telemetry" },
	{ 0x53523134, false, "debug stream" },
	{ 0x44414544, false, "broken" },
	{ 0x54524143, false, "trace" },
	{ 0x73686c6c, false, "shell" },
	{ 0, false, "unused" },
};

const char *log_slot_describe(uint32_t type, char *buf, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(types); i++) {
		if ((types[i].of_core ? type & ~CORE_MASK : type) != types[i].type)
			continue;
		if (types[i].of_core)
			snprintf(buf, len, "%s of core %" PRIu32, types[i].name, type & CORE_MASK);
		else
			snprintf(buf, len, "%s", types[i].name);
		return buf;
	}
	snprintf(buf, len, "type 0x%08" PRIx32, type);
	return buf;
}

bool log_slots(struct dsp *dsp, struct log_slot ret[LOG_SLOTS], struct err *err)
{
	uint32_t base = dsp_chip_window(dsp->chip, DEBUG_WINDOW);

	for (unsigned i = 0; i < LOG_SLOTS; i++) {
		struct log_slot *slot = &ret[i];
		uint32_t at = base + i * DESCRIPTOR_SIZE, page = (i + 1) * LOG_SLOT_SIZE;
		uint32_t begin = i < LOG_FULL_SLOTS ? page : LOG_PART_SLOT;

		*slot = (struct log_slot){ .index = i,
					   .offset = base + begin,
					   .inside = begin < dsp->chip->window_step };
		if (!dsp_read(dsp, dsp->bar4, at, &slot->resource, err) ||
		    !dsp_read(dsp, dsp->bar4, at + 4, &slot->type, err) ||
		    !dsp_read(dsp, dsp->bar4, at + 8, &slot->vma, err))
			return err_prefix(err, "debug window");
		if (slot->type == UINT32_MAX)
			return dsp_all_ones(dsp, dsp->bar4, "debug window", err);
	}
	return true;
}
