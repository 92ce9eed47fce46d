/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/dsp/loader.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "backend/dsp/ipc.h"
#include "backend/dsp/loader_steps.h"
#include "backend/dsp/status.h"
#include "backend/dsp/verdict.h"
#include "backend/support/bits.h"
#include "backend/support/num.h"

#define NEED(step) BIT(DSP_STEP_##step)

/* What a core that was switched off takes with it. */
#define CORE_STEPS                                                                             \
	(NEED(POWER) | NEED(PURGE) | NEED(IMR) | NEED(RUN) | NEED(WAIT_ACK) | NEED(WAIT_ROM) | \
	 NEED(WAIT_IMR) | NEED(TRANSFER) | NEED(WAIT_READY) | NEED(ALIVE))

/* ACE has no such steps: a core runs as soon as it has power, and nothing is gated. */
#define CAVS_STEPS (NEED(RUN) | NEED(GATE))
/* Nor has SKL these: its ROM takes no request. */
#define REQUEST_STEPS (NEED(PURGE) | NEED(IMR) | NEED(WAIT_ACK) | NEED(WAIT_IMR))

static const struct dsp_step steps[DSP_STEP_COUNT] = {
#define STEP(id, function, ...) [DSP_STEP_##id] = { DSP_STEP_##id, __VA_ARGS__, loader_##function },
#include "backend/dsp/steps.def"
#undef STEP
};

const struct dsp_step *dsp_step_get(enum dsp_step_id id)
{
	return &steps[id];
}

const struct dsp_step *dsp_step_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(steps); i++)
		if (!strcmp(steps[i].name, name))
			return &steps[i];
	return NULL;
}

unsigned dsp_step_deadline_ms(const struct dsp_step *step, const struct dsp_chip *chip)
{
	if ((step->id == DSP_STEP_WAIT_ROM || step->id == DSP_STEP_WAIT_IMR) && chip)
		return chip->rom_init_ms;
	return step->deadline_ms;
}

static unsigned absent(const struct dsp_chip *chip)
{
	if (dsp_chip_is_ace(chip))
		return CAVS_STEPS;
	return chip->quirks & DSP_CODE_LOADER ? REQUEST_STEPS : 0;
}

static bool chip_has(const struct dsp *dsp, const struct dsp_step *step, struct err *err)
{
	if (!(absent(dsp->chip) & BIT(step->id)))
		return true;
	err_set(err, ENOTSUP, "%s has no step %s", dsp_generation_name(dsp->chip->generation),
		step->name);
	if (dsp_chip_is_ace(dsp->chip))
		return err_hint(err, "its core 0 runs as soon as it has power (dsp power); 'boot "
				     "plan' shows the steps");
	return err_hint(err, "its ROM takes no request, it waits for the image (dsp stream); 'boot "
			     "plan' shows the steps");
}

/* Without a step, what that one needs is needed after it. */
static unsigned needs_of(const struct dsp *dsp, const struct dsp_step *step)
{
	unsigned without = absent(dsp->chip), needs = step->needs;

	for (size_t i = 0; i < ARRAY_SIZE(steps); i++)
		if (needs & without & BIT(i))
			needs = (needs & ~(unsigned)BIT(i)) | steps[i].needs;
	return needs;
}

/* A warm boot has other steps for the request and for getting the firmware to run. */
static unsigned holds(const struct dsp *dsp)
{
	return dsp->done | (dsp->done & NEED(IMR) ? NEED(PURGE) : 0) |
	       (dsp->done & NEED(WAIT_IMR) ? NEED(TRANSFER) : 0);
}

static bool needs_met(const struct dsp *dsp, const struct dsp_step *step, struct err *err)
{
	unsigned missing = needs_of(dsp, step) & ~holds(dsp);

	for (size_t i = 0; i < ARRAY_SIZE(steps); i++) {
		if (!(missing & BIT(i)))
			continue;
		err_set(err, EINVAL, "stage %s needs %s first", step->name, steps[i].name);
		return err_hint(err, "dsp %s; or everything in order: boot run", steps[i].name);
	}
	return true;
}

