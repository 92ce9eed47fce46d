/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dsp log, follow, logging, slots: what running firmware writes into its SRAM windows. */
#include "commands/command.h"

#include <errno.h>
#include <fnmatch.h>
#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "backend/dsp/ipc.h"
#include "backend/dsp/log.h"
#include "backend/dsp/log_text.h"
#include "backend/irq.h"
#include "backend/support/num.h"
#include "commands/args.h"
#include "commands/boot_state.h"
#include "commands/session.h"

#define EVERY_NS    DSP_MS(10)
#define PROGRESS_NS DSP_MS(500)

/* -- which log -- */

static bool open_log(const struct args *a, struct dsp *dsp, struct log *ret, struct err *err)
{
	const char *from = args_word(a, "-from");
	uint64_t core = args_number(a, "-core", 0);
	enum log_kind kind = args_has(a, "-core") ? LOG_MTRACE : LOG_ANY;

	if (from && !strcmp(from, "winstream") && kind == LOG_MTRACE)
		return err_set(err, EINVAL, "a winstream has no cores: -core goes with mtrace");
	if (from)
		kind = strcmp(from, "mtrace") ? LOG_WINSTREAM : LOG_MTRACE;
	if (core >= dsp->chip->cores)
		return err_set(err, ERANGE, "no core %" PRIu64 ": %s has 0..%u", core,
			       dsp->part->title, dsp->chip->cores - 1);
	return log_open(dsp, kind, (unsigned)core, ret, err);
}

static void describe_lost(const struct log *log, const struct log_took *took, struct strbuf *to)
{
	if (took->again)
		strbuf_adds(to, log->kind == LOG_MTRACE
					? "the log was emptied or begun again: some may be lost"
					: "the log was begun again: some may be lost");
	if (took->lost)
		strbuf_addf(to, "%s%" PRIu64 " byte%s lost", took->again ? "; " : "", took->lost,
			    took->lost == 1 ? "" : "s");
}

/* -- dsp log -- */

static void take_line(void *ctx, const char *text)
{
	value_add(ctx, value_text(text));
}

/* The lines in list, "(300 bytes lost)" in front where they are. */
static struct value *log_value(const struct log *log, const struct log_took *took,
			       struct value *list)
{
	struct value *detail = value_map(), *lines = value_list();
	autostrbuf human = STRBUF_INIT, lost = STRBUF_INIT;

	describe_lost(log, took, &lost);
	if (lost.len)
		strbuf_addf(&human, ST_DIM "(%s)" ST_OFF "\n", strbuf_text(&lost));
	for (size_t i = 0; i < list->count; i++) {
		strbuf_addf(&human, "%s\n", list->items[i]->text);
		value_add(lines, value_text(list->items[i]->text));
	}
	if (!list->count)
		strbuf_addf(&human, "the log (%s) is empty", log_kind_name(log->kind));
	value_set_text(detail, "from", log_kind_name(log->kind));
	if (log->kind == LOG_MTRACE)
		value_set_uint(detail, "core", log->core, 0);
	value_set_uint(detail, "lost", took->lost, 0);
	value_set(detail, "lines", lines);
	return value_with_detail(value_with_human(list, &human), detail);
}

static bool run_log(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	struct session_device *device;
	struct log_lines lines = { 0 };
	autostrbuf text = STRBUF_INIT;
	struct boot_state *state;
	struct log_took took;
	struct value *list;
	struct log log;

	if (!boot_state_get(s, &device, &state, err) || !open_log(a, &state->dsp, &log, err) ||
	    !log_read(&state->dsp, &log, &text, &took, err) ||
	    (args_has(a, "-take") && !log_release(&state->dsp, &log, err)))
		return false;
	list = value_list();
	log_lines_add(&lines, strbuf_text(&text), text.len, take_line, list);
	log_lines_flush(&lines, take_line, list);
	log_lines_finish(&lines);
	*ret = log_value(&log, &took, list);
	return true;
}

