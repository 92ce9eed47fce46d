/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dsp: the steps of a boot, one at a time. A row for each step of backend/dsp/steps.def. */
#include "commands/command.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "backend/dsp/status.h"
#include "backend/support/bits.h"
#include "backend/support/num.h"
#include "commands/args.h"
#include "commands/boot_state.h"
#include "commands/dsp_show.h"
#include "commands/session.h"

static void show_progress(void *ctx, uint32_t done, uint32_t total)
{
	session_progressf(ctx, "       transfer  %3u%%  %" PRIu32 " of %" PRIu32 " bytes",
			  (unsigned)((uint64_t)done * 100 / total), done, total);
}

static struct value *report_value(const struct dsp_step *step, const struct dsp_report *report)
{
	struct value *detail = value_map();

	value_set_text(detail, "step", step->name);
	value_set_text(detail, "text", report->text);
	value_set_uint(detail, "elapsed_ns", report->elapsed_ns, 0);
	value_set_uint(detail, "accesses", report->accesses, 0);
	return value_with_detail(value_text(report->text), detail);
}

/* "dsp power": the step's name is the command's second word. */
static bool run_step(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	const struct dsp_step *step = dsp_step_find(a->command->name + 4);
	struct session_device *device;
	struct boot_state *state;
	struct dsp_report report;
	bool ok;

	if (!boot_state_get(s, &device, &state, err))
		return false;
	if (step->id == DSP_STEP_STREAM && state->dsp.done & BIT(DSP_STEP_PROBE) &&
	    !boot_need_image(s, state, err))
		return false;
	if (step->id == DSP_STEP_TRANSFER) {
		state->dsp.progress = show_progress;
		state->dsp.progress_ctx = s;
	}
	ok = dsp_step_run(&state->dsp, step, &report, err);
	state->dsp.progress = NULL;
	session_progress_end(s);
	if (ok)
		*ret = report_value(step, &report);
	return ok;
}

#define STEP(id, c_name, word, words, ...)                                                     \
	const struct command cmd_dsp_##c_name = {                                              \
		.name = "dsp " word,                                                           \
		.family = "boot",                                                              \
		.summary = words,                                                              \
		.details = "A step of a boot; it says which step must have been done before. " \
			   "'boot plan' shows their usual order, 'boot run' does all.",        \
		.example = "catch {dsp " word "}",                                             \
		.flags = CMD_DEVICE | CMD_WRITES | CMD_WAITS,                                  \
		.run = run_step,                                                               \
	};
#include "backend/dsp/steps.def"
#undef STEP

static bool run_status(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	struct session_device *device;
	autostrbuf human = STRBUF_INIT;
	struct boot_state *state;
	struct value *map;

	(void)a;
	if (!boot_state_get(s, &device, &state, err))
		return false;
	map = value_map();
	if (!dsp_show_words(&state->dsp, map, &human, err)) {
		value_destroy(map);
		return false;
	}
	*ret = value_with_human(map, &human);
	return true;
}

const struct command cmd_dsp_status = {
	.name = "dsp status",
	.family = "boot",
	.summary = "show the words that ROM and firmware left, and the power of the cores",
	.details = "Reads the ROM status and error word, the core register and the doorbells from "
		   "BAR4, each once; nothing is written or acknowledged. Before 'dsp probe' BAR4 "
		   "may be closed.",
	.example = "dsp probe\ndsp status",
	.flags = CMD_DEVICE,
	.run = run_status,
};
