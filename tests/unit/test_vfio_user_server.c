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
#include "tests/unit/vfio_user_rig.h"

Test(vfio_user_server, answers_qemus_first_messages)
{
	struct vfio_user_device_info info = { .argsz = 16 };
	struct vfio_user_region_info region = { .argsz = 32, .index = 0 };
	struct vfio_user_irq_info irq = { .argsz = 16, .index = IRQ_MSI };

	start("tgl");
	cr_assert_eq(ask(VFIO_USER_VERSION, QEMU_VERSION, sizeof(QEMU_VERSION)), 0);
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
	cr_assert_eq(ask(VFIO_USER_VERSION, QEMU_VERSION, sizeof(QEMU_VERSION)), EINVAL, "twice");
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
	void *room = mmap(NULL, UINT64_C(1) << 44, PROT_NONE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	const char *preload = getenv("LD_PRELOAD");
	int fd = memfd_create("window", MFD_CLOEXEC);

	if (room == MAP_FAILED && preload && strstr(preload, "vgpreload"))
		cr_skip_test("valgrind has no 16 TiB of addresses");
	cr_assert_neq(room, MAP_FAILED);
	munmap(room, UINT64_C(1) << 44);
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
