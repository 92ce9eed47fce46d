/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vfio-user: against our own server in another process, and against servers that do not keep to the
 * protocol: a script of replies that was written before the client asked. */
#include <criterion/criterion.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "backend/dma.h"
#include "backend/irq.h"
#include "backend/model/model.h"
#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/transport/transport.h"
#include "backend/transport/vfio_user.h"
#include "backend/transport/vfio_user_server.h"

static pid_t server_pid;

/* A device over a socketpair whose other end is a server in a child process. */
static struct device *attach_to(const char *model)
{
	struct device *dev;
	struct err err = ERR_INIT;
	int ends[2];

	cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
	server_pid = fork();
	cr_assert_geq(server_pid, 0);
	if (!server_pid) {
		struct vfio_user_server *server;

		close(ends[0]);
		server = vfio_user_server_create(model_find(model), ends[1], NULL, NULL);
		vfio_user_server_run(server, -1, &err);
		vfio_user_server_destroy(server);
		_exit(0);
	}
	close(ends[1]);
	dev = xcalloc(1, sizeof(*dev)); /* not before the fork: the server would leak it */
	dev->ops = &transport_vfio_user;
	cr_assert(vfio_user_attach(dev, ends[0], 10000, &err), "%s", err.msg);
	return dev;
}

static void detach(struct device *dev)
{
	int status;

	device_close(dev);
	cr_assert_eq(waitpid(server_pid, &status, 0), server_pid);
	cr_assert(WIFEXITED(status) || WTERMSIG(status) == SIGKILL, "the server crashed: %x",
		  status);
}

static uint64_t get(struct device *dev, const char *region, uint64_t offset, unsigned width)
{
	struct err err = ERR_INIT;
	uint64_t value = 0;

	cr_assert(device_read(dev, device_find_region(dev, region), offset, width, &value, &err),
		  "%s", err.msg);
	return value;
}

static void set(struct device *dev, const char *region, uint64_t offset, unsigned width,
		uint64_t value)
{
	struct err err = ERR_INIT;

	cr_assert(device_write(dev, device_find_region(dev, region), offset, width, value, &err),
		  "%s", err.msg);
}

Test(vfio_user, finds_the_device_of_the_server)
{
	struct device *dev = attach_to("tgl");

	cr_assert_eq(dev->pci.vendor, 0x8086);
	cr_assert_eq(dev->pci.device, 0xa0c8);
	cr_assert_eq(device_find_region(dev, "bar4")->size, 0x100000);
	cr_assert_eq(device_find_region(dev, "config")->size, 256);
	cr_assert_null(device_find_region(dev, "bar1"));
	cr_assert_eq(get(dev, "bar0", 0, 16), 0x9701);
	detach(dev);
}

Test(vfio_user, registers_keep_what_is_written)
{
	struct device *dev = attach_to("edu");

	cr_assert_eq(get(dev, "bar0", 0, 32), 0x010000ed);
	set(dev, "bar0", 4, 32, 0x12345678);
	cr_assert_eq(get(dev, "bar0", 4, 32), 0xedcba987);
	detach(dev);
}

static void check_dma(struct device *dev)
{
	struct dma_request request = { .name = "buf", .size = 4096 };
	struct region *buf;
	struct err err = ERR_INIT;

	cr_assert(dma_alloc(dev, &request, &buf, &err), "%s", err.msg);
	set(dev, "config", 4, 16, 6);
	for (unsigned command = 1; command <= 3; command += 2) { /* from memory, to memory */
		set(dev, "dma.buf", command == 1 ? 0 : 2048, 32, command == 1 ? 0xcafe1234 : 0);
		set(dev, "bar0", 0x80, 64, command == 1 ? buf->iova : 0x40000);
		set(dev, "bar0", 0x88, 64, command == 1 ? 0x40000 : buf->iova + 2048);
		set(dev, "bar0", 0x90, 64, 64);
		set(dev, "bar0", 0x98, 64, command);
		for (int i = 0; i < 10000 && get(dev, "bar0", 0x98, 32) & 1; i++)
			device_sleep_ns(dev, 1000000);
	}
	cr_assert_eq(get(dev, "dma.buf", 2048, 32), 0xcafe1234);
	cr_assert(dma_free(dev, buf, &err), "%s", err.msg);
	cr_assert(dma_alloc(dev, &request, &buf, &err), "again: %s", err.msg);
	detach(dev);
}

