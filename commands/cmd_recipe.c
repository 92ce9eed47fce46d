/* SPDX-License-Identifier: GPL-2.0-or-later */
/* boot recipe, stage, retry, failed: what a recipe file is written in. */
#include "commands/command.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "backend/support/mem.h"
#include "commands/args.h"
#include "commands/boot_state.h"
#include "commands/session.h"

enum { STAGES_MAX = 64, TRIES_MAX = 10 };

/* Only while no boot runs: a stage may not rewrite the recipe it is in. */
static bool get_state(struct session *s, struct boot_state **ret, struct err *err)
{
	struct session_device *device;

	return boot_state_get(s, &device, ret, err) && boot_state_idle(*ret, err);
}

static bool run_recipe(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	struct boot_state *state;

	if (!get_state(s, &state, err))
		return false;
	boot_recipe_clear(state);
	state->recipe.name = xstrdup(args_word(a, "NAME"));
	if (args_has(a, "TITLE"))
		state->recipe.title = xstrdup(args_word(a, "TITLE"));
	*ret = value_none();
	return true;
}

const struct command cmd_boot_recipe = {
	.name = "boot recipe",
	.family = "boot",
	.summary = "begin a new recipe",
	.details = "The stages that follow belong to it; what was loaded before is forgotten.",
	.example = "boot recipe mine \"my own order\"\nboot stage probe {dsp probe}\nboot plan",
	.args = { { "NAME", ARG_WORD, 0, "a short name" },
		  { "TITLE", ARG_WORD, ARG_OPTIONAL, "what it is for" } },
	.flags = CMD_DEVICE,
	.run = run_recipe,
};

static bool run_stage(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	const char *name = args_word(a, "NAME");
	struct boot_recipe *recipe;
	struct boot_stage *stage;
	struct boot_state *state;

	if (!get_state(s, &state, err))
		return false;
	recipe = &state->recipe;
	for (size_t i = 0; i < recipe->count; i++)
		if (!strcmp(recipe->stages[i].name, name))
			return err_set(err, EEXIST, "a stage '%.40s' is there already", name);
	if (recipe->count == STAGES_MAX)
		return err_set(err, ERANGE, "more than %d stages", STAGES_MAX);
	recipe->stages = xreallocarray(recipe->stages, recipe->count + 1, sizeof(*recipe->stages));
	stage = &recipe->stages[recipe->count++];
	*stage = (struct boot_stage){ .name = xstrdup(name),
				      .script = xstrdup(args_word(a, "SCRIPT")) };
	if (args_has(a, "HELP"))
		stage->help = xstrdup(args_word(a, "HELP"));
	*ret = value_none();
	return true;
}

const struct command cmd_boot_stage = {
	.name = "boot stage",
	.family = "boot",
	.summary = "add a stage to the recipe",
	.details = "A stage fails when its script fails. What the script returns is shown on the "
		   "stage's line.",
	.example = "boot recipe mine\nboot stage look {rd bar0+8} \"see GCTL\"",
	.args = { { "NAME", ARG_WORD, 0, "the stage's name" },
		  { "SCRIPT", ARG_SCRIPT, 0, "what to do" },
		  { "HELP", ARG_WORD, ARG_OPTIONAL, "what it does, for boot plan" } },
	.flags = CMD_DEVICE,
	.run = run_stage,
};

static bool run_retry(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	uint64_t tries = args_number(a, "COUNT", 1);
	struct boot_state *state;
	size_t first, last;

	if (!get_state(s, &state, err))
		return false;
	if (!tries || tries > TRIES_MAX)
		return err_set(err, ERANGE, "%" PRIu64 " attempts: 1 to %d", tries, TRIES_MAX);
	if (!boot_find_stage(state, args_word(a, "FIRST"), &first, err) ||
	    !boot_find_stage(state, args_word(a, "LAST"), &last, err))
		return false;
	if (last < first)
		return err_set(err, EINVAL, "stage '%.40s' comes before '%.40s'",
			       args_word(a, "LAST"), args_word(a, "FIRST"));
	state->recipe.tries = (unsigned)tries;
	state->recipe.retry_first = first;
	state->recipe.retry_last = last;
	free(state->recipe.retry_script);
	state->recipe.retry_script = args_has(a, "SCRIPT") ? xstrdup(args_word(a, "SCRIPT")) : NULL;
	*ret = value_none();
	return true;
}

const struct command cmd_boot_retry = {
	.name = "boot retry",
	.family = "boot",
	.summary = "let a group of stages be tried again",
	.details =
		"When a stage from FIRST to LAST fails, SCRIPT runs and FIRST is next, until "
		"COUNT attempts are made. boot step never tries again; nor does boot run when the "
		"device has left the bus or the kernel asks for it back.",
	.example = "boot recipe mine\nboot stage power {dsp power}\n"
		   "boot retry 3 power power {dsp off}",
	.args = { { "COUNT", ARG_NUMBER, 0, "attempts in all" },
		  { "FIRST", ARG_WORD, 0, "the group's first stage" },
		  { "LAST", ARG_WORD, 0, "its last stage" },
		  { "SCRIPT", ARG_SCRIPT, ARG_OPTIONAL, "what to do in between" } },
	.flags = CMD_DEVICE,
	.run = run_retry,
};

static bool run_failed(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	struct boot_state *state;

	if (!get_state(s, &state, err))
		return false;
	free(state->recipe.failed_script);
	state->recipe.failed_script = xstrdup(args_word(a, "SCRIPT"));
	*ret = value_none();
	return true;
}

const struct command cmd_boot_failed = {
	.name = "boot failed",
	.family = "boot",
	.summary = "say what to do when a boot is given up",
	.details = "Its own failure is told and hides nothing. Not run after Ctrl-C, nor by boot "
		   "step.",
	.example = "boot recipe mine\nboot failed {dsp off}",
	.args = { { "SCRIPT", ARG_SCRIPT, 0, "what to do" } },
	.flags = CMD_DEVICE,
	.run = run_failed,
};
