/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages of the vfio-user protocol (QEMU, docs/interop/vfio-user.rst) over a stream socket: what both
 * ends need. Everything that arrives is checked before anybody sees it; nothing here blocks. Numbers
 * are in host byte order. */
#ifndef BACKEND_TRANSPORT_VFIO_USER_MSG_H
#define BACKEND_TRANSPORT_VFIO_USER_MSG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/support/err.h"
#include "backend/support/strbuf.h"

enum vfio_user_command {
	VFIO_USER_VERSION = 1,
	VFIO_USER_DMA_MAP = 2,
	VFIO_USER_DMA_UNMAP = 3,
	VFIO_USER_GET_INFO = 4,
	VFIO_USER_GET_REGION_INFO = 5,
	VFIO_USER_GET_IRQ_INFO = 7,
	VFIO_USER_SET_IRQS = 8,
	VFIO_USER_REGION_READ = 9,
	VFIO_USER_REGION_WRITE = 10,
	VFIO_USER_DMA_READ = 11,
	VFIO_USER_DMA_WRITE = 12,
	VFIO_USER_RESET = 13,
};

/* Header flags: the low four bits are the type. */
enum {
	VFIO_USER_TYPE_MASK = 0x0f,
	VFIO_USER_REPLY = 0x01,
	VFIO_USER_NO_REPLY = 0x10,
	VFIO_USER_ERROR = 0x20,
};

/* Indexes of a PCI device's regions and their count; so for interrupts, in the order of enum irq_type. */
enum { VFIO_USER_REGION_ROM = 6, VFIO_USER_REGION_CONFIG = 7, VFIO_USER_PCI_REGIONS = 9 };
enum { VFIO_USER_PCI_IRQS = 5 };

/* GET_INFO, region info, DMA windows, SET_IRQS: the flags in use here. */
enum { VFIO_USER_DEVICE_RESETS = 1, VFIO_USER_DEVICE_PCI = 2 };
enum {
	VFIO_USER_REGION_READS = 1,
	VFIO_USER_REGION_WRITES = 2,
	VFIO_USER_REGION_MAPS = 4, /* by the descriptor that comes with the info */
	VFIO_USER_REGION_CAPS = 8,
};
enum { VFIO_USER_WINDOW_READ = 1, VFIO_USER_WINDOW_WRITE = 2 };
enum { VFIO_USER_UNMAP_BITMAP = 1, VFIO_USER_UNMAP_ALL = 2 };
enum {
	VFIO_USER_IRQ_NONE = 0x01,
	VFIO_USER_IRQ_BOOL = 0x02,
	VFIO_USER_IRQ_EVENTFD = 0x04,
	VFIO_USER_IRQ_MASK = 0x08,
	VFIO_USER_IRQ_UNMASK = 0x10,
	VFIO_USER_IRQ_TRIGGER = 0x20,
};

enum {
	VFIO_USER_MAX_FDS = 16,					      /* in one message */
	VFIO_USER_MAX_XFER = 1 << 20,				      /* bytes of one access */
	VFIO_USER_MAX_JSON = 4096,				      /* of VERSION */
	VFIO_USER_MAX_DATA = VFIO_USER_MAX_XFER + VFIO_USER_MAX_JSON, /* payload of any message */
	VFIO_USER_MAX_QUEUE = 4 << 20, /* unsent bytes; above this a peer is not listened to */
};

struct vfio_user_header {
	uint16_t id, command;
	uint32_t size, flags, error;
};

struct vfio_user_device_info {
	uint32_t argsz, flags, num_regions, num_irqs;
};

struct vfio_user_region_info {
	uint32_t argsz, flags, index, cap_offset;
	uint64_t size, offset;
};

struct vfio_user_irq_info {
	uint32_t argsz, flags, index, count;
};

struct vfio_user_irq_set {
	uint32_t argsz, flags, index, start, count;
};

struct vfio_user_access { /* REGION_READ and REGION_WRITE; data follows */
	uint64_t offset;
	uint32_t region, count;
};

