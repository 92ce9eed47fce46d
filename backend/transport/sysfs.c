/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sysfs:BDF: config and resourceN of a function as the kernel shows them. No IOMMU, no binding: its
 * driver keeps the device, so this is the way to look without disturbing. A BAR is opened and mapped
 * when it is first used; lockdown and IO_STRICT_DEVMEM may refuse that. */
#include "backend/device.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/pci/bdf.h"
#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/transport/mapfile.h"
#include "backend/transport/transport.h"

/* Bits of the third column of the `resource` file (include/linux/ioport.h). */
enum { RESOURCE_IO = 0x100, RESOURCE_MEM = 0x200 };

struct sysfs_priv {
	struct bdf bdf;
	char folder[80];
	int config_fd;
	int bar_fd[6]; /* -1 until it is needed */
};

static int attribute_open(const struct sysfs_priv *priv, const char *name, int flags)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", priv->folder, name);
	return open(path, flags | O_CLOEXEC);
}

static bool add_config(struct device *dev, struct sysfs_priv *priv, struct err *err)
{
	struct region region = { .name = "config",
				 .kind = REGION_CONFIG,
				 .flags = REGION_CAN_READ };
	struct stat st;
	uint8_t last;

	priv->config_fd = attribute_open(priv, "config", O_RDWR);
	if (priv->config_fd >= 0)
		region.flags |= REGION_CAN_WRITE;
	else
		priv->config_fd = attribute_open(priv, "config", O_RDONLY);
	if (priv->config_fd < 0 || fstat(priv->config_fd, &st) < 0)
		return err_sys(err, errno, "cannot open config space of %s", priv->bdf.text);
	region.size = (uint64_t)st.st_size;
	/* Without privilege the kernel gives the first 64 bytes and ends the file there. */
	if (region.size > 64 && pread(priv->config_fd, &last, 1, 64) == 0) {
		region.size = 64;
		snprintf(dev->about, sizeof(dev->about),
			 "only the first 64 bytes of config space: the rest needs root");
	}
	device_add_region(dev, &region);
	return true;
}

static void add_bars(struct device *dev, const struct sysfs_priv *priv)
{
	int fd = attribute_open(priv, "resource", O_RDONLY);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "r");
	uint64_t first, last, flags;

	for (unsigned i = 0; f && i < 6; i++) {
		struct region region = { .kind = REGION_BAR, .index = i };

		if (fscanf(f, "%" SCNx64 " %" SCNx64 " %" SCNx64, &first, &last, &flags) != 3)
			break;
		if (!(flags & (RESOURCE_IO | RESOURCE_MEM)) || last <= first)
			continue;
		snprintf(region.name, sizeof(region.name), "bar%u", i);
		region.size = last - first + 1;
		region.flags = REGION_CAN_READ | REGION_CAN_WRITE;
		region.flags |=
			flags & RESOURCE_IO ? REGION_IO_PORTS : REGION_CAN_MAP | REGION_AUTO_MAP;
		device_add_region(dev, &region);
	}
	if (f)
		fclose(f);
}

static void read_ids(struct device *dev, const struct sysfs_priv *priv)
{
	uint8_t header[64];

	if (pread(priv->config_fd, header, sizeof(header), 0) != sizeof(header))
		return;
	dev->pci = (struct pci_id){
		.known = true,
		.vendor = get_le16(header),
		.device = get_le16(header + 2),
		.revision = header[8],
		.class_code = get_le32(header + 8) >> 8,
		.subvendor = get_le16(header + 0x2c),
		.subdevice = get_le16(header + 0x2e),
	};
}

static void sysfs_close(struct device *dev)
{
	struct sysfs_priv *priv = dev->priv;

	if (priv->config_fd >= 0)
		close(priv->config_fd);
	for (unsigned i = 0; i < 6; i++)
		if (priv->bar_fd[i] >= 0)
			close(priv->bar_fd[i]);
	free(priv);
}

