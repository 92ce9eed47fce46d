/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rd and wr: one register at a time. */
#include "commands/command.h"

#include <errno.h>
#include <inttypes.h>

#include "backend/device.h"
#include "commands/address.h"
#include "commands/args.h"
#include "commands/session.h"

static bool run_rd(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	struct address at;
	uint64_t value;
	unsigned width;

	if (!address_parse(s, args_word(a, "ADDR"), &at, err))
		return false;
	width = a->width_bits ? a->width_bits : (at.width_bits ? at.width_bits : 32);
	if (!device_read(at.device->dev, at.region, at.offset, width, &value, err))
		return false;
	*ret = value_uint(value, width);
	return true;
}

const struct command cmd_rd = {
	.name = "rd",
	.alias = "md mdw mrd peek",
	.family = "access",
	.summary = "read",
	.example = "rd config+0",
	.args = { { "ADDR", ARG_ADDRESS, 0, "where: REGION+OFFSET or a register" } },
	.flags = CMD_DEVICE | CMD_WIDTH,
	.run = run_rd,
};

static bool run_wr(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	struct address at;
	unsigned width;

	if (!address_parse(s, args_word(a, "ADDR"), &at, err))
		return false;
	width = a->width_bits ? a->width_bits : (at.width_bits ? at.width_bits : 32);
	if (!device_write(at.device->dev, at.region, at.offset, width, args_number(a, "VALUE", 0),
			  err))
		return false;
	*ret = value_none();
	return true;
}

const struct command cmd_wr = {
	.name = "wr",
	.alias = "mw mww mwr poke",
	.family = "access",
	.summary = "write",
	.example = "wr.16 config+4 2",
	.args = { { "ADDR", ARG_ADDRESS, 0, "where: REGION+OFFSET or a register" },
		  { "VALUE", ARG_NUMBER, 0, "what to write" } },
	.flags = CMD_DEVICE | CMD_WIDTH | CMD_WRITES,
	.run = run_wr,
};
