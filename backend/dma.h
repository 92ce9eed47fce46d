/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory of ours that the device can reach. Each buffer is a region dma.NAME of the device: every verb
 * works on it, region->map is the memory and region->iova the address that the device uses. */
#ifndef BACKEND_DMA_H
#define BACKEND_DMA_H

#include <stdbool.h>
#include <stdint.h>

#include "backend/device.h"
#include "backend/support/err.h"

struct dma_request {
	const char *name; /* letters, digits, _ and -; the region becomes dma.NAME */
	uint64_t size;	  /* bytes, rounded up to the device's page size; with file: not used */
	bool fixed_iova; /* use iova as given; else the first free range that fits, below 4 GiB if any */
	uint64_t iova;
	const char *file; /* filled with a copy of this file's bytes; NULL: zeroed */
	unsigned flags;	  /* DMA_DEVICE_...; 0 = both directions */
};

/* EEXIST: the name or the address is taken; EINVAL: unaligned or outside the usable ranges (the hint
 * names them); ENOSPC: no free range is large enough; ENOMEM: no memory, or the memlock limit (the
 * hint says need, limit and what to set); EOPNOTSUPP: the transport has no DMA. A file is copied and
 * not mapped: the kernel refuses to lock pages of a file system for a device. */
bool dma_alloc(struct device *dev, const struct dma_request *request, struct region **ret,
	       struct err *err);
/* On failure the buffer stays: the device may still reach it. */
bool dma_free(struct device *dev, struct region *region, struct err *err);
void dma_free_all(struct device *dev); /* by device_close, whatever the transport answers */

/* Is anything of [iova, iova+size) in a buffer? The region, or NULL. */
struct region *dma_find(const struct device *dev, uint64_t iova, uint64_t size);

#endif
