/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The HD-Audio controller: reset, capabilities, the switches towards the DSP, interrupt status. */
#include "backend/model/adsp.h"

#include <string.h>

enum {
	GCAP = 0x00,
	GCTL = 0x08,
	WAKEEN = 0x0c,
	STATESTS = 0x0e,
	INTCTL = 0x20,
	LCTL = 0xc44,
	PPCTL = 0x804,

	GCAP_64OK = 1 << 0,
	GCTL_CRST = 1 << 0,
	CODECS_PRESENT = 0x0001,
	LCTL_SPA = 1 << 16,
	LCTL_CPA = 1 << 23,
	LCAP_ALT = 1 << 28,
	LCAP_OFFLOAD = 1 << 26,
};

/* What a link is, in LEPTR */
#define LEPTR_SSP      UINT32_C(0xc0000000)
#define LEPTR_DMIC     UINT32_C(0xc1000000)
#define INT_GLOBAL     BIT(31) /* INTCTL.GIE, INTSTS.GIS */
#define INT_CONTROLLER BIT(30) /* CIE, CIS */
#define PPCTL_PIE      BIT(31)
#define PPCTL_GPROCEN  BIT(30)
#define CRST_TIME_NS   20000  /* until GCTL reads back what was written */
#define CODECS_TIME_NS 521000 /* 25 frames: codecs announce themselves (HDA 1.0a, 4.3) */
#define WALLCLK_MHZ    24

static uint64_t get(const struct adsp *adsp, uint32_t offset)
{
	return model_regs_get(adsp->hda, offset);
}

bool adsp_hda_dsp_enabled(const struct adsp *adsp)
{
	return get(adsp, PPCTL) & PPCTL_GPROCEN && !adsp_fault(adsp, ADSP_FAULT_GPROC_DEAD);
}

bool adsp_hda_decoupled(const struct adsp *adsp, unsigned stream)
{
	return get(adsp, PPCTL) & BIT(stream);
}

/* -- reset -- */

static void controller_enter_reset(struct adsp *adsp)
{
	model_regs_soft_reset(adsp->hda);
	memset(adsp->streams, 0, sizeof(adsp->streams));
	memset(&adsp->codec, 0, sizeof(adsp->codec));
	adsp->rirb_pending = 0;
	adsp->response_waits = false;
	model_timer_stop(&adsp->base, ADSP_TIMER_CODECS);
	model_timer_stop(&adsp->base, ADSP_TIMER_CORB);
	model_timer_stop(&adsp->base, ADSP_TIMER_STREAM);
	model_regs_hold(adsp->hda, true);
}

void adsp_hda_reset(struct adsp *adsp)
{
	model_regs_reset(adsp->hda);
	model_regs_set(adsp->hda, GCAP,
		       bits_put(bits_put(GCAP_64OK, 11, 8, adsp->chip->captures), 15, 12,
				adsp->chip->playbacks));
	adsp->crst_target = false;
	controller_enter_reset(adsp);
}

void adsp_hda_crst_done(struct adsp *adsp)
{
	if (!adsp->crst_target) {
		controller_enter_reset(adsp);
		return;
	}
	model_regs_hold(adsp->hda, false);
	model_regs_set_bits(adsp->hda, GCTL, GCTL_CRST);
	model_timer_start(&adsp->base, ADSP_TIMER_CODECS, CODECS_TIME_NS);
}

void adsp_hda_codecs_awake(struct adsp *adsp)
{
	model_regs_set_bits(adsp->hda, STATESTS, CODECS_PRESENT);
}

/* -- interrupts -- */

