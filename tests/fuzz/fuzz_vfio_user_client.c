/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All that a hostile vfio-user server says, written before the client begins and ended by hanging up: the
 * client attaches or tells why not, and if it attached, every operation works or fails with words. No
 * wait takes time, no descriptor stays open. */
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "backend/dma.h"
#include "backend/irq.h"
#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/transport/transport.h"
#include "backend/transport/vfio_user.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A piece of the input: what, a command, descriptors, length, then that many bytes. */
enum { PIECE_HEAD = 5, MEMORY = 65536 };

static int memory = -1;

static int lowest_free(void)
{
	int fd = dup(0);

	close(fd);
	return fd;
}

static bool transmit(int fd, const void *data, size_t len, unsigned fds)
{
	char control[CMSG_SPACE(sizeof(int) * 32)] = { 0 };
	struct iovec part = { (void *)(uintptr_t)data, len };
	struct msghdr msg = { .msg_iov = &part, .msg_iovlen = 1 };
	struct cmsghdr *c = (struct cmsghdr *)control;

	if (!len)
		return true;
	if (fds) {
		msg.msg_control = control;
		msg.msg_controllen = CMSG_SPACE(sizeof(int) * fds);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(sizeof(int) * fds);
		for (unsigned i = 0; i < fds; i++)
			memcpy(CMSG_DATA(c) + i * sizeof(int), &memory, sizeof(int));
	}
	return sendmsg(fd, &msg, MSG_DONTWAIT | MSG_NOSIGNAL) == (ssize_t)len;
}

/* What: 0-4 a reply to the next command, 5 an error reply, 6 a command, 7 bytes as they are. */
static bool say(int fd, const uint8_t *piece, size_t len, uint16_t *id)
{
	static uint8_t message[16 + 65536];
	struct vfio_user_header header = { .id = *id,
					   .command = piece[1],
					   .size = (uint32_t)(16 + len),
					   .flags = VFIO_USER_REPLY };

	switch (piece[0] % 8) {
	case 7:
		return transmit(fd, piece + PIECE_HEAD, len, piece[2] & 0x1f);
	case 6:
		header.flags = piece[2] & 0x80 ? VFIO_USER_NO_REPLY : 0;
		break;
	case 5:
		header.flags |= VFIO_USER_ERROR;
		header.error = piece[2];
		++*id;
		break;
	default:
		++*id;
	}
	memcpy(message, &header, sizeof(header));
	memcpy(message + sizeof(header), piece + PIECE_HEAD, len);
	return transmit(fd, message, header.size, piece[2] & 0x1f);
}

static void say_all(int fd, const uint8_t *data, size_t size)
{
	uint16_t id = 0;

	while (size >= PIECE_HEAD) {
		size_t len = get_le16(data + 3);

		if (len > size - PIECE_HEAD)
			len = size - PIECE_HEAD;
		if (!say(fd, data, len, &id))
			break;
		data += PIECE_HEAD + len;
		size -= PIECE_HEAD + len;
	}
	shutdown(fd, SHUT_WR);
}

static void check(bool done, const struct err *err)
{
	if (!done && (!err->msg[0] || strchr(err->msg, '\n') || !err->code))
		abort();
}

static void use_region(struct device *dev, struct region *region)
{
	static const uint64_t places[] = { 0, 0x1000, 0x8000, UINT64_MAX };

	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		unsigned width_bits = 8u << i;
		uint64_t offset = places[i] < region->size ? places[i] : region->size & ~7ull;
		struct err err = ERR_INIT;
		uint64_t value;

		check(device_read(dev, region, offset, width_bits, &value, &err), &err);
		err = (struct err)ERR_INIT;
		check(device_write(dev, region, offset, width_bits, 0x5a, &err), &err);
	}
}

static void use_device(struct device *dev)
{
	struct dma_request request = { .name = "b", .size = 4096 };
	struct region *buffer;
	struct err err = ERR_INIT;
	const char *how;
	bool done;

	done = dma_alloc(dev, &request, &buffer, &err);
	check(done, &err);
	for (size_t i = 0; i < dev->region_count; i++)
		use_region(dev, dev->regions[i]);
	for (size_t i = 0; i < dev->region_count; i++) {
		err = (struct err)ERR_INIT;
		if (dev->regions[i]->kind != REGION_DMA)
			check(device_map(dev, dev->regions[i], &err), &err);
		use_region(dev, dev->regions[i]);
	}
	for (enum irq_type type = IRQ_INTX; type < IRQ_TYPE_COUNT; type++) {
		err = (struct err)ERR_INIT;
		check(irq_enable(dev, type, 0, 2, &err), &err);
	}
	err = (struct err)ERR_INIT;
	check(device_reset(dev, "auto", &how, &err), &err);
	device_sleep_ns(dev, 0);
	err = (struct err)ERR_INIT;
	if (done)
		check(dma_free(dev, buffer, &err), &err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err err = ERR_INIT;
	struct device *dev;
	int ends[2], lowest;

	if (memory < 0)
		memory = memfd_create("region", MFD_CLOEXEC);
	if (memory < 0 || ftruncate(memory, MEMORY) < 0)
		abort();
	lowest = lowest_free();
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		abort();
	say_all(ends[1], data, size);
	dev = xcalloc(1, sizeof(*dev));
	dev->ops = &transport_vfio_user;
	if (vfio_user_attach(dev, ends[0], 60000, &err)) {
		use_device(dev);
	} else {
		check(false, &err);
		dev->ops = NULL;
	}
	device_close(dev);
	close(ends[1]);
	if (lowest_free() != lowest)
		abort();
	return 0;
}
