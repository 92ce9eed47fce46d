/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/dsp/mutate.h"

#include <string.h>

#include "backend/dsp/loader.h"
#include "backend/support/bits.h"

/* -- where the register is -- */

struct spot {
	const struct region *region;
	uint64_t offset;
};

/* False while the boot has not yet found out where it is. */
static bool find_spot(const struct mutation_run *run, struct spot *ret)
{
	const struct mutation *m = run->mutation;
	const struct dsp *dsp = run->dsp;
	const uint32_t *caps = dsp->hda.caps;
	uint32_t stream = dsp->hda.captures; /* the one that stream.c takes */

	switch (m->where) {
	case MUTATE_CONFIG:
		*ret = (struct spot){ dsp->config, m->offset };
		return true;
	case MUTATE_BAR0:
		*ret = (struct spot){ dsp->bar0, m->offset };
		return true;
	case MUTATE_BAR4:
		*ret = (struct spot){ dsp->bar4, m->offset };
		return true;
	case MUTATE_PP:
		*ret = (struct spot){ dsp->bar0, caps[HDA_CAP_PP] + m->offset };
		return caps[HDA_CAP_PP];
	case MUTATE_SPIB:
		*ret = (struct spot){ dsp->bar0, caps[HDA_CAP_SPIB] + m->offset };
		return caps[HDA_CAP_SPIB];
	case MUTATE_STREAM:
		*ret = (struct spot){ dsp->bar0, SD_BASE + SD_STEP * stream + m->offset };
		return dsp->hda.playbacks;
	case MUTATE_LIMIT:
		*ret = (struct spot){ dsp->bar0,
				      caps[HDA_CAP_SPIB] + HDA_SPIB + 8 * stream + m->offset };
		return caps[HDA_CAP_SPIB];
	case MUTATE_IDR:
		*ret = (struct spot){ dsp->bar4, dsp->chip->ipc->idr };
		return true;
	case MUTATE_IDA:
		*ret = (struct spot){ dsp->bar4, dsp->chip->ipc->ida };
		return true;
	case MUTATE_IPCCTL:
		*ret = (struct spot){ dsp->bar4, dsp->chip->ipc->ctl };
		return true;
	}
	return false;
}

static uint32_t shifted(const struct mutation_run *run, uint32_t bits)
{
	return run->mutation->flags & MUTATE_OF_STREAM ? bits << run->dsp->hda.captures : bits;
}

/* Bits of the register as they stand in an access that may begin before or after it. */
struct view {
	uint64_t mask; /* the mutation's bits, in the access */
	int shift;     /* from the register to the access, to the left */
};

static uint64_t shift_left(uint64_t value, int by)
{
	return by >= 0 ? value << by : value >> -by;
}

static bool look(const struct mutation_run *run, const struct region *region, uint64_t offset,
		 unsigned width_bits, struct view *ret)
{
	struct spot spot;

	if (!find_spot(run, &spot) || region != spot.region || offset >= spot.offset + 4 ||
	    spot.offset >= offset + width_bits / 8)
		return false;
	ret->shift = (int)((int64_t)(spot.offset - offset) * 8);
	ret->mask =
		shift_left(shifted(run, run->mutation->mask), ret->shift) & bits_mask(width_bits);
	return ret->mask != 0;
}

/* -- at the gate -- */

static bool is_meant(const struct mutation_run *run, const struct view *view, uint64_t value)
{
	const struct mutation *m = run->mutation;

	if (m->flags & MUTATE_FIRST && run->written)
		return false;
	return !(m->flags & MUTATE_WHEN) ||
	       (value & view->mask) == (shift_left(m->when, view->shift) & view->mask);
}

static uint64_t instead_of(const struct mutation_run *run, const struct view *view, uint64_t value)
{
	const struct mutation *m = run->mutation;

	if (m->flags & MUTATE_HALF)
		return (value & view->mask) / 2 & view->mask;
	return shift_left(shifted(run, m->value), view->shift) & view->mask;
}

static void on_write(void *ctx, const struct region *region, uint64_t offset, unsigned width_bits,
		     uint64_t *value)
{
	struct mutation_run *run = ctx;
	struct view view;
	uint64_t changed;

	if (!look(run, region, offset, width_bits, &view))
		return;
	run->pretending = is_meant(run, &view, *value);
	run->written = true;
	if (!run->pretending)
		return;
	run->believed = (uint32_t)((run->believed & ~shift_left(view.mask, -view.shift)) |
				   shift_left(*value & view.mask, -view.shift));
	changed = (*value & ~view.mask) | instead_of(run, &view, *value);
	if (changed == *value)
		return;
	run->hits++;
	*value = changed;
}

static void on_read(void *ctx, const struct region *region, uint64_t offset, unsigned width_bits,
		    uint64_t *value)
{
	struct mutation_run *run = ctx;
	struct view view;

	/* A register that does not answer at all must not look as if it did. */
	if (!run->pretending || !(run->mutation->flags & MUTATE_PRETEND) ||
	    *value == bits_mask(width_bits) || !look(run, region, offset, width_bits, &view))
		return;
	*value = (*value & ~view.mask) | (shift_left(run->believed, view.shift) & view.mask);
}