#define ARG_FROM                                                                             \
	{                                                                                    \
		"-from", ARG_CHOICE, 0, "which log; mtrace where there is one, if left out", \
			"mtrace|winstream"                                                   \
	}
#define ARG_CORE                                                                \
	{                                                                       \
		"-core", ARG_NUMBER, 0, "whose mtrace slot; 0 if left out", "N" \
	}

const struct command cmd_dsp_log = {
	.name = "dsp log",
	.family = "boot",
	.summary = "show what the running firmware has logged",
	.details =
		"Reads an mtrace slot of the debug window (IPC4 firmware that was told to log: "
		"dsp logging) or the winstream in window 3 (Zephyr). Nothing is written: the "
		"same lines are there the next time, unless -take tells the firmware that they "
		"were read. Control characters are shown as \\x1b. The value is a list of lines.",
	.example = "catch {dsp log}",
	.args = { ARG_FROM,
		  ARG_CORE,
		  { "-take", ARG_FLAG, 0, "mtrace: hand the room back to the firmware" } },
	.flags = CMD_DEVICE | CMD_WRITES,
	.run = run_log,
};

/* -- dsp follow -- */

struct follow {
	struct session *s;
	struct dsp *dsp;
	struct log log;
	struct log_lines lines;
	const char *until; /* a glob, or NULL */
	bool seen;	   /* a line that matches it */
	uint64_t count, lost;
	uint64_t start_ns, told_ns;
	bool progress;	/* is on the screen */
	uint32_t waits; /* the message of which was told that it waits */
};

static void wipe_progress(struct follow *follow)
{
	if (follow->progress)
		session_progress_end(follow->s);
	follow->progress = false;
}

static void emit_line(void *ctx, const char *text)
{
	struct follow *follow = ctx;

	follow->count++;
	wipe_progress(follow);
	session_emit(follow->s, value_text(text));
	if (follow->until && !fnmatch(follow->until, text, 0))
		follow->seen = true;
}

static void tell_lost(struct follow *follow, const struct log_took *took)
{
	autostrbuf lost = STRBUF_INIT;

	describe_lost(&follow->log, took, &lost);
	follow->lost += took->lost;
	if (!lost.len)
		return;
	wipe_progress(follow);
	session_notef(follow->s, "(%s)", strbuf_text(&lost));
}

static bool take_new(struct follow *follow, struct err *err)
{
	const struct device *dev = follow->dsp->dev;
	autostrbuf text = STRBUF_INIT;
	struct log_took took;
	uint32_t before = follow->log.seen;
	bool begun = follow->log.begun;

	if (!log_read(follow->dsp, &follow->log, &text, &took, err))
		return false;
	tell_lost(follow, &took);
	log_lines_add(&follow->lines, strbuf_text(&text), text.len, emit_line, follow);
	if (dev->read_only || (begun && before == follow->log.seen))
		return true;
	return log_release(follow->dsp, &follow->log, err);
}

static void tell_waiting(struct follow *follow, uint32_t primary)
{
	char text[100];

	if (primary == follow->waits)
		return;
	follow->waits = primary;
	if (!primary)
		return;
	wipe_progress(follow);
	session_notef(follow->s, "(a message waits, 0x%08" PRIx32 " %s: ipc recv takes it)",
		      primary, ipc_describe(follow->dsp->ipc, primary, text, sizeof(text)));
}

static bool serve_doorbell(struct follow *follow, struct err *err)
{
	struct device *dev = follow->dsp->dev;
	struct err last = ERR_INIT;
	uint32_t waits;

	if (follow->log.kind != LOG_MTRACE || dev->read_only)
		return true;
	if (log_doorbell(follow->dsp, &waits, err)) {
		tell_waiting(follow, waits);
		return true;
	}
	/* Its last words. */
	take_new(follow, &last);
	return false;
}

static void show_progress(struct follow *follow, uint64_t now)
{
	char passed[32];

	if (now - follow->told_ns < PROGRESS_NS)
		return;
	follow->told_ns = now;
	if (!follow->lines.bytes)
		session_progressf(follow->s,
				  "following the %s, %s, %" PRIu64 " line%s; Ctrl-C ends",
				  log_kind_name(follow->log.kind),
				  num_format_time(now - follow->start_ns, passed, sizeof(passed)),
				  follow->count, follow->count == 1 ? "" : "s");
}

