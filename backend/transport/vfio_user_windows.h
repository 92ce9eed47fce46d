/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The client's memory that a vfio-user server may reach. The client can take it away at any time (it
 * may shorten the file behind it): a touch then fails and does not kill. */
#ifndef BACKEND_TRANSPORT_VFIO_USER_WINDOWS_H
#define BACKEND_TRANSPORT_VFIO_USER_WINDOWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/transport/vfio_user_msg.h"

struct vfio_user_window {
	uint64_t iova, size;
	unsigned flags;	 /* VFIO_USER_WINDOW_... */
	uint8_t *memory; /* NULL: came without a descriptor */
};

struct vfio_user_windows {
	struct vfio_user_window *list; /* ascending */
	size_t count;
	uint64_t mapped; /* bytes of all that have memory */
};

/* Linux allows a process 65530 mappings and 128 TiB; some are to be left for the program itself. */
enum { VFIO_USER_MAX_WINDOWS = 32768 };
#define VFIO_USER_MAX_MAPPED (UINT64_C(1) << 44) /* bytes */

void vfio_user_windows_finish(struct vfio_user_windows *windows);

/* Answers are errnos, 0 = done. add: EINVAL (no size, a wrap, an unknown direction), EEXIST, ENOSPC (too many, or too much),
 * what mmap says; fd -1: without memory, else it stays the caller's. remove: all windows that lie in
 * the range, none is fine; the range may end at 2^64. EINVAL: a window sticks out of the range. */
int vfio_user_windows_add(struct vfio_user_windows *windows, const struct vfio_user_dma_map *map,
			  int fd);
int vfio_user_windows_remove(struct vfio_user_windows *windows, uint64_t address, uint64_t size);
void vfio_user_windows_remove_all(struct vfio_user_windows *windows);

enum vfio_user_reach {
	VFIO_USER_REACHED,
	VFIO_USER_NOT_MAPPED,	 /* or not for that direction */
	VFIO_USER_NO_DESCRIPTOR, /* mapped, but not shared with us */
	VFIO_USER_TAKEN_AWAY,	 /* a SIGBUS: part may have been transferred */
};

/* Exactly one of to and from is set; nothing is transferred unless all is mapped. */
enum vfio_user_reach vfio_user_windows_copy(const struct vfio_user_windows *windows, uint64_t iova,
					    uint8_t *to, const uint8_t *from, size_t len);
/* Bytes from iova to the end of its window. 0: there is none, or not for that direction. */
uint64_t vfio_user_windows_left(const struct vfio_user_windows *windows, uint64_t iova,
				unsigned flag);

#endif
