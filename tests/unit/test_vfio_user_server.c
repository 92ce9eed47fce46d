/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The vfio-user server, message by message, in this process: what QEMU sends, and what nobody should. */
#include <criterion/criterion.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/device.h"
#include "backend/model/model.h"
#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/trace/trace.h"
#include "backend/transport/vfio_user_msg.h"
#include "backend/transport/vfio_user_server_parts.h"

static struct vfio_user_server *server;
static struct vfio_user_conn client;
static char last_complaint[160];

/* Byte for byte what QEMU 11.1.3 offers. */
static const char qemu_version[] =
	"\0\0\0\0{\"capabilities\": {\"pgsizes\": 4096, \"max_msg_fds\": 16, \"max_dma_maps\": "
	"65535, "
	"\"max_data_xfer_size\": 1048576, \"migration\": {\"max_bitmap_size\": 268435456, "
	"\"pgsize\": 4096}, \"write_multiple\": true}}";

static void keep_complaint(void *ctx, enum vfio_user_event event, const char *text)
{
	(void)ctx;
	if (event == VFIO_USER_COMPLAINT)
		snprintf(last_complaint, sizeof(last_complaint), "%s", text);
}

static void start(const char *model)
{
	int ends[2];

	cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
	server = vfio_user_server_create(model_find(model), ends[0], keep_complaint, NULL);
	vfio_user_conn_init(&client, ends[1]);
	last_complaint[0] = '\0';
}

static void stop(void)
{
	vfio_user_server_destroy(server);
	vfio_user_conn_finish(&client);
}

static void post(unsigned command, uint32_t flags, const void *data, size_t len, const int *fds,
		 unsigned fd_count)
{
	struct vfio_user_header header = { .id = 9, .command = (uint16_t)command, .flags = flags };
	struct err err = ERR_INIT;

	vfio_user_queue(&client, &header, data, len, NULL, 0, fds, fd_count);
	cr_assert(vfio_user_flush(&client, &err), "%s", err.msg);
	cr_assert(vfio_user_is_flushed(&client));
}

/* The errno of the reply, 0 = good; its payload is in client.in_data. */
static int ask_with(unsigned command, const void *data, size_t len, const int *fds,
		    unsigned fd_count)
{
	struct err err = ERR_INIT;

	post(command, 0, data, len, fds, fd_count);
	cr_assert_eq(vfio_user_server_step(server, -1, 0, &err), VFIO_USER_RUNS, "%s", err.msg);
	cr_assert_eq(vfio_user_receive(&client, &err), VFIO_USER_GOT_MESSAGE, "command %u",
		     command);
	cr_assert_eq(client.in.id, 9);
	cr_assert_eq(client.in.command, command);
	if (client.in.flags & VFIO_USER_ERROR)
		cr_assert_eq(client.in.size, 16);
	return client.in.flags & VFIO_USER_ERROR ? (int)client.in.error : 0;
}

static int ask(unsigned command, const void *data, size_t len)
{
	return ask_with(command, data, len, NULL, 0);
}

static void start_agreed(const char *model)
{
	start(model);
	cr_assert_eq(ask(VFIO_USER_VERSION, qemu_version, sizeof(qemu_version)), 0);
}

static int write_reg(uint32_t region, uint64_t offset, uint32_t count, uint64_t value)
{
	struct vfio_user_access access = { offset, region, count };
	uint8_t message[24];

	memcpy(message, &access, sizeof(access));
	put_le(message + 16, value, 8);
	return ask(VFIO_USER_REGION_WRITE, message, 16 + (count < 8 ? count : 8));
}

static uint64_t read_reg(uint32_t region, uint64_t offset, uint32_t count)
{
	struct vfio_user_access access = { offset, region, count };

	cr_assert_eq(ask(VFIO_USER_REGION_READ, &access, sizeof(access)), 0);
	cr_assert_eq(vfio_user_data_len(&client), 16 + count);
	return get_le(client.in_data + 16, count);
}

static int map_window(uint64_t address, uint64_t size, int fd)
{
	struct vfio_user_dma_map map = { 32, 3, 0, address, size };

	return ask_with(VFIO_USER_DMA_MAP, &map, sizeof(map), &fd, fd >= 0);
}

static int unmap_windows(uint32_t flags, uint64_t address, uint64_t size)
{
	struct vfio_user_dma_unmap unmap = { 24, flags, address, size };

	return ask(VFIO_USER_DMA_UNMAP, &unmap, sizeof(unmap));
}

