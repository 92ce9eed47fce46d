/* SPDX-License-Identifier: GPL-2.0-or-later */
/* boot mutate: which steps of its boot does this DSP insist on? */
#include "commands/command.h"

#include <errno.h>
#include <fnmatch.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "backend/support/mem.h"
#include "backend/support/num.h"
#include "commands/args.h"
#include "commands/boot_mutate.h"
#include "commands/boot_run.h"
#include "commands/session.h"

#define LIMIT_NS UINT64_C(10000000000)
#define LONGEST_MS \
	3000 /* the longest deadline of a stage: where a mutated boot ends at the latest */
#define CONTROL_MS 200 /* a recovery and a boot, roughly */

/* -- which -- */

static const char *help_of(const struct boot_state *state, const struct mutant *mutant, char *buf,
			   size_t len)
{
	if (mutant->help)
		return mutant->help;
	snprintf(buf, len, "stage %s is left out: %s", state->recipe.stages[mutant->stage].name,
		 boot_stage_help(&state->recipe.stages[mutant->stage]));
	return buf;
}

/* words: names and patterns, separated by blanks or commas. */
static bool is_named(const char *words, const char *name)
{
	autofree char *copy = xstrdup(words);
	char *rest = NULL;

	for (char *w = strtok_r(copy, " ,\t\n", &rest); w; w = strtok_r(NULL, " ,\t\n", &rest))
		if (!fnmatch(w, name, 0))
			return true;
	return false;
}

static bool names_one(const char *word, const struct mutant *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!fnmatch(word, list[i].name, 0))
			return true;
	return false;
}

/* Every word must name something: a typo would otherwise leave a mutation out without a sound. */
static bool check_names(const char *words, const struct mutant *list, size_t count, struct err *err)
{
	autofree char *copy = xstrdup(words);
	autostrlist names = STRLIST_INIT;
	const char *near;
	char *rest = NULL;
	unsigned given = 0;

	for (size_t i = 0; i < count; i++)
		strlist_add(&names, list[i].name);
	for (char *w = strtok_r(copy, " ,\t\n", &rest); w; w = strtok_r(NULL, " ,\t\n", &rest)) {
		given++;
		if (names_one(w, list, count))
			continue;
		err_set(err, ENOENT, "no mutation '%.60s' here", w);
		near = strlist_nearest(&names, w);
		if (near)
			return err_hint(err, "did you mean %s?", near);
		return err_hint(err, "'boot mutate -list' shows all %zu", count);
	}
	if (!given)
		return err_set(err, EINVAL, "-only names no mutation");
	return true;
}

static bool choose(const struct boot_state *state, const char *only, struct mutant **ret,
		   size_t *ret_count, struct err *err)
{
	struct mutant *list;
	size_t count, kept = 0;

	boot_mutants(state, &list, &count);
	if (only && !check_names(only, list, count, err)) {
		free(list);
		return false;
	}
	for (size_t i = 0; i < count; i++)
		if (!only || is_named(only, list[i].name))
			list[kept++] = list[i];
	*ret = list;
	*ret_count = kept;
	return true;
}

static void complete_mutant(struct session *s, const char *prefix, struct strlist *ret)
{
	struct boot_state *state = s->current ? slot_get(&s->current->slots, "boot") : NULL;
	struct mutant *list;
	size_t count;

	if (!state) {
		for (const struct mutation *m = dsp_mutations(); m->name; m++)
			if (!strncmp(m->name, prefix, strlen(prefix)))
				strlist_add(ret, m->name);
		return;
	}
	boot_mutants(state, &list, &count);
	for (size_t i = 0; i < count; i++)
		if (!strncmp(list[i].name, prefix, strlen(prefix)))
			strlist_add(ret, list[i].name);
	free(list);
}

/* -- telling -- */

static const char *format_time(uint64_t ms, char *buf, size_t len)
{
	if (ms < 120000)
		snprintf(buf, len, "%" PRIu64 " s", (ms + 999) / 1000);
	else
		snprintf(buf, len, "%" PRIu64 " min", (ms + 59999) / 60000);
	return buf;
}

static struct value *list_value(const struct boot_state *state, const struct mutant *list,
				size_t count)
{
	struct value *rows = value_list();
	autostrbuf human = STRBUF_INIT;
	char help[200], time[32];

	for (size_t i = 0; i < count; i++) {
		const char *text = help_of(state, &list[i], help, sizeof(help));
		struct value *row = value_map();

		strbuf_addf(&human, ST_NAME "%-18s" ST_OFF " %s\n", list[i].name, text);
		value_set_text(row, "name", list[i].name);
		value_set_text(row, "what", text);
		value_add(rows, row);
	}
	strbuf_addf(&human,
		    "%zu mutation%s: each one a boot, a recovery and a control boot, together %s "
		    "at most",
		    count, count == 1 ? "" : "s",
		    format_time(count * (LONGEST_MS + CONTROL_MS), time, sizeof(time)));
	return value_with_human(rows, &human);
}

