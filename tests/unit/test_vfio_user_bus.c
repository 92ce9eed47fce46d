/* SPDX-License-Identifier: GPL-2.0-or-later */
/* DMA of a vfio-user server by message, into windows that came without a descriptor. */
#include <criterion/criterion.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "backend/support/bits.h"
#include "backend/trace/trace.h"
#include "tests/unit/vfio_user_rig.h"

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

Test(vfio_user_bus, memory_that_is_not_shared_is_read_by_message)
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
Test(vfio_user_bus, commands_are_served_while_dma_is_under_way)
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

Test(vfio_user_bus, dma_by_message_keeps_to_the_clients_limit)
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
Test(vfio_user_bus, a_register_write_outdates_what_was_fetched)
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

Test(vfio_user_bus, a_client_that_does_not_answer_dma_makes_it_fail)
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

Test(vfio_user_bus, a_client_that_refuses_dma_is_complained_about)
{
	start_far_dma(3);
	await_dma(VFIO_USER_DMA_WRITE);
	answer(0, VFIO_USER_DMA_WRITE, EFAULT, NULL, 0);
	wait_for_dma();
	cr_assert_eq(vfio_user_server_complaints(server), 2, "ours and the model's");
	stop();
}

Test(vfio_user_bus, impossible_replies_to_dma_end_the_connection)
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
