/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which parts of a region can be mapped, and mapping them: for vfio and vfio-user, whose region infos
 * have the same form (the kernel's include/uapi/linux/vfio.h). */
#ifndef BACKEND_TRANSPORT_VFIO_AREAS_H
#define BACKEND_TRANSPORT_VFIO_AREAS_H

#include <stddef.h>
#include <stdint.h>

#include "backend/device.h"

struct vfio_sys;

enum vfio_areas {
	VFIO_AREAS_ALL,	   /* no list of areas, or one that leaves nothing out */
	VFIO_AREAS_SOME,   /* *ret_pieces, which the caller frees */
	VFIO_AREAS_NONE,   /* an empty list */
	VFIO_AREAS_BROKEN, /* a list or a chain of capabilities that cannot be */
};

/* info: a struct vfio_region_info and its capabilities, len bytes in all; need not be aligned. */
enum vfio_areas vfio_areas_parse(const void *info, size_t len, struct region_piece **ret_pieces,
				 unsigned *ret_count);

/* Map region, whole or in its pieces, from fd, where its first byte is at base. Answers 0, or an errno
 * and nothing is mapped. */
int vfio_areas_map(const struct vfio_sys *sys, int fd, uint64_t base, struct region *region);
void vfio_areas_unmap(const struct vfio_sys *sys, struct region *region);

#endif
