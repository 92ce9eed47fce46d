/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Doing the stages of a recipe: one line each, tries, and what to do when it fails. */
#ifndef COMMANDS_BOOT_RUN_H
#define COMMANDS_BOOT_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "commands/boot_state.h"
#include "commands/session.h"

/* "[ 4/13] power      ok      0.51 ms   TEXT", shown now. hint may be NULL. */
struct boot_line {
	size_t number, of;
	const char *name;
	bool ok;
	uint64_t elapsed_ns;
	const char *text, *hint;
};
void boot_show_line(struct session *s, const struct boot_line *line);

/* "0.51 ms", "300 ms", "12.3 s": one unit in a column. buf: at least 32 bytes. Returns it. */
char *boot_format_time(uint64_t ns, char *buf, size_t len);

/* Who looks on while the stages are done, and may leave one out. Any function may be NULL. */
struct boot_watch {
	void *ctx;
	void (*line)(void *ctx, const struct boot_line *line); /* instead of boot_show_line */
	bool (*leave_out)(void *ctx, size_t index); /* whether this stage is taken for done */
	bool (*go_on)(void *ctx, struct err *err);  /* before each stage: false gives up */
	void (*stage_done)(void *ctx, size_t index);
	void (*given_up)(void *ctx); /* before the recipe's failed script */
	bool once;		     /* no second try of any stage */
};

struct boot_done {
	size_t stages;	     /* done, repeated ones counted once more */
	uint64_t elapsed_ns; /* in all, on the device's clock */
};

/* Do the stages from state->next up to and with `last`. Shows a line for each. A failing stage of the
 * retry group is tried again; else the recipe's failed script runs and err tells the stage and the
 * cause. keep: leave a failed boot as it is (boot step). EINTR ends everything at once. watch may be
 * NULL. */
bool boot_run_stages(struct session *s, struct session_device *device, struct boot_state *state,
		     size_t last, bool keep, const struct boot_watch *watch, struct boot_done *ret,
		     struct err *err);

#endif