static uint64_t interrupt_status(const struct adsp *adsp)
{
	uint64_t control = get(adsp, INTCTL);
	uint64_t status = 0;

	for (unsigned i = 0; i < adsp_streams(adsp); i++)
		if (adsp_stream_irq(adsp, i))
			status |= BIT(i);
	if (adsp_ring_irq(adsp) || get(adsp, STATESTS) & get(adsp, WAKEEN))
		status |= INT_CONTROLLER;
	/* The DSP's interrupt has no bit of its own below GIS that a driver looks at. GIS must not
	 * depend on GIE: the driver's thread reads it with GIE off. */
	if (status & control & (INT_CONTROLLER | bits_mask(adsp_streams(adsp))) ||
	    (get(adsp, PPCTL) & PPCTL_PIE && adsp->chip->ops->irq(adsp)))
		status |= INT_GLOBAL;
	return status;
}

void adsp_hda_update_irq(struct adsp *adsp)
{
	model_irq_level(&adsp->base,
			get(adsp, INTCTL) & INT_GLOBAL && interrupt_status(adsp) & INT_GLOBAL);
}

/* -- hooks -- */

static uint64_t gctl_write(void *ctx, unsigned index, uint64_t old, uint64_t value)
{
	struct adsp *adsp = ctx;
	bool wanted = value & GCTL_CRST;

	(void)index;
	if (wanted != adsp->crst_target &&
	    !adsp_fault(adsp, wanted ? ADSP_FAULT_CRST_LOW : ADSP_FAULT_CRST_HIGH)) {
		adsp->crst_target = wanted;
		model_timer_start(&adsp->base, ADSP_TIMER_CRST, CRST_TIME_NS);
	}
	return (value & ~(uint64_t)GCTL_CRST) | (old & GCTL_CRST);
}

static uint64_t intsts_read(void *ctx, unsigned index, uint64_t value)
{
	(void)index, (void)value;
	return interrupt_status(ctx);
}

static uint64_t wallclk_read(void *ctx, unsigned index, uint64_t value)
{
	struct adsp *adsp = ctx;

	(void)index, (void)value;
	return adsp->base.now_ns / 1000 * WALLCLK_MHZ;
}

/* PPCTL decides whether the DSP lives; the stored value is not there yet when the hook runs. */
static uint64_t ppctl_write(void *ctx, unsigned index, uint64_t old, uint64_t value)
{
	struct adsp *adsp = ctx;

	(void)index, (void)old;
	model_regs_set(adsp->hda, PPCTL, value);
	adsp_rom_update(adsp);
	return value;
}

static uint64_t lctl_write(void *ctx, unsigned index, uint64_t old, uint64_t value)
{
	(void)ctx, (void)index, (void)old;
	return value & LCTL_SPA ? value | LCTL_CPA : value & ~(uint64_t)LCTL_CPA;
}

static uint64_t dpib_read(void *ctx, unsigned index, uint64_t value)
{
	struct adsp *adsp = ctx;

	(void)value;
	return get(adsp, 0x84 + 0x20 * index); /* SDnLPIB */
}

/* Facts: LLCH and the capability list as logged on ICL, GLK and TGL machines. */
const struct model_reg adsp_hda_global_rows[] = {
	{ "GCAP", GCAP, 2, .ro = 0xffff, .sticky = 0xffff },
	{ "VMIN", 0x02, 1, .ro = 0xff },
	{ "VMAJ", 0x03, 1, .reset = 1, .ro = 0xff },
	{ "OUTPAY", 0x04, 2, .reset = 0x3c, .ro = 0xffff },
	{ "INPAY", 0x06, 2, .reset = 0x1d, .ro = 0xffff },
	{ "GCTL", GCTL, 4, .ro = ~UINT64_C(0x101), .always = true, .on_write = gctl_write },
	{ "WAKEEN", WAKEEN, 2, .ro = 0x8000, .sticky = 0x7fff, .always = true },
	{ "STATESTS", STATESTS, 2, .ro = 0x8000, .w1c = 0x7fff, .always = true },
	{ "GSTS", 0x10, 2, .ro = 0xfffd, .w1c = 0x2, .always = true },
	{ "GCAP2", 0x12, 2, .ro = 0xffff },
	{ "LLCH", 0x14, 2, .reset = 0x0c00, .ro = 0xffff },
	{ "OUTSTRMPAY", 0x18, 2, .ro = 0xffff },
	{ "INSTRMPAY", 0x1a, 2, .ro = 0xffff },
	{ "INTSTS", 0x24, 4, .ro = UINT32_MAX, .on_read = intsts_read },
	{ "WALLCLK", 0x30, 4, .ro = UINT32_MAX, .on_read = wallclk_read },
	{ "DPLBASE", 0x70, 4, .ro = 0x7e },
	{ "DPUBASE", 0x74, 4 },
	{ NULL },
};