static const struct {
	const char *word, *style;
} results[] = {
	[MUTANT_FAILS] = { "fails", ST_BAD },
	[MUTANT_BOOTS] = { "boots", ST_GOOD },
	[MUTANT_UNUSED] = { "unused", ST_DIM },
	[MUTANT_TOO_LONG] = { "too-long", ST_BAD },
};

static struct value *verdict_map(const struct boot_state *state, const struct mutant *mutant,
				 const struct mutant_verdict *verdict)
{
	struct value *map = value_map();
	char help[200];

	value_set_text(map, "name", mutant->name);
	value_set_text(map, "what", help_of(state, mutant, help, sizeof(help)));
	value_set_text(map, "result", results[verdict->result].word);
	value_set_text(map, "stage", verdict->stage);
	value_set_text(map, "evidence", verdict->evidence);
	value_set_text(map, "hint", verdict->hint);
	value_set_uint(map, "elapsed_ns", verdict->elapsed_ns, 0);
	value_set_bool(map, "control", verdict->rung != NULL);
	value_set_text(map, "rung", verdict->rung ? verdict->rung : "");
	value_set_uint(map, "control_ns", verdict->control_ns, 0);
	return map;
}

static void show_verdict(struct session *s, const struct boot_state *state, size_t number,
			 size_t of, const struct mutant *mutant,
			 const struct mutant_verdict *verdict)
{
	struct value *map = verdict_map(state, mutant, verdict);
	autostrbuf human = STRBUF_INIT;
	char time[32];

	boot_format_time(verdict->elapsed_ns, time, sizeof(time));
	strbuf_addf(&human,
		    "[%*zu/%zu] " ST_NAME "%-17s" ST_OFF " %s%-6s" ST_OFF " %-10s %-8s control %s",
		    snprintf(NULL, 0, "%zu", of), number, of, mutant->name,
		    results[verdict->result].style, results[verdict->result].word, verdict->stage,
		    time, verdict->rung ? "ok" : ST_BAD "FAILED" ST_OFF);
	if (verdict->rung && strcmp(verdict->rung, "cores") != 0)
		strbuf_addf(&human, " after %s", verdict->rung);
	if (verdict->result == MUTANT_UNUSED)
		strbuf_adds(&human, "  this boot does not make the step");
	else if (verdict->evidence[0])
		strbuf_addf(&human, "  %s", verdict->evidence);
	session_emit(s, value_with_human(map, &human));
}

struct tally {
	size_t results[4];
	size_t boots;
	uint64_t start_ns;
};

static struct value *summary(struct device *dev, struct value *rows, const struct tally *tally)
{
	autostrbuf human = STRBUF_INIT;
	char time[32];

	strbuf_addf(&human, "%zu mutation%s: %zu fail, %zu boot anyway", rows->count,
		    rows->count == 1 ? "" : "s", tally->results[MUTANT_FAILS],
		    tally->results[MUTANT_BOOTS]);
	if (tally->results[MUTANT_TOO_LONG])
		strbuf_addf(&human, ", %zu too long", tally->results[MUTANT_TOO_LONG]);
	if (tally->results[MUTANT_UNUSED])
		strbuf_addf(&human, ", %zu not part of this boot", tally->results[MUTANT_UNUSED]);
	strbuf_addf(&human, "; every control boot passed (%zu boots in %s)", tally->boots,
		    boot_format_time(device_now_ns(dev) - tally->start_ns, time, sizeof(time)));
	return value_with_human(rows, &human);
}

/* -- doing -- */

/* err may never be seen: Ctrl-C ends a command file with no more words. */
static bool stopped(struct session *s, struct boot_state *state, const char *name, struct err *err)
{
	struct err cause = ERR_INIT;
	const char *rung;

	session_progress_end(s);
	err_set(err, EINTR, "interrupted in %s", name);
	if (boot_recover(state, &rung, &cause)) {
		session_notef(s, "interrupted in %s; the DSP is back (%s)", name, rung);
		return false;
	}
	session_notef(s, "interrupted in %s, and the DSP does not come back: %s", name, cause.msg);
	return err_hint(err, "boot reset; else power the machine off");
}

static bool not_recovered(const struct mutant *mutant, const struct mutant_verdict *verdict,
			  struct err *err)
{
	*err = verdict->control_evidence;
	err_prefix(err, "the DSP did not recover from %s: control boot", mutant->name);
	return err_hint(err,
			"nothing more is tried; boot reset, or power the machine off, then "
			"leave %s out",
			mutant->name);
}

