/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/dsp/stream.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "backend/dma.h"
#include "backend/dsp/dsp.h"
#include "backend/support/bits.h"

#define RUN_NS	    DSP_US(300)
#define RESET_READS 300 /* without a pause, as the driver reads the reset bit back */

unsigned stream_build_bdl(void *list, uint64_t iova, uint32_t size)
{
	uint32_t half = size / 2 / BDL_ALIGN * BDL_ALIGN;
	uint8_t *entry = list;

	if (!half || iova % BDL_ALIGN || iova > UINT64_MAX - size)
		return 0;
	put_le(entry, iova, 8);
	put_le(entry + 8, half, 4);
	put_le(entry + 12, 0, 4);
	entry += BDL_ENTRY_SIZE;
	put_le(entry, iova + half, 8);
	put_le(entry + 8, size - half, 4);
	put_le(entry + 12, BDL_IOC, 4);
	return 2;
}

/* -- registers of a stream -- */

static uint32_t sd(unsigned index, uint32_t reg)
{
	return SD_BASE + SD_STEP * index + reg;
}

bool stream_ctl_update(struct dsp *dsp, unsigned index, uint32_t mask, uint32_t value,
		       struct err *err)
{
	uint32_t old;

	if (!dsp_read(dsp, dsp->bar0, sd(index, SD_CTL), &old, err))
		return false;
	if ((old & mask) == value)
		return true;
	old &= 0xffffff;
	return dsp_write(dsp, dsp->bar0, sd(index, SD_CTL), (old & ~mask) | value, err);
}

bool stream_put(struct dsp *dsp, unsigned index, uint32_t reg, unsigned width_bits, uint64_t value,
		struct err *err)
{
	return device_write(dsp->dev, dsp->bar0, sd(index, reg), width_bits, value, err);
}

bool stream_put_list(struct dsp *dsp, unsigned index, uint64_t iova, struct err *err)
{
	return stream_put(dsp, index, SD_BDPL, 32, (uint32_t)iova, err) &&
	       stream_put(dsp, index, SD_BDPU, 32, iova >> 32, err);
}

bool stream_decouple(struct dsp *dsp, unsigned index, bool on, struct err *err)
{
	uint32_t bit = (uint32_t)BIT(index);

	return dsp_update(dsp, dsp->bar0, dsp->hda.caps[HDA_CAP_PP] + HDA_PPCTL, bit, on ? bit : 0,
			  NULL, err);
}

/* -- the code loader's stream -- */

static bool ctl_update(struct dsp *dsp, uint32_t mask, uint32_t value, struct err *err)
{
	return stream_ctl_update(dsp, dsp->stream.index, mask, value, err);
}

static bool put(struct dsp *dsp, uint32_t reg, unsigned width_bits, uint64_t value, struct err *err)
{
	return stream_put(dsp, dsp->stream.index, reg, width_bits, value, err);
}

static bool procen(struct dsp *dsp, bool on, struct err *err)
{
	return stream_decouple(dsp, dsp->stream.index, on, err);
}

static bool spib(struct dsp *dsp, uint32_t size, struct err *err)
{
	uint32_t base = dsp->hda.caps[HDA_CAP_SPIB], bit = (uint32_t)BIT(dsp->stream.index);

	return dsp_update(dsp, dsp->bar0, base + HDA_SPBFCCTL, bit, size ? bit : 0, NULL, err) &&
	       dsp_write(dsp, dsp->bar0, base + HDA_SPIB + 8 * dsp->stream.index, size, err);
}

bool stream_stop(struct dsp *dsp, struct err *err)
{
	const struct dsp_wait stopped = {
		.region = dsp->bar0,
		.offset = sd(dsp->stream.index, SD_CTL),
		.mask = SD_CTL_RUN,
		.value = 0,
		.timeout_ns = RUN_NS,
		.what = "stream CTL",
		.field = "RUN",
	};
	const volatile sig_atomic_t *stop = dsp->dev->stop;
	bool done;

	/* It is what an interrupted boot must still do, and it is short. */
	dsp->dev->stop = NULL;
	done = ctl_update(dsp, SD_CTL_RUN | SD_CTL_INTERRUPTS, 0, err) &&
	       dsp_wait(dsp, &stopped, err) && put(dsp, SD_STS, 8, SD_STS_W1C, err);
	dsp->dev->stop = stop;
	return done;
}

static bool reset_bit(struct dsp *dsp, uint32_t value, struct err *err)
{
	uint32_t ctl;

	if (!ctl_update(dsp, SD_CTL_SRST, value, err))
		return false;
	if (!value && !dsp_pause(dsp, DSP_US(3), err))
		return false;
	for (unsigned i = 0; i < RESET_READS; i++) {
		if (!dsp_read(dsp, dsp->bar0, sd(dsp->stream.index, SD_CTL), &ctl, err))
			return false;
		if ((ctl & SD_CTL_SRST) == value)
			return true;
	}
	err_set(err, ETIMEDOUT, "stream %u CTL 0x%08" PRIx32 ": SRST does not become %u (%u reads)",
		dsp->stream.index, ctl, value, RESET_READS);
	return err_hint(err, "try: boot reset");
}