const struct model_reg adsp_hda_capability_rows[] = {
	{ "GTSCH", 0x500, 4, .reset = 0x00011f00, .ro = UINT32_MAX },
	{ "GTSCC", 0x520, 4, .count = 8, .stride = 4 },
	{ "SPBFCH", 0x700, 4, .reset = 0x00040000, .ro = UINT32_MAX },
	{ "PPCH", 0x800, 4, .reset = 0x00030500, .ro = UINT32_MAX },
	{ "PPSTS", 0x808, 4, .ro = UINT32_MAX },
	{ "MLCH", 0xc00, 4, .reset = 0x00020800, .ro = UINT32_MAX },
	{ "LCAP", 0xc40, 4, .ro = UINT32_MAX },
	{ "LCTL", LCTL, 4, .reset = LCTL_SPA | LCTL_CPA, .ro = LCTL_CPA, .on_write = lctl_write },
	{ "LOSIDV", 0xc48, 4 },
	{ "LSDIID", 0xc4c, 2, .reset = CODECS_PRESENT, .ro = 0xffff },
	{ "LPSOO", 0xc50, 2, .ro = 0xffff },
	{ "LPSIO", 0xc52, 2, .ro = 0xffff },
	{ "LWALFC", 0xc58, 4, .ro = UINT32_MAX },
	{ "LSYNC", 0xc5c, 4 },
	{ "LEPTR", 0xc60, 4, .ro = UINT32_MAX },
	{ "EM1", 0x1000, 4, .sticky = UINT32_MAX, .always = true },
	{ "INRC", 0x1004, 4, .ro = UINT32_MAX },
	{ "OUTRC", 0x1008, 4, .ro = UINT32_MAX },
	{ "FIFOTRK", 0x100c, 4, .count = 2, .stride = 4, .ro = UINT32_MAX },
	{ "EM2", 0x1030, 4, .reset = BIT(13), .sticky = UINT32_MAX, .always = true },
	/* EM3L, EM3U, EM4L, EM4U: Linux's snd_hda_intel writes EM4L on Apollo Lake */
	{ "EM", 0x1038, 4, .count = 4, .stride = 4, .sticky = UINT32_MAX, .always = true },
	{ "LTRP", 0x1048, 1, .sticky = 0xff, .always = true },
	{ "PCE", 0x104b, 1, .sticky = 0xff, .always = true },
	{ "L2MAGC", 0x1050, 4, .sticky = UINT32_MAX, .always = true },
	{ "DRSMCH", 0x1f00, 4, .reset = 0x00050700, .ro = UINT32_MAX },
	{ NULL },
};

/* What there is for each of n streams, or as a bit of each; a DSP stream has four words of position (PPHC)
 * and, behind those of all streams, four of its link (PPLC). A controller reset leaves GPROCEN:
 * Zephyr's host tool sets it before the reset and never again. */
