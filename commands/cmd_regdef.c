/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Describing registers: the words that register files in scripts/regs are made of. */
#include "commands/command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "backend/regs/fieldtext.h"
#include "backend/support/mem.h"
#include "backend/support/num.h"
#include "commands/args.h"
#include "commands/regs.h"
#include "commands/session.h"

/* -- reg block -- */

/* "bar4" or "bar0+0x80" */
static bool parse_region(const char *word, char **ret_name, uint64_t *ret_offset, struct err *err)
{
	const char *plus = strchr(word, '+');
	uint64_t offset = 0;

	if (plus && !num_parse_expr(plus + 1, &offset, err))
		return err_prefix(err, "%.60s", word);
	*ret_name = xstrndup(word, plus ? (size_t)(plus - word) : strlen(word));
	*ret_offset = offset;
	return true;
}

static bool take_base(const struct args *a, struct reg_block *block, struct err *err)
{
	static const struct {
		const char *option;
		enum reg_base base;
	} bases[] = { { "-cap", REG_BASE_CAP },
		      { "-ecap", REG_BASE_EXT_CAP },
		      { "-header", REG_BASE_HEADER } };

	for (size_t i = 0; i < sizeof(bases) / sizeof(*bases); i++) {
		uint64_t id = args_number(a, bases[i].option, 0);

		if (!args_has(a, bases[i].option))
			continue;
		if (block->base != REG_BASE_FIXED)
			return err_set(err, EINVAL, "only one of -cap, -ecap and -header");
		if (id > 0xffff)
			return err_set(err, ERANGE, "%s: 0x%llx is no id", bases[i].option,
				       (unsigned long long)id);
		block->base = bases[i].base;
		block->base_id = (unsigned)id;
	}
	return true;
}

static bool take_count(const struct args *a, unsigned *ret, struct err *err)
{
	uint64_t count = args_number(a, "-count", 1);

	if (!count || count > REG_COUNT_MAX)
		return err_set(err, ERANGE, "-count: %llu is not 1 to %d",
			       (unsigned long long)count, REG_COUNT_MAX);
	*ret = (unsigned)count;
	return true;
}

static bool run_block(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	const char *help = args_word(a, "HELP");
	struct reg_block block = { .name = args_word(a, "NAME"), .help = help ? help : "" };
	const struct reg_block **current, *old;
	autofree char *region = NULL;
	struct regdb *db;

	if (!session_regs_target(s, &db, &current, err) ||
	    !parse_region(args_word(a, "REGION"), &region, &block.offset, err) ||
	    !take_base(a, &block, err) || !take_count(a, &block.count, err))
		return false;
	block.region = region;
	block.stride = args_number(a, "-stride", 0);
	old = regdb_find_block(db, block.name);
	if (old)
		regdb_drop_block(db, old);
	*current = NULL;
	if (!regdb_add_block(db, &block, current, err))
		return false;
	*ret = value_none();
	return true;
}

const struct command cmd_reg_block = {
	.name = "reg block",
	.family = "registers",
	.summary = "begin a block of registers; reg define fills it",
	.details =
		"A block of a name that exists replaces it, so a register file can be opened again "
		"after an edit. With -cap or -ecap the block lies where the device has that PCI "
		"capability, with -header at the start of config space of devices whose header has "
		"that type. With -count N -stride BYTES it is an array and needs %d in its name; "
		"its registers are called BLOCK.NAME, as SD7.CTL.",
	.example = "reg block TIMER bar0+0x100 \"a timer\"\n"
		   "reg block CH%d bar0+0x200 \"DMA channels\" -count 8 -stride 0x10\n"
		   "reg block MYCAP config \"vendor capability\" -cap 9",
	.args = { { "NAME", ARG_WORD, 0, "what to call it" },
		  { "REGION", ARG_WORD, 0, "where it lies: REGION or REGION+OFFSET" },
		  { "HELP", ARG_WORD, ARG_OPTIONAL, "what it is" },
		  { "-cap", ARG_NUMBER, 0, "at the capability with this id", "ID" },
		  { "-ecap", ARG_NUMBER, 0, "at the extended capability with this id", "ID" },
		  { "-header", ARG_NUMBER, 0, "only with this PCI header type", "TYPE" },
		  { "-count", ARG_NUMBER, 0, "how many of them there are", "N" },
		  { "-stride", ARG_NUMBER, 0, "bytes from one to the next", "BYTES" } },
	.run = run_block,
};

/* -- reg define -- */

static bool define(const struct args *a, struct regdb *db, const struct reg_block *block,
		   struct arena *arena, struct err *err)
{
	const char *help = args_word(a, "HELP"), *fields = args_word(a, "FIELDS");
	struct reg reg = {
		.name = args_word(a, "NAME"),
		.help = help ? help : "",
		.offset = args_number(a, "OFFSET", 0),
		.stride = args_number(a, "-stride", 0),
		.has_reset = args_has(a, "-reset"),
		.reset = args_number(a, "-reset", 0),
		.alias = args_has(a, "-alias"),
	};
	uint64_t width = args_number(a, "WIDTH", 0);