Test(vfio_user, dma_goes_both_ways_through_shared_memory)
{
	check_dma(attach_to("edu"));
}

Test(vfio_user, dma_goes_both_ways_by_message)
{
	struct device *dev = attach_to("edu");

	((struct vfio_user *)dev->priv)->peer.max_msg_fds = 0; /* so none is passed on */
	check_dma(dev);
}

Test(vfio_user, msi_comes_by_eventfd)
{
	struct device *dev = attach_to("edu");
	struct err err = ERR_INIT;
	uint64_t times = 0;

	cr_assert(irq_enable(dev, IRQ_MSI, 0, 1, &err), "%s", err.msg);
	set(dev, "config", 4, 16, 6);
	set(dev, "bar0", 0x60, 32, 1);
	cr_assert(irq_wait(dev, IRQ_MSI, 0, UINT64_C(10000000000), &times, &err), "%s", err.msg);
	cr_assert_eq(times, 1);
	cr_assert(irq_act(dev, IRQ_MSI, 0, IRQ_TRIGGER, &err), "%s", err.msg);
	cr_assert(irq_disable(dev, IRQ_MSI, &err), "%s", err.msg);
	cr_assert_eq(get(dev, "config", 0x42, 16) & 1, 0, "MSI is off in the device");
	detach(dev);
}

Test(vfio_user, reset_reaches_the_device)
{
	struct device *dev = attach_to("tgl");
	struct err err = ERR_INIT;
	const char *how;

	set(dev, "bar0", 0x8, 32, 1);
	cr_assert(device_reset(dev, "auto", &how, &err), "%s", err.msg);
	cr_assert_eq(get(dev, "bar0", 0x8, 32) & 1, 0);
	cr_assert_not(device_reset(dev, "bus", &how, &err));
	cr_assert_eq(err.code, EOPNOTSUPP);
	detach(dev);
}

Test(vfio_user, a_server_that_dies_is_told_and_survived)
{
	struct dma_request request = { .name = "buf", .size = 4096 };
	struct device *dev = attach_to("edu");
	struct region *buf, *bar = device_find_region(dev, "bar0");
	struct err err = ERR_INIT;
	uint64_t value = 5, times;

	cr_assert(dma_alloc(dev, &request, &buf, &err), "%s", err.msg);
	cr_assert(irq_enable(dev, IRQ_MSI, 0, 1, &err), "%s", err.msg);
	kill(server_pid, SIGKILL);
	cr_assert_not(device_read(dev, bar, 0, 32, &value, &err));
	cr_assert_eq(err.code, ENODEV, "%s", err.msg);
	cr_assert(strstr(err.msg, "closed the connection"), "%s", err.msg);
	cr_assert(err.hint[0]);
	cr_assert_not(device_write(dev, bar, 0, 32, 0, &err));
	cr_assert(strstr(err.msg, "the server is gone"), "%s", err.msg);
	cr_assert_not(irq_wait(dev, IRQ_MSI, 0, 1000000, &times, &err));
	cr_assert(dma_free(dev, buf, &err), "%s", err.msg);
	cr_assert(irq_disable(dev, IRQ_MSI, &err), "%s", err.msg);
	cr_assert_eq(value, 5);
	detach(dev);
}

/* -- a server that is a script -- */

static int script_fd;

static void say(uint16_t id, unsigned command, uint32_t flags, const void *data, size_t len)
{
	struct vfio_user_header header = { id, (uint16_t)command, (uint32_t)(16 + len), flags, 0 };

	cr_assert_eq(write(script_fd, &header, 16), 16);
	cr_assert_eq(write(script_fd, data, len), (ssize_t)len);
}