bool dsp_step_run(struct dsp *dsp, const struct dsp_step *step, struct dsp_report *ret,
		  struct err *err)
{
	struct dsp_report report = { .text = "" };
	uint64_t start = device_now_ns(dsp->dev);
	uint64_t accesses = dsp->dev->reads + dsp->dev->writes;

	if (dsp->dev->dry_run) {
		err_set(err, EINVAL, "writes are held back (dry run)");
		return err_hint(err,
				"a boot is no boot without writes; 'boot plan' shows its stages");
	}
	if (!chip_has(dsp, step, err) || !needs_met(dsp, step, err))
		return false;
	dsp->done &= ~(step->ends | (unsigned)BIT(step->id));
	dsp->powered |= step->id == DSP_STEP_POWER; /* in part, when it fails */
	if (!step->run(dsp, &report, err))
		return false;
	dsp->powered &= step->id != DSP_STEP_OFF;
	dsp->done |= (unsigned)BIT(step->id);
	report.elapsed_ns = device_now_ns(dsp->dev) - start;
	report.accesses = dsp->dev->reads + dsp->dev->writes - accesses;
	*ret = report;
	return true;
}

void dsp_step_assume(struct dsp *dsp, const struct dsp_step *step)
{
	dsp->done = (dsp->done & ~step->ends) | (unsigned)BIT(step->id);
}

void loader_say(struct dsp_report *report, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(report->text, sizeof(report->text), fmt, ap);
	va_end(ap);
}

/* -- steps that all generations share -- */

bool loader_stream(struct dsp *dsp, struct dsp_report *ret, struct err *err)
{
	char size[32];

	if (!dsp->payload) {
		err_set(err, EINVAL, "stage stream needs an image first");
		return err_hint(err, "boot open FILE");
	}
	if (dsp->chip->quirks & DSP_CODE_LOADER)
		return skl_stream(dsp, ret, err);
	if (!stream_prepare(dsp, err))
		return false;
	loader_say(ret, "stream %u tag %u, %s in dma." STREAM_IMAGE ", SPIB 0x%" PRIx32,
		   dsp->stream.index, dsp->stream.tag,
		   num_format_size(dsp->payload_size, size, sizeof(size)), dsp->payload_size);
	return true;
}

/* BUSY, type ROM_CONTROL */
#define ROM_REQUEST (IPC_BUSY | 0x01000000)

bool loader_imr(struct dsp *dsp, struct dsp_report *ret, struct err *err)
{
	if (!dsp_write(dsp, dsp->bar4, dsp->chip->ipc->idr, ROM_REQUEST, err))
		return false;
	loader_say(ret, "IPC request 0x%08" PRIx32, ROM_REQUEST);
	return true;
}

bool loader_purge(struct dsp *dsp, struct dsp_report *ret, struct err *err)
{
	/* PURGE_FW, and the DMA channel that brings the image. */
	uint32_t request = ROM_REQUEST | (uint32_t)BIT(14) | (dsp->stream.tag - 1) << 9;

	if (!dsp_write(dsp, dsp->bar4, dsp->chip->ipc->idr, request, err))
		return false;
	loader_say(ret, "IPC request 0x%08" PRIx32 ", channel %u", request, dsp->stream.tag - 1);
	return true;
}

bool loader_wait_rom(struct dsp *dsp, struct dsp_report *ret, struct err *err)
{
	char text[96];

	if (!dsp_wait_state(dsp, DSP_STATE_INIT_DONE, DSP_MS(dsp->chip->rom_init_ms), NULL,
			    dsp_hopeless, err))
		return false;
	loader_say(ret, "ROM status 0x%08" PRIx32 ": %s", dsp->waited.last,
		   dsp_status_format(dsp->chip->generation, dsp->waited.last, text, sizeof(text)));
	return true;
}