Test(vfio_user_server, answers_qemus_first_messages)
{
	struct vfio_user_device_info info = { .argsz = 16 };
	struct vfio_user_region_info region = { .argsz = 32, .index = 0 };
	struct vfio_user_irq_info irq = { .argsz = 16, .index = IRQ_MSI };

	start("tgl");
	cr_assert_eq(ask(VFIO_USER_VERSION, qemu_version, sizeof(qemu_version)), 0);
	cr_assert_leq(client.in.size, 214, "QEMU takes no longer one");
	cr_assert_eq(ask(VFIO_USER_GET_INFO, &info, sizeof(info)), 0);
	memcpy(&info, client.in_data, sizeof(info));
	cr_assert_eq(info.num_regions, 9);
	cr_assert_eq(info.num_irqs, 5);
	cr_assert_eq(info.flags, VFIO_USER_DEVICE_PCI | VFIO_USER_DEVICE_RESETS);
	cr_assert_eq(ask(VFIO_USER_GET_REGION_INFO, &region, sizeof(region)), 0);
	memcpy(&region, client.in_data, sizeof(region));
	cr_assert_eq(region.size, 0x4000);
	region.index = 1; /* the upper half of a 64-bit BAR */
	cr_assert_eq(ask(VFIO_USER_GET_REGION_INFO, &region, sizeof(region)), 0);
	memcpy(&region, client.in_data, sizeof(region));
	cr_assert_eq(region.size + region.flags, 0);
	region.index = 9;
	cr_assert_eq(ask(VFIO_USER_GET_REGION_INFO, &region, sizeof(region)), EINVAL);
	cr_assert_eq(ask(VFIO_USER_GET_IRQ_INFO, &irq, sizeof(irq)), 0);
	memcpy(&irq, client.in_data, sizeof(irq));
	cr_assert_eq(irq.count, 1);
	cr_assert_eq(read_reg(7, 0, 4), 0xa0c88086);
	cr_assert_eq(ask(VFIO_USER_RESET, NULL, 0), 0);
	stop();
}

Test(vfio_user_server, must_hear_version_first)
{
	struct err err = ERR_INIT;

	start("edu");
	post(VFIO_USER_RESET, 0, NULL, 0, NULL, 0);
	cr_assert_eq(vfio_user_server_step(server, -1, 0, &err), VFIO_USER_FAILED);
	cr_assert(strstr(err.msg, "DEVICE_RESET"), "%s", err.msg);
	stop();
	start("edu");
	post(VFIO_USER_VERSION, 0, "\1\0\0\0", 4, NULL, 0);
	cr_assert_eq(vfio_user_server_step(server, -1, 0, &err), VFIO_USER_FAILED);
	stop();
}

Test(vfio_user_server, unknown_commands_are_enosys)
{
	start_agreed("edu");
	for (unsigned command = 14; command < 20; command++)
		cr_assert_eq(ask(command, "12345678", 8), ENOSYS);
	cr_assert_eq(ask(0, NULL, 0), ENOSYS);
	cr_assert_eq(ask(0xffff, NULL, 0), ENOSYS);
	stop();
}

/* QEMU sends these, without wanting a reply, only to who offers write_multiple. */
Test(vfio_user_server, multiple_writes_are_neither_offered_nor_done)
{
	uint8_t message[8 + 24] = { 1, [8] = 4, [20] = 4, [24] = 1, 2, 3, 4 };

	start_agreed("edu");
	cr_assert_eq(ask(VFIO_USER_VERSION, qemu_version, sizeof(qemu_version)), EINVAL, "twice");
	stop();
	start_agreed("edu");
	cr_assert_not(strstr((const char *)client.in_data + 4, "write_multiple"));
	cr_assert_not(strstr((const char *)client.in_data + 4, "twin_socket"));
	post(15, VFIO_USER_NO_REPLY, message, sizeof(message), NULL, 0);
	cr_assert_eq(ask(15, message, sizeof(message)), ENOSYS, "the first reply is this one's");
	cr_assert_eq(read_reg(0, 4, 4), 0);
	stop();
}

