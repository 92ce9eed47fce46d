/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The function's regions: what the kernel says of them, and one access as one system call. */
#include "backend/transport/vfio.h"

#include <errno.h>
#include <inttypes.h>
#include <linux/vfio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/transport/vfio_areas.h"

/* No region has more capabilities than fit here; a larger claim is not followed. */
enum { MAX_INFO = 65536 };

/* Bit of the third column of sysfs's `resource` (include/linux/ioport.h). */
enum { RESOURCE_IO = 0x100 };

/* -- region info -- */

/* The caller frees *ret. The kernel tells in argsz how much it has to say; then it is asked again. */
static bool get_info(const struct vfio *vfio, unsigned index, struct vfio_region_info **ret,
		     int *ret_code)
{
	uint32_t size = sizeof(struct vfio_region_info);

	for (;;) {
		struct vfio_region_info *info = xcalloc(1, size);

		info->argsz = size;
		info->index = index;
		if (vfio->sys->control(vfio->function.fd, STEP_REGION_INFO, info) < 0) {
			*ret_code = errno;
			free(info);
			return false;
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

/* Which BARs are port space: the kernel's region info does not tell. */
static unsigned io_bars(const struct vfio *vfio)
{
	uint64_t first, last, flags;
	unsigned bars = 0;
	char path[400];
	FILE *f =
		fopen(vfio_path(vfio, path, sizeof(path), SYSFS_PCI "/%s/resource", vfio->bdf.text),
		      "re");

	for (unsigned i = 0; f && i < 6; i++) {
		if (fscanf(f, "%" SCNx64 " %" SCNx64 " %" SCNx64, &first, &last, &flags) != 3)
			break;
		if (flags & RESOURCE_IO)
			bars |= 1u << i;
	}
	if (f)
		fclose(f);
	return bars;
}

/* Up to 6.11 the kernel serves a 64-bit pread of a BAR with two 32-bit accesses; observed on 6.1, one
 * access on 6.12 and later. */
static bool kernel_splits_64(const struct vfio *vfio)
{
	unsigned major = 0, minor = 0;
	char release[80];

	vfio->sys->release(release, sizeof(release));
	return sscanf(release, "%u.%u", &major, &minor) != 2 || major < 6 ||
	       (major == 6 && minor < 12);
}

static void name_region(struct region *region, unsigned index)
{
	region->index = index;
	region->kind = REGION_BAR;
	if (index <= VFIO_PCI_BAR5_REGION_INDEX) {
		snprintf(region->name, sizeof(region->name), "bar%u", index);
	} else if (index == VFIO_PCI_ROM_REGION_INDEX) {
		snprintf(region->name, sizeof(region->name), "rom");
		region->kind = REGION_ROM;
	} else if (index == VFIO_PCI_CONFIG_REGION_INDEX) {
		snprintf(region->name, sizeof(region->name), "config");
		region->kind = REGION_CONFIG;
	} else if (index == VFIO_PCI_VGA_REGION_INDEX) {
		snprintf(region->name, sizeof(region->name), "vga");
		region->kind = REGION_OTHER;
	} else {
		snprintf(region->name, sizeof(region->name), "region%u", index);
		region->kind = REGION_OTHER;
	}
}

static void add_region(struct device *dev, const struct vfio_region_info *info, bool is_io)
{
	struct vfio *vfio = dev->priv;
	struct region region = { .size = info->size };

	vfio->places[info->index].offset = info->offset;
	vfio->places[info->index].splits_64 =
		info->index > VFIO_PCI_BAR5_REGION_INDEX || kernel_splits_64(vfio);
	if (!info->size)
		return;
	name_region(&region, info->index);
	if (info->flags & VFIO_REGION_INFO_FLAG_READ)
		region.flags |= REGION_CAN_READ;
	if (info->flags & VFIO_REGION_INFO_FLAG_WRITE)
		region.flags |= REGION_CAN_WRITE;
	if (info->flags & VFIO_REGION_INFO_FLAG_MMAP) {
		enum vfio_areas areas =
			vfio_areas_parse(info, info->argsz, &region.pieces, &region.piece_count);

		/* The kernel's read and write serve what cannot be mapped. */
		if (areas == VFIO_AREAS_ALL || areas == VFIO_AREAS_SOME)
			region.flags |= REGION_CAN_MAP;
	}
	if (is_io)
		region.flags |= REGION_IO_PORTS;
	device_add_region(dev, &region);
}

bool vfio_add_regions(struct device *dev, struct err *err)
{
	const struct vfio *vfio = dev->priv;
	unsigned io = io_bars(vfio);

	for (unsigned i = 0; i < vfio->region_count; i++) {
		struct vfio_region_info *info;
		int code;

		if (get_info(vfio, i, &info, &code)) {
			info->index = i;
			add_region(dev, info, io >> i & 1);
			free(info);
		} else if (code != EINVAL || i == VFIO_PCI_CONFIG_REGION_INDEX) {
			/* EINVAL: a function that is no VGA has no VGA region. */
			vfio_fail(vfio, STEP_REGION_INFO, code, err);
			return err_prefix(err, "region %u", i);
		}
	}
	return true;
}

/* -- access -- */

static bool access_failed(struct device *dev, const struct region *region, uint64_t offset,
			  enum vfio_step step, int code, struct err *err)
{
	char why[160] = "";

	/* The kernel's EIO: memory decoding is off, or the device is not in D0. */
	if (code == EIO) {
		device_explain_all_ones(dev, why, sizeof(why));
		return err_set(err, EIO, "%s+0x%" PRIx64 ": %s", region->name, offset,
			       why[0] ? why : "the device does not answer (EIO)");
	}
	vfio_fail(dev->priv, step, code, err);
	return err_prefix(err, "%s+0x%" PRIx64, region->name, offset);
}

static bool check_width(const struct vfio *vfio, const struct region *region, unsigned width_bits,
			struct err *err)
{
	if (width_bits != 64 || !vfio->places[region->index].splits_64)
		return true;
	err_set(err, EOPNOTSUPP, "this kernel would make two 32-bit accesses of a 64-bit one to %s",
		region->name);
	if (region->flags & REGION_CAN_MAP)
		return err_hint(err, "map %s: a mapped access is one; or use two .32 accesses",
				region->name);
	return err_hint(err, "use two .32 accesses");
}

static bool is_whole(const struct region *region, uint64_t offset, ssize_t got, unsigned bytes,
		     struct err *err)
{
	return got == (ssize_t)bytes ||
	       err_set(err, EIO, "%s+0x%" PRIx64 ": the kernel transferred %zd of %u bytes",
		       region->name, offset, got, bytes);
}

bool vfio_read(struct device *dev, const struct region *region, uint64_t offset,
	       unsigned width_bits, uint64_t *ret, struct err *err)
{
	const struct vfio *vfio = dev->priv;
	unsigned bytes = width_bits / 8;
	uint8_t data[8];
	ssize_t got;

	if (!check_width(vfio, region, width_bits, err))
		return false;
	got = vfio->sys->pread(vfio->function.fd, data, bytes,
			       (off_t)(vfio->places[region->index].offset + offset));
	if (got < 0)
		return access_failed(dev, region, offset, STEP_READ, errno, err);
	if (!is_whole(region, offset, got, bytes, err))
		return false;
	*ret = get_le(data, bytes);
	return true;
}

bool vfio_write(struct device *dev, const struct region *region, uint64_t offset,
		unsigned width_bits, uint64_t value, struct err *err)
{
	const struct vfio *vfio = dev->priv;
	unsigned bytes = width_bits / 8;
	uint8_t data[8];
	ssize_t put;

	if (!check_width(vfio, region, width_bits, err))
		return false;
	put_le(data, value, bytes);
	put = vfio->sys->pwrite(vfio->function.fd, data, bytes,
				(off_t)(vfio->places[region->index].offset + offset));
	if (put < 0)
		return access_failed(dev, region, offset, STEP_WRITE, errno, err);
	return is_whole(region, offset, put, bytes, err);
}

bool vfio_map(struct device *dev, struct region *region, struct err *err)
{
	const struct vfio *vfio = dev->priv;
	int code = vfio_areas_map(vfio->sys, vfio->function.fd, vfio->places[region->index].offset,
				  region);

	if (!code)
		return true;
	vfio_fail(vfio, STEP_MAP, code, err);
	return err_prefix(err, "%s", region->name);
}

void vfio_unmap(struct device *dev, struct region *region)
{
	const struct vfio *vfio = dev->priv;

	vfio_areas_unmap(vfio->sys, region);
}
