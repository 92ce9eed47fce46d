/* SPDX-License-Identifier: GPL-2.0-or-later */
/* trace compare: two drivers' writes side by side. */
#include "commands/command.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "backend/device.h"
#include "backend/regs/decode.h"
#include "backend/support/mem.h"
#include "backend/support/userfile.h"
#include "backend/trace/diff.h"
#include "commands/args.h"
#include "commands/session.h"
#include "commands/trace_place.h"

#define MAX_RULES (1024 * 1024)

struct compared {
	struct trace_file first, second;
	struct diff_rules rules;
	struct diff diff;
	struct regdb *db;
};

static void finish(struct compared *c)
{
	diff_finish(&c->diff);
	diff_rules_finish(&c->rules);
	trace_file_finish(&c->first);
	trace_file_finish(&c->second);
}

/* -- showing -- */

static void add_value(const struct trace_record *r, struct strbuf *ret)
{
	if (r)
		strbuf_addf(ret, "0x%0*" PRIx64, (int)r->width_bits / 4, r->value);
	else
		strbuf_adds(ret, "-");
}

/* "~ bar4+0x000004 32  ADSPCS        0x0001 | 0x000f  SPA 1->f" */
static void add_line(const struct compared *c, const struct diff_line *line, struct strbuf *ret)
{
	const struct trace_record *any = line->first ? line->first : line->second;
	const char *style = line->side == ' ' ? ST_DIM : line->rule ? "" : ST_BAD;
	char name[REG_NAME_SIZE * 2], place[48];
	struct reg_ref ref;

	trace_name(c->db, any, name, sizeof(name));
	strbuf_addf(ret, "%s%c" ST_OFF " %s %2u  " ST_NAME "%-12s" ST_OFF " ", style, line->side,
		    trace_record_place(any, place, sizeof(place)), any->width_bits, name);
	add_value(line->first, ret);
	strbuf_adds(ret, " | ");
	add_value(line->second, ret);
	if (line->first && line->second && line->side == '~' && trace_register(c->db, any, &ref) &&
	    trace_is_whole(&ref, any)) {
		strbuf_adds(ret, "  ");
		reg_describe_change(ref.reg, line->first->value, line->second->value, ret);
	}
	if (line->rule)
		strbuf_addf(ret, "  (%s)", line->rule->reason);
	strbuf_addc(ret, '\n');
}

static void add_same(size_t count, struct strbuf *ret)
{
	if (count)
		strbuf_addf(ret, ST_DIM "  %zu the same" ST_OFF "\n", count);
}

static void add_lines(const struct compared *c, bool all, struct strbuf *ret)
{
	size_t same = 0;

	for (size_t i = 0; i < c->diff.count; i++) {
		if (c->diff.lines[i].side == ' ' && !all) {
			same++;
			continue;
		}
		add_same(same, ret);
		same = 0;
		add_line(c, &c->diff.lines[i], ret);
	}
	if (same != c->diff.count)
		add_same(same, ret);
}

static struct value *line_detail(const struct compared *c, const struct diff_line *line)
{
	const struct trace_record *any = line->first ? line->first : line->second;
	char name[REG_NAME_SIZE * 2], place[48];
	const char side[] = { line->side, '\0' };
	struct value *map = value_map();

	value_set_text(map, "side", side);
	value_set_text(map, "place", trace_record_place(any, place, sizeof(place)));
	trace_name(c->db, any, name, sizeof(name));
	if (name[0])
		value_set_text(map, "name", name);
	if (line->first)
		value_set_uint(map, "first", line->first->value, any->width_bits);
	if (line->second)
		value_set_uint(map, "second", line->second->value, any->width_bits);
	if (line->rule)
		value_set_text(map, "reason", line->rule->reason);
	return map;
}

/* Rules of the file that no difference needs any more. */
static size_t add_stale(const struct compared *c, struct strbuf *ret)
{
	size_t stale = 0;

	for (size_t i = 0; i < c->rules.count; i++) {
		const struct diff_rule *rule = &c->rules.items[i];

		if (rule->used || !rule->line)
			continue;
		stale++;
		strbuf_addf(ret, ST_BAD "line %u" ST_OFF " explains nothing: %c %s %s  (%s)\n",
			    rule->line, rule->side, rule->place, rule->value, rule->reason);
	}
	return stale;
}

static bool report(struct session *s, const struct compared *c, bool all, struct value **ret,
		   struct err *err)
{
	struct value *map = value_map(), *differences = value_list();
	autostrbuf human = STRBUF_INIT;
	const struct diff *diff = &c->diff;
	size_t stale;