/* QEMU asks with room for the fixed part first, and again when argsz is more. */
Test(vfio_user_server, region_infos_fit_qemus_first_question)
{
	start_agreed("tgl");
	for (uint32_t i = 0; i < VFIO_USER_PCI_REGIONS; i++) {
		struct vfio_user_region_info info = { .argsz = 32, .index = i };

		cr_assert_eq(ask(VFIO_USER_GET_REGION_INFO, &info, sizeof(info)), 0);
		memcpy(&info, client.in_data, sizeof(info));
		cr_assert_eq(vfio_user_data_len(&client), 32);
		cr_assert_eq(info.argsz, 32);
		cr_assert_eq(info.flags & ~3u, 0, "neither mappable nor with capabilities");
		cr_assert_eq(client.in_fd_count, 0);
	}
	stop();
}

Test(vfio_user_server, short_payloads_are_einval)
{
	static const unsigned commands[] = { 2, 3, 4, 5, 7, 8, 9, 10 };
	static const uint8_t zero[15];

	start_agreed("edu");
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		for (size_t len = 0; len <= sizeof(zero); len++)
			cr_assert_eq(ask(commands[i], zero, len), EINVAL, "command %u, %zu bytes",
				     commands[i], len);
	stop();
}

Test(vfio_user_server, accesses_stay_inside_their_region)
{
	static const struct vfio_user_access bad[] = {
		{ 0, 9, 4 },
		{ 0, 0xffffffff, 4 },
		{ 0, 1, 4 },
		{ 0, 0, 0 },
		{ 0xfffff, 0, 2 },
		{ UINT64_MAX, 0, 1 },
		{ UINT64_MAX - 3, 0, 4 },
		{ 0, 0, 0xffffffff },
		{ 0x100000, 0, 1 },
		{ 4, 7, 4096 },
	};

	start_agreed("edu");
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		cr_assert_eq(ask(VFIO_USER_REGION_READ, &bad[i], 16), EINVAL, "case %zu", i);
		cr_assert_eq(ask(VFIO_USER_REGION_WRITE, &bad[i], 16), EINVAL, "case %zu", i);
	}
	stop();
}

Test(vfio_user_server, registers_read_and_write_in_their_widths)
{
	start_agreed("edu");
	cr_assert_eq(read_reg(0, 0, 4), 0x010000ed);
	cr_assert_eq(write_reg(0, 4, 4, 0x12345678), 0);
	cr_assert_eq(read_reg(0, 4, 4), 0xedcba987, "the inverted value");
	cr_assert_eq(read_reg(7, 0, 1), 0x34);
	cr_assert_eq(read_reg(7, 2, 2), 0x11e8);
	cr_assert_eq(read_reg(7, 1, 2), 0xe812, "unaligned: in bytes");
	stop();
}

Test(vfio_user_server, a_command_without_reply_gets_none)
{
	struct vfio_user_access access = { 4, 0, 4 };
	struct err err = ERR_INIT;
	uint8_t message[20] = { 0 };

	start_agreed("edu");
	memcpy(message, &access, sizeof(access));
	post(VFIO_USER_REGION_WRITE, VFIO_USER_NO_REPLY, message, 20, NULL, 0);
	post(77, VFIO_USER_NO_REPLY, NULL, 0, NULL, 0);
	post(VFIO_USER_REGION_READ, VFIO_USER_NO_REPLY, "short", 5, NULL, 0);
	cr_assert_eq(vfio_user_server_step(server, -1, 0, &err), VFIO_USER_RUNS);
	cr_assert_eq(vfio_user_receive(&client, &err), VFIO_USER_GOT_NOTHING);
	cr_assert_eq(read_reg(0, 4, 4), 0xffffffff, "but was done");
	stop();
}

/* 24 windows at once, none at all, and a range whose end is 2^64: QEMU with a vIOMMU sends them. */
Test(vfio_user_server, unmaps_are_those_of_qemu)
{
	int fd = memfd_create("window", MFD_CLOEXEC);

	start_agreed("edu");
	cr_assert_eq(ftruncate(fd, 4096), 0);
	for (unsigned i = 0; i < 24; i++)
		cr_assert_eq(map_window(0x100000 + i * 0x2000, 4096, fd), 0);
	cr_assert_eq(map_window(0x101800, 0x1000, fd), EEXIST);
	cr_assert_eq(map_window(0x100000, 4096, fd), EEXIST);
	cr_assert_eq(unmap_windows(0, 0x100800, 0x100), EINVAL, "a piece of a window");
	cr_assert_eq(unmap_windows(0, 0x100000, 0x100000), 0);
	cr_assert_eq(vfio_user_data_len(&client), 24);
	cr_assert_eq(unmap_windows(0, 0x100000, 0x100000), 0, "none there");
	cr_assert_eq(map_window(UINT64_MAX - 4095, 4096, fd), 0);
	cr_assert_eq(unmap_windows(0, 0xfef00000, 0xffffffff01100000), 0);
	cr_assert_eq(map_window(UINT64_MAX - 4095, 4096, fd), 0, "it was gone");
	cr_assert_eq(unmap_windows(VFIO_USER_UNMAP_ALL, 0, 0), 0);
	cr_assert_eq(map_window(UINT64_MAX - 4095, 4096, -1), 0);
	cr_assert_eq(unmap_windows(VFIO_USER_UNMAP_BITMAP, 0, 0), ENOTSUP);
	close(fd);
	stop();
}

