/* SPDX-License-Identifier: GPL-2.0-or-later */
/* boot open, plan, run, step: the stages of a recipe, in order, one or all. */
#include "commands/command.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "backend/support/num.h"
#include "commands/args.h"
#include "commands/boot_run.h"
#include "commands/boot_state.h"
#include "commands/session.h"

static void complete_stage(struct session *s, const char *prefix, struct strlist *ret)
{
	struct boot_state *state = s->current ? slot_get(&s->current->slots, "boot") : NULL;

	for (size_t i = 0; state && i < state->recipe.count; i++)
		if (!strncmp(state->recipe.stages[i].name, prefix, strlen(prefix)))
			strlist_add(ret, state->recipe.stages[i].name);
}

/* -- boot open -- */

static bool run_open(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	const char *name = args_word(a, "FILE");
	struct session_device *device;
	struct boot_state *state;
	char size[32];

	if (!boot_state_get(s, &device, &state, err) || !boot_state_idle(state, err) ||
	    !boot_open_file(s, state, name, err))
		return false;
	if (boot_is_recipe(name))
		*ret = value_textf("%s: %zu stages", state->recipe.name ? state->recipe.name : name,
				   state->recipe.count);
	else
		*ret = value_textf("%s: %s to send, IPC%u", state->dsp.image_path,
				   num_format_size(state->dsp.payload_size, size, sizeof(size)),
				   state->dsp.ipc);
	return true;
}

const struct command cmd_boot_open = {
	.name = "boot open",
	.family = "boot",
	.summary = "choose the firmware image, or the recipe, to boot with",
	.details = "A file that ends in .tcl is a recipe (scripts/boot/ has one for each "
		   "generation, zephyr.tcl and zephyr-ace.tcl; a bare name is looked for there "
		   "too); any other is "
		   "an image, by path or by its name "
		   "below /lib/firmware/intel. Touches no register.",
	.example = "catch {boot open sof-tgl.ri}",
	.args = { { "FILE", ARG_FILE, 0, "an image (sof-tgl.ri) or a recipe (my.tcl)", NULL,
		    boot_complete_image } },
	.flags = CMD_DEVICE,
	.run = run_open,
};

/* -- boot plan -- */

static void plan_stage(const struct boot_state *state, size_t i, struct value *list,
		       struct strbuf *human)
{
	const struct boot_stage *stage = &state->recipe.stages[i];
	const struct dsp_step *step = boot_stage_step(stage);
	unsigned ms = step ? dsp_step_deadline_ms(step, state->dsp.chip) : 0;
	struct value *row = value_map();
	char deadline[32] = "-";

	if (ms)
		snprintf(deadline, sizeof(deadline), "%u ms", ms);
	value_set_text(row, "name", stage->name);
	value_set_text(row, "script", stage->script);
	value_set_uint(row, "deadline_ms", ms, 0);
	value_set_text(row, "help", boot_stage_help(stage));
	strbuf_addf(human, "[%2zu/%zu] " ST_NAME "%-10s" ST_OFF " %-7s %s\n", i + 1,
		    state->recipe.count, stage->name, deadline, boot_stage_help(stage));
	value_add(list, row);
}

static void plan_image(const struct boot_state *state, struct value *map, struct strbuf *human)
{
	const struct dsp *dsp = &state->dsp;
	char size[32];

	if (dsp->payload) {
		strbuf_addf(human, "image   %s, %s to send\n", dsp->image_path,
			    num_format_size(dsp->payload_size, size, sizeof(size)));
		value_set_text(map, "image", dsp->image_path);
	} else {
		strbuf_addf(human, "image   %s below /lib/firmware/intel, unless boot open FILE\n",
			    dsp_part_firmware(dsp->part, 0));
		value_set_text(map, "image", dsp_part_firmware(dsp->part, 0));
	}
}

static void plan_failures(const struct boot_recipe *recipe, struct strbuf *human)
{
	if (recipe->tries > 1)
		strbuf_addf(human, "%s to %s: up to %u attempts%s%s\n",
			    recipe->stages[recipe->retry_first].name,
			    recipe->stages[recipe->retry_last].name, recipe->tries,
			    recipe->retry_script ? ", in between: " : "",
			    recipe->retry_script ? recipe->retry_script : "");
	if (recipe->failed_script)
		strbuf_addf(human, "given up: %s\n", recipe->failed_script);
}

static bool run_plan(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	struct session_device *device;
	autostrbuf human = STRBUF_INIT;
	struct value *map, *list;
	struct boot_state *state;

	(void)a;
	if (!boot_get_ready(s, &device, &state, err))
		return false;
	map = value_map();
	list = value_list();
	strbuf_addf(&human, "recipe  %s: %s\n", state->recipe.name ? state->recipe.name : "unnamed",
		    state->recipe.title ? state->recipe.title : "");
	value_set_text(map, "recipe", state->recipe.name ? state->recipe.name : "");
	plan_image(state, map, &human);
	for (size_t i = 0; i < state->recipe.count; i++)
		plan_stage(state, i, list, &human);
	plan_failures(&state->recipe, &human);
	value_set(map, "stages", list);
	*ret = value_with_human(map, &human);
	return true;
}

const struct command cmd_boot_plan = {
	.name = "boot plan",
	.family = "boot",
	.summary = "show the stages of a boot, what each does and how long it may wait",
	.details = "Touches no register. The time is the deadline of the stage's longest wait; it "
		   "is the Linux driver's.",
	.example = "boot plan",
	.flags = CMD_DEVICE,
	.run = run_plan,
};