	add_lines(c, all, &human);
	stale = add_stale(c, &human);
	for (size_t i = 0; i < diff->count; i++)
		if (diff->lines[i].side != ' ')
			value_add(differences, line_detail(c, &diff->lines[i]));
	strbuf_addf(&human, "same: %zu writes; different: %zu, explained: %zu\n", diff->same,
		    diff->explained + diff->unexplained, diff->explained);
	value_set_uint(map, "same", diff->same, 0);
	value_set_uint(map, "explained", diff->explained, 0);
	value_set_uint(map, "unexplained", diff->unexplained, 0);
	value_set_uint(map, "stale", stale, 0);
	value_set(map, "differences", differences);
	map = value_with_human(map, &human);
	if (!diff->unexplained && !stale) {
		*ret = map;
		return true;
	}
	session_emit(s, map);
	if (!diff->unexplained)
		return err_set(err, EUCLEAN, "%zu rule%s of the file explain%s nothing", stale,
			       stale == 1 ? "" : "s", stale == 1 ? "s" : "");
	return err_set(err, EUCLEAN, "the traces differ in %zu write%s%s", diff->unexplained,
		       diff->unexplained == 1 ? "" : "s",
		       c->rules.count ? " that nothing explains" : "");
}

/* -- reading -- */

static bool read_rules(const char *path, struct diff_rules *ret, struct err *err)
{
	autofree uint8_t *bytes = NULL;
	autofree char *text = NULL;
	size_t len;

	if (!path)
		return true;
	if (!userfile_read(path, MAX_RULES, &bytes, &len, err))
		return false;
	text = xstrndup((const char *)bytes, len);
	return diff_rules_parse(ret, text, path, err);
}

static bool read_second(struct session *s, const struct args *a, struct trace_file *ret,
			struct err *err)
{
	const char *path = args_word(a, "SECOND");
	struct session_device *device;
	uint64_t gone;

	if (path)
		return trace_file_read(path, args_word(a, "-device"), ret, err);
	return session_device(s, NULL, &device, err) &&
	       trace_file_of(device->dev->trace, device->dev->title, ret, &gone, err);
}

static bool compare(struct session *s, const struct args *a, struct compared *c, struct err *err)
{
	struct diff_options options = { .config = args_has(a, "-config"),
					.only = args_word(a, "-only"),
					.namer = { NULL, trace_name },
					.stop = s->stop };

	if (!read_rules(args_word(a, "-rules"), &c->rules, err) ||
	    !trace_file_read(args_word(a, "FIRST"), args_word(a, "-device"), &c->first, err) ||
	    !read_second(s, a, &c->second, err))
		return false;
	diff_rules_add_hda(&c->rules);
	c->db = trace_regs(s);
	options.namer.ctx = c->db;
	return trace_diff(&c->first, &c->second, &c->rules, &options, &c->diff, err);
}

static bool run_compare(struct session *s, const struct args *a, struct value **ret,
			struct err *err)
{
	struct compared c = { TRACE_FILE_INIT, TRACE_FILE_INIT, DIFF_RULES_INIT, DIFF_INIT, NULL };
	bool good = compare(s, a, &c, err) && report(s, &c, args_has(a, "-all"), ret, err);

	finish(&c);
	return good;
}

const struct command cmd_trace_compare = {
	.name = "trace compare",
	.family = "trace",
	.summary = "compare what two traces wrote: same registers, same values, same order",
	.details =
		"Each may be a trace of barsh or of the kernel's mmiotrace, so that a sequence can "
		"be held against the one of a driver that works; without SECOND it is the current "
		"device's recording. Only writes to BARs count, in their order. < only the first "
		"has it, > only the second, ~ both, with other values. Of HD-Audio registers that "
		"hold addresses of memory only the order of appearance counts. The rules of a file "
		"tell differences that are right, a line each: SIDE PLACE VALUE REASON, where SIDE "
		"is < > ~, or = for a register that holds addresses, or ! for what is left out of "
		"both, and PLACE and VALUE are patterns (SD*.CTL, bar4+0x08*, *). A difference "
		"without a rule makes the command "
		"fail, and so does a rule without a difference.",
	.example = "trace start a.trace\nwr DPLBASE 0x1000\ntrace stop\n"
		   "trace start\nwr DPLBASE 0x2000\ntrace compare a.trace",
	.args = { { "FIRST", ARG_FILE, 0, "a trace" },
		  { "SECOND", ARG_FILE, ARG_OPTIONAL, "another" },
		  { "-rules", ARG_FILE, 0, "differences that are right", "FILE" },
		  { "-only", ARG_WORD, 0, "only registers or places that match", "PATTERN" },
		  { "-config", ARG_FLAG, 0, "compare writes to config space, too" },
		  { "-all", ARG_FLAG, 0, "show what is the same, too" },
		  { "-device", ARG_WORD, 0, "of an mmiotrace, the device VENDOR:DEVICE", "ID" } },
	.run = run_compare,
};
