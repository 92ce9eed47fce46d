/* SPDX-License-Identifier: GPL-2.0-or-later */
/* poll: wait for bits, with a deadline. */
#include "commands/command.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "backend/regs/decode.h"
#include "backend/support/mem.h"
#include "backend/support/num.h"
#include "commands/access.h"

/* FIELD=VALUE words for a read: any field will do, read-only ones above all. */
static bool poll_fields(const struct address *at, const struct arg_value *rest,
			struct poll_request *request, struct err *err)
{
	for (size_t i = 0; i < rest->count; i++) {
		const char *equals = strchr(rest->words[i], '=');
		const struct reg_field *field;
		autofree char *name = NULL;
		uint64_t value;

		if (!equals || !at->ref.reg) {
			err_set(err, EINVAL, "poll: '%.40s' is neither MASK VALUE nor FIELD=VALUE",
				rest->words[i]);
			return err_hint(err, at->ref.reg ? "'reg fields' lists the fields"
							 : "fields need a register name");
		}
		name = xstrndup(rest->words[i], (size_t)(equals - rest->words[i]));
		field = reg_find_field(at->ref.reg, name);
		if (!field)
			return err_set(err, ENOENT, "poll: no field '%.40s'", name);
		if (!reg_field_parse(field, equals + 1, &value, err))
			return false;
		request->mask |= reg_field_mask(field);
		request->value |= value << field->low;
	}
	return true;
}

static bool parse_wish(const struct args *a, const struct address *at, struct poll_request *ret,
		       struct err *err)
{
	const struct arg_value *rest = args_get(a, "WISH");
	struct poll_request request = { .differs = args_has(a, "-not"),
					.timeout_ns = args_number(a, "-timeout", 1000000000),
					.every_ns = args_number(a, "-every", 100000) };
	uint64_t value;

	if (rest->count == 2 && !strchr(rest->words[0], '=')) {
		if (!num_parse_expr(rest->words[0], &request.mask, err) ||
		    !num_parse_expr(rest->words[1], &request.value, err))
			return err_prefix(err, "poll");
	} else if (at->ref.field && rest->count == 1 && !strchr(rest->words[0], '=')) {
		if (!reg_field_parse(at->ref.field, rest->words[0], &value, err))
			return false;
		request.mask = reg_field_mask(at->ref.field);
		request.value = value << at->ref.field->low;
	} else if (!poll_fields(at, rest, &request, err)) {
		return false;
	}
	if (!tools_check_mask(request.mask, request.value, err))
		return err_prefix(err, "poll");
	if (num_width(request.mask) > access_width(a, at))
		return err_set(err, ERANGE, "poll: mask 0x%" PRIx64 " does not fit in %u bits",
			       request.mask, access_width(a, at));
	*ret = request;
	return true;
}

static bool poll_failed(const struct address *at, struct err *err)
{
	autostrbuf name = STRBUF_INIT;

	if (!at->ref.reg)
		return err_prefix(err, "poll");
	address_name(at, &name);
	return err_prefix(err, "poll %s", strbuf_text(&name));
}

/* "poll ROMSTS 0x00ffffff 0x00000005: ok, 1.50 ms, 15 reads, last 0x00000005" */
static struct value *polled_value(enum session_viewer viewer, const struct address *at,
				  unsigned width, const struct poll_request *request,
				  const struct poll_result *result)
{
	struct value *value = value_uint(result->last, width), *detail;
	autostrbuf human = STRBUF_INIT, name = STRBUF_INIT;
	char elapsed[32];

	if (viewer == VIEWER_SCRIPT)
		return value;
	address_name(at, &name);
	num_format_time(result->elapsed_ns, elapsed, sizeof(elapsed));
	strbuf_addf(&human,
		    "poll " ST_NAME "%s" ST_OFF " 0x%0*" PRIx64 " %s0x%0*" PRIx64 ": " ST_GOOD
		    "ok" ST_OFF ", %s, %" PRIu64 " read%s, last 0x%0*" PRIx64,
		    strbuf_text(&name), (int)width / 4, request->mask,
		    request->differs ? "not " : "", (int)width / 4, request->value, elapsed,
		    result->reads, result->reads == 1 ? "" : "s", (int)width / 4, result->last);
	detail = value_map();
	value_set_text(detail, "at", strbuf_text(&name));
	value_set_uint(detail, "last", result->last, width);
	value_set_uint(detail, "elapsed_ns", result->elapsed_ns, 0);
	value_set_uint(detail, "reads", result->reads, 0);
	return value_with_detail(value_with_human(value, &human), detail);
}

static bool run_poll(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	struct poll_request request;
	struct poll_result result;
	struct address at;
	unsigned width;

	if (!access_parse(s, a, &at, err) || !parse_wish(a, &at, &request, err))
		return false;
	width = access_width(a, &at);
	if (!tools_poll(at.device->dev, at.region, at.offset, width, &request, &result, err))
		return poll_failed(&at, err);
	*ret = polled_value(s->viewer, &at, width, &request, &result);
	return true;
}

const struct command cmd_poll = {
	.name = "poll",
	.family = "access",
	.summary = "read until bits have a value, or the deadline passes",
	.details =
		"Reads at least once, and once more after the deadline. Says how long it took, how "
		"many reads, and what was read last. A read of all ones that config space explains "
		"ends it at once.",
	.example = "upd COMMAND MEM=1\npoll COMMAND 0x2 0x2 -timeout 10ms\npoll COMMAND MEM=1\n"
		   "poll COMMAND MEM=0 -not",
	.args = { { "ADDR", ARG_ADDRESS, 0, "REGION+OFFSET, REGISTER or REGISTER.FIELD" },
		  { "WISH", ARG_CHANGE, ARG_REPEAT,
		    "MASK VALUE, FIELD=VALUE..., or VALUE of the field" },
		  { "-not", ARG_FLAG, 0, "read until it is another value" },
		  { "-timeout", ARG_TIME, 0, "give up after this long (1s)", "T" },
		  { "-every", ARG_TIME, 0, "pause between reads (100us)", "T" } },
	.flags = CMD_DEVICE | CMD_WIDTH | CMD_WAITS,
	.run = run_poll,
};
