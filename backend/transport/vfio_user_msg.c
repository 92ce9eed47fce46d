/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/transport/vfio_user_msg.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <jansson.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"

enum { HEADER = sizeof(struct vfio_user_header) };

_Static_assert(HEADER == 16 && sizeof(struct vfio_user_irq_set) == 20 &&
		       sizeof(struct vfio_user_dma_map) == 32,
	       "these are what goes over the wire");

void vfio_user_conn_init(struct vfio_user_conn *conn, int fd)
{
	*conn = (struct vfio_user_conn){ .fd = fd };
}

static void drop_fds(struct vfio_user_conn *conn)
{
	for (unsigned i = 0; i < conn->in_fd_count; i++)
		if (conn->in_fds[i] >= 0)
			close(conn->in_fds[i]);
	conn->in_fd_count = 0;
}

void vfio_user_conn_finish(struct vfio_user_conn *conn)
{
	drop_fds(conn);
	free(conn->in_data);
	strbuf_finish(&conn->out);
	if (conn->fd >= 0)
		close(conn->fd);
	conn->fd = -1;
	conn->in_data = NULL;
}

const char *vfio_user_command_name(unsigned command)
{
	static const char *const names[] = {
		[VFIO_USER_VERSION] = "VERSION",
		[VFIO_USER_DMA_MAP] = "DMA_MAP",
		[VFIO_USER_DMA_UNMAP] = "DMA_UNMAP",
		[VFIO_USER_GET_INFO] = "DEVICE_GET_INFO",
		[VFIO_USER_GET_REGION_INFO] = "DEVICE_GET_REGION_INFO",
		[VFIO_USER_GET_IRQ_INFO] = "DEVICE_GET_IRQ_INFO",
		[VFIO_USER_SET_IRQS] = "DEVICE_SET_IRQS",
		[VFIO_USER_REGION_READ] = "REGION_READ",
		[VFIO_USER_REGION_WRITE] = "REGION_WRITE",
		[VFIO_USER_DMA_READ] = "DMA_READ",
		[VFIO_USER_DMA_WRITE] = "DMA_WRITE",
		[VFIO_USER_RESET] = "DEVICE_RESET",
	};

	return command < ARRAY_SIZE(names) && names[command] ? names[command] : "command";
}

/* -- receive -- */

size_t vfio_user_data_len(const struct vfio_user_conn *conn)
{
	return conn->in.size - HEADER;
}

/* false: more descriptors than a message may have. What does not fit the control buffer, the kernel
 * has closed (MSG_CTRUNC); all others are ours and get closed with the message. */
static bool take_fds(struct vfio_user_conn *conn, struct msghdr *msg)
{
	bool fits = !(msg->msg_flags & MSG_CTRUNC);

	for (struct cmsghdr *c = CMSG_FIRSTHDR(msg); c; c = CMSG_NXTHDR(msg, c)) {
		size_t count = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);

		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
			continue;
		for (size_t i = 0; i < count; i++) {
			int fd;

			memcpy(&fd, CMSG_DATA(c) + i * sizeof(fd), sizeof(fd));
			if (conn->in_fd_count < VFIO_USER_MAX_FDS) {
				conn->in_fds[conn->in_fd_count++] = fd;
			} else {
				close(fd);
				fits = false;
			}
		}
	}
	return fits;
}

/* Some bytes of the message into `to`. Descriptors ride with its first byte: after the header there is
 * no room given for any, so that the kernel drops them and tells. */
static enum vfio_user_got receive_some(struct vfio_user_conn *conn, void *to, size_t len,
				       struct err *err)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int) * VFIO_USER_MAX_FDS)];
	struct iovec part = { to, len };
	bool in_header = conn->in_got < HEADER;
	struct msghdr msg = { .msg_iov = &part,
			      .msg_iovlen = 1,
			      .msg_control = in_header ? control : NULL,
			      .msg_controllen = in_header ? sizeof(control) : 0 };
	ssize_t got;

	do {
		got = recvmsg(conn->fd, &msg, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
	} while (got < 0 && errno == EINTR);
	if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return VFIO_USER_GOT_NOTHING;
	if (got < 0 && errno != ECONNRESET) {
		err_sys(err, errno, "cannot receive");
		return VFIO_USER_GOT_BROKEN;
	}
	if (got <= 0) {
		if (!conn->in_got)
			return VFIO_USER_GOT_END;
		err_set(err, EPROTO, "the connection ended inside a message");
		return VFIO_USER_GOT_BROKEN;
	}
	conn->in_got += (size_t)got;
	if (take_fds(conn, &msg))
		return VFIO_USER_GOT_MESSAGE;
	err_set(err, EPROTO,
		in_header ? "a message has more than %d descriptors"
			  : "descriptors come in the middle of a message (at most %d, "
			    "with its header)",
		VFIO_USER_MAX_FDS);
	return VFIO_USER_GOT_BROKEN;
}

