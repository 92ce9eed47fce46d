/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/boot_mutate.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "backend/dsp/recover.h"
#include "backend/support/mem.h"
#include "commands/boot_run.h"

/* -- which there are -- */

/* Later stages need what these find or fill: the capabilities, the memory, the kind of firmware. What
 * they write is left out bit by bit instead. And alive is the proof that the boot went well. */
static bool is_needed(const struct dsp_step *step)
{
	return step && (step->id == DSP_STEP_PROBE || step->id == DSP_STEP_STREAM ||
			step->id == DSP_STEP_WAIT_READY || step->id == DSP_STEP_ALIVE);
}

void boot_mutants(const struct boot_state *state, struct mutant **ret, size_t *ret_count)
{
	const struct mutation *m = dsp_mutations();
	struct mutant *list;
	size_t count = 0, known = 0;

	while (m[known].name)
		known++;
	list = xcalloc(state->recipe.count + known, sizeof(*list));
	for (size_t i = 0; i < state->recipe.count; i++) {
		const struct boot_stage *stage = &state->recipe.stages[i];

		if (is_needed(boot_stage_step(stage)))
			continue;
		snprintf(list[count].name, sizeof(list[count].name), "skip-%s", stage->name);
		list[count++].stage = i;
	}
	for (; m->name; m++) {
		if (!mutation_fits(m, &state->dsp))
			continue;
		snprintf(list[count].name, sizeof(list[count].name), "%s", m->name);
		list[count].help = m->help;
		list[count++].mutation = m;
	}
	*ret = list;
	*ret_count = count;
}

/* -- one boot -- */

struct trial {
	const struct mutant *mutant; /* NULL: an unaltered boot */
	struct boot_state *state;
	struct mutation_run run;
	uint64_t end_ns;
	struct mutant_verdict *verdict;
};

static void on_line(void *ctx, const struct boot_line *line)
{
	struct trial *trial = ctx;

	if (line->ok)
		return;
	snprintf(trial->verdict->stage, sizeof(trial->verdict->stage), "%s", line->name);
	snprintf(trial->verdict->evidence, sizeof(trial->verdict->evidence), "%s", line->text);
	snprintf(trial->verdict->hint, sizeof(trial->verdict->hint), "%s",
		 line->hint ? line->hint : "");
}

static bool on_leave_out(void *ctx, size_t index)
{
	struct trial *trial = ctx;

	return trial->mutant && !trial->mutant->mutation && trial->mutant->stage == index;
}

static void on_stage_done(void *ctx, size_t index)
{
	struct trial *trial = ctx;
	const struct dsp_step *step = boot_stage_step(&trial->state->recipe.stages[index]);

	if (trial->mutant && trial->mutant->mutation && step && step->id == DSP_STEP_STREAM)
		mutation_stream_ready(&trial->run);
}

/* What is cleaned up after a failure must not meet the mutation. */
static void on_given_up(void *ctx)
{
	struct trial *trial = ctx;

	if (trial->mutant && trial->mutant->mutation)
		mutation_end(&trial->run);
}

static bool on_go_on(void *ctx, struct err *err)
{
	struct trial *trial = ctx;

	if (device_now_ns(trial->state->dsp.dev) < trial->end_ns)
		return true;
	return err_set(err, ETIME, "the time for one mutation is over");
}

static void start_over(struct boot_state *state)
{
	state->next = 0;
	for (size_t i = 0; i < state->recipe.count; i++)
		state->recipe.stages[i].done = false;
}

static bool boot(struct session *s, struct session_device *device, struct boot_state *state,
		 struct trial *trial, uint64_t *ret_ns, struct err *err)
{
	const struct boot_watch watch = {
		.ctx = trial,
		.line = on_line,
		.leave_out = on_leave_out,
		.go_on = on_go_on,
		.stage_done = on_stage_done,
		.given_up = on_given_up,
		.once = trial->mutant != NULL,
	};
	uint64_t start = device_now_ns(device->dev);
	struct boot_done done;
	bool ok;

	start_over(state);
	ok = boot_run_stages(s, device, state, state->recipe.count - 1, false, &watch, &done, err);
	if (!state->gone)
		*ret_ns = device_now_ns(device->dev) - start;
	return ok;
}

