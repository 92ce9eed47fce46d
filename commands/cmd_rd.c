/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rd: one register, a few in a row, or all that a pattern names. */
#include "commands/command.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "commands/access.h"
#include "commands/reg_format.h"

/* Reads that one rd may make; a longer list is what dump is for. */
#define MAX_COUNT 65536

enum { WHY_SIZE = 160 };

/* An all-ones read of a BAR is a value, and a question: say what config space answers. Narrow reads
 * are all ones too often to ask. That the device is gone is left to a note (presence.h), as nobody
 * may see this value; *ret_gone. */
static bool explain_all_ones(const struct address *at, unsigned width_bits, uint64_t value,
			     char why[WHY_SIZE], bool *ret_gone)
{
	*ret_gone = false;
	if (value != bits_mask(width_bits) || at->region->kind != REGION_BAR || width_bits < 32)
		return false;
	*ret_gone = device_explain_all_ones(at->device->dev, why, WHY_SIZE);
	if (!why[0])
		snprintf(why, WHY_SIZE,
			 "config space shows nothing wrong; a block without power, clock or enable "
			 "bit reads so");
	return true;
}

static void add_why(struct strbuf *human, const char *why)
{
	strbuf_addf(human, "\n  " ST_BAD "all ones:" ST_OFF " %s", why);
}

static struct value *raw_value(enum session_viewer viewer, const struct address *at,
			       unsigned width_bits, uint64_t value)
{
	struct value *result = value_uint(value, width_bits), *detail;
	autostrbuf human = STRBUF_INIT;
	char why[WHY_SIZE];
	bool odd, gone;

	if (viewer == VIEWER_SCRIPT)
		return result;
	odd = explain_all_ones(at, width_bits, value, why, &gone);
	if (viewer == VIEWER_PERSON && odd && !gone) {
		value_format_plain(result, &human);
		add_why(&human, why);
		value_with_human(result, &human);
	} else if (viewer == VIEWER_PROGRAM) {
		detail = value_map();
		value_set_text(detail, "region", at->region->name);
		value_set_uint(detail, "offset", at->offset, 0);
		value_set_uint(detail, "value", value, width_bits);
		if (odd)
			value_set_text(detail, "all_ones", why);
		value_with_detail(result, detail);
	}
	return result;
}

static struct value *register_value(enum session_viewer viewer, const struct address *at,
				    uint64_t value)
{
	autostrbuf place = STRBUF_INIT, human = STRBUF_INIT;
	struct value *result;
	char why[WHY_SIZE];
	bool gone;

	if (viewer == VIEWER_SCRIPT)
		return reg_number(&at->ref, value);
	address_format(at, &place);
	result = reg_value(&at->ref, strbuf_text(&place), value);
	if (explain_all_ones(at, at->width_bits, value, why, &gone)) {
		strbuf_adds(&human, result->human);
		if (!gone)
			add_why(&human, why);
		value_with_human(result, &human);
		value_set_text(result->detail, "all_ones", why);
	}
	return result;
}

static bool rd_one(struct session *s, const struct args *a, const struct address *at,
		   struct value **ret, struct err *err)
{
	unsigned width = access_width(a, at);
	uint64_t value;

	if (!device_read(at->device->dev, at->region, at->offset, width, &value, err))
		return false;
	*ret = at->ref.reg ? register_value(s->viewer, at, value)
			   : raw_value(s->viewer, at, width, value);
	return true;
}

static bool rd_several(const struct args *a, const struct address *at, uint64_t count,
		       struct value **ret, struct err *err)
{
	struct place place = access_place(a, at);
	unsigned bytes = place.width_bits / 8;
	autofree uint8_t *buf = NULL;
	autostrbuf human = STRBUF_INIT;
	struct value *list;
	unsigned per_line = 16 / bytes;

	if (count > MAX_COUNT) {
		err_set(err, ERANGE, "rd: %" PRIu64 " reads are more than %u at once", count,
			MAX_COUNT);
		return err_hint(err, "use dump for long ranges");
	}
	if (!tools_check_range(&place, count * bytes, false, err))
		return false;
	buf = xmalloc(count * bytes);
	if (!tools_read(&place, count * bytes, NULL, buf, NULL, err))
		return false;
	list = value_list();
	for (uint64_t i = 0; i < count; i++) {
		uint64_t value = get_le(buf + i * bytes, bytes);

		value_add(list, value_uint(value, place.width_bits));
		if (i % per_line == 0)
			strbuf_addf(&human, "%s%s+0x%06" PRIx64 " ", i ? "\n" : "",
				    at->region->name, at->offset + i * bytes);
		strbuf_addf(&human, " 0x%0*" PRIx64, (int)bytes * 2, value);
	}
	*ret = value_with_human(list, &human);
	return true;
}

