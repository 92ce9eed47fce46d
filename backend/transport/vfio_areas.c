/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/transport/vfio_areas.h"

#include <errno.h>
#include <linux/vfio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/transport/vfio.h"

/* -- the list -- */

/* The capability of that id into *ret_at; 0 there is none. false: the chain leads nowhere. */
static bool find_cap(const uint8_t *info, size_t len, unsigned id, uint32_t *ret_at)
{
	struct vfio_region_info head;
	struct vfio_info_cap_header cap;
	uint32_t at;

	*ret_at = 0;
	memcpy(&head, info, sizeof(head));
	if (!(head.flags & VFIO_REGION_INFO_FLAG_CAPS))
		return true;
	for (at = head.cap_offset; at; at = cap.next) {
		if (at < sizeof(head) || !range_inside(at, sizeof(cap), len))
			return false;
		memcpy(&cap, info + at, sizeof(cap));
		if (cap.id == id) {
			*ret_at = at;
			return true;
		}
		if (cap.next && cap.next <= at)
			return false;
	}
	return true;
}

static int by_offset(const void *a, const void *b)
{
	const struct region_piece *x = a, *y = b;

	return x->offset < y->offset ? -1 : x->offset > y->offset;
}

/* The areas in order, those that touch or overlap as one; their number. false: one leaves the region. */
static bool take_areas(const uint8_t *areas, unsigned count, uint64_t size,
		       struct region_piece *pieces, unsigned *ret_count)
{
	struct vfio_region_sparse_mmap_area area;
	unsigned used = 0, kept = 0;

	for (unsigned i = 0; i < count; i++) {
		memcpy(&area, areas + i * sizeof(area), sizeof(area));
		if (!range_inside(area.offset, area.size, size))
			return false;
		if (area.size)
			pieces[used++] = (struct region_piece){ area.offset, area.size, NULL };
	}
	qsort(pieces, used, sizeof(*pieces), by_offset);
	for (unsigned i = 0; i < used; i++) {
		struct region_piece *last = kept ? &pieces[kept - 1] : NULL;
		uint64_t end = pieces[i].offset + pieces[i].size;

		if (!last || pieces[i].offset > last->offset + last->size)
			pieces[kept++] = pieces[i];
		else if (end > last->offset + last->size)
			last->size = end - last->offset;
	}
	*ret_count = kept;
	return true;
}

enum vfio_areas vfio_areas_parse(const void *info, size_t len, struct region_piece **ret_pieces,
				 unsigned *ret_count)
{
	struct vfio_region_info_cap_sparse_mmap list;
	struct vfio_region_info head;
	struct region_piece *pieces;
	unsigned count = 0;
	uint32_t at;

	if (len < sizeof(head) || !find_cap(info, len, VFIO_REGION_INFO_CAP_SPARSE_MMAP, &at))
		return VFIO_AREAS_BROKEN;
	if (!at)
		return VFIO_AREAS_ALL;
	memcpy(&head, info, sizeof(head));
	if (!range_inside(at, sizeof(list), len))
		return VFIO_AREAS_BROKEN;
	memcpy(&list, (const uint8_t *)info + at, sizeof(list));
	at += sizeof(list);
	if (list.nr_areas > (len - at) / sizeof(struct vfio_region_sparse_mmap_area))
		return VFIO_AREAS_BROKEN;
	pieces = xcalloc(list.nr_areas + 1, sizeof(*pieces));
	if (take_areas((const uint8_t *)info + at, list.nr_areas, head.size, pieces, &count)) {
		bool all = count == 1 && pieces[0].size == head.size;

		if (count && !all) {
			*ret_pieces = pieces;
			*ret_count = count;
			return VFIO_AREAS_SOME;
		}
		free(pieces);
		return all ? VFIO_AREAS_ALL : VFIO_AREAS_NONE;
	}
	free(pieces);
	return VFIO_AREAS_BROKEN;
}

/* -- the mapping -- */

static int map_part(const struct vfio_sys *sys, int fd, uint64_t at, uint64_t size, unsigned flags,
		    volatile void **ret)
{
	int protection = (flags & REGION_CAN_READ ? PROT_READ : 0) |
			 (flags & REGION_CAN_WRITE ? PROT_WRITE : 0);
	void *map = sys->mmap(fd, size, protection, (off_t)at);

	if (map == MAP_FAILED)
		return errno;
	/* A child that inherits the mapping would keep the group busy. */
	madvise(map, size, MADV_DONTFORK);
	*ret = map;
	return 0;
}

int vfio_areas_map(const struct vfio_sys *sys, int fd, uint64_t base, struct region *region)
{
	int code = 0;

	if (base > INT64_MAX || region->size > INT64_MAX - base)
		return EOVERFLOW;
	if (!region->piece_count)
		return map_part(sys, fd, base, region->size, region->flags, &region->map);
	for (unsigned i = 0; !code && i < region->piece_count; i++)
		code = map_part(sys, fd, base + region->pieces[i].offset, region->pieces[i].size,
				region->flags, &region->pieces[i].map);
	if (code)
		vfio_areas_unmap(sys, region);
	return code;
}

void vfio_areas_unmap(const struct vfio_sys *sys, struct region *region)
{
	if (region->map)
		sys->munmap((void *)(uintptr_t)region->map, region->size);
	region->map = NULL;
	for (unsigned i = 0; i < region->piece_count; i++) {
		struct region_piece *piece = &region->pieces[i];

		if (piece->map)
			sys->munmap((void *)(uintptr_t)piece->map, piece->size);
		piece->map = NULL;
	}
}
