/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The HD-Audio controller around the DSP (BAR0): reset, capability list, gates. Offsets from the Linux
 * headers hda_register.h and sof/intel/hda.h. */
#ifndef BACKEND_DSP_HDA_H
#define BACKEND_DSP_HDA_H

#include <stdbool.h>
#include <stdint.h>

#include "backend/support/err.h"

struct dsp;

#define HDA_INT_GLOBAL (1u << 31) /* INTCTL, INTSTS */
#define HDA_PPCTL_PIE  (1u << 31) /* the DSP may interrupt */

enum {
	HDA_GCAP = 0x00,
	HDA_GCTL = 0x08,
	HDA_GCTL_CRST = 1 << 0,
	HDA_LLCH = 0x14,
	HDA_INTCTL = 0x20,
	HDA_INTSTS = 0x24,
	HDA_INT_CONTROLLER = 1 << 30, /* INTCTL, INTSTS */
	HDA_LTRP = 0x1048,	      /* 8 bits: latency that the controller tolerates */
	HDA_EM2 = 0x1030,
	HDA_EM2_L1SEN = 1 << 13,
	HDA_PPCTL = 0x04, /* from the PP capability */
	HDA_PPCTL_GPROCEN = 1 << 30,
	HDA_SPBFCCTL = 0x04, /* from the SPIB capability */
	HDA_SPIB = 0x08,     /* + 8 * stream index */
	HDA_CONFIG_PGCTL = 0x44,
	HDA_PGCTL_TCSEL = 7,	    /* bits 2:0 */
	HDA_PGCTL_ADSPPGD = 1 << 2, /* DSP power gating off */
	HDA_CONFIG_CGCTL = 0x48,
	HDA_CGCTL_ADSPDCGE = 1 << 1,  /* DSP clock gating */
	HDA_CGCTL_MISCBDCGE = 1 << 6, /* other clock gating */
};

enum {
	HDA_CAP_GTS = 1,
	HDA_CAP_ML = 2,
	HDA_CAP_PP = 3,
	HDA_CAP_SPIB = 4,
	HDA_CAP_DRSM = 5,
	HDA_CAP_COUNT = 6,
};

/* What the controller said about itself. */
struct hda {
	uint32_t caps[HDA_CAP_COUNT]; /* BAR0 offset by id; 0: absent */
	unsigned captures, playbacks; /* streams */
	bool addr64;
};

/* Out of reset with clocks on: GCTL.CRST 0, then 1, each within 100 ms, as the driver's probe does. */
bool hda_reset(struct dsp *dsp, struct err *err);

/* Walk the capability list and read GCAP into dsp->hda. A list that leaves the BAR, is unaligned or
 * has no end is an error (EBADMSG); so are a missing PP or SPIB (ENODEV). */
bool hda_find_caps(struct dsp *dsp, struct err *err);

/* PPCTL.GPROCEN: the door to BAR4. */
bool hda_gprocen(struct dsp *dsp, bool on, struct err *err);

/* cAVS: keep the DSP's clock and power on while it boots (CGCTL, EM2.L1SEN, PGCTL), and let go. */
bool hda_ungate(struct dsp *dsp, struct err *err);
bool hda_gate(struct dsp *dsp, struct err *err);

#endif
