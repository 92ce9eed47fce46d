/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kernel itself behind the vfio transport. */
#include "backend/transport/vfio.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/vfio.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/utsname.h>
#include <unistd.h>

static const unsigned long requests[] = {
	[STEP_API_VERSION] = VFIO_GET_API_VERSION,
	[STEP_HAS_TYPE] = VFIO_CHECK_EXTENSION,
	[STEP_GROUP_STATUS] = VFIO_GROUP_GET_STATUS,
	[STEP_JOIN] = VFIO_GROUP_SET_CONTAINER,
	[STEP_SET_TYPE] = VFIO_SET_IOMMU,
	[STEP_GET_DEVICE] = VFIO_GROUP_GET_DEVICE_FD,
	[STEP_DEVICE_INFO] = VFIO_DEVICE_GET_INFO,
	[STEP_REGION_INFO] = VFIO_DEVICE_GET_REGION_INFO,
	[STEP_IRQ_INFO] = VFIO_DEVICE_GET_IRQ_INFO,
	[STEP_IRQ_ENABLE] = VFIO_DEVICE_SET_IRQS,
	[STEP_IRQ_DISABLE] = VFIO_DEVICE_SET_IRQS,
	[STEP_IRQ_ACTION] = VFIO_DEVICE_SET_IRQS,
	[STEP_RESET] = VFIO_DEVICE_RESET,
	[STEP_HOT_RESET_INFO] = VFIO_DEVICE_GET_PCI_HOT_RESET_INFO,
	[STEP_HOT_RESET] = VFIO_DEVICE_PCI_HOT_RESET,
	[STEP_DMA_INFO] = VFIO_IOMMU_GET_INFO,
	[STEP_DMA_MAP] = VFIO_IOMMU_MAP_DMA,
	[STEP_DMA_UNMAP] = VFIO_IOMMU_UNMAP_DMA,
};

static int kernel_open(const char *path, int flags)
{
	return open(path, flags);
}

static int kernel_control(int fd, enum vfio_step step, void *arg)
{
	return ioctl(fd, requests[step], arg);
}

static void *kernel_mmap(int fd, size_t len, int protection, off_t offset)
{
	return mmap(NULL, len, protection, MAP_SHARED, fd, offset);
}

static void kernel_release(char *ret, size_t len)
{
	struct utsname name;

	snprintf(ret, len, "%s", uname(&name) < 0 ? "" : name.release);
}

const struct vfio_sys vfio_kernel = {
	.root = "",
	.open = kernel_open,
	.close = close,
	.control = kernel_control,
	.pread = pread,
	.pwrite = pwrite,
	.mmap = kernel_mmap,
	.munmap = munmap,
	.release = kernel_release,
};
