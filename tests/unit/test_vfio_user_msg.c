/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The message layer of vfio-user against peers that do not keep to the protocol. */
#include <criterion/criterion.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "backend/support/bits.h"
#include "backend/transport/vfio_user_msg.h"

static struct vfio_user_conn conn;
static int peer;

static void connect_both(void)
{
	int ends[2];

	cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
	vfio_user_conn_init(&conn, ends[0]);
	peer = ends[1];
}

static void hang_up(void)
{
	vfio_user_conn_finish(&conn);
	close(peer);
}

TestSuite(vfio_user_msg, .init = connect_both, .fini = hang_up);

static void put(const void *data, size_t len)
{
	cr_assert_eq(write(peer, data, len), (ssize_t)len);
}

static void put_with_fds(const void *data, size_t len, unsigned count)
{
	char control[CMSG_SPACE(sizeof(int) * 64)] = { 0 };
	struct iovec part = { (void *)(uintptr_t)data, len };
	struct msghdr msg = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control };
	struct cmsghdr *c = (struct cmsghdr *)control;

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(count * sizeof(int));
	for (unsigned i = 0; i < count; i++)
		memcpy(CMSG_DATA(c) + i * sizeof(int), &peer, sizeof(int));
	msg.msg_controllen = CMSG_SPACE(count * sizeof(int));
	cr_assert_eq(sendmsg(peer, &msg, 0), (ssize_t)len);
}

static struct vfio_user_header header(unsigned command, uint32_t size)
{
	return (struct vfio_user_header){ .id = 3, .command = (uint16_t)command, .size = size };
}

