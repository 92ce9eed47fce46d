/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The boot ROM and the firmware's start, acted as a state machine. Both orders of the ROM request are
 * right: before the core runs (Linux) or after the ROM shows that it waits (Zephyr's host tool). */
#include "backend/model/adsp.h"

#include <sha2.h>
#include <string.h>

enum {
	/* in window 0: what running firmware writes */
	FIRMWARE_STATUS = 0,
	FIRMWARE_ENTERED = 5,
	ABI_OFFSET = 0x1c, /* IPC4 */

	REQUEST_ROM_CONTROL = 1, /* bits 28:24 */
	REQUEST_PURGE = 1 << 14,

	ROM_INIT_NS = 2000000,
	REQUEST_NS = 50000,
	VERIFY_NS = 10000000,
	FIRMWARE_NS = 5000000,
	READY_NS = 2000000,

	CORRUPT_AT = 0x5000, /* behind the manifest, where the hash looks */
};

#define BUSY BIT(31)

static void set_status(struct adsp *adsp, uint32_t status, uint32_t error)
{
	adsp_put_word(adsp, adsp->chip->rom_status, status);
	adsp_put_word(adsp, adsp->chip->rom_status + 4, error);
}

static void enter(struct adsp *adsp, enum adsp_rom_state state, uint64_t delay_ns)
{
	adsp->rom.state = state;
	if (delay_ns)
		model_timer_start(&adsp->base, ADSP_TIMER_ROM, delay_ns);
}

/* Where a fault says so, the ROM or the firmware ends here. */
static bool ends_here(struct adsp *adsp, enum adsp_fault_phase phase)
{
	uint32_t status, word;

	if (!adsp_fault_words(adsp, phase, &status, &word))
		return false;
	set_status(adsp, status, word);
	enter(adsp, ADSP_ROM_FAILED, 0);
	return true;
}

static void fail(struct adsp *adsp, unsigned error)
{
	set_status(adsp, adsp->chip->rom_words->verifies, error);
	enter(adsp, ADSP_ROM_FAILED, 0);
}

/* -- start and stop -- */

static void forget_messages(struct adsp *adsp)
{
	adsp_doorbell_clear(adsp);
	memset(&adsp->firmware, 0, sizeof(adsp->firmware));
}

static void go_idle(struct adsp *adsp)
{
	model_timer_stop(&adsp->base, ADSP_TIMER_ROM);
	model_timer_stop(&adsp->base, ADSP_TIMER_REQUEST);
	model_timer_stop(&adsp->base, ADSP_TIMER_MESSAGE);
	model_timer_stop(&adsp->base, ADSP_TIMER_LOG);
	forget_messages(adsp);
	set_status(adsp, 0, 0);
	adsp->rom.state = ADSP_ROM_IDLE;
	adsp->rom.requested = false;
	adsp->rom.received = 0;
}

void adsp_rom_update(struct adsp *adsp)
{
	bool runs = adsp_hda_dsp_enabled(adsp) && adsp->chip->ops->core_runs(adsp) &&
		    !adsp_fault(adsp, ADSP_FAULT_ROM_DEAD);

	if (runs && adsp->rom.state == ADSP_ROM_IDLE) {
		set_status(adsp, 0, 0);
		enter(adsp, ADSP_ROM_INIT, ROM_INIT_NS);
		/* a request that was written before the start is waiting here */
		if (model_regs_get(adsp->dsp, adsp->chip->ipc.idr) & BUSY)
			model_timer_start(&adsp->base, ADSP_TIMER_REQUEST, REQUEST_NS);
	} else if (!runs && adsp->rom.state != ADSP_ROM_IDLE) {
		go_idle(adsp);
	}
}

void adsp_rom_power_lost(struct adsp *adsp)
{
	if (adsp->rom.state != ADSP_ROM_IDLE)
		go_idle(adsp);
	memset(adsp->windows, 0, (size_t)ADSP_WINDOWS * adsp->chip->window_stride);
}

/* -- the request -- */

static void wait_or_restore(struct adsp *adsp)
{
	if (adsp->rom.requested && !adsp->rom.purge && adsp->rom.kept &&
	    !adsp_fault(adsp, ADSP_FAULT_IMR_LOST)) {
		adsp->firmware.ipc4 = adsp->rom.kept_ipc4;
		enter(adsp, ADSP_ROM_STARTING, FIRMWARE_NS);
		return;
	}
	set_status(adsp, adsp->chip->rom_words->waits_image, 0);
	enter(adsp, ADSP_ROM_WAIT, 0);
}

static void rom_request(struct adsp *adsp)
{
	uint64_t request = model_regs_get(adsp->dsp, adsp->chip->ipc.idr);

	if (adsp_fault(adsp, ADSP_FAULT_ROM_NO_ACK) || ends_here(adsp, ADSP_PHASE_ASKED))
		return;
	if (adsp->chip->code_loader || bits_get(request, 28, 24) != REQUEST_ROM_CONTROL) {
		model_complain(&adsp->base, "the ROM does not know the request 0x%08x",
			       (unsigned)request);
		return;
	}
	adsp->rom.requested = true;
	adsp->rom.purge = request & REQUEST_PURGE;
	adsp->rom.channel = (unsigned)bits_get(request, 13, 9);
	adsp->rom.received = 0;
	adsp_doorbell_ack(adsp);
	if (adsp->rom.state == ADSP_ROM_WAIT)
		wait_or_restore(adsp);
}

void adsp_rom_take_request(struct adsp *adsp)
{
	if (!(model_regs_get(adsp->dsp, adsp->chip->ipc.idr) & BUSY))
		return;
	switch (adsp->rom.state) {
	case ADSP_ROM_INIT:
	case ADSP_ROM_WAIT:
	case ADSP_ROM_STUCK:
		rom_request(adsp);
		break;
	case ADSP_ROM_RUNNING:
		adsp_ipc_request(adsp);
		break;
	default: /* busy verifying or dead: nobody looks */
		break;
	}
}

/* -- the image -- */

bool adsp_rom_wants(const struct adsp *adsp, unsigned stream, const char **why)
{
	unsigned tag = (unsigned)bits_get(model_regs_get(adsp->hda, 0x80 + 0x20 * stream), 23, 20);

	*why = NULL;
	if (adsp->rom.state != ADSP_ROM_WAIT || adsp->chip->code_loader)
		return false;
	if (adsp_fault(adsp, ADSP_FAULT_LENIENT))
		return stream >= adsp->chip->captures;
	if (!adsp->rom.requested || !adsp->rom.purge)
		*why = "the ROM was not asked for a download (no ROM request with PURGE_FW)";
	else if (stream != adsp->chip->captures + adsp->rom.channel)
		*why = "the ROM request named the channel of another stream";
	else if (tag != adsp->rom.channel + 1)
		*why = "its tag (SDCTL bits 23:20) is not the channel of the ROM request plus 1";
	else if (!adsp_hda_decoupled(adsp, stream))
		*why = "PPCTL.PROCEN is off: its data goes to the link, not to the DSP";
	return !*why;
}

void adsp_rom_receive(struct adsp *adsp, const uint8_t *data, uint32_t len)
{
	if (!range_inside(adsp->rom.received, len, ADSP_IMAGE_MAX))
		return;
	memcpy(adsp->rom.image + adsp->rom.received, data, len);
	if (adsp_fault(adsp, ADSP_FAULT_DMA_CORRUPT) && CORRUPT_AT >= adsp->rom.received &&
	    CORRUPT_AT - adsp->rom.received < len)
		adsp->rom.image[CORRUPT_AT] ^= 1;
	adsp->rom.received += len;
}

void adsp_rom_buffer_full(struct adsp *adsp)
{
	uint64_t need = adsp_image_need(adsp->chip, adsp->rom.image, adsp->rom.received);

	if (need > adsp->rom.received) {
		model_complain(&adsp->base, "SPIB ended after %u bytes, the image has %llu",
			       adsp->rom.received, (unsigned long long)need);
		return;
	}
	set_status(adsp, adsp->chip->rom_words->verifies, 0);
	enter(adsp, ADSP_ROM_VERIFY, VERIFY_NS);
}

/* For who wants to compare it with a file. */
static void note_image(struct adsp *adsp, unsigned error)
{
	char hash[SHA256_DIGEST_STRING_LENGTH];

	if (!adsp->base.host.note)
		return;
	SHA256Data(adsp->rom.image, adsp->rom.received, hash);
	if (error)
		model_note(&adsp->base, "image of %u bytes refused, error %u, SHA-256 %s",
			   adsp->rom.received, error, hash);
	else
		model_note(&adsp->base, "image of %u bytes taken, SHA-256 %s", adsp->rom.received,
			   hash);
}

static void verify(struct adsp *adsp)
{
	struct adsp_rom *rom = &adsp->rom;
	unsigned error = adsp_image_check(adsp->chip, rom->image, rom->received);
	uint32_t status, word;

	rom->kept = false;
	if (!error && adsp_fault_words(adsp, ADSP_PHASE_VERIFIES, &status, &word))
		error = word;
	note_image(adsp, error);
	if (error) {
		fail(adsp, error);
		return;
	}
	rom->kept = true;
	rom->kept_ipc4 = adsp_image_is_ipc4(adsp->chip, rom->image, rom->received);
	adsp_image_version(adsp->chip, rom->image, rom->received, rom->kept_version);
	adsp->firmware.ipc4 = rom->kept_ipc4;
	enter(adsp, ADSP_ROM_STARTING, FIRMWARE_NS);
}

static void firmware_entered(struct adsp *adsp)
{
	set_status(adsp, adsp->chip->rom_words->entered, 0);
	/* where that is not the ROM's own status word too */
	if (adsp->chip->rom_status != adsp->chip->window_base)
		put_le(adsp_window(adsp, 0) + FIRMWARE_STATUS, FIRMWARE_ENTERED, 4);
	if (adsp->firmware.ipc4)
		put_le(adsp_window(adsp, 0) + ABI_OFFSET, 1, 4);
	model_note(&adsp->base, "the firmware runs and speaks IPC%d", adsp->firmware.ipc4 ? 4 : 3);
	adsp_log_start(adsp);
	enter(adsp, ADSP_ROM_RUNNING, READY_NS);
}

static void init_done(struct adsp *adsp)
{
	uint32_t status, word;

	if (ends_here(adsp, ADSP_PHASE_STARTS))
		return;
	if (!adsp_fault_words(adsp, ADSP_PHASE_WAITS, &status, &word)) {
		wait_or_restore(adsp);
		return;
	}
	set_status(adsp, status, word);
	enter(adsp, ADSP_ROM_STUCK, ROM_INIT_NS);
}

void adsp_rom_step(struct adsp *adsp)
{
	switch (adsp->rom.state) {
	case ADSP_ROM_INIT:
		init_done(adsp);
		break;
	case ADSP_ROM_STUCK: /* goes on when the fault is cleared */
		enter(adsp, ADSP_ROM_INIT, ROM_INIT_NS);
		break;
	case ADSP_ROM_VERIFY:
		verify(adsp);
		break;
	case ADSP_ROM_STARTING:
		if (!ends_here(adsp, ADSP_PHASE_ENTERS))
			firmware_entered(adsp);
		break;
	case ADSP_ROM_RUNNING:
		if (!ends_here(adsp, ADSP_PHASE_RUNS) && !adsp_fault(adsp, ADSP_FAULT_NO_FW_READY))
			adsp_ipc_start(adsp);
		break;
	default:
		break;
	}
}
