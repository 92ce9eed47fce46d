/* SPDX-License-Identifier: GPL-2.0-or-later */
/* DMA through the container's type1 IOMMU. */
#include "backend/transport/vfio.h"

#include <errno.h>
#include <inttypes.h>
#include <linux/vfio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"

enum { MAX_INFO = 65536 };

/* The caller frees *ret, whose argsz says how much of it is valid. */
static bool get_info(const struct vfio *vfio, struct vfio_iommu_type1_info **ret, struct err *err)
{
	uint32_t size = sizeof(struct vfio_iommu_type1_info);

	for (;;) {
		struct vfio_iommu_type1_info *info = xcalloc(1, size);

		info->argsz = size;
		if (vfio->sys->control(vfio->container.fd, STEP_DMA_INFO, info) < 0) {
			int code = errno;

			free(info);
			return vfio_fail(vfio, STEP_DMA_INFO, code, err);
		}
		if (info->argsz <= size || info->argsz > MAX_INFO) {
			info->argsz = size;
			*ret = info;
			return true;
		}
		size = info->argsz;
		free(info);
	}
}

/* Where the capability of usable ranges is in info, 0 if nowhere. The chain's members are aligned to
 * 4 bytes only, so they are copied out before they are looked at. */
static uint32_t find_ranges(const struct vfio_iommu_type1_info *info)
{
	uint32_t at = info->flags & VFIO_IOMMU_INFO_CAPS ? info->cap_offset : 0;
	struct vfio_info_cap_header header;

	while (at && range_inside(at, sizeof(header), info->argsz)) {
		memcpy(&header, (const uint8_t *)info + at, sizeof(header));
		if (header.id == VFIO_IOMMU_TYPE1_INFO_CAP_IOVA_RANGE)
			return at;
		if (header.next <= at)
			break;
		at = header.next;
	}
	return 0;
}

static void read_ranges(const struct vfio_iommu_type1_info *info, struct dma_limits *ret)
{
	struct vfio_iommu_type1_info_cap_iova_range cap;
	struct vfio_iova_range range;
	uint32_t at = find_ranges(info);

	if (!at || !range_inside(at, sizeof(cap), info->argsz))
		return;
	memcpy(&cap, (const uint8_t *)info + at, sizeof(cap));
	at += sizeof(cap);
	while (cap.nr_iovas-- && ret->range_count < ARRAY_SIZE(ret->ranges) &&
	       range_inside(at, sizeof(range), info->argsz)) {
		memcpy(&range, (const uint8_t *)info + at, sizeof(range));
		ret->ranges[ret->range_count++] = (struct iova_range){ range.start, range.end };
		at += sizeof(range);
	}
}

bool vfio_dma_limits(struct device *dev, struct dma_limits *ret, struct err *err)
{
	const struct vfio *vfio = dev->priv;
	autofree struct vfio_iommu_type1_info *info = NULL;
	struct dma_limits limits = { .page_size = 4096, .pins = true };

	if (!get_info(vfio, &info, err))
		return false;
	/* Some IOMMUs set every bit from the page on: only the lowest one says anything. */
	if (info->flags & VFIO_IOMMU_INFO_PGSIZES && info->iova_pgsizes)
		limits.page_size = info->iova_pgsizes & -info->iova_pgsizes;
	read_ranges(info, &limits);
	*ret = limits;
	return true;
}

bool vfio_dma_map(struct device *dev, void *memory, uint64_t iova, uint64_t size, unsigned flags,
		  struct err *err)
{
	const struct vfio *vfio = dev->priv;
	struct vfio_iommu_type1_dma_map map = {
		.argsz = sizeof(map), .vaddr = (uintptr_t)memory, .iova = iova, .size = size
	};

	if (flags & DMA_DEVICE_READS)
		map.flags |= VFIO_DMA_MAP_FLAG_READ;
	if (flags & DMA_DEVICE_WRITES)
		map.flags |= VFIO_DMA_MAP_FLAG_WRITE;
	return vfio->sys->control(vfio->container.fd, STEP_DMA_MAP, &map) >= 0 ||
	       vfio_fail(vfio, STEP_DMA_MAP, errno, err);
}

bool vfio_dma_unmap(struct device *dev, uint64_t iova, uint64_t size, struct err *err)
{
	const struct vfio *vfio = dev->priv;
	struct vfio_iommu_type1_dma_unmap unmap = { .argsz = sizeof(unmap),
						    .iova = iova,
						    .size = size };

	if (vfio->sys->control(vfio->container.fd, STEP_DMA_UNMAP, &unmap) < 0)
		return vfio_fail(vfio, STEP_DMA_UNMAP, errno, err);
	/* The kernel says in size what it unmapped; nothing at all is no error to it. */
	if (unmap.size != size)
		return err_set(err, EIO, "0x%" PRIx64 " of 0x%" PRIx64 " bytes were mapped there",
			       (uint64_t)unmap.size, size);
	return true;
}
