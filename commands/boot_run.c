/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/boot_run.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "backend/irq.h"
#include "backend/support/mem.h"

#define HINT_COLUMN 7 /* under the stage's name, roughly */

static unsigned digits(size_t number)
{
	unsigned n = 1;

	while (number /= 10)
		n++;
	return n;
}

char *boot_format_time(uint64_t ns, char *buf, size_t len)
{
	uint64_t us = ns / 1000;

	if (us >= 10 * 1000 * 1000)
		snprintf(buf, len, "%.1f s", (double)us / 1e6);
	else
		snprintf(buf, len, "%.*f ms", us < 100 * 1000 ? 2 : 0, (double)us / 1e3);
	return buf;
}

static struct value *line_detail(const struct boot_line *line)
{
	struct value *detail = value_map();

	value_set_uint(detail, "stage", line->number, 0);
	value_set_uint(detail, "of", line->of, 0);
	value_set_text(detail, "name", line->name);
	value_set_bool(detail, "ok", line->ok);
	value_set_uint(detail, "elapsed_ns", line->elapsed_ns, 0);
	value_set_text(detail, "text", line->text);
	if (line->hint && line->hint[0])
		value_set_text(detail, "hint", line->hint);
	return detail;
}

void boot_show_line(struct session *s, const struct boot_line *line)
{
	autostrbuf human = STRBUF_INIT;
	char time[32];

	boot_format_time(line->elapsed_ns, time, sizeof(time));
	strbuf_addf(&human, "[%*zu/%zu] " ST_NAME "%-10s" ST_OFF " %s%-7s" ST_OFF " ",
		    (int)digits(line->of), line->number, line->of, line->name,
		    line->ok ? ST_GOOD : ST_BAD, line->ok ? "ok" : "FAILED");
	if (line->text[0])
		strbuf_addf(&human, "%-9s %s", time, line->text);
	else
		strbuf_adds(&human, time);
	if (line->hint && line->hint[0])
		strbuf_addf(&human, "\n%*s" ST_DIM "hint:" ST_OFF " %s", HINT_COLUMN, "",
			    line->hint);
	session_emit(s, value_with_detail(value_with_human(value_text(line->text), &human),
					  line_detail(line)));
}

/* The run as it goes on; the state outlives it, the device may not. */
struct run {
	struct session *s;
	struct session_device *device;
	struct boot_state *state;
	const struct boot_watch *watch;
	unsigned attempt; /* of the retry group, from 1 */
};

static const struct boot_watch nobody;

static bool still_there(const struct run *run, struct err *err)
{
	if (run->state->gone || run->s->current != run->device)
		return err_set(err, ENODEV, "the stage's script left the device");
	return true;
}

static bool eval(struct run *run, const char *script, const char *where, char **ret_text,
		 struct err *err)
{
	bool ok;

	run->state->running = true;
	ok = run->s->host.eval(run->s->host.ctx, script, where, ret_text, err);
	run->state->running = false;
	return ok;
}

/* Scripts after a failure: their own failures are told, but do not hide the cause, which is kept by
 * value because the host may use one place for all errors. */
static void eval_after(struct run *run, const char *script, struct err *cause)
{
	struct err kept = *cause, err = ERR_INIT;

	if (script && !eval(run, script, "boot", NULL, &err))
		session_notef(run->s, "afterwards: %s", err.msg);
	*cause = kept;
}

static void tell(struct run *run, const struct boot_line *line)
{
	if (run->watch->line)
		run->watch->line(run->watch->ctx, line);
	else
		boot_show_line(run->s, line);
}

/* Its script does not run; the steps that need it are told that it did. */
static bool left_out(struct run *run, size_t index)
{
	struct boot_stage *stage = &run->state->recipe.stages[index];
	const struct dsp_step *step = boot_stage_step(stage);

	if (!run->watch->leave_out || !run->watch->leave_out(run->watch->ctx, index))
		return false;
	if (step)
		dsp_step_assume(&run->state->dsp, step);
	return true;
}