static struct device *connect_to_script(int *ret)
{
	struct device *dev = xcalloc(1, sizeof(*dev));
	int ends[2];

	cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
	script_fd = ends[1];
	*ret = ends[0];
	return dev;
}

/* A device of one region of 4 KiB and no interrupts; the next command has id 3. */
static struct device *attach_to_script(void)
{
	struct vfio_user_device_info info = { 16, 0, 1, 0 };
	struct vfio_user_region_info region = { 32, 3, 0, 0, 4096, 0 };
	struct err err = ERR_INIT;
	int fd;
	struct device *dev = connect_to_script(&fd);

	say(0, VFIO_USER_VERSION, VFIO_USER_REPLY, "\0\0\0\0", 4);
	say(1, VFIO_USER_GET_INFO, VFIO_USER_REPLY, &info, sizeof(info));
	say(2, VFIO_USER_GET_REGION_INFO, VFIO_USER_REPLY, &region, sizeof(region));
	dev->ops = &transport_vfio_user;
	cr_assert(vfio_user_attach(dev, fd, 200, &err), "%s", err.msg);
	return dev;
}

static int read_code(struct device *dev, struct err *err)
{
	uint64_t value;

	*err = (struct err)ERR_INIT;
	return device_read(dev, device_find_region(dev, "region0"), 8, 32, &value, err) ? 0
											: err->code;
}

static void leave_script(struct device *dev)
{
	device_close(dev);
	close(script_fd);
}

Test(vfio_user, answers_that_make_no_sense_end_the_connection)
{
	static const uint8_t reply[20] = { 8, [12] = 4, [16] = 0x78, 0x56, 0x34, 0x12 };
	static const struct {
		uint16_t id, command;
		uint32_t flags;
		size_t len;
		int code, later;
	} cases[] = {
		{ 3, VFIO_USER_REGION_READ, VFIO_USER_REPLY, 20, 0, ETIMEDOUT },
		{ 4, VFIO_USER_REGION_READ, VFIO_USER_REPLY, 20, EPROTO, ENODEV }, /* id */
		{ 3, VFIO_USER_REGION_WRITE, VFIO_USER_REPLY, 20, EPROTO, ENODEV },
		{ 3, VFIO_USER_REGION_READ, VFIO_USER_REPLY, 10, EPROTO, ENODEV }, /* short */
		{ 3, VFIO_USER_REGION_READ, VFIO_USER_REPLY, 18, EIO, ETIMEDOUT }, /* less data */
		{ 3, VFIO_USER_REGION_READ, VFIO_USER_REPLY | VFIO_USER_ERROR, 0, EIO, ETIMEDOUT },
		{ 3, VFIO_USER_REGION_READ, 7, 20, EPROTO, ENODEV }, /* type */
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct device *dev = attach_to_script();
		struct err err;

		say(cases[i].id, cases[i].command, cases[i].flags, reply, cases[i].len);
		cr_assert_eq(read_code(dev, &err), cases[i].code, "case %zu: %s", i, err.msg);
		cr_assert_eq(read_code(dev, &err), cases[i].later, "case %zu: %s", i, err.msg);
		leave_script(dev);
	}
}

Test(vfio_user, silence_has_a_deadline_that_is_named)
{
	struct device *dev = attach_to_script();
	struct err err;

	cr_assert_eq(read_code(dev, &err), ETIMEDOUT);
	cr_assert(strstr(err.msg, "did not answer REGION_READ in 200 ms"), "%s", err.msg);
	leave_script(dev);
}

Test(vfio_user, claims_beyond_reason_are_refused_at_attach)
{
	static const struct vfio_user_device_info infos[] = { { 16, 2, 101, 5 },
							      { 16, 2, 9, 0xffffffff } };

	for (size_t i = 0; i < ARRAY_SIZE(infos); i++) {
		struct err err = ERR_INIT;
		int fd;
		struct device *dev = connect_to_script(&fd);

		say(0, VFIO_USER_VERSION, VFIO_USER_REPLY, "\0\0\0\0", 4);
		say(1, VFIO_USER_GET_INFO, VFIO_USER_REPLY, &infos[i], sizeof(infos[i]));
		cr_assert_not(vfio_user_attach(dev, fd, 200, &err));
		cr_assert_eq(err.code, EPROTO, "%s", err.msg);
		close(script_fd);
		free(dev);
	}
}