static int open_fds(void)
{
	int count = 0;

	for (int fd = 0; fd < 256; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

Test(vfio_user_msg, a_message_may_come_a_byte_at_a_time)
{
	struct vfio_user_header h = header(VFIO_USER_GET_INFO, 20);
	struct err err = ERR_INIT;
	uint8_t bytes[20];

	memcpy(bytes, &h, 16);
	memcpy(bytes + 16, "abcd", 4);
	for (size_t i = 0; i < sizeof(bytes); i++) {
		cr_assert_eq(vfio_user_receive(&conn, &err), VFIO_USER_GOT_NOTHING);
		put(bytes + i, 1);
	}
	cr_assert_eq(vfio_user_receive(&conn, &err), VFIO_USER_GOT_MESSAGE);
	cr_assert_eq(conn.in.command, VFIO_USER_GET_INFO);
	cr_assert_eq(vfio_user_data_len(&conn), 4);
	cr_assert_eq(memcmp(conn.in_data, "abcd", 4), 0);
	cr_assert_eq(vfio_user_receive(&conn, &err), VFIO_USER_GOT_NOTHING);
}

Test(vfio_user_msg, several_messages_in_one_write_come_one_by_one)
{
	struct vfio_user_header two[] = { header(4, 16), header(13, 16) };
	struct err err = ERR_INIT;

	put(two, sizeof(two));
	cr_assert_eq(vfio_user_receive(&conn, &err), VFIO_USER_GOT_MESSAGE);
	cr_assert_eq(conn.in.command, 4);
	cr_assert_eq(vfio_user_receive(&conn, &err), VFIO_USER_GOT_MESSAGE);
	cr_assert_eq(conn.in.command, 13);
}

Test(vfio_user_msg, impossible_sizes_and_types_break_the_stream)
{
	static const struct {
		uint32_t size, flags;
	} cases[] = { { 0, 0 },		 { 15, 0 }, { 16 + VFIO_USER_MAX_DATA + 1, 0 },
		      { 0xffffffff, 0 }, { 16, 2 }, { 16, 0xf } };

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct vfio_user_header h = header(4, cases[i].size);
		struct err err = ERR_INIT;

		h.flags = cases[i].flags;
		put(&h, sizeof(h));
		cr_assert_eq(vfio_user_receive(&conn, &err), VFIO_USER_GOT_BROKEN, "case %zu", i);
		cr_assert_eq(err.code, EPROTO);
		hang_up();
		connect_both();
	}
}

Test(vfio_user_msg, an_end_between_messages_is_an_end_and_inside_one_is_not)
{
	struct vfio_user_header h = header(4, 32);
	struct err err = ERR_INIT;

	put(&h, 10);
	cr_assert_eq(vfio_user_receive(&conn, &err), VFIO_USER_GOT_NOTHING);
	shutdown(peer, SHUT_WR);
	cr_assert_eq(vfio_user_receive(&conn, &err), VFIO_USER_GOT_BROKEN);
	hang_up();
	connect_both();
	shutdown(peer, SHUT_WR);
	cr_assert_eq(vfio_user_receive(&conn, &err), VFIO_USER_GOT_END);
}

Test(vfio_user_msg, descriptors_come_with_their_message_and_go_with_it)
{
	struct vfio_user_header h = header(8, 16);
	struct err err = ERR_INIT;
	int before = open_fds();

	put_with_fds(&h, sizeof(h), 16);
	cr_assert_eq(vfio_user_receive(&conn, &err), VFIO_USER_GOT_MESSAGE);
	cr_assert_eq(conn.in_fd_count, 16);
	cr_assert_eq(open_fds(), before + 16);
	cr_assert(fcntl(conn.in_fds[0], F_GETFD) & FD_CLOEXEC);
	put(&h, sizeof(h));
	cr_assert_eq(vfio_user_receive(&conn, &err), VFIO_USER_GOT_MESSAGE);
	cr_assert_eq(conn.in_fd_count, 0);
	cr_assert_eq(open_fds(), before);
}

Test(vfio_user_msg, too_many_descriptors_are_refused_and_closed)
{
	struct vfio_user_header h = header(8, 16);
	struct err err = ERR_INIT;
	int before = open_fds();

	put_with_fds(&h, sizeof(h), 17);
	cr_assert_eq(vfio_user_receive(&conn, &err), VFIO_USER_GOT_BROKEN);
	hang_up();
	cr_assert_eq(open_fds(), before - 2);
	connect_both();
	put_with_fds(&h, 8, 9); /* and in two parts of one header */
	cr_assert_eq(vfio_user_receive(&conn, &err), VFIO_USER_GOT_NOTHING);
	put_with_fds((uint8_t *)&h + 8, 8, 9);
	cr_assert_eq(vfio_user_receive(&conn, &err), VFIO_USER_GOT_BROKEN);
	hang_up();
	cr_assert_eq(open_fds(), before - 2);
	connect_both();
}

Test(vfio_user_msg, descriptors_in_the_middle_break_the_stream)
{
	struct vfio_user_header h = header(8, 24);
	struct err err = ERR_INIT;
	int before = open_fds();

	put(&h, sizeof(h));
	cr_assert_eq(vfio_user_receive(&conn, &err), VFIO_USER_GOT_NOTHING);
	put_with_fds("12345678", 8, 1);
	cr_assert_eq(vfio_user_receive(&conn, &err), VFIO_USER_GOT_BROKEN);
	cr_assert_eq(open_fds(), before);
}

Test(vfio_user_msg, a_queue_that_the_peer_does_not_read_waits)
{
	static const uint8_t much[512 * 1024];
	struct vfio_user_header h = header(9, 0);
	struct err err = ERR_INIT;
	uint8_t taken[4096];

	vfio_user_queue(&conn, &h, much, sizeof(much), "end", 3, NULL, 0);
	cr_assert(vfio_user_flush(&conn, &err));
	cr_assert_not(vfio_user_is_flushed(&conn));
	while (!vfio_user_is_flushed(&conn)) {
		cr_assert_gt(read(peer, taken, sizeof(taken)), 0);
		cr_assert(vfio_user_flush(&conn, &err));
	}
	close(peer);
	vfio_user_queue(&conn, &h, NULL, 0, NULL, 0, NULL, 0);
	cr_assert_not(vfio_user_flush(&conn, &err)); /* and no SIGPIPE */
	peer = -1;
}

/* A peer that never reads all: what it has read is not kept. */
Test(vfio_user_msg, a_queue_that_is_never_empty_does_not_grow)
{
	struct vfio_user_header h = header(VFIO_USER_REGION_READ, 0);
	static uint8_t data[100000], taken[100016];
	struct err err = ERR_INIT;

	for (int i = 0; i < 20; i++)
		vfio_user_queue(&conn, &h, data, sizeof(data), NULL, 0, NULL, 0);
	for (int i = 0; i < 400; i++) {
		cr_assert(vfio_user_flush(&conn, &err));
		cr_assert_not(vfio_user_is_flushed(&conn));
		for (size_t got = 0; got < sizeof(taken);)
			got += (size_t)read(peer, taken, sizeof(taken) - got);
		vfio_user_queue(&conn, &h, data, sizeof(data), NULL, 0, NULL, 0);
	}
	cr_assert_lt(conn.out.alloc, 10000000);
}

static bool parse(const char *json, struct vfio_user_version *version, struct err *err)
{
	uint8_t data[512] = { 0 };

	strcpy((char *)data + 4, json);
	return vfio_user_version_parse(data, 4 + strlen(json) + 1, version, err);
}

Test(vfio_user_msg, version_defaults_are_the_protocols)
{
	static const char *const texts[] = { "{}", "{\"capabilities\":{}}",
					     "{\"capabilities\":{\"nobody_knows\":[1]}}" };
	struct vfio_user_version version;
	struct err err = ERR_INIT;

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		cr_assert(parse(texts[i], &version, &err), "%s: %s", texts[i], err.msg);
		cr_assert_eq(version.max_msg_fds, 1);
		cr_assert_eq(version.max_data_xfer_size, 1048576);
		cr_assert_eq(version.pgsizes, 4096);
	}
	cr_assert(vfio_user_version_parse((const uint8_t *)"\0\0\1\0", 4, &version, &err));
	cr_assert_eq(version.minor, 1);
}

