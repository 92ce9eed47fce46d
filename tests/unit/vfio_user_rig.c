/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/vfio_user_rig.h"

#include <criterion/criterion.h>

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "backend/support/bits.h"

struct vfio_user_server *server;
struct vfio_user_conn client;
char last_complaint[160];

static void keep_complaint(void *ctx, enum vfio_user_event event, const char *text)
{
	(void)ctx;
	if (event == VFIO_USER_COMPLAINT)
		snprintf(last_complaint, sizeof(last_complaint), "%s", text);
}

void start(const char *model)
{
	int ends[2];

	cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
	server = vfio_user_server_create(model_find(model), ends[0], keep_complaint, NULL);
	vfio_user_conn_init(&client, ends[1]);
	last_complaint[0] = '\0';
}

void stop(void)
{
	vfio_user_server_destroy(server);
	vfio_user_conn_finish(&client);
}

void post(unsigned command, uint32_t flags, const void *data, size_t len, const int *fds,
	  unsigned fd_count)
{
	struct vfio_user_header header = { .id = 9, .command = (uint16_t)command, .flags = flags };
	struct err err = ERR_INIT;

	vfio_user_queue(&client, &header, data, len, NULL, 0, fds, fd_count);
	cr_assert(vfio_user_flush(&client, &err), "%s", err.msg);
	cr_assert(vfio_user_is_flushed(&client));
}

int ask_with(unsigned command, const void *data, size_t len, const int *fds, unsigned fd_count)
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

int ask(unsigned command, const void *data, size_t len)
{
	return ask_with(command, data, len, NULL, 0);
}

void start_agreed(const char *model)
{
	start(model);
	cr_assert_eq(ask(VFIO_USER_VERSION, QEMU_VERSION, sizeof(QEMU_VERSION)), 0);
}

int write_reg(uint32_t region, uint64_t offset, uint32_t count, uint64_t value)
{
	struct vfio_user_access access = { offset, region, count };
	uint8_t message[24];

	memcpy(message, &access, sizeof(access));
	put_le(message + 16, value, 8);
	return ask(VFIO_USER_REGION_WRITE, message, 16 + (count < 8 ? count : 8));
}

uint64_t read_reg(uint32_t region, uint64_t offset, uint32_t count)
{
	struct vfio_user_access access = { offset, region, count };

	cr_assert_eq(ask(VFIO_USER_REGION_READ, &access, sizeof(access)), 0);
	cr_assert_eq(vfio_user_data_len(&client), 16 + count);
	return get_le(client.in_data + 16, count);
}

int map_window(uint64_t address, uint64_t size, int fd)
{
	struct vfio_user_dma_map map = { 32, 3, 0, address, size };

	return ask_with(VFIO_USER_DMA_MAP, &map, sizeof(map), &fd, fd >= 0);
}

int unmap_windows(uint32_t flags, uint64_t address, uint64_t size)
{
	struct vfio_user_dma_unmap unmap = { 24, flags, address, size };

	return ask(VFIO_USER_DMA_UNMAP, &unmap, sizeof(unmap));
}

/* edu's DMA: source 0x80, destination 0x88, count 0x90, command 0x98 (1 start, 2 to memory). */
void start_dma_to_memory(uint64_t iova)
{
	cr_assert_eq(write_reg(7, 4, 2, 6), 0);
	cr_assert_eq(write_reg(0, 0x80, 8, 0x40000), 0);
	cr_assert_eq(write_reg(0, 0x88, 8, iova), 0);
	cr_assert_eq(write_reg(0, 0x90, 8, 4096), 0);
	cr_assert_eq(write_reg(0, 0x98, 8, 3), 0);
}

void wait_for_dma(void)
{
	struct err err = ERR_INIT;

	for (int i = 0; i < 2000 && read_reg(0, 0x98, 4) & 1; i++)
		cr_assert_eq(vfio_user_server_step(server, -1, 1, &err), VFIO_USER_RUNS);
	cr_assert_eq(read_reg(0, 0x98, 4) & 1, 0);
}
