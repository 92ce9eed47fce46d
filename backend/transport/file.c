/* SPDX-License-Identifier: GPL-2.0-or-later */
/* file:PATH: any file that can be mapped, as bar0. A sysfs resourceN, a UIO node, a memory dump, or a
 * plain file to try commands on. */
#include "backend/device.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/transport/mapfile.h"
#include "backend/transport/transport.h"

struct file_priv {
	int fd;
	bool writable;
};

static bool file_open(struct device *dev, const char *target, struct err *err)
{
	struct region region = { .name = "bar0", .kind = REGION_BAR };
	struct file_priv opened;
	struct file_priv *priv;

	if (!target[0])
		return err_set(err, EINVAL, "file: needs a path, as in file:/tmp/registers.bin");
	if (!mapfile_open(target, &opened.fd, &opened.writable, &region.size, err))
		return false;
	if (!region.size) {
		close(opened.fd);
		return err_set(err, EINVAL, "%.150s is empty: there is nothing to map", target);
	}
	region.flags = REGION_CAN_READ | REGION_CAN_MAP | (opened.writable ? REGION_CAN_WRITE : 0u);
	if (!mapfile_map(opened.fd, region.size, opened.writable, target, &region.map, err)) {
		close(opened.fd);
		return false;
	}
	priv = xmalloc(sizeof(*priv));
	*priv = opened;
	dev->priv = priv;
	device_add_region(dev, &region);
	if (!priv->writable)
		snprintf(dev->about, sizeof(dev->about), "the file is read-only");
	return true;
}

static void file_close(struct device *dev)
{
	struct file_priv *priv = dev->priv;

	close(priv->fd);
	free(priv);
}

static bool file_read(struct device *dev, const struct region *region, uint64_t offset,
		      unsigned width_bits, uint64_t *ret, struct err *err)
{
	struct file_priv *priv = dev->priv;
	uint8_t bytes[8];
	ssize_t got = pread(priv->fd, bytes, width_bits / 8, (off_t)offset);

	if (got < 0)
		return err_sys(err, errno, "%s+0x%" PRIx64, region->name, offset);
	if (got != (ssize_t)width_bits / 8)
		return err_set(err, EIO, "%s+0x%" PRIx64 ": the file has become shorter",
			       region->name, offset);
	*ret = get_le(bytes, width_bits / 8);
	return true;
}

static bool file_write(struct device *dev, const struct region *region, uint64_t offset,
		       unsigned width_bits, uint64_t value, struct err *err)
{
	struct file_priv *priv = dev->priv;
	uint8_t bytes[8];

	put_le(bytes, value, width_bits / 8);
	if (pwrite(priv->fd, bytes, width_bits / 8, (off_t)offset) != (ssize_t)width_bits / 8)
		return err_sys(err, errno, "%s+0x%" PRIx64, region->name, offset);
	return true;
}

static void file_unmap(struct device *dev, struct region *region)
{
	(void)dev;
	mapfile_unmap(region->map, region->size);
}

static bool file_map(struct device *dev, struct region *region, struct err *err)
{
	struct file_priv *priv = dev->priv;

	return mapfile_map(priv->fd, region->size, priv->writable, dev->title, &region->map, err);
}

const struct transport_ops transport_file = {
	.name = "file",
	.help = "any file that can be mapped, as bar0",
	.syntax = "file:PATH",
	.open = file_open,
	.close = file_close,
	.read = file_read,
	.write = file_write,
	.map = file_map,
	.unmap = file_unmap,
};