#define ABOVE(n)   (UINT32_MAX << (n))
#define PPLC(n, i) (0x810 + 0x10 * (n) + 4 * (i))
#define STREAM_ROWS(n)                                                                               \
	{                                                                                            \
		{ "INTCTL", INTCTL, 4, .ro = 0x3fffffff & ABOVE(n) },                                \
			{ "SSYNC_OLD", 0x34, 4, .ro = ABOVE(n) },                                    \
			{ "SSYNC", 0x38, 4, .ro = ABOVE(n) },                                        \
			{ "SPBFCCTL", 0x704, 4, .ro = ABOVE(n) },                                    \
			{ "SPIB", 0x708, 4, .count = (n), .stride = 8 },                             \
			{ "MAXFIFOS", 0x70c, 4, .count = (n), .stride = 8, .ro = UINT32_MAX },       \
			{ "PPCTL",                                                                   \
			  PPCTL,                                                                     \
			  4,                                                                         \
			  .ro = 0x3fffffff & ABOVE(n),                                               \
			  .sticky = PPCTL_GPROCEN,                                                   \
			  .always = true,                                                            \
			  .on_write = ppctl_write },                                                 \
			{ "PPHCLLPL", 0x810, 4, .count = 4 * (n), .stride = 4, .ro = UINT32_MAX },   \
			{ "PPLCCTL", PPLC(n, 0), 4, .count = (n), .stride = 16 },                    \
			{ "PPLCFMT", PPLC(n, 1), 4, .count = (n), .stride = 16 },                    \
			{ "PPLCLLPL", PPLC(n, 2), 4, .count = (n), .stride = 16, .ro = UINT32_MAX }, \
			{ "PPLCLLPU", PPLC(n, 3), 4, .count = (n), .stride = 16, .ro = UINT32_MAX }, \
			{ "DPIB",                                                                    \
			  0x1084,                                                                    \
			  4,                                                                         \
			  .count = (n),                                                              \
			  .stride = 0x20,                                                            \
			  .ro = UINT32_MAX,                                                          \
			  .on_read = dpib_read },                                                    \
			{ "EFIFOS", 0x1094, 4, .count = (n), .stride = 0x20, .ro = UINT32_MAX },     \
			{ "DRSMCTL", 0x1f04, 4, .ro = ABOVE(n) },                                    \
			{ "DRSM", 0x1f08, 4, .count = (n), .stride = 8 }, { NULL },                  \
	}

const struct model_reg adsp_hda_16_rows[] = STREAM_ROWS(16);
const struct model_reg adsp_hda_20_rows[] = STREAM_ROWS(20);

const struct model_reg adsp_hda_cavs_rows[] = {
	{ "D0I3C", 0x104a, 1, .ro = 0xfb, .sticky = 0x04, .always = true },
	{ NULL },
};

const struct model_reg adsp_hda_ace_rows[] = {
	{ "D0I3C", 0x1d4a, 1, .ro = 0xfb, .sticky = 0x04, .always = true },
	/* Linux 6.1 asks for SoundWire's power here, in the wrong BAR: nothing comes of it */
	{ "HFPWRCTL of Linux 6.1", 0x1d18, 4 },
	{ NULL },
};

/* -- links: MLCD tells how many there are, less one -- */

const struct model_reg adsp_hda_1_link_rows[] = {
	{ "MLCD", 0xc04, 4, .ro = UINT32_MAX },
	{ NULL },
};

/* Besides that of codecs one for SSPs and one for microphones, without which Linux 6.12 does not go on. */
const struct model_reg adsp_hda_3_links_rows[] = {
	{ "MLCD", 0xc04, 4, .reset = 2, .ro = UINT32_MAX },
	{ "ALT_LCAP", 0xc80, 4, .count = 2, .stride = 0x40, .reset = LCAP_ALT | LCAP_OFFLOAD,
	  .ro = UINT32_MAX },
	{ "ALT_LCTL", 0xc84, 4, .count = 2, .stride = 0x40, .ro = LCTL_CPA,
	  .on_write = lctl_write },
	{ "ALT_LOSIDV", 0xc88, 4, .count = 2, .stride = 0x40 },
	{ "ALT_LSDIID", 0xc8c, 2, .count = 2, .stride = 0x40 },
	{ "ALT_LSYNC", 0xc9c, 4, .count = 2, .stride = 0x40 },
	{ "SSP_LEPTR", 0xca0, 4, .reset = LEPTR_SSP, .ro = UINT32_MAX },
	{ "DMIC_LEPTR", 0xce0, 4, .reset = LEPTR_DMIC, .ro = UINT32_MAX },
	{ NULL },
};