/* -- before and after -- */

static bool set_bits(struct mutation_run *run, uint32_t value, uint32_t *ret_old, struct err *err)
{
	const struct mutation *m = run->mutation;
	uint32_t mask = shifted(run, m->mask);
	struct region *region;
	struct spot spot;
	uint64_t old;

	if (!find_spot(run, &spot))
		return true;
	region = device_find_region(run->dsp->dev, spot.region->name);
	if (!device_read(run->dsp->dev, region, spot.offset, m->width_bits, &old, err))
		return false;
	if (ret_old)
		*ret_old = (uint32_t)old;
	if ((old & mask) == (value & mask))
		return true;
	return device_write(run->dsp->dev, region, spot.offset, m->width_bits,
			    (old & ~(uint64_t)mask) | (value & mask), err);
}

static bool begin_register(struct mutation_run *run, struct err *err)
{
	if (run->mutation->flags & MUTATE_BEFORE) {
		if (!set_bits(run, shifted(run, run->mutation->value), &run->before, err))
			return err_prefix(err, "before %s", run->mutation->name);
		run->before_is_set = true;
	}
	run->filter = (struct gate_filter){ on_write, on_read, run };
	run->dsp->dev->filter = &run->filter;
	return true;
}

/* The first partition that the directory of the payload names: the manifest. 0: no directory. */
static uint32_t find_manifest(const struct dsp *dsp)
{
	enum { HEADER_LEN = 10, ENTRY_OFFSET = 12, ENTRY_SIZE = 24 };
	const uint8_t *bytes = dsp->payload;

	if (dsp->payload_size < 4096 || memcmp(bytes, "$CPD", 4))
		return 0;
	return get_le32(bytes + bytes[HEADER_LEN] + ENTRY_OFFSET) & 0xffffff;
}

/* Where the byte is that changes; the payload's size when there is none. */
static uint64_t find_byte(const struct mutation *m, const struct dsp *dsp)
{
	uint32_t manifest;

	if (m->flags & MUTATE_HALF)
		return dsp->payload_size / 2;
	if (!(m->flags & MUTATE_MANIFEST))
		return m->offset;
	manifest = find_manifest(dsp);
	return manifest ? (uint64_t)manifest + m->offset : dsp->payload_size;
}

static void begin_image(struct mutation_run *run)
{
	const struct mutation *m = run->mutation;
	struct dsp *dsp = run->dsp;
	uint64_t offset = find_byte(m, dsp);

	if (offset >= dsp->payload_size)
		return;
	run->hits++;
	if (!m->mask) {
		dsp->payload_size -= m->offset;
		return;
	}
	run->at = dsp->payload + offset;
	run->old = *run->at;
	*run->at ^= (uint8_t)m->mask;
}

bool mutation_begin(struct mutation_run *run, struct dsp *dsp, const struct mutation *mutation,
		    struct err *err)
{
	*run = (struct mutation_run){ .dsp = dsp,
				      .mutation = mutation,
				      .full_size = dsp->payload_size };
	if (mutation->kind == MUTATION_REGISTER)
		return begin_register(run, err);
	if (mutation->kind == MUTATION_IMAGE)
		begin_image(run);
	return true;
}

/* An address that no buffer of ours has: behind the last one. */
static uint64_t unmapped(const struct device *dev)
{
	uint64_t end = 0;

	for (size_t i = 0; i < dev->region_count; i++) {
		const struct region *region = dev->regions[i];

		if (region->kind == REGION_DMA && region->iova + region->size > end)
			end = region->iova + region->size;
	}
	return (end + 0xfffff) & ~UINT64_C(0xfffff);
}

void mutation_stream_ready(struct mutation_run *run)
{
	const struct mutation *m = run->mutation;
	struct region *list = device_find_region(run->dsp->dev, "dma." STREAM_BDL);
	uint32_t value;
	uint8_t *at;

	if (m->kind != MUTATION_LIST || !list || !list->map ||
	    !range_inside(m->offset, 8, list->size))
		return;
	run->hits++;
	at = (uint8_t *)(uintptr_t)list->map + m->offset;
	if (m->width_bits == 64) {
		put_le(at, unmapped(run->dsp->dev), 8);
		return;
	}
	value = get_le32(at);
	put_le(at, m->flags & MUTATE_HALF ? value / 2 & ~127u : (value & ~m->mask) | m->value, 4);
}

void mutation_end(struct mutation_run *run)
{
	struct err ignored = ERR_INIT;

	if (run->dsp->dev->filter == &run->filter)
		run->dsp->dev->filter = NULL;
	if (run->before_is_set)
		set_bits(run, run->before, NULL, &ignored);
	run->before_is_set = false;
	if (run->at)
		*run->at = run->old;
	run->at = NULL;
	run->dsp->payload_size = run->full_size;
}

bool mutation_fits(const struct mutation *m, const struct dsp *dsp)
{
	bool ace = dsp_chip_is_ace(dsp->chip);

	return !(m->flags & (ace ? MUTATE_CAVS : MUTATE_ACE));
}