static bool try_all(struct session *s, struct session_device *device, struct boot_state *state,
		    const struct mutant *list, size_t count, uint64_t limit_ns, struct value *rows,
		    struct tally *tally, struct err *err)
{
	for (size_t i = 0; i < count; i++) {
		struct mutant_verdict verdict;

		session_progressf(s, "       mutation %zu of %zu: %s", i + 1, count, list[i].name);
		if (!boot_mutate(s, device, state, &list[i], limit_ns, &verdict, err))
			return err->code == EINTR ? stopped(s, state, list[i].name, err)
						  : err_prefix(err, "%s", list[i].name);
		session_progress_end(s);
		show_verdict(s, state, i + 1, count, &list[i], &verdict);
		if (!verdict.rung)
			return not_recovered(&list[i], &verdict, err);
		tally->results[verdict.result]++;
		tally->boots += 2;
		value_add(rows, verdict_map(state, &list[i], &verdict));
	}
	return true;
}

/* The unaltered boot first: of one that fails anyway nothing could be learned. */
static bool first_boot(struct session *s, struct session_device *device, struct boot_state *state,
		       struct err *err)
{
	const char *rung;
	char time[32];
	uint64_t ns;

	if (!boot_control(s, device, state, &rung, &ns, err)) {
		if (err->code == EINTR)
			return stopped(s, state, "the first boot", err);
		err_prefix(err, "the unaltered boot fails");
		return err_hint(err, "get 'boot run' to work first");
	}
	session_notef(s, "the unaltered boot takes %s; Ctrl-C stops and recovers the DSP",
		      boot_format_time(ns, time, sizeof(time)));
	return true;
}

static bool mutate(struct session *s, struct session_device *device, struct boot_state *state,
		   const struct mutant *list, size_t count, uint64_t limit_ns, struct value **ret,
		   struct err *err)
{
	struct tally tally = { .boots = 1, .start_ns = device_now_ns(device->dev) };
	struct value *rows = value_list();
	char time[32];
	bool ok;

	session_notef(s,
		      "%zu mutation%s of recipe %s: each one a boot, a recovery and a control "
		      "boot, together %s at most",
		      count, count == 1 ? "" : "s",
		      state->recipe.name ? state->recipe.name : "unnamed",
		      format_time(count * (LONGEST_MS + CONTROL_MS), time, sizeof(time)));
	boot_state_hold(state);
	ok = first_boot(s, device, state, err) &&
	     try_all(s, device, state, list, count, limit_ns, rows, &tally, err);
	boot_state_drop(state);
	if (ok)
		*ret = summary(device->dev, rows, &tally);
	else
		value_destroy(rows);
	return ok;
}

static bool may_write(const struct device *dev, struct err *err)
{
	if (dev->read_only) {
		err_set(err, EACCES, "%s is open read-only: a boot changes it", dev->title);
		return err_hint(err, "start barsh without -r to boot");
	}
	if (!dev->dry_run)
		return true;
	err_set(err, EINVAL, "writes are held back (dry run)");
	return err_hint(err, "what was left out could not be told from what was held back; "
			     "'boot mutate -list' shows what would be tried");
}

static bool run_mutate(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	const char *file = args_word(a, "FILE");
	uint64_t limit_ns = args_number(a, "-deadline", LIMIT_NS);
	struct session_device *device;
	struct boot_state *state;
	struct mutant *list;
	size_t count;
	bool ok;

	if (!boot_state_get(s, &device, &state, err) || !boot_state_idle(state, err) ||
	    (file && !boot_open_file(s, state, file, err)) || !boot_need_recipe(s, state, err) ||
	    !choose(state, args_word(a, "-only"), &list, &count, err))
		return false;
	if (args_has(a, "-list")) {
		*ret = list_value(state, list, count);
		ok = true;
	} else {
		ok = may_write(device->dev, err) && boot_need_image(s, state, err) &&
		     mutate(s, device, state, list, count, limit_ns, ret, err);
	}
	free(list);
	return ok;
}

const struct command cmd_boot_mutate = {
	.name = "boot mutate",
	.family = "boot",
	.summary = "leave out one step of the boot at a time, see which ones the DSP insists on",
	.details =
		"For each stage of the recipe, and for each write of the driver's boot that can be "
		"left out or made wrong on its own: recover the DSP (as boot reset does), boot "
		"without it, recover, and boot unaltered as control. A line for each tells whether "
		"the boot failed, where and with what evidence, or went through. A mutation is a "
		"filter on one register's bits (or a change of the image, or of the buffer list), "
		"gone before anything else is done. It stops when a control boot fails after every "
		"way of recovery. 'unused' means that this boot does not make the step: nothing "
		"was "
		"left out. -list shows all and touches nothing. The value is a list of "
		"dictionaries.",
	.example = "boot mutate -list -only {procen skip-*}\ncatch {boot mutate -only procen}",
	.args = { { "FILE", ARG_FILE, ARG_OPTIONAL, "an image or a recipe", NULL,
		    boot_complete_image },
		  { "-list", ARG_FLAG, 0, "show what would be tried, and how long it may take" },
		  { "-only", ARG_WORD, 0, "these; patterns and several in braces will do", "NAMES",
		    complete_mutant },
		  { "-deadline", ARG_TIME, 0, "of one mutated boot; 10s if left out", "T" } },
	.flags = CMD_DEVICE | CMD_WRITES,
	.run = run_mutate,
};
