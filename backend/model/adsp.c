/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/model/adsp.h"

#include <stdlib.h>
#include <string.h>

#include "backend/support/mem.h"

enum { HDA_BAR = 0, DSP_BAR = 4 };

const struct fault_info adsp_faults[] = {
	[ADSP_FAULT_CORE_NO_POWER] = { "core-no-power", "CPA never follows SPA: cores stay off" },
	[ADSP_FAULT_ROM_STUCK_CSE] = { "rom-stuck-cse",
				       "the security engine never answers the ROM (0x06000021)" },
	[ADSP_FAULT_ROM_NO_ACK] = { "rom-no-ack", "the ROM never takes the request" },
	[ADSP_FAULT_BAD_SIGNATURE] = { "bad-signature", "the ROM refuses every image (error 44)" },
	[ADSP_FAULT_DMA_STALL] = { "dma-stall", "the code loader's DMA moves no byte" },
	[ADSP_FAULT_NO_FW_READY] = { "no-fw-ready", "firmware starts and never says FW_READY" },
	[ADSP_FAULT_IPC_NO_REPLY] = { "ipc-no-reply", "firmware takes no message" },
	[ADSP_FAULT_LOST_INTERRUPT] = { "lost-interrupt", "interrupts are raised, none arrives" },
	[ADSP_FAULT_ALL_ONES] = { "all-ones", "every BAR reads all ones, writes are lost" },
	[ADSP_FAULT_GPROC_DEAD] = { "gproc-dead", "PPCTL.GPROCEN does not open BAR4" },
	[ADSP_FAULT_WEDGED] = { "wedged", "ADSPCS takes no write until a function reset" },
	{ NULL, NULL },
};

/* -- accesses -- */

static bool dsp_open(struct adsp *adsp, uint64_t offset, bool is_write)
{
	if (adsp_hda_dsp_enabled(adsp))
		return true;
	model_complain(&adsp->base, "bar4+0x%llx: %s while PPCTL.GPROCEN is 0%s",
		       (unsigned long long)offset, is_write ? "written" : "read",
		       is_write ? ", lost" : "");
	return false;
}

static uint8_t *window_bytes(struct adsp *adsp, uint64_t offset, unsigned bytes)
{
	uint64_t size = (uint64_t)ADSP_WINDOWS * adsp->chip->window_stride;

	if (offset < adsp->chip->window_base ||
	    !range_inside(offset - adsp->chip->window_base, bytes, size))
		return NULL;
	return adsp->windows + (offset - adsp->chip->window_base);
}

static uint64_t dsp_read(struct adsp *adsp, uint64_t offset, unsigned bytes)
{
	const uint8_t *window = window_bytes(adsp, offset, bytes);

	if (offset == adsp->chip->ops->irq_status && !adsp_hda_dsp_enabled(adsp))
		return bits_mask(bytes * 8);
	if (!dsp_open(adsp, offset, false))
		return bits_mask(bytes * 8);
	return window ? get_le(window, bytes) : model_regs_read(adsp->dsp, offset, bytes);
}

static void dsp_write(struct adsp *adsp, uint64_t offset, unsigned bytes, uint64_t value)
{
	uint8_t *window = window_bytes(adsp, offset, bytes);

	if (!dsp_open(adsp, offset, true))
		return;
	if (window)
		put_le(window, value, bytes);
	else
		model_regs_write(adsp->dsp, offset, bytes, value);
}

void adsp_put_word(struct adsp *adsp, uint32_t offset, uint32_t value)
{
	uint8_t *window = window_bytes(adsp, offset, 4);

	if (window)
		put_le(window, value, 4);
	else
		model_regs_set(adsp->dsp, offset, value);
}