bool loader_wait_imr(struct dsp *dsp, struct dsp_report *ret, struct err *err)
{
	struct dsp_status status;

	if (dsp_wait_state(dsp, DSP_STATE_FW_ENTERED, DSP_MS(dsp->chip->rom_init_ms), NULL,
			   dsp_hopeless, err)) {
		loader_say(ret, "ROM status 0x%08" PRIx32 ": FW_ENTERED, nothing was loaded",
			   dsp->waited.last);
		return true;
	}
	dsp_status_decode(dsp->chip->generation, dsp->waited.last, &status);
	if (err->code == ETIMEDOUT && status.state == DSP_STATE_INIT_DONE)
		err_hint(err, "the ROM has no image to start: memory (IMR) lost it, or none was "
			      "booted since power-on; cold: boot run");
	return false;
}

/* Between two reads of the status: how far the DMA is. LPIB wraps to 0 at the end of the buffer. */
static bool transfer_tick(struct dsp *dsp, struct err *err)
{
	uint32_t at;

	if (!dsp->progress)
		return true;
	if (!stream_position(dsp, &at, err))
		return false;
	if (at <= dsp->stream.size)
		dsp->progress(dsp->progress_ctx, at, dsp->stream.size);
	return true;
}

/* The DMA itself may say that it is over. */
static bool transfer_hopeless(struct dsp *dsp)
{
	struct err ignored = ERR_INIT;
	uint8_t status;

	return dsp_hopeless(dsp) || (stream_status(dsp, &status, &ignored) &&
				     status & (SD_STS_FIFO_ERROR | SD_STS_DESCRIPTOR_ERROR));
}

/* What a DMA that did not finish may lack; NULL: it did. */
static const char *transfer_hint(const struct dsp *dsp, uint32_t at, uint8_t status)
{
	if (status & SD_STS_DESCRIPTOR_ERROR)
		return "the DMA could not read its list or the image: bus mastering, the IOMMU "
		       "mapping (dma list; dmesg: DMAR)? then: boot reset; boot run";
	if (status & SD_STS_FIFO_ERROR)
		return "the DMA ran empty: is the link kept awake (dsp ungate: L1SEN off), is "
		       "memory "
		       "reachable? then: boot reset; boot run";
	if (bits_get(dsp->waited.last, 27, 24) != DSP_WAIT_DMA_BUFFER_FULL)
		return NULL;
	if (!at)
		return "the DMA did not move: is the IOMMU mapping there (dma list), do stream tag "
		       "and purge channel agree? then: boot reset; boot run";
	if (at < dsp->stream.size)
		return "the DMA stopped, or is too slow: is memory mapped all the way (dma list), "
		       "the link awake (dsp ungate)? then: boot reset; boot run";
	return "all is sent and the ROM waits for more: do SPIB and CBL say the image's size, is "
	       "PROCEN set? then: boot reset; boot run";
}

/* err tells the ROM's status; add where the DMA stopped, and what to do if it never went. */
static void explain_transfer(struct dsp *dsp, struct err *err)
{
	struct err rom = *err, ignored = ERR_INIT;
	const char *hint, *event = "";
	uint8_t status;
	uint32_t at;

	if (err->code != ETIMEDOUT || !stream_position(dsp, &at, &ignored) ||
	    !stream_status(dsp, &status, &ignored))
		return;
	if (status & SD_STS_DESCRIPTOR_ERROR)
		event = ", SDSTS.DESE: descriptor error";
	else if (status & SD_STS_FIFO_ERROR)
		event = ", SDSTS.FIFOE: FIFO error";
	err_set(err, ETIMEDOUT, "%.170s; DMA at %" PRIu32 " of %" PRIu32 " bytes%s", rom.msg, at,
		dsp->stream.size, event);
	hint = transfer_hint(dsp, at, status);
	err_hint(err, "%s", hint ? hint : rom.hint);
}

