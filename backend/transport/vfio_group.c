/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vfio:BDF: open and close through the group and container interface, in the one order that the kernel
 * takes, and tell what the kernel's open did to the function. */
#include "backend/transport/vfio.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/vfio.h>
#include <stdio.h>
#include <string.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/transport/transport.h"

enum { CONFIG_COMMAND = 0x04, COMMAND_BUS_MASTER = 1 << 2 };

/* -- config space, for ourselves -- */

bool vfio_config_read(const struct vfio *vfio, unsigned offset, unsigned bytes, uint64_t *ret)
{
	uint64_t at = vfio->places[VFIO_PCI_CONFIG_REGION_INDEX].offset + offset;
	uint8_t data[4];

	if (bytes > sizeof(data) ||
	    vfio->sys->pread(vfio->function.fd, data, bytes, (off_t)at) != (ssize_t)bytes)
		return false;
	*ret = get_le(data, bytes);
	return true;
}

bool vfio_config_write(const struct vfio *vfio, unsigned offset, unsigned bytes, uint64_t value)
{
	uint64_t at = vfio->places[VFIO_PCI_CONFIG_REGION_INDEX].offset + offset;
	uint8_t data[4];

	if (bytes > sizeof(data))
		return false;
	put_le(data, value, bytes);
	return vfio->sys->pwrite(vfio->function.fd, data, bytes, (off_t)at) == (ssize_t)bytes;
}

bool vfio_is_alive(const struct vfio *vfio)
{
	uint64_t command, status, header;

	return vfio_config_read(vfio, 0x04, 2, &command) && command != 0xffff &&
	       vfio_config_read(vfio, 0x06, 2, &status) && status != 0xffff &&
	       vfio_config_read(vfio, 0x0e, 1, &header) && header != 0xff;
}

static void read_ids(struct device *dev, const struct vfio *vfio)
{
	uint64_t ids, class, sub;

	if (!vfio_config_read(vfio, 0x00, 4, &ids) || !vfio_config_read(vfio, 0x08, 4, &class) ||
	    !vfio_config_read(vfio, 0x2c, 4, &sub))
		return;
	dev->pci = (struct pci_id){
		.known = true,
		.vendor = (uint16_t)ids,
		.device = (uint16_t)(ids >> 16),
		.revision = (uint8_t) class,
		.class_code = (uint32_t) class >> 8,
		.subvendor = (uint16_t)sub,
		.subdevice = (uint16_t)(sub >> 16),
	};
}

/* -- open -- */

static bool open_container(struct vfio *vfio, struct err *err)
{
	char path[400];
	int version;

	vfio->container.fd = vfio->sys->open(vfio_path(vfio, path, sizeof(path), "/dev/vfio/vfio"),
					     O_RDWR | O_CLOEXEC);
	if (vfio->container.fd < 0)
		return vfio_fail(vfio, STEP_OPEN_CONTAINER, errno, err);
	version = vfio->sys->control(vfio->container.fd, STEP_API_VERSION, NULL);
	if (version < 0)
		return vfio_fail(vfio, STEP_API_VERSION, errno, err);
	if (version != VFIO_API_VERSION)
		return err_set(err, EPROTO, "the kernel's VFIO has version %d, barsh knows %d",
			       version, VFIO_API_VERSION);
	if (vfio->sys->control(vfio->container.fd, STEP_HAS_TYPE,
			       (void *)(uintptr_t)VFIO_TYPE1v2_IOMMU) != 1)
		return vfio_fail(vfio, STEP_HAS_TYPE, ENODEV, err);
	return true;
}

static bool open_group(struct vfio *vfio, struct err *err)
{
	struct vfio_group_status status = { .argsz = sizeof(status) };
	char path[400];

	vfio->group.fd = vfio->sys->open(
		vfio_path(vfio, path, sizeof(path), "/dev/vfio/%s", vfio->group_name),
		O_RDWR | O_CLOEXEC);
	if (vfio->group.fd < 0)
		return vfio_fail(vfio, STEP_OPEN_GROUP, errno, err);
	if (vfio->sys->control(vfio->group.fd, STEP_GROUP_STATUS, &status) < 0)
		return vfio_fail(vfio, STEP_GROUP_STATUS, errno, err);
	if (!(status.flags & VFIO_GROUP_FLAGS_VIABLE))
		return vfio_fail(vfio, STEP_VIABLE, EPERM, err);
	if (vfio->sys->control(vfio->group.fd, STEP_JOIN, &vfio->container.fd) < 0)
		return vfio_fail(vfio, STEP_JOIN, errno, err);
	/* Only now: a container without a group has no IOMMU to speak of. */
	if (vfio->sys->control(vfio->container.fd, STEP_SET_TYPE,
			       (void *)(uintptr_t)VFIO_TYPE1v2_IOMMU) < 0)
		return vfio_fail(vfio, STEP_SET_TYPE, errno, err);
	return true;
}

