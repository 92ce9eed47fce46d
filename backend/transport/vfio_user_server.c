/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/transport/vfio_user_server.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "backend/device.h"
#include "backend/model/model.h"
#include "backend/model/place.h"
#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/transport/vfio_user_msg.h"
#include "backend/transport/vfio_user_windows.h"

struct line {
	int *fds; /* eventfds, owned; -1 = none */
	unsigned count;
	bool masked; /* INTx */
};

struct vfio_user_server {
	const struct model_class *class;
	struct model *model;
	struct vfio_user_conn conn;
	struct vfio_user_windows windows;
	struct line lines[IRQ_TYPE_COUNT];
	bool intx_level;
	bool agreed; /* VERSION was exchanged */
	uint64_t start_ns;
	uint64_t messages, complaints;
	vfio_user_complaint_fn *complaint;
	void *ctx;
};

/* The protocol's indexes of interrupts and their flags are those of enum irq_type and IRQ_*. */
_Static_assert((int)IRQ_TYPE_COUNT == (int)VFIO_USER_PCI_IRQS && IRQ_NORESIZE == 8,
	       "interrupt types are numbered as vfio does");

/* -- what the model asks of us -- */

static void complain(struct vfio_user_server *server, const char *text)
{
	server->complaints++;
	if (server->complaint)
		server->complaint(server->ctx, text);
}

static bool copy(struct vfio_user_server *server, uint64_t iova, uint8_t *to, const uint8_t *from,
		 size_t len)
{
	enum vfio_user_reach reach = vfio_user_windows_copy(&server->windows, iova, to, from, len);
	char text[160];

	if (reach == VFIO_USER_NO_DESCRIPTOR) {
		snprintf(text, sizeof(text),
			 "DMA at 0x%llx: the client shares no memory for this window (QEMU: "
			 "memory-backend-memfd,share=on)",
			 (unsigned long long)iova);
		complain(server, text);
	} else if (reach == VFIO_USER_TAKEN_AWAY) {
		snprintf(text, sizeof(text), "DMA at 0x%llx: the client took the memory away",
			 (unsigned long long)iova);
		complain(server, text);
	}
	return reach == VFIO_USER_REACHED;
}

static bool host_dma_read(void *ctx, uint64_t iova, void *buf, size_t len)
{
	return copy(ctx, iova, buf, NULL, len);
}

static bool host_dma_write(void *ctx, uint64_t iova, const void *buf, size_t len)
{
	return copy(ctx, iova, NULL, buf, len);
}

/* A full counter already says that there were interrupts, and must not make us wait. */
static void signal_fd(const struct line *line, unsigned vector)
{
	struct pollfd ready = { .fd = -1, .events = POLLOUT };
	uint64_t one = 1;
	ssize_t done;

	if (vector >= line->count || line->fds[vector] < 0)
		return;
	ready.fd = line->fds[vector];
	if (poll(&ready, 1, 0) != 1 || !(ready.revents & POLLOUT))
		return;
	done = write(ready.fd, &one, sizeof(one));
	(void)done;
}

/* INTx as vfio-pci does it: one signal, then masked until the client has served the device. */
static void intx_update(struct vfio_user_server *server)
{
	struct line *line = &server->lines[IRQ_INTX];

	if (!server->intx_level || line->masked || !line->fds || line->fds[0] < 0)
		return;
	line->masked = true;
	signal_fd(line, 0);
}

static void host_irq(void *ctx, enum irq_type type, unsigned vector, bool level)
{
	struct vfio_user_server *server = ctx;

	if (type == IRQ_INTX) {
		server->intx_level = level;
		intx_update(server);
	} else {
		signal_fd(&server->lines[type], vector);
	}
}

static void host_complaint(void *ctx, const char *text)
{
	complain(ctx, text);
}

/* -- time -- */

static uint64_t clock_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static uint64_t pass_time(struct vfio_user_server *server)
{
	uint64_t now_ns = clock_ns() - server->start_ns;

	server->class->advance(server->model, now_ns);
	return now_ns;
}

/* -- commands: each answers 0 with the reply queued, or an errno -- */

/* The payload's fixed part into `to`; what follows it is the caller's. */
static bool take(const struct vfio_user_conn *conn, void *to, size_t len)
{
	if (vfio_user_data_len(conn) < len)
		return false;
	memcpy(to, conn->in_data, len);
	return true;
}