	if (width > 64)
		return err_set(err, EINVAL, "'%.60s': a width of %llu bits is not 8, 16, 32 or 64",
			       reg.name, (unsigned long long)width);
	reg.width_bits = (unsigned)width;
	if (!take_count(a, &reg.count, err) ||
	    !reg_access_parse(args_word(a, "ACCESS"), &reg.access, err) ||
	    (fields &&
	     !fieldtext_parse(fields, reg.access, arena, &reg.fields, &reg.field_count, err)))
		return err_prefix(err, "%.60s", reg.name);
	return regdb_add(db, block, &reg, err);
}

static bool run_define(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	const struct reg_block **block;
	struct arena arena = ARENA_INIT;
	struct regdb *db;
	bool ok;

	if (!session_regs_target(s, &db, &block, err))
		return false;
	if (!*block) {
		err_set(err, EINVAL, "'%.60s' belongs to no block", args_word(a, "NAME"));
		return err_hint(err, "begin one first: reg block NAME REGION");
	}
	ok = define(a, db, *block, &arena, err);
	arena_finish(&arena);
	if (ok)
		*ret = value_none();
	return ok;
}

const struct command cmd_reg_define = {
	.name = "reg define",
	.family = "registers",
	.summary = "describe a register of the block begun last",
	.details =
		"FIELDS has a field on each line (or between semicolons): NAME HIGH:LOW or NAME "
		"BIT, "
		"then if wanted the access (otherwise the register's), the word bits (show which "
		"bits are set), \"what it is\" and { VALUE NAME VALUE NAME ... }. Names or bytes "
		"that are taken are refused; -alias allows a second view of the same bytes. With "
		"-count and -stride the name needs %d.",
	.example = "reg block TIMER bar0+0x3f00 \"a timer\"\n"
		   "reg define COUNT 0x00 32 ro \"ticks since reset\"\n"
		   "reg define CTL 0x04 32 rw \"control\" -reset 0x10 {\n"
		   "    RUN  0        \"counts while set\"\n"
		   "    MODE 5:4      \"what it counts\" { 0 UP 1 DOWN 2 BOTH }\n"
		   "    FULL 31   w1c \"has wrapped\"\n"
		   "}",
	.args = { { "NAME", ARG_WORD, 0, "what to call it" },
		  { "OFFSET", ARG_NUMBER, 0, "bytes from the start of the block" },
		  { "WIDTH", ARG_NUMBER, 0, "8, 16, 32 or 64 bits" },
		  { "ACCESS", ARG_CHOICE, 0, "what reading and writing do",
		    "rw|ro|wo|w1c|rc|once" },
		  { "HELP", ARG_WORD, ARG_OPTIONAL, "what it is" },
		  { "FIELDS", ARG_WORD, ARG_OPTIONAL, "its fields, in braces" },
		  { "-reset", ARG_NUMBER, 0, "its value after a reset", "VALUE" },
		  { "-count", ARG_NUMBER, 0, "how many of them there are", "N" },
		  { "-stride", ARG_NUMBER, 0, "bytes from one to the next", "BYTES" },
		  { "-alias", ARG_FLAG, 0, "shows bytes of another register" } },
	.run = run_define,
};

/* -- reg open -- */

static void complete_file(struct session *s, const char *prefix, struct strlist *ret)
{
	autostrlist files = STRLIST_INIT;

	session_reg_files(s, &files);
	for (size_t i = 0; i < files.count; i++)
		if (!strncmp(files.items[i], prefix, strlen(prefix)))
			strlist_add(ret, files.items[i]);
}

static bool run_open(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	const char *file = args_word(a, "FILE");
	const struct reg_block **block;
	struct regdb *db;
	struct value *count;
	autostrbuf human = STRBUF_INIT;

	if (!session_open_regs(s, file, err) || !session_regs_target(s, &db, &block, err))
		return false;
	*block = NULL; /* what is defined next does not belong to that file */
	count = value_uint(regdb_count(db), 0);
	strbuf_addf(&human, "%zu registers in %zu blocks are known now", regdb_count(db),
		    regdb_block_count(db));
	*ret = value_with_human(count, &human);
	return true;
}

const struct command cmd_reg_open = {
	.name = "reg open",
	.family = "registers",
	.summary = "read a file of register descriptions",
	.details =
		"FILE is a path, or the name of a file that comes with barsh (hda, cavs, pci ...). "
		"Its "
		"registers are added to those of the current device; without a device they serve "
		"reg decode. The files that suit a device are read by themselves. Returns how many "
		"registers are known.",
	.example = "reg open hda",
	.args = { { "FILE", ARG_FILE, 0, "a register file, Tcl with reg block and reg define",
		    .complete = complete_file } },
	.run = run_open,
};
