/* SPDX-License-Identifier: GPL-2.0-or-later */
/* BAR4 registers of cAVS: core power, interrupt enables, and where the doorbells are. */
#include "backend/model/adsp.h"

enum {
	ADSPCS = 0x04,
	ADSPIC = 0x08,
	ADSPIS = 0x0c,

	CRST_SHIFT = 0,
	CSTALL_SHIFT = 8,
	SPA_SHIFT = 16,
	CPA_SHIFT = 24,
	CORE0 = 1,

	IRQ_IPC = 1 << 0,
	IRQ_LOADER = 1 << 1,

	POWER_UP_NS = 500000,
	POWER_DOWN_NS = 300000,
};

static uint64_t get(const struct adsp *adsp, uint32_t offset)
{
	return model_regs_get(adsp->dsp, offset);
}

static bool cavs_core_runs(const struct adsp *adsp)
{
	uint64_t cs = get(adsp, ADSPCS);

	return cs >> CPA_SHIFT & CORE0 && !(cs >> CRST_SHIFT & CORE0) &&
	       !(cs >> CSTALL_SHIFT & CORE0);
}

static uint64_t pending(const struct adsp *adsp)
{
	return (adsp_doorbell_pending(adsp) ? IRQ_IPC : 0) |
	       (adsp_loader_irq(adsp) ? IRQ_LOADER : 0);
}

static bool cavs_irq(const struct adsp *adsp)
{
	return get(adsp, ADSPIC) & pending(adsp);
}

/* Cores that exist are in reset, stalled and off. */
static void cavs_power_on(struct adsp *adsp)
{
	uint64_t cores = adsp->chip->core_mask;
	uint64_t kept = adsp_fault(adsp, ADSP_FAULT_POWER_STUCK) ? CORE0 : 0;

	model_regs_set(adsp->dsp, ADSPCS,
		       cores << CRST_SHIFT | cores << CSTALL_SHIFT | kept << CPA_SHIFT);
}

static void cavs_power_done(struct adsp *adsp)
{
	uint64_t cs = get(adsp, ADSPCS);
	uint64_t wanted = cs >> SPA_SHIFT & adsp->chip->core_mask;

	/* since cAVS 2.5 the whole DSP has power with core 0: real TGL shows all cores then */
	if (wanted & CORE0)
		wanted |= adsp->chip->powered_cores;
	if (adsp_fault(adsp, ADSP_FAULT_CORE_NO_POWER) || adsp->cut)
		wanted = 0;
	if (adsp_fault(adsp, ADSP_FAULT_POWER_STUCK))
		wanted |= cs >> CPA_SHIFT;
	model_regs_set(adsp->dsp, ADSPCS, bits_put(cs, 31, 24, wanted));
	if (!(wanted & CORE0))
		adsp_rom_power_lost(adsp);
	else if (!(cs >> CPA_SHIFT & CORE0))
		adsp_fault_powered(adsp);
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
	if (adsp_fault(adsp, ADSP_FAULT_CORE_RESET))
		value |= CORE0 << CRST_SHIFT;
	if (adsp_fault(adsp, ADSP_FAULT_CORE_STALL))
		value |= CORE0 << CSTALL_SHIFT;
	value = (old & ~UINT64_C(0xffffff)) |
		(value & (cores << CRST_SHIFT | cores << CSTALL_SHIFT | cores << SPA_SHIFT));
	if (spa != (old >> SPA_SHIFT & cores)) {
		adsp_fault_power_asked(adsp);
		model_timer_start(&adsp->base, ADSP_TIMER_POWER,
				  spa & CORE0 ? POWER_UP_NS : POWER_DOWN_NS);
	}
	model_regs_set(adsp->dsp, ADSPCS, value);
	adsp_rom_update(adsp);
	return value;
}

static uint64_t adspis_read(void *ctx, unsigned index, uint64_t value)
{
	(void)index;
	return value | pending(ctx);
}

const struct adsp_ops adsp_cavs_ops = {
	.power_on = cavs_power_on,
	.power_done = cavs_power_done,
	.core_runs = cavs_core_runs,
	.irq = cavs_irq,
	.irq_status = ADSPIS,
};

/* -- registers -- */

const struct model_reg adsp_cavs_rows[] = {
	{ "ADSPCS", ADSPCS, 4, .ro = 0xff000000, .on_write = adspcs_write },
	{ "ADSPIC", ADSPIC, 4, .ro = ~UINT64_C(3) },
	{ "ADSPIS", ADSPIS, 4, .ro = UINT32_MAX, .on_read = adspis_read },
	{ "ADSPIC2", 0x10, 4, .ro = ~BIT(5) },
	{ "ADSPIS2", 0x14, 4, .ro = UINT32_MAX },
	{ NULL },
};

const struct model_reg adsp_cavs15_rows[] = {
	{ "HIPCT", 0x40, 4, .ro = 0x7fffffff, .w1c = BIT(31), .on_write = adsp_tdr_write },
	{ "HIPCTE", 0x44, 4, .ro = UINT32_MAX },
	{ "HIPCI", 0x48, 4, .on_write = adsp_idr_write },
	{ "HIPCIE", 0x4c, 4, .ro = BIT(31), .w1c = BIT(30) },
	{ "HIPCCTL", 0x50, 4, .ro = ~UINT64_C(3) },
	{ NULL },
};

const struct model_reg adsp_cavs18_rows[] = {
	{ "HIPCTDR", 0xc0, 4, .ro = 0x7fffffff, .w1c = BIT(31), .on_write = adsp_tdr_write },
	{ "HIPCTDA", 0xc4, 4, .on_write = adsp_tda_write },
	{ "HIPCTDD", 0xc8, 4, .ro = UINT32_MAX },
	{ "HIPCIDR", 0xd0, 4, .on_write = adsp_idr_write },
	{ "HIPCIDA", 0xd4, 4, .ro = 0x7fffffff, .w1c = BIT(31) },
	{ "HIPCIDD", 0xd8, 4 },
	{ "HIPCCTL", 0xe8, 4, .ro = ~UINT64_C(3) },
	{ NULL },
};