static int agree(struct vfio_user_server *server)
{
	struct vfio_user_version offered = { .major = 0 };
	struct vfio_user_version ours = { .max_msg_fds = VFIO_USER_MAX_FDS,
					  .max_data_xfer_size = VFIO_USER_MAX_XFER,
					  .max_dma_maps = VFIO_USER_MAX_WINDOWS,
					  .pgsizes = 4096 };
	autostrbuf text = STRBUF_INIT;
	struct err err = ERR_INIT;

	if (server->agreed ||
	    !vfio_user_version_parse(server->conn.in_data, vfio_user_data_len(&server->conn),
				     &offered, &err) ||
	    offered.major)
		return EINVAL;
	ours.minor = offered.minor < 1 ? offered.minor : 1;
	if (offered.max_data_xfer_size < ours.max_data_xfer_size)
		ours.max_data_xfer_size = offered.max_data_xfer_size;
	vfio_user_version_format(&ours, &text);
	vfio_user_reply(&server->conn, text.buf, text.len, NULL, 0);
	server->agreed = true;
	return 0;
}

static int device_info(struct vfio_user_server *server)
{
	struct vfio_user_device_info info;

	if (!take(&server->conn, &info, sizeof(info)))
		return EINVAL;
	info = (struct vfio_user_device_info){
		.argsz = sizeof(info),
		.flags = VFIO_USER_DEVICE_PCI |
			 (server->class->reset ? VFIO_USER_DEVICE_RESETS : 0u),
		.num_regions = VFIO_USER_PCI_REGIONS,
		.num_irqs = VFIO_USER_PCI_IRQS,
	};
	vfio_user_reply(&server->conn, &info, sizeof(info), NULL, 0);
	return 0;
}

static uint64_t region_size(const struct vfio_user_server *server, uint32_t index)
{
	if (index < 6)
		return server->class->bars[index].size;
	return index == VFIO_USER_REGION_CONFIG ? server->class->config_size : 0;
}

static int region_info(struct vfio_user_server *server)
{
	struct vfio_user_region_info info;

	if (!take(&server->conn, &info, sizeof(info)) || info.index >= VFIO_USER_PCI_REGIONS)
		return EINVAL;
	info = (struct vfio_user_region_info){ .argsz = sizeof(info),
					       .index = info.index,
					       .size = region_size(server, info.index) };
	if (info.size)
		info.flags = VFIO_USER_REGION_READS | VFIO_USER_REGION_WRITES;
	vfio_user_reply(&server->conn, &info, sizeof(info), NULL, 0);
	return 0;
}

static int irq_info(struct vfio_user_server *server)
{
	struct vfio_user_irq_info info;

	if (!take(&server->conn, &info, sizeof(info)) || info.index >= VFIO_USER_PCI_IRQS)
		return EINVAL;
	info.argsz = sizeof(info);
	info.flags = server->class->irqs[info.index].flags;
	info.count = server->class->irqs[info.index].count;
	vfio_user_reply(&server->conn, &info, sizeof(info), NULL, 0);
	return 0;
}

/* An access of a register's width is one access of the model; anything else (QEMU reads 256 bytes of
 * config space at once) is cut where alignment allows, into four bytes at most. */
static unsigned next_width(uint64_t offset, uint64_t left)
{
	unsigned n = 4;

	if (left == 8 && !(offset & 7))
		return 8;
	while (n > left || offset & (n - 1))
		n /= 2;
	return n;
}

static bool is_whole(uint64_t offset, uint64_t count)
{
	return count && count <= 8 && !(count & (count - 1)) && !(offset & (count - 1));
}

static void access_model(struct vfio_user_server *server, const struct vfio_user_access *access,
			 uint8_t *to, const uint8_t *from)
{
	const struct model_class *class = server->class;
	bool config = access->region == VFIO_USER_REGION_CONFIG;

	for (uint32_t done = 0; done < access->count;) {
		uint64_t at = access->offset + done, value = 0;
		unsigned n = is_whole(access->offset, access->count)
				     ? access->count
				     : next_width(at, access->count - done);

		if (from)
			value = get_le(from + done, n);
		if (from && config)
			class->config_write(server->model, (unsigned)at, n * 8, value);
		else if (from)
			class->write(server->model, access->region, at, n * 8, value);
		else if (config)
			value = class->config_read(server->model, (unsigned)at, n * 8);
		else
			value = class->read(server->model, access->region, at, n * 8);
		if (to)
			put_le(to + done, value, n);
		done += n;
	}
}

