/* SPDX-License-Identifier: GPL-2.0-or-later */
/* BAR4 registers of cAVS 1.8 to 2.5: core power, interrupt enables, the IPC doorbells. */
#include "backend/model/adsp.h"

enum {
	ADSPCS = 0x04,
	ADSPIC = 0x08,
	ADSPIS = 0x0c,
	HIPCTDR = 0xc0,
	HIPCTDA = 0xc4,
	HIPCTDD = 0xc8,
	HIPCIDR = 0xd0,
	HIPCIDA = 0xd4,
	HIPCIDD = 0xd8,
	HIPCCTL = 0xe8,

	CRST_SHIFT = 0,
	CSTALL_SHIFT = 8,
	SPA_SHIFT = 16,
	CPA_SHIFT = 24,
	CORE0 = 1,

	CTL_BUSY = 1 << 0,
	CTL_DONE = 1 << 1,
	IRQ_IPC = 1 << 0,

	POWER_UP_NS = 500000,
	POWER_DOWN_NS = 300000,
	TAKE_NS = 50000, /* until the DSP looks at a request */
};

#define BUSY BIT(31) /* and DONE in the acknowledge registers */

static uint64_t get(const struct adsp *adsp, uint32_t offset)
{
	return model_regs_get(adsp->dsp, offset);
}

bool adsp_cavs_core_runs(const struct adsp *adsp)
{
	uint64_t cs = get(adsp, ADSPCS);

	return cs >> CPA_SHIFT & CORE0 && !(cs >> CRST_SHIFT & CORE0) &&
	       !(cs >> CSTALL_SHIFT & CORE0);
}

static bool ipc_pending(const struct adsp *adsp)
{
	uint64_t ctl = get(adsp, HIPCCTL);

	return (ctl & CTL_BUSY && get(adsp, HIPCTDR) & BUSY) ||
	       (ctl & CTL_DONE && get(adsp, HIPCIDA) & BUSY);
}

bool adsp_cavs_irq(const struct adsp *adsp)
{
	return get(adsp, ADSPIC) & IRQ_IPC && ipc_pending(adsp);
}

void adsp_cavs_power_done(struct adsp *adsp)
{
	uint64_t cs = get(adsp, ADSPCS);
	uint64_t wanted = cs >> SPA_SHIFT & adsp->chip->core_mask;

	/* with core 0 the whole DSP has power: real TGL shows all cores then */
	if (wanted & CORE0)
		wanted |= adsp->chip->powered_cores;
	if (adsp_fault(adsp, ADSP_FAULT_CORE_NO_POWER))
		wanted = 0;
	model_regs_set(adsp->dsp, ADSPCS, bits_put(cs, 31, 24, wanted));
	if (!(wanted & CORE0))
		adsp_rom_power_lost(adsp);
	adsp_rom_update(adsp);
}

/* -- hooks -- */

static uint64_t adspcs_write(void *ctx, unsigned index, uint64_t old, uint64_t value)
{
	struct adsp *adsp = ctx;
	uint64_t cores = adsp->chip->core_mask;
	uint64_t spa = value >> SPA_SHIFT & cores;

	(void)index;
	if (adsp_fault(adsp, ADSP_FAULT_WEDGED))
		return old;
	value = (old & ~UINT64_C(0xffffff)) |
		(value & (cores << CRST_SHIFT | cores << CSTALL_SHIFT | cores << SPA_SHIFT));
	if (spa != (old >> SPA_SHIFT & cores))
		model_timer_start(&adsp->base, ADSP_TIMER_POWER,
				  spa & CORE0 ? POWER_UP_NS : POWER_DOWN_NS);
	model_regs_set(adsp->dsp, ADSPCS, value);
	adsp_rom_update(adsp);
	return value;
}

static uint64_t adspis_read(void *ctx, unsigned index, uint64_t value)
{
	(void)index;
	return ipc_pending(ctx) ? value | IRQ_IPC : value;
}

static uint64_t tdr_write(void *ctx, unsigned index, uint64_t old, uint64_t value)
{
	struct adsp *adsp = ctx;

	(void)index;
	if (old & ~value & BUSY)
		model_timer_start(&adsp->base, ADSP_TIMER_MESSAGE, TAKE_NS);
	return value;
}

/* The host's acknowledgement. The DSP sends again after this and a cleared TDR.BUSY. */
static uint64_t tda_write(void *ctx, unsigned index, uint64_t old, uint64_t value)
{
	struct adsp *adsp = ctx;

	(void)index, (void)old;
	if (value & BUSY) {
		adsp->firmware.unacked = false;
		model_timer_start(&adsp->base, ADSP_TIMER_MESSAGE, TAKE_NS);
	}
	return value & ~BUSY;
}

static uint64_t idr_write(void *ctx, unsigned index, uint64_t old, uint64_t value)
{
	struct adsp *adsp = ctx;

	(void)index;
	if (old & BUSY && value & BUSY)
		model_complain(&adsp->base,
			       "HIPCIDR written while the DSP still has the last message");
	if (value & BUSY && adsp->rom.state != ADSP_ROM_IDLE)
		model_timer_start(&adsp->base, ADSP_TIMER_REQUEST, TAKE_NS);
	return value;
}

const struct model_reg adsp_cavs_rows[] = {
	{ "ADSPCS", ADSPCS, 4, .reset = 0x0f0f, .ro = 0xff000000, .on_write = adspcs_write },
	{ "ADSPIC", ADSPIC, 4, .ro = ~UINT64_C(3) },
	{ "ADSPIS", ADSPIS, 4, .ro = UINT32_MAX, .on_read = adspis_read },
	{ "ADSPIC2", 0x10, 4, .ro = ~BIT(5) },
	{ "ADSPIS2", 0x14, 4, .ro = UINT32_MAX },
	{ "HIPCTDR", HIPCTDR, 4, .ro = 0x7fffffff, .w1c = BUSY, .on_write = tdr_write },
	{ "HIPCTDA", HIPCTDA, 4, .on_write = tda_write },
	{ "HIPCTDD", HIPCTDD, 4, .ro = UINT32_MAX },
	{ "HIPCIDR", HIPCIDR, 4, .on_write = idr_write },
	{ "HIPCIDA", HIPCIDA, 4, .ro = 0x7fffffff, .w1c = BUSY },
	{ "HIPCIDD", HIPCIDD, 4 },
	{ "HIPCCTL", HIPCCTL, 4, .ro = ~UINT64_C(3) },
	{ "SSC0", 0x10000, 4, .count = 3, .stride = 0x1000 },
	{ "SSC1", 0x10004, 4, .count = 3, .stride = 0x1000 },
	{ NULL },
};
