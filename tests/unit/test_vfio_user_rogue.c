/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A vfio-user client that does not keep to the protocol: each row is a good message with one thing wrong,
 * and either the errno that it is answered with, or the line with which the server hangs up. */
#include <criterion/criterion.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "backend/support/bits.h"
#include "backend/transport/vfio_user_server_parts.h"

static struct vfio_user_server *server;
static int client, memory, event;

static void start(void)
{
	int ends[2];

	cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
	client = ends[0];
	server = vfio_user_server_create(model_find("edu"), ends[1], NULL, NULL);
}

static void stop(void)
{
	vfio_user_server_destroy(server);
	close(client);
}

struct message {
	uint8_t data[128]; /* header and payload */
	size_t len;
	unsigned fds;
	int fd;
};

static struct message make(unsigned command, const void *payload, size_t len, unsigned fds)
{
	struct message message = { .len = 16 + len, .fds = fds, .fd = memory };
	struct vfio_user_header header = { 1, (uint16_t)command, (uint32_t)(16 + len), 0, 0 };

	memcpy(message.data, &header, 16);
	if (len)
		memcpy(message.data + 16, payload, len);
	return message;
}

static void transmit(const struct message *message)
{
	char control[CMSG_SPACE(sizeof(int) * 32)] = { 0 };
	struct iovec part = { (void *)(uintptr_t)message->data, message->len };
	struct msghdr msg = { .msg_iov = &part, .msg_iovlen = 1 };
	struct cmsghdr *c = (struct cmsghdr *)control;

	if (message->fds) {
		msg.msg_control = control;
		msg.msg_controllen = CMSG_SPACE(sizeof(int) * message->fds);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(sizeof(int) * message->fds);
		for (unsigned i = 0; i < message->fds; i++)
			memcpy(CMSG_DATA(c) + i * sizeof(int), &message->fd, sizeof(int));
	}
	cr_assert_eq(sendmsg(client, &msg, 0), (ssize_t)message->len);
}

static struct message good(unsigned command)
{
	struct vfio_user_dma_map map = { 32, 3, 0, 0x100000, 4096 };
	struct vfio_user_dma_unmap unmap = { 24, 0, 0x100000, 4096 };
	struct vfio_user_region_info region = { .argsz = 32 };
	struct vfio_user_irq_info irq = { .argsz = 16 };
	struct vfio_user_irq_set set = { 20, 0x24, IRQ_MSI, 0, 1 };
	uint8_t access[16 + 4] = { [12] = 4 };
	struct message message;

	switch (command) {
	case VFIO_USER_VERSION:
		return make(command, "\0\0\1\0{\"capabilities\":{\"max_msg_fds\":8}}", 39, 0);
	case VFIO_USER_DMA_MAP:
		return make(command, &map, sizeof(map), 1);
	case VFIO_USER_DMA_UNMAP:
		return make(command, &unmap, sizeof(unmap), 0);
	case VFIO_USER_GET_INFO:
	case VFIO_USER_GET_IRQ_INFO:
		return make(command, &irq, sizeof(irq), 0);
	case VFIO_USER_GET_REGION_INFO:
		return make(command, &region, sizeof(region), 0);
	case VFIO_USER_SET_IRQS:
		message = make(command, &set, sizeof(set), 1);
		message.fd = event;
		return message;
	case VFIO_USER_REGION_READ:
		return make(command, access, 16, 0);
	case VFIO_USER_REGION_WRITE:
		return make(command, access, 20, 0);
	default:
		return make(command, NULL, 0, 0);
	}
}

enum { NO_FDS = 100, SILENT = -1 };

struct fault {
	char what[40];
	unsigned command, at, bytes; /* a number in that message, header included */
	uint64_t value;
	size_t len;   /* 0: as it is */
	unsigned fds; /* 0: as it is; NO_FDS: none */
	int code;     /* of the reply; 0: it is good; SILENT: none comes */
	char line[72];
};