/* -- boot run, boot step -- */

static struct value *done_value(const struct boot_state *state, const struct boot_done *done)
{
	struct value *map = value_map();
	autostrbuf human = STRBUF_INIT;
	char time[32];

	boot_format_time(done->elapsed_ns, time, sizeof(time));
	strbuf_addf(&human, "%zu stage%s in %s%s", done->stages, done->stages == 1 ? "" : "s", time,
		    state->next == state->recipe.count ? ", booted" : "");
	value_set_uint(map, "stages", done->stages, 0);
	value_set_uint(map, "elapsed_ns", done->elapsed_ns, 0);
	value_set_bool(map, "booted", state->next == state->recipe.count);
	return value_with_human(map, &human);
}

/* All stages of the recipe up to `until` (NULL: all), from the first. */
static bool run_recipe(struct session *s, struct session_device *device, struct boot_state *state,
		       const char *until, struct boot_done *ret, struct err *err)
{
	size_t last = state->recipe.count - 1;

	if (until && !boot_find_stage(state, until, &last, err))
		return false;
	state->next = 0;
	for (size_t i = 0; i < state->recipe.count; i++)
		state->recipe.stages[i].done = false;
	return boot_run_stages(s, device, state, last, false, NULL, ret, err);
}

static bool run_cold(struct session *s, struct session_device *device, struct boot_state *state,
		     const char *until, struct boot_done *ret, struct err *err)
{
	if (state->warm)
		boot_recipe_clear(state);
	return boot_need_recipe(s, state, err) && boot_need_image(s, state, err) &&
	       run_recipe(s, device, state, until, ret, err);
}

/* A ROM that has no image to start any more gets one. */
static bool run_warm(struct session *s, struct session_device *device, struct boot_state *state,
		     const char *until, struct boot_done *ret, struct err *err)
{
	if (!boot_open_warm(s, state, err))
		return false;
	if (run_recipe(s, device, state, until, ret, err))
		return true;
	if (err->code != ETIMEDOUT || until || s->current != device)
		return false;
	session_notef(s, "no warm boot; now a cold one");
	*err = (struct err)ERR_INIT;
	return run_cold(s, device, state, NULL, ret, err);
}

static bool run_run(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	const char *file = args_word(a, "FILE"), *until = args_word(a, "-until");
	bool warm = args_has(a, "-imr");
	struct session_device *device;
	struct boot_state *state;
	struct boot_done done;

	if (warm && file && boot_is_recipe(file))
		return err_set(err, EINVAL, "-imr has a recipe of its own, FILE is one too");
	if (!boot_state_get(s, &device, &state, err) || !boot_state_idle(state, err) ||
	    (file && !boot_open_file(s, state, file, err)) ||
	    !(warm ? run_warm : run_cold)(s, device, state, until, &done, err))
		return false;
	*ret = done_value(state, &done);
	return true;
}

const struct command cmd_boot_run = {
	.name = "boot run",
	.family = "boot",
	.summary = "boot the DSP: all stages, from the first",
	.details =
		"Nothing is needed before it but attach: the recipe is the chip's, the image "
		"the one that the Linux driver would take, unless FILE (or boot open) names "
		"others. A line for each stage tells how long it took and what it saw. With an "
		"interrupt enabled (irq enable MSI) the firmware's messages are waited for by it; "
		"with none they are polled for. With -imr the ROM is asked to start the image "
		"that "
		"an earlier boot left in memory (IMR); where it has none, a cold boot follows.",
	.example = "catch {boot run sof-tgl.ri}",
	.args = { { "FILE", ARG_FILE, ARG_OPTIONAL, "an image or a recipe", NULL,
		    boot_complete_image },
		  { "-until", ARG_WORD, 0, "stop after this stage", "STAGE", complete_stage },
		  { "-imr", ARG_FLAG, 0, "load nothing: start the image that memory kept" } },
	.flags = CMD_DEVICE | CMD_WRITES | CMD_WAITS,
	.run = run_run,
};

static bool run_step(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	uint64_t count = args_number(a, "N", 1);
	struct session_device *device;
	struct boot_state *state;
	struct boot_done done;
	size_t left;

	if (!boot_get_ready(s, &device, &state, err) || !boot_need_image(s, state, err))
		return false;
	left = state->recipe.count - state->next;
	if (!left) {
		err_set(err, EINVAL, "all %zu stages are done", state->recipe.count);
		return err_hint(err, "boot run starts over");
	}
	if (!count || count > left)
		return err_set(err, ERANGE, "%" PRIu64 " stages: %zu are left", count, left);
	if (!boot_run_stages(s, device, state, state->next + (size_t)count - 1, true, NULL, &done,
			     err))
		return false;
	*ret = done_value(state, &done);
	return true;
}

const struct command cmd_boot_step = {
	.name = "boot step",
	.family = "boot",
	.summary = "do the next stage, or the next N",
	.details = "Stages go on where the last boot step or boot run -until ended. A stage that "
		   "fails is neither repeated nor cleaned up: look, then step again.",
	.example = "catch {boot step 2}",
	.args = { { "N", ARG_NUMBER, ARG_OPTIONAL, "how many; 1 if left out" } },
	.flags = CMD_DEVICE | CMD_WRITES | CMD_WAITS,
	.run = run_step,
};