/* For programs: a register that was left out, and why. */
static struct value *not_read(const char *name, const char *place, const char *why)
{
	struct value *detail = value_map();

	value_set_text(detail, "name", name);
	value_set_text(detail, "address", place);
	value_set_text(detail, "not_read", why);
	return detail;
}

/* "SD*.CTL": every register that may be read without disturbing the device. */
static bool rd_glob(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	struct value *map = value_map(), *details = value_list();
	autofree struct address *found = NULL;
	const struct address *all_ones = NULL;
	autostrbuf human = STRBUF_INIT;
	size_t count;

	if (!address_parse_glob(s, args_word(a, "ADDR"), &found, &count, err)) {
		value_destroy(map);
		value_destroy(details);
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		autostrbuf name = STRBUF_INIT, place = STRBUF_INIT;
		struct value *one;
		const char *why;
		uint64_t value;

		address_name(&found[i], &name);
		address_format(&found[i], &place);
		if (!args_has(a, "-force") && !reg_is_safe_to_read(found[i].ref.reg, &why)) {
			strbuf_addf(&human, "%s  %-13s --  not read: %s\n", strbuf_text(&place),
				    strbuf_text(&name), why);
			value_set_text(map, strbuf_text(&name), "--");
			value_add(details, not_read(strbuf_text(&name), strbuf_text(&place), why));
			continue;
		}
		if (!device_read(found[i].device->dev, found[i].region, found[i].offset,
				 found[i].width_bits, &value, err)) {
			value_destroy(map);
			value_destroy(details);
			return err_prefix(err, "%s", strbuf_text(&name));
		}
		if (value == bits_mask(found[i].width_bits) && found[i].width_bits >= 32)
			all_ones = &found[i];
		one = reg_value(&found[i].ref, strbuf_text(&place), value);
		strbuf_addf(&human, "%s\n", one->human);
		value_add(details, one->detail);
		one->detail = NULL;
		value_set(map, strbuf_text(&name), one);
	}
	/* Once, not under every register of a block that is off. */
	if (all_ones && s->viewer != VIEWER_SCRIPT) {
		char why[WHY_SIZE];
		bool gone;

		strbuf_trim_end(&human, "\n");
		if (explain_all_ones(all_ones, all_ones->width_bits,
				     bits_mask(all_ones->width_bits), why, &gone) &&
		    !gone)
			add_why(&human, why);
	}
	*ret = value_with_detail(value_with_human(map, &human), details);
	return true;
}

static bool run_rd(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	uint64_t count = args_number(a, "COUNT", 1);
	struct address at;

	if (address_is_glob(args_word(a, "ADDR")))
		return rd_glob(s, a, ret, err);
	if (!access_parse(s, a, &at, err))
		return false;
	if (args_has(a, "COUNT"))
		return rd_several(a, &at, count, ret, err);
	return rd_one(s, a, &at, ret, err);
}

const struct command cmd_rd = {
	.name = "rd",
	.alias = "md mdw mrd peek",
	.family = "access",
	.summary = "read a register or an address",
	.details =
		"One read of exactly the width given (.8 .16 .32 .64), the register's own width "
		"for "
		"a name, 32 bits for an address. A name with * or ? reads every register that it "
		"matches, except those that reading would change.",
	.example = "rd config+0\nrd.16 config+4\nrd config+0 4\nrd COMMAND",
	.args = { { "ADDR", ARG_ADDRESS, 0, "REGION+OFFSET, REGISTER or REGISTER.FIELD" },
		  { "COUNT", ARG_NUMBER, ARG_OPTIONAL, "how many units one after the other" },
		  { "-force", ARG_FLAG, 0, "with * or ?: read registers with side effects too" } },
	.flags = CMD_DEVICE | CMD_WIDTH | CMD_READS,
	.run = run_rd,
};
