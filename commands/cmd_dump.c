/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dump: a range as text. */
#include "commands/command.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "backend/support/bits.h"
#include "backend/support/hexdump.h"
#include "backend/support/mem.h"
#include "commands/range.h"

static void format_units(struct strbuf *out, const struct place *at, const uint8_t *buf,
			 const uint8_t *present, uint64_t len, bool all)
{
	unsigned bytes = at->width_bits / 8;
	struct hexdump_units units = { .unit_bytes = bytes, .all = all };
	autofree uint8_t *absent = NULL;

	if (memchr(present, 0, len))
		units.absent = absent = xcalloc(len / bytes / 8 + 1, 1);
	for (uint64_t i = 0; absent && i < len / bytes; i++)
		if (!present[i * bytes])
			absent[i / 8] |= (uint8_t)(1 << i % 8);
	hexdump_add_units(out, &units, buf, len, at->offset);
}

static void format_dump(struct strbuf *out, const char *format, const struct place *at,
			const uint8_t *buf, const uint8_t *present, uint64_t len, bool all)
{
	static const struct {
		const char *name;
		enum hexdump_format format;
	} formats[] = { { "hexdump", HEXDUMP_WORDS },
			{ "hexdump-c", HEXDUMP_CANONICAL },
			{ "xxd", HEXDUMP_XXD },
			{ "lspci", HEXDUMP_LSPCI } };

	for (size_t i = 0; format && i < ARRAY_SIZE(formats); i++) {
		if (!strcmp(format, formats[i].name)) {
			hexdump_add(out, formats[i].format, buf, len, at->offset);
			return;
		}
	}
	format_units(out, at, buf, present, len, all);
}

static bool run_dump(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	autostrbuf human = STRBUF_INIT;
	struct value *result, *detail;
	uint8_t *units, *again;
	struct place at;
	uint64_t len;

	if (!range_place(s, a, "ADDR", &at, err) || !range_length(a, &at, false, &len, err) ||
	    !range_read(s, &at, len, args_has(a, "-force"), &units, err))
		return false;
	result = value_units(units, len, at.width_bits);
	if (s->viewer == VIEWER_PERSON) {
		format_dump(&human, args_word(a, "-format"), &at, units, units + len, len,
			    args_has(a, "-all"));
		value_with_human(result, &human);
	} else if (s->viewer == VIEWER_PROGRAM) {
		detail = value_map();
		value_set_text(detail, "region", at.region->name);
		value_set_uint(detail, "offset", at.offset, 0);
		value_set_uint(detail, "width", at.width_bits, 0);
		again = memcpy(xmalloc(2 * len), units, 2 * len);
		value_set(detail, "values", value_units(again, len, at.width_bits));
		value_with_detail(result, detail);
	}
	*ret = result;
	return true;
}

const struct command cmd_dump = {
	.name = "dump",
	.family = "access",
	.summary = "read a range and show it",
	.details =
		"Reads LEN bytes, each unit once and with the width given (32 bits without one); "
		"rows that repeat fold to '*'. Registers that reading would change (read-to-"
		"clear, FIFO, write-only) are left out and show as --; -force reads them.",
	.example = "dump config+0 64\ndump.8 config+0x40 16 -format hexdump-c",
	.args = { { "ADDR", ARG_ADDRESS, 0, "where to begin" },
		  { "LEN", ARG_NUMBER, ARG_OPTIONAL, "bytes; to the region's end if left out" },
		  { "-format", ARG_CHOICE, 0, "another tool's layout",
		    "words|hexdump|hexdump-c|xxd|lspci" },
		  { "-all", ARG_FLAG, 0, "do not fold rows that repeat" },
		  { "-force", ARG_FLAG, 0, "read registers with side effects too" } },
	.flags = CMD_DEVICE | CMD_WIDTH,
	.run = run_dump,
};
