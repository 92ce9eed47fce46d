/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the host talks to codecs: CORB and RIRB in memory, or the immediate command registers.
 * High Definition Audio 1.0a, 4.4. */
#include "backend/model/adsp.h"

enum {
	CORBLBASE = 0x40,
	CORBUBASE = 0x44,
	CORBWP = 0x48,
	CORBRP = 0x4a,
	CORBCTL = 0x4c,
	CORBSTS = 0x4d,
	CORBSIZE = 0x4e,
	RIRBLBASE = 0x50,
	RIRBUBASE = 0x54,
	RIRBWP = 0x58,
	RINTCNT = 0x5a,
	RIRBCTL = 0x5c,
	RIRBSTS = 0x5d,
	RIRBSIZE = 0x5e,
	IC = 0x60,
	IR = 0x64,
	IRS = 0x68,

	POINTER_RESET = 1 << 15,
	CORBCTL_ERROR_IRQ = 1 << 0,
	CORBCTL_RUN = 1 << 1,
	CORBSTS_ERROR = 1 << 0,
	RIRBCTL_IRQ = 1 << 0,
	RIRBCTL_DMA = 1 << 1,
	RIRBCTL_OVERRUN_IRQ = 1 << 2,
	RIRBSTS_RESPONSE = 1 << 0,
	RIRBSTS_OVERRUN = 1 << 2,
	IRS_BUSY = 1 << 0,
	IRS_VALID = 1 << 1,

	VERB_TIME_NS = 42000, /* two frames of the link */
};

static uint64_t get(const struct adsp *adsp, uint32_t offset)
{
	return model_regs_get(adsp->hda, offset);
}

static bool corb_has_work(const struct adsp *adsp)
{
	return get(adsp, CORBCTL) & CORBCTL_RUN && (get(adsp, CORBRP) & 0xff) != get(adsp, CORBWP);
}

/* Entries of a ring: 2, 16 or 256 (bits 1:0 of its size register). */
static unsigned ring_mask(const struct adsp *adsp, uint32_t size_reg)
{
	static const uint8_t masks[] = { 1, 15, 255, 255 };

	return masks[get(adsp, size_reg) & 3];
}

static uint64_t ring_entry(const struct adsp *adsp, uint32_t base_reg, unsigned index,
			   unsigned size)
{
	return (get(adsp, base_reg) | get(adsp, base_reg + 4) << 32) + (uint64_t)index * size;
}

/* false: the host's memory keeps us waiting. */
static bool respond(struct adsp *adsp)
{
	unsigned at = ((unsigned)get(adsp, RIRBWP) + 1) & ring_mask(adsp, RIRBSIZE);
	unsigned after = (unsigned)get(adsp, RINTCNT) & 0xff;
	uint8_t entry[8];

	if (!(get(adsp, RIRBCTL) & RIRBCTL_DMA))
		return true;
	put_le(entry, adsp->response, 4);
	put_le(entry + 4, adsp->response_address, 4);
	if (!model_dma_write(&adsp->base, ring_entry(adsp, RIRBLBASE, at, 8), entry, 8)) {
		if (!adsp->base.dma_later)
			model_regs_set_bits(adsp->hda, RIRBSTS, RIRBSTS_OVERRUN);
		return !adsp->base.dma_later;
	}
	model_regs_set(adsp->hda, RIRBWP, at);
	adsp->rirb_pending++;
	if (adsp->rirb_pending >= (after ? after : 256) || !corb_has_work(adsp)) {
		adsp->rirb_pending = 0;
		model_regs_set_bits(adsp->hda, RIRBSTS, RIRBSTS_RESPONSE);
	}
	return true;
}

/* The next verb to the codec. */
static void take_verb(struct adsp *adsp)
{
	unsigned at = ((unsigned)get(adsp, CORBRP) + 1) & ring_mask(adsp, CORBSIZE);
	uint8_t entry[4];
	uint32_t verb;

	if (!model_dma_read(&adsp->base, ring_entry(adsp, CORBLBASE, at, 4), entry, 4)) {
		if (adsp->base.dma_later)
			return;
		model_regs_set_bits(adsp->hda, CORBSTS, CORBSTS_ERROR);
		model_regs_clear_bits(adsp->hda, CORBCTL, CORBCTL_RUN);
		return;
	}
	model_regs_set(adsp->hda, CORBRP, at);
	verb = get_le32(entry);
	adsp->response_address = verb >> 28;
	adsp->response_waits = adsp_codec_answer(&adsp->codec, verb, &adsp->response);
}