static bool stream_reset(struct dsp *dsp, struct err *err)
{
	return stream_stop(dsp, err) && reset_bit(dsp, SD_CTL_SRST, err) && reset_bit(dsp, 0, err);
}

/* -- memory -- */

bool stream_get_memory(struct dsp *dsp, const char *name, uint64_t size, unsigned flags,
		       struct region **ret, struct err *err)
{
	const struct dma_request request = { .name = name, .size = size, .flags = flags };
	struct region *region;

	if (!dma_alloc(dsp->dev, &request, &region, err))
		return false;
	if (!dsp->hda.addr64 && region->iova + region->size - 1 > UINT32_MAX)
		return err_set(err, ERANGE,
			       "dma.%s at 0x%" PRIx64 ": this controller reaches 4 GiB only", name,
			       region->iova);
	*ret = region;
	return true;
}

void stream_free_memory(struct dsp *dsp, const char *name)
{
	struct region *region = device_find_region(dsp->dev, name);
	struct err ignored = ERR_INIT;

	if (region)
		dma_free(dsp->dev, region, &ignored);
}

/* -- the stream's life -- */

/* PROCEN has to be off while FMT is written on some chips. */
static bool write_format(struct dsp *dsp, struct err *err)
{
	bool quirk = dsp->chip->quirks & DSP_PROCEN_FMT;

	return (!quirk || procen(dsp, false, err)) &&
	       put(dsp, SD_FMT, 16, SD_CODE_LOADER_FORMAT, err) &&
	       (!quirk || procen(dsp, true, err));
}

static bool program(struct dsp *dsp, unsigned entries, struct err *err)
{
	const struct dsp_stream *stream = &dsp->stream;
	uint32_t tag = stream->tag << SD_CTL_TAG_SHIFT;

	return ctl_update(dsp, 0xfu << SD_CTL_TAG_SHIFT, tag, err) &&
	       put(dsp, SD_CBL, 32, stream->size, err) && write_format(dsp, err) &&
	       put(dsp, SD_LVI, 16, entries - 1, err) &&
	       stream_put_list(dsp, stream->index, stream->bdl_iova, err) &&
	       spib(dsp, stream->size, err);
}

static bool fill_memory(struct dsp *dsp, unsigned *ret, struct err *err)
{
	struct region *image, *bdl;

	if (!stream_get_memory(dsp, STREAM_IMAGE, dsp->payload_size, DMA_DEVICE_READS, &image,
			       err) ||
	    !stream_get_memory(dsp, STREAM_BDL, BDL_SIZE, DMA_DEVICE_READS, &bdl, err))
		return false;
	/* Our own memory: not a device access. */
	memcpy((void *)(uintptr_t)image->map, dsp->payload, dsp->payload_size);
	*ret = stream_build_bdl((void *)(uintptr_t)bdl->map, image->iova, dsp->payload_size);
	if (!*ret)
		return err_set(err, EINVAL, "no buffer list for %" PRIu32 " bytes at 0x%" PRIx64,
			       dsp->payload_size, image->iova);
	dsp->stream.bdl_iova = bdl->iova;
	return true;
}

bool stream_prepare(struct dsp *dsp, struct err *err)
{
	struct dsp_stream *stream = &dsp->stream;
	struct err ignored = ERR_INIT;
	unsigned entries;

	if (stream->in_use && !stream_release(dsp, err))
		return false;
	stream->index = dsp->hda.captures; /* the first playback */
	stream->tag = 1;
	stream->size = dsp->payload_size;
	stream->in_use = true;
	if (fill_memory(dsp, &entries, err) && procen(dsp, true, err) && stream_reset(dsp, err) &&
	    program(dsp, entries, err))
		return true;
	stream_release(dsp, &ignored);
	return false;
}

bool stream_start(struct dsp *dsp, struct err *err)
{
	uint32_t bits = SD_CTL_RUN | SD_CTL_INTERRUPTS;

	return ctl_update(dsp, bits, bits, err);
}

bool stream_status(struct dsp *dsp, uint8_t *ret, struct err *err)
{
	uint64_t value;

	if (!device_read(dsp->dev, dsp->bar0, sd(dsp->stream.index, SD_STS), 8, &value, err))
		return false;
	*ret = (uint8_t)value;
	return true;
}

bool stream_position(struct dsp *dsp, uint32_t *ret, struct err *err)
{
	return dsp_read(dsp, dsp->bar0, sd(dsp->stream.index, SD_LPIB), ret, err);
}

bool stream_release(struct dsp *dsp, struct err *err)
{
	struct err first = ERR_INIT, next = ERR_INIT;

	/* Memory goes back only after the device was told to stop; each part is tried. */
	if (!stream_stop(dsp, &next) && !first.code)
		first = next;
	if (!spib(dsp, 0, &next) && !first.code)
		first = next;
	if ((!stream_put_list(dsp, dsp->stream.index, 0, &next) ||
	     !put(dsp, SD_CTL, 32, 0, &next) || !procen(dsp, false, &next)) &&
	    !first.code)
		first = next;
	stream_free_memory(dsp, "dma." STREAM_IMAGE);
	stream_free_memory(dsp, "dma." STREAM_BDL);
	dsp->stream.in_use = false;
	if (first.code)
		*err = first;
	return !first.code;
}
