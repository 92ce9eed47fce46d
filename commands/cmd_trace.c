/* SPDX-License-Identifier: GPL-2.0-or-later */
/* trace: what passes between barsh and a device. */
#include "commands/command.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "backend/device.h"
#include "backend/support/mem.h"
#include "backend/support/userfile.h"
#include "backend/trace/tracefile.h"
#include "commands/args.h"
#include "commands/session.h"

#define MAX_KEEP UINT64_C(16777216)

static void add_about(const struct device *dev, struct strbuf *ret)
{
	strbuf_adds(ret, dev->spec);
	if (dev->pci.known)
		strbuf_addf(ret, ", %04x:%04x", dev->pci.vendor, dev->pci.device);
}

/* "81 records: 60 reads, 18 writes, 2 DMA, 1 interrupt" */
static void add_counts(const struct trace *trace, struct strbuf *ret)
{
	static const char *const names[TRACE_KINDS][2] = { [TRACE_READ] = { "read", "reads" },
							   [TRACE_WRITE] = { "write", "writes" },
							   [TRACE_DMA] = { "DMA", "DMA" },
							   [TRACE_IRQ] = { "interrupt",
									   "interrupts" },
							   [TRACE_RESET] = { "reset", "resets" } };
	uint64_t all = trace_count(trace);
	const char *between = ": ";

	strbuf_addf(ret, "%" PRIu64 " record%s", all, all == 1 ? "" : "s");
	for (unsigned i = 0; i < TRACE_KINDS; i++) {
		uint64_t n = trace_count_of(trace, (enum trace_kind)i);

		if (!n)
			continue;
		strbuf_addf(ret, "%s%" PRIu64 " %s", between, n, names[i][n != 1]);
		between = ", ";
	}
}

/* -- trace start, trace stop -- */

static bool run_start(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	uint64_t keep = args_number(a, "-keep", TRACE_RING_DEFAULT);
	const char *path = args_word(a, "FILE");
	struct device *dev = s->current->dev;
	autostrbuf about = STRBUF_INIT;
	struct trace *trace;

	if (device_is_traced(dev)) {
		err_set(err, EBUSY, "%s is being traced already", dev->title);
		return err_hint(err, "trace stop ends that; trace show shows it so far");
	}
	if (!keep || keep > MAX_KEEP)
		return err_set(err, ERANGE, "-keep is 1 to %" PRIu64 ", not %s", MAX_KEEP,
			       args_word(a, "-keep"));
	trace = trace_create((size_t)keep);
	add_about(dev, &about);
	if (path &&
	    !trace_open_file(trace, path, args_has(a, "-force"), strbuf_text(&about), err)) {
		trace_destroy(trace);
		return false;
	}
	device_trace_start(dev, trace);
	*ret = value_none();
	return true;
}

const struct command cmd_trace_start = {
	.name = "trace start",
	.family = "trace",
	.summary = "record every access to the current device",
	.details =
		"From now on each read and write that reaches the device is kept, with time and "
		"value, and so are its interrupts and resets; of a simulated device also the DMA "
		"it does. Accesses that barsh makes by itself, to explain an error, are recorded "
		"like all others. With FILE every record is written there, too, before the next "
		"access is made: after a hang of the machine its last line tells where. An earlier "
		"recording of the device is forgotten.",
	.example = "trace start\ntrace stop\ntrace start boot.trace\nrd GCTL\ntrace stop",
	.args = { { "FILE", ARG_FILE, ARG_OPTIONAL, "a new file" },
		  { "-keep", ARG_NUMBER, 0, "records kept in memory, 65536 if left out", "N" },
		  { "-force", ARG_FLAG, 0, "overwrite the file" } },
	.flags = CMD_DEVICE,
	.run = run_start,
};

static bool run_stop(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	struct device *dev = s->current->dev;
	autostrbuf human = STRBUF_INIT;

	(void)a;
	if (!device_is_traced(dev)) {
		err_set(err, EINVAL, "%s is not being traced", dev->title);
		return err_hint(err, "trace start begins a recording");
	}
	device_trace_stop(dev);
	add_counts(dev->trace, &human);
	if (trace_path(dev->trace))
		strbuf_addf(&human, ", in %s", trace_path(dev->trace));
	if (!trace_close_file(dev->trace, err))
		return false;
	*ret = value_with_human(value_uint(trace_count(dev->trace), 0), &human);
	return true;
}

const struct command cmd_trace_stop = {
	.name = "trace stop",
	.family = "trace",
	.summary = "end the recording; it can still be shown, saved and compared",
	.details = "The value is the number of records.",
	.example = "trace start\nrd GCTL\ntrace stop",
	.flags = CMD_DEVICE,
	.run = run_stop,
};

/* -- trace save -- */

static bool run_save(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	struct device *dev = s->current->dev;
	struct trace_file file = TRACE_FILE_INIT;
	const char *path = args_word(a, "FILE");
	autostrbuf text = STRBUF_INIT;
	uint64_t gone;
	size_t count;

	if (!trace_file_of(dev->trace, dev->title, &file, &gone, err))
		return false;
	strbuf_adds(&text, TRACE_MAGIC ": ");
	add_about(dev, &text);
	strbuf_addc(&text, '\n');
	for (size_t i = 0; i < file.count; i++) {
		trace_format(&file.records[i], &text);
		strbuf_addc(&text, '\n');
	}
	count = file.count;
	trace_file_finish(&file);
	if (!userfile_write(path, args_has(a, "-force"), text.buf, text.len, err))
		return false;
	*ret = value_uint(count, 0);
	(*ret)->human = xasprintf("%zu records in %s", count, path);
	return true;
}

const struct command cmd_trace_save = {
	.name = "trace save",
	.family = "trace",
	.summary = "write the records that are in memory to a file",
	.details = "For a recording that was begun without one. The value is their number.",
	.example = "trace start\nrd GCTL\ntrace save gctl.trace",
	.args = { { "FILE", ARG_FILE, 0, "a new file" },
		  { "-force", ARG_FLAG, 0, "overwrite the file" } },
	.flags = CMD_DEVICE,
	.run = run_save,
};