static const struct fault faults[] = {
	{ "nothing: map", 2, 0, 0, 0 },
	{ "nothing: irqs", 8, 0, 0, 0 },
	{ "nothing: read", 9, 0, 0, 0 },
	/* the frame */
	{ "size 15", 9, 4, 4, 15, .line = "claims 15 bytes" },
	{ "size of 2 MiB", 9, 4, 4, 2 << 20, .line = "claims 2097152 bytes" },
	{ "size that waits for more", 9, 4, 4, 64, .code = SILENT },
	{ "half a header", 9, 0, 0, 0, .len = 8, .code = SILENT },
	{ "type", 9, 8, 4, 2, .line = "of type 2" },
	{ "an unasked reply", 9, 8, 4, 1, .line = "replies to REGION_READ (id 1), which" },
	{ "an unasked DMA reply", 11, 8, 4, 1, .line = "replies to DMA_READ (id 1), which" },
	{ "error flag in a command", 9, 8, 4, 0x20 },
	{ "no reply wanted", 9, 8, 4, 0x10, .code = SILENT },
	{ "no reply wanted to an error", 5, 8, 8, UINT64_C(0x900000010), .code = SILENT },
	{ "command 0", 0, 0, 0, 0, .code = ENOSYS },
	{ "command 65535", 0, 2, 2, 65535, .code = ENOSYS },
	{ "DMA_READ the wrong way", 11, 0, 0, 0, .code = ENOSYS },
	/* VERSION */
	{ "VERSION again", 1, 0, 0, 0, .code = EINVAL },
	/* descriptors */
	{ "17 descriptors", 9, 0, 0, 0, .fds = 17, .line = "more than 16 descriptors" },
	{ "16 where none belong", 9, 0, 0, 0, .fds = 16 },
	{ "two for a window", 2, 0, 0, 0, .fds = 2, .code = EINVAL },
	{ "two for one vector", 8, 0, 0, 0, .fds = 2, .code = EINVAL },
	{ "none for a window", 2, 0, 0, 0, .fds = NO_FDS },
	{ "none for a vector", 8, 0, 0, 0, .fds = NO_FDS },
	/* windows */
	{ "a window of nothing", 2, 40, 8, 0, .code = EINVAL },
	{ "a window that wraps", 2, 40, 8, UINT64_MAX, .code = EINVAL },
	{ "a window behind its file", 2, 24, 8, 1 << 20, .code = EINVAL },
	{ "a file offset that wraps", 2, 24, 8, UINT64_MAX - 4095, .code = EINVAL },
	{ "a file offset inside a page", 2, 24, 8, 1, .code = EINVAL },
	{ "a window for nobody", 2, 20, 4, 0, .code = EINVAL },
	{ "an unmap of nothing", 3, 32, 8, 0 },
	{ "a dirty bitmap", 3, 20, 4, 1, .code = ENOTSUP },
	/* indexes */
	{ "region 9", 5, 24, 4, 9, .code = EINVAL },
	{ "region 4294967295", 5, 24, 4, UINT32_MAX, .code = EINVAL },
	{ "interrupt 5", 7, 24, 4, 5, .code = EINVAL },
	{ "vectors of interrupt 5", 8, 24, 4, 5, .code = EINVAL },
	{ "vector 1", 8, 28, 4, 1, .code = EINVAL },
	{ "4294967295 vectors", 8, 32, 4, UINT32_MAX, .code = EINVAL },
	{ "two actions", 8, 20, 4, 0x34, .code = EINVAL },
	{ "no data", 8, 20, 4, 0x20, .code = EINVAL },
	{ "an unknown flag", 8, 20, 4, 0x124, .code = EINVAL },
	{ "eventfds for a mask", 8, 20, 4, 0x0c, .code = ENOTSUP },
	/* accesses */
	{ "a read of nothing", 9, 28, 4, 0, .code = EINVAL },
	{ "a read of 4 GiB", 9, 28, 4, UINT32_MAX, .code = EINVAL },
	{ "a read beyond the end", 9, 16, 8, 0xffffe, .code = EINVAL },
	{ "an offset that wraps", 9, 16, 8, UINT64_MAX - 1, .code = EINVAL },
	{ "a region that is not there", 9, 24, 4, 1, .code = EINVAL },
	{ "a write with too little data", 10, 28, 4, 8, .code = EINVAL },
	{ "a write with more data", 10, 28, 4, 2 },
};

static int open_fds(void)
{
	int count = 0;

	for (int i = 0; i < 256; i++)
		count += fcntl(i, F_GETFD) >= 0;
	return count;
}

static struct message with_fault(const struct fault *fault)
{
	struct message message = good(fault->command);

