/* SPDX-License-Identifier: GPL-2.0-or-later */
/* BAR4 registers of ACE: subsystem, domain and core get power one after the other and none is ever in
 * reset or stalled; interrupt enables behind a pointer; the IPC doorbells. */
#include "backend/model/adsp.h"

enum {
	HFDSSCS = 0x1000,
	HFINTIPPTR = 0x1108,
	HFHIPCIE = 0x1140,
	HFSNDWIE = 0x114c,
	INTERRUPTS = 0x1800, /* where HFINTIPPTR points, seen on Arrow Lake */
	INTEN = INTERRUPTS,
	IRQSTS = INTERRUPTS + 0x20,
	HFPWRCTL = 0x1d18,
	HFPWRCTL2 = 0x1d20,
	PWRSTS = 4, /* behind its control */
	HFIPCXTDR = 0x73200,
	HFIPCXTDA = 0x73204,
	HFIPCXIDR = 0x73210,
	HFIPCXIDA = 0x73214,
	HFIPCXCTL = 0x73228,
	HFIPCXTDDY = 0x73300,
	HFIPCXIDDY = 0x73380,
	DSP2CXCTL = 0x178d04,

	DSS_SPA = 1 << 16,
	DSS_CPA = 1 << 24,
	DOMAIN0 = 1 << 0,
	CORE_SPA = 1 << 0,
	CORE_CPA = 1 << 8,
	CORE_OWNER = 3 << 24,

	IPC_ENABLE = 1 << 0, /* HFHIPCIE */
	IRQ_IPC = 1 << 0,
	IRQ_SNDW = 1 << 6,

	/* Bits of HFPWRSTS that real machines show besides domain 0 (0x8151 in logs of Meteor Lake) */
	PWRSTS_OTHERS = 0x8150,

	POWER_NS = 300000, /* within the millisecond that the driver waits before it looks */
};

#define BUSY BIT(31) /* and DONE in HFIPCXIDA */

static uint64_t get(const struct adsp *adsp, uint32_t offset)
{
	return model_regs_get(adsp->dsp, offset);
}

/* -- power -- */

static bool subsystem_on(const struct adsp *adsp)
{
	return get(adsp, HFDSSCS) & DSS_CPA;
}

static bool core_runs(const struct adsp *adsp)
{
	return get(adsp, DSP2CXCTL) & CORE_CPA;
}

static void set_bit(struct adsp *adsp, uint32_t offset, uint64_t bit, bool on)
{
	if (on)
		model_regs_set_bits(adsp->dsp, offset, bit);
	else
		model_regs_clear_bits(adsp->dsp, offset, bit);
}

/* What loses its power forgets: doorbells, interrupt enables, the owner of the core. */
static void subsystem_lost(struct adsp *adsp)
{
	model_regs_reset_range(adsp->dsp, HFHIPCIE, HFSNDWIE + 4 - HFHIPCIE);
	model_regs_reset_range(adsp->dsp, INTERRUPTS, IRQSTS + 4 - INTERRUPTS);
	model_regs_reset_range(adsp->dsp, HFIPCXTDR, HFIPCXIDDY + 4 - HFIPCXTDR);
	model_regs_reset_range(adsp->dsp, DSP2CXCTL, 4);
}

static bool subsystem_powered(const struct adsp *adsp)
{
	return get(adsp, HFDSSCS) & DSS_SPA && !adsp_fault(adsp, ADSP_FAULT_SUBSYSTEM_NO_POWER);
}

static bool domain_powered(const struct adsp *adsp)
{
	return subsystem_powered(adsp) && get(adsp, adsp->chip->power_domain) & DOMAIN0 &&
	       !adsp_fault(adsp, ADSP_FAULT_DOMAIN_NO_POWER);
}

static bool core_powered(const struct adsp *adsp)
{
	if (core_runs(adsp) && adsp_fault(adsp, ADSP_FAULT_POWER_STUCK))
		return true;
	return domain_powered(adsp) && get(adsp, DSP2CXCTL) & CORE_SPA &&
	       !adsp_fault(adsp, ADSP_FAULT_CORE_NO_POWER) && !adsp->cut;
}

static void power_done(struct adsp *adsp)
{
	bool subsystem = subsystem_powered(adsp), core = core_powered(adsp);
	bool had_core = core_runs(adsp);

	if (subsystem_on(adsp) && !subsystem && !core)
		subsystem_lost(adsp);
	set_bit(adsp, HFDSSCS, DSS_CPA, subsystem);
	set_bit(adsp, adsp->chip->power_domain + PWRSTS, DOMAIN0, domain_powered(adsp));
	set_bit(adsp, DSP2CXCTL, CORE_CPA, core);
	if (!core)
		adsp_rom_power_lost(adsp);
	else if (!had_core)
		adsp_fault_powered(adsp);
	adsp_rom_update(adsp);
}

static bool irq(const struct adsp *adsp)
{
	return get(adsp, INTEN) & IRQ_IPC && get(adsp, HFHIPCIE) & IPC_ENABLE &&
	       adsp_doorbell_pending(adsp);
}

/* Nothing has power, unless a fault keeps the core's. */
static void power_on(struct adsp *adsp)
{
	if (adsp_fault(adsp, ADSP_FAULT_POWER_STUCK))
		model_regs_set_bits(adsp->dsp, DSP2CXCTL, CORE_CPA);
}

