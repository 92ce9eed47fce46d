/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A whole conversation of a hostile vfio-user client: messages good and bad, descriptors of every kind,
 * answers to the server's own questions, time that passes. The server ends the connection or goes on;
 * whatever it sends can be followed, and no descriptor stays open. */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "backend/support/bits.h"
#include "backend/transport/vfio_user_server_parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A step of the input: what, a command, flags and descriptors, length, then that many bytes. */
enum { STEP_HEAD = 5, MEMORY = 65536, STEPS_MAX = 200 };
enum { MODEL_TGL = 0x01, AGREED = 0x02 };
enum { KINDS = 3 };

struct client {
	struct vfio_user_conn conn;
	struct vfio_user_server *server;
	struct vfio_user_header asked; /* by the server, not answered yet */
	struct vfio_user_dma_access dma;
	uint16_t next_id;
};

static int kinds[KINDS]; /* memory, eventfd, pipe */

static void make_kinds(void)
{
	int ends[2];

	if (kinds[0])
		return;
	kinds[0] = memfd_create("window", MFD_CLOEXEC);
	kinds[1] = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (pipe2(ends, O_CLOEXEC) < 0)
		abort();
	kinds[2] = ends[0];
}

static int lowest_free(void)
{
	int fd = dup(0);

	close(fd);
	return fd;
}

/* What does not fit the socket is not sent: a client that floods. */
static void transmit(struct client *client, const void *data, size_t len, uint8_t how)
{
	char control[CMSG_SPACE(sizeof(int) * 32)] = { 0 };
	struct iovec part = { (void *)(uintptr_t)data, len };
	struct msghdr msg = { .msg_iov = &part, .msg_iovlen = 1 };
	struct cmsghdr *c = (struct cmsghdr *)control;
	unsigned count = how & 0x1f, kind = how >> 5 & 3;

	if (count && len) {
		msg.msg_control = control;
		msg.msg_controllen = CMSG_SPACE(sizeof(int) * count);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(sizeof(int) * count);
		for (unsigned i = 0; i < count; i++)
			memcpy(CMSG_DATA(c) + i * sizeof(int),
			       &kinds[kind < KINDS ? kind : i % KINDS], sizeof(int));
	}
	if (sendmsg(client->conn.fd, &msg, MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
		return;
}

static void transmit_message(struct client *client, const struct vfio_user_header *header,
			     const void *payload, size_t len, uint8_t how)
{
	static uint8_t message[sizeof(*header) + 65536];
	struct vfio_user_header sent = *header;

	sent.size = (uint32_t)(sizeof(sent) + len);
	memcpy(message, &sent, sizeof(sent));
	if (len)
		memcpy(message + sizeof(sent), payload, len);
	transmit(client, message, sent.size, how);
}

static void take_answers(struct client *client)
{
	struct err err = ERR_INIT;
	enum vfio_user_got got;

	while ((got = vfio_user_receive(&client->conn, &err)) == VFIO_USER_GOT_MESSAGE) {
		const struct vfio_user_header *in = &client->conn.in;

		if (in->flags & VFIO_USER_REPLY) {
			if (in->flags & VFIO_USER_ERROR && in->size != sizeof(*in))
				abort();
			continue;
		}
		if ((in->command != VFIO_USER_DMA_READ && in->command != VFIO_USER_DMA_WRITE) ||
		    vfio_user_data_len(&client->conn) < sizeof(client->dma))
			abort();
		client->asked = *in;
		memcpy(&client->dma, client->conn.in_data, sizeof(client->dma));
	}
	/* Inside a message: the server gave up while our queue was full. */
	if (got == VFIO_USER_GOT_BROKEN && !strstr(err.msg, "ended inside"))
		abort();
}

static void answer(struct client *client, const uint8_t *step)
{
	static uint8_t payload[16 + MEMORY];
	struct vfio_user_header header = client->asked;
	size_t len = sizeof(client->dma);

	take_answers(client);
	if (!client->asked.command)
		return;
	header = client->asked;
	header.flags = VFIO_USER_REPLY;
	memcpy(payload, &client->dma, sizeof(client->dma));
	if (header.command == VFIO_USER_DMA_READ && client->dma.count <= MEMORY) {
		memset(payload + len, step[1], client->dma.count);
		len += client->dma.count;
	}
	if (step[2] & 1) {
		header.flags |= VFIO_USER_ERROR;
		header.error = step[1];
		len = 0;
	}
	if (step[2] & 2)
		len /= 2;
	transmit_message(client, &header, payload, len, 0);
	client->asked.command = 0;
}

static void take_step(struct client *client, const uint8_t *step, size_t len)
{
	struct vfio_user_header header = { .id = client->next_id,
					   .command = step[1],
					   .flags = step[2] & 0x80 ? VFIO_USER_NO_REPLY : 0u };

	switch (step[0] % 8) {
	case 4:
		answer(client, step);
		break;
	case 5:
		client->server->start_ns -= step[1] * UINT64_C(10000000);
		break;
	case 6:
		take_answers(client);
		break;
	case 7:
		if (step[1] == 0xff)
			shutdown(client->conn.fd, SHUT_WR);
		else if (step[1] == 0xfe && ftruncate(kinds[0], step[2] * 256) < 0)
			abort();
		break;
	case 3:
		transmit(client, step + STEP_HEAD, len, step[2]);
		break;
	default:
		client->next_id++;
		transmit_message(client, &header, step + STEP_HEAD, len, step[2] & 0x7f);
	}
}

static void converse(struct client *client, const uint8_t *data, size_t size)
{
	enum vfio_user_state state = VFIO_USER_RUNS;
	struct err err = ERR_INIT;

	for (unsigned i = 0; i < STEPS_MAX && size >= STEP_HEAD && state == VFIO_USER_RUNS; i++) {
		size_t len = get_le16(data + 3);

		if (len > size - STEP_HEAD)
			len = size - STEP_HEAD;
		take_step(client, data, len);
		state = vfio_user_server_step(client->server, -1, 0, &err);
		/* Only a message carries bytes. */
		if (data[0] % 8 > 3)
			len = 0;
		data += STEP_HEAD + len;
		size -= STEP_HEAD + len;
	}
	if (state == VFIO_USER_FAILED && (!err.msg[0] || strchr(err.msg, '\n')))
		abort();
	take_answers(client);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct vfio_user_header version = { 0, VFIO_USER_VERSION, 0, 0, 0 };
	struct client client = { .next_id = 1 };
	int ends[2], lowest;

	if (!size)
		return 0;
	make_kinds();
	if (ftruncate(kinds[0], MEMORY) < 0)
		abort();
	lowest = lowest_free();
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		abort();
	vfio_user_conn_init(&client.conn, ends[0]);
	client.server = vfio_user_server_create(model_find(data[0] & MODEL_TGL ? "tgl" : "edu"),
						ends[1], NULL, NULL);
	if (data[0] & AGREED)
		transmit_message(&client, &version, "\0\0\0\0", 4, 0);
	converse(&client, data + 1, size - 1);
	vfio_user_server_destroy(client.server);
	vfio_user_conn_finish(&client.conn);
	if (lowest_free() != lowest)
		abort();
	return 0;
}
