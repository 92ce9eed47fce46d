/* SPDX-License-Identifier: GPL-2.0-or-later */
/* trace show: records with the names of their registers, and what each changed. */
#include "commands/command.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "backend/device.h"
#include "backend/regs/decode.h"
#include "backend/support/mem.h"
#include "backend/trace/tracefile.h"
#include "commands/args.h"
#include "commands/reg_format.h"
#include "commands/session.h"
#include "commands/trace_place.h"

/* What a register was when the trace met it last. */
struct last_seen {
	struct reg_ref ref;
	uint64_t value;
};

struct show {
	struct regdb *db;
	bool fields;
	struct last_seen *seen; /* owned */
	size_t seen_count;
	struct strbuf human;
	struct value *lines, *details;
};

static struct last_seen *find_seen(struct show *show, const struct reg_ref *ref)
{
	for (size_t i = 0; i < show->seen_count; i++)
		if (show->seen[i].ref.reg == ref->reg && show->seen[i].ref.index == ref->index)
			return &show->seen[i];
	return NULL;
}

static void keep_seen(struct show *show, const struct reg_ref *ref, uint64_t value)
{
	struct last_seen *seen = find_seen(show, ref);

	if (!seen) {
		show->seen = xreallocarray(show->seen, show->seen_count + 1, sizeof(*show->seen));
		seen = &show->seen[show->seen_count++];
	}
	*seen = (struct last_seen){ *ref, value };
}

/* "ADSPCS  CPA 0x00->0x01" */
static void add_register(struct show *show, const struct trace_record *r, struct value *detail,
			 bool visible)
{
	autostrbuf change = STRBUF_INIT;
	const struct last_seen *seen;
	char name[REG_NAME_SIZE * 2];
	struct reg_ref ref;

	if (!trace_register(show->db, r, &ref))
		return;
	trace_name(show->db, r, name, sizeof(name));
	seen = trace_is_whole(&ref, r) ? find_seen(show, &ref) : NULL;
	if (visible) {
		value_set_text(detail, "name", name);
		strbuf_addf(&show->human, "  " ST_NAME "%s" ST_OFF, name);
		if (seen)
			reg_describe_change(ref.reg, seen->value, r->value, &change);
		if (change.len)
			strbuf_addf(&show->human, "  %s", strbuf_text(&change));
	}
	if (trace_is_whole(&ref, r))
		keep_seen(show, &ref, r->value);
}

/* The lines of reg_format below its first, which the record's own line stands for. */
static void add_fields(struct show *show, const struct trace_record *r)
{
	autostrbuf all = STRBUF_INIT;
	struct reg_ref ref;
	const char *fields;

	if (!trace_register(show->db, r, &ref) || !trace_is_whole(&ref, r))
		return;
	reg_format(&ref, "", r->value, &all);
	fields = strchr(strbuf_text(&all), '\n');
	if (fields)
		strbuf_adds(&show->human, fields + 1);
}

static struct value *record_detail(const struct trace_record *r)
{
	static const char *const kinds[TRACE_KINDS] = { "read", "write", "dma", "irq", "reset" };
	struct value *map = value_map();

	value_set_uint(map, "time_ns", r->at_ns, 0);
	value_set_text(map, "kind", kinds[r->kind]);
	value_set_text(map, "what", r->what);
	if (r->kind <= TRACE_WRITE)
		value_set_uint(map, "width", r->width_bits, 0);
	if (r->kind <= TRACE_DMA)
		value_set_uint(map, "offset", r->offset, r->kind == TRACE_DMA ? 64 : 32);
	if (r->kind != TRACE_RESET)
		value_set_uint(map, "value", r->value, r->width_bits);
	return map;
}

static void add_record(struct show *show, const struct trace_record *r, bool visible)
{
	autostrbuf line = STRBUF_INIT;
	struct value *detail;

	if (!visible) {
		add_register(show, r, NULL, false);
		return;
	}
	detail = record_detail(r);
	trace_format(r, &line);
	strbuf_adds(&show->human, strbuf_text(&line));
	add_register(show, r, detail, true);
	strbuf_addc(&show->human, '\n');
	if (show->fields)
		add_fields(show, r);
	value_add(show->lines, value_text(strbuf_text(&line)));
	value_add(show->details, detail);
}

