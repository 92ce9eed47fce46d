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

struct boot_done {
	size_t stages;	     /* done, repeated ones counted once more */
	uint64_t elapsed_ns; /* in all, on the device's clock */
};

/* Do the stages from state->next up to and with `last`. Shows a line for each. A failing stage of the
 * retry group is tried again; else the recipe's failed script runs and err tells the stage and the
 * cause. keep: leave a failed boot as it is (boot step). EINTR ends everything at once. */
bool boot_run_stages(struct session *s, struct session_device *device, struct boot_state *state,
		     size_t last, bool keep, struct boot_done *ret, struct err *err);

#endif