static bool do_stage(struct run *run, size_t index, struct err *err)
{
	struct boot_stage *stage = &run->state->recipe.stages[index];
	struct boot_line line = { index + 1, run->state->recipe.count, stage->name, .text = "" };
	uint64_t start = device_now_ns(run->device->dev);
	autofree char *text = NULL;

	if (run->watch->go_on && !run->watch->go_on(run->watch->ctx, err))
		return false;
	if (left_out(run, index))
		return true;
	line.ok = eval(run, stage->script, stage->name, &text, err);
	if (!run->state->gone && run->s->current == run->device)
		line.elapsed_ns = device_now_ns(run->device->dev) - start;
	session_progress_end(run->s);
	stage->done = line.ok;
	stage->elapsed_ns = line.elapsed_ns;
	line.text = line.ok ? (text ? text : "") : err->msg;
	line.hint = line.ok ? NULL : err->hint;
	tell(run, &line);
	if (!line.ok || !still_there(run, err))
		return false;
	if (run->watch->stage_done)
		run->watch->stage_done(run->watch->ctx, index);
	return true;
}

/* Whatever is tried again fails again, and the kernel waits meanwhile for whoever asked for the device. */
static bool is_lost(struct device *dev)
{
	return irq_count_now(dev, IRQ_REQ, 0) || device_is_gone(dev);
}

/* Whether to try again: true when the group's first stage is next. */
static bool retry(struct run *run, size_t index, struct err *cause)
{
	const struct boot_recipe *recipe = &run->state->recipe;

	if (cause->code == EINTR || run->watch->once || run->attempt >= recipe->tries ||
	    index < recipe->retry_first || index > recipe->retry_last || is_lost(run->device->dev))
		return false;
	eval_after(run, recipe->retry_script, cause);
	run->attempt++;
	run->state->next = recipe->retry_first;
	session_notef(run->s, "attempt %u of %u, from %s", run->attempt, recipe->tries,
		      recipe->stages[recipe->retry_first].name);
	return true;
}

/* The line above told the hint already; err keeps the stage and the cause for scripts. */
static bool give_up(struct run *run, const char *name, bool keep, struct err *err)
{
	if (run->watch->given_up)
		run->watch->given_up(run->watch->ctx);
	if (!keep && err->code != EINTR)
		eval_after(run, run->state->recipe.failed_script, err);
	/* Ctrl-C would end the script, too, but no stream may go on with its memory. */
	if (err->code == EINTR)
		dsp_stop_streams(&run->state->dsp);
	err->hint[0] = '\0';
	return err_prefix(err, "stage %s", name);
}

static bool run_all(struct run *run, size_t last, bool keep, struct boot_done *done,
		    struct err *err)
{
	struct boot_state *state = run->state;

	while (state->next <= last) {
		size_t index = state->next;

		if (index == state->recipe.retry_last + 1)
			run->attempt = 1;
		if (do_stage(run, index, err)) {
			done->stages++;
			state->next = index + 1;
			continue;
		}
		if (state->gone || run->s->current != run->device)
			return false;
		if (keep || !retry(run, index, err))
			return give_up(run, state->recipe.stages[index].name, keep, err);
		*err = (struct err)ERR_INIT;
		if (!still_there(run, err))
			return false;
	}
	return true;
}

bool boot_run_stages(struct session *s, struct session_device *device, struct boot_state *state,
		     size_t last, bool keep, const struct boot_watch *watch, struct boot_done *ret,
		     struct err *err)
{
	struct run run = { s, device, state, watch ? watch : &nobody, 1 };
	struct boot_done done = { 0, 0 };
	uint64_t start = device_now_ns(device->dev);
	bool ok;

	boot_state_hold(state);
	ok = run_all(&run, last, keep, &done, err);
	if (ok) {
		done.elapsed_ns = device_now_ns(device->dev) - start;
		*ret = done;
	}
	boot_state_drop(state);
	return ok;
}
