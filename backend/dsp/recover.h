/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Getting a wedged DSP back without a reboot: a ladder from the mildest to the strongest means. */
#ifndef BACKEND_DSP_RECOVER_H
#define BACKEND_DSP_RECOVER_H

#include <stdbool.h>

#include "backend/dsp/dsp.h"
#include "backend/support/err.h"

struct recover_rung {
	const char *name;     /* "cores" */
	const char *help;     /* "stall, reset and power down the cores" */
	const char *help_ace; /* the same where ACE does other things; or NULL */
	bool (*climb)(struct dsp *dsp, struct err *err);
};

/* The rungs in order; ends with a NULL name. */
const struct recover_rung *recover_rungs(void);

/* The canary: the controller answers, BAR4 opens, and core 0 gets power and gives it back. */
bool recover_canary(struct dsp *dsp, struct err *err);

/* Try one rung and then the canary. *ret: evidence. Whatever came of it, no step of a boot holds
 * afterwards. err tells what the rung or the canary met. */
bool recover_try(struct dsp *dsp, const struct recover_rung *rung, struct dsp_report *ret,
		 struct err *err);

#endif