uint64_t adsp_read(struct model *model, unsigned bar, uint64_t offset, unsigned width_bits)
{
	struct adsp *adsp = adsp_of(model);
	uint64_t value;

	if (!model_mmio_open(model) || adsp_fault(adsp, ADSP_FAULT_ALL_ONES))
		return bits_mask(width_bits);
	if (bar == HDA_BAR)
		value = model_regs_read(adsp->hda, offset, width_bits / 8);
	else
		value = dsp_read(adsp, offset, width_bits / 8);
	return value;
}

void adsp_write(struct model *model, unsigned bar, uint64_t offset, unsigned width_bits,
		uint64_t value)
{
	struct adsp *adsp = adsp_of(model);

	if (!model_mmio_open(model) || adsp_fault(adsp, ADSP_FAULT_ALL_ONES))
		return;
	if (bar == HDA_BAR)
		model_regs_write(adsp->hda, offset, width_bits / 8, value);
	else
		dsp_write(adsp, offset, width_bits / 8, value);
	adsp_hda_update_irq(adsp);
}

static void adsp_timer(struct model *model, unsigned timer)
{
	struct adsp *adsp = adsp_of(model);

	switch ((enum adsp_timer)timer) {
	case ADSP_TIMER_CRST:
		adsp_hda_crst_done(adsp);
		break;
	case ADSP_TIMER_CODECS:
		adsp_hda_codecs_awake(adsp);
		break;
	case ADSP_TIMER_CORB:
		adsp_ring_run(adsp);
		break;
	case ADSP_TIMER_STREAM:
		adsp_stream_run(adsp);
		break;
	case ADSP_TIMER_POWER:
		adsp->chip->ops->power_done(adsp);
		break;
	case ADSP_TIMER_ROM:
		adsp_rom_step(adsp);
		break;
	case ADSP_TIMER_REQUEST:
		adsp_rom_take_request(adsp);
		break;
	case ADSP_TIMER_MESSAGE:
		adsp_ipc_pump(adsp);
		break;
	case ADSP_TIMER_LOG:
		adsp_log_idle(adsp);
		break;
	}
	adsp_hda_update_irq(adsp);
}

/* -- life -- */

static void regs_complain(void *ctx, const char *text)
{
	model_complain(ctx, "%s", text);
}

static void power_on(struct adsp *adsp)
{
	model_regs_reset(adsp->dsp);
	adsp->chip->ops->power_on(adsp);
	adsp_hda_reset(adsp);
	adsp_rom_power_lost(adsp);
	adsp->rom.kept = false;
}

void adsp_reset(struct model *model)
{
	struct adsp *adsp = adsp_of(model);

	model_base_reset(model);
	power_on(adsp);
	adsp->base.faults &= ~(uint32_t)BIT(ADSP_FAULT_WEDGED);
}

struct model *adsp_create(const struct model_class *class, const struct model_host *host)
{
	const struct adsp_chip *chip = class->detail;
	struct adsp *adsp = xcalloc(1, sizeof(*adsp));

	adsp->chip = chip;
	adsp->base.on_timer = adsp_timer;
	adsp->hda = model_regs_create(chip->hda_tables, "bar0", regs_complain, adsp);
	adsp->dsp = model_regs_create(chip->dsp_tables, "bar4", regs_complain, adsp);
	adsp->windows = xcalloc(ADSP_WINDOWS, chip->window_stride);
	adsp->rom.image = xcalloc(1, ADSP_IMAGE_MAX);
	model_init(&adsp->base, class, host);
	power_on(adsp);
	return &adsp->base;
}

void adsp_destroy(struct model *model)
{
	struct adsp *adsp = adsp_of(model);

	if (!model)
		return;
	model_regs_destroy(adsp->hda);
	model_regs_destroy(adsp->dsp);
	free(adsp->windows);
	free(adsp->rom.image);
	free(adsp);
}

bool adsp_fault_set(struct model *model, const char *name, bool on)
{
	if (!model_fault_set(model, name, on))
		return false;
	model->irq_muted = adsp_fault(adsp_of(model), ADSP_FAULT_LOST_INTERRUPT);
	return true;
}
