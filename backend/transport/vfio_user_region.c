/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The regions that a vfio-user server offers, and accesses to them. */
#include "backend/transport/vfio_user.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/support/bits.h"
#include "backend/transport/vfio.h"
#include "backend/transport/vfio_areas.h"

enum { CONFIG_MIN = 64, CONFIG_MAX = 4096 };
enum { MAX_INFO = 65536 }; /* bytes of a region's description */

/* -- accesses -- */

bool vfio_user_read_region(struct vfio_user *user, uint32_t region, uint64_t offset, void *to,
			   uint32_t len, struct err *err)
{
	struct vfio_user_access access = { offset, region, len };
	struct vfio_user_call call = { .command = VFIO_USER_REGION_READ,
				       .part1 = &access,
				       .len1 = sizeof(access) };

	if (!vfio_user_call(user, &call, sizeof(access), err))
		return false;
	/* A server may give less than it was asked for. */
	if (vfio_user_data_len(&user->conn) != sizeof(access) + len)
		return err_set(err, EIO, "the server gave %zu of %u bytes",
			       vfio_user_data_len(&user->conn) - sizeof(access), len);
	memcpy(to, user->conn.in_data + sizeof(access), len);
	return true;
}

static bool write_region(struct vfio_user *user, uint32_t region, uint64_t offset, const void *from,
			 uint32_t len, struct err *err)
{
	struct vfio_user_access access = { offset, region, len };
	struct vfio_user_call call = { .command = VFIO_USER_REGION_WRITE,
				       .part1 = &access,
				       .len1 = sizeof(access),
				       .part2 = from,
				       .len2 = len };

	return vfio_user_call(user, &call, 0, err);
}

bool vfio_user_read(struct device *dev, const struct region *region, uint64_t offset,
		    unsigned width_bits, uint64_t *ret, struct err *err)
{
	uint8_t data[8];

	if (!vfio_user_read_region(vfio_user_of(dev), region->index, offset, data, width_bits / 8,
				   err))
		return err_prefix(err, "%s+0x%" PRIx64, region->name, offset);
	*ret = get_le(data, width_bits / 8);
	return true;
}

bool vfio_user_write(struct device *dev, const struct region *region, uint64_t offset,
		     unsigned width_bits, uint64_t value, struct err *err)
{
	uint8_t data[8];

	put_le(data, value, width_bits / 8);
	if (!write_region(vfio_user_of(dev), region->index, offset, data, width_bits / 8, err))
		return err_prefix(err, "%s+0x%" PRIx64, region->name, offset);
	return true;
}

bool vfio_user_config_get(struct vfio_user *user, unsigned offset, unsigned bytes, uint64_t *ret)
{
	struct err ignored;
	uint8_t data[8];

	if (!vfio_user_read_region(user, VFIO_USER_REGION_CONFIG, offset, data, bytes, &ignored))
		return false;
	*ret = get_le(data, bytes);
	return true;
}

bool vfio_user_config_put(struct vfio_user *user, unsigned offset, unsigned bytes, uint64_t value,
			  struct err *err)
{
	uint8_t data[8];

	put_le(data, value, bytes);
	return write_region(user, VFIO_USER_REGION_CONFIG, offset, data, bytes, err);
}

/* -- what there is -- */

static void name_region(struct region *region, unsigned index, bool is_pci)
{
	region->index = index;
	region->kind = REGION_OTHER;
	if (is_pci && index < VFIO_USER_REGION_ROM) {
		region->kind = REGION_BAR;
		snprintf(region->name, sizeof(region->name), "bar%u", index);
	} else if (is_pci && index == VFIO_USER_REGION_ROM) {
		region->kind = REGION_ROM;
		snprintf(region->name, sizeof(region->name), "rom");
	} else if (is_pci && index == VFIO_USER_REGION_CONFIG) {
		region->kind = REGION_CONFIG;
		snprintf(region->name, sizeof(region->name), "config");
	} else {
		snprintf(region->name, sizeof(region->name), "region%u", index);
	}
}