static bool sysfs_open(struct device *dev, const char *target, struct err *err)
{
	struct sysfs_priv *priv;
	struct bdf bdf;

	if (!bdf_resolve(SYSFS_PCI, target, &bdf, err))
		return false;
	priv = xcalloc(1, sizeof(*priv));
	priv->bdf = bdf;
	snprintf(priv->folder, sizeof(priv->folder), SYSFS_PCI "/%s", bdf.text);
	for (unsigned i = 0; i < 6; i++)
		priv->bar_fd[i] = -1;
	dev->priv = priv;
	if (!add_config(dev, priv, err)) {
		sysfs_close(dev);
		return false;
	}
	add_bars(dev, priv);
	read_ids(dev, priv);
	snprintf(dev->title, sizeof(dev->title), "sysfs %s", bdf.text);
	dev->outlives_close = true;
	return true;
}

static bool bar_need(struct device *dev, const struct region *region, int *ret, struct err *err)
{
	struct sysfs_priv *priv = dev->priv;
	char name[16];

	if (priv->bar_fd[region->index] < 0) {
		snprintf(name, sizeof(name), "resource%u", region->index);
		priv->bar_fd[region->index] = attribute_open(priv, name, O_RDWR | O_SYNC);
	}
	*ret = priv->bar_fd[region->index];
	if (*ret >= 0)
		return true;
	err_sys(err, errno, "cannot open %s of %s", region->name, priv->bdf.text);
	return err_hint(err, "BARs through sysfs need root and no kernel lockdown; or bind the "
			     "function to vfio-pci");
}

static bool sysfs_map(struct device *dev, struct region *region, struct err *err)
{
	int fd;

	return bar_need(dev, region, &fd, err) &&
	       mapfile_map(fd, region->size, true, region->name, &region->map, err);
}

static void sysfs_unmap(struct device *dev, struct region *region)
{
	(void)dev;
	mapfile_unmap(region->map, region->size);
}

/* Config space and port BARs are files of bytes; memory BARs never come here (REGION_AUTO_MAP). */
static bool serving_fd(struct device *dev, const struct region *region, int *ret, struct err *err)
{
	const struct sysfs_priv *priv = dev->priv;

	if (region->kind == REGION_CONFIG) {
		*ret = priv->config_fd;
		return true;
	}
	return bar_need(dev, region, ret, err);
}

static bool transferred(const struct region *region, uint64_t offset, ssize_t count,
			unsigned width_bits, struct err *err)
{
	if (count == (ssize_t)width_bits / 8)
		return true;
	if (count < 0)
		return err_sys(err, errno, "%s+0x%" PRIx64, region->name, offset);
	return err_set(err, EIO, "%s+0x%" PRIx64 ": the kernel moved %zd of %u bytes", region->name,
		       offset, count, width_bits / 8);
}

static bool sysfs_read(struct device *dev, const struct region *region, uint64_t offset,
		       unsigned width_bits, uint64_t *ret, struct err *err)
{
	uint8_t bytes[8];
	int fd;

	if (!serving_fd(dev, region, &fd, err) ||
	    !transferred(region, offset, pread(fd, bytes, width_bits / 8, (off_t)offset),
			 width_bits, err))
		return false;
	*ret = get_le(bytes, width_bits / 8);
	return true;
}

static bool sysfs_write(struct device *dev, const struct region *region, uint64_t offset,
			unsigned width_bits, uint64_t value, struct err *err)
{
	uint8_t bytes[8];
	int fd;

	put_le(bytes, value, width_bits / 8);
	return serving_fd(dev, region, &fd, err) &&
	       transferred(region, offset, pwrite(fd, bytes, width_bits / 8, (off_t)offset),
			   width_bits, err);
}

static void sysfs_complete(const char *target, struct strlist *ret)
{
	bdf_complete(SYSFS_PCI, target, ret);
}

const struct transport_ops transport_sysfs = {
	.name = "sysfs",
	.help = "a PCI function through sysfs: its driver keeps it, nothing is disturbed",
	.syntax = "sysfs:BDF",
	.open = sysfs_open,
	.close = sysfs_close,
	.read = sysfs_read,
	.write = sysfs_write,
	.map = sysfs_map,
	.unmap = sysfs_unmap,
	.complete = sysfs_complete,
};
