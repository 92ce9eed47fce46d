/* SPDX-License-Identifier: GPL-2.0-or-later */
/* wr: whole registers. */
#include "commands/command.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "backend/support/mem.h"
#include "backend/support/num.h"
#include "commands/access.h"

/* "bar4.ADSPCS    0x01010303 := 0x01010302 -> 0x01010302" */
static struct value *write_value(enum session_viewer viewer, const struct args *a,
				 const struct address *at, uint64_t written,
				 const struct access_shown *shown)
{
	int digits = (int)access_width(a, at) / 4;
	struct value *result = value_uint(written, access_width(a, at)), *detail;
	autostrbuf human = STRBUF_INIT, name = STRBUF_INIT;

	if (viewer == VIEWER_SCRIPT)
		return result;
	detail = value_map();
	access_write_name(at, &name);
	strbuf_addf(&human, ST_NAME "%-14s" ST_OFF " ", strbuf_text(&name));
	value_set_text(detail, "at", strbuf_text(&name));
	if (shown->before) {
		strbuf_addf(&human, "0x%0*" PRIx64 " ", digits, shown->old);
		value_set_uint(detail, "old", shown->old, access_width(a, at));
	}
	strbuf_addf(&human, ":= 0x%0*" PRIx64, digits, written);
	value_set_uint(detail, "written", written, access_width(a, at));
	if (shown->after) {
		strbuf_addf(&human, " -> 0x%0*" PRIx64, digits, shown->back);
		value_set_uint(detail, "read_back", shown->back, access_width(a, at));
	}
	if (at->device->dev->dry_run) {
		value_set_bool(detail, "dry_run", true);
		strbuf_reset(&human); /* the note about the write that was held back says it all */
	}
	return value_with_detail(value_with_human(result, &human), detail);
}

static bool may_write(const struct args *a, const struct address *at, struct err *err)
{
	bool refused = at->ref.reg && at->ref.reg->access == REG_RO && !args_has(a, "-force");
	autostrbuf name = STRBUF_INIT;

	if (!at->ref.field && !refused)
		return true;
	address_name(at, &name);
	if (at->ref.field) {
		err_set(err, EINVAL, "wr writes whole registers, and %s is a field",
			strbuf_text(&name));
		return err_hint(err, "upd %s VALUE changes the field alone", strbuf_text(&name));
	}
	err_set(err, EACCES, "%s is read-only, says the register file", strbuf_text(&name));
	return err_hint(err, "-force writes it all the same");
}

static bool parse_values(const struct args *a, unsigned width_bits, uint64_t **ret, struct err *err)
{
	const struct arg_value *words = args_get(a, "VALUE");
	uint64_t *values = xcalloc(words->count, sizeof(*values));

	for (size_t i = 0; i < words->count; i++) {
		if (!num_parse_expr(words->words[i], &values[i], err) ||
		    !num_check_width(words->words[i], values[i], width_bits, err)) {
			free(values);
			return err_prefix(err, "wr: VALUE");
		}
	}
	*ret = values;
	return true;
}

static bool wr_one(struct session *s, const struct args *a, const struct address *at,
		   uint64_t value, struct value **ret, struct err *err)
{
	struct access_shown shown = { .before = false };
	bool show = access_wants_show(s, a, at);

	if (show && !access_show_read(a, at, &shown.before, &shown.old, err))
		return false;
	if (!device_write(at->device->dev, at->region, at->offset, access_width(a, at), value, err))
		return false;
	if (show && !access_show_read(a, at, &shown.after, &shown.back, err))
		return err_prefix(err, "written, but not read back");
	*ret = write_value(s->viewer, a, at, value, &shown);
	return true;
}

static bool run_wr(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	autofree uint64_t *values = NULL;
	size_t count = args_get(a, "VALUE")->count;
	struct place place;
	struct address at;

	if (!access_parse(s, a, &at, err) || !may_write(a, &at, err) ||
	    !parse_values(a, access_width(a, &at), &values, err))
		return false;
	if (count == 1)
		return wr_one(s, a, &at, values[0], ret, err);
	/* All or nothing as far as it can be known before the first write. */
	place = access_place(a, &at);
	if (!tools_check_range(&place, count * place.width_bits / 8, true, err))
		return false;
	*ret = value_list();
	for (size_t i = 0; i < count; i++) {
		struct value *one;

		if (!wr_one(s, a, &at, values[i], &one, err)) {
			value_destroy(*ret);
			return false;
		}
		value_add(*ret, one);
		at.offset += place.width_bits / 8;
		at.ref.reg = NULL;
	}
	return true;
}

const struct command cmd_wr = {
	.name = "wr",
	.alias = "mw mww mwr poke",
	.family = "access",
	.summary = "write a register or an address",
	.details = "One write for each VALUE, one after the other from ADDR, each of exactly the "
		   "width "
		   "given. A value that does not fit is an error and nothing is written.",
	.example = "wr COMMAND 0x0002\nwr.16 config+4 2 -show",
	.args = { { "ADDR", ARG_ADDRESS, 0, "REGION+OFFSET or REGISTER" },
		  { "VALUE", ARG_NUMBER, ARG_REPEAT, "what to write" },
		  { "-show", ARG_FLAG, 0, "read before and after, and show both" },
		  { "-force", ARG_FLAG, 0, "write what the register file calls read-only" } },
	.flags = CMD_DEVICE | CMD_WIDTH | CMD_WRITES,
	.run = run_wr,
};
