/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A vfio-user server that lies: its whole conversation is written before the client begins, good but for
 * one thing. Each row is one lie and the one line that the user gets. */
#include <criterion/criterion.h>

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/transport/transport.h"
#include "backend/transport/vfio_user.h"

/* The replies in the order of the questions. bar0 has 64 KiB, and can be mapped from 0x1000 to 0x3000
 * and from 0x8000 to 0x9000. */
enum { VERSION, INFO, BAR0, BAR0_AGAIN, ROM = 9, CONFIG, INTX, MSI, HEADER, ACCESS, REPLIES };
enum { BAR0_INFO_LEN = 32 + 8 + 8 + 2 * 16 };

struct reply {
	uint8_t data[320]; /* header and payload */
	size_t len;
	unsigned fds;
};

static struct reply replies[REPLIES];
static int memory, server;
static uint8_t *pages; /* what the client maps */

static void make(unsigned id, unsigned command, const void *payload, size_t len)
{
	struct vfio_user_header header = { (uint16_t)id, (uint16_t)command, (uint32_t)(16 + len),
					   VFIO_USER_REPLY, 0 };

	memset(&replies[id], 0, sizeof(replies[id]));
	memcpy(replies[id].data, &header, 16);
	memcpy(replies[id].data + 16, payload, len);
	replies[id].len = 16 + len;
}

static void make_region(unsigned id, uint32_t index, uint64_t size)
{
	struct vfio_user_region_info info = { 32, size ? 3 : 0, index, 0, size, 0 };

	make(id, VFIO_USER_GET_REGION_INFO, &info, sizeof(info));
}

static void make_bar0(void)
{
	struct vfio_user_region_info info = { BAR0_INFO_LEN, 0xf, 0, 32, 0x10000, 0 };
	uint8_t all[BAR0_INFO_LEN] = { 0 };

	memcpy(all, &info, sizeof(info));
	put_le(all + 32, 1, 2); /* sparse mmap, version 1, the last */
	put_le(all + 34, 1, 2);
	put_le(all + 40, 2, 4);
	put_le(all + 48, 0x1000, 8);
	put_le(all + 56, 0x2000, 8);
	put_le(all + 64, 0x8000, 8);
	put_le(all + 72, 0x1000, 8);
	make(BAR0, VFIO_USER_GET_REGION_INFO, all, 32);
	make(BAR0_AGAIN, VFIO_USER_GET_REGION_INFO, all, sizeof(all));
	replies[BAR0].fds = replies[BAR0_AGAIN].fds = 1;
}

