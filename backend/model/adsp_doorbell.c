/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The doorbells between host and DSP. A request sets BUSY; who takes it clears BUSY and acknowledges,
 * which the other side sees as DONE. Before cAVS 1.8 the host has no register to acknowledge in:
 * clearing BUSY does it. Since ACE the host acknowledges by clearing a bit, before by setting one. */
#include "backend/model/adsp.h"

enum {
	CTL_BUSY = 1 << 0,
	CTL_DONE = 1 << 1,

	TAKE_NS = 50000, /* until the DSP looks at a request */
};

#define BUSY BIT(31) /* in tdr and idr; the host's acknowledgement in tda */

static uint64_t get(const struct adsp *adsp, uint32_t offset)
{
	return model_regs_get(adsp->dsp, offset);
}

bool adsp_doorbell_pending(const struct adsp *adsp)
{
	const struct adsp_doorbells *ipc = &adsp->chip->ipc;
	uint64_t ctl = get(adsp, ipc->ctl);

	return (ctl & CTL_BUSY && get(adsp, ipc->tdr) & BUSY) ||
	       (ctl & CTL_DONE && get(adsp, ipc->ida) & ipc->done);
}

void adsp_doorbell_ring(struct adsp *adsp, uint32_t tdr, uint32_t tdd)
{
	const struct adsp_doorbells *ipc = &adsp->chip->ipc;

	model_regs_set(adsp->dsp, ipc->tdd, tdd);
	if (ipc->tda_clears)
		model_regs_set_bits(adsp->dsp, ipc->tda, BUSY);
	model_regs_set(adsp->dsp, ipc->tdr, tdr | BUSY);
	adsp->firmware.unacked = ipc->tda;
}

bool adsp_doorbell_free(const struct adsp *adsp)
{
	return !adsp->firmware.unacked && !(get(adsp, adsp->chip->ipc.tdr) & BUSY);
}

void adsp_doorbell_ack(struct adsp *adsp)
{
	model_regs_clear_bits(adsp->dsp, adsp->chip->ipc.idr, BUSY);
	model_regs_set_bits(adsp->dsp, adsp->chip->ipc.ida, adsp->chip->ipc.done);
}

void adsp_doorbell_clear(struct adsp *adsp)
{
	model_regs_set(adsp->dsp, adsp->chip->ipc.tdr, 0);
	model_regs_set(adsp->dsp, adsp->chip->ipc.idr, 0);
	model_regs_set(adsp->dsp, adsp->chip->ipc.ida, 0);
	if (adsp->chip->ipc.tda)
		model_regs_set(adsp->dsp, adsp->chip->ipc.tda, 0);
}

/* -- hooks -- */

uint64_t adsp_tdr_write(void *ctx, unsigned index, uint64_t old, uint64_t value)
{
	struct adsp *adsp = ctx;

	(void)index;
	if (old & ~value & BUSY)
		model_timer_start(&adsp->base, ADSP_TIMER_MESSAGE, TAKE_NS);
	return value;
}

/* The DSP sends again after this and a cleared TDR.BUSY. */
uint64_t adsp_tda_write(void *ctx, unsigned index, uint64_t old, uint64_t value)
{
	struct adsp *adsp = ctx;
	bool clears = adsp->chip->ipc.tda_clears;

	(void)index;
	if (clears ? old & ~value & BUSY : value & BUSY) {
		adsp->firmware.unacked = false;
		model_timer_start(&adsp->base, ADSP_TIMER_MESSAGE, TAKE_NS);
	}
	return clears ? old & value : value & ~BUSY;
}

uint64_t adsp_idr_write(void *ctx, unsigned index, uint64_t old, uint64_t value)
{
	struct adsp *adsp = ctx;

	(void)index;
	if (old & BUSY && value & BUSY)
		model_complain(&adsp->base,
			       "bar4+0x%x: a request while the DSP still has the last one",
			       adsp->chip->ipc.idr);
	if (value & BUSY && adsp->rom.state != ADSP_ROM_IDLE)
		model_timer_start(&adsp->base, ADSP_TIMER_REQUEST, TAKE_NS);
	return value;
}