/* -- back to where a boot can begin -- */

/* From rung `first` on; *ret is the one that did it. Ctrl-C was for the boot: this goes on to its end. */
static bool recover(struct boot_state *state, size_t first, size_t *ret, struct err *err)
{
	const volatile sig_atomic_t *stop = state->dsp.dev->stop;
	struct dsp_report ignored;
	bool ok = false;

	state->dsp.dev->stop = NULL;
	dsp_put_back(&state->dsp);
	for (size_t i = first; !ok && recover_rungs()[i].name; i++) {
		*err = (struct err)ERR_INIT;
		ok = recover_try(&state->dsp, &recover_rungs()[i], &ignored, err);
		*ret = i;
	}
	state->dsp.dev->stop = stop;
	return ok;
}

bool boot_recover(struct boot_state *state, const char **ret, struct err *err)
{
	size_t rung;

	if (!recover(state, 0, &rung, err))
		return false;
	*ret = recover_rungs()[rung].name;
	return true;
}

bool boot_control(struct session *s, struct session_device *device, struct boot_state *state,
		  const char **ret_rung, uint64_t *ret_ns, struct err *err)
{
	struct mutant_verdict unused;
	struct trial trial = { .state = state, .end_ns = UINT64_MAX, .verdict = &unused };
	size_t rung = 0;

	for (size_t first = 0; recover_rungs()[first].name; first = rung + 1) {
		if (!recover(state, first, &rung, err))
			return false;
		*err = (struct err)ERR_INIT;
		if (boot(s, device, state, &trial, ret_ns, err)) {
			*ret_rung = recover_rungs()[rung].name;
			return true;
		}
		if (state->gone || s->current != device || err->code == EINTR)
			return false;
	}
	return false;
}

/* -- a mutation -- */

static void judge(const struct trial *trial, bool booted, struct mutant_verdict *verdict,
		  const struct err *err)
{
	if (trial->mutant->mutation && !trial->run.hits)
		verdict->result = MUTANT_UNUSED;
	else if (booted)
		verdict->result = MUTANT_BOOTS;
	else
		verdict->result = err->code == ETIME ? MUTANT_TOO_LONG : MUTANT_FAILS;
}

static bool still_here(struct session *s, const struct session_device *device,
		       const struct boot_state *state, struct err *err)
{
	if (!state->gone && s->current == device)
		return true;
	return err_set(err, ENODEV, "a stage's script left the device");
}

static bool mutated_boot(struct session *s, struct session_device *device, struct boot_state *state,
			 struct trial *trial, struct mutant_verdict *verdict, struct err *err)
{
	const struct mutation *mutation = trial->mutant->mutation;
	bool booted;

	if (mutation && !mutation_begin(&trial->run, &state->dsp, mutation, err))
		return false;
	booted = boot(s, device, state, trial, &verdict->elapsed_ns, err);
	if (mutation && !state->gone)
		mutation_end(&trial->run);
	if (!still_here(s, device, state, err) || (!booted && err->code == EINTR))
		return false;
	judge(trial, booted, verdict, err);
	return true;
}

bool boot_mutate(struct session *s, struct session_device *device, struct boot_state *state,
		 const struct mutant *mutant, uint64_t limit_ns, struct mutant_verdict *ret,
		 struct err *err)
{
	struct mutant_verdict verdict = { .rung = NULL };
	struct trial trial = { .mutant = mutant,
			       .state = state,
			       .end_ns = device_now_ns(device->dev) + limit_ns,
			       .verdict = &verdict };
	const char *rung;

	if (!boot_recover(state, &rung, err))
		return false;
	*err = (struct err)ERR_INIT;
	if (!mutated_boot(s, device, state, &trial, &verdict, err))
		return false;
	*err = (struct err)ERR_INIT;
	if (!boot_control(s, device, state, &verdict.rung, &verdict.control_ns, err)) {
		if (!still_here(s, device, state, err) || err->code == EINTR)
			return false;
		verdict.control_evidence = *err;
	}
	*ret = verdict;
	return true;
}
