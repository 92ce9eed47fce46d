/* SPDX-License-Identifier: GPL-2.0-or-later */
/* REGION_READ and REGION_WRITE: the client's accesses to the model. */
#include "backend/transport/vfio_user_server_parts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"

/* An access of a register's width is one access of the model; anything else (QEMU reads 256 bytes of
 * config space at once) is cut where alignment allows, into four bytes at most. */
static unsigned next_width(uint64_t offset, uint64_t left)
{
	unsigned n = 4;

	if (left == 8 && !(offset & 7))
		return 8;
	while (n > left || offset & (n - 1))
		n /= 2;
	return n;
}

static bool is_whole(uint64_t offset, uint64_t count)
{
	return count && count <= 8 && !(count & (count - 1)) && !(offset & (count - 1));
}

static void trace_access(struct vfio_user_server *server, const struct vfio_user_access *access,
			 bool is_write, uint64_t offset, unsigned bytes, uint64_t value)
{
	char region[8] = "config";

	if (!server->tap.trace)
		return;
	if (access->region != VFIO_USER_REGION_CONFIG)
		snprintf(region, sizeof(region), "bar%u", access->region);
	trace_tap_access(&server->tap, vfio_user_server_now_ns(server), is_write, region, offset,
			 bytes * 8, value);
}

static void access_model(struct vfio_user_server *server, const struct vfio_user_access *access,
			 uint8_t *to, const uint8_t *from)
{
	const struct model_class *class = server->class;
	bool config = access->region == VFIO_USER_REGION_CONFIG;

	for (uint32_t done = 0; done < access->count;) {
		uint64_t at = access->offset + done, value = 0;
		unsigned n = is_whole(access->offset, access->count)
				     ? access->count
				     : next_width(at, access->count - done);

		if (from) {
			value = get_le(from + done, n);
			trace_access(server, access, true, at, n, value);
		}
		if (from && config)
			class->config_write(server->model, (unsigned)at, n * 8, value);
		else if (from)
			class->write(server->model, access->region, at, n * 8, value);
		else if (config)
			value = class->config_read(server->model, (unsigned)at, n * 8);
		else
			value = class->read(server->model, access->region, at, n * 8);
		if (to) {
			put_le(to + done, value, n);
			trace_access(server, access, false, at, n, value);
		}
		done += n;
	}
}

static int take_access(const struct vfio_user_server *server, struct vfio_user_access *ret)
{
	if (!vfio_user_server_take(server, ret, sizeof(*ret)) ||
	    ret->region >= VFIO_USER_PCI_REGIONS || !ret->count ||
	    ret->count > VFIO_USER_MAX_XFER ||
	    !range_inside(ret->offset, ret->count,
			  vfio_user_server_region_size(server, ret->region)))
		return EINVAL;
	return 0;
}

int vfio_user_server_region_read(struct vfio_user_server *server)
{
	struct vfio_user_access access;
	autofree uint8_t *data = NULL;
	int code = take_access(server, &access);

	if (code)
		return code;
	data = xmalloc(access.count);
	access_model(server, &access, data, NULL);
	vfio_user_reply(&server->conn, &access, sizeof(access), data, access.count);
	return 0;
}

int vfio_user_server_region_write(struct vfio_user_server *server)
{
	struct vfio_user_access access;
	int code = take_access(server, &access);

	if (code)
		return code;
	if (vfio_user_data_len(&server->conn) - sizeof(access) < access.count)
		return EINVAL;
	vfio_user_server_outdate_transfers(server);
	access_model(server, &access, NULL, server->conn.in_data + sizeof(access));
	vfio_user_reply(&server->conn, &access, sizeof(access), NULL, 0);
	return 0;
}
