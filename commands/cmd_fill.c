/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fill and copy. */
#include "commands/command.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "backend/support/mem.h"
#include "backend/support/num.h"
#include "commands/range.h"

static bool run_fill(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	uint64_t value = args_number(a, "VALUE", 0);
	struct place at;
	uint64_t len;

	if (!range_place(s, a, "ADDR", &at, err) || !range_length(a, &at, true, &len, err))
		return false;
	if (!num_check_width(args_get(a, "VALUE")->words[0], value, at.width_bits, err))
		return err_prefix(err, "fill: VALUE");
	if (!tools_fill(&at, len, value, err))
		return false;
	*ret = value_uint(len / (at.width_bits / 8), 0);
	(*ret)->human =
		xasprintf("%s+0x%06" PRIx64 ": %" PRIu64 " times 0x%0*" PRIx64, at.region->name,
			  at.offset, (*ret)->number, (int)at.width_bits / 4, value);
	return true;
}

const struct command cmd_fill = {
	.name = "fill",
	.family = "access",
	.summary = "write one value over a range",
	.details = "One write per unit, low addresses first. Returns the number of writes.",
	.example = "dma alloc buf 4k\nfill dma.buf+0 4k 0xdeadbeef",
	.args = { { "ADDR", ARG_ADDRESS, 0, "where to begin" },
		  { "LEN", ARG_NUMBER, 0, "bytes" },
		  { "VALUE", ARG_NUMBER, 0, "what to write" } },
	.flags = CMD_DEVICE | CMD_WIDTH | CMD_WRITES,
	.run = run_fill,
};

static bool run_copy(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	struct place from, to;
	uint64_t len;

	if (!range_place(s, a, "FROM", &from, err) || !range_place(s, a, "TO", &to, err) ||
	    !range_length(a, &from, false, &len, err) || !tools_copy(&from, &to, len, err))
		return false;
	*ret = value_uint(len, 0);
	(*ret)->human = xasprintf("%" PRIu64 " bytes: %s+0x%06" PRIx64 " -> %s+0x%06" PRIx64, len,
				  from.region->name, from.offset, to.region->name, to.offset);
	return true;
}

const struct command cmd_copy = {
	.name = "copy",
	.family = "access",
	.summary = "copy a range to another place, region or device",
	.example = "dma alloc buf 4k\ncopy config+0 dma.buf+0 256",
	.args = { { "FROM", ARG_ADDRESS, 0, "where to read" },
		  { "TO", ARG_ADDRESS, 0, "where to write" },
		  { "LEN", ARG_NUMBER, 0, "bytes" } },
	.flags = CMD_DEVICE | CMD_WIDTH | CMD_WRITES,
	.run = run_copy,
};
