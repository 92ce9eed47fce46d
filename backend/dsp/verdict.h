/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why a wait for the DSP is in vain: the words of ROM and firmware, and the power of core 0. The driver
 * waits for its deadline whatever they say; here a wait ends when they say twice, DSP_LOOK_NS apart, that
 * nothing will come. A boot that goes well is over before the first look. */
#ifndef BACKEND_DSP_VERDICT_H
#define BACKEND_DSP_VERDICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/support/err.h"

struct dsp;

#define DSP_LOOK_NS UINT64_C(50000000)

/* The core halted, it has no power, or the error word is one that is known: 2 or 3 reads. */
bool dsp_hopeless(struct dsp *dsp);

/* "; ROM status 0x00000005: FW_ENTERED; error word 0x2c: signature verification failed; ADSPCS 0x00010f0f:
 * core 0 has no power", with only the parts that tell something; *ret_hint is set when one of them says
 * more than what it was. status: whether the status word is among them. Returns buf. */
const char *dsp_words_text(struct dsp *dsp, bool status, char *buf, size_t len,
			   const char **ret_hint);

/* Add those words to a wait's ETIMEDOUT, with `hint` unless one of them says more; other errors stay as
 * they are. */
void dsp_explain_timeout(struct dsp *dsp, const char *hint, struct err *err);

#endif
