/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The client's memory: its windows, and the model's way into them. */
#include "backend/transport/vfio_user_server_parts.h"

#include <errno.h>
#include <stdio.h>

static bool copy(struct vfio_user_server *server, uint64_t iova, uint8_t *to, const uint8_t *from,
		 size_t len)
{
	enum vfio_user_reach reach = vfio_user_windows_copy(&server->windows, iova, to, from, len);
	char text[160];

	server->dma_later = false;
	if (reach == VFIO_USER_NO_DESCRIPTOR &&
	    vfio_user_server_transfer(server, iova, to, from, len))
		reach = VFIO_USER_REACHED;
	if (reach == VFIO_USER_TAKEN_AWAY) {
		snprintf(text, sizeof(text), "DMA at 0x%llx: the client took the memory away",
			 (unsigned long long)iova);
		vfio_user_server_complain(server, text);
	}
	if (reach == VFIO_USER_REACHED && server->tap.trace)
		trace_tap_dma(&server->tap, vfio_user_server_now_ns(server), from != NULL, iova,
			      len);
	return reach == VFIO_USER_REACHED;
}

bool vfio_user_server_dma_read(void *ctx, uint64_t iova, void *buf, size_t len)
{
	return copy(ctx, iova, buf, NULL, len);
}

bool vfio_user_server_dma_write(void *ctx, uint64_t iova, const void *buf, size_t len)
{
	return copy(ctx, iova, NULL, buf, len);
}

bool vfio_user_server_dma_later(void *ctx)
{
	return ((const struct vfio_user_server *)ctx)->dma_later;
}

int vfio_user_server_dma_map(struct vfio_user_server *server)
{
	struct vfio_user_dma_map map;
	int code;

	if (!vfio_user_server_take(server, &map, sizeof(map)) || server->conn.in_fd_count > 1)
		return EINVAL;
	code = vfio_user_windows_add(&server->windows, &map,
				     server->conn.in_fd_count ? server->conn.in_fds[0] : -1);
	if (!code)
		vfio_user_reply(&server->conn, NULL, 0, NULL, 0);
	return code;
}

int vfio_user_server_dma_unmap(struct vfio_user_server *server)
{
	struct vfio_user_dma_unmap unmap;
	int code = 0;

	if (!vfio_user_server_take(server, &unmap, sizeof(unmap)))
		return EINVAL;
	if (unmap.flags & VFIO_USER_UNMAP_BITMAP)
		return ENOTSUP;
	vfio_user_server_outdate_transfers(server);
	if (unmap.flags & VFIO_USER_UNMAP_ALL)
		vfio_user_windows_remove_all(&server->windows);
	else
		code = vfio_user_windows_remove(&server->windows, unmap.address, unmap.size);
	if (!code)
		vfio_user_reply(&server->conn, &unmap, sizeof(unmap), NULL, 0);
	return code;
}
