/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The status and error words that the DSP's ROM and firmware leave for the host, in words.
 * Meanings from the Linux SOF driver (hda.h, mtl.h, hda-dsp.c). Touches no device. */
#ifndef BACKEND_DSP_STATUS_H
#define BACKEND_DSP_STATUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/dsp/chips.h"

enum {
	DSP_STATE_INIT = 0,
	DSP_STATE_INIT_DONE = 1,
	DSP_STATE_FW_ENTERED = 5,
	DSP_STATE_BASEFW_ENTERED = 15, /* the same on cAVS 1.5 */
};

enum {
	DSP_WAIT_NONE = 0,
	DSP_WAIT_IPC_BUSY = 1,
	DSP_WAIT_IPC_DONE = 2,
	DSP_WAIT_DMA_BUFFER_FULL = 5,
	DSP_WAIT_CSE_CSR = 6,
};

struct dsp_status {
	uint32_t state;	 /* bits 23:0 */
	unsigned wait;	 /* bits 27:24: what it waits for, DSP_WAIT_... */
	unsigned module; /* bits 30:28: who speaks; 0 = ROM */
	bool halted;	 /* bit 31 */
	/* Static text; NULL for a code without a name. */
	const char *state_name, *wait_name, *module_name;
};

void dsp_status_decode(enum dsp_generation generation, uint32_t word, struct dsp_status *ret);

/* "CSE_IPC_RESET_PHASE_1, waiting for CSE_CSR"; the module stands in front unless it is the ROM:
 * "ROM_EXT INIT_DONE, waiting for DMA_BUFFER_FULL". Returns buf. */
const char *dsp_status_format(enum dsp_generation generation, uint32_t word, char *buf, size_t len);

/* What a boot that stays in this state is missing, and what to do: one sentence. Never NULL. */
const char *dsp_status_hint(enum dsp_generation generation, uint32_t word);

/* The word after the status word: "signature verification failed"; NULL when it has no name. */
const char *dsp_error_name(uint32_t word);
/* What to do about it; NULL when there is nothing to say. */
const char *dsp_error_hint(uint32_t word);

/* Whether a doorbell message says that the firmware panicked (0x0dead000 in bits 27:12). */
bool dsp_is_panic(uint32_t message);

#endif