Test(vfio_user_server, windows_that_make_no_sense_are_refused)
{
	int fd = memfd_create("window", MFD_CLOEXEC), pipes[2];

	start_agreed("edu");
	cr_assert_eq(ftruncate(fd, 4096), 0);
	cr_assert_eq(pipe2(pipes, O_CLOEXEC), 0);
	cr_assert_eq(map_window(0, 0, fd), EINVAL);
	cr_assert_eq(map_window(0, 8192, fd), EINVAL, "longer than its file");
	cr_assert_eq(map_window(UINT64_MAX - 4095, 8192, -1), EINVAL, "wraps");
	cr_assert_eq(map_window(0, 4096, pipes[0]), EINVAL, "not a file");
	cr_assert_eq(ask(VFIO_USER_DMA_MAP, &(struct vfio_user_dma_map){ 32, 0, 0, 0, 4096 }, 32),
		     EINVAL, "no direction");
	close(fd), close(pipes[0]), close(pipes[1]);
	stop();
}

/* edu's DMA: source 0x80, destination 0x88, count 0x90, command 0x98 (1 start, 2 to memory). */
static void start_dma_to_memory(uint64_t iova)
{
	cr_assert_eq(write_reg(7, 4, 2, 6), 0);
	cr_assert_eq(write_reg(0, 0x80, 8, 0x40000), 0);
	cr_assert_eq(write_reg(0, 0x88, 8, iova), 0);
	cr_assert_eq(write_reg(0, 0x90, 8, 4096), 0);
	cr_assert_eq(write_reg(0, 0x98, 8, 3), 0);
}

static void wait_for_dma(void)
{
	struct err err = ERR_INIT;

	for (int i = 0; i < 2000 && read_reg(0, 0x98, 4) & 1; i++)
		cr_assert_eq(vfio_user_server_step(server, -1, 1, &err), VFIO_USER_RUNS);
	cr_assert_eq(read_reg(0, 0x98, 4) & 1, 0);
}

Test(vfio_user_server, dma_reaches_the_clients_memory)
{
	int fd = memfd_create("window", MFD_CLOEXEC);
	uint8_t *memory;

	start_agreed("edu");
	cr_assert_eq(ftruncate(fd, 4096), 0);
	memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	memset(memory, 0x5a, 4096);
	cr_assert_eq(map_window(0x100000, 4096, fd), 0);
	start_dma_to_memory(0x100000);
	wait_for_dma();
	cr_assert_eq(memory[0], 0);
	cr_assert_eq(memory[4095], 0);
	cr_assert_eq(vfio_user_server_complaints(server), 0, "%s", last_complaint);
	munmap(memory, 4096);
	close(fd);
	stop();
}

/* -- DMA by message: the window has no descriptor -- */

/* The next message that the server sends, within 2 s. */
static void await_message(void)
{
	struct err err = ERR_INIT;

	for (int i = 0; i < 2000; i++) {
		if (vfio_user_receive(&client, &err) == VFIO_USER_GOT_MESSAGE)
			return;
		cr_assert_eq(vfio_user_server_step(server, -1, 1, &err), VFIO_USER_RUNS, "%s",
			     err.msg);
	}
	cr_assert_fail("nothing came");
}

static struct vfio_user_dma_access await_dma(unsigned command)
{
	struct vfio_user_dma_access access;

	await_message();
	cr_assert_eq(client.in.command, command);
	cr_assert_eq(client.in.flags, 0);
	memcpy(&access, client.in_data, sizeof(access));
	return access;
}

