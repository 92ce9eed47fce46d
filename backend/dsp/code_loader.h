/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How an image gets into Skylake and Kaby Lake, in place of stream.h: a DMA in BAR4. It uses dsp->stream
 * for what it took, and the same names for its memory. */
#ifndef BACKEND_DSP_CODE_LOADER_H
#define BACKEND_DSP_CODE_LOADER_H

#include <stdbool.h>
#include <stdint.h>

#include "backend/support/err.h"

struct dsp;

/* A buffer of 128 KiB, its list, and the descriptor up to the point where RUN starts it. */
bool code_loader_prepare(struct dsp *dsp, struct err *err);
/* dsp->payload piece by piece; for the last one nobody waits: the ROM's status tells. ETIMEDOUT, EIO:
 * which piece did not go. */
bool code_loader_send(struct dsp *dsp, struct err *err);
bool code_loader_position(struct dsp *dsp, uint32_t *ret,
			  struct err *err);		 /* in the piece, bytes */
bool code_loader_stop(struct dsp *dsp, struct err *err); /* RUN off */
/* All registers off, memory back. Goes on after errors; err tells the first one. */
bool code_loader_release(struct dsp *dsp, struct err *err);

#endif