static bool let_pass(struct follow *follow, uint64_t left_ns, uint64_t every_ns, struct err *err)
{
	const struct timespec real = { .tv_sec = (time_t)(every_ns / 1000000000),
				       .tv_nsec = (long)(every_ns % 1000000000) };

	/* A simulated device's time costs none: without an end, its lines would rush by. */
	if (left_ns == UINT64_MAX && follow->dsp->dev->ops->now_ns)
		nanosleep(&real, NULL);
	return dsp_pause(follow->dsp, left_ns < every_ns ? left_ns : every_ns, err);
}

static bool follow_rounds(struct follow *follow, uint64_t timeout_ns, uint64_t every_ns,
			  struct err *err)
{
	struct device *dev = follow->dsp->dev;
	bool endless = timeout_ns == UINT64_MAX;

	for (;;) {
		uint64_t now, passed;

		if (!take_new(follow, err) || !serve_doorbell(follow, err))
			return false;
		now = device_now_ns(dev);
		passed = now - follow->start_ns;
		if (follow->seen || passed >= timeout_ns)
			return true;
		show_progress(follow, now);
		if (!irq_may_go_on(dev, "following", err) ||
		    !let_pass(follow, endless ? timeout_ns : timeout_ns - passed, every_ns, err))
			return false;
	}
}

static bool follow_log(struct follow *follow, const struct args *a, struct err *err)
{
	uint64_t timeout_ns = args_number(a, "-timeout", UINT64_MAX);
	uint64_t every_ns = args_number(a, "-every", EVERY_NS);
	bool ok;

	follow->start_ns = follow->told_ns = device_now_ns(follow->dsp->dev);
	if (args_has(a, "-new") && !log_skip(follow->dsp, &follow->log, err))
		return false;
	ok = follow_rounds(follow, timeout_ns, every_ns, err);
	log_lines_flush(&follow->lines, emit_line, follow);
	wipe_progress(follow);
	if (ok && follow->until && !follow->seen) {
		err_set(err, ETIMEDOUT, "no line like '%.80s' in %" PRIu64 " line%s", follow->until,
			follow->count, follow->count == 1 ? "" : "s");
		return false;
	}
	return ok;
}

static bool check_end(const struct session *s, const struct args *a, struct err *err)
{
	if (s->interactive || args_has(a, "-timeout"))
		return true;
	err_set(err, EINVAL, "without a person to stop it, following needs an end");
	return err_hint(err, "dsp follow -timeout 10s");
}

static bool run_follow(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	struct follow follow = { .s = s, .until = args_word(a, "-until") };
	struct session_device *device;
	struct boot_state *state;
	autostrbuf human = STRBUF_INIT;
	char passed[32];
	bool ok;

	if (!check_end(s, a, err) || !boot_state_get(s, &device, &state, err) ||
	    !open_log(a, &state->dsp, &follow.log, err))
		return false;
	follow.dsp = &state->dsp;
	ok = follow_log(&follow, a, err);
	log_lines_finish(&follow.lines);
	if (!ok)
		return false;
	num_format_time(device_now_ns(device->dev) - follow.start_ns, passed, sizeof(passed));
	strbuf_addf(&human, ST_DIM "%" PRIu64 " line%s in %s" ST_OFF, follow.count,
		    follow.count == 1 ? "" : "s", passed);
	if (follow.lost)
		strbuf_addf(&human, ST_DIM ", %" PRIu64 " bytes lost" ST_OFF, follow.lost);
	*ret = value_with_human(value_uint(follow.count, 0), &human);
	return true;
}

