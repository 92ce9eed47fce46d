/* SPDX-License-Identifier: GPL-2.0-or-later */
/* DMA by message, where the client shares no memory. The model asks and goes on; it asks again until
 * the reply is here. So the server never waits for the client: QEMU answers only while no processor of
 * its guest waits for a reply of ours, and it may begin to at any time. */
#include "backend/transport/vfio_user_server_parts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"

#define ANSWER_NS UINT64_C(5000000000)
#define KEEP_NS	  UINT64_C(100000000) /* the model comes for a reply much sooner, or never */

static void release(struct vfio_user_transfer *transfer)
{
	free(transfer->data);
	*transfer = (struct vfio_user_transfer){ .state = VFIO_USER_TRANSFER_FREE };
}

static enum vfio_user_command command_of(const struct vfio_user_transfer *transfer)
{
	return transfer->is_write ? VFIO_USER_DMA_WRITE : VFIO_USER_DMA_READ;
}

static void complain(struct vfio_user_server *server, const struct vfio_user_transfer *transfer,
		     const char *what)
{
	unsigned long long at = transfer->iova;
	char text[160];

	snprintf(text, sizeof(text), "DMA at 0x%llx: %s %s of %zu bytes", at + transfer->done, what,
		 vfio_user_command_name(command_of(transfer)), transfer->part);
	vfio_user_server_complain(server, text);
}

/* -- ask -- */

/* The next message: as much as window and client allow. */
static void ask(struct vfio_user_server *server, struct vfio_user_transfer *transfer)
{
	uint64_t at = transfer->iova + transfer->done;
	uint64_t left = vfio_user_windows_left(&server->windows, at,
					       transfer->is_write ? VFIO_USER_WINDOW_WRITE
								  : VFIO_USER_WINDOW_READ);
	struct vfio_user_header header = { .id = server->next_id++,
					   .command = (uint16_t)command_of(transfer) };
	struct vfio_user_dma_access access = { .address = at };

	transfer->part = transfer->len - transfer->done;
	if (transfer->part > left)
		transfer->part = (size_t)left;
	if (transfer->part > server->peer_max_xfer)
		transfer->part = (size_t)server->peer_max_xfer;
	transfer->since_ns = vfio_user_server_now_ns(server);
	transfer->id = header.id;
	transfer->state = transfer->part ? VFIO_USER_TRANSFER_ASKED : VFIO_USER_TRANSFER_REFUSED;
	if (!transfer->part)
		return;
	access.count = transfer->part;
	vfio_user_queue(&server->conn, &header, &access, sizeof(access),
			transfer->data + transfer->done, transfer->is_write ? transfer->part : 0,
			NULL, 0);
}

static struct vfio_user_transfer *find(struct vfio_user_server *server, bool is_write,
				       uint64_t iova, const void *data, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(server->transfers); i++) {
		struct vfio_user_transfer *transfer = &server->transfers[i];

		if (transfer->state != VFIO_USER_TRANSFER_FREE && !transfer->stale &&
		    transfer->is_write == is_write && transfer->iova == iova &&
		    transfer->len == len &&
		    (!is_write || !transfer->data || !memcmp(transfer->data, data, len)))
			return transfer;
	}
	return NULL;
}

/* A place that is free, or whose reply nobody came for. */
static struct vfio_user_transfer *find_place(struct vfio_user_server *server)
{
	for (size_t i = 0; i < ARRAY_SIZE(server->transfers); i++) {
		struct vfio_user_transfer *transfer = &server->transfers[i];

		if (transfer->state == VFIO_USER_TRANSFER_ASKED ||
		    transfer->state == VFIO_USER_TRANSFER_SILENT)
			continue;
		release(transfer);
		return transfer;
	}
	return NULL;
}

static bool any_asked(const struct vfio_user_server *server)
{
	for (size_t i = 0; i < ARRAY_SIZE(server->transfers); i++)
		if (server->transfers[i].state == VFIO_USER_TRANSFER_ASKED)
			return true;
	return false;
}

bool vfio_user_server_transfer(struct vfio_user_server *server, uint64_t iova, uint8_t *to,
			       const uint8_t *from, size_t len)
{
	struct vfio_user_transfer *transfer = find(server, from, iova, from, len);
	bool done;

	if (!transfer) {
		transfer = find_place(server);
		if (!transfer) {
			server->dma_later = any_asked(server);
			return false;
		}
		transfer->is_write = from;
		transfer->iova = iova;
		transfer->len = len;
		transfer->data = xmalloc(len);
		if (from)
			memcpy(transfer->data, from, len);
		ask(server, transfer);
	}
	server->dma_later = transfer->state == VFIO_USER_TRANSFER_ASKED;
	if (server->dma_later || transfer->state == VFIO_USER_TRANSFER_SILENT)
		return false;
	done = transfer->state == VFIO_USER_TRANSFER_ARRIVED;
	if (done && to)
		memcpy(to, transfer->data, len);
	release(transfer);
	return done;
}

