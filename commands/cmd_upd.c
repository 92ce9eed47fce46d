/* SPDX-License-Identifier: GPL-2.0-or-later */
/* upd: some bits of a register. */
#include "commands/command.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "backend/regs/decode.h"
#include "backend/support/num.h"
#include "commands/access.h"

/* MASK VALUE, FIELD=VALUE..., or REGISTER.FIELD VALUE: what to change. W1C bits that nobody named are
 * written as 0. */
static bool parse_change(struct session *s, const struct args *a, const struct address *at,
			 const char *what, struct update_request *ret, struct err *err)
{
	const struct arg_value *rest = args_get(a, "CHANGE");
	unsigned flags = s->interactive ? REGDB_PREFIX : 0;
	struct reg_update update = { .reg = at->ref.reg };
	uint64_t mask, value;

	if (at->ref.reg && !reg_update_begin(&at->ref, args_has(a, "-force"), &update, err))
		return false;
	if (at->ref.field && rest->count == 1 && !strchr(rest->words[0], '=')) {
		if (!reg_field_parse(at->ref.field, rest->words[0], &value, err) ||
		    !reg_update_field(&update, at->ref.field, value, err))
			return false;
	} else if (rest->count == 2 && !strchr(rest->words[0], '=')) {
		if (!num_parse_expr(rest->words[0], &mask, err) ||
		    !num_parse_expr(rest->words[1], &value, err))
			return err_prefix(err, "%s", what);
		if (!at->ref.reg) {
			*ret = (struct update_request){ .mask = mask, .value = value };
			return true;
		}
		if (!reg_update_bits(&update, mask, value, err))
			return false;
	} else {
		for (size_t i = 0; i < rest->count; i++) {
			if (!at->ref.reg || !strchr(rest->words[i], '=')) {
				err_set(err, EINVAL,
					"%s: '%.40s' is neither MASK VALUE nor "
					"FIELD=VALUE",
					what, rest->words[i]);
				return err_hint(err, at->ref.reg ? "'reg fields' lists the fields"
								 : "fields need a register name");
			}
			if (!reg_update_word(&update, rest->words[i], flags, err))
				return false;
		}
	}
	*ret = reg_update_request(&update);
	return true;
}

/* "config.COMMAND 0x0000 -> (0x0006 & 0x0006) -> 0x0006  Mem 0->1 BusMaster 0->1" */
static struct value *update_value(enum session_viewer viewer, const struct args *a,
				  const struct address *at, const struct update_request *request,
				  const struct update_result *done,
				  const struct access_shown *shown)
{
	unsigned width = access_width(a, at);
	int digits = (int)width / 4;
	struct value *result = value_uint(done->new, width), *detail;
	autostrbuf human = STRBUF_INIT, name = STRBUF_INIT;

	if (viewer == VIEWER_SCRIPT)
		return result;
	detail = value_map();
	access_write_name(at, &name);
	strbuf_addf(&human,
		    ST_NAME "%-14s" ST_OFF " 0x%0*" PRIx64 " -> (0x%0*" PRIx64 " & 0x%0*" PRIx64
			    ") -> 0x%0*" PRIx64,
		    strbuf_text(&name), digits, done->old, digits, request->value, digits,
		    request->mask, digits, done->new);
	value_set_text(detail, "at", strbuf_text(&name));
	value_set_uint(detail, "old", done->old, width);
	value_set_uint(detail, "mask", request->mask, width);
	value_set_uint(detail, "value", request->value, width);
	value_set_uint(detail, "new", done->new, width);
	value_set_bool(detail, "written", done->written);
	if (at->device->dev->dry_run)
		value_set_bool(detail, "dry_run", true);
	if (!done->written)
		strbuf_adds(&human, "  nothing to change, not written");
	else if (at->ref.reg) {
		strbuf_adds(&human, "  ");
		reg_describe_change(at->ref.reg, done->old, done->new, &human);
	}
	if (shown->after) {
		strbuf_addf(&human, " -> 0x%0*" PRIx64, digits, shown->back);
		value_set_uint(detail, "read_back", shown->back, width);
	}
	strbuf_trim_end(&human, " ");
	return value_with_detail(value_with_human(result, &human), detail);
}

static bool run_upd(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	struct access_shown shown = { .after = false };
	struct update_request request;
	struct update_result done;
	struct address at;
	struct place place;

	if (!access_parse(s, a, &at, err) || !parse_change(s, a, &at, "upd", &request, err))
		return false;
	request.always |= args_has(a, "-force");
	place = access_place(a, &at);
	if (!tools_update(&place, &request, &done, err))
		return false;
	if (done.written && access_wants_show(s, a, &at) &&
	    !access_show_read(a, &at, &shown.after, &shown.back, err))
		return err_prefix(err, "written, but not read back");
	*ret = update_value(s->viewer, a, &at, &request, &done, &shown);
	return true;
}

const struct command cmd_upd = {
	.name = "upd",
	.family = "access",
	.summary = "change some bits of a register: one read, one write",
	.details =
		"Shows old -> (value & mask) -> new. When nothing would change it does not write, "
		"unless -force. Bits that writing 1 clears are written as 0 unless they are named.",
	.example =
		"upd COMMAND Mem=1 BusMaster=1\nupd.16 config+4 0x4 0x4\nupd COMMAND.BusMaster 0",
	.args = { { "ADDR", ARG_ADDRESS, 0, "REGION+OFFSET, REGISTER or REGISTER.FIELD" },
		  { "CHANGE", ARG_CHANGE, ARG_REPEAT,
		    "MASK VALUE, FIELD=VALUE..., or VALUE of the field" },
		  { "-show", ARG_FLAG, 0, "read back after the write" },
		  { "-force", ARG_FLAG, 0,
		    "write even when nothing changes, or the register file warns" } },
	.flags = CMD_DEVICE | CMD_WIDTH | CMD_WRITES,
	.run = run_upd,
};