	put_le(message.data + fault->at, fault->value, fault->bytes);
	if (fault->len)
		message.len = fault->len;
	if (fault->fds)
		message.fds = fault->fds == NO_FDS ? 0 : fault->fds;
	return message;
}

static void drain(void)
{
	uint8_t got[4096];

	while (recv(client, got, sizeof(got), MSG_DONTWAIT) > 0)
		continue;
}

static void check(const struct fault *fault)
{
	struct message version = good(VFIO_USER_VERSION), message = with_fault(fault);
	struct vfio_user_header reply = { 0 };
	struct err err = ERR_INIT;
	enum vfio_user_state state;

	transmit(&version);
	cr_assert_eq(vfio_user_server_step(server, -1, 0, &err), VFIO_USER_RUNS, "%s", err.msg);
	drain();
	transmit(&message);
	state = vfio_user_server_step(server, -1, 0, &err);
	if (fault->line[0]) {
		cr_assert_eq(state, VFIO_USER_FAILED, "%s", fault->what);
		cr_assert(strstr(err.msg, fault->line), "%s: %s", fault->what, err.msg);
		cr_assert_not(strchr(err.msg, '\n'));
		return;
	}
	cr_assert_eq(state, VFIO_USER_RUNS, "%s: %s", fault->what, err.msg);
	if (fault->code == SILENT) {
		cr_assert_lt(recv(client, &reply, 16, MSG_DONTWAIT), 0, "%s", fault->what);
		return;
	}
	cr_assert_eq(recv(client, &reply, 16, MSG_DONTWAIT), 16, "%s", fault->what);
	cr_assert_eq(reply.id, 1);
	cr_assert_eq(reply.flags, fault->code ? 0x21 : 1, "%s", fault->what);
	cr_assert_eq((int)reply.error, fault->code, "%s: %u", fault->what, reply.error);
}

Test(vfio_user_rogue, each_fault_is_answered_or_ends_it_and_leaves_nothing_open)
{
	memory = memfd_create("window", MFD_CLOEXEC);
	event = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	cr_assert_eq(ftruncate(memory, 8192), 0);
	for (size_t i = 0; i < ARRAY_SIZE(faults); i++) {
		int fds = open_fds();

		start();
		check(&faults[i]);
		stop();
		cr_assert_eq(open_fds(), fds, "%s leaves %d descriptors open", faults[i].what,
			     open_fds() - fds);
	}
	close(memory), close(event);
}

Test(vfio_user_rogue, a_client_may_leave_inside_a_message)
{
	struct message message = good(VFIO_USER_VERSION);

	for (size_t len = 0; len < 55; len++) {
		struct err err = ERR_INIT;

		start();
		message.len = len;
		if (len)
			transmit(&message);
		shutdown(client, SHUT_WR);
		cr_assert_eq(vfio_user_server_step(server, -1, 0, &err),
			     len ? VFIO_USER_FAILED : VFIO_USER_ENDED);
		cr_assert(!len || strstr(err.msg, "ended inside a message"), "%s", err.msg);
		stop();
	}
}

/* Sent and gone before anything was answered: no signal, no complaint of ours. */
Test(vfio_user_rogue, a_client_may_leave_without_its_replies)
{
	struct message version = good(VFIO_USER_VERSION), read = good(VFIO_USER_REGION_READ);
	struct err err = ERR_INIT;

	start();
	transmit(&version);
	for (int i = 0; i < 20; i++)
		transmit(&read);
	close(client);
	client = -1;
	cr_assert_eq(vfio_user_server_step(server, -1, 0, &err), VFIO_USER_ENDED, "%s", err.msg);
	stop();
}

Test(vfio_user_rogue, a_flood_does_not_keep_the_model_from_its_turn)
{
	struct message version = good(VFIO_USER_VERSION), read = good(VFIO_USER_REGION_READ);
	struct err err = ERR_INIT;

	start();
	fcntl(client, F_SETFL, O_NONBLOCK);
	read.data[8] = VFIO_USER_NO_REPLY;
	transmit(&version);
	for (int i = 0; i < 200; i++)
		transmit(&read);
	cr_assert_eq(vfio_user_server_step(server, -1, 0, &err), VFIO_USER_RUNS);
	cr_assert_eq(vfio_user_server_messages(server), 64);
	stop();
}