static int take_access(const struct vfio_user_server *server, struct vfio_user_access *ret)
{
	if (!take(&server->conn, ret, sizeof(*ret)) || ret->region >= VFIO_USER_PCI_REGIONS ||
	    !ret->count || ret->count > VFIO_USER_MAX_XFER ||
	    !range_inside(ret->offset, ret->count, region_size(server, ret->region)))
		return EINVAL;
	return 0;
}

static int region_read(struct vfio_user_server *server)
{
	struct vfio_user_access access;
	autofree uint8_t *data = NULL;
	int code = take_access(server, &access);

	if (code)
		return code;
	data = xmalloc(access.count);
	access_model(server, &access, data, NULL);
	vfio_user_reply(&server->conn, &access, sizeof(access), data, access.count);
	return 0;
}

static int region_write(struct vfio_user_server *server)
{
	struct vfio_user_access access;
	int code = take_access(server, &access);

	if (code)
		return code;
	if (vfio_user_data_len(&server->conn) - sizeof(access) < access.count)
		return EINVAL;
	access_model(server, &access, NULL, server->conn.in_data + sizeof(access));
	vfio_user_reply(&server->conn, &access, sizeof(access), NULL, 0);
	return 0;
}

static int dma_map(struct vfio_user_server *server)
{
	struct vfio_user_dma_map map;
	int code;

	if (!take(&server->conn, &map, sizeof(map)) || server->conn.in_fd_count > 1)
		return EINVAL;
	code = vfio_user_windows_add(&server->windows, &map,
				     server->conn.in_fd_count ? server->conn.in_fds[0] : -1);
	if (!code)
		vfio_user_reply(&server->conn, NULL, 0, NULL, 0);
	return code;
}

static int dma_unmap(struct vfio_user_server *server)
{
	struct vfio_user_dma_unmap unmap;
	int code = 0;

	if (!take(&server->conn, &unmap, sizeof(unmap)))
		return EINVAL;
	if (unmap.flags & VFIO_USER_UNMAP_BITMAP)
		return ENOTSUP;
	if (unmap.flags & VFIO_USER_UNMAP_ALL)
		vfio_user_windows_remove_all(&server->windows);
	else
		code = vfio_user_windows_remove(&server->windows, unmap.address, unmap.size);
	if (!code)
		vfio_user_reply(&server->conn, &unmap, sizeof(unmap), NULL, 0);
	return code;
}

static int reset(struct vfio_user_server *server)
{
	if (!server->class->reset)
		return ENOTSUP;
	model_reset_keeping_command(server->class, server->model);
	vfio_user_reply(&server->conn, NULL, 0, NULL, 0);
	return 0;
}

/* -- SET_IRQS -- */

static void line_disable(struct line *line)
{
	for (unsigned i = 0; i < line->count; i++)
		if (line->fds[i] >= 0)
			close(line->fds[i]);
	free(line->fds);
	*line = (struct line){ .fds = NULL };
}

/* Only an eventfd tells beforehand whether a write would wait; a pipe would give the client a way to
 * stop us. */
static bool is_eventfd(int fd)
{
	char path[40], target[40];
	ssize_t n;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	n = readlink(path, target, sizeof(target) - 1);
	if (n < 0)
		return false;
	target[n] = '\0';
	return !strcmp(target, "anon_inode:[eventfd]");
}

/* Descriptors for sub-interrupts start.. ; none = detach these. */
static int attach_fds(struct vfio_user_server *server, const struct vfio_user_irq_set *set)
{
	struct line *line = &server->lines[set->index];
	unsigned have = server->class->irqs[set->index].count;
	struct vfio_user_conn *conn = &server->conn;

	if (conn->in_fd_count && conn->in_fd_count != set->count)
		return EINVAL;
	for (unsigned i = 0; i < conn->in_fd_count; i++)
		if (!is_eventfd(conn->in_fds[i]))
			return EINVAL;
	if (!set->count)
		return 0;
	if (!line->fds) {
		line->fds = xmalloc(have * sizeof(*line->fds));
		for (unsigned i = 0; i < have; i++)
			line->fds[i] = -1;
		line->count = have;
	}
	for (unsigned i = 0; i < set->count; i++) {
		int *fd = &line->fds[set->start + i];

		if (*fd >= 0)
			close(*fd);
		*fd = -1;
		if (i < conn->in_fd_count) {
			*fd = conn->in_fds[i];
			conn->in_fds[i] = -1;
		}
	}
	if (set->index == IRQ_INTX)
		intx_update(server);
	return 0;
}

