/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A simulated device as a vfio-user server: QEMU's vfio-user-pci, or barsh with vfio-user:, is the
 * client. One thread, one client, one loop that never waits for the client; the model's clock is the
 * machine's.
 *
 * DMA into a window that came with a descriptor is a copy, at once. Into one without (QEMU's flash, or
 * memory that is not shared) it goes by DMA_READ and DMA_WRITE messages, and the loop does not wait for
 * their replies either: QEMU answers only when no processor of its guest waits for a reply of ours. A
 * model therefore sees such memory as far away (dma_later in backend/model/model.h) and asks again. A
 * register write that starts DMA is replied to like any other, before the data has moved; registers
 * that report progress and interrupts change when the client has answered. A client that does not
 * answer for 5 s, or refuses, makes that DMA fail, with a complaint; one that answers what was not asked
 * breaks the protocol. What was fetched when the client writes a register, resets the device or unmaps
 * memory is fetched again, as it may have changed before. */
#ifndef BACKEND_TRANSPORT_VFIO_USER_SERVER_H
#define BACKEND_TRANSPORT_VFIO_USER_SERVER_H

#include <stdbool.h>
#include <stdint.h>

#include "backend/support/err.h"

struct model_class;
struct vfio_user_server;
struct trace;

/* What happens, for the program to tell: a complaint is about the client, a note is not. */
enum vfio_user_event { VFIO_USER_COMPLAINT, VFIO_USER_NOTE };
typedef void vfio_user_event_fn(void *ctx, enum vfio_user_event event, const char *text);

/* Listen on path, for the owner of this process only. A socket there that nobody listens on any more
 * is replaced; when path exists, it can be connected to. EADDRINUSE: somebody listens; EEXIST: it is no
 * socket; ENAMETOOLONG. The caller closes *ret and removes path. */
bool vfio_user_listen(const char *path, int *ret, struct err *err);
/* Wait for the client. stop_fd: gives up (ECANCELED) when it becomes readable. */
bool vfio_user_accept(int listen_fd, int stop_fd, int *ret, struct err *err);

/* The device as firmware leaves it, behind fd, which is taken. event may be NULL. */
struct vfio_user_server *vfio_user_server_create(const struct model_class *class, int fd,
						 vfio_user_event_fn *event, void *ctx);
void vfio_user_server_destroy(struct vfio_user_server *server); /* takes NULL */

/* Switch on a fault of the model; false: it has none of this name. */
bool vfio_user_server_fault(struct vfio_user_server *server, const char *name);

/* Record every access of the client, the device's DMA, interrupts and resets into trace, which must
 * outlive the server; times are since the server was created. Events become remarks. */
void vfio_user_server_trace(struct vfio_user_server *server, struct trace *trace);

enum vfio_user_state {
	VFIO_USER_RUNS,
	VFIO_USER_ENDED,  /* the client closed the connection */
	VFIO_USER_FAILED, /* err: the client does not keep to the protocol */
};

/* One round: wait up to timeout_ms (-1: until something is due), serve what has come, let the model do
 * what is due. stop_fd (-1: none) ends the wait. */
enum vfio_user_state vfio_user_server_step(struct vfio_user_server *server, int stop_fd,
					   int timeout_ms, struct err *err);

/* Rounds until the client closes or stop_fd becomes readable: both are true. */
bool vfio_user_server_run(struct vfio_user_server *server, int stop_fd, struct err *err);

uint64_t vfio_user_server_messages(const struct vfio_user_server *server);
uint64_t vfio_user_server_complaints(const struct vfio_user_server *server);

#endif
