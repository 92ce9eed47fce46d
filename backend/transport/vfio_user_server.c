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
#include "backend/transport/vfio_user_server_parts.h"

/* -- what the model asks of us -- */

void vfio_user_server_complain(struct vfio_user_server *server, const char *text)
{
	server->complaints++;
	trace_tap_remark(&server->tap, "complaint: ", text);
	if (server->event)
		server->event(server->ctx, VFIO_USER_COMPLAINT, text);
}

static void host_complaint(void *ctx, const char *text)
{
	vfio_user_server_complain(ctx, text);
}

static void host_note(void *ctx, const char *text)
{
	struct vfio_user_server *server = ctx;

	trace_tap_remark(&server->tap, "note: ", text);
	if (server->event)
		server->event(server->ctx, VFIO_USER_NOTE, text);
}

/* -- time -- */

static uint64_t clock_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

uint64_t vfio_user_server_now_ns(const struct vfio_user_server *server)
{
	return clock_ns() - server->start_ns;
}

static uint64_t pass_time(struct vfio_user_server *server)
{
	uint64_t now_ns = vfio_user_server_now_ns(server);

	vfio_user_server_age_transfers(server);
	server->class->advance(server->model, now_ns);
	return now_ns;
}

/* -- commands: each answers 0 with the reply queued, or an errno -- */

bool vfio_user_server_take(const struct vfio_user_server *server, void *to, size_t len)
{
	if (vfio_user_data_len(&server->conn) < len)
		return false;
	memcpy(to, server->conn.in_data, len);
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
	server->peer_max_xfer = ours.max_data_xfer_size;
	vfio_user_version_format(&ours, &text);
	vfio_user_reply(&server->conn, text.buf, text.len, NULL, 0);
	server->agreed = true;
	return 0;
}

static int device_info(struct vfio_user_server *server)
{
	struct vfio_user_device_info info;

	if (!vfio_user_server_take(server, &info, sizeof(info)))
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

uint64_t vfio_user_server_region_size(const struct vfio_user_server *server, uint32_t index)
{
	if (index < 6)
		return server->class->bars[index].size;
	return index == VFIO_USER_REGION_CONFIG ? server->class->config_size : 0;
}

static int region_info(struct vfio_user_server *server)
{
	struct vfio_user_region_info info;

	if (!vfio_user_server_take(server, &info, sizeof(info)) ||
	    info.index >= VFIO_USER_PCI_REGIONS)
		return EINVAL;
	info = (struct vfio_user_region_info){ .argsz = sizeof(info),
					       .index = info.index,
					       .size = vfio_user_server_region_size(server,
										    info.index) };
	if (info.size)
		info.flags = VFIO_USER_REGION_READS | VFIO_USER_REGION_WRITES;
	vfio_user_reply(&server->conn, &info, sizeof(info), NULL, 0);
	return 0;
}

static int irq_info(struct vfio_user_server *server)
{
	struct vfio_user_irq_info info;

	if (!vfio_user_server_take(server, &info, sizeof(info)) || info.index >= VFIO_USER_PCI_IRQS)
		return EINVAL;
	info.argsz = sizeof(info);
	info.flags = server->class->irqs[info.index].flags;
	info.count = server->class->irqs[info.index].count;
	vfio_user_reply(&server->conn, &info, sizeof(info), NULL, 0);
	return 0;
}

static int reset(struct vfio_user_server *server)
{
	if (!server->class->reset)
		return ENOTSUP;
	vfio_user_server_outdate_transfers(server);
	model_reset_keeping_command(server->class, server->model);
	if (server->tap.trace)
		trace_tap_reset(&server->tap, vfio_user_server_now_ns(server), "flr");
	vfio_user_reply(&server->conn, NULL, 0, NULL, 0);
	return 0;
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
		return vfio_user_server_dma_map(server);
	case VFIO_USER_DMA_UNMAP:
		return vfio_user_server_dma_unmap(server);
	case VFIO_USER_GET_INFO:
		return device_info(server);
	case VFIO_USER_GET_REGION_INFO:
		return region_info(server);
	case VFIO_USER_GET_IRQ_INFO:
		return irq_info(server);
	case VFIO_USER_SET_IRQS:
		return vfio_user_server_set_irqs(server);
	case VFIO_USER_REGION_READ:
		return vfio_user_server_region_read(server);
	case VFIO_USER_REGION_WRITE:
		return vfio_user_server_region_write(server);
	case VFIO_USER_RESET:
		return reset(server);
	default:
		return ENOSYS;
	}
}

/* The reply goes out at once: who waits for it may hold a lock that all the rest needs (QEMU's vCPU
 * does). */
static enum vfio_user_state serve_message(struct vfio_user_server *server, struct err *err)
{
	int code;

	server->messages++;
	if (server->conn.in.flags & VFIO_USER_REPLY)
		return vfio_user_server_take_reply(server, err) ? VFIO_USER_RUNS : VFIO_USER_FAILED;
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
	if (state == VFIO_USER_RUNS && !vfio_user_flush(&server->conn, err))
		return VFIO_USER_ENDED;
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
						 vfio_user_event_fn *event, void *ctx)
{
	struct vfio_user_server *server = xcalloc(1, sizeof(*server));
	struct model_host host = { .ctx = server,
				   .dma_read = vfio_user_server_dma_read,
				   .dma_write = vfio_user_server_dma_write,
				   .dma_later = vfio_user_server_dma_later,
				   .irq = vfio_user_server_irq,
				   .complaint = host_complaint,
				   .note = host_note };

	server->class = class;
	server->event = event;
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
	trace_tap_flush(&server->tap);
	server->class->destroy(server->model);
	vfio_user_server_irqs_finish(server);
	vfio_user_server_transfers_finish(server);
	vfio_user_windows_finish(&server->windows);
	vfio_user_conn_finish(&server->conn);
	free(server);
}

bool vfio_user_server_fault(struct vfio_user_server *server, const char *name)
{
	return server->class->fault_set(server->model, name, true);
}

void vfio_user_server_trace(struct vfio_user_server *server, struct trace *trace)
{
	server->tap.trace = trace;
}

uint64_t vfio_user_server_messages(const struct vfio_user_server *server)
{
	return server->messages;
}

uint64_t vfio_user_server_complaints(const struct vfio_user_server *server)
{
	return server->complaints;
}
