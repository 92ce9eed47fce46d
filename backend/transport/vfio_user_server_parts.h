/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The vfio-user server, between its files: vfio_user_server.c has the connection, the loop and what the
 * device says of itself; _access.c region accesses; _dma.c the client's memory; _irq.c interrupts. */
#ifndef BACKEND_TRANSPORT_VFIO_USER_SERVER_PARTS_H
#define BACKEND_TRANSPORT_VFIO_USER_SERVER_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/model/model.h"
#include "backend/trace/tap.h"
#include "backend/transport/vfio_user_msg.h"
#include "backend/transport/vfio_user_server.h"
#include "backend/transport/vfio_user_windows.h"

struct vfio_user_line {
	int *fds; /* eventfds, owned; -1 = none */
	unsigned count;
	bool masked; /* INTx */
};

/* A DMA of the model that goes by message, in as many as it takes. */
struct vfio_user_transfer {
	enum {
		VFIO_USER_TRANSFER_FREE,
		VFIO_USER_TRANSFER_ASKED,
		VFIO_USER_TRANSFER_ARRIVED, /* until the model asks again, or KEEP_NS */
		VFIO_USER_TRANSFER_REFUSED, /* so too */
		VFIO_USER_TRANSFER_SILENT,  /* no reply in time: the place waits for a late one */
	} state;
	bool is_write;
	bool stale; /* its reply is for nobody */
	uint64_t iova;
	uint8_t *data;		/* len bytes */
	size_t len, done, part; /* part: of the message under way */
	uint64_t since_ns;
	uint16_t id;
};

enum { VFIO_USER_TRANSFERS = 8 }; /* at a time: as many streams and rings as run at once */

struct vfio_user_server {
	const struct model_class *class;
	struct model *model;
	struct vfio_user_conn conn;
	struct vfio_user_windows windows;
	struct vfio_user_line lines[IRQ_TYPE_COUNT];
	struct vfio_user_transfer transfers[VFIO_USER_TRANSFERS];
	uint16_t next_id;
	uint64_t peer_max_xfer;
	bool dma_later; /* the model's last DMA is under way */
	bool intx_level;
	bool agreed; /* VERSION was exchanged */
	uint64_t start_ns;
	uint64_t messages, complaints;
	vfio_user_event_fn *event;
	void *ctx;
	struct trace_tap tap;
};

/* Tell whoever runs the server. */
void vfio_user_server_complain(struct vfio_user_server *server, const char *text);

/* The model's clock, which is the machine's. */
uint64_t vfio_user_server_now_ns(const struct vfio_user_server *server);

/* The fixed part of the payload that has arrived into `to`; what follows it is the caller's. */
bool vfio_user_server_take(const struct vfio_user_server *server, void *to, size_t len);

/* The model's clock. */
uint64_t vfio_user_server_now_ns(const struct vfio_user_server *server);

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
bool vfio_user_server_dma_later(void *server);
void vfio_user_server_irq(void *server, enum irq_type type, unsigned vector, bool level);

/* _bus.c. A DMA by message, of memory that the windows have: asks the client, or answers with what he
 * replied. dma_later tells whether false is for good. */
bool vfio_user_server_transfer(struct vfio_user_server *server, uint64_t iova, uint8_t *to,
			       const uint8_t *from, size_t len);
/* The message that has arrived is a reply. false: to nothing, or not a possible one. */
bool vfio_user_server_take_reply(struct vfio_user_server *server, struct err *err);
/* What has waited for too long. */
void vfio_user_server_age_transfers(struct vfio_user_server *server);
/* The client tells the device something: what was fetched before may have changed with it. */
void vfio_user_server_outdate_transfers(struct vfio_user_server *server);
void vfio_user_server_transfers_finish(struct vfio_user_server *server);

void vfio_user_server_irqs_finish(struct vfio_user_server *server);

#endif
