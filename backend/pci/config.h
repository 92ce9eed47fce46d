/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PCI configuration space as bytes, wherever they came from: VFIO, sysfs, a saved dump. No device is
 * touched here. A byte that nobody read is told apart from a byte that read as 0xff. */
#ifndef BACKEND_PCI_CONFIG_H
#define BACKEND_PCI_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/support/err.h"

#define CONFIG_HEADER_SIZE 64	/* all that an unprivileged reader of sysfs gets */
#define CONFIG_LEGACY_SIZE 256	/* conventional PCI */
#define CONFIG_MAX_SIZE	   4096 /* PCI Express and PCI-X mode 2 */

/* Offsets of the type 0/1/2 common header (PCI Local Bus 3.0, 6.1). */
#define CONFIG_VENDOR_ID   0x00
#define CONFIG_DEVICE_ID   0x02
#define CONFIG_COMMAND	   0x04
#define CONFIG_STATUS	   0x06
#define CONFIG_REVISION	   0x08
#define CONFIG_CLASS	   0x0a
#define CONFIG_HEADER_TYPE 0x0e
#define CONFIG_CAP_PTR	   0x34
#define CONFIG_CAP_PTR_CB  0x14 /* header type 2, CardBus */

#define CONFIG_CAP_ID_PM	   0x01
#define CONFIG_CAP_ID_PCIX	   0x07
#define CONFIG_CAP_ID_VENDOR	   0x09
#define CONFIG_CAP_ID_EXPRESS	   0x10
#define CONFIG_EXT_CAP_START	   0x100
#define CONFIG_EXT_CAP_ID_VSEC	   0x0b
#define CONFIG_STATUS_CAP_LIST_BIT 4

struct config_image {
	uint8_t bytes[CONFIG_MAX_SIZE];
	uint8_t known[CONFIG_MAX_SIZE / 8]; /* a bit for every byte that was really read */
};

/* Forget everything: no byte is known. */
void config_init(struct config_image *image);

/* Record len bytes at offset; false, and nothing is recorded, when they do not fit. */
bool config_set(struct config_image *image, size_t offset, const void *data, size_t len);

/* All len bytes at offset lie inside config space and were read. */
bool config_known(const struct config_image *image, size_t offset, size_t len);

/* A little-endian value of width_bytes 1, 2, 4 or 8; false, and *ret untouched, when one of its bytes
 * is not known. Any offset is allowed: nothing here is a device access. */
bool config_get(const struct config_image *image, size_t offset, unsigned width_bytes,
		uint64_t *ret);

/* As config_get for values where "unknown" needs no care of its own: those bytes count as 0. */
uint32_t config_peek(const struct config_image *image, size_t offset, unsigned width_bytes);

/* How many bytes are known from offset 0 on without a gap: 64, 256 or 4096 for a whole read. */
size_t config_extent(const struct config_image *image);

/* Header layout 0 (endpoint), 1 (bridge), 2 (CardBus), or one nobody defined; false when it is not
 * known. The multi-function bit is left out. */
bool config_header_type(const struct config_image *image, unsigned *ret);

struct config_cap {
	uint16_t id;
	uint16_t offset;
	uint16_t next;	 /* the pointer as found, low bits cleared; 0 ends the chain */
	uint8_t version; /* of extended capabilities, and of PM and Express; 0: has none */
	bool extended;
};

enum config_chain_end {
	CONFIG_CHAIN_LOOP,   /* comes back to a capability it had before */
	CONFIG_CHAIN_BROKEN, /* id 0xff: all ones, the device does not answer there */
	CONFIG_CHAIN_UNREAD, /* points to bytes that are not known */
	CONFIG_CHAIN_RANGE,  /* points into the header or below 0x100 */
};

struct config_chain_problem {
	enum config_chain_end end;
	bool extended;
	uint16_t offset; /* where the chain led to */
	char text[96];	 /* for people */
};

struct config_cap_list {
	struct config_cap *caps; /* owned; standard ones first, each kind in chain order */
	size_t count;
	struct config_chain_problem problems[2]; /* at most one for each chain, which it ended */
	size_t problem_count;
};

#define CONFIG_CAP_LIST_INIT          \
	{                             \
		NULL, 0, { { 0 } }, 0 \
	}

/* Walk both capability chains. The walk always ends, at the latest after 48 standard and 960 extended
 * entries, and whatever is wrong with a chain is recorded as a problem: the capabilities before it are
 * good. Only an image whose header is not known is an error (ENODATA). The caller finishes *ret. */
bool config_caps_walk(const struct config_image *image, struct config_cap_list *ret,
		      struct err *err);
void config_cap_list_finish(struct config_cap_list *list);

/* The nth capability (from 0) with that id, or NULL. Borrowed from the list. */
const struct config_cap *config_cap_find(const struct config_cap_list *list, unsigned id,
					 bool extended, unsigned nth);

#endif
