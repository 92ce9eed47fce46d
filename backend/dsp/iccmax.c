/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An idle capture stream around a boot. On Ice Lake and Tiger Lake the driver keeps one running, with the
 * largest latency tolerance, so that the current does not peak (ICCMAX) when the DSP starts. A boot
 * succeeds without it. Facts: hda-loader.c of Linux. */
#include <errno.h>
#include <inttypes.h>

#include "backend/dma.h"
#include "backend/dsp/loader_steps.h"

enum {
	CAPTURE = 0, /* the first stream descriptor */
	BUFFER_SIZE = 4096,
	LTRP_OWN = 0x3f,
	LTRP_LARGEST = 95, /* or-ed in as it is: also bit 6, which does not belong to the field */
};

static bool read_ltrp(struct dsp *dsp, uint8_t *ret, struct err *err)
{
	uint64_t value;

	if (!device_read(dsp->dev, dsp->bar0, HDA_LTRP, 8, &value, err))
		return false;
	*ret = (uint8_t)value;
	return true;
}

static bool write_ltrp(struct dsp *dsp, uint8_t value, struct err *err)
{
	return device_write(dsp->dev, dsp->bar0, HDA_LTRP, 8, value, err);
}

static bool program(struct dsp *dsp, struct err *err)
{
	struct region *buffer, *bdl;
	unsigned entries;

	if (!stream_get_memory(dsp, ICCMAX_BUFFER, BUFFER_SIZE, DMA_DEVICE_WRITES, &buffer, err) ||
	    !stream_get_memory(dsp, ICCMAX_BDL, BDL_SIZE, DMA_DEVICE_READS, &bdl, err))
		return false;
	entries = stream_build_bdl((void *)(uintptr_t)bdl->map, buffer->iova, BUFFER_SIZE);
	return stream_put_list(dsp, CAPTURE, bdl->iova, err) &&
	       stream_put(dsp, CAPTURE, SD_CBL, 32, BUFFER_SIZE, err) &&
	       stream_put(dsp, CAPTURE, SD_LVI, 16, entries - 1, err) &&
	       stream_decouple(dsp, CAPTURE, true, err);
}

bool iccmax_start(struct dsp *dsp, struct err *err)
{
	struct err ignored = ERR_INIT;
	uint8_t ltrp;

	if (!dsp->hda.captures)
		return err_set(err, ENODEV, "GCAP has no capture stream");
	if (dsp->iccmax.in_use && !iccmax_stop(dsp, err))
		return false;
	if (!read_ltrp(dsp, &ltrp, err))
		return false;
	dsp->iccmax = (struct dsp_iccmax){ .in_use = true, .ltrp = ltrp };
	if (program(dsp, err) && write_ltrp(dsp, (ltrp & ~LTRP_OWN) | LTRP_LARGEST, err) &&
	    stream_ctl_update(dsp, CAPTURE, SD_CTL_RUN, SD_CTL_RUN, err))
		return true;
	iccmax_stop(dsp, &ignored);
	return false;
}

bool iccmax_stop(struct dsp *dsp, struct err *err)
{
	struct err first = ERR_INIT, next = ERR_INIT;

	bool stopped, undone;

	stopped = stream_ctl_update(dsp, CAPTURE, SD_CTL_RUN, 0, &first) &&
		  stream_put_list(dsp, CAPTURE, 0, &first) &&
		  stream_put(dsp, CAPTURE, SD_CTL, 32, 0, &first);
	undone = stream_decouple(dsp, CAPTURE, false, &next) &&
		 write_ltrp(dsp, dsp->iccmax.ltrp, &next);
	stream_free_memory(dsp, "dma." ICCMAX_BUFFER);
	stream_free_memory(dsp, "dma." ICCMAX_BDL);
	dsp->iccmax.in_use = false;
	if (!stopped || !undone)
		*err = stopped ? next : first;
	return stopped && undone;
}

bool loader_iccmax(struct dsp *dsp, struct dsp_report *ret, struct err *err)
{
	if (!iccmax_start(dsp, err))
		return false;
	loader_say(ret, "stream %u runs, LTRP 0x%02x -> 0x%02x", CAPTURE, dsp->iccmax.ltrp,
		   (dsp->iccmax.ltrp & ~LTRP_OWN) | LTRP_LARGEST);
	return true;
}

bool loader_iccmax_end(struct dsp *dsp, struct dsp_report *ret, struct err *err)
{
	if (!iccmax_stop(dsp, err))
		return err_prefix(err, "stopping stream %u", CAPTURE);
	loader_say(ret, "stream %u stopped, LTRP 0x%02x", CAPTURE, dsp->iccmax.ltrp);
	return true;
}
