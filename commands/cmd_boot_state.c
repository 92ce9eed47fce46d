/* SPDX-License-Identifier: GPL-2.0-or-later */
/* boot status, reset, explain: where a boot stands, the way back, and what a word means. */
#include "commands/command.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "backend/dsp/recover.h"
#include "backend/irq.h"
#include "backend/support/bits.h"
#include "commands/args.h"
#include "commands/boot_run.h"
#include "commands/boot_state.h"
#include "commands/dsp_show.h"
#include "commands/session.h"

/* -- boot status -- */

static void status_stages(const struct boot_state *state, struct value *map, struct strbuf *human)
{
	struct value *list = value_list();

	for (size_t i = 0; i < state->recipe.count; i++) {
		const struct boot_stage *stage = &state->recipe.stages[i];
		struct value *row = value_map();
		char time[32];

		value_set_text(row, "name", stage->name);
		value_set_bool(row, "done", stage->done);
		value_add(list, row);
		strbuf_addf(human, "[%2zu/%zu] " ST_NAME "%-10s" ST_OFF " ", i + 1,
			    state->recipe.count, stage->name);
		if (stage->done)
			strbuf_addf(human, "done    %s\n",
				    boot_format_time(stage->elapsed_ns, time, sizeof(time)));
		else
			strbuf_adds(human, i == state->next ? "next\n" : "-\n");
	}
	value_set(map, "stages", list);
}

static bool run_status(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	struct session_device *device;
	autostrbuf human = STRBUF_INIT;
	struct boot_state *state;
	struct value *map;

	(void)a;
	if (!boot_get_ready(s, &device, &state, err))
		return false;
	map = value_map();
	strbuf_addf(&human, "%s, %s, recipe %s\n", state->dsp.part->title,
		    dsp_generation_name(state->dsp.chip->generation),
		    state->recipe.name ? state->recipe.name : "unnamed");
	value_set_text(map, "part", state->dsp.part->title);
	status_stages(state, map, &human);
	/* BAR4 opens with the first stage; before it there is nothing to read. */
	if (state->dsp.done & BIT(DSP_STEP_PROBE) &&
	    !dsp_show_words(&state->dsp, map, &human, err)) {
		value_destroy(map);
		return false;
	}
	*ret = value_with_human(map, &human);
	return true;
}

const struct command cmd_boot_status = {
	.name = "boot status",
	.family = "boot",
	.summary = "show which stages are done, and the words of ROM and firmware",
	.details = "Reads what 'dsp status' reads, once the probe stage has opened BAR4.",
	.example = "boot status",
	.flags = CMD_DEVICE,
	.run = run_status,
};

/* -- boot reset -- */

static size_t rung_count(void)
{
	size_t count = 0;

	while (recover_rungs()[count].name)
		count++;
	return count;
}

static bool try_rung(struct session *s, struct boot_state *state, size_t i, struct err *err)
{
	const struct recover_rung *rung = &recover_rungs()[i];
	uint64_t start = device_now_ns(state->dsp.dev);
	struct dsp_report report = { .text = "" };
	struct boot_line line = { i + 1, rung_count(), rung->name, .text = "" };

	line.ok = recover_try(&state->dsp, rung, &report, err);
	line.elapsed_ns = device_now_ns(state->dsp.dev) - start;
	line.text = line.ok ? report.text : err->msg;
	boot_show_line(s, &line);
	return line.ok;
}

static struct value *reset_value(size_t i)
{
	static const char *const ordinals[] = { "first", "second", "third", "fourth", "fifth" };
	const char *rung = recover_rungs()[i].name;
	autostrbuf human = STRBUF_INIT;

	if (i < ARRAY_SIZE(ordinals))
		strbuf_addf(&human, "back after the %s rung: %s", ordinals[i], rung);
	else
		strbuf_addf(&human, "back after rung %zu: %s", i + 1, rung);
	return value_with_human(value_text(rung), &human);
}

static bool run_reset(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	struct session_device *device;
	struct boot_state *state;

	(void)a;
	if (!boot_state_get(s, &device, &state, err) || !boot_state_idle(state, err))
		return false;
	state->next = 0;
	for (size_t i = 0; i < state->recipe.count; i++)
		state->recipe.stages[i].done = false;
	for (size_t i = 0; i < rung_count(); i++) {
		*err = (struct err)ERR_INIT;
		if (try_rung(s, state, i, err)) {
			*ret = reset_value(i);
			return true;
		}
		if (err->code == EINTR || device->dev->dry_run || device->dev->read_only ||
		    !irq_may_go_on(device->dev, "boot reset", err))
			return false;
	}
	err_set(err, EIO, "the DSP does not come back by any of %zu ways", rung_count());
	if (device_is_gone(device->dev))
		return err_hint(err, "it left the bus: detach; a rescan of the bus or a power "
				     "cycle brings it back");
	return err_hint(err, "power the machine off, not only reboot");
}

const struct command cmd_boot_reset = {
	.name = "boot reset",
	.family = "boot",
	.summary = "bring a wedged DSP back, from the mildest means to the strongest",
	.details = "Stall, reset and power down the cores; reset the controller; close and open "
		   "BAR4; D3 and back; reset the PCI function. After each one core 0 must take "
		   "power and give it back; the first that achieves this ends the ladder and is "
		   "the result.",
	.example = "boot reset",
	.flags = CMD_DEVICE | CMD_WRITES,
	.run = run_reset,
};

/* -- boot explain -- */

/* The device's own status word. */
static bool explain_current(struct session *s, struct value *list, struct strbuf *human,
			    struct err *err)
{
	struct session_device *device;
	struct boot_state *state;
	uint32_t word;

	if (!boot_state_get(s, &device, &state, err) ||
	    !dsp_read(&state->dsp, state->dsp.bar4, state->dsp.chip->rom_status, &word, err))
		return false;
	dsp_show_status_code(state->dsp.chip->generation, word, list, human);
	return true;
}

static bool run_explain(struct session *s, const struct args *a, struct value **ret,
			struct err *err)
{
	uint64_t code = args_number(a, "CODE", 0);
	autostrbuf human = STRBUF_INIT;
	struct value *list;

	if (code > UINT32_MAX)
		return err_set(err, ERANGE, "code 0x%" PRIx64 " does not fit in 32 bits", code);
	list = value_list();
	if (args_has(a, "CODE")) {
		dsp_show_code((uint32_t)code, list, &human);
	} else if (!explain_current(s, list, &human, err)) {
		value_destroy(list);
		return false;
	}
	*ret = value_with_human(list, &human);
	return true;
}

const struct command cmd_boot_explain = {
	.name = "boot explain",
	.family = "boot",
	.summary = "say in words what a ROM status, error or panic word means",
	.details = "Without CODE the device's own ROM status word is read. With CODE no device is "
		   "needed: a word from a log will do, read as cAVS and as ACE mean it.",
	.example = "boot explain 0x06000021",
	.args = { { "CODE", ARG_NUMBER, ARG_OPTIONAL, "a word, as dmesg or dsp status shows it" } },
	.run = run_explain,
};
