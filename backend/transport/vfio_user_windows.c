/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/transport/vfio_user_windows.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/support/sigbus.h"

static void unmap(struct vfio_user_windows *windows, const struct vfio_user_window *window)
{
	if (!window->memory)
		return;
	munmap(window->memory, window->size);
	windows->mapped -= window->size;
}

void vfio_user_windows_remove_all(struct vfio_user_windows *windows)
{
	for (size_t i = 0; i < windows->count; i++)
		unmap(windows, &windows->list[i]);
	windows->count = 0;
}

void vfio_user_windows_finish(struct vfio_user_windows *windows)
{
	vfio_user_windows_remove_all(windows);
	free(windows->list);
	windows->list = NULL;
}

static bool overlaps(const struct vfio_user_window *window, uint64_t iova, uint64_t size)
{
	return iova < window->iova ? window->iova - iova < size
				   : iova - window->iova < window->size;
}

/* The first window that ends behind iova; count if there is none. */
static size_t first_from(const struct vfio_user_windows *windows, uint64_t iova)
{
	size_t low = 0, high = windows->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct vfio_user_window *window = &windows->list[middle];

		if (window->iova <= iova && iova - window->iova >= window->size)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* A mapping longer than its file is refused now: most mistakes are told before they hurt. */
static int map_file(const struct vfio_user_dma_map *map, int fd, uint8_t **ret)
{
	int protection = (map->flags & VFIO_USER_WINDOW_READ ? PROT_READ : 0) |
			 (map->flags & VFIO_USER_WINDOW_WRITE ? PROT_WRITE : 0);
	struct stat st;
	void *memory;

	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_size < 0 ||
	    !range_inside(map->offset, map->size, (uint64_t)st.st_size))
		return EINVAL;
	memory = mmap(NULL, map->size, protection, MAP_SHARED, fd, (off_t)map->offset);
	if (memory == MAP_FAILED)
		return errno;
	*ret = memory;
	return 0;
}

int vfio_user_windows_add(struct vfio_user_windows *windows, const struct vfio_user_dma_map *map,
			  int fd)
{
	struct vfio_user_window window = { .iova = map->address,
					   .size = map->size,
					   .flags = map->flags & 3 };
	int code = 0;
	size_t at;

	if (!map->size || map->size - 1 > UINT64_MAX - map->address || !window.flags)
		return EINVAL;
	if (windows->count >= VFIO_USER_MAX_WINDOWS)
		return ENOSPC;
	at = first_from(windows, map->address);
	if (at < windows->count && overlaps(&windows->list[at], map->address, map->size))
		return EEXIST;
	if (fd >= 0 && map->size > VFIO_USER_MAX_MAPPED - windows->mapped)
		return ENOSPC;
	if (fd >= 0)
		code = map_file(map, fd, &window.memory);
	if (code)
		return code;
	windows->list = xreallocarray(windows->list, windows->count + 1, sizeof(*windows->list));
	memmove(&windows->list[at + 1], &windows->list[at],
		(windows->count++ - at) * sizeof(*windows->list));
	windows->list[at] = window;
	windows->mapped += window.memory ? window.size : 0;
	return 0;
}

/* Does [iova, iova+size) lie in [address, address+length)? Without sums: QEMU's ranges end at 2^64. */
static bool lies_in(const struct vfio_user_window *window, uint64_t address, uint64_t length)
{
	return window->iova >= address && window->iova - address < length &&
	       window->size <= length - (window->iova - address);
}

int vfio_user_windows_remove(struct vfio_user_windows *windows, uint64_t address, uint64_t size)
{
	size_t kept = 0;

	for (size_t i = 0; i < windows->count; i++)
		if (overlaps(&windows->list[i], address, size) &&
		    !lies_in(&windows->list[i], address, size))
			return EINVAL;
	for (size_t i = 0; i < windows->count; i++) {
		if (lies_in(&windows->list[i], address, size))
			unmap(windows, &windows->list[i]);
		else
			windows->list[kept++] = windows->list[i];
	}
	windows->count = kept;
	return 0;
}

/* -- copy -- */

static const struct vfio_user_window *find(const struct vfio_user_windows *windows, uint64_t iova)
{
	size_t at = first_from(windows, iova);

	return at < windows->count && windows->list[at].iova <= iova ? &windows->list[at] : NULL;
}

uint64_t vfio_user_windows_left(const struct vfio_user_windows *windows, uint64_t iova,
				unsigned flag)
{
	const struct vfio_user_window *window = find(windows, iova);

	return window && window->flags & flag ? window->size - (iova - window->iova) : 0;
}

static enum vfio_user_reach check(const struct vfio_user_windows *windows, uint64_t iova,
				  size_t len, unsigned flag)
{
	if (len > UINT64_MAX - iova)
		return VFIO_USER_NOT_MAPPED;
	while (len) {
		const struct vfio_user_window *window = find(windows, iova);
		uint64_t left;

		if (!window || !(window->flags & flag))
			return VFIO_USER_NOT_MAPPED;
		if (!window->memory)
			return VFIO_USER_NO_DESCRIPTOR;
		left = window->size - (iova - window->iova);
		if (len <= left)
			break;
		iova += left;
		len -= (size_t)left;
	}
	return VFIO_USER_REACHED;
}

/* Eight bytes at a time where both the place and the rest allow it, each under the guard. */
static bool copy_guarded(uint8_t *at, uint8_t *to, const uint8_t *from, size_t len)
{
	while (len) {
		unsigned n = len >= 8 && !((uintptr_t)at & 7) ? 8 : 1;
		uint64_t value = 0;

		if (to) {
			if (!sigbus_guarded_read(at, n * 8, &value))
				return false;
			put_le(to, value, n);
			to += n;
		} else {
			if (!sigbus_guarded_write(at, n * 8, get_le(from, n)))
				return false;
			from += n;
		}
		at += n;
		len -= n;
	}
	return true;
}

enum vfio_user_reach vfio_user_windows_copy(const struct vfio_user_windows *windows, uint64_t iova,
					    uint8_t *to, const uint8_t *from, size_t len)
{
	enum vfio_user_reach reach =
		check(windows, iova, len, to ? VFIO_USER_WINDOW_READ : VFIO_USER_WINDOW_WRITE);

	while (reach == VFIO_USER_REACHED && len) {
		const struct vfio_user_window *window = find(windows, iova);
		uint64_t at = iova - window->iova;
		size_t part = len < window->size - at ? len : (size_t)(window->size - at);

		if (!copy_guarded(window->memory + at, to, from, part))
			return VFIO_USER_TAKEN_AWAY;
		to = to ? to + part : NULL;
		from = from ? from + part : NULL;
		iova += part;
		len -= part;
	}
	return reach;
}