const struct command cmd_dsp_follow = {
	.name = "dsp follow",
	.family = "boot",
	.summary = "show what the running firmware logs, as it comes",
	.details = "Begins with what is there. Ends after -timeout, with a line like -until, or "
		   "with Ctrl-C; in files -timeout is needed. Of an mtrace slot what was shown is "
		   "handed back to the firmware, and its LOG_BUFFER_STATUS messages are "
		   "acknowledged; with a read-only device neither. The value is the number of "
		   "lines.",
	.example = "catch {dsp follow -timeout 10ms}",
	.args = { ARG_FROM,
		  ARG_CORE,
		  { "-timeout", ARG_TIME, 0, "end after that long", "T" },
		  { "-until", ARG_WORD, 0, "end with such a line (* ?); none in time is an error",
		    "GLOB" },
		  { "-every", ARG_TIME, 0, "pause between looks; 10 ms if left out", "T" },
		  { "-new", ARG_FLAG, 0, "only what comes from now on" } },
	.flags = CMD_DEVICE | CMD_WRITES | CMD_WAITS,
	.run = run_follow,
};

/* -- dsp logging -- */

static bool run_logging(struct session *s, const struct args *a, struct value **ret,
			struct err *err)
{
	struct session_device *device;
	struct boot_state *state;

	if (!boot_state_get(s, &device, &state, err) ||
	    !log_enable(&state->dsp, !strcmp(args_word(a, "STATE"), "on"), err))
		return false;
	*ret = value_none();
	return true;
}

const struct command cmd_dsp_logging = {
	.name = "dsp logging",
	.family = "boot",
	.summary = "tell IPC4 firmware to log into its mtrace slots, or to stop",
	.details = "Sends ENABLE_LOGS with the levels and sources that Linux asks for. 'dsp log' "
		   "and 'dsp follow' read what comes.",
	.example = "catch {dsp logging on}",
	.args = { { "STATE", ARG_CHOICE, 0, "what it shall do", "on|off" } },
	.flags = CMD_DEVICE | CMD_WRITES,
	.run = run_logging,
};

/* -- dsp slots -- */

static struct value *slot_value(const struct log_slot *slot, const char *text)
{
	struct value *row = value_map();

	value_set_uint(row, "slot", slot->index, 0);
	value_set_text(row, "text", text);
	value_set_uint(row, "type", slot->type, 32);
	value_set_uint(row, "resource", slot->resource, 32);
	value_set_uint(row, "vma", slot->vma, 32);
	value_set_uint(row, "offset", slot->offset, 32);
	value_set_bool(row, "inside", slot->inside);
	return row;
}

static bool run_slots(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	struct log_slot slots[LOG_SLOTS];
	struct session_device *device;
	autostrbuf human = STRBUF_INIT;
	struct boot_state *state;
	struct value *list;
	char text[40];

	(void)a;
	if (!boot_state_get(s, &device, &state, err) || !log_slots(&state->dsp, slots, err))
		return false;
	list = value_list();
	for (unsigned i = 0; i < LOG_SLOTS; i++) {
		const struct log_slot *slot = &slots[i];

		if (!slot->type)
			continue;
		log_slot_describe(slot->type, text, sizeof(text));
		value_add(list, slot_value(slot, text));
		strbuf_addf(&human,
			    "%2u  bar4+0x%06" PRIx32 "  " ST_NAME "%-22s" ST_OFF
			    " resource 0x%08" PRIx32 "  vma 0x%08" PRIx32 "%s\n",
			    i, slot->offset, text, slot->resource, slot->vma,
			    slot->inside ? "" : "  outside the window");
	}
	if (!list->count)
		strbuf_adds(&human, "no slot is in use");
	*ret = value_with_human(list, &human);
	return true;
}

const struct command cmd_dsp_slots = {
	.name = "dsp slots",
	.family = "boot",
	.summary = "show the directory of the debug window of IPC4 firmware",
	.details = "Reads the descriptors in window 2: which 4 KiB slot holds a log, telemetry, a "
		   "GDB stub or a shell. IPC3 firmware uses that window otherwise. The value is a "
		   "list of dictionaries.",
	.example = "dsp probe\ndsp slots",
	.flags = CMD_DEVICE,
	.run = run_slots,
};