void adsp_ring_run(struct adsp *adsp)
{
	if (!adsp->response_waits && corb_has_work(adsp))
		take_verb(adsp);
	if (adsp->response_waits)
		adsp->response_waits = !respond(adsp);
	if (adsp->response_waits || corb_has_work(adsp))
		model_timer_start(&adsp->base, ADSP_TIMER_CORB, VERB_TIME_NS);
}

bool adsp_ring_irq(const struct adsp *adsp)
{
	uint64_t control = get(adsp, RIRBCTL), status = get(adsp, RIRBSTS);

	return (control & RIRBCTL_IRQ && status & RIRBSTS_RESPONSE) ||
	       (control & RIRBCTL_OVERRUN_IRQ && status & RIRBSTS_OVERRUN) ||
	       (get(adsp, CORBCTL) & CORBCTL_ERROR_IRQ && get(adsp, CORBSTS) & CORBSTS_ERROR);
}

/* -- hooks -- */

static uint64_t corbwp_write(void *ctx, unsigned index, uint64_t old, uint64_t value)
{
	struct adsp *adsp = ctx;

	(void)index, (void)old;
	if (get(adsp, CORBCTL) & CORBCTL_RUN)
		model_timer_start(&adsp->base, ADSP_TIMER_CORB, VERB_TIME_NS);
	return value & ring_mask(adsp, CORBSIZE);
}

/* The host sets bit 15, waits to see it, clears it and waits again. */
static uint64_t corbrp_write(void *ctx, unsigned index, uint64_t old, uint64_t value)
{
	(void)ctx, (void)index;
	return value & POINTER_RESET ? POINTER_RESET : old & 0xff;
}

static uint64_t corbctl_write(void *ctx, unsigned index, uint64_t old, uint64_t value)
{
	struct adsp *adsp = ctx;

	(void)index;
	if (value & ~old & CORBCTL_RUN)
		model_timer_start(&adsp->base, ADSP_TIMER_CORB, VERB_TIME_NS);
	return value;
}

static uint64_t rirbwp_write(void *ctx, unsigned index, uint64_t old, uint64_t value)
{
	(void)ctx, (void)index;
	return value & POINTER_RESET ? 0 : old & 0xff;
}

static uint64_t irs_write(void *ctx, unsigned index, uint64_t old, uint64_t value)
{
	struct adsp *adsp = ctx;
	uint32_t response;

	(void)index, (void)old;
	if (!(value & IRS_BUSY))
		return value;
	if (!adsp_codec_answer(&adsp->codec, (uint32_t)get(adsp, IC), &response))
		return value & ~(uint64_t)IRS_BUSY;
	model_regs_set(adsp->hda, IR, response);
	return IRS_VALID;
}

const struct model_reg adsp_ring_rows[] = {
	{ "CORBLBASE", CORBLBASE, 4, .ro = 0x7f },
	{ "CORBUBASE", CORBUBASE, 4 },
	{ "CORBWP", CORBWP, 2, .ro = 0xff00, .on_write = corbwp_write },
	{ "CORBRP", CORBRP, 2, .ro = 0x7fff, .on_write = corbrp_write },
	{ "CORBCTL", CORBCTL, 1, .ro = 0xfc, .on_write = corbctl_write },
	{ "CORBSTS", CORBSTS, 1, .ro = 0xfe, .w1c = 0x01 },
	{ "CORBSIZE", CORBSIZE, 1, .reset = 0x42, .ro = 0xfc },
	{ "RIRBLBASE", RIRBLBASE, 4, .ro = 0x7f },
	{ "RIRBUBASE", RIRBUBASE, 4 },
	{ "RIRBWP", RIRBWP, 2, .ro = 0x7fff, .on_write = rirbwp_write },
	{ "RINTCNT", RINTCNT, 2, .ro = 0xff00 },
	{ "RIRBCTL", RIRBCTL, 1, .ro = 0xf8 },
	{ "RIRBSTS", RIRBSTS, 1, .ro = 0xfa, .w1c = 0x05 },
	{ "RIRBSIZE", RIRBSIZE, 1, .reset = 0x42, .ro = 0xfc },
	{ "IC", IC, 4 },
	{ "IR", IR, 4, .ro = UINT32_MAX },
	{ "IRS", IRS, 2, .ro = 0xfffc, .w1c = IRS_VALID, .on_write = irs_write },
	{ NULL },
};