struct vfio_user_dma_map {
	uint32_t argsz, flags;
	uint64_t offset, address, size;
};

struct vfio_user_dma_unmap {
	uint32_t argsz, flags;
	uint64_t address, size;
};

struct vfio_user_dma_access { /* DMA_READ and DMA_WRITE; data follows */
	uint64_t address, count;
};

/* One end of a connection. */
struct vfio_user_conn {
	int fd; /* owned */

	/* The message that arrives, or has arrived. */
	struct vfio_user_header in;
	size_t in_got;		       /* of header and payload */
	uint8_t *in_data;	       /* in.size - 16 bytes */
	int in_fds[VFIO_USER_MAX_FDS]; /* owned here; who keeps one sets it to -1 */
	unsigned in_fd_count;

	/* What is still to be sent; out_fds (borrowed) go with its first byte. */
	struct strbuf out;
	size_t out_done;
	int out_fds[VFIO_USER_MAX_FDS];
	unsigned out_fd_count;
};

void vfio_user_conn_init(struct vfio_user_conn *conn, int fd); /* takes fd */
void vfio_user_conn_finish(struct vfio_user_conn *conn);

enum vfio_user_got {
	VFIO_USER_GOT_NOTHING, /* not all of it is here yet */
	VFIO_USER_GOT_MESSAGE, /* conn->in, in_data and in_fds, until the next call */
	VFIO_USER_GOT_END,     /* the peer closed between two messages */
	VFIO_USER_GOT_BROKEN,  /* err: the stream cannot be followed any further */
};

/* Take in what is there. BROKEN: a size outside 16..16+VFIO_USER_MAX_DATA, a type that is neither
 * command nor reply, descriptors in the middle of a message or too many, an end inside a message. */
enum vfio_user_got vfio_user_receive(struct vfio_user_conn *conn, struct err *err);
size_t vfio_user_data_len(const struct vfio_user_conn *conn); /* payload of the message received */

/* Queue one message of header (size is filled in) and up to two parts, either may be empty. fds only
 * when nothing else is queued; they must stay open until vfio_user_is_flushed. */
void vfio_user_queue(struct vfio_user_conn *conn, const struct vfio_user_header *header,
		     const void *part1, size_t len1, const void *part2, size_t len2, const int *fds,
		     unsigned fd_count);
/* Replies to `in`: nothing is queued when no reply is wanted. code: a positive errno. */
void vfio_user_reply(struct vfio_user_conn *conn, const void *part1, size_t len1, const void *part2,
		     size_t len2);
void vfio_user_reply_error(struct vfio_user_conn *conn, int code);
/* Send what the socket takes now. ECONNRESET or EPIPE: the peer is gone. */
bool vfio_user_flush(struct vfio_user_conn *conn, struct err *err);
bool vfio_user_is_flushed(const struct vfio_user_conn *conn);
size_t vfio_user_queued(const struct vfio_user_conn *conn); /* bytes */

const char *vfio_user_command_name(unsigned command); /* "REGION_READ"; "command" if unknown */

/* What an end says of itself in VERSION. */
struct vfio_user_version {
	uint16_t major, minor;
	uint32_t max_msg_fds;	     /* that it can receive in one message */
	uint64_t max_data_xfer_size; /* count of an access */
	uint64_t max_dma_maps, pgsizes;
	bool twin_socket; /* it can have a second socket for DMA messages; nothing here does */
};

/* Payload of VERSION: absent members get the protocol's defaults, unknown ones are passed over.
 * EPROTO: not JSON, not terminated, or a member that makes no sense. */
bool vfio_user_version_parse(const uint8_t *data, size_t len, struct vfio_user_version *ret,
			     struct err *err);
/* Adds the payload, its NUL included. QEMU takes no reply with more than 194 bytes of JSON. */
void vfio_user_version_format(const struct vfio_user_version *version, struct strbuf *ret);

#endif