/* The region's info in user->conn, with its capabilities: a server that has some says in argsz how much
 * that is, and is asked again. */
static bool ask_info(struct vfio_user *user, unsigned index, struct vfio_user_region_info *ret,
		     struct err *err)
{
	uint32_t room = sizeof(*ret);

	for (unsigned i = 0; i < 2; i++) {
		struct vfio_user_region_info info = { .argsz = room, .index = index };
		struct vfio_user_call call = { .command = VFIO_USER_GET_REGION_INFO,
					       .part1 = &info,
					       .len1 = sizeof(info),
					       .reply_fds = 1 };

		if (!vfio_user_call(user, &call, sizeof(info), err))
			return false;
		memcpy(&info, user->conn.in_data, sizeof(info));
		if (info.index != index)
			return err_set(err, EPROTO, "the server describes region %u instead",
				       info.index);
		if (info.argsz < sizeof(info) || info.argsz > MAX_INFO)
			return err_set(err, EPROTO,
				       "the server claims that its description has %u bytes",
				       info.argsz);
		*ret = info;
		if (info.argsz <= room)
			return true;
		room = info.argsz;
	}
	return err_set(err, EPROTO, "the server's description grows with each question");
}

/* Mapping needs a descriptor; without one the server's word that it were possible is worth nothing, and
 * messages reach the region all the same. */
static bool take_mapping(struct vfio_user *user, const struct vfio_user_region_info *info,
			 struct region *region, struct err *err)
{
	size_t len = vfio_user_data_len(&user->conn);
	enum vfio_areas areas =
		vfio_areas_parse(user->conn.in_data, len, &region->pieces, &region->piece_count);

	if (areas == VFIO_AREAS_BROKEN)
		return err_set(err, EPROTO,
			       "the server's list of capabilities or mappable areas is broken");
	if (!(info->flags & VFIO_USER_REGION_MAPS) || !user->conn.in_fd_count ||
	    areas == VFIO_AREAS_NONE) {
		free(region->pieces);
		region->pieces = NULL;
		region->piece_count = 0;
		return true;
	}
	user->places[info->index] = (struct vfio_user_place){ user->conn.in_fds[0], info->offset };
	user->conn.in_fds[0] = -1;
	region->flags |= REGION_CAN_MAP;
	return true;
}

bool vfio_user_add_region(struct device *dev, unsigned index, bool is_pci, struct err *err)
{
	struct vfio_user *user = vfio_user_of(dev);
	struct vfio_user_region_info info;
	struct region region = { .flags = 0 };

	if (!ask_info(user, index, &info, err))
		return err_prefix(err, "region %u", index);
	if (!info.size)
		return true;
	name_region(&region, index, is_pci);
	if (info.size > BIT(62) ||
	    (region.kind == REGION_CONFIG && (info.size < CONFIG_MIN || info.size > CONFIG_MAX)))
		return err_set(err, EPROTO, "the server claims that %s has 0x%" PRIx64 " bytes",
			       region.name, info.size);
	region.size = info.size;
	if (info.flags & VFIO_USER_REGION_READS)
		region.flags |= REGION_CAN_READ;
	if (info.flags & VFIO_USER_REGION_WRITES)
		region.flags |= REGION_CAN_WRITE;
	if (!take_mapping(user, &info, &region, err))
		return err_prefix(err, "%s", region.name);
	device_add_region(dev, &region);
	return true;
}

/* -- mapped -- */

bool vfio_user_map(struct device *dev, struct region *region, struct err *err)
{
	const struct vfio_user_place *place = &vfio_user_of(dev)->places[region->index];
	int code = vfio_areas_map(&vfio_kernel, place->fd, place->offset, region);

	if (!code)
		return true;
	err_sys(err, code, "%s: cannot map what the server offers", region->name);
	return err_hint(err, "rd and wr reach it without");
}

void vfio_user_unmap(struct device *dev, struct region *region)
{
	(void)dev;
	vfio_areas_unmap(&vfio_kernel, region);
}