static void answer(uint16_t id, unsigned command, uint32_t error, const void *data, size_t len)
{
	struct vfio_user_header header = { .id = id,
					   .command = (uint16_t)command,
					   .flags =
						   VFIO_USER_REPLY | (error ? VFIO_USER_ERROR : 0u),
					   .error = error };
	struct err err = ERR_INIT;

	vfio_user_queue(&client, &header, data, len, NULL, 0, NULL, 0);
	cr_assert(vfio_user_flush(&client, &err), "%s", err.msg);
}

static void skip_time(uint64_t ms)
{
	server->start_ns -= ms * 1000000;
}

/* An agreed edu with a window of 4 KiB at 0x100000, and its DMA started. */
static void start_far_dma(uint64_t command)
{
	start_agreed("edu");
	cr_assert_eq(map_window(0x100000, 4096, -1), 0);
	cr_assert_eq(write_reg(7, 4, 2, 6), 0);
	cr_assert_eq(write_reg(0, 0x80, 8, command & 2 ? 0x40000 : 0x100000), 0);
	cr_assert_eq(write_reg(0, 0x88, 8, command & 2 ? 0x100000 : 0x40000), 0);
	cr_assert_eq(write_reg(0, 0x90, 8, 4096), 0);
	cr_assert_eq(write_reg(0, 0x98, 8, command), 0);
	skip_time(100);
}

Test(vfio_user_server, memory_that_is_not_shared_is_read_by_message)
{
	struct vfio_user_dma_access access;
	uint8_t reply[16 + 4096];

	struct trace *trace = trace_create(64);

	start_far_dma(1);
	vfio_user_server_trace(server, trace);
	access = await_dma(VFIO_USER_DMA_READ);
	cr_assert_eq(access.address, 0x100000);
	cr_assert_eq(access.count, 4096);
	cr_assert_eq(vfio_user_data_len(&client), 16);
	memcpy(reply, &access, 16);
	memset(reply + 16, 0x5a, 4096);
	answer(client.in.id, client.in.command, 0, reply, sizeof(reply));
	wait_for_dma();
	cr_assert_eq(write_reg(0, 0x80, 8, 0x40000), 0);
	cr_assert_eq(write_reg(0, 0x88, 8, 0x100000), 0);
	cr_assert_eq(write_reg(0, 0x98, 8, 3), 0);
	skip_time(100);
	access = await_dma(VFIO_USER_DMA_WRITE);
	cr_assert_eq(access.count, 4096);
	cr_assert_eq(memcmp(client.in_data + 16, reply + 16, 4096), 0, "what was read before");
	answer(client.in.id, client.in.command, 0, &access, 12);
	wait_for_dma();
	cr_assert_eq(vfio_user_server_complaints(server), 0, "%s", last_complaint);
	trace_tap_flush(&server->tap);
	cr_assert_eq(trace_count_of(trace, TRACE_DMA), 2, "once each, when it was done");
	stop();
	trace_destroy(trace);
}

/* QEMU's processor may ask at any time, and only its reply lets QEMU answer ours. */
Test(vfio_user_server, commands_are_served_while_dma_is_under_way)
{
	struct vfio_user_dma_access access;

	start_far_dma(3);
	access = await_dma(VFIO_USER_DMA_WRITE);
	for (int i = 0; i < 20; i++)
		cr_assert_eq(read_reg(0, 0x98, 4) & 1, 1, "it runs");
	answer(0, VFIO_USER_DMA_WRITE, 0, &access, sizeof(access));
	wait_for_dma();
	stop();
}

Test(vfio_user_server, dma_by_message_keeps_to_the_clients_limit)
{
	static const char version[] = "\0\0\0\0{\"capabilities\":{\"max_data_xfer_size\":1500}}";
	struct vfio_user_dma_access access;

	start("edu");
	cr_assert_eq(ask(VFIO_USER_VERSION, version, sizeof(version)), 0);
	cr_assert_eq(map_window(0x100000, 2000, -1), 0);
	cr_assert_eq(map_window(0x100000 + 2000, 4096, -1), 0);
	start_dma_to_memory(0x100000);
	skip_time(100);
	static const uint64_t parts[][2] = {
		{ 0, 1500 }, { 1500, 500 }, { 2000, 1500 }, { 3500, 596 }
	};
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		access = await_dma(VFIO_USER_DMA_WRITE);
		cr_assert_eq(access.address - 0x100000, parts[i][0]);
		cr_assert_eq(access.count, parts[i][1]);
		cr_assert_eq(vfio_user_data_len(&client), 16 + access.count);
		answer(client.in.id, client.in.command, 0, &access, sizeof(access));
	}
	wait_for_dma();
	cr_assert_eq(vfio_user_server_complaints(server), 0, "%s", last_complaint);
	stop();
}