/* -- replies -- */

static bool check_reply(const struct vfio_user_server *server,
			const struct vfio_user_transfer *transfer, struct err *err)
{
	struct vfio_user_dma_access access = { 0 };
	size_t len = vfio_user_data_len(&server->conn);
	/* The specification's table gives a WRITE's reply four bytes less than its text. */
	bool good = transfer->is_write ? len == sizeof(access) || len == sizeof(access) - 4
				       : len == sizeof(access) + transfer->part;

	if (good)
		memcpy(&access, server->conn.in_data, transfer->is_write ? len : sizeof(access));
	if (good && access.count == transfer->part)
		return true;
	return err_set(err, EPROTO,
		       "the client's reply to %s of %zu bytes has %zu bytes and tells of %llu",
		       vfio_user_command_name(command_of(transfer)), transfer->part, len,
		       (unsigned long long)access.count);
}

static void take_reply(struct vfio_user_server *server, struct vfio_user_transfer *transfer)
{
	if (!transfer->is_write)
		memcpy(transfer->data + transfer->done,
		       server->conn.in_data + sizeof(struct vfio_user_dma_access), transfer->part);
	transfer->done += transfer->part;
	transfer->since_ns = vfio_user_server_now_ns(server);
	if (transfer->done < transfer->len)
		ask(server, transfer);
	else
		transfer->state = VFIO_USER_TRANSFER_ARRIVED;
}

static void take_refusal(struct vfio_user_server *server, struct vfio_user_transfer *transfer)
{
	uint32_t code = server->conn.in.error;
	char what[80];

	snprintf(what, sizeof(what), "the client refuses (%s)",
		 code && code < 4096 ? strerror((int)code) : "for no reason");
	complain(server, transfer, what);
	transfer->since_ns = vfio_user_server_now_ns(server);
	transfer->state = VFIO_USER_TRANSFER_REFUSED;
}

bool vfio_user_server_take_reply(struct vfio_user_server *server, struct err *err)
{
	const struct vfio_user_header *in = &server->conn.in;

	for (size_t i = 0; i < ARRAY_SIZE(server->transfers); i++) {
		struct vfio_user_transfer *transfer = &server->transfers[i];

		if ((transfer->state != VFIO_USER_TRANSFER_ASKED &&
		     transfer->state != VFIO_USER_TRANSFER_SILENT) ||
		    transfer->id != in->id || in->command != command_of(transfer))
			continue;
		if (!(in->flags & VFIO_USER_ERROR) && !check_reply(server, transfer, err))
			return false;
		if (transfer->stale || transfer->state == VFIO_USER_TRANSFER_SILENT)
			release(transfer);
		else if (in->flags & VFIO_USER_ERROR)
			take_refusal(server, transfer);
		else
			take_reply(server, transfer);
		return true;
	}
	return err_set(err, EPROTO, "the client replies to %s (id %u), which was never sent",
		       vfio_user_command_name(in->command), in->id);
}

/* -- time and change -- */

void vfio_user_server_age_transfers(struct vfio_user_server *server)
{
	uint64_t now_ns = vfio_user_server_now_ns(server);

	for (size_t i = 0; i < ARRAY_SIZE(server->transfers); i++) {
		struct vfio_user_transfer *transfer = &server->transfers[i];
		uint64_t age_ns = now_ns - transfer->since_ns;

		if (transfer->state == VFIO_USER_TRANSFER_ASKED && age_ns >= ANSWER_NS) {
			complain(server, transfer, "the client leaves unanswered for 5 s a");
			transfer->state = VFIO_USER_TRANSFER_SILENT;
		} else if (age_ns >= KEEP_NS && (transfer->state == VFIO_USER_TRANSFER_ARRIVED ||
						 transfer->state == VFIO_USER_TRANSFER_REFUSED)) {
			release(transfer);
		}
	}
}

void vfio_user_server_outdate_transfers(struct vfio_user_server *server)
{
	for (size_t i = 0; i < ARRAY_SIZE(server->transfers); i++) {
		struct vfio_user_transfer *transfer = &server->transfers[i];

		if (transfer->state == VFIO_USER_TRANSFER_ASKED)
			transfer->stale = true;
		else if (transfer->state != VFIO_USER_TRANSFER_SILENT)
			release(transfer);
	}
}

void vfio_user_server_transfers_finish(struct vfio_user_server *server)
{
	for (size_t i = 0; i < ARRAY_SIZE(server->transfers); i++)
		release(&server->transfers[i]);
}