static bool check_header(const struct vfio_user_header *header, struct err *err)
{
	if (header->size < HEADER || header->size - HEADER > VFIO_USER_MAX_DATA)
		return err_set(err, EPROTO, "a message claims %u bytes: %d to %d are possible",
			       header->size, HEADER, HEADER + VFIO_USER_MAX_DATA);
	if ((header->flags & VFIO_USER_TYPE_MASK) > VFIO_USER_REPLY)
		return err_set(err, EPROTO,
			       "a message is of type %u: neither command (0) nor reply (1)",
			       header->flags & VFIO_USER_TYPE_MASK);
	return true;
}

static void next_message(struct vfio_user_conn *conn)
{
	drop_fds(conn);
	free(conn->in_data);
	conn->in_data = NULL;
	conn->in_got = 0;
}

enum vfio_user_got vfio_user_receive(struct vfio_user_conn *conn, struct err *err)
{
	enum vfio_user_got got;

	if (conn->in_got >= HEADER && conn->in_got == conn->in.size)
		next_message(conn);
	while (conn->in_got < HEADER) {
		got = receive_some(conn, (uint8_t *)&conn->in + conn->in_got, HEADER - conn->in_got,
				   err);
		if (got != VFIO_USER_GOT_MESSAGE)
			return got;
	}
	if (!conn->in_data) {
		if (!check_header(&conn->in, err))
			return VFIO_USER_GOT_BROKEN;
		conn->in_data = xmalloc(vfio_user_data_len(conn) + 1);
	}
	while (conn->in_got < conn->in.size) {
		got = receive_some(conn, conn->in_data + (conn->in_got - HEADER),
				   conn->in.size - conn->in_got, err);
		if (got != VFIO_USER_GOT_MESSAGE)
			return got;
	}
	return VFIO_USER_GOT_MESSAGE;
}

/* -- send -- */

void vfio_user_queue(struct vfio_user_conn *conn, const struct vfio_user_header *header,
		     const void *part1, size_t len1, const void *part2, size_t len2, const int *fds,
		     unsigned fd_count)
{
	struct vfio_user_header sent = *header;

	assert(!fd_count || vfio_user_is_flushed(conn));
	assert(fd_count <= VFIO_USER_MAX_FDS);
	/* A peer that reads a little at a time must not make us keep what he has got already. */
	if (conn->out_done > conn->out.len / 2) {
		conn->out.len -= conn->out_done;
		memmove(conn->out.buf, conn->out.buf + conn->out_done, conn->out.len);
		conn->out_done = 0;
	}
	sent.size = (uint32_t)(HEADER + len1 + len2);
	strbuf_add(&conn->out, &sent, sizeof(sent));
	if (len1)
		strbuf_add(&conn->out, part1, len1);
	if (len2)
		strbuf_add(&conn->out, part2, len2);
	for (unsigned i = 0; i < fd_count; i++)
		conn->out_fds[i] = fds[i];
	if (fd_count)
		conn->out_fd_count = fd_count;
}

void vfio_user_reply(struct vfio_user_conn *conn, const void *part1, size_t len1, const void *part2,
		     size_t len2)
{
	struct vfio_user_header header = { .id = conn->in.id,
					   .command = conn->in.command,
					   .flags = VFIO_USER_REPLY };

	if (!(conn->in.flags & VFIO_USER_NO_REPLY))
		vfio_user_queue(conn, &header, part1, len1, part2, len2, NULL, 0);
}

void vfio_user_reply_error(struct vfio_user_conn *conn, int code)
{
	struct vfio_user_header header = { .id = conn->in.id,
					   .command = conn->in.command,
					   .flags = VFIO_USER_REPLY | VFIO_USER_ERROR,
					   .error = (uint32_t)code };

	if (!(conn->in.flags & VFIO_USER_NO_REPLY))
		vfio_user_queue(conn, &header, NULL, 0, NULL, 0, NULL, 0);
}

bool vfio_user_is_flushed(const struct vfio_user_conn *conn)
{
	return conn->out_done == conn->out.len;
}

size_t vfio_user_queued(const struct vfio_user_conn *conn)
{
	return conn->out.len - conn->out_done;
}

static ssize_t send_some(struct vfio_user_conn *conn)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int) * VFIO_USER_MAX_FDS)] = { 0 };
	struct iovec part = { conn->out.buf + conn->out_done, vfio_user_queued(conn) };
	struct msghdr msg = { .msg_iov = &part, .msg_iovlen = 1 };

	if (conn->out_fd_count) {
		size_t len = conn->out_fd_count * sizeof(int);
		struct cmsghdr *c = (struct cmsghdr *)control;

		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(len);
		memcpy(CMSG_DATA(c), conn->out_fds, len);
		msg.msg_control = control;
		msg.msg_controllen = CMSG_SPACE(len);
	}
	return sendmsg(conn->fd, &msg, MSG_DONTWAIT | MSG_NOSIGNAL);
}

