/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Regions that are files to mmap: file:PATH and sysfs resourceN share this. */
#ifndef BACKEND_TRANSPORT_MAPFILE_H
#define BACKEND_TRANSPORT_MAPFILE_H

#include <stdbool.h>
#include <stdint.h>

#include "backend/support/err.h"

/* Open path read-write, or read-only when that is refused (*ret_writable says which). Never creates
 * a file: a typo must not. Refuses directories. The caller closes *ret_fd. */
bool mapfile_open(const char *path, int *ret_fd, bool *ret_writable, uint64_t *ret_size,
		  struct err *err);

/* Map size bytes from the start, shared. The caller unmaps with mapfile_unmap. */
bool mapfile_map(int fd, uint64_t size, bool writable, const char *what, volatile void **ret,
		 struct err *err);
void mapfile_unmap(volatile void *map, uint64_t size);

#endif