static bool open_function(struct vfio *vfio, struct err *err)
{
	struct vfio_device_info info = { .argsz = sizeof(info) };

	vfio->function.fd = vfio->sys->control(vfio->group.fd, STEP_GET_DEVICE, vfio->bdf.text);
	if (vfio->function.fd < 0)
		return vfio_fail(vfio, STEP_GET_DEVICE, errno, err);
	if (vfio->sys->control(vfio->function.fd, STEP_DEVICE_INFO, &info) < 0)
		return vfio_fail(vfio, STEP_DEVICE_INFO, errno, err);
	if (!(info.flags & VFIO_DEVICE_FLAGS_PCI) ||
	    info.num_regions <= VFIO_PCI_CONFIG_REGION_INDEX)
		return err_set(err, EPROTO, "the kernel does not offer %s as a PCI function",
			       vfio->bdf.text);
	vfio->can_reset = info.flags & VFIO_DEVICE_FLAGS_RESET;
	vfio->region_count =
		info.num_regions < VFIO_MAX_REGIONS ? info.num_regions : VFIO_MAX_REGIONS;
	vfio->irq_count = info.num_irqs;
	return true;
}

/* The kernel's open cleared bus mastering, enabled memory decoding and tried a function reset. */
static void describe(struct device *dev, struct vfio *vfio)
{
	const char *short_name = vfio->bdf.text;
	uint64_t command = 0;

	if (!strncmp(short_name, "0000:", 5))
		short_name += 5;
	snprintf(dev->title, sizeof(dev->title), "vfio %s", short_name);
	/* the kernel's close resets a function that can be reset alone, as its open did */
	dev->outlives_close = !vfio->can_reset;
	vfio->bus_master_found =
		vfio_config_read(vfio, CONFIG_COMMAND, 2, &command) && command & COMMAND_BUS_MASTER;
	snprintf(dev->about, sizeof(dev->about),
		 "the kernel's open enabled memory decoding, cleared bus mastering and %s; group "
		 "%s%s",
		 vfio->can_reset ? "reset the function"
				 : "found no way to reset the function alone",
		 vfio->group_name,
		 vfio_is_alive(vfio) ? ""
				     : ". It does not answer: its config space reads all ones, so "
				       "it is off, hung or gone");
}

static void close_all(struct vfio *vfio)
{
	if (vfio->function.fd >= 0)
		vfio->sys->close(vfio->function.fd);
	if (vfio->group.fd >= 0)
		vfio->sys->close(vfio->group.fd);
	if (vfio->container.fd >= 0)
		vfio->sys->close(vfio->container.fd);
	free(vfio);
}

static bool open_steps(struct device *dev, struct vfio *vfio, struct err *err)
{
	if (!vfio_has_iommu_group(vfio, vfio->group_name, sizeof(vfio->group_name)))
		return vfio_fail(vfio, STEP_FIND_GROUP, ENOENT, err);
	return open_container(vfio, err) && open_group(vfio, err) && open_function(vfio, err) &&
	       vfio_add_regions(dev, err);
}

bool vfio_open_with(const struct vfio_sys *sys, struct device *dev, const char *target,
		    struct err *err)
{
	struct vfio *vfio = xcalloc(1, sizeof(*vfio));
	char path[400];

	vfio->sys = sys;
	vfio->container.fd = vfio->group.fd = vfio->function.fd = -1;
	dev->priv = vfio;
	if (!bdf_resolve(vfio_path(vfio, path, sizeof(path), SYSFS_PCI), target, &vfio->bdf, err) ||
	    !open_steps(dev, vfio, err)) {
		close_all(vfio);
		return false;
	}
	read_ids(dev, vfio);
	describe(dev, vfio);
	return true;
}

static bool vfio_open(struct device *dev, const char *target, struct err *err)
{
	return vfio_open_with(&vfio_kernel, dev, target, err);
}

/* -- close -- */

/* Bus mastering as it was found: what the device still writes must not meet unmapped memory. */
static void vfio_quiesce(struct device *dev)
{
	const struct vfio *vfio = dev->priv;
	uint64_t command;

	if (!vfio->bus_master_found && vfio_config_read(vfio, CONFIG_COMMAND, 2, &command) &&
	    command != 0xffff && command & COMMAND_BUS_MASTER)
		vfio_config_write(vfio, CONFIG_COMMAND, 2, command & ~(uint64_t)COMMAND_BUS_MASTER);
}

static void vfio_close(struct device *dev)
{
	close_all(dev->priv);
}

static void vfio_complete(const char *target, struct strlist *ret)
{
	bdf_complete(SYSFS_PCI, target, ret);
}

const struct transport_ops transport_vfio = {
	.name = "vfio",
	.help = "a PCI function bound to vfio-pci, with its IOMMU group",
	.syntax = "vfio:BDF",
	.config_filtered = true,
	.open = vfio_open,
	.close = vfio_close,
	.quiesce = vfio_quiesce,
	.read = vfio_read,
	.write = vfio_write,
	.map = vfio_map,
	.unmap = vfio_unmap,
	.irq_info = vfio_irq_info,
	.irq_enable = vfio_irq_enable,
	.irq_disable = vfio_irq_disable,
	.irq_action = vfio_irq_action,
	.dma_limits = vfio_dma_limits,
	.dma_map = vfio_dma_map,
	.dma_unmap = vfio_dma_unmap,
	.reset = vfio_reset,
	.reset_scope = vfio_reset_scope,
	.complete = vfio_complete,
};