static void setup(void)
{
	static const char version[] = "\0\0\1\0{\"capabilities\":{\"max_msg_fds\":8}}";
	struct vfio_user_device_info info = { 16, 2, 8, 2 };
	struct vfio_user_irq_info irqs[] = { { 16, 7, 0, 1 }, { 16, 9, 1, 4 } };
	uint8_t header[16 + 64] = { 0, [8] = 7, [12] = 64, [16] = 0x86, 0x80, 0xc8, 0xa0 };
	uint8_t access[16 + 4] = { 0, [12] = 4, [16] = 0x78, 0x56, 0x34, 0x12 };

	make(VERSION, VFIO_USER_VERSION, version, sizeof(version));
	make(INFO, VFIO_USER_GET_INFO, &info, sizeof(info));
	make_bar0();
	for (unsigned i = 1; i <= 6; i++)
		make_region(BAR0_AGAIN + i, i, 0);
	make_region(CONFIG, 7, 256);
	make(INTX, VFIO_USER_GET_IRQ_INFO, &irqs[0], sizeof(irqs[0]));
	make(MSI, VFIO_USER_GET_IRQ_INFO, &irqs[1], sizeof(irqs[1]));
	make(HEADER, VFIO_USER_REGION_READ, header, sizeof(header));
	make(ACCESS, VFIO_USER_REGION_READ, access, sizeof(access));
	memory = memfd_create("bar0", MFD_CLOEXEC);
	cr_assert_eq(ftruncate(memory, 0x10000), 0);
	pages = mmap(NULL, 0x10000, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
	for (unsigned i = 0; i < 0x10000; i += 4)
		put_le(pages + i, 0xb0000000 + i, 4);
}

static void teardown(void)
{
	munmap(pages, 0x10000);
	close(memory);
}

TestSuite(vfio_user_hostile, .init = setup, .fini = teardown);

static void send_reply(int fd, const struct reply *reply)
{
	char control[CMSG_SPACE(sizeof(int) * 32)] = { 0 };
	struct iovec part = { (void *)(uintptr_t)reply->data, reply->len };
	struct msghdr msg = { .msg_iov = &part, .msg_iovlen = 1 };
	struct cmsghdr *c = (struct cmsghdr *)control;

	if (reply->fds) {
		msg.msg_control = control;
		msg.msg_controllen = CMSG_SPACE(sizeof(int) * reply->fds);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(sizeof(int) * reply->fds);
		for (unsigned i = 0; i < reply->fds; i++)
			memcpy(CMSG_DATA(c) + i * sizeof(int), &memory, sizeof(int));
	}
	if (reply->len)
		cr_assert_eq(sendmsg(fd, &msg, MSG_NOSIGNAL), (ssize_t)reply->len);
}

static int connect_both(void)
{
	int ends[2];

	cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
	server = ends[1];
	return ends[0];
}

/* With the first `count` replies waiting, and no others to come. */
static struct device *attach(unsigned count, bool hangs_up, unsigned timeout_ms, bool *ret,
			     struct err *err)
{
	struct device *dev = xcalloc(1, sizeof(*dev));
	int fd = connect_both();

	for (unsigned i = 0; i < count; i++)
		send_reply(server, &replies[i]);
	if (hangs_up)
		shutdown(server, SHUT_WR);
	dev->ops = &transport_vfio_user;
	*ret = vfio_user_attach(dev, fd, timeout_ms, err);
	if (!*ret)
		dev->ops = NULL;
	return dev;
}

static void leave(struct device *dev)
{
	device_close(dev);
	close(server);
}

static struct device *attach_well(void)
{
	struct err err = ERR_INIT;
	bool done;
	struct device *dev = attach(ACCESS, false, 300, &done, &err);

	cr_assert(done, "%s", err.msg);
	return dev;
}

static int open_fds(void)
{
	int count = 0;

	for (int i = 0; i < 256; i++)
		count += fcntl(i, F_GETFD) >= 0;
	return count;
}

enum { NO_FDS = 100 };

struct lie {
	char what[40];
	unsigned reply, at, bytes; /* a number in that reply, header included */
	uint64_t value;
	size_t len;   /* 0: as it is; of that reply */
	unsigned fds; /* 0: as it is; NO_FDS: none */
	int code;     /* of attaching and reading bar0+0; 0: it works */
	char line[72];
};

static const struct lie lies[] = {
	{ "nothing", VERSION, 0, 0, 0, .code = 0 },
	/* the frame */
	{ "id", INFO, 0, 2, 7, .code = EPROTO, .line = "replies to DEVICE_GET_INFO (id 7)" },
	{ "command", INFO, 2, 2, 9, .code = EPROTO, .line = "replies to REGION_READ (id 1)" },
	{ "unknown command", INFO, 2, 2, 999, .code = EPROTO, .line = "replies to command (id 1)" },
	{ "size below the header", INFO, 4, 4, 15, .code = EPROTO, .line = "claims 15 bytes" },
	{ "size 0", INFO, 4, 4, 0, .code = EPROTO, .line = "claims 0 bytes" },
	{ "size of 4 GiB", INFO, 4, 4, UINT32_MAX, .code = EPROTO,
	  .line = "claims 4294967295 bytes" },
	{ "size too small", INFO, 4, 4, 31, .code = EPROTO, .line = "has 15 bytes, not 16" },
	{ "type", INFO, 8, 4, 3, .code = EPROTO, .line = "of type 3" },
	{ "error without a number", INFO, 8, 4, 0x21, .code = EIO, .line = "refuses" },
	{ "error that is none", HEADER, 12, 4, 0xfffffff0, .code = 0 },
	{ "ends inside a header", HEADER, 0, 0, 0, .len = 9, .code = EPROTO,
	  .line = "ended inside a message" },
	{ "ends inside a payload", HEADER, 0, 0, 0, .len = 40, .code = EPROTO,
	  .line = "ended inside a message" },
	/* descriptors */
	{ "two descriptors", BAR0, 0, 0, 0, .fds = 2, .code = EPROTO,
	  .line = "brings 2 descriptors, not 1" },
	{ "a descriptor with VERSION", VERSION, 0, 0, 0, .fds = 1, .code = EPROTO,
	  .line = "its reply to VERSION brings 1 descriptors, not 0" },
	{ "a descriptor with an access", ACCESS, 0, 0, 0, .fds = 1, .code = EPROTO,
	  .line = "brings 1 descriptors, not 0" },
	{ "30 descriptors", INFO, 0, 0, 0, .fds = 30, .code = EPROTO,
	  .line = "more than 16 descriptors" },
	{ "no descriptor for a mapping", BAR0_AGAIN, 0, 0, 0, .fds = NO_FDS, .code = 0 },
	/* VERSION */
	{ "major", VERSION, 16, 2, 1, .code = EPROTO, .line = "answers vfio-user 1.1" },
	{ "minor", VERSION, 18, 2, 2, .code = EPROTO, .line = "answers vfio-user 0.2" },
	{ "not JSON", VERSION, 20, 1, 'x', .code = EPROTO, .line = "not JSON" },
	{ "JSON without an end", VERSION, 54, 1, 'x', .code = EPROTO, .line = "no end" },
	/* the device */
	{ "101 regions", INFO, 24, 4, 101, .code = EPROTO, .line = "claims 101 regions" },
	{ "4294967295 interrupts", INFO, 28, 4, UINT32_MAX, .code = EPROTO,
	  .line = "4294967295 interrupt types" },
	{ "argsz of the device", INFO, 16, 4, 8, .code = EPROTO, .line = "DEVICE_GET_INFO has 8" },
	{ "vectors", MSI, 28, 4, 4096, .code = EPROTO, .line = "claims 4096 MSI vectors" },
	{ "interrupt index", MSI, 24, 4, 3, .code = EPROTO, .line = "interrupt type 3 instead" },
	/* regions */
	{ "region index", BAR0, 24, 4, 5, .code = EPROTO, .line = "describes region 5 instead" },
	{ "region of 2^63", BAR0_AGAIN, 32, 8, BIT(63), .code = EPROTO,
	  .line = "claims that bar0 has 0x8000000000000000 bytes" },
	{ "config of 5000", CONFIG, 32, 8, 5000, .code = EPROTO, .line = "config has 0x1388" },
	{ "config of 4", CONFIG, 32, 8, 4, .code = EPROTO, .line = "config has 0x4" },
	{ "argsz below 32", BAR0, 16, 4, 31, .code = EPROTO, .line = "description has 31 bytes" },
	{ "argsz of 4 GiB", BAR0, 16, 4, UINT32_MAX, .code = EPROTO,
	  .line = "description has 4294967295 bytes" },
	{ "argsz grows", BAR0_AGAIN, 16, 4, 400, .code = EPROTO, .line = "grows" },
	{ "capabilities in the header", BAR0_AGAIN, 28, 4, 8, .code = EPROTO, .line = "is broken" },
	{ "capabilities outside", BAR0_AGAIN, 28, 4, 80, .code = EPROTO, .line = "is broken" },
	{ "capabilities far outside", BAR0_AGAIN, 28, 4, 0xfffffff8, .code = EPROTO,
	  .line = "is broken" },
	{ "caps flag, no room for them", ROM, 20, 4, 11, .code = 0 },
	{ "a chain that turns back", BAR0_AGAIN, 48, 8, UINT64_C(0x2000000007), .code = EPROTO,
	  .line = "bar0: the server's list of capabilities or mappable areas is broken" },
	{ "more areas than fit", BAR0_AGAIN, 56, 4, 3, .code = EPROTO, .line = "is broken" },
	{ "4294967295 areas", BAR0_AGAIN, 56, 4, UINT32_MAX, .code = EPROTO, .line = "is broken" },
	{ "an area outside", BAR0_AGAIN, 80, 8, 0x10000, .code = EPROTO, .line = "is broken" },
	{ "an area that wraps", BAR0_AGAIN, 64, 8, UINT64_MAX, .code = EPROTO,
	  .line = "is broken" },
	{ "an area of 2^64-1", BAR0_AGAIN, 72, 8, UINT64_MAX, .code = EPROTO, .line = "is broken" },
	{ "no areas", BAR0_AGAIN, 56, 4, 0, .code = 0 },
	/* accesses */
	{ "less data", ACCESS, 4, 4, 34, .len = 34, .code = EIO, .line = "gave 2 of 4 bytes" },
	{ "more data", ACCESS, 4, 4, 38, .len = 38, .code = EIO, .line = "gave 6 of 4 bytes" },
	{ "no data", ACCESS, 4, 4, 16, .len = 16, .code = EPROTO, .line = "has 0 bytes, not 16" },
};

static void tell(const struct lie *lie)
{
	struct reply *reply = &replies[lie->reply];

	setup();
	put_le(reply->data + lie->at, lie->value, lie->bytes);
	if (lie->len)
		reply->len = lie->len;
	if (lie->fds)
		reply->fds = lie->fds == NO_FDS ? 0 : lie->fds;
}

Test(vfio_user_hostile, each_lie_gets_one_line_and_leaves_nothing_open)
{
	for (size_t i = 0; i < ARRAY_SIZE(lies); i++) {
		const struct lie *lie = &lies[i];
		struct err err = ERR_INIT;
		struct device *dev;
		uint64_t value;
		bool done;
		int fds;

		teardown();
		tell(lie);
		fds = open_fds();
		dev = attach(REPLIES, true, 300, &done, &err);
		if (done)
			done = device_read(dev, device_find_region(dev, "bar0"), 0, 32, &value,
					   &err);
		cr_assert_eq(done ? 0 : err.code, lie->code, "%s: %d %s", lie->what,
			     done ? 0 : err.code, err.msg);
		cr_assert(strstr(err.msg, lie->line), "%s: %s", lie->what, err.msg);
		cr_assert_not(strchr(err.msg, '\n'), "%s", lie->what);
		cr_assert(!done || value == 0x12345678, "%s", lie->what);
		leave(dev);
		cr_assert_eq(open_fds(), fds, "%s leaves %d descriptors open", lie->what,
			     open_fds() - fds);
	}
}

/* The end at each place of the conversation. */
Test(vfio_user_hostile, a_server_may_leave_at_any_time)
{
	for (unsigned count = 0; count < ACCESS; count++) {
		struct err err = ERR_INIT;
		struct device *dev;
		bool done;
		int fds = open_fds();

		dev = attach(count, true, 10000, &done, &err);
		cr_assert_not(done);
		cr_assert_eq(err.code, ENODEV, "%u: %s", count, err.msg);
		cr_assert(strstr(err.msg, "the server closed the connection"), "%s", err.msg);
		leave(dev);
		cr_assert_eq(open_fds(), fds);
	}
}

/* One byte at a time would be time for ever if each reply had its own deadline. */
Test(vfio_user_hostile, attaching_as_a_whole_has_a_deadline)
{
	struct err err = ERR_INIT;
	struct device *dev = xcalloc(1, sizeof(*dev));
	int fd = connect_both();
	pid_t child = fork();

	cr_assert_geq(child, 0);
	if (!child) {
		close(fd);
		for (unsigned i = 0; i < REPLIES; i++)
			for (size_t j = 0; j < replies[i].len; j++) {
				struct reply byte = { .len = 1, .data = { replies[i].data[j] } };

				usleep(5000);
				send_reply(server, &byte);
			}
		_exit(0);
	}
	close(server);
	cr_assert_not(vfio_user_attach(dev, fd, 300, &err));
	cr_assert_eq(err.code, ETIMEDOUT, "%s", err.msg);
	free(dev);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}

Test(vfio_user_hostile, slow_bytes_are_put_together)
{
	struct err err = ERR_INIT;
	struct device *dev;
	int fd = connect_both();
	pid_t child = fork();

	cr_assert_geq(child, 0);
	if (!child) {
		for (unsigned i = 0; i < REPLIES; i++)
			for (size_t j = 0; j < replies[i].len; j++) {
				struct reply byte = { .len = 1, .data = { replies[i].data[j] } };

				byte.fds = j ? 0 : replies[i].fds;
				send_reply(server, &byte);
				sched_yield();
			}
		_exit(0);
	}
	dev = xcalloc(1, sizeof(*dev));
	dev->ops = &transport_vfio_user;
	cr_assert(vfio_user_attach(dev, fd, 20000, &err), "%s", err.msg);
	cr_assert_eq(device_find_region(dev, "bar0")->piece_count, 2);
	leave(dev);
	waitpid(child, NULL, 0);
}

static const char *const versions[][2] = {
	{ "{\"capabilities\":{\"twin_socket\":{\"supported\":true,\"fd_index\":0}}}",
	  "twin socket that was not asked for" },
	{ "{\"capabilities\":{\"twin_socket\":{\"supported\":false}}}", "" },
	{ "{\"capabilities\":{\"twin_socket\":1}}", "twin_socket makes no sense" },
	{ "{\"capabilities\":{\"max_msg_fds\":1e3}}", "not a whole number" },
	{ "{\"capabilities\":{\"max_msg_fds\":99999999999999999999}}", "not JSON" },
	{ "{\"capabilities\":[]}", "not an object" },
	{ "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "not JSON" },
	{ "{\"capabilities\":{},\"capabilities\":{}}", "not JSON" },
};

Test(vfio_user_hostile, versions_that_make_no_sense_are_told)
{
	for (size_t i = 0; i < ARRAY_SIZE(versions); i++) {
		struct err err = ERR_INIT;
		char payload[256] = { 0 };
		struct device *dev;
		bool done;

		strcpy(payload + 4, versions[i][0]);
		make(VERSION, VFIO_USER_VERSION, payload, 4 + strlen(versions[i][0]) + 1);
		dev = attach(ACCESS, false, 300, &done, &err);
		cr_assert_eq(done, !versions[i][1][0], "%s: %s", versions[i][0], err.msg);
		cr_assert(strstr(err.msg, versions[i][1]), "%s: %s", versions[i][0], err.msg);
		leave(dev);
	}
}

/* -- what can be mapped -- */

static uint64_t get(struct device *dev, uint64_t offset, unsigned width_bits, struct err *err)
{
	uint64_t value = 0;

	cr_assert(
		device_read(dev, device_find_region(dev, "bar0"), offset, width_bits, &value, err),
		"+0x%lx: %s", (unsigned long)offset, err->msg);
	return value;
}

Test(vfio_user_hostile, areas_are_mapped_and_the_rest_goes_by_message)
{
	struct device *dev = attach_well();
	struct region *bar = device_find_region(dev, "bar0");
	struct err err = ERR_INIT;
	uint8_t sent[4096];
	uint64_t value;

	while (recv(server, sent, sizeof(sent), MSG_DONTWAIT) > 0)
		continue;
	cr_assert(device_map(dev, bar, &err), "%s", err.msg);
	cr_assert_eq(get(dev, 0x1000, 32, &err), 0xb0001000);
	cr_assert_eq(get(dev, 0x2ffc, 32, &err), 0xb0002ffc);
	cr_assert_eq(get(dev, 0x8ff8, 64, &err), UINT64_C(0xb0008ffcb0008ff8));
	cr_assert(device_write(dev, bar, 0x8004, 16, 0xcafe, &err), "%s", err.msg);
	cr_assert_eq(get_le32(pages + 0x8004), 0xb000cafe);
	cr_assert_lt(recv(server, sent, sizeof(sent), MSG_DONTWAIT), 0, "no message");
	send_reply(server, &replies[ACCESS]);
	cr_assert_eq(get(dev, 0xffc, 32, &err), 0x12345678);
	cr_assert_eq(recv(server, sent, sizeof(sent), MSG_DONTWAIT), 32);
	cr_assert_not(device_read(dev, bar, 0x3000, 32, &value, &err), "nobody answers that");
	leave(dev);
}

Test(vfio_user_hostile, a_region_without_a_list_is_mapped_whole)
{
	struct err err = ERR_INIT;
	struct device *dev;

	put_le(replies[BAR0_AGAIN].data + 20, 7, 4); /* no capabilities */
	dev = attach_well();
	cr_assert(device_map(dev, device_find_region(dev, "bar0"), &err), "%s", err.msg);
	cr_assert_eq(get(dev, 0, 32, &err), 0xb0000000);
	cr_assert_eq(get(dev, 0xfffc, 32, &err), 0xb000fffc);
	leave(dev);
}

Test(vfio_user_hostile, a_descriptor_that_is_too_short_is_survived)
{
	struct device *dev = attach_well();
	struct region *bar = device_find_region(dev, "bar0");
	struct err err = ERR_INIT;
	uint64_t value;

	cr_assert(device_map(dev, bar, &err), "%s", err.msg);
	cr_assert_eq(ftruncate(memory, 0x2000), 0);
	cr_assert_eq(get(dev, 0x1000, 32, &err), 0xb0001000);
	cr_assert_not(device_read(dev, bar, 0x8000, 32, &value, &err));
	cr_assert_eq(err.code, EIO);
	cr_assert(strstr(err.msg, "bar0+0x8000: bus error (SIGBUS)"), "%s", err.msg);
	err = (struct err)ERR_INIT;
	cr_assert_not(device_write(dev, bar, 0x8000, 32, 0, &err));
	cr_assert_eq(err.code, EIO);
	leave(dev);
}

Test(vfio_user_hostile, a_descriptor_that_cannot_be_mapped_is_told)
{
	struct err err = ERR_INIT;
	struct device *dev;
	struct region *bar;
	int fds[2];

	cr_assert_eq(pipe2(fds, O_CLOEXEC), 0);
	dup3(fds[0], memory, O_CLOEXEC);
	dev = attach_well();
	bar = device_find_region(dev, "bar0");
	cr_assert_not(device_map(dev, bar, &err));
	cr_assert(strstr(err.msg, "bar0: cannot map what the server offers"), "%s", err.msg);
	cr_assert_not(region_is_mapped(bar));
	leave(dev);
	close(fds[0]), close(fds[1]);
}

/* -- Ctrl-C -- */

Test(vfio_user_hostile, ctrl_c_ends_the_wait_for_an_answer_and_keeps_the_device)
{
	struct device *dev = attach_well();
	struct vfio_user *user = dev->priv;
	volatile sig_atomic_t stop = 1;
	struct err err = ERR_INIT;
	uint64_t value;

	user->timeout_ms = 3600000;
	dev->stop = &stop;
	cr_assert_not(device_read(dev, device_find_region(dev, "bar0"), 0, 32, &value, &err));
	cr_assert_eq(err.code, EINTR, "%s", err.msg);
	stop = 0;
	send_reply(server, &replies[ACCESS]); /* the late one */
	replies[ACCESS].data[0]++;
	send_reply(server, &replies[ACCESS]);
	cr_assert_eq(get(dev, 0, 32, &err), 0x12345678);
	send_reply(server, &replies[ACCESS]);
	cr_assert_not(device_read(dev, device_find_region(dev, "bar0"), 0, 32, &value, &err));
	cr_assert_eq(err.code, EPROTO, "a second one: %s", err.msg);
	leave(dev);
}