/* The client changed its memory, then told the device: what was fetched before is fetched again. */
Test(vfio_user_server, a_register_write_outdates_what_was_fetched)
{
	struct vfio_user_dma_access access;
	uint8_t reply[16 + 4096] = { 0 };

	start_far_dma(1);
	access = await_dma(VFIO_USER_DMA_READ);
	memcpy(reply, &access, 16);
	cr_assert_eq(write_reg(0, 4, 4, 0), 0);
	answer(0, VFIO_USER_DMA_READ, 0, reply, sizeof(reply));
	await_dma(VFIO_USER_DMA_READ);
	cr_assert_eq(client.in.id, 1);
	answer(1, VFIO_USER_DMA_READ, 0, reply, sizeof(reply));
	wait_for_dma();
	stop();
}

Test(vfio_user_server, a_client_that_does_not_answer_dma_makes_it_fail)
{
	struct vfio_user_dma_access access;
	struct err err = ERR_INIT;

	start_far_dma(3);
	access = await_dma(VFIO_USER_DMA_WRITE);
	skip_time(4000);
	cr_assert_eq(read_reg(0, 0x98, 4) & 1, 1);
	skip_time(1100);
	wait_for_dma();
	cr_assert(strstr(last_complaint, "not mapped"), "%s", last_complaint);
	cr_assert_eq(vfio_user_server_complaints(server), 2);
	answer(0, VFIO_USER_DMA_WRITE, 0, &access, sizeof(access));
	cr_assert_eq(vfio_user_server_step(server, -1, 0, &err), VFIO_USER_RUNS, "late: %s",
		     err.msg);
	answer(0, VFIO_USER_DMA_WRITE, 0, &access, sizeof(access));
	cr_assert_eq(vfio_user_server_step(server, -1, 0, &err), VFIO_USER_FAILED, "twice");
	stop();
}

Test(vfio_user_server, a_client_that_refuses_dma_is_complained_about)
{
	start_far_dma(3);
	await_dma(VFIO_USER_DMA_WRITE);
	answer(0, VFIO_USER_DMA_WRITE, EFAULT, NULL, 0);
	wait_for_dma();
	cr_assert_eq(vfio_user_server_complaints(server), 2, "ours and the model's");
	stop();
}