const struct adsp_ops adsp_ace_ops = {
	.is_ace = true,
	.power_on = power_on,
	.power_done = power_done,
	.core_runs = core_runs,
	.irq = irq,
	.irq_status = IRQSTS,
	.irq_pointer = HFINTIPPTR,
};

/* -- hooks -- */

/* For what the subsystem's power feeds: without it a write is lost. */
static bool fed(struct adsp *adsp, const char *name)
{
	if (subsystem_on(adsp))
		return true;
	model_complain(&adsp->base, "%s written while HFDSSCS.CPA is 0, lost", name);
	return false;
}

static uint64_t fed_write(void *ctx, unsigned index, uint64_t old, uint64_t value)
{
	(void)index;
	return fed(ctx, "an interrupt enable") ? value : old;
}

static uint64_t power_write(void *ctx, unsigned index, uint64_t old, uint64_t value)
{
	struct adsp *adsp = ctx;

	(void)index;
	if (value != old)
		model_timer_start(&adsp->base, ADSP_TIMER_POWER, POWER_NS);
	return value;
}

static uint64_t core_write(void *ctx, unsigned index, uint64_t old, uint64_t value)
{
	struct adsp *adsp = ctx;

	if (adsp_fault(adsp, ADSP_FAULT_WEDGED) || !fed(adsp, "DSP2CXCTL"))
		return old;
	if ((old ^ value) & CORE_SPA)
		adsp_fault_power_asked(adsp);
	return power_write(ctx, index, old, value);
}

static uint64_t irqsts_read(void *ctx, unsigned index, uint64_t value)
{
	(void)index;
	return adsp_doorbell_pending(ctx) ? value | IRQ_IPC : value;
}

static uint64_t idr_write(void *ctx, unsigned index, uint64_t old, uint64_t value)
{
	return fed(ctx, "HFIPCXIDR") ? adsp_idr_write(ctx, index, old, value) : old;
}

const struct model_reg adsp_ace_rows[] = {
	/* cAVS has its SoundWire interrupt there, and Linux 6.1 takes that for all generations */
	{ "ADSPIC2 of Linux 6.1", 0x10, 4 },
	{ "HFDSSCS", HFDSSCS, 4, .ro = ~(uint64_t)(DSS_SPA), .on_write = power_write },
	{ "HFINTIPPTR", HFINTIPPTR, 4, .reset = INTERRUPTS, .ro = UINT32_MAX },
	{ "HFHIPCIE", HFHIPCIE, 4, .ro = ~(uint64_t)(IPC_ENABLE), .on_write = fed_write },
	{ "HFSNDWIE", HFSNDWIE, 4, .ro = ~(uint64_t)(0xf), .on_write = fed_write },
	{ "INTEN", INTEN, 4, .ro = ~(uint64_t)(IRQ_IPC | IRQ_SNDW), .on_write = fed_write },
	{ "IRQSTS", IRQSTS, 4, .ro = UINT32_MAX, .on_read = irqsts_read },
	{ "HFPWRCTL", HFPWRCTL, 4, .on_write = power_write },
	{ "HFPWRSTS", HFPWRCTL + PWRSTS, 4, .reset = PWRSTS_OTHERS, .ro = UINT32_MAX },
	{ "HFIPCXTDR", HFIPCXTDR, 4, .ro = 0x7fffffff, .w1c = BUSY, .on_write = adsp_tdr_write },
	{ "HFIPCXTDA", HFIPCXTDA, 4, .on_write = adsp_tda_write },
	{ "HFIPCXIDR", HFIPCXIDR, 4, .on_write = idr_write },
	{ "HFIPCXIDA", HFIPCXIDA, 4, .ro = 0x7fffffff, .w1c = BUSY },
	{ "HFIPCXCTL", HFIPCXCTL, 4, .ro = ~(uint64_t)(3) },
	{ "HFIPCXTDDY", HFIPCXTDDY, 4, .ro = UINT32_MAX },
	{ "HFIPCXIDDY", HFIPCXIDDY, 4 },
	{ "HFIMRIS1", 0x162088, 4 },
	{ "DSP2CXCAP", 0x178d00, 4, .ro = UINT32_MAX },
	{ "DSP2CXCTL", DSP2CXCTL, 4, .ro = ~(uint64_t)(CORE_SPA | CORE_OWNER),
	  .on_write = core_write },
	{ NULL },
};

/* ACE 3 and later have the domain's power in registers of its own. */
const struct model_reg adsp_ace3_rows[] = {
	{ "HFPWRCTL2", HFPWRCTL2, 4, .on_write = power_write },
	{ "HFPWRSTS2", HFPWRCTL2 + PWRSTS, 4, .reset = PWRSTS_OTHERS, .ro = UINT32_MAX },
	{ NULL },
};

/* The ROM's words: status, error, and more that its dumps show. */
const struct model_reg adsp_ace1_rom_rows[] = {
	{ "HFFLGPXQWY", 0x163200, 4, .count = 8, .stride = 4, .ro = UINT32_MAX },
	{ NULL },
};
const struct model_reg adsp_ace2_rom_rows[] = {
	{ "HFDSC", 0x160200, 4, .count = 8, .stride = 4, .ro = UINT32_MAX },
	{ NULL },
};