/* -- which records -- */

struct choice {
	bool writes;
	const char *only; /* NULL: all */
};

static bool is_chosen(const struct choice *choice, struct regdb *db, const struct trace_record *r)
{
	char name[REG_NAME_SIZE * 2], place[48];

	if (choice->writes && r->kind != TRACE_WRITE)
		return false;
	if (!choice->only)
		return true;
	if (r->kind > TRACE_WRITE)
		return false;
	trace_name(db, r, name, sizeof(name));
	trace_record_place(r, place, sizeof(place));
	return reg_glob_match(choice->only, name) || reg_glob_match(choice->only, place);
}

static bool open_records(struct session *s, const struct args *a, struct trace_file *ret,
			 uint64_t *ret_gone, struct err *err)
{
	struct session_device *device;

	*ret_gone = 0;
	if (args_has(a, "FILE"))
		return trace_file_read(args_word(a, "FILE"), args_word(a, "-device"), ret, err);
	if (!session_device(s, NULL, &device, err))
		return false;
	return trace_file_of(device->dev->trace, device->dev->title, ret, ret_gone, err);
}

static void show_records(struct show *show, const struct trace_file *file,
			 const struct choice *choice, uint64_t last)
{
	size_t chosen = 0;

	for (size_t i = 0; i < file->count; i++)
		chosen += is_chosen(choice, show->db, &file->records[i]);
	for (size_t i = 0; i < file->count; i++) {
		bool visible = is_chosen(choice, show->db, &file->records[i]);

		add_record(show, &file->records[i], visible && chosen <= last);
		chosen -= visible;
	}
}

static bool run_show(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	struct choice choice = { args_has(a, "-writes"), args_word(a, "-only") };
	struct show show = { .fields = args_has(a, "-fields") };
	struct trace_file file = TRACE_FILE_INIT;
	uint64_t gone;

	if (!open_records(s, a, &file, &gone, err))
		return false;
	show.db = trace_regs(s);
	show.lines = value_list();
	show.details = value_list();
	if (gone)
		strbuf_addf(&show.human, "older records that are gone: %" PRIu64 "\n", gone);
	show_records(&show, &file, &choice, args_number(a, "-last", UINT64_MAX));
	if (!show.lines->count)
		strbuf_adds(&show.human, "no records");
	free(show.seen);
	trace_file_finish(&file);
	*ret = value_with_detail(value_with_human(show.lines, &show.human), show.details);
	return true;
}

const struct command cmd_trace_show = {
	.name = "trace show",
	.family = "trace",
	.summary = "show what was recorded, with the names of registers and what changed",
	.details =
		"A line for each: time in seconds, R or W, width, place, value; D for DMA of a "
		"simulated device, I for interrupts, X for resets. Behind it the register and the "
		"fields that differ from what the trace saw there before. FILE may be a trace of "
		"barsh or one of the kernel's mmiotrace; registers are named as those of the "
		"current device are. Nothing is read from the device. The value is a list of the "
		"lines, as they are in a file.",
	.example = "trace start\ndsp probe\ntrace show -last 5\ntrace show -writes -only GC*",
	.args = { { "FILE", ARG_FILE, ARG_OPTIONAL, "a trace, instead of the device's own" },
		  { "-last", ARG_NUMBER, 0, "only the last N", "N" },
		  { "-writes", ARG_FLAG, 0, "only writes" },
		  { "-only", ARG_WORD, 0, "only registers or places that match: SD*.CTL, bar4+*",
		    "PATTERN" },
		  { "-fields", ARG_FLAG, 0, "all fields of each register" },
		  { "-device", ARG_WORD, 0, "of an mmiotrace, the device VENDOR:DEVICE", "ID" } },
	.run = run_show,
};
