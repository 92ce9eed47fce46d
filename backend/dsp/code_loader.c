/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The code loader of Skylake and Kaby Lake: one stream descriptor in BAR4 that takes the image through a
 * buffer of 128 KiB, piece by piece. Facts: hda-loader-skl.c of Linux. */
#include "backend/dsp/code_loader.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "backend/dma.h"
#include "backend/dsp/dsp.h"
#include "backend/dsp/loader.h"
#include "backend/dsp/signal.h"
#include "backend/support/bits.h"

enum {
	CL_BASE = 0x80, /* BAR4; registers as in a stream descriptor of BAR0 */
	CL_SPBFCCTL = 0xa4,
	CL_SPIB = 0xa8,
	SPIB_ON = 1 << 0,
	PIECE = 0x20000,
	TAG = 1,
	IRQ_CL = 1 << 1, /* ADSPIC, ADSPIS */
	STS_COMPLETE = 1 << 2,
};

#define RUN_NS	 DSP_US(900) /* 300 reads, 3 us apart */
#define PIECE_NS DSP_MS(500)

static bool put(struct dsp *dsp, uint32_t reg, uint32_t value, struct err *err)
{
	return dsp_write(dsp, dsp->bar4, CL_BASE + reg, value, err);
}

/* CTL shares its dword with STS, whose bits are cleared by writing 1: they are written as 0. */
static bool ctl(struct dsp *dsp, uint32_t mask, uint32_t value, struct err *err)
{
	uint32_t old;

	if (!dsp_read(dsp, dsp->bar4, CL_BASE + SD_CTL, &old, err))
		return false;
	if ((old & mask) == value)
		return true;
	return put(dsp, SD_CTL, (old & 0xffffff & ~mask) | value, err);
}

static bool run(struct dsp *dsp, bool on, struct err *err)
{
	const struct dsp_wait follows = {
		.region = dsp->bar4,
		.offset = CL_BASE + SD_CTL,
		.mask = SD_CTL_RUN,
		.value = on ? SD_CTL_RUN : 0,
		.timeout_ns = RUN_NS,
		.what = "code loader CTL",
	};

	return ctl(dsp, SD_CTL_RUN, follows.value, err) && dsp_wait(dsp, &follows, err);
}

static bool clear(struct dsp *dsp, struct err *err)
{
	return run(dsp, false, err) &&
	       ctl(dsp, SD_CTL_INTERRUPTS | 0xfu << SD_CTL_TAG_SHIFT, 0, err) &&
	       put(dsp, SD_BDPL, 0, err) && put(dsp, SD_BDPU, 0, err) && put(dsp, SD_CBL, 0, err) &&
	       put(dsp, SD_LVI, 0, err);
}

static bool program(struct dsp *dsp, uint64_t list, struct err *err)
{
	uint32_t on = SD_CTL_INTERRUPTS | TAG << SD_CTL_TAG_SHIFT;

	return clear(dsp, err) && put(dsp, SD_BDPL, (uint32_t)list, err) &&
	       put(dsp, SD_BDPU, (uint32_t)(list >> 32), err) && put(dsp, SD_CBL, PIECE, err) &&
	       put(dsp, SD_LVI, 0, err) &&
	       ctl(dsp, SD_CTL_INTERRUPTS | 0xfu << SD_CTL_TAG_SHIFT, on, err);
}

bool code_loader_prepare(struct dsp *dsp, struct err *err)
{
	struct err ignored = ERR_INIT;
	struct region *buffer, *list;
	uint8_t *entry;

	if (dsp->stream.in_use && !code_loader_release(dsp, err))
		return false;
	dsp->stream = (struct dsp_stream){ .in_use = true, .tag = TAG, .size = dsp->payload_size };
	if (!stream_get_memory(dsp, STREAM_IMAGE, PIECE, DMA_DEVICE_READS, &buffer, err) ||
	    !stream_get_memory(dsp, STREAM_BDL, BDL_SIZE, DMA_DEVICE_READS, &list, err)) {
		code_loader_release(dsp, &ignored);
		return false;
	}
	/* One entry, as the driver's list has. */
	entry = (uint8_t *)(uintptr_t)list->map;
	put_le(entry, buffer->iova, 8);
	put_le(entry + 8, PIECE, 4);
	put_le(entry + 12, BDL_IOC, 4);
	dsp->stream.bdl_iova = list->iova;
	if (program(dsp, list->iova, err))
		return true;
	code_loader_release(dsp, &ignored);
	return false;
}

