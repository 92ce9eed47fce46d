/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A kernel of our own under the vfio transport: a folder stands for /sys, /dev and /proc, and each call
 * can be made to fail. It has one function, edu at 0000:00:03.0 in IOMMU group 7, on vfio-pci. */
#ifndef TESTS_UNIT_VFIO_FAKE_H
#define TESTS_UNIT_VFIO_FAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "backend/transport/vfio.h"

#define EDU "/sys/bus/pci/devices/0000:00:03.0"
#define LPC "/sys/bus/pci/devices/0000:00:1f.0"

enum { NEVER = 99 };

extern struct vfio_fake_kernel {
	enum vfio_step fail_at; /* NEVER: nothing fails */
	int code;
	bool not_viable;
	int api_version;
	bool no_reset;
	const char *release;
	uint8_t config[256];
	unsigned opened, closed;
	uint64_t sparse[1][2]; /* offset and size; size 0 = none */
	uint32_t cap_next;     /* of the first capability */
	int irq_result;	       /* what enabling returns */
	uint8_t irq_set[64];   /* the last SET_IRQS */
	uint8_t dma[64];       /* the last MAP or UNMAP */
	uint64_t unmapped;     /* what UNMAP claims; UINT64_MAX: all of it */
	off_t access_at;
	size_t access_len;
	ssize_t access_result; /* 0: the whole length */
	uint32_t hit_group;
	unsigned resets, hot_resets;
} kernel;

extern const struct vfio_sys vfio_fake;
extern struct device *dev; /* not open yet */
extern struct err err;

void vfio_fake_setup(void);
void vfio_fake_finish(void); /* closes dev, too */
bool vfio_fake_try_open(void);
void vfio_fake_open(void);

/* Below the folder; path begins with '/'. */
void make_folder(const char *path);
void make_link(const char *path, const char *target);
void make_file(const char *path, const char *text);
void read_file(const char *path, char *ret, size_t len);
void fake_command(const char *format); /* run by the shell, with the folder for %s */

#endif
