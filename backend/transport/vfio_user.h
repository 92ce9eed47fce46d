/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The client of vfio-user, between its files: vfio_user.c attaches and has DMA and the rest,
 * vfio_user_region.c regions and accesses, vfio_user_irq.c interrupts, vfio_user_call.c one command and
 * its reply. */
#ifndef BACKEND_TRANSPORT_VFIO_USER_H
#define BACKEND_TRANSPORT_VFIO_USER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/device.h"
#include "backend/transport/vfio_user_msg.h"
#include "backend/transport/vfio_user_windows.h"

enum { VFIO_USER_TIMEOUT_MS = 5000 }; /* for each reply, and for attaching as a whole */

enum { VFIO_USER_MAX_REGIONS = 100, VFIO_USER_MAX_IRQS = 50 }; /* QEMU's limits too */

struct vfio_user_place {
	int fd;		 /* -1: the region cannot be mapped */
	uint64_t offset; /* of the region in it */
};

enum { VFIO_USER_MAX_ABANDONED = 16 };

struct vfio_user {
	struct device *dev;
	struct vfio_user_conn conn;
	unsigned timeout_ms;
	uint64_t attach_end_ns; /* 0: attached */
	uint16_t next_id;
	/* Commands whose replies nobody waits for any more, and will come. */
	struct {
		uint16_t id, command;
	} abandoned[VFIO_USER_MAX_ABANDONED];
	unsigned abandoned_count;
	char dead[200]; /* why the server cannot be talked to any more; empty: it can */
	struct vfio_user_version peer;
	struct vfio_user_windows windows; /* the DMA buffers, as the server may reach them */
	struct irq_info irqs[IRQ_TYPE_COUNT];
	struct vfio_user_place places[VFIO_USER_MAX_REGIONS];
	bool resets;
	bool was_bus_master; /* when we attached */
};

struct vfio_user_call {
	enum vfio_user_command command;
	const void *part1, *part2; /* the payload, in up to two pieces */
	size_t len1, len2;
	const int *fds;
	unsigned fd_count;
	unsigned reply_fds; /* the most that its reply may bring */
};

/* Send a command and wait for its reply, of least bytes of payload or more: in user->conn until the
 * next call. What the server asks meanwhile is answered. An error reply is an error here (its code).
 * When the server does not answer in time, hangs up or breaks the protocol, the connection is closed
 * and this call and all later ones fail: ETIMEDOUT, ENODEV, EPROTO. When the user stops the device (Ctrl-C)
 * the server has a moment more: then EINTR, and the connection stays; whether the command was executed
 * is not known. */
bool vfio_user_call(struct vfio_user *user, const struct vfio_user_call *call, size_t least,
		    struct err *err);

uint64_t vfio_user_clock_ns(void);

/* Let up to ns pass, answering what the server asks. wake_fd (-1: none) ends it when readable. */
void vfio_user_pass_time(struct vfio_user *user, int wake_fd, uint64_t ns);

struct vfio_user *vfio_user_of(const struct device *dev);

/* vfio_user_region.c */
bool vfio_user_add_region(struct device *dev, unsigned index, bool is_pci, struct err *err);
bool vfio_user_map(struct device *dev, struct region *region, struct err *err);
void vfio_user_unmap(struct device *dev, struct region *region);
bool vfio_user_read_region(struct vfio_user *user, uint32_t region, uint64_t offset, void *to,
			   uint32_t len, struct err *err);
bool vfio_user_read(struct device *dev, const struct region *region, uint64_t offset,
		    unsigned width_bits, uint64_t *ret, struct err *err);
bool vfio_user_write(struct device *dev, const struct region *region, uint64_t offset,
		     unsigned width_bits, uint64_t value, struct err *err);
bool vfio_user_config_get(struct vfio_user *user, unsigned offset, unsigned bytes, uint64_t *ret);
bool vfio_user_config_put(struct vfio_user *user, unsigned offset, unsigned bytes, uint64_t value,
			  struct err *err);

/* vfio_user_irq.c */
bool vfio_user_get_irq_info(struct vfio_user *user, unsigned index, struct err *err);
/* Messages of the device on or off, in its capability. */
bool vfio_user_switch_messages(struct vfio_user *user, enum irq_type type, bool on,
			       struct err *err);
bool vfio_user_irq_info(struct device *dev, enum irq_type type, struct irq_info *ret,
			struct err *err);
bool vfio_user_irq_enable(struct device *dev, enum irq_type type, unsigned start, unsigned count,
			  const int *fds, struct err *err);
bool vfio_user_irq_disable(struct device *dev, enum irq_type type, struct err *err);
bool vfio_user_irq_action(struct device *dev, enum irq_type type, unsigned vector,
			  enum irq_action action, struct err *err);

/* What vfio_user's open does once it is connected; takes fd. On failure nothing stays open. */
bool vfio_user_attach(struct device *dev, int fd, unsigned timeout_ms, struct err *err);

#endif
