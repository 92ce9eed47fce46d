/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Private to the vfio transport: a function of vfio-pci through the kernel's group and container
 * interface (type1 IOMMU). Facts come from the kernel's include/uapi/linux/vfio.h and from vfio-pci as
 * observed on kernels 6.1 to 7.2. */
#ifndef BACKEND_TRANSPORT_VFIO_H
#define BACKEND_TRANSPORT_VFIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "backend/device.h"
#include "backend/pci/bdf.h"
#include "backend/support/err.h"

/* What is asked of the kernel. An errno means little without the step at which it came: EINVAL alone
 * has some twenty-five meanings. */
enum vfio_step {
	STEP_FIND_GROUP,     /* the iommu_group link in sysfs */
	STEP_OPEN_CONTAINER, /* /dev/vfio/vfio */
	STEP_API_VERSION,
	STEP_HAS_TYPE, /* does the container know a type of IOMMU? */
	STEP_OPEN_GROUP,
	STEP_GROUP_STATUS,
	STEP_VIABLE, /* the answer to it */
	STEP_JOIN,   /* group into container */
	STEP_SET_TYPE,
	STEP_GET_DEVICE,
	STEP_DEVICE_INFO,
	STEP_REGION_INFO,
	STEP_READ,
	STEP_WRITE,
	STEP_MAP,
	STEP_IRQ_INFO,
	STEP_IRQ_ENABLE,
	STEP_IRQ_DISABLE,
	STEP_IRQ_ACTION,
	STEP_RESET,
	STEP_RESET_METHOD, /* the reset_method file in sysfs */
	STEP_HOT_RESET_INFO,
	STEP_HOT_RESET,
	STEP_DMA_INFO,
	STEP_DMA_MAP,
	STEP_DMA_UNMAP,
	/* Of vfio_explain.c: such a step, when vfio-pci does have the function. */
	STEP_OPEN_GROUP_ON_VFIO,
	STEP_GET_DEVICE_ON_VFIO,
};

/* Every system call of this transport goes through here, so that tests can answer for the kernel. The
 * functions behave as the calls of their names: -1 and errno. */
struct vfio_sys {
	const char *root; /* in front of /sys, /dev and /proc: "" but in tests */
	int (*open)(const char *path, int flags);
	int (*close)(int fd);
	/* The ioctl of that step; arg is its structure, or a number given as a pointer. */
	int (*control)(int fd, enum vfio_step step, void *arg);
	ssize_t (*pread)(int fd, void *buf, size_t len, off_t offset);
	ssize_t (*pwrite)(int fd, const void *buf, size_t len, off_t offset);
	void *(*mmap)(int fd, size_t len, int protection, off_t offset); /* shared */
	int (*munmap)(void *map, size_t len);
	void (*release)(char *ret, size_t len); /* the kernel's, "6.1.0-13-amd64" */
};

extern const struct vfio_sys vfio_kernel;

/* The numbers of container, group and function ioctls overlap (0x3b71 is MAP_DMA on a container and
 * PCI_HOT_RESET on a function): each kind of descriptor is a type of its own. */
struct vfio_container {
	int fd;
};
struct vfio_group {
	int fd;
};
struct vfio_function {
	int fd;
};

enum { VFIO_MAX_REGIONS = 64 };

struct vfio_place {
	uint64_t offset; /* of the region in the function's descriptor */
	bool splits_64;	 /* the kernel makes two accesses of a 64-bit one */
};

struct vfio {
	const struct vfio_sys *sys;
	struct bdf bdf;
	char group_name[16]; /* "13" */
	struct vfio_container container;
	struct vfio_group group;
	struct vfio_function function;
	unsigned region_count, irq_count;
	bool can_reset; /* the reset that the kernel tried at the open worked */
	bool bus_master_found;
	struct vfio_place places[VFIO_MAX_REGIONS];
};

/* vfio_group.c. With a sys of the caller's, which must live as long as the device. */
bool vfio_open_with(const struct vfio_sys *sys, struct device *dev, const char *target,
		    struct err *err);
/* Does the function answer? Reads COMMAND, STATUS and header type: vendor and device may be emulated. */
bool vfio_is_alive(const struct vfio *vfio);
bool vfio_config_read(const struct vfio *vfio, unsigned offset, unsigned bytes, uint64_t *ret);
bool vfio_config_write(const struct vfio *vfio, unsigned offset, unsigned bytes, uint64_t value);

/* vfio_explain.c: fill *err from the step and errno, with what sysfs tells of this function. The
 * expression is false where the compiler sees it, as with err_set. */
#define vfio_fail(...)                     \
	({                                 \
		vfio_explain(__VA_ARGS__); \
		false;                     \
	})
void vfio_explain(const struct vfio *vfio, enum vfio_step step, int code, struct err *err);
/* "PATH" below root, in buf. */
char *vfio_path(const struct vfio *vfio, char *buf, size_t len, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
bool vfio_has_iommu_group(const struct vfio *vfio, char *ret, size_t len); /* "13" */

/* vfio_region.c */
bool vfio_add_regions(struct device *dev, struct err *err);
bool vfio_read(struct device *dev, const struct region *region, uint64_t offset,
	       unsigned width_bits, uint64_t *ret, struct err *err);
bool vfio_write(struct device *dev, const struct region *region, uint64_t offset,
		unsigned width_bits, uint64_t value, struct err *err);
bool vfio_map(struct device *dev, struct region *region, struct err *err);
void vfio_unmap(struct device *dev, struct region *region);

/* vfio_irq.c */
bool vfio_irq_info(struct device *dev, enum irq_type type, struct irq_info *ret, struct err *err);
bool vfio_irq_enable(struct device *dev, enum irq_type type, unsigned start, unsigned count,
		     const int *fds, struct err *err);
bool vfio_irq_disable(struct device *dev, enum irq_type type, struct err *err);
bool vfio_irq_action(struct device *dev, enum irq_type type, unsigned vector,
		     enum irq_action action, struct err *err);

/* vfio_dma.c */
bool vfio_dma_limits(struct device *dev, struct dma_limits *ret, struct err *err);
bool vfio_dma_map(struct device *dev, void *memory, uint64_t iova, uint64_t size, unsigned flags,
		  struct err *err);
bool vfio_dma_unmap(struct device *dev, uint64_t iova, uint64_t size, struct err *err);

/* vfio_reset.c */
bool vfio_reset(struct device *dev, const char *method, const char **ret, struct err *err);
bool vfio_reset_scope(struct device *dev, struct strlist *ret, struct err *err);

#endif