/* A full piece is over when the DMA says so. */
static bool wait_piece(struct dsp *dsp, struct err *err)
{
	const struct dsp_wait over = {
		.region = dsp->bar4,
		.offset = ADSP_ADSPIS,
		.mask = IRQ_CL,
		.value = IRQ_CL,
		.timeout_ns = PIECE_NS,
		.what = "ADSPIS.CLDMA",
	};
	uint64_t status;

	if (!dsp_wait(dsp, &over, err) ||
	    !device_read(dsp->dev, dsp->bar4, CL_BASE + SD_STS, 8, &status, err))
		return false;
	return status & STS_COMPLETE ||
	       err_set(err, EIO, "code loader STS 0x%02" PRIx64 ": its buffer is not complete",
		       status);
}

static bool send_piece(struct dsp *dsp, struct region *buffer, uint32_t at, struct err *err)
{
	uint32_t left = dsp->stream.size - at, len = left > PIECE ? PIECE : left;
	bool last = left <= PIECE;

	memcpy((void *)(uintptr_t)buffer->map, dsp->payload + at, len);
	/* What the piece before left must not be taken for this one's. */
	return device_write(dsp->dev, dsp->bar4, CL_BASE + SD_STS, 8, SD_STS_W1C, err) &&
	       dsp_update(dsp, dsp->bar4, ADSP_ADSPIC, IRQ_CL, last ? 0 : IRQ_CL, NULL, err) &&
	       dsp_update(dsp, dsp->bar4, CL_SPBFCCTL, SPIB_ON, SPIB_ON, NULL, err) &&
	       dsp_write(dsp, dsp->bar4, CL_SPIB, len, err) && run(dsp, true, err) &&
	       (last || wait_piece(dsp, err));
}

bool code_loader_send(struct dsp *dsp, struct err *err)
{
	struct region *buffer = device_find_region(dsp->dev, "dma." STREAM_IMAGE);

	if (!buffer)
		return err_set(err, ENOENT, "dma." STREAM_IMAGE " is gone: somebody freed it");
	for (uint32_t at = 0; at < dsp->stream.size; at += PIECE) {
		if (dsp->progress)
			dsp->progress(dsp->progress_ctx, at, dsp->stream.size);
		if (!send_piece(dsp, buffer, at, err))
			return err_prefix(err, "code loader at 0x%" PRIx32 " of 0x%" PRIx32, at,
					  dsp->stream.size);
	}
	/* Enabled for the driver's sake, the pieces' interrupts may have come. */
	return signal_rearm(dsp, err);
}

bool code_loader_position(struct dsp *dsp, uint32_t *ret, struct err *err)
{
	return dsp_read(dsp, dsp->bar4, CL_BASE + SD_LPIB, ret, err);
}

bool code_loader_stop(struct dsp *dsp, struct err *err)
{
	return run(dsp, false, err);
}

bool code_loader_release(struct dsp *dsp, struct err *err)
{
	struct err first = ERR_INIT, next = ERR_INIT;
	bool off, cleared;

	off = dsp_update(dsp, dsp->bar4, ADSP_ADSPIC, IRQ_CL, 0, NULL, &first) &&
	      dsp_update(dsp, dsp->bar4, CL_SPBFCCTL, SPIB_ON, 0, NULL, &first) &&
	      dsp_write(dsp, dsp->bar4, CL_SPIB, 0, &first);
	cleared = clear(dsp, &next);
	stream_free_memory(dsp, "dma." STREAM_IMAGE);
	stream_free_memory(dsp, "dma." STREAM_BDL);
	dsp->stream.in_use = false;
	if (!off || !cleared)
		*err = off ? next : first;
	return off && cleared;
}
