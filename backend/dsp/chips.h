/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Intel audio DSPs as a table: which PCI function is which chip, and what differs between chips.
 * Numbers from the Linux SOF driver's chip descriptors (sound/soc/sof/intel, 7.2). Data for every
 * chip that driver knows is here; the row says whether a boot recipe exists for it. */
#ifndef BACKEND_DSP_CHIPS_H
#define BACKEND_DSP_CHIPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DSP_VENDOR	    0x8086
#define DSP_CLASS_AUDIO_DSP 0x040100 /* the driver takes this one */
#define DSP_CLASS_HDA_DSP   0x040380 /* and this one */
#define DSP_CLASS_HDA	    0x040300 /* the same function with its DSP switched off */

enum dsp_generation {
	DSP_CAVS_1_5,
	DSP_CAVS_1_5_PLUS,
	DSP_CAVS_1_8,
	DSP_CAVS_2_0,
	DSP_CAVS_2_5,
	DSP_ACE_1,
	DSP_ACE_2,
	DSP_ACE_3,
	DSP_ACE_4,
};

/* Offsets in BAR4 of the doorbell registers; 0 = the generation has no such register. */
struct dsp_ipc_regs {
	uint32_t tdr, tda, tdd; /* DSP to host: doorbell, acknowledge, data */
	uint32_t idr, ida, idd; /* host to DSP */
	uint32_t ctl;		/* interrupt enables: BUSY bit 0, DONE bit 1 */
	uint32_t done;		/* the DONE bit in ida */
	bool tda_clears; /* acknowledge by clearing bit 31 of tda (ACE); else by setting it */
};

enum {
	DSP_PROCEN_FMT = 1 << 0,  /* PROCEN must be off while the stream format is written */
	DSP_ICCMAX = 1 << 1,	  /* the driver also runs a capture stream against current peaks */
	DSP_CODE_LOADER = 1 << 2, /* own code-loader DMA in BAR4 instead of an HDA stream */
};

struct dsp_chip {
	const char *name; /* the driver's descriptor: "tgl" */
	enum dsp_generation generation;
	unsigned cores;
	uint32_t init_mask;   /* cores that the ROM starts on */
	uint32_t host_mask;   /* cores whose power the host manages */
	uint32_t rom_status;  /* BAR4 offset of the ROM's status word; the error word follows it */
	unsigned rom_init_ms; /* until the ROM must report INIT_DONE */
	unsigned ssp_count;
	uint32_t ssp_base;    /* BAR4; 0: the driver touches no SSP before a boot */
	uint32_t window_base; /* BAR4 offset of SRAM window 0 */
	uint32_t window_step; /* from one window to the next */
	uint32_t d0i3;	      /* BAR0 offset of D0I3C; 0: none */
	uint32_t am1_offset;  /* of the firmware descriptor inside the payload */
	unsigned quirks;      /* DSP_... */
	const struct dsp_ipc_regs *ipc;
	const char *recipe; /* file in scripts/boot/ without .tcl; NULL: none yet */
	const char *imr;    /* the same for a warm boot; NULL: the chip has none, or none yet */
};

struct dsp_part {
	uint16_t device;   /* PCI device id under DSP_VENDOR */
	const char *title; /* "TGL-LP" */
	const char *chip;  /* name of its descriptor */
	const char *ipc3;  /* firmware files below /lib/firmware/intel, NULL: none */
	const char *ipc4;
};

/* The tables; end with a NULL name or title. */
const struct dsp_chip *dsp_chips(void);
const struct dsp_part *dsp_parts(void);

const struct dsp_part *dsp_part_find(uint16_t vendor, uint16_t device); /* or NULL */
const struct dsp_chip *dsp_chip_find(const char *name);			/* or NULL */

/* What the driver loads by default: IPC3 where there is one. NULL when index is past the last. */
const char *dsp_part_firmware(const struct dsp_part *part, unsigned index);

const char *dsp_generation_name(enum dsp_generation generation); /* "cAVS 2.5" */

static inline bool dsp_chip_is_ace(const struct dsp_chip *chip)
{
	return chip->generation >= DSP_ACE_1;
}

/* BAR4 offset of SRAM window n. */
static inline uint32_t dsp_chip_window(const struct dsp_chip *chip, unsigned n)
{
	return chip->window_base + n * chip->window_step;
}

#endif