Test(vfio_user_server, impossible_replies_to_dma_end_the_connection)
{
	static const struct {
		uint16_t id, command;
		uint64_t count;
		size_t len;
	} cases[] = {
		{ 1, VFIO_USER_DMA_WRITE, 4096, 16 }, /* id */
		{ 0, VFIO_USER_DMA_READ, 4096, 16 },  /* command */
		{ 0, VFIO_USER_RESET, 4096, 16 },     { 0, VFIO_USER_DMA_WRITE, 4095, 16 },
		{ 0, VFIO_USER_DMA_WRITE, 4096, 0 },  { 0, VFIO_USER_DMA_WRITE, 4096, 17 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct vfio_user_dma_access access;
		struct err err = ERR_INIT;
		uint8_t data[32] = { 0 };

		start_far_dma(3);
		access = await_dma(VFIO_USER_DMA_WRITE);
		access.count = cases[i].count;
		memcpy(data, &access, sizeof(access));
		answer(cases[i].id, cases[i].command, 0, data, cases[i].len);
		cr_assert_eq(vfio_user_server_step(server, -1, 0, &err), VFIO_USER_FAILED,
			     "case %zu", i);
		cr_assert_eq(err.code, EPROTO);
		stop();
	}
}

Test(vfio_user_server, survives_memory_that_is_taken_away)
{
	int fd = memfd_create("window", MFD_CLOEXEC);

	start_agreed("edu");
	cr_assert_eq(ftruncate(fd, 4096), 0);
	cr_assert_eq(map_window(0x100000, 4096, fd), 0);
	cr_assert_eq(ftruncate(fd, 0), 0);
	start_dma_to_memory(0x100000);
	wait_for_dma();
	cr_assert_eq(read_reg(0, 0, 4), 0x010000ed, "alive");
	close(fd);
	stop();
}

/* The client must not use up what the program needs for itself. */
Test(vfio_user_server, windows_are_bounded)
{
	int fd = memfd_create("window", MFD_CLOEXEC);

	start_agreed("edu");
	cr_assert_eq(ftruncate(fd, INT64_C(1) << 46), 0);
	cr_assert_eq(map_window(0, UINT64_C(1) << 44, fd), 0);
	cr_assert_eq(map_window(UINT64_C(1) << 44, 4096, fd), ENOSPC);
	cr_assert_eq(map_window(UINT64_C(1) << 44, 4096, -1), 0, "takes nothing of ours");
	cr_assert_eq(unmap_windows(VFIO_USER_UNMAP_ALL, 0, 0), 0);
	for (uint64_t i = 0; i < VFIO_USER_MAX_WINDOWS; i++)
		cr_assert_eq(map_window(i * 8192, 4096, fd), 0);
	cr_assert_eq(map_window(UINT64_C(1) << 44, 4096, fd), ENOSPC);
	close(fd);
	stop();
}

static int set_irqs(uint32_t flags, uint32_t index, uint32_t first, uint32_t count, const int *fds,
		    unsigned fd_count)
{
	struct vfio_user_irq_set set = { 20, flags, index, first, count };

	return ask_with(VFIO_USER_SET_IRQS, &set, sizeof(set), fds, fd_count);
}

static uint64_t drain(int fd)
{
	uint64_t count = 0;

	return read(fd, &count, sizeof(count)) == sizeof(count) ? count : 0;
}

Test(vfio_user_server, msi_arrives_in_the_eventfd)
{
	int fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);

	start_agreed("edu");
	cr_assert_eq(set_irqs(0x24, IRQ_MSI, 0, 1, &fd, 1), 0);
	cr_assert_eq(write_reg(7, 4, 2, 6), 0);
	cr_assert_eq(write_reg(7, 0x42, 2, 1), 0, "MSI enable");
	cr_assert_eq(write_reg(0, 0x60, 4, 1), 0, "raise");
	cr_assert_eq(drain(fd), 1);
	cr_assert_eq(set_irqs(0x21, IRQ_MSI, 0, 1, NULL, 0), 0, "loopback");
	cr_assert_eq(drain(fd), 1);
	cr_assert_eq(set_irqs(0x21, IRQ_MSI, 0, 0, NULL, 0), 0, "disable");
	cr_assert_eq(set_irqs(0x21, IRQ_MSI, 0, 1, NULL, 0), 0);
	cr_assert_eq(drain(fd), 0);
	close(fd);
	stop();
}

Test(vfio_user_server, intx_signals_once_until_unmasked)
{
	int fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);

	start_agreed("edu");
	cr_assert_eq(set_irqs(0x24, IRQ_INTX, 0, 1, &fd, 1), 0);
	cr_assert_eq(write_reg(0, 0x60, 4, 1), 0);
	cr_assert_eq(drain(fd), 1);
	cr_assert_eq(write_reg(0, 0x60, 4, 2), 0);
	cr_assert_eq(drain(fd), 0, "masked by its arrival");
	cr_assert_eq(set_irqs(0x11, IRQ_INTX, 0, 1, NULL, 0), 0);
	cr_assert_eq(drain(fd), 1, "still up");
	cr_assert_eq(write_reg(0, 0x64, 4, 3), 0);
	cr_assert_eq(set_irqs(0x11, IRQ_INTX, 0, 1, NULL, 0), 0);
	cr_assert_eq(drain(fd), 0);
	close(fd);
	stop();
}

Test(vfio_user_server, set_irqs_refuses_what_makes_no_sense)
{
	int fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), pipes[2], two[2] = { fd, fd };

	start_agreed("edu");
	cr_assert_eq(pipe2(pipes, O_CLOEXEC), 0);
	cr_assert_eq(set_irqs(0x24, 5, 0, 1, &fd, 1), EINVAL, "index");
	cr_assert_eq(set_irqs(0x24, IRQ_MSI, 1, 1, &fd, 1), EINVAL, "start");
	cr_assert_eq(set_irqs(0x24, IRQ_MSI, 0xffffffff, 2, &fd, 1), EINVAL, "wraps");
	cr_assert_eq(set_irqs(0x24, IRQ_MSI, 0, 0xffffffff, &fd, 1), EINVAL, "count");
	cr_assert_eq(set_irqs(0x24, IRQ_MSI, 0, 1, two, 2), EINVAL, "more fds than count");
	cr_assert_eq(set_irqs(0x24, IRQ_MSI, 0, 1, pipes, 1), EINVAL, "a pipe could block us");
	cr_assert_eq(set_irqs(0x27, IRQ_MSI, 0, 1, NULL, 0), EINVAL, "three data types");
	cr_assert_eq(set_irqs(0x01, IRQ_MSI, 0, 1, NULL, 0), EINVAL, "no action");
	cr_assert_eq(set_irqs(0x22, IRQ_MSI, 0, 1, NULL, 0), EINVAL, "no bools");
	cr_assert_eq(set_irqs(0x24, IRQ_ERR, 0, 0, NULL, 0), 0, "nothing of nothing");
	close(fd), close(pipes[0]), close(pipes[1]);
	stop();
}