static void act(struct vfio_user_server *server, const struct vfio_user_irq_set *set,
		unsigned vector)
{
	struct line *line = &server->lines[set->index];

	if (set->flags & VFIO_USER_IRQ_TRIGGER) {
		signal_fd(line, vector);
	} else if (set->index == IRQ_INTX) {
		line->masked = set->flags & VFIO_USER_IRQ_MASK;
		intx_update(server);
	}
}

static int act_on(struct vfio_user_server *server, const struct vfio_user_irq_set *set)
{
	const uint8_t *wanted = NULL;

	if (set->flags & VFIO_USER_IRQ_BOOL) {
		if (vfio_user_data_len(&server->conn) - sizeof(*set) < set->count)
			return EINVAL;
		wanted = server->conn.in_data + sizeof(*set);
	}
	for (unsigned i = 0; i < set->count; i++)
		if (!wanted || wanted[i])
			act(server, set, set->start + i);
	return 0;
}

static bool has_one_bit(uint32_t flags, uint32_t mask)
{
	uint32_t bits = flags & mask;

	return bits && !(bits & (bits - 1));
}

static int set_irqs(struct vfio_user_server *server)
{
	const uint32_t data = VFIO_USER_IRQ_NONE | VFIO_USER_IRQ_BOOL | VFIO_USER_IRQ_EVENTFD;
	const uint32_t action = VFIO_USER_IRQ_MASK | VFIO_USER_IRQ_UNMASK | VFIO_USER_IRQ_TRIGGER;
	struct vfio_user_irq_set set;
	int code = 0;

	if (!take(&server->conn, &set, sizeof(set)) || set.index >= VFIO_USER_PCI_IRQS ||
	    !has_one_bit(set.flags, data) || !has_one_bit(set.flags, action) ||
	    set.flags & ~(data | action) ||
	    !range_inside(set.start, set.count, server->class->irqs[set.index].count))
		return EINVAL;
	if (set.flags & VFIO_USER_IRQ_EVENTFD)
		code = set.flags & VFIO_USER_IRQ_TRIGGER ? attach_fds(server, &set) : ENOTSUP;
	else if (set.count)
		code = act_on(server, &set);
	else if (set.flags == (VFIO_USER_IRQ_NONE | VFIO_USER_IRQ_TRIGGER))
		line_disable(&server->lines[set.index]);
	if (!code)
		vfio_user_reply(&server->conn, NULL, 0, NULL, 0);
	return code;
}

/* -- dispatch -- */

static int execute(struct vfio_user_server *server)
{
	unsigned command = server->conn.in.command;

	if (!server->agreed && command != VFIO_USER_VERSION)
		return EINVAL;
	switch (command) {
	case VFIO_USER_VERSION:
		return agree(server);
	case VFIO_USER_DMA_MAP:
		return dma_map(server);
	case VFIO_USER_DMA_UNMAP:
		return dma_unmap(server);
	case VFIO_USER_GET_INFO:
		return device_info(server);
	case VFIO_USER_GET_REGION_INFO:
		return region_info(server);
	case VFIO_USER_GET_IRQ_INFO:
		return irq_info(server);
	case VFIO_USER_SET_IRQS:
		return set_irqs(server);
	case VFIO_USER_REGION_READ:
		return region_read(server);
	case VFIO_USER_REGION_WRITE:
		return region_write(server);
	case VFIO_USER_RESET:
		return reset(server);
	default:
		return ENOSYS;
	}
}

/* The reply goes out before anything else happens: who waits for it may hold a lock that all the rest
 * needs (QEMU's vCPU does). */
static enum vfio_user_state serve_message(struct vfio_user_server *server, struct err *err)
{
	int code;

	if (server->conn.in.flags & VFIO_USER_REPLY) {
		err_set(err, EPROTO, "the client replies to a command that was never sent");
		return VFIO_USER_FAILED;
	}
	server->messages++;
	pass_time(server); /* the model's registers are those of now */
	code = execute(server);
	if (code)
		vfio_user_reply_error(&server->conn, code);
	if (!vfio_user_flush(&server->conn, err))
		return err->code == EPIPE || err->code == ECONNRESET ? VFIO_USER_ENDED
								     : VFIO_USER_FAILED;
	if (!server->agreed) {
		err_set(err, EPROTO, "the client begins with %s, not with a VERSION of ours",
			vfio_user_command_name(server->conn.in.command));
		return VFIO_USER_FAILED;
	}
	return VFIO_USER_RUNS;
}

static enum vfio_user_state serve_all(struct vfio_user_server *server, struct err *err)
{
	enum { IN_ONE_GO = 64 }; /* then the model gets its turn */

