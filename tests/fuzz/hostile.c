/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/fuzz/hostile.h"

#include <stdlib.h>
#include <string.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"

enum { POKE_SIZE = 8, READS_MAX = 200000 };

static const struct {
	const char *name;
	enum region_kind kind;
	uint64_t size;
} shapes[HOSTILE_REGIONS] = {
	[HOSTILE_BAR0] = { "bar0", REGION_BAR, 0x4000 },
	[HOSTILE_BAR4] = { "bar4", REGION_BAR, 0x100000 },
	[HOSTILE_CONFIG] = { "config", REGION_CONFIG, 256 },
};

static void poke(struct hostile *h)
{
	unsigned region;
	uint64_t offset;

	while (h->left >= POKE_SIZE && h->pokes[0] <= h->reads % 256) {
		region = h->pokes[1] % HOSTILE_REGIONS;
		/* Where a window or a mailbox begins is hit more often than by chance. */
		offset = get_le16(h->pokes + 2) * UINT64_C(4) + (h->pokes[1] >> 4) * 0x10000;
		put_le(h->memory[region] + offset % shapes[region].size, get_le32(h->pokes + 4), 4);
		h->pokes += POKE_SIZE;
		h->left -= POKE_SIZE;
	}
}

static bool do_read(struct device *dev, const struct region *region, uint64_t offset,
		    unsigned width_bits, uint64_t *ret, struct err *err)
{
	struct hostile *h = dev->priv;

	(void)err;
	/* What waits for ever must have been waiting on the clock. */
	hostile_check(++h->reads < READS_MAX);
	poke(h);
	*ret = get_le(h->memory[region->index] + offset, width_bits / 8);
	if (h->on_read)
		h->on_read(h, region->index, offset);
	return true;
}

static bool do_write(struct device *dev, const struct region *region, uint64_t offset,
		     unsigned width_bits, uint64_t value, struct err *err)
{
	struct hostile *h = dev->priv;

	(void)err;
	/* The doorbells as hardware has them: acknowledging clears. */
	if (region->index == HOSTILE_BAR4 && (offset == 0xc0 || offset == 0xd4))
		value = get_le(h->memory[region->index] + offset, width_bits / 8) & ~value;
	put_le(h->memory[region->index] + offset, value, width_bits / 8);
	return true;
}

static uint64_t now(struct device *dev)
{
	return ((struct hostile *)dev->priv)->now_ns += 1000;
}

static void pass_time(struct device *dev, uint64_t ns)
{
	((struct hostile *)dev->priv)->now_ns += ns;
}

static bool dma_limits(struct device *dev, struct dma_limits *ret, struct err *err)
{
	(void)dev, (void)err;
	*ret = (struct dma_limits){ .page_size = 4096,
				    .range_count = 1,
				    .ranges = { { 0, 0xffffffff } } };
	return true;
}

static bool dma_map(struct device *dev, void *memory, uint64_t iova, uint64_t size, unsigned flags,
		    struct err *err)
{
	(void)dev, (void)memory, (void)iova, (void)size, (void)flags, (void)err;
	return true;
}

static bool dma_unmap(struct device *dev, uint64_t iova, uint64_t size, struct err *err)
{
	(void)dev, (void)iova, (void)size, (void)err;
	return true;
}

static void close_nothing(struct device *dev)
{
	(void)dev;
}

static const struct transport_ops ops = {
	.name = "hostile",
	.close = close_nothing,
	.read = do_read,
	.write = do_write,
	.dma_limits = dma_limits,
	.dma_map = dma_map,
	.dma_unmap = dma_unmap,
	.now_ns = now,
	.sleep_ns = pass_time,
};

void hostile_start(struct hostile *h)
{
	struct err err = ERR_INIT;

	*h = (struct hostile){ .dev = xcalloc(1, sizeof(*h->dev)) };
	h->dev->ops = &ops;
	h->dev->priv = h;
	h->dev->pci = (struct pci_id){
		.known = true, .vendor = 0x8086, .device = 0xa0c8, .class_code = DSP_CLASS_AUDIO_DSP
	};
	for (unsigned i = 0; i < HOSTILE_REGIONS; i++) {
		struct region region = { .kind = shapes[i].kind,
					 .index = i,
					 .flags = REGION_CAN_READ | REGION_CAN_WRITE,
					 .size = shapes[i].size };

		strcpy(region.name, shapes[i].name);
		device_add_region(h->dev, &region);
		h->memory[i] = xcalloc(1, shapes[i].size);
	}
	put_le(h->memory[HOSTILE_BAR0] + HDA_GCAP, 0x01009701, 4);
	put_le(h->memory[HOSTILE_BAR0] + HDA_LLCH, 0x800, 2);
	put_le(h->memory[HOSTILE_BAR0] + 0x800, 0x00030700, 4);
	put_le(h->memory[HOSTILE_BAR0] + 0x700, 0x00040000, 4);
	hostile_check(dsp_init(h->dev, &h->dsp, &err));
}

void hostile_feed(struct hostile *h, const uint8_t *pokes, size_t len)
{
	h->pokes = pokes;
	h->left = len;
}

void hostile_stop(struct hostile *h)
{
	hostile_feed(h, NULL, 0);
	h->reads = 0;
	dsp_finish(&h->dsp);
	device_close(h->dev);
	for (unsigned i = 0; i < HOSTILE_REGIONS; i++)
		free(h->memory[i]);
}

void hostile_check_err(bool ok, const struct err *err)
{
	hostile_check(ok || (err->code && err->msg[0]));
}
