/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The vfio-user server, between its files: vfio_user_server.c has the connection, the loop and what the
 * device says of itself; _access.c region accesses; _dma.c the client's memory; _irq.c interrupts. */
#ifndef BACKEND_TRANSPORT_VFIO_USER_SERVER_PARTS_H
#define BACKEND_TRANSPORT_VFIO_USER_SERVER_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/model/model.h"
#include "backend/transport/vfio_user_msg.h"
#include "backend/transport/vfio_user_server.h"
#include "backend/transport/vfio_user_windows.h"

struct vfio_user_line {
	int *fds; /* eventfds, owned; -1 = none */
	unsigned count;
	bool masked; /* INTx */
};

struct vfio_user_server {
	const struct model_class *class;
	struct model *model;
	struct vfio_user_conn conn;
	struct vfio_user_windows windows;
	struct vfio_user_line lines[IRQ_TYPE_COUNT];
	bool intx_level;
	bool agreed; /* VERSION was exchanged */
	uint64_t start_ns;
	uint64_t messages, complaints;
	vfio_user_complaint_fn *complaint;
	void *ctx;
};

/* Tell whoever runs the server. */
void vfio_user_server_complain(struct vfio_user_server *server, const char *text);

/* The fixed part of the payload that has arrived into `to`; what follows it is the caller's. */
bool vfio_user_server_take(const struct vfio_user_server *server, void *to, size_t len);

uint64_t vfio_user_server_region_size(const struct vfio_user_server *server, uint32_t index);

/* The commands: each answers 0 with the reply queued, or an errno. */
int vfio_user_server_region_read(struct vfio_user_server *server);
int vfio_user_server_region_write(struct vfio_user_server *server);
int vfio_user_server_dma_map(struct vfio_user_server *server);
int vfio_user_server_dma_unmap(struct vfio_user_server *server);
int vfio_user_server_set_irqs(struct vfio_user_server *server);

/* What the model asks of its host: struct model_host. */
bool vfio_user_server_dma_read(void *server, uint64_t iova, void *buf, size_t len);
bool vfio_user_server_dma_write(void *server, uint64_t iova, const void *buf, size_t len);
void vfio_user_server_irq(void *server, enum irq_type type, unsigned vector, bool level);

void vfio_user_server_irqs_finish(struct vfio_user_server *server);

#endif