	for (unsigned i = 0; i < IN_ONE_GO; i++) {
		enum vfio_user_state state;

		/* Who sends but does not read is not listened to any more until he does. */
		if (vfio_user_queued(&server->conn) > VFIO_USER_MAX_QUEUE)
			return VFIO_USER_RUNS;
		switch (vfio_user_receive(&server->conn, err)) {
		case VFIO_USER_GOT_NOTHING:
			return VFIO_USER_RUNS;
		case VFIO_USER_GOT_END:
			return VFIO_USER_ENDED;
		case VFIO_USER_GOT_BROKEN:
			return VFIO_USER_FAILED;
		case VFIO_USER_GOT_MESSAGE:
			break;
		}
		state = serve_message(server, err);
		if (state != VFIO_USER_RUNS)
			return state;
	}
	return VFIO_USER_RUNS;
}

/* The wait until the model's next event or timeout_ms, whichever is first. NULL: for ever. */
static struct timespec *time_left(struct vfio_user_server *server, int timeout_ms,
				  struct timespec *store)
{
	uint64_t now_ns = pass_time(server);
	uint64_t event_ns = server->class->next_event(server->model);
	uint64_t left_ns = timeout_ms < 0 ? UINT64_MAX : (uint64_t)timeout_ms * 1000000;

	if (event_ns <= now_ns)
		left_ns = 0;
	else if (event_ns != UINT64_MAX && event_ns - now_ns < left_ns)
		left_ns = event_ns - now_ns;
	if (left_ns == UINT64_MAX)
		return NULL;
	*store = (struct timespec){ (time_t)(left_ns / 1000000000), (long)(left_ns % 1000000000) };
	return store;
}

enum vfio_user_state vfio_user_server_step(struct vfio_user_server *server, int stop_fd,
					   int timeout_ms, struct err *err)
{
	struct timespec store;
	struct pollfd fds[] = { { .fd = server->conn.fd }, { .fd = stop_fd, .events = POLLIN } };
	enum vfio_user_state state = VFIO_USER_RUNS;

	if (vfio_user_queued(&server->conn) <= VFIO_USER_MAX_QUEUE)
		fds[0].events |= POLLIN;
	if (!vfio_user_is_flushed(&server->conn))
		fds[0].events |= POLLOUT;
	if (ppoll(fds, ARRAY_SIZE(fds), time_left(server, timeout_ms, &store), NULL) > 0) {
		if (fds[0].revents & POLLOUT && !vfio_user_flush(&server->conn, err))
			return VFIO_USER_ENDED;
		if (fds[0].revents & (POLLIN | POLLHUP | POLLERR))
			state = serve_all(server, err);
	}
	pass_time(server);
	return state;
}

bool vfio_user_server_run(struct vfio_user_server *server, int stop_fd, struct err *err)
{
	for (;;) {
		struct pollfd stop = { .fd = stop_fd, .events = POLLIN };

		switch (vfio_user_server_step(server, stop_fd, -1, err)) {
		case VFIO_USER_ENDED:
			return true;
		case VFIO_USER_FAILED:
			return false;
		case VFIO_USER_RUNS:
			break;
		}
		if (poll(&stop, 1, 0) == 1)
			return true;
	}
}

/* -- create and destroy -- */

struct vfio_user_server *vfio_user_server_create(const struct model_class *class, int fd,
						 vfio_user_complaint_fn *complaint, void *ctx)
{
	struct vfio_user_server *server = xcalloc(1, sizeof(*server));
	struct model_host host = { server, host_dma_read, host_dma_write, host_irq,
				   host_complaint };

	server->class = class;
	server->complaint = complaint;
	server->ctx = ctx;
	server->start_ns = clock_ns();
	vfio_user_conn_init(&server->conn, fd);
	server->model = class->create(class, &host);
	model_place(class, server->model);
	return server;
}

void vfio_user_server_destroy(struct vfio_user_server *server)
{
	if (!server)
		return;
	server->class->destroy(server->model);
	for (unsigned i = 0; i < IRQ_TYPE_COUNT; i++)
		line_disable(&server->lines[i]);
	vfio_user_windows_finish(&server->windows);
	vfio_user_conn_finish(&server->conn);
	free(server);
}

uint64_t vfio_user_server_messages(const struct vfio_user_server *server)
{
	return server->messages;
}

uint64_t vfio_user_server_complaints(const struct vfio_user_server *server)
{
	return server->complaints;
}
