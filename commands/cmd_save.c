/* SPDX-License-Identifier: GPL-2.0-or-later */
/* save and loadmem: ranges and files. */
#include "commands/command.h"

#include <inttypes.h>

#include "backend/support/mem.h"
#include "backend/support/userfile.h"
#include "commands/range.h"

static bool run_save(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	const char *path = args_word(a, "FILE");
	autofree uint8_t *buf = NULL;
	struct place at;
	uint64_t len;

	if (!range_place(s, a, "ADDR", &at, err) || !range_length(a, &at, false, &len, err) ||
	    !range_read(s, &at, len, false, &buf, err) ||
	    !userfile_write(path, args_has(a, "-force"), buf, len, err))
		return false;
	*ret = value_uint(len, 0);
	(*ret)->human = xasprintf("%" PRIu64 " bytes of %s+0x%06" PRIx64 " in %s", len,
				  at.region->name, at.offset, path);
	return true;
}

const struct command cmd_save = {
	.name = "save",
	.family = "access",
	.summary = "write a range into a file",
	.details = "The bytes as they are on the bus. Registers that reading would change are not "
		   "read; their bytes are 0 in the file.",
	.example = "save config+0 256 config.bin",
	.args = { { "ADDR", ARG_ADDRESS, 0, "where to begin" },
		  { "LEN", ARG_NUMBER, 0, "bytes" },
		  { "FILE", ARG_FILE, 0, "a new file" },
		  { "-force", ARG_FLAG, 0, "overwrite the file" } },
	.flags = CMD_DEVICE | CMD_WIDTH,
	.run = run_save,
};

static bool run_loadmem(struct session *s, const struct args *a, struct value **ret,
			struct err *err)
{
	const char *path = args_word(a, "FILE");
	autofree uint8_t *buf = NULL;
	struct place at;
	size_t len;

	if (!range_place(s, a, "ADDR", &at, err) ||
	    !userfile_read(path, at.region->size, &buf, &len, err))
		return false;
	if (!tools_write(&at, buf, len, err))
		return err_prefix(err, "%.100s", path);
	*ret = value_uint(len, 0);
	(*ret)->human = xasprintf("%zu bytes of %s at %s+0x%06" PRIx64, len, path, at.region->name,
				  at.offset);
	return true;
}

const struct command cmd_loadmem = {
	.name = "loadmem",
	.family = "access",
	.summary = "write a file's bytes over a range",
	.details =
		"One write per unit of the width given; the file's size must be a multiple of it.",
	.example = "save config+0 64 config.bin\ndma alloc buf 4k\nloadmem dma.buf+0 config.bin",
	.args = { { "ADDR", ARG_ADDRESS, 0, "where to begin" },
		  { "FILE", ARG_FILE, 0, "what to load" } },
	.flags = CMD_DEVICE | CMD_WIDTH | CMD_WRITES,
	.run = run_loadmem,
};