bool vfio_user_flush(struct vfio_user_conn *conn, struct err *err)
{
	while (!vfio_user_is_flushed(conn)) {
		ssize_t sent = send_some(conn);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			return true;
		if (sent < 0)
			return err_sys(err, errno, "cannot send");
		conn->out_fd_count = 0;
		conn->out_done += (size_t)sent;
	}
	strbuf_reset(&conn->out);
	conn->out_done = 0;
	return true;
}

/* -- VERSION -- */

static bool get_number(const json_t *caps, const char *name, uint64_t least, uint64_t most,
		       uint64_t *ret, struct err *err)
{
	const json_t *member = json_object_get(caps, name);
	json_int_t value;

	if (!member)
		return true;
	if (!json_is_integer(member))
		return err_set(err, EPROTO, "VERSION: %s is not a whole number", name);
	value = json_integer_value(member);
	if (value < 0 || (uint64_t)value < least || (uint64_t)value > most)
		return err_set(err, EPROTO, "VERSION: %s is %lld", name, (long long)value);
	*ret = (uint64_t)value;
	return true;
}

static bool get_twin_socket(const json_t *caps, bool *ret, struct err *err)
{
	const json_t *twin = json_object_get(caps, "twin_socket");
	const json_t *supported = json_object_get(twin, "supported");

	if ((twin && !json_is_object(twin)) || (supported && !json_is_boolean(supported)))
		return err_set(err, EPROTO, "VERSION: twin_socket makes no sense");
	*ret = json_is_true(supported);
	return true;
}

static bool take_caps(const json_t *root, struct vfio_user_version *version, struct err *err)
{
	const json_t *caps = json_object_get(root, "capabilities");
	uint64_t fds = version->max_msg_fds;

	if (!json_is_object(root) || (caps && !json_is_object(caps)))
		return err_set(err, EPROTO, "VERSION: the capabilities are not an object");
	if (!get_number(caps, "max_msg_fds", 0, UINT32_MAX, &fds, err) ||
	    !get_number(caps, "max_data_xfer_size", 8, INT64_MAX, &version->max_data_xfer_size,
			err) ||
	    !get_number(caps, "max_dma_maps", 0, INT64_MAX, &version->max_dma_maps, err) ||
	    !get_number(caps, "pgsizes", 1, INT64_MAX, &version->pgsizes, err) ||
	    !get_twin_socket(caps, &version->twin_socket, err))
		return false;
	version->max_msg_fds = (uint32_t)fds;
	return true;
}

bool vfio_user_version_parse(const uint8_t *data, size_t len, struct vfio_user_version *ret,
			     struct err *err)
{
	struct vfio_user_version version = { .max_msg_fds = 1,
					     .max_data_xfer_size = 1048576,
					     .max_dma_maps = 65535,
					     .pgsizes = 4096 };
	json_error_t where;
	json_t *root;
	bool good;

	if (len < 4 || len - 4 > VFIO_USER_MAX_JSON)
		return err_set(err, EPROTO, "VERSION has %zu bytes: 4 to %d are possible", len,
			       4 + VFIO_USER_MAX_JSON);
	memcpy(&version.major, data, 2);
	memcpy(&version.minor, data + 2, 2);
	if (len > 4) {
		if (data[len - 1])
			return err_set(err, EPROTO, "VERSION: the text has no end");
		root = json_loadb((const char *)data + 4, len - 5, JSON_REJECT_DUPLICATES, &where);
		if (!root)
			return err_set(err, EPROTO, "VERSION: not JSON at byte %d", where.position);
		good = take_caps(root, &version, err);
		json_decref(root);
		if (!good)
			return false;
	}
	*ret = version;
	return true;
}

void vfio_user_version_format(const struct vfio_user_version *version, struct strbuf *ret)
{
	json_t *root = json_pack("{s:{s:I,s:I,s:I,s:I}}", "capabilities", "max_msg_fds",
				 (json_int_t)version->max_msg_fds, "max_data_xfer_size",
				 (json_int_t)version->max_data_xfer_size, "max_dma_maps",
				 (json_int_t)version->max_dma_maps, "pgsizes",
				 (json_int_t)version->pgsizes);
	char *text = json_dumps(root, JSON_COMPACT | JSON_PRESERVE_ORDER);

	strbuf_add(ret, &version->major, 2);
	strbuf_add(ret, &version->minor, 2);
	strbuf_add(ret, text, strlen(text) + 1);
	free(text);
	json_decref(root);
}
