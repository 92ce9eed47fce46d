/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The DSP's interrupt: from a doorbell in BAR4 through the controller to vector 0 of the type that the
 * user has enabled. With none enabled its waits poll instead, access for access as dsp_wait. */
#ifndef BACKEND_DSP_SIGNAL_H
#define BACKEND_DSP_SIGNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/device.h"
#include "backend/support/err.h"

struct dsp;
struct dsp_wait;

/* How the last wait for a doorbell ended. */
enum dsp_heard {
	DSP_HEARD_POLLED,    /* no interrupt to wait for, or one came for something else */
	DSP_HEARD_INTERRUPT, /* the interrupt came */
	DSP_HEARD_LOST,	     /* the doorbell rang, its interrupt did not come */
};

struct dsp_signal {
	bool on; /* by us, at the last probe: PPCTL.PIE, INTCTL.GIE and CIE */
	enum irq_type type;
	uint64_t seen; /* interrupts of vector 0 that are served */
	enum dsp_heard heard;
};

/* In the probe, behind the controller's reset: with vector 0 of INTX, MSI or MSIX enabled, let the DSP
 * interrupt (PPCTL.PIE, INTCTL.GIE and CIE, as the driver does), and for a message switch bus mastering
 * on, which *ret_mastered tells when it was off; with none, nothing is touched unless
 * we had switched it on before. */
bool signal_on(struct dsp *dsp, bool *ret_mastered, struct err *err);
bool signal_off(struct dsp *dsp, struct err *err);

/* As dsp_wait, for a doorbell that interrupts. The doorbell decides: when it rang and the interrupt is
 * not there at the deadline, the wait has succeeded and dsp->signal.heard tells. After a lost one the
 * waits of the same exchange poll: signal_listen starts a new exchange. */
bool signal_wait(struct dsp *dsp, const struct dsp_wait *wait, struct err *err);
void signal_listen(struct dsp *dsp);

/* Before a doorbell is rung and after one was answered: let the next one interrupt. As the driver does,
 * GIE goes off and on, so that a doorbell which rang meanwhile interrupts anew; INTX that came is unmasked. */
bool signal_rearm(struct dsp *dsp, struct err *err);

/* "; MSI vector 0 fired", "; its MSI interrupt was lost", or "" when polled. Returns buf. */
const char *signal_text(const struct dsp *dsp, char *buf, size_t len);

/* ETIMEDOUT, after a lost interrupt of `what`: which links of its way are set, and a hint at the first
 * that is not. Reads each of them once. */
bool signal_explain_lost(struct dsp *dsp, const char *what, struct err *err);

#endif