Test(vfio_user, a_server_that_refuses_is_quoted)
{
	struct vfio_user_header refusal = { 3, VFIO_USER_REGION_READ, 16,
					    VFIO_USER_REPLY | VFIO_USER_ERROR, EPERM };
	struct device *dev = attach_to_script();
	struct err err;

	cr_assert_eq(write(script_fd, &refusal, 16), 16);
	cr_assert_eq(read_code(dev, &err), EPERM);
	cr_assert(strstr(err.msg, "region0+0x8: the server refuses REGION_READ"), "%s", err.msg);
	leave_script(dev);
}

/* The reply to our read comes after the server's own questions, which we must answer first. */
Test(vfio_user, dma_by_message_is_answered_while_a_reply_is_due)
{
	static const uint8_t reply[20] = { 8, [12] = 4, [16] = 1 };
	struct vfio_user_dma_access inside = { 0x100000, 4 }, outside = { 0x90000000, 4 };
	struct vfio_user_dma_access over_end = { 0x100ffe, 4 }, huge = { 0x100000, UINT64_MAX };
	uint8_t write_data[20] = { 0 }, got[4096];
	struct dma_request request = { .name = "b", .size = 4096 };
	struct vfio_user_header header;
	struct device *dev = attach_to_script();
	struct region *buf;
	struct err err = ERR_INIT;
	static const int errors[] = { 0, 0, EFAULT, EFAULT, E2BIG, EINVAL, ENOSYS };
	size_t at = 0;

	say(3, VFIO_USER_DMA_MAP, VFIO_USER_REPLY, NULL, 0);
	cr_assert(dma_alloc(dev, &request, &buf, &err), "%s", err.msg);
	cr_assert_eq(buf->iova, 0x100000);
	cr_assert_eq(read(script_fd, got, sizeof(got)) > 0, true);
	while (recv(script_fd, got, sizeof(got), MSG_DONTWAIT) > 0)
		continue;
	memcpy(write_data, &inside, 16);
	memcpy(write_data + 16, "dcba", 4);
	say(70, VFIO_USER_DMA_WRITE, 0, write_data, 20);
	say(71, VFIO_USER_DMA_READ, 0, &inside, 16);
	say(72, VFIO_USER_DMA_READ, 0, &outside, 16);
	say(73, VFIO_USER_DMA_READ, 0, &over_end, 16);
	say(74, VFIO_USER_DMA_READ, 0, &huge, 16);
	say(75, VFIO_USER_DMA_WRITE, 0, "short", 5);
	say(76, 55, 0, NULL, 0);
	say(4, VFIO_USER_REGION_READ, VFIO_USER_REPLY, reply, 20);
	cr_assert_eq(read_code(dev, &err), 0, "%s", err.msg);
	cr_assert_eq(memcmp((void *)(uintptr_t)buf->map, "dcba", 4), 0);
	cr_assert_gt(recv(script_fd, got, sizeof(got), MSG_DONTWAIT), 0);
	at = 32; /* the REGION_READ itself */
	for (unsigned i = 0; i < ARRAY_SIZE(errors); i++) {
		memcpy(&header, got + at, 16);
		cr_assert_eq(header.id, 70 + i);
		cr_assert_eq((int)header.error, errors[i], "question %u", i);
		at += header.size;
	}
	leave_script(dev);
}

Test(vfio_user, a_server_that_only_asks_does_not_keep_us)
{
	struct vfio_user_dma_access outside = { 0x90000000, 4 };
	struct device *dev = attach_to_script();
	struct err err;

	for (int i = 0; i < 60; i++)
		say(1, VFIO_USER_DMA_READ, 0, &outside, 16);
	cr_assert_eq(read_code(dev, &err), ETIMEDOUT, "%s", err.msg);
	leave_script(dev);
}