Test(vfio_user_server, a_full_eventfd_does_not_stop_it)
{
	int fd = eventfd(0, EFD_CLOEXEC); /* blocking */
	uint64_t most = UINT64_MAX - 1;

	start_agreed("edu");
	cr_assert_eq(write(fd, &most, sizeof(most)), 8);
	cr_assert_eq(set_irqs(0x24, IRQ_MSI, 0, 1, &fd, 1), 0);
	cr_assert_eq(set_irqs(0x21, IRQ_MSI, 0, 1, NULL, 0), 0);
	close(fd);
	stop();
}

Test(vfio_user_server, who_sends_without_reading_is_not_listened_to)
{
	struct vfio_user_access access = { 0, 0, 1 << 20 };
	struct vfio_user_header header = { .command = VFIO_USER_REGION_READ };
	struct err err = ERR_INIT;
	uint64_t served;

	start_agreed("edu");
	for (int i = 0; i < 32; i++)
		vfio_user_queue(&client, &header, &access, 16, NULL, 0, NULL, 0);
	cr_assert(vfio_user_flush(&client, &err));
	for (int i = 0; i < 4; i++)
		cr_assert_eq(vfio_user_server_step(server, -1, 0, &err), VFIO_USER_RUNS);
	served = vfio_user_server_messages(server);
	cr_assert_lt(served, 10);
	cr_assert_eq(vfio_user_server_step(server, -1, 0, &err), VFIO_USER_RUNS);
	cr_assert_eq(vfio_user_server_messages(server), served);
	stop();
}

Test(vfio_user_server, ends_when_the_client_goes)
{
	struct err err = ERR_INIT;

	start_agreed("tgl");
	shutdown(client.fd, SHUT_RDWR);
	cr_assert_eq(vfio_user_server_step(server, -1, 0, &err), VFIO_USER_ENDED);
	stop();
}

Test(vfio_user_server, listens_for_its_owner_and_replaces_a_dead_socket)
{
	char folder[] = "/tmp/barsh-listen-XXXXXX", path[64], other_path[80], long_path[200];
	struct err err = ERR_INIT;
	struct stat st;
	int fd, other;

	cr_assert_not_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/s", folder);
	cr_assert(vfio_user_listen(path, &fd, &err), "%s", err.msg);
	cr_assert_eq(stat(path, &st), 0);
	cr_assert_eq(st.st_mode & 0777, 0700);
	cr_assert_not(vfio_user_listen(path, &other, &err));
	cr_assert_eq(err.code, EADDRINUSE, "%s", err.msg);
	close(fd);
	cr_assert(vfio_user_listen(path, &fd, &err), "the dead one is replaced: %s", err.msg);
	close(fd);
	unlink(path);
	close(open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
	cr_assert_not(vfio_user_listen(path, &fd, &err));
	cr_assert_eq(err.code, EEXIST, "%s", err.msg);
	unlink(path);
	snprintf(other_path, sizeof(other_path), "%s.new", path);
	close(open(other_path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
	cr_assert_not(vfio_user_listen(path, &fd, &err), "it is bound under that name first");
	cr_assert(strstr(err.msg, "s.new exists and is no socket"), "%s", err.msg);
	cr_assert_eq(unlink(other_path), 0, "still there");
	cr_assert_eq(symlink("/dev/null", path), 0);
	cr_assert_not(vfio_user_listen(path, &fd, &err));
	cr_assert_eq(unlink(path), 0, "still there");
	memset(long_path, 'x', sizeof(long_path));
	long_path[sizeof(long_path) - 1] = '\0';
	cr_assert_not(vfio_user_listen(long_path, &fd, &err));
	cr_assert_eq(err.code, ENAMETOOLONG, "%s", err.msg);
	rmdir(folder);
}
