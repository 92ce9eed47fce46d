/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One mutated boot after the other: what boot mutate does, without its words.
 *
 * What can be left out is each stage of the recipe, but for those whose work the later ones need to be
 * done at all, and each step of backend/dsp/mutations.c. */
#ifndef COMMANDS_BOOT_MUTATE_H
#define COMMANDS_BOOT_MUTATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/dsp/mutate.h"
#include "backend/support/err.h"
#include "commands/boot_state.h"
#include "commands/session.h"

struct mutant {
	char name[48];			 /* "skip-power", "procen" */
	const char *help;		 /* of a step; NULL: the stage `stage` is left out */
	const struct mutation *mutation; /* NULL: a stage is left out */
	size_t stage;			 /* of the recipe */
};

/* All for this chip and recipe, which must be loaded: *ret[0..*ret_count-1], the caller frees it. */
void boot_mutants(const struct boot_state *state, struct mutant **ret, size_t *ret_count);

enum mutant_result {
	MUTANT_FAILS,	/* the boot did: the DSP insists on the step */
	MUTANT_BOOTS,	/* the boot went through without it */
	MUTANT_UNUSED,	/* this boot never makes the step: nothing was left out */
	MUTANT_TOO_LONG /* the time for one mutation was over between two stages */
};

struct mutant_verdict {
	enum mutant_result result;
	char stage[48];	    /* that failed; else empty */
	char evidence[256]; /* what it said */
	char hint[192];
	uint64_t elapsed_ns; /* of the mutated boot */
	const char *rung;    /* of the recovery after which the control boot passed; NULL: none */
	uint64_t control_ns; /* that boot */
	struct err control_evidence; /* rung NULL: what the last control boot or recovery said */
};

/* Bring the DSP back by the recovery ladder, from its first rung on: *ret names the one that did it. The
 * driver's own leavings (stream, memory, gates, bus mastering) are put back first. Not stopped by
 * Ctrl-C. */
bool boot_recover(struct boot_state *state, const char **ret, struct err *err);

/* Recover the DSP and boot it unaltered: the first rung of the ladder after which the boot passes is
 * *ret_rung. False: none, err tells the last failure; EINTR, ENODEV: not tried to the end. The caller
 * holds the state (boot_state_hold), here and below. */
bool boot_control(struct session *s, struct session_device *device, struct boot_state *state,
		  const char **ret_rung, uint64_t *ret_ns, struct err *err);

/* Recover, boot mutated, recover, boot unaltered. True with the verdict, whatever it is; false when
 * nothing can go on: EINTR (the device is as the interrupted boot left it), ENODEV, or no recovery. */
bool boot_mutate(struct session *s, struct session_device *device, struct boot_state *state,
		 const struct mutant *mutant, uint64_t limit_ns, struct mutant_verdict *ret,
		 struct err *err);

#endif
