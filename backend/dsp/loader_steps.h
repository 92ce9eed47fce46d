/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The steps behind loader.h's table, spread over loader.c and the files of the generations; nobody
 * else includes this. */
#ifndef BACKEND_DSP_LOADER_STEPS_H
#define BACKEND_DSP_LOADER_STEPS_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>

#include "backend/dsp/dsp.h"

/* The evidence of a step. */
void loader_say(struct dsp_report *report, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

typedef bool loader_step(struct dsp *dsp, struct dsp_report *ret, struct err *err);

loader_step loader_probe;		      /* probe.c */
loader_step loader_iccmax, loader_iccmax_end; /* iccmax.c */
loader_step loader_stream, loader_purge, loader_imr, loader_wait_imr, loader_wait_rom,
	loader_transfer, loader_cleanup, loader_wait_ready, loader_alive; /* loader.c */
/* COMMAND.MEM, without which every BAR reads all ones. */
bool loader_memory_on(struct dsp *dsp, struct err *err); /* probe.c */

/* power.c: by generation */
loader_step loader_ungate, loader_power, loader_run, loader_wait_ack, loader_gate, loader_off;

/* power.c: IPC events may interrupt from here on; whether one reaches the host PPCTL.PIE decides. */
bool loader_interrupts_on(struct dsp *dsp, struct err *err);

/* loader_skl.c */
loader_step skl_stream, skl_transfer, skl_cleanup;

/* power_ace.c */
loader_step ace_ungate, ace_power, ace_off;
bool ace_interrupts_on(struct dsp *dsp, struct err *err);
bool ace_irq_status(struct dsp *dsp, uint32_t *ret, struct err *err); /* IRQSTS: IPC bit 0 */
/* Core 0 gets power and gives it back. */
bool ace_canary(struct dsp *dsp, struct err *err);
/* "HFDSSCS 0x01010000, HFPWRSTS 0x00000001, DSP2CXCTL 0x02000101" into buf, but not the one called
 * `without` (may be NULL); *ret_hint: what the first switch that is off means. Reads each once. */
const char *ace_power_text(struct dsp *dsp, const char *without, char *buf, size_t len,
			   const char **ret_hint);

#endif
