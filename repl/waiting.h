/* SPDX-License-Identifier: GPL-2.0-or-later */
/* While a person types: the devices live on, and what they have to say appears above the line. */
#ifndef REPL_WAITING_H
#define REPL_WAITING_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "repl/lineedit.h"
#include "repl/repl.h"

struct waiting {
	struct repl *repl;
	struct lineedit *lineedit;
	uint64_t last_ns; /* the wall clock up to which simulated devices have lived; 0 = not yet */
};

/* Wait until fd has input. Interrupts are served meanwhile: their handlers run with the signals of
 * *unblocked, what is to be told is told above the line being edited. Devices with a clock of their own
 * (models) follow the wall clock. false: a signal came. */
bool waiting_for_input(struct waiting *w, int fd, const sigset_t *unblocked);

#endif
