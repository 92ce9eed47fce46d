/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search and compare. */
#include "commands/command.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "backend/support/bits.h"
#include "backend/support/num.h"
#include "commands/range.h"

struct findings {
	const struct place *at;
	struct value *list, *detail;
	struct strbuf human;
	uint64_t count, max;
	bool pairs; /* left and right differ, both are shown */
};

static bool note_finding(void *ctx, uint64_t offset, uint64_t left, uint64_t right)
{
	struct findings *f = ctx;
	uint64_t where = f->at->offset + offset;
	int digits = (int)f->at->width_bits / 4;
	struct value *row;

	if (f->count++ >= f->max)
		return f->pairs; /* differences are counted to the end, hits are not */
	row = value_map();
	value_add(f->list, value_textf("%s+0x%06" PRIx64, f->at->region->name, where));
	value_set_uint(row, "offset", where, 0);
	value_set_uint(row, f->pairs ? "left" : "value", left, f->at->width_bits);
	strbuf_addf(&f->human, "%s+0x%06" PRIx64 "  0x%0*" PRIx64, f->at->region->name, where,
		    digits, left);
	if (f->pairs) {
		value_set_uint(row, "right", right, f->at->width_bits);
		strbuf_addf(&f->human, "  0x%0*" PRIx64, digits, right);
	}
	strbuf_addc(&f->human, '\n');
	value_add(f->detail, row);
	return true;
}

static struct value *findings_value(struct findings *f, const char *none, const char *what)
{
	if (!f->count)
		strbuf_adds(&f->human, none);
	else if (f->pairs)
		strbuf_addf(&f->human, "%" PRIu64 " %s%s", f->count, what,
			    f->count > f->max ? " (-max shows more of them)" : "");
	else if (f->count > f->max)
		strbuf_addf(&f->human, "more than %" PRIu64 " %s (-max finds more)", f->max, what);
	return value_with_detail(value_with_human(f->list, &f->human), f->detail);
}

static struct findings findings_start(const struct place *at, const struct args *a, bool pairs)
{
	return (struct findings){ .at = at,
				  .list = value_list(),
				  .detail = value_list(),
				  .human = STRBUF_INIT,
				  .max = args_number(a, "-max", 16),
				  .pairs = pairs };
}

static void findings_drop(struct findings *f)
{
	value_destroy(f->list);
	value_destroy(f->detail);
	strbuf_finish(&f->human);
}

static bool run_search(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	uint64_t value = args_number(a, "VALUE", 0), mask, len;
	struct findings f;
	struct readable r;
	struct place at;
	bool ok;

	if (!range_place(s, a, "ADDR", &at, err) || !range_length(a, &at, false, &len, err))
		return false;
	mask = args_number(a, "-mask", bits_mask(at.width_bits));
	if (!num_check_width(args_get(a, "VALUE")->words[0], value, at.width_bits, err))
		return err_prefix(err, "search: VALUE");
	if (!readable_init(&r, s, &at, len, err))
		return false;
	f = findings_start(&at, a, false);
	ok = tools_search(&at, len, value, mask, readable_guard(&r, args_has(a, "-force")),
			  note_finding, &f, err);
	if (ok) {
		range_say_skipped(s, &r);
		*ret = findings_value(&f, r.skipped ? "not found in what was read" : "not found",
				      "hits");
	} else {
		findings_drop(&f);
	}
	readable_finish(&r);
	return ok;
}

const struct command cmd_search = {
	.name = "search",
	.alias = "find",
	.family = "access",
	.summary = "find a value in a range",
	.details =
		"Reads every unit of the range once, except registers that reading would change. "
		"Returns the addresses.",
	.example = "search.16 config+0 256 0x8086",
	.args = { { "ADDR", ARG_ADDRESS, 0, "where to begin" },
		  { "LEN", ARG_NUMBER, 0, "bytes" },
		  { "VALUE", ARG_NUMBER, 0, "what to look for" },
		  { "-mask", ARG_NUMBER, 0, "look at these bits only", "MASK" },
		  { "-max", ARG_NUMBER, 0, "stop after N hits (16)", "N" },
		  { "-force", ARG_FLAG, 0, "read registers with side effects too" } },
	.flags = CMD_DEVICE | CMD_WIDTH,
	.run = run_search,
};

static bool run_compare(struct session *s, const struct args *a, struct value **ret,
			struct err *err)
{
	bool force = args_has(a, "-force"), ok;
	struct readable left_readable, right_readable;
	struct place left, right;
	struct findings f;
	uint64_t len;

	if (!range_place(s, a, "LEFT", &left, err) || !range_place(s, a, "RIGHT", &right, err) ||
	    !range_length(a, &left, false, &len, err) ||
	    !readable_init(&left_readable, s, &left, len, err))
		return false;
	if (!readable_init(&right_readable, s, &right, len, err)) {
		readable_finish(&left_readable);
		return false;
	}
	f = findings_start(&left, a, true);
	ok = tools_compare(&left, &right, len, readable_guard(&left_readable, force),
			   readable_guard(&right_readable, force), note_finding, &f, err);
	if (ok) {
		range_say_skipped(s, left_readable.skipped ? &left_readable : &right_readable);
		*ret = findings_value(&f,
				      left_readable.skipped || right_readable.skipped
					      ? "equal in what was read"
					      : "equal",
				      f.count == 1 ? "unit differs" : "units differ");
	} else {
		findings_drop(&f);
	}
	readable_finish(&left_readable);
	readable_finish(&right_readable);
	return ok;
}

const struct command cmd_compare = {
	.name = "compare",
	.family = "access",
	.summary = "compare two ranges unit by unit",
	.details =
		"Returns the addresses on the left that differ: an empty list means equal. Where "
		"reading either side would change a register, neither is read.",
	.example = "dma alloc buf 4k\ncopy config+0 dma.buf+0 256\ncompare config+0 dma.buf+0 256",
	.args = { { "LEFT", ARG_ADDRESS, 0, "one range" },
		  { "RIGHT", ARG_ADDRESS, 0, "the other" },
		  { "LEN", ARG_NUMBER, 0, "bytes" },
		  { "-max", ARG_NUMBER, 0, "show N differences (16); all are counted", "N" },
		  { "-force", ARG_FLAG, 0, "read registers with side effects too" } },
	.flags = CMD_DEVICE | CMD_WIDTH,
	.run = run_compare,
};