bool loader_transfer(struct dsp *dsp, struct dsp_report *ret, struct err *err)
{
	struct err stop_err = ERR_INIT;
	struct dsp_waited seen;
	bool entered, mastered;
	char size[32], time[32];

	if (dsp->chip->quirks & DSP_CODE_LOADER)
		return skl_transfer(dsp, ret, err);
	if (!dsp_bus_master_on(dsp, &mastered, err) || !stream_start(dsp, err))
		return false;
	entered = dsp_wait_state(dsp, DSP_STATE_FW_ENTERED, DSP_MS(3000), transfer_tick,
				 transfer_hopeless, err);
	seen = dsp->waited;
	if (!entered)
		explain_transfer(dsp, err);
	/* The stream stops whatever came of it. */
	if (!stream_stop(dsp, &stop_err) && entered) {
		*err = stop_err;
		return err_prefix(err, "stopping the stream");
	}
	if (!entered)
		return false;
	if (dsp->progress)
		dsp->progress(dsp->progress_ctx, dsp->stream.size, dsp->stream.size);
	loader_say(ret, "%s in %s, ROM status 0x%08" PRIx32 ": FW_ENTERED%s",
		   num_format_size(dsp->stream.size, size, sizeof(size)),
		   num_format_time(seen.elapsed_ns, time, sizeof(time)), seen.last,
		   mastered ? "; bus mastering switched on" : "");
	return true;
}

bool loader_cleanup(struct dsp *dsp, struct dsp_report *ret, struct err *err)
{
	unsigned index = dsp->stream.index;

	if (dsp->chip->quirks & DSP_CODE_LOADER)
		return skl_cleanup(dsp, ret, err);
	if (!stream_release(dsp, err))
		return err_prefix(err, "releasing stream %u", index);
	loader_say(ret, "stream %u released, DMA memory freed", index);
	return true;
}

/* A firmware that is ready but cannot interrupt is of no use to a driver that waits for it. */
static bool await_ready(struct dsp *dsp, struct ipc_message *ret, struct err *err)
{
	uint32_t primary;

	if (!ipc_wait(dsp, DSP_MS(2000), &primary, err))
		return err_prefix(err, "FW_READY");
	if (dsp->signal.heard == DSP_HEARD_LOST && ipc_is_ready(primary)) {
		signal_explain_lost(dsp, "FW_READY", err);
		return false; /* said here, for the analyzer's sake */
	}
	return ipc_take(dsp, primary, ret, err) || err_prefix(err, "FW_READY");
}

/* The driver refuses another major number, too: messages would mean something else. */
static bool check_abi(const struct ipc_version *version, struct err *err)
{
	char text[120];

	if (bits_get(version->abi, 31, 24) == IPC3_ABI_MAJOR)
		return true;
	err_set(err, EPROTO, "%s: not ABI %d", ipc_version_format(version, text, sizeof(text)),
		IPC3_ABI_MAJOR);
	return err_hint(err,
			"firmware for another driver: boot open FILE takes any image, fw info FILE "
			"shows what one is");
}

bool loader_wait_ready(struct dsp *dsp, struct dsp_report *ret, struct err *err)
{
	struct ipc_version version = { .ipc = 0 };
	struct ipc_message message;
	char text[120], heard[40];
	unsigned ipc;

	if (!await_ready(dsp, &message, err))
		return false;
	ipc = ipc_is_ready(message.primary);
	if (!ipc) {
		err_set(err, EPROTO, "FW_READY: the DSP sent 0x%08" PRIx32 " instead",
			message.primary);
		return err_hint(err, "firmware of another kind? try: fw info FILE");
	}
	dsp->ipc = ipc;
	if (ipc == 3 && (!ipc3_parse_ready(message.payload, message.size, &version, err) ||
			 !check_abi(&version, err)))
		return err_prefix(err, "FW_READY");
	dsp->version = version;
	dsp->version.ipc = ipc;
	loader_say(ret, "FW_READY 0x%08" PRIx32 ": %s%s", message.primary,
		   ipc == 3 ? ipc_version_format(&dsp->version, text, sizeof(text)) : "IPC4",
		   signal_text(dsp, heard, sizeof(heard)));
	return true;
}

bool loader_alive(struct dsp *dsp, struct dsp_report *ret, struct err *err)
{
	struct ipc_version version;
	char text[120], heard[40];

	if (!ipc_alive(dsp, &version, err))
		return false;
	loader_say(ret, "answered: %s%s", ipc_version_format(&version, text, sizeof(text)),
		   signal_text(dsp, heard, sizeof(heard)));
	return true;
}
