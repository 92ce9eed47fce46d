/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory that a simulated device reaches: what was mapped for it, and nothing else. */
#include "backend/transport/sim_parts.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"

enum { DMA_PAGE = 4096 };

/* -- the device's side -- */

static struct sim_mapping *find_mapping(struct sim *sim, uint64_t iova)
{
	for (size_t i = 0; i < sim->mapping_count; i++)
		if (range_inside(iova - sim->mappings[i].iova, 1, sim->mappings[i].size) &&
		    iova >= sim->mappings[i].iova)
			return &sim->mappings[i];
	return NULL;
}

static bool reachable(struct sim *sim, uint64_t iova, size_t len, unsigned flag)
{
	while (len) {
		struct sim_mapping *map = find_mapping(sim, iova);
		uint64_t left;

		if (!map || !(map->flags & flag))
			return false;
		left = map->size - (iova - map->iova);
		if (len <= left)
			return true;
		iova += left;
		len -= (size_t)left;
	}
	return true;
}

/* Both directions in one: exactly one of to and from is set. */
static bool dma_copy(struct sim *sim, uint64_t iova, uint8_t *to, const uint8_t *from, size_t len)
{
	if (len > UINT64_MAX - iova)
		return false;
	if (!reachable(sim, iova, len, to ? DMA_DEVICE_READS : DMA_DEVICE_WRITES))
		return false;
	while (len) {
		struct sim_mapping *map = find_mapping(sim, iova);
		uint64_t at = iova - map->iova;
		size_t part = len < map->size - at ? len : (size_t)(map->size - at);

		if (to)
			memcpy(to, map->memory + at, part);
		else
			memcpy(map->memory + at, from, part);
		to = to ? to + part : NULL;
		from = from ? from + part : NULL;
		iova += part;
		len -= part;
	}
	return true;
}

static bool trace_dma(struct sim *sim, bool done, bool device_writes, uint64_t iova, size_t len)
{
	if (done && device_is_traced(sim->dev))
		trace_tap_dma(&sim->dev->tap, device_trace_now_ns(sim->dev), device_writes, iova,
			      len);
	return done;
}

bool sim_host_dma_read(void *ctx, uint64_t iova, void *buf, size_t len)
{
	return trace_dma(ctx, dma_copy(ctx, iova, buf, NULL, len), false, iova, len);
}

bool sim_host_dma_write(void *ctx, uint64_t iova, const void *buf, size_t len)
{
	return trace_dma(ctx, dma_copy(ctx, iova, NULL, buf, len), true, iova, len);
}

/* -- the user's side -- */

/* Page size and ranges of a machine with Intel VT-d: everything but the interrupt window. */
bool sim_dma_limits(struct device *dev, struct dma_limits *ret, struct err *err)
{
	(void)dev, (void)err;
	*ret = (struct dma_limits){
		.page_size = DMA_PAGE,
		.range_count = 2,
		.ranges = { { 0, 0xfedfffff }, { 0xfef00000, 0x7fffffffff } },
	};
	return true;
}

static bool check_mapping(struct device *dev, uint64_t iova, uint64_t size, struct err *err)
{
	struct sim *sim = sim_of(dev);
	struct dma_limits limits;

	if (!size || (iova | size) % DMA_PAGE)
		return err_set(err, EINVAL,
			       "0x%" PRIx64 " bytes at 0x%" PRIx64 " are not whole pages", size,
			       iova);
	for (size_t i = 0; i < sim->mapping_count; i++)
		if (iova < sim->mappings[i].iova + sim->mappings[i].size &&
		    sim->mappings[i].iova < iova + size)
			return err_set(err, EEXIST, "0x%" PRIx64 " is already mapped", iova);
	sim_dma_limits(dev, &limits, err);
	for (unsigned i = 0; i < limits.range_count; i++)
		if (iova >= limits.ranges[i].first &&
		    range_inside(iova - limits.ranges[i].first, size,
				 limits.ranges[i].last - limits.ranges[i].first + 1))
			return true;
	return err_set(err, EINVAL, "the device cannot use addresses 0x%" PRIx64 "+0x%" PRIx64,
		       iova, size);
}

bool sim_dma_map(struct device *dev, void *memory, uint64_t iova, uint64_t size, unsigned flags,
		 struct err *err)
{
	struct sim *sim = sim_of(dev);

	if (!check_mapping(dev, iova, size, err))
		return false;
	sim->mappings =
		xreallocarray(sim->mappings, sim->mapping_count + 1, sizeof(*sim->mappings));
	sim->mappings[sim->mapping_count++] = (struct sim_mapping){ iova, size, memory, flags };
	return true;
}

bool sim_dma_unmap(struct device *dev, uint64_t iova, uint64_t size, struct err *err)
{
	struct sim *sim = sim_of(dev);

	for (size_t i = 0; i < sim->mapping_count; i++) {
		if (sim->mappings[i].iova != iova || sim->mappings[i].size != size)
			continue;
		sim->mappings[i] = sim->mappings[--sim->mapping_count];
		return true;
	}
	return err_set(err, ENOENT, "nothing of 0x%" PRIx64 " bytes is mapped at 0x%" PRIx64, size,
		       iova);
}
