/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/model/adsp.h"

#include <stdlib.h>
#include <string.h>

#include "backend/support/mem.h"

enum { HDA_BAR = 0, DSP_BAR = 4 };

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

static uint64_t hda_read(struct adsp *adsp, uint64_t offset, unsigned bytes)
{
	enum { FIRST_CAP = 0xc00, CAP_TO_ITSELF = 0x00020c00, LPIB = 0x84 };

	if (offset == FIRST_CAP && adsp_fault(adsp, ADSP_FAULT_CAPS_LOOP))
		return CAP_TO_ITSELF & bits_mask(bytes * 8);
	if (offset >= LPIB && offset < 0x80 + 0x20 * adsp_streams(adsp) &&
	    offset % 0x20 == LPIB % 0x20 && adsp_fault(adsp, ADSP_FAULT_LPIB_FROZEN))
		return 0;
	return model_regs_read(adsp->hda, offset, bytes);
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
	if (offset && offset == adsp->chip->ops->irq_pointer)
		return model_regs_read(adsp->dsp, offset, bytes);
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

	if (!model_mmio_open(model) || adsp_fault_gone(adsp))
		return bits_mask(width_bits);
	if (bar == HDA_BAR)
		value = hda_read(adsp, offset, width_bits / 8);
	else
		value = dsp_read(adsp, offset, width_bits / 8);
	return value;
}

void adsp_write(struct model *model, unsigned bar, uint64_t offset, unsigned width_bits,
		uint64_t value)
{
	struct adsp *adsp = adsp_of(model);

	if (!model_mmio_open(model) || adsp_fault_gone(adsp))
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
	case ADSP_TIMER_FAULT:
		adsp_fault_timer(adsp);
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
	adsp_fault_reset(adsp);
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