Test(vfio_user_msg, nonsense_in_version_is_refused)
{
	static const char *const texts[] = {
		"",
		"x",
		"[]",
		"{\"capabilities\":1}",
		"{\"capabilities\":{\"max_msg_fds\":-1}}",
		"{\"capabilities\":{\"max_msg_fds\":\"16\"}}",
		"{\"capabilities\":{\"max_data_xfer_size\":0}}",
		"{\"capabilities\":{\"pgsizes\":0}}",
		"{\"capabilities\":{\"pgsizes\":1e300}}",
	};
	struct vfio_user_version version = { .major = 77 };
	struct err err = ERR_INIT;

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		cr_assert_not(parse(texts[i], &version, &err), "%s", texts[i]);
		cr_assert_eq(err.code, EPROTO, "%s", texts[i]);
	}
	cr_assert_not(vfio_user_version_parse((const uint8_t *)"\0\0", 2, &version, &err));
	cr_assert_not(vfio_user_version_parse((const uint8_t *)"\0\0\0\0{}", 6, &version, &err));
	cr_assert_eq(version.major, 77);
}

Test(vfio_user_msg, what_is_formatted_can_be_parsed_and_fits_qemu)
{
	struct vfio_user_version version = { 0, 1, 16, 1048576, 65535, 4096 }, again;
	struct strbuf text = STRBUF_INIT;
	struct err err = ERR_INIT;

	vfio_user_version_format(&version, &text);
	cr_assert_leq(text.len, 4 + 194);
	cr_assert(vfio_user_version_parse((const uint8_t *)text.buf, text.len, &again, &err));
	cr_assert_eq(again.max_msg_fds, 16);
	cr_assert_eq(again.max_dma_maps, 65535);
	strbuf_finish(&text);
}
